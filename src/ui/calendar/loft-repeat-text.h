/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-repeat.h"

G_BEGIN_DECLS

/* (transfer full) A rule in a sentence: "Every 2 weeks on Monday and Friday, 10 times"; start: on the
 * wall. Main thread only. */
char *loft_repeat_text (const char *rule, gint64 start);

/* (transfer full) The next times after the first: "Then 30 Nov, 7 Dec, 14 Dec …", or "". */
char *loft_repeat_text_next (const char *rule, gint64 start);

G_END_DECLS
