/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-pane.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-account-dialogs.h"
#include "loft-account-window.h"
#include "loft-banner.h"
#include "loft-columns.h"
#include "loft-error-text.h"
#include "loft-folder-sidebar.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-settings.h"
#include "loft-sidebar-row.h"
#include "loft-source-window.h"
#include "loft-ui.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Long enough that a message passed with the arrow keys stays unread. */
#define SEEN_AFTER_MS    1000
/* One operation names its messages; what is more goes into several. */
#define MAX_AT_ONCE      50000
/* How many selected messages are looked at to decide what a toggle does. */
#define MAX_LOOKED_AT    200
#define UNREAD_SEARCHED  2000
#define SIDEBAR_DEFAULT  248
#define LIST_DEFAULT     372

struct _LoftMailPane {
  GtkWidget parent_instance;

  AdwToastOverlay *toasts;
  LoftColumns *columns;
  AdwHeaderBar *sidebar_header;
  GtkMenuButton *menu_button;
  LoftFolderSidebar *sidebar;
  AdwHeaderBar *list_header;
  AdwWindowTitle *list_title;
  GtkWidget *sidebar_button;
  GtkWidget *list_back_button;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  LoftBanner *offline_banner;
  LoftMessageListView *list;
  AdwHeaderBar *main_header;
  GtkWidget *main_back_button;
  GtkWidget *message_menu_button;
  GtkButton *flag_button;
  GtkButton *read_button;
  LoftMessageView *message;
  GMenuModel *list_menu;

  LoftService *service;
  GSimpleActionGroup *actions;
  LoftMailAccount *account;
  LoftMailFolder *folder;
  LoftMessageList *folder_list;
  gulong folder_handler;
  LoftMessageRow *watched; /* the open row, for its flags */
  gulong watched_handler;
  guint seen_source;
  GtkWindow *account_window; /* (nullable) made when first asked for */
  gboolean searching; /* the list shows what a search found */
};

G_DEFINE_FINAL_TYPE (LoftMailPane, loft_mail_pane, GTK_TYPE_WIDGET)

static void update_actions (LoftMailPane *self);

/* Answers may come when the window is closed already. */
static void
tell (LoftMailPane *self, const char *text)
{
  if (self->toasts == NULL)
    return;
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* Columns */

static void
update_columns (LoftMailPane *self)
{
  LoftColumnsMode mode = loft_columns_get_mode (self->columns);
  gboolean narrow = mode == LOFT_COLUMNS_NARROW;
  gboolean wide = mode == LOFT_COLUMNS_WIDE;

  adw_header_bar_set_show_start_title_buttons (self->list_header, !wide);
  adw_header_bar_set_show_start_title_buttons (self->main_header, narrow);
  adw_header_bar_set_show_end_title_buttons (self->sidebar_header, narrow);
  adw_header_bar_set_show_end_title_buttons (self->list_header, narrow);
  gtk_widget_set_visible (self->sidebar_button, mode == LOFT_COLUMNS_MEDIUM);
  gtk_widget_set_visible (self->list_back_button, narrow);
  gtk_widget_set_visible (self->main_back_button, narrow);
}

/* "ACCOUNT/PATH", as the settings keep it. */
static char *
folder_key (LoftMailAccount *account, LoftMailFolder *folder)
{
  return g_strconcat (loft_mail_account_get_account (account)->id, "/",
                      loft_mail_folder_get (folder)->path, NULL);
}

static void
remember_state (LoftMailPane *self)
{
  gboolean inbox = self->folder == NULL ||
                   loft_mail_folder_get (self->folder)->role == LOFT_FOLDER_ROLE_INBOX;
  g_autofree char *last = inbox ? g_strdup ("") : folder_key (self->account, self->folder);
  int sidebar = 0, middle = 0;

  loft_settings_set_string (LOFT_SETTING_LAST_FOLDER, last);

  g_object_get (self->columns, "sidebar-width", &sidebar, "middle-width", &middle, NULL);
  loft_settings_set_int (LOFT_SETTING_SIDEBAR_WIDTH, sidebar);
  loft_settings_set_int (LOFT_SETTING_LIST_WIDTH, middle);
}

/* Folders and lists */

static void
show_search_title (LoftMailPane *self)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);
  guint n_found = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autofree char *found = g_strdup_printf (ngettext ("%'u found", "%'u found", n_found), n_found);

  adw_window_title_set_title (self->list_title, _ ("Search"));
  adw_window_title_set_subtitle (self->list_title,
                                 loft_message_list_get_loading (list) ? "" : found);
}

