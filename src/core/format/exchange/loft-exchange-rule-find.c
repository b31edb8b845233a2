/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of Exchange's rules an RRULE is. */
#include "loft-eas-refusal.h"
#include "loft-exchange-rule-private.h"

#define SHORTEST_MONTH 28

static guint
count (const LoftIcalRule *rule, LoftIcalBy by)
{
  return rule->by[by] != NULL ? rule->by[by]->len : 0;
}

static int
get (const LoftIcalRule *rule, LoftIcalBy by, guint nth)
{
  return g_array_index (rule->by[by], gint16, nth);
}

/* The bits of BYDAY; 0: one of them is the nth. */
static guint
get_days (const LoftIcalRule *rule)
{
  guint days = 0;

  for (guint i = 0; i < count (rule, LOFT_ICAL_BY_DAY); i++)
    {
      gint16 day = (gint16) get (rule, LOFT_ICAL_BY_DAY, i);

      if (loft_ical_rule_get_nth (day) != 0)
        return 0;
      days |= loft_exchange_rule_get_bit (loft_ical_rule_get_weekday (day));
    }
  return days;
}

/* What no rule of Exchange has. */
static gboolean
check_parts (const LoftIcalRule *rule, GError **error)
{
  static const struct {
    LoftIcalBy by;
    const char *sentence;
  } never[] = {
    { LOFT_ICAL_BY_SECOND, "Exchange cannot repeat within a day (BYSECOND)" },
    { LOFT_ICAL_BY_MINUTE, "Exchange cannot repeat within a day (BYMINUTE)" },
    { LOFT_ICAL_BY_HOUR, "Exchange cannot repeat within a day (BYHOUR)" },
    { LOFT_ICAL_BY_YEARDAY, "Exchange cannot repeat on days of the year (BYYEARDAY)" },
    { LOFT_ICAL_BY_WEEKNO, "Exchange cannot repeat in weeks of the year (BYWEEKNO)" },
  };

  if (rule->frequency < LOFT_ICAL_DAILY)
    return loft_eas_refuse (error, "Exchange cannot repeat more often than every day");
  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    if (count (rule, never[i].by) > 0)
      return loft_eas_refuse (error, never[i].sentence);
  if (rule->skip == LOFT_ICAL_SKIP_FORWARD)
    return loft_eas_refuse (error, "Exchange cannot move a day to the next month (SKIP=FORWARD)");
  if (count (rule, LOFT_ICAL_BY_MONTH) > (rule->frequency == LOFT_ICAL_YEARLY ? 1 : 0))
    return loft_eas_refuse (error, "Exchange cannot repeat in some months only (BYMONTH)");
  return TRUE;
}

static gboolean
find_daily (const LoftIcalRule *rule, LoftExchangeRule *found, GError **error)
{
  guint days = get_days (rule);

  if (count (rule, LOFT_ICAL_BY_MONTHDAY) > 0 || count (rule, LOFT_ICAL_BY_SETPOS) > 0)
    return loft_eas_refuse (error,
                            "Exchange cannot repeat daily on days of the month (BYMONTHDAY)");
  if (count (rule, LOFT_ICAL_BY_DAY) == 0)
    return TRUE;
  if (days == 0 || rule->interval > 1)
    return loft_eas_refuse (error,
                            "Exchange cannot repeat every few days on weekdays only (BYDAY)");
  found->type = LOFT_EXCHANGE_WEEKLY;
  found->days = days;
  return TRUE;
}

static gboolean
find_weekly (const LoftIcalRule *rule, const LoftIcalTime *start, LoftExchangeRule *found,
             GError **error)
{
  if (count (rule, LOFT_ICAL_BY_MONTHDAY) > 0 || count (rule, LOFT_ICAL_BY_SETPOS) > 0)
    return loft_eas_refuse (error, "Exchange cannot repeat weekly on some of the days (BYSETPOS)");
  found->type = LOFT_EXCHANGE_WEEKLY;
  found->days = get_days (rule);
  if (count (rule, LOFT_ICAL_BY_DAY) == 0)
    found->days = loft_exchange_rule_get_bit (loft_ical_time_get_weekday (start));
  return found->days != 0 ||
         loft_eas_refuse (error, "Exchange cannot repeat weekly on an nth day (BYDAY)");
}

