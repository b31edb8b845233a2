/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-group.h"

#include "loft-clock.h"

#define DAY 86400

static gint64
day_of (gint64 wall)
{
  return wall / DAY - (wall % DAY < 0 ? 1 : 0);
}

static gint64
to_wall (const LoftTaskClock *clock, gint64 at)
{
  gint interval = g_time_zone_find_interval (clock->zone, G_TIME_TYPE_UNIVERSAL, at);

  return at + g_time_zone_get_offset (clock->zone, MAX (interval, 0));
}

gint64
loft_task_clock_get_wall (const LoftTaskClock *clock, const LoftEventTime *time)
{
  return loft_event_time_is_instant (time) ? to_wall (clock, time->at) : time->wall;
}

gint64
loft_task_clock_get_today (const LoftTaskClock *clock)
{
  return day_of (to_wall (clock, clock->now));
}

gboolean
loft_task_clock_get_day (const LoftTaskClock *clock, const LoftTask *task, gint64 *day)
{
  const LoftEventTime *time = task->due.is_set ? &task->due : &task->start;

  if (!time->is_set)
    return FALSE;
  *day = day_of (loft_task_clock_get_wall (clock, time));
  return TRUE;
}

/* A whole day is over when the next one begins; what only has begun is never late. */
static gboolean
is_overdue (const LoftTaskClock *clock, const LoftTask *task, gint64 day)
{
  if (!task->due.is_set)
    return FALSE;
  if (task->due.is_date)
    return day < loft_task_clock_get_today (clock);
  if (loft_event_time_is_instant (&task->due))
    return task->due.at < clock->now;
  return task->due.wall < to_wall (clock, clock->now);
}

/* 1970-01-01 was a Thursday. */
static gint64
end_of_week (const LoftTaskClock *clock, gint64 today)
{
  gint64 weekday = ((today + 3) % 7 + 7) % 7;
  gint64 since = (weekday - (clock->first_weekday - 1) + 7) % 7;

  return today + 6 - since;
}

LoftTaskGroup
loft_task_clock_get_group (const LoftTaskClock *clock, const LoftTask *task)
{
  gint64 today = loft_task_clock_get_today (clock);
  gint64 day = 0;

  if (!loft_task_is_open (task))
    return LOFT_TASK_GROUP_DONE;
  if (!loft_task_clock_get_day (clock, task, &day))
    return LOFT_TASK_GROUP_NO_DATE;
  if (is_overdue (clock, task, day))
    return LOFT_TASK_GROUP_OVERDUE;
  if (day <= today)
    return LOFT_TASK_GROUP_TODAY;
  return day <= end_of_week (clock, today) ? LOFT_TASK_GROUP_WEEK : LOFT_TASK_GROUP_LATER;
}

gboolean
loft_task_is_open (const LoftTask *task)
{
  return task->status != LOFT_TASK_COMPLETED && task->status != LOFT_TASK_CANCELLED;
}

void
loft_task_set_completed (LoftTask *task)
{
  task->status = LOFT_TASK_COMPLETED;
  task->completed = loft_clock_now ();
  task->percent = 100;
}
