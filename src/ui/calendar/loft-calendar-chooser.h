/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-item.h"

G_BEGIN_DECLS

/* Which of the calendars that can be written: a list that drops down. Main thread only. */
#define LOFT_TYPE_CALENDAR_CHOOSER (loft_calendar_chooser_get_type ())
G_DECLARE_FINAL_TYPE (LoftCalendarChooser, loft_calendar_chooser, LOFT, CALENDAR_CHOOSER, GtkWidget)

/* calendars: of LoftCalendarItem. */
GtkWidget *loft_calendar_chooser_new (GListModel *calendars);

/* (transfer none) (nullable) */
LoftCalendarItem *loft_calendar_chooser_get (LoftCalendarChooser *self);
void loft_calendar_chooser_set (LoftCalendarChooser *self, LoftCalendarItem *calendar);

G_END_DECLS
