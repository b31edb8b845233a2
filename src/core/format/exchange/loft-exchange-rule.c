/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-exchange-rule.h"

#include "loft-eas-date.h"
#include "loft-error.h"
#include "loft-exchange-rule-private.h"

#define MAX_NUMBER 999 /* of Interval and Occurrences */
#define GREGORIAN  1 /* CalendarType; 0: the default */

static const struct {
  guint recurrence;
  guint parts[LOFT_EXCHANGE_FIRST_DAY_OF_WEEK + 1];
} tags[] = {
  { LOFT_EAS_CALENDAR_RECURRENCE,
    { LOFT_EAS_CALENDAR_TYPE, LOFT_EAS_CALENDAR_UNTIL, LOFT_EAS_CALENDAR_OCCURRENCES,
      LOFT_EAS_CALENDAR_INTERVAL, LOFT_EAS_CALENDAR_DAY_OF_WEEK, LOFT_EAS_CALENDAR_DAY_OF_MONTH,
      LOFT_EAS_CALENDAR_WEEK_OF_MONTH, LOFT_EAS_CALENDAR_MONTH_OF_YEAR,
      LOFT_EAS_CALENDAR_CALENDAR_TYPE, LOFT_EAS_CALENDAR_FIRST_DAY_OF_WEEK } },
  { LOFT_EAS_TASKS_RECURRENCE,
    { LOFT_EAS_TASKS_TYPE, LOFT_EAS_TASKS_UNTIL, LOFT_EAS_TASKS_OCCURRENCES,
      LOFT_EAS_TASKS_INTERVAL, LOFT_EAS_TASKS_DAY_OF_WEEK, LOFT_EAS_TASKS_DAY_OF_MONTH,
      LOFT_EAS_TASKS_WEEK_OF_MONTH, LOFT_EAS_TASKS_MONTH_OF_YEAR, LOFT_EAS_TASKS_CALENDAR_TYPE,
      LOFT_EAS_TASKS_FIRST_DAY_OF_WEEK } },
  { LOFT_EAS_EMAIL_RECURRENCE,
    { LOFT_EAS_EMAIL_TYPE, LOFT_EAS_EMAIL_UNTIL, LOFT_EAS_EMAIL_OCCURRENCES,
      LOFT_EAS_EMAIL_INTERVAL, LOFT_EAS_EMAIL_DAY_OF_WEEK, LOFT_EAS_EMAIL_DAY_OF_MONTH,
      LOFT_EAS_EMAIL_WEEK_OF_MONTH, LOFT_EAS_EMAIL_MONTH_OF_YEAR, LOFT_EAS_EMAIL2_CALENDAR_TYPE,
      LOFT_EAS_EMAIL2_FIRST_DAY_OF_WEEK } },
};

guint
loft_exchange_rule_get_tag (guint recurrence, LoftExchangeRulePart part)
{
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (tags[i].recurrence == recurrence)
      return tags[i].parts[part];
  return 0;
}

guint
loft_exchange_rule_get_bit (guint weekday)
{
  return 1u << weekday % 7;
}

static gint64
get_part (const LoftWbxmlElement *recurrence, LoftExchangeRulePart part, gint64 otherwise)
{
  return loft_wbxml_element_get_int (recurrence, loft_exchange_rule_get_tag (recurrence->tag, part),
                                     otherwise);
}

/* Interval 0 is written where the default is meant. */
static gboolean
read_numbers (const LoftWbxmlElement *recurrence, LoftExchangeRule *self)
{
  gint64 type = get_part (recurrence, LOFT_EXCHANGE_TYPE, -1);
  gint64 interval = get_part (recurrence, LOFT_EXCHANGE_INTERVAL, 1);
  gint64 occurrences = get_part (recurrence, LOFT_EXCHANGE_OCCURRENCES, 0);
  gint64 days = get_part (recurrence, LOFT_EXCHANGE_DAY_OF_WEEK, 0);
  gint64 day = get_part (recurrence, LOFT_EXCHANGE_DAY_OF_MONTH, 0);
  gint64 week = get_part (recurrence, LOFT_EXCHANGE_WEEK_OF_MONTH, 0);
  gint64 month = get_part (recurrence, LOFT_EXCHANGE_MONTH_OF_YEAR, 0);

  *self =
    (LoftExchangeRule){ (guint) type, MAX (interval, 1), occurrences, days, day, week, month };
  return type >= 0 && type <= LOFT_EXCHANGE_YEARLY_NTH && interval >= 0 && interval <= 32767 &&
         occurrences >= 0 && occurrences <= G_MAXINT && days >= 0 &&
         days <= LOFT_EXCHANGE_ALL_DAYS && day >= 0 && day <= 31 && week >= 0 &&
         week <= LOFT_EXCHANGE_LAST && month >= 0 && month <= 12;
}

