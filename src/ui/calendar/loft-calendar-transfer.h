/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-actions.h"

G_BEGIN_DECLS

/* Calendars from and to iCalendar files, with dialogs for what is chosen, how it goes and what came of it.
 * parent: in the window that they belong to. Main thread only. */

/* Lets a file be chosen, then as loft_calendar_transfer_import(). calendar: (nullable) proposed. */
void loft_calendar_transfer_choose (GtkWidget *parent, LoftCalendarActions *actions,
                                    LoftCalendarItem *calendar);

/* Asks into which calendar. */
void loft_calendar_transfer_import (GtkWidget *parent, LoftCalendarActions *actions,
                                    LoftCalendarItem *calendar, GFile *file);

/* Lets a place be chosen for the calendar, or (item not NULL) the one event. */
void loft_calendar_transfer_export (GtkWidget *parent, LoftCalendarActions *actions,
                                    LoftCalendarItem *calendar, LoftOccurrenceItem *item);

G_END_DECLS
