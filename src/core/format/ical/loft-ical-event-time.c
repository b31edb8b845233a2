/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-event-time.h"

#include <string.h>

/* Names are kept for ever: a longer one is nobody's. */
#define MAX_ZONE_NAME 120

LoftEventTime
loft_ical_event_time_new (const LoftIcalTime *time, LoftIcalZone *zone)
{
  LoftEventTime self = { TRUE, time->is_date, loft_ical_time_get_seconds (time), "", 0 };

  self.at = self.wall;
  if (time->is_date || (zone == NULL && !time->is_utc))
    return self;
  if (time->is_utc)
    {
      self.zone = g_intern_static_string ("UTC");
      return self;
    }
  if (strlen (loft_ical_zone_get_name (zone)) > MAX_ZONE_NAME)
    return self;
  self.zone = g_intern_string (loft_ical_zone_get_name (zone));
  self.at = loft_ical_zone_to_unix (zone, time);
  return self;
}

LoftEventTime
loft_ical_event_time_new_wall (gint64 wall, const char *zone)
{
  g_autoptr (LoftIcalZone) found = *zone != '\0' ? loft_ical_zone_find (zone, NULL) : NULL;
  LoftIcalTime time = loft_ical_time_from_seconds (wall);

  time.is_utc = g_str_equal (zone, "UTC");
  return loft_ical_event_time_new (&time, found);
}

LoftEventTime
loft_ical_event_time_new_at (gint64 at, const char *zone)
{
  g_autoptr (LoftIcalZone) found = *zone != '\0' ? loft_ical_zone_find (zone, NULL) : NULL;
  LoftIcalTime time;

  if (found == NULL)
    return loft_event_time_new_floating (at);
  time = loft_ical_zone_from_unix (found, at);
  time.is_utc = g_str_equal (zone, "UTC");
  return loft_ical_event_time_new (&time, found);
}

LoftIcalTime
loft_ical_event_time_get_time (const LoftEventTime *self)
{
  LoftIcalTime time = loft_ical_time_from_seconds (self->wall);

  time.is_date = self->is_date;
  time.is_utc = g_str_equal (self->zone, "UTC");
  return time;
}

char *
loft_ical_event_time_write_id (const LoftEventTime *self)
{
  LoftIcalTime time = loft_ical_time_from_seconds (self->at);

  if (!self->is_set)
    return g_strdup ("");
  time.is_date = self->is_date;
  time.is_utc = loft_event_time_is_instant (self);
  return loft_ical_time_write (&time);
}

gboolean
loft_ical_event_time_read_id (const char *text, LoftEventTime *time)
{
  LoftIcalTime read;

  if (!loft_ical_time_read (text, &read))
    return FALSE;
  *time = loft_ical_event_time_new (&read, NULL);
  return TRUE;
}
