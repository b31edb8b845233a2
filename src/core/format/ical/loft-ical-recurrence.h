/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-rule.h"

G_BEGIN_DECLS

/* When a rule recurs (RFC 5545 3.3.10, SKIP of RFC 7529), on the wall where it starts. Any rule can
 * be asked without end: what is looked at is bounded. The start is always the first occurrence,
 * also where the rule does not name it. Pure; any thread that owns it. */
typedef struct _LoftIcalRecurrence LoftIcalRecurrence;

/* rule is not needed afterwards; its UNTIL is compared with the wall: whoever has one in UTC moves
 * it there first. */
LoftIcalRecurrence *loft_ical_recurrence_new (const LoftIcalRule *rule, const LoftIcalTime *start);
void loft_ical_recurrence_free (LoftIcalRecurrence *self);

/* FALSE: there are no more, or so many were looked at that nobody waits longer. */
gboolean loft_ical_recurrence_next (LoftIcalRecurrence *self, LoftIcalTime *time);

/* Goes on with the first one at or after time, without counting where the rule has no COUNT. */
void loft_ical_recurrence_skip_to (LoftIcalRecurrence *self, const LoftIcalTime *time);

/* Ended before its end. */
gboolean loft_ical_recurrence_gave_up (LoftIcalRecurrence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalRecurrence, loft_ical_recurrence_free)

G_END_DECLS
