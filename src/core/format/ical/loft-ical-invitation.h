/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-event.h"

G_BEGIN_DECLS

/* What to make of an iTIP message (RFC 5546) that came by mail (RFC 6047) or into a scheduling
 * inbox. Nothing here enters a calendar: it is said what would, and who is to be asked. Pure but
 * for the clock; any thread. */
typedef enum {
  LOFT_VERDICT_NOTHING, /* no message of this kind, or one that contradicts itself */
  LOFT_VERDICT_ADD, /* an invitation to what is not in the calendar */
  LOFT_VERDICT_UPDATE, /* a newer state of what is there */
  LOFT_VERDICT_CANCEL,
  LOFT_VERDICT_PUBLISH, /* an event for anybody, without answers */
  LOFT_VERDICT_ANSWER, /* an answer to an invitation of the person */
  LOFT_VERDICT_COUNTER, /* somebody proposes another time */
  LOFT_VERDICT_COUNTER_DECLINED,
  LOFT_VERDICT_REFRESH, /* somebody asks for the latest state */
  LOFT_VERDICT_KNOWN, /* the calendar has just this */
  LOFT_VERDICT_OUTDATED, /* the calendar has a newer state */
  LOFT_VERDICT_UNKNOWN_EVENT, /* about what the calendar does not have */
  LOFT_VERDICT_PARTY_CRASHER, /* from somebody who is not invited: ask */
  LOFT_VERDICT_OTHER_SENDER, /* from somebody who may not say this: warn, ask, never on its own */
  LOFT_VERDICT_NOT_FOR_ME, /* nobody of own_addresses is meant: ask */
} LoftIcalVerdict;

typedef struct {
  LoftIcalVerdict verdict;
  char *method; /* "REQUEST" … */
  char *uid;
  char *recurrence_id; /* as in LoftOccurrence: the one that is meant; "": all */
  GBytes *raw; /* (nullable) what the calendar has when it is done; NULL: as it is */
  LoftAttendee *attendee; /* (nullable) who answers, proposes or asks */
  char *comment;
  gboolean asks_for_answer; /* RSVP of the person */
  gboolean time_changed; /* start, end or rule differ from what is there */
} LoftIcalInvitation;

/* (transfer full) sender: the address that the mail is really from; NULL: a server vouches for it.
 * method: of the Content-Type (RFC 6047 2.4); NULL: not told. present (nullable): what the calendar
 * has of this UID. Of PARTY_CRASHER, OTHER_SENDER and NOT_FOR_ME raw is what it would become where
 * the person wants it all the same. Errors: as of loft_ical_object_read (). */
LoftIcalInvitation *loft_ical_invitation_new (GBytes *message, const char *method,
                                              const char *sender, GBytes *present,
                                              const char *const *own_addresses, GError **error);
void loft_ical_invitation_free (LoftIcalInvitation *self);

/* Messages to send, made of what the calendar has. (transfer full) (nullable) NULL: there is no
 * such event, occurrence or attendee. recurrence_id as in LoftOccurrence; "": all. */
GBytes *loft_ical_make_reply (GBytes *raw, const char *recurrence_id, const char *address,
                              LoftPartstat partstat, const char *comment);
GBytes *loft_ical_make_counter (GBytes *raw, const char *recurrence_id, const char *address,
                                const LoftEventTime *start, const LoftEventTime *end,
                                const char *comment);
GBytes *loft_ical_make_refresh (GBytes *raw, const char *address);

/* Without alarms, which are the person's own. */
GBytes *loft_ical_make_request (GBytes *raw, const char *recurrence_id);

/* addresses (nullable): only those, who are no longer invited; NULL: all. SEQUENCE is one more. */
GBytes *loft_ical_make_cancel (GBytes *raw, const char *recurrence_id,
                               const char *const *addresses);

/* Of the COUNTER that came. */
GBytes *loft_ical_make_decline_counter (GBytes *counter, const char *comment);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalInvitation, loft_ical_invitation_free)

G_END_DECLS
