/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When guests have time: the next slot that suits all, the page in the editor, and what it says in each
 * state. */
#include "fake-calendar.h"
#include "loft-banner.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-event-editor-private.h"
#include "loft-free-slot.h"
#include "loft-guest-page-private.h"
#include "loft-guest-row.h"
#include "loft-recipient-entry.h"
#include "loft-wall.h"
#include "ui-test.h"

#define NOW  1795514400 /* 2026-11-24 10:00 UTC, a Tuesday */
#define DAY  (NOW - 10 * HOUR)
#define HOUR 3600

/* ---- the next slot ------------------------------------------------------------------------ */

/* "b9-10.5 u11-12": hours behind DAY. */
static GArray *
read_periods (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  GArray *periods = loft_busy_periods_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        char *at = NULL;
        double start = g_ascii_strtod (words[i] + 1, &at);
        double end = g_ascii_strtod (at + 1, NULL);

        loft_busy_periods_add (periods, DAY + (gint64) (start * HOUR), DAY + (gint64) (end * HOUR),
                               (LoftBusyKind) (strchr ("ftbau", *words[i]) - "ftbau"));
      }
  loft_busy_periods_settle (periods, DAY - 30 * LOFT_WALL_DAY, DAY + 30 * LOFT_WALL_DAY);
  return periods;
}

static const struct {
  const char *people; /* each behind a "|" */
  double from, limit, length; /* hours */
  gboolean all_day, backwards;
  double start; /* -999: none */
} slots[] = {
  { "", 9, 240, 1, FALSE, FALSE, 9 },
  { "", 9.2, 240, 1, FALSE, FALSE, 9.5 }, /* half hours */
  { "", 3, 240, 1, FALSE, FALSE, 8 }, /* working hours */
  { "", 17, 240, 1, FALSE, FALSE, 17 },
  { "", 17.5, 240, 1, FALSE, FALSE, 24 + 8 },
  { "", 3 * 24 + 17.5, 240, 1, FALSE, FALSE, 6 * 24 + 8 }, /* over the week-end */
  { "b9-10.5", 9, 240, 1, FALSE, FALSE, 10.5 },
  { "b9-10.2", 9, 240, 1, FALSE, FALSE, 10.5 },
  { "b9-10|b10-11|b11-12", 9, 240, 1, FALSE, FALSE, 12 },
  { "b9-10|b10.5-12", 9, 240, 1, FALSE, FALSE, 12 }, /* a gap that is too short */
  { "b9-10|b10.5-12", 9, 240, 0.5, FALSE, FALSE, 10 },
  { "t9-10|a10-11", 9, 240, 1, FALSE, FALSE, 11 },
  { "u0-240", 9, 240, 1, FALSE, FALSE, 9 }, /* nobody knows: keeps nobody away */
  { "b8-18", 9, 240, 1, FALSE, FALSE, 24 + 8 },
  { "b0-240", 9, 240, 1, FALSE, FALSE, -999 },
  { "", 9, 9.5, 1, FALSE, FALSE, -999 },
  { "", 9, 240, 12, FALSE, FALSE, 24 + 8 }, /* longer than a working day: with its begin */
  { "", 12, 0, 1, FALSE, TRUE, 12 },
  { "b11-13", 12, 0, 1, FALSE, TRUE, 10 },
  { "b11-13|b9-10", 12, 0, 1, FALSE, TRUE, 10 },
  { "b8-13", 12, -48, 1, FALSE, TRUE, -24 + 17 },
  { "", 5, -240, 1, FALSE, TRUE, -24 + 17 },
  { "", 6 * 24 + 5, 0, 1, FALSE, TRUE, 3 * 24 + 17 }, /* over the week-end */
  { "b8-13", 12, 8, 1, FALSE, TRUE, -999 },
  { "", 0, 240, 24, TRUE, FALSE, 0 },
  { "", 1, 240, 24, TRUE, FALSE, 24 },
  { "b9-10", 0, 240, 24, TRUE, FALSE, 24 },
  { "b5-6|b20-22", 0, 240, 24, TRUE, FALSE, 0 }, /* outside of working hours */
  { "b33-34", 0, 240, 48, TRUE, FALSE, 48 },
  { "b9-10", 0, -240, 24, TRUE, TRUE, -24 },
  { "b106-107", 72, 240, 72, TRUE, FALSE, 72 }, /* a Saturday's meeting disturbs nobody */
};

