/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-mapping.h"
#include "loft-flags.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* The Flag of a mail (MS-ASEMAIL 2.2.2.34) <-> the words of loft-follow-up.h. Pure; any thread. */

/* (transfer full) flag: (nullable) "" then, as for one that was cleared. zone as of LoftEasMapping. */
char *loft_eas_follow_up_read (const LoftWbxmlElement *flag, const char *zone);

/* What happens to the flag of one message. */
typedef struct {
  LoftFlags add; /* FLAGGED of it counts */
  LoftFlags remove;
  const char *add_keywords;
  const char *remove_keywords;
  const char *shown; /* (nullable) the keywords that the message shows here */
  const LoftWbxmlElement *before; /* (nullable) the Flag that the server has */
} LoftEasFollowUpChange;

/* Whether the server's Flag has to be known for it: one that is sent takes the place of all that was
 * there, dates that somebody set elsewhere too. */
gboolean loft_eas_follow_up_needs_flag (const LoftEasFollowUpChange *change);

/* (transfer full) (nullable) The Flag to send; NULL: the server has it as it is wanted. A message that is
 * flagged keeps the server's dates, and gets those that are shown here where it has none. What is done
 * keeps them as well. now: seconds since 1970, for 12.1, where a follow-up must have dates. */
LoftWbxmlElement *loft_eas_follow_up_change (const LoftEasFollowUpChange *change,
                                             const LoftEasMapping *how, gint64 now);

G_END_DECLS
