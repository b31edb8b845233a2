/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-sidebar-private.h"

#include "loft-account-limits.h"
#include "loft-message-drag.h"

/* (transfer none) (nullable) the folder that a row stands for, if messages can be dropped there. */
static LoftMailFolder *
folder_of (LoftSidebarRow *row)
{
  LoftSidebarItem *item = loft_sidebar_row_get_item (row);
  LoftMailFolder *folder = item == NULL ? NULL : loft_sidebar_item_get_folder (item);

  return folder != NULL && loft_mail_folder_get (folder)->selectable ? folder : NULL;
}

static gboolean
is_from_here (LoftMessageDrag *drag, LoftSidebarItem *item)
{
  LoftMailFolder *folder = loft_sidebar_item_get_folder (item);

  return loft_message_list_get_account (drag->list) == loft_sidebar_item_get_account (item) &&
         loft_message_list_get_folder_id (drag->list) == loft_mail_folder_get (folder)->id;
}

/* Copies are what some accounts do not take; files are dropped as such, too. */
static gboolean
takes_copies (LoftSidebarRow *row)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (loft_sidebar_row_get_item (row));

  return loft_account_kind_takes_messages (loft_mail_account_get_account (account)->kind);
}

static GdkDragAction
on_motion (GtkDropTarget *target, double x, double y, LoftFolderSidebar *self)
{
  LoftSidebarRow *row =
    LOFT_SIDEBAR_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));
  GdkDrop *drop = gtk_drop_target_get_current_drop (target);
  GdkModifierType modifiers =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (target));

  if (folder_of (row) == NULL || drop == NULL)
    return 0;
  if ((modifiers & GDK_CONTROL_MASK) != 0 || (gdk_drop_get_actions (drop) & GDK_ACTION_MOVE) == 0)
    return takes_copies (row) ? GDK_ACTION_COPY : 0;
  return GDK_ACTION_MOVE;
}

static gboolean
drop_files (LoftFolderSidebar *self, LoftSidebarRow *row, LoftMailFolder *folder,
            const GValue *value)
{
  g_autoptr (GPtrArray) paths = loft_message_drag_list_paths (value);

  if (paths->len > 0)
    g_signal_emit_by_name (self, "files-dropped",
                           loft_sidebar_item_get_account (loft_sidebar_row_get_item (row)), folder,
                           paths);
  return paths->len > 0;
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, LoftFolderSidebar *self)
{
  LoftSidebarRow *row =
    LOFT_SIDEBAR_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));
  LoftMailFolder *folder = folder_of (row);
  LoftMessageDrag *drag =
    G_VALUE_HOLDS (value, LOFT_TYPE_MESSAGE_DRAG) ? g_value_get_boxed (value) : NULL;
  gboolean copy =
    (gdk_drop_get_actions (gtk_drop_target_get_current_drop (target)) & GDK_ACTION_MOVE) == 0;

  if (folder != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return drop_files (self, row, folder, value);
  if (folder == NULL || drag == NULL || is_from_here (drag, loft_sidebar_row_get_item (row)))
    return FALSE;
  g_signal_emit_by_name (self, "messages-dropped",
                         loft_sidebar_item_get_account (loft_sidebar_row_get_item (row)), folder,
                         drag, copy);
  return TRUE;
}

void
loft_folder_sidebar_add_drop_target (LoftFolderSidebar *self, LoftSidebarRow *row)
{
  GType types[] = { LOFT_TYPE_MESSAGE_DRAG, GDK_TYPE_FILE_LIST };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_MOVE | GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect_object (target, "motion", G_CALLBACK (on_motion), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (row), GTK_EVENT_CONTROLLER (target));
}
