/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-calendar-item.h"
#include "loft-occurrence.h"

G_BEGIN_DECLS

/* What views of a calendar list: one time that an event takes place, and its calendar. Immutable: a
 * changed event is another item. Main thread only. */
#define LOFT_TYPE_OCCURRENCE_ITEM (loft_occurrence_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftOccurrenceItem, loft_occurrence_item, LOFT, OCCURRENCE_ITEM, GObject)

LoftOccurrenceItem *loft_occurrence_item_new (LoftOccurrence *occurrence,
                                              LoftCalendarItem *calendar);

/* (transfer none) */
const LoftOccurrence *loft_occurrence_item_get (LoftOccurrenceItem *self);
LoftCalendarItem *loft_occurrence_item_get_calendar (LoftOccurrenceItem *self);

/* The event's own colour as written, else the calendar's. */
const char *loft_occurrence_item_get_color (LoftOccurrenceItem *self);

/* Whether both are the same time of the same event, perhaps before and after a change. */
gboolean loft_occurrence_item_is_same (LoftOccurrenceItem *self, LoftOccurrenceItem *other);

G_END_DECLS
