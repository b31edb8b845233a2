/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-sidebar-favourites.h"
#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The sidebar as one flat list of LoftSidebarItem, trees by depth: favourites, the folders of all
 * accounts together, what others add, then each account: a heading, a problem when it has one, its
 * folders. Lines stay the same objects
 * while what they show lives, and changes are told by the smallest range. Main thread only. */
#define LOFT_TYPE_SIDEBAR_MODEL (loft_sidebar_model_get_type ())
G_DECLARE_FINAL_TYPE (LoftSidebarModel, loft_sidebar_model, LOFT, SIDEBAR_MODEL, GObject)

/* accounts: of LoftMailAccount, followed from now on; what has no mail has no line. */
LoftSidebarModel *loft_sidebar_model_new (GListModel *accounts);

/* More lines before the accounts: part (of LoftSidebarItem, a heading first) is followed. */
void loft_sidebar_model_add_part (LoftSidebarModel *self, GListModel *part);

/* (transfer none) */
LoftSidebarFavourites *loft_sidebar_model_get_favourites (LoftSidebarModel *self);

void loft_sidebar_model_set_expanded (LoftSidebarModel *self, LoftSidebarItem *item,
                                      gboolean expanded);

/* Whether there is a network: only then is a server that is not reached a problem of its own. */
void loft_sidebar_model_set_online (LoftSidebarModel *self, gboolean online);

/* Position of a folder's line in its account, ancestors opened; G_MAXUINT when there is none. */
guint loft_sidebar_model_find (LoftSidebarModel *self, LoftMailAccount *account, gint64 folder_id);

G_END_DECLS
