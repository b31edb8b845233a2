/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From iCalendar to what the server wants. */
#include <string.h>

#include "loft-eas-date.h"
#include "loft-eas-event-reading-private.h"
#include "loft-eas-refusal.h"
#include "loft-error.h"
#include "loft-exchange-zone.h"
#include "loft-clock.h"
#include "loft-ical-object.h"

#define MAX_UID 300 /* MS-ASCAL 2.2.2.46 */

static gboolean
fail (GError **error, LoftError code, const char *sentence)
{
  g_set_error_literal (error, LOFT_ERROR, code, sentence);
  return FALSE;
}

/* One event of one UID: the series, or what stands alone. */
static gboolean
find_events (LoftEasReading *self, GError **error)
{
  LoftContentComponent *vevent;
  guint position = 0;

  while ((vevent = loft_content_component_next_component (self->calendar, &position, "VEVENT")) !=
         NULL)
    if (self->master == NULL &&
        loft_content_component_get_property (vevent, "RECURRENCE-ID") == NULL)
      self->master = vevent;
    else
      g_ptr_array_add (self->exceptions, vevent);
  if (self->master == NULL && self->exceptions->len == 1)
    self->master = g_ptr_array_steal_index (self->exceptions, 0);
  if (self->master == NULL)
    return self->exceptions->len == 0
             ? fail (error, LOFT_ERROR_PROTOCOL, "there is no event in it")
             : loft_eas_refuse (error,
                                "Exchange cannot hold single occurrences without their series");
  if (self->exceptions->len > loft_ical_limits.exceptions)
    return fail (error, LOFT_ERROR_LIMIT, "the event has too many exceptions");
  for (guint i = 0; i < self->exceptions->len; i++)
    {
      LoftContentComponent *one = g_ptr_array_index (self->exceptions, i);

      if (loft_content_component_get_property (one, "RECURRENCE-ID") == NULL)
        return loft_eas_refuse (error, "these are several events");
    }
  return TRUE;
}

static char *
dup_tzid (LoftContentProperty *start)
{
  const char *value = loft_content_property_get_value (start);

  if (g_str_has_suffix (value, "Z"))
    return g_strdup ("UTC");
  return loft_content_property_dup_parameter (start, "TZID");
}

/* The second of an hour that comes twice is written in UTC, whatever the zone. */
static gboolean
comes_twice (const LoftIcalTime *start, const char *tzid, LoftContentComponent *calendar)
{
  g_autoptr (LoftIcalZone) zone = loft_eas_wall_find_zone (tzid, calendar);
  gint64 at = loft_ical_time_get_seconds (start);
  LoftIcalTime wall;

  if (!start->is_utc || zone == NULL)
    return FALSE;
  wall = loft_ical_zone_from_unix (zone, at);
  return loft_ical_zone_to_unix (zone, &wall) != at;
}

/* (transfer full) (nullable) What the zone that came with the event is called here. */
static char *
find_blob (LoftEasReading *self, const char *blob)
{
  LoftContentComponent *vtimezone = NULL;
  char *tzid =
    blob != NULL ? loft_exchange_zone_find (blob, self->wall.how->zone, &vtimezone) : NULL;

  if (vtimezone != NULL && loft_eas_wall_find_zone (tzid, self->calendar) == NULL)
    loft_content_component_insert_component (self->calendar, vtimezone, "VEVENT");
  else
    g_clear_pointer (&vtimezone, loft_content_component_free);
  return tzid;
}

/* Times without a zone are the reader's; days are of the zone that they came with. */
static void
find_wall (LoftEasReading *self, LoftContentProperty *start, const LoftIcalTime *time,
           const char *blob)
{
  const char *readers = self->wall.how->zone != NULL ? self->wall.how->zone : "UTC";
  g_autofree char *named = dup_tzid (start);
  g_autofree char *of_blob = find_blob (self, blob);
  gboolean is_of_blob =
    time->is_date || (of_blob != NULL && comes_twice (time, of_blob, self->calendar));
  const char *tzid = is_of_blob ? of_blob : named;

  self->wall.zone = tzid != NULL ? loft_eas_wall_find_zone (tzid, self->calendar) : NULL;
  if (self->wall.zone == NULL)
    self->wall.zone = loft_eas_wall_find_zone (readers, NULL);
  if (self->wall.zone == NULL)
    self->wall.zone = loft_ical_zone_new_utc ();
  self->wall.tzid = g_strdup (loft_ical_zone_get_name (self->wall.zone));
}

gboolean
loft_eas_reading_get_time (LoftEasReading *self, LoftContentComponent *vevent, const char *name,
                           gint64 *at, gboolean *is_date)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, name);

  return property != NULL &&
         loft_eas_wall_read_time (&self->wall, property, loft_content_property_get_value (property),
                                  self->zones, self->calendar, at, is_date);
}

