/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-event-answer.h"

#include "loft-eas-date.h"
#include "loft-eas-event.h"
#include "loft-ical-object.h"

/* ResponseType (MS-ASCAL 2.2.2.39) */
enum { TENTATIVE = 2, ACCEPTED = 3, DECLINED = 4 };

static gboolean
is_answer (LoftPartstat partstat)
{
  return partstat == LOFT_PARTSTAT_ACCEPTED || partstat == LOFT_PARTSTAT_TENTATIVE ||
         partstat == LOFT_PARTSTAT_DECLINED;
}

static gboolean
is_organized_here (const LoftEvent *event, const LoftEasMapping *how)
{
  return event->organizer == NULL ||
         g_ascii_strcasecmp (event->organizer->address, how->address) == 0;
}

static gint64
instance_of (const LoftEvent *event)
{
  const LoftEventTime *id = &event->recurrence_id;

  return id->is_set ? id->at : 0;
}

/* (transfer none) (nullable) What is said about the occurrence: the series where it is not told apart. */
static const LoftEvent *
find_event (GPtrArray *events, gint64 instance)
{
  const LoftEvent *series = NULL;

  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const LoftEvent *event = g_ptr_array_index (events, i);

      if (instance_of (event) == instance)
        return event;
      if (instance_of (event) == 0)
        series = event;
    }
  return series;
}

static LoftPartstat
find_partstat (const LoftEvent *event, const char *address)
{
  const LoftAttendee *attendee = event != NULL ? loft_event_find_attendee (event, address) : NULL;

  return attendee != NULL ? attendee->partstat : LOFT_PARTSTAT_NEEDS_ACTION;
}

/* Whose answer differs is who answered: others are not for them to change. The owner may be invited by
 * another address than the account's. */
static LoftPartstat
find_change (const LoftEvent *before, const LoftEvent *after)
{
  for (guint i = 0; i < after->attendees->len; i++)
    {
      const LoftAttendee *attendee = g_ptr_array_index (after->attendees, i);

      if (is_answer (attendee->partstat) &&
          find_partstat (before, attendee->address) != attendee->partstat)
        return attendee->partstat;
    }
  return LOFT_PARTSTAT_NEEDS_ACTION;
}

static void
add_answer (GPtrArray *answers, LoftPartstat partstat, gint64 instance)
{
  LoftEasEventAnswer *answer = g_new0 (LoftEasEventAnswer, 1);

  answer->partstat = partstat;
  answer->instance = instance;
  g_ptr_array_add (answers, answer);
}

/* The series comes first; an occurrence that is answered like it goes with it. */
static void
add_answers (GPtrArray *answers, GPtrArray *before, GPtrArray *after, const LoftEasMapping *how)
{
  LoftPartstat of_series = LOFT_PARTSTAT_NEEDS_ACTION;

  for (guint i = 0; i < after->len; i++)
    {
      const LoftEvent *event = g_ptr_array_index (after, i);
      gint64 instance = instance_of (event);
      LoftPartstat partstat;

      if (is_organized_here (event, how))
        continue;
      partstat = find_change (find_event (before, instance), event);
      if (partstat == LOFT_PARTSTAT_NEEDS_ACTION || (instance != 0 && partstat == of_series))
        continue;
      if (instance == 0)
        of_series = partstat;
      add_answer (answers, partstat, instance);
    }
}

GPtrArray *
loft_eas_event_list_answers (GBytes *before, GBytes *after, const LoftEasMapping *how)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (LoftIcalObject) old = before != NULL ? loft_ical_object_read (before, NULL) : NULL;
  g_autoptr (LoftIcalObject) new = loft_ical_object_read (after, NULL);

  if (new != NULL)
    add_answers (answers, old != NULL ? loft_ical_object_get_events (old) : NULL,
                 loft_ical_object_get_events (new), how);
  return answers;
}

/* ---- what a change says -------------------------------------------------------------------- */

/* Answered: nobody asks for an answer any more. */
gboolean
loft_eas_event_is_answer_alone (const LoftWbxmlElement *data)
{
  for (guint i = 0; i < loft_wbxml_element_get_n_children (data); i++)
    {
      guint tag = loft_wbxml_element_get_child (data, i)->tag;

      if (tag != LOFT_EAS_CALENDAR_RESPONSE_REQUESTED && tag != LOFT_EAS_CALENDAR_DT_STAMP)
        return FALSE;
    }
  return TRUE;
}

/* An exception always says its times. */
static gboolean
is_as_series (const LoftEasInstance *instance)
{
  const char *start = loft_wbxml_element_get_text (instance->data, LOFT_EAS_CALENDAR_START_TIME);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (instance->data); i++)
    {
      guint tag = loft_wbxml_element_get_child (instance->data, i)->tag;

      if (tag != LOFT_EAS_CALENDAR_START_TIME && tag != LOFT_EAS_CALENDAR_END_TIME &&
          tag != LOFT_EAS_CALENDAR_RESPONSE_REQUESTED && tag != LOFT_EAS_CALENDAR_DT_STAMP)
        return FALSE;
    }
  return g_strcmp0 (start, instance->instance_id) == 0;
}

void
loft_eas_event_drop_answered (GPtrArray *instances)
{
  for (guint i = instances->len; i-- > 0;)
    {
      const LoftEasInstance *instance = g_ptr_array_index (instances, i);

      if (instance->data != NULL && is_as_series (instance))
        g_ptr_array_remove_index (instances, i);
    }
}

/* ---- what the server has ------------------------------------------------------------------ */

static LoftPartstat
read_answer (const LoftWbxmlElement *data)
{
  if (loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_DELETED, 0) == 1)
    return LOFT_PARTSTAT_DECLINED;
  switch (loft_wbxml_element_get_int (data, LOFT_EAS_CALENDAR_RESPONSE_TYPE, 0))
    {
    case ACCEPTED:
      return LOFT_PARTSTAT_ACCEPTED;
    case TENTATIVE:
      return LOFT_PARTSTAT_TENTATIVE;
    case DECLINED:
      return LOFT_PARTSTAT_DECLINED;
    default:
      return LOFT_PARTSTAT_NEEDS_ACTION;
    }
}

/* Up to 14.1 an exception is named by its start, from 16.0 on by InstanceId. */
static gboolean
is_of (const LoftWbxmlElement *exception, gint64 instance)
{
  static const guint names[] = { LOFT_EAS_AIRSYNCBASE_INSTANCE_ID,
                                 LOFT_EAS_CALENDAR_EXCEPTION_START_TIME };
  gint64 at;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *text = loft_wbxml_element_get_text (exception, names[i]);

      if (text != NULL && loft_eas_date_read (text, &at) && at == instance)
        return TRUE;
    }
  return FALSE;
}

LoftPartstat
loft_eas_event_find_answer (const LoftWbxmlElement *data, gint64 instance)
{
  const LoftWbxmlElement *exceptions = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_EXCEPTIONS);

  if (instance == 0)
    return read_answer (data);
  for (guint i = 0; i < loft_wbxml_element_get_n_children (exceptions); i++)
    if (is_of (loft_wbxml_element_get_child (exceptions, i), instance))
      return read_answer (loft_wbxml_element_get_child (exceptions, i));
  return LOFT_PARTSTAT_NEEDS_ACTION;
}
