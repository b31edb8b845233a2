/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The message list as a person uses it: windows of single messages, single keys, preferences, on a
 * service that pretends. The settings are those of the schema, in memory. */

#include "fake-service.h"
#include "loft-banner.h"
#include "loft-columns.h"
#include "loft-list-columns.h"
#include "loft-mail-pane.h"
#include "loft-message-card.h"
#include "loft-message-list-row.h"
#include "loft-message-line.h"
#include "loft-message-row-text.h"
#include "loft-message-list-view-private.h"
#include "loft-message-view.h"
#include "loft-message-window.h"
#include "loft-preferences.h"
#include "loft-selection-bar.h"
#include "loft-settings.h"
#include "loft-shortcuts.h"
#include "loft-window.h"
#include "ui-test.h"

#include <adwaita.h>

#define N_MESSAGES 4

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftWindow *window;
  LoftMailPane *pane;
  LoftMessageListView *list;
  LoftMessageView *message;
  LoftColumns *columns;
  gint64 ids[N_MESSAGES]; /* newest first */
} Fixture;

static gint64
add_message (Fixture *fixture, const char *subject, LoftFlags flags)
{
  g_autofree char *raw =
    g_strdup_printf ("From: Eva Adler <eva@example.org>\r\nTo: me@example.org\r\nSubject: %s\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\n\r\nSays %s\r\n",
                     subject, subject);

  return fake_account_add_message (fixture->account, fixture->inbox, raw, -1, flags,
                                   g_get_real_time () / G_USEC_PER_SEC);
}

static gboolean
list_is_filled (gpointer data)
{
  Fixture *fixture = data;

  return ui_test_find (fixture->list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer width)
{
  static const char *const subjects[N_MESSAGES] = { "First", "Second", "Third", "Fourth" };

  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  for (int i = N_MESSAGES - 1; i >= 0; i--)
    fixture->ids[i] =
      add_message (fixture, subjects[i], i % 2 == 0 ? LOFT_FLAG_NONE : LOFT_FLAG_SEEN);
  fixture->window = loft_window_new (NULL, fixture->service, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), GPOINTER_TO_INT (width), 700);
  fixture->pane = ui_test_find (fixture->window, LOFT_TYPE_MAIL_PANE);
  fixture->list = ui_test_child (fixture->pane, "list");
  fixture->message = ui_test_child (fixture->pane, "message");
  fixture->columns = ui_test_child (fixture->pane, "columns");
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait (list_is_filled, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer width)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static void
act (Fixture *fixture, const char *name)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), name, NULL));
}

static gint64
open_id (Fixture *fixture)
{
  LoftMessageRow *row = loft_message_view_get_row (fixture->message);

  return row == NULL ? 0 : loft_message_row_get_id (row);
}

static LoftFlags
flags_of (Fixture *fixture, guint i)
{
  return fake_account_get_message (fixture->account, fixture->ids[i])->flags;
}

/* A message in its own window */

static LoftMessageWindow *
find_message_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (LOFT_IS_MESSAGE_WINDOW (window))
        return LOFT_MESSAGE_WINDOW (window);
    }
  return NULL;
}

static gboolean
message_window_is_filled (gpointer window)
{
  return loft_message_view_get_body (ui_test_child (window, "message")) != NULL;
}

static gboolean
first_is_flagged (gpointer data)
{
  return (flags_of (data, 0) & LOFT_FLAG_FLAGGED) != 0;
}

static gboolean
first_is_seen (gpointer data)
{
  return (flags_of (data, 0) & LOFT_FLAG_SEEN) != 0;
}

static void
test_own_window (Fixture *fixture, gconstpointer data)
{
  LoftMessageWindow *window = NULL;

  act (fixture, "mail.next");
  act (fixture, "mail.open-window");
  window = find_message_window ();
  g_assert_nonnull (window);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "First");
  ui_test_wait (message_window_is_filled, window);

  /* It has its own message, whatever the main window goes to. */
  act (fixture, "mail.next");
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[1]);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "mail.toggle-flag", NULL));
  ui_test_wait (first_is_flagged, fixture);
  g_assert_cmpint (flags_of (fixture, 1) & LOFT_FLAG_FLAGGED, ==, 0);
  ui_test_wait (first_is_seen, fixture);

  /* The message goes elsewhere while it is open. */
  fake_account_remove_message (fixture->account, fixture->inbox, fixture->ids[0]);
  ui_test_settle ();
  gtk_window_destroy (GTK_WINDOW (window));
  ui_test_settle ();
  g_assert_null (find_message_window ());
}