static void
test_slots (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      LoftSlotWish wish = { (gint64) (slots[i].length * HOUR), slots[i].all_day, zone, 8 * HOUR,
                            18 * HOUR };
      g_auto (GStrv) texts = g_strsplit (slots[i].people, "|", -1);
      g_autoptr (GPtrArray) people =
        g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
      gint64 start = DAY - 999 * HOUR;

      for (guint j = 0; texts[j] != NULL; j++)
        g_ptr_array_add (people, read_periods (texts[j]));
      g_test_message ("%u", i);
      loft_free_slot_find (&wish, people, DAY + (gint64) (slots[i].from * HOUR),
                           DAY + (gint64) (slots[i].limit * HOUR), slots[i].backwards, &start);
      g_assert_cmpfloat ((double) (start - DAY) / HOUR, ==, slots[i].start);
    }
}

/* The wall counts: the clocks of Vienna go back between these two days. */
static void
test_slot_zone (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Vienna");
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  LoftSlotWish wish = { HOUR, FALSE, zone, 8 * HOUR, 18 * HOUR };
  gint64 friday = 1792771200; /* 2026-10-23 16:00 UTC, 18:00 there */
  gint64 start = 0;

  g_assert_true (
    loft_free_slot_find (&wish, nobody, friday, friday + 7 * LOFT_WALL_DAY, FALSE, &start));
  g_assert_cmpint (start, ==, 1792998000); /* Monday 07:00 UTC, 08:00 there */
}

/* ---- the page ----------------------------------------------------------------------------- */

typedef struct {
  FakeCalendar *calendar;
  LoftCalendarItem *work; /* (borrowed) */
  LoftEventEditor *editor;
  LoftGuestPage *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_clock_set_for_test (NOW);
  fixture->calendar = fake_calendar_new ();
  fixture->work = fake_calendar_add_calendar (fixture->calendar, "work", "Work", "#3584e4");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->editor != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->editor));
  ui_test_settle ();
  g_object_unref (fixture->calendar);
  loft_clock_set_for_test (0);
}

static void
add_guest (LoftEvent *event, const char *name, const char *address)
{
  g_ptr_array_add (event->attendees, loft_attendee_new (address, name));
}

static LoftEvent *
new_event (gint64 start, gint64 end)
{
  LoftEvent *event = loft_event_new ();

  event->start = (LoftEventTime){ TRUE, FALSE, start, "UTC", start };
  event->end = (LoftEventTime){ TRUE, FALSE, end, "UTC", end };
  return event;
}

/* Takes event. */
static void
open_page (Fixture *fixture, LoftEvent *event)
{
  LoftCalendarActions *actions = LOFT_CALENDAR_ACTIONS (fixture->calendar);

  fixture->editor = loft_event_editor_new (loft_calendar_actions_get_calendars (actions), event,
                                           fixture->work, TRUE);
  loft_event_unref (event);
  g_assert_false (gtk_widget_get_mapped (fixture->editor->find_time));
  loft_event_editor_set_actions (fixture->editor, actions);
  gtk_window_present (GTK_WINDOW (fixture->editor));
  g_signal_emit_by_name (fixture->editor->find_time, "activated");
  g_assert_true (loft_event_editor_shows_guests (fixture->editor));
  fixture->page = LOFT_GUEST_PAGE (fixture->editor->guest_page);
}

