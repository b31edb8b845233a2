/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-items.h"

#include "loft-operation-shown.h"

/* For ever. */

static gboolean
remove_item (LoftTransfer *self, const LoftTransferItem *item, GError **error)
{
  return loft_operation_store_forget_message (self->replay->mail, item->message_id, error) &&
         loft_mail_store_remove (self->replay->mail, item->message_id, error);
}

/* The row stays, out of sight, as long as the server has the message. */
static gboolean
hide_item (LoftTransfer *self, const LoftTransferItem *item, GError **error)
{
  LoftMailStore *mail = self->replay->mail;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (mail, item->message_id, NULL);

  return state == NULL ||
         (loft_mail_store_set_flags (mail, item->message_id,
                                     state->server_flags | LOFT_FLAG_DELETED,
                                     state->server_keywords, state->flags, state->keywords,
                                     error) &&
          loft_operation_store_drop_items (mail, item->operation_id, &item->message_id, 1, error) &&
          loft_operation_derive_shown (mail, item->message_id, error));
}

static gboolean
delete_group (LoftTransfer *self, const LoftTransferGroup *group, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = loft_transfer_list_ids (group);
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();
  g_autoptr (GPtrArray) marked = g_ptr_array_new ();
  g_auto (LoftTransferred) transferred = { NULL };

  loft_transferred_init (&transferred);
  if (!loft_backend_expunge (self->replay->backend, group->folder->remote_id, group->token,
                             remote_ids, &transferred, self->replay->cancellable, error))
    return FALSE;
  for (guint i = 0; i < group->items->len; i++)
    {
      LoftTransferItem *item = g_ptr_array_index (group->items, i);

      g_ptr_array_add (loft_transferred_is_marked (&transferred, item->remote_id) ? marked
                                                                                  : removed,
                       item);
    }
  return loft_transfer_for_all (self, removed, remove_item, error) &&
         loft_transfer_for_all (self, marked, hide_item, error);
}

gboolean
loft_replay_delete (LoftReplay *self, GPtrArray *records, gboolean *waits, GError **error)
{
  g_autoptr (GBytes) noted = g_bytes_new_static ("0\n", 2);
  g_auto (LoftTransfer) transfer = { NULL };

  loft_transfer_init (&transfer, self, records);
  if (!loft_transfer_collect (&transfer, error))
    return FALSE;
  *waits = transfer.unassigned;
  if (*waits)
    return TRUE;
  /* From now on it cannot be taken back. */
  if (loft_transfer_get_noted (&transfer) == NULL && !loft_transfer_note (&transfer, noted, error))
    return FALSE;
  for (guint i = 0; i < transfer.groups->len; i++)
    if (!delete_group (&transfer, g_ptr_array_index (transfer.groups, i), error))
      return FALSE;
  return loft_transfer_for_all (&transfer, transfer.astray, remove_item, error) &&
         loft_transfer_finish (self, records, error);
}
