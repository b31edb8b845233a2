/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-object.h"

#include <string.h>

#include "loft-error.h"
#include "loft-ical-series-private.h"
#include "loft-text.h"

const LoftIcalLimits loft_ical_limits = {
  .size = 32 * 1024 * 1024,
  .exceptions = 10000,
  .attendees = 100000,
  .attendees_shown = 5000,
  .dates = 50000,
  .alarms = 100,
  .attachments = 500,
  .categories = 100,
  .zones = 100,
};

#define MAX_METHOD 30

struct _LoftIcalObject {
  gatomicrefcount references;
  char *uid;
  char *method;
  const char *warning;
  LoftFolderKinds kind;
  GPtrArray *events; /* of LoftEvent */
  GPtrArray *tasks; /* of LoftTask */
  LoftIcalSeries *series; /* (owned) */
};

/* What is gathered while the text is read. */
typedef struct {
  LoftIcalObject *object;
  LoftIcalReading *reading;
  GPtrArray *entries; /* of LoftIcalEntry */
  GHashTable *ids; /* recurrence ids that are there → index + 1 in entries or tasks */
  guint n;
} Gathering;

static LoftIcalObject *
new_empty (void)
{
  LoftIcalObject *self = g_new0 (LoftIcalObject, 1);

  g_atomic_ref_count_init (&self->references);
  self->uid = g_strdup ("");
  self->method = g_strdup ("");
  self->warning = "";
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_event_unref);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_task_unref);
  return self;
}

LoftIcalObject *
loft_ical_object_ref (LoftIcalObject *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
loft_ical_object_unref (LoftIcalObject *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->series, loft_ical_series_free);
  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->tasks);
  g_free (self->uid);
  g_free (self->method);
  g_free (self);
}

/* The others of a text of several are left to whoever splits it. */
static gboolean
is_of_object (Gathering *self, const char *uid)
{
  if (self->n == 0 || g_str_equal (self->object->uid, uid))
    {
      g_free (self->object->uid);
      self->object->uid = g_strdup (uid);
      self->n++;
      return TRUE;
    }
  loft_ical_reading_warn (self->reading, "Only the first of several events is shown.");
  return FALSE;
}

/* Two of one id: the later one by SEQUENCE, then by DTSTAMP, then as they stand (RFC 5546 2.1.5). */
static gboolean
is_later (guint sequence, gint64 stamp, guint other_sequence, gint64 other_stamp)
{
  return sequence != other_sequence ? sequence > other_sequence : stamp >= other_stamp;
}

/* 0: it is not there yet; else index + 1. */
static guint
find_id (Gathering *self, const LoftEventTime *recurrence_id, guint index)
{
  char *id = loft_ical_event_time_write_id (recurrence_id);
  guint present = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, id));

  if (present > 0)
    {
      g_free (id);
      loft_ical_reading_warn (self->reading, "Of what is there twice the later is shown.");
      return present;
    }
  g_hash_table_insert (self->ids, id, GUINT_TO_POINTER (index + 1));
  return 0;
}

static void
add_entry (Gathering *self, LoftIcalEntry *entry)
{
  guint present = find_id (self, &entry->event->recurrence_id, self->entries->len);
  LoftIcalEntry *other;

  if (present == 0)
    {
      g_ptr_array_add (self->entries, entry);
      return;
    }
  other = g_ptr_array_index (self->entries, present - 1);
  if (is_later (entry->event->sequence, entry->event->stamp, other->event->sequence,
                other->event->stamp))
    {
      self->entries->pdata[present - 1] = entry;
      entry = other;
    }
  loft_ical_entry_free (entry);
}

static void
add_event (Gathering *self, LoftContentComponent *vevent)
{
  LoftIcalEntry *entry = loft_ical_entry_read (vevent, self->reading);

  if (!entry->event->start.is_set && *self->object->method == '\0')
    loft_ical_reading_warn (self->reading, "An event without a start is not shown.");
  else if (is_of_object (self, entry->event->uid))
    {
      add_entry (self, g_steal_pointer (&entry));
      return;
    }
  loft_ical_entry_free (entry);
}

