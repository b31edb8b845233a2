/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"
#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The left column: favourites, folders of all accounts, accounts and their folders, and a foot that
 * says in words how fresh they are and opens the activity window. What is selected stays so while its
 * line is folded away.
 *
 * Signals: "folder-selected" (LoftMailAccount, LoftMailFolder; both NULL: nothing is selected),
 * "unified-selected" (int: LoftUnifiedKind), "search-selected" (GObject: as its line was made
 * with), "folder-activated" (account and folder or NULLs: a click or Return, also on the selected
 * one), "remedy" (LoftMailAccount: the button of its problem), "messages-dropped" (LoftMailAccount,
 * LoftMailFolder, LoftMessageDrag, gboolean: they are to be copied). Main thread only. */
#define LOFT_TYPE_FOLDER_SIDEBAR (loft_folder_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LoftFolderSidebar, loft_folder_sidebar, LOFT, FOLDER_SIDEBAR, GtkWidget)

void loft_folder_sidebar_set_service (LoftFolderSidebar *self, LoftService *service);

/* Lines of LoftSidebarItem between those of all accounts and the accounts, as of saved searches; a
 * heading first. After set_service(). */
void loft_folder_sidebar_add_part (LoftFolderSidebar *self, GListModel *part);

/* Whether there is something open, be it a folder, one of all accounts, or a search. */
gboolean loft_folder_sidebar_has_selection (LoftFolderSidebar *self);

/* (transfer none) (nullable) */
LoftMailFolder *loft_folder_sidebar_get_folder (LoftFolderSidebar *self);
LoftMailAccount *loft_folder_sidebar_get_account (LoftFolderSidebar *self);

/* Selects the folder; FALSE when it is not there. */
gboolean loft_folder_sidebar_select (LoftFolderSidebar *self, LoftMailAccount *account,
                                     gint64 folder_id);

gboolean loft_folder_sidebar_select_unified (LoftFolderSidebar *self, LoftUnifiedKind unified);

/* Puts the keyboard focus on the folders. */
void loft_folder_sidebar_focus_list (LoftFolderSidebar *self);

/* Selects the nth line with messages from the top, counted from 1; FALSE when there are fewer. */
gboolean loft_folder_sidebar_select_nth (LoftFolderSidebar *self, guint n);

G_END_DECLS