/* Keys */

static void
press (GtkWidget *window, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller) ||
          gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_BUBBLE)
        continue;
      for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (controller)); k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
              gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == 0 &&
              gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, window, NULL);
        }
    }
}

static void
test_single_keys (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  press (window, GDK_KEY_j);
  g_assert_cmpint (open_id (fixture), ==, 0);
  loft_settings_set_boolean (LOFT_SETTING_SINGLE_KEYS, TRUE);
  press (window, GDK_KEY_j);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  press (window, GDK_KEY_j);
  press (window, GDK_KEY_k);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  press (window, GDK_KEY_s);
  ui_test_wait (first_is_flagged, fixture);

  /* "/" begins a search, in which j is a letter. */
  press (window, GDK_KEY_slash);
  g_assert_true (GTK_IS_EDITABLE (gtk_window_get_focus (GTK_WINDOW (window))));
  press (window, GDK_KEY_j);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  loft_settings_set_boolean (LOFT_SETTING_SINGLE_KEYS, FALSE);
}

/* Preferences */

static guint
count_rows (gpointer root)
{
  guint n = ADW_IS_PREFERENCES_ROW (root) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);
  return n;
}

static gpointer
find_preference (gpointer root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) && g_strcmp0 (adw_preferences_row_get_title (root), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_preference (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = loft_preferences_new (GTK_WINDOW (fixture->window), fixture->service);
  AdwComboRow *place = NULL;

  gtk_window_present (window);
  ui_test_settle ();
  g_assert_cmpuint (count_rows (window), >=, 5);
  place = find_preference (window, "Reading Pane");
  g_assert_cmpuint (adw_combo_row_get_selected (place), ==, 0);
  adw_combo_row_set_selected (place, 2);
  {
    g_autofree char *now = loft_settings_get_string (LOFT_SETTING_READING_PANE);

    g_assert_cmpstr (now, ==, "off");
  }
  /* and from elsewhere */
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "right");
  ui_test_settle ();
  g_assert_cmpuint (adw_combo_row_get_selected (place), ==, 0);
  gtk_window_destroy (window);
}

/* Reading pane */

static gboolean
main_is_away (gpointer data)
{
  Fixture *fixture = data;

  return loft_columns_get_main_place (fixture->columns) == LOFT_MAIN_OFF &&
         !gtk_widget_get_mapped (GTK_WIDGET (fixture->message)) && open_id (fixture) == 0;
}

static gboolean
first_is_open (gpointer data)
{
  Fixture *fixture = data;

  return open_id (fixture) == fixture->ids[0];
}

/* Without a pane what is selected is neither loaded nor read; Return opens a window. */
static void
test_no_pane (Fixture *fixture, gconstpointer data)
{
  LoftMessageWindow *window = NULL;

  act (fixture, "mail.next");
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "off");
  ui_test_wait (main_is_away, fixture);
  g_signal_emit_by_name (fixture->list, "activate");
  window = find_message_window ();
  g_assert_nonnull (window);
  gtk_window_destroy (GTK_WINDOW (window));
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "right");
  ui_test_wait (first_is_open, fixture);
}

static gboolean
both_are_seen (gpointer data)
{
  return (flags_of (data, 0) & flags_of (data, 1) & LOFT_FLAG_SEEN) != 0;
}

static gboolean
both_are_plain (gpointer data)
{
  return ((flags_of (data, 0) | flags_of (data, 1)) & LOFT_FLAG_FLAGGED) == 0;
}

/* The window of a conversation acts on it as the list does: read and without a flag as a whole,
 * flagged by the newest. */
