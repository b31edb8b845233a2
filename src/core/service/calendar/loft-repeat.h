/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How an event repeats, as far as it can be said with a few words; other rules stay as they are written.
 * Pure; any thread. */
typedef enum {
  LOFT_REPEAT_NEVER,
  LOFT_REPEAT_DAILY,
  LOFT_REPEAT_WEEKLY, /* on weekdays */
  LOFT_REPEAT_MONTHLY, /* on the day of the month that it begins on */
  LOFT_REPEAT_MONTHLY_NTH, /* on the nth weekday: nth and weekday */
  LOFT_REPEAT_YEARLY,
  LOFT_REPEAT_OTHER,
} LoftRepeatKind;

typedef struct {
  LoftRepeatKind kind;
  guint interval; /* 1: every one */
  guint weekdays; /* WEEKLY: bit 0 Monday to bit 6 Sunday; 0: that of the start */
  int nth; /* MONTHLY_NTH: 1 to 5, -1 the last */
  guint weekday; /* MONTHLY_NTH: 1 Monday to 7 Sunday */
  guint count; /* 0: without */
  gboolean has_until;
  gint64 until; /* day from 1970-01-01 on, the last one; of an instant that in UTC */
  gboolean until_is_instant; /* read only: it is until_at, seconds since 1970 */
  gint64 until_at;
} LoftRepeat;

/* rule: RRULE's value, "" for none. What no field can hold is OTHER. */
void loft_repeat_read (LoftRepeat *self, const char *rule);

/* (transfer full) "" of NEVER. Not of OTHER. until_is_date: the start is a whole day.
 * end_of_until: of others the end of that day, seconds since 1970 in UTC. */
char *loft_repeat_write (const LoftRepeat *self, gboolean until_is_date, gint64 end_of_until);

/* (transfer full) of gint64: when it takes place next, at most n of them, the start first. start and
 * times are seconds from 1970 on the wall. Work is bounded for any rule. */
GArray *loft_repeat_list (const char *rule, gint64 start, guint n);

G_END_DECLS