static void
update_title (LoftMailPane *self)
{
  LoftFolder *folder = self->folder == NULL ? NULL : loft_mail_folder_get (self->folder);
  g_autofree char *subtitle = NULL;

  if (self->searching)
    {
      show_search_title (self);
      return;
    }

  adw_window_title_set_title (self->list_title,
                              folder == NULL ? "" : loft_sidebar_row_folder_name (folder));
  if (folder != NULL && folder->unread > 0)
    subtitle = g_strdup_printf (ngettext ("%'u unread", "%'u unread", folder->unread),
                                folder->unread);
  else if (folder != NULL && folder->total > 0)
    subtitle = g_strdup_printf (ngettext ("%'u message", "%'u messages", folder->total),
                                folder->total);
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

static void
show_folder_list (LoftMailPane *self)
{
  self->searching = FALSE;
  update_title (self);
  if (self->folder_list != NULL)
    loft_message_list_view_set_list (self->list, self->folder_list,
                                     kind_of (loft_mail_folder_get (self->folder)));
  else
    loft_message_list_view_set_list (self->list, NULL, LOFT_LIST_PLAIN);
}

static void
forget_folder (LoftMailPane *self)
{
  if (self->folder != NULL)
    g_clear_signal_handler (&self->folder_handler, self->folder);
  g_clear_object (&self->folder);
  g_clear_object (&self->account);
  g_clear_object (&self->folder_list);
}

static void
on_folder_selected (LoftMailPane *self, LoftMailAccount *account, LoftMailFolder *folder)
{
  if (self->folder == folder)
    return;
  forget_folder (self);
  if (folder != NULL)
    {
      self->folder = g_object_ref (folder);
      self->account = g_object_ref (account);
      self->folder_list = loft_message_list_new (account, loft_mail_folder_get (folder)->id);
      self->folder_handler = g_signal_connect_swapped (folder, "notify::folder",
                                                       G_CALLBACK (update_title), self);
    }
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  show_folder_list (self);
  update_actions (self);
}

static void
on_folder_activated (LoftMailPane *self, LoftMailAccount *account, LoftMailFolder *folder)
{
  if (loft_columns_get_mode (self->columns) != LOFT_COLUMNS_WIDE)
    loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
}

/* What was open when the window was closed. */
static gboolean
choose_last_folder (LoftMailPane *self)
{
  g_autofree char *last = loft_settings_get_string (LOFT_SETTING_LAST_FOLDER);
  GListModel *accounts = loft_service_get_accounts (self->service);

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

/* There is something to look at as soon as there is an account: its inbox. */
static void
choose_folder (LoftMailPane *self)
{
  if (self->service == NULL || loft_folder_sidebar_get_folder (self->sidebar) != NULL)
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

/* Search */

static void
on_search_changed (LoftMailPane *self)
{
  g_autofree char *query = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));
  g_autoptr (LoftMessageList) list = NULL;

  if (self->account == NULL || query[0] == '\0')
    {
      show_folder_list (self);
      return;
    }
  list = loft_message_list_new_search (self->account, query);
  loft_message_list_view_set_list (self->list, list, LOFT_LIST_SEARCH);
  self->searching = TRUE;
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  update_title (self);
}

static void
on_search_activate (LoftMailPane *self)
{
  loft_message_list_view_focus_list (self->list);
}

static void
on_search_mode (LoftMailPane *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    show_folder_list (self);
}

static void
on_clear_search (LoftMailPane *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

/* Messages */

static void
on_open_row_changed (LoftMailPane *self)
{
  update_actions (self);
}

static void
watch (LoftMailPane *self, LoftMessageRow *row)
{
  if (self->watched != NULL)
    g_clear_signal_handler (&self->watched_handler, self->watched);
  g_set_object (&self->watched, row);
  if (row != NULL)
    self->watched_handler = g_signal_connect_swapped (row, "notify::message",
                                                      G_CALLBACK (on_open_row_changed), self);
}

static void
on_selection_changed (LoftMailPane *self)
{
  g_autoptr (LoftMessageRow) row = loft_message_list_view_get_only (self->list);
  LoftMessageList *list = loft_message_list_view_get_list (self->list);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  watch (self, row);
  if (row != NULL)
    loft_message_view_open (self->message, loft_message_list_get_account (list), row);
  else
    loft_message_view_close (self->message, loft_message_list_view_get_n_selected (self->list));
  update_actions (self);
}

static void
on_message_activated (LoftMailPane *self)
{
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
  loft_message_view_focus_body (self->message);
}

/* Flags */

static void
on_flags_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftMailPane) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (loft_mail_account_change_flags_finish (LOFT_MAIL_ACCOUNT (source), result, &error))
    {
      if (self->toasts != NULL)
        update_actions (self);
      return;
    }
  text = loft_error_text_for_change (error);
  tell (self, text);
}

