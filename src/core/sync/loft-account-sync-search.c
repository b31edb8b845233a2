/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-error.h"
#include "loft-folder-store.h"

/* The server's search for what is not here: what it finds becomes messages of the store. */

#define MAX_FOUND_IN_FOLDER 1000

/* Messages that came meanwhile are not known yet; the next sync brings them and the index finds
 * them. */
static gboolean
add_known (LoftAccountSync *self, gint64 folder_id, GPtrArray *remote_ids, GArray *found,
           GError **error)
{
  for (guint i = 0; i < remote_ids->len; i++)
    {
      GError *failure = NULL;
      g_autoptr (LoftMessageState) state =
        loft_mail_store_find_remote (self->store->mail, folder_id,
                                     g_ptr_array_index (remote_ids, i), &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      if (state != NULL)
        g_array_append_val (found, state->id);
    }
  return TRUE;
}

GArray *
loft_account_sync_search (LoftAccountSync *self, gint64 folder_id, const LoftSearchQuery *query,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (self->store->mail, folder_id, error);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) token = NULL;
  g_autoptr (GPtrArray) remote_ids = NULL;

  if (folder == NULL)
    return NULL;
  if (folder->remote_id == NULL || !folder->selectable)
    return g_steal_pointer (&found);
  if (!loft_folder_store_get_sync (self->store->mail, folder_id, &token, NULL, error))
    return NULL;
  remote_ids = loft_backend_search (self->backend, folder->remote_id, token, query,
                                    MAX_FOUND_IN_FOLDER, cancellable, error);
  if (remote_ids == NULL || !add_known (self, folder_id, remote_ids, found, error))
    return NULL;
  return g_steal_pointer (&found);
}
