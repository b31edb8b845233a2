/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-reminders.h"

#include "loft-alarm-timing.h"
#include "loft-error.h"
#include "loft-ical-document-private.h"
#include "loft-ical-event-time.h"
#include "loft-ical-zone.h"

#define DAY              ((gint64) 24 * 60 * 60)
#define MOST_OCCURRENCES 1000 /* looked at of one object */
#define FAR              (400 * DAY) /* where the occurrence of an absolute alarm is looked for */

/* What is asked, and what was found. */
typedef struct {
  gint64 from;
  gint64 to;
  GTimeZone *zone; /* (borrowed) */
  guint max;
  GPtrArray *reminders; /* (borrowed) */
} Search;

/* ---- when --------------------------------------------------------------------------------- */

static gint64
from_wall (GTimeZone *zone, gint64 wall)
{
  gint interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &wall);

  return wall - g_time_zone_get_offset (zone, interval);
}

static gint64
move_by_days (gint64 at, gint64 days, const char *zone_name)
{
  g_autoptr (LoftIcalZone) zone = *zone_name != '\0' ? loft_ical_zone_find (zone_name, NULL) : NULL;
  LoftIcalDuration duration = { days, 0 };
  LoftIcalTime wall;

  if (zone == NULL)
    return at + days * DAY;
  wall = loft_ical_zone_from_unix (zone, at);
  wall = loft_ical_time_add (&wall, &duration);
  return loft_ical_zone_to_unix (zone, &wall);
}

/* base: what the alarm is relative to. */
static gint64
get_trigger (const Search *self, const LoftAlarm *alarm, gint64 base, gboolean is_wall,
             const char *zone_name)
{
  gint64 days = loft_alarm_get_timing (alarm)->days;

  if (alarm->is_absolute)
    return alarm->at;
  if (is_wall)
    return from_wall (self->zone, base + alarm->offset);
  if (days == 0)
    return base + alarm->offset;
  return move_by_days (base, days, zone_name) + alarm->offset - days * DAY;
}

/* ---- taking ------------------------------------------------------------------------------- */

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static char *
name_alarm (const LoftAlarm *alarm)
{
  if (*alarm->uid != '\0')
    return g_strdup (alarm->uid);
  return g_strdup_printf ("%s%" G_GINT64_FORMAT,
                          alarm->is_absolute ? "@"
                          : alarm->from_end  ? "end"
                                             : "",
                          alarm->is_absolute ? alarm->at : alarm->offset);
}

/* like: what all reminders of the occurrence say. */
static void
take (Search *self, const LoftReminder *like, const LoftAlarm *alarm, gint64 first)
{
  const LoftAlarmTiming *timing = loft_alarm_get_timing (alarm);

  if (alarm->acknowledged != 0 && alarm->acknowledged >= first)
    return;
  for (guint i = 0; i <= timing->repeat && self->reminders->len < self->max; i++)
    {
      gint64 due = first + i * timing->repeat_after;
      LoftReminder *reminder;

      if (due < self->from || due >= self->to)
        continue;
      reminder = loft_reminder_copy (like);
      g_free (reminder->alarm);
      reminder->alarm = name_alarm (alarm);
      reminder->first = first;
      reminder->due = due;
      g_ptr_array_add (self->reminders, reminder);
    }
}

static LoftReminder *
describe (const Search *self, const LoftOccurrence *occurrence)
{
  LoftReminder *like = loft_reminder_new ();

  like->has_time = TRUE;
  like->all_day = occurrence->all_day;
  like->start = loft_occurrence_get_start (occurrence, self->zone);
  like->end = loft_occurrence_get_end (occurrence, self->zone);
  set_text (&like->uid, occurrence->uid);
  set_text (&like->recurrence_id, occurrence->recurrence_id);
  set_text (&like->summary, occurrence->summary);
  set_text (&like->location, occurrence->location);
  set_text (&like->join, occurrence->join);
  return like;
}

static gboolean
is_wanted (const LoftOccurrence *occurrence)
{
  return occurrence->status != LOFT_EVENT_CANCELLED &&
         occurrence->partstat != LOFT_PARTSTAT_DECLINED;
}

/* ---- events ------------------------------------------------------------------------------- */

