/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The calendar: a month to go by and the calendars beside, one of the views in the middle. It owns the
 * "calendar" actions. A LoftPane. Main thread only. */
#define LOFT_TYPE_CALENDAR_PANE (loft_calendar_pane_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarPane, loft_calendar_pane, LOFT, CALENDAR_PANE, GtkWidget)

GtkWidget *loft_calendar_pane_new (LoftCalendarActions *actions);

/* Whose people are suggested as guests, and whose troubles are told. Once. */
void loft_calendar_pane_set_service (LoftCalendarPane *self, LoftService *service);

/* By name: "month", "week", "work-week", "day", "agenda". */
void loft_calendar_pane_show_view (LoftCalendarPane *self, const char *name);

/* day: as in loft-wall.h. */
void loft_calendar_pane_show_day (LoftCalendarPane *self, gint64 day);

/* Goes to an event: its day, where it gets the focus. */
void loft_calendar_pane_go_to (LoftCalendarPane *self, LoftOccurrenceItem *item);

/* Opens the editor with a new event, of which what is known is filled in. A start of 0: the next full
 * hour. */
void loft_calendar_pane_edit_new (LoftCalendarPane *self, LoftEvent *event);

G_END_DECLS
