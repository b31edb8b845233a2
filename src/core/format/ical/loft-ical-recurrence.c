/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-recurrence.h"

#include "loft-ical-periods-private.h"

#define DAY (24 * 60 * 60)

/* Periods and times that are looked at: an hourly event of a century, a daily one of all times. */
#define BUDGET 1000000

struct _LoftIcalRecurrence {
  LoftIcalRule *rule; /* (owned) */
  LoftIcalTime start;
  gint64 n; /* the next period of days or longer */
  gint64 last_n; /* none behind it begins before UNTIL */
  gint64 at; /* the next period of hours or shorter: seconds on the wall */
  GArray *days; /* of gint64: of the last period */
  GArray *found; /* of gint64: seconds, of the last period, in order */
  guint n_taken; /* of found */
  gint64 from; /* nothing before is wanted */
  guint n_given;
  guint budget;
  gboolean has_begun;
  gboolean has_ended;
};

static gint64
unit_of (LoftIcalFrequency frequency)
{
  return frequency == LOFT_ICAL_SECONDLY ? 1 : frequency == LOFT_ICAL_MINUTELY ? 60 : 3600;
}

LoftIcalRecurrence *
loft_ical_recurrence_new (const LoftIcalRule *rule, const LoftIcalTime *start)
{
  LoftIcalRecurrence *self = g_new0 (LoftIcalRecurrence, 1);

  self->rule = loft_ical_rule_copy (rule);
  self->start = *start;
  self->from = loft_ical_time_get_seconds (start);
  self->at = self->from - self->start.second % unit_of (rule->frequency);
  if (rule->frequency == LOFT_ICAL_HOURLY)
    self->at -= self->start.minute * 60 + self->start.second % 60;
  self->days = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->found = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->budget = BUDGET;
  self->last_n = G_MAXINT64;
  if (rule->has_until && rule->frequency >= LOFT_ICAL_DAILY)
    self->last_n = loft_ical_period_find (rule, start, &rule->until) + 3;
  return self;
}

void
loft_ical_recurrence_free (LoftIcalRecurrence *self)
{
  loft_ical_rule_free (self->rule);
  g_array_unref (self->days);
  g_array_unref (self->found);
  g_free (self);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return (difference > 0) - (difference < 0);
}

/* BYSETPOS keeps some of what a period has. */
static void
keep_positions (LoftIcalRecurrence *self)
{
  guint n = 0;

  for (guint i = 0; i < self->found->len; i++)
    if (loft_ical_period_allows (self->rule, LOFT_ICAL_BY_SETPOS, (int) i + 1,
                                 (int) i - (int) self->found->len))
      g_array_index (self->found, gint64, n++) = g_array_index (self->found, gint64, i);
  g_array_set_size (self->found, n);
}

/* The values of a part that makes more of a period, or the one of the start. */
typedef struct {
  const gint16 *values;
  guint n;
  gint16 own;
} Expansion;

static void
expand (Expansion *expansion, const LoftIcalRule *rule, LoftIcalBy by, gboolean expands, int own)
{
  expansion->own = (gint16) own;
  expansion->values = &expansion->own;
  expansion->n = 1;
  if (!expands || rule->by[by] == NULL)
    return;
  expansion->values = (const gint16 *) (gpointer) rule->by[by]->data;
  expansion->n = rule->by[by]->len;
}

/* Adds the clock times of what begins at begin: what is shorter than a period of the rule. */
static void
add_times (LoftIcalRecurrence *self, gint64 begin)
{
  LoftIcalFrequency frequency = self->rule->frequency;
  Expansion hours, minutes, seconds;

  expand (&hours, self->rule, LOFT_ICAL_BY_HOUR, TRUE, self->start.hour);
  expand (&minutes, self->rule, LOFT_ICAL_BY_MINUTE, TRUE, self->start.minute);
  expand (&seconds, self->rule, LOFT_ICAL_BY_SECOND, TRUE, self->start.second);
  if (frequency <= LOFT_ICAL_HOURLY)
    expand (&hours, self->rule, LOFT_ICAL_BY_HOUR, FALSE, 0);
  if (frequency <= LOFT_ICAL_MINUTELY)
    expand (&minutes, self->rule, LOFT_ICAL_BY_MINUTE, FALSE, 0);
  if (frequency <= LOFT_ICAL_SECONDLY)
    expand (&seconds, self->rule, LOFT_ICAL_BY_SECOND, FALSE, 0);
  if (self->start.is_date)
    hours.n = minutes.n = seconds.n = 1;
  for (guint h = 0; h < hours.n; h++)
    for (guint m = 0; m < minutes.n; m++)
      for (guint s = 0; s < seconds.n; s++)
        {
          gint64 time =
            begin + hours.values[h] * 3600 + minutes.values[m] * 60 + MIN (seconds.values[s], 59);

          g_array_append_val (self->found, time);
        }
}

