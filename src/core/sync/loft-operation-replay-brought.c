/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-store.h"
#include "loft-operation-replay-items.h"
#include "loft-twins.h"

/* An upload whose operation was lost with store and journal, and made anew: the listing of before told
 * what the server has. */

#define MOST_COMPARED 20

static gboolean
take_raw (const char *remote_id, GBytes *raw, gpointer user_data, GError **error)
{
  GBytes **found = user_data;

  if (*found == NULL)
    *found = g_bytes_ref (raw);
  return TRUE;
}

/* *raw: (transfer full) (nullable) it is gone there. */
static gboolean
get_content (LoftReplay *replay, const LoftMessageState *state, const LoftFolder *folder,
             GBytes **raw, GError **error)
{
  g_autoptr (GBytes) token = NULL;
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();

  *raw = loft_account_store_get_content (replay->store, state->id, NULL);
  if (*raw != NULL)
    return TRUE;
  g_ptr_array_add (remote_ids, state->remote_id);
  return loft_folder_store_get_sync (replay->mail, folder->id, &token, NULL, error) &&
         loft_backend_fetch (replay->backend, folder->remote_id, token, remote_ids, take_raw, raw,
                             replay->cancellable, error);
}

/* It may have been moved on meanwhile. */
static void
take_place (LoftTransfer *self, LoftTransferItem *item, const LoftMessageState *state,
            LoftFolder *folder)
{
  item->remote_id = g_strdup (state->remote_id);
  item->new_id = item->remote_id;
  loft_folder_unref (self->target);
  self->target = loft_folder_ref (folder);
}

static gboolean
compare (LoftTransfer *self, LoftTransferItem *item, gint64 id, GBytes *own, GError **error)
{
  LoftReplay *replay = self->replay;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (replay->mail, id, NULL);
  g_autoptr (LoftFolder) folder =
    state != NULL && state->remote_id != NULL
      ? loft_folder_store_get (replay->mail, state->server_folder_id, NULL)
      : NULL;
  g_autoptr (GBytes) raw = NULL;

  if (folder == NULL || folder->remote_id == NULL)
    return TRUE;
  if (!get_content (replay, state, folder, &raw, error))
    return FALSE;
  if (raw != NULL && loft_twins_are_same (raw, own))
    take_place (self, item, state, folder);
  return TRUE;
}

gboolean
loft_transfer_find_brought (LoftTransfer *self, LoftTransferItem *item, guint n_before,
                            GError **error)
{
  LoftReplay *replay = self->replay;
  g_autoptr (LoftMessage) message = loft_mail_store_get (replay->mail, item->message_id, error);
  g_autoptr (GBytes) own = NULL;
  g_autoptr (GArray) ids = NULL;

  if (message == NULL)
    return FALSE;
  own = loft_account_store_get_content (replay->store, item->message_id, error);
  if (own == NULL)
    return FALSE;
  ids = loft_twins_list (replay->mail, own, message->received, self->target->id, error);
  if (ids == NULL)
    return FALSE;
  if (ids->len <= n_before)
    return TRUE;
  for (guint i = 0; item->new_id == NULL && i < MIN (ids->len, MOST_COMPARED); i++)
    if (!compare (self, item, g_array_index (ids, gint64, i), own, error))
      return FALSE;
  return TRUE;
}
