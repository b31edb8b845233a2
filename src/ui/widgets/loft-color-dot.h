/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A round spot in a colour, as of an account; its size follows the text. Not for screen readers:
 * whatever it marks says so in words. Main thread only. */
#define LOFT_TYPE_COLOR_DOT (loft_color_dot_get_type ())
G_DECLARE_FINAL_TYPE (LoftColorDot, loft_color_dot, LOFT, COLOR_DOT, GtkWidget)

GtkWidget *loft_color_dot_new (void);

void loft_color_dot_set_color (LoftColorDot *self, const GdkRGBA *color);

G_END_DECLS
