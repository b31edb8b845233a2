/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-scheduling-plan.h"

#include "loft-error.h"
#include "loft-event-reading.h"
#include "loft-ical-editor.h"
#include "loft-ical-event-time.h"

void
loft_scheduling_plan_free (LoftSchedulingPlan *self)
{
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_ptr_array_unref (self->letters);
  g_free (self);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "That cannot be done with this message");
  return FALSE;
}

static void
tell (LoftSchedulingPlan *plan, LoftSchedulingLetter *letter)
{
  if (letter != NULL)
    g_ptr_array_add (plan->letters, letter);
}

static const char *
comment_of (const LoftSchedulingCase *one)
{
  return one->wish->comment != NULL ? one->wish->comment : "";
}

/* (transfer none) (nullable) What is answered: as the message has it where it is newer. */
static GBytes *
answered_text (const LoftSchedulingCase *one)
{
  return one->invitation->raw != NULL ? one->invitation->raw : one->present;
}

/* The same answer to the same state was told already, unless somebody writes something with it. */
static gboolean
is_answered (const LoftSchedulingCase *one)
{
  g_autoptr (LoftEvent) event =
    one->invitation->raw == NULL && one->present != NULL
      ? loft_event_reading_find (one->present, one->invitation->recurrence_id, NULL)
      : NULL;
  const LoftAttendee *own =
    event != NULL ? loft_event_find_attendee (event, one->own_address) : NULL;

  return own != NULL && own->partstat == one->wish->partstat && *comment_of (one) == '\0';
}

/* What somebody else than its organizer sends is not answered: it could only tell a stranger that the
 * person reads it. */
static gboolean
may_be_answered (const LoftSchedulingCase *one)
{
  LoftIcalVerdict verdict = one->invitation->verdict;

  return *one->own_address != '\0' && answered_text (one) != NULL &&
         (verdict == LOFT_VERDICT_ADD || verdict == LOFT_VERDICT_UPDATE ||
          verdict == LOFT_VERDICT_KNOWN);
}

static gboolean
plan_answer (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  const char *which = one->invitation->recurrence_id;
  GBytes *text = answered_text (one);

  if (!may_be_answered (one))
    return refuse (error);
  if (is_answered (one))
    return TRUE;
  plan->raw = loft_ical_set_partstat (text, one->own_address, one->wish->partstat, which, error);
  if (plan->raw == NULL)
    return FALSE;
  if (one->server_tells)
    tell (plan, loft_scheduling_letter_new_note (plan->raw, which, one->own_address,
                                                 one->wish->partstat, comment_of (one)));
  else
    tell (plan, loft_scheduling_letter_new_reply (plan->raw, which, one->own_address,
                                                  one->wish->partstat, comment_of (one)));
  return TRUE;
}

/* Whoever edits knows walls and names of zones, not what time it is then. */
static LoftEventTime
complete (const LoftEventTime *time)
{
  return time->is_date ? *time : loft_ical_event_time_new_wall (time->wall, time->zone);
}

/* Servers tell of answers alone (RFC 6638, 3.2.2), so a proposal is always a mail. */
static gboolean
plan_proposal (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  const char *which = one->invitation->recurrence_id;
  GBytes *text = answered_text (one);
  LoftEventTime start = complete (&one->wish->start);
  LoftEventTime end = complete (&one->wish->end);

  if (!may_be_answered (one) || end.at < start.at)
    return refuse (error);
  plan->raw =
    loft_ical_set_partstat (text, one->own_address, LOFT_PARTSTAT_TENTATIVE, which, error);
  if (plan->raw == NULL)
    return FALSE;
  tell (plan, loft_scheduling_letter_new_counter (plan->raw, which, one->own_address, &start, &end,
                                                  comment_of (one)));
  return TRUE;
}

static gboolean
plan_taking (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  if (one->invitation->raw == NULL)
    return refuse (error);
  plan->raw = g_bytes_ref (one->invitation->raw);
  return TRUE;
}

/* Of one of a series the cancellation itself makes it disappear. */
static gboolean
plan_removal (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  if (one->present == NULL)
    return refuse (error);
  if (*one->invitation->recurrence_id == '\0')
    {
      plan->removed = TRUE;
      return TRUE;
    }
  plan->raw = loft_ical_remove_occurrence (one->present, one->invitation->recurrence_id,
                                           LOFT_ICAL_THIS, error);
  return plan->raw != NULL;
}

static gboolean
plan_sending (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  const LoftAttendee *to = one->invitation->attendee;
  const char *const only[] = { to != NULL ? to->address : NULL, NULL };

  if (to == NULL || one->present == NULL)
    return refuse (error);
  tell (plan, loft_scheduling_letter_new_request (one->present, one->own, only));
  return plan->letters->len > 0 || refuse (error);
}

static gboolean
plan_acceptance (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  if (!plan_taking (plan, one, error))
    return FALSE;
  if (!one->server_tells)
    tell (plan, loft_scheduling_letter_new_request (plan->raw, one->own, NULL));
  return TRUE;
}

static gboolean
plan_decline (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  if (one->invitation->attendee == NULL)
    return refuse (error);
  tell (plan,
        loft_scheduling_letter_new_decline_counter (one->message, one->own,
                                                    one->invitation->attendee, comment_of (one)));
  return plan->letters->len > 0 || refuse (error);
}

static gboolean
make (LoftSchedulingPlan *plan, const LoftSchedulingCase *one, GError **error)
{
  switch (one->wish->deed)
    {
    case LOFT_SCHEDULING_DO_ANSWER:
      return plan_answer (plan, one, error);
    case LOFT_SCHEDULING_DO_PROPOSE:
      return plan_proposal (plan, one, error);
    case LOFT_SCHEDULING_DO_TAKE:
      return plan_taking (plan, one, error);
    case LOFT_SCHEDULING_DO_REMOVE:
      return plan_removal (plan, one, error);
    case LOFT_SCHEDULING_DO_SEND_AGAIN:
      return plan_sending (plan, one, error);
    case LOFT_SCHEDULING_DO_ACCEPT_PROPOSAL:
      return plan_acceptance (plan, one, error);
    case LOFT_SCHEDULING_DO_DECLINE_PROPOSAL:
      return plan_decline (plan, one, error);
    }
  return refuse (error);
}

LoftSchedulingPlan *
loft_scheduling_plan_make (const LoftSchedulingCase *one, GError **error)
{
  g_autoptr (LoftSchedulingPlan) plan = g_new0 (LoftSchedulingPlan, 1);

  plan->letters = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_scheduling_letter_free);
  return make (plan, one, error) ? g_steal_pointer (&plan) : NULL;
}
