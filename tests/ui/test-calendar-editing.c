/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-calendar.h"
#include "loft-alarm-rows.h"
#include "loft-alarm-text.h"
#include "loft-attachment-file.h"
#include "loft-calendar-pane-private.h"
#include "loft-calendar-search.h"
#include "loft-calendar-sidebar.h"
#include "loft-clock.h"
#include "loft-event-chip.h"
#include "loft-event-editor-private.h"
#include "loft-event-files.h"
#include "loft-key-move.h"
#include "loft-pane.h"
#include "loft-repeat-rows.h"
#include "loft-time-row.h"
#include "loft-wall.h"
#include "loft-zone-chooser.h"
#include "loft-zone-list.h"
#include "ui-test.h"

#include <glib/gstdio.h>

#define NOW  1795514400 /* 2026-11-24 10:00 UTC, a Tuesday */
#define HOUR 3600

typedef struct {
  FakeCalendar *calendar;
  LoftCalendarItem *home; /* (borrowed) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_clock_set_for_test (NOW);
  fixture->calendar = fake_calendar_new ();
  fixture->home =
    fake_calendar_add_calendar (fixture->calendar, "On This Computer", "Home", "#2ec27e");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ui_test_settle ();
  g_object_unref (fixture->calendar);
  loft_clock_set_for_test (0);
}

static LoftEvent *
new_event (const char *zone, const char *rule)
{
  LoftEvent *event = loft_event_new ();

  event->start = (LoftEventTime){ TRUE, FALSE, NOW, g_intern_string (zone), NOW };
  event->end = (LoftEventTime){ TRUE, FALSE, NOW + HOUR, g_intern_string (zone), NOW + HOUR };
  g_free (event->uid);
  event->uid = g_strdup ("editing@example.org");
  g_free (event->rule);
  event->rule = g_strdup (rule);
  return event;
}

static LoftEventEditor *
open_editor (Fixture *fixture, LoftEvent *event)
{
  GListModel *calendars =
    loft_calendar_actions_get_calendars (LOFT_CALENDAR_ACTIONS (fixture->calendar));

  return loft_event_editor_new (calendars, event, fixture->home, TRUE);
}

static gint64
to_instant (const LoftEventTime *time)
{
  return time->at;
}

/* A flight: 10:00 in New York to what is 10:00 in Vienna is four hours. */
static void
test_zones (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = new_event ("UTC", "");
  g_autoptr (LoftEvent) made = NULL;
  LoftEventEditor *editor = open_editor (fixture, event);

  g_assert_false (loft_event_editor_is_changed (editor));
  loft_zone_chooser_set (LOFT_ZONE_CHOOSER (editor->start_zone_chooser), "America/New_York");
  loft_event_editor_on_zone (editor);
  g_assert_cmpstr (editor->end_zone, ==, "America/New_York");
  loft_zone_chooser_set (LOFT_ZONE_CHOOSER (editor->end_zone_chooser), "Europe/Vienna");
  loft_event_editor_on_zone (editor);
  loft_time_row_set (LOFT_TIME_ROW (editor->end), NOW + 10 * HOUR);
  loft_event_editor_on_end (editor);
  made = loft_event_editor_make_event (editor);
  g_assert_cmpstr (made->start.zone, ==, "America/New_York");
  g_assert_cmpint (made->start.wall, ==, NOW);
  g_assert_cmpint (to_instant (&made->start), ==, NOW + 5 * HOUR);
  g_assert_cmpstr (made->end.zone, ==, "Europe/Vienna");
  g_assert_cmpint (to_instant (&made->end), ==, NOW + 9 * HOUR);
  /* The start moved, the length stays. */
  loft_time_row_set (LOFT_TIME_ROW (editor->start), NOW + HOUR);
  loft_event_editor_on_start (editor);
  g_assert_cmpint (loft_event_editor_measure (editor), ==, 4 * HOUR);
  g_assert_true (loft_event_editor_is_changed (editor));
  gtk_window_destroy (GTK_WINDOW (editor));
}

/* A zone that only the event itself explains is not taken from it. */
static void
test_own_zone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = new_event ("Customized Time Zone 1", "");
  g_autoptr (LoftEvent) made = NULL;
  LoftEventEditor *editor = open_editor (fixture, event);

  made = loft_event_editor_make_event (editor);
  g_assert_cmpstr (made->start.zone, ==, "Customized Time Zone 1");
  g_assert_cmpint (made->start.at, ==, NOW);
  gtk_window_destroy (GTK_WINDOW (editor));
}

