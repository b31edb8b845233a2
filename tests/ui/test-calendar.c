/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-calendar.h"
#include "fake-service.h"
#include "loft-calendar-pane.h"
#include "loft-clock.h"
#include "loft-event-chip.h"
#include "loft-event-editor.h"
#include "loft-event-popover.h"
#include "loft-fitting.h"
#include "loft-month-view.h"
#include "loft-new-event-popover.h"
#include "loft-pane.h"
#include "loft-rail.h"
#include "loft-wall.h"
#include "loft-week-view.h"
#include "loft-window.h"
#include "ui-test.h"

#include <adwaita.h>

#define NOW      1795514400 /* 2026-11-24 10:00 UTC, a Tuesday */
#define TODAY    (NOW / LOFT_WALL_DAY)
#define FRAME_US 16000
#define FIRST_US 100000

typedef struct {
  FakeCalendar *calendar;
  LoftCalendarItem *home; /* (borrowed) */
  GtkWidget *pane;
  GtkWindow *window;
  const char *title; /* (nullable) what is waited for */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer width)
{
  loft_clock_set_for_test (NOW);
  fixture->calendar = fake_calendar_new ();
  fixture->home =
    fake_calendar_add_calendar (fixture->calendar, "On This Computer", "Home", "#2ec27e");
  fixture->pane = loft_calendar_pane_new (LOFT_CALENDAR_ACTIONS (fixture->calendar));
  gtk_widget_insert_action_group (fixture->pane, "calendar",
                                  loft_pane_get_actions (LOFT_PANE (fixture->pane)));
  fixture->window = ui_test_show (fixture->pane, GPOINTER_TO_INT (width), 800);
  ui_test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->calendar);
  loft_clock_set_for_test (0);
}

static LoftCalendarView *
get_view (Fixture *fixture, const char *name, GType type)
{
  loft_calendar_pane_show_view (LOFT_CALENDAR_PANE (fixture->pane), name);
  ui_test_settle ();
  return ui_test_find (fixture->pane, type);
}

static guint
count_chips (GtkWidget *root)
{
  guint n = LOFT_IS_EVENT_CHIP (root) && gtk_widget_get_mapped (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_chips (child);
  return n;
}

static void
activate (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action (fixture->pane, action, NULL));
  ui_test_settle ();
}

/* Three times a day in the line that is typed, and taken back. */
static void
test_new (Fixture *fixture, gconstpointer data)
{
  LoftNewEventPopover *popover = NULL;
  const LoftOccurrence *made = NULL;

  activate (fixture, "calendar.new");
  popover = ui_test_find (fixture->pane, LOFT_TYPE_NEW_EVENT_POPOVER);
  g_assert_nonnull (popover);
  gtk_editable_set_text (loft_new_event_popover_get_text (popover),
                         "Lunch with Eva Fri 12:30-13:30 @Canteen");
  g_signal_emit_by_name (loft_new_event_popover_get_text (popover), "activate");
  ui_test_settle ();
  made = fake_calendar_find (fixture->calendar, "Lunch with Eva");
  g_assert_nonnull (made);
  g_assert_cmpstr (made->location, ==, "Canteen");
  g_assert_cmpint (made->start, ==, (TODAY + 3) * LOFT_WALL_DAY + 12 * 3600 + 1800);
  g_assert_cmpint (made->end, ==, made->start + 3600);
  g_assert_cmpuint (count_chips (fixture->pane), ==, 1);
  activate (fixture, "calendar.undo");
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 0);
  g_assert_cmpuint (count_chips (fixture->pane), ==, 0);
  /* Once. */
  activate (fixture, "calendar.undo");
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 0);
}

