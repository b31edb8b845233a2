/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-task-group.h"

G_BEGIN_DECLS

/* Words for tasks. (transfer full) but for the names. Main thread only. */

/* "Overdue" … */
const char *loft_task_text_group (LoftTaskGroup group);

/* What it is called, or "(No Title)". */
const char *loft_task_text_title (const LoftTask *task);

/* "Today", "Tomorrow, 14:00", "Fri, 27 Nov"; "" without a date. */
char *loft_task_text_due (const LoftTask *task, const LoftTaskClock *clock);

/* The same of one time. */
char *loft_task_text_time (const LoftEventTime *time, const LoftTaskClock *clock);

/* "High priority", or "". */
const char *loft_task_text_priority (const LoftTask *task);

/* What was understood of a line: "Due tomorrow · High priority · home · In “Tasks”". */
char *loft_task_text_taken (const LoftTask *task, const LoftTaskClock *clock, const char *list);

/* For screen readers. */
char *loft_task_text_spoken (const LoftTask *task, const LoftTaskClock *clock, const char *list,
                             guint depth);

G_END_DECLS