static void
assert_mistake (LoftEventEditor *editor, gboolean is_one)
{
  g_autofree char *mistake = loft_event_editor_find_mistake (editor);

  g_assert_true ((mistake != NULL) == is_one);
  g_assert_true (gtk_widget_get_sensitive (editor->save) == !is_one);
  g_assert_true (gtk_widget_get_visible (editor->mistake) == is_one);
}

static void
test_mistakes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = new_event ("UTC", "FREQ=WEEKLY;UNTIL=20271201T000000Z");
  LoftEventEditor *editor = open_editor (fixture, event);

  assert_mistake (editor, FALSE);
  loft_time_row_set (LOFT_TIME_ROW (editor->end), NOW - HOUR);
  loft_event_editor_on_end (editor);
  assert_mistake (editor, TRUE);
  loft_time_row_set (LOFT_TIME_ROW (editor->end), NOW);
  loft_event_editor_on_end (editor);
  assert_mistake (editor, FALSE);
  /* Behind its last day. */
  loft_time_row_set (LOFT_TIME_ROW (editor->start), NOW + 400 * (gint64) LOFT_WALL_DAY);
  loft_event_editor_on_start (editor);
  assert_mistake (editor, TRUE);
  gtk_window_destroy (GTK_WINDOW (editor));
  loft_calendar_item_set_writable (fixture->home, FALSE);
  editor = open_editor (fixture, event);
  assert_mistake (editor, TRUE);
  gtk_window_destroy (GTK_WINDOW (editor));
}

/* Rules that rows can say are said; all stay as they are written. */
static void
test_rules (void)
{
  static const struct {
    const char *rule;
    gboolean all_day;
  } rows[] = {
    { "", FALSE },
    { "FREQ=DAILY;INTERVAL=3;COUNT=5", FALSE },
    { "FREQ=WEEKLY;BYDAY=TU", FALSE },
    { "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=SU", FALSE },
    { "FREQ=WEEKLY;UNTIL=20270101T045959Z", FALSE },
    { "FREQ=DAILY;UNTIL=20270101", TRUE },
    { "FREQ=MONTHLY;BYDAY=4TU", FALSE },
    { "FREQ=MONTHLY;BYDAY=1MO", FALSE },
    { "FREQ=MONTHLY;BYMONTHDAY=-1", FALSE },
    { "FREQ=YEARLY", TRUE },
    { "FREQ=SECONDLY;COUNT=4000", FALSE },
    { "FREQ=DAILY;COUNT=100000", FALSE },
    { "NONSENSE", FALSE },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GtkWidget) group = g_object_ref_sink (loft_repeat_rows_new ());
      g_autofree char *rule = NULL;

      loft_repeat_rows_set_start (LOFT_REPEAT_ROWS (group), NOW, rows[i].all_day ? NULL : zone);
      loft_repeat_rows_set_rule (LOFT_REPEAT_ROWS (group), rows[i].rule);
      rule = loft_repeat_rows_get_rule (LOFT_REPEAT_ROWS (group));
      g_assert_cmpstr (rule, ==, rows[i].rule);
    }
}

/* On a Wednesday instead: the one day goes along, and the last day is that of the event's wall. */
static void
test_rule_follows (void)
{
  g_autoptr (GtkWidget) group = g_object_ref_sink (loft_repeat_rows_new ());
  LoftRepeatRows *rows = LOFT_REPEAT_ROWS (group);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  g_autofree char *rule = NULL;
  g_autofree char *nth = NULL;

  loft_repeat_rows_set_start (rows, NOW, zone);
  loft_repeat_rows_set_rule (rows, "FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20270101T045959Z");
  loft_repeat_rows_set_start (rows, NOW + LOFT_WALL_DAY, NULL);
  rule = loft_repeat_rows_get_rule (rows);
  g_assert_cmpstr (rule, ==, "FREQ=WEEKLY;UNTIL=20261231;BYDAY=MO,TU");
  loft_repeat_rows_set_start (rows, NOW, zone);
  loft_repeat_rows_set_rule (rows, "FREQ=MONTHLY;BYDAY=4TU");
  loft_repeat_rows_set_start (rows, NOW + 7 * LOFT_WALL_DAY, zone);
  nth = loft_repeat_rows_get_rule (rows);
  g_assert_cmpstr (nth, ==, "FREQ=MONTHLY;BYDAY=1TU");
}

