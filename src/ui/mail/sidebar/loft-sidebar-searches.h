/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-saved-searches.h"
#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The saved searches as a part of the sidebar: a heading over a line each, nothing while there are
 * none. A line stays the same object while its search lives, whatever it is changed to. Main thread
 * only. */
typedef struct _LoftSidebarSearches LoftSidebarSearches;

LoftSidebarSearches *loft_sidebar_searches_new (LoftSavedSearches *searches);
void loft_sidebar_searches_free (LoftSidebarSearches *self);

/* (transfer none) of LoftSidebarItem, for loft_folder_sidebar_add_part() */
GListModel *loft_sidebar_searches_get_lines (LoftSidebarSearches *self);

G_END_DECLS
