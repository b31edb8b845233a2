/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A small square in a colour: filled and checked, or empty; or a larger disc, always filled, to choose a
 * colour by. Only a picture: the button around it tells what it is. Main thread only. */
#define LOFT_TYPE_COLOR_CHECK (loft_color_check_get_type ())
G_DECLARE_FINAL_TYPE (LoftColorCheck, loft_color_check, LOFT, COLOR_CHECK, GtkWidget)

GtkWidget *loft_color_check_new (void);
GtkWidget *loft_color_check_new_disc (void);

void loft_color_check_set (LoftColorCheck *self, const char *color, gboolean checked);

G_END_DECLS
