/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-time-local.h"

#include "loft-wall.h"

#include <string.h>

/* The name that everybody knows. GLib says ":/etc/localtime" or an offset where it has none. */
static const char *
get_zone_name (GTimeZone *zone)
{
  const char *name = g_time_zone_get_identifier (zone);

  if (name == NULL || strchr (name, '/') == NULL || *name == '/' || *name == ':')
    return "UTC";
  return g_intern_string (name);
}

LoftEventTime
loft_event_time_local (gint64 wall, gboolean is_date, GTimeZone *zone)
{
  LoftEventTime self = { TRUE, is_date, wall, "", wall };

  if (is_date)
    {
      self.wall = self.at = loft_wall_get_day (wall) * LOFT_WALL_DAY;
      return self;
    }
  self.zone = get_zone_name (zone);
  self.at = loft_wall_to_instant (wall, zone);
  if (g_str_equal (self.zone, "UTC"))
    self.wall = self.at;
  return self;
}
