/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-calendars.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-resources.h"
#include "loft-service.h"
#include "loft-task-group.h"

/* The tasks of "On this computer" as the pane uses them: each step is asked for, waited for, and seen. */

#define MONDAY 1772409600 /* 2026-03-02T00:00Z */

typedef struct {
  char *profile;
  LoftService *service;
  LoftTaskActions *actions; /* (borrowed) */
  LoftCalendarItem *list;
  GListModel *tasks; /* (borrowed) */
  guint64 undo;
} Fixture;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
on_patience_ended (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static LoftCalendarItem *
find_list (Fixture *fixture, const char *name)
{
  GListModel *lists = loft_task_actions_get_lists (fixture->actions);

  for (guint i = 0; i < g_list_model_get_n_items (lists); i++)
    {
      g_autoptr (LoftCalendarItem) list = g_list_model_get_item (lists, i);

      if (g_str_equal (loft_calendar_item_get_name (list), name))
        return g_steal_pointer (&list);
    }
  return NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->profile = g_dir_make_tmp ("loft-tasks-XXXXXX", NULL);
  fixture->service = loft_service_open (fixture->profile, &error);
  g_assert_no_error (error);
  fixture->actions = loft_service_get_tasks (fixture->service);
  fixture->tasks = loft_task_actions_get_tasks (fixture->actions);
  fixture->list = find_list (fixture, "Tasks");
  g_assert_nonnull (fixture->list);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const arguments[] = { "rm", "-rf", fixture->profile, NULL };

  g_object_unref (fixture->list);
  loft_service_stop (fixture->service);
  g_object_unref (fixture->service);
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->profile);
}

/* ---- steps -------------------------------------------------------------------------------- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) "cake<party 2026-03-02 50%; party done" */
static char *
describe (Fixture *fixture)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (fixture->tasks); i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (fixture->tasks, i);
      const LoftTask *task = loft_task_item_get (item);
      g_autoptr (GDateTime) due = g_date_time_new_from_unix_utc (task->due.wall);
      g_autofree char *date = task->due.is_set
                                ? g_date_time_format (due, task->due.is_date ? " %F" : " %FT%H:%M")
                                : g_strdup ("");

      g_ptr_array_add (texts, g_strdup_printf ("%s%s%s%s%s", task->summary,
                                               *task->parent != '\0' ? "<" : "", task->parent, date,
                                               loft_task_is_open (task) ? "" : " done"));
    }
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("; ", (char **) texts->pdata);
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

