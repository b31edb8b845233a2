/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person has on screen, selected and under the keyboard stays where it is while mail comes;
 * a million selected rows hold nobody up. */

#include "fake-service.h"
#include "loft-mail-pane.h"
#include "loft-message-list-row.h"
#include "loft-message-list-view-private.h"
#include "loft-window.h"
#include "ui-test.h"

#include <adwaita.h>
#include <time.h>

#define N_ROWS     2000
#define N_ARRIVALS 1000
#define BATCH      100
#define MANY       1000000

typedef struct {
  LoftService *service;
  LoftMailAccount *account;
  LoftMailFolder *inbox;
  LoftWindow *window;
  LoftMessageListView *list;
} Fixture;

static gboolean
list_is_filled (Fixture *fixture)
{
  return ui_test_find (fixture->list, LOFT_TYPE_MESSAGE_LIST_ROW) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer n_rows)
{
  fixture->service = fake_service_new ();
  fixture->account = fake_service_add_account (fixture->service, "work", "me@example.org");
  fixture->inbox = fake_account_add_folder (fixture->account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  fake_account_add_rows (fixture->account, fixture->inbox, GPOINTER_TO_UINT (n_rows));
  fixture->window = loft_window_new (NULL, fixture->service, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 700);
  fixture->list = ui_test_child (ui_test_find (fixture->window, LOFT_TYPE_MAIL_PANE), "list");
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_test_wait_for (list_is_filled, fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
}

static void
tear_down (Fixture *fixture, gconstpointer n_rows)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_test_settle ();
  g_object_unref (fixture->service);
}

static void
let_mail_come (Fixture *fixture, guint n)
{
  static const char raw[] = "From: Eva Adler <eva@example.org>\r\nSubject: Newer\r\n\r\nNewer\r\n";

  for (guint i = 0; i < n; i++)
    fake_account_add_message (fixture->account, fixture->inbox, raw, -1, LOFT_FLAG_NONE,
                              g_get_real_time () / G_USEC_PER_SEC);
  ui_test_settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
}

static gint64
key_at (Fixture *fixture, guint position)
{
  return loft_message_list_get_key (loft_message_list_view_get_list (fixture->list), position);
}

static guint
position_of (Fixture *fixture, gint64 key)
{
  guint position = 0;

  g_assert_true (
    loft_message_list_find (loft_message_list_view_get_list (fixture->list), key, &position));
  return position;
}

/* Where a row is on screen, from the top of the list. */
static double
height_of (Fixture *fixture, gint64 key)
{
  GtkWidget *row = loft_message_list_view_find_widget (fixture->list, position_of (fixture, key));
  double x = 0, y = -1;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->list), 0, 0, &x, &y));
  return y;
}

static gint64
focused_key (Fixture *fixture)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->list->selection));

  for (guint i = 0; focus != NULL && i < MIN (n, N_ROWS + N_ARRIVALS); i++)
    {
      GtkWidget *row = loft_message_list_view_find_widget (fixture->list, i);

      if (row != NULL && (row == focus || gtk_widget_is_ancestor (row, focus) ||
                          gtk_widget_is_ancestor (focus, row)))
        return key_at (fixture, i);
    }
  return 0;
}

static char *
selected_keys (Fixture *fixture)
{
  g_autoptr (GArray) keys = loft_message_list_view_get_selected_keys (fixture->list, 100);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < keys->len; i++)
    g_string_append_printf (text, "%" G_GINT64_FORMAT " ", g_array_index (keys, gint64, i));
  return g_string_free (text, FALSE);
}

static void
select_some (Fixture *fixture, guint first)
{
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (fixture->list->selection);

  gtk_selection_model_select_range (selection, first, 3, TRUE);
  gtk_selection_model_select_item (selection, first + 5, FALSE);
  gtk_widget_grab_focus (loft_message_list_view_find_widget (fixture->list, first + 2));
}

/* Rows near the screen get their texts, and with them their heights, after those on it. */
static void
let_rows_come_to_rest (Fixture *fixture)
{
  for (guint i = 0; i < 10; i++)
    {
      ui_test_settle ();
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
    }
}

static gboolean
is_scrolled (Fixture *fixture)
{
  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (fixture->list->scroller)) >
         1000.0;
}

