/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-message.h"

#include "loft-address.h"
#include "loft-content-component.h"
#include "loft-eas-body.h"
#include "loft-eas-date.h"
#include "loft-error.h"
#include "loft-exchange-rule.h"
#include "loft-exchange-zone.h"
#include "loft-mime-addresses.h"

#include <string.h>

#define DAY ((gint64) 24 * 60 * 60)

/* MS-OXOCAL 2.2.1.27: what stands before the identity, and before one of another program. */
#define ID_HEAD      40
#define ID_DATE      16
#define OTHERS_MARK  "vCal-Uid\x01\0\0\0"
#define OTHERS_BYTES 12

#define CLASS_REQUEST "IPM.Schedule.Meeting.Request"
#define CLASS_CANCEL  "IPM.Schedule.Meeting.Canceled"
#define CLASS_REPLY   "IPM.Schedule.Meeting.Resp."
#define CLASS_MEETING "IPM.Schedule.Meeting"

typedef struct {
  const LoftWbxmlElement *data;
  const LoftWbxmlElement *meeting;
  const LoftEasMapping *how;
  const char *method;
  LoftContentComponent *calendar;
  LoftContentComponent *vevent;
  LoftIcalZone *zone;
  gboolean is_all_day;
} Invitation;

/* ---- identity ----------------------------------------------------------------------------- */

static char *
write_hex (const guchar *bytes, gsize length)
{
  GString *hex = g_string_sized_new (2 * length);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02X", i >= ID_DATE && i < ID_DATE + 4 ? 0 : bytes[i]);
  return g_string_free (hex, FALSE);
}

char *
loft_eas_message_dup_uid (const char *global_object_id)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (global_object_id, &length);
  g_autofree char *text = NULL;

  if (length <= ID_HEAD)
    return NULL;
  if (length <= ID_HEAD + OTHERS_BYTES || memcmp (bytes + ID_HEAD, OTHERS_MARK, OTHERS_BYTES) != 0)
    return write_hex (bytes, length);
  text = g_strndup ((const char *) bytes + ID_HEAD + OTHERS_BYTES, length - ID_HEAD - OTHERS_BYTES);
  return *text != '\0' && g_utf8_validate (text, -1, NULL) ? g_steal_pointer (&text) : NULL;
}

static char *
find_uid (const Invitation *self)
{
  const char *uid = loft_wbxml_element_get_text (self->meeting, LOFT_EAS_CALENDAR_UID);
  const char *id = loft_wbxml_element_get_text (self->meeting, LOFT_EAS_EMAIL_GLOBAL_OBJ_ID);

  if (uid != NULL && *uid != '\0')
    return g_strdup (uid);
  return id != NULL ? loft_eas_message_dup_uid (id) : NULL;
}

/* ---- times -------------------------------------------------------------------------------- */

static const char *
get (const Invitation *self, guint tag)
{
  const char *text = loft_wbxml_element_get_text (self->meeting, tag);

  return text != NULL ? text : "";
}

static void
read_zone (Invitation *self)
{
  LoftContentComponent *vtimezone = NULL;
  g_autofree char *tzid =
    loft_exchange_zone_find (get (self, LOFT_EAS_EMAIL_TIME_ZONE), self->how->zone, &vtimezone);

  if (vtimezone != NULL)
    loft_content_component_add_component (self->calendar, vtimezone);
  if (tzid != NULL)
    self->zone = vtimezone != NULL ? loft_ical_zone_find (tzid, self->calendar)
                                   : loft_eas_date_find_zone (tzid);
  if (self->zone == NULL)
    self->zone = loft_ical_zone_new_utc ();
}

/* A day begins at midnight of the event's wall, or of UTC where it is told without a zone (16.0).
 * */
