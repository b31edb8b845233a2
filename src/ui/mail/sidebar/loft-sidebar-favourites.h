/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The folders that a person wants at the top, in the person's order, kept in the settings by account
 * and path; one that is renamed stays. It follows the accounts. Main thread only. */
typedef struct _LoftSidebarFavourites LoftSidebarFavourites;

LoftSidebarFavourites *loft_sidebar_favourites_new (GListModel *accounts);
void loft_sidebar_favourites_free (LoftSidebarFavourites *self);

/* (transfer none) of LoftSidebarItem; a heading first, nothing when there are none. */
GListModel *loft_sidebar_favourites_get_lines (LoftSidebarFavourites *self);

gboolean loft_sidebar_favourites_contains (LoftSidebarFavourites *self, LoftMailFolder *folder);
/* At the end; does nothing when it is there already. */
void loft_sidebar_favourites_add (LoftSidebarFavourites *self, LoftMailAccount *account,
                                  LoftMailFolder *folder);
void loft_sidebar_favourites_remove (LoftSidebarFavourites *self, LoftMailFolder *folder);
/* One place up (-1) or down (1) among those that are shown; FALSE at the end. */
gboolean loft_sidebar_favourites_move (LoftSidebarFavourites *self, LoftMailFolder *folder,
                                       int direction);

G_END_DECLS