/* SOGo 5.8 leaves out the day that the start says, and means the last day of the month by one of the fifth
 * week. */
static void
fill_in (LoftExchangeRule *self, const LoftIcalTime *start)
{
  if (self->type == LOFT_EXCHANGE_MONTHLY && self->day == 0 && self->week == LOFT_EXCHANGE_LAST)
    self->day = 31;
  if (self->day == 0 && (self->type == LOFT_EXCHANGE_MONTHLY || self->type == LOFT_EXCHANGE_YEARLY))
    self->day = (guint) start->day;
  if (self->month == 0 && self->type == LOFT_EXCHANGE_YEARLY)
    self->month = (guint) start->month;
}

static void
add_days (LoftIcalRule *rule, guint days, int nth)
{
  for (guint weekday = 1; weekday <= 7; weekday++)
    if (days & loft_exchange_rule_get_bit (weekday))
      loft_ical_rule_add_by (rule, LOFT_ICAL_BY_DAY, loft_ical_rule_by_day (nth, weekday));
}

/* The last of days that a shorter month has. */
static void
add_day_of_month (LoftIcalRule *rule, guint day, guint month)
{
  guint shortest = month == 0 ? 28 : loft_ical_days_of_month (2025, month);
  guint longest = month == 0 ? 31 : loft_ical_days_of_month (2024, month);

  if (day >= longest && longest != shortest)
    loft_ical_rule_add_by (rule, LOFT_ICAL_BY_MONTHDAY, -1);
  else if (day <= shortest || longest == shortest)
    loft_ical_rule_add_by (rule, LOFT_ICAL_BY_MONTHDAY, (gint16) MIN (day, longest));
  else
    {
      for (guint i = shortest; i <= day; i++)
        loft_ical_rule_add_by (rule, LOFT_ICAL_BY_MONTHDAY, (gint16) i);
      loft_ical_rule_add_by (rule, LOFT_ICAL_BY_SETPOS, -1);
    }
}

static gboolean
is_one (guint days)
{
  return days != 0 && (days & (days - 1)) == 0;
}

/* "The second Tuesday", "the last working day", "the last day". */
static gboolean
add_nth_day (LoftIcalRule *rule, const LoftExchangeRule *self)
{
  int nth = self->week == LOFT_EXCHANGE_LAST ? -1 : (int) self->week;

  if (self->week == 0 || self->days == 0)
    return FALSE;
  if (self->days == LOFT_EXCHANGE_ALL_DAYS)
    loft_ical_rule_add_by (rule, LOFT_ICAL_BY_MONTHDAY, (gint16) nth);
  else if (is_one (self->days))
    add_days (rule, self->days, nth);
  else
    {
      add_days (rule, self->days, 0);
      loft_ical_rule_add_by (rule, LOFT_ICAL_BY_SETPOS, (gint16) nth);
    }
  return TRUE;
}

/* (transfer full) (nullable) */
static LoftIcalRule *
make_daily (const LoftExchangeRule *self)
{
  gboolean is_weekly =
    self->interval == 1 && self->days != 0 && self->days != LOFT_EXCHANGE_ALL_DAYS;
  LoftIcalRule *rule = loft_ical_rule_new (is_weekly ? LOFT_ICAL_WEEKLY : LOFT_ICAL_DAILY);

  if (self->days != LOFT_EXCHANGE_ALL_DAYS)
    add_days (rule, self->days, 0);
  return rule;
}

static LoftIcalRule *
make_monthly (const LoftExchangeRule *self)
{
  g_autoptr (LoftIcalRule) rule = loft_ical_rule_new (LOFT_ICAL_MONTHLY);

  if (self->type == LOFT_EXCHANGE_MONTHLY_NTH)
    return add_nth_day (rule, self) ? g_steal_pointer (&rule) : NULL;
  add_day_of_month (rule, self->day, 0);
  return g_steal_pointer (&rule);
}

