/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-invitation-text.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-event-text.h"
#include "loft-text.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define NAME_SHOWN    60 /* characters */
#define SUMMARY_SHOWN 200

char *
loft_invitation_text_person (const LoftAttendee *person)
{
  return loft_text_one_line (*person->name != '\0' ? person->name : person->address, NAME_SHOWN);
}

char *
loft_invitation_text_summary (const LoftEvent *event)
{
  g_autofree char *line = loft_text_one_line (event->summary, SUMMARY_SHOWN);

  return *line != '\0' ? g_steal_pointer (&line) : g_strdup (_ ("(No Title)"));
}

/* ---- what it is --------------------------------------------------------------------------- */

static const char *
title_format (const LoftSchedulingCard *card)
{
  switch (card->state)
    {
    case LOFT_SCHEDULING_INVITATION:
      return _ ("%s invites you");
    case LOFT_SCHEDULING_UPDATE:
      return _ ("%s changed the meeting");
    case LOFT_SCHEDULING_CANCELLATION:
      return _ ("%s cancelled the meeting");
    case LOFT_SCHEDULING_PROPOSAL_DECLINED:
      return _ ("%s keeps the time of the meeting");
    default:
      return card->is_mine ? _ ("Your meeting") : _ ("Meeting of %s");
    }
}

static char *
answer_title (const LoftSchedulingCard *card, const char *name)
{
  const LoftAttendee *in_message = card->attendee;

  switch (in_message->partstat)
    {
    case LOFT_PARTSTAT_ACCEPTED:
      return g_strdup_printf (_ ("%s accepts"), name);
    case LOFT_PARTSTAT_DECLINED:
      return g_strdup_printf (_ ("%s declines"), name);
    case LOFT_PARTSTAT_TENTATIVE:
      return g_strdup_printf (_ ("%s will perhaps come"), name);
    case LOFT_PARTSTAT_DELEGATED:
      return g_strdup_printf (_ ("%s sends somebody else"), name);
    default:
      return g_strdup_printf (_ ("%s answers"), name);
    }
}

static char *
title_of_attendee (const LoftSchedulingCard *card)
{
  g_autofree char *name = loft_invitation_text_person (card->attendee);

  if (g_str_equal (card->method, "COUNTER"))
    return g_strdup_printf (_ ("%s proposes another time"), name);
  if (g_str_equal (card->method, "REFRESH"))
    return g_strdup_printf (_ ("%s asks for the latest state"), name);
  return answer_title (card, name);
}

char *
loft_invitation_text_title (const LoftSchedulingCard *card)
{
  const LoftAttendee *organizer = card->event != NULL ? card->event->organizer : NULL;
  g_autofree char *name = NULL;

  if (card->attendee != NULL)
    return title_of_attendee (card);
  if (card->event == NULL || card->state == LOFT_SCHEDULING_NOTHING)
    return g_strdup (_ ("Invitation"));
  if (organizer == NULL || card->state == LOFT_SCHEDULING_PUBLICATION)
    return g_strdup (_ ("Event"));
  name = loft_invitation_text_person (organizer);
  if (card->is_mine)
    return g_strdup (_ ("Your meeting"));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (title_format (card), name);
#pragma GCC diagnostic pop
}

static char *
update_note (const LoftSchedulingCard *card)
{
  if (card->time_changed && card->present != NULL)
    {
      g_autofree char *before = loft_invitation_text_when (card->present);

      return g_strdup_printf (_ ("The time is new. It was: %s"), before);
    }
  if (card->present != NULL && card->event != NULL &&
      !g_str_equal (card->present->location, card->event->location))
    return g_strdup (_ ("The place is new."));
  return g_strdup (_ ("Details are new; the time is as it was."));
}

