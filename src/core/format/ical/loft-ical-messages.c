/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-ical-invitation-private.h"

/* What an answer says of the event besides who answers: some servers want to see the time. */
static const char *const kept_of_answers[] = { "UID",      "SEQUENCE", "ORGANIZER", "RECURRENCE-ID",
                                               "DTSTART",  "DTEND",    "DURATION",  "SUMMARY",
                                               "LOCATION", "RRULE" };

static LoftContentComponent *
open_occurrence (LoftIcalDocument *document, const char *recurrence_id)
{
  LoftEventTime id = { 0 };

  if (*recurrence_id != '\0' && !loft_ical_event_time_read_id (recurrence_id, &id))
    return NULL;
  return loft_ical_document_get_occurrence (document, &id);
}

/* Only kept stays of the events. */
static void
drop_others (LoftIcalDocument *document, LoftContentComponent *kept)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentComponent *component;
  guint position = 0;

  while ((component =
            loft_content_component_next_component (document->calendar, &position, NULL)) != NULL)
    if (component != kept && !loft_content_component_is (component, "VTIMEZONE"))
      g_ptr_array_add (dropped, component);
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_component (document->calendar, dropped->pdata[i]);
}

static void
drop_inner (LoftContentComponent *component)
{
  LoftContentComponent *inner;

  while ((inner = loft_content_component_get_component (component, "VALARM")) != NULL)
    loft_content_component_remove_component (component, inner);
}

static gboolean
is_kept (LoftContentProperty *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (kept_of_answers); i++)
    if (loft_content_property_is (property, kept_of_answers[i]))
      return TRUE;
  return FALSE;
}

static void
drop_properties (LoftContentComponent *component, LoftContentProperty *attendee)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, NULL)) != NULL)
    if (property != attendee && !is_kept (property))
      g_ptr_array_add (dropped, property);
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_property (component, dropped->pdata[i]);
}

static void
set_now (LoftContentComponent *component)
{
  g_autofree char *now = loft_ical_document_write_stamp (loft_clock_now ());

  loft_content_component_set_value (component, "DTSTAMP", now);
}

static void
set_comment (LoftContentComponent *component, const char *comment)
{
  loft_content_component_remove_properties (component, "COMMENT");
  if (*comment != '\0')
    loft_content_component_set_text (component, "COMMENT", comment);
}

/* (transfer none) (nullable) The event of a message that an attendee sends. */
static LoftContentComponent *
begin_answer (LoftIcalDocument *document, const char *method, const char *recurrence_id,
              const char *address, LoftPartstat partstat)
{
  LoftContentComponent *component = open_occurrence (document, recurrence_id);
  LoftContentProperty *attendee =
    component != NULL ? loft_ical_find_attendee (component, address) : NULL;

  if (attendee == NULL)
    return NULL;
  drop_others (document, component);
  drop_inner (component);
  drop_properties (component, attendee);
  loft_content_property_set_parameter (attendee, "RSVP", NULL);
  if (partstat != LOFT_PARTSTAT_NONE)
    loft_content_property_set_parameter (attendee, "PARTSTAT", loft_partstat_to_name (partstat));
  set_now (component);
  loft_content_component_set_value (document->calendar, "METHOD", method);
  return component;
}

GBytes *
loft_ical_make_reply (GBytes *raw, const char *recurrence_id, const char *address,
                      LoftPartstat partstat, const char *comment)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, NULL);
  LoftContentComponent *component =
    document != NULL ? begin_answer (document, "REPLY", recurrence_id, address, partstat) : NULL;

  if (component == NULL)
    return NULL;
  set_comment (component, comment);
  return loft_ical_document_write (document);
}

GBytes *
loft_ical_make_counter (GBytes *raw, const char *recurrence_id, const char *address,
                        const LoftEventTime *start, const LoftEventTime *end, const char *comment)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, NULL);
  LoftContentComponent *component =
    document != NULL
      ? begin_answer (document, "COUNTER", recurrence_id, address, LOFT_PARTSTAT_TENTATIVE)
      : NULL;

  if (component == NULL)
    return NULL;
  loft_ical_document_set_time (document, component, "DTSTART", start);
  loft_content_component_remove_properties (component, "DURATION");
  loft_ical_document_set_time (document, component, "DTEND", end);
  set_comment (component, comment);
  return loft_ical_document_write (document);
}

GBytes *
loft_ical_make_refresh (GBytes *raw, const char *address)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, NULL);
  LoftContentComponent *component =
    document != NULL ? begin_answer (document, "REFRESH", "", address, LOFT_PARTSTAT_NONE) : NULL;

  return component != NULL ? loft_ical_document_write (document) : NULL;
}

/* What was noted of the answers is the organizer's own. */
static void
clean_event (LoftContentComponent *component)
{
  LoftContentProperty *property;
  guint position = 0;

  drop_inner (component);
  while ((property = loft_content_component_next_property (component, &position, "ATTENDEE")) !=
         NULL)
    {
      g_autofree char *answered =
        loft_content_property_dup_parameter (property, LOFT_ICAL_ANSWERED);

      if (answered != NULL)
        loft_content_property_set_parameter (property, LOFT_ICAL_ANSWERED, NULL);
    }
  set_now (component);
}

GBytes *
loft_ical_make_request (GBytes *raw, const char *recurrence_id)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, NULL);
  LoftContentComponent *component =
    document != NULL ? open_occurrence (document, recurrence_id) : NULL;
  guint position = 0;

  if (component == NULL)
    return NULL;
  if (*recurrence_id != '\0')
    drop_others (document, component);
  while ((component = loft_content_component_next_component (document->calendar, &position,
                                                             "VEVENT")) != NULL)
    clean_event (component);
  loft_content_component_set_value (document->calendar, "METHOD", "REQUEST");
  return loft_ical_document_write (document);
}

static void
keep_addresses (LoftContentComponent *component, const char *const *addresses)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, "ATTENDEE")) !=
         NULL)
    {
      g_autoptr (LoftAttendee) attendee = loft_ical_attendee_read (property);
      gboolean kept = FALSE;

      for (guint i = 0; addresses[i] != NULL; i++)
        kept |= g_ascii_strcasecmp (addresses[i], attendee->address) == 0;
      if (!kept)
        g_ptr_array_add (dropped, property);
    }
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_property (component, dropped->pdata[i]);
}

GBytes *
loft_ical_make_cancel (GBytes *raw, const char *recurrence_id, const char *const *addresses)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, NULL);
  LoftContentComponent *component =
    document != NULL ? open_occurrence (document, recurrence_id) : NULL;

  if (component == NULL)
    return NULL;
  drop_others (document, component);
  clean_event (component);
  if (addresses != NULL)
    keep_addresses (component, addresses);
  loft_content_component_set_value (component, "STATUS", "CANCELLED");
  loft_ical_document_stamp (component, TRUE);
  loft_content_component_set_value (document->calendar, "METHOD", "CANCEL");
  return loft_ical_document_write (document);
}

GBytes *
loft_ical_make_decline_counter (GBytes *counter, const char *comment)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (counter, NULL);
  LoftContentComponent *component =
    document != NULL ? loft_content_component_get_component (document->calendar, "VEVENT") : NULL;

  if (component == NULL)
    return NULL;
  clean_event (component);
  set_comment (component, comment);
  loft_content_component_set_value (document->calendar, "METHOD", "DECLINECOUNTER");
  return loft_ical_document_write (document);
}