static void
test_keeps_place (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  gint64 watched, focused;
  double height;

  loft_message_list_view_scroll_to (fixture->list, N_ROWS / 2);
  ui_test_wait_for (is_scrolled, fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->list));
  select_some (fixture, N_ROWS / 2 - 4);
  let_rows_come_to_rest (fixture);
  watched = key_at (fixture, N_ROWS / 2 - 1);
  height = height_of (fixture, watched);
  focused = focused_key (fixture);
  g_assert_cmpint (focused, ==, key_at (fixture, N_ROWS / 2 - 2));
  before = selected_keys (fixture);

  for (guint n = 0; n < N_ARRIVALS; n += BATCH)
    {
      g_autofree char *now = NULL;

      let_mail_come (fixture, BATCH);
      now = selected_keys (fixture);
      g_assert_cmpstr (now, ==, before);
      g_assert_cmpint (focused_key (fixture), ==, focused);
      g_assert_cmpfloat_with_epsilon (height_of (fixture, watched), height, 1.5);
    }
  g_assert_cmpuint (position_of (fixture, watched), ==, N_ROWS / 2 - 1 + N_ARRIVALS);
}

static gboolean
newest_is_at_top (Fixture *fixture)
{
  GtkWidget *row = loft_message_list_view_find_widget (fixture->list, 0);
  double x, y;

  return row != NULL && gtk_widget_get_mapped (row) &&
         gtk_adjustment_get_value (
           gtk_scrolled_window_get_vadjustment (fixture->list->scroller)) < 1.0 &&
         gtk_widget_translate_coordinates (row, GTK_WIDGET (fixture->list), 0, 0, &x, &y) &&
         y >= 0 && y < 100;
}

/* At the top, what is new is what people wait for. */
static void
test_shows_new_at_top (Fixture *fixture, gconstpointer data)
{
  for (guint n = 0; n < 4; n++)
    {
      let_mail_come (fixture, BATCH);
      ui_test_wait_for (newest_is_at_top, fixture);
    }
  g_assert_nonnull (ui_test_find_text (fixture->list, "Newer"));
}

/* ---- a million selected ------------------------------------------------------------------- */

static double
cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* The longest that the main thread was busy without looking at its events: work, not waiting, so
 * that a loaded machine tells the same. */
static double
run_and_measure (void)
{
  double worst = 0;
  gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (g_get_monotonic_time () < end)
    {
      double start = cpu_ms ();

      g_main_context_iteration (NULL, FALSE);
      worst = MAX (worst, cpu_ms () - start);
    }
  return worst;
}

typedef struct {
  const char *name;
  void (*act) (Fixture *fixture);
} Deed;

static void
select_all (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->list->list_view), "list.select-all", NULL);
}

static void
mail_comes (Fixture *fixture)
{
  let_mail_come (fixture, 1);
}

static void
scroll_down (Fixture *fixture)
{
  loft_message_list_view_scroll_to (fixture->list, MANY / 2);
}

static void
shrink (Fixture *fixture)
{
  gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (fixture->list->selection), 17);
}

static void
unselect_all (Fixture *fixture)
{
  loft_message_list_view_unselect_all (fixture->list);
}

static void
test_million_selected (Fixture *fixture, gconstpointer data)
{
  static const Deed deeds[] = {
    { "select all", select_all }, { "new mail", mail_comes },       { "scroll", scroll_down },
    { "take one out", shrink },   { "unselect all", unselect_all },
  };

  run_and_measure ();
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    {
      double start = cpu_ms ();
      double busy;

      deeds[i].act (fixture);
      busy = cpu_ms () - start;
      busy = MAX (busy, run_and_measure ());
      g_test_message ("%s: busy for %.1f ms at the most", deeds[i].name, busy);
      g_assert_cmpfloat (busy, <, 150.0);
      if (i == 0)
        g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, MANY);
    }
  g_assert_cmpuint (loft_message_list_view_get_n_selected (fixture->list), ==, 0);
}

#define ADD(path, func, n)                                                                         \
  g_test_add ("/list-arrivals/" path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("keeps-place", test_keeps_place, N_ROWS);
  ADD ("shows-new-at-top", test_shows_new_at_top, N_ROWS);
  ADD ("million-selected", test_million_selected, MANY);
  return g_test_run ();
}
