/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What GTK 4.8 leaves undone for screen readers, here for all widgets below root: pages of a stack
 * that are not on screen and folded revealers are taken out of the accessible tree, now and when
 * they change, and buttons with an icon alone get their tooltip as their name (later changes:
 * loft_accessibility_set_button_name). Once for each tree, after it is built. Main thread only. */
void loft_accessibility_prepare (GtkWidget *root);

/* Whether a widget that stays where it is (a column out of sight) is to be read out. */
void loft_accessibility_set_hidden (GtkWidget *widget, gboolean hidden);

/* Tooltip and name of a button with an icon alone. */
void loft_accessibility_set_button_name (GtkWidget *button, const char *name);

G_END_DECLS
