/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full) A window with the categories: their order, names and colours; made, renamed and
 * removed. What is changed is kept at once. Main thread only. */
GtkWidget *loft_category_window_new (GtkWindow *parent);

G_END_DECLS
