/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-scheduling-card.h"

G_BEGIN_DECLS

/* Words for invitations in mail. What others wrote is on one line, of bounded length, and cannot change the
 * direction of what is around it. (transfer full) Main thread only. */

/* What the message is: "Eva Adler invites you". */
char *loft_invitation_text_title (const LoftSchedulingCard *card);

/* (nullable) What else is to be known before one decides; *is_warning: it may be a trick. */
char *loft_invitation_text_note (const LoftSchedulingCard *card, gboolean *is_warning);

/* (nullable) What the person answered: "You accepted". */
char *loft_invitation_text_answer (LoftPartstat partstat);

char *loft_invitation_text_summary (const LoftEvent *event);

/* Where the reader is; (nullable) there: in the zone that it was made in, where that shows other times. */
char *loft_invitation_text_when (const LoftEvent *event);
char *loft_invitation_text_when_there (const LoftEvent *event);

/* (nullable) "Overlaps “Lunch”, 12:30 – 13:30 and 2 more". */
char *loft_invitation_text_conflicts (const LoftSchedulingCard *card);

/* Who sends the answer. */
char *loft_invitation_text_sender (const LoftSchedulingCard *card);

char *loft_invitation_text_person (const LoftAttendee *person);

G_END_DECLS
