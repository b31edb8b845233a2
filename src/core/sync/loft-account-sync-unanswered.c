/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-operation-store.h"
#include "loft-resource-store.h"

#define MOST_TRIES 6 /* then its folder is listed all the same */

/* Its tokens go on with what is written. */
static gboolean
moves_tokens (LoftBackend *backend)
{
  return LOFT_BACKEND_GET_IFACE (backend)->take_token != NULL;
}

static gboolean
is_unanswered (LoftAccountSync *self, const LoftOperationRecord *record)
{
  g_autoptr (LoftResource) resource = NULL;

  if (record->sent == NULL || record->resource_id == 0 || record->tries > MOST_TRIES)
    return FALSE;
  resource = loft_resource_store_get (self->store->mail, record->resource_id, NULL);
  return resource != NULL && resource->remote_id == NULL;
}

gboolean
loft_account_sync_hurry_unanswered (LoftAccountSync *self, GError **error)
{
  LoftMailStore *store = self->store->mail;
  g_autoptr (GPtrArray) records = NULL;

  if (!moves_tokens (self->backend))
    return TRUE;
  records = loft_operation_store_list (store, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (records, i);

      if (record->not_before > 0 && is_unanswered (self, record) &&
          !loft_operation_store_set_try (store, record->id, record->tries, 0, record->error, error))
        return FALSE;
    }
  return records != NULL;
}

gboolean
loft_account_sync_awaits_answer (LoftAccountSync *self, LoftFolder *folder, gboolean *awaits,
                                 GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  *awaits = FALSE;
  if (!moves_tokens (self->backend))
    return TRUE;
  records = loft_operation_store_list_for_folder (self->store->mail, folder->id, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    *awaits |= is_unanswered (self, g_ptr_array_index (records, i));
  return records != NULL;
}
