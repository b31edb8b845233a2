/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-editor.h"
#include "loft-ical-invitation-private.h"

LoftContentProperty *
loft_ical_find_attendee (LoftContentComponent *component, const char *address)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, "ATTENDEE")) !=
         NULL)
    {
      g_autoptr (LoftAttendee) attendee = loft_ical_attendee_read (property);

      if (g_ascii_strcasecmp (attendee->address, address) == 0)
        return property;
    }
  return NULL;
}

static void
remove_components (LoftContentComponent *component, const char *name)
{
  LoftContentComponent *inner;

  while ((inner = loft_content_component_get_component (component, name)) != NULL)
    loft_content_component_remove_component (component, inner);
}

/* What a person made of the event for themselves. */
static void
keep_own (LoftContentComponent *target, LoftContentComponent *present)
{
  static const char *const names[] = { "CATEGORIES", "COLOR", "TRANSP" };
  LoftContentComponent *alarm;
  LoftContentProperty *property;
  guint position = 0;

  while ((alarm = loft_content_component_next_component (present, &position, "VALARM")) != NULL)
    loft_content_component_add_component (target, loft_content_component_copy (alarm));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (loft_content_component_get_property (present, names[i]) == NULL)
        continue;
      loft_content_component_remove_properties (target, names[i]);
      position = 0;
      while ((property = loft_content_component_next_property (present, &position, names[i])) !=
             NULL)
        loft_content_component_add_property (target, loft_content_property_copy (property));
    }
}

static guint
get_sequence (LoftContentComponent *component)
{
  LoftContentProperty *property = loft_content_component_get_property (component, "SEQUENCE");

  return property != NULL ? loft_ical_read_number (property, G_MAXINT - 1) : 0;
}

/* An answer stands as long as nothing was changed that it was given to (RFC 5546 2.1.4). */
static void
keep_answer (LoftContentComponent *target, LoftContentComponent *present,
             const char *const *own_addresses)
{
  if (get_sequence (target) != get_sequence (present))
    return;
  for (guint i = 0; own_addresses != NULL && own_addresses[i] != NULL; i++)
    {
      LoftContentProperty *ours = loft_ical_find_attendee (present, own_addresses[i]);
      LoftContentProperty *theirs = loft_ical_find_attendee (target, own_addresses[i]);
      g_autofree char *partstat =
        ours != NULL ? loft_content_property_dup_parameter (ours, "PARTSTAT") : NULL;

      if (theirs != NULL && partstat != NULL)
        loft_content_property_set_parameter (theirs, "PARTSTAT", partstat);
    }
}

static LoftContentComponent *
find_same (LoftIcalDocument *document, LoftIcalSeries *series, LoftIcalDocument *other,
           LoftContentComponent *component)
{
  LoftEventTime id = { 0 };

  if (!loft_ical_document_get_recurrence_id (other, component, &id))
    return loft_ical_document_find_master (document, "VEVENT");
  return loft_ical_document_find_exception (document, series, &id);
}

static gboolean
has_moved (LoftContentComponent *a, LoftContentComponent *b)
{
  static const char *const names[] = { "DTSTART", "RRULE" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      LoftContentProperty *first = loft_content_component_get_property (a, names[i]);
      LoftContentProperty *second = loft_content_component_get_property (b, names[i]);

      if (g_strcmp0 (first != NULL ? loft_content_property_get_value (first) : NULL,
                     second != NULL ? loft_content_property_get_value (second) : NULL) != 0)
        return TRUE;
    }
  return FALSE;
}

static void
add_zones (LoftIcalDocument *target, LoftIcalDocument *source)
{
  LoftContentComponent *zone;
  guint position = 0;

  if (loft_content_component_get_component (target->calendar, "VTIMEZONE") != NULL)
    return;
  while ((zone = loft_content_component_next_component (source->calendar, &position,
                                                        "VTIMEZONE")) != NULL)
    loft_content_component_insert_component (target->calendar, loft_content_component_copy (zone),
                                             "VEVENT");
}

/* One event of the message in the place of the same in the calendar. */
static void
take_event (LoftIcalDocument *target, LoftIcalSeries *series, LoftIcalDocument *source,
            LoftContentComponent *component, const char *const *own_addresses)
{
  LoftContentComponent *present = find_same (target, series, source, component);
  LoftContentComponent *copy = loft_content_component_copy (component);

  /* Whose alarms would ring at other people's places is not for the sender to say. */
  remove_components (copy, "VALARM");
  if (present != NULL)
    {
      keep_own (copy, present);
      keep_answer (copy, present, own_addresses);
      if (loft_content_component_get_property (present, "RECURRENCE-ID") == NULL &&
          has_moved (copy, present))
        remove_components (target->calendar, "VEVENT");
      else
        loft_content_component_remove_component (target->calendar, present);
    }
  if (loft_content_component_get_property (copy, "RECURRENCE-ID") == NULL)
    loft_content_component_insert_component (target->calendar, copy, "VEVENT");
  else
    loft_content_component_add_component (target->calendar, copy);
}

