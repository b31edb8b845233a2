/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-item.h"
#include "loft-event.h"
#include "loft-mail-account.h"
#include "loft-occurrence.h"

G_BEGIN_DECLS

/* What a message says of an event, against the calendars as they are. In the order of
 * LoftIcalVerdict. */
typedef enum {
  LOFT_SCHEDULING_NOTHING, /* it contradicts itself, or says nothing that is understood */
  LOFT_SCHEDULING_INVITATION,
  LOFT_SCHEDULING_UPDATE,
  LOFT_SCHEDULING_CANCELLATION,
  LOFT_SCHEDULING_PUBLICATION, /* an event for anybody, without answers */
  LOFT_SCHEDULING_ANSWER, /* to an invitation of the person */
  LOFT_SCHEDULING_PROPOSAL, /* of another time, for what the person organizes */
  LOFT_SCHEDULING_PROPOSAL_DECLINED,
  LOFT_SCHEDULING_REFRESH, /* asks for the latest state */
  LOFT_SCHEDULING_KNOWN, /* the calendar has just this */
  LOFT_SCHEDULING_OUTDATED, /* the calendar has a newer state */
  LOFT_SCHEDULING_UNKNOWN_EVENT, /* about what no calendar has */
  LOFT_SCHEDULING_STRANGER, /* the answer of somebody who is not invited */
  LOFT_SCHEDULING_OTHER_SENDER, /* from somebody who may not say this */
  LOFT_SCHEDULING_NOT_FOR_ME, /* none of the person's addresses is meant */
} LoftSchedulingState;

/* Plain values, of the main thread. Everything in it was said by whoever wrote the message: to be
 * shown, never followed by itself. */
typedef struct {
  LoftSchedulingState state;
  char *method; /* "REQUEST" … */
  LoftEvent *event; /* (nullable) as the message has it */
  LoftEvent *present; /* (nullable) as the calendar has it */
  char *recurrence_id; /* which of a series is meant; "": all of it */
  LoftAttendee *attendee; /* (nullable) who answers, proposes or asks */
  char *comment;
  char *join; /* https address of a meeting, or "" */
  gboolean is_mine; /* the person organizes it */
  gboolean asks_for_answer;
  gboolean time_changed;
  gboolean can_be_taken; /* what the message says can be brought into the calendar */
  char *own_address; /* by which the person is invited; "" */
  LoftPartstat answer; /* of the person, in the calendar; NONE: it is in none */
  GPtrArray *conflicts; /* of LoftOccurrence that overlap it, by time; at most 50 */
  LoftCalendarItem *calendar; /* (nullable) where it is */
  GPtrArray *choice; /* of LoftCalendarItem that it can go into, the best first */
  gboolean server_tells; /* the server of calendar, or of the best, sends what is answered */
} LoftSchedulingCard;

void loft_scheduling_card_free (LoftSchedulingCard *self);

/* What a person wants done about it. */
typedef enum {
  LOFT_SCHEDULING_DO_ANSWER, /* partstat, comment; into calendar where it is new */
  LOFT_SCHEDULING_DO_PROPOSE, /* start, end, comment */
  LOFT_SCHEDULING_DO_TAKE, /* what the message says comes into the calendar, and nobody is told */
  LOFT_SCHEDULING_DO_REMOVE, /* out of the calendar */
  LOFT_SCHEDULING_DO_SEND_AGAIN, /* the latest state, to who asks */
  LOFT_SCHEDULING_DO_ACCEPT_PROPOSAL, /* and all guests are told */
  LOFT_SCHEDULING_DO_DECLINE_PROPOSAL, /* comment */
} LoftSchedulingDeed;

/* Only read during the call. */
typedef struct {
  LoftSchedulingDeed deed;
  LoftSchedulingState seen; /* the card's, when it was decided: another one by now is a conflict */
  LoftPartstat partstat;
  const char *comment; /* (nullable) */
  LoftCalendarItem *calendar; /* (nullable) the best */
  LoftEventTime start; /* PROPOSE: wall and zone; at may be missing */
  LoftEventTime end;
  gint64 not_before; /* mails leave no earlier (seconds since 1970); 0: at once */
} LoftSchedulingWish;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSchedulingCard, loft_scheduling_card_free)

G_END_DECLS
