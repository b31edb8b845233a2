/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-task-line.h"

G_BEGIN_DECLS

/* A line of the list of tasks: a heading that folds, or a task with its circle. Signal "checked" (a person
 * wants the task done, or not). Main thread only. */
#define LOFT_TYPE_TASK_ROW (loft_task_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskRow, loft_task_row, LOFT, TASK_ROW, GtkWidget)

GtkWidget *loft_task_row_new (void);

/* line: (nullable) followed until the next. clock: borrowed as long. with_list: the list is named. */
void loft_task_row_show (LoftTaskRow *self, LoftTaskLine *line, const LoftTaskClock *clock,
                         gboolean with_list);

/* (transfer none) (nullable) */
LoftTaskLine *loft_task_row_get_line (LoftTaskRow *self);

/* Where something that is dragged would come; for whoever accepts it. */
typedef enum { LOFT_TASK_DROP_NONE, LOFT_TASK_DROP_BEFORE, LOFT_TASK_DROP_AFTER } LoftTaskDrop;
void loft_task_row_set_drop (LoftTaskRow *self, LoftTaskDrop drop);

G_END_DECLS
