/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tasks: what the pane shows, and what typing, checking, moving and taking back do. */
#include "fake-tasks.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-pane.h"
#include "loft-task-adder.h"
#include "loft-task-date-row.h"
#include "loft-task-row.h"
#include "loft-task-view.h"
#include "loft-tasks-pane.h"
#include "ui-test.h"

#include <adwaita.h>

#define TODAY 20534 /* Sunday 2026-03-22 */
#define NOON  ((gint64) TODAY * 86400 + 43200)

typedef struct {
  FakeTasks *tasks;
  GtkWidget *pane;
  GtkWindow *window;
  guint wanted;
} Fixture;

static void
open_pane (Fixture *fixture, int width)
{
  fixture->pane = loft_tasks_pane_new (LOFT_TASK_ACTIONS (fixture->tasks));
  gtk_widget_insert_action_group (fixture->pane, "tasks",
                                  loft_pane_get_actions (LOFT_PANE (fixture->pane)));
  fixture->window = ui_test_show (fixture->pane, width, 800);
  ui_test_settle ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  loft_clock_set_for_test (NOON);
  fixture->tasks = fake_tasks_new ();
}

static void
set_up_full (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  fake_tasks_fill (fixture->tasks, TODAY);
  open_pane (fixture, 1200);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  ui_test_settle ();
  g_object_unref (fixture->tasks);
  loft_clock_set_for_test (0);
}

/* ---- steps -------------------------------------------------------------------------------- */

static GtkListView *
list_of (Fixture *fixture)
{
  return ui_test_find (fixture->pane, GTK_TYPE_LIST_VIEW);
}

static const LoftTaskLineFacts *
get_line (Fixture *fixture, guint position)
{
  g_autoptr (LoftTaskLine) line =
    g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (list_of (fixture))), position);

  return line != NULL ? loft_task_line_get (line) : NULL;
}

static int
find_line (Fixture *fixture, const char *summary)
{
  const LoftTaskLineFacts *facts;

  for (guint i = 0; (facts = get_line (fixture, i)) != NULL; i++)
    if (facts->item != NULL && g_str_equal (loft_task_item_get (facts->item)->summary, summary))
      return (int) i;
  return -1;
}

static void
choose (Fixture *fixture, const char *summary)
{
  int position = find_line (fixture, summary);

  g_assert_cmpint (position, >=, 0);
  gtk_selection_model_select_item (gtk_list_view_get_model (list_of (fixture)), (guint) position,
                                   TRUE);
  ui_test_settle ();
}

static void
act (Fixture *fixture, const char *action)
{
  g_assert_true (gtk_widget_activate_action_variant (fixture->pane, action, NULL));
  ui_test_settle ();
}

static const LoftTask *
task_of (Fixture *fixture, const char *summary)
{
  LoftTaskItem *item = fake_tasks_find (fixture->tasks, summary);

  return item != NULL ? loft_task_item_get (item) : NULL;
}

/* (nullable) The sidebar's list, among those of the view. */
static GtkListBox *
find_places (GtkWidget *root)
{
  GtkListBox *found = GTK_IS_LIST_BOX (root) && gtk_widget_has_css_class (root, "folder-list")
                        ? GTK_LIST_BOX (root)
                        : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_places (child);
  return found;
}

static void
choose_place (Fixture *fixture, int index)
{
  GtkListBox *places = find_places (fixture->pane);

  gtk_list_box_select_row (places, gtk_list_box_get_row_at_index (places, index));
  ui_test_settle ();
}

static gboolean
is_changed (Fixture *fixture)
{
  return fake_tasks_count_changes (fixture->tasks) >= fixture->wanted;
}