static gboolean
is_settled (LoftGuestPage *page)
{
  return loft_guest_times_get_state (page->times) != LOFT_GUEST_TIMES_ASKING && !page->finding;
}

static const char *
status_of (Fixture *fixture)
{
  return gtk_label_get_label (GTK_LABEL (fixture->page->status));
}

static LoftGuestState
state_of (Fixture *fixture, guint position)
{
  g_autoptr (LoftGuestTime) guest =
    g_list_model_get_item (G_LIST_MODEL (fixture->page->times), position);

  return loft_guest_time_get_state (guest);
}

static void
assert_event (Fixture *fixture, gint64 start, gint64 end)
{
  g_autoptr (LoftEvent) event = loft_event_editor_make_event (fixture->editor);

  g_assert_cmpint (event->start.at, ==, start);
  g_assert_cmpint (event->end.at, ==, end);
}

static LoftEvent *
new_meeting (Fixture *fixture)
{
  LoftEvent *event = new_event (DAY + 11 * HOUR, DAY + 12 * HOUR);

  add_guest (event, "Eva Adler", "eva@example.test");
  add_guest (event, "Jan Novak", "jan@example.test");
  add_guest (event, "", "stranger@elsewhere.test");
  fake_calendar_add_busy (fixture->calendar, "eva@example.test", DAY + 11 * HOUR, DAY + 13 * HOUR,
                          LOFT_BUSY_BUSY);
  fake_calendar_add_busy (fixture->calendar, "jan@example.test", DAY + 13 * HOUR, DAY + 14 * HOUR,
                          LOFT_BUSY_TENTATIVE);
  return event;
}

/* Who cannot come is named; whom nobody knows is counted and disturbs nobody. */
static void
test_found (Fixture *fixture, gconstpointer data)
{
  fake_calendar_add (fixture->calendar, fixture->work, "Mine", DAY + 14 * HOUR, DAY + 15 * HOUR);
  open_page (fixture, new_meeting (fixture));
  ui_test_wait_for (is_settled, fixture->page);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->page->times)), ==, 4);
  g_assert_cmpint (state_of (fixture, 0), ==, LOFT_GUEST_KNOWN);
  g_assert_cmpint (state_of (fixture, 1), ==, LOFT_GUEST_KNOWN);
  g_assert_cmpint (state_of (fixture, 3), ==, LOFT_GUEST_UNKNOWN);
  g_assert_cmpstr (status_of (fixture), ==,
                   "Not free: Eva Adler; the time of 1 guest is not known");
  g_signal_emit_by_name (fixture->page->find, "clicked");
  ui_test_wait_for (is_settled, fixture->page);
  assert_event (fixture, DAY + 15 * HOUR, DAY + 16 * HOUR);
  g_assert_cmpstr (status_of (fixture), ==,
                   "Everybody whose time is known is free; the time of 1 guest is not known");
  g_signal_emit_by_name (fixture->page->later, "clicked");
  assert_event (fixture, DAY + 15 * HOUR + HOUR / 2, DAY + 16 * HOUR + HOUR / 2);
  g_signal_emit_by_name (fixture->page->earlier, "clicked");
  g_signal_emit_by_name (fixture->page->earlier, "clicked");
  assert_event (fixture, DAY + 10 * HOUR, DAY + 11 * HOUR);
  /* Before that it is past. */
  g_signal_emit_by_name (fixture->page->earlier, "clicked");
  ui_test_wait_for (is_settled, fixture->page);
  assert_event (fixture, DAY + 10 * HOUR, DAY + 11 * HOUR);
  g_assert_cmpstr (status_of (fixture), ==, "No earlier time suits everybody");
}

