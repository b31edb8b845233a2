/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes next, beside the mail: which events and tasks, and when they go. */
#include "fake-calendar.h"
#include "fake-service.h"
#include "fake-tasks.h"
#include "loft-clock.h"
#include "loft-end-layout.h"
#include "loft-settings.h"
#include "loft-mail-pane.h"
#include "loft-today-view.h"
#include "loft-wall.h"
#include "loft-window.h"
#include "ui-test.h"

#include <adwaita.h>

#define TODAY 20534 /* Sunday 2026-03-22 */
#define DAY   ((gint64) LOFT_WALL_DAY)
#define HOUR  3600

typedef struct {
  FakeCalendar *calendar;
  FakeTasks *tasks;
  LoftCalendarItem *work; /* (borrowed) */
  LoftCalendarItem *list; /* (borrowed) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_clock_set_for_test (TODAY * DAY + 12 * HOUR);
  fixture->calendar = fake_calendar_new ();
  fixture->tasks = fake_tasks_new ();
  fixture->work = fake_calendar_add_calendar (fixture->calendar, "work", "Work", "#3584e4");
  fixture->list = fake_tasks_add_list (fixture->tasks, "work", "Tasks", "#3584e4");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->calendar);
  g_object_unref (fixture->tasks);
  loft_clock_set_for_test (0);
}

static void
add (Fixture *fixture, const char *summary, gint64 day, int from, int to)
{
  fake_calendar_add (fixture->calendar, fixture->work, summary, day * DAY + from * HOUR,
                     day * DAY + to * HOUR);
}

static LoftTodayView *
show (Fixture *fixture)
{
  GtkWidget *view = loft_today_view_new (LOFT_CALENDAR_ACTIONS (fixture->calendar),
                                         LOFT_TASK_ACTIONS (fixture->tasks));

  ui_test_show (view, 300, 700);
  ui_test_settle ();
  return LOFT_TODAY_VIEW (view);
}

static void
finish (LoftTodayView *view)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (view))));
  ui_test_settle ();
}

static void
assert_shown (LoftTodayView *view, const char *text, gboolean shown)
{
  if ((ui_test_find_text (view, text) != NULL) != shown)
    g_error ("“%s” is %s", text, shown ? "missing" : "shown");
}

static void
test_events (Fixture *fixture, gconstpointer data)
{
  LoftTodayView *view;

  add (fixture, "Breakfast", TODAY, 8, 9);
  add (fixture, "Lunch", TODAY, 13, 14);
  add (fixture, "Dentist", TODAY + 1, 8, 9);
  add (fixture, "Review", TODAY + 2, 8, 9);
  fake_calendar_add_days (fixture->calendar, fixture->work, "Fair", TODAY - 1, 2);
  view = show (fixture);
  assert_shown (view, "Breakfast", FALSE); /* is over */
  assert_shown (view, "Lunch", TRUE);
  assert_shown (view, "Fair", TRUE);
  assert_shown (view, "Tomorrow", TRUE);
  assert_shown (view, "Dentist", TRUE);
  assert_shown (view, "Review", FALSE);
  /* Time passes, and midnight with it. */
  loft_clock_set_for_test (TODAY * DAY + 15 * HOUR);
  loft_today_view_look_at_clock (view);
  ui_test_settle ();
  assert_shown (view, "Lunch", FALSE);
  assert_shown (view, "Fair", TRUE);
  loft_clock_set_for_test ((TODAY + 1) * DAY + 7 * HOUR);
  loft_today_view_look_at_clock (view);
  ui_test_settle ();
  assert_shown (view, "Fair", FALSE);
  assert_shown (view, "Dentist", TRUE);
  assert_shown (view, "Review", TRUE);
  finish (view);
}

