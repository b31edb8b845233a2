/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contacts-private.h"

#include <string.h>

#include "loft-mail-account-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-store.h"

/* One account after the other, in its worker, into one stream. What is not closed leaves the file that was
 * there as it was. */
typedef struct {
  GFile *file;
  GFileOutputStream *stream; /* (nullable) once it is open */
  GPtrArray *contacts;
  GPtrArray *accounts; /* of LoftMailAccount (owned), of each contact; NULL where it has gone */
  guint next; /* contact */
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->file);
  g_clear_object (&export->stream);
  g_ptr_array_unref (export->contacts);
  g_ptr_array_unref (export->accounts);
  g_free (export);
}

/* ---- in a worker -------------------------------------------------------------------------- */

static gboolean
write_card (GOutputStream *stream, GBytes *raw, GCancellable *cancellable, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (raw, &size);
  gboolean is_ended = size > 0 && text[size - 1] == '\n';

  return g_output_stream_write_all (stream, text, size, NULL, cancellable, error) &&
         (is_ended || g_output_stream_write_all (stream, "\r\n", 2, NULL, cancellable, error));
}

/* One that was deleted meanwhile is left out. */
static gboolean
write_contact (Export *export, const LoftContact *contact, LoftMailReader *reader,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftResource) resource =
    loft_resource_store_get (loft_mail_reader_current_store (reader)->mail,
                             loft_contacts_get_store_id (contact->resource_id), &failure);

  if (resource == NULL && !g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return resource == NULL || resource->removed ||
         write_card (G_OUTPUT_STREAM (export->stream), resource->raw, cancellable, error);
}

static gboolean
open_stream (Export *export, GCancellable *cancellable, GError **error)
{
  if (export->stream == NULL)
    export->stream = g_file_replace (export->file, NULL, FALSE,
                                     G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                     cancellable, error);
  return export->stream != NULL;
}

/* Those that follow each other and are of this account. */
static gboolean
write_some (Export *export, LoftMailAccount *account, LoftMailReader *reader,
            GCancellable *cancellable, GError **error)
{
  if (!open_stream (export, cancellable, error))
    return FALSE;
  while (export->next < export->contacts->len &&
         g_ptr_array_index (export->accounts, export->next) == account)
    {
      if (!write_contact (export, g_ptr_array_index (export->contacts, export->next), reader,
                          cancellable, error))
        return FALSE;
      export->next++;
    }
  return export->next < export->contacts->len ||
         g_output_stream_close (G_OUTPUT_STREAM (export->stream), cancellable, error);
}

/* Closing with what is cancelled keeps the file that was there. */
static void
give_up (Export *export)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  if (export->stream != NULL)
    g_output_stream_close (G_OUTPUT_STREAM (export->stream), cancelled, NULL);
}

static void
write_in_worker (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;

  if (write_some (export, g_task_get_source_object (task), reader, cancellable, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  give_up (export);
  g_task_return_error (task, error);
}

/* ---- main thread -------------------------------------------------------------------------- */

static void write_next (GTask *client);

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    write_next (g_steal_pointer (&client));
  else
    g_task_return_error (client, error);
}

static void
keep (gpointer data)
{
}

/* Takes client. */
static void
write_next (GTask *client)
{
  Export *export = g_task_get_task_data (client);
  g_autoptr (GTask) task = NULL;
  LoftMailAccount *account;

  if (export->next == export->contacts->len)
    {
      g_task_return_boolean (client, TRUE);
      g_object_unref (client);
      return;
    }
  account = g_ptr_array_index (export->accounts, export->next);
  task = g_task_new (account, g_task_get_cancellable (client), on_written, client);
  g_task_set_task_data (task, export, keep);
  loft_mail_account_queue_list (account, LOFT_WORKER_NORMAL, task, write_in_worker);
}

static void
add (Export *export, LoftContacts *self, LoftContact *contact)
{
  LoftMailAccount *account = loft_contacts_find_account (self, contact->resource_id);

  if (account == NULL)
    return;
  g_ptr_array_add (export->contacts, loft_contact_ref (contact));
  g_ptr_array_add (export->accounts, g_object_ref (account));
}

void
loft_contacts_export_async (LoftContactActions *actions, GPtrArray *contacts, GFile *file,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  LoftContacts *self = LOFT_CONTACTS (actions);
  GTask *client = g_task_new (self, cancellable, callback, user_data);
  Export *export = g_new0 (Export, 1);

  export->file = g_object_ref (file);
  export->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  export->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < contacts->len; i++)
    add (export, self, g_ptr_array_index (contacts, i));
  g_task_set_task_data (client, export, export_free);
  if (export->contacts->len > 0)
    {
      write_next (client);
      return;
    }
  g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_GONE, "There is no contact to export");
  g_object_unref (client);
}

gboolean
loft_contacts_export_finish (LoftContactActions *actions, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
