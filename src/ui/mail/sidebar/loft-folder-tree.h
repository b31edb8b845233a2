/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-mail-folder.h"

G_BEGIN_DECLS

/* The folders of an account as a tree by path. Pure; main thread only. */
typedef struct {
  LoftMailFolder *folder; /* of the list that the tree was built of */
  GPtrArray *children; /* (nullable) of LoftFolderNode, in the order of the list */
  gsize parent_length; /* of the parent's path, 0 at the top */
  gboolean is_root;
} LoftFolderNode;

/* folders: of LoftMailFolder, which must live as long. (transfer full) of LoftFolderNode, in the
 * order of the list, children too. */
GPtrArray *loft_folder_tree_build (GListModel *folders);

/* (transfer none) */
LoftFolder *loft_folder_node_get (LoftFolderNode *self);

/* (transfer full) what it is called below its parent: its last level, and those before it that are
 * no folders of their own. */
char *loft_folder_node_label (LoftFolderNode *self);

G_END_DECLS
