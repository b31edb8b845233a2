/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* Events found by words in what they are called, where they are and what they are filed under, in all
 * calendars that are shown, of some years around now; of a series the next one. Signals "found"
 * (LoftOccurrenceItem): the person goes to one; "ended": back to the calendar. Main thread only. */
#define LOFT_TYPE_CALENDAR_SEARCH (loft_calendar_search_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarSearch, loft_calendar_search, LOFT, CALENDAR_SEARCH, GtkWidget)

GtkWidget *loft_calendar_search_new (LoftCalendarActions *actions);

/* Loads what can be found, and takes the focus. */
void loft_calendar_search_begin (LoftCalendarSearch *self);

/* (transfer none) where words are typed. */
GtkEditable *loft_calendar_search_get_entry (LoftCalendarSearch *self);

/* (transfer none) of LoftOccurrenceItem: what was found. */
GListModel *loft_calendar_search_get_found (LoftCalendarSearch *self);

G_END_DECLS
