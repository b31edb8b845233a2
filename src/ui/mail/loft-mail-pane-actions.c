/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-account-dialogs.h"
#include "loft-account-editor.h"
#include "loft-account-window.h"
#include "loft-compose.h"
#include "loft-forwarding.h"
#include "loft-outbox-window.h"
#include "loft-template-chooser.h"
#include "loft-message-actions.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

#define MAX_FORWARDED 100 /* fewer are taken, and it is said */

static void
on_toggle_read (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  /* Who marks it unread while it is on screen means it. */
  g_clear_handle_id (&self->seen_source, g_source_remove);
  loft_mail_pane_toggle_flag (self, LOFT_FLAG_SEEN);
}

static void
on_toggle_flag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_toggle_flag (data, LOFT_FLAG_FLAGGED);
}

static void
on_mark_read (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_change_flags (data, LOFT_FLAG_SEEN, LOFT_FLAG_NONE);
}

static void
on_mark_unread (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  g_clear_handle_id (&self->seen_source, g_source_remove);
  loft_mail_pane_change_flags (self, LOFT_FLAG_NONE, LOFT_FLAG_SEEN);
}

static void
on_flag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_change_flags (data, LOFT_FLAG_FLAGGED, LOFT_FLAG_NONE);
}

static void
on_unflag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_change_flags (data, LOFT_FLAG_NONE, LOFT_FLAG_FLAGGED);
}

/* From the account whose folder is open. */
static void
on_compose (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_compose_new (LOFT_MAIL_PANE (data)->account);
}

/* Elsewhere */

static void
on_archive (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_move_to_role (data, LOFT_FOLDER_ROLE_ARCHIVE);
}

static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_delete (data);
}

static void
on_delete_for_ever (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_delete_for_ever (data);
}

static void
on_junk (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_move_to_role (data, LOFT_FOLDER_ROLE_JUNK);
}

static void
on_not_junk (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_move_to_role (data, LOFT_FOLDER_ROLE_INBOX);
}

static void
on_toggle_junk (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (loft_mail_pane_is_role (data, LOFT_FOLDER_ROLE_JUNK))
    on_not_junk (action, parameter, data);
  else
    on_junk (action, parameter, data);
}

static void
on_move (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_choose_folder (data, FALSE);
}

static void
on_copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_choose_folder (data, TRUE);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_undo (data);
}

static void
on_outbox (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  loft_outbox_window_present (GTK_WINDOW (window), self->service);
}

static void
on_templates (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  loft_template_chooser_present (GTK_WINDOW (window), self->service);
}

static void
on_forward_selection (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (self->list, MAX_FORWARDED);
  LoftMessageList *list = loft_message_list_view_get_list (self->list);

  if (list != NULL)
    loft_forwarding_start (GTK_WIDGET (self->columns), list, (const gint64 *) (gpointer) keys->data,
                           keys->len);
}

/* Going about */

static void
on_search (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_columns_get_mode (self->columns) == LOFT_COLUMNS_NARROW)
    loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* One key for both: where one reads it finds in what one reads. */
static void
on_find_here (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_message_view_get_body (self->message) != NULL && has_focus (GTK_WIDGET (self->message)))
    loft_message_view_start_find (self->message);
  else
    on_search (action, parameter, data);
}

static void
on_sidebar (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  gboolean open = loft_columns_get_mode (self->columns) == LOFT_COLUMNS_MEDIUM &&
                  loft_columns_get_sidebar_open (self->columns);

  loft_columns_show (self->columns, open ? LOFT_COLUMN_MIDDLE : LOFT_COLUMN_SIDEBAR);
  if (!open)
    loft_folder_sidebar_focus_list (self->sidebar);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_columns_is_shown (self->columns, LOFT_COLUMN_MAIN) &&
      loft_message_view_go_back (self->message))
    return;
  if (!loft_columns_go_back (self->columns))
    return;
  if (loft_columns_get_column (self->columns) == LOFT_COLUMN_MIDDLE)
    loft_message_list_view_focus_list (self->list);
  else
    loft_folder_sidebar_focus_list (self->sidebar);
}

