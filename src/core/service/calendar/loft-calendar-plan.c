/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-plan.h"

#include "loft-error.h"
#include "loft-ical-editor.h"
#include "loft-ical-event-time.h"
#include "loft-ical-object.h"

LoftCalendarWish *
loft_calendar_wish_new (const LoftCalendarChange *change)
{
  LoftCalendarWish *self = g_new0 (LoftCalendarWish, 1);
  LoftCalendarItem *of_item =
    change->item != NULL ? loft_occurrence_item_get_calendar (change->item) : NULL;
  LoftCalendarItem *calendar = change->calendar != NULL ? change->calendar : of_item;

  self->kind = change->kind;
  self->scope = change->scope;
  if (change->item != NULL)
    self->occurrence =
      loft_occurrence_ref ((LoftOccurrence *) loft_occurrence_item_get (change->item));
  if (change->event != NULL)
    self->event = loft_event_copy (change->event);
  self->folder_id = calendar != NULL ? loft_calendar_item_get_folder_id (calendar) : 0;
  self->is_elsewhere = of_item != NULL && calendar != of_item;
  self->all_day = change->all_day;
  self->start = change->start;
  self->end = change->end;
  self->partstat = change->partstat;
  return self;
}

void
loft_calendar_wish_free (LoftCalendarWish *self)
{
  g_clear_pointer (&self->occurrence, loft_occurrence_unref);
  g_clear_pointer (&self->event, loft_event_unref);
  g_free (self);
}

void
loft_calendar_plan_free (LoftCalendarPlan *self)
{
  g_ptr_array_unref (self->added);
  g_clear_pointer (&self->changed, g_bytes_unref);
  g_free (self);
}

/* ---- reading ------------------------------------------------------------------------------ */

LoftEvent *
loft_calendar_plan_read (GBytes *raw, const char *recurrence_id, LoftCalendarScope scope,
                         GError **error)
{
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, error);
  GPtrArray *events = object != NULL ? loft_ical_object_get_events (object) : NULL;
  LoftEvent *event = NULL;

  if (events == NULL)
    return NULL;
  if (scope != LOFT_SCOPE_ALL && *recurrence_id != '\0')
    event = loft_ical_object_get_occurrence (object, recurrence_id);
  if (event == NULL && events->len > 0)
    event = loft_event_ref (g_ptr_array_index (events, 0));
  if (event == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The event is gone");
  return event;
}

/* ---- times -------------------------------------------------------------------------------- */

static LoftEventTime
make_time (const LoftCalendarWish *wish, gint64 seconds, const LoftEventTime *like)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *here = g_intern_string (g_time_zone_get_identifier (local));
  LoftEventTime time = { TRUE, TRUE, seconds, "", seconds };
  gboolean is_floating = like->is_set && !like->is_date && *like->zone == '\0';

  if (wish->all_day)
    return time;
  time = loft_ical_event_time_new_at (seconds, loft_event_time_is_instant (like) ? like->zone
                                                                                 : here);
  return is_floating ? loft_event_time_new_floating (time.wall) : time;
}

/* Whoever edits knows walls and names of zones, not what time it is then. */
static void
complete_time (LoftEventTime *time)
{
  if (time->is_set && !time->is_date)
    *time = loft_ical_event_time_new_wall (time->wall, time->zone);
}

static void
complete_times (LoftEvent *event)
{
  complete_time (&event->start);
  complete_time (&event->end);
}

/* Who edits sees local walls: an event of another zone stays one, and is where it was said to be. */
static void
keep_zone (LoftEventTime *time, const LoftEventTime *before)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();

  if (loft_event_time_is_instant (before) && loft_event_time_is_instant (time) &&
      g_str_equal (time->zone, g_time_zone_get_identifier (local)))
    *time = loft_ical_event_time_new_at (time->at, before->zone);
}

static void
set_times (LoftEvent *event, const LoftCalendarWish *wish, const LoftEvent *before)
{
  event->start = make_time (wish, wish->start, &before->start);
  event->end = make_time (wish, wish->end, &before->end);
}

/* ---- plans -------------------------------------------------------------------------------- */

static LoftIcalScope
scope_of (const LoftCalendarWish *wish)
{
  switch (wish->scope)
    {
    case LOFT_SCOPE_THIS:
      return LOFT_ICAL_THIS;
    case LOFT_SCOPE_FOLLOWING:
      return LOFT_ICAL_THIS_AND_FUTURE;
    case LOFT_SCOPE_ALL:
    default:
      return LOFT_ICAL_ALL;
    }
}

static gboolean
is_whole (const LoftCalendarWish *wish)
{
  return wish->scope == LOFT_SCOPE_ALL || *wish->occurrence->recurrence_id == '\0';
}

static gboolean
plan_addition (LoftCalendarPlan *plan, LoftEvent *event)
{
  complete_times (event);
  g_ptr_array_add (plan->added, loft_ical_new_event (event));
  return TRUE;
}

static gboolean
change_text (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw,
             const LoftEvent *before, const LoftEvent *after, GError **error)
{
  GBytes *rest = NULL;

  plan->changed = loft_ical_change_event (raw, before, after, scope_of (wish), &rest, error);
  if (rest != NULL)
    g_ptr_array_add (plan->added, rest);
  return plan->changed != NULL;
}

