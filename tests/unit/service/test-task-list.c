/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-task-list.h"
#include "loft-task-order.h"
#include "loft-task-quick-add.h"

#define DAY  86400
#define HOUR 3600
#define NOON                                                                                       \
  1774180800 /* Sunday 2026-03-22T12:00Z, a week before the clocks of Europe go forward */

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* ---- groups ------------------------------------------------------------------------------- */

static gint64
wall_of (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *whole = g_strconcat (text, strlen (text) == 10 ? "T00:00:00" : ":00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (whole, utc);

  return g_date_time_to_unix (time);
}

/* "2026-03-22": that day; "2026-03-22T09:00": on the wall; with "Z" behind it: an instant. */
static LoftEventTime
time_of (const char *text)
{
  LoftEventTime time = LOFT_EVENT_TIME_NONE;
  g_autofree char *plain = g_strdup (text);

  if (*text == '\0')
    return time;
  time.is_set = TRUE;
  time.is_date = strlen (text) == 10;
  if (g_str_has_suffix (text, "Z"))
    {
      plain[strlen (plain) - 1] = '\0';
      time.zone = g_intern_static_string ("UTC");
    }
  time.wall = time.at = wall_of (plain);
  return time;
}

static const struct {
  const char *now; /* an instant */
  const char *zone;
  int first_weekday;
  const char *due;
  const char *start;
  LoftTaskGroup group;
} groups[] = {
  /* A day is over when the next one begins, wherever one is. */
  { "2026-03-22T23:30", "UTC", 1, "2026-03-22", "", LOFT_TASK_GROUP_TODAY },
  { "2026-03-22T23:30", "Europe/Vienna", 1, "2026-03-22", "", LOFT_TASK_GROUP_OVERDUE },
  { "2026-03-22T23:30", "Europe/Vienna", 1, "2026-03-23", "", LOFT_TASK_GROUP_TODAY },
  { "2026-03-22T03:30", "America/New_York", 1, "2026-03-21", "", LOFT_TASK_GROUP_TODAY },
  /* A time is over at once, and the same everywhere. */
  { "2026-03-22T12:00", "UTC", 1, "2026-03-22T11:59Z", "", LOFT_TASK_GROUP_OVERDUE },
  { "2026-03-22T12:00", "UTC", 1, "2026-03-22T12:01Z", "", LOFT_TASK_GROUP_TODAY },
  { "2026-03-22T12:00", "America/New_York", 1, "2026-03-22T11:59Z", "", LOFT_TASK_GROUP_OVERDUE },
  { "2026-03-22T12:00", "America/New_York", 1, "2026-03-23T03:59Z", "", LOFT_TASK_GROUP_TODAY },
  /* On the wall: where one is. */
  { "2026-03-22T12:00", "Europe/Vienna", 1, "2026-03-22T12:30", "", LOFT_TASK_GROUP_OVERDUE },
  { "2026-03-22T12:00", "UTC", 1, "2026-03-22T12:30", "", LOFT_TASK_GROUP_TODAY },
  /* The day on which clocks go forward has 23 hours, the one back 25. */
  { "2026-03-28T22:59", "Europe/Vienna", 1, "2026-03-28", "", LOFT_TASK_GROUP_TODAY },
  { "2026-03-28T23:00", "Europe/Vienna", 1, "2026-03-28", "", LOFT_TASK_GROUP_OVERDUE },
  { "2026-03-29T21:59", "Europe/Vienna", 1, "2026-03-29", "", LOFT_TASK_GROUP_TODAY },
  { "2026-03-29T22:00", "Europe/Vienna", 1, "2026-03-29", "", LOFT_TASK_GROUP_OVERDUE },
  { "2026-10-25T22:59", "Europe/Vienna", 1, "2026-10-25", "", LOFT_TASK_GROUP_TODAY },
  /* The week ends as the place has it: 2026-03-25 is a Wednesday. */
  { "2026-03-25T12:00", "UTC", 1, "2026-03-26", "", LOFT_TASK_GROUP_WEEK },
  { "2026-03-25T12:00", "UTC", 1, "2026-03-29", "", LOFT_TASK_GROUP_WEEK },
  { "2026-03-25T12:00", "UTC", 1, "2026-03-30", "", LOFT_TASK_GROUP_LATER },
  { "2026-03-25T12:00", "UTC", 7, "2026-03-28", "", LOFT_TASK_GROUP_WEEK },
  { "2026-03-25T12:00", "UTC", 7, "2026-03-29", "", LOFT_TASK_GROUP_LATER },
  { "2026-03-29T12:00", "UTC", 7, "2026-04-04", "", LOFT_TASK_GROUP_WEEK },
  { "2026-03-29T12:00", "UTC", 1, "2026-03-30", "", LOFT_TASK_GROUP_LATER },
  /* What only begins is never late. */
  { "2026-03-25T12:00", "UTC", 1, "", "", LOFT_TASK_GROUP_NO_DATE },
  { "2026-03-25T12:00", "UTC", 1, "", "2026-01-01", LOFT_TASK_GROUP_TODAY },
  { "2026-03-25T12:00", "UTC", 1, "", "2026-05-01", LOFT_TASK_GROUP_LATER },
  { "2026-03-25T12:00", "UTC", 1, "0001-01-01", "", LOFT_TASK_GROUP_OVERDUE },
};

static void
test_groups (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      g_autoptr (LoftTask) task = loft_task_new ();
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (groups[i].zone);
      LoftTaskClock clock = { wall_of (groups[i].now), zone, groups[i].first_weekday };

      task->due = time_of (groups[i].due);
      task->start = time_of (groups[i].start);
      g_test_message ("%s in %s: due %s", groups[i].now, groups[i].zone, groups[i].due);
      g_assert_cmpint (loft_task_clock_get_group (&clock, task), ==, groups[i].group);
      task->status = LOFT_TASK_CANCELLED;
      g_assert_cmpint (loft_task_clock_get_group (&clock, task), ==, LOFT_TASK_GROUP_DONE);
    }
}

