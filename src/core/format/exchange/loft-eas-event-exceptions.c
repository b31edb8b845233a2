/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-date.h"
#include "loft-eas-event-reading-private.h"
#include "loft-eas-refusal.h"
#include "loft-error.h"
#include "loft-ical-object.h"

#define MAX_EXCEPTIONS 256 /* MS-ASCAL 2.2.2.22 */

/* What an Exception may have (MS-ASCAL 2.2.2.21); the last two from 14.0 on. */
static const guint of_exceptions[] = {
  LOFT_EAS_CALENDAR_SUBJECT,        LOFT_EAS_CALENDAR_START_TIME,  LOFT_EAS_CALENDAR_END_TIME,
  LOFT_EAS_AIRSYNCBASE_BODY,        LOFT_EAS_CALENDAR_LOCATION,    LOFT_EAS_AIRSYNCBASE_LOCATION,
  LOFT_EAS_CALENDAR_CATEGORIES,     LOFT_EAS_CALENDAR_SENSITIVITY, LOFT_EAS_CALENDAR_BUSY_STATUS,
  LOFT_EAS_CALENDAR_ALL_DAY_EVENT,  LOFT_EAS_CALENDAR_REMINDER,    LOFT_EAS_CALENDAR_DT_STAMP,
  LOFT_EAS_CALENDAR_MEETING_STATUS, LOFT_EAS_CALENDAR_ATTENDEES,   0,
};

static gboolean
fail (GError **error, LoftError code, const char *sentence)
{
  g_set_error_literal (error, LOFT_ERROR, code, sentence);
  return FALSE;
}

static void
add_deletion (LoftEasReading *self, gint64 at, LoftWbxmlElement *exceptions, GPtrArray *instances)
{
  g_autofree char *id = loft_eas_date_write_compact (at);
  LoftWbxmlElement *exception;

  if (self->wall.how->version >= LOFT_EAS_FIRST_16)
    {
      g_ptr_array_add (instances, loft_eas_instance_new (id, NULL));
      return;
    }
  exception = loft_wbxml_element_add (exceptions, LOFT_EAS_CALENDAR_EXCEPTION);
  loft_wbxml_element_add_int (exception, LOFT_EAS_CALENDAR_DELETED, 1);
  loft_wbxml_element_add_text (exception, LOFT_EAS_CALENDAR_EXCEPTION_START_TIME, id);
}

/* A day alone leaves out the occurrence on it. */
static gint64
get_on_day (LoftEasReading *self, const char *value, gint64 at)
{
  LoftIcalTime day, start;

  if (self->is_date || !loft_ical_time_read (value, &day) || !day.is_date)
    return at;
  start = loft_ical_zone_from_unix (self->wall.zone, self->start);
  start.year = day.year;
  start.month = day.month;
  start.day = day.day;
  return loft_ical_zone_to_unix (self->wall.zone, &start);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* (transfer full) Of gint64, each once, in order. */
static GArray *
find_deletions (LoftEasReading *self)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *deletions = g_array_new (FALSE, FALSE, sizeof (gint64));
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (self->master, &position, "EXDATE")) !=
         NULL)
    {
      g_auto (GStrv) values = g_strsplit (loft_content_property_get_value (property), ",", -1);

      for (guint i = 0; values[i] != NULL && found->len <= loft_ical_limits.dates; i++)
        {
          gboolean is_date;
          gint64 at;

          if (!loft_eas_wall_read_time (&self->wall, property, values[i], self->zones,
                                        self->calendar, &at, &is_date))
            continue;
          at = get_on_day (self, values[i], at);
          g_array_append_val (found, at);
        }
    }
  g_array_sort (found, compare_times);
  for (guint i = 0; i < found->len; i++)
    if (i == 0 || g_array_index (found, gint64, i) != g_array_index (found, gint64, i - 1))
      g_array_append_val (deletions, g_array_index (found, gint64, i));
  return deletions;
}

/* Exchange keeps the text of the series where an exception was written without one of its own. */
static void
inherit_body (LoftEasReading *self, LoftWbxmlElement *fields, LoftContentComponent *vevent)
{
  g_autofree char *own = loft_eas_event_dup_text (vevent, "DESCRIPTION");
  g_autofree char *of_series = loft_eas_event_dup_text (self->master, "DESCRIPTION");
  LoftWbxmlElement *body = loft_wbxml_element_find (self->data, LOFT_EAS_AIRSYNCBASE_BODY);

  if (strcmp (own, of_series) != 0 ||
      loft_content_component_get_property (vevent, "X-ALT-DESC") != NULL)
    return;
  for (guint i = loft_wbxml_element_get_n_children (fields); i-- > 0;)
    if (loft_wbxml_element_get_child (fields, i)->tag == LOFT_EAS_AIRSYNCBASE_BODY)
      g_ptr_array_remove_index (fields->children, i);
  if (body != NULL)
    loft_wbxml_element_take (fields, loft_wbxml_element_copy (body));
}

