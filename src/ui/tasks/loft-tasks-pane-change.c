/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

typedef struct {
  LoftTasksPane *pane; /* (owned) */
  char *done; /* (nullable) said without words where NULL */
} Change;

static void
change_free (Change *change)
{
  g_object_unref (change->pane);
  g_free (change->done);
  g_free (change);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static void
tell (LoftTasksPane *self, const char *text, gboolean with_undo)
{
  AdwToast *toast;

  if (self->toasts == NULL)
    return;
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  toast = adw_toast_new (text);
  if (with_undo)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_action_name (toast, "tasks.undo");
      g_set_weak_pointer (&self->undo_toast, toast);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
loft_tasks_pane_tell (LoftTasksPane *self, const char *text)
{
  tell (self, text, FALSE);
}

static void
tell_error (LoftTasksPane *self, const GError *error)
{
  g_autofree char *text = loft_error_text_for_change (error);

  tell (self, text, FALSE);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Change) change = data;
  g_autoptr (GError) error = NULL;
  guint64 undo = 0;

  if (!loft_task_actions_change_finish (LOFT_TASK_ACTIONS (source), result, &undo, &error))
    {
      tell_error (change->pane, error);
      return;
    }
  change->pane->undo = undo;
  if (change->done != NULL)
    tell (change->pane, change->done, undo != 0);
  if (change->pane->toasts != NULL)
    loft_tasks_pane_update_actions (change->pane);
}

static gboolean
may_write (LoftTasksPane *self, LoftCalendarItem *list)
{
  g_autofree char *text = NULL;

  if (list == NULL || loft_calendar_item_get_writable (list))
    return TRUE;
  /* Translators: the name of a list of tasks. */
  text = g_strdup_printf (_ ("“%s” can only be read"), loft_calendar_item_get_name (list));
  tell (self, text, FALSE);
  return FALSE;
}

void
loft_tasks_pane_change (LoftTasksPane *self, const LoftTaskChange *change, const char *done)
{
  Change *data;

  if (!may_write (self, change->item != NULL ? loft_task_item_get_list (change->item) : NULL) ||
      !may_write (self, change->list))
    return;
  data = g_new0 (Change, 1);
  data->pane = g_object_ref (self);
  data->done = g_strdup (done);
  loft_task_actions_change_async (self->tasks, change, on_changed, data);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (LoftTasksPane) self = data;
  g_autoptr (GError) error = NULL;

  if (!loft_task_actions_change_finish (LOFT_TASK_ACTIONS (source), result, NULL, &error))
    tell_error (self, error);
}

void
loft_tasks_pane_undo (LoftTasksPane *self)
{
  guint64 undo = self->undo;

  if (undo == 0)
    return;
  self->undo = 0;
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  loft_tasks_pane_update_actions (self);
  loft_task_actions_undo_async (self->tasks, undo, on_undone, g_object_ref (self));
}

/* ---- what there is to do ------------------------------------------------------------------ */

void
loft_tasks_pane_check (LoftTasksPane *self, LoftTaskItem *item)
{
  const LoftTask *task = loft_task_item_get (item);
  gboolean open = loft_task_is_open (task);
  LoftTaskChange change = { .kind = open ? LOFT_TASK_COMPLETE : LOFT_TASK_REOPEN, .item = item };

  loft_tasks_pane_change (self, &change,
                          !open                 ? _ ("Task to be done again")
                          : *task->rule != '\0' ? _ ("Done; it goes on to its next date")
                                                : _ ("Task done"));
}

void
loft_tasks_pane_remove (LoftTasksPane *self, LoftTaskItem *item)
{
  g_autoptr (GPtrArray) parts =
    loft_task_item_list_parts (item, loft_task_actions_get_tasks (self->tasks));
  LoftTaskChange change = { .kind = LOFT_TASK_REMOVE, .item = item };
  g_autofree char *done =
    parts->len == 0 ? g_strdup (_ ("Task deleted"))
                    : g_strdup_printf (g_dngettext (NULL, "Task deleted with one part",
                                                    "Task deleted with %u parts", parts->len),
                                       parts->len);

  loft_tasks_pane_change (self, &change, done);
}

void
loft_tasks_pane_edit (LoftTasksPane *self, LoftTaskItem *item, LoftTask *task, const char *done)
{
  LoftTaskChange change = { .kind = LOFT_TASK_EDIT, .item = item, .task = task };

  loft_tasks_pane_change (self, &change, done);
}

/* (transfer none) (nullable) The one that it can be a part of: that stands before it in its row. */
static LoftTaskItem *
find_before (GPtrArray *siblings, LoftTaskItem *item)
{
  for (guint i = 1; i < siblings->len; i++)
    if (loft_task_item_is_same (g_ptr_array_index (siblings, i), item))
      {
        LoftTaskItem *before = g_ptr_array_index (siblings, i - 1);

        return loft_task_item_get_list (before) == loft_task_item_get_list (item) ? before : NULL;
      }
  return NULL;
}

/* (transfer full) (nullable) */
static char *
find_parent (LoftTasksPane *self, LoftTaskItem *item, gboolean deeper)
{
  g_autoptr (GPtrArray) siblings = loft_task_list_list_siblings (self->list, item);
  GListModel *tasks = loft_task_actions_get_tasks (self->tasks);
  const char *uid = loft_task_item_get (item)->parent;
  LoftTaskItem *before = find_before (siblings, item);

  if (deeper)
    return before != NULL ? g_strdup (loft_task_item_get (before)->uid) : NULL;
  if (*uid == '\0')
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (LoftTaskItem) parent = g_list_model_get_item (tasks, i);

      if (loft_task_item_get_list (parent) == loft_task_item_get_list (item) &&
          g_str_equal (loft_task_item_get (parent)->uid, uid))
        return g_strdup (loft_task_item_get (parent)->parent);
    }
  return g_strdup ("");
}

