/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-date-text.h"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <langinfo.h>
#include <string.h>

#define SECONDS_A_DAY 86400

/* Far outside of what GDateTime can hold: a Date header may say anything. */
static GDateTime *
local_time (gint64 date)
{
  GDateTime *time = g_date_time_new_from_unix_local (date);

  return time != NULL ? time : g_date_time_new_from_unix_local (0);
}

/* Days since the epoch in local time: differences count midnights, not 24 hours. */
static gint64
day_number (GDateTime *time)
{
  GDate date;

  g_date_set_dmy (&date, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));
  return g_date_get_julian (&date);
}

static gboolean
uses_12_hours (void)
{
  const char *format = nl_langinfo (T_FMT);
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *choice = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "org.gnome.desktop.interface", TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, "clock-format"))
    return strstr (format, "%I") != NULL || strstr (format, "%r") != NULL;
  settings = g_settings_new_full (schema, NULL, NULL);
  choice = g_settings_get_string (settings, "clock-format");
  return g_str_equal (choice, "12h");
}

const char *
loft_date_text_clock_format (void)
{
  static int twelve = -1;

  if (twelve < 0)
    twelve = uses_12_hours ();
  return twelve ? "%l:%M %p" : "%H:%M";
}

static char *
clock_text (GDateTime *time)
{
  return g_date_time_format (time, loft_date_text_clock_format ());
}

char *
loft_date_text_short (gint64 date, gint64 now)
{
  g_autoptr (GDateTime) time = local_time (date);
  g_autoptr (GDateTime) today = local_time (now);
  gint64 days = day_number (today) - day_number (time);

  /* Under the heading "Yesterday" the time says more than the word again. */
  if (days == 0 || days == 1)
    return g_strstrip (clock_text (time));
  if (days > 1 && days < 7)
    return g_date_time_format (time, "%a");
  if (days >= 0 && g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: day and short month of a date in this year, as in "12 Mar". */
    return g_date_time_format (time, C_ ("date", "%-d %b"));
  return g_date_time_format (time, "%x");
}

char *
loft_date_text_medium (gint64 date, gint64 now)
{
  g_autoptr (GDateTime) time = local_time (date);
  g_autoptr (GDateTime) today = local_time (now);
  g_autofree char *clock = g_strstrip (clock_text (time));
  g_autofree char *day = NULL;
  gint64 days = day_number (today) - day_number (time);

  if (days == 0)
    day = g_strdup (_ ("Today"));
  else if (days == 1)
    day = g_strdup (_ ("Yesterday"));
  else if (days > 1 && days < 7)
    day = g_date_time_format (time, "%A");
  else if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: day and month of a date in this year, as in "12 March". */
    day = g_date_time_format (time, C_ ("date", "%-d %B"));
  else
    /* Translators: a date in another year, as in "12 March 2024". */
    day = g_date_time_format (time, C_ ("date", "%-d %B %Y"));
  /* Translators: a day and a time, as in "Yesterday 14:02". */
  return g_strdup_printf (C_ ("date", "%1$s %2$s"), day, clock);
}

char *
loft_date_text_full (gint64 date)
{
  g_autoptr (GDateTime) time = local_time (date);

  /* Translators: everything known of a date, as in "Tuesday, 12 March 2024, 14:02:33 +0100". */
  return g_date_time_format (time, C_ ("date", "%A, %-d %B %Y, %H:%M:%S %z"));
}

char *
loft_date_text_ago (gint64 date, gint64 now)
{
  gint64 seconds = now - date;
  g_autoptr (GDateTime) time = local_time (date);
  g_autofree char *medium = NULL;

  if (seconds < 60)
    return g_strdup (_ ("just now"));
  if (seconds < 3600)
    return g_strdup_printf (ngettext ("%d min ago", "%d min ago", seconds / 60),
                            (int) (seconds / 60));
  if (seconds < SECONDS_A_DAY)
    return g_strdup_printf (ngettext ("%d hour ago", "%d hours ago", seconds / 3600),
                            (int) (seconds / 3600));
  return loft_date_text_medium (date, now);
}

/* 0 Sunday to 6 Saturday. */
static guint
first_weekday (void)
{
  guint base = 0; /* 0 Sunday, 1 Monday */
  guint first = 1;

#ifdef _NL_TIME_FIRST_WEEKDAY
  base = GPOINTER_TO_UINT (nl_langinfo (_NL_TIME_WEEK_1STDAY)) == 19971201 ? 1 : 0;
  first = ((const guchar *) nl_langinfo (_NL_TIME_FIRST_WEEKDAY))[0];
#endif
  return (base + first + 6) % 7;
}

/* What to add to a Julian day so that a division by 7 gives the week: Julian day 1 is a Monday. */
static guint
week_shift (void)
{
  return (7 - first_weekday ()) % 7;
}

int
loft_date_first_weekday (void)
{
  guint first = first_weekday ();

  return first == 0 ? 7 : (int) first;
}

gint64
loft_date_group_key (gint64 date, gint64 now)
{
  g_autoptr (GDateTime) time = local_time (date);
  g_autoptr (GDateTime) today = local_time (now);
  gint64 day = day_number (time);
  gint64 this_day = day_number (today);
  guint shift = week_shift ();
  gint64 weeks = (this_day + shift) / 7 - (day + shift) / 7;

  if (day >= this_day)
    return G_MAXINT64;
  if (day == this_day - 1)
    return G_MAXINT64 - 1;
  if (weeks == 0)
    return G_MAXINT64 - 2;
  if (weeks == 1)
    return G_MAXINT64 - 3;
  return g_date_time_get_year (time) * 12 + g_date_time_get_month (time);
}

char *
loft_date_group_heading (gint64 date, gint64 now)
{
  g_autoptr (GDateTime) time = local_time (date);
  g_autoptr (GDateTime) today = local_time (now);
  gint64 key = loft_date_group_key (date, now);

  if (key == G_MAXINT64)
    return g_strdup (_ ("Today"));
  if (key == G_MAXINT64 - 1)
    return g_strdup (_ ("Yesterday"));
  if (key == G_MAXINT64 - 2)
    return g_strdup (_ ("This Week"));
  if (key == G_MAXINT64 - 3)
    return g_strdup (_ ("Last Week"));
  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    return g_date_time_format (time, "%OB");
  /* Translators: heading of a month in another year, as in "December 2024". */
  return g_date_time_format (time, C_ ("heading", "%OB %Y"));
}