static LoftMailAccount *
list_account (LoftMailPane *self)
{
  LoftMessageList *list = loft_message_list_view_get_list (self->list);

  return list == NULL ? NULL : loft_message_list_get_account (list);
}

static void
change_flags (LoftMailPane *self, LoftFlags add, LoftFlags remove)
{
  LoftMailAccount *account = list_account (self);
  g_autoptr (GArray) ids = loft_message_list_view_get_selected_ids (self->list, MAX_AT_ONCE);

  if (account == NULL || ids->len == 0)
    return;
  loft_mail_account_change_flags_async (account, (const gint64 *) (gpointer) ids->data, ids->len,
                                        add, remove, NULL, NULL, NULL, on_flags_changed,
                                        g_object_ref (self));
}

static gboolean
mark_seen (gpointer data)
{
  LoftMailPane *self = data;
  LoftMessageRow *row = loft_message_view_get_row (self->message);
  LoftMessage *message = row == NULL ? NULL : loft_message_row_get_message (row);

  self->seen_source = 0;
  if (message != NULL && (message->flags & LOFT_FLAG_SEEN) == 0 &&
      loft_columns_is_shown (self->columns, LOFT_COLUMN_MAIN))
    change_flags (self, LOFT_FLAG_SEEN, LOFT_FLAG_NONE);
  return G_SOURCE_REMOVE;
}

static void
on_message_shown (LoftMailPane *self, LoftMessageRow *row)
{
  LoftMessage *message = loft_message_row_get_message (row);

  if (self->seen_source == 0 && message != NULL && (message->flags & LOFT_FLAG_SEEN) == 0)
    self->seen_source = g_timeout_add (SEEN_AFTER_MS, mark_seen, self);
}

static void
on_toggle_read (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  /* Who marks it unread while it is on screen means it. */
  g_clear_handle_id (&self->seen_source, g_source_remove);
  if (loft_message_list_view_selection_lacks (self->list, LOFT_FLAG_SEEN, MAX_LOOKED_AT))
    change_flags (self, LOFT_FLAG_SEEN, LOFT_FLAG_NONE);
  else
    change_flags (self, LOFT_FLAG_NONE, LOFT_FLAG_SEEN);
}

static void
on_toggle_flag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_message_list_view_selection_lacks (self->list, LOFT_FLAG_FLAGGED, MAX_LOOKED_AT))
    change_flags (self, LOFT_FLAG_FLAGGED, LOFT_FLAG_NONE);
  else
    change_flags (self, LOFT_FLAG_NONE, LOFT_FLAG_FLAGGED);
}

static void
on_mark_read (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_flags (data, LOFT_FLAG_SEEN, LOFT_FLAG_NONE);
}

static void
on_mark_unread (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  g_clear_handle_id (&self->seen_source, g_source_remove);
  change_flags (self, LOFT_FLAG_NONE, LOFT_FLAG_SEEN);
}

static void
on_flag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_flags (data, LOFT_FLAG_FLAGGED, LOFT_FLAG_NONE);
}

