/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"
#include "loft-sync-shown.h"

#include <glib/gi18n.h>

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  gtk_widget_grab_focus (GTK_WIDGET (self->adder));
}

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_sidebar (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;
  gboolean open = loft_columns_is_shown (self->columns, LOFT_COLUMN_SIDEBAR);

  loft_columns_show (self->columns, open ? LOFT_COLUMN_MIDDLE : LOFT_COLUMN_SIDEBAR);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_columns_go_back (LOFT_TASKS_PANE (data)->columns);
}

static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  loft_tasks_pane_undo (data);
}

static void
on_delete (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_remove (self, self->shown);
}

static void
on_done (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_check (self, self->shown);
}

static void
on_indent (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_set_parent (self, self->shown, TRUE);
}

static void
on_outdent (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_set_parent (self, self->shown, FALSE);
}

static void
on_up (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_step (self, self->shown, -1);
}

static void
on_down (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_step (self, self->shown, 1);
}

/* "none", "today", "tomorrow", "week": in seven days. */
static void
on_due (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;
  const char *when = g_variant_get_string (parameter, NULL);
  gint64 today = loft_task_clock_get_today (loft_task_list_get_clock (self->list));
  gint64 day = today + (g_str_equal (when, "tomorrow") ? 1 : g_str_equal (when, "week") ? 7 : 0);
  g_autoptr (LoftTask) task = NULL;

  if (self->shown == NULL)
    return;
  task = loft_task_copy (loft_task_item_get (self->shown));
  task->due = (LoftEventTime) LOFT_EVENT_TIME_NONE;
  if (!g_str_equal (when, "none"))
    task->due = (LoftEventTime){ TRUE, TRUE, day * 86400, "", day * 86400 };
  loft_tasks_pane_edit (self, self->shown, task, _ ("Date changed"));
}

static void
on_priority (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;
  g_autoptr (LoftTask) task = NULL;

  if (self->shown == NULL)
    return;
  task = loft_task_copy (loft_task_item_get (self->shown));
  task->priority = (guint) CLAMP (g_variant_get_int32 (parameter), 0, 9);
  loft_tasks_pane_edit (self, self->shown, task, _ ("Priority changed"));
}

static void
on_new_list (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  loft_tasks_pane_edit_list (self, NULL, self->new_list_button);
}

static void
on_edit_list (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->chosen != NULL)
    loft_tasks_pane_edit_list (self, self->chosen, self->list_menu_button);
}

static void
on_menu (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;

  if (self->shown != NULL)
    loft_tasks_pane_show_menu (self, GTK_WIDGET (self->rows), 24, 24);
}

static void
set_sort (GSimpleAction *action, GVariant *state, gpointer data)
{
  LoftTasksPane *self = data;
  const char *name = g_variant_get_string (state, NULL);

  g_simple_action_set_state (action, state);
  loft_task_list_set_sort (self->list, g_str_equal (name, "order")      ? LOFT_TASK_SORT_ORDER
                                       : g_str_equal (name, "priority") ? LOFT_TASK_SORT_PRIORITY
                                                                        : LOFT_TASK_SORT_DATE);
}

/* What can be taken back goes on saying so. */
static void
on_sync (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftTasksPane *self = data;
  const char *text = NULL;

  if (self->service == NULL)
    return;
  text = loft_sync_shown (self->service, loft_task_actions_get_lists (self->tasks), self->chosen);
  if (self->undo_toast == NULL)
    loft_tasks_pane_tell (self, text);
}

static const GActionEntry entries[] = {
  { "new", on_new },
  { "find", on_find },
  { "sync", on_sync },
  { "sidebar", on_sidebar },
  { "back", on_back },
  { "undo", on_undo },
  { "delete", on_delete },
  { "done", on_done },
  { "indent", on_indent },
  { "outdent", on_outdent },
  { "up", on_up },
  { "down", on_down },
  { "due", on_due, "s" },
  { "priority", on_priority, "i" },
  { "context-menu", on_menu },
  { "new-list", on_new_list },
  { "edit-list", on_edit_list },
  { "sort", NULL, "s", "'date'", set_sort },
};

void
loft_tasks_pane_add_actions (LoftTasksPane *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  loft_tasks_pane_update_actions (self);
}

static void
set_enabled (LoftTasksPane *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Whether another of the same list stands before it. */
static gboolean
can_indent (LoftTasksPane *self)
{
  g_autoptr (GPtrArray) siblings = loft_task_list_list_siblings (self->list, self->shown);

  for (guint i = 1; i < siblings->len; i++)
    if (loft_task_item_is_same (g_ptr_array_index (siblings, i), self->shown))
      return loft_task_item_get_list (g_ptr_array_index (siblings, i - 1)) ==
             loft_task_item_get_list (self->shown);
  return FALSE;
}

void
loft_tasks_pane_update_actions (LoftTasksPane *self)
{
  static const char *const of_one[] = { "delete", "done",     "up",          "down",
                                        "due",    "priority", "context-menu" };
  gboolean writable =
    self->shown != NULL && loft_calendar_item_get_writable (loft_task_item_get_list (self->shown));

  for (guint i = 0; i < G_N_ELEMENTS (of_one); i++)
    set_enabled (self, of_one[i], writable);
  set_enabled (self, "indent", writable && can_indent (self));
  set_enabled (self, "outdent", writable && *loft_task_item_get (self->shown)->parent != '\0');
  set_enabled (self, "edit-list",
               self->chosen != NULL && loft_calendar_item_get_writable (self->chosen));
  set_enabled (self, "undo", self->undo != 0);
}
