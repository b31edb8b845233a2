/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-export-missing.h"

#include <string.h>

#include "loft-error.h"
#include "loft-mail-account-private.h"

typedef struct {
  char *path; /* (nullable) */
  GArray *ids; /* (owned) (nullable) of gint64, once they are listed */
  guint next;
} Fetching;

static void
fetching_free (gpointer data)
{
  Fetching *self = data;

  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->path);
  g_free (self);
}

gboolean
loft_export_missing_wants (const LoftFolder *folder, const char *path)
{
  return folder->selectable && !(folder->waits & LOFT_FOLDER_WAITS_DELETION) &&
         (path != NULL ? strcmp (folder->path, path) == 0
                       : folder->total > 0 || folder->role == LOFT_FOLDER_ROLE_NONE);
}

/* ---- fetching ----------------------------------------------------------------------------- */

static void fetch_next (GTask *client);

/* Without a line none of the others can be had either. */
static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Fetching *self = g_task_get_task_data (client);
  g_autoptr (GError) error = NULL;

  if (!loft_mail_account_fetch_finish (LOFT_MAIL_ACCOUNT (source), result, &error) &&
      loft_error_class (error) != LOFT_ERROR_GONE && loft_error_class (error) != LOFT_ERROR_LIMIT)
    self->next = self->ids->len;
  fetch_next (client);
}

static void
fetch_next (GTask *client)
{
  Fetching *self = g_task_get_task_data (client);
  GCancellable *cancellable = g_task_get_cancellable (client);

  if (self->next < self->ids->len && !g_cancellable_is_cancelled (cancellable))
    {
      loft_mail_account_fetch_async (g_task_get_source_object (client),
                                     g_array_index (self->ids, gint64, self->next++), cancellable,
                                     on_fetched, client);
      return;
    }
  g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

/* ---- listing ------------------------------------------------------------------------------ */

static void
list_in (LoftMailReader *reader, const LoftFolder *folder, GArray *missing)
{
  g_autoptr (GArray) ids = loft_mail_reader_list_ids (reader, folder->id, G_MAXUINT, 0, NULL, NULL);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftMessage) message = loft_mail_reader_get_message (reader, id, NULL);

      if (message != NULL && !message->cached)
        g_array_append_val (missing, id);
    }
}

static void
list_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  const char *path = g_task_get_task_data (task);
  g_autoptr (GPtrArray) folders = loft_mail_reader_list_folders (reader, NULL);
  GArray *missing = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      const LoftFolder *folder = g_ptr_array_index (folders, i);

      if (loft_export_missing_wants (folder, path) && folder->cached < folder->total)
        list_in (reader, folder, missing);
    }
  g_task_return_pointer (task, missing, (GDestroyNotify) g_array_unref);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Fetching *self = g_task_get_task_data (client);

  self->ids = g_task_propagate_pointer (G_TASK (result), NULL);
  if (self->ids == NULL)
    self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  fetch_next (client);
}

void
loft_export_missing_fetch_async (LoftMailAccount *account, const char *path,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *client = g_task_new (account, cancellable, callback, user_data);
  g_autoptr (GTask) task = g_task_new (account, NULL, on_listed, client);
  Fetching *self = g_new0 (Fetching, 1);

  self->path = g_strdup (path);
  g_task_set_task_data (client, self, fetching_free);
  g_task_set_task_data (task, g_strdup (path), g_free);
  loft_mail_account_queue_read (account, LOFT_WORKER_NORMAL, task, list_job);
}

void
loft_export_missing_fetch_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
