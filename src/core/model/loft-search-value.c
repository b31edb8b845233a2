/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-value.h"

#include <string.h>

#include "loft-clock.h"

static gint64
local_midnight (int year, int month, int day)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (year, month, day, 0, 0, 0);

  return time != NULL ? g_date_time_to_unix (time) : 0;
}

static gboolean
parse_calendar_date (const char *text, gint64 *seconds)
{
  int parts[3] = { 0, 1, 1 };
  guint n = 0;

  for (const char *p = text; n < 3; n++, p++)
    {
      guint64 number;
      char *end;

      if (!g_ascii_isdigit (*p))
        return FALSE;
      number = g_ascii_strtoull (p, &end, 10);
      if (number > 9999)
        return FALSE;
      parts[n] = (int) number;
      p = end;
      if (*p == '\0')
        break;
      if (n == 2 || (*p != '-' && *p != '/'))
        return FALSE;
    }
  if (parts[0] < 1000 || !g_date_valid_dmy (parts[2], parts[1], parts[0]))
    return FALSE;
  *seconds = local_midnight (parts[0], parts[1], parts[2]);
  return TRUE;
}

static gboolean
parse_age (const char *text, gint64 *seconds)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (loft_clock_now ());
  g_autoptr (GDateTime) then = NULL;
  char *end = NULL;
  guint64 count = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;

  if (end == NULL || *end == '\0' || end[1] != '\0' || count > 9999 || now == NULL)
    return FALSE;
  switch (g_ascii_tolower (*end))
    {
    case 'd':
      then = g_date_time_add_days (now, -(int) count);
      break;
    case 'w':
      then = g_date_time_add_weeks (now, -(int) count);
      break;
    case 'm':
      then = g_date_time_add_months (now, -(int) count);
      break;
    case 'y':
      then = g_date_time_add_years (now, -(int) count);
      break;
    default:
      return FALSE;
    }
  if (then == NULL)
    return FALSE;
  *seconds = local_midnight (g_date_time_get_year (then), g_date_time_get_month (then),
                             g_date_time_get_day_of_month (then));
  return TRUE;
}

/* RFC 3339; seconds and the zone may be left out. */
static gboolean
parse_moment (const char *text, gint64 *seconds)
{
  const char *clock = strpbrk (text, "Tt");
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *full = NULL;

  if (clock == NULL || clock - text != 10 || strlen (clock) < 6)
    return FALSE;
  full = clock[6] == ':' ? g_strdup (text)
                         : g_strdup_printf ("%.16s:00%s", text, text + 16);
  time = g_date_time_new_from_iso8601 (full, local);
  if (time != NULL)
    *seconds = g_date_time_to_unix (time);
  return time != NULL;
}

gboolean
loft_search_value_date (const char *text, gint64 *seconds)
{
  if (g_ascii_strcasecmp (text, "today") == 0)
    return parse_age ("0d", seconds);
  if (g_ascii_strcasecmp (text, "yesterday") == 0)
    return parse_age ("1d", seconds);
  return parse_calendar_date (text, seconds) || parse_age (text, seconds) ||
         parse_moment (text, seconds);
}

gboolean
loft_search_value_size (const char *text, guint64 *bytes)
{
  static const struct {
    const char *unit;
    guint64 factor;
  } units[] = {
    { "", 1 },        { "b", 1 },          { "k", 1000 },       { "kb", 1000 },
    { "m", 1000000 }, { "mb", 1000000 },   { "g", 1000000000 }, { "gb", 1000000000 },
  };
  char *end = NULL;
  double number = g_ascii_isdigit (*text) ? g_ascii_strtod (text, &end) : 0;

  for (guint i = 0; end != NULL && i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (end, units[i].unit) == 0)
      {
        *bytes = (guint64) MIN (number * units[i].factor, 1e18);
        return TRUE;
      }
  return FALSE;
}