/* Asked before the answers are there, it is done when they are. */
static void
test_asking (Fixture *fixture, gconstpointer data)
{
  fake_calendar_hold (fixture->calendar, TRUE);
  open_page (fixture, new_meeting (fixture));
  g_assert_cmpint (state_of (fixture, 0), ==, LOFT_GUEST_KNOWN);
  g_assert_cmpint (state_of (fixture, 1), ==, LOFT_GUEST_ASKED);
  g_assert_cmpstr (status_of (fixture), ==, "Asking when people have time…");
  g_signal_emit_by_name (fixture->page->find, "clicked");
  g_assert_cmpstr (status_of (fixture), ==, "Looking for a time that suits everybody…");
  fake_calendar_hold (fixture->calendar, FALSE);
  ui_test_wait_for (is_settled, fixture->page);
  assert_event (fixture, DAY + 14 * HOUR, DAY + 15 * HOUR);
}

typedef struct {
  int code;
  const char *banner;
  gboolean retry;
} Trouble;

static const Trouble offline = { LOFT_ERROR_OFFLINE, "Offline: only your own calendars are known",
                                 TRUE };
static const Trouble refused = { LOFT_ERROR_REFUSED,
                                 "The server of this calendar does not tell when guests have time",
                                 FALSE };

/* The person's own time is known all the same, and a time can be found. */
static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  const Trouble *trouble = data;
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, trouble->code, "No");
  LoftBanner *banner = NULL;

  fake_calendar_add (fixture->calendar, fixture->work, "Mine", DAY + 11 * HOUR, DAY + 12 * HOUR);
  fake_calendar_set_error (fixture->calendar, error);
  open_page (fixture, new_meeting (fixture));
  banner = LOFT_BANNER (fixture->page->banner);
  ui_test_wait_for (is_settled, fixture->page);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, trouble->banner);
  g_assert_cmpstr (status_of (fixture), ==, "Not free: You; the time of 3 guests is not known");
  g_signal_emit_by_name (fixture->page->find, "clicked");
  assert_event (fixture, DAY + 12 * HOUR, DAY + 13 * HOUR);
  fake_calendar_set_error (fixture->calendar, NULL);
  if (!trouble->retry)
    return;
  g_signal_emit_by_name (banner, "button-clicked");
  ui_test_wait_for (is_settled, fixture->page);
  g_assert_cmpstr (loft_banner_get_title (banner), ==, "");
  g_assert_cmpint (state_of (fixture, 1), ==, LOFT_GUEST_KNOWN);
}

/* The event does not stand in its own way. */
static void
test_itself (Fixture *fixture, gconstpointer data)
{
  LoftEvent *event = new_event (DAY + 11 * HOUR, DAY + 12 * HOUR);

  g_free (event->uid);
  event->uid = g_strdup ("meeting@example.test");
  add_guest (event, "Eva Adler", "eva@example.test");
  fake_calendar_add_busy (fixture->calendar, "eva@example.test", DAY + 11 * HOUR, DAY + 13 * HOUR,
                          LOFT_BUSY_BUSY);
  open_page (fixture, event);
  ui_test_wait_for (is_settled, fixture->page);
  g_assert_cmpstr (status_of (fixture), ==, "Everybody is free");
  loft_guest_scale_move_event (fixture->page->scale, DAY + 12 * HOUR, DAY + 13 * HOUR);
  g_assert_cmpstr (status_of (fixture), ==, "Not free: Eva Adler");
}

/* Some at a time, and only as many rows as are seen. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  LoftEvent *event = new_event (DAY + 11 * HOUR, DAY + 12 * HOUR);
  GtkWidget *row = NULL;
  guint n = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("Guest %u", i);
      g_autofree char *address = g_strdup_printf ("guest%u@example.test", i);

      add_guest (event, name, address);
      fake_calendar_add_busy (fixture->calendar, address, DAY + 11 * HOUR, DAY + 12 * HOUR,
                              LOFT_BUSY_BUSY);
    }
  open_page (fixture, event);
  ui_test_wait_for (is_settled, fixture->page);
  ui_test_settle ();
  g_assert_cmpuint (fake_calendar_get_n_asked (fixture->calendar), ==, 10);
  g_assert_cmpstr (status_of (fixture), ==, "Not free: Guest 0, Guest 1, Guest 2 and 197 others");
  row = gtk_widget_get_first_child (fixture->page->list);
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    n++;
  g_assert_cmpuint (n, <=, 201);
}

/* ---- by hand ------------------------------------------------------------------------------ */

