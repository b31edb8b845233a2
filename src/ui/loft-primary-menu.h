/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer floating) The button of the window's one menu, for the sidebar of a pane: F10. Main thread. */
GtkWidget *loft_primary_menu_button_new (void);

G_END_DECLS
