/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For one GtkScrolledWindow that scrolls up and down: it is as high as what it holds in the width that it is
 * given, at most its max-content-height. By itself it asks what it holds without a width
 * (propagate-natural-height), and what wraps is then cut off or has room left below it. */
#define LOFT_TYPE_SCROLLER_LAYOUT (loft_scroller_layout_get_type ())
G_DECLARE_FINAL_TYPE (LoftScrollerLayout, loft_scroller_layout, LOFT, SCROLLER_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