static LoftOccurrenceItem *
get_first_item (Fixture *fixture)
{
  LoftEventChip *chip = ui_test_find (fixture->pane, LOFT_TYPE_EVENT_CHIP);

  g_assert_nonnull (chip);
  return loft_event_chip_get_item (chip);
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  LoftCalendarView *view = get_view (fixture, "week", LOFT_TYPE_WEEK_VIEW);
  g_autoptr (LoftOccurrenceItem) item = NULL;

  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 3600);
  ui_test_settle ();
  item = g_object_ref (get_first_item (fixture));
  loft_calendar_view_move (view, item, FALSE, FALSE, NOW + LOFT_WALL_DAY,
                           NOW + LOFT_WALL_DAY + 7200);
  ui_test_settle ();
  g_assert_cmpint (fake_calendar_find (fixture->calendar, "Choir")->end, ==,
                   NOW + LOFT_WALL_DAY + 7200);
  activate (fixture, "calendar.undo");
  g_assert_cmpint (fake_calendar_find (fixture->calendar, "Choir")->start, ==, NOW);
  /* Ctrl: the first one stays. */
  loft_calendar_view_move (view, item, TRUE, TRUE, TODAY * LOFT_WALL_DAY,
                           (TODAY + 1) * LOFT_WALL_DAY);
  ui_test_settle ();
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 2);
  g_assert_cmpint (fake_calendar_get_last_change (fixture->calendar)->kind, ==, LOFT_CHANGE_COPY);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "no room");

  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 3600);
  ui_test_settle ();
  loft_calendar_view_select (get_view (fixture, "month", LOFT_TYPE_MONTH_VIEW),
                             get_first_item (fixture));
  fake_calendar_set_error (fixture->calendar, error);
  activate (fixture, "calendar.delete");
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 1);
  fake_calendar_set_error (fixture->calendar, NULL);
  loft_calendar_item_set_writable (fixture->home, FALSE);
  activate (fixture, "calendar.delete");
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 1);
  loft_calendar_item_set_writable (fixture->home, TRUE);
  activate (fixture, "calendar.delete");
  g_assert_cmpuint (fake_calendar_count (fixture->calendar), ==, 0);
}

static void
test_shown (Fixture *fixture, gconstpointer data)
{
  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 3600);
  ui_test_settle ();
  g_assert_cmpuint (count_chips (fixture->pane), ==, 1);
  loft_calendar_actions_set_shown (LOFT_CALENDAR_ACTIONS (fixture->calendar), fixture->home, FALSE);
  ui_test_settle ();
  g_assert_cmpuint (count_chips (fixture->pane), ==, 0);
}

/* What the editor has no field for stays, and what it has is the same where nothing was changed. */
static void
test_editor (Fixture *fixture, gconstpointer data)
{
  static const char *const rules[] = { "",
                                       "FREQ=DAILY;COUNT=5",
                                       "FREQ=WEEKLY",
                                       "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                                       "FREQ=MONTHLY;BYDAY=4TU",
                                       "FREQ=YEARLY;BYMONTH=1;BYDAY=SU",
                                       "FREQ=WEEKLY;UNTIL=20271201T000000Z" };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (LoftEvent) event = loft_event_new ();
      g_autoptr (LoftEvent) made = NULL;
      LoftEventEditor *editor = NULL;

      event->start = (LoftEventTime){ TRUE, FALSE, NOW, "UTC", NOW };
      event->end = (LoftEventTime){ TRUE, FALSE, NOW + 3600, "UTC", NOW + 3600 };
      g_free (event->rule);
      event->rule = g_strdup (rules[i]);
      event->priority = 3;
      g_ptr_array_add (event->alarms, loft_alarm_new (-4242));
      g_ptr_array_add (event->attendees, loft_attendee_new ("eva@example.org", "Eva"));
      editor = loft_event_editor_new (loft_calendar_actions_get_calendars (
                                        LOFT_CALENDAR_ACTIONS (fixture->calendar)),
                                      event, fixture->home, TRUE);
      made = loft_event_editor_make_event (editor);
      g_assert_cmpstr (made->rule, ==, rules[i]);
      g_assert_cmpuint (made->priority, ==, 3);
      g_assert_cmpint (made->start.at, ==, NOW);
      g_assert_cmpint (made->end.at, ==, NOW + 3600);
      g_assert_cmpuint (made->alarms->len, ==, 1);
      g_assert_cmpint (((LoftAlarm *) g_ptr_array_index (made->alarms, 0))->offset, ==, -4242);
      g_assert_cmpuint (made->attendees->len, ==, 1);
      g_assert_true (loft_event_editor_get_calendar (editor) == fixture->home);
      gtk_window_destroy (GTK_WINDOW (editor));
    }
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListStore) items = g_list_store_new (LOFT_TYPE_OCCURRENCE_ITEM);
  LoftCalendarView *view = get_view (fixture, "month", LOFT_TYPE_MONTH_VIEW);
  gint64 begin = 0, taken = G_MAXINT64;

  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr (LoftOccurrence) occurrence = loft_occurrence_new ();
      g_autoptr (LoftOccurrenceItem) item = NULL;

      occurrence->start = NOW + ((gint64) i % 900 - 400) * 3600;
      occurrence->end = occurrence->start + 3600 * (1 + i % 60);
      item = loft_occurrence_item_new (occurrence, fixture->home);
      g_list_store_append (items, item);
    }
  loft_calendar_view_set_events (view, NULL);
  ui_test_settle ();
  /* Once is enough: a machine with much else to do is slow in most of them. */
  for (guint i = 0; i < 50 && taken >= FRAME_US; i++)
    {
      loft_calendar_view_set_events (view, NULL);
      loft_calendar_view_set_events (view, G_LIST_MODEL (items));
      begin = ui_test_cpu_time ();
      LOFT_CALENDAR_VIEW_GET_CLASS (view)->update (view);
      taken = MIN (taken, ui_test_cpu_time () - begin);
    }
  g_test_message ("month of 4,000 events laid out in %d µs", (int) taken);
  if (g_getenv ("LOFT_TEST_SANITIZED") == NULL)
    g_assert_cmpint (taken, <, FRAME_US);
}

