/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-task-group.h"
#include "loft-task-item.h"

G_BEGIN_DECLS

/* A line of a LoftTaskList: the heading of a group, or a task. Stays the same object while the group or
 * task is there; what it shows may change: signal "changed". Main thread only. */
#define LOFT_TYPE_TASK_LINE (loft_task_line_get_type ())
G_DECLARE_FINAL_TYPE (LoftTaskLine, loft_task_line, LOFT, TASK_LINE, GObject)

typedef struct {
  LoftTaskItem *item; /* (nullable) of a heading */
  LoftTaskGroup group;
  guint depth; /* of a part of a task: from 1 */
  guint n; /* of a heading: tasks of the group that it heads; of a task: its parts */
  guint n_open; /* of a task: those of its parts that are */
  gboolean is_folded; /* of a heading: its tasks are not shown */
} LoftTaskLineFacts;

LoftTaskLine *loft_task_line_new (const LoftTaskLineFacts *facts);

/* (transfer none) */
const LoftTaskLineFacts *loft_task_line_get (LoftTaskLine *self);

/* For whoever made it. */
void loft_task_line_set (LoftTaskLine *self, const LoftTaskLineFacts *facts);

G_END_DECLS