static void
type_task (Fixture *fixture, const char *text)
{
  GtkWidget *adder = ui_test_find (fixture->pane, LOFT_TYPE_TASK_ADDER);
  GtkWidget *entry = ui_test_find (adder, GTK_TYPE_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  ui_test_settle ();
  g_signal_emit_by_name (entry, "activate");
  ui_test_settle ();
}

/* ---- tests -------------------------------------------------------------------------------- */

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (get_line (fixture, 0)->group, ==, LOFT_TASK_GROUP_OVERDUE);
  g_assert_cmpint (find_line (fixture, "Pay the rent"), ==, 1);
  g_assert_cmpuint (get_line (fixture, (guint) find_line (fixture, "Book the hall"))->depth, ==, 1);
  g_assert_cmpint (find_line (fixture, "Order paper"), ==, -1); /* done is folded */
  g_assert_cmpuint (loft_pane_get_badge (LOFT_PANE (fixture->pane)), ==, 3);
  choose_place (fixture, 0);
  g_assert_cmpint (find_line (fixture, "Spring fair"), ==, -1);
  g_assert_cmpint (find_line (fixture, "Report of the last quarter"), >=, 0);
  choose_place (fixture, 3);
  g_assert_cmpint (find_line (fixture, "Pay the rent"), ==, -1);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  const LoftTask *task;

  type_task (fixture, "Call Eva Fri 9:00 ! #phone");
  task = task_of (fixture, "Call Eva");
  g_assert_nonnull (task);
  g_assert_cmpint (task->due.wall, ==, (gint64) (TODAY + 5) * 86400 + 9 * 3600);
  g_assert_cmpuint (task->priority, ==, 1);
  g_assert_cmpstr (task->categories[0], ==, "phone");
  g_assert_cmpint (find_line (fixture, "Call Eva"), >=, 0);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Task added"));
  act (fixture, "tasks.undo");
  g_assert_null (task_of (fixture, "Call Eva"));
  type_task (fixture, "   ");
  type_task (fixture, "Fri");
  g_assert_cmpuint (fake_tasks_count_changes (fixture->tasks), ==, 1);
  /* What is typed into the list of today is due today. */
  choose_place (fixture, 0);
  type_task (fixture, "Buy milk");
  g_assert_cmpint (task_of (fixture, "Buy milk")->due.wall, ==, (gint64) TODAY * 86400);
  /* Into a list that may only be read nothing is typed. */
  choose_place (fixture, 4);
  g_assert_null (ui_test_find_text (fixture->pane, "In “Shared”"));
  type_task (fixture, "Nothing");
  g_assert_null (task_of (fixture, "Nothing"));
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  GtkWidget *adder = ui_test_find (fixture->pane, LOFT_TYPE_TASK_ADDER);

  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (adder, GTK_TYPE_ENTRY)),
                         "Pay rent tomorrow 14:00 ! #home");
  ui_test_settle ();
  g_assert_nonnull (
    ui_test_find_text (adder, "Due Tomorrow, 14:00 · High priority · home · In “Tasks”"));
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  choose (fixture, "Spring fair");
  act (fixture, "tasks.done");
  g_assert_false (loft_task_is_open (task_of (fixture, "Spring fair")));
  g_assert_false (loft_task_is_open (task_of (fixture, "Book the hall"))); /* its part */
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Task done"));
  act (fixture, "tasks.undo");
  g_assert_true (loft_task_is_open (task_of (fixture, "Book the hall")));
  /* The circle itself. */
  row = ui_test_find (list_of (fixture), LOFT_TYPE_TASK_ROW);
  while (row != NULL &&
         loft_task_line_get (loft_task_row_get_line (LOFT_TASK_ROW (row)))->item == NULL)
    row = gtk_widget_get_first_child (gtk_widget_get_next_sibling (gtk_widget_get_parent (row)));
  gtk_check_button_set_active (ui_test_find (row, GTK_TYPE_CHECK_BUTTON), TRUE);
  ui_test_settle ();
  g_assert_false (loft_task_is_open (task_of (fixture, "Pay the rent")));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  guint n = fake_tasks_count (fixture->tasks);

  choose (fixture, "Spring fair");
  act (fixture, "tasks.delete");
  g_assert_cmpuint (fake_tasks_count (fixture->tasks), ==, n - 3);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Task deleted with 2 parts"));
  g_assert_nonnull (ui_test_find_text (fixture->pane, "No Task Selected"));
  act (fixture, "tasks.undo");
  g_assert_cmpuint (fake_tasks_count (fixture->tasks), ==, n);
}

static void
test_parts (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "Book the hall");
  act (fixture, "tasks.outdent");
  g_assert_cmpstr (task_of (fixture, "Book the hall")->parent, ==, "");
  g_assert_false (
    g_action_group_get_action_enabled (loft_pane_get_actions (LOFT_PANE (fixture->pane)),
                                       "outdent"));
  choose (fixture, "Water the plants");
  act (fixture, "tasks.up");
  g_assert_cmpint (fake_tasks_get_last_kind (fixture->tasks), ==, LOFT_TASK_REORDER);
  g_assert_cmpint (find_line (fixture, "Water the plants"), <,
                   find_line (fixture, "Report of the last quarter"));
}

