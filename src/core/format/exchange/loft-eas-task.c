/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-task.h"

#include "loft-content-component.h"
#include "loft-eas-body.h"
#include "loft-eas-date.h"
#include "loft-eas-task-rule.h"
#include "loft-eas-task-time.h"
#include "loft-error.h"
#include "loft-ical-object.h"

#include <string.h>

#define ELEMENT "X-LOFT-EAS-ELEMENT" /* one that nobody knows */
#define WRITTEN "X-LOFT-EAS" /* of CLASS: the sensitivity that it was */
#define CUT     "X-LOFT-EAS-CUT" /* mark of a text that came cut off */

/* MS-ASTASK 2.2.2.14 and 2.2.2.22 */
enum { LOW = 0, NORMAL = 1, HIGH = 2 };
enum { OPEN = 0, PERSONAL = 1, PRIVATE = 2, CONFIDENTIAL = 3 };

static const LoftEasTaskTime times[] = {
  { LOFT_EAS_TASKS_START_DATE, LOFT_EAS_TASKS_UTC_START_DATE, "DTSTART" },
  { LOFT_EAS_TASKS_DUE_DATE, LOFT_EAS_TASKS_UTC_DUE_DATE, "DUE" },
};

/* ---- data -> VTODO ------------------------------------------------------------------------ */

static const char *
get (const LoftWbxmlElement *data, guint tag)
{
  const char *text = loft_wbxml_element_get_text (data, tag);

  return text != NULL ? text : "";
}

static void
set_text (LoftContentComponent *vtodo, const char *name, const char *text)
{
  if (*text != '\0')
    loft_content_component_set_text (vtodo, name, text);
}

/* (transfer full) (nullable) "20261121T100000Z" */
static char *
dup_stamp (const char *written)
{
  LoftIcalTime time;
  gint64 seconds;

  if (!loft_eas_date_read (written, &seconds))
    return NULL;
  time = loft_ical_time_from_seconds (seconds);
  time.is_utc = TRUE;
  return loft_ical_time_write (&time);
}

static void
add_times (LoftContentComponent *vtodo, const LoftWbxmlElement *data, const char *zone)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      LoftContentProperty *property = loft_eas_task_time_read (&times[i], data, zone);

      if (property != NULL)
        loft_content_component_add_property (vtodo, property);
    }
}

static void
add_status (LoftContentComponent *vtodo, const LoftWbxmlElement *data)
{
  g_autofree char *stamp = dup_stamp (get (data, LOFT_EAS_TASKS_DATE_COMPLETED));

  if (loft_wbxml_element_get_int (data, LOFT_EAS_TASKS_COMPLETE, 0) == 0)
    return;
  loft_content_component_set_value (vtodo, "STATUS", "COMPLETED");
  loft_content_component_set_value (vtodo, "PERCENT-COMPLETE", "100");
  if (stamp != NULL)
    loft_content_component_set_value (vtodo, "COMPLETED", stamp);
}

static void
add_words (LoftContentComponent *vtodo, const LoftWbxmlElement *data)
{
  gint64 importance = loft_wbxml_element_get_int (data, LOFT_EAS_TASKS_IMPORTANCE, NORMAL);
  gint64 sensitivity = loft_wbxml_element_get_int (data, LOFT_EAS_TASKS_SENSITIVITY, OPEN);
  LoftContentProperty *class;

  if (importance == HIGH || importance == LOW)
    loft_content_component_set_value (vtodo, "PRIORITY", importance == HIGH ? "1" : "9");
  if (sensitivity < PERSONAL || sensitivity > CONFIDENTIAL)
    return;
  class =
    loft_content_component_set_value (vtodo, "CLASS",
                                      sensitivity == CONFIDENTIAL ? "CONFIDENTIAL" : "PRIVATE");
  if (sensitivity == PERSONAL)
    loft_content_property_set_parameter (class, WRITTEN, "1");
}

static void
add_categories (LoftContentComponent *vtodo, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *categories = loft_wbxml_element_find (data, LOFT_EAS_TASKS_CATEGORIES);
  g_autoptr (GString) value = g_string_new (NULL);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (categories); i++)
    {
      const LoftWbxmlElement *child = loft_wbxml_element_get_child (categories, i);
      g_autofree char *escaped = NULL;

      if (child->tag != LOFT_EAS_TASKS_CATEGORY || child->text == NULL || *child->text == '\0')
        continue;
      escaped = loft_content_text_escape (child->text);
      g_string_append_printf (value, "%s%s", value->len > 0 ? "," : "", escaped);
    }
  if (value->len > 0)
    loft_content_component_set_value (vtodo, "CATEGORIES", value->str);
}