static LoftIcalTime
make_time (const Invitation *self, gint64 instant)
{
  LoftIcalTime wall = loft_ical_zone_from_unix (self->zone, instant);
  gint64 seconds = loft_ical_time_get_seconds (&wall);

  if (!self->is_all_day)
    {
      wall.is_utc = g_str_equal (loft_ical_zone_get_name (self->zone), "UTC");
      return wall;
    }
  if (seconds % DAY != 0)
    seconds = instant;
  wall = loft_ical_time_from_seconds (seconds - ((seconds % DAY) + DAY) % DAY);
  wall.is_date = TRUE;
  return wall;
}

static gboolean
add_time (Invitation *self, const char *name, guint tag)
{
  g_autofree char *value = NULL;
  LoftContentProperty *property;
  LoftIcalTime time;
  gint64 instant;

  if (!loft_eas_date_read (get (self, tag), &instant))
    return FALSE;
  time = make_time (self, instant);
  value = loft_ical_time_write (&time);
  property = loft_content_component_set_value (self->vevent, name, value);
  if (time.is_date)
    loft_content_property_set_parameter (property, "VALUE", "DATE");
  else if (!time.is_utc)
    loft_content_property_set_parameter (property, "TZID", loft_ical_zone_get_name (self->zone));
  return TRUE;
}

static void
add_stamp (Invitation *self)
{
  g_autofree char *value = NULL;
  LoftIcalTime time;
  gint64 instant = 0;

  loft_eas_date_read (get (self, LOFT_EAS_EMAIL_DT_STAMP), &instant);
  time = loft_ical_time_from_seconds (instant);
  time.is_utc = TRUE;
  value = loft_ical_time_write (&time);
  loft_content_component_set_value (self->vevent, "DTSTAMP", value);
}

static gboolean
add_rule (Invitation *self, GError **error)
{
  const LoftWbxmlElement *recurrence =
    loft_wbxml_element_find_path (self->meeting, LOFT_EAS_EMAIL_RECURRENCES,
                                  LOFT_EAS_EMAIL_RECURRENCE, 0);
  LoftExchangeRuleStart start = { .zone = self->zone };
  g_autofree char *rule = NULL;
  gint64 instant;

  if (recurrence == NULL || !loft_eas_date_read (get (self, LOFT_EAS_EMAIL_START_TIME), &instant))
    return TRUE;
  start.start = make_time (self, instant);
  rule = loft_exchange_rule_to_ical (recurrence, &start, error);
  if (rule == NULL)
    return FALSE;
  loft_content_component_set_value (self->vevent, "RRULE", rule);
  return TRUE;
}

/* An occurrence by itself, else the series. */
static gboolean
add_times (Invitation *self, GError **error)
{
  gboolean has_start;

  read_zone (self);
  self->is_all_day =
    loft_wbxml_element_get_int (self->meeting, LOFT_EAS_EMAIL_ALL_DAY_EVENT, 0) != 0;
  has_start = add_time (self, "DTSTART", LOFT_EAS_EMAIL_START_TIME);
  if (!has_start && g_str_equal (self->method, "REQUEST"))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "the invitation has no start");
      return FALSE;
    }
  add_time (self, "DTEND", LOFT_EAS_EMAIL_END_TIME);
  return add_time (self, "RECURRENCE-ID", LOFT_EAS_EMAIL_RECURRENCE_ID) || add_rule (self, error);
}

/* ---- people ------------------------------------------------------------------------------- */

/* (transfer full) of LoftAddress; text: (nullable). */
static GPtrArray *
read_people (const char *text)
{
  GPtrArray *people = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);

  if (text != NULL)
    loft_mime_addresses_read (people, text, strlen (text), NULL);
  return people;
}

/* (nullable) NULL: an address that only Exchange understands. */
static LoftContentProperty *
add_person (Invitation *self, const char *property, const LoftAddress *person)
{
  g_autofree char *uri = g_strconcat ("mailto:", person->email, NULL);
  LoftContentProperty *added;

  if (strchr (person->email, '@') == NULL)
    return NULL;
  added =
    loft_content_component_add_property (self->vevent, loft_content_property_new (property, uri));
  if (*person->name != '\0')
    loft_content_property_set_parameter (added, "CN", person->name);
  return added;
}

