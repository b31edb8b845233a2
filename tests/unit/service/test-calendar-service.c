/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-calendar-actions.h"
#include "loft-service.h"

/* The calendar of "On this computer" as the pane uses it: each step is asked for, waited for, and seen in a
 * list of the first week of March 2026 (UTC). */

#define DAY    86400
#define MONDAY 1772409600 /* 2026-03-02T00:00Z */
#define HOUR   3600

typedef struct {
  char *profile;
  LoftService *service;
  LoftCalendarActions *actions; /* (borrowed) */
  LoftCalendarItem *calendar;
  GListModel *week;
  guint64 undo;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-calendar-XXXXXX", NULL);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  fixture->actions = loft_service_get_calendar (fixture->service);
  fixture->calendar =
    g_list_model_get_item (loft_calendar_actions_get_calendars (fixture->actions), 0);
  g_assert_nonnull (fixture->calendar);
  fixture->week = loft_calendar_actions_list_events (fixture->actions, MONDAY, MONDAY + 7 * DAY);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  g_object_unref (fixture->week);
  g_object_unref (fixture->calendar);
  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* ---- steps -------------------------------------------------------------------------------- */

/* (transfer full) "Mon 10:00-11:00 Lunch; …" */
static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (fixture->week); i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (fixture->week, i);
      const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
      g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (occurrence->start);
      g_autoptr (GDateTime) end = g_date_time_new_from_unix_utc (occurrence->end);
      g_autofree char *from = g_date_time_format (start, occurrence->all_day ? "%a" : "%a %H:%M");
      g_autofree char *to = g_date_time_format (end, occurrence->all_day ? "%a" : "%H:%M");

      g_string_append_printf (text, "%s%s-%s %s", i > 0 ? "; " : "", from, to,
                              occurrence->summary);
    }
  return g_string_free (text, FALSE);
}

static gboolean
on_patience_ended (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for (Fixture *fixture, const char *wanted)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);
  g_autofree char *seen = describe (fixture);

  while (!g_str_equal (seen, wanted) && !timed_out)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (seen);
      seen = describe (fixture);
    }
  g_assert_cmpstr (seen, ==, wanted);
  g_source_remove (source);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
