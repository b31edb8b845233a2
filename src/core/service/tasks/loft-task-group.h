/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-task.h"

G_BEGIN_DECLS

/* When a task is to be done, as seen by whoever looks. Pure; any thread. */
typedef enum {
  LOFT_TASK_GROUP_OVERDUE,
  LOFT_TASK_GROUP_TODAY,
  LOFT_TASK_GROUP_WEEK, /* until the end of this week */
  LOFT_TASK_GROUP_LATER,
  LOFT_TASK_GROUP_NO_DATE,
  LOFT_TASK_GROUP_DONE,
  LOFT_TASK_N_GROUPS,
} LoftTaskGroup;

typedef struct {
  gint64 now; /* seconds since 1970 */
  GTimeZone *zone; /* (borrowed) */
  int first_weekday; /* of a week: 1 Monday to 7 Sunday */
} LoftTaskClock;

/* What the wall of whoever looks shows at a time: seconds since 1970-01-01 00:00 there. */
gint64 loft_task_clock_get_wall (const LoftTaskClock *clock, const LoftEventTime *time);

/* Days since 1970-01-01. */
gint64 loft_task_clock_get_today (const LoftTaskClock *clock);

/* The day when it is due, else the one when it begins; FALSE: it has neither. */
gboolean loft_task_clock_get_day (const LoftTaskClock *clock, const LoftTask *task, gint64 *day);

LoftTaskGroup loft_task_clock_get_group (const LoftTaskClock *clock, const LoftTask *task);

/* Neither completed nor cancelled. */
gboolean loft_task_is_open (const LoftTask *task);

/* Now, and all of its percents. */
void loft_task_set_completed (LoftTask *task);

G_END_DECLS