static LoftIcalRule *
make_yearly (const LoftExchangeRule *self)
{
  g_autoptr (LoftIcalRule) rule = loft_ical_rule_new (LOFT_ICAL_YEARLY);

  if (self->month == 0)
    return NULL;
  loft_ical_rule_add_by (rule, LOFT_ICAL_BY_MONTH, (gint16) self->month);
  if (self->type == LOFT_EXCHANGE_YEARLY_NTH)
    return add_nth_day (rule, self) ? g_steal_pointer (&rule) : NULL;
  add_day_of_month (rule, self->day, self->month);
  return g_steal_pointer (&rule);
}

static LoftIcalRule *
make_rule (const LoftExchangeRule *self)
{
  LoftIcalRule *rule;

  switch (self->type)
    {
    case LOFT_EXCHANGE_DAILY:
      return make_daily (self);
    case LOFT_EXCHANGE_WEEKLY:
      rule = loft_ical_rule_new (LOFT_ICAL_WEEKLY);
      add_days (rule, self->days, 0);
      return rule;
    case LOFT_EXCHANGE_MONTHLY:
    case LOFT_EXCHANGE_MONTHLY_NTH:
      return make_monthly (self);
    case LOFT_EXCHANGE_YEARLY:
    case LOFT_EXCHANGE_YEARLY_NTH:
      return make_yearly (self);
    default:
      return NULL;
    }
}

/* Inclusive, as in iCalendar; there it is written as the start is (RFC 5545 3.3.10). Where both ends are
 * given the number counts: it is what people chose. */
static void
set_end (LoftIcalRule *rule, const LoftWbxmlElement *recurrence, const LoftExchangeRule *self,
         const LoftExchangeRuleStart *start)
{
  const char *text =
    loft_wbxml_element_get_text (recurrence,
                                 loft_exchange_rule_get_tag (recurrence->tag, LOFT_EXCHANGE_UNTIL));
  gint64 until;

  rule->count = self->occurrences;
  if (rule->count > 0 || text == NULL || !loft_eas_date_read (text, &until))
    return;
  rule->has_until = TRUE;
  rule->until = start->start.is_date ? loft_ical_zone_from_unix (start->zone, until)
                                     : loft_ical_time_from_seconds (until);
  rule->until.is_date = start->start.is_date;
  rule->until.is_utc = !start->start.is_date;
  if (rule->until.is_date)
    rule->until.hour = rule->until.minute = rule->until.second = 0;
}

static void
set_week_start (LoftIcalRule *rule, const LoftWbxmlElement *recurrence)
{
  gint64 first = get_part (recurrence, LOFT_EXCHANGE_FIRST_DAY_OF_WEEK, -1);

  if (rule->frequency == LOFT_ICAL_WEEKLY && rule->interval > 1 && first >= 0 && first <= 6)
    rule->week_start = first == 0 ? 7 : (guint) first;
}

char *
loft_exchange_rule_to_ical (const LoftWbxmlElement *recurrence, const LoftExchangeRuleStart *start,
                            GError **error)
{
  LoftExchangeRule self;
  g_autoptr (LoftIcalRule) rule = NULL;

  if (get_part (recurrence, LOFT_EXCHANGE_CALENDAR_TYPE, 0) > GREGORIAN)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "the rule is of another calendar than the Gregorian");
      return NULL;
    }
  if (read_numbers (recurrence, &self))
    {
      fill_in (&self, &start->start);
      rule = make_rule (&self);
    }
  if (rule == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "the rule has no meaning");
      return NULL;
    }
  rule->interval = self.interval;
  set_end (rule, recurrence, &self, start);
  set_week_start (rule, recurrence);
  return loft_ical_rule_write (rule);
}

LoftExchangeTaskRule
loft_exchange_rule_get_task (const LoftWbxmlElement *recurrence)
{
  return (LoftExchangeTaskRule){
    loft_wbxml_element_get_int (recurrence, LOFT_EAS_TASKS_REGENERATE, 0) == 1,
    loft_wbxml_element_get_int (recurrence, LOFT_EAS_TASKS_DEAD_OCCUR, 0) == 1,
  };
}

