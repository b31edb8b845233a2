/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For two children: a text and what can be done about it. The second stands beside the first, at its
 * end; below it where the first would have less than room pixels. */
#define LOFT_TYPE_ASIDE_LAYOUT (loft_aside_layout_get_type ())
G_DECLARE_FINAL_TYPE (LoftAsideLayout, loft_aside_layout, LOFT, ASIDE_LAYOUT, GtkLayoutManager)

GtkLayoutManager *loft_aside_layout_new (int spacing, int room);

G_END_DECLS
