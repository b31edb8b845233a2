/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service.h"
#include "loft-account-assistant.h"
#include "loft-account-editor.h"
#include "loft-oauth-fields.h"
#include "loft-outgoing-fields.h"
#include "loft-pickup-fields.h"
#include "loft-policy-window.h"
#include "loft-server-fields.h"
#include "loft-account-window.h"
#include "loft-activity-account.h"
#include "loft-activity-window.h"
#include "loft-attachment-bar.h"
#include "loft-attachment-card.h"
#include "loft-attachment-preview.h"
#include "loft-banner.h"
#include "loft-certificate-view.h"
#include "loft-columns.h"
#include "loft-conversation-card.h"
#include "loft-conversation-view.h"
#include "loft-find-bar.h"
#include "loft-folder-chooser.h"
#include "loft-folder-properties.h"
#include "loft-folder-sidebar.h"
#include "loft-mail-pane.h"
#include "loft-image-banner.h"
#include "loft-message-card.h"
#include "loft-message-content.h"
#include "loft-message-header.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-message-window.h"
#include "loft-save-all.h"
#include "loft-search-bar.h"
#include "loft-sensitive.h"
#include "loft-settings.h"
#include "loft-shortcuts.h"
#include "loft-sidebar-row.h"
#include "loft-source-window.h"
#include "loft-start-page.h"
#include "loft-text-view.h"
#include "loft-window.h"
#include "ui-test.h"

#include <adwaita.h>

/* One a line: several people add to it. */
static GType (*const types[]) (void) = {
  loft_account_assistant_get_type,
  loft_account_editor_get_type,
  loft_account_window_get_type,
  loft_activity_account_get_type,
  loft_activity_window_get_type,
  loft_folder_chooser_get_type,
  loft_folder_properties_get_type,
  loft_attachment_bar_get_type,
  loft_attachment_card_get_type,
  loft_attachment_preview_get_type,
  loft_banner_get_type,
  loft_certificate_view_get_type,
  loft_columns_get_type,
  loft_conversation_card_get_type,
  loft_conversation_view_get_type,
  loft_find_bar_get_type,
  loft_folder_sidebar_get_type,
  loft_image_banner_get_type,
  loft_mail_pane_get_type,
  loft_message_card_get_type,
  loft_message_content_get_type,
  loft_message_header_get_type,
  loft_message_list_row_get_type,
  loft_message_list_view_get_type,
  loft_message_view_get_type,
  loft_message_window_get_type,
  loft_oauth_fields_get_type,
  loft_outgoing_fields_get_type,
  loft_pickup_fields_get_type,
  loft_policy_window_get_type,
  loft_save_all_get_type,
  loft_search_bar_get_type,
  loft_server_fields_get_type,
  loft_sidebar_row_get_type,
  loft_source_window_get_type,
  loft_start_page_get_type,
  loft_text_view_get_type,
  loft_window_get_type,
};

static void
test_templates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *widget = g_object_ref_sink (g_object_new (types[i](), NULL));

      g_test_message ("%s", g_type_name (types[i]()));
      g_assert_true (GTK_IS_WIDGET (widget));
      if (GTK_IS_WINDOW (widget))
        gtk_window_destroy (GTK_WINDOW (widget));
      /* Nothing that it made keeps it alive. */
      g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *) &widget);
      g_object_unref (widget);
      ui_test_settle ();
      g_assert_null (widget);
    }
}

/* Every template below the resource root is of a class that was made above. */
static void
assert_made (const char *path)
{
  g_autoptr (GBytes) data = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (GRegex) regex = g_regex_new ("<template class=\"(\\w+)\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;

  g_assert_true (g_regex_match (regex, g_bytes_get_data (data, NULL), 0, &match));
  name = g_match_info_fetch (match, 1);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      if (g_str_equal (g_type_name (types[i]()), name))
        return;
    }
  g_error ("%s (%s) is not in the table", name, path);
}

static void
assert_all_made (const char *folder)
{
  g_auto (GStrv) names = g_resources_enumerate_children (folder, 0, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, names[i], NULL);

      if (g_str_has_suffix (path, "/"))
        assert_all_made (path);
      else if (g_str_has_suffix (path, ".ui"))
        assert_made (path);
    }
}

static void
test_no_template_forgotten (void)
{
  assert_all_made ("/org/loftmail/Loft/ui/");
}

static void
test_shortcuts_window (void)
{
  g_autoptr (GtkWidget) window = loft_shortcuts_window_new ();

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_banner (void)
{
  LoftBanner *banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  GtkWindow *window = ui_test_show (GTK_WIDGET (banner), 400, 200);

  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  loft_banner_set (banner, "Something to say", "Do");
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "Something to say");
  loft_banner_set (banner, NULL, NULL);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  gtk_window_destroy (window);
}

