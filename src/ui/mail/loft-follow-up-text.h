/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-flags.h"

G_BEGIN_DECLS

/* Follow-ups of messages in the words people use, and the days that they choose. now: seconds since the
 * epoch. Main thread only. */

typedef enum {
  LOFT_FOLLOW_UP_NOTHING, /* no flag, or one without a day */
  LOFT_FOLLOW_UP_OPEN,
  LOFT_FOLLOW_UP_LATE,
  LOFT_FOLLOW_UP_DONE_WITH,
} LoftFollowUpState;

/* "Follow up by Friday", "Follow-up was due yesterday", "Done". *text: (transfer full) (nullable) with
 * NOTHING. keywords: in the form of loft-flags.h. */
LoftFollowUpState loft_follow_up_describe (LoftFlags flags, const char *keywords, gint64 now,
                                           char **text);

/* (transfer full) (nullable) "Reminder: 27 November 09:00". */
char *loft_follow_up_describe_reminder (const char *keywords, gint64 now);

typedef enum {
  LOFT_FOLLOW_UP_TODAY,
  LOFT_FOLLOW_UP_TOMORROW,
  LOFT_FOLLOW_UP_THIS_WEEK, /* until Friday; at the weekend until it is over */
  LOFT_FOLLOW_UP_NEXT_WEEK, /* Monday to Friday */
  LOFT_FOLLOW_UP_NO_DATE,
  LOFT_N_FOLLOW_UP_CHOICES,
} LoftFollowUpChoice;

/* What they are called in actions: "today", "next-week". */
const char *loft_follow_up_choice_get_name (LoftFollowUpChoice choice);
/* FALSE: none is called so. */
gboolean loft_follow_up_choice_from_name (const char *name, LoftFollowUpChoice *choice);

/* (transfer full) its days as keywords of loft-follow-up.h; "" for none. */
char *loft_follow_up_choice_dup_keywords (LoftFollowUpChoice choice, gint64 now);

G_END_DECLS
