/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-list-view-private.h"

/* The popover takes the keyboard focus with it when it goes, and keys would mean nothing then. */
static void
on_menu_closed (LoftMessageListView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);

  if (self->menu != NULL && root != NULL &&
      (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->menu))))
    loft_message_list_view_focus_list (self);
}

void
loft_message_list_view_set_menu (LoftMessageListView *self, GMenuModel *menu)
{
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  if (menu == NULL)
    return;
  self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (menu));
  gtk_popover_set_has_arrow (self->menu, FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (on_menu_closed), self);
}

static void
popup_menu (LoftMessageListView *self, double x, double y)
{
  if (self->menu == NULL)
    return;
  loft_message_list_view_menu_opens (self);
  gtk_popover_set_pointing_to (self->menu, &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (self->menu);
}

/* A right click on what is not selected selects it first, as everywhere. */
static void
on_secondary_pressed (LoftMessageListView *self, int n_press, double x, double y)
{
  GtkListItem *item = loft_message_list_view_find_item (self, x, y);
  guint position = 0;

  if (item == NULL)
    return;
  position = gtk_list_item_get_position (item);
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  popup_menu (self, x, y);
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  LoftMessageListView *self = LOFT_MESSAGE_LIST_VIEW (widget);
  guint position = loft_selection_get_only (self->selection);
  GtkWidget *row = loft_message_list_view_find_widget (self, position);
  double x = 24, y = 24;

  if (loft_selection_get_n_selected (self->selection) == 0)
    return FALSE;
  if (row != NULL)
    gtk_widget_translate_coordinates (row, widget, 24, 24, &x, &y);
  popup_menu (self, x, y);
  return TRUE;
}

void
loft_message_list_view_add_menu_gesture (LoftMessageListView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
loft_message_list_view_bind_menu_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}