change (Fixture *fixture, const LoftCalendarChange *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_calendar_actions_change_async (fixture->actions, wish, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_calendar_actions_change_finish (fixture->actions, result, &fixture->undo, error);
}

static void
must_change (Fixture *fixture, const LoftCalendarChange *wish)
{
  g_autoptr (GError) error = NULL;

  change (fixture, wish, &error);
  g_assert_no_error (error);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_calendar_actions_undo_async (fixture->actions, fixture->undo, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  loft_calendar_actions_undo_finish (fixture->actions, result, &error);
  g_assert_no_error (error);
}

static LoftEvent *
read_event (Fixture *fixture, LoftOccurrenceItem *item, LoftCalendarScope scope)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  LoftEvent *event;

  loft_calendar_actions_read_async (fixture->actions, item, scope, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  event = loft_calendar_actions_read_finish (fixture->actions, result, &error);
  g_assert_no_error (error);
  return event;
}

static LoftEvent *
make_event (const char *summary, const char *rule)
{
  LoftEvent *event = loft_event_new ();

  g_free (event->summary);
  event->summary = g_strdup (summary);
  g_free (event->rule);
  event->rule = g_strdup (rule);
  event->start = (LoftEventTime){ TRUE, FALSE, MONDAY + 10 * HOUR, "UTC", 0 };
  event->end = (LoftEventTime){ TRUE, FALSE, MONDAY + 11 * HOUR, "UTC", 0 };
  return event;
}

static void
add (Fixture *fixture, const char *summary, const char *rule)
{
  g_autoptr (LoftEvent) event = make_event (summary, rule);
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_ADD,
                              .event = event,
                              .calendar = fixture->calendar };

  must_change (fixture, &wish);
}

static LoftOccurrenceItem *
item_at (Fixture *fixture, guint position)
{
  LoftOccurrenceItem *item = g_list_model_get_item (fixture->week, position);

  g_assert_nonnull (item);
  return item;
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_single (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  g_autoptr (LoftOccurrenceItem) moved = NULL;
  g_autoptr (LoftEvent) event = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_MOVE, .start = MONDAY + DAY + 12 * HOUR,
                              .end = MONDAY + DAY + 14 * HOUR };

  add (fixture, "Lunch", "");
  wait_for (fixture, "Mon 10:00-11:00 Lunch");
  item = item_at (fixture, 0);
  wish.item = item;
  must_change (fixture, &wish);
  wait_for (fixture, "Tue 12:00-14:00 Lunch");
  undo (fixture);
  wait_for (fixture, "Mon 10:00-11:00 Lunch");

  moved = item_at (fixture, 0);
  event = read_event (fixture, moved, LOFT_SCOPE_ALL);
  g_assert_cmpstr (event->summary, ==, "Lunch");
  {
    g_autoptr (LoftEvent) edited = loft_event_copy (event);
    LoftCalendarChange edit = { .kind = LOFT_CHANGE_EDIT, .item = moved, .event = edited };

    g_free (edited->summary);
    edited->summary = g_strdup ("Dinner");
    edited->start.wall += 8 * HOUR;
    edited->end.wall += 8 * HOUR;
    edited->start.at = edited->end.at = 0;
    must_change (fixture, &edit);
  }
  wait_for (fixture, "Mon 18:00-19:00 Dinner");
}

static void
test_all_day (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_MOVE, .all_day = TRUE, .start = MONDAY + 2 * DAY,
                              .end = MONDAY + 4 * DAY };

  add (fixture, "Fair", "");
  wait_for (fixture, "Mon 10:00-11:00 Fair");
  item = item_at (fixture, 0);
  wish.item = item;
  must_change (fixture, &wish);
  wait_for (fixture, "Wed-Fri Fair");
  undo (fixture);
  wait_for (fixture, "Mon 10:00-11:00 Fair");
}

static void
test_copy_and_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  LoftCalendarChange copy = { .kind = LOFT_CHANGE_COPY, .start = MONDAY + DAY + 9 * HOUR,
                              .end = MONDAY + DAY + 10 * HOUR };
  LoftCalendarChange removal = { .kind = LOFT_CHANGE_REMOVE, .scope = LOFT_SCOPE_ALL };

  add (fixture, "Tea", "");
  wait_for (fixture, "Mon 10:00-11:00 Tea");
  item = item_at (fixture, 0);
  copy.item = removal.item = item;
  must_change (fixture, &copy);
  wait_for (fixture, "Mon 10:00-11:00 Tea; Tue 09:00-10:00 Tea");
  must_change (fixture, &removal);
  wait_for (fixture, "Tue 09:00-10:00 Tea");
  undo (fixture);
  wait_for (fixture, "Mon 10:00-11:00 Tea; Tue 09:00-10:00 Tea");
}

/* The editor shows local walls (here: of UTC), and gives times back so. */
static void
test_other_zone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftEvent) event = make_event ("Call", "");
  g_autoptr (LoftOccurrenceItem) item = NULL;
  g_autoptr (LoftOccurrenceItem) edited_item = NULL;
  g_autoptr (LoftEvent) edited = NULL;
  g_autoptr (LoftEvent) seen = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_ADD, .event = event,
                              .calendar = fixture->calendar };
  LoftCalendarChange edit = { .kind = LOFT_CHANGE_EDIT };

  event->start.zone = event->end.zone = g_intern_string ("Asia/Tokyo");
  must_change (fixture, &wish);
  wait_for (fixture, "Mon 01:00-02:00 Call");
  item = item_at (fixture, 0);
  edited = loft_event_copy (event);
  edited->start = (LoftEventTime){ TRUE, FALSE, MONDAY + 3 * HOUR, "UTC", 0 };
  edited->end = (LoftEventTime){ TRUE, FALSE, MONDAY + 4 * HOUR, "UTC", 0 };
  edit.item = item;
  edit.event = edited;
  must_change (fixture, &edit);
  wait_for (fixture, "Mon 03:00-04:00 Call");
  edited_item = item_at (fixture, 0);
  seen = read_event (fixture, edited_item, LOFT_SCOPE_ALL);
  g_assert_cmpstr (seen->start.zone, ==, "Asia/Tokyo");
  g_assert_cmpint (seen->start.wall, ==, MONDAY + 12 * HOUR);
}

