/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-calendar-view.h"

G_BEGIN_DECLS

/* The events of one day as a list of rows under its name. Signal "open" (LoftOccurrenceItem, GtkWidget).
 * Main thread only. */
#define LOFT_TYPE_DAY_LIST (loft_day_list_get_type ())
G_DECLARE_FINAL_TYPE (LoftDayList, loft_day_list, LOFT, DAY_LIST, GtkWidget)

/* as_popover: as large as its content, up to a limit. */
GtkWidget *loft_day_list_new (gboolean as_popover);

/* entries: of LoftCalendarEntry; those of the day are shown. */
void loft_day_list_show (LoftDayList *self, GArray *entries, gint64 day, gint64 today);

/* Those among the hours that take place between two times of one day. */
void loft_day_list_show_times (LoftDayList *self, GArray *entries, gint64 start, gint64 end,
                               gint64 today);

G_END_DECLS
