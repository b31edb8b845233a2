/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"
#include "loft-mail-folder.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_SIDEBAR_ACCOUNT, /* heading of an account */
  LOFT_SIDEBAR_PROBLEM, /* what is wrong with it */
  LOFT_SIDEBAR_FOLDER,
} LoftSidebarKind;

/* One line of the folder sidebar. Signal "tree-changed": label, depth or expansion. Main thread only. */
#define LOFT_TYPE_SIDEBAR_ITEM (loft_sidebar_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftSidebarItem, loft_sidebar_item, LOFT, SIDEBAR_ITEM, GObject)

/* folder: (nullable) only for LOFT_SIDEBAR_FOLDER */
LoftSidebarItem *loft_sidebar_item_new (LoftSidebarKind  kind,
                                        LoftMailAccount *account,
                                        LoftMailFolder  *folder);

LoftSidebarKind  loft_sidebar_item_get_kind       (LoftSidebarItem *self);
LoftMailAccount *loft_sidebar_item_get_account    (LoftSidebarItem *self);
LoftMailFolder  *loft_sidebar_item_get_folder     (LoftSidebarItem *self);
guint            loft_sidebar_item_get_depth      (LoftSidebarItem *self);
gboolean         loft_sidebar_item_get_expandable (LoftSidebarItem *self);
gboolean         loft_sidebar_item_get_expanded   (LoftSidebarItem *self);

/* (transfer none) what a folder without a role is called under the line it stands below: its last
 * level, and those before it that are no folders of their own. */
const char *loft_sidebar_item_get_label (LoftSidebarItem *self);

void loft_sidebar_item_set_tree (LoftSidebarItem *self,
                                 const char      *label,
                                 guint            depth,
                                 gboolean         expandable,
                                 gboolean         expanded);

G_END_DECLS
