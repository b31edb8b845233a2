/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wall.h"

/* What GDateTime can hold: dates of servers may be anything. */
#define FIRST_DAY (-719162)
#define LAST_DAY  2932896

gint64
loft_wall_from_instant (gint64 instant, GTimeZone *zone)
{
  gint interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, instant);

  return instant + g_time_zone_get_offset (zone, MAX (interval, 0));
}

gint64
loft_wall_to_instant (gint64 wall, GTimeZone *zone)
{
  gint64 adjusted = wall;
  gint interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_DAYLIGHT, &adjusted);

  return adjusted - g_time_zone_get_offset (zone, interval);
}

gint64
loft_wall_get_start (const LoftOccurrence *occurrence, GTimeZone *zone)
{
  return occurrence->is_wall ? occurrence->start : loft_wall_from_instant (occurrence->start, zone);
}

gint64
loft_wall_get_end (const LoftOccurrence *occurrence, GTimeZone *zone)
{
  gint64 start = loft_wall_get_start (occurrence, zone);
  gint64 end =
    occurrence->is_wall ? occurrence->end : loft_wall_from_instant (occurrence->end, zone);

  if (occurrence->all_day && end <= start)
    return start + LOFT_WALL_DAY;
  /* Over the hour that comes twice the wall may go back. */
  return MAX (start, end);
}

gint64
loft_wall_get_day (gint64 wall)
{
  gint64 day = wall / LOFT_WALL_DAY;

  return wall % LOFT_WALL_DAY < 0 ? day - 1 : day;
}

int
loft_wall_get_seconds (gint64 wall)
{
  return (int) (wall - loft_wall_get_day (wall) * LOFT_WALL_DAY);
}

gint64
loft_wall_get_last_day (gint64 start, gint64 end)
{
  return loft_wall_get_day (end > start ? end - 1 : start);
}

static GDateTime *
midnight (gint64 day)
{
  return g_date_time_new_from_unix_utc (CLAMP (day, FIRST_DAY, LAST_DAY) * LOFT_WALL_DAY);
}

gint64
loft_wall_day_new (int year, int month, int day)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, 0, 0, 0);

  return time == NULL ? 0 : loft_wall_get_day (g_date_time_to_unix (time));
}

void
loft_wall_day_split (gint64 day, int *year, int *month, int *day_of_month)
{
  g_autoptr (GDateTime) time = midnight (day);

  g_date_time_get_ymd (time, year, month, day_of_month);
}

/* 1970-01-01 was a Thursday. */
int
loft_wall_day_get_weekday (gint64 day)
{
  return (int) (((day + 3) % 7 + 7) % 7) + 1;
}

gint64
loft_wall_day_begin_week (gint64 day, int first)
{
  return day - (loft_wall_day_get_weekday (day) - first + 7) % 7;
}

int
loft_wall_day_get_week (gint64 day)
{
  g_autoptr (GDateTime) time = midnight (day);

  return g_date_time_get_week_of_year (time);
}

gint64
loft_wall_day_begin_month (gint64 day)
{
  int year, month, day_of_month;

  loft_wall_day_split (day, &year, &month, &day_of_month);
  return day - day_of_month + 1;
}

gint64
loft_wall_day_add_months (gint64 day, int months)
{
  g_autoptr (GDateTime) time = midnight (day);
  g_autoptr (GDateTime) moved = g_date_time_add_months (time, months);

  return moved == NULL ? day : loft_wall_get_day (g_date_time_to_unix (moved));
}

char *
loft_wall_format (gint64 wall, const char *format)
{
  gint64 limit = LAST_DAY * (gint64) LOFT_WALL_DAY;
  g_autoptr (GDateTime) time =
    g_date_time_new_from_unix_utc (CLAMP (wall, FIRST_DAY * (gint64) LOFT_WALL_DAY, limit));

  return g_date_time_format (time, format);
}