/* (transfer none) */
static gpointer
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller; /* the widget holds it */
    }
  g_assert_not_reached ();
}

static void
press (Fixture *fixture, guint key, GdkModifierType state)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_controller (fixture->page->ruler, GTK_TYPE_EVENT_CONTROLLER_KEY),
                         "key-pressed", key, 0, state, &taken);
  g_assert_true (taken);
}

static void
test_keys (Fixture *fixture, gconstpointer data)
{
  open_page (fixture, new_meeting (fixture));
  ui_test_wait_for (is_settled, fixture->page);
  press (fixture, GDK_KEY_Right, 0);
  assert_event (fixture, DAY + 11 * HOUR + 900, DAY + 12 * HOUR + 900);
  press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  assert_event (fixture, DAY + 11 * HOUR + 900, DAY + 12 * HOUR);
  for (guint i = 0; i < 9; i++) /* not below a step */
    press (fixture, GDK_KEY_Left, GDK_SHIFT_MASK);
  assert_event (fixture, DAY + 11 * HOUR + 900, DAY + 11 * HOUR + 1800);
  press (fixture, GDK_KEY_Down, 0);
  assert_event (fixture, DAY + 35 * HOUR + 900, DAY + 35 * HOUR + 1800);
  g_assert_cmpint (loft_guest_scale_get_first_day (fixture->page->scale), ==, DAY / 86400 + 1);
}

static gboolean
has_width (LoftGuestPage *page)
{
  return page->placed;
}

static void
drag (Fixture *fixture, gint64 wall, double hours)
{
  LoftGuestScale *scale = fixture->page->scale;
  GtkWidget *ruler = fixture->page->ruler;
  GtkGesture *gesture = find_controller (ruler, GTK_TYPE_GESTURE_DRAG);
  double x = loft_guest_scale_get_x (scale, ruler, wall);
  double by = loft_guest_scale_get_x (scale, ruler, wall + (gint64) (hours * HOUR)) - x;

  g_signal_emit_by_name (gesture, "drag-begin", x, 5.0);
  if (by != 0)
    g_signal_emit_by_name (gesture, "drag-update", by, 0.0);
  g_signal_emit_by_name (gesture, "drag-end", by, 0.0);
}

static void
test_drag (Fixture *fixture, gconstpointer data)
{
  open_page (fixture, new_meeting (fixture));
  ui_test_wait_for (is_settled, fixture->page);
  ui_test_wait_for (has_width, fixture->page);
  drag (fixture, DAY + 11 * HOUR + HOUR / 2, 2); /* all of it */
  assert_event (fixture, DAY + 13 * HOUR, DAY + 14 * HOUR);
  drag (fixture, DAY + 14 * HOUR, 0.5); /* its end */
  assert_event (fixture, DAY + 13 * HOUR, DAY + 14 * HOUR + HOUR / 2);
  drag (fixture, DAY + 13 * HOUR, 1); /* its start */
  assert_event (fixture, DAY + 14 * HOUR, DAY + 14 * HOUR + HOUR / 2);
  drag (fixture, DAY + 9 * HOUR + 600, 0); /* a click */
  assert_event (fixture, DAY + 9 * HOUR, DAY + 9 * HOUR + HOUR / 2);
}

