/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-week-view.h"

G_BEGIN_DECLS

/* The hours of the days of a week view with the events among them. Clicks, drags and keys in it are told by
 * the view. Main thread only. */
#define LOFT_TYPE_HOURS_GRID (loft_hours_grid_get_type ())
G_DECLARE_FINAL_TYPE (LoftHoursGrid, loft_hours_grid, LOFT, HOURS_GRID, GtkWidget)

GtkWidget *loft_hours_grid_new (LoftWeekView *view);

/* The view shows something else. */
void loft_hours_grid_update (LoftHoursGrid *self);

/* Shows where something would be, on the wall, as while it is dragged. */
void loft_hours_grid_preview (LoftHoursGrid *self, gboolean shown, gint64 start, gint64 end);

/* Where a time of day (seconds) is, in pixels from the top. */
double loft_hours_grid_get_y (LoftHoursGrid *self, int seconds);

G_END_DECLS
