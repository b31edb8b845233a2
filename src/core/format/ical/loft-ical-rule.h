/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-time.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A recurrence rule (RFC 5545 3.3.10, RFC 7529) as its parts. What is read
 * has names, ranges and lengths that have a meaning. Pure; any thread. */
typedef enum {
  LOFT_ICAL_SECONDLY,
  LOFT_ICAL_MINUTELY,
  LOFT_ICAL_HOURLY,
  LOFT_ICAL_DAILY,
  LOFT_ICAL_WEEKLY,
  LOFT_ICAL_MONTHLY,
  LOFT_ICAL_YEARLY,
} LoftIcalFrequency;

typedef enum {
  LOFT_ICAL_BY_SECOND,
  LOFT_ICAL_BY_MINUTE,
  LOFT_ICAL_BY_HOUR,
  LOFT_ICAL_BY_DAY, /* nth * 8 + weekday: loft_ical_rule_by_day () */
  LOFT_ICAL_BY_MONTHDAY,
  LOFT_ICAL_BY_YEARDAY,
  LOFT_ICAL_BY_WEEKNO,
  LOFT_ICAL_BY_MONTH,
  LOFT_ICAL_BY_SETPOS,
  LOFT_ICAL_N_BY,
} LoftIcalBy;

/* What becomes of a day that a month does not have (RFC 7529 4.2). */
typedef enum { LOFT_ICAL_SKIP_OMIT, LOFT_ICAL_SKIP_BACKWARD, LOFT_ICAL_SKIP_FORWARD } LoftIcalSkip;

typedef struct {
  LoftIcalFrequency frequency;
  guint interval; /* 1 to 32,767 */
  guint count; /* 0: without */
  gboolean has_until;
  LoftIcalTime until;
  GArray *by[LOFT_ICAL_N_BY]; /* of gint16 (nullable) */
  guint week_start; /* 1 Monday to 7 Sunday */
  LoftIcalSkip skip;
} LoftIcalRule;

/* (transfer full) Errors: LOFT_ERROR_PROTOCOL where it is no rule; LOFT_ERROR_LIMIT where it is one
 * that Loft does not follow: every second, of another calendar, too long. */
LoftIcalRule *loft_ical_rule_read (const char *value, GError **error);

/* Of this frequency, every one, without end. */
LoftIcalRule *loft_ical_rule_new (LoftIcalFrequency frequency);
LoftIcalRule *loft_ical_rule_copy (const LoftIcalRule *self);
void loft_ical_rule_free (LoftIcalRule *self);

/* (transfer full) */
char *loft_ical_rule_write (const LoftIcalRule *self);

void loft_ical_rule_add_by (LoftIcalRule *self, LoftIcalBy by, gint16 value);

/* nth: 0 for every; -1 for the last. weekday: 1 Monday to 7 Sunday. */
gint16 loft_ical_rule_by_day (int nth, guint weekday);
int loft_ical_rule_get_nth (gint16 by_day);
guint loft_ical_rule_get_weekday (gint16 by_day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalRule, loft_ical_rule_free)

G_END_DECLS
