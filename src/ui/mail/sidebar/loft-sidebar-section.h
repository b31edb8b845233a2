/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The lines of one account in the sidebar: its heading, its problem when it has one, its folders
 * as a tree. It follows the account and its folders. Main thread only. */
typedef struct _LoftSidebarSection LoftSidebarSection;

/* kept: set of "ACCOUNT/PATH" of folders that were folded when the window was closed. There are no
 * lines before the first rebuild. */
LoftSidebarSection *loft_sidebar_section_new (LoftMailAccount *account, GHashTable *kept,
                                              gboolean online);
void loft_sidebar_section_free (LoftSidebarSection *self);

/* (transfer none) */
LoftMailAccount *loft_sidebar_section_get_account (LoftSidebarSection *self);
/* (transfer none) of LoftSidebarItem */
GListModel *loft_sidebar_section_get_lines (LoftSidebarSection *self);

void loft_sidebar_section_rebuild (LoftSidebarSection *self);
/* "On This Computer" is folded until something is in it, or a person opens it; nothing for others. */
void loft_sidebar_section_keep_quiet (LoftSidebarSection *self);
void loft_sidebar_section_set_online (LoftSidebarSection *self, gboolean online);
/* Folds or opens one folder, and remembers it for the next window. */
void loft_sidebar_section_set_expanded (LoftSidebarSection *self, gint64 folder_id,
                                        gboolean expanded);
/* Position of a folder's line, ancestors opened; G_MAXUINT when there is none. */
guint loft_sidebar_section_find (LoftSidebarSection *self, gint64 folder_id);

G_END_DECLS
