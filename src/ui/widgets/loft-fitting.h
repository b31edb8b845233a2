/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The same thing in several sizes: of its children, which are given from the largest to the smallest,
 * the first that fits is shown, else the last. It asks for the room of the largest and can do with that
 * of the smallest. One that is made invisible is passed over. Main thread only. */
#define LOFT_TYPE_FITTING (loft_fitting_get_type ())
G_DECLARE_FINAL_TYPE (LoftFitting, loft_fitting, LOFT, FITTING, GtkWidget)

GtkWidget *loft_fitting_new (void);

/* child: (transfer floating), smaller than those before. */
void loft_fitting_add (LoftFitting *self, GtkWidget *child);

/* The width that the smallest asks for. */
int loft_fitting_get_least (LoftFitting *self);

/* (transfer none) (nullable) what is shown since sizes were given last. */
GtkWidget *loft_fitting_get_shown (LoftFitting *self);

G_END_DECLS
