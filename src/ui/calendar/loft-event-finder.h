/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* Finds events by words in what they are called, where they are and what they are filed under, in all
 * calendars that are shown, from two years ago to three ahead; of a series the next one. Signal "changed":
 * what was found, or whether it still searches. Main thread only; a little at a time. */
#define LOFT_TYPE_EVENT_FINDER (loft_event_finder_get_type ())
G_DECLARE_FINAL_TYPE (LoftEventFinder, loft_event_finder, LOFT, EVENT_FINDER, GObject)

LoftEventFinder *loft_event_finder_new (LoftCalendarActions *actions);

/* Loads what can be found, once; before that nothing is. */
void loft_event_finder_begin (LoftEventFinder *self);

/* Any of its words may be a part of one. "": nothing is looked for. */
void loft_event_finder_set_words (LoftEventFinder *self, const char *text);

/* Whether anything is looked for; whether there may be more than what was found. */
gboolean loft_event_finder_is_asked (LoftEventFinder *self);
gboolean loft_event_finder_is_searching (LoftEventFinder *self);

/* (transfer none) of LoftOccurrenceItem, in the order of time. */
GListModel *loft_event_finder_get_found (LoftEventFinder *self);

/* (transfer full) The same, at most max: first those that are not over, as they come; then what was, the last
 * first. */
GPtrArray *loft_event_finder_list_nearest (LoftEventFinder *self, guint max);

G_END_DECLS
