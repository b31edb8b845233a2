/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-accounts-page.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-account-color.h"
#include "loft-account-editor.h"
#include "loft-account-kinds.h"
#include "loft-account-window.h"
#include "loft-color-dot.h"
#include "loft-local-account.h"

#include <glib/gi18n.h>

#define ADD_KEY "loft-account-window"

/* The page's own: freed with it. */
typedef struct {
  AdwPreferencesPage *page; /* (borrowed) */
  AdwPreferencesGroup *group; /* (borrowed) */
  LoftService *service;
  GPtrArray *rows; /* of GtkWidget, in the accounts' order */
  LoftMailAccount *moved; /* (nullable) whose button has the focus */
  gboolean moved_up;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_signal_handlers_disconnect_by_data (loft_service_get_accounts (page->service), page);
  g_ptr_array_unref (page->rows);
  g_object_unref (page->service);
  g_clear_object (&page->moved);
  g_free (page);
}

/* Rows */

/* (transfer full) what an account is, besides its name; not markup. */
static char *
describe (const LoftAccount *settings)
{
  const char *host = settings->incoming.host;

  if (loft_local_account_is (settings))
    return g_strdup (_ ("What is on no server"));
  if (!loft_account_kind_has_mail (settings->kind))
    return g_strdup_printf ("%s · %s",
                            g_str_equal (settings->kind, "ics")    ? _ ("Published calendar")
                            : g_str_equal (settings->kind, "ldap") ? _ ("Directory")
                                                                   : _ ("Calendars and contacts"),
                            host);
  if (loft_account_kinds_is_exchange (settings->kind))
    return g_strdup_printf ("%s · %s", _ ("Exchange"), host);
  if (g_str_equal (settings->name, settings->address))
    return g_strdup (host);
  return g_strdup_printf ("%s · %s", settings->address, host);
}

static void
show_account (AdwActionRow *row, LoftMailAccount *account)
{
  LoftAccount *settings = loft_mail_account_get_account (account);
  g_autofree char *title = g_markup_escape_text (settings->name, -1);
  g_autofree char *description = describe (settings);
  g_autofree char *subtitle = g_markup_escape_text (description, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, subtitle);
}

static void
show_dot (Page *page, LoftColorDot *dot, LoftMailAccount *account)
{
  GdkRGBA color;

  loft_account_color_get (loft_service_get_accounts (page->service), account, &color);
  loft_color_dot_set_color (dot, &color);
}

static void
on_account_changed (LoftMailAccount *account, GParamSpec *pspec, gpointer data)
{
  LoftColorDot *dot = g_object_get_data (data, "loft-dot");
  Page *page = g_object_get_data (data, "loft-page");

  show_account (data, account);
  show_dot (page, dot, account);
}

static void
on_activated (AdwActionRow *row, gpointer account)
{
  Page *page = g_object_get_data (G_OBJECT (row), "loft-page");

  loft_account_editor_present (GTK_WIDGET (row), page->service, account);
}

/* Order */

static guint
place_of (Page *page, LoftMailAccount *account)
{
  GListModel *accounts = loft_service_get_accounts (page->service);
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);

      if (each == account)
        return i;
    }
  return n;
}

static void
move (GtkWidget *button, gboolean up)
{
  Page *page = g_object_get_data (G_OBJECT (button), "loft-page");
  LoftMailAccount *account = g_object_get_data (G_OBJECT (button), "loft-account");
  guint place = place_of (page, account);

  g_set_object (&page->moved, account);
  page->moved_up = up;
  loft_service_move_account_async (page->service, account, up ? place - 1 : place + 1, NULL, NULL,
                                   NULL);
}

static void
on_up (GtkWidget *button)
{
  move (button, TRUE);
}

static void
on_down (GtkWidget *button)
{
  move (button, FALSE);
}

static GtkWidget *
move_button_new (Page *page, LoftMailAccount *account, gboolean up, gboolean possible)
{
  GtkWidget *button = gtk_button_new_from_icon_name (up ? "go-up-symbolic" : "go-down-symbolic");
  /* Translators: the account's name. */
  g_autofree char *name = g_strdup_printf (up ? _ ("Move %s Up") : _ ("Move %s Down"),
                                           loft_mail_account_get_name (account));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, possible);
  loft_accessibility_set_button_name (button, name);
  g_object_set_data (G_OBJECT (button), "loft-page", page);
  g_object_set_data_full (G_OBJECT (button), "loft-account", g_object_ref (account),
                          g_object_unref);
  g_signal_connect (button, "clicked", up ? G_CALLBACK (on_up) : G_CALLBACK (on_down), NULL);
  return button;
}