static const char *
get_answer (const char *message_class)
{
  const char *answer = message_class + strlen (CLASS_REPLY);

  if (g_ascii_strcasecmp (answer, "Pos") == 0)
    return "ACCEPTED";
  return g_ascii_strcasecmp (answer, "Neg") == 0 ? "DECLINED" : "TENTATIVE";
}

static gboolean
is_me (const Invitation *self, const char *address)
{
  return g_ascii_strcasecmp (address, self->how->address) == 0;
}

static void
add_attendee (Invitation *self, const LoftAddress *person, const char *role)
{
  LoftContentProperty *property = add_person (self, "ATTENDEE", person);

  if (property == NULL)
    return;
  if (role != NULL)
    loft_content_property_set_parameter (property, "ROLE", role);
  loft_content_property_set_parameter (property, "PARTSTAT", "NEEDS-ACTION");
  if (is_me (self, person->email) && g_str_equal (self->method, "REQUEST") &&
      loft_wbxml_element_get_int (self->meeting, LOFT_EAS_EMAIL_RESPONSE_REQUESTED, 1) != 0)
    loft_content_property_set_parameter (property, "RSVP", "TRUE");
}

/* TRUE: the account's owner is among them. */
static gboolean
add_attendees (Invitation *self, guint tag, const char *role, const char *organizer)
{
  g_autoptr (GPtrArray) people = read_people (loft_wbxml_element_get_text (self->data, tag));
  gboolean has_me = FALSE;

  for (guint i = 0; i < people->len; i++)
    {
      const LoftAddress *person = g_ptr_array_index (people, i);

      if (g_ascii_strcasecmp (person->email, organizer) == 0)
        continue;
      has_me = has_me || is_me (self, person->email);
      add_attendee (self, person, role);
    }
  return has_me;
}

/* Whoever got it by a list or another address is asked all the same. */
static void
add_invited (Invitation *self, const char *organizer)
{
  g_autoptr (LoftAddress) me = loft_address_new ("", self->how->address);
  gboolean by_to = add_attendees (self, LOFT_EAS_EMAIL_TO, "REQ-PARTICIPANT", organizer);
  gboolean by_cc = add_attendees (self, LOFT_EAS_EMAIL_CC, "OPT-PARTICIPANT", organizer);

  if (!by_to && !by_cc)
    add_attendee (self, me, NULL);
}

static void
add_people (Invitation *self, const char *message_class)
{
  g_autoptr (GPtrArray) from =
    read_people (loft_wbxml_element_get_text (self->data, LOFT_EAS_EMAIL_FROM));
  gboolean is_reply = g_str_equal (self->method, "REPLY");
  g_autoptr (GPtrArray) organizers = read_people (get (self, LOFT_EAS_EMAIL_ORGANIZER));
  g_autoptr (LoftAddress) me = loft_address_new ("", self->how->address);
  const LoftAddress *sender = from->len > 0 ? g_ptr_array_index (from, 0) : me;
  const LoftAddress *organizer = organizers->len > 0 ? g_ptr_array_index (organizers, 0)
                                 : is_reply          ? me
                                                     : sender;
  LoftContentProperty *property;

  add_person (self, "ORGANIZER", organizer);
  if (!is_reply)
    {
      add_invited (self, organizer->email);
      return;
    }
  property = add_person (self, "ATTENDEE", sender);
  if (property != NULL)
    loft_content_property_set_parameter (property, "PARTSTAT", get_answer (message_class));
}

/* ---- words -------------------------------------------------------------------------------- */

static void
set_text (Invitation *self, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    loft_content_component_set_text (self->vevent, name, text);
}

/* The topic has no "Accepted:" before it. */
static const char *
get_subject (const Invitation *self)
{
  const char *subject = loft_wbxml_element_get_text (self->data, LOFT_EAS_EMAIL_SUBJECT);
  const char *topic = loft_wbxml_element_get_text (self->data, LOFT_EAS_EMAIL_THREAD_TOPIC);
  gboolean by_topic = !g_str_equal (self->method, "REQUEST") && topic != NULL && *topic != '\0';

  return by_topic || subject == NULL ? topic : subject;
}

