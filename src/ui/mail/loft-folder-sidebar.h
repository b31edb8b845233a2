/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "loft-service.h"
#include "loft-sidebar-item.h"

G_BEGIN_DECLS

/* The left column: accounts and their folders, and a foot that says in words how fresh they are.
 *
 * Signals: "folder-selected" (LoftMailAccount, LoftMailFolder), "folder-activated" (the same: a
 * click or Return, also on the selected one), "remedy" (LoftMailAccount: the button of its
 * problem). Main thread only. */
#define LOFT_TYPE_FOLDER_SIDEBAR (loft_folder_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (LoftFolderSidebar, loft_folder_sidebar, LOFT, FOLDER_SIDEBAR, GtkWidget)

void loft_folder_sidebar_set_service (LoftFolderSidebar *self, LoftService *service);

/* (transfer none) (nullable) */
LoftMailFolder  *loft_folder_sidebar_get_folder  (LoftFolderSidebar *self);
LoftMailAccount *loft_folder_sidebar_get_account (LoftFolderSidebar *self);

/* Selects the folder; FALSE when it is not there. */
gboolean loft_folder_sidebar_select (LoftFolderSidebar *self,
                                     LoftMailAccount   *account,
                                     gint64             folder_id);

/* Puts the keyboard focus on the folders. */
void loft_folder_sidebar_focus_list (LoftFolderSidebar *self);

/* Selects the nth folder from the top, counted from 1; FALSE when there are fewer. */
gboolean loft_folder_sidebar_select_nth (LoftFolderSidebar *self, guint n);

G_END_DECLS
