/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-files.h"

#include "loft-error.h"
#include "loft-export-file.h"
#include "loft-mail-account-private.h"

typedef struct {
  LoftMailAccount *account; /* (owned) */
  gint64 id;
} Wanted;

typedef struct {
  GArray *wanted; /* of Wanted */
  guint next;
  gboolean fetched; /* the one that is worked on */
  char *directory;
  GHashTable *names; /* of files, folded */
  GPtrArray *paths; /* of char* */
} Writing;

static void
wanted_clear (gpointer data)
{
  g_object_unref (((Wanted *) data)->account);
}

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_array_unref (writing->wanted);
  g_free (writing->directory);
  g_hash_table_unref (writing->names);
  g_clear_pointer (&writing->paths, g_ptr_array_unref);
  g_free (writing);
}

/* ---- one message, in the reader's thread -------------------------------------------------- */

typedef struct {
  gint64 id;
  char *directory;
  GHashTable *names; /* of the writing, which waits meanwhile */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->directory);
  g_hash_table_unref (job->names);
  g_free (job);
}

static char *
path_for (Job *job, const LoftMessage *message)
{
  g_autofree char *name = loft_export_file_message_name (message->subject, message->date);
  g_autofree char *stem = g_build_filename (job->directory, name[0] != '\0' ? name : "_", NULL);
  char *path = g_strconcat (stem, ".eml", NULL);

  for (guint i = 2; !g_hash_table_add (job->names, g_utf8_casefold (path, -1)); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s (%u).eml", stem, i);
    }
  return path;
}

static char *
write_one (Job *job, LoftMailReader *reader, GError **error)
{
  g_autoptr (LoftMessage) message = loft_mail_reader_get_message (reader, job->id, error);
  g_autoptr (GBytes) raw =
    message != NULL ? loft_mail_reader_get_raw (reader, job->id, error) : NULL;
  g_autofree char *path = raw != NULL ? path_for (job, message) : NULL;
  g_autoptr (LoftExportFile) file = path != NULL ? loft_export_file_new (path, error) : NULL;

  if (file == NULL || !loft_export_file_write (file, raw, error) ||
      !loft_export_file_commit (file, message->date, FALSE, error))
    return NULL;
  return g_steal_pointer (&path);
}

static void
write_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  GError *error = NULL;
  char *path = write_one (g_task_get_task_data (task), reader, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/* ---- all of them -------------------------------------------------------------------------- */

static void write_next (GTask *client);

static void
go_on (GTask *client)
{
  Writing *writing = g_task_get_task_data (client);

  writing->next++;
  writing->fetched = FALSE;
  write_next (client);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Writing *writing = g_task_get_task_data (client);

  writing->fetched = TRUE;
  if (loft_mail_account_fetch_finish (LOFT_MAIL_ACCOUNT (source), result, NULL))
    write_next (client);
  else
    go_on (client);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Writing *writing = g_task_get_task_data (client);
  g_autoptr (GError) error = NULL;
  char *path = g_task_propagate_pointer (G_TASK (result), &error);

  if (path != NULL)
    g_ptr_array_add (writing->paths, path);
  else if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_GONE) && !writing->fetched)
    {
      loft_mail_account_fetch_async (LOFT_MAIL_ACCOUNT (source),
                                     g_array_index (writing->wanted, Wanted, writing->next).id,
                                     g_task_get_cancellable (client), on_fetched, client);
      return;
    }
  go_on (client);
}

static void
end (GTask *client)
{
  Writing *writing = g_task_get_task_data (client);

  if (!g_task_return_error_if_cancelled (client))
    {
      if (writing->paths->len > 0)
        g_task_return_pointer (client, g_steal_pointer (&writing->paths),
                               (GDestroyNotify) g_ptr_array_unref);
      else
        g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE,
                                 "None of the messages can be had");
    }
  g_object_unref (client);
}

static void
write_next (GTask *client)
{
  Writing *writing = g_task_get_task_data (client);
  g_autoptr (GTask) task = NULL;
  const Wanted *wanted;
  Job *job;

  if (writing->next >= writing->wanted->len ||
      g_cancellable_is_cancelled (g_task_get_cancellable (client)))
    {
      end (client);
      return;
    }
  wanted = &g_array_index (writing->wanted, Wanted, writing->next);
  job = g_new0 (Job, 1);
  job->id = wanted->id;
  job->directory = g_strdup (writing->directory);
  job->names = g_hash_table_ref (writing->names);
  task = g_task_new (wanted->account, NULL, on_written, client);
  g_task_set_task_data (task, job, job_free);
  loft_mail_account_queue_read (wanted->account, LOFT_WORKER_NORMAL, task, write_job);
}

static void
want (Writing *writing, const LoftMessageGroup *group)
{
  for (guint i = 0; i < group->ids->len && writing->wanted->len < LOFT_MESSAGE_FILES_MAX; i++)
    {
      const Wanted one = { g_object_ref (group->account), g_array_index (group->ids, gint64, i) };

      g_array_append_val (writing->wanted, one);
    }
}

void
loft_message_files_write_async (GPtrArray *groups, const char *directory, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);

  writing->wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));
  g_array_set_clear_func (writing->wanted, wanted_clear);
  writing->directory = g_strdup (directory);
  writing->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  writing->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < groups->len; i++)
    want (writing, g_ptr_array_index (groups, i));
  g_task_set_task_data (client, writing, writing_free);
  write_next (client);
}

GPtrArray *
loft_message_files_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
