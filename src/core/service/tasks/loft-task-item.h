/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-item.h"
#include "loft-task.h"

G_BEGIN_DECLS

/* A task and the list that it is in. Immutable: a changed task is another item. Main thread only. */
#define LOFT_TYPE_TASK_ITEM (loft_task_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskItem, loft_task_item, LOFT, TASK_ITEM, GObject)

LoftTaskItem *loft_task_item_new (gint64 resource_id, LoftTask *task, LoftCalendarItem *list);

gint64 loft_task_item_get_resource_id (LoftTaskItem *self);

/* (transfer none) */
LoftTask *loft_task_item_get (LoftTaskItem *self);
LoftCalendarItem *loft_task_item_get_list (LoftTaskItem *self);

/* Whether both are the same task, perhaps before and after a change. */
gboolean loft_task_item_is_same (LoftTaskItem *self, LoftTaskItem *other);

/* (transfer full) of LoftTaskItem: those of tasks that are part of it, and parts of them; what is part of
 * itself counts once. Linear. */
GPtrArray *loft_task_item_list_parts (LoftTaskItem *self, GListModel *tasks);

G_END_DECLS
