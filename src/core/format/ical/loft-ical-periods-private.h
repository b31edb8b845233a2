/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-rule.h"

G_BEGIN_DECLS

/* A rule goes through time in periods: of its frequency, as many as its interval at a time. */

/* The days of the nth period of a rule of days or longer, in order, as days from 1970-01-01. FALSE:
 * it lies behind the year 9999. */
gboolean loft_ical_period_find_days (const LoftIcalRule *rule, const LoftIcalTime *start, gint64 n,
                                     GArray *days);

/* The last period that cannot have begun after time. */
gint64 loft_ical_period_find (const LoftIcalRule *rule, const LoftIcalTime *start,
                              const LoftIcalTime *time);

/* Whether a day passes the parts that say which days (a number of its weekday is not asked for). */
gboolean loft_ical_period_allows_day (const LoftIcalRule *rule, const LoftIcalTime *day);

/* Whether value, or from_the_end (negative; 0: it has none), is in the list, or there is none. */
gboolean loft_ical_period_allows (const LoftIcalRule *rule, LoftIcalBy by, int value,
                                  int from_the_end);

G_END_DECLS
