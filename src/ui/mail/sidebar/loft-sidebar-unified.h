/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The folders of all accounts together (inboxes, flagged, drafts, sent) under a heading, while there
 * are two accounts or more. It follows the accounts. Main thread only. */
typedef struct _LoftSidebarUnifiedPart LoftSidebarUnifiedPart;

LoftSidebarUnifiedPart *loft_sidebar_unified_part_new (GListModel *accounts);
void loft_sidebar_unified_part_free (LoftSidebarUnifiedPart *self);

/* (transfer none) of LoftSidebarItem */
GListModel *loft_sidebar_unified_part_get_lines (LoftSidebarUnifiedPart *self);

/* The role of the folders that it is made of; NONE for any folder. */
LoftFolderRole loft_sidebar_unified_role (LoftUnifiedKind unified);

/* (transfer none) "Inbox", "Flagged", … */
const char *loft_sidebar_unified_name (LoftUnifiedKind unified);

G_END_DECLS