static void
test_own_window_of_conversation (Fixture *fixture, gconstpointer data)
{
  LoftMessageWindow *window = NULL;

  fake_account_join (fixture->account, 77, fixture->ids, 2);
  act (fixture, "mail.next");
  act (fixture, "mail.open-window");
  window = find_message_window ();
  act (fixture, "mail.next");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "mail.toggle-flag", NULL));
  ui_test_wait (first_is_flagged, fixture);
  g_assert_cmpint (flags_of (fixture, 1) & LOFT_FLAG_FLAGGED, ==, 0);
  loft_mail_account_change_flags_async (fixture->account, &fixture->ids[1], 1, LOFT_FLAG_FLAGGED,
                                        LOFT_FLAG_SEEN, NULL, NULL, NULL, NULL, NULL);
  loft_mail_account_change_flags_async (fixture->account, &fixture->ids[0], 1, LOFT_FLAG_NONE,
                                        LOFT_FLAG_SEEN, NULL, NULL, NULL, NULL, NULL);
  ui_test_settle ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "mail.toggle-flag", NULL));
  ui_test_wait (both_are_plain, fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "mail.toggle-read", NULL));
  ui_test_wait (both_are_seen, fixture);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Titles and lines */

static char *
columns_text (LoftListColumns *columns)
{
  g_auto (GStrv) saved = loft_list_columns_save (columns);

  return g_strjoinv (" ", saved);
}

