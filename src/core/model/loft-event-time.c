/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-time.h"

LoftEventTime
loft_event_time_new_date (gint year, gint month, gint day)
{
  LoftEventTime self = { TRUE, TRUE, 0, "", 0 };
  g_autoptr (GDateTime) midnight = g_date_time_new_utc (year, month, day, 0, 0, 0);

  if (midnight == NULL)
    return (LoftEventTime) LOFT_EVENT_TIME_NONE;
  self.wall = self.at = g_date_time_to_unix (midnight);
  return self;
}

LoftEventTime
loft_event_time_new_floating (gint64 wall)
{
  return (LoftEventTime){ TRUE, FALSE, wall, "", wall };
}

gboolean
loft_event_time_is_instant (const LoftEventTime *self)
{
  return self->is_set && !self->is_date && *self->zone != '\0';
}

gboolean
loft_event_time_equal (const LoftEventTime *a, const LoftEventTime *b)
{
  if (!a->is_set || !b->is_set)
    return a->is_set == b->is_set;
  return a->is_date == b->is_date && a->wall == b->wall && g_str_equal (a->zone, b->zone);
}