/* Exchange 2007 has no people and no state of an occurrence. */
static gboolean
check_old (LoftEasReading *self, const LoftWbxmlElement *own, GError **error)
{
  static const guint tags[] = { LOFT_EAS_CALENDAR_ATTENDEES, LOFT_EAS_CALENDAR_MEETING_STATUS, 0 };
  g_autoptr (LoftWbxmlElement) differ =
    loft_eas_event_diff (self->data, own, LOFT_EAS_CALENDAR_EXCEPTION, tags);

  if (self->wall.how->version >= 140 || loft_wbxml_element_get_n_children (differ) == 0)
    return TRUE;
  return loft_eas_refuse (
    error, "This server cannot hold other people, or a cancellation, of one occurrence of a "
           "series");
}

/* Times are always said: servers are seen that do not take them from the original start. */
static void
add_exception (LoftEasReading *self, const LoftWbxmlElement *own, gint64 at,
               LoftWbxmlElement *exceptions, GPtrArray *instances)
{
  gboolean is_instance = self->wall.how->version >= LOFT_EAS_FIRST_16;
  static const guint times[] = { LOFT_EAS_CALENDAR_START_TIME, LOFT_EAS_CALENDAR_END_TIME };
  LoftWbxmlElement *exception = loft_eas_event_diff (self->data, own,
                                                     is_instance ? LOFT_EAS_AIRSYNC_APPLICATION_DATA
                                                                 : LOFT_EAS_CALENDAR_EXCEPTION,
                                                     of_exceptions);
  g_autofree char *id = loft_eas_date_write_compact (at);

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (loft_wbxml_element_find (exception, times[i]) == NULL)
      loft_wbxml_element_add_text (exception, times[i],
                                   loft_wbxml_element_get_text (own, times[i]));
  if (is_instance)
    {
      g_ptr_array_add (instances, loft_eas_instance_new (id, exception));
      return;
    }
  loft_wbxml_element_add_text (exception, LOFT_EAS_CALENDAR_EXCEPTION_START_TIME, id);
  loft_wbxml_element_take (exceptions, exception);
}

static gboolean
is_in (GArray *times, gint64 at)
{
  return g_array_binary_search (times, &at, compare_times, NULL);
}

static gboolean
add_changed (LoftEasReading *self, GArray *deletions, LoftWbxmlElement *exceptions,
             GPtrArray *instances, GError **error)
{
  for (guint i = 0; i < self->exceptions->len; i++)
    {
      LoftContentComponent *vevent = g_ptr_array_index (self->exceptions, i);
      g_autoptr (LoftWbxmlElement) own = NULL;
      gint64 at, start;
      gboolean is_date;

      if (!loft_eas_reading_get_time (self, vevent, "RECURRENCE-ID", &at, &is_date))
        return fail (error, LOFT_ERROR_PROTOCOL, "an exception does not say of which occurrence");
      at = get_on_day (self,
                       loft_content_property_get_value (
                         loft_content_component_get_property (vevent, "RECURRENCE-ID")),
                       at);
      if (is_in (deletions, at))
        continue;
      own = loft_eas_reading_make_fields (self, vevent, &start, error);
      if (own == NULL)
        return FALSE;
      inherit_body (self, own, vevent);
      if (!check_old (self, own, error))
        return FALSE;
      add_exception (self, own, at, exceptions, instances);
    }
  return TRUE;
}

gboolean
loft_eas_reading_add_exceptions (LoftEasReading *self, GPtrArray *instances, GError **error)
{
  g_autoptr (LoftWbxmlElement) exceptions = loft_wbxml_element_new (LOFT_EAS_CALENDAR_EXCEPTIONS);
  g_autoptr (GArray) deletions = find_deletions (self);

  if (deletions->len > loft_ical_limits.exceptions)
    return fail (error, LOFT_ERROR_LIMIT, "the event has too many exceptions");
  for (guint i = 0; i < deletions->len; i++)
    add_deletion (self, g_array_index (deletions, gint64, i), exceptions, instances);
  if (!add_changed (self, deletions, exceptions, instances, error))
    return FALSE;
  if (loft_wbxml_element_get_n_children (exceptions) > MAX_EXCEPTIONS)
    return loft_eas_refuse (error, "Exchange holds at most 256 exceptions of a series");
  if (loft_wbxml_element_get_n_children (exceptions) > 0)
    loft_wbxml_element_take (self->data, g_steal_pointer (&exceptions));
  return TRUE;
}