static void
assert_columns (LoftListColumns *columns, const char *expected)
{
  g_autofree char *text = columns_text (columns);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_columns (void)
{
  static const struct {
    const char *saved;
    const char *loaded;
  } cases[] = {
    { "", "from:190 subject:0 date:150 size:84" },
    { "date:100 subject:0 from:200", "date:100 subject:0 from:200" },
    { "date:100", "date:100 subject:0" },
    { "date:100 date:200 nonsense:3 :4 from size:x size:-5", "date:100 subject:0" },
    { "folder:999999 account:1 subject:7", "folder:600 account:48 subject:0" },
    { "x", "from:190 subject:0 date:150 size:84" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftListColumns) columns = loft_list_columns_new ();
      g_auto (GStrv) saved = g_strsplit (cases[i].saved, " ", -1);

      loft_list_columns_load (columns, (const char *const *) saved);
      /* The subject is always there, behind those that are named. */
      if (!g_str_equal (cases[i].loaded, "date:100 subject:0"))
        assert_columns (columns, cases[i].loaded);
      g_assert_true (loft_list_columns_get_shown (columns, LOFT_LIST_COLUMN_SUBJECT));
    }
}

static void
test_columns_change (void)
{
  g_autoptr (LoftListColumns) columns = loft_list_columns_new ();

  loft_list_columns_set_shown (columns, LOFT_LIST_COLUMN_SUBJECT, FALSE);
  loft_list_columns_set_shown (columns, LOFT_LIST_COLUMN_SIZE, FALSE);
  loft_list_columns_set_width (columns, LOFT_LIST_COLUMN_FROM, 5);
  assert_columns (columns, "from:48 subject:0 date:150");
  g_assert_false (loft_list_columns_move (columns, LOFT_LIST_COLUMN_FROM, -1));
  g_assert_true (loft_list_columns_move (columns, LOFT_LIST_COLUMN_FROM, 1));
  g_assert_true (loft_list_columns_move (columns, LOFT_LIST_COLUMN_FROM, 1));
  assert_columns (columns, "subject:0 date:150 from:48");
  /* behind are only columns that are not shown */
  g_assert_false (loft_list_columns_move (columns, LOFT_LIST_COLUMN_FROM, 1));
}

/* Whatever the width: in order, without overlapping, nothing outside. */
static void
test_columns_places (void)
{
  g_autoptr (LoftListColumns) columns = loft_list_columns_new ();

  for (guint i = 0; i < LOFT_N_LIST_COLUMNS; i++)
    loft_list_columns_set_shown (columns, i, TRUE);
  for (int width = 0; width < 2000; width += 7)
    {
      LoftListColumnPlace places[LOFT_N_LIST_COLUMNS];
      LoftListColumn column = 0;
      int x = 0;

      loft_list_columns_place (columns, width, places);
      for (guint n = 0; loft_list_columns_get_nth (columns, n, &column); n++)
        {
          g_assert_cmpint (places[column].width, >=, 0);
          g_assert_cmpint (places[column].x, ==, x);
          x += places[column].width;
        }
      g_assert_cmpint (x, ==, width);
    }
}

static gboolean
has_header (gpointer list)
{
  return gtk_widget_get_mapped (ui_test_child (list, "header")) &&
         ui_test_find (list, LOFT_TYPE_MESSAGE_LINE) != NULL;
}

static gboolean
has_no_header (gpointer list)
{
  return !gtk_widget_get_mapped (ui_test_child (list, "header")) &&
         ui_test_find (list, LOFT_TYPE_MESSAGE_LINE) == NULL;
}

/* The same list and the same selection under titles. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  act (fixture, "mail.next");
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "below");
  ui_test_wait (has_header, fixture->list);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, 1);
  g_assert_nonnull (ui_test_find_text (fixture->list, "Second"));
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "right");
  ui_test_wait (has_no_header, fixture->list);
  g_assert_cmpint (open_id (fixture), ==, fixture->ids[0]);
}

/* Order and filter */

static const LoftMessageArrangement *
arrangement_of (Fixture *fixture)
{
  return loft_message_list_get_arrangement (loft_message_list_view_get_list (fixture->list));
}

static void
change_state (Fixture *fixture, const char *action, GVariant *state)
{
  g_action_group_change_action_state (loft_mail_pane_get_actions (fixture->pane), action, state);
}

static void
test_sorts (Fixture *fixture, gconstpointer data)
{
  change_state (fixture, "sort", g_variant_new_string ("sender"));
  g_assert_cmpint (arrangement_of (fixture)->sort, ==, LOFT_SORT_SENDER);
  g_assert_true (arrangement_of (fixture)->ascending);
  change_state (fixture, "reverse-order", g_variant_new_boolean (TRUE));
  g_assert_false (arrangement_of (fixture)->ascending);

  /* a title: another order, then the other way round */
  g_signal_emit_by_name (fixture->list, "sort", LOFT_LIST_COLUMN_SIZE);
  g_assert_cmpint (arrangement_of (fixture)->sort, ==, LOFT_SORT_SIZE);
  g_assert_false (arrangement_of (fixture)->ascending);
  g_signal_emit_by_name (fixture->list, "sort", LOFT_LIST_COLUMN_SIZE);
  g_assert_true (arrangement_of (fixture)->ascending);
  g_signal_emit_by_name (fixture->list, "sort", LOFT_LIST_COLUMN_FOLDER);
  g_assert_cmpint (arrangement_of (fixture)->sort, ==, LOFT_SORT_SIZE);
  {
    g_autofree char *kept = loft_settings_get_string (LOFT_SETTING_SORT);

    g_assert_cmpstr (kept, ==, "size");
  }
  change_state (fixture, "conversations", g_variant_new_boolean (FALSE));
  g_assert_false (arrangement_of (fixture)->conversations);
  /* by the preferences */
  loft_settings_set_boolean (LOFT_SETTING_CONVERSATIONS, TRUE);
  ui_test_settle ();
  g_assert_true (arrangement_of (fixture)->conversations);
  g_assert_cmpint (arrangement_of (fixture)->sort, ==, LOFT_SORT_SIZE);
  change_state (fixture, "sort", g_variant_new_string ("date"));
  g_assert_false (loft_settings_get_boolean (LOFT_SETTING_ASCENDING, TRUE));
}

static void
test_filters (Fixture *fixture, gconstpointer data)
{
  LoftBanner *banner = ui_test_child (fixture->pane, "filter_banner");

  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  change_state (fixture, "filter-unread", g_variant_new_boolean (TRUE));
  change_state (fixture, "filter-flagged", g_variant_new_boolean (TRUE));
  g_assert_cmpint (arrangement_of (fixture)->filter, ==, LOFT_FILTER_UNREAD | LOFT_FILTER_FLAGGED);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "Filtered: Unread, Flagged");
  change_state (fixture, "filter-flagged", g_variant_new_boolean (FALSE));
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "Filtered: Unread");
  g_signal_emit_by_name (banner, "button-clicked");
  g_assert_cmpint (arrangement_of (fixture)->filter, ==, LOFT_FILTER_NONE);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
}

