/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-task-group.h"
#include "loft-task-item.h"

G_BEGIN_DECLS

/* One task, edited in place: what is typed is told when the person pauses or goes on. Signals "edited"
 * (LoftTaskItem *as_it_was, LoftTask *as_it_is), "moved" (LoftTaskItem *, LoftCalendarItem *to), "checked"
 * (LoftTaskItem *). Main thread only. */
#define LOFT_TYPE_TASK_VIEW (loft_task_view_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskView, loft_task_view, LOFT, TASK_VIEW, GtkWidget)

/* lists: of LoftCalendarItem. clock: borrowed as long as the view. */
GtkWidget *loft_task_view_new (GListModel *lists, const LoftTaskClock *clock);

/* item: (nullable) What is typed and not told yet is told before; of the same task it stays. */
void loft_task_view_show (LoftTaskView *self, LoftTaskItem *item);

G_END_DECLS
