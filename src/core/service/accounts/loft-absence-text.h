/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-out-of-office.h"

G_BEGIN_DECLS

/* What is answered in absence, as a person reads and writes it. Pure; any thread. */

/* Whether servers of a kind of account may answer, as far as Loft can ask them. */
gboolean loft_absence_kind_may_answer (const char *kind);

/* (transfer full) Plain text; of what is HTML on the server what it says. */
char *loft_absence_text_dup (const LoftOutOfOfficeAnswer *answer);

/* The answer becomes a plain text; one that says so already is left as it is, HTML too. */
void loft_absence_text_set (LoftOutOfOfficeAnswer *answer, const char *text);

/* Whether answers are given at that time, in seconds since 1970. */
gboolean loft_absence_is_on (const LoftOutOfOffice *absence, gint64 now);

gboolean loft_absence_equal (const LoftOutOfOffice *a, const LoftOutOfOffice *b);

G_END_DECLS
