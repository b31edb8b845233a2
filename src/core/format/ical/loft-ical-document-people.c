/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-document-private.h"

static LoftAttendee *
find (GPtrArray *attendees, const char *address)
{
  for (guint i = 0; i < attendees->len; i++)
    {
      LoftAttendee *attendee = g_ptr_array_index (attendees, i);

      if (g_ascii_strcasecmp (attendee->address, address) == 0)
        return attendee;
    }
  return NULL;
}

static char *
write_address (const char *address)
{
  if (strchr (address, ':') != NULL || strchr (address, '@') == NULL)
    return g_strdup (address);
  return g_strconcat ("mailto:", address, NULL);
}

static void
set_parameter (LoftContentProperty *property, const char *name, const char *value,
               const char *present)
{
  if (g_strcmp0 (value, present) != 0)
    loft_content_property_set_parameter (property, name, *value != '\0' ? value : NULL);
}

/* Only what differs is written: parameters that Loft does not know stay. */
static void
write_person (LoftContentProperty *property, const LoftAttendee *before, const LoftAttendee *after)
{
  g_autofree char *sent_by =
    *after->sent_by != '\0' ? write_address (after->sent_by) : g_strdup ("");

  set_parameter (property, "CN", after->name, before->name);
  if (strcmp (before->sent_by, after->sent_by) != 0)
    loft_content_property_set_parameter (property, "SENT-BY", *sent_by != '\0' ? sent_by : NULL);
  if (before->cutype != after->cutype)
    loft_content_property_set_parameter (property, "CUTYPE",
                                         loft_ical_cutype_to_name (after->cutype));
  if (before->role != after->role)
    loft_content_property_set_parameter (property, "ROLE", loft_ical_role_to_name (after->role));
  if (before->partstat != after->partstat && after->partstat != LOFT_PARTSTAT_NONE)
    loft_content_property_set_parameter (property, "PARTSTAT",
                                         loft_partstat_to_name (after->partstat));
  if (before->rsvp != after->rsvp)
    loft_content_property_set_parameter (property, "RSVP", after->rsvp ? "TRUE" : NULL);
}

static void
add_person (LoftContentComponent *component, const char *name, const LoftAttendee *person)
{
  g_autoptr (LoftAttendee) nobody = loft_attendee_new ("", "");
  g_autofree char *value = write_address (person->address);
  LoftContentProperty *property =
    loft_content_component_add_property (component, loft_content_property_new (name, value));

  /* An organizer has no PARTSTAT (RFC 5545 3.8.4.3). */
  nobody->partstat = strcmp (name, "ORGANIZER") == 0 ? person->partstat : LOFT_PARTSTAT_NONE;
  nobody->role = person->role == LOFT_ROLE_REQUIRED ? LOFT_ROLE_REQUIRED : nobody->role;
  write_person (property, nobody, person);
}

static void
change_attendees (LoftContentComponent *component, const LoftEvent *before, const LoftEvent *after)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (component, &position, "ATTENDEE")) !=
         NULL)
    {
      g_autoptr (LoftAttendee) present = loft_ical_attendee_read (property);
      const LoftAttendee *old = find (before->attendees, present->address);
      const LoftAttendee *new = find (after->attendees, present->address);

      if (old == NULL)
        continue;
      if (new == NULL)
        g_ptr_array_add (dropped, property);
      else if (!loft_attendee_equal (old, new))
        write_person (property, old, new);
    }
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_property (component, g_ptr_array_index (dropped, i));
}

static gboolean
equal_attendees (const LoftEvent *before, const LoftEvent *after)
{
  if (before->attendees->len != after->attendees->len)
    return FALSE;
  for (guint i = 0; i < before->attendees->len; i++)
    if (!loft_attendee_equal (g_ptr_array_index (before->attendees, i),
                              g_ptr_array_index (after->attendees, i)))
      return FALSE;
  return TRUE;
}

static void
apply_organizer (LoftContentComponent *component, const LoftEvent *before, const LoftEvent *after)
{
  LoftContentProperty *property = loft_content_component_get_property (component, "ORGANIZER");

  if (before->organizer != NULL && after->organizer != NULL && property != NULL &&
      g_ascii_strcasecmp (before->organizer->address, after->organizer->address) == 0)
    {
      write_person (property, before->organizer, after->organizer);
      return;
    }
  if (before->organizer == after->organizer)
    return;
  loft_content_component_remove_properties (component, "ORGANIZER");
  if (after->organizer != NULL)
    add_person (component, "ORGANIZER", after->organizer);
}