static void
take_relative (Search *self, LoftIcalObject *object, const LoftOccurrence *occurrence)
{
  g_autoptr (LoftReminder) like = NULL;
  g_autoptr (LoftEvent) event = NULL;

  if (!occurrence->has_alarm || !is_wanted (occurrence))
    return;
  event = loft_ical_object_get_occurrence (object, occurrence->recurrence_id);
  like = describe (self, occurrence);
  for (guint i = 0; event != NULL && i < event->alarms->len; i++)
    {
      const LoftAlarm *alarm = g_ptr_array_index (event->alarms, i);

      if (!alarm->is_absolute)
        take (self, like, alarm,
              get_trigger (self, alarm, alarm->from_end ? occurrence->end : occurrence->start,
                           occurrence->is_wall, occurrence->zone));
    }
}

/* (transfer full) (nullable) The first that is not over then; of an exception itself. */
static LoftOccurrence *
find_next (const Search *self, LoftIcalObject *object, const LoftEvent *event, gint64 at,
           const char *const *own_addresses)
{
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  gint64 from = event->recurrence_id.is_set ? event->start.at - DAY : at - DAY;

  if (*event->rule == '\0')
    from = MIN (from, event->start.at - DAY);
  loft_ical_object_expand (object, from, from + FAR + DAY, MOST_OCCURRENCES, own_addresses, found);
  for (guint i = 0; i < found->len; i++)
    {
      LoftOccurrence *occurrence = g_ptr_array_index (found, i);
      gboolean is_it =
        event->recurrence_id.is_set
          ? occurrence->start == event->start.at
          : loft_occurrence_get_end (occurrence, self->zone) >= at || i + 1 == found->len;

      if (is_it && is_wanted (occurrence))
        return loft_occurrence_ref (occurrence);
    }
  return NULL;
}

static void
take_absolute (Search *self, LoftIcalObject *object, const LoftEvent *event,
               const char *const *own_addresses)
{
  for (guint i = 0; i < event->alarms->len; i++)
    {
      const LoftAlarm *alarm = g_ptr_array_index (event->alarms, i);
      const LoftAlarmTiming *timing = loft_alarm_get_timing (alarm);
      gint64 last = alarm->at + timing->repeat * timing->repeat_after;
      g_autoptr (LoftOccurrence) occurrence = NULL;
      g_autoptr (LoftReminder) like = NULL;

      if (!alarm->is_absolute || alarm->at >= self->to || last < self->from)
        continue;
      occurrence = find_next (self, object, event, alarm->at, own_addresses);
      if (occurrence == NULL)
        continue;
      like = describe (self, occurrence);
      take (self, like, alarm, alarm->at);
    }
}

/* How far before and behind its occurrences an object reminds. */
static void
get_reach (GPtrArray *events, gint64 *before, gint64 *behind)
{
  *before = *behind = DAY;
  for (guint i = 0; i < events->len; i++)
    {
      const LoftEvent *event = g_ptr_array_index (events, i);

      for (guint j = 0; j < event->alarms->len; j++)
        {
          const LoftAlarm *alarm = g_ptr_array_index (event->alarms, j);
          const LoftAlarmTiming *timing = loft_alarm_get_timing (alarm);

          *before = MAX (*before, DAY - alarm->offset);
          *behind = MAX (*behind, DAY + alarm->offset + timing->repeat * timing->repeat_after);
        }
    }
}

static void
list_events (Search *self, LoftIcalObject *object, const char *const *own_addresses)
{
  GPtrArray *events = loft_ical_object_get_events (object);
  g_autoptr (GPtrArray) occurrences =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  gint64 before;
  gint64 behind;

  get_reach (events, &before, &behind);
  loft_ical_object_expand (object, self->from - behind, self->to + before, MOST_OCCURRENCES,
                           own_addresses, occurrences);
  for (guint i = 0; i < occurrences->len; i++)
    take_relative (self, object, g_ptr_array_index (occurrences, i));
  for (guint i = 0; i < events->len; i++)
    take_absolute (self, object, g_ptr_array_index (events, i), own_addresses);
}

/* ---- tasks -------------------------------------------------------------------------------- */

static gint64
to_instant (const Search *self, const LoftEventTime *time)
{
  return loft_event_time_is_instant (time) ? time->at : from_wall (self->zone, time->wall);
}

