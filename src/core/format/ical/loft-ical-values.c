/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-reader-private.h"
#include "loft-text.h"

void
loft_ical_reading_warn (LoftIcalReading *self, const char *warning)
{
  if (*self->warning == '\0')
    self->warning = warning;
}

char *
loft_ical_read_text (LoftContentProperty *property)
{
  g_autofree char *text = loft_content_property_dup_text (property);

  return loft_text_to_utf8 (text, -1);
}

int
loft_ical_read_number (LoftContentProperty *property, int most)
{
  gint64 number = g_ascii_strtoll (loft_content_property_get_value (property), NULL, 10);

  return (int) CLAMP (number, 0, most);
}

static LoftIcalZone *
find_zone (LoftContentProperty *property, LoftIcalReading *reading)
{
  g_autofree char *tzid = loft_content_property_dup_parameter (property, "TZID");
  LoftIcalZone *zone;

  if (tzid == NULL)
    return NULL;
  zone = loft_ical_zones_find (reading->zones, tzid);
  if (zone == NULL)
    loft_ical_reading_warn (reading, "A time zone that nobody knows is taken as local time.");
  return zone;
}

static gboolean
is_value (LoftContentProperty *property, const char *type)
{
  g_autofree char *value = loft_content_property_dup_parameter (property, "VALUE");

  return value != NULL && g_ascii_strcasecmp (value, type) == 0;
}

/* Some write a time where they say that it is a date. */
static gboolean
read_value (const char *text, gboolean is_date, LoftIcalTime *time)
{
  if (!loft_ical_time_read (text, time))
    return FALSE;
  if (is_date && !time->is_date)
    *time = (LoftIcalTime){ time->year, time->month, time->day, 0, 0, 0, TRUE, FALSE };
  return TRUE;
}

gboolean
loft_ical_read_time (LoftContentProperty *property, LoftIcalReading *reading, LoftEventTime *time,
                     LoftIcalZone **zone)
{
  g_autofree char *text = g_strstrip (g_strdup (loft_content_property_get_value (property)));
  LoftIcalTime value;

  *zone = NULL;
  if (!read_value (text, is_value (property, "DATE"), &value))
    return FALSE;
  if (!value.is_date && !value.is_utc)
    *zone = find_zone (property, reading);
  *time = loft_ical_event_time_new (&value, *zone);
  return TRUE;
}

/* "start/end" or "start/duration". */
static gboolean
read_period (const char *text, LoftIcalZone *zone, LoftIcalPeriodDate *period)
{
  const char *slash = strchr (text, '/');
  g_autofree char *start = slash != NULL ? g_strndup (text, slash - text) : NULL;
  LoftIcalTime from, to;
  LoftIcalDuration duration;

  if (slash == NULL || !loft_ical_time_read (start, &from))
    return FALSE;
  period->start = loft_ical_event_time_new (&from, zone);
  if (loft_ical_duration_read (slash + 1, &duration))
    to = loft_ical_time_add (&from, &duration);
  else if (!loft_ical_time_read (slash + 1, &to))
    return FALSE;
  period->seconds = MAX (loft_ical_event_time_new (&to, zone).at - period->start.at, 0);
  return TRUE;
}

static gboolean
add_one (const char *text, gboolean is_date, LoftIcalZone *zone, GArray *times, GArray *periods)
{
  LoftIcalPeriodDate period;
  LoftIcalTime value;

  if (read_value (text, is_date, &value))
    {
      LoftEventTime time = loft_ical_event_time_new (&value, zone);

      g_array_append_val (times, time);
      return TRUE;
    }
  if (periods == NULL || !read_period (text, zone, &period))
    return FALSE;
  g_array_append_val (times, period.start);
  g_array_append_val (periods, period);
  return TRUE;
}

void
loft_ical_read_times (LoftContentProperty *property, LoftIcalReading *reading, GArray *times,
                      GArray *periods)
{
  gboolean is_date = is_value (property, "DATE");
  LoftIcalZone *zone = find_zone (property, reading);
  const char *at = loft_content_property_get_value (property);

  while (*at != '\0' && times->len < loft_ical_limits.dates)
    {
      gsize length = strcspn (at, ",");
      g_autofree char *text = g_strstrip (g_strndup (at, length));

      if (*text != '\0' && !add_one (text, is_date, zone, times, periods))
        loft_ical_reading_warn (reading, "A date of the series cannot be read.");
      at += length + (at[length] == ',' ? 1 : 0);
    }
  if (*at != '\0')
    loft_ical_reading_warn (reading, "There are more dates than Loft shows.");
}

gint64
loft_ical_read_stamp (LoftContentProperty *property)
{
  LoftIcalTime time;

  return loft_ical_time_read (loft_content_property_get_value (property), &time)
           ? loft_ical_time_get_seconds (&time)
           : 0;
}

GStrv
loft_ical_read_categories (LoftContentProperty *property, GStrv categories)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) values = NULL;
  guint n = g_strv_length (categories);

  /* Not a step for each of a hundred thousand more. */
  if (n >= loft_ical_limits.categories)
    return categories;
  before = categories;
  builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **) before);
  values = loft_content_value_split (loft_content_property_get_value (property), ',');
  for (guint i = 0; values[i] != NULL && n < loft_ical_limits.categories; i++)
    {
      g_autofree char *text = loft_content_text_unescape (values[i], -1);
      g_autofree char *category = loft_text_to_utf8 (g_strstrip (text), -1);

      if (*category == '\0' || g_strv_contains ((const char *const *) before, category))
        continue;
      g_strv_builder_add (builder, category);
      n++;
    }
  return g_strv_builder_end (builder);
}

LoftClass
loft_ical_read_class (LoftContentProperty *property)
{
  const char *value = loft_content_property_get_value (property);

  if (g_ascii_strcasecmp (value, "PUBLIC") == 0 || *value == '\0')
    return LOFT_CLASS_PUBLIC;
  if (g_ascii_strcasecmp (value, "CONFIDENTIAL") == 0)
    return LOFT_CLASS_CONFIDENTIAL;
  /* What is not known is to be taken as private (RFC 5545 3.8.1.3). */
  return LOFT_CLASS_PRIVATE;
}