typedef struct {
  GtkWidget *widget;
  int height;
} Higher;

static gboolean
is_higher (Higher *than)
{
  return gtk_widget_get_height (than->widget) > than->height;
}

/* Above a message or a list: what it says must not make the window higher, and must all be seen. */
static void
test_banner_of_many_words (void)
{
  LoftBanner *banner = g_object_new (LOFT_TYPE_BANNER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window;
  Higher higher = { GTK_WIDGET (banner), 0 };
  int minimum = 0;
  int one_line = 0;

  loft_banner_set (banner, "Word", NULL);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (banner));
  window = ui_test_show (box, 400, 300);
  gtk_widget_measure (GTK_WIDGET (banner), GTK_ORIENTATION_VERTICAL, 400, NULL, &one_line, NULL,
                      NULL);
  loft_banner_set (banner,
                   "Not delivered to nobody@example.org: this address does not exist, says the "
                   "server that was asked to take the message, and nobody else will take it",
                   NULL);
  higher.height = one_line;
  ui_test_wait_for (is_higher, &higher);

  gtk_widget_measure (GTK_WIDGET (banner), GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, one_line);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (window)), <=, 300);
  gtk_window_destroy (window);
}

/* Columns */

typedef struct {
  LoftColumns *columns;
  GtkWindow *window;
  GtkWidget *parts[LOFT_N_COLUMNS];
} Shell;

static Shell
shell_new (int width)
{
  Shell shell = { g_object_new (LOFT_TYPE_COLUMNS, NULL), NULL, { NULL } };
  static const char *const names[] = { "sidebar", "middle", "main" };

  for (int i = 0; i < LOFT_N_COLUMNS; i++)
    {
      shell.parts[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      g_object_set (shell.columns, names[i], shell.parts[i], NULL);
    }
  shell.window = ui_test_show (GTK_WIDGET (shell.columns), width, 400);
  ui_test_settle ();
  return shell;
}

static int
left_of (Shell *shell, int i)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (shell->parts[i], GTK_WIDGET (shell->columns), &bounds));
  return (int) bounds.origin.x;
}

/* With its border, which gtk_widget_get_width() leaves out. */
static int
width_of (Shell *shell, int i)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (shell->parts[i], GTK_WIDGET (shell->columns), &bounds));
  return (int) bounds.size.width;
}

static void
test_columns_wide (void)
{
  Shell shell = shell_new (1280);

  g_assert_cmpint (loft_columns_get_mode (shell.columns), ==, LOFT_COLUMNS_WIDE);
  for (int i = 0; i < LOFT_N_COLUMNS; i++)
    g_assert_true (gtk_widget_get_mapped (shell.parts[i]));
  g_assert_cmpint (left_of (&shell, 0), ==, 0);
  g_assert_cmpint (left_of (&shell, 1), ==, width_of (&shell, 0));
  g_assert_cmpint (left_of (&shell, 2), ==, width_of (&shell, 0) + width_of (&shell, 1));
  g_assert_cmpint (left_of (&shell, 2) + width_of (&shell, 2), ==,
                   gtk_widget_get_width (GTK_WIDGET (shell.columns)));

  g_object_set (shell.columns, "sidebar-width", 300, "middle-width", 450, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (shell.columns));
  g_assert_cmpint (width_of (&shell, 0), ==, 300);
  g_assert_cmpint (width_of (&shell, 1), ==, 450);
  g_assert_false (loft_columns_go_back (shell.columns));
  gtk_window_destroy (shell.window);
}