GBytes *
loft_ical_take_request (GBytes *message, GBytes *present, const char *const *own_addresses)
{
  g_autoptr (LoftIcalDocument) source = loft_ical_document_open (message, NULL);
  g_autoptr (LoftIcalDocument) target =
    loft_ical_document_open (present != NULL ? present : message, NULL);
  g_autoptr (LoftIcalSeries) series = NULL;
  LoftContentComponent *component;
  guint position = 0;

  loft_content_component_remove_properties (target->calendar, "METHOD");
  if (present == NULL)
    {
      while ((component = loft_content_component_next_component (target->calendar, &position,
                                                                 "VEVENT")) != NULL)
        remove_components (component, "VALARM");
      return loft_ical_document_write (target);
    }
  add_zones (target, source);
  series = loft_ical_document_read_series (target);
  while ((component =
            loft_content_component_next_component (source->calendar, &position, "VEVENT")) != NULL)
    take_event (target, series, source, component, own_addresses);
  return loft_ical_document_write (target);
}

LoftContentComponent *
loft_ical_document_get_occurrence (LoftIcalDocument *self, const LoftEventTime *id)
{
  g_autoptr (LoftIcalSeries) series = NULL;
  LoftContentComponent *exception;

  if (!id->is_set)
    return loft_ical_document_find_master (self, "VEVENT");
  series = loft_ical_document_read_series (self);
  exception = loft_ical_document_find_exception (self, series, id);
  if (exception != NULL || loft_ical_series_get_master (series) == NULL)
    return exception;
  return loft_ical_document_make_exception (self, series, id);
}

static void
take_property (LoftContentComponent *target, LoftContentComponent *source, const char *name)
{
  LoftContentProperty *property = loft_content_component_get_property (source, name);

  if (property != NULL)
    loft_content_component_set_value (target, name, loft_content_property_get_value (property));
}

static void
cancel (LoftContentComponent *target, LoftContentComponent *source)
{
  loft_content_component_set_value (target, "STATUS", "CANCELLED");
  take_property (target, source, "SEQUENCE");
  take_property (target, source, "DTSTAMP");
}

static gboolean
is_of_future (LoftContentComponent *component)
{
  LoftContentProperty *property = loft_content_component_get_property (component, "RECURRENCE-ID");
  g_autofree char *range =
    property != NULL ? loft_content_property_dup_parameter (property, "RANGE") : NULL;

  return range != NULL && g_ascii_strcasecmp (range, "THISANDFUTURE") == 0;
}

GBytes *
loft_ical_take_cancel (GBytes *message, GBytes *present)
{
  g_autoptr (LoftIcalDocument) source = loft_ical_document_open (message, NULL);
  g_autoptr (LoftIcalDocument) target = loft_ical_document_open (present, NULL);
  LoftContentComponent *component, *other;
  guint position = 0;

  while ((component =
            loft_content_component_next_component (source->calendar, &position, "VEVENT")) != NULL)
    {
      LoftEventTime id = { 0 };
      guint inner = 0;

      if (!loft_ical_document_get_recurrence_id (source, component, &id))
        while ((other = loft_content_component_next_component (target->calendar, &inner,
                                                               "VEVENT")) != NULL)
          cancel (other, component);
      else if (is_of_future (component))
        {
          g_autofree char *text = loft_ical_event_time_write_id (&id);

          return loft_ical_remove_occurrence (present, text, LOFT_ICAL_THIS_AND_FUTURE, NULL);
        }
      else if ((other = loft_ical_document_get_occurrence (target, &id)) != NULL)
        cancel (other, component);
    }
  return loft_ical_document_write (target);
}

static const char *
get_parameter (LoftContentProperty *property, const char *name, char **keep)
{
  *keep = loft_content_property_dup_parameter (property, name);
  return *keep;
}

/* The delegate is invited by it (RFC 5546 3.2.2.3). */
static void
add_delegate (LoftContentComponent *target, LoftContentProperty *answer)
{
  g_autofree char *delegate = loft_content_property_dup_parameter (answer, "DELEGATED-TO");
  g_autofree char *address = delegate != NULL ? loft_ical_address_read (delegate) : NULL;
  LoftContentProperty *property;

  if (address == NULL || loft_ical_find_attendee (target, address) != NULL)
    return;
  property =
    loft_content_component_add_property (target, loft_content_property_new ("ATTENDEE", delegate));
  loft_content_property_set_parameter (property, "PARTSTAT", "NEEDS-ACTION");
  loft_content_property_set_parameter (property, "DELEGATED-FROM",
                                       loft_content_property_get_value (answer));
}

