/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "loft-sidebar-unified.h"

/* Where a notification leads, and whether one is needed. */

typedef struct {
  LoftMailPane *self; /* (borrowed) gone with the list's handler */
  LoftMailAccount *account; /* (owned) */
  gint64 message_id;
} Wanted;

static void
wanted_free (gpointer data, GClosure *closure)
{
  Wanted *wanted = data;

  g_object_unref (wanted->account);
  g_free (wanted);
}

static gboolean
show_message (Wanted *wanted, LoftMessageList *list)
{
  guint position = 0;

  if (list != wanted->self->folder_list ||
      !loft_message_list_find_message (list, wanted->account, wanted->message_id, &position))
    return FALSE;
  loft_message_list_view_show_key (wanted->self->list, loft_message_list_get_key (list, position));
  return TRUE;
}

static void
on_list_changed (LoftMessageList *list, guint position, guint removed, guint added, gpointer data)
{
  if (added > 0 && show_message (data, list))
    g_signal_handlers_disconnect_by_func (list, on_list_changed, data);
}

void
loft_mail_pane_show_mail (LoftMailPane *self, const char *account_id, gint64 folder_id,
                          gint64 message_id)
{
  g_autoptr (LoftMailAccount) account = loft_mail_pane_find_account (self, account_id);
  Wanted *wanted;

  if (account == NULL || !loft_folder_sidebar_select (self->sidebar, account, folder_id) ||
      message_id == 0 || self->folder_list == NULL)
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->self = self;
  wanted->account = g_steal_pointer (&account);
  wanted->message_id = message_id;
  if (show_message (wanted, self->folder_list))
    wanted_free (wanted, NULL);
  else
    g_signal_connect_data (self->folder_list, "items-changed", G_CALLBACK (on_list_changed), wanted,
                           wanted_free, 0);
}

/* The open folder, or one of those behind a folder of all accounts. */
gboolean
loft_mail_pane_has_folder (LoftMailPane *self, LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  if (self->searching)
    return FALSE;
  if (self->folder != NULL)
    return self->account == account && loft_mail_folder_get (self->folder)->id == folder_id;
  for (guint i = 0; self->unified >= 0 && i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        return loft_mail_folder_get (folder)->role ==
               loft_sidebar_unified_role ((LoftUnifiedKind) self->unified);
    }
  return FALSE;
}