static gboolean
allows_clock (const LoftIcalRule *rule, const LoftIcalTime *time)
{
  return loft_ical_period_allows (rule, LOFT_ICAL_BY_HOUR, time->hour, 0) &&
         (rule->frequency == LOFT_ICAL_HOURLY ||
          loft_ical_period_allows (rule, LOFT_ICAL_BY_MINUTE, time->minute, 0)) &&
         (rule->frequency != LOFT_ICAL_SECONDLY ||
          loft_ical_period_allows (rule, LOFT_ICAL_BY_SECOND, time->second, 0));
}

/* The first period of hours or shorter at or after seconds. */
static gint64
period_from (const LoftIcalRecurrence *self, gint64 seconds)
{
  gint64 period = unit_of (self->rule->frequency) * self->rule->interval;
  gint64 behind = seconds - self->at;

  return behind <= 0 ? self->at : self->at + (behind + period - 1) / period * period;
}

/* A day that is not allowed is passed over in one step. */
static gboolean
take_clock_period (LoftIcalRecurrence *self)
{
  static const LoftIcalTime last = { .year = 9999, .month = 12, .day = 31 };
  LoftIcalTime time = loft_ical_time_from_seconds (self->at);

  if (self->at >= loft_ical_time_get_seconds (&last) ||
      (self->rule->has_until && self->at > loft_ical_time_get_seconds (&self->rule->until) + DAY))
    return FALSE;
  if (!loft_ical_period_allows_day (self->rule, &time))
    {
      self->at =
        period_from (self, self->at - time.hour * 3600 - time.minute * 60 - time.second + DAY);
      return TRUE;
    }
  if (allows_clock (self->rule, &time))
    add_times (self, self->at);
  self->at = period_from (self, self->at + 1);
  return TRUE;
}

static gboolean
take_day_period (LoftIcalRecurrence *self)
{
  if (self->n > self->last_n ||
      !loft_ical_period_find_days (self->rule, &self->start, self->n++, self->days))
    return FALSE;
  for (guint i = 0; i < self->days->len; i++)
    add_times (self, g_array_index (self->days, gint64, i) * DAY);
  return TRUE;
}

static gboolean
take_period (LoftIcalRecurrence *self)
{
  g_array_set_size (self->found, 0);
  self->n_taken = 0;
  if (self->budget == 0)
    return FALSE;
  self->budget--;
  if (!(self->rule->frequency < LOFT_ICAL_DAILY ? take_clock_period (self)
                                                : take_day_period (self)))
    return FALSE;
  self->budget -= MIN (self->budget, self->found->len);
  g_array_sort (self->found, compare_times);
  keep_positions (self);
  return TRUE;
}

/* The next one behind the start, as the rule has it. */
static gboolean
find_next (LoftIcalRecurrence *self, LoftIcalTime *time)
{
  gint64 start = loft_ical_time_get_seconds (&self->start);

  for (;;)
    {
      while (self->n_taken < self->found->len)
        {
          gint64 found = g_array_index (self->found, gint64, self->n_taken++);

          if (found <= start)
            continue;
          *time = loft_ical_time_from_seconds (found);
          time->is_date = self->start.is_date;
          time->is_utc = self->start.is_utc;
          return TRUE;
        }
      if (!take_period (self))
        return FALSE;
    }
}

static gboolean
is_behind_end (LoftIcalRecurrence *self, const LoftIcalTime *time)
{
  LoftIcalTime until = self->rule->until;

  if (self->rule->count > 0 && self->n_given >= self->rule->count)
    return TRUE;
  if (!self->rule->has_until)
    return FALSE;
  /* A date as the end of an event with hours means the whole day. */
  if (until.is_date && !self->start.is_date)
    {
      until.hour = 23;
      until.minute = until.second = 59;
    }
  return loft_ical_time_compare (time, &until) > 0;
}

static gboolean
give_one (LoftIcalRecurrence *self, LoftIcalTime *time)
{
  if (!self->has_begun)
    *time = self->start;
  else if (!find_next (self, time))
    return FALSE;
  /* A rule that ends before its start still has its start. */
  if (self->has_begun && is_behind_end (self, time))
    return FALSE;
  self->has_begun = TRUE;
  self->n_given++;
  return TRUE;
}

gboolean
loft_ical_recurrence_next (LoftIcalRecurrence *self, LoftIcalTime *time)
{
  while (!self->has_ended)
    {
      if (!give_one (self, time))
        self->has_ended = TRUE;
      else if (loft_ical_time_get_seconds (time) >= self->from)
        return TRUE;
    }
  return FALSE;
}

void
loft_ical_recurrence_skip_to (LoftIcalRecurrence *self, const LoftIcalTime *time)
{
  gint64 wanted = loft_ical_time_get_seconds (time);
  gint64 period = unit_of (self->rule->frequency) * self->rule->interval;

  if (wanted <= self->from)
    return;
  self->from = wanted;
  if (self->rule->count > 0)
    return;
  self->has_begun = TRUE;
  if (self->rule->frequency >= LOFT_ICAL_DAILY)
    self->n = loft_ical_period_find (self->rule, &self->start, time);
  else
    self->at = period_from (self, wanted - period);
}

gboolean
loft_ical_recurrence_gave_up (LoftIcalRecurrence *self)
{
  return self->budget == 0;
}