/* Several at once */

static gboolean
bar_is_shown (gpointer bar)
{
  return gtk_revealer_get_reveal_child (ui_test_find (bar, GTK_TYPE_REVEALER));
}

static gboolean
all_are_seen (gpointer data)
{
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      if ((flags_of (data, i) & LOFT_FLAG_SEEN) == 0)
        return FALSE;
    }
  return TRUE;
}

static void
test_selection_mode (Fixture *fixture, gconstpointer data)
{
  LoftSelectionBar *bar = ui_test_child (fixture->pane, "selection_bar");

  g_assert_false (bar_is_shown (bar));
  loft_message_list_view_set_checks (fixture->list, TRUE);
  g_assert_true (bar_is_shown (bar));
  loft_message_list_view_toggle_at (fixture->list, 0);
  loft_message_list_view_toggle_at (fixture->list, 2);
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, 2);
  g_assert_nonnull (ui_test_find_text (bar, "2 selected"));
  act (fixture, "mail.toggle-read");
  ui_test_wait (all_are_seen, fixture);
  loft_message_list_view_toggle_at (fixture->list, 0);
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, 1);
  act (fixture, "mail.end-selection");
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, 0);
  g_assert_false (loft_message_list_view_get_checks (fixture->list));
  g_assert_false (bar_is_shown (bar));
}

static void
test_swipe (Fixture *fixture, gconstpointer data)
{
  LoftMessageListView *list = fixture->list;

  g_set_weak_pointer (&list->swiped, ui_test_find (list, LOFT_TYPE_MESSAGE_LIST_ROW));
  loft_message_list_view_swipe (list, 40);
  loft_message_list_view_end_swipe (list, 40);
  ui_test_settle ();
  g_assert_false (first_is_seen (fixture));

  g_set_weak_pointer (&list->swiped, ui_test_find (list, LOFT_TYPE_MESSAGE_LIST_ROW));
  loft_message_list_view_swipe (list, 200);
  loft_message_list_view_end_swipe (list, 200);
  ui_test_wait (first_is_seen, fixture);
  g_set_weak_pointer (&list->swiped, ui_test_find (list, LOFT_TYPE_MESSAGE_LIST_ROW));
  loft_message_list_view_end_swipe (list, -200);
  ui_test_wait (first_is_flagged, fixture);
  /* Nothing was selected or opened by it. */
  g_assert_cmpuint (loft_message_list_view_get_n_selected (list), ==, 0);
}

/* What has a key exists, and what exists has a key or is in a menu. */

static gboolean
shortcut_has (const char *action)
{
  guint n = 0;
  const LoftShortcut *all = loft_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (all[i].action, &name, &target, NULL));
      if (g_str_equal (name, action))
        return TRUE;
    }
  return FALSE;
}

static gboolean
menu_has (GMenuModel *menu, const char *action)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *name = NULL;

      if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &name) &&
          g_str_equal (name, action))
        return TRUE;
      if ((section != NULL && menu_has (section, action)) ||
          (submenu != NULL && menu_has (submenu, action)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
any_menu_has (gpointer root, const char *action)
{
  GMenuModel *menu = GTK_IS_MENU_BUTTON (root)    ? gtk_menu_button_get_menu_model (root)
                     : GTK_IS_POPOVER_MENU (root) ? gtk_popover_menu_get_menu_model (root)
                                                  : NULL;

  if (menu != NULL && menu_has (menu, action))
    return TRUE;
  if (GTK_IS_ACTIONABLE (root) && g_strcmp0 (gtk_actionable_get_action_name (root), action) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (any_menu_has (child, action))
        return TRUE;
    }
  return FALSE;
}

/* What takes a target is in the menu of the thing it names, as a line of the sidebar. */
static gboolean
takes_target (GActionGroup *group, const char *name)
{
  return g_action_group_get_action_parameter_type (group, name) != NULL &&
         g_action_group_get_action_state_type (group, name) == NULL;
}

/* With a message of an account for which every menu is there. */
static void
select_of_exchange (Fixture *fixture)
{
  LoftAccount *account = (LoftAccount *) loft_mail_account_get_account (fixture->account);

  g_free (account->kind);
  account->kind = g_strdup ("eas");
  loft_message_list_view_move (fixture->list, 1);
  ui_test_settle ();
}

static void
test_reachable (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) names = g_action_group_list_actions (loft_mail_pane_get_actions (fixture->pane));
  guint n = 0;
  const LoftShortcut *all = loft_shortcuts_get (&n);

  select_of_exchange (fixture);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;

      g_assert_true (g_action_parse_detailed_name (all[i].action, &name, &target, NULL));
      if (g_str_has_prefix (name, "mail."))
        g_assert_true (g_action_group_has_action (loft_mail_pane_get_actions (fixture->pane),
                                                  name + strlen ("mail.")));
    }
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *action = g_strconcat ("mail.", names[i], NULL);

      if (!shortcut_has (action) && !any_menu_has (fixture->window, action) &&
          !takes_target (loft_mail_pane_get_actions (fixture->pane), names[i]))
        g_error ("%s cannot be reached", action);
    }
}