static void
test_declined (Fixture *fixture, gconstpointer data)
{
  LoftTodayView *view;

  fake_calendar_add (fixture->calendar, fixture->work, "Boring", TODAY * DAY + 13 * HOUR,
                     TODAY * DAY + 14 * HOUR)
    ->partstat = LOFT_PARTSTAT_DECLINED;
  fake_calendar_add (fixture->calendar, fixture->work, "Cancelled", TODAY * DAY + 13 * HOUR,
                     TODAY * DAY + 14 * HOUR)
    ->status = LOFT_EVENT_CANCELLED;
  view = show (fixture);
  assert_shown (view, "Boring", FALSE);
  assert_shown (view, "Cancelled", FALSE);
  finish (view);
}

static void
test_tasks (Fixture *fixture, gconstpointer data)
{
  LoftTodayView *view;

  fake_tasks_add (fixture->tasks, fixture->list, "Rent", "", TODAY - 2);
  fake_tasks_add (fixture->tasks, fixture->list, "Plants", "", TODAY);
  fake_tasks_add (fixture->tasks, fixture->list, "Report", "", TODAY + 1);
  fake_tasks_add (fixture->tasks, fixture->list, "Someday", "", 0);
  view = show (fixture);
  assert_shown (view, "Due", TRUE);
  assert_shown (view, "Rent", TRUE);
  assert_shown (view, "Plants", TRUE);
  assert_shown (view, "Report", FALSE);
  assert_shown (view, "Someday", FALSE);
  g_assert_cmpstr (gtk_actionable_get_action_name (
                     GTK_ACTIONABLE (gtk_widget_get_ancestor (ui_test_find_text (view, "Plants"),
                                                              GTK_TYPE_BUTTON))),
                   ==, "win.show-task");
  finish (view);
}

static void
add_lunch (Fixture *fixture)
{
  g_autoptr (LoftEvent) event = loft_event_new ();
  LoftCalendarChange change = { .kind = LOFT_CHANGE_ADD,
                                .event = event,
                                .calendar = fixture->work };

  g_free (event->summary);
  event->summary = g_strdup ("Lunch");
  event->start =
    (LoftEventTime){ TRUE, FALSE, TODAY * DAY + 13 * HOUR, "UTC", TODAY * DAY + 13 * HOUR };
  event->end =
    (LoftEventTime){ TRUE, FALSE, TODAY * DAY + 14 * HOUR, "UTC", TODAY * DAY + 14 * HOUR };
  loft_calendar_actions_change_async (LOFT_CALENDAR_ACTIONS (fixture->calendar), &change, NULL,
                                      NULL, NULL);
}