/* (transfer none) (nullable) the first mapped one. */
static GtkWidget *
find_by_class (GtkWidget *root, const char *css_class)
{
  GtkWidget *found =
    gtk_widget_has_css_class (root, css_class) && gtk_widget_get_mapped (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_class (child, css_class);
  return found;
}

static guint
count_by_class (GtkWidget *root, const char *css_class)
{
  guint n = gtk_widget_has_css_class (root, css_class) && gtk_widget_get_mapped (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_by_class (child, css_class);
  return n;
}

static gboolean
are_thirty_listed (Fixture *fixture)
{
  return count_by_class (fixture->pane, "event-row") == 30;
}

/* What has no room is counted by a button, which the keyboard reaches and which lists it. */
static void
open_more (Fixture *fixture, const char *css_class, const char *before, const char *after)
{
  GtkWidget *button = NULL;
  g_autofree char *text = NULL;

  ui_test_settle ();
  button = find_by_class (fixture->pane, css_class);
  g_assert_nonnull (button);
  g_assert_cmpint (count_chips (fixture->pane), <, 30);
  g_assert_cmpint (count_chips (fixture->pane), >, 0);
  text = g_strdup_printf ("%s%u%s", before, 30 - count_chips (fixture->pane), after);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button)), ==, text);
  g_assert_true (gtk_widget_grab_focus (button));
  g_assert_true (gtk_widget_activate (button));
  ui_test_wait_for (are_thirty_listed, fixture);
}

static void
test_overlapping (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++)
    fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 3600);
  get_view (fixture, "week", LOFT_TYPE_WEEK_VIEW);
  open_more (fixture, "hidden-events", "+", "");
}

static void
test_whole_days (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 30; i++)
    fake_calendar_add_days (fixture->calendar, fixture->home, "Fair", TODAY, 1);
  get_view (fixture, "week", LOFT_TYPE_WEEK_VIEW);
  open_more (fixture, "more-events", "", " more");
}

/* The first of the header is the title. */
static gboolean
is_title_readable (Fixture *fixture)
{
  LoftFitting *fitting = ui_test_find (fixture->pane, LOFT_TYPE_FITTING);
  GtkWidget *label = loft_fitting_get_shown (fitting);

  return label != NULL && gtk_widget_get_mapped (label) && gtk_widget_get_width (label) > 0 &&
         (fixture->title == NULL ||
          g_str_equal (gtk_label_get_label (GTK_LABEL (label)), fixture->title)) &&
         !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)));
}

static void
test_title (Fixture *fixture, gconstpointer data)
{
  int width = GPOINTER_TO_INT (data);

  get_view (fixture, "month", LOFT_TYPE_MONTH_VIEW);
  fixture->title = width < 500 ? "Nov 2026" : "November 2026";
  ui_test_wait_for (is_title_readable, fixture);
  g_assert_cmpint (gtk_widget_get_width (fixture->pane), <=, width);
  get_view (fixture, "day", LOFT_TYPE_WEEK_VIEW);
  fixture->title = width < 1200 && width != 800 ? "Tue 24 Nov" : "Tue 24 November 2026";
  ui_test_wait_for (is_title_readable, fixture);
}

