/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-observances-private.h"

#include <string.h>

#include "loft-ical-recurrence.h"

/* Twice a year for five centuries, and some. */
#define MAX_TRANSITIONS 2000
#define MAX_OBSERVANCES 200
#define MAX_RULES       64
#define MAX_OFFSET      (24 * 60 * 60)
#define FIRST_YEAR      1900
#define LAST_YEAR       2099

/* "+0100", "-0330", "+013015" (RFC 5545 3.3.14). */
static gboolean
read_offset (LoftContentComponent *observance, const char *name, int *offset)
{
  LoftContentProperty *property = loft_content_component_get_property (observance, name);
  const char *value = property != NULL ? loft_content_property_get_value (property) : "";
  gsize length = strlen (value);
  int digits[6] = { 0 };

  if ((length != 5 && length != 7) || (*value != '+' && *value != '-'))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return FALSE;
      digits[i - 1] = g_ascii_digit_value (value[i]);
    }
  *offset = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60 +
            digits[4] * 10 + digits[5];
  *offset *= *value == '-' ? -1 : 1;
  return ABS (*offset) <= MAX_OFFSET;
}

static void
add_transition (GArray *transitions, const LoftIcalTime *wall, int before, int after)
{
  LoftIcalTransition transition = { loft_ical_time_get_seconds (wall) - before, before, after };

  if (transitions->len < MAX_TRANSITIONS)
    g_array_append_val (transitions, transition);
}

static void
add_dates (GArray *transitions, LoftContentComponent *observance, int before, int after)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (observance, &position, "RDATE")) != NULL)
    {
      g_auto (GStrv) values =
        loft_content_value_split (loft_content_property_get_value (property), ',');
      LoftIcalTime time;

      for (guint i = 0; values[i] != NULL; i++)
        if (loft_ical_time_read (values[i], &time))
          add_transition (transitions, &time, before, after);
    }
}

/* UNTIL is in UTC here (RFC 5545 3.6.5); the wall before the change is where rules recur. */
static void
move_until (LoftIcalRule *rule, int before)
{
  if (rule->has_until && rule->until.is_utc)
    rule->until = loft_ical_time_from_seconds (loft_ical_time_get_seconds (&rule->until) + before);
}

static gboolean
may_be_followed (const LoftIcalRule *rule, const LoftIcalTime *start)
{
  return rule != NULL && rule->frequency >= LOFT_ICAL_DAILY &&
         (rule->count == 0 || start->year >= FIRST_YEAR);
}

/* Followed from 1900 to 2100, so that a rule of all times that never matches costs little. */
static void
add_rule (GArray *transitions, const char *value, const LoftIcalTime *start, int before, int after)
{
  static const LoftIcalTime first = { .year = FIRST_YEAR, .month = 1, .day = 1 };
  g_autoptr (LoftIcalRule) rule = loft_ical_rule_read (value, NULL);
  g_autoptr (LoftIcalRecurrence) recurrence = NULL;
  LoftIcalTime time;

  if (!may_be_followed (rule, start))
    return;
  move_until (rule, before);
  if (!rule->has_until || rule->until.year > LAST_YEAR)
    rule->until = (LoftIcalTime){ .year = LAST_YEAR, .month = 12, .day = 31, .hour = 23 };
  rule->has_until = TRUE;
  if (start->year < FIRST_YEAR)
    add_transition (transitions, start, before, after);
  recurrence = loft_ical_recurrence_new (rule, start);
  loft_ical_recurrence_skip_to (recurrence, &first);
  while (transitions->len < MAX_TRANSITIONS && loft_ical_recurrence_next (recurrence, &time))
    add_transition (transitions, &time, before, after);
}

static void
add_observance (GArray *transitions, LoftContentComponent *observance, guint *n_rules)
{
  LoftContentProperty *start = loft_content_component_get_property (observance, "DTSTART");
  LoftContentProperty *rule = loft_content_component_get_property (observance, "RRULE");
  LoftIcalTime time;
  int before, after;

  if (start == NULL || !loft_ical_time_read (loft_content_property_get_value (start), &time) ||
      !read_offset (observance, "TZOFFSETFROM", &before) ||
      !read_offset (observance, "TZOFFSETTO", &after))
    return;
  if (rule != NULL && (*n_rules)++ < MAX_RULES)
    add_rule (transitions, loft_content_property_get_value (rule), &time, before, after);
  else
    add_transition (transitions, &time, before, after);
  add_dates (transitions, observance, before, after);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const LoftIcalTransition *first = a;
  const LoftIcalTransition *second = b;

  return (first->at > second->at) - (first->at < second->at);
}

GArray *
loft_ical_observances_read (LoftContentComponent *vtimezone)
{
  g_autoptr (GArray) transitions = g_array_new (FALSE, FALSE, sizeof (LoftIcalTransition));
  LoftContentComponent *observance;
  guint position = 0;
  guint n_rules = 0;

  for (guint n = 0; n < MAX_OBSERVANCES; n++)
    {
      observance = loft_content_component_next_component (vtimezone, &position, NULL);
      if (observance == NULL)
        break;
      if (loft_content_component_is (observance, "STANDARD") ||
          loft_content_component_is (observance, "DAYLIGHT"))
        add_observance (transitions, observance, &n_rules);
    }
  g_array_sort (transitions, compare);
  return transitions->len > 0 ? g_steal_pointer (&transitions) : NULL;
}
