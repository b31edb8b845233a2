/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-store.h"
#include "loft-operation-replay-items.h"
#include "loft-twins.h"

/* From here to the server. */

static gboolean
send_content (LoftTransfer *self, LoftTransferItem *item, char **new_id, GError **error)
{
  LoftReplay *replay = self->replay;
  g_autoptr (LoftMessage) message = loft_mail_store_get (replay->mail, item->message_id, error);
  g_autoptr (LoftMessageState) state =
    message != NULL ? loft_mail_store_get_state (replay->mail, item->message_id, error) : NULL;
  LoftRemoteContent content = { self->target->remote_id };
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) token = NULL;

  if (state == NULL ||
      !loft_folder_store_get_sync (replay->mail, self->target->id, &token, NULL, error))
    return FALSE;
  raw = loft_account_store_get_content (replay->store, item->message_id, error);
  if (raw == NULL)
    return FALSE;
  content.raw = raw;
  content.flags = state->server_flags;
  content.keywords = state->server_keywords;
  content.received = message->received;
  content.token = token;
  return loft_backend_append (replay->backend, &content, new_id, replay->cancellable, error);
}

static gboolean
append_item (LoftTransfer *self, gboolean again, GError **error)
{
  LoftTransferItem *item = g_ptr_array_index (self->items, 0);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  g_autofree char *new_id = NULL;

  if (again && item->new_id == NULL &&
      !loft_transfer_look_for (self, self->items, one, rest, error))
    return FALSE;
  if (item->new_id == NULL)
    {
      if (!send_content (self, item, &new_id, error))
        return FALSE;
      g_clear_pointer (&self->arrivals, loft_arrivals_free);
      item->new_id = new_id;
    }
  g_ptr_array_set_size (one, 0);
  g_ptr_array_add (one, item);
  return item->new_id != NULL ? loft_transfer_for_all (self, one, loft_transfer_settle_item, error)
                              : loft_transfer_settle_untold (self, one, error);
}

gboolean
loft_replay_append (LoftReplay *self, LoftOperationRecord *record, gboolean *waits, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_auto (LoftTransfer) transfer = { NULL };
  gboolean again = record->sent != NULL;
  LoftTransferItem *item;
  guint n_before = 0;

  g_ptr_array_add (records, record);
  loft_transfer_init (&transfer, self, records);
  if (!loft_transfer_find_target (self, record, &transfer.target, waits, error))
    return FALSE;
  if (*waits)
    return TRUE;
  if (record->messages->len == 0)
    return loft_replay_finish (self, record, error);
  item = g_new0 (LoftTransferItem, 1);
  item->operation_id = record->id;
  item->source_id = item->message_id = g_array_index (record->messages, gint64, 0);
  g_ptr_array_add (transfer.items, item);
  if (loft_twins_parse (record->arguments, &n_before) &&
      !loft_transfer_find_brought (&transfer, item, n_before, error))
    return FALSE;
  return (again || loft_transfer_note_position (&transfer, error)) &&
         append_item (&transfer, again, error) && loft_replay_finish (self, record, error);
}