static void
add_part (LoftWbxmlElement *recurrence, LoftExchangeRulePart part, guint number)
{
  if (number > 0 || part == LOFT_EXCHANGE_TYPE || part == LOFT_EXCHANGE_FIRST_DAY_OF_WEEK)
    loft_wbxml_element_add_int (recurrence, loft_exchange_rule_get_tag (recurrence->tag, part),
                                number);
}

static char *
write_time (guint tag, gint64 at)
{
  return tag == LOFT_EAS_TASKS_RECURRENCE ? loft_eas_date_write (at)
                                          : loft_eas_date_write_compact (at);
}

/* A day alone ends with the occurrence on it. */
static gint64
get_until (const LoftIcalRule *rule, const LoftExchangeRuleStart *start)
{
  LoftIcalTime until = rule->until;

  if (until.is_date && !start->start.is_date)
    {
      until.hour = start->start.hour;
      until.minute = start->start.minute;
      until.second = start->start.second;
    }
  if (start->start.is_date)
    until.hour = until.minute = until.second = 0;
  return loft_ical_zone_to_unix (start->zone, &until);
}

static void
add_end (LoftWbxmlElement *recurrence, const LoftIcalRule *rule, const LoftExchangeRule *self,
         const LoftExchangeRuleStart *start)
{
  if (rule->has_until)
    {
      g_autofree char *until = write_time (recurrence->tag, get_until (rule, start));

      loft_wbxml_element_add_text (
        recurrence, loft_exchange_rule_get_tag (recurrence->tag, LOFT_EXCHANGE_UNTIL), until);
    }
  add_part (recurrence, LOFT_EXCHANGE_OCCURRENCES, self->occurrences);
}

/* Old servers want the number before the interval. */
static LoftWbxmlElement *
write_rule (const LoftIcalRule *rule, const LoftExchangeRule *self,
            const LoftExchangeRuleStart *start, guint tag, guint version)
{
  LoftWbxmlElement *recurrence = loft_wbxml_element_new (tag);

  add_part (recurrence, LOFT_EXCHANGE_TYPE, self->type);
  if (tag == LOFT_EAS_TASKS_RECURRENCE)
    {
      g_autofree char *begin =
        write_time (tag, loft_ical_zone_to_unix (start->zone, &start->start));

      loft_wbxml_element_add_text (recurrence, LOFT_EAS_TASKS_START, begin);
    }
  add_end (recurrence, rule, self, start);
  add_part (recurrence, LOFT_EXCHANGE_INTERVAL, self->interval);
  add_part (recurrence, LOFT_EXCHANGE_DAY_OF_WEEK, self->days);
  add_part (recurrence, LOFT_EXCHANGE_DAY_OF_MONTH, self->day);
  add_part (recurrence, LOFT_EXCHANGE_WEEK_OF_MONTH, self->week);
  add_part (recurrence, LOFT_EXCHANGE_MONTH_OF_YEAR, self->month);
  if (self->type == LOFT_EXCHANGE_WEEKLY && self->interval > 1 && version >= 141)
    add_part (recurrence, LOFT_EXCHANGE_FIRST_DAY_OF_WEEK, rule->week_start % 7);
  return recurrence;
}

LoftWbxmlElement *
loft_exchange_rule_from_ical (const char *value, const LoftExchangeRuleStart *start, guint tag,
                              guint version, const LoftExchangeTaskRule *task, GError **error)
{
  g_autoptr (LoftIcalRule) rule = loft_ical_rule_read (value, error);
  LoftExchangeRule self = { 0 };
  LoftWbxmlElement *recurrence;

  if (rule == NULL || !loft_exchange_rule_find (rule, &start->start, &self, error))
    return NULL;
  if (self.interval > MAX_NUMBER || self.occurrences > MAX_NUMBER)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                   self.interval > MAX_NUMBER ? "Exchange cannot wait longer than %d between two"
                                              : "Exchange cannot repeat more often than %d times",
                   MAX_NUMBER);
      return NULL;
    }
  recurrence = write_rule (rule, &self, start, tag, version);
  if (task != NULL && task->regenerates)
    loft_wbxml_element_add_int (recurrence, LOFT_EAS_TASKS_REGENERATE, 1);
  if (task != NULL && task->is_dead)
    loft_wbxml_element_add_int (recurrence, LOFT_EAS_TASKS_DEAD_OCCUR, 1);
  return recurrence;
}
