/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-favourites.h"

G_BEGIN_DECLS

/* What can be done with a line of the sidebar, by the actions "sidebar.…" on the line that the menu
 * was opened on and "mail.…" of the pane. Main thread only. */

/* (transfer full) */
GMenuModel *loft_sidebar_menu_new_for_account (LoftMailAccount *account);

/* (transfer full) (nullable) NULL: nothing. */
GMenuModel *loft_sidebar_menu_new (LoftSidebarItem *item, LoftSidebarFavourites *favourites);

G_END_DECLS