static gboolean
is_shown (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_gone (GtkWidget *widget)
{
  return !gtk_widget_get_mapped (widget);
}

static void
test_columns_medium (void)
{
  Shell shell = shell_new (800);

  g_assert_cmpint (loft_columns_get_mode (shell.columns), ==, LOFT_COLUMNS_MEDIUM);
  g_assert_false (gtk_widget_get_mapped (shell.parts[0]));
  g_assert_cmpint (left_of (&shell, 1), ==, 0);
  loft_columns_show (shell.columns, LOFT_COLUMN_SIDEBAR);
  g_assert_true (loft_columns_get_sidebar_open (shell.columns));
  ui_test_wait_for (is_shown, shell.parts[0]);
  g_assert_true (gtk_widget_get_mapped (shell.parts[1]));
  g_assert_true (loft_columns_go_back (shell.columns));
  g_assert_false (loft_columns_get_sidebar_open (shell.columns));
  ui_test_wait_for (is_gone, shell.parts[0]);
  gtk_window_destroy (shell.window);
}

static void
test_columns_narrow (void)
{
  Shell shell = shell_new (400);

  g_assert_cmpint (loft_columns_get_mode (shell.columns), ==, LOFT_COLUMNS_NARROW);
  g_assert_true (gtk_widget_get_mapped (shell.parts[1]));
  g_assert_cmpint (width_of (&shell, 1), ==, gtk_widget_get_width (GTK_WIDGET (shell.columns)));
  g_assert_true (is_gone (shell.parts[0]) && is_gone (shell.parts[2]));
  loft_columns_show (shell.columns, LOFT_COLUMN_MAIN);
  ui_test_wait_for (is_shown, shell.parts[2]);
  ui_test_wait_for (is_gone, shell.parts[1]);
  g_assert_true (loft_columns_go_back (shell.columns));
  ui_test_wait_for (is_shown, shell.parts[1]);
  g_assert_true (loft_columns_go_back (shell.columns));
  ui_test_wait_for (is_shown, shell.parts[0]);
  g_assert_false (loft_columns_go_back (shell.columns));
  gtk_window_destroy (shell.window);
}

static int
top_of (Shell *shell, int i)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (shell->parts[i], GTK_WIDGET (shell->columns), &bounds));
  return (int) bounds.origin.y;
}

static void
test_columns_below (void)
{
  Shell shell = shell_new (1280);

  g_object_set (shell.columns, "main-place", LOFT_MAIN_BELOW, "middle-height", 170, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (shell.columns));
  ui_test_settle ();
  g_assert_cmpint (loft_columns_get_main_place (shell.columns), ==, LOFT_MAIN_BELOW);
  g_assert_cmpint (left_of (&shell, 2), ==, width_of (&shell, 0));
  g_assert_cmpint (left_of (&shell, 1), ==, width_of (&shell, 0));
  g_assert_cmpint (top_of (&shell, 2), ==, 170);
  g_assert_true (loft_columns_is_shown (shell.columns, LOFT_COLUMN_MAIN));
  gtk_window_destroy (shell.window);

  /* in one column there is no below */
  shell = shell_new (400);
  g_object_set (shell.columns, "main-place", LOFT_MAIN_BELOW, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (shell.columns));
  g_assert_cmpint (loft_columns_get_main_place (shell.columns), ==, LOFT_MAIN_BESIDE);
  gtk_window_destroy (shell.window);
}

static void
test_columns_off (void)
{
  Shell shell = shell_new (1280);

  g_object_set (shell.columns, "main-place", LOFT_MAIN_OFF, NULL);
  ui_test_wait_for (is_gone, shell.parts[2]);
  g_assert_cmpint (left_of (&shell, 1) + width_of (&shell, 1), ==,
                   gtk_widget_get_width (GTK_WIDGET (shell.columns)));
  g_assert_false (loft_columns_is_shown (shell.columns, LOFT_COLUMN_MAIN));
  g_object_set (shell.columns, "main-place", LOFT_MAIN_BESIDE, NULL);
  ui_test_wait_for (is_shown, shell.parts[2]);
  gtk_window_destroy (shell.window);
}

static void
test_columns_mirrored (void)
{
  Shell shell;

  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  shell = shell_new (1280);
  g_assert_cmpint (left_of (&shell, 2), ==, 0);
  g_assert_cmpint (left_of (&shell, 0) + width_of (&shell, 0), ==,
                   gtk_widget_get_width (GTK_WIDGET (shell.columns)));
  gtk_window_destroy (shell.window);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_columns_large_text (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  Shell shell;

  /* At 200 % a window of 1,280 has room for two columns. */
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  shell = shell_new (1280);
  g_assert_cmpint (loft_columns_get_mode (shell.columns), ==, LOFT_COLUMNS_MEDIUM);
  gtk_window_destroy (shell.window);
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

/* The focus leaves a form before it cannot be used, and comes back unless it is elsewhere by then. */
static void
test_sensitive (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *field = gtk_entry_new ();
  GtkWidget *other = gtk_entry_new ();

  gtk_box_append (GTK_BOX (form), field);
  gtk_box_append (GTK_BOX (box), form);
  gtk_box_append (GTK_BOX (box), other);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  ui_test_settle ();

  gtk_widget_grab_focus (field);
  loft_widget_set_sensitive (form, FALSE);
  g_assert_null (gtk_root_get_focus (GTK_ROOT (window)));
  loft_widget_set_sensitive (form, TRUE);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), field));

  loft_widget_set_sensitive (form, FALSE);
  gtk_widget_grab_focus (other);
  loft_widget_set_sensitive (form, FALSE);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), other));
  loft_widget_set_sensitive (form, TRUE);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (window)), other));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The narrowest screen, also with large text. */
