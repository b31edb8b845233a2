/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A day and a time of day to be chosen; the time can be typed in any way that is understood. Times are on the
 * wall (loft-wall.h). Signal "changed" (by the person). Main thread only. */
#define LOFT_TYPE_TIME_ROW (loft_time_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftTimeRow, loft_time_row, LOFT, TIME_ROW, AdwActionRow)

GtkWidget *loft_time_row_new (const char *title);

gint64 loft_time_row_get (LoftTimeRow *self);
void loft_time_row_set (LoftTimeRow *self, gint64 wall);

/* FALSE: what is typed is no time of day; get() says the last that was one. */
gboolean loft_time_row_is_valid (LoftTimeRow *self);

/* Without a time of day. */
void loft_time_row_set_day_only (LoftTimeRow *self, gboolean day_only);

G_END_DECLS
