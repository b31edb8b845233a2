/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-ical-editor.h"
#include "loft-ical-moving-private.h"
#include "loft-ical-recurrence.h"

static void
set_value (LoftContentComponent *component, const char *name, const char *value)
{
  if (*value == '\0')
    loft_content_component_remove_properties (component, name);
  else
    loft_content_component_set_value (component, name, value);
}

static gboolean
differ (const char *a, const char *b)
{
  return strcmp (a, b) != 0;
}

static void
apply_texts (LoftContentComponent *vtodo, const LoftTask *before, const LoftTask *after)
{
  if (differ (before->summary, after->summary))
    loft_ical_document_set_text (vtodo, "SUMMARY", after->summary);
  if (differ (before->description, after->description))
    loft_ical_document_set_text (vtodo, "DESCRIPTION", after->description);
  if (differ (before->location, after->location))
    loft_ical_document_set_text (vtodo, "LOCATION", after->location);
  if (differ (before->url, after->url))
    set_value (vtodo, "URL", after->url);
  if (!g_strv_equal ((const char *const *) before->categories,
                     (const char *const *) after->categories))
    loft_ical_document_set_categories (vtodo, after->categories);
}

static gboolean
is_parent (LoftContentProperty *property)
{
  g_autofree char *type = loft_content_property_dup_parameter (property, "RELTYPE");

  return type == NULL || g_ascii_strcasecmp (type, "PARENT") == 0;
}

static void
apply_parent (LoftContentComponent *vtodo, const char *parent)
{
  LoftContentProperty *property;
  guint position = 0;

  while ((property = loft_content_component_next_property (vtodo, &position, "RELATED-TO")) != NULL)
    {
      if (!is_parent (property))
        continue;
      if (*parent == '\0')
        loft_content_component_remove_property (vtodo, property);
      else
        loft_content_property_set_text (property, parent);
      return;
    }
  if (*parent == '\0')
    return;
  property =
    loft_content_component_add_property (vtodo, loft_content_property_new ("RELATED-TO", ""));
  loft_content_property_set_text (property, parent);
}

static void
apply_rest (LoftContentComponent *vtodo, const LoftTask *before, const LoftTask *after)
{
  static const char *const classes[] = { "PUBLIC", "PRIVATE", "CONFIDENTIAL" };

  if (before->priority != after->priority)
    loft_ical_document_set_number (vtodo, "PRIORITY", after->priority);
  if (before->class != after->class)
    loft_ical_document_set_word (vtodo, "CLASS", classes[after->class],
                                 after->class == LOFT_CLASS_PUBLIC);
  if (differ (before->parent, after->parent))
    apply_parent (vtodo, after->parent);
  if (before->order != after->order)
    {
      g_autofree char *order = after->order != G_MININT64
                                 ? g_strdup_printf ("%" G_GINT64_FORMAT, after->order)
                                 : g_strdup ("");

      set_value (vtodo, "X-APPLE-SORT-ORDER", order);
    }
  loft_ical_document_apply_alarms (vtodo, before->alarms, after->alarms);
}

static gboolean
apply_times (LoftIcalDocument *document, LoftContentComponent *vtodo, const LoftTask *before,
             const LoftTask *after)
{
  gboolean start = !loft_event_time_equal (&before->start, &after->start);
  gboolean due = !loft_event_time_equal (&before->due, &after->due);
  gboolean ruled = differ (before->rule, after->rule);

  if (start)
    loft_ical_document_set_time (document, vtodo, "DTSTART", &after->start);
  if (due || (start && loft_content_component_get_property (vtodo, "DURATION") != NULL))
    {
      loft_content_component_remove_properties (vtodo, "DURATION");
      loft_ical_document_set_time (document, vtodo, "DUE", &after->due);
    }
  if (ruled)
    set_value (vtodo, "RRULE", after->rule);
  return start || due || ruled;
}

static void
set_completed (LoftContentComponent *vtodo, gint64 completed)
{
  g_autofree char *stamp =
    loft_ical_document_write_stamp (completed != 0 ? completed : loft_clock_now ());

  loft_content_component_set_value (vtodo, "COMPLETED", stamp);
  loft_content_component_set_value (vtodo, "PERCENT-COMPLETE", "100");
}

static void
apply_status (LoftContentComponent *vtodo, const LoftTask *before, const LoftTask *after)
{
  if (before->status != after->status)
    loft_content_component_set_value (vtodo, "STATUS", loft_task_status_to_name (after->status));
  if (after->status == LOFT_TASK_COMPLETED && before->status != LOFT_TASK_COMPLETED)
    {
      set_completed (vtodo, after->completed);
      return;
    }
  if (before->status == LOFT_TASK_COMPLETED && after->status != LOFT_TASK_COMPLETED)
    loft_content_component_remove_properties (vtodo, "COMPLETED");
  if (before->percent == after->percent && before->status == after->status)
    return;
  if (after->percent == 0 || (after->percent == 100 && after->status != LOFT_TASK_COMPLETED &&
                              before->status == LOFT_TASK_COMPLETED))
    loft_content_component_remove_properties (vtodo, "PERCENT-COMPLETE");
  else
    loft_ical_document_set_number (vtodo, "PERCENT-COMPLETE", after->percent);
}

static gboolean
apply (LoftIcalDocument *document, LoftContentComponent *vtodo, const LoftTask *before,
       const LoftTask *after)
{
  gboolean raise = apply_times (document, vtodo, before, after);

  apply_texts (vtodo, before, after);
  apply_rest (vtodo, before, after);
  apply_status (vtodo, before, after);
  return raise || before->status != after->status;
}

