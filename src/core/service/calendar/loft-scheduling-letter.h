/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-address.h"
#include "loft-event.h"
#include "loft-scheduling-store.h"

G_BEGIN_DECLS

/* An iTIP message (RFC 5546) before it is a mail (RFC 6047). Plain; any thread. */
typedef struct {
  char *method; /* "REPLY" …; "": a mail for people alone */
  char *about; /* as in LoftSchedulingMessage */
  GBytes *calendar; /* iTIP; empty: none */
  LoftEvent *event; /* what it is about */
  LoftAttendee *from; /* the person, as the event knows her */
  GPtrArray *to; /* of LoftAddress */
  LoftPartstat partstat; /* of an answer */
  char *comment;
} LoftSchedulingLetter;

void loft_scheduling_letter_free (LoftSchedulingLetter *self);

/* (transfer full) (nullable) NULL: nobody is to be told. raw: what the calendar has; recurrence_id as in
 * LoftOccurrence; address: the person's own that is invited. */
LoftSchedulingLetter *loft_scheduling_letter_new_reply (GBytes *raw, const char *recurrence_id,
                                                        const char *address, LoftPartstat partstat,
                                                        const char *comment);
/* What somebody writes with an answer that the server tells of: servers take no words (RFC 6638, 3.2.2).
 * NULL for none. */
LoftSchedulingLetter *loft_scheduling_letter_new_note (GBytes *raw, const char *recurrence_id,
                                                       const char *address, LoftPartstat partstat,
                                                       const char *comment);
LoftSchedulingLetter *loft_scheduling_letter_new_counter (GBytes *raw, const char *recurrence_id,
                                                          const char *address,
                                                          const LoftEventTime *start,
                                                          const LoftEventTime *end,
                                                          const char *comment);
/* To those of only (addresses, ended by NULL; nullable: all who are invited). own: the person's. */
LoftSchedulingLetter *loft_scheduling_letter_new_request (GBytes *raw, const char *const *own,
                                                          const char *const *only);
LoftSchedulingLetter *loft_scheduling_letter_new_cancel (GBytes *raw, const char *recurrence_id,
                                                         const char *const *own,
                                                         const char *const *only);
LoftSchedulingLetter *loft_scheduling_letter_new_decline_counter (GBytes *counter,
                                                                  const char *const *own,
                                                                  const LoftAttendee *to,
                                                                  const char *comment);

/* (transfer full) of LoftSchedulingLetter: what the guests of a meeting that the person organizes are to
 * be told where before (nullable: it is new) becomes after (nullable: it is no more). Empty: there are no
 * guests, or somebody else organizes it. */
GPtrArray *loft_scheduling_letters_of_change (GBytes *before, GBytes *after,
                                              const char *const *own);

/* (transfer full) The mail, ready to wait for the outbox of account. */
LoftSchedulingMessage *loft_scheduling_letter_seal (const LoftSchedulingLetter *self,
                                                    const LoftAccount *account, gint64 not_before,
                                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSchedulingLetter, loft_scheduling_letter_free)

G_END_DECLS