/* "28,29,30" with BYSETPOS=-1: the 30th, or the last day of a shorter month. */
static guint
get_last_of (const LoftIcalRule *rule)
{
  guint n = count (rule, LOFT_ICAL_BY_MONTHDAY);

  if (count (rule, LOFT_ICAL_BY_SETPOS) != 1 || get (rule, LOFT_ICAL_BY_SETPOS, 0) != -1)
    return 0;
  for (guint i = 0; i < n; i++)
    if (get (rule, LOFT_ICAL_BY_MONTHDAY, i) != (int) (SHORTEST_MONTH + i))
      return 0;
  return SHORTEST_MONTH + n - 1;
}

/* A day that not every such month has: iCalendar leaves those months out, Exchange takes their last. */
static gboolean
find_day (const LoftIcalRule *rule, int day, LoftExchangeRule *found, GError **error)
{
  int shortest =
    found->month == 0 ? SHORTEST_MONTH : (int) loft_ical_days_of_month (2025, found->month);

  if (day < 1)
    return loft_eas_refuse (
      error, "Exchange cannot repeat on days counted from the end of the month, but for "
             "the last one (BYMONTHDAY)");
  if (day > shortest && rule->skip != LOFT_ICAL_SKIP_BACKWARD)
    return loft_eas_refuse (
      error, "Exchange cannot leave out months that are too short for the day; it would "
             "take their last day");
  found->day = (guint) day;
  return TRUE;
}

static gboolean
find_day_of_month (const LoftIcalRule *rule, const LoftIcalTime *start, LoftExchangeRule *found,
                   GError **error)
{
  guint n = count (rule, LOFT_ICAL_BY_MONTHDAY);

  if (n == 0)
    return find_day (rule, start->day, found, error);
  found->day = get_last_of (rule);
  if (n > 1 && found->day > 0)
    return TRUE;
  if (n > 1)
    return loft_eas_refuse (error,
                            "Exchange cannot repeat on several days of the month (BYMONTHDAY)");
  if (count (rule, LOFT_ICAL_BY_SETPOS) > 0)
    return loft_eas_refuse (error, "Exchange cannot repeat on some of the days (BYSETPOS)");
  if (get (rule, LOFT_ICAL_BY_MONTHDAY, 0) != -1)
    return find_day (rule, get (rule, LOFT_ICAL_BY_MONTHDAY, 0), found, error);
  found->day = 0;
  found->type++; /* the last one of all days */
  found->days = LOFT_EXCHANGE_ALL_DAYS;
  found->week = LOFT_EXCHANGE_LAST;
  return TRUE;
}

static gboolean
find_week (int nth, LoftExchangeRule *found, GError **error)
{
  if (nth != -1 && (nth < 1 || nth > 4))
    return loft_eas_refuse (
      error, "Exchange can repeat on the first to fourth and the last of such days of a "
             "month only");
  found->week = nth == -1 ? LOFT_EXCHANGE_LAST : (guint) nth;
  return TRUE;
}

/* "The second Tuesday": 2TU, or TU with BYSETPOS=2. */
static gboolean
find_nth_day (const LoftIcalRule *rule, LoftExchangeRule *found, GError **error)
{
  guint n = count (rule, LOFT_ICAL_BY_DAY);
  gint16 first = (gint16) get (rule, LOFT_ICAL_BY_DAY, 0);
  guint days = get_days (rule);

  found->type++;
  if (count (rule, LOFT_ICAL_BY_MONTHDAY) > 0)
    return loft_eas_refuse (
      error, "Exchange cannot repeat on weekdays that are certain days of the month");
  if (n == 1 && days == 0 && count (rule, LOFT_ICAL_BY_SETPOS) == 0)
    {
      found->days = loft_exchange_rule_get_bit (loft_ical_rule_get_weekday (first));
      return find_week (loft_ical_rule_get_nth (first), found, error);
    }
  if (count (rule, LOFT_ICAL_BY_SETPOS) != 1 || days == 0)
    return loft_eas_refuse (error, "Exchange cannot repeat on several weekdays of a month (BYDAY)");
  if (n > 1 && days != LOFT_EXCHANGE_WORKDAYS && days != LOFT_EXCHANGE_WEEKEND &&
      days != LOFT_EXCHANGE_ALL_DAYS)
    return loft_eas_refuse (
      error, "Exchange knows the nth of one weekday, of working days, of the weekend and of "
             "all days only");
  found->days = days;
  return find_week (get (rule, LOFT_ICAL_BY_SETPOS, 0), found, error);
}

