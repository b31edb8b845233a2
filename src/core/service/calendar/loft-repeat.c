/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-repeat.h"

#include "loft-ical-recurrence.h"
#include "loft-ical-rule.h"

#include <string.h>

#define DAY 86400

static guint
count_by (const LoftIcalRule *rule, LoftIcalBy by)
{
  return rule->by[by] == NULL ? 0 : rule->by[by]->len;
}

/* Whether nothing but the days of the week is said. */
static gboolean
has_other_parts (const LoftIcalRule *rule)
{
  for (guint by = 0; by < LOFT_ICAL_N_BY; by++)
    {
      if (by != LOFT_ICAL_BY_DAY && count_by (rule, by) > 0)
        return TRUE;
    }
  return FALSE;
}

static LoftRepeatKind
read_weekdays (LoftRepeat *self, const LoftIcalRule *rule)
{
  for (guint i = 0; i < count_by (rule, LOFT_ICAL_BY_DAY); i++)
    {
      gint16 value = g_array_index (rule->by[LOFT_ICAL_BY_DAY], gint16, i);

      if (loft_ical_rule_get_nth (value) != 0)
        return LOFT_REPEAT_OTHER;
      self->weekdays |= 1u << (loft_ical_rule_get_weekday (value) - 1);
    }
  return LOFT_REPEAT_WEEKLY;
}

static LoftRepeatKind
read_month (LoftRepeat *self, const LoftIcalRule *rule)
{
  gint16 value;

  if (count_by (rule, LOFT_ICAL_BY_DAY) == 0)
    return LOFT_REPEAT_MONTHLY;
  if (count_by (rule, LOFT_ICAL_BY_DAY) > 1)
    return LOFT_REPEAT_OTHER;
  value = g_array_index (rule->by[LOFT_ICAL_BY_DAY], gint16, 0);
  self->nth = loft_ical_rule_get_nth (value);
  self->weekday = loft_ical_rule_get_weekday (value);
  return self->nth == -1 || (self->nth >= 1 && self->nth <= 5) ? LOFT_REPEAT_MONTHLY_NTH
                                                               : LOFT_REPEAT_OTHER;
}

static LoftRepeatKind
read_kind (LoftRepeat *self, const LoftIcalRule *rule)
{
  gboolean with_days = count_by (rule, LOFT_ICAL_BY_DAY) > 0;

  if (has_other_parts (rule) || rule->skip != LOFT_ICAL_SKIP_OMIT)
    return LOFT_REPEAT_OTHER;
  switch (rule->frequency)
    {
    case LOFT_ICAL_DAILY:
      return with_days ? LOFT_REPEAT_OTHER : LOFT_REPEAT_DAILY;
    case LOFT_ICAL_WEEKLY:
      return read_weekdays (self, rule);
    case LOFT_ICAL_MONTHLY:
      return read_month (self, rule);
    case LOFT_ICAL_YEARLY:
      return with_days ? LOFT_REPEAT_OTHER : LOFT_REPEAT_YEARLY;
    default:
      return LOFT_REPEAT_OTHER;
    }
}

void
loft_repeat_read (LoftRepeat *self, const char *text)
{
  g_autoptr (LoftIcalRule) rule = NULL;

  memset (self, 0, sizeof *self);
  self->interval = 1;
  if (*text == '\0')
    return;
  rule = loft_ical_rule_read (text, NULL);
  if (rule == NULL)
    {
      self->kind = LOFT_REPEAT_OTHER;
      return;
    }
  self->kind = read_kind (self, rule);
  self->interval = rule->interval;
  self->count = rule->count;
  self->has_until = rule->has_until;
  if (!rule->has_until)
    return;
  self->until_at = loft_ical_time_get_seconds (&rule->until);
  self->until_is_instant = rule->until.is_utc;
  self->until = self->until_at / DAY;
}

static void
add_days (const LoftRepeat *self, LoftIcalRule *rule)
{
  for (guint i = 0; self->kind == LOFT_REPEAT_WEEKLY && i < 7; i++)
    {
      if ((self->weekdays >> i & 1) != 0)
        loft_ical_rule_add_by (rule, LOFT_ICAL_BY_DAY, loft_ical_rule_by_day (0, i + 1));
    }
  if (self->kind == LOFT_REPEAT_MONTHLY_NTH)
    loft_ical_rule_add_by (rule, LOFT_ICAL_BY_DAY,
                           loft_ical_rule_by_day (self->nth, self->weekday));
}

char *
loft_repeat_write (const LoftRepeat *self, gboolean until_is_date, gint64 end_of_until)
{
  static const LoftIcalFrequency frequencies[] = {
    LOFT_ICAL_DAILY,   LOFT_ICAL_DAILY,   LOFT_ICAL_WEEKLY,
    LOFT_ICAL_MONTHLY, LOFT_ICAL_MONTHLY, LOFT_ICAL_YEARLY,
  };
  g_autoptr (LoftIcalRule) rule = NULL;

  if (self->kind == LOFT_REPEAT_NEVER || self->kind == LOFT_REPEAT_OTHER)
    return g_strdup ("");
  rule = loft_ical_rule_new (frequencies[self->kind]);
  rule->interval = CLAMP (self->interval, 1, 32767);
  rule->count = self->has_until ? 0 : self->count;
  rule->has_until = self->has_until;
  if (self->has_until)
    {
      rule->until = loft_ical_time_from_seconds (until_is_date ? self->until * DAY : end_of_until);
      rule->until.is_date = until_is_date;
      rule->until.is_utc = !until_is_date;
    }
  add_days (self, rule);
  return loft_ical_rule_write (rule);
}

GArray *
loft_repeat_list (const char *text, gint64 start, guint n)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (LoftIcalRule) rule = *text == '\0' ? NULL : loft_ical_rule_read (text, NULL);
  LoftIcalTime first = loft_ical_time_from_seconds (start), time;
  g_autoptr (LoftIcalRecurrence) recurrence = NULL;

  if (rule == NULL)
    {
      g_array_append_val (found, start);
      return found;
    }
  recurrence = loft_ical_recurrence_new (rule, &first);
  while (found->len < n && loft_ical_recurrence_next (recurrence, &time))
    {
      gint64 seconds = loft_ical_time_get_seconds (&time);

      g_array_append_val (found, seconds);
    }
  return found;
}