static void
test_view (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = ui_test_find (fixture->pane, LOFT_TYPE_TASK_VIEW);
  GtkWidget *entry;

  choose (fixture, "Spring fair");
  entry = ui_test_find (view, GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Spring fair");
  fixture->wanted = 1;
  gtk_editable_set_text (GTK_EDITABLE (entry), "Summer fair");
  g_assert_null (task_of (fixture, "Summer fair"));
  ui_test_wait_for (is_changed, fixture); /* when there is a pause */
  g_assert_nonnull (task_of (fixture, "Summer fair"));
  g_assert_cmpstr (task_of (fixture, "Summer fair")->description, !=, "");
  /* What is typed is not lost by going on to another. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "Autumn fair");
  choose (fixture, "Pay the rent");
  g_assert_nonnull (task_of (fixture, "Autumn fair"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Pay the rent");
  g_assert_cmpuint (fake_tasks_count_changes (fixture->tasks), ==, 2);
}

static void
test_date (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  choose (fixture, "Water the plants");
  row = ui_test_find (ui_test_find (fixture->pane, LOFT_TYPE_TASK_VIEW), LOFT_TYPE_TASK_DATE_ROW);
  fixture->wanted = 1;
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), FALSE);
  ui_test_wait_for (is_changed, fixture);
  ui_test_settle ();
  g_assert_false (task_of (fixture, "Water the plants")->due.is_set);
  /* Without a date it does not repeat. */
  g_assert_cmpstr (task_of (fixture, "Water the plants")->rule, ==, "");
  g_assert_cmpuint (loft_pane_get_badge (LOFT_PANE (fixture->pane)), ==, 2);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *search = ui_test_find (fixture->pane, GTK_TYPE_SEARCH_ENTRY);

  act (fixture, "tasks.find");
  gtk_editable_set_text (GTK_EDITABLE (search), "bakery");
  g_signal_emit_by_name (search, "search-changed");
  ui_test_settle ();
  g_assert_cmpint (find_line (fixture, "Spring fair"), >=, 0);
  g_assert_cmpint (find_line (fixture, "Pay the rent"), ==, -1);
  gtk_editable_set_text (GTK_EDITABLE (search), "nothing of that");
  g_signal_emit_by_name (search, "search-changed");
  ui_test_settle ();
  g_assert_nonnull (ui_test_find_text (fixture->pane, "No Results"));
  g_signal_emit_by_name (search, "stop-search");
  ui_test_settle ();
  g_assert_cmpint (find_line (fixture, "Pay the rent"), >=, 0);
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_STORE, "disk full");

  fake_tasks_set_error (fixture->tasks, error);
  choose (fixture, "Pay the rent");
  act (fixture, "tasks.delete");
  g_assert_nonnull (task_of (fixture, "Pay the rent"));
  g_assert_nonnull (ui_test_find (fixture->pane, g_type_from_name ("AdwToastWidget")));
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  GtkWidget *popover;

  act (fixture, "tasks.new-list");
  popover = ui_test_find (fixture->pane, GTK_TYPE_POPOVER);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Create"));
  g_assert_nonnull (popover);
  choose_place (fixture, 3);
  act (fixture, "tasks.edit-list");
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Rename"));
  /* One that may only be read has no other name. */
  choose_place (fixture, 4);
  g_assert_false (
    g_action_group_get_action_enabled (loft_pane_get_actions (LOFT_PANE (fixture->pane)),
                                       "edit-list"));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  fake_tasks_add_list (fixture->tasks, "On This Computer", "Tasks", "#3584e4");
  open_pane (fixture, 360);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Nothing to Do"));
  choose_place (fixture, 0);
  g_assert_nonnull (ui_test_find_text (fixture->pane, "Nothing Due Today"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up_full, func, tear_down)

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/tasks/groups", test_groups);
  ADD ("/tasks/add", test_add);
  ADD ("/tasks/taken", test_taken);
  ADD ("/tasks/check", test_check);
  ADD ("/tasks/delete", test_delete);
  ADD ("/tasks/parts", test_parts);
  ADD ("/tasks/view", test_view);
  ADD ("/tasks/date", test_date);
  ADD ("/tasks/search", test_search);
  ADD ("/tasks/error", test_error);
  ADD ("/tasks/lists", test_lists);
  g_test_add ("/tasks/empty", Fixture, NULL, set_up, test_empty, tear_down);
  return g_test_run ();
}