static gboolean
has_message (LoftMessageRow *row)
{
  return loft_message_row_get_message (row) != NULL;
}

/* An arrow tells what became of a message, and a word who cannot see it. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  static const struct {
    LoftFlags flags;
    const char *icon; /* (nullable) */
    const char *word;
  } cases[] = {
    { 0, NULL, "Eva" },
    { LOFT_FLAG_ANSWERED, "loft-replied-symbolic", "Answered, " },
    { LOFT_FLAG_FORWARDED, "loft-forwarded-symbolic", "Forwarded, " },
    { LOFT_FLAG_ANSWERED | LOFT_FLAG_FORWARDED, "loft-replied-symbolic", "Answered, " },
  };
  GListModel *list = G_LIST_MODEL (loft_message_list_view_get_list (fixture->list));
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GtkWidget) image = g_object_ref_sink (gtk_image_new ());
      g_autoptr (LoftMessageRowText) text = NULL;
      g_autoptr (LoftMessageRow) row = NULL;

      add_message (fixture, "Marked", cases[i].flags | LOFT_FLAG_SEEN);
      ui_test_settle ();
      row = g_list_model_get_item (list, 0);
      ui_test_wait_for (has_message, row);
      text = loft_message_row_text_new (row, FALSE, 0);
      loft_message_row_text_show_mark (text, GTK_IMAGE (image));
      g_assert_cmpint (gtk_widget_get_visible (image), ==, cases[i].icon != NULL);
      g_assert_true (g_str_has_prefix (text->sentence, cases[i].word));
      if (cases[i].icon == NULL)
        continue;
      g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (image)), ==, cases[i].icon);
      g_assert_true (gtk_icon_theme_has_icon (theme, cases[i].icon));
    }
}

/* What its writer says of a message is a sign in the row, a quiet one, and a word. */
static void
test_priority (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *field;
    const char *icon; /* (nullable) */
    const char *word;
  } cases[] = {
    { "X-Priority: 1\r\n", "loft-priority-high-symbolic", "High importance, " },
    { "", NULL, "Eva" },
    { "Importance: low\r\n", "loft-priority-low-symbolic", "Low importance, " },
  };
  GListModel *list = G_LIST_MODEL (loft_message_list_view_get_list (fixture->list));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *raw =
        g_strdup_printf ("From: Eva <eva@example.org>\r\n%s\r\nText\r\n", cases[i].field);
      g_autoptr (GtkWidget) card = g_object_ref_sink (g_object_new (LOFT_TYPE_MESSAGE_CARD, NULL));
      g_autoptr (LoftMessageRowText) text = NULL;
      g_autoptr (LoftMessageRow) row = NULL;

      fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_SEEN,
                                g_get_real_time () / G_USEC_PER_SEC);
      ui_test_settle ();
      row = g_list_model_get_item (list, 0);
      ui_test_wait_for (has_message, row);
      text = loft_message_row_text_new (row, FALSE, 0);
      loft_message_card_show (LOFT_MESSAGE_CARD (card), text);
      g_assert_true (g_str_has_prefix (text->sentence, cases[i].word));
      g_assert_cmpint (gtk_widget_get_visible (ui_test_child (card, "priority")), ==,
                       cases[i].icon != NULL);
      if (cases[i].icon != NULL)
        g_assert_cmpstr (gtk_image_get_icon_name (ui_test_child (card, "priority")), ==,
                         cases[i].icon);
    }
}

