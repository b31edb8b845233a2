/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-document-private.h"

G_BEGIN_DECLS

/* A change of the whole series: before and after as of loft_ical_change_event (). */
void loft_ical_move_series (LoftIcalDocument *document, const LoftEvent *before,
                            const LoftEvent *after);

/* (transfer full) A rule with one of its parts as value; NULL: without it. */
char *loft_ical_rule_with_part (const char *rule, const char *name, const char *value);

G_END_DECLS
