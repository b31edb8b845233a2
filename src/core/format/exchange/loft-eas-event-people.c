/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Organizer, attendees and what was answered. */
#include <string.h>

#include "loft-eas-event-private.h"
#include "loft-text.h"

/* Of somebody whom the list of attendees does not name, but who was asked: not to be sent back. */
#define ADDED "X-LOFT-EAS-ADDED"

enum { REQUIRED = 1, OPTIONAL, RESOURCE }; /* AttendeeType (MS-ASCAL 2.2.2.6) */

/* MeetingStatus (MS-ASCAL 2.2.2.28) as bits. */
enum { IS_MEETING = 1, IS_RECEIVED = 2, IS_CANCELLED = 4 };

/* AttendeeStatus (MS-ASCAL 2.2.2.5), the same numbers as ResponseType. */
static const struct {
  int status;
  const char *partstat;
} answers[] = {
  { 5, "NEEDS-ACTION" },
  { 2, "TENTATIVE" },
  { 3, "ACCEPTED" },
  { 4, "DECLINED" },
};

static const char *
find_partstat (gint64 status)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (answers[i].status == status)
      return answers[i].partstat;
  return NULL;
}

static int
find_status (const char *partstat)
{
  for (guint i = 0; partstat != NULL && i < G_N_ELEMENTS (answers); i++)
    if (g_ascii_strcasecmp (answers[i].partstat, partstat) == 0)
      return answers[i].status;
  return 0;
}

static LoftContentProperty *
make_person (const char *property_name, const char *address, const char *name)
{
  g_autofree char *escaped = g_uri_escape_string (address, "@!$&'()*+,;=:/", FALSE);
  g_autofree char *uri = g_strconcat ("mailto:", escaped, NULL);
  LoftContentProperty *property = loft_content_property_new (property_name, uri);

  if (name != NULL && *name != '\0' && strcmp (name, address) != 0)
    loft_content_property_set_parameter (property, "CN", name);
  return property;
}

/* (transfer full) "" for what is no mail address. */
static char *
dup_address (LoftContentProperty *property)
{
  const char *value = loft_content_property_get_value (property);
  g_autofree char *email = loft_content_property_dup_parameter (property, "EMAIL");
  g_autofree char *address = NULL;

  if (g_ascii_strncasecmp (value, "mailto:", 7) != 0)
    return email != NULL ? loft_text_to_utf8 (email, -1) : g_strdup ("");
  address = g_uri_unescape_string (value + 7, "/");
  return g_strstrip (loft_text_to_utf8 (address != NULL ? address : value + 7, -1));
}

static gboolean
is_same (const char *a, const char *b)
{
  return *a != '\0' && g_ascii_strcasecmp (a, b) == 0;
}

static int
get_meeting (const LoftWbxmlElement *data)
{
  return (int) CLAMP (loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_MEETING_STATUS, 0), 0,
                      15);
}

static const char *
get_organizer (const LoftWbxmlElement *data, const LoftEasMapping *how)
{
  const char *address = loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_ORGANIZER_EMAIL);

  if (address != NULL && *address != '\0')
    return address;
  return (get_meeting (data) & IS_RECEIVED) == 0 ? how->address : "";
}

static void
write_organizer (LoftContentComponent *vevent, const LoftWbxmlElement *data, const char *address,
                 const LoftEasMapping *how)
{
  const char *name = loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_ORGANIZER_NAME);

  if (name == NULL && is_same (address, how->address))
    name = how->name;
  if (*address != '\0')
    loft_content_component_add_property (vevent, make_person ("ORGANIZER", address, name));
}

/* The owner's own answer is told apart from the list. */
static const char *
get_own_answer (const LoftWbxmlElement *data)
{
  return find_partstat (loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_RESPONSE_TYPE, 0));
}