static void
test_alarm_words (void)
{
  static const struct {
    gint64 offset;
    gboolean from_end;
    gboolean all_day;
    const char *words;
  } rows[] = {
    { 0, FALSE, FALSE, "When it starts" },
    { -900, FALSE, FALSE, "15 minutes before" },
    { -3600, FALSE, FALSE, "1 hour before" },
    { -172800, FALSE, FALSE, "2 days before" },
    { -604800, FALSE, FALSE, "1 week before" },
    { -90, FALSE, FALSE, "90 seconds before" },
    { 300, FALSE, FALSE, "5 minutes after the start" },
    { -300, TRUE, FALSE, "5 minutes before the end" },
    { 0, TRUE, FALSE, "When it ends" },
    { 9 * 3600, FALSE, TRUE, "On the day at 09:00" },
    { -7 * 3600, FALSE, TRUE, "The day before at 17:00" },
    { -86400 - 15 * 3600, FALSE, TRUE, "2 days before at 09:00" },
    { G_MININT64, FALSE, FALSE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftAlarm) alarm = loft_alarm_new (rows[i].offset);
      g_autofree char *words = NULL;

      alarm->from_end = rows[i].from_end;
      words = loft_alarm_text (alarm, rows[i].all_day);
      if (rows[i].words != NULL)
        g_assert_cmpstr (words, ==, rows[i].words);
    }
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = new_event ("UTC", "");
  g_autoptr (LoftEvent) made = NULL;
  LoftEventEditor *editor = open_editor (fixture, event);

  g_assert_true (gtk_widget_activate_action (editor->alarms, "alarms.add", "x", (gint64) -900));
  g_assert_true (gtk_widget_activate_action (editor->alarms, "alarms.add", "x", (gint64) -86400));
  /* Each once. */
  g_assert_true (gtk_widget_activate_action (editor->alarms, "alarms.add", "x", (gint64) -900));
  g_assert_true (loft_event_files_attach_link (LOFT_EVENT_FILES (editor->files),
                                               " https://example.org/plan.pdf "));
  g_assert_false (loft_event_files_attach_link (LOFT_EVENT_FILES (editor->files), "file:///etc"));
  g_assert_false (loft_event_files_attach_link (LOFT_EVENT_FILES (editor->files), "no link"));
  gtk_editable_set_text (GTK_EDITABLE (editor->categories), "Work,  Travel,, Work,");
  made = loft_event_editor_make_event (editor);
  g_assert_cmpuint (made->alarms->len, ==, 2);
  g_assert_cmpint (((LoftAlarm *) g_ptr_array_index (made->alarms, 0))->offset, ==, -900);
  g_assert_cmpuint (made->attachments->len, ==, 1);
  g_assert_cmpstr (((LoftEventAttachment *) g_ptr_array_index (made->attachments, 0))->uri, ==,
                   "https://example.org/plan.pdf");
  g_assert_cmpuint (g_strv_length (made->categories), ==, 2);
  g_assert_cmpstr (made->categories[1], ==, "Travel");
  gtk_window_destroy (GTK_WINDOW (editor));
}

static gboolean
is_read (gpointer files)
{
  return !loft_event_files_is_busy (files);
}

static void
test_files (void)
{
  g_autoptr (GtkWidget) files = g_object_ref_sink (loft_event_files_new ());
  g_autofree char *folder = g_dir_make_tmp ("loft-files-XXXXXX", NULL);
  g_autofree char *small = g_build_filename (folder, "plan <b>&.txt", NULL);
  g_autofree char *large = g_build_filename (folder, "large", NULL);
  g_autofree char *bytes = g_malloc0 (LOFT_EVENT_FILES_MOST + 1);
  g_autoptr (GFile) first = g_file_new_for_path (small), second = g_file_new_for_path (large);
  g_autoptr (GFile) none = g_file_new_build_filename (folder, "none", NULL);
  g_autoptr (GPtrArray) attached = NULL;

  g_assert_true (g_file_set_contents (small, "text", 4, NULL));
  g_assert_true (g_file_set_contents (large, bytes, LOFT_EVENT_FILES_MOST + 1, NULL));
  loft_event_files_attach (LOFT_EVENT_FILES (files), first);
  loft_event_files_attach (LOFT_EVENT_FILES (files), second);
  loft_event_files_attach (LOFT_EVENT_FILES (files), none);
  ui_test_wait (is_read, files);
  attached = loft_event_files_get (LOFT_EVENT_FILES (files));
  g_assert_cmpuint (attached->len, ==, 1);
  g_assert_cmpstr (((LoftEventAttachment *) g_ptr_array_index (attached, 0))->name, ==,
                   "plan <b>&.txt");
  g_assert_cmpuint (g_bytes_get_size (((LoftEventAttachment *) attached->pdata[0])->bytes), ==, 4);
  g_remove (small);
  g_remove (large);
  g_rmdir (folder);
}