void
loft_tasks_pane_set_parent (LoftTasksPane *self, LoftTaskItem *item, gboolean deeper)
{
  g_autofree char *parent = find_parent (self, item, deeper);
  g_autoptr (LoftTask) task = NULL;

  if (parent == NULL)
    return;
  task = loft_task_copy (loft_task_item_get (item));
  g_free (task->parent);
  task->parent = g_steal_pointer (&parent);
  loft_tasks_pane_edit (self, item, task,
                        deeper ? _ ("Part of the task above now") : _ ("Moved out of its task"));
}

/* ---- order -------------------------------------------------------------------------------- */

static guint
index_of (GPtrArray *siblings, LoftTaskItem *item)
{
  for (guint i = 0; i < siblings->len; i++)
    if (loft_task_item_is_same (g_ptr_array_index (siblings, i), item))
      return i;
  return siblings->len;
}

static void
reorder (LoftTasksPane *self, GPtrArray *siblings, guint from, guint to)
{
  g_autoptr (LoftTaskItem) item = g_object_ref (g_ptr_array_index (siblings, from));
  LoftTaskChange change = { .kind = LOFT_TASK_REORDER, .item = item, .siblings = siblings };

  if (from == to)
    return;
  g_ptr_array_remove_index (siblings, from);
  g_ptr_array_insert (siblings, (gint) to, g_object_ref (item));
  g_action_group_change_action_state (G_ACTION_GROUP (self->actions), "sort",
                                      g_variant_new_string ("order"));
  loft_tasks_pane_change (self, &change, NULL);
}

void
loft_tasks_pane_step (LoftTasksPane *self, LoftTaskItem *item, int direction)
{
  g_autoptr (GPtrArray) siblings = loft_task_list_list_siblings (self->list, item);
  guint at = index_of (siblings, item);

  if (at == siblings->len || (direction < 0 && at == 0) ||
      (direction > 0 && at + 1 == siblings->len))
    return;
  reorder (self, siblings, at, direction < 0 ? at - 1 : at + 1);
}

void
loft_tasks_pane_place (LoftTasksPane *self, LoftTaskItem *item, LoftTaskItem *other, gboolean after)
{
  g_autoptr (GPtrArray) siblings = loft_task_list_list_siblings (self->list, other);
  guint from = index_of (siblings, item);
  guint to = index_of (siblings, other);

  if (from == siblings->len)
    {
      tell (self, _ ("Tasks can be put in order within their group"), FALSE);
      return;
    }
  if (from < to)
    to--;
  reorder (self, siblings, from, after ? to + 1 : to);
}