/* ---- the list ----------------------------------------------------------------------------- */

typedef struct {
  LoftCalendarItem *home;
  LoftCalendarItem *work;
  GListStore *tasks;
  LoftTaskList *list;
  guint n_changes;
} Fixture;

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, Fixture *fixture)
{
  fixture->n_changes += removed + added;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  loft_clock_set_for_test (NOON);
  fixture->home = loft_calendar_item_new ("a", 1, "A", "Home", "#3584e4");
  fixture->work = loft_calendar_item_new ("b", 1, "B", "Work", "#26a269");
  fixture->tasks = g_list_store_new (LOFT_TYPE_TASK_ITEM);
  fixture->list = loft_task_list_new (G_LIST_MODEL (fixture->tasks), zone, 1);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_items_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->list);
  g_object_unref (fixture->tasks);
  g_object_unref (fixture->home);
  g_object_unref (fixture->work);
  loft_clock_set_for_test (0);
}

/* The uid is the summary. */
static LoftTask *
add (Fixture *fixture, LoftCalendarItem *list, const char *summary, const char *parent,
     const char *due)
{
  g_autoptr (LoftTask) task = loft_task_new ();
  g_autoptr (LoftTaskItem) item = NULL;

  set (&task->uid, summary);
  set (&task->summary, summary);
  set (&task->parent, parent);
  task->due = time_of (due);
  item =
    loft_task_item_new (g_list_model_get_n_items (G_LIST_MODEL (fixture->tasks)) + 1, task, list);
  g_list_store_append (fixture->tasks, item);
  return task;
}

static LoftTaskItem *
find (Fixture *fixture, const char *summary)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->tasks)); i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->tasks), i);

      if (g_str_equal (loft_task_item_get (item)->summary, summary))
        return item;
    }
  g_assert_not_reached ();
}

/* Another text: another item. */
static void
replace (Fixture *fixture, LoftTaskItem *item, LoftTask *task)
{
  guint position = 0;
  g_autoptr (LoftTaskItem) after = loft_task_item_new (loft_task_item_get_resource_id (item), task,
                                                       loft_task_item_get_list (item));

  g_assert_true (g_list_store_find (fixture->tasks, item, &position));
  g_list_store_splice (fixture->tasks, position, 1, (gpointer *) &after, 1);
}

static void
complete (Fixture *fixture, const char *summary)
{
  LoftTaskItem *item = find (fixture, summary);
  g_autoptr (LoftTask) task = loft_task_copy (loft_task_item_get (item));

  task->status = LOFT_TASK_COMPLETED;
  task->completed = NOON;
  replace (fixture, item, task);
}

/* (transfer full) "Today 2: a, -b" */
static char *
describe (Fixture *fixture)
{
  static const char *const names[] = { "Overdue", "Today", "Week", "Later", "None", "Done" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)); i++)
    {
      g_autoptr (LoftTaskLine) line = g_list_model_get_item (G_LIST_MODEL (fixture->list), i);
      const LoftTaskLineFacts *facts = loft_task_line_get (line);

      if (facts->item == NULL)
        g_string_append_printf (text, "%s%s %u:", i > 0 ? " " : "", names[facts->group], facts->n);
      else
        g_string_append_printf (text, " %.*s%s", (int) facts->depth, "--------------------",
                                loft_task_item_get (facts->item)->summary);
    }
  return g_string_free (text, FALSE);
}