/* Where the server holds none, that is said before anything is lost. */
static void
test_no_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = new_event ("UTC", "");
  g_autoptr (LoftEvent) made = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("text", 4);
  LoftEventEditor *editor = NULL;
  GtkWidget *attach = NULL;

  g_ptr_array_add (event->attachments, loft_event_attachment_new ("", "plan.txt", "", bytes));
  editor = open_editor (fixture, event);
  gtk_window_present (GTK_WINDOW (editor));
  ui_test_settle ();
  attach = ui_test_find_text (editor->files, "Attach Files");
  g_assert_nonnull (attach);
  g_assert_null (ui_test_find_text (editor->files, "holds no attachments"));
  loft_calendar_item_set_takes_files (fixture->home, FALSE);
  loft_event_editor_update (editor);
  ui_test_settle ();
  g_assert_false (gtk_widget_get_mapped (attach));
  g_assert_nonnull (ui_test_find_text (editor->files, "the event is kept without these"));
  /* Nothing is taken away here. */
  made = loft_event_editor_make_event (editor);
  g_assert_cmpuint (made->attachments->len, ==, 1);
  gtk_window_destroy (GTK_WINDOW (editor));
  loft_calendar_item_set_takes_files (fixture->home, TRUE);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_attachment_file_save_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static gboolean
is_done (gpointer done)
{
  return *(gboolean *) done;
}

static void
test_file_saved (void)
{
  g_autofree char *folder = g_dir_make_tmp ("loft-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "plan.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("The plan", 8);
  gboolean done = FALSE;

  loft_attachment_file_save_bytes_async (bytes, path, NULL, on_saved, &done);
  ui_test_wait (is_done, &done);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "The plan");
  g_remove (path);
  g_rmdir (folder);
}

/* What is typed is not lost by Escape, nor when it cannot be kept. */
static void
test_closing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = new_event ("UTC", "");
  LoftEventEditor *editor = open_editor (fixture, event);

  g_object_add_weak_pointer (G_OBJECT (editor), (gpointer *) &editor);
  gtk_window_present (GTK_WINDOW (editor));
  gtk_editable_set_text (GTK_EDITABLE (editor->title), "Typed");
  gtk_window_close (GTK_WINDOW (editor));
  ui_test_settle ();
  g_assert_nonnull (editor);
  loft_event_editor_end_saving (editor, "No room");
  g_assert_true (gtk_widget_get_visible (editor->banner));
  g_assert_true (gtk_widget_get_sensitive (editor->save));
  loft_event_editor_end_saving (editor, NULL);
  ui_test_settle ();
  g_assert_null (editor);
  editor = open_editor (fixture, event);
  g_object_add_weak_pointer (G_OBJECT (editor), (gpointer *) &editor);
  gtk_window_present (GTK_WINDOW (editor));
  gtk_window_close (GTK_WINDOW (editor));
  ui_test_settle ();
  g_assert_null (editor);
}

/* Keys */

static LoftCalendarView *
get_view (GtkWidget *pane)
{
  return loft_calendar_pane_get_view (LOFT_CALENDAR_PANE (pane));
}

