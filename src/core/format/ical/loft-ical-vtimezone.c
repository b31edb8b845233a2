/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-document-private.h"
#include "loft-ical-observances-private.h"

#define DAY ((gint64) 24 * 60 * 60)

/* What is found out of a zone: a year before, and so long that a rule can be seen. */
#define YEARS_BEFORE 1
#define YEARS_AFTER  9

/* The shortest summer of tzdata lasted an hour less than a week (Brazil, 2000). */
#define STEP (4 * DAY)

static GArray *
find_transitions (LoftIcalZone *zone, gint64 from, gint64 to)
{
  GArray *transitions = g_array_new (FALSE, FALSE, sizeof (LoftIcalTransition));
  int before = loft_ical_zone_get_offset (zone, from);
  gint64 at = from;

  while (at < to)
    {
      LoftIcalTransition transition = { 0, before, loft_ical_zone_get_offset (zone, at + STEP) };

      if (transition.after == before)
        {
          at += STEP;
          continue;
        }
      transition.at = loft_ical_zone_find_change (zone, at, at + STEP);
      transition.after = loft_ical_zone_get_offset (zone, transition.at);
      g_array_append_val (transitions, transition);
      before = transition.after;
      at = transition.at;
    }
  return transitions;
}

static LoftIcalTime
get_wall (const LoftIcalTransition *transition)
{
  return loft_ical_time_from_seconds (transition->at + transition->before);
}

static char *
write_offset (int offset)
{
  int seconds = ABS (offset);

  if (seconds % 60 != 0)
    return g_strdup_printf ("%c%02d%02d%02d", offset < 0 ? '-' : '+', seconds / 3600,
                            seconds / 60 % 60, seconds % 60);
  return g_strdup_printf ("%c%02d%02d", offset < 0 ? '-' : '+', seconds / 3600, seconds / 60 % 60);
}

static void
add_observance (LoftContentComponent *zone, const LoftIcalTime *start, int before, int after,
                const char *rule)
{
  LoftContentComponent *observance =
    loft_content_component_new (after > before ? "DAYLIGHT" : "STANDARD");
  g_autofree char *from = write_offset (before);
  g_autofree char *to = write_offset (after);
  g_autofree char *begin = loft_ical_time_write (start);

  loft_content_component_set_value (observance, "DTSTART", begin);
  loft_content_component_set_value (observance, "TZOFFSETFROM", from);
  loft_content_component_set_value (observance, "TZOFFSETTO", to);
  if (rule != NULL)
    loft_content_component_set_value (observance, "RRULE", rule);
  loft_content_component_add_component (zone, observance);
}

static int
get_nth (const LoftIcalTime *wall)
{
  return (wall->day - 1) / 7 + 1;
}

static gboolean
is_last (const LoftIcalTime *wall)
{
  return wall->day + 7 > (int) loft_ical_days_of_month (wall->year, wall->month);
}

/* Whether every second one from i on is a year later, in the same month, on the same weekday, at the
 * same hour. */
static gboolean
is_yearly (GArray *transitions, guint i)
{
  LoftIcalTime first = get_wall (&g_array_index (transitions, LoftIcalTransition, i));

  for (guint k = i; k < transitions->len; k += 2)
    {
      LoftIcalTime wall = get_wall (&g_array_index (transitions, LoftIcalTransition, k));

      if (wall.year != first.year + (int) (k - i) / 2 || wall.month != first.month ||
          wall.hour != first.hour || wall.minute != first.minute ||
          loft_ical_time_get_weekday (&wall) != loft_ical_time_get_weekday (&first))
        return FALSE;
    }
  return i + 4 < transitions->len;
}

/* Which of its weekdays in the month: -1 the last; 0 none by a rule. */
static int
find_rule (GArray *transitions, guint i)
{
  LoftIcalTime first = get_wall (&g_array_index (transitions, LoftIcalTransition, i));
  gboolean all_last = TRUE;
  gboolean all_nth = TRUE;

  if (!is_yearly (transitions, i))
    return 0;
  for (guint k = i; k < transitions->len; k += 2)
    {
      LoftIcalTime wall = get_wall (&g_array_index (transitions, LoftIcalTransition, k));

      all_last &= is_last (&wall);
      all_nth &= get_nth (&wall) == get_nth (&first);
    }
  return all_last ? -1 : all_nth ? get_nth (&first) : 0;
}

static void
add_rule (LoftContentComponent *zone, GArray *transitions, guint i, int nth)
{
  static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
  const LoftIcalTransition *transition = &g_array_index (transitions, LoftIcalTransition, i);
  LoftIcalTime wall = get_wall (transition);
  g_autofree char *rule = g_strdup_printf ("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", wall.month, nth,
                                           weekdays[loft_ical_time_get_weekday (&wall) - 1]);

  add_observance (zone, &wall, transition->before, transition->after, rule);
}

static gboolean
add_rules (LoftContentComponent *zone, GArray *transitions, guint i)
{
  int first = find_rule (transitions, i);
  int second = i + 1 < transitions->len ? find_rule (transitions, i + 1) : 0;

  if (first == 0 || second == 0)
    return FALSE;
  add_rule (zone, transitions, i, first);
  add_rule (zone, transitions, i + 1, second);
  return TRUE;
}

LoftContentComponent *
loft_ical_vtimezone_new (LoftIcalZone *zone, const char *tzid, gint64 from)
{
  LoftContentComponent *vtimezone = loft_content_component_new ("VTIMEZONE");
  gint64 begin = from - YEARS_BEFORE * 366 * DAY;
  g_autoptr (GArray) transitions = find_transitions (zone, begin, from + YEARS_AFTER * 366 * DAY);
  int offset = loft_ical_zone_get_offset (zone, begin);
  LoftIcalTime early = { .year = 1970, .month = 1, .day = 1 };

  loft_content_component_set_text (vtimezone, "TZID", tzid);
  if (transitions->len == 0 || begin > 0)
    add_observance (vtimezone, &early, offset, offset, NULL);
  for (guint i = 0; i < transitions->len; i++)
    {
      const LoftIcalTransition *transition = &g_array_index (transitions, LoftIcalTransition, i);
      LoftIcalTime wall = get_wall (transition);

      if (add_rules (vtimezone, transitions, i))
        break;
      add_observance (vtimezone, &wall, transition->before, transition->after, NULL);
    }
  return vtimezone;
}
