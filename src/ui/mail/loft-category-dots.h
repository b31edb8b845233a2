/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The colours of a message's categories as spots side by side, with their names in the tooltip;
 * invisible when there is none. Each has an edge in the text's colour where contrast is high. Not for
 * screen readers: whatever it marks says the names. Main thread only. */
#define LOFT_TYPE_CATEGORY_DOTS (loft_category_dots_get_type ())
G_DECLARE_FINAL_TYPE (LoftCategoryDots, loft_category_dots, LOFT, CATEGORY_DOTS, GtkWidget)

GtkWidget *loft_category_dots_new (void);

/* keywords: in the form of loft-flags.h. */
void loft_category_dots_show (LoftCategoryDots *self, const char *keywords);

G_END_DECLS
