/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts children beside each other in their natural width and begins another line where they no longer
 * fit, as words do; the last child takes what is left of its line. Follows the text direction. */
#define LOFT_TYPE_WRAP_LAYOUT (loft_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (LoftWrapLayout, loft_wrap_layout, LOFT, WRAP_LAYOUT, GtkLayoutManager)

/* spacing: between children and between lines, in pixels. */
GtkLayoutManager *loft_wrap_layout_new (int spacing);

G_END_DECLS