#define DAILY                                                                                      \
  "Mon 10:00-11:00 Run; Tue 10:00-11:00 Run; Wed 10:00-11:00 Run; Thu 10:00-11:00 Run"

static void
test_series (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_MOVE, .start = MONDAY + DAY + 12 * HOUR,
                              .end = MONDAY + DAY + 13 * HOUR };

  add (fixture, "Run", "FREQ=DAILY;COUNT=4");
  wait_for (fixture, DAILY);
  item = item_at (fixture, 1);
  wish.item = item;
  must_change (fixture, &wish);
  wait_for (fixture, "Mon 10:00-11:00 Run; Tue 12:00-13:00 Run; Wed 10:00-11:00 Run; "
                     "Thu 10:00-11:00 Run");
  undo (fixture);
  wait_for (fixture, DAILY);
  wish.scope = LOFT_SCOPE_FOLLOWING;
  must_change (fixture, &wish);
  wait_for (fixture, "Mon 10:00-11:00 Run; Tue 12:00-13:00 Run; Wed 12:00-13:00 Run; "
                     "Thu 12:00-13:00 Run");
  undo (fixture);
  wait_for (fixture, DAILY);
  wish.scope = LOFT_SCOPE_ALL;
  must_change (fixture, &wish);
  wait_for (fixture, "Mon 12:00-13:00 Run; Tue 12:00-13:00 Run; Wed 12:00-13:00 Run; "
                     "Thu 12:00-13:00 Run");
}

static void
test_remove_of_series (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  LoftCalendarChange wish = { .kind = LOFT_CHANGE_REMOVE };

  add (fixture, "Run", "FREQ=DAILY;COUNT=4");
  wait_for (fixture, DAILY);
  item = item_at (fixture, 1);
  wish.item = item;
  must_change (fixture, &wish);
  wait_for (fixture, "Mon 10:00-11:00 Run; Wed 10:00-11:00 Run; Thu 10:00-11:00 Run");
  undo (fixture);
  wait_for (fixture, DAILY);
  wish.scope = LOFT_SCOPE_FOLLOWING;
  must_change (fixture, &wish);
  wait_for (fixture, "Mon 10:00-11:00 Run");
  undo (fixture);
  wait_for (fixture, DAILY);
  wish.scope = LOFT_SCOPE_ALL;
  must_change (fixture, &wish);
  wait_for (fixture, "");
}

static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  add (fixture, "Lunch", "");
  wait_for (fixture, "Mon 10:00-11:00 Lunch");
  loft_calendar_actions_set_shown (fixture->actions, fixture->calendar, FALSE);
  wait_for (fixture, "");
  loft_calendar_actions_set_shown (fixture->actions, fixture->calendar, TRUE);
  wait_for (fixture, "Mon 10:00-11:00 Lunch");
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftOccurrenceItem) item = NULL;
  g_autoptr (GError) error = NULL;
  LoftCalendarChange removal = { .kind = LOFT_CHANGE_REMOVE, .scope = LOFT_SCOPE_ALL };

  add (fixture, "Lunch", "");
  wait_for (fixture, "Mon 10:00-11:00 Lunch");
  item = item_at (fixture, 0);
  removal.item = item;
  must_change (fixture, &removal);
  g_assert_false (change (fixture, &removal, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/calendar-service/single", test_single },
    { "/calendar-service/all-day", test_all_day },
    { "/calendar-service/other-zone", test_other_zone },
    { "/calendar-service/copy-and-remove", test_copy_and_remove },
    { "/calendar-service/series", test_series },
    { "/calendar-service/remove-of-series", test_remove_of_series },
    { "/calendar-service/hidden", test_hidden },
    { "/calendar-service/gone", test_gone },
  };

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  return g_test_run ();
}
