/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder-sidebar.h"
#include "loft-outbox-line.h"
#include "loft-sidebar-model.h"
#include "loft-sidebar-row.h"

G_BEGIN_DECLS

/* What the sidebar's files share: the widget (lines, selection, foot), its actions and menu. */
struct _LoftFolderSidebar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListView *list_view;
  LoftOutboxLine *outbox;
  GtkImage *foot_icon;
  GtkLabel *foot;
  GtkWidget *foot_problems;
  GtkLabel *foot_problem_count;
  GtkProgressBar *progress;

  LoftService *service;
  LoftSidebarModel *model;
  GtkSingleSelection *selection;
  GPtrArray *followed; /* of LoftMailAccount whose state the foot shows */
  GHashTable *rows; /* set of LoftSidebarRow: made and not yet destroyed; not references */
  guint foot_source;
  guint reselect_source;
  LoftSidebarItem *told; /* (nullable) the line last told of; it may be folded away by now */
  LoftSidebarItem *menu_item; /* (nullable) what actions are about */
  GtkWidget *menu; /* (nullable) GtkPopover */
};

/* loft-folder-sidebar.c */

/* (transfer none) (nullable) the line with the keyboard focus, else the selected one. */
LoftSidebarItem *loft_folder_sidebar_get_focused (LoftFolderSidebar *self);
/* (transfer none) (nullable) the line that a widget belongs to. */
LoftSidebarItem *loft_folder_sidebar_item_of (LoftFolderSidebar *self, GtkWidget *widget);

/* loft-folder-sidebar-foot.c: how fresh everything is, in words */
void loft_folder_sidebar_start_foot (LoftFolderSidebar *self);
void loft_folder_sidebar_follow_accounts (LoftFolderSidebar *self);
void loft_folder_sidebar_unfollow_accounts (LoftFolderSidebar *self);
void loft_folder_sidebar_follow_online (LoftFolderSidebar *self);

/* loft-folder-sidebar-actions.c */
void loft_folder_sidebar_install_actions (GtkWidgetClass *widget_class);
void loft_folder_sidebar_add_menu (LoftFolderSidebar *self);

/* loft-folder-sidebar-drop.c */
void loft_folder_sidebar_add_drop_target (LoftFolderSidebar *self, LoftSidebarRow *row);

G_END_DECLS
