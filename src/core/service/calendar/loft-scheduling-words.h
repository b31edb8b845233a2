/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-event.h"

G_BEGIN_DECLS

/* What a mail tells calendar programs, for those who read it. Borrowed. */
typedef struct {
  const char *method; /* "REQUEST" … */
  const LoftEvent *event;
  LoftPartstat partstat; /* of a REPLY */
  const char *comment;
} LoftSchedulingSaying;

/* What people see of it: (transfer full) both. Any thread. */
typedef void (*LoftSchedulingWords) (const LoftSchedulingSaying *saying, char **subject,
                                     char **text);

/* In the person's language; English where nobody set any. Before the first account is opened. */
void loft_scheduling_words_set (LoftSchedulingWords words);
void loft_scheduling_words_make (const LoftSchedulingSaying *saying, char **subject, char **text);

G_END_DECLS