/* Days are days of the wall, however long they are. */
static gint64
add_duration (LoftEasReading *self, gint64 start, gboolean is_date,
              const LoftIcalDuration *duration)
{
  LoftIcalTime time, end;

  if (is_date)
    {
      time = loft_eas_wall_get_date (&self->wall, start);
      end = loft_ical_time_add (&time, duration);
      return loft_eas_wall_get_midnight (&self->wall, &end);
    }
  time = loft_ical_zone_from_unix (self->wall.zone, start);
  end = loft_ical_time_add (&time, &(LoftIcalDuration){ duration->days, 0 });
  return duration->days == 0 ? start + duration->seconds
                             : loft_ical_zone_to_unix (self->wall.zone, &end) + duration->seconds;
}

static gint64
find_end (LoftEasReading *self, LoftContentComponent *vevent, gint64 start, gboolean is_date)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, "DURATION");
  LoftIcalDuration duration = { is_date ? 1 : 0, 0 };
  gboolean end_is_date;
  gint64 end;

  if (loft_eas_reading_get_time (self, vevent, "DTEND", &end, &end_is_date) &&
      end_is_date == is_date)
    return end > start || !is_date ? MAX (end, start)
                                   : add_duration (self, start, is_date, &duration);
  if (property != NULL)
    loft_ical_duration_read (loft_content_property_get_value (property), &duration);
  return MAX (add_duration (self, start, is_date, &duration), start);
}

static void
add_time (LoftWbxmlElement *data, guint tag, gint64 at)
{
  g_autofree char *text = loft_eas_date_write_compact (at);

  loft_wbxml_element_add_text (data, tag, text);
}

/* A property that is made of nothing but digits, "T" and "Z"; else there is none. */
static void
add_stamp (LoftWbxmlElement *data, LoftContentComponent *vevent)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, "DTSTAMP");
  gint64 at;

  if (property != NULL && loft_eas_date_read (loft_content_property_get_value (property), &at))
    add_time (data, LOFT_EAS_CALENDAR_DT_STAMP, at);
}

LoftWbxmlElement *
loft_eas_reading_make_fields (LoftEasReading *self, LoftContentComponent *vevent, gint64 *start,
                              GError **error)
{
  const LoftEasMapping *how = self->wall.how;
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  gboolean is_date;

  if (!loft_eas_reading_check (self, vevent, error))
    return NULL;
  if (!loft_eas_reading_get_time (self, vevent, "DTSTART", start, &is_date))
    {
      fail (error, LOFT_ERROR_PROTOCOL, "the event has no start that can be read");
      return NULL;
    }
  loft_wbxml_element_add_int (data, LOFT_EAS_CALENDAR_ALL_DAY_EVENT, is_date ? 1 : 0);
  add_time (data, LOFT_EAS_CALENDAR_START_TIME, *start);
  add_time (data, LOFT_EAS_CALENDAR_END_TIME, find_end (self, vevent, *start, is_date));
  if (how->version < LOFT_EAS_FIRST_16)
    add_stamp (data, vevent);
  if (!loft_eas_event_add_words (data, vevent, how, error))
    return NULL;
  loft_eas_event_add_body (data, vevent);
  loft_eas_event_add_people (data, vevent, how);
  loft_eas_kept_restore (data, vevent, vevent != self->master ? self->master : NULL, how->version);
  return g_steal_pointer (&data);
}

static gboolean
add_identity (LoftEasReading *self, GError **error)
{
  g_autofree char *uid = loft_eas_event_dup_text (self->master, "UID");

  if (g_utf8_strlen (uid, -1) > MAX_UID)
    return loft_eas_refuse (error,
                            "Exchange cannot hold events with an identity (UID) of more than 300 "
                            "characters");
  if (*uid != '\0')
    loft_wbxml_element_add_text (self->data,
                                 self->wall.how->version < LOFT_EAS_FIRST_16
                                   ? LOFT_EAS_CALENDAR_UID
                                   : LOFT_EAS_CALENDAR_CLIENT_UID,
                                 uid);
  return TRUE;
}

static gboolean
means_wall (LoftEasReading *self, const char *blob)
{
  LoftContentComponent *vtimezone = NULL;
  g_autofree char *tzid = loft_exchange_zone_find (blob, self->wall.how->zone, &vtimezone);
  gboolean same = tzid != NULL && strcmp (tzid, self->wall.tzid) == 0;

  g_clear_pointer (&vtimezone, loft_content_component_free);
  return same;
}

/* As it came while it still means the same; else what holds now, for a series that goes on. */
static void
add_zone (LoftEasReading *self, const char *blob)
{
  gint64 now = loft_clock_now ();
  gboolean recurs = loft_content_component_get_property (self->master, "RRULE") != NULL;
  g_autofree char *made = NULL;

  if (self->is_date && self->wall.how->version >= LOFT_EAS_FIRST_16)
    return;
  if (blob == NULL || !means_wall (self, blob))
    blob = made =
      loft_exchange_zone_write (self->wall.zone, recurs ? MAX (now, self->start) : self->start);
  loft_wbxml_element_add_text (self->data, LOFT_EAS_CALENDAR_TIMEZONE, blob);
}

