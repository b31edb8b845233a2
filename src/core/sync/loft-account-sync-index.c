/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

/* Headers of messages whose body is not here, so that they are found too. */

#define INDEX_STEP 500

static gboolean
index_some (LoftAccountSync *self, GArray *ids, GError **error)
{
  gboolean done = TRUE;

  if (!loft_search_index_begin (self->store->search, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_account_store_index_header (self->store, g_array_index (ids, gint64, i), error);
  if (!done || !loft_search_index_commit (self->store->search, error))
    {
      loft_search_index_rollback (self->store->search);
      return FALSE;
    }
  if (!loft_mail_store_begin (self->store->mail, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_mail_store_set_indexed (self->store->mail, g_array_index (ids, gint64, i), 1, error);
  if (!done || !loft_mail_store_commit (self->store->mail, error))
    {
      loft_mail_store_rollback (self->store->mail);
      return FALSE;
    }
  return TRUE;
}

gboolean
loft_account_sync_index_headers (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      g_autoptr (GArray) ids =
          loft_mail_store_list_not_indexed (self->store->mail, INDEX_STEP, error);

      if (ids == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (ids->len == 0)
        return TRUE;
      if (!index_some (self, ids, error))
        return FALSE;
      loft_account_sync_breathe (self);
    }
}
