/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-date.h"

#include <string.h>

#define HOUR ((gint64) 60 * 60)
#define DAY  (24 * HOUR)

#define MAX_KEPT 16

/* "2026-11-21T10:00:00.000Z" without what the compact form has not. */
static gboolean
read_time (const char *text, LoftIcalTime *time)
{
  char compact[24];
  gsize length = 0;

  for (; *text != '\0' && length < sizeof compact - 2; text++)
    if (*text == '.' || *text == 'Z')
      break;
    else if (*text != '-' && *text != ':')
      compact[length++] = *text;
  compact[length] = '\0';
  return loft_ical_time_read (compact, time);
}

gboolean
loft_eas_date_read (const char *text, gint64 *unix_seconds)
{
  LoftIcalTime time;

  if (text == NULL || !read_time (text, &time))
    return FALSE;
  *unix_seconds = loft_ical_time_get_seconds (&time);
  return TRUE;
}

static char *
write_time (const LoftIcalTime *time)
{
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02d.000Z", time->year, time->month, time->day,
                          time->hour, time->minute, time->second);
}

char *
loft_eas_date_write (gint64 unix_seconds)
{
  LoftIcalTime time = loft_ical_time_from_seconds (unix_seconds);

  return write_time (&time);
}

static gint64
seconds_of_day (gint64 seconds)
{
  return ((seconds % DAY) + DAY) % DAY;
}

/* Begin of the day nearest to an instant whose writer nobody knows: noon of UTC is the day it is
 * in. */
static gint64
round_in_utc (gint64 seconds)
{
  gint64 of_day = seconds_of_day (seconds);

  return seconds - of_day + (of_day >= 13 * HOUR ? DAY : 0);
}

/* Midnight on the reader's own wall comes first, also as a wall of another summer showed it. */
static gint64
round_to_day (gint64 seconds, LoftIcalZone *wall)
{
  gint64 local = seconds + loft_ical_zone_get_offset (wall, seconds);
  gint64 of_day = seconds_of_day (local);

  if (of_day == 0)
    return local;
  if (seconds_of_day (seconds) == 0)
    return seconds;
  if (of_day == HOUR || of_day == DAY - HOUR)
    return local + (of_day == HOUR ? -HOUR : HOUR);
  return round_in_utc (seconds);
}

char *
loft_eas_date_write_compact (gint64 unix_seconds)
{
  LoftIcalTime time = loft_ical_time_from_seconds (unix_seconds);

  time.is_utc = TRUE;
  return loft_ical_time_write (&time);
}

static void
free_table (gpointer data)
{
  g_hash_table_unref (data);
}

LoftIcalZone *
loft_eas_date_find_zone (const char *name)
{
  static GPrivate kept = G_PRIVATE_INIT (free_table);
  GHashTable *zones = g_private_get (&kept);
  LoftIcalZone *zone;

  if (zones == NULL)
    {
      zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                     (GDestroyNotify) loft_ical_zone_unref);
      g_private_set (&kept, zones);
    }
  zone = g_hash_table_lookup (zones, name);
  if (zone != NULL)
    return loft_ical_zone_ref (zone);
  zone = loft_ical_zone_find (name, NULL);
  if (zone == NULL)
    return NULL;
  if (g_hash_table_size (zones) == MAX_KEPT)
    g_hash_table_remove_all (zones);
  g_hash_table_insert (zones, g_strdup (name), loft_ical_zone_ref (zone));
  return zone;
}

gboolean
loft_eas_date_read_day (const char *text, const char *zone, LoftIcalTime *day)
{
  g_autoptr (LoftIcalZone) wall = NULL;
  gint64 seconds;

  if (!loft_eas_date_read (text, &seconds))
    return FALSE;
  wall = zone != NULL ? loft_eas_date_find_zone (zone) : NULL;
  *day = loft_ical_time_from_seconds (wall != NULL ? round_to_day (seconds, wall)
                                                   : round_in_utc (seconds));
  day->hour = day->minute = day->second = 0;
  day->is_date = TRUE;
  return TRUE;
}

char *
loft_eas_date_write_day (const LoftIcalTime *day)
{
  LoftIcalTime midnight = { .year = day->year, .month = day->month, .day = day->day };

  return write_time (&midnight);
}