typedef struct {
  guint key;
  GdkModifierType state;
} Press;

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *view;
    Press presses[4];
    gint64 start; /* from NOW */
    gint64 end;
  } rows[] = {
    { "week",
      { { GDK_KEY_Down, 0 }, { GDK_KEY_Right, 0 }, { GDK_KEY_Return, 0 } },
      LOFT_WALL_DAY + 900,
      LOFT_WALL_DAY + 900 + HOUR },
    { "week", { { GDK_KEY_Down, GDK_SHIFT_MASK }, { GDK_KEY_Return, 0 } }, 0, HOUR + 900 },
    { "week", { { GDK_KEY_Down, 0 }, { GDK_KEY_Escape, 0 } }, 0, HOUR },
    /* Not shorter than a quarter, and not out of sight. */
    { "day", { { GDK_KEY_Left, 0 }, { GDK_KEY_Return, 0 } }, 0, HOUR },
    { "month",
      { { GDK_KEY_Up, 0 }, { GDK_KEY_Left, 0 }, { GDK_KEY_Return, 0 } },
      -8 * LOFT_WALL_DAY,
      -8 * LOFT_WALL_DAY + HOUR },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *pane = loft_calendar_pane_new (LOFT_CALENDAR_ACTIONS (fixture->calendar));
      GtkWindow *window = NULL;
      LoftEventChip *chip = NULL;
      const LoftOccurrence *found = NULL;

      fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + HOUR);
      gtk_widget_insert_action_group (pane, "calendar", loft_pane_get_actions (LOFT_PANE (pane)));
      window = ui_test_show (pane, 1200, 800);
      loft_calendar_pane_show_view (LOFT_CALENDAR_PANE (pane), rows[i].view);
      ui_test_settle ();
      chip = ui_test_find (get_view (pane), LOFT_TYPE_EVENT_CHIP);
      g_assert_nonnull (chip);
      for (guint k = 0; rows[i].presses[k].key != 0; k++)
        g_assert_true (loft_key_move_press (get_view (pane), loft_event_chip_get_entry (chip),
                                            rows[i].presses[k].key, rows[i].presses[k].state));
      ui_test_settle ();
      found = fake_calendar_find (fixture->calendar, "Choir");
      g_test_message ("row %u", i);
      g_assert_cmpint (found->start, ==, NOW + rows[i].start);
      g_assert_cmpint (found->end, ==, NOW + rows[i].end);
      gtk_window_destroy (window);
      ui_test_settle ();
      g_clear_object (&fixture->calendar);
      set_up (fixture, NULL);
    }
}

/* The pane */

static GtkWidget *
show_pane (Fixture *fixture, GtkWindow **window)
{
  GtkWidget *pane = loft_calendar_pane_new (LOFT_CALENDAR_ACTIONS (fixture->calendar));

  gtk_widget_insert_action_group (pane, "calendar", loft_pane_get_actions (LOFT_PANE (pane)));
  *window = ui_test_show (pane, 1200, 800);
  ui_test_settle ();
  return pane;
}

static gboolean
is_filtered (gpointer found)
{
  return gtk_filter_list_model_get_pending (found) == 0;
}

static guint
search (LoftCalendarSearch *page, const char *words)
{
  gtk_editable_set_text (loft_calendar_search_get_entry (page), words);
  g_signal_emit_by_name (loft_calendar_search_get_entry (page), "search-changed");
  ui_test_wait (is_filtered, loft_calendar_search_get_found (page));
  return g_list_model_get_n_items (loft_calendar_search_get_found (page));
}

