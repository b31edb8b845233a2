/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-task-time.h"

#include "loft-eas-date.h"
#include "loft-ical-zone.h"

#define WRITTEN "X-LOFT-EAS" /* "2026-11-23T00:00:00.000Z 2026-11-22T23:00:00.000Z" */
#define DAY     ((gint64) 24 * 60 * 60)

static LoftIcalZone *
find_zone (const char *zone)
{
  LoftIcalZone *found = zone != NULL ? loft_eas_date_find_zone (zone) : NULL;

  return found != NULL ? found : loft_ical_zone_new_utc ();
}

static gint64
to_wall (gint64 instant, LoftIcalZone *zone)
{
  LoftIcalTime wall = loft_ical_zone_from_unix (zone, instant);

  return loft_ical_time_get_seconds (&wall);
}

static gint64
to_instant (gint64 wall, LoftIcalZone *zone)
{
  LoftIcalTime time = loft_ical_time_from_seconds (wall);

  return loft_ical_zone_to_unix (zone, &time);
}

/* ---- data -> property --------------------------------------------------------------------- */

static LoftIcalTime
make_day (gint64 wall)
{
  LoftIcalTime day = loft_ical_time_from_seconds (wall);

  day.is_date = TRUE;
  return day;
}

/* local, utc: (nullable) as written. */
static gboolean
read_pair (const char *local, const char *utc, const char *zone, LoftIcalTime *time)
{
  g_autoptr (LoftIcalZone) reader = find_zone (zone);
  gint64 wall, instant;
  gboolean has_wall = loft_eas_date_read (local, &wall);

  if (!loft_eas_date_read (utc, &instant))
    instant = has_wall ? to_instant (wall, reader) : 0;
  else if (!has_wall)
    wall = to_wall (instant, reader);
  if (!has_wall && instant == 0)
    return FALSE;
  if (wall % DAY == 0)
    *time = make_day (wall);
  else if (to_wall (instant, reader) % DAY == 0)
    *time = make_day (to_wall (instant, reader));
  else
    {
      *time = loft_ical_time_from_seconds (instant);
      time->is_utc = TRUE;
    }
  return TRUE;
}

LoftContentProperty *
loft_eas_task_time_read (const LoftEasTaskTime *self, const LoftWbxmlElement *data,
                         const char *zone)
{
  const char *local = loft_wbxml_element_get_text (data, self->local);
  const char *utc = loft_wbxml_element_get_text (data, self->utc);
  g_autofree char *written =
    g_strdup_printf ("%s %s", local != NULL && *local != '\0' ? local : "-",
                     utc != NULL && *utc != '\0' ? utc : "-");
  g_autofree char *value = NULL;
  LoftContentProperty *property;
  LoftIcalTime time;

  if (!read_pair (local, utc, zone, &time))
    return NULL;
  value = loft_ical_time_write (&time);
  property = loft_content_property_new (self->name, value);
  if (time.is_date)
    loft_content_property_set_parameter (property, "VALUE", "DATE");
  loft_content_property_set_parameter (property, WRITTEN, written);
  return property;
}

/* ---- time -> data ------------------------------------------------------------------------- */

static gboolean
is_same (const LoftIcalTime *before, const LoftEventTime *now)
{
  if (before->is_date || now->is_date)
    return before->is_date == now->is_date && loft_ical_time_get_seconds (before) == now->wall;
  return loft_event_time_is_instant (now) && loft_ical_time_get_seconds (before) == now->at;
}

static gboolean
add_as_written (const LoftEasTaskTime *self, LoftWbxmlElement *data, const LoftEventTime *time,
                LoftContentProperty *property, const char *zone)
{
  g_autofree char *written =
    property != NULL ? loft_content_property_dup_parameter (property, WRITTEN) : NULL;
  g_auto (GStrv) pair = g_strsplit (written != NULL ? written : "", " ", 2);
  LoftIcalTime before;
  gint64 any;

  if (g_strv_length (pair) != 2 || !loft_eas_date_read (pair[0], &any) ||
      !loft_eas_date_read (pair[1], &any) || !read_pair (pair[0], pair[1], zone, &before) ||
      !is_same (&before, time))
    return FALSE;
  loft_wbxml_element_add_text (data, self->local, pair[0]);
  loft_wbxml_element_add_text (data, self->utc, pair[1]);
  return TRUE;
}

gint64
loft_eas_task_time_get_instant (const LoftEventTime *time, gint64 offset, const char *zone)
{
  g_autoptr (LoftIcalZone) reader = find_zone (zone);

  if (loft_event_time_is_instant (time))
    return time->at + offset;
  return to_instant (time->wall + offset, reader);
}

/* Of a time of day the instant, which SOGo 5.8 reads there and gives back as both; Exchange looks
 * at the day only, so that has to be right. */
static gint64
choose_local (const LoftEventTime *time, gint64 instant, LoftIcalZone *reader)
{
  gint64 wall = loft_event_time_is_instant (time) ? to_wall (instant, reader) : time->wall;

  if (wall % DAY == 0 || instant % DAY == 0 || wall / DAY != instant / DAY)
    return wall;
  return instant;
}

void
loft_eas_task_time_add (const LoftEasTaskTime *self, LoftWbxmlElement *data,
                        const LoftEventTime *time, LoftContentProperty *property, const char *zone)
{
  g_autoptr (LoftIcalZone) reader = find_zone (zone);
  gint64 instant = loft_eas_task_time_get_instant (time, 0, zone);
  g_autofree char *utc = loft_eas_date_write (instant);
  g_autofree char *local = loft_eas_date_write (choose_local (time, instant, reader));

  if (add_as_written (self, data, time, property, zone))
    return;
  loft_wbxml_element_add_text (data, self->local, local);
  loft_wbxml_element_add_text (data, self->utc, utc);
}