static void
on_unflag (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  change_flags (data, LOFT_FLAG_NONE, LOFT_FLAG_FLAGGED);
}

/* Actions */

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
on_search (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_columns_get_mode (self->columns) == LOFT_COLUMNS_NARROW)
    loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
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
on_find (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_start_find (LOFT_MAIL_PANE (data)->message);
}

static void
on_plain_text (GSimpleAction *action, GVariant *state, gpointer data)
{
  loft_message_view_set_plain_text (LOFT_MAIL_PANE (data)->message, g_variant_get_boolean (state));
}

static void
on_view_source (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  LoftMessageBody *body = loft_message_view_get_body (self->message);
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  if (body != NULL)
    gtk_window_present (GTK_WINDOW (loft_source_window_new (GTK_WINDOW (window), body)));
}

static void
on_zoom_in (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_zoom (LOFT_MAIL_PANE (data)->message, 1);
}

static void
on_zoom_out (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_zoom (LOFT_MAIL_PANE (data)->message, -1);
}

static void
on_zoom_reset (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_message_view_zoom (LOFT_MAIL_PANE (data)->message, 0);
}

static void
on_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;

  if (loft_folder_sidebar_select_nth (self->sidebar, g_variant_get_int32 (parameter)))
    on_folder_activated (self, NULL, NULL);
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

  if (!loft_message_list_view_move_to_unread (self->list, UNREAD_SEARCHED))
    tell (self, _ ("No more unread messages here"));
}

static void
on_add_account (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_WINDOW);

  if (self->account_window == NULL)
    self->account_window =
      GTK_WINDOW (loft_account_window_new (GTK_WINDOW (window), self->service));
  gtk_window_present (self->account_window);
}

static LoftMailAccount *
account_by_id (LoftMailPane *self, GVariant *parameter)
{
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      LoftMailAccount *account = g_list_model_get_item (accounts, i);

      if (g_str_equal (loft_mail_account_get_account (account)->id, id))
        return account;
      g_object_unref (account);
    }
  return NULL;
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

  if (account != NULL)
    loft_account_dialogs_ask_password (GTK_WIDGET (self->columns), self->service, account);
}

static void
on_remove_account (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftMailPane *self = data;
  g_autoptr (LoftMailAccount) account = account_by_id (self, parameter);

  if (account != NULL)
    loft_account_dialogs_confirm_removal (GTK_WIDGET (self->columns), self->service, account);
}

static void
on_remedy (LoftMailPane *self, LoftMailAccount *account)
{
  loft_account_dialogs_remedy (GTK_WIDGET (self->columns), self->service, account);
}

/* Offline */

static void
on_offline (GSimpleAction *action, GVariant *state, gpointer data)
{
  loft_service_set_forced_offline (LOFT_MAIL_PANE (data)->service, g_variant_get_boolean (state));
}

static void
on_go_online (LoftMailPane *self)
{
  loft_service_set_forced_offline (self->service, FALSE);
}

static void
update_offline (LoftMailPane *self)
{
  gboolean forced = loft_service_get_forced_offline (self->service);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "offline");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (forced));
  loft_banner_set (self->offline_banner, forced ? _ ("Working offline") : NULL,
                   _ ("Go Online"));
  if (!forced && loft_service_get_online (self->service))
    loft_message_view_retry (self->message);
}