void
loft_ical_document_apply_people (LoftContentComponent *component, const LoftEvent *before,
                                 const LoftEvent *after)
{
  apply_organizer (component, before, after);
  if (equal_attendees (before, after))
    return;
  change_attendees (component, before, after);
  for (guint i = 0; i < after->attendees->len; i++)
    {
      const LoftAttendee *attendee = g_ptr_array_index (after->attendees, i);

      if (find (before->attendees, attendee->address) == NULL)
        add_person (component, "ATTENDEE", attendee);
    }
}

static LoftAlarm *
find_alarm (GPtrArray *alarms, const LoftAlarm *wanted, gboolean by_uid)
{
  for (guint i = 0; i < alarms->len; i++)
    {
      LoftAlarm *alarm = g_ptr_array_index (alarms, i);

      if (by_uid ? *wanted->uid != '\0' && strcmp (alarm->uid, wanted->uid) == 0
                 : loft_alarm_equal (alarm, wanted))
        return alarm;
    }
  return NULL;
}

static void
write_trigger (LoftContentComponent *valarm, const LoftAlarm *alarm)
{
  LoftIcalDuration offset = { 0, alarm->offset };
  g_autofree char *value = alarm->is_absolute ? loft_ical_document_write_stamp (alarm->at)
                                              : loft_ical_duration_write (&offset);
  LoftContentProperty *trigger = loft_content_component_set_value (valarm, "TRIGGER", value);

  loft_content_property_set_parameter (trigger, "VALUE", alarm->is_absolute ? "DATE-TIME" : NULL);
  loft_content_property_set_parameter (trigger, "RELATED",
                                       alarm->from_end && !alarm->is_absolute ? "END" : NULL);
}

static void
write_alarm (LoftContentComponent *valarm, const LoftAlarm *before, const LoftAlarm *after)
{
  if (before == NULL || before->is_absolute != after->is_absolute || before->at != after->at ||
      before->offset != after->offset || before->from_end != after->from_end)
    write_trigger (valarm, after);
  if (before == NULL || strcmp (before->description, after->description) != 0)
    loft_ical_document_set_text (valarm, "DESCRIPTION", after->description);
  if ((before == NULL ? 0 : before->acknowledged) == after->acknowledged)
    return;
  if (after->acknowledged == 0)
    loft_content_component_remove_properties (valarm, "ACKNOWLEDGED");
  else
    {
      g_autofree char *stamp = loft_ical_document_write_stamp (after->acknowledged);

      loft_content_component_set_value (valarm, "ACKNOWLEDGED", stamp);
    }
}

static void
add_alarm (LoftContentComponent *component, const LoftAlarm *alarm)
{
  LoftContentComponent *valarm =
    loft_content_component_add_component (component, loft_content_component_new ("VALARM"));

  loft_ical_document_set_text (valarm, "UID", alarm->uid);
  loft_content_component_set_value (valarm, "ACTION", "DISPLAY");
  write_alarm (valarm, NULL, alarm);
  /* RFC 5545 3.6.6 wants one of what is displayed. */
  if (*alarm->description == '\0')
    loft_content_component_set_value (valarm, "DESCRIPTION", "Reminder");
}

static void
change_alarms (LoftContentComponent *component, GPtrArray *before, GPtrArray *after)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  LoftContentComponent *valarm;
  guint position = 0;

  while ((valarm = loft_content_component_next_component (component, &position, "VALARM")) != NULL)
    {
      g_autoptr (LoftAlarm) present = loft_ical_alarm_read (valarm);
      const LoftAlarm *changed;

      if (present == NULL || find_alarm (before, present, FALSE) == NULL ||
          find_alarm (after, present, FALSE) != NULL)
        continue;
      changed = find_alarm (after, present, TRUE);
      if (changed != NULL)
        write_alarm (valarm, present, changed);
      else
        g_ptr_array_add (dropped, valarm);
    }
  for (guint i = 0; i < dropped->len; i++)
    loft_content_component_remove_component (component, g_ptr_array_index (dropped, i));
}

void
loft_ical_document_apply_alarms (LoftContentComponent *component, GPtrArray *before,
                                 GPtrArray *after)
{
  change_alarms (component, before, after);
  for (guint i = 0; i < after->len; i++)
    {
      const LoftAlarm *alarm = g_ptr_array_index (after, i);

      if (find_alarm (before, alarm, FALSE) == NULL && find_alarm (before, alarm, TRUE) == NULL)
        add_alarm (component, alarm);
    }
}