GBytes *
loft_ical_new_task (const LoftTask *task)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_new ();
  g_autoptr (LoftTask) nothing = loft_task_new ();
  g_autofree char *uid = *task->uid != '\0' ? g_strdup (task->uid) : g_uuid_string_random ();
  g_autofree char *now = loft_ical_document_write_stamp (loft_clock_now ());
  LoftContentComponent *vtodo =
    loft_content_component_add_component (document->calendar, loft_content_component_new ("VTODO"));

  loft_content_component_set_text (vtodo, "UID", uid);
  loft_content_component_set_value (vtodo, "DTSTAMP", now);
  loft_content_component_set_value (vtodo, "CREATED", now);
  loft_content_component_set_value (vtodo, "LAST-MODIFIED", now);
  loft_ical_document_set_number (vtodo, "SEQUENCE", task->sequence);
  apply (document, vtodo, nothing, task);
  return loft_ical_document_write (document);
}

static LoftIcalZone *
find_zone (LoftIcalDocument *document, const LoftEventTime *time)
{
  return loft_event_time_is_instant (time) ? loft_ical_zones_find (document->zones, time->zone)
                                           : NULL;
}

static LoftEventTime
move_time (LoftIcalDocument *document, const LoftEventTime *time, gint64 delta)
{
  LoftIcalTime moved = loft_ical_time_from_seconds (time->wall + delta);

  moved.is_date = time->is_date;
  moved.is_utc = g_str_equal (time->zone, "UTC");
  return loft_ical_event_time_new (&moved, find_zone (document, time));
}

/* The next date of the rule. FALSE: there is none. */
static gboolean
find_next (LoftIcalDocument *document, const LoftIcalRule *rule, const LoftEventTime *anchor,
           gint64 *delta)
{
  LoftIcalTime start = loft_ical_event_time_get_time (anchor);
  LoftIcalZone *zone = find_zone (document, anchor);
  g_autoptr (LoftIcalRule) walled = loft_ical_rule_copy (rule);
  g_autoptr (LoftIcalRecurrence) recurrence = NULL;
  LoftIcalTime next;

  if (walled->has_until && walled->until.is_utc && zone != NULL)
    walled->until = loft_ical_zone_from_unix (zone, loft_ical_time_get_seconds (&walled->until));
  recurrence = loft_ical_recurrence_new (walled, &start);
  if (!loft_ical_recurrence_next (recurrence, &next) ||
      !loft_ical_recurrence_next (recurrence, &next))
    return FALSE;
  *delta = loft_ical_time_get_seconds (&next) - loft_ical_time_get_seconds (&start);
  return TRUE;
}

static char *
count_down (const char *value, const LoftIcalRule *rule)
{
  g_autofree char *count = g_strdup_printf ("%u", rule->count - 1);

  return rule->count > 1 ? loft_ical_rule_with_part (value, "COUNT", count) : g_strdup (value);
}

/* (transfer full) (nullable) The task at its next date; NULL: there is none. */
static LoftTask *
make_next (LoftIcalDocument *document, const LoftTask *before, const LoftTask *after)
{
  g_autoptr (LoftIcalRule) rule = loft_ical_rule_read (after->rule, NULL);
  const LoftEventTime *anchor = after->start.is_set ? &after->start : &after->due;
  LoftTask *next;
  gint64 delta;

  if (rule == NULL || !anchor->is_set || !find_next (document, rule, anchor, &delta))
    return NULL;
  next = loft_task_copy (after);
  if (next->start.is_set)
    next->start = move_time (document, &after->start, delta);
  if (next->due.is_set)
    next->due = move_time (document, &after->due, delta);
  g_free (next->rule);
  next->rule = count_down (after->rule, rule);
  next->status = before->status == LOFT_TASK_COMPLETED ? LOFT_TASK_NEEDS_ACTION : before->status;
  if (next->status == LOFT_TASK_IN_PROCESS)
    next->status = LOFT_TASK_NEEDS_ACTION;
  next->percent = 0;
  next->completed = 0;
  return next;
}

static LoftContentComponent *
find_task (LoftIcalDocument *document, const LoftTask *task)
{
  LoftContentComponent *component;
  LoftEventTime id;
  guint position = 0;

  if (!task->recurrence_id.is_set)
    return loft_ical_document_find_master (document, "VTODO");
  while ((component =
            loft_content_component_next_component (document->calendar, &position, "VTODO")) != NULL)
    if (loft_ical_document_get_recurrence_id (document, component, &id) &&
        id.at == task->recurrence_id.at)
      return component;
  return NULL;
}

GBytes *
loft_ical_change_task (GBytes *raw, const LoftTask *before, const LoftTask *after, GError **error)
{
  g_autoptr (LoftIcalDocument) document = loft_ical_document_open (raw, error);
  g_autoptr (LoftTask) next = NULL;
  LoftContentComponent *vtodo;

  if (document == NULL)
    return NULL;
  vtodo = find_task (document, before);
  if (vtodo == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "the task is not there any more");
      return NULL;
    }
  if (after->status == LOFT_TASK_COMPLETED && before->status != LOFT_TASK_COMPLETED &&
      *after->rule != '\0')
    next = make_next (document, before, after);
  loft_ical_document_stamp (vtodo, apply (document, vtodo, before, next != NULL ? next : after));
  return loft_ical_document_write (document);
}