/* Words in any order and case; of a series the next one. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = NULL;
  GtkWidget *pane = show_pane (fixture, &window);
  LoftCalendarSearch *page = NULL;
  LoftOccurrence *one = NULL;

  for (int i = -3; i < 4; i++)
    {
      one = fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW + i * LOFT_WALL_DAY,
                               NOW + i * LOFT_WALL_DAY + HOUR);
      one->is_recurring = TRUE;
      g_free (one->uid);
      one->uid = g_strdup ("choir@example.org");
    }
  fake_calendar_add (fixture->calendar, fixture->home, "Dentist \303\204rztehaus",
                     NOW + 90 * (gint64) LOFT_WALL_DAY, NOW + 90 * (gint64) LOFT_WALL_DAY + HOUR);
  g_assert_true (gtk_widget_activate_action (pane, "calendar.search", NULL));
  page = ui_test_find (pane, LOFT_TYPE_CALENDAR_SEARCH);
  g_assert_cmpuint (search (page, ""), ==, 0);
  g_assert_cmpuint (search (page, "choir"), ==, 1);
  g_assert_cmpuint (search (page, "\303\244RZTE dent"), ==, 1);
  g_assert_cmpuint (search (page, "dent choir"), ==, 0);
  g_assert_cmpuint (search (page, "dentist"), ==, 1);
  g_signal_emit_by_name (loft_calendar_search_get_entry (page), "activate");
  ui_test_settle ();
  g_assert_cmpint (loft_calendar_view_get_day (get_view (pane)), ==, NOW / LOFT_WALL_DAY + 90);
  gtk_window_destroy (window);
}

/* Every view and every dialog fits a telephone. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  static const char *const views[] = { "month", "week", "work-week", "day", "agenda" };
  GtkWindow *window = NULL;
  GtkWidget *pane = NULL;
  g_autoptr (LoftEvent) event = new_event ("UTC", "FREQ=WEEKLY");
  LoftEventEditor *editor = open_editor (fixture, event);
  int minimum = 0;

  gtk_widget_measure (GTK_WIDGET (editor), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_test_message ("editor %d", minimum);
  g_assert_cmpint (minimum, <=, 360);
  gtk_window_destroy (GTK_WINDOW (editor));
  pane = loft_calendar_pane_new (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  gtk_widget_insert_action_group (pane, "calendar", loft_pane_get_actions (LOFT_PANE (pane)));
  window = ui_test_show (pane, 360, 640);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      loft_calendar_pane_show_view (LOFT_CALENDAR_PANE (pane), views[i]);
      ui_test_settle ();
      gtk_widget_measure (pane, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_test_message ("%s %d", views[i], minimum);
      g_assert_cmpint (minimum, <=, 360);
    }
  gtk_window_destroy (window);
}

static void
test_calendars (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = NULL;
  LoftCalendarItem *work =
    fake_calendar_add_calendar (fixture->calendar, "On This Computer", "Work", "#3584e4");
  GtkWidget *pane = show_pane (fixture, &window);
  GtkWidget *sidebar = ui_test_find (pane, LOFT_TYPE_CALENDAR_SIDEBAR);

  g_assert_true (gtk_widget_activate_action (sidebar, "calendars.only", "u", 1));
  g_assert_false (loft_calendar_item_get_shown (fixture->home));
  g_assert_true (loft_calendar_item_get_shown (work));
  g_assert_true (gtk_widget_activate_action (sidebar, "calendars.all", "u", 1));
  g_assert_true (loft_calendar_item_get_shown (fixture->home));
  gtk_window_destroy (window);
}

/* The same time on another day. */
static void
test_paste (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = NULL;
  GtkWidget *pane = show_pane (fixture, &window);
  LoftEventChip *chip = NULL;

  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + HOUR);
  loft_calendar_pane_show_view (LOFT_CALENDAR_PANE (pane), "month");
  ui_test_settle ();
  chip = ui_test_find (get_view (pane), LOFT_TYPE_EVENT_CHIP);
  loft_calendar_view_select (get_view (pane), loft_event_chip_get_item (chip));
  g_assert_true (gtk_widget_activate_action (pane, "calendar.copy", NULL));
  loft_calendar_pane_show_day (LOFT_CALENDAR_PANE (pane), NOW / LOFT_WALL_DAY + 2);
  g_assert_true (gtk_widget_activate_action (pane, "calendar.paste", NULL));
  ui_test_settle ();
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 2);
  g_assert_cmpint (fake_calendar_get_last_change (fixture->calendar)->start, ==,
                   NOW + 2 * LOFT_WALL_DAY);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function)                                                                        \
  g_test_add ("/calendar-editing/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("zones", test_zones);
  ADD ("own-zone", test_own_zone);
  ADD ("mistakes", test_mistakes);
  ADD ("lists", test_lists);
  ADD ("closing", test_closing);
  ADD ("keys", test_keys);
  ADD ("search", test_search);
  ADD ("calendars", test_calendars);
  ADD ("narrow", test_narrow);
  ADD ("paste", test_paste);
  g_test_add_func ("/calendar-editing/rules", test_rules);
  g_test_add_func ("/calendar-editing/rule-follows", test_rule_follows);
  g_test_add_func ("/calendar-editing/alarm-words", test_alarm_words);
  g_test_add_func ("/calendar-editing/files", test_files);
  g_test_add_func ("/calendar-editing/file-saved", test_file_saved);
  g_test_add ("/calendar-editing/no-files", Fixture, NULL, set_up, test_no_files, tear_down);
  return g_test_run ();
}
