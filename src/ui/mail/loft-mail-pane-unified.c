/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-sidebar-unified.h"

static void
unfollow (gpointer folder, gpointer self)
{
  g_signal_handlers_disconnect_by_func (folder, loft_mail_pane_update_title, self);
}

/* Flagged messages are where the inbox is. */
static LoftFolderRole
role_of (LoftMailPane *self)
{
  LoftFolderRole role = loft_sidebar_unified_role ((LoftUnifiedKind) self->unified);

  return role != LOFT_FOLDER_ROLE_NONE ? role : LOFT_FOLDER_ROLE_INBOX;
}

gboolean
loft_mail_pane_is_local (LoftMailAccount *account)
{
  return g_str_equal (loft_mail_account_get_account (account)->kind, "local");
}

static void
follow_account (LoftMailPane *self, LoftMailAccount *account)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      /* What is on no server is not waited for. */
      if (loft_mail_folder_get (folder)->role != role_of (self) || loft_mail_pane_is_local (account))
        continue;
      g_signal_connect_object (folder, "notify::folder", G_CALLBACK (loft_mail_pane_update_title),
                               self, G_CONNECT_SWAPPED);
      g_ptr_array_add (self->unified_folders, g_object_ref (folder));
    }
}

void
loft_mail_pane_follow_unified (LoftMailPane *self)
{
  GListModel *accounts = self->service == NULL ? NULL : loft_service_get_accounts (self->service);

  if (self->unified_folders != NULL)
    g_ptr_array_foreach (self->unified_folders, unfollow, self);
  g_clear_pointer (&self->unified_folders, g_ptr_array_unref);
  if (self->unified < 0 || accounts == NULL)
    return;
  self->unified_folders = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      follow_account (self, account);
    }
}

gboolean
loft_mail_pane_unified_is_waiting (LoftMailPane *self)
{
  for (guint i = 0; self->unified_folders != NULL && i < self->unified_folders->len; i++)
    {
      LoftMailFolder *folder = g_ptr_array_index (self->unified_folders, i);

      if (loft_mail_folder_get (folder)->synced_at == 0)
        return TRUE;
    }
  return FALSE;
}
