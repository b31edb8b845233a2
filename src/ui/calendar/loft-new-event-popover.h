/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* A new event in one line: a day and times, "@" and a place are taken from what is typed, and what
 * was taken is said below. Signals "add", "more": the event is loft_new_event_popover_make_event().
 * Main thread only. */
#define LOFT_TYPE_NEW_EVENT_POPOVER (loft_new_event_popover_get_type ())
G_DECLARE_FINAL_TYPE (LoftNewEventPopover, loft_new_event_popover, LOFT, NEW_EVENT_POPOVER,
                      GtkPopover)

/* calendars: of LoftCalendarItem. Times on the wall: where nothing else is typed. */
GtkWidget *loft_new_event_popover_new (GListModel *calendars, gint64 start, gint64 end,
                                       gboolean all_day);

/* (transfer full) */
LoftEvent *loft_new_event_popover_make_event (LoftNewEventPopover *self);

/* (transfer none) (nullable) */
LoftCalendarItem *loft_new_event_popover_get_calendar (LoftNewEventPopover *self);

/* (transfer none) What is typed in. */
GtkEditable *loft_new_event_popover_get_text (LoftNewEventPopover *self);

G_END_DECLS