static void
on_next_column (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  GtkWidget *columns[] = { GTK_WIDGET (self->sidebar), GTK_WIDGET (self->list),
                           GTK_WIDGET (self->message) };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  guint at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (focus != NULL && gtk_widget_is_ancestor (focus, columns[i]))
        at = i + 1;
    }
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      guint next = (at + i) % G_N_ELEMENTS (columns);

      if (loft_columns_is_shown (self->columns, next) &&
          gtk_widget_child_focus (columns[next], GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (!loft_columns_is_shown (self->columns, LOFT_COLUMN_SIDEBAR))
    loft_columns_show (self->columns, LOFT_COLUMN_SIDEBAR);
  gtk_menu_button_popup (self->menu_button);
}

static void
on_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_folder_sidebar_select_nth (self->sidebar, g_variant_get_int32 (parameter)))
    loft_mail_pane_on_folder_activated (self, NULL, NULL);
}

static void
on_next (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_list_view_move (LOFT_MAIL_PANE (data)->list, 1);
}

static void
on_previous (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_list_view_move (LOFT_MAIL_PANE (data)->list, -1);
}

static void
on_next_unread (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (!loft_message_list_view_move_to_unread (self->list))
    loft_mail_pane_tell (self, _ ("No more unread messages here"));
}

static void
on_compact_list (GSimpleAction *action, GVariant *state, gpointer data)
{
  gboolean compact = g_variant_get_boolean (state);

  g_simple_action_set_state (action, state);
  loft_settings_set_string (LOFT_SETTING_DENSITY, compact ? "compact" : "comfortable");
  loft_message_list_view_set_compact (LOFT_MAIL_PANE (data)->list, compact);
}

static void
on_open_window (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_open_windows (data);
}

static void
on_end_selection (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_mail_pane_end_selection (data);
}

/* Accounts */

static void
on_sync (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
    }
}

static void
on_add_account (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  if (self->account_window == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->account_window)))
    self->account_window =
      GTK_WINDOW (loft_account_window_new (GTK_WINDOW (window), self->service));
  gtk_window_present (self->account_window);
}

LoftMailAccount *
loft_mail_pane_find_account (LoftMailPane *self, const char *id)
{
  LoftMailAccount *account = loft_service_find_account_by_id (self->service, id);

  return account != NULL ? g_object_ref (account) : NULL;
}

static LoftMailAccount *
account_by_id (LoftMailPane *self, GVariant *parameter)
{
  return loft_mail_pane_find_account (self, g_variant_get_string (parameter, NULL));
}

static void
on_sync_account (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (LoftMailAccount) account = account_by_id (data, parameter);

  if (account != NULL)
    loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
}

static void
on_change_password (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (LoftMailAccount) account = account_by_id (self, parameter);

  if (account != NULL && loft_mail_account_get_account (account)->oauth.client_id[0] != '\0')
    loft_account_dialogs_sign_in_again (GTK_WIDGET (self->columns), self->service, account);
  else if (account != NULL)
    loft_account_dialogs_ask_password (GTK_WIDGET (self->columns), self->service, account);
}

static void
on_account_settings (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (LoftMailAccount) account = account_by_id (self, parameter);

  if (account != NULL)
    loft_account_editor_present (GTK_WIDGET (self->columns), self->service, account);
}

static void
on_remove_account (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (LoftMailAccount) account = account_by_id (self, parameter);

  if (account != NULL)
    loft_account_dialogs_confirm_removal (GTK_WIDGET (self->columns), self->service, account);
}

/* Offline */

static void
on_offline (GSimpleAction *action, GVariant *state, gpointer data)
{
  loft_service_set_forced_offline (LOFT_MAIL_PANE (data)->service, g_variant_get_boolean (state));
}

void
loft_mail_pane_update_offline (LoftMailPane *self)
{
  gboolean forced = loft_service_get_forced_offline (self->service);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "offline");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (forced));
  loft_banner_set (self->offline_banner, forced ? _ ("Working offline") : NULL, _ ("Go Online"));
  if (!forced && loft_service_get_online (self->service))
    loft_message_view_retry (self->message);
}

