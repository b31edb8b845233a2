/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A line in a colour that a person chose, as of an account, beside what it marks; its size comes
 * from the style (CSS node "coloredge"). Main thread only. */
#define LOFT_TYPE_COLOR_EDGE (loft_color_edge_get_type ())
G_DECLARE_FINAL_TYPE (LoftColorEdge, loft_color_edge, LOFT, COLOR_EDGE, GtkWidget)

void loft_color_edge_set_color (LoftColorEdge *self, const GdkRGBA *color);

G_END_DECLS