static void
assert_list (Fixture *fixture, const char *expected)
{
  g_autofree char *text = describe (fixture);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_arrangement (Fixture *fixture, gconstpointer data)
{
  add (fixture, fixture->home, "rent", "", "2026-03-20");
  add (fixture, fixture->home, "party", "", "2026-03-28");
  add (fixture, fixture->home, "guests", "party", "");
  add (fixture, fixture->home, "cake", "party", "2026-03-22");
  add (fixture, fixture->work, "report", "", "2026-03-22T18:00");
  add (fixture, fixture->work, "idea", "", "");
  assert_list (fixture,
               "Overdue 1: rent Today 1: report Later 1: party -cake -guests None 1: idea");
  loft_task_list_set_today (fixture->list, TRUE);
  assert_list (fixture, "Overdue 1: rent Today 2: report cake");
  loft_task_list_set_today (fixture->list, FALSE);
  loft_task_list_set_list (fixture->list, fixture->work);
  assert_list (fixture, "Today 1: report None 1: idea");
  loft_task_list_set_list (fixture->list, NULL);
  loft_task_list_set_words (fixture->list, "GUE");
  assert_list (fixture, "None 1: guests");
  loft_task_list_set_words (fixture->list, "");
  g_assert_cmpuint (loft_task_list_count_open (fixture->list, NULL), ==, 6);
  g_assert_cmpuint (loft_task_list_count_open (fixture->list, fixture->work), ==, 2);
  g_assert_cmpuint (loft_task_list_count_due (fixture->list), ==, 3);
}

static void
test_done (Fixture *fixture, gconstpointer data)
{
  add (fixture, fixture->home, "a", "", "2026-03-22");
  add (fixture, fixture->home, "b", "", "2026-03-22");
  add (fixture, fixture->home, "c", "", "");
  fixture->n_changes = 0;
  complete (fixture, "a");
  assert_list (fixture, "Today 1: b None 1: c Done 1:");
  g_assert_cmpuint (fixture->n_changes, ==, 2); /* a went, Done came */
  loft_task_list_set_folded (fixture->list, LOFT_TASK_GROUP_DONE, FALSE);
  assert_list (fixture, "Today 1: b None 1: c Done 1: a");
}

/* Open parts of what is done stand for themselves; done ones stay with what is open. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  add (fixture, fixture->home, "a", "", "");
  add (fixture, fixture->home, "b", "a", "");
  add (fixture, fixture->home, "c", "b", "");
  assert_list (fixture, "None 1: a -b --c");
  complete (fixture, "b");
  assert_list (fixture, "None 2: a -b c");
  complete (fixture, "a");
  loft_task_list_set_folded (fixture->list, LOFT_TASK_GROUP_DONE, FALSE);
  assert_list (fixture, "None 1: c Done 1: a -b");
}

static void
test_circles (Fixture *fixture, gconstpointer data)
{
  add (fixture, fixture->home, "self", "self", "");
  add (fixture, fixture->home, "x", "y", "");
  add (fixture, fixture->home, "y", "x", "");
  add (fixture, fixture->work, "far", "self", "");
  assert_list (fixture, "None 3: far self x -y");
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%u", i);
      g_autofree char *parent = i > 0 ? g_strdup_printf ("%u", i - 1) : g_strdup ("");

      add (fixture, fixture->home, uid, parent, "");
    }
  g_assert_cmpuint (loft_task_list_count_open (fixture->list, NULL), ==, 204);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 205);
}

static void
test_sort (Fixture *fixture, gconstpointer data)
{
  add (fixture, fixture->home, "late", "", "2026-03-22T20:00")->priority = 1;
  add (fixture, fixture->home, "day", "", "2026-03-22")->order = 1;
  add (fixture, fixture->home, "soon", "", "2026-03-22T13:00")->order = 2;
  loft_task_list_look_at_clock (fixture->list);
  assert_list (fixture, "Today 3: soon late day");
  loft_task_list_set_sort (fixture->list, LOFT_TASK_SORT_ORDER);
  assert_list (fixture, "Today 3: day soon late");
  loft_task_list_set_sort (fixture->list, LOFT_TASK_SORT_PRIORITY);
  assert_list (fixture, "Today 3: late day soon");
  loft_clock_set_for_test (NOON + 2 * HOUR);
  loft_task_list_look_at_clock (fixture->list);
  assert_list (fixture, "Overdue 1: soon Today 2: late day");
}

/* A task that changes is still the same line: whoever shows it stays. */
static void
test_line_stays (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftTaskLine) line = NULL;
  g_autoptr (LoftTask) task = NULL;

  add (fixture, fixture->home, "a", "", "");
  line = g_list_model_get_item (G_LIST_MODEL (fixture->list), 1);
  task = loft_task_copy (loft_task_item_get (find (fixture, "a")));
  set (&task->summary, "b");
  fixture->n_changes = 0;
  replace (fixture, find (fixture, "a"), task);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpstr (loft_task_item_get (loft_task_line_get (line)->item)->summary, ==, "b");
}

