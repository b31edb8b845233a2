/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-ical-reader-private.h"

G_BEGIN_DECLS

/* A single event, or a series with its exceptions, and when it takes place. Immutable; any
 * thread. */
typedef struct _LoftIcalSeries LoftIcalSeries;

/* (transfer full) Takes entries, of LoftIcalEntry: the series first where it is there. */
LoftIcalSeries *loft_ical_series_new (GPtrArray *entries);
void loft_ical_series_free (LoftIcalSeries *self);

/* As loft_ical_object_get_bounds () and _expand (). */
void loft_ical_series_get_bounds (LoftIcalSeries *self, gint64 *first, gint64 *last);
gboolean loft_ical_series_expand (LoftIcalSeries *self, gint64 from, gint64 to, guint max,
                                  const char *const *own_addresses, GPtrArray *occurrences);

/* What tells the occurrences of the series apart. TRUE: time is a date in a series of times, and
 * names what is on its day. A RECURRENCE-ID or EXDATE need not be written as the start of its
 * series is: in UTC, floating, as a date; what is meant is clear all the same. */
gboolean loft_ical_series_get_key (LoftIcalSeries *self, const LoftEventTime *time, gint64 *key);

/* An occurrence as the rule has it, before anybody moved it. */
typedef struct {
  gint64 wall;
  gint64 key;
  gint64 seconds; /* how long, where an RDATE says so; -1 */
} LoftIcalCandidate;

/* What the rule gives and RDATE adds without what EXDATE takes away, from the first one at or after
 * from (a wall) to before to; those of the rule first, then those of RDATE. FALSE of visit ends it.
 * FALSE: there was too much to look at. */
gboolean loft_ical_series_walk (LoftIcalSeries *self, gint64 from, gint64 to,
                                gboolean (*visit) (const LoftIcalCandidate *candidate,
                                                   gpointer data),
                                gpointer data);

/* A RECURRENCE-ID as the series would write it: of its zone, a date where it is of dates. */
LoftEventTime loft_ical_series_get_id (LoftIcalSeries *self, const LoftEventTime *recurrence_id);

/* (nullable) Borrowed. */
LoftIcalEntry *loft_ical_series_get_master (LoftIcalSeries *self);

/* (transfer full) (nullable) As loft_ical_object_get_occurrence (). */
LoftEvent *loft_ical_series_get_event (LoftIcalSeries *self, const LoftEventTime *id);

/* Wall on the clock of the series. */
gint64 loft_ical_series_get_wall (LoftIcalSeries *self, const LoftEventTime *time);

LoftEventTime loft_ical_entry_get_end (const LoftIcalEntry *self, const LoftEventTime *start);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIcalSeries, loft_ical_series_free)

G_END_DECLS
