/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-exchange-rule.h"

G_BEGIN_DECLS

/* MS-ASCAL 2.2.2.45 */
typedef enum {
  LOFT_EXCHANGE_DAILY = 0,
  LOFT_EXCHANGE_WEEKLY = 1,
  LOFT_EXCHANGE_MONTHLY = 2,
  LOFT_EXCHANGE_MONTHLY_NTH = 3,
  LOFT_EXCHANGE_YEARLY = 5,
  LOFT_EXCHANGE_YEARLY_NTH = 6,
} LoftExchangeRuleType;

#define LOFT_EXCHANGE_WORKDAYS 62
#define LOFT_EXCHANGE_WEEKEND  65
#define LOFT_EXCHANGE_ALL_DAYS 127
#define LOFT_EXCHANGE_LAST     5 /* of WeekOfMonth */

/* Numbers as they are in the elements; 0: there is none. */
typedef struct {
  guint type;
  guint interval;
  guint occurrences;
  guint days; /* of the week: bits, Sunday the lowest */
  guint day; /* of the month */
  guint week; /* of the month */
  guint month;
} LoftExchangeRule;

typedef enum {
  LOFT_EXCHANGE_TYPE,
  LOFT_EXCHANGE_UNTIL,
  LOFT_EXCHANGE_OCCURRENCES,
  LOFT_EXCHANGE_INTERVAL,
  LOFT_EXCHANGE_DAY_OF_WEEK,
  LOFT_EXCHANGE_DAY_OF_MONTH,
  LOFT_EXCHANGE_WEEK_OF_MONTH,
  LOFT_EXCHANGE_MONTH_OF_YEAR,
  LOFT_EXCHANGE_CALENDAR_TYPE,
  LOFT_EXCHANGE_FIRST_DAY_OF_WEEK,
} LoftExchangeRulePart;

/* Its tag inside a recurrence of that tag. */
guint loft_exchange_rule_get_tag (guint recurrence, LoftExchangeRulePart part);

/* The bit of a weekday (1 Monday to 7 Sunday). */
guint loft_exchange_rule_get_bit (guint weekday);

/* FALSE with error: Exchange has no such rule, or start is not the first of it. */
gboolean loft_exchange_rule_find (const LoftIcalRule *rule, const LoftIcalTime *start,
                                  LoftExchangeRule *found, GError **error);

G_END_DECLS
