/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-scheduling-words.h"

G_BEGIN_DECLS

/* What people see of invitations and answers that Loft sends, in the language of who sends them: a
 * LoftSchedulingWords. Any thread. */
void loft_scheduling_text_make (const LoftSchedulingSaying *saying, char **subject, char **text);

G_END_DECLS
