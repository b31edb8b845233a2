/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-drag-files.h"
#include "loft-message-drag.h"
#include "loft-message-list-view-private.h"

/* A finger scrolls; it has the menu and the selection to move by. */
static gboolean
is_touch (GtkGesture *gesture)
{
  GdkDevice *device = gtk_gesture_get_device (gesture);

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

/* What is pulled and not selected is meant alone. Other programs get files. */
static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, LoftMessageListView *self)
{
  GtkListItem *item = loft_message_list_view_find_item (self, x, y);
  g_autoptr (GArray) keys = NULL;
  GdkContentProvider *providers[2];
  LoftMessageDrag *drag;
  guint position;

  if (item == NULL || self->list == NULL || is_touch (GTK_GESTURE (source)))
    return NULL;
  position = gtk_list_item_get_position (item);
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  keys = loft_message_list_view_get_selected_keys (self, G_MAXUINT);
  drag = loft_message_drag_new (self->list, keys);
  g_object_set_data_full (G_OBJECT (source), "drag", drag, (GDestroyNotify) loft_message_drag_free);
  providers[0] = gdk_content_provider_new_typed (LOFT_TYPE_MESSAGE_DRAG, drag);
  providers[1] = loft_message_drag_files_new (drag);
  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

static void
on_begin (GtkDragSource *source, GdkDrag *drag, LoftMessageListView *self)
{
  LoftMessageDrag *messages = g_object_get_data (G_OBJECT (source), "drag");

  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)),
                           loft_message_drag_new_icon (messages));
}

void
loft_message_list_view_add_drag_source (LoftMessageListView *self)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE | GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_begin), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
}