static gboolean
plan_removal (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw, GError **error)
{
  GError *failure = NULL;

  plan->removed = is_whole (wish);
  if (plan->removed)
    return TRUE;
  plan->changed = loft_ical_remove_occurrence (raw, wish->occurrence->recurrence_id,
                                               scope_of (wish), &failure);
  if (plan->changed != NULL)
    return TRUE;
  plan->removed = g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE);
  if (plan->removed)
    g_error_free (failure);
  else
    g_propagate_error (error, failure);
  return plan->removed;
}

/* An event of its own, of one time. */
static void
make_single (LoftEvent *event)
{
  g_free (event->uid);
  event->uid = g_strdup ("");
  g_free (event->rule);
  event->rule = g_strdup ("");
  event->recurrence_id = (LoftEventTime) LOFT_EVENT_TIME_NONE;
  g_array_set_size (event->dates, 0);
  g_array_set_size (event->exceptions, 0);
}

/* Into another calendar: the whole with its text, one time of a series as an event of its own. */
static gboolean
plan_departure (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw,
                const LoftEvent *before, LoftEvent *after, GError **error)
{
  if (is_whole (wish))
    {
      if (!change_text (plan, wish, raw, before, after, error))
        return FALSE;
      g_ptr_array_add (plan->added, g_steal_pointer (&plan->changed));
      plan->removed = TRUE;
      return TRUE;
    }
  if (wish->scope == LOFT_SCOPE_THIS)
    make_single (after);
  return plan_addition (plan, after) && plan_removal (plan, wish, raw, error);
}

static gboolean
plan_edit (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw, GError **error)
{
  g_autoptr (LoftEvent) before =
    loft_calendar_plan_read (raw, wish->occurrence->recurrence_id, wish->scope, error);
  g_autoptr (LoftEvent) after = NULL;

  if (before == NULL)
    return FALSE;
  after = loft_event_copy (wish->kind == LOFT_CHANGE_EDIT ? wish->event : before);
  if (wish->kind == LOFT_CHANGE_EDIT)
    {
      complete_times (after);
      keep_zone (&after->start, &before->start);
      keep_zone (&after->end, &before->end);
    }
  else
    set_times (after, wish, before);
  if (wish->is_elsewhere)
    return plan_departure (plan, wish, raw, before, after, error);
  return change_text (plan, wish, raw, before, after, error);
}

/* A series is moved by as much as the time that was dragged. */
static gboolean
plan_move (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw, GError **error)
{
  g_autoptr (LoftEvent) before =
    loft_calendar_plan_read (raw, wish->occurrence->recurrence_id, LOFT_SCOPE_THIS, error);
  g_autoptr (LoftEvent) after = before != NULL ? loft_event_copy (before) : NULL;

  if (after == NULL)
    return FALSE;
  set_times (after, wish, before);
  return change_text (plan, wish, raw, before, after, error);
}

static gboolean
plan_copy (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw, GError **error)
{
  g_autoptr (LoftEvent) before =
    loft_calendar_plan_read (raw, wish->occurrence->recurrence_id, LOFT_SCOPE_THIS, error);
  g_autoptr (LoftEvent) copy = before != NULL ? loft_event_copy (before) : NULL;

  if (copy == NULL)
    return FALSE;
  set_times (copy, wish, before);
  make_single (copy);
  return plan_addition (plan, copy);
}

static gboolean
plan_answer (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw,
             const char *own_addresses, GError **error)
{
  g_auto (GStrv) own = g_strsplit (own_addresses, "\n", -1);
  g_autoptr (LoftEvent) event =
    loft_calendar_plan_read (raw, wish->occurrence->recurrence_id, wish->scope, error);

  for (guint i = 0; event != NULL && own[i] != NULL; i++)
    if (loft_event_find_attendee (event, own[i]) != NULL)
      {
        plan->changed = loft_ical_set_partstat (
          raw, own[i], wish->partstat, is_whole (wish) ? "" : wish->occurrence->recurrence_id,
          error);
        return plan->changed != NULL;
      }
  if (event != NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "None of your addresses is invited to it");
  return FALSE;
}

static gboolean
make (LoftCalendarPlan *plan, const LoftCalendarWish *wish, GBytes *raw, const char *own_addresses,
      GError **error)
{
  switch (wish->kind)
    {
    case LOFT_CHANGE_ADD:
      return plan_addition (plan, wish->event);
    case LOFT_CHANGE_EDIT:
      return plan_edit (plan, wish, raw, error);
    case LOFT_CHANGE_MOVE:
      return plan_move (plan, wish, raw, error);
    case LOFT_CHANGE_COPY:
      return plan_copy (plan, wish, raw, error);
    case LOFT_CHANGE_ANSWER:
      return plan_answer (plan, wish, raw, own_addresses, error);
    case LOFT_CHANGE_REMOVE:
    default:
      return plan_removal (plan, wish, raw, error);
    }
}

LoftCalendarPlan *
loft_calendar_plan_make (const LoftCalendarWish *wish, GBytes *raw, const char *own_addresses,
                         GError **error)
{
  g_autoptr (LoftCalendarPlan) plan = g_new0 (LoftCalendarPlan, 1);

  plan->added = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return make (plan, wish, raw, own_addresses, error) ? g_steal_pointer (&plan) : NULL;
}
