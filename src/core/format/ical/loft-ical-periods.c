/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-periods-private.h"

#define DAY (24 * 60 * 60)

static gint64
day_of (const LoftIcalTime *time)
{
  gint64 seconds = loft_ical_time_get_seconds (time);

  return (seconds - (seconds < 0 ? DAY - 1 : 0)) / DAY;
}

static LoftIcalTime
time_of (gint64 day)
{
  return loft_ical_time_from_seconds (day * DAY);
}

static gint64
first_of (int year, int month)
{
  LoftIcalTime time = { .year = (gint16) year, .month = (gint8) month, .day = 1 };

  return day_of (&time);
}

static gint64
begin_of_week (const LoftIcalRule *rule, gint64 day)
{
  LoftIcalTime time = time_of (day);

  return day - (loft_ical_time_get_weekday (&time) + 7 - rule->week_start) % 7;
}

gboolean
loft_ical_period_allows (const LoftIcalRule *rule, LoftIcalBy by, int value, int from_the_end)
{
  const GArray *values = rule->by[by];

  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      int wanted = g_array_index (values, gint16, i);

      if (wanted == value || (from_the_end != 0 && wanted == from_the_end))
        return TRUE;
    }
  return values == NULL;
}

static gboolean
allows_weekday (const LoftIcalRule *rule, guint weekday)
{
  const GArray *values = rule->by[LOFT_ICAL_BY_DAY];

  for (guint i = 0; values != NULL && i < values->len; i++)
    if (loft_ical_rule_get_weekday (g_array_index (values, gint16, i)) == weekday)
      return TRUE;
  return values == NULL;
}

gboolean
loft_ical_period_allows_day (const LoftIcalRule *rule, const LoftIcalTime *day)
{
  int of_month = (int) loft_ical_days_of_month (day->year, day->month);
  int of_year = g_date_is_leap_year (day->year) ? 366 : 365;
  int number = (int) (day_of (day) - first_of (day->year, 1)) + 1;

  return loft_ical_period_allows (rule, LOFT_ICAL_BY_MONTH, day->month, 0) &&
         loft_ical_period_allows (rule, LOFT_ICAL_BY_MONTHDAY, day->day, day->day - of_month - 1) &&
         loft_ical_period_allows (rule, LOFT_ICAL_BY_YEARDAY, number, number - of_year - 1) &&
         allows_weekday (rule, loft_ical_time_get_weekday (day));
}

/* The week belongs to the year that has four of its days, or more. */
static gint64
first_week_of (const LoftIcalRule *rule, int year)
{
  return begin_of_week (rule, first_of (year, 1) + 3);
}

static gboolean
allows_week (const LoftIcalRule *rule, gint64 day)
{
  gint64 week = begin_of_week (rule, day);
  LoftIcalTime fourth = time_of (week + 3);
  gint64 first = first_week_of (rule, fourth.year);
  int number = (int) (week - first) / 7 + 1;
  int all = (int) (first_week_of (rule, fourth.year + 1) - first) / 7;

  return loft_ical_period_allows (rule, LOFT_ICAL_BY_WEEKNO, number, number - all - 1);
}

/* The nth Monday and so on: of the month, or of the year where no month is named. */
static gboolean
allows_nth (const LoftIcalRule *rule, const LoftIcalTime *day)
{
  const GArray *values = rule->by[LOFT_ICAL_BY_DAY];
  gboolean of_year = rule->frequency == LOFT_ICAL_YEARLY && rule->by[LOFT_ICAL_BY_MONTH] == NULL;
  int length = of_year ? (g_date_is_leap_year (day->year) ? 366 : 365)
                       : (int) loft_ical_days_of_month (day->year, day->month);
  int number = of_year ? (int) (day_of (day) - first_of (day->year, 1)) : day->day - 1;

  if (values == NULL || rule->frequency < LOFT_ICAL_MONTHLY ||
      rule->by[LOFT_ICAL_BY_WEEKNO] != NULL)
    return TRUE;
  for (guint i = 0; i < values->len; i++)
    {
      gint16 value = g_array_index (values, gint16, i);
      int nth = loft_ical_rule_get_nth (value);

      if (loft_ical_rule_get_weekday (value) == loft_ical_time_get_weekday (day) &&
          (nth == 0 || nth == number / 7 + 1 || nth == -((length - 1 - number) / 7 + 1)))
        return TRUE;
    }
  return FALSE;
}

/* What the rule does not say is as it is in the start (RFC 5545 3.3.10). */
static gboolean
is_like_start (const LoftIcalRule *rule, const LoftIcalTime *start, const LoftIcalTime *day)
{
  if (rule->frequency == LOFT_ICAL_DAILY || rule->by[LOFT_ICAL_BY_DAY] != NULL ||
      rule->by[LOFT_ICAL_BY_MONTHDAY] != NULL || rule->by[LOFT_ICAL_BY_YEARDAY] != NULL)
    return TRUE;
  if (rule->frequency == LOFT_ICAL_WEEKLY || rule->by[LOFT_ICAL_BY_WEEKNO] != NULL)
    return loft_ical_time_get_weekday (day) == loft_ical_time_get_weekday (start);
  return day->day == start->day &&
         (rule->frequency == LOFT_ICAL_MONTHLY || rule->by[LOFT_ICAL_BY_MONTH] != NULL ||
          day->month == start->month);
}

