/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forms that cannot be used for a while.
 *
 * A field that is made insensitive while it has the keyboard focus is not told when the focus leaves
 * it, goes on blinking, and GTK warns (GNOME/gtk#5845). So the focus is taken away first and given
 * back when the form can be used again, unless something else has it by then.
 *
 * Main thread only.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * loft_widget_set_sensitive:
 *
 * gtk_widget_set_sensitive() for anything a text field may be in.
 */
void loft_widget_set_sensitive (GtkWidget *widget, gboolean sensitive);

G_END_DECLS
