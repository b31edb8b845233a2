/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-busy-periods.h"

G_BEGIN_DECLS

/* When a meeting can be. Pure; any thread. Monday to Friday are working days. */
typedef struct {
  gint64 length; /* seconds; of all-day ones whole days */
  gboolean all_day; /* start is a midnight; only working hours count */
  GTimeZone *zone; /* (borrowed) of the wall that working hours and midnights are on */
  int day_begins; /* working hours, in seconds from midnight */
  int day_ends;
} LoftSlotWish;

/* Whether somebody of this time (settled, of LoftBusyPeriod) cannot come to a meeting at start; unknown
 * times keep nobody away. */
gboolean loft_free_slot_blocks (const LoftSlotWish *wish, const GArray *periods, gint64 start);

/* The first start at or behind from (backwards: the last at or before it) on a whole half hour in
 * working hours when all people (of GArray, as above) have time. What is longer than a working day begins
 * with one. limit: no meeting reaches behind it (backwards: none starts before it). FALSE: there is none. */
gboolean loft_free_slot_find (const LoftSlotWish *wish, GPtrArray *people, gint64 from,
                              gint64 limit, gboolean backwards, gint64 *start);

G_END_DECLS