static void
add_note (LoftContentComponent *vtodo, const LoftWbxmlElement *data)
{
  g_autofree char *mark = NULL;
  g_autofree char *text = loft_eas_body_dup_text (data, &mark);

  if (text == NULL)
    return;
  set_text (vtodo, "DESCRIPTION", text);
  if (mark != NULL)
    loft_content_property_set_parameter (loft_content_component_get_property (vtodo, "DESCRIPTION"),
                                         CUT, mark);
}

static void
add_reminder (LoftContentComponent *vtodo, const LoftWbxmlElement *data)
{
  g_autofree char *stamp = dup_stamp (get (data, LOFT_EAS_TASKS_REMINDER_TIME));
  LoftContentComponent *valarm;

  if (stamp == NULL || loft_wbxml_element_get_int (data, LOFT_EAS_TASKS_REMINDER_SET, 0) == 0)
    return;
  valarm = loft_content_component_add_component (vtodo, loft_content_component_new ("VALARM"));
  loft_content_component_set_value (valarm, "ACTION", "DISPLAY");
  loft_content_property_set_parameter (loft_content_component_set_value (valarm, "TRIGGER", stamp),
                                       "VALUE", "DATE-TIME");
  loft_content_component_set_text (valarm, "DESCRIPTION", get (data, LOFT_EAS_TASKS_SUBJECT));
}

/* A body of HTML goes back as it came. */
static gboolean
is_known (const LoftWbxmlElement *data, const LoftWbxmlElement *element)
{
  switch (element->tag)
    {
    case LOFT_EAS_AIRSYNCBASE_BODY:
      return !loft_eas_body_is_more (data);
    case LOFT_EAS_AIRSYNCBASE_NATIVE_BODY_TYPE:
    case LOFT_EAS_TASKS_BODY:
    case LOFT_EAS_TASKS_BODY_SIZE:
    case LOFT_EAS_TASKS_BODY_TRUNCATED:
    case LOFT_EAS_TASKS_COMPRESSED_RTF:
    case LOFT_EAS_TASKS_CATEGORIES:
    case LOFT_EAS_TASKS_COMPLETE:
    case LOFT_EAS_TASKS_DATE_COMPLETED:
    case LOFT_EAS_TASKS_DUE_DATE:
    case LOFT_EAS_TASKS_UTC_DUE_DATE:
    case LOFT_EAS_TASKS_START_DATE:
    case LOFT_EAS_TASKS_UTC_START_DATE:
    case LOFT_EAS_TASKS_IMPORTANCE:
    case LOFT_EAS_TASKS_SENSITIVITY:
    case LOFT_EAS_TASKS_SUBJECT:
    case LOFT_EAS_TASKS_REMINDER_SET:
    case LOFT_EAS_TASKS_REMINDER_TIME:
    case LOFT_EAS_TASKS_RECURRENCE:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_element (LoftContentComponent *vtodo, const LoftWbxmlElement *element)
{
  g_autofree char *word = loft_eas_body_write_element (element);

  loft_content_component_add_property (vtodo, loft_content_property_new (ELEMENT, word));
}

static void
add_unknown (LoftContentComponent *vtodo, const LoftWbxmlElement *data)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (data); i++)
    {
      const LoftWbxmlElement *element = loft_wbxml_element_get_child (data, i);

      if (!is_known (data, element))
        add_element (vtodo, element);
    }
}

static void
add_rule (LoftContentComponent *vtodo, const LoftWbxmlElement *data, const LoftEasMapping *how)
{
  const LoftWbxmlElement *recurrence = loft_wbxml_element_find (data, LOFT_EAS_TASKS_RECURRENCE);

  if (recurrence != NULL && !loft_eas_task_rule_read (vtodo, recurrence, how))
    add_element (vtodo, recurrence);
}

