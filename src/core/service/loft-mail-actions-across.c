/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-actions-private.h"

#include "loft-operation-actions.h"

/* From one account to another, message by message: the content is read, fetched first where it is not
 * here, and made durable in the other account, from where it goes to that one's server by itself. A
 * move deletes at the end, and only what is durable there: whatever ends it early leaves messages in
 * both, never in none. */

#define MAX_FETCHES 2

typedef struct {
  LoftMailAccount *from; /* (owned) */
  LoftMailAccount *to; /* (owned) */
  gint64 folder_id;
  gboolean move;
  GArray *ids; /* (owned) of gint64 */
  guint next;
  guint n_fetched; /* how often the server was asked for the next one */
  GArray *done; /* (owned) of gint64: durable there */
  LoftMailUndo *undo; /* (owned) */
} Across;

static void
across_free (gpointer data)
{
  Across *across = data;

  g_object_unref (across->from);
  g_object_unref (across->to);
  g_array_unref (across->ids);
  g_array_unref (across->done);
  loft_mail_undo_free (across->undo);
  g_free (across);
}

static void
fail (GTask *client, GError *error)
{
  g_task_return_error (client, error);
  g_object_unref (client);
}

static void go_on (GTask *client);

/* ---- away from here ----------------------------------------------------------------------- */

static void
take_parts (Across *across, LoftMailUndo *undo)
{
  for (guint i = 0; i < undo->parts->len; i++)
    {
      LoftMailUndoPart *part = g_ptr_array_index (undo->parts, i);

      loft_mail_undo_add (across->undo, part->account, part->undo);
    }
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Across *across = g_task_get_task_data (client);
  GError *error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo == NULL)
    {
      fail (client, error);
      return;
    }
  take_parts (across, undo);
  g_task_return_pointer (client, g_steal_pointer (&across->undo),
                         (GDestroyNotify) loft_mail_undo_free);
  g_object_unref (client);
}

static void
end (GTask *client)
{
  Across *across = g_task_get_task_data (client);

  if (across->move && across->done->len > 0)
    {
      loft_mail_account_delete_async (across->from, (const gint64 *) (gpointer) across->done->data,
                                      across->done->len, on_deleted, client);
      return;
    }
  g_task_return_pointer (client, g_steal_pointer (&across->undo),
                         (GDestroyNotify) loft_mail_undo_free);
  g_object_unref (client);
}

/* ---- one message -------------------------------------------------------------------------- */

typedef struct {
  GBytes *raw; /* (owned) */
  LoftMessage *message; /* (owned) */
  gint64 folder_id;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->raw, g_bytes_unref);
  g_clear_pointer (&reading->message, loft_message_unref);
  g_free (reading);
}

static gboolean
act_append (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Reading *reading = user_data;
  const LoftMessage *message = reading->message;
  const LoftNewContent content = { reading->raw, message->flags & ~LOFT_FLAG_DELETED,
                                   message->keywords, message->received, NULL };
  g_autoptr (LoftAccountStore) all =
    loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error);
  gint64 id = 0;

  return all != NULL &&
         loft_operation_append (all, journal, reading->folder_id, &content, &id, undo, error);
}

static void
on_appended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Across *across = g_task_get_task_data (client);
  GError *error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo == NULL)
    {
      fail (client, error);
      return;
    }
  take_parts (across, undo);
  g_array_append_val (across->done, g_array_index (across->ids, gint64, across->next));
  across->next++;
  across->n_fetched = 0;
  go_on (client);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  GError *error = NULL;

  if (loft_mail_account_fetch_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    go_on (client);
  else
    fail (client, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  Across *across = g_task_get_task_data (client);
  GError *error = NULL;
  Reading *reading = g_task_propagate_pointer (G_TASK (result), &error);

  if (reading == NULL)
    {
      fail (client, error);
      return;
    }
  if (reading->raw != NULL)
    {
      reading->folder_id = across->folder_id;
      loft_mail_account_act (across->to, act_append, reading, reading_free, on_appended, client);
      return;
    }
  across->n_fetched++;
  loft_mail_account_fetch_async (across->from, reading->message->id, NULL, on_fetched, client);
  reading_free (reading);
}

/* Without content it is to be fetched. */
static void
read_job (GTask *task, LoftMailReader *reader, GCancellable *cancellable)
{
  Across *across = g_task_get_task_data (task);
  gint64 id = g_array_index (across->ids, gint64, across->next);
  Reading *reading = g_new0 (Reading, 1);
  g_autoptr (GError) failure = NULL;

  reading->message = loft_mail_reader_get_message (reader, id, &failure);
  if (reading->message != NULL)
    reading->raw = loft_mail_reader_get_raw (reader, id, &failure);
  if (reading->message != NULL && (reading->raw != NULL || across->n_fetched < MAX_FETCHES))
    {
      g_task_return_pointer (task, reading, reading_free);
      return;
    }
  reading_free (reading);
  g_task_return_error (task, g_steal_pointer (&failure));
}

static void
go_on (GTask *client)
{
  Across *across = g_task_get_task_data (client);
  g_autoptr (GTask) task = NULL;

  if (across->next == across->ids->len)
    {
      end (client);
      return;
    }
  task = g_task_new (across->from, NULL, on_read, client);
  g_task_set_task_data (task, across, NULL);
  loft_mail_account_queue_read (across->from, LOFT_WORKER_NORMAL, task, read_job);
}

void
loft_mail_account_act_across (LoftMailAccount *self, const gint64 *message_ids, guint n_messages,
                              LoftMailAccount *to, gint64 folder_id, gboolean move,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, NULL, callback, user_data);
  Across *across = g_new0 (Across, 1);

  across->from = g_object_ref (self);
  across->to = g_object_ref (to);
  across->folder_id = folder_id;
  across->move = move;
  across->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  across->done = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (across->ids, message_ids, n_messages);
  across->undo = loft_mail_undo_new ();
  g_task_set_task_data (client, across, across_free);
  go_on (client);
}