static void
add_day (GArray *days, gint64 day)
{
  g_array_append_val (days, day);
}

static void
find_days_between (const LoftIcalRule *rule, const LoftIcalTime *start, gint64 begin, gint64 end,
                   GArray *days)
{
  for (gint64 day = begin; day < end; day++)
    {
      LoftIcalTime time = time_of (day);

      if (loft_ical_period_allows_day (rule, &time) && allows_nth (rule, &time) &&
          (rule->by[LOFT_ICAL_BY_WEEKNO] == NULL || allows_week (rule, day)) &&
          is_like_start (rule, start, &time))
        add_day (days, day);
    }
}

/* RFC 7529 4.2: instead of a day that the month does not have, its last, or the next one's first. */
static void
replace_day (const LoftIcalRule *rule, int wanted, gint64 first, int length, GArray *days)
{
  gint64 day = rule->skip == LOFT_ICAL_SKIP_BACKWARD ? first + length - 1 : first + length;
  LoftIcalTime time = time_of (day);

  if (wanted > length && allows_weekday (rule, loft_ical_time_get_weekday (&time)))
    add_day (days, day);
}

static void
replace_days_of_month (const LoftIcalRule *rule, const LoftIcalTime *start, int year, int month,
                       GArray *days)
{
  const GArray *wanted = rule->by[LOFT_ICAL_BY_MONTHDAY];
  gint64 first = first_of (year, month);
  int length = (int) loft_ical_days_of_month (year, month);

  if (!loft_ical_period_allows (rule, LOFT_ICAL_BY_MONTH, month, 0))
    return;
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    replace_day (rule, g_array_index (wanted, gint16, i), first, length, days);
  if (wanted == NULL && rule->by[LOFT_ICAL_BY_DAY] == NULL &&
      (rule->frequency == LOFT_ICAL_MONTHLY || rule->by[LOFT_ICAL_BY_MONTH] != NULL ||
       month == start->month))
    replace_day (rule, start->day, first, length, days);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return (difference > 0) - (difference < 0);
}

static void
replace_days (const LoftIcalRule *rule, const LoftIcalTime *start, int year, int first_month,
              int n_months, GArray *days)
{
  guint kept = 0;

  if (rule->skip == LOFT_ICAL_SKIP_OMIT || rule->by[LOFT_ICAL_BY_YEARDAY] != NULL ||
      rule->by[LOFT_ICAL_BY_WEEKNO] != NULL)
    return;
  for (int i = 0; i < n_months; i++)
    replace_days_of_month (rule, start, year, first_month + i, days);
  g_array_sort (days, compare_days);
  for (guint i = 0; i < days->len; i++)
    if (i == 0 || g_array_index (days, gint64, i) != g_array_index (days, gint64, kept - 1))
      g_array_index (days, gint64, kept++) = g_array_index (days, gint64, i);
  g_array_set_size (days, kept);
}

gboolean
loft_ical_period_find_days (const LoftIcalRule *rule, const LoftIcalTime *start, gint64 n,
                            GArray *days)
{
  gint64 step = n * rule->interval;
  gint64 months = (gint64) start->year * 12 + start->month - 1 + step;
  gint64 last = first_of (9999, 12);
  gint64 begin;

  g_array_set_size (days, 0);
  if (rule->frequency == LOFT_ICAL_DAILY || rule->frequency == LOFT_ICAL_WEEKLY)
    {
      gboolean weekly = rule->frequency == LOFT_ICAL_WEEKLY;

      begin = weekly ? begin_of_week (rule, day_of (start)) + step * 7 : day_of (start) + step;
      if (begin < last)
        find_days_between (rule, start, begin, begin + (weekly ? 7 : 1), days);
      return begin < last;
    }
  if (rule->frequency == LOFT_ICAL_MONTHLY)
    {
      int year = (int) MIN (months / 12, 9999);
      int month = (int) (months % 12) + 1;

      begin = first_of (year, month);
      find_days_between (rule, start, begin, begin + loft_ical_days_of_month (year, month), days);
      replace_days (rule, start, year, month, 1, days);
      return months < 9999 * 12 + 11;
    }
  if (start->year + step >= 9999)
    return FALSE;
  begin = first_of ((int) (start->year + step), 1);
  find_days_between (rule, start, begin, first_of ((int) (start->year + step) + 1, 1), days);
  replace_days (rule, start, (int) (start->year + step), 1, 12, days);
  return TRUE;
}

gint64
loft_ical_period_find (const LoftIcalRule *rule, const LoftIcalTime *start,
                       const LoftIcalTime *time)
{
  gint64 days = day_of (time) - day_of (start);
  gint64 months = ((gint64) time->year - start->year) * 12 + time->month - start->month;
  gint64 behind = rule->frequency == LOFT_ICAL_DAILY     ? days
                  : rule->frequency == LOFT_ICAL_WEEKLY  ? days / 7
                  : rule->frequency == LOFT_ICAL_MONTHLY ? months
                                                         : time->year - start->year;

  /* A day may be moved into the next month, and a week begins before its days. */
  return MAX (behind / rule->interval - 1, 0);
}