/* What comes is shown, and what was empty says so. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  LoftTodayView *view = show (fixture);

  g_assert_true (loft_today_view_is_empty (view));
  assert_shown (view, "Nothing more today or tomorrow, and nothing is due.", TRUE);
  add_lunch (fixture);
  ui_test_settle ();
  assert_shown (view, "Nothing more today or tomorrow, and nothing is due.", FALSE);
  assert_shown (view, "Lunch", TRUE);
  g_assert_false (loft_today_view_is_empty (view));
  fake_tasks_add (fixture->tasks, fixture->list, "Plants", "", TODAY);
  ui_test_settle ();
  assert_shown (view, "Plants", TRUE);
  finish (view);
}

static gboolean
is_seen (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_away (gpointer widget)
{
  return !gtk_widget_get_mapped (widget);
}

static gboolean
has_all (gpointer bin)
{
  return gtk_widget_get_width (gtk_widget_get_first_child (bin)) == gtk_widget_get_width (bin);
}

/* Beside while there is room, else not at all; never wider. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bin = adw_bin_new ();
  GtkWidget *second = gtk_label_new ("second");
  GtkWindow *window;
  int least = 0;

  adw_bin_set_child (ADW_BIN (bin), gtk_label_new ("first"));
  gtk_widget_set_layout_manager (bin, loft_end_layout_new (200, 300));
  gtk_widget_set_parent (second, bin);
  gtk_widget_measure (bin, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <, 200);
  g_object_ref (bin);
  window = ui_test_show (bin, 600, 300);
  ui_test_wait_for (is_seen, second);
  g_assert_true (loft_end_layout_has_room (bin));
  g_assert_false (has_all (bin));
  gtk_widget_set_visible (second, FALSE);
  ui_test_wait_for (has_all, bin);
  gtk_widget_set_visible (second, TRUE);
  gtk_window_set_child (window, NULL);
  gtk_window_destroy (window);
  window = ui_test_show (bin, 400, 300);
  ui_test_wait_for (is_away, second);
  ui_test_wait_for (has_all, bin);
  g_assert_false (loft_end_layout_has_room (bin));
  gtk_widget_unparent (second);
  gtk_window_destroy (window);
  g_object_unref (bin);
  ui_test_settle ();
}

/* In the window: put away and back, and to where its rows lead. */
static void
test_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftService) service = fake_service_new ();
  GtkWindow *window;
  GtkWidget *view;

  add (fixture, "Lunch", TODAY, 13, 14);
  fake_tasks_add (fixture->tasks, fixture->list, "Plants", "", TODAY);
  fake_service_set_calendar (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  fake_service_set_tasks (LOFT_TASK_ACTIONS (fixture->tasks));
  fake_service_add_account (service, "work", "alice@example.test");
  window = GTK_WINDOW (loft_window_new (NULL, service, NULL));
  gtk_window_present (window);
  ui_test_settle ();
  view = ui_test_find (window, LOFT_TYPE_TODAY_VIEW);
  g_assert_nonnull (view);
  g_assert_true (gtk_widget_get_visible (view));
  loft_settings_set_boolean (LOFT_SETTING_TODAY, FALSE);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_visible (view));
  loft_settings_set_boolean (LOFT_SETTING_TODAY, TRUE);
  ui_test_settle ();
  g_assert_true (gtk_widget_get_visible (view));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-task", "s", "Plants"));
  g_assert_cmpstr (loft_window_get_pane (LOFT_WINDOW (window)), ==, "tasks");
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-day", "x", (gint64) TODAY));
  g_assert_cmpstr (loft_window_get_pane (LOFT_WINDOW (window)), ==, "calendar");
  gtk_window_destroy (window);
  ui_test_settle ();
  fake_service_set_calendar (NULL);
  fake_service_set_tasks (NULL);
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
says_nothing (gpointer root)
{
  return ui_test_find_text (root, "Nothing more today or tomorrow") != NULL;
}

static gboolean
says_lunch (gpointer root)
{
  return ui_test_find_text (root, "Lunch") != NULL;
}

/* A column that says only that there is nothing leaves its room to the message; asked for, it answers; and
 * with something to show it is there. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftService) service = fake_service_new ();
  GtkWindow *window;
  GtkWidget *column;
  GtkWidget *popover;

  fake_service_set_calendar (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  fake_service_set_tasks (LOFT_TASK_ACTIONS (fixture->tasks));
  fake_service_add_account (service, "work", "alice@example.test");
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "below"); /* there is room */
  window = GTK_WINDOW (loft_window_new (NULL, service, NULL));
  gtk_window_set_default_size (window, 1200, 700);
  gtk_window_present (window);
  ui_test_settle ();
  column = ui_test_find (window, LOFT_TYPE_TODAY_VIEW);
  g_assert_false (gtk_widget_get_visible (column));
  popover = gtk_widget_get_last_child (
    ui_test_child (ui_test_find (window, LOFT_TYPE_MAIL_PANE), "today_button"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "mail.today", NULL));
  ui_test_wait_for (is_seen, popover);
  ui_test_wait_for (says_nothing, popover);
  add_lunch (fixture);
  ui_test_wait_for (is_shown, column);
  ui_test_wait_for (is_away, popover);
  ui_test_wait_for (says_lunch, column);
  gtk_window_destroy (window);
  ui_test_settle ();
  loft_settings_set_string (LOFT_SETTING_READING_PANE, "right");
  fake_service_set_calendar (NULL);
  fake_service_set_tasks (NULL);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/today/events", test_events);
  ADD ("/today/declined", test_declined);
  ADD ("/today/tasks", test_tasks);
  ADD ("/today/changes", test_changes);
  ADD ("/today/room", test_room);
  ADD ("/today/window", test_window);
  ADD ("/today/nothing", test_nothing);
  return g_test_run ();
}