static void
test_views (Fixture *fixture, gconstpointer width)
{
  static const char *const names[] = { "month", "week", "day", "agenda" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      get_view (fixture, names[i], LOFT_TYPE_CALENDAR_VIEW);
      ui_test_wait_for (is_title_readable, fixture);
      g_assert_nonnull (find_by_class (fixture->pane, "view-buttons"));
    }
}

/* Keys of a pane work while it is shown. */
static void
test_panes (void)
{
  g_autoptr (FakeCalendar) calendar = fake_calendar_new ();
  g_autoptr (LoftService) service = fake_service_new ();
  GtkWindow *window = NULL;
  gint64 begin = 0;

  fake_calendar_fill (calendar, TODAY);
  fake_service_set_calendar (LOFT_CALENDAR_ACTIONS (calendar));
  fake_service_add_account (service, "work", "alice@example.test");
  window = GTK_WINDOW (loft_window_new (NULL, service, NULL));
  gtk_window_present (window);
  ui_test_settle ();
  g_assert_cmpstr (loft_window_get_pane (LOFT_WINDOW (window)), ==, "mail");
  g_assert_cmpuint (loft_rail_count_shown (ui_test_find (window, LOFT_TYPE_RAIL)), ==, 2);
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (window), "calendar.today", NULL));
  begin = ui_test_cpu_time ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "shell.pane", "s", "calendar"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_test_message ("first frame of the calendar after %d µs", (int) (ui_test_cpu_time () - begin));
  if (g_getenv ("LOFT_TEST_SANITIZED") == NULL)
    g_assert_cmpint (ui_test_cpu_time () - begin, <, 3 * FIRST_US);
  ui_test_settle ();
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "calendar.today", NULL));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (window), "mail.sync", NULL));
  loft_window_show_pane (LOFT_WINDOW (window), "mail");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "mail.sync", NULL));
  gtk_window_destroy (window);
  ui_test_settle ();
  fake_service_set_calendar (NULL);
}

static gboolean
is_whole (GtkWidget *card)
{
  int height = 0;

  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, gtk_widget_get_allocated_width (card),
                      &height, NULL, NULL, NULL);
  return gtk_widget_get_allocated_height (card) >= height;
}

static gboolean
has_focus (GtkWidget *widget)
{
  return gtk_root_get_focus (gtk_widget_get_root (widget)) == widget;
}

/* All of what it says is seen, also what was read later and takes several lines; and when it is gone the
 * keyboard is where it was. */
/* The week goes to the hour of now once it has a size: until then its events may be below the screen, where
 * no card can be opened. */
static gboolean
is_on_screen (GtkWidget *chip)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (chip));
  graphene_rect_t bounds;

  return gtk_widget_get_mapped (chip) && gtk_widget_compute_bounds (chip, root, &bounds) &&
         bounds.size.height > 0 && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (root);
}

static void
test_card (Fixture *fixture, gconstpointer data)
{
  LoftCalendarView *view = get_view (fixture, "week", LOFT_TYPE_WEEK_VIEW);
  LoftEventPopover *popover = NULL;
  GtkWidget *chip = NULL, *clamp = NULL;
  gboolean tooltip = TRUE;

  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 3600)->has_attendees =
    TRUE;
  ui_test_settle ();
  chip = ui_test_find (view, LOFT_TYPE_EVENT_CHIP);
  ui_test_wait_for (is_on_screen, chip);
  gtk_widget_grab_focus (chip);
  loft_calendar_view_open (view, loft_event_chip_get_item (LOFT_EVENT_CHIP (chip)), chip);
  popover = ui_test_find (fixture->pane, LOFT_TYPE_EVENT_POPOVER);
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (popover, "Jan Novak"));
  clamp = gtk_popover_get_child (GTK_POPOVER (popover));
  ui_test_wait_for (is_whole, adw_clamp_get_child (ADW_CLAMP (clamp)));
  g_signal_emit_by_name (chip, "query-tooltip", 0, 0, FALSE, NULL, &tooltip);
  g_assert_false (tooltip); /* it would cover the card */
  gtk_popover_popdown (GTK_POPOVER (popover));
  ui_test_wait_for (has_focus, chip);
}