static gboolean
change (Fixture *fixture, const LoftTaskChange *wish, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_task_actions_change_async (fixture->actions, wish, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_task_actions_change_finish (fixture->actions, result, &fixture->undo, error);
}

static void
must_change (Fixture *fixture, const LoftTaskChange *wish)
{
  g_autoptr (GError) error = NULL;

  change (fixture, wish, &error);
  g_assert_no_error (error);
}

static gboolean
undo (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  loft_task_actions_undo_async (fixture->actions, fixture->undo, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return loft_task_actions_change_finish (fixture->actions, result, NULL, error);
}

static void
must_undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  undo (fixture, &error);
  g_assert_no_error (error);
}

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
add (Fixture *fixture, const char *summary, const char *parent, gint64 day, const char *rule)
{
  g_autoptr (LoftTask) task = loft_task_new ();
  LoftTaskChange wish = { .kind = LOFT_TASK_ADD, .task = task, .list = fixture->list };

  set (&task->uid, summary);
  set (&task->summary, summary);
  set (&task->parent, parent);
  set (&task->rule, rule);
  if (day != 0)
    task->due = (LoftEventTime){ TRUE, TRUE, day, "", day };
  must_change (fixture, &wish);
}

/* (transfer full) */
static LoftTaskItem *
find (Fixture *fixture, const char *summary)
{
  for (guint i = 0; i < g_list_model_get_n_items (fixture->tasks); i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (fixture->tasks, i);

      if (g_str_equal (loft_task_item_get (item)->summary, summary))
        return g_steal_pointer (&item);
    }
  g_assert_not_reached ();
}

static void
act (Fixture *fixture, LoftTaskChangeKind kind, const char *summary)
{
  g_autoptr (LoftTaskItem) item = find (fixture, summary);
  LoftTaskChange wish = { .kind = kind, .item = item };

  must_change (fixture, &wish);
}

/* (transfer full) */
static char *
read_text (Fixture *fixture, const char *summary)
{
  g_autoptr (LoftTaskItem) item = find (fixture, summary);
  g_autoptr (LoftMailAccount) account =
    g_list_model_get_item (loft_service_get_accounts (fixture->service), 0);
  g_autoptr (GBytes) raw =
    loft_resources_get_raw (account, loft_task_item_get_resource_id (item), NULL, NULL);

  return g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_add_and_undo (Fixture *fixture, gconstpointer data)
{
  add (fixture, "rent", "", MONDAY, "");
  wait_for (fixture, "rent 2026-03-02");
  must_undo (fixture);
  wait_for (fixture, "");
  g_assert_false (undo (fixture, NULL)); /* once */
}

static void
test_complete (Fixture *fixture, gconstpointer data)
{
  add (fixture, "party", "", 0, "");
  add (fixture, "cake", "party", 0, "");
  add (fixture, "flour", "cake", 0, "");
  add (fixture, "other", "", 0, "");
  wait_for (fixture, "cake<party; flour<cake; other; party");
  act (fixture, LOFT_TASK_COMPLETE, "cake");
  wait_for (fixture, "cake<party done; flour<cake done; other; party");
  must_undo (fixture);
  wait_for (fixture, "cake<party; flour<cake; other; party");
  act (fixture, LOFT_TASK_COMPLETE, "party");
  wait_for (fixture, "cake<party done; flour<cake done; other; party done");
  act (fixture, LOFT_TASK_REOPEN, "cake");
  wait_for (fixture, "cake<party; flour<cake done; other; party done");
}

static void
test_recurring (Fixture *fixture, gconstpointer data)
{
  add (fixture, "bins", "", MONDAY, "FREQ=WEEKLY;COUNT=2");
  add (fixture, "paper", "bins", 0, "");
  wait_for (fixture, "bins 2026-03-02; paper<bins");
  act (fixture, LOFT_TASK_COMPLETE, "bins");
  wait_for (fixture, "bins 2026-03-09; paper<bins");
  must_undo (fixture);
  wait_for (fixture, "bins 2026-03-02; paper<bins");
  act (fixture, LOFT_TASK_COMPLETE, "bins");
  wait_for (fixture, "bins 2026-03-09; paper<bins");
  act (fixture, LOFT_TASK_COMPLETE, "bins");
  wait_for (fixture, "bins 2026-03-09 done; paper<bins");
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  add (fixture, "party", "", 0, "");
  add (fixture, "cake", "party", 0, "");
  add (fixture, "other", "", 0, "");
  wait_for (fixture, "cake<party; other; party");
  act (fixture, LOFT_TASK_REMOVE, "party");
  wait_for (fixture, "other");
  must_undo (fixture);
  wait_for (fixture, "cake<party; other; party");
}

/* What somebody else changed meanwhile stays. */
static void
test_edit_keeps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftTaskItem) item = NULL;
  g_autoptr (LoftTask) named = NULL;
  g_autoptr (LoftTask) noted = NULL;
  g_autofree char *text = NULL;

  add (fixture, "a", "", MONDAY, "");
  wait_for (fixture, "a 2026-03-02");
  item = find (fixture, "a");
  named = loft_task_copy (loft_task_item_get (item));
  noted = loft_task_copy (loft_task_item_get (item));
  set (&named->summary, "b");
  set (&noted->description, "A note");
  must_change (fixture, &(LoftTaskChange){ .kind = LOFT_TASK_EDIT, .item = item, .task = named });
  must_change (fixture, &(LoftTaskChange){ .kind = LOFT_TASK_EDIT, .item = item, .task = noted });
  wait_for (fixture, "b 2026-03-02");
  text = read_text (fixture, "b");
  g_assert_nonnull (strstr (text, "DESCRIPTION:A note"));
}

