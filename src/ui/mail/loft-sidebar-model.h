/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* All accounts with their folders as one flat list of LoftSidebarItem, trees by depth: each
 * account is a heading, a problem when it has one, then its folders. Lines stay the same objects
 * while what they show lives, and changes are told by the smallest range. Main thread only. */
#define LOFT_TYPE_SIDEBAR_MODEL (loft_sidebar_model_get_type ())
G_DECLARE_FINAL_TYPE (LoftSidebarModel, loft_sidebar_model, LOFT, SIDEBAR_MODEL, GObject)

/* accounts: of LoftMailAccount, followed from now on */
LoftSidebarModel *loft_sidebar_model_new (GListModel *accounts);

void loft_sidebar_model_set_expanded (LoftSidebarModel *self,
                                      LoftSidebarItem  *item,
                                      gboolean          expanded);

/* Whether there is a network: only then is a server that is not reached a problem of its own. */
void loft_sidebar_model_set_online (LoftSidebarModel *self, gboolean online);

/* Position of a folder's line, ancestors opened; G_MAXUINT when there is none. */
guint loft_sidebar_model_find (LoftSidebarModel *self, LoftMailAccount *account, gint64 folder_id);

G_END_DECLS
