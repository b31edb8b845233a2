/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-alarm-text.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define MINUTE 60
#define HOUR   3600
#define DAY    86400
#define WEEK   (7 * DAY)

/* (transfer full) "15 minutes", "2 days". */
static char *
length_text (guint64 seconds)
{
  guint n = (guint) seconds;

  if (seconds % WEEK == 0 && seconds > 0)
    return g_strdup_printf (ngettext ("%u week", "%u weeks", n / WEEK), n / WEEK);
  if (seconds % DAY == 0 && seconds > 0)
    return g_strdup_printf (ngettext ("%u day", "%u days", n / DAY), n / DAY);
  if (seconds % HOUR == 0)
    return g_strdup_printf (ngettext ("%u hour", "%u hours", n / HOUR), n / HOUR);
  if (seconds % MINUTE == 0)
    return g_strdup_printf (ngettext ("%u minute", "%u minutes", n / MINUTE), n / MINUTE);
  return g_strdup_printf (ngettext ("%u second", "%u seconds", n), n);
}

static char *
absolute_text (const LoftAlarm *alarm)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 wall = loft_wall_from_instant (alarm->at, zone);
  g_autofree char *clock = g_strstrip (loft_event_text_clock (wall));
  /* Translators: a day, short, as in "Tue, 24 Nov 2026". */
  g_autofree char *day = loft_wall_format (wall, C_ ("date", "%a, %-d %b %Y"));

  /* Translators: a day and a time, as in "Tue, 24 Nov 2026 at 17:00". */
  return g_strdup_printf (C_ ("reminder", "%1$s at %2$s"), day, clock);
}

/* Of whole days: on which day, and when on it. */
static char *
day_text (gint64 offset)
{
  gint64 days = -loft_wall_get_day (offset);
  g_autofree char *clock = g_strstrip (loft_event_text_clock (offset));

  if (days < 0)
    return g_strdup_printf (C_ ("reminder", "Later, at %s"), clock);
  if (days == 0)
    /* Translators: %s is a time of day. */
    return g_strdup_printf (C_ ("reminder", "On the day at %s"), clock);
  if (days == 1)
    return g_strdup_printf (C_ ("reminder", "The day before at %s"), clock);
  return g_strdup_printf (ngettext ("%1$u day before at %2$s", "%1$u days before at %2$s",
                                    (guint) days),
                          (guint) days, clock);
}

char *
loft_alarm_text (const LoftAlarm *alarm, gboolean all_day)
{
  guint64 length = (guint64) (alarm->offset < 0 ? -(alarm->offset + 1) : alarm->offset);
  g_autofree char *words = NULL;

  if (alarm->is_absolute)
    return absolute_text (alarm);
  if (all_day && !alarm->from_end && ABS (alarm->offset) < 400 * (gint64) DAY)
    return day_text (alarm->offset);
  if (alarm->offset == 0)
    return g_strdup (alarm->from_end ? C_ ("reminder", "When it ends")
                                     : C_ ("reminder", "When it starts"));
  words = length_text (alarm->offset < 0 ? length + 1 : length);
  if (alarm->offset < 0)
    /* Translators: %s is a length of time, as in "15 minutes before". */
    return g_strdup_printf (alarm->from_end ? C_ ("reminder", "%s before the end")
                                            : C_ ("reminder", "%s before"),
                            words);
  return g_strdup_printf (alarm->from_end ? C_ ("reminder", "%s after the end")
                                          : C_ ("reminder", "%s after the start"),
                          words);
}
