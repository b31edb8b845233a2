/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"
#include "loft-mail-folder.h"
#include "loft-message-list.h"

G_BEGIN_DECLS

typedef enum {
  LOFT_SIDEBAR_HEADING, /* of what belongs to no account */
  LOFT_SIDEBAR_UNIFIED, /* a folder of all accounts */
  LOFT_SIDEBAR_FAVOURITE, /* a folder, once more at the top */
  LOFT_SIDEBAR_SEARCH, /* a saved search */
  LOFT_SIDEBAR_ACCOUNT, /* heading of an account */
  LOFT_SIDEBAR_PROBLEM, /* what is wrong with it */
  LOFT_SIDEBAR_FOLDER,
} LoftSidebarKind;

/* One line of the folder sidebar. Signals: "tree-changed" (label, depth, expansion or count),
 * "expand" (gboolean: a person opens or folds a heading; whoever made the line does it). Main thread
 * only. */
#define LOFT_TYPE_SIDEBAR_ITEM (loft_sidebar_item_get_type ())
G_DECLARE_FINAL_TYPE (LoftSidebarItem, loft_sidebar_item, LOFT, SIDEBAR_ITEM, GObject)

/* account: (nullable) folder: (nullable) only for FOLDER and FAVOURITE */
LoftSidebarItem *loft_sidebar_item_new (LoftSidebarKind kind, LoftMailAccount *account,
                                        LoftMailFolder *folder);

LoftSidebarItem *loft_sidebar_item_new_unified (LoftUnifiedKind unified);

/* What a search is is known to who made the line. */
LoftSidebarItem *loft_sidebar_item_new_search (GObject *search, const char *label);

/* What the line stands for has changed; search NULL: it is gone. */
void loft_sidebar_item_set_search (LoftSidebarItem *self, GObject *search, const char *label);

LoftUnifiedKind loft_sidebar_item_get_unified (LoftSidebarItem *self);
/* (transfer none) (nullable) */
GObject *loft_sidebar_item_get_search (LoftSidebarItem *self);

/* What a line that has no folder counts. */
void loft_sidebar_item_set_count (LoftSidebarItem *self, guint count);
guint loft_sidebar_item_get_count (LoftSidebarItem *self);

/* Emits "expand". */
void loft_sidebar_item_expand (LoftSidebarItem *self, gboolean expanded);

/* Whether it can be selected: it stands for a list of messages. */
gboolean loft_sidebar_item_has_messages (LoftSidebarItem *self);

LoftSidebarKind loft_sidebar_item_get_kind (LoftSidebarItem *self);
LoftMailAccount *loft_sidebar_item_get_account (LoftSidebarItem *self);
LoftMailFolder *loft_sidebar_item_get_folder (LoftSidebarItem *self);
guint loft_sidebar_item_get_depth (LoftSidebarItem *self);
gboolean loft_sidebar_item_get_expandable (LoftSidebarItem *self);
gboolean loft_sidebar_item_get_expanded (LoftSidebarItem *self);

/* (transfer none) what a folder without a role is called under the line it stands below: its last
 * level, and those before it that are no folders of their own. */
const char *loft_sidebar_item_get_label (LoftSidebarItem *self);

void loft_sidebar_item_set_tree (LoftSidebarItem *self, const char *label, guint depth,
                                 gboolean expandable, gboolean expanded);

G_END_DECLS