static const GActionEntry entries[] = {
  { "sync", on_sync },
  { "search", on_search },
  { "sidebar", on_sidebar },
  { "back", on_back },
  { "next-column", on_next_column },
  { "menu", on_menu },
  { "find", on_find },
  { "plain-text", NULL, NULL, "false", on_plain_text },
  { "offline", NULL, NULL, "false", on_offline },
  { "view-source", on_view_source },
  { "zoom-in", on_zoom_in },
  { "zoom-out", on_zoom_out },
  { "zoom-reset", on_zoom_reset },
  { "folder", on_folder, "i" },
  { "next", on_next },
  { "previous", on_previous },
  { "next-unread", on_next_unread },
  { "toggle-read", on_toggle_read },
  { "toggle-flag", on_toggle_flag },
  { "mark-read", on_mark_read },
  { "mark-unread", on_mark_unread },
  { "flag", on_flag },
  { "unflag", on_unflag },
  { "add-account", on_add_account },
  { "sync-account", on_sync_account, "s" },
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

static void
update_actions (LoftMailPane *self)
{
  gboolean any = loft_message_list_view_get_n_selected (self->list) > 0;
  gboolean body = loft_message_view_get_body (self->message) != NULL;
  gboolean unread = any && loft_message_list_view_selection_lacks (self->list, LOFT_FLAG_SEEN,
                                                                   MAX_LOOKED_AT);
  gboolean unflagged = any && loft_message_list_view_selection_lacks (
                                self->list, LOFT_FLAG_FLAGGED, MAX_LOOKED_AT);
  GAction *plain = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "plain-text");

  enable (self, "toggle-read", any);
  enable (self, "toggle-flag", any);
  enable (self, "mark-read", unread);
  enable (self, "mark-unread", any && !unread);
  enable (self, "flag", unflagged);
  enable (self, "unflag", any && !unflagged);
  enable (self, "view-source", body);
  enable (self, "find", body);
  enable (self, "plain-text", loft_message_view_has_html (self->message));
  g_simple_action_set_state (
    G_SIMPLE_ACTION (plain),
    g_variant_new_boolean (loft_message_view_get_plain_text (self->message)));

  show_toggle (self->read_button, unread ? "mail-read-symbolic" : "mail-unread-symbolic",
               unread ? _ ("Mark as Read") : _ ("Mark as Unread"));
  show_toggle (self->flag_button,
               any && !unflagged ? "loft-flag-symbolic" : "loft-flag-outline-symbolic",
               any && !unflagged ? _ ("Remove Flag") : _ ("Flag"));
  gtk_widget_set_visible (GTK_WIDGET (self->read_button), any);
  gtk_widget_set_visible (GTK_WIDGET (self->flag_button), any);
  gtk_widget_set_visible (self->message_menu_button, body);
}

GActionGroup *
loft_mail_pane_get_actions (LoftMailPane *self)
{
  return G_ACTION_GROUP (self->actions);
}

void
loft_mail_pane_set_service (LoftMailPane *self, LoftService *service)
{
  GListModel *accounts = loft_service_get_accounts (service);

  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  loft_folder_sidebar_set_service (self->sidebar, service);
  g_signal_connect_object (service, "notify", G_CALLBACK (update_offline), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (on_accounts_changed), self,
                           G_CONNECT_SWAPPED);
  on_accounts_changed (self, 0, 0, g_list_model_get_n_items (accounts));
  update_offline (self);
  choose_folder (self);
}

static void
loft_mail_pane_dispose (GObject *object)
{
  LoftMailPane *self = LOFT_MAIL_PANE (object);

  g_clear_handle_id (&self->seen_source, g_source_remove);
  watch (self, NULL);
  if (self->toasts != NULL)
    remember_state (self);
  forget_folder (self);
  g_clear_pointer (&self->account_window, gtk_window_destroy);
  g_clear_pointer ((GtkWidget **) &self->toasts, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_mail_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, columns);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, sidebar_header);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, sidebar);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_header);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_title);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_back_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, search_bar);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, search_entry);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, offline_banner);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, main_header);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, main_back_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, message_menu_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, flag_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, read_button);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, message);
  gtk_widget_class_bind_template_child (widget_class, LoftMailPane, list_menu);
}

static void
loft_mail_pane_class_init (LoftMailPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_mail_pane_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-mail-pane.ui"));
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, update_columns);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_search);
  gtk_widget_class_bind_template_callback (widget_class, on_go_online);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_message_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_message_shown);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
loft_mail_pane_init (LoftMailPane *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->columns, "sidebar-width",
                CLAMP (loft_settings_get_int (LOFT_SETTING_SIDEBAR_WIDTH, SIDEBAR_DEFAULT), 180,
                       400),
                "middle-width",
                CLAMP (loft_settings_get_int (LOFT_SETTING_LIST_WIDTH, LIST_DEFAULT), 280, 640),
                NULL);
  loft_message_list_view_set_menu (self->list, self->list_menu);
  update_columns (self);
  update_actions (self);
}
