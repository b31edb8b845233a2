/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-event.h"

#include <string.h>

#include "loft-content-component.h"
#include "loft-error.h"
#include "loft-ical-time.h"

LoftEasInstance *
loft_eas_instance_new (const char *instance_id, LoftWbxmlElement *data)
{
  LoftEasInstance *self = g_new0 (LoftEasInstance, 1);

  self->instance_id = g_strdup (instance_id);
  self->data = data;
  return self;
}

void
loft_eas_instance_free (LoftEasInstance *self)
{
  g_free (self->instance_id);
  g_clear_pointer (&self->data, loft_wbxml_element_free);
  g_free (self);
}

static void
set_text (LoftContentComponent *vevent, const char *name, const LoftWbxmlElement *data, guint tag)
{
  const char *text = loft_wbxml_element_get_text (data, tag);

  if (text != NULL && *text != '\0')
    loft_content_component_set_text (vevent, name, text);
}

static void
set_time (LoftContentComponent *vevent, const char *name, const LoftWbxmlElement *data, guint tag)
{
  const char *text = loft_wbxml_element_get_text (data, tag);
  LoftIcalTime time;

  if (text != NULL && loft_ical_time_read (text, &time))
    loft_content_component_set_value (vevent, name, text);
}

char *
loft_eas_event_to_ical (const LoftWbxmlElement *data, const char *uid_otherwise,
                        const LoftEasMapping *how, GError **error)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//Loft//EN\r\nEND:VCALENDAR\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (LoftContentComponent) root = loft_content_component_read (bytes, NULL);
  LoftContentComponent *vevent =
    loft_content_component_add_component (loft_content_component_get_component (root, "VCALENDAR"),
                                          loft_content_component_new ("VEVENT"));
  g_autoptr (GBytes) written = NULL;

  if (loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_START_TIME) == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "the event has no start");
      return NULL;
    }
  loft_content_component_set_text (vevent, "UID", uid_otherwise);
  set_text (vevent, "UID", data, LOFT_EAS_CALENDAR_UID);
  set_time (vevent, "DTSTAMP", data, LOFT_EAS_CALENDAR_DT_STAMP);
  set_time (vevent, "DTSTART", data, LOFT_EAS_CALENDAR_START_TIME);
  set_time (vevent, "DTEND", data, LOFT_EAS_CALENDAR_END_TIME);
  set_text (vevent, "SUMMARY", data, LOFT_EAS_CALENDAR_SUBJECT);
  written = loft_content_component_write (root);
  return g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
}

static void
add_property (LoftWbxmlElement *data, guint tag, LoftContentComponent *vevent, const char *name)
{
  LoftContentProperty *property = loft_content_component_get_property (vevent, name);
  g_autofree char *text = property != NULL ? loft_content_property_dup_text (property) : NULL;

  if (text != NULL)
    loft_wbxml_element_add_text (data, tag, text);
}

LoftWbxmlElement *
loft_eas_event_from_ical (const char *ical, const LoftEasMapping *how, GPtrArray **instances,
                          GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (ical, strlen (ical));
  g_autoptr (LoftContentComponent) root = loft_content_component_read (bytes, error);
  LoftContentComponent *calendar =
    root != NULL ? loft_content_component_get_component (root, "VCALENDAR") : NULL;
  LoftContentComponent *vevent =
    calendar != NULL ? loft_content_component_get_component (calendar, "VEVENT") : NULL;
  LoftWbxmlElement *data;

  *instances = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_eas_instance_free);
  if (vevent == NULL)
    {
      g_clear_pointer (instances, g_ptr_array_unref);
      if (root != NULL)
        g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "there is no event in it");
      return NULL;
    }
  data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  add_property (data, LOFT_EAS_CALENDAR_DT_STAMP, vevent, "DTSTAMP");
  add_property (data, LOFT_EAS_CALENDAR_START_TIME, vevent, "DTSTART");
  add_property (data, LOFT_EAS_CALENDAR_END_TIME, vevent, "DTEND");
  add_property (data, LOFT_EAS_CALENDAR_SUBJECT, vevent, "SUMMARY");
  add_property (data, how->version < 160 ? LOFT_EAS_CALENDAR_UID : LOFT_EAS_CALENDAR_CLIENT_UID,
                vevent, "UID");
  return data;
}

LoftWbxmlElement *
loft_eas_event_changes (const LoftWbxmlElement *before, const LoftWbxmlElement *after,
                        const LoftEasMapping *how)
{
  return loft_wbxml_element_equal (before, after) ? NULL : loft_wbxml_element_copy (after);
}

GPtrArray *
loft_eas_event_instance_changes (GPtrArray *before, GPtrArray *after)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_eas_instance_free);
}