static void
test_min_width (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  for (int percent = 100; percent <= 200; percent += 100)
    {
      GtkWidget *pane = NULL, *start = NULL;
      int min = 0, min_start = 0;

      g_object_set (settings, "gtk-xft-dpi", percent * 96 * 1024 / 100, NULL);
      pane = g_object_ref_sink (g_object_new (LOFT_TYPE_MAIL_PANE, NULL));
      start = g_object_ref_sink (g_object_new (LOFT_TYPE_START_PAGE, NULL));
      gtk_widget_measure (pane, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
      gtk_widget_measure (start, GTK_ORIENTATION_HORIZONTAL, -1, &min_start, NULL, NULL, NULL);
      g_test_message ("%d %%: pane %d, start page %d", percent, min, min_start);
      g_assert_cmpint (min, <=, 360);
      g_assert_cmpint (min_start, <=, 360);
      g_object_unref (pane);
      g_object_unref (start);
    }
  g_object_set (settings, "gtk-xft-dpi", 96 * 1024, NULL);
}

static gboolean
is_maximized (gpointer window)
{
  return gtk_window_is_maximized (window);
}

/* How a window was left is how the next one begins. */
static void
test_window_state (void)
{
  g_autoptr (LoftService) service = fake_service_new ();
  GtkWindow *window = GTK_WINDOW (loft_window_new (NULL, service, NULL));

  gtk_window_set_default_size (window, 700, 500);
  gtk_window_maximize (window);
  gtk_window_present (window);
  ui_test_wait (is_maximized, window);
  gtk_window_close (window);
  ui_test_settle ();
  g_assert_true (loft_settings_get_boolean (LOFT_SETTING_MAXIMIZED, FALSE));
  /* Not the size of the screen: that is what it goes back to. */
  g_assert_cmpint (loft_settings_get_int (LOFT_SETTING_WIDTH, 0), ==, 700);

  window = GTK_WINDOW (loft_window_new (NULL, service, NULL));
  gtk_window_present (window);
  ui_test_wait (is_maximized, window);
  gtk_window_unmaximize (window);
  gtk_window_close (window);
  loft_settings_set_boolean (LOFT_SETTING_MAXIMIZED, FALSE);
}

/* Icons that templates name exist, here or in the theme. */
static void
test_icons (void)
{
  static const char *const names[] = {
    "loft-archive-symbolic",      "loft-drafts-symbolic",  "loft-flag-symbolic",
    "loft-flag-outline-symbolic", "loft-inbox-symbolic",   "loft-junk-symbolic",
    "loft-letter-symbolic",       "loft-replied-symbolic", "loft-sent-symbolic",
    "mail-attachment-symbolic",   "mail-read-symbolic",    "mail-unread-symbolic",
    "network-offline-symbolic",   "security-low-symbolic", "sidebar-show-symbolic",
    "user-trash-symbolic",        "bookmark-new-symbolic", "folder-saved-search-symbolic",
    "avatar-default-symbolic",    "edit-find-symbolic",    "document-open-recent-symbolic",
    "loft-priority-high-symbolic", "loft-priority-low-symbolic",
    "view-list-bullet-symbolic",  "edit-clear-symbolic",   "x-office-calendar-symbolic",
  };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_true (gtk_icon_theme_has_icon (theme, names[i]));
    }
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/widgets/templates", test_templates);
  g_test_add_func ("/widgets/no-template-forgotten", test_no_template_forgotten);
  g_test_add_func ("/widgets/shortcuts-window", test_shortcuts_window);
  g_test_add_func ("/widgets/banner", test_banner);
  g_test_add_func ("/widgets/banner-of-many-words", test_banner_of_many_words);
  g_test_add_func ("/widgets/columns/wide", test_columns_wide);
  g_test_add_func ("/widgets/columns/medium", test_columns_medium);
  g_test_add_func ("/widgets/columns/narrow", test_columns_narrow);
  g_test_add_func ("/widgets/columns/below", test_columns_below);
  g_test_add_func ("/widgets/columns/off", test_columns_off);
  g_test_add_func ("/widgets/columns/mirrored", test_columns_mirrored);
  g_test_add_func ("/widgets/columns/large-text", test_columns_large_text);
  g_test_add_func ("/widgets/sensitive", test_sensitive);
  g_test_add_func ("/widgets/min-width", test_min_width);
  g_test_add_func ("/widgets/window-state", test_window_state);
  g_test_add_func ("/widgets/icons", test_icons);
  return g_test_run ();
}