static gboolean
find_in_month (const LoftIcalRule *rule, const LoftIcalTime *start, LoftExchangeRule *found,
               GError **error)
{
  if (count (rule, LOFT_ICAL_BY_DAY) > 0)
    return find_nth_day (rule, found, error);
  if (count (rule, LOFT_ICAL_BY_MONTHDAY) == 0 && count (rule, LOFT_ICAL_BY_SETPOS) > 0)
    return loft_eas_refuse (error, "Exchange cannot repeat on some of the days (BYSETPOS)");
  return find_day_of_month (rule, start, found, error);
}

static gboolean
find_yearly (const LoftIcalRule *rule, const LoftIcalTime *start, LoftExchangeRule *found,
             GError **error)
{
  gboolean has_month = count (rule, LOFT_ICAL_BY_MONTH) == 1;

  if (!has_month && count (rule, LOFT_ICAL_BY_DAY) > 0)
    return loft_eas_refuse (
      error, "Exchange cannot repeat on weekdays of the year (BYDAY without BYMONTH)");
  if (!has_month && count (rule, LOFT_ICAL_BY_MONTHDAY) > 0)
    return loft_eas_refuse (
      error, "Exchange cannot repeat yearly in all months (BYMONTHDAY without BYMONTH)");
  found->type = LOFT_EXCHANGE_YEARLY;
  found->month = has_month ? (guint) get (rule, LOFT_ICAL_BY_MONTH, 0) : (guint) start->month;
  return find_in_month (rule, start, found, error);
}

static gboolean
is_nth_day (const LoftExchangeRule *rule, const LoftIcalTime *start)
{
  int last = (int) loft_ical_days_of_month (start->year, start->month);
  gboolean from_the_end = rule->week == LOFT_EXCHANGE_LAST;
  guint weekday = loft_ical_time_get_weekday (start);
  guint n = 0;

  for (int day = start->day; day >= 1 && day <= last; day += from_the_end ? 1 : -1)
    {
      guint that = (weekday - 1 + (guint) (day - start->day + 35) % 7) % 7 + 1;

      if (rule->days & loft_exchange_rule_get_bit (that))
        n++;
    }
  return (rule->days & loft_exchange_rule_get_bit (weekday)) &&
         n == (from_the_end ? 1 : rule->week);
}

/* iCalendar always has the start, Exchange only where the rule names it. */
static gboolean
begins_with (const LoftExchangeRule *rule, const LoftIcalTime *start)
{
  int last = (int) loft_ical_days_of_month (start->year, start->month);

  if (rule->month != 0 && (int) rule->month != start->month)
    return FALSE;
  if (rule->day != 0)
    return start->day == MIN ((int) rule->day, last);
  if (rule->week != 0)
    return is_nth_day (rule, start);
  return rule->days == 0 ||
         (rule->days & loft_exchange_rule_get_bit (loft_ical_time_get_weekday (start))) != 0;
}

gboolean
loft_exchange_rule_find (const LoftIcalRule *rule, const LoftIcalTime *start,
                         LoftExchangeRule *found, GError **error)
{
  gboolean ok;

  if (!check_parts (rule, error))
    return FALSE;
  *found = (LoftExchangeRule){ .type = LOFT_EXCHANGE_DAILY,
                               .interval = rule->interval,
                               .occurrences = rule->count };
  switch (rule->frequency)
    {
    case LOFT_ICAL_DAILY:
      ok = find_daily (rule, found, error);
      break;
    case LOFT_ICAL_WEEKLY:
      ok = find_weekly (rule, start, found, error);
      break;
    case LOFT_ICAL_MONTHLY:
      found->type = LOFT_EXCHANGE_MONTHLY;
      ok = find_in_month (rule, start, found, error);
      break;
    default:
      ok = find_yearly (rule, start, found, error);
      break;
    }
  if (ok && !begins_with (found, start))
    return loft_eas_refuse (error,
                            "Exchange cannot begin a series on a day that its rule does not name");
  return ok;
}