/* A time of a zone becomes an instant, on both sides of the night when clocks go forward. */
static void
test_zone (Fixture *fixture, gconstpointer data)
{
  static const struct {
    gint64 wall;
    gint64 at;
  } rows[] = {
    { 1774688400, 1774684800 }, /* 2026-03-28 09:00 in Vienna */
    { 1774774800, 1774767600 }, /* 2026-03-29 09:00 */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftTask) task = loft_task_new ();
      g_autoptr (LoftTaskItem) item = NULL;
      LoftTaskChange wish = { .kind = LOFT_TASK_ADD, .task = task, .list = fixture->list };

      set (&task->summary, "t");
      task->due =
        (LoftEventTime){ TRUE, FALSE, rows[i].wall, g_intern_static_string ("Europe/Vienna"), 0 };
      must_change (fixture, &wish);
      wait_for (fixture, i == 0 ? "t 2026-03-28T09:00" : "t 2026-03-29T09:00");
      item = find (fixture, "t");
      g_assert_cmpint (loft_task_item_get (item)->due.at, ==, rows[i].at);
      g_assert_cmpstr (loft_task_item_get (item)->due.zone, ==, "Europe/Vienna");
      must_undo (fixture);
      wait_for (fixture, "");
    }
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftTaskItem) a = NULL;
  g_autoptr (LoftTaskItem) b = NULL;
  g_autoptr (GPtrArray) siblings = g_ptr_array_new ();
  g_autofree char *text = NULL;

  add (fixture, "a", "", 0, "");
  add (fixture, "b", "", 0, "");
  wait_for (fixture, "a; b");
  a = find (fixture, "a");
  b = find (fixture, "b");
  g_ptr_array_add (siblings, b);
  g_ptr_array_add (siblings, a);
  must_change (fixture,
               &(LoftTaskChange){ .kind = LOFT_TASK_REORDER, .item = b, .siblings = siblings });
  text = read_text (fixture, "b");
  g_assert_nonnull (strstr (text, "X-APPLE-SORT-ORDER:1024"));
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftTaskItem) item = NULL;
  g_autoptr (GError) error = NULL;

  add (fixture, "a", "", 0, "");
  wait_for (fixture, "a");
  item = find (fixture, "a");
  act (fixture, LOFT_TASK_REMOVE, "a");
  g_assert_false (
    change (fixture, &(LoftTaskChange){ .kind = LOFT_TASK_COMPLETE, .item = item }, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftTaskItem) item = NULL;

  add (fixture, "a", "", 0, "");
  wait_for (fixture, "a");
  item = find (fixture, "a");
  loft_calendar_item_set_writable (fixture->list, FALSE);
  g_assert_false (
    change (fixture, &(LoftTaskChange){ .kind = LOFT_TASK_REMOVE, .item = item }, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

static gboolean
finish_list (Fixture *fixture, GAsyncResult **result, GError **error)
{
  g_autoptr (GAsyncResult) done = NULL;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  done = *result;
  return loft_task_actions_change_finish (fixture->actions, done, NULL, error);
}

static LoftCalendarItem *
wait_for_list (Fixture *fixture, const char *name)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);
  LoftCalendarItem *list = NULL;

  while ((list = find_list (fixture, name)) == NULL && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (list);
  g_source_remove (source);
  return list;
}

static void
wait_for_place (Fixture *fixture, const char *summary, LoftCalendarItem *list)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);
  LoftCalendarItem *place = NULL;

  while (place != list && !timed_out)
    {
      g_autoptr (LoftTaskItem) item = NULL;

      g_main_context_iteration (NULL, TRUE);
      item = find (fixture, summary);
      place = loft_task_item_get_list (item);
    }
  g_assert_true (place == list);
  g_source_remove (source);
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "Home", "", "a/b" };
  g_autoptr (LoftCalendarItem) home = NULL;
  g_autoptr (LoftCalendarItem) house = NULL;
  g_autoptr (LoftTaskItem) item = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  loft_task_actions_create_list_async (fixture->actions, "Home", on_done, &result);
  finish_list (fixture, &result, &error);
  g_assert_no_error (error);
  home = wait_for_list (fixture, "Home");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      result = NULL;
      loft_task_actions_create_list_async (fixture->actions, bad[i], on_done, &result);
      g_assert_false (finish_list (fixture, &result, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_clear_error (&error);
    }
  /* What is moved there is still there when the list has another name. */
  add (fixture, "rent", "", 0, "");
  wait_for (fixture, "rent");
  item = find (fixture, "rent");
  must_change (fixture, &(LoftTaskChange){ .kind = LOFT_TASK_MOVE, .item = item, .list = home });
  result = NULL;
  loft_task_actions_rename_list_async (fixture->actions, home, "House", on_done, &result);
  finish_list (fixture, &result, &error);
  g_assert_no_error (error);
  house = wait_for_list (fixture, "House");
  wait_for_place (fixture, "rent", house);
  must_undo (fixture);
  wait_for_place (fixture, "rent", fixture->list);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/tasks/add-and-undo", test_add_and_undo);
  ADD ("/tasks/complete", test_complete);
  ADD ("/tasks/recurring", test_recurring);
  ADD ("/tasks/remove", test_remove);
  ADD ("/tasks/edit-keeps", test_edit_keeps);
  ADD ("/tasks/zone", test_zone);
  ADD ("/tasks/order", test_order);
  ADD ("/tasks/lists", test_lists);
  ADD ("/tasks/gone", test_gone);
  ADD ("/tasks/read-only", test_read_only);
  return g_test_run ();
}
