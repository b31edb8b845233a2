/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-folder-store.h"

/* What can be said before the folder's turn; the listing itself decides. */
static gboolean
may_bring_content (LoftAccountSync *self, LoftFolder *folder)
{
  return (folder->kinds & LOFT_FOLDER_KIND_MAIL) != 0 && self->content_seconds > 0 &&
         loft_account_sync_window_start (self, folder) != G_MAXINT64 &&
         !loft_account_sync_wants_short_steps (self) &&
         !loft_account_sync_wants_headers_only (self);
}

void
loft_account_sync_look_ahead (LoftAccountSync *self, GPtrArray *folders, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) tokens = NULL;
  g_autofree LoftFolderQuestion *questions = NULL;

  if (!loft_backend_can_look_ahead (self->backend))
    return;
  tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  questions = g_new0 (LoftFolderQuestion, folders->len);
  for (guint i = 0; i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);
      GBytes *token = NULL;

      questions[i].folder_id = folder->remote_id;
      questions[i].with_content = may_bring_content (self, folder);
      if (!loft_folder_store_get_sync (self->store->mail, folder->id, &token, NULL, NULL) ||
          token == NULL)
        continue;
      questions[i].token = token;
      g_ptr_array_add (tokens, token);
    }
  loft_backend_look_ahead (self->backend, questions, folders->len, cancellable);
}

void
loft_account_sync_forget_ahead (LoftAccountSync *self)
{
  loft_backend_look_ahead (self->backend, NULL, 0, NULL);
}