static void
record (LoftContentComponent *target, LoftContentComponent *source)
{
  LoftContentProperty *answer = loft_content_component_get_property (source, "ATTENDEE");
  LoftContentProperty *stamp = loft_content_component_get_property (source, "DTSTAMP");
  g_autoptr (LoftAttendee) attendee = loft_ical_attendee_read (answer);
  LoftContentProperty *property = loft_ical_find_attendee (target, attendee->address);
  g_autofree char *delegated = NULL;

  if (property == NULL)
    property = loft_content_component_add_property (target, loft_content_property_copy (answer));
  loft_content_property_set_parameter (property, "PARTSTAT",
                                       loft_partstat_to_name (attendee->partstat));
  loft_content_property_set_parameter (property, "RSVP", NULL);
  if (get_parameter (answer, "DELEGATED-TO", &delegated) != NULL)
    loft_content_property_set_parameter (property, "DELEGATED-TO", delegated);
  if (stamp != NULL)
    loft_content_property_set_parameter (property, LOFT_ICAL_ANSWERED,
                                         loft_content_property_get_value (stamp));
  add_delegate (target, answer);
}

GBytes *
loft_ical_take_reply (GBytes *message, GBytes *present)
{
  g_autoptr (LoftIcalDocument) source = loft_ical_document_open (message, NULL);
  g_autoptr (LoftIcalDocument) target = loft_ical_document_open (present, NULL);
  LoftContentComponent *component;
  guint position = 0;

  while ((component =
            loft_content_component_next_component (source->calendar, &position, "VEVENT")) != NULL)
    {
      LoftEventTime id = { 0 };
      LoftContentComponent *other;

      loft_ical_document_get_recurrence_id (source, component, &id);
      other = loft_ical_document_get_occurrence (target, &id);
      if (other != NULL && loft_content_component_get_property (component, "ATTENDEE") != NULL)
        record (other, component);
    }
  return loft_ical_document_write (target);
}

gint64
loft_ical_get_answered (GBytes *present, const char *address, const char *recurrence_id)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (present, NULL);
  LoftEventTime id = { 0 };
  LoftContentComponent *component;
  LoftContentProperty *property;
  g_autofree char *answered = NULL;
  LoftIcalTime time;

  if (*recurrence_id != '\0')
    loft_ical_event_time_read_id (recurrence_id, &id);
  component = document != NULL ? loft_ical_document_get_occurrence (document, &id) : NULL;
  property = component != NULL ? loft_ical_find_attendee (component, address) : NULL;
  if (property == NULL || get_parameter (property, LOFT_ICAL_ANSWERED, &answered) == NULL ||
      !loft_ical_time_read (answered, &time))
    return 0;
  return loft_ical_time_get_seconds (&time);
}

GBytes *
loft_ical_take_counter (GBytes *message, GBytes *present)
{
  g_autoptr (LoftIcalObject) source = loft_ical_object_read (message, NULL);
  g_autoptr (LoftIcalObject) target = loft_ical_object_read (present, NULL);
  const LoftEvent *proposal = g_ptr_array_index (loft_ical_object_get_events (source), 0);
  g_autofree char *id = loft_ical_event_time_write_id (&proposal->recurrence_id);
  g_autoptr (LoftEvent) before = loft_ical_object_get_occurrence (target, id);
  g_autoptr (LoftEvent) after = before != NULL ? loft_event_copy (before) : NULL;
  g_autoptr (GBytes) rest = NULL;

  if (before == NULL)
    return NULL;
  after->start = proposal->start;
  after->end = proposal->end;
  g_free (after->location);
  after->location = g_strdup (proposal->location);
  return loft_ical_change_event (present, before, after,
                                 *id != '\0' ? LOFT_ICAL_THIS : LOFT_ICAL_ALL, &rest, NULL);
}

/* One more date of the series; the rest of what ADD says of it is the series' own. */
GBytes *
loft_ical_take_addition (GBytes *message, GBytes *present)
{
  g_autoptr (LoftIcalObject) source = loft_ical_object_read (message, NULL);
  g_autoptr (LoftIcalDocument) target = loft_ical_document_open (present, NULL);
  const LoftEvent *addition = g_ptr_array_index (loft_ical_object_get_events (source), 0);
  LoftContentComponent *master = loft_ical_document_find_master (target, "VEVENT");
  g_autoptr (LoftIcalSeries) series = loft_ical_document_read_series (target);
  g_autoptr (GArray) dates = NULL;

  if (master == NULL || loft_ical_series_get_master (series) == NULL)
    return NULL;
  dates = g_array_copy (loft_ical_series_get_master (series)->event->dates);
  g_array_append_val (dates, addition->start);
  loft_ical_document_set_times (target, master, "RDATE", dates);
  loft_ical_document_stamp (master, FALSE);
  loft_ical_document_set_number (master, "SEQUENCE", addition->sequence);
  return loft_ical_document_write (target);
}
