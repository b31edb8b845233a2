/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-send-time.h"

#include "config.h"

#include <glib/gi18n.h>

#define MORNING 8
#define EVENING 18
#define MONDAY  1

/* The hour of the day that is days after now's. */
static gint64
at_hour (GDateTime *now, int days, int hour)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) time =
    g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                           g_date_time_get_day_of_month (day), hour, 0, 0);

  return g_date_time_to_unix (time);
}

static int
days_to_monday (GDateTime *now)
{
  int days = (7 + MONDAY - g_date_time_get_day_of_week (now)) % 7;

  return days == 0 ? 7 : days;
}

gint64
loft_send_time_get (guint i, gint64 now)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (now);
  gint64 evening = at_hour (local, 0, EVENING);

  switch (i)
    {
    case 0:
      return now + 3600;
    case 1:
      return evening > now ? evening : at_hour (local, 1, EVENING);
    case 2:
      return at_hour (local, 1, MORNING);
    default:
      return at_hour (local, days_to_monday (local), MORNING);
    }
}

static char *
format (gint64 when, const char *pattern)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (when);

  return g_date_time_format (local, pattern);
}

char *
loft_send_time_describe (guint i, gint64 now)
{
  gint64 when = loft_send_time_get (i, now);
  g_autofree char *time = format (when, "%H:%M");
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (now);

  if (i == 0)
    return g_strdup (_ ("In One Hour"));
  if (i == 1 && at_hour (local, 0, EVENING) == when)
    return g_strdup_printf (_ ("This Evening at %s"), time);
  if (i == 1)
    return g_strdup_printf (_ ("Tomorrow Evening at %s"), time);
  return g_strdup_printf (i == 2 ? _ ("Tomorrow Morning at %s") : _ ("Monday Morning at %s"), time);
}

gint64
loft_send_time_at (int year, int month, int day, int hour, int minute)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (year, month, day, hour, minute, 0);

  return time == NULL ? 0 : g_date_time_to_unix (time);
}

static char *
distance (gint64 seconds)
{
  gint64 minutes = (seconds + 59) / 60;
  gint64 hours = (seconds + 1800) / 3600;
  gint64 days = (seconds + 43200) / 86400;

  if (minutes < 60)
    return g_strdup_printf (ngettext ("in %d minute", "in %d minutes", (gulong) minutes),
                            (int) minutes);
  if (hours < 36)
    return g_strdup_printf (ngettext ("in %d hour", "in %d hours", (gulong) hours), (int) hours);
  return g_strdup_printf (ngettext ("in %d day", "in %d days", (gulong) days), (int) days);
}

char *
loft_send_time_words (gint64 when, gint64 now)
{
  /* Translators: when a message will be sent; see g_date_time_format(). */
  g_autofree char *date = format (when, C_ ("send time", "%A, %-d %B %Y at %H:%M"));
  g_autofree char *far = distance (MAX (when - now, 0));

  /* Translators: a date with time, then how far that is: "in 3 days". */
  return g_strdup_printf (_ ("%1$s, %2$s"), date, far);
}

char *
loft_send_time_short (gint64 when, gint64 now)
{
  g_autofree char *today = format (now, "%Y-%j");
  g_autofree char *day = format (when, "%Y-%j");

  if (g_str_equal (today, day))
    return format (when, "%H:%M");
  /* Translators: when a message will be sent; see g_date_time_format(). */
  return format (when, when - now < 6 * 86400 ? C_ ("send time", "%a %H:%M")
                                              : C_ ("send time", "%-d %b %H:%M"));
}
