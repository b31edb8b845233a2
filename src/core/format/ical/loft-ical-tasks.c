/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-reader-private.h"

typedef struct {
  LoftIcalReading *reading; /* (borrowed) */
  LoftTask *task; /* (borrowed) */
  LoftIcalDuration duration;
  LoftIcalZone *zone; /* (borrowed) (nullable) of the start */
  gboolean has_duration;
} Builder;

static const struct {
  const char *name;
  gsize offset;
} texts[] = {
  { "UID", G_STRUCT_OFFSET (LoftTask, uid) },
  { "SUMMARY", G_STRUCT_OFFSET (LoftTask, summary) },
  { "DESCRIPTION", G_STRUCT_OFFSET (LoftTask, description) },
  { "LOCATION", G_STRUCT_OFFSET (LoftTask, location) },
  { "URL", G_STRUCT_OFFSET (LoftTask, url) },
  { "RRULE", G_STRUCT_OFFSET (LoftTask, rule) },
};

static void
read_start (Builder *self, LoftContentProperty *property)
{
  if (!loft_ical_read_time (property, self->reading, &self->task->start, &self->zone))
    loft_ical_reading_warn (self->reading, "The start cannot be read.");
}

static void
read_due (Builder *self, LoftContentProperty *property)
{
  LoftIcalZone *zone;

  if (!loft_ical_read_time (property, self->reading, &self->task->due, &zone))
    loft_ical_reading_warn (self->reading, "The day when it is due cannot be read.");
}

static void
read_duration (Builder *self, LoftContentProperty *property)
{
  self->has_duration =
    loft_ical_duration_read (loft_content_property_get_value (property), &self->duration);
}

static void
read_recurrence_id (Builder *self, LoftContentProperty *property)
{
  LoftIcalZone *zone;

  loft_ical_read_time (property, self->reading, &self->task->recurrence_id, &zone);
}

static void
read_status (Builder *self, LoftContentProperty *property)
{
  self->task->status = loft_task_status_from_name (loft_content_property_get_value (property));
}

static void
read_completed (Builder *self, LoftContentProperty *property)
{
  self->task->completed = loft_ical_read_stamp (property);
}

static void
read_percent (Builder *self, LoftContentProperty *property)
{
  self->task->percent = loft_ical_read_number (property, 100);
}

static void
read_priority (Builder *self, LoftContentProperty *property)
{
  self->task->priority = loft_ical_read_number (property, 9);
}

static void
read_class (Builder *self, LoftContentProperty *property)
{
  self->task->class = loft_ical_read_class (property);
}

static void
read_categories (Builder *self, LoftContentProperty *property)
{
  self->task->categories = loft_ical_read_categories (property, self->task->categories);
}

/* The relation is to the parent where nothing is said (RFC 5545 3.2.15). */
static void
read_relation (Builder *self, LoftContentProperty *property)
{
  g_autofree char *type = loft_content_property_dup_parameter (property, "RELTYPE");

  if ((type != NULL && g_ascii_strcasecmp (type, "PARENT") != 0) || *self->task->parent != '\0')
    return;
  g_free (self->task->parent);
  self->task->parent = loft_ical_read_text (property);
}

static void
read_order (Builder *self, LoftContentProperty *property)
{
  const char *value = loft_content_property_get_value (property);
  char *end;
  gint64 order = g_ascii_strtoll (value, &end, 10);

  if (end != value)
    self->task->order = order;
}

static void
read_sequence (Builder *self, LoftContentProperty *property)
{
  self->task->sequence = loft_ical_read_number (property, G_MAXINT - 1);
}

static void
read_stamp (Builder *self, LoftContentProperty *property)
{
  self->task->stamp = loft_ical_read_stamp (property);
}

static void
read_modified (Builder *self, LoftContentProperty *property)
{
  self->task->modified = loft_ical_read_stamp (property);
}

static const struct {
  const char *name;
  void (*read) (Builder *self, LoftContentProperty *property);
} properties[] = {
  { "DTSTART", read_start },
  { "DUE", read_due },
  { "DURATION", read_duration },
  { "RECURRENCE-ID", read_recurrence_id },
  { "STATUS", read_status },
  { "COMPLETED", read_completed },
  { "PERCENT-COMPLETE", read_percent },
  { "PRIORITY", read_priority },
  { "CLASS", read_class },
  { "CATEGORIES", read_categories },
  { "RELATED-TO", read_relation },
  { "X-APPLE-SORT-ORDER", read_order },
  { "SEQUENCE", read_sequence },
  { "DTSTAMP", read_stamp },
  { "LAST-MODIFIED", read_modified },
};

static gboolean
read_text_property (LoftTask *task, const char *name, LoftContentProperty *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_ascii_strcasecmp (texts[i].name, name) == 0)
      {
        char **field = &G_STRUCT_MEMBER (char *, task, texts[i].offset);

        if (**field != '\0')
          return TRUE;
        g_free (*field);
        *field = loft_ical_read_text (property);
        return TRUE;
      }
  return FALSE;
}

static void
read_property (Builder *self, LoftContentProperty *property)
{
  g_autofree char *name = loft_content_property_dup_name (property);

  if (read_text_property (self->task, name, property))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    if (g_ascii_strcasecmp (properties[i].name, name) == 0)
      {
        properties[i].read (self, property);
        return;
      }
}

static void
read_alarms (LoftTask *task, LoftContentComponent *vtodo)
{
  LoftContentComponent *valarm;
  guint position = 0;

  while (task->alarms->len < loft_ical_limits.alarms &&
         (valarm = loft_content_component_next_component (vtodo, &position, "VALARM")) != NULL)
    {
      LoftAlarm *alarm = loft_ical_alarm_read (valarm);

      if (alarm != NULL)
        g_ptr_array_add (task->alarms, alarm);
    }
}

static void
set_due (Builder *self)
{
  LoftTask *task = self->task;
  LoftIcalTime start, due;

  if (!task->due.is_set && task->start.is_set && self->has_duration)
    {
      start = loft_ical_event_time_get_time (&task->start);
      due = loft_ical_time_add (&start, &self->duration);
      task->due = loft_ical_event_time_new (&due, self->zone);
    }
  if (task->status == LOFT_TASK_COMPLETED)
    task->percent = 100;
}

LoftTask *
loft_ical_task_read (LoftContentComponent *vtodo, LoftIcalReading *reading)
{
  LoftTask *self = loft_task_new ();
  Builder builder = { .reading = reading, .task = self };
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vtodo, &position, NULL)) != NULL)
    read_property (&builder, property);
  read_alarms (self, vtodo);
  set_due (&builder);
  return self;
}