static void
add_task (Gathering *self, LoftContentComponent *vtodo)
{
  g_autoptr (LoftTask) task = loft_ical_task_read (vtodo, self->reading);
  GPtrArray *tasks = self->object->tasks;
  LoftTask *other;
  guint present;

  if (!is_of_object (self, task->uid))
    return;
  present = find_id (self, &task->recurrence_id, tasks->len);
  if (present == 0)
    {
      g_ptr_array_add (tasks, g_steal_pointer (&task));
      return;
    }
  other = g_ptr_array_index (tasks, present - 1);
  if (is_later (task->sequence, task->stamp, other->sequence, other->stamp))
    {
      tasks->pdata[present - 1] = g_steal_pointer (&task);
      loft_task_unref (other);
    }
}

/* An object is of one kind: the first that it shows. */
static void
add_component (Gathering *self, LoftContentComponent *component)
{
  LoftFolderKinds kind = loft_content_component_is (component, "VEVENT")  ? LOFT_FOLDER_KIND_EVENTS
                         : loft_content_component_is (component, "VTODO") ? LOFT_FOLDER_KIND_TASKS
                                                                          : 0;

  if (kind == 0 || (self->object->kind != 0 && self->object->kind != kind))
    return;
  self->object->kind = kind;
  if (kind == LOFT_FOLDER_KIND_EVENTS)
    add_event (self, component);
  else
    add_task (self, component);
}

static void
read_method (LoftIcalObject *self, LoftContentComponent *calendar)
{
  LoftContentProperty *property = loft_content_component_get_property (calendar, "METHOD");
  g_autofree char *method = NULL;

  if (property == NULL)
    return;
  method = loft_ical_read_text (property);
  if (strlen (method) > MAX_METHOD)
    return;
  g_free (self->method);
  self->method = g_ascii_strup (method, -1);
}

/* Without a VEVENT the UID of what it is all the same. */
static void
find_uid (LoftIcalObject *self, LoftContentComponent *calendar)
{
  LoftContentComponent *component;
  guint position = 0;

  while (*self->uid == '\0' &&
         (component = loft_content_component_next_component (calendar, &position, NULL)) != NULL)
    {
      LoftContentProperty *uid = loft_content_component_get_property (component, "UID");

      if (uid == NULL)
        continue;
      g_free (self->uid);
      self->uid = loft_ical_read_text (uid);
    }
}

static gboolean
read_components (Gathering *self, LoftContentComponent *calendar, GError **error)
{
  LoftContentComponent *component;
  guint position = 0;

  while ((component = loft_content_component_next_component (calendar, &position, NULL)) != NULL)
    {
      add_component (self, component);
      if (self->n <= loft_ical_limits.exceptions + 1)
        continue;
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "there are too many exceptions");
      return FALSE;
    }
  return TRUE;
}

/* The series before its exceptions, which stay as they stand. */
static void
put_series_first (GPtrArray *entries)
{
  for (guint i = 1; i < entries->len; i++)
    {
      LoftIcalEntry *entry = g_ptr_array_index (entries, i);

      if (entry->event->recurrence_id.is_set)
        continue;
      memmove (entries->pdata + 1, entries->pdata, i * sizeof (gpointer));
      entries->pdata[0] = entry;
      return;
    }
}

static void
put_task_first (GPtrArray *tasks)
{
  for (guint i = 1; i < tasks->len; i++)
    {
      LoftTask *task = g_ptr_array_index (tasks, i);

      if (task->recurrence_id.is_set)
        continue;
      memmove (tasks->pdata + 1, tasks->pdata, i * sizeof (gpointer));
      tasks->pdata[0] = task;
      return;
    }
}