/* A week is shown, days are moved by days. */
static void
test_all_day (Fixture *fixture, gconstpointer data)
{
  LoftEvent *event = loft_event_new ();
  g_autoptr (LoftEvent) made = NULL;

  event->start = loft_event_time_new_date (2026, 11, 24);
  event->end = loft_event_time_new_date (2026, 11, 26);
  add_guest (event, "Eva Adler", "eva@example.test");
  fake_calendar_add_busy (fixture->calendar, "eva@example.test", DAY + 33 * HOUR, DAY + 34 * HOUR,
                          LOFT_BUSY_AWAY);
  open_page (fixture, event);
  ui_test_wait_for (is_settled, fixture->page);
  g_assert_cmpint (loft_guest_scale_get_n_days (fixture->page->scale), ==, 7);
  g_assert_cmpstr (status_of (fixture), ==, "Not free: Eva Adler");
  g_signal_emit_by_name (fixture->page->find, "clicked");
  made = loft_event_editor_make_event (fixture->editor);
  g_assert_true (made->start.is_date);
  g_assert_cmpint (made->start.wall, ==, DAY + 48 * HOUR);
  g_assert_cmpint (made->end.wall, ==, DAY + 96 * HOUR);
}

/* Back to the form; without guests nothing leads there. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  GtkWidget *group = NULL;

  open_page (fixture, new_meeting (fixture));
  group = gtk_widget_get_ancestor (fixture->editor->find_time, ADW_TYPE_PREFERENCES_GROUP);
  loft_event_editor_leave_guests (fixture->editor);
  g_assert_false (loft_event_editor_shows_guests (fixture->editor));
  g_assert_false (loft_event_editor_is_changed (fixture->editor));
  loft_event_editor_leave_guests (fixture->editor);
  g_assert_true (gtk_widget_get_visible (group));
  loft_recipient_entry_set_addresses (LOFT_RECIPIENT_ENTRY (fixture->editor->guests), nobody);
  g_assert_false (gtk_widget_get_visible (group));
}

static gboolean
is_placed (gpointer page)
{
  return ((LoftGuestPage *) page)->placed;
}

/* The event is seen, early or late in the day, however little room there is. */
static void
test_seen (Fixture *fixture, gconstpointer data)
{
  gint64 start = DAY + GPOINTER_TO_INT (data) * HOUR;
  LoftEvent *event = new_event (start, start + HOUR);
  GtkAdjustment *adjustment = NULL;
  double all, first, last;

  add_guest (event, "Eva", "eva@example.org");
  open_page (fixture, event);
  gtk_window_set_default_size (GTK_WINDOW (fixture->editor), 360, 640);
  ui_test_wait_for (is_placed, fixture->page);
  adjustment = loft_guest_scale_get_adjustment (fixture->page->scale);
  all = gtk_adjustment_get_upper (adjustment);
  first = gtk_adjustment_get_value (adjustment) / all * 24;
  last = first + gtk_adjustment_get_page_size (adjustment) / all * 24;
  g_assert_cmpfloat (first, <=, GPOINTER_TO_INT (data));
  g_assert_cmpfloat (last, >=, GPOINTER_TO_INT (data) + 1);
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/guests/slots", test_slots);
  g_test_add_func ("/guests/slot-zone", test_slot_zone);
#define ADD(name, data, func) g_test_add ("/guests/" name, Fixture, data, set_up, func, tear_down)
  ADD ("found", NULL, test_found);
  ADD ("asking", NULL, test_asking);
  ADD ("offline", &offline, test_trouble);
  ADD ("refused", &refused, test_trouble);
  ADD ("itself", NULL, test_itself);
  ADD ("many", NULL, test_many);
  ADD ("keys", NULL, test_keys);
  ADD ("drag", NULL, test_drag);
  ADD ("all-day", NULL, test_all_day);
  ADD ("back", NULL, test_back);
  ADD ("seen/early", GINT_TO_POINTER (5), test_seen);
  ADD ("seen/noon", GINT_TO_POINTER (12), test_seen);
  ADD ("seen/late", GINT_TO_POINTER (21), test_seen);
  return g_test_run ();
}
