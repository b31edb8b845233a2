/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-folder-look.h"
#include "loft-local-account.h"
#include "loft-settings.h"
#include "loft-sidebar-unified.h"

#include <glib/gi18n.h>
#include <string.h>

#define UNIFIED_KEY "/unified/" /* no account is called "" */

/* "ACCOUNT/PATH", as the settings keep it. */
static char *
folder_key (LoftMailAccount *account, LoftMailFolder *folder)
{
  return g_strconcat (loft_mail_account_get_account (account)->id, "/",
                      loft_mail_folder_get (folder)->path, NULL);
}

void
loft_mail_pane_remember_folder (LoftMailPane *self)
{
  g_autofree char *last = NULL;

  if (self->folder != NULL)
    last = folder_key (self->account, self->folder);
  else if (self->unified > 0)
    last = g_strdup_printf (UNIFIED_KEY "%d", self->unified);
  else
    last = g_strdup ("");

  loft_settings_set_string (LOFT_SETTING_LAST_FOLDER, last);
}

/* Folders and lists */

void
loft_mail_pane_update_title (LoftMailPane *self)
{
  LoftFolder *folder = self->folder == NULL ? NULL : loft_mail_folder_get (self->folder);
  g_autofree char *subtitle = NULL;

  loft_message_list_view_set_never_synced (
    self->list, folder != NULL ? folder->synced_at == 0 && !loft_mail_pane_is_local (self->account)
                               : loft_mail_pane_unified_is_waiting (self));
  if (self->searching)
    {
      loft_mail_pane_show_search_title (self);
      return;
    }

  if (self->unified >= 0)
    {
      adw_window_title_set_title (self->list_title,
                                  loft_sidebar_unified_name ((LoftUnifiedKind) self->unified));
      adw_window_title_set_subtitle (self->list_title, _ ("All Accounts"));
      return;
    }
  adw_window_title_set_title (self->list_title,
                              folder == NULL ? "" : loft_folder_look_name (folder));
  if (folder != NULL && folder->unread > 0)
    subtitle =
      g_strdup_printf (ngettext ("%'u unread", "%'u unread", folder->unread), folder->unread);
  else if (folder != NULL && folder->total > 0)
    subtitle =
      g_strdup_printf (ngettext ("%'u message", "%'u messages", folder->total), folder->total);
  adw_window_title_set_subtitle (self->list_title, subtitle != NULL ? subtitle : "");
}

static LoftListKind
kind_of (LoftFolder *folder)
{
  switch (folder->role)
    {
    case LOFT_FOLDER_ROLE_INBOX:
      return LOFT_LIST_INBOX;
    case LOFT_FOLDER_ROLE_SENT:
    case LOFT_FOLDER_ROLE_DRAFTS:
    case LOFT_FOLDER_ROLE_OUTBOX:
      return LOFT_LIST_SENT;
    default:
      return LOFT_LIST_PLAIN;
    }
}

static LoftListKind
kind_of_unified (LoftUnifiedKind unified)
{
  switch (unified)
    {
    case LOFT_UNIFIED_INBOX:
      return LOFT_LIST_INBOX;
    case LOFT_UNIFIED_DRAFTS:
    case LOFT_UNIFIED_SENT:
      return LOFT_LIST_SENT;
    case LOFT_UNIFIED_FLAGGED:
    default:
      return LOFT_LIST_PLAIN;
    }
}

void
loft_mail_pane_show_folder_list (LoftMailPane *self)
{
  self->searching = FALSE;
  loft_mail_pane_update_title (self);
  loft_mail_pane_update_age (self);
  if (self->folder_list != NULL)
    loft_message_list_view_set_list (self->list, self->folder_list,
                                     self->folder != NULL
                                       ? kind_of (loft_mail_folder_get (self->folder))
                                       : kind_of_unified ((LoftUnifiedKind) self->unified));
  else
    loft_message_list_view_set_list (self->list, NULL, LOFT_LIST_PLAIN);
}

void
loft_mail_pane_forget_folder (LoftMailPane *self)
{
  if (self->folder != NULL)
    g_clear_signal_handler (&self->folder_handler, self->folder);
  g_clear_object (&self->folder);
  g_clear_object (&self->account);
  g_clear_object (&self->folder_list);
  self->unified = -1;
  loft_mail_pane_follow_unified (self);
}