static void
finish (LoftIcalObject *self, GPtrArray *entries)
{
  put_series_first (entries);
  put_task_first (self->tasks);
  for (guint i = 0; i < entries->len; i++)
    {
      const LoftIcalEntry *entry = g_ptr_array_index (entries, i);

      g_ptr_array_add (self->events, loft_event_ref (entry->event));
    }
  self->series = loft_ical_series_new (g_ptr_array_ref (entries));
}

static gboolean
read_calendar (LoftIcalObject *self, LoftContentComponent *calendar, GError **error)
{
  g_autoptr (LoftIcalZones) zones = loft_ical_zones_new (calendar);
  g_autoptr (GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ical_entry_free);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  LoftIcalReading reading = { .zones = zones, .warning = "" };
  Gathering gathering = { .object = self, .reading = &reading, .entries = entries, .ids = ids };

  read_method (self, calendar);
  if (!read_components (&gathering, calendar, error))
    return FALSE;
  find_uid (self, calendar);
  finish (self, entries);
  self->warning = reading.warning;
  return TRUE;
}

LoftIcalObject *
loft_ical_object_read (GBytes *raw, GError **error)
{
  g_autoptr (LoftIcalObject) self = new_empty ();
  g_autoptr (LoftContentComponent) root = NULL;
  LoftContentComponent *calendar;

  if (g_bytes_get_size (raw) > loft_ical_limits.size)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "the event is too large");
      return NULL;
    }
  root = loft_content_component_read (raw, error);
  if (root == NULL)
    return NULL;
  calendar = loft_content_component_get_component (root, "VCALENDAR");
  if (calendar == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "this is no calendar");
      return NULL;
    }
  if (!read_calendar (self, calendar, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
loft_ical_object_get_uid (LoftIcalObject *self)
{
  return self->uid;
}

const char *
loft_ical_object_get_method (LoftIcalObject *self)
{
  return self->method;
}

GPtrArray *
loft_ical_object_get_events (LoftIcalObject *self)
{
  return self->events;
}

GPtrArray *
loft_ical_object_get_tasks (LoftIcalObject *self)
{
  return self->tasks;
}

LoftFolderKinds
loft_ical_object_get_kind (LoftIcalObject *self)
{
  return self->kind;
}

const char *
loft_ical_object_get_warning (LoftIcalObject *self)
{
  return self->warning;
}

static void
add_task_to_bounds (const LoftTask *task, gint64 *first, gint64 *last)
{
  const LoftEventTime *begin = task->start.is_set ? &task->start : &task->due;
  const LoftEventTime *end = task->due.is_set ? &task->due : &task->start;

  *first = MIN (*first, begin->is_set ? begin->at : G_MININT64);
  *last = MAX (*last, end->is_set && *task->rule == '\0' ? end->at : G_MAXINT64);
}

void
loft_ical_object_get_bounds (LoftIcalObject *self, gint64 *first, gint64 *last)
{
  loft_ical_series_get_bounds (self->series, first, last);
  for (guint i = 0; i < self->tasks->len; i++)
    add_task_to_bounds (g_ptr_array_index (self->tasks, i), first, last);
}

gboolean
loft_ical_object_expand (LoftIcalObject *self, gint64 from, gint64 to, guint max,
                         const char *const *own_addresses, GPtrArray *occurrences)
{
  return loft_ical_series_expand (self->series, from, to, max, own_addresses, occurrences);
}

LoftEvent *
loft_ical_object_get_occurrence (LoftIcalObject *self, const char *recurrence_id)
{
  LoftEventTime id;

  if (*recurrence_id == '\0')
    return self->events->len > 0 ? loft_event_ref (g_ptr_array_index (self->events, 0)) : NULL;
  if (!loft_ical_event_time_read_id (recurrence_id, &id))
    return NULL;
  return loft_ical_series_get_event (self->series, &id);
}
