/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-time.h"

#include <string.h>

#define DAY (24 * 60 * 60)

/* A hundred centuries: more is no length of an event, and sums stay far from their limits. */
#define MAX_DAYS 3660000

guint
loft_ical_days_of_month (int year, int month)
{
  return g_date_get_days_in_month (month, year);
}

static gboolean
read_digits (const char **at, guint n, int *number)
{
  *number = 0;
  for (guint i = 0; i < n; i++, ++*at)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + g_ascii_digit_value (**at);
    }
  return TRUE;
}

static gboolean
read_date (const char **at, LoftIcalTime *time)
{
  int year, month, day;

  if (!read_digits (at, 4, &year) || !read_digits (at, 2, &month) || !read_digits (at, 2, &day) ||
      year < 1 || month < 1 || month > 12 || day < 1 ||
      day > (int) loft_ical_days_of_month (year, month))
    return FALSE;
  time->year = year;
  time->month = month;
  time->day = day;
  return TRUE;
}

static gboolean
read_clock (const char **at, LoftIcalTime *time)
{
  int hour, minute, second;

  if (!read_digits (at, 2, &hour) || !read_digits (at, 2, &minute) ||
      !read_digits (at, 2, &second) || hour > 23 || minute > 59 || second > 60)
    return FALSE;
  time->hour = hour;
  time->minute = minute;
  time->second = MIN (second, 59);
  return TRUE;
}

gboolean
loft_ical_time_read (const char *value, LoftIcalTime *time)
{
  const char *at = value;

  *time = (LoftIcalTime){ 0 };
  if (!read_date (&at, time))
    return FALSE;
  if (*at == '\0')
    {
      time->is_date = TRUE;
      return TRUE;
    }
  if (*at++ != 'T' || !read_clock (&at, time))
    return FALSE;
  if (*at == 'Z')
    {
      time->is_utc = TRUE;
      at++;
    }
  return *at == '\0';
}

char *
loft_ical_time_write (const LoftIcalTime *time)
{
  if (time->is_date)
    return g_strdup_printf ("%04d%02d%02d", time->year, time->month, time->day);
  return g_strdup_printf ("%04d%02d%02dT%02d%02d%02d%s", time->year, time->month, time->day,
                          time->hour, time->minute, time->second, time->is_utc ? "Z" : "");
}

/* One part of a duration: its number and its letter. */
static gboolean
read_part (const char **at, gint64 *number, char *unit)
{
  char *end;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  *number = g_ascii_strtoll (*at, &end, 10);
  *unit = *end;
  *at = end + 1;
  return *unit != '\0' && *number <= (gint64) MAX_DAYS * DAY;
}

/* "P" of days or weeks, and behind "T" of hours, minutes and seconds, in this order. */
static gboolean
add_part (LoftIcalDuration *duration, gint64 number, char unit, gboolean of_clock)
{
  if (of_clock)
    duration->seconds += unit == 'H' ? number * 3600 : unit == 'M' ? number * 60 : number;
  else
    duration->days += unit == 'W' ? number * 7 : number;
  return strchr (of_clock ? "HMS" : "WD", unit) != NULL && duration->days <= MAX_DAYS &&
         duration->seconds <= (gint64) MAX_DAYS * DAY;
}

gboolean
loft_ical_duration_read (const char *value, LoftIcalDuration *duration)
{
  const char *at = value;
  int sign = *at == '-' ? -1 : 1;
  gboolean of_clock = FALSE;
  guint parts = 0;

  *duration = (LoftIcalDuration){ 0 };
  if (*at == '-' || *at == '+')
    at++;
  if (*at++ != 'P')
    return FALSE;
  while (*at != '\0')
    {
      gint64 number;
      char unit;

      if (*at == 'T' && !of_clock)
        {
          of_clock = TRUE;
          at++;
        }
      if (++parts > 5 || !read_part (&at, &number, &unit) ||
          !add_part (duration, number, unit, of_clock))
        return FALSE;
    }
  duration->days *= sign;
  duration->seconds *= sign;
  return parts > 0;
}

char *
loft_ical_duration_write (const LoftIcalDuration *duration)
{
  gint64 days = ABS (duration->days);
  gint64 seconds = ABS (duration->seconds);
  GString *value = g_string_new (duration->days < 0 || duration->seconds < 0 ? "-P" : "P");

  if (days > 0 && days % 7 == 0 && seconds == 0)
    g_string_append_printf (value, "%" G_GINT64_FORMAT "W", days / 7);
  else if (days > 0)
    g_string_append_printf (value, "%" G_GINT64_FORMAT "D", days);
  if (seconds > 0 || days == 0)
    g_string_append_c (value, 'T');
  if (seconds >= 3600)
    g_string_append_printf (value, "%" G_GINT64_FORMAT "H", seconds / 3600);
  if (seconds % 3600 >= 60)
    g_string_append_printf (value, "%dM", (int) (seconds % 3600 / 60));
  if (seconds % 60 > 0 || (seconds == 0 && days == 0))
    g_string_append_printf (value, "%dS", (int) (seconds % 60));
  return g_string_free (value, FALSE);
}

/* Of 1970-01-01 0; years of 400 begin in March, so that the day that comes and goes is the last. */
static gint64
days_of (int year, int month, int day)
{
  int shifted = month <= 2 ? year - 1 : year;
  int era = shifted / 400;
  int of_era = shifted - era * 400;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return (gint64) era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

gint64
loft_ical_time_get_seconds (const LoftIcalTime *time)
{
  return days_of (time->year, time->month, time->day) * DAY + time->hour * 3600 +
         time->minute * 60 + time->second;
}

static void
set_day (LoftIcalTime *time, gint64 days)
{
  gint64 shifted = days + 719468;
  gint64 era = shifted / 146097;
  int of_era = (int) (shifted - era * 146097);
  int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year + year / 4 - year / 100);
  int month = (5 * of_year + 2) / 153;

  time->day = of_year - (153 * month + 2) / 5 + 1;
  time->month = month < 10 ? month + 3 : month - 9;
  time->year = year + era * 400 + (time->month <= 2 ? 1 : 0);
}

LoftIcalTime
loft_ical_time_from_seconds (gint64 seconds)
{
  LoftIcalTime time = { 0 };
  gint64 least = days_of (1, 1, 1) * DAY;
  gint64 most = days_of (9999, 12, 31) * DAY + DAY - 1;
  gint64 at = CLAMP (seconds, least, most);
  gint64 days = (at - (at < 0 ? DAY - 1 : 0)) / DAY;
  int rest = (int) (at - days * DAY);

  set_day (&time, days);
  time.hour = rest / 3600;
  time.minute = rest / 60 % 60;
  time.second = rest % 60;
  return time;
}

guint
loft_ical_time_get_weekday (const LoftIcalTime *time)
{
  gint64 days = days_of (time->year, time->month, time->day);

  return (guint) (((days + 3) % 7 + 7) % 7) + 1;
}

int
loft_ical_time_compare (const LoftIcalTime *a, const LoftIcalTime *b)
{
  gint64 difference = loft_ical_time_get_seconds (a) - loft_ical_time_get_seconds (b);

  return (difference > 0) - (difference < 0);
}

LoftIcalTime
loft_ical_time_add (const LoftIcalTime *time, const LoftIcalDuration *duration)
{
  LoftIcalTime sum = loft_ical_time_from_seconds (loft_ical_time_get_seconds (time) +
                                                  duration->days * DAY + duration->seconds);

  sum.is_date = time->is_date && duration->seconds % DAY == 0;
  sum.is_utc = time->is_utc;
  return sum;
}
