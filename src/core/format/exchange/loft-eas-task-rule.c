/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-task-rule.h"

#include "loft-eas-body.h"
#include "loft-eas-date.h"
#include "loft-error.h"
#include "loft-exchange-rule.h"
#include "loft-ical-event-time.h"

#define WRITTEN "X-LOFT-EAS"

/* MS-ASTASK 2.2.2.29 */
enum { WEEKLY = 1, MONTHLY = 2, YEARLY = 5 };

typedef struct {
  LoftIcalZone *zone; /* (owned) */
  LoftExchangeRuleStart start;
} Start;

static void
clear_start (Start *self)
{
  g_clear_pointer (&self->zone, loft_ical_zone_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Start, clear_start)

/* On the reader's wall; days are of none. */
static void
set_start (Start *self, const LoftEventTime *time, const char *zone)
{
  if (time->is_date)
    self->zone = loft_ical_zone_new_utc ();
  else
    self->zone = zone != NULL ? loft_eas_date_find_zone (zone) : NULL;
  if (self->zone == NULL)
    self->zone = loft_ical_zone_new_utc ();
  self->start.zone = self->zone;
  self->start.start = loft_event_time_is_instant (time)
                        ? loft_ical_zone_from_unix (self->zone, time->at)
                        : loft_ical_time_from_seconds (time->wall);
  self->start.start.is_date = time->is_date;
}

/* Where the series began, for a task that is on no day. */
static LoftEventTime
read_begin (const LoftWbxmlElement *recurrence)
{
  LoftEventTime begin = LOFT_EVENT_TIME_NONE;
  LoftIcalTime day;

  if (loft_eas_date_read_day (loft_wbxml_element_get_text (recurrence, LOFT_EAS_TASKS_START), NULL,
                              &day))
    begin = loft_event_time_new_date (day.year, day.month, day.day);
  return begin;
}

static LoftEventTime
read_time (LoftContentComponent *vtodo, const char *name)
{
  LoftContentProperty *property = loft_content_component_get_property (vtodo, name);
  g_autoptr (LoftIcalZone) utc = loft_ical_zone_new_utc ();
  LoftEventTime none = LOFT_EVENT_TIME_NONE;
  LoftIcalTime time;

  if (property == NULL || !loft_ical_time_read (loft_content_property_get_value (property), &time))
    return none;
  return loft_ical_event_time_new (&time, utc);
}

/* (transfer full) With what SOGo 5.8 leaves out where the day says it. */
static LoftWbxmlElement *
fill_in (const LoftWbxmlElement *recurrence, const LoftIcalTime *day)
{
  static const struct {
    gint64 type;
    guint tag;
  } parts[] = {
    { WEEKLY, LOFT_EAS_TASKS_DAY_OF_WEEK },
    { MONTHLY, LOFT_EAS_TASKS_DAY_OF_MONTH },
    { YEARLY, LOFT_EAS_TASKS_DAY_OF_MONTH },
    { YEARLY, LOFT_EAS_TASKS_MONTH_OF_YEAR },
  };
  gint64 type = loft_wbxml_element_get_int (recurrence, LOFT_EAS_TASKS_TYPE, -1);
  LoftWbxmlElement *whole = loft_wbxml_element_copy (recurrence);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].type == type && loft_wbxml_element_find (whole, parts[i].tag) == NULL)
      loft_wbxml_element_add_int (whole, parts[i].tag,
                                  parts[i].tag == LOFT_EAS_TASKS_DAY_OF_WEEK
                                    ? 1 << loft_ical_time_get_weekday (day) % 7
                                  : parts[i].tag == LOFT_EAS_TASKS_DAY_OF_MONTH ? day->day
                                                                                : day->month);
  return whole;
}

gboolean
loft_eas_task_rule_read (LoftContentComponent *vtodo, const LoftWbxmlElement *recurrence,
                         const LoftEasMapping *how)
{
  const LoftEventTime times[] = { read_time (vtodo, "DTSTART"), read_time (vtodo, "DUE"),
                                  read_begin (recurrence) };
  g_autoptr (LoftWbxmlElement) whole = NULL;
  g_autofree char *word = NULL;
  g_autofree char *rule = NULL;
  g_auto (Start) start = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (times) && start.zone == NULL; i++)
    if (times[i].is_set)
      set_start (&start, &times[i], how->zone);
  if (start.zone == NULL)
    return FALSE;
  whole = fill_in (recurrence, &start.start.start);
  rule = loft_exchange_rule_to_ical (whole, &start.start, NULL);
  if (rule == NULL)
    return FALSE;
  word = loft_eas_body_write_element (whole);
  loft_content_property_set_parameter (loft_content_component_set_value (vtodo, "RRULE", rule),
                                       WRITTEN, word);
  return TRUE;
}

/* (transfer full) (nullable) */
static LoftWbxmlElement *
find_written (LoftContentComponent *vtodo)
{
  LoftContentProperty *property = loft_content_component_get_property (vtodo, "RRULE");
  g_autofree char *word =
    property != NULL ? loft_content_property_dup_parameter (property, WRITTEN) : NULL;
  g_autoptr (LoftWbxmlElement) element = word != NULL ? loft_eas_body_read_element (word) : NULL;

  return element != NULL && element->tag == LOFT_EAS_TASKS_RECURRENCE ? g_steal_pointer (&element)
                                                                      : NULL;
}

static gboolean
says (const LoftWbxmlElement *written, const Start *start, const char *rule)
{
  g_autofree char *said =
    written != NULL ? loft_exchange_rule_to_ical (written, &start->start, NULL) : NULL;

  return g_strcmp0 (said, rule) == 0;
}

gboolean
loft_eas_task_rule_add (LoftWbxmlElement *data, const LoftTask *task, LoftContentComponent *vtodo,
                        const LoftEasMapping *how, GError **error)
{
  g_autoptr (LoftWbxmlElement) written = find_written (vtodo);
  LoftEventTime begin = written != NULL ? read_begin (written) : task->due;
  const LoftEventTime *anchor = task->start.is_set ? &task->start
                                : task->due.is_set ? &task->due
                                                   : &begin;
  LoftExchangeTaskRule beside = { 0 };
  LoftWbxmlElement *recurrence;
  g_auto (Start) start = { 0 };

  if (*task->rule == '\0')
    return TRUE;
  if (!anchor->is_set)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "Exchange keeps no task that repeats and is on no day");
      return FALSE;
    }
  set_start (&start, anchor, how->zone);
  if (says (written, &start, task->rule))
    {
      loft_wbxml_element_take (data, g_steal_pointer (&written));
      return TRUE;
    }
  if (written != NULL)
    beside = loft_exchange_rule_get_task (written);
  recurrence = loft_exchange_rule_from_ical (task->rule, &start.start, LOFT_EAS_TASKS_RECURRENCE,
                                             how->version, &beside, error);
  if (recurrence != NULL)
    loft_wbxml_element_take (data, recurrence);
  return recurrence != NULL;
}