/* (transfer full) (nullable) NULL without error: it does not recur. *is_kept: as it came. */
static LoftWbxmlElement *
make_recurrence (LoftEasReading *self, gboolean *is_kept, GError **error)
{
  LoftContentProperty *rrule = loft_content_component_get_property (self->master, "RRULE");
  LoftContentProperty *dtstart = loft_content_component_get_property (self->master, "DTSTART");
  const char *rule = rrule != NULL ? loft_content_property_get_value (rrule) : NULL;
  g_autofree char *mark = loft_eas_rule_dup_mark (rule, loft_content_property_get_value (dtstart));
  g_autofree char *kept_mark = NULL;
  g_autoptr (LoftWbxmlElement) kept =
    loft_eas_kept_find (self->master, LOFT_EAS_CALENDAR_RECURRENCE, &kept_mark);
  g_autoptr (LoftIcalZone) utc = loft_ical_zone_new_utc ();
  LoftExchangeRuleStart start;

  *is_kept = kept != NULL && g_strcmp0 (mark, kept_mark) == 0;
  if (*is_kept)
    return g_steal_pointer (&kept);
  if (kept != NULL && rule == NULL)
    {
      loft_eas_refuse (
        error, "this event recurs in a way that cannot be followed; its time cannot be changed "
               "here");
      return NULL;
    }
  if (rule == NULL)
    return NULL;
  loft_eas_rule_start_init (&start, &self->wall, self->start, self->is_date, utc);
  return loft_exchange_rule_from_ical (rule, &start, LOFT_EAS_CALENDAR_RECURRENCE,
                                       self->wall.how->version, NULL, error);
}

static gboolean
add_series (LoftEasReading *self, GPtrArray *instances, GError **error)
{
  GError *problem = NULL;
  gboolean is_kept;
  LoftWbxmlElement *recurrence = make_recurrence (self, &is_kept, &problem);
  g_autofree char *mark = NULL;
  LoftWbxmlElement *exceptions;

  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  if (recurrence == NULL)
    return self->exceptions->len == 0 ||
           loft_eas_refuse (error,
                            "Exchange cannot hold occurrences of an event that does not recur");
  loft_wbxml_element_take (self->data, recurrence);
  if (loft_content_component_get_property (self->master, "RRULE") != NULL)
    return loft_eas_reading_add_exceptions (self, instances, error);
  exceptions = loft_eas_kept_find (self->master, LOFT_EAS_CALENDAR_EXCEPTIONS, &mark);
  if (exceptions != NULL && self->wall.how->version < LOFT_EAS_FIRST_16)
    loft_wbxml_element_take (self->data, exceptions);
  else
    g_clear_pointer (&exceptions, loft_wbxml_element_free);
  return TRUE;
}

static gboolean
make_data (LoftEasReading *self, GPtrArray *instances, GError **error)
{
  LoftContentProperty *start, *kept;
  const char *blob;
  LoftIcalTime time;

  if (!find_events (self, error))
    return FALSE;
  start = loft_content_component_get_property (self->master, "DTSTART");
  kept = loft_content_component_get_property (self->master, LOFT_EAS_TIMEZONE_NAME);
  blob = kept != NULL ? loft_content_property_get_value (kept) : NULL;
  if (start == NULL || !loft_ical_time_read (loft_content_property_get_value (start), &time))
    return fail (error, LOFT_ERROR_PROTOCOL, "the event has no start that can be read");
  self->is_date = time.is_date;
  find_wall (self, start, &time, blob);
  self->data = loft_eas_reading_make_fields (self, self->master, &self->start, error);
  if (self->data == NULL || !add_identity (self, error))
    return FALSE;
  add_zone (self, blob);
  return add_series (self, instances, error);
}

static void
free_zone (gpointer zone)
{
  if (zone != NULL)
    loft_ical_zone_unref (zone);
}

static LoftContentComponent *
read_root (const char *ical, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (ical, strlen (ical));

  if (g_bytes_get_size (bytes) > loft_ical_limits.size)
    {
      fail (error, LOFT_ERROR_LIMIT, "the event is too large");
      return NULL;
    }
  return loft_content_component_read (bytes, error);
}

LoftWbxmlElement *
loft_eas_event_from_ical (const char *ical, const LoftEasMapping *how, GPtrArray **instances,
                          GError **error)
{
  g_autoptr (LoftContentComponent) root = read_root (ical, error);
  g_autoptr (GHashTable) zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_zone);
  g_autoptr (GPtrArray) exceptions = g_ptr_array_new ();
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_eas_instance_free);
  LoftEasReading self = { .wall = { .how = how }, .zones = zones, .exceptions = exceptions };
  gboolean ok;

  if (root == NULL)
    return NULL;
  self.calendar = loft_content_component_get_component (root, "VCALENDAR");
  ok = self.calendar != NULL ? make_data (&self, found, error)
                             : fail (error, LOFT_ERROR_PROTOCOL, "it is no calendar");
  loft_eas_wall_clear (&self.wall);
  if (!ok)
    {
      g_clear_pointer (&self.data, loft_wbxml_element_free);
      return NULL;
    }
  *instances = g_steal_pointer (&found);
  return self.data;
}