static char *
write_calendar (LoftContentComponent *vtodo)
{
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");
  g_autoptr (GBytes) written = NULL;

  loft_content_component_set_value (calendar, "VERSION", "2.0");
  loft_content_component_set_value (calendar, "PRODID", "-//Loft//Loft//EN");
  loft_content_component_add_component (calendar, vtodo);
  written = loft_content_component_write (calendar);
  return g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
}

char *
loft_eas_task_to_ical (const LoftWbxmlElement *data, const char *uid, const LoftEasMapping *how,
                       GError **error)
{
  LoftContentComponent *vtodo;

  if (!loft_eas_body_check (data, error))
    return NULL;
  vtodo = loft_content_component_new ("VTODO");
  loft_content_component_set_text (vtodo, "UID", uid);
  /* There must be one (RFC 5545 3.6.2), and Exchange tells none. */
  loft_content_component_set_value (vtodo, "DTSTAMP", "19700101T000000Z");
  set_text (vtodo, "SUMMARY", get (data, LOFT_EAS_TASKS_SUBJECT));
  add_times (vtodo, data, how->zone);
  add_rule (vtodo, data, how);
  add_status (vtodo, data);
  add_words (vtodo, data);
  add_categories (vtodo, data);
  add_note (vtodo, data);
  add_unknown (vtodo, data);
  add_reminder (vtodo, data);
  return write_calendar (vtodo);
}

/* ---- VTODO -> data ------------------------------------------------------------------------ */

typedef struct {
  const LoftTask *task;
  LoftContentComponent *vtodo;
  const LoftEasMapping *how;
  LoftWbxmlElement *data;
  GError **error;
} Data;

static void
tell_status (Data *self)
{
  const LoftTask *task = self->task;
  gint64 when =
    task->completed != 0 ? task->completed : (task->modified != 0 ? task->modified : task->stamp);
  g_autofree char *date = loft_eas_date_write (when);
  gboolean is_done = task->status == LOFT_TASK_COMPLETED;

  loft_wbxml_element_add_int (self->data, LOFT_EAS_TASKS_COMPLETE, is_done);
  if (is_done)
    loft_wbxml_element_add_text (self->data, LOFT_EAS_TASKS_DATE_COMPLETED, date);
}

static int
get_sensitivity (const Data *self)
{
  LoftContentProperty *class = loft_content_component_get_property (self->vtodo, "CLASS");
  g_autofree char *written =
    class != NULL ? loft_content_property_dup_parameter (class, WRITTEN) : NULL;

  if (self->task->class == LOFT_CLASS_CONFIDENTIAL)
    return CONFIDENTIAL;
  if (self->task->class == LOFT_CLASS_PUBLIC)
    return OPEN;
  return g_strcmp0 (written, "1") == 0 ? PERSONAL : PRIVATE;
}

static void
tell_words (Data *self)
{
  guint priority = self->task->priority;

  loft_wbxml_element_add_int (self->data, LOFT_EAS_TASKS_IMPORTANCE,
                              priority == 0 || priority == 5 ? NORMAL
                                                             : (priority < 5 ? HIGH : LOW));
  loft_wbxml_element_add_int (self->data, LOFT_EAS_TASKS_SENSITIVITY, get_sensitivity (self));
}

static gboolean
tell_times (Data *self)
{
  const LoftEventTime *const of_task[] = { &self->task->start, &self->task->due };

  if (of_task[0]->is_set && of_task[1]->is_set && of_task[0]->wall > of_task[1]->wall &&
      of_task[0]->at > of_task[1]->at)
    {
      g_set_error_literal (self->error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "Exchange keeps no task that begins after it is due");
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    if (of_task[i]->is_set)
      loft_eas_task_time_add (&times[i], self->data, of_task[i],
                              loft_content_component_get_property (self->vtodo, times[i].name),
                              self->how->zone);
  return TRUE;
}

static void
tell_categories (Data *self)
{
  LoftWbxmlElement *categories;

  if (self->task->categories == NULL || self->task->categories[0] == NULL)
    return;
  categories = loft_wbxml_element_add (self->data, LOFT_EAS_TASKS_CATEGORIES);
  for (guint i = 0; self->task->categories[i] != NULL; i++)
    loft_wbxml_element_add_text (categories, LOFT_EAS_TASKS_CATEGORY, self->task->categories[i]);
}

/* (transfer full) (nullable) */
static LoftWbxmlElement *
find_kept_body (const Data *self)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (self->vtodo, &position, ELEMENT)))
    {
      g_autoptr (LoftWbxmlElement) element =
        loft_eas_body_read_element (loft_content_property_get_value (property));

      if (element != NULL && element->tag == LOFT_EAS_AIRSYNCBASE_BODY)
        return g_steal_pointer (&element);
    }
  return NULL;
}