static void
add_words (Invitation *self)
{
  const LoftWbxmlElement *place =
    loft_wbxml_element_find (self->meeting, LOFT_EAS_AIRSYNCBASE_LOCATION);
  gint64 sensitivity = loft_wbxml_element_get_int (self->meeting, LOFT_EAS_EMAIL_SENSITIVITY, 0);

  set_text (self, "SUMMARY", get_subject (self));
  set_text (self, "LOCATION", get (self, LOFT_EAS_EMAIL_LOCATION));
  set_text (self, "LOCATION",
            loft_wbxml_element_get_text (place, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME));
  if (sensitivity >= 1 && sensitivity <= 3)
    loft_content_component_set_value (self->vevent, "CLASS",
                                      sensitivity == 3 ? "CONFIDENTIAL" : "PRIVATE");
  if (loft_wbxml_element_get_int (self->meeting, LOFT_EAS_EMAIL_BUSY_STATUS, 2) == 0)
    loft_content_component_set_value (self->vevent, "TRANSP", "TRANSPARENT");
  if (g_str_equal (self->method, "CANCEL"))
    loft_content_component_set_value (self->vevent, "STATUS", "CANCELLED");
}

/* ---- all of it ---------------------------------------------------------------------------- */

/* (nullable) NULL: no mail about a meeting. Some servers leave the class out. */
static const char *
find_method (const char *message_class)
{
  gsize request = strlen (CLASS_REQUEST);

  if (*message_class == '\0' || g_ascii_strncasecmp (message_class, CLASS_REQUEST, request) == 0)
    return "REQUEST";
  if (g_ascii_strncasecmp (message_class, CLASS_CANCEL, strlen (CLASS_CANCEL)) == 0)
    return "CANCEL";
  if (g_ascii_strncasecmp (message_class, CLASS_REPLY, strlen (CLASS_REPLY)) == 0)
    return "REPLY";
  return g_ascii_strcasecmp (message_class, CLASS_MEETING) == 0 ? "REQUEST" : NULL;
}

static gboolean
fill (Invitation *self, const char *message_class, GError **error)
{
  g_autofree char *uid = find_uid (self);

  loft_content_component_set_value (self->calendar, "VERSION", "2.0");
  loft_content_component_set_value (self->calendar, "PRODID", "-//Loft//Loft//EN");
  loft_content_component_set_value (self->calendar, "METHOD", self->method);
  if (uid == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                           "the invitation does not say what it is about");
      return FALSE;
    }
  loft_content_component_set_text (self->vevent, "UID", uid);
  add_stamp (self);
  if (!add_times (self, error))
    return FALSE;
  add_words (self);
  add_people (self, message_class);
  return TRUE;
}

char *
loft_eas_message_dup_invitation (const LoftWbxmlElement *data, const LoftEasMapping *how,
                                 GError **error)
{
  const LoftWbxmlElement *meeting = loft_wbxml_element_find (data, LOFT_EAS_EMAIL_MEETING_REQUEST);
  const char *written = loft_wbxml_element_get_text (data, LOFT_EAS_EMAIL_MESSAGE_CLASS);
  const char *message_class = written != NULL ? written : "";
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");
  Invitation self = { .data = data,
                      .meeting = meeting,
                      .how = how,
                      .method = find_method (message_class),
                      .calendar = calendar };
  g_autoptr (GBytes) bytes = NULL;
  gboolean is_whole;

  if (meeting == NULL || self.method == NULL || !loft_eas_body_check (data, error))
    return NULL;
  self.vevent = loft_content_component_new ("VEVENT");
  is_whole = fill (&self, message_class, error);
  loft_content_component_add_component (calendar, self.vevent);
  g_clear_pointer (&self.zone, loft_ical_zone_unref);
  if (!is_whole)
    return NULL;
  bytes = loft_content_component_write (calendar);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
