/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-plan.h"

#include "loft-error.h"
#include "loft-ical-editor.h"
#include "loft-ical-event-time.h"
#include "loft-task-group.h"
#include "loft-task-order.h"

void
loft_task_edit_free (LoftTaskEdit *self)
{
  g_free (self->account_id);
  g_free (self->to_account_id);
  g_clear_pointer (&self->before, loft_task_unref);
  g_clear_pointer (&self->after, loft_task_unref);
  g_free (self);
}

/* ---- edits -------------------------------------------------------------------------------- */

static LoftTaskEdit *
edit_new (LoftCalendarItem *list)
{
  LoftTaskEdit *self = g_new0 (LoftTaskEdit, 1);

  self->account_id = g_strdup (loft_calendar_item_get_account_id (list));
  self->folder_id = loft_calendar_item_get_folder_id (list);
  return self;
}

/* (transfer none) Of plan; after is the task as it was, to be changed. */
static LoftTaskEdit *
add_edit (GPtrArray *plan, LoftTaskItem *item)
{
  LoftTaskEdit *edit = edit_new (loft_task_item_get_list (item));

  edit->resource_id = loft_task_item_get_resource_id (item);
  edit->before = loft_task_ref (loft_task_item_get (item));
  edit->after = loft_task_copy (edit->before);
  g_ptr_array_add (plan, edit);
  return edit;
}

/* Whoever edits knows walls and names of zones, not what time it is then. */
static void
complete_time (LoftEventTime *time)
{
  if (time->is_set && !time->is_date && *time->zone != '\0')
    *time = loft_ical_event_time_new_wall (time->wall, time->zone);
}

static LoftTask *
complete (LoftTask *task)
{
  LoftTask *copy = loft_task_copy (task);

  complete_time (&copy->start);
  complete_time (&copy->due);
  return copy;
}

/* ---- kinds -------------------------------------------------------------------------------- */

static void
plan_addition (GPtrArray *plan, const LoftTaskChange *change)
{
  LoftTaskEdit *edit = edit_new (change->list);

  edit->after = complete (change->task);
  g_ptr_array_add (plan, edit);
}

static void
plan_edit (GPtrArray *plan, const LoftTaskChange *change)
{
  LoftTaskEdit *edit = add_edit (plan, change->item);

  loft_task_unref (edit->after);
  edit->after = complete (change->task);
}

/* What recurs comes back with all of its parts to be done. */
static void
plan_completion (GPtrArray *plan, const LoftTaskChange *change, GListModel *tasks)
{
  LoftTask *task = loft_task_item_get (change->item);
  g_autoptr (GPtrArray) parts = loft_task_item_list_parts (change->item, tasks);

  loft_task_set_completed (add_edit (plan, change->item)->after);
  for (guint i = 0; *task->rule == '\0' && i < parts->len; i++)
    if (loft_task_is_open (loft_task_item_get (g_ptr_array_index (parts, i))))
      loft_task_set_completed (add_edit (plan, g_ptr_array_index (parts, i))->after);
}

static void
plan_reopening (GPtrArray *plan, const LoftTaskChange *change)
{
  LoftTask *after = add_edit (plan, change->item)->after;

  after->status = LOFT_TASK_NEEDS_ACTION;
  after->completed = 0;
  if (after->percent == 100)
    after->percent = 0;
}

static void
plan_removal (GPtrArray *plan, const LoftTaskChange *change, GListModel *tasks)
{
  g_autoptr (GPtrArray) parts = loft_task_item_list_parts (change->item, tasks);

  add_edit (plan, change->item)->is_removed = TRUE;
  for (guint i = 0; i < parts->len; i++)
    add_edit (plan, g_ptr_array_index (parts, i))->is_removed = TRUE;
}

static void
add_move (GPtrArray *plan, LoftTaskItem *item, LoftCalendarItem *list)
{
  LoftTaskEdit *edit = add_edit (plan, item);

  edit->to_account_id = g_strdup (loft_calendar_item_get_account_id (list));
  edit->to_folder_id = loft_calendar_item_get_folder_id (list);
}

static void
plan_move (GPtrArray *plan, const LoftTaskChange *change, GListModel *tasks)
{
  g_autoptr (GPtrArray) parts = loft_task_item_list_parts (change->item, tasks);
  LoftTaskEdit *edit;

  add_move (plan, change->item, change->list);
  edit = g_ptr_array_index (plan, 0);
  g_free (edit->after->parent);
  edit->after->parent = g_strdup ("");
  for (guint i = 0; i < parts->len; i++)
    add_move (plan, g_ptr_array_index (parts, i), change->list);
}

static void
plan_order (GPtrArray *plan, const LoftTaskChange *change)
{
  guint n = change->siblings->len;
  g_autofree gint64 *orders = g_new (gint64, n + 1);
  guint moved = 0;

  for (guint i = 0; i < n; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (change->siblings, i);

      orders[i] = loft_task_item_get (item)->order;
      if (loft_task_item_is_same (item, change->item))
        moved = i;
    }
  loft_task_order_place (orders, n, moved);
  for (guint i = 0; i < n; i++)
    {
      LoftTaskItem *item = g_ptr_array_index (change->siblings, i);

      if (orders[i] != loft_task_item_get (item)->order &&
          loft_calendar_item_get_writable (loft_task_item_get_list (item)))
        add_edit (plan, item)->after->order = orders[i];
    }
}

/* ---- all ---------------------------------------------------------------------------------- */

static void
fill (GPtrArray *plan, const LoftTaskChange *change, GListModel *tasks)
{
  switch (change->kind)
    {
    case LOFT_TASK_ADD:
      plan_addition (plan, change);
      break;
    case LOFT_TASK_EDIT:
      plan_edit (plan, change);
      break;
    case LOFT_TASK_COMPLETE:
      plan_completion (plan, change, tasks);
      break;
    case LOFT_TASK_REOPEN:
      plan_reopening (plan, change);
      break;
    case LOFT_TASK_MOVE:
      plan_move (plan, change, tasks);
      break;
    case LOFT_TASK_REORDER:
      plan_order (plan, change);
      break;
    case LOFT_TASK_REMOVE:
    default:
      plan_removal (plan, change, tasks);
    }
}

static gboolean
check (LoftCalendarItem *list, GError **error)
{
  if (list == NULL || loft_calendar_item_get_writable (list))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The list “%s” may only be read",
               loft_calendar_item_get_name (list));
  return FALSE;
}

GPtrArray *
loft_task_plan_make (const LoftTaskChange *change, GListModel *tasks, GError **error)
{
  GPtrArray *plan;

  if (!check (change->list, error) ||
      !check (change->item != NULL ? loft_task_item_get_list (change->item) : NULL, error))
    return NULL;
  plan = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_task_edit_free);
  fill (plan, change, tasks);
  return plan;
}

GBytes *
loft_task_edit_write (const LoftTaskEdit *self, GBytes *raw, GError **error)
{
  return raw != NULL ? loft_ical_change_task (raw, self->before, self->after, error)
                     : loft_ical_new_task (self->after);
}