char *
loft_invitation_text_note (const LoftSchedulingCard *card, gboolean *is_warning)
{
  *is_warning = card->state == LOFT_SCHEDULING_OTHER_SENDER ||
                card->state == LOFT_SCHEDULING_STRANGER || card->state == LOFT_SCHEDULING_NOTHING;
  switch (card->state)
    {
    case LOFT_SCHEDULING_NOTHING:
      return g_strdup (_ ("What this message says to calendars cannot be understood."));
    case LOFT_SCHEDULING_UPDATE:
      return update_note (card);
    case LOFT_SCHEDULING_OUTDATED:
      return g_strdup (_ ("Out of date: your calendar has a newer version."));
    case LOFT_SCHEDULING_UNKNOWN_EVENT:
      return g_strdup (_ ("None of your calendars has this meeting."));
    case LOFT_SCHEDULING_STRANGER:
      return g_strdup (_ ("This person is not among those who are invited."));
    case LOFT_SCHEDULING_OTHER_SENDER:
      return g_strdup (
        _ ("The message is from somebody else than it says. Only go on if you expected "
           "this."));
    case LOFT_SCHEDULING_NOT_FOR_ME:
      return card->is_mine ? NULL : g_strdup (_ ("None of your addresses is invited."));
    case LOFT_SCHEDULING_INVITATION:
    case LOFT_SCHEDULING_CANCELLATION:
    case LOFT_SCHEDULING_PUBLICATION:
    case LOFT_SCHEDULING_ANSWER:
    case LOFT_SCHEDULING_PROPOSAL:
    case LOFT_SCHEDULING_PROPOSAL_DECLINED:
    case LOFT_SCHEDULING_REFRESH:
    case LOFT_SCHEDULING_KNOWN:
      break;
    }
  if (card->present != NULL && card->present->status == LOFT_EVENT_CANCELLED)
    return g_strdup (_ ("The meeting is cancelled."));
  return NULL;
}

char *
loft_invitation_text_answer (LoftPartstat partstat)
{
  switch (partstat)
    {
    case LOFT_PARTSTAT_ACCEPTED:
      return g_strdup (_ ("You accepted"));
    case LOFT_PARTSTAT_DECLINED:
      return g_strdup (_ ("You declined"));
    case LOFT_PARTSTAT_TENTATIVE:
      return g_strdup (_ ("You answered: perhaps"));
    default:
      return NULL;
    }
}

/* ---- when --------------------------------------------------------------------------------- */

static gint64
to_wall (const LoftEventTime *time, GTimeZone *zone)
{
  return loft_event_time_is_instant (time) ? loft_wall_from_instant (time->at, zone) : time->wall;
}

static gint64
get_today (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return loft_wall_get_day (loft_wall_from_instant (loft_clock_now (), zone));
}

char *
loft_invitation_text_when (const LoftEvent *event)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 start = to_wall (&event->start, zone);
  g_autofree char *when = loft_event_text_when (start, MAX (start, to_wall (&event->end, zone)),
                                                event->start.is_date, get_today ());

  /* Translators: when a meeting is that takes place again and again. */
  return *event->rule != '\0' ? g_strdup_printf (_ ("%s, repeats"), when) : g_steal_pointer (&when);
}

char *
loft_invitation_text_when_there (const LoftEvent *event)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *place = loft_text_one_line (event->start.zone, NAME_SHOWN);
  g_autofree char *when = NULL;

  if (!loft_event_time_is_instant (&event->start) || g_str_equal (event->start.zone, "UTC") ||
      event->start.wall == to_wall (&event->start, zone))
    return NULL;
  when = loft_event_text_when (event->start.wall, MAX (event->start.wall, event->end.wall), FALSE,
                               get_today ());
  return g_strdup_printf (C_ ("time", "%1$s (%2$s)"), when, place);
}

/* ---- what stands against it --------------------------------------------------------------- */

char *
loft_invitation_text_conflicts (const LoftSchedulingCard *card)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const LoftOccurrence *first = card->conflicts->len > 0 ? card->conflicts->pdata[0] : NULL;
  guint n_more = card->conflicts->len - 1;
  g_autofree char *title = NULL;
  g_autofree char *when = NULL;
  g_autofree char *overlaps = NULL;

  if (first == NULL)
    return NULL;
  title = loft_text_one_line (loft_event_text_title (first), NAME_SHOWN);
  when = first->all_day ? g_strdup (_ ("all day"))
                        : loft_event_text_clocks (loft_wall_get_start (first, zone),
                                                  loft_wall_get_end (first, zone));
  overlaps = g_strdup_printf (_ ("Overlaps “%1$s”, %2$s"), title, when);
  if (n_more == 0)
    return g_steal_pointer (&overlaps);
  /* Translators: the first is “Overlaps …”. */
  return g_strdup_printf (ngettext ("%1$s, and %2$u more", "%1$s, and %2$u more", n_more), overlaps,
                          n_more);
}

char *
loft_invitation_text_sender (const LoftSchedulingCard *card)
{
  g_autofree char *address = loft_text_one_line (card->own_address, NAME_SHOWN);

  if (card->server_tells)
    return g_strdup_printf (_ ("The server of the calendar sends your answer; a comment is sent from %s."),
                            address);
  return g_strdup_printf (_ ("Your answer is sent from %s."), address);
}
