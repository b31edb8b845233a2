/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-availability.h"

G_BEGIN_DECLS

/* Times that are taken, as LoftAvailability has them. Pure; any thread. */

/* (transfer full) of LoftBusyPeriod, empty. */
GArray *loft_busy_periods_new (void);

/* What has no length, and what is free, is left out. */
void loft_busy_periods_add (GArray *self, gint64 start, gint64 end, LoftBusyKind kind);

/* Puts them in order and within [since, until): of those that overlap the one that takes more of a person
 * counts (away, busy, tentative, unknown), neighbours of a kind become one. */
void loft_busy_periods_settle (GArray *self, gint64 since, gint64 until);

/* Of settled ones: the kind that takes the most of [start, end); FREE where nothing is taken. */
LoftBusyKind loft_busy_periods_get_kind (const GArray *self, gint64 start, gint64 end);

/* Whether a person of this kind of time cannot come: what nobody knows keeps nobody away. */
gboolean loft_busy_kind_blocks (LoftBusyKind kind);

/* Of settled ones: TRUE with the end of the first that blocks (backwards: the start of the last) in
 * [start, end). */
gboolean loft_busy_periods_find_block (const GArray *self, gint64 start, gint64 end,
                                       gboolean backwards, gint64 *edge);

G_END_DECLS