static void
test_siblings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) roots = NULL;
  g_autoptr (GPtrArray) parts = NULL;

  add (fixture, fixture->home, "a", "", "");
  add (fixture, fixture->home, "b", "a", "");
  add (fixture, fixture->home, "c", "a", "");
  add (fixture, fixture->home, "d", "", "");
  add (fixture, fixture->home, "e", "", "2026-03-22");
  roots = loft_task_list_list_siblings (fixture->list, find (fixture, "d"));
  parts = loft_task_list_list_siblings (fixture->list, find (fixture, "c"));
  g_assert_cmpuint (roots->len, ==, 2);
  g_assert_true (g_ptr_array_index (roots, 0) == find (fixture, "a"));
  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_true (g_ptr_array_index (parts, 0) == find (fixture, "b"));
}

/* ---- order -------------------------------------------------------------------------------- */

#define NONE G_MININT64

static const struct {
  guint n;
  guint moved;
  gint64 before[4];
  gint64 after[4];
} orders[] = {
  { 3, 1, { 10, 900, 20 }, { 10, 15, 20 } },
  { 3, 0, { 900, 10, 20 }, { -1014, 10, 20 } },
  { 3, 2, { 10, 20, NONE }, { 10, 20, 1044 } },
  { 3, 1, { 10, NONE, 11 }, { 1024, 2048, 3072 } },
  { 3, 1, { NONE, NONE, NONE }, { 1024, 2048, 3072 } },
  { 3, 0, { 5, 5, 5 }, { 1024, 2048, 3072 } },
  { 2, 1, { G_MAXINT64, 1 }, { 1024, 2048 } },
  { 1, 0, { NONE }, { 1024 } },
};

static void
test_order (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      gint64 numbers[4];

      memcpy (numbers, orders[i].before, sizeof numbers);
      loft_task_order_place (numbers, orders[i].n, orders[i].moved);
      g_test_message ("row %u", i);
      for (guint j = 0; j < orders[i].n; j++)
        g_assert_cmpint (numbers[j], ==, orders[i].after[j]);
    }
}

/* ---- one line ----------------------------------------------------------------------------- */

/* Now is Sunday 2026-03-22, noon. */
static const struct {
  const char *text;
  const char *taken;
} lines[] = {
  { "Pay rent Fri", "Pay rent|2026-03-27|0||" },
  { "Pay rent Fri 9:00 ! #home @bank", "Pay rent|2026-03-27T09:00|1|home|bank" },
  { "Call Eva 11:00", "Call Eva|2026-03-23T11:00|0||" },
  { "Call Eva 13:00", "Call Eva|2026-03-22T13:00|0||" },
  { "Buy milk", "Buy milk|-|0||" },
  { "tomorrow", "|2026-03-23|0||" },
  { "Hurry!", "Hurry!|-|0||" },
  { "!5 Hurry !!!", "Hurry|-|1||" },
  { "!0 # !x", "!0 # !x|-|0||" },
  { "Read #a #b#c", "Read|-|0|a,b#c|" },
};

static void
test_quick_add (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (LoftTask) task =
        loft_task_quick_add_read (lines[i].text, &loft_quick_add_english, NOON, "Europe/Vienna");
      g_autoptr (GDateTime) due = g_date_time_new_from_unix_utc (task->due.wall);
      g_autofree char *date = task->due.is_set
                                ? g_date_time_format (due, task->due.is_date ? "%F" : "%FT%H:%M")
                                : g_strdup ("-");
      g_autofree char *categories = g_strjoinv (",", task->categories);
      g_autofree char *told = g_strdup_printf ("%s|%s|%u|%s|%s", task->summary, date,
                                               task->priority, categories, task->location);

      g_assert_cmpstr (told, ==, lines[i].taken);
      g_assert_cmpstr (task->due.zone, ==,
                       task->due.is_set && !task->due.is_date ? "Europe/Vienna" : "");
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tasks/groups", test_groups);
  ADD ("/tasks/arrangement", test_arrangement);
  ADD ("/tasks/done", test_done);
  ADD ("/tasks/parts", test_parts);
  ADD ("/tasks/circles", test_circles);
  ADD ("/tasks/sort", test_sort);
  ADD ("/tasks/line-stays", test_line_stays);
  ADD ("/tasks/siblings", test_siblings);
  g_test_add_func ("/tasks/order", test_order);
  g_test_add_func ("/tasks/quick-add", test_quick_add);
  return g_test_run ();
}