/* A person who moves an account by the keyboard goes on doing so. */
static void
keep_focus (Page *page, LoftMailAccount *account, GtkWidget *up, GtkWidget *down)
{
  GtkWidget *button = page->moved_up ? up : down;

  if (page->moved != account)
    return;
  g_clear_object (&page->moved);
  if (!gtk_widget_get_sensitive (button))
    button = button == up ? down : up;
  gtk_widget_grab_focus (button);
}

static void
add_row (Page *page, LoftMailAccount *account, guint place, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *dot = loft_color_dot_new ();
  GtkWidget *up = move_button_new (page, account, TRUE, place > 0);
  GtkWidget *down = move_button_new (page, account, FALSE, place + 1 < n);

  show_account (ADW_ACTION_ROW (row), account);
  show_dot (page, LOFT_COLOR_DOT (dot), account);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  g_object_set_data (G_OBJECT (row), "loft-dot", dot);
  g_object_set_data (G_OBJECT (row), "loft-page", page);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), dot);
  if (n > 1)
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), up);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), down);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_activated), account, 0);
  g_signal_connect_object (account, "notify::account", G_CALLBACK (on_account_changed), row, 0);
  adw_preferences_group_add (page->group, row);
  g_ptr_array_add (page->rows, row);
  if (n > 1)
    keep_focus (page, account, up, down);
  else
    {
      g_object_ref_sink (up);
      g_object_unref (up);
      g_object_ref_sink (down);
      g_object_unref (down);
    }
}

static void
show_accounts (Page *page)
{
  GListModel *accounts = loft_service_get_accounts (page->service);
  /* The one that is always there stays below them. */
  guint n = loft_local_account_count_others (accounts);

  for (guint i = 0; i < page->rows->len; i++)
    adw_preferences_group_remove (page->group, g_ptr_array_index (page->rows, i));
  g_ptr_array_set_size (page->rows, 0);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_row (page, account, i, i < n ? n : 1);
    }
  adw_preferences_group_set_description (page->group,
                                         n == 0 ? _ ("There is no account yet.") : NULL);
}

/* New ones */

static void
on_add (GtkWidget *button, gpointer data)
{
  Page *page = data;
  GtkWidget *window = gtk_widget_get_ancestor (button, GTK_TYPE_WINDOW);
  GtkWindow *main_window = gtk_window_get_transient_for (GTK_WINDOW (window));
  GtkWindow *owner = main_window == NULL ? GTK_WINDOW (window) : main_window;
  GtkWindow *adding = g_object_get_data (G_OBJECT (owner), ADD_KEY);

  if (adding == NULL || !gtk_widget_get_visible (GTK_WIDGET (adding)))
    {
      adding = GTK_WINDOW (loft_account_window_new (owner, page->service));
      g_object_set_data (G_OBJECT (owner), ADD_KEY, adding);
      g_signal_connect_object (owner, "destroy", G_CALLBACK (gtk_window_destroy), adding,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_set_transient_for (adding, GTK_WINDOW (window));
  gtk_window_present (adding);
}

static GtkWidget *
add_button_new (Page *page)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Add Account…"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_add), page);
  return button;
}

AdwPreferencesPage *
loft_accounts_page_new (LoftService *service)
{
  Page *page = NULL;

  if (service == NULL)
    return NULL;
  page = g_new0 (Page, 1);
  page->page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  page->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  page->service = g_object_ref (service);
  page->rows = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (page->page), "loft-page", page, page_free);
  adw_preferences_page_set_name (page->page, "accounts");
  adw_preferences_page_set_title (page->page, _ ("Accounts"));
  adw_preferences_page_set_icon_name (page->page, "avatar-default-symbolic");
  adw_preferences_group_set_title (page->group, _ ("Accounts"));
  adw_preferences_group_set_header_suffix (page->group, add_button_new (page));
  adw_preferences_page_add (page->page, page->group);
  show_accounts (page);
  g_signal_connect_swapped (loft_service_get_accounts (service), "items-changed",
                            G_CALLBACK (show_accounts), page);
  return page->page;
}