static void
write_attendee (LoftContentComponent *vevent, const LoftWbxmlElement *attendee,
                const char *own_answer, gboolean rsvp)
{
  const char *address = loft_wbxml_element_get_text (attendee, LOFT_EAS_CALENDAR_EMAIL);
  const char *name = loft_wbxml_element_get_text (attendee, LOFT_EAS_CALENDAR_NAME);
  gint64 type = loft_wbxml_element_get_int (attendee, LOFT_EAS_CALENDAR_ATTENDEE_TYPE, REQUIRED);
  const char *partstat =
    find_partstat (loft_wbxml_element_get_int (attendee, LOFT_EAS_CALENDAR_ATTENDEE_STATUS, 0));
  LoftContentProperty *property =
    loft_content_component_add_property (vevent, make_person ("ATTENDEE", address, name));

  if (own_answer != NULL)
    partstat = own_answer;
  if (type == RESOURCE)
    loft_content_property_set_parameter (property, "CUTYPE", "RESOURCE");
  loft_content_property_set_parameter (property, "ROLE",
                                       type == RESOURCE   ? "NON-PARTICIPANT"
                                       : type == OPTIONAL ? "OPT-PARTICIPANT"
                                                          : "REQ-PARTICIPANT");
  if (partstat != NULL)
    loft_content_property_set_parameter (property, "PARTSTAT", partstat);
  if (rsvp)
    loft_content_property_set_parameter (property, "RSVP", "TRUE");
}

static void
add_owner (LoftContentComponent *vevent, const LoftWbxmlElement *data, const LoftEasMapping *how)
{
  const char *answer = get_own_answer (data);
  LoftContentProperty *property =
    loft_content_component_add_property (vevent, make_person ("ATTENDEE", how->address, how->name));

  loft_content_property_set_parameter (property, "ROLE", "REQ-PARTICIPANT");
  loft_content_property_set_parameter (property, "PARTSTAT",
                                       answer != NULL ? answer : "NEEDS-ACTION");
  loft_content_property_set_parameter (property, ADDED, "TRUE");
}

void
loft_eas_event_write_people (LoftContentComponent *vevent, const LoftWbxmlElement *data,
                             const LoftEasMapping *how)
{
  const LoftWbxmlElement *attendees = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_ATTENDEES);
  guint n = attendees != NULL ? loft_wbxml_element_get_n_children (attendees) : 0;
  const char *organizer = get_organizer (data, how);
  gboolean rsvp = loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_RESPONSE_REQUESTED, 0) == 1;
  gboolean has_owner = *how->address == '\0' || is_same (how->address, organizer);

  if (n == 0 && (get_meeting (data) & IS_MEETING) == 0)
    return;
  write_organizer (vevent, data, organizer, how);
  for (guint i = 0; i < n; i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (attendees, i);
      const char *address = loft_wbxml_element_get_text (one, LOFT_EAS_CALENDAR_EMAIL);
      gboolean is_owner = address != NULL && is_same (how->address, address);

      if (one->tag != LOFT_EAS_CALENDAR_ATTENDEE || address == NULL || *address == '\0')
        continue;
      write_attendee (vevent, one, is_owner ? get_own_answer (data) : NULL, rsvp);
      has_owner |= is_owner;
    }
  if (!has_owner && (get_meeting (data) & IS_RECEIVED) != 0)
    add_owner (vevent, data, how);
}

static gboolean
has_parameter (LoftContentProperty *property, const char *name, const char *value)
{
  g_autofree char *found = loft_content_property_dup_parameter (property, name);

  return found != NULL && g_ascii_strcasecmp (found, value) == 0;
}

static int
find_type (LoftContentProperty *property)
{
  if (has_parameter (property, "CUTYPE", "RESOURCE") || has_parameter (property, "CUTYPE", "ROOM"))
    return RESOURCE;
  return has_parameter (property, "ROLE", "OPT-PARTICIPANT") ||
             has_parameter (property, "ROLE", "NON-PARTICIPANT")
           ? OPTIONAL
           : REQUIRED;
}