static LoftReminder *
describe_task (const Search *self, const LoftTask *task)
{
  const LoftEventTime *end = task->due.is_set ? &task->due : &task->start;
  LoftReminder *like = loft_reminder_new ();

  like->kind = LOFT_FOLDER_KIND_TASKS;
  like->has_time = end->is_set;
  like->all_day = end->is_set && end->is_date;
  like->start = like->end = end->is_set ? to_instant (self, end) : 0;
  set_text (&like->uid, task->uid);
  set_text (&like->summary, task->summary);
  set_text (&like->location, task->location);
  return like;
}

/* A task without a start counts from its end (many programs write no RELATED), and the other way. */
static const LoftEventTime *
get_base (const LoftTask *task, const LoftAlarm *alarm)
{
  if (alarm->from_end)
    return task->due.is_set ? &task->due : &task->start;
  return task->start.is_set ? &task->start : &task->due;
}

static void
list_task (Search *self, const LoftTask *task)
{
  g_autoptr (LoftReminder) like = NULL;

  if (task->status == LOFT_TASK_COMPLETED || task->status == LOFT_TASK_CANCELLED)
    return;
  like = describe_task (self, task);
  for (guint i = 0; i < task->alarms->len; i++)
    {
      const LoftAlarm *alarm = g_ptr_array_index (task->alarms, i);
      const LoftEventTime *base = get_base (task, alarm);
      gboolean is_wall = !loft_event_time_is_instant (base);

      if (!alarm->is_absolute && !base->is_set)
        continue;
      take (self, like, alarm,
            get_trigger (self, alarm, is_wall ? base->wall : base->at, is_wall, base->zone));
    }
}

/* ------------------------------------------------------------------------------------------- */

void
loft_ical_reminders_list (LoftIcalObject *object, gint64 from, gint64 to, GTimeZone *zone,
                          const char *const *own_addresses, guint max, GPtrArray *reminders)
{
  Search self = { from, to, zone, max, reminders };
  GPtrArray *tasks = loft_ical_object_get_tasks (object);

  if (loft_ical_object_get_events (object)->len > 0)
    list_events (&self, object, own_addresses);
  for (guint i = 0; i < tasks->len; i++)
    list_task (&self, g_ptr_array_index (tasks, i));
}

/* ---- acknowledging ------------------------------------------------------------------------ */

/* TRUE: component has the alarm. */
static gboolean
acknowledge (LoftContentComponent *component, const char *name, const char *stamp)
{
  LoftContentComponent *valarm;
  gboolean found = FALSE;
  guint position = 0;

  while ((valarm = loft_content_component_next_component (component, &position, "VALARM")) != NULL)
    {
      g_autoptr (LoftAlarm) alarm = loft_ical_alarm_read (valarm);
      g_autofree char *its_name = alarm != NULL ? name_alarm (alarm) : g_strdup ("");

      if (!g_str_equal (its_name, name))
        continue;
      loft_content_component_set_value (valarm, "ACKNOWLEDGED", stamp);
      found = TRUE;
    }
  return found;
}

static gboolean
acknowledge_exception (LoftIcalDocument *document, const LoftReminder *reminder, const char *stamp)
{
  g_autoptr (LoftIcalSeries) series = NULL;
  LoftContentComponent *exception;
  LoftEventTime id;

  if (*reminder->recurrence_id == '\0' ||
      !loft_ical_event_time_read_id (reminder->recurrence_id, &id))
    return FALSE;
  series = loft_ical_document_read_series (document);
  exception = loft_ical_document_find_exception (document, series, &id);
  return exception != NULL && acknowledge (exception, reminder->alarm, stamp);
}

GBytes *
loft_ical_reminders_acknowledge (GBytes *raw, const LoftReminder *reminder, gint64 at,
                                 GError **error)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, error);
  g_autofree char *stamp = loft_ical_document_write_stamp (MAX (at, reminder->first));
  gboolean is_task = reminder->kind == LOFT_FOLDER_KIND_TASKS;
  LoftContentComponent *master;

  if (document == NULL)
    return NULL;
  if (!is_task && acknowledge_exception (document, reminder, stamp))
    return loft_ical_document_write (document);
  master = loft_ical_document_find_master (document, is_task ? "VTODO" : "VEVENT");
  if (master != NULL && acknowledge (master, reminder->alarm, stamp))
    return loft_ical_document_write (document);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The reminder is no longer there");
  return NULL;
}