/* Where the ink of a label begins, from the edge at which its row begins. */
static int
ink_edge (GtkWidget *card, const char *id)
{
  GtkLabel *label = ui_test_child (card, id);
  gboolean mirrored = gtk_widget_get_direction (card) == GTK_TEXT_DIR_RTL;
  PangoRectangle ink;
  graphene_point_t at;
  int x = 0;

  pango_layout_get_pixel_extents (gtk_label_get_layout (label), &ink, NULL);
  gtk_label_get_layout_offsets (label, &x, NULL);
  g_assert_true (
    gtk_widget_compute_point (GTK_WIDGET (label), card, &GRAPHENE_POINT_INIT (x + ink.x, 0), &at));
  return mirrored ? gtk_widget_get_width (card) - (int) at.x - ink.width : (int) at.x;
}

/* The lines of a row stand at the edge where the interface begins, whatever they are written in. */
static void
assert_one_edge (const char *people, const char *subject, const char *preview)
{
  GtkWidget *card = g_object_new (LOFT_TYPE_MESSAGE_CARD, NULL);
  GtkWindow *window = ui_test_show (card, 420, 120);
  LoftMessageRowText text = { .people = (char *) people,
                              .subject = (char *) subject,
                              .preview = (char *) preview,
                              .date = (char *) "14:02",
                              .keywords = (char *) "" };
  int edge = 0;

  loft_message_card_show (LOFT_MESSAGE_CARD (card), &text);
  ui_test_settle ();
  edge = ink_edge (card, "people");
  g_assert_cmpint (ABS (ink_edge (card, "subject") - edge), <=, 4);
  /* What is cut off ends before the next letter would. */
  g_assert_cmpint (ABS (ink_edge (card, "preview") - edge), <=, 16);
  gtk_window_destroy (window);
  ui_test_settle ();
}

static void
test_one_edge (void)
{
  static const GtkTextDirection directions[] = { GTK_TEXT_DIR_LTR, GTK_TEXT_DIR_RTL };

  for (guint i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      gtk_widget_set_default_direction (directions[i]);
      assert_one_edge ("Eva Adler", "Budget", "Here are the figures");
      assert_one_edge ("Eva Adler", "Re: خطاب", "خطاب إلى المدرسة");
      assert_one_edge ("يوسف", "خطاب", "Hello");
      assert_one_edge ("Eva", "Re: Budget",
                       "خطاب إلى المدرسة خطاب إلى المدرسة خطاب إلى المدرسة خطاب إلى المدرسة خطاب");
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function, width)                                                                 \
  g_test_add ("/list/" path, Fixture, GINT_TO_POINTER (width), set_up, function, tear_down)
  ADD ("own-window", test_own_window, 1200);
  ADD ("own-window-of-conversation", test_own_window_of_conversation, 1200);
  ADD ("single-keys", test_single_keys, 1200);
  ADD ("preferences", test_preferences, 1200);
  ADD ("table", test_table, 1200);
  ADD ("sorts", test_sorts, 1200);
  ADD ("filters", test_filters, 1200);
  ADD ("selection-mode", test_selection_mode, 500);
  ADD ("swipe", test_swipe, 500);
  ADD ("marks", test_marks, 1200);
  ADD ("priority", test_priority, 1200);
  g_test_add_func ("/list/columns/settings", test_columns);
  g_test_add_func ("/list/columns/change", test_columns_change);
  g_test_add_func ("/list/columns/places", test_columns_places);
  g_test_add_func ("/list/one-edge", test_one_edge);
  ADD ("no-pane", test_no_pane, 1200);
  ADD ("reachable", test_reachable, 1200);
#undef ADD
  return g_test_run ();
}
