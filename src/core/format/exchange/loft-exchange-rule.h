/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-ical-rule.h"
#include "loft-ical-zone.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* A Recurrence of Exchange ActiveSync (MS-ASCAL 2.2.2.37, MS-ASTASK, MS-ASEMAIL) <-> RRULE. Pure; any thread.
 *
 * Exchange counts days where iCalendar leaves out: the 31st of every month is the last day of a shorter one
 * (MS-OXOCAL 2.2.1.44.1.2). So such rules become others in iCalendar, and the 29th to 31st of
 * iCalendar is refused. */

/* Where what recurs stands. */
typedef struct {
  LoftIcalTime start; /* on the wall */
  LoftIcalZone *zone; /* (borrowed) the wall's; of a date UTC where dates are of no zone */
} LoftExchangeRuleStart;

/* What recurrences of tasks have beside the rule, which iCalendar has not. */
typedef struct {
  gboolean regenerates; /* the next one counts from the day the last one was done */
  gboolean is_dead; /* this one has become a task of its own */
} LoftExchangeTaskRule;

/* (transfer full) The value of an RRULE. recurrence: CALENDAR_RECURRENCE, TASKS_RECURRENCE or
 * EMAIL_RECURRENCE. Errors: LOFT_ERROR_PROTOCOL where it has no meaning; LOFT_ERROR_LIMIT where it is of
 * another calendar than the Gregorian. */
char *loft_exchange_rule_to_ical (const LoftWbxmlElement *recurrence,
                                  const LoftExchangeRuleStart *start, GError **error);
LoftExchangeTaskRule loft_exchange_rule_get_task (const LoftWbxmlElement *recurrence);

/* (transfer full) An element of tag: CALENDAR_RECURRENCE or TASKS_RECURRENCE. version: of the protocol × 10.
 * task: (nullable). Errors: LOFT_ERROR_REFUSED with a sentence about what Exchange cannot hold; those of
 * loft_ical_rule_read (). */
LoftWbxmlElement *loft_exchange_rule_from_ical (const char *value,
                                                const LoftExchangeRuleStart *start, guint tag,
                                                guint version, const LoftExchangeTaskRule *task,
                                                GError **error);

G_END_DECLS
