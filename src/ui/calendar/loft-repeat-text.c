/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-repeat-text.h"

#include "config.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define A_MONDAY   4 /* 1970-01-05 */
#define NEXT_TIMES 4

static char *
weekday_name (guint weekday)
{
  return loft_wall_format ((A_MONDAY + (gint64) weekday - 1) * LOFT_WALL_DAY, "%A");
}

static char *
weekdays_text (guint weekdays)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (weekdays == 0x1f)
    return g_strdup (_ ("working days"));
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *name = weekday_name (i + 1);

      if ((weekdays >> i & 1) == 0)
        continue;
      /* Translators: between the days of a list. */
      g_string_append (text, text->len > 0 ? C_ ("list", ", ") : "");
      g_string_append (text, name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
weekly_text (const LoftRepeat *repeat, gint64 start)
{
  guint days = repeat->weekdays != 0
                 ? repeat->weekdays
                 : 1u << (loft_wall_day_get_weekday (loft_wall_get_day (start)) - 1);
  g_autofree char *names = weekdays_text (days);

  if (repeat->interval == 1)
    /* Translators: %s are weekdays. */
    return g_strdup_printf (_ ("Every week on %s"), names);
  return g_strdup_printf (ngettext ("Every %1$u week on %2$s", "Every %1$u weeks on %2$s",
                                    repeat->interval),
                          repeat->interval, names);
}

static char *
nth_text (const LoftRepeat *repeat)
{
  static const char *const numbers[] = { NC_ ("nth", "last"),  NULL,
                                         NC_ ("nth", "first"), NC_ ("nth", "second"),
                                         NC_ ("nth", "third"), NC_ ("nth", "fourth"),
                                         NC_ ("nth", "fifth") };
  const char *nth = g_dpgettext2 (NULL, "nth", numbers[repeat->nth + 1]);
  g_autofree char *day = weekday_name (repeat->weekday);

  if (repeat->interval == 1)
    /* Translators: as in "Every month on the last Friday". */
    return g_strdup_printf (_ ("Every month on the %1$s %2$s"), nth, day);
  return g_strdup_printf (ngettext ("Every %1$u month on the %2$s %3$s",
                                    "Every %1$u months on the %2$s %3$s", repeat->interval),
                          repeat->interval, nth, day);
}

static char *
main_text (const LoftRepeat *repeat, gint64 start)
{
  guint n = repeat->interval;
  g_autofree char *day = loft_wall_format (start, "%-d");
  /* Translators: a day of any year, as in "24 November". */
  g_autofree char *date = loft_wall_format (start, C_ ("date", "%-d %B"));

  switch (repeat->kind)
    {
    case LOFT_REPEAT_NEVER:
      return g_strdup (_ ("Does not repeat"));
    case LOFT_REPEAT_DAILY:
      if (n == 1)
        return g_strdup (_ ("Every day"));
      return g_strdup_printf (ngettext ("Every %u day", "Every %u days", n), n);
    case LOFT_REPEAT_WEEKLY:
      return weekly_text (repeat, start);
    case LOFT_REPEAT_MONTHLY:
      if (n == 1)
        return g_strdup_printf (_ ("Every month on day %s"), day);
      return g_strdup_printf (ngettext ("Every %1$u month on day %2$s",
                                        "Every %1$u months on day %2$s", n),
                              n, day);
    case LOFT_REPEAT_MONTHLY_NTH:
      return nth_text (repeat);
    case LOFT_REPEAT_YEARLY:
      if (n == 1)
        return g_strdup_printf (_ ("Every year on %s"), date);
      return g_strdup_printf (ngettext ("Every %1$u year on %2$s", "Every %1$u years on %2$s", n),
                              n, date);
    default:
      return g_strdup (_ ("By a rule of its own"));
    }
}

char *
loft_repeat_text (const char *rule, gint64 start)
{
  LoftRepeat repeat;
  g_autofree char *text = NULL;
  g_autofree char *until = NULL;

  loft_repeat_read (&repeat, rule);
  text = main_text (&repeat, start);
  if (repeat.has_until)
    {
      until = loft_wall_format (repeat.until * LOFT_WALL_DAY, C_ ("date", "%-d %B %Y"));
      /* Translators: how an event repeats, and until when. */
      return g_strdup_printf (C_ ("repeat", "%1$s until %2$s"), text, until);
    }
  if (repeat.count == 0)
    return g_steal_pointer (&text);
  /* Translators: how an event repeats, and how often. */
  return g_strdup_printf (ngettext ("%1$s, %2$u time", "%1$s, %2$u times", repeat.count), text,
                          repeat.count);
}

char *
loft_repeat_text_next (const char *rule, gint64 start)
{
  g_autoptr (GArray) times = loft_repeat_list (rule, start, NEXT_TIMES + 2);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < MIN (times->len, NEXT_TIMES + 1); i++)
    {
      /* Translators: a day, short, as in "Tue 24 Nov". */
      g_autofree char *day =
        loft_wall_format (g_array_index (times, gint64, i), C_ ("date", "%a %-d %b"));

      g_string_append (text, text->len > 0 ? C_ ("list", ", ") : "");
      g_string_append (text, day);
    }
  if (text->len == 0)
    return g_strdup ("");
  /* Translators: the next days that an event takes place. */
  return g_strdup_printf (times->len > NEXT_TIMES + 1 ? C_ ("repeat", "Then %s …")
                                                      : C_ ("repeat", "Then %s"),
                          text->str);
}