/* What is attached can be opened and saved from there, unless it is on the server alone. */
static void
test_card_files (Fixture *fixture, gconstpointer data)
{
  LoftCalendarView *view = get_view (fixture, "week", LOFT_TYPE_WEEK_VIEW);
  LoftEventPopover *popover = NULL;
  GtkWidget *chip = NULL, *file = NULL;

  fake_calendar_attach (fixture->calendar, "", "agenda.txt", "The agenda");
  fake_calendar_attach (fixture->calendar, "cid:5", "plan.pdf", NULL);
  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 3600);
  ui_test_settle ();
  chip = ui_test_find (view, LOFT_TYPE_EVENT_CHIP);
  ui_test_wait_for (is_on_screen, chip);
  loft_calendar_view_open (view, loft_event_chip_get_item (LOFT_EVENT_CHIP (chip)), chip);
  popover = ui_test_find (fixture->pane, LOFT_TYPE_EVENT_POPOVER);
  ui_test_settle ();
  file = gtk_widget_get_ancestor (ui_test_find_text (popover, "agenda.txt"), GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_get_sensitive (file));
  g_assert_nonnull (gtk_widget_get_next_sibling (file));
  file = gtk_widget_get_ancestor (ui_test_find_text (popover, "plan.pdf"), GTK_TYPE_BUTTON);
  g_assert_false (gtk_widget_get_sensitive (file));
  g_assert_null (gtk_widget_get_next_sibling (file));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (file), ==, "Only on the server");
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static guint
count_reading_down (GtkWidget *root)
{
  guint n = LOFT_IS_EVENT_CHIP (root) && loft_event_chip_reads_down (LOFT_EVENT_CHIP (root));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_reading_down (child);
  return n;
}

static gboolean
does_none_read_down (GtkWidget *week)
{
  GtkWidget *chip = ui_test_find (week, LOFT_TYPE_EVENT_CHIP);

  return chip != NULL && gtk_widget_get_width (chip) > 0 && count_reading_down (week) == 0;
}

static gboolean
do_two_read_down (GtkWidget *week)
{
  return count_reading_down (week) == 2;
}

/* Where words would break letter by letter they are turned; what is wide or low enough is not. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  GtkWidget *week = GTK_WIDGET (get_view (fixture, "week", LOFT_TYPE_WEEK_VIEW));

  fake_calendar_add (fixture->calendar, fixture->home, "Choir", NOW, NOW + 7200);
  ui_test_wait_for (does_none_read_down, week);
  for (guint i = 0; i < 2; i++)
    fake_calendar_add (fixture->calendar, fixture->home, "Rehearsal", NOW + 8000, NOW + 16000);
  fake_calendar_add (fixture->calendar, fixture->home, "Call", NOW + 8000, NOW + 8600);
  ui_test_wait_for (do_two_read_down, week);
  g_assert_cmpuint (count_chips (week), ==, 4);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
#define ADD(path, function, width)                                                                 \
  g_test_add ("/calendar/" path, Fixture, GINT_TO_POINTER (width), set_up, function, tear_down)
  ADD ("new", test_new, 1200);
  ADD ("new-narrow", test_shown, 800);
  ADD ("move", test_move, 1200);
  ADD ("refused", test_refused, 1200);
  ADD ("shown", test_shown, 1200);
  ADD ("card", test_card, 1200);
  ADD ("card-files", test_card_files, 1200);
  ADD ("narrow", test_narrow, 1200);
  ADD ("editor", test_editor, 1200);
  ADD ("many", test_many, 1200);
  ADD ("overlapping", test_overlapping, 1200);
  ADD ("overlapping-narrow", test_overlapping, 360);
  ADD ("whole-days", test_whole_days, 1200);
  ADD ("title-narrow", test_title, 360);
  ADD ("title-medium", test_title, 800);
  ADD ("title-default", test_title, 1106);
  ADD ("title-wide", test_title, 1340);
  ADD ("views-beside-title", test_views, 1106);
  g_test_add_func ("/calendar/panes", test_panes);
  return g_test_run ();
}
