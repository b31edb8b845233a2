/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The categories of a message by name, each with its colour as a spot, in as many lines as they need;
 * invisible when there is none. Follows what is renamed. Main thread only. */
#define LOFT_TYPE_CATEGORY_PILLS (loft_category_pills_get_type ())
G_DECLARE_FINAL_TYPE (LoftCategoryPills, loft_category_pills, LOFT, CATEGORY_PILLS, GtkWidget)

GtkWidget *loft_category_pills_new (void);

/* keywords: in the form of loft-flags.h. */
void loft_category_pills_show (LoftCategoryPills *self, const char *keywords);

G_END_DECLS
