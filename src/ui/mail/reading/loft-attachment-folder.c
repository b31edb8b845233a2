/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-folder.h"

#include <string.h>

#include "loft-attachment-file.h"
#include "loft-thread-task.h"

#define MAX_NUMBER 10000
#define MAX_NAME   200 /* bytes, as loft-attachment-file.c has it */
#define MAX_SUFFIX 20

typedef struct {
  guint n;
  char *name;
} Wanted;

typedef struct {
  LoftMessageBody *body;
  GArray *wanted; /* of Wanted */
  char *folder;
  gint *n_tried;
  GHashTable *numbers; /* name -> the number that it was given last */
} Job;

static void
clear_wanted (gpointer wanted)
{
  g_free (((Wanted *) wanted)->name);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  loft_message_body_unref (job->body);
  g_array_unref (job->wanted);
  g_hash_table_unref (job->numbers);
  g_free (job->folder);
  g_free (job);
}

static void
unsaved_free (gpointer data)
{
  LoftUnsavedAttachment *unsaved = data;

  g_free (unsaved->name);
  g_error_free (unsaved->error);
  g_free (unsaved);
}

void
loft_saved_attachments_free (LoftSavedAttachments *self)
{
  g_ptr_array_unref (self->unsaved);
  g_free (self);
}

char *
loft_attachment_folder_number_name (const char *name, guint number)
{
  const char *dot = strrchr (name, '.');
  gboolean has_suffix = dot != NULL && dot != name && strlen (dot) <= MAX_SUFFIX;
  gsize stem = has_suffix ? (gsize) (dot - name) : strlen (name);
  g_autofree char *end = g_strdup_printf (" (%u)%s", number, name + stem);

  if (stem + strlen (end) > MAX_NAME)
    {
      const char *cut = g_utf8_find_prev_char (name, name + MAX_NAME + 1 - strlen (end));

      stem = cut == NULL ? 0 : (gsize) (cut - name);
    }
  return g_strdup_printf ("%.*s%s", (int) stem, name, end);
}

/* A thousand of the same name would try all numbers a thousand times: each goes on where the one
 * before it ended. */
static gboolean
write_numbered (Job *job, const char *name, GBytes *bytes, GError **error)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (job->numbers, name));

  for (number = MAX (number, 1); number <= MAX_NUMBER; number++)
    {
      g_autofree char *numbered =
        number == 1 ? g_strdup (name) : loft_attachment_folder_number_name (name, number);
      g_autofree char *path = g_build_filename (job->folder, numbered, NULL);
      g_autoptr (GError) each = NULL;

      if (loft_attachment_file_write (path, bytes, FALSE, &each))
        {
          g_hash_table_insert (job->numbers, g_strdup (name), GUINT_TO_POINTER (number + 1));
          return TRUE;
        }
      if (!g_error_matches (each, G_FILE_ERROR, G_FILE_ERROR_EXIST))
        {
          g_propagate_error (error, g_steal_pointer (&each));
          return FALSE;
        }
    }
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s: too many of this name", name);
  return FALSE;
}

static gboolean
save_one (Job *job, const Wanted *wanted, GError **error)
{
  g_autoptr (GBytes) bytes = loft_message_body_decode_attachment (job->body, wanted->n, error);

  return bytes != NULL && write_numbered (job, wanted->name, bytes, error);
}

static void
add_unsaved (LoftSavedAttachments *saved, const char *name, GError *error)
{
  LoftUnsavedAttachment *unsaved = g_new0 (LoftUnsavedAttachment, 1);

  unsaved->name = g_strdup (name);
  unsaved->error = error;
  g_ptr_array_add (saved->unsaved, unsaved);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  LoftSavedAttachments *saved = g_new0 (LoftSavedAttachments, 1);

  saved->unsaved = g_ptr_array_new_with_free_func (unsaved_free);
  saved->n_all = job->wanted->len;
  for (guint i = 0; i < job->wanted->len; i++)
    {
      const Wanted *wanted = &g_array_index (job->wanted, Wanted, i);
      GError *error = NULL;

      saved->is_cancelled = g_cancellable_is_cancelled (cancellable);
      if (saved->is_cancelled)
        break;
      if (save_one (job, wanted, &error))
        saved->n_saved++;
      else
        add_unsaved (saved, wanted->name, error);
      g_atomic_int_inc (job->n_tried);
    }
  g_task_return_pointer (task, saved, (GDestroyNotify) loft_saved_attachments_free);
}

void
loft_attachment_folder_save_async (LoftMessageBody *body, GPtrArray *attachments,
                                   const char *folder, gint *n_tried, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->body = loft_message_body_ref (body);
  job->folder = g_strdup (folder);
  job->n_tried = n_tried;
  job->numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  job->wanted = g_array_new (FALSE, FALSE, sizeof (Wanted));
  g_array_set_clear_func (job->wanted, clear_wanted);
  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);
      Wanted wanted = { attachment->n, loft_attachment_file_safe_name (attachment->name) };

      g_array_append_val (job->wanted, wanted);
    }
  g_task_set_task_data (task, job, job_free);
  /* What was saved until then is told of. */
  g_task_set_check_cancellable (task, FALSE);
  loft_thread_task_run (task, save_in_thread);
}

LoftSavedAttachments *
loft_attachment_folder_save_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