/* From 16.0 on the server knows who answered. */
static void
add_attendee (LoftWbxmlElement *attendees, LoftContentProperty *property, const char *address,
              guint version)
{
  LoftWbxmlElement *attendee = loft_wbxml_element_add (attendees, LOFT_EAS_CALENDAR_ATTENDEE);
  g_autofree char *cn = loft_content_property_dup_parameter (property, "CN");
  g_autofree char *name = cn != NULL ? loft_text_to_utf8 (cn, -1) : g_strdup (address);
  g_autofree char *partstat = loft_content_property_dup_parameter (property, "PARTSTAT");
  int status = find_status (partstat);

  loft_wbxml_element_add_text (attendee, LOFT_EAS_CALENDAR_EMAIL, address);
  loft_wbxml_element_add_text (attendee, LOFT_EAS_CALENDAR_NAME, name);
  if (status != 0 && version < LOFT_EAS_FIRST_16)
    loft_wbxml_element_add_int (attendee, LOFT_EAS_CALENDAR_ATTENDEE_STATUS, status);
  loft_wbxml_element_add_int (attendee, LOFT_EAS_CALENDAR_ATTENDEE_TYPE, find_type (property));
}

/* (transfer full) (nullable) Without the organizer, who takes part anyway. */
static LoftWbxmlElement *
make_attendees (LoftContentComponent *vevent, const char *organizer, guint version, gboolean *rsvp)
{
  g_autoptr (LoftWbxmlElement) attendees = loft_wbxml_element_new (LOFT_EAS_CALENDAR_ATTENDEES);
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vevent, &position, "ATTENDEE")) != NULL)
    {
      g_autofree char *address = dup_address (property);

      if (*address == '\0' || is_same (address, organizer) ||
          has_parameter (property, ADDED, "TRUE"))
        continue;
      *rsvp |= has_parameter (property, "RSVP", "TRUE");
      add_attendee (attendees, property, address, version);
    }
  return loft_wbxml_element_get_n_children (attendees) > 0 ? g_steal_pointer (&attendees) : NULL;
}

static void
add_organizer (LoftWbxmlElement *data, LoftContentProperty *property, const char *address)
{
  g_autofree char *cn = loft_content_property_dup_parameter (property, "CN");
  g_autofree char *name = cn != NULL ? loft_text_to_utf8 (cn, -1) : g_strdup (address);

  loft_wbxml_element_add_text (data, LOFT_EAS_CALENDAR_ORGANIZER_NAME, name);
  loft_wbxml_element_add_text (data, LOFT_EAS_CALENDAR_ORGANIZER_EMAIL, address);
}

static gboolean
is_cancelled (LoftContentComponent *vevent)
{
  LoftContentProperty *status = loft_content_component_get_property (vevent, "STATUS");

  return status != NULL &&
         g_ascii_strcasecmp (loft_content_property_get_value (status), "CANCELLED") == 0;
}

void
loft_eas_event_add_people (LoftWbxmlElement *data, LoftContentComponent *vevent,
                           const LoftEasMapping *how)
{
  LoftContentProperty *organizer = loft_content_component_get_property (vevent, "ORGANIZER");
  g_autofree char *address = organizer != NULL ? dup_address (organizer) : g_strdup (how->address);
  gboolean rsvp = FALSE;
  LoftWbxmlElement *attendees = make_attendees (vevent, address, how->version, &rsvp);
  int meeting = 0;

  if (organizer != NULL || attendees != NULL)
    meeting = IS_MEETING | (is_same (address, how->address) ? 0 : IS_RECEIVED);
  if (is_cancelled (vevent))
    meeting |= IS_MEETING | IS_CANCELLED;
  loft_wbxml_element_add_int (data, LOFT_EAS_CALENDAR_MEETING_STATUS, meeting);
  if (organizer != NULL && *address != '\0' && how->version < LOFT_EAS_FIRST_16)
    add_organizer (data, organizer, address);
  if (attendees != NULL)
    loft_wbxml_element_take (data, attendees);
  if (rsvp && how->version >= 140)
    loft_wbxml_element_add_int (data, LOFT_EAS_CALENDAR_RESPONSE_REQUESTED, 1);
}