static gboolean
tell_note (Data *self)
{
  LoftContentProperty *property = loft_content_component_get_property (self->vtodo, "DESCRIPTION");
  g_autofree char *text =
    property != NULL ? loft_content_property_dup_text (property) : g_strdup ("");
  g_autofree char *mark =
    property != NULL ? loft_content_property_dup_parameter (property, CUT) : NULL;
  g_autoptr (LoftWbxmlElement) kept = find_kept_body (self);

  return loft_eas_body_add (self->data, text, mark, kept, self->error);
}

/* FALSE: it is relative to nothing. */
static gboolean
get_reminder (const Data *self, gint64 *at)
{
  const LoftTask *task = self->task;
  const LoftAlarm *alarm = task->alarms->len > 0 ? g_ptr_array_index (task->alarms, 0) : NULL;
  const LoftEventTime *anchor;

  if (alarm == NULL)
    return FALSE;
  anchor = alarm->from_end || !task->start.is_set ? &task->due : &task->start;
  if (!alarm->is_absolute && !anchor->is_set)
    return FALSE;
  *at = alarm->is_absolute
          ? alarm->at
          : loft_eas_task_time_get_instant (anchor, alarm->offset, self->how->zone);
  return TRUE;
}

static void
tell_reminder (Data *self)
{
  gint64 at = 0;
  gboolean is_set = get_reminder (self, &at);
  g_autofree char *time = loft_eas_date_write (at);

  loft_wbxml_element_add_int (self->data, LOFT_EAS_TASKS_REMINDER_SET, is_set);
  if (is_set)
    loft_wbxml_element_add_text (self->data, LOFT_EAS_TASKS_REMINDER_TIME, time);
}

/* What came as it is, unless a person has said the same thing anew. */
static void
tell_unknown (Data *self)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (self->vtodo, &position, ELEMENT)))
    {
      g_autoptr (LoftWbxmlElement) element =
        loft_eas_body_read_element (loft_content_property_get_value (property));

      if (element != NULL && element->tag != LOFT_EAS_AIRSYNCBASE_BODY &&
          loft_wbxml_element_find (self->data, element->tag) == NULL)
        loft_wbxml_element_take (self->data, g_steal_pointer (&element));
    }
}

static gboolean
tell (Data *self)
{
  loft_wbxml_element_add_text (self->data, LOFT_EAS_TASKS_SUBJECT, self->task->summary);
  if (!tell_times (self) ||
      !loft_eas_task_rule_add (self->data, self->task, self->vtodo, self->how, self->error))
    return FALSE;
  tell_status (self);
  tell_words (self);
  tell_categories (self);
  tell_reminder (self);
  if (!tell_note (self))
    return FALSE;
  tell_unknown (self);
  return TRUE;
}

/* (transfer none) (nullable) */
static LoftContentComponent *
find_vtodo (LoftContentComponent *root)
{
  LoftContentComponent *calendar = loft_content_component_get_component (root, "VCALENDAR");

  return calendar != NULL ? loft_content_component_get_component (calendar, "VTODO") : NULL;
}

LoftWbxmlElement *
loft_eas_task_from_ical (const char *ical, const LoftEasMapping *how, GError **error)
{
  g_autoptr (GBytes) raw = g_bytes_new (ical, strlen (ical));
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, error);
  g_autoptr (LoftContentComponent) root =
    object != NULL ? loft_content_component_read (raw, error) : NULL;
  g_autoptr (LoftWbxmlElement) data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  GPtrArray *tasks = object != NULL ? loft_ical_object_get_tasks (object) : NULL;
  Data self = { .how = how, .data = data, .error = error };

  if (root == NULL)
    return NULL;
  self.vtodo = find_vtodo (root);
  if (tasks->len == 0 || self.vtodo == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "there is no task in the text");
  else if (tasks->len > 1)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "Exchange keeps no days of a task that differ from the others");
  else
    {
      self.task = g_ptr_array_index (tasks, 0);
      if (tell (&self))
        return g_steal_pointer (&data);
    }
  return NULL;
}
