/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-private.h"
#include "loft-eas-mail-item.h"
#include "loft-error.h"

#define WINDOW 100 /* messages in one answer */

typedef struct {
  LoftEasMapping how;
  LoftRemoteIds *known;
  const LoftContentWish *wish; /* (nullable) */
  LoftChangeFunc func;
  gpointer user_data;
  LoftChangeBatch *batch; /* (owned) (nullable) of the answer that comes in */
  guint64 done;
} Listing;

/* ---- what comes --------------------------------------------------------------------------- */

static void
take_message (Listing *listing, const char *id, const LoftWbxmlElement *data, gboolean whole)
{
  gboolean is_known = loft_remote_ids_contains (listing->known, id);
  LoftRemoteItem *item = is_known ? loft_eas_mail_item_changed (id, data, whole, &listing->how)
                                  : loft_eas_mail_item_new (id, data, listing->wish, &listing->how);

  if (item == NULL)
    return;
  g_ptr_array_add (listing->batch->items, item);
  listing->done += item->is_new;
}

/* A message that is known and told as new is known all the same: its flags are all told. */
static void
take (const char *id, const LoftWbxmlElement *data, gboolean is_add, gpointer user_data)
{
  if (data != NULL)
    take_message (user_data, id, data, is_add);
  else
    loft_change_batch_remove (((Listing *) user_data)->batch, id);
}

/* ---- telling ------------------------------------------------------------------------------ */

static void
begin (gpointer user_data)
{
  Listing *listing = user_data;

  g_clear_pointer (&listing->batch, loft_change_batch_free);
  listing->batch = loft_change_batch_new ();
}

static gboolean
tell (GBytes *token, LoftRemoteIds *present, guint64 total, gpointer user_data, GError **error)
{
  Listing *listing = user_data;
  LoftChangeBatch *batch = listing->batch;

  batch->done = listing->done;
  batch->total = MAX (total, listing->done);
  batch->token_after = token != NULL ? g_bytes_ref (token) : NULL;
  batch->present = present;
  return listing->func (batch, listing->user_data, error);
}

gboolean
loft_eas_backend_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                          LoftRemoteIds *known, const LoftContentWish *wish, LoftChangeFunc func,
                          gpointer user_data, GCancellable *cancellable, GError **error)
{
  /* What may be here of each message is known by its header only. */
  const LoftContentWish *content =
    loft_eas_backend_is_limited (LOFT_EAS_BACKEND (backend)) ? NULL : wish;
  const LoftEasListing how = {
    WINDOW, 4, content != NULL ? LOFT_EAS_CONTENT_SIZE : LOFT_EAS_HEADER_SIZE, begin, take, tell,
  };
  Listing listing = { loft_eas_backend_get_mail_mapping (LOFT_EAS_BACKEND (backend)), known,
                      content, func, user_data };
  gboolean has_drafts;
  gboolean done;

  if (!loft_eas_backend_find_drafts (LOFT_EAS_BACKEND (backend), folder_id, &has_drafts,
                                     cancellable, error))
    return FALSE;
  if (has_drafts)
    return loft_eas_backend_list_drafts (LOFT_EAS_BACKEND (backend), folder_id, token, known, func,
                                         user_data, cancellable, error);
  done = loft_eas_backend_list_changes (LOFT_EAS_BACKEND (backend), folder_id, token,
                                        loft_remote_ids_count (known) > 0, &how, &listing,
                                        cancellable, error);
  g_clear_pointer (&listing.batch, loft_change_batch_free);
  return done;
}

/* ---- places in a folder ------------------------------------------------------------------- */

/* A key is a place: what came since is what the server tells for it. A folder that was never listed has
 * none, and gets one. */
gboolean
loft_eas_backend_get_position (LoftBackend *backend, const char *folder_id, GBytes *token,
                               GBytes **position, GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autofree char *key = loft_eas_backend_dup_key (self, folder_id, token);

  *position = loft_eas_backend_new_token (key);
  return TRUE;
}

static gboolean
collect (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  GPtrArray *items = user_data;

  for (guint i = batch->items->len; i > 0; i--)
    g_ptr_array_add (items, g_ptr_array_steal_index (batch->items, i - 1));
  return TRUE;
}

GPtrArray *
loft_eas_backend_list_since (LoftBackend *backend, const char *folder_id, GBytes *position,
                             GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftRemoteIds) nothing = loft_remote_ids_new ();
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_item_free);

  if (!loft_eas_backend_changes (backend, folder_id, position, nothing, NULL, collect, items,
                                 cancellable, error))
    return NULL;
  return g_steal_pointer (&items);
}