static const GActionEntry entries[] = {
  { "compose", on_compose },
  { "outbox", on_outbox },
  { "templates", on_templates },
  { "forward-selection", on_forward_selection },
  { "sync", on_sync },
  { "search", on_search },
  { "find-here", on_find_here },
  { "sidebar", on_sidebar },
  { "back", on_back },
  { "next-column", on_next_column },
  { "menu", on_menu },
  { "offline", NULL, NULL, "false", on_offline },
  { "compact-list", NULL, NULL, "false", on_compact_list },
  { "folder", on_folder, "i" },
  { "next", on_next },
  { "previous", on_previous },
  { "next-unread", on_next_unread },
  { "open-window", on_open_window },
  { "end-selection", on_end_selection },
  { "toggle-read", on_toggle_read },
  { "toggle-flag", on_toggle_flag },
  { "mark-read", on_mark_read },
  { "mark-unread", on_mark_unread },
  { "flag", on_flag },
  { "unflag", on_unflag },
  { "archive", on_archive },
  { "delete", on_delete },
  { "delete-for-ever", on_delete_for_ever },
  { "junk", on_junk },
  { "not-junk", on_not_junk },
  { "toggle-junk", on_toggle_junk },
  { "move", on_move },
  { "copy", on_copy },
  { "undo", on_undo },
  { "add-account", on_add_account },
  { "sync-account", on_sync_account, "s" },
  { "account-settings", on_account_settings, "s" },
  { "change-password", on_change_password, "s" },
  { "remove-account", on_remove_account, "s" },
};

static void
enable (LoftMailPane *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
show_toggle (GtkButton *button, const char *icon, const char *tooltip)
{
  gtk_button_set_icon_name (button, icon);
  loft_accessibility_set_button_name (GTK_WIDGET (button), tooltip);
}

void
loft_mail_pane_update_actions (LoftMailPane *self)
{
  gboolean any = loft_message_list_view_get_n_selected (self->list) > 0;
  gboolean body = loft_message_view_get_body (self->message) != NULL;
  gboolean unread = any && loft_mail_pane_lacks (self, LOFT_FLAG_SEEN);
  gboolean unflagged = any && loft_mail_pane_lacks (self, LOFT_FLAG_FLAGGED);

  enable (self, "open-window", any);
  enable (self, "toggle-read", any);
  enable (self, "toggle-flag", any);
  enable (self, "mark-read", unread);
  enable (self, "mark-unread", any && !unread);
  enable (self, "flag", unflagged);
  enable (self, "unflag", any && !unflagged);
  enable (self, "archive", any && !loft_mail_pane_is_role (self, LOFT_FOLDER_ROLE_ARCHIVE));
  enable (self, "delete", any);
  enable (self, "delete-for-ever", any);
  enable (self, "junk", any && !loft_mail_pane_is_role (self, LOFT_FOLDER_ROLE_JUNK));
  enable (self, "not-junk", any && loft_mail_pane_is_role (self, LOFT_FOLDER_ROLE_JUNK));
  enable (self, "toggle-junk", any);
  enable (self, "move", any);
  enable (self, "copy", any);
  enable (self, "undo", self->undo->len > 0);
  loft_mail_pane_update_categories (self);
  loft_mail_pane_update_follow_ups (self);
  loft_message_actions_update (G_ACTION_MAP (self->actions), self->message);
  loft_mail_pane_update_link_actions (self);

  show_toggle (self->read_button, unread ? "mail-read-symbolic" : "mail-unread-symbolic",
               unread ? _ ("Mark as Read") : _ ("Mark as Unread"));
  show_toggle (self->flag_button,
               any && !unflagged ? "loft-flag-symbolic" : "loft-flag-outline-symbolic",
               any && !unflagged ? _ ("Remove Flag") : _ ("Flag"));
  loft_mail_pane_update_selection_bar (self);
  gtk_widget_set_visible (self->archive_button, any);
  gtk_widget_set_visible (self->delete_button, any);
  gtk_widget_set_visible (self->move_button, any);
  gtk_widget_set_visible (GTK_WIDGET (self->read_button), any);
  gtk_widget_set_visible (GTK_WIDGET (self->flag_button), any);
  gtk_widget_set_visible (self->message_menu_button, body);
}

void
loft_mail_pane_add_actions (LoftMailPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}
