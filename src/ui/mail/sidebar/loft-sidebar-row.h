/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* One line of the sidebar on screen. Signals: "toggle" (a tree was opened or closed), "remedy"
 * (the button of a problem). Main thread only. */
#define LOFT_TYPE_SIDEBAR_ROW (loft_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (LoftSidebarRow, loft_sidebar_row, LOFT, SIDEBAR_ROW, GtkWidget)

/* accounts: of LoftMailAccount; with two or more, each has its colour. */
GtkWidget *loft_sidebar_row_new (GListModel *accounts);

/* item: (nullable) */
void loft_sidebar_row_set_item (LoftSidebarRow *self, LoftSidebarItem *item);
LoftSidebarItem *loft_sidebar_row_get_item (LoftSidebarRow *self);

/* Time has gone by, or the number of accounts has changed. */
void loft_sidebar_row_refresh (LoftSidebarRow *self);

G_END_DECLS