void
loft_mail_pane_on_folder_selected (LoftMailPane *self, LoftMailAccount *account,
                                   LoftMailFolder *folder)
{
  if (self->marking)
    return;
  if (self->folder == folder && self->unified < 0)
    {
      gtk_search_bar_set_search_mode (self->search_bar, FALSE);
      return;
    }
  loft_mail_pane_forget_folder (self);
  if (folder != NULL)
    {
      self->folder = g_object_ref (folder);
      self->account = g_object_ref (account);
      self->folder_list = loft_message_list_new (account, loft_mail_folder_get (folder)->id);
      loft_mail_pane_clear_filter (self);
      loft_mail_pane_arrange (self, self->folder_list);
      self->folder_handler =
        g_signal_connect_swapped (folder, "notify::folder",
                                  G_CALLBACK (loft_mail_pane_update_title), self);
    }
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  loft_mail_pane_show_folder_list (self);
  loft_mail_pane_update_actions (self);
}

void
loft_mail_pane_on_unified_selected (LoftMailPane *self, int unified)
{
  if (self->marking)
    return;
  if (self->unified == unified)
    {
      gtk_search_bar_set_search_mode (self->search_bar, FALSE);
      return;
    }
  loft_mail_pane_forget_folder (self);
  self->unified = unified;
  loft_mail_pane_follow_unified (self);
  self->folder_list = loft_message_list_new_unified (self->service, (LoftUnifiedKind) unified);
  loft_mail_pane_clear_filter (self);
  loft_mail_pane_arrange (self, self->folder_list);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  loft_mail_pane_show_folder_list (self);
  loft_mail_pane_update_actions (self);
}

void
loft_mail_pane_on_folder_activated (LoftMailPane *self, LoftMailAccount *account,
                                    LoftMailFolder *folder)
{
  /* Who clicks the folder that is marked wants to see it. */
  if (self->searching && folder != NULL && folder == self->folder)
    gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  if (loft_columns_get_mode (self->columns) != LOFT_COLUMNS_WIDE)
    loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
}

/* What was open when the window was closed. */
static gboolean
choose_last_folder (LoftMailPane *self)
{
  g_autofree char *last = loft_settings_get_string (LOFT_SETTING_LAST_FOLDER);
  GListModel *accounts = loft_service_get_accounts (self->service);

  if (g_str_has_prefix (last, UNIFIED_KEY))
    return loft_folder_sidebar_select_unified (self->sidebar,
                                               (LoftUnifiedKind) g_ascii_digit_value (
                                                 last[strlen (UNIFIED_KEY)]));
  for (guint i = 0; last[0] != '\0' && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);
      GListModel *folders = loft_mail_account_get_folders (account);

      for (guint k = 0; k < g_list_model_get_n_items (folders); k++)
        {
          g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, k);
          g_autofree char *key = folder_key (account, folder);

          if (g_str_equal (key, last))
            return loft_folder_sidebar_select (self->sidebar, account,
                                               loft_mail_folder_get (folder)->id);
        }
    }
  return FALSE;
}

/* Before there is an account, and nobody began without one, the window shows something else. */
static gboolean
is_shown (LoftMailPane *self)
{
  return loft_local_account_count_used (loft_service_get_accounts (self->service)) > 0 ||
         loft_settings_get_boolean (LOFT_SETTING_WITHOUT_ACCOUNT, FALSE);
}

/* There is something to look at as soon as there is an account: its inbox. */
static void
choose_folder (LoftMailPane *self)
{
  if (self->service == NULL || loft_folder_sidebar_has_selection (self->sidebar) ||
      !is_shown (self))
    return;
  if (!choose_last_folder (self))
    loft_folder_sidebar_select_nth (self->sidebar, 1);
}

static gboolean
choose_folder_later (gpointer data)
{
  choose_folder (data);
  return G_SOURCE_REMOVE;
}

static void
on_folders_changed (LoftMailPane *self)
{
  loft_mail_pane_follow_unified (self);
  /* After the sidebar's own turn. */
  g_idle_add_full (G_PRIORITY_LOW, choose_folder_later, g_object_ref (self), g_object_unref);
}

static void
on_accounts_changed (LoftMailPane *self, guint position, guint removed, guint added)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < added; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, position + i);

      g_signal_connect_object (loft_mail_account_get_folders (account), "items-changed",
                               G_CALLBACK (on_folders_changed), self, G_CONNECT_SWAPPED);
    }
  on_folders_changed (self);
}

void
loft_mail_pane_follow_accounts (LoftMailPane *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts));
  choose_folder (self);
}
