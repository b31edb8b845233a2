/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For two children: what one came for, and something beside it at the end, width pixels wide. The second is
 * there only while the first keeps room pixels: it never makes a window wider. */
#define LOFT_TYPE_END_LAYOUT (loft_end_layout_get_type ())
G_DECLARE_FINAL_TYPE (LoftEndLayout, loft_end_layout, LOFT, END_LAYOUT, GtkLayoutManager)

GtkLayoutManager *loft_end_layout_new (int width, int room);

/* Whether both have room in widget as it is now, whatever is shown. */
gboolean loft_end_layout_has_room (GtkWidget *widget);

G_END_DECLS
