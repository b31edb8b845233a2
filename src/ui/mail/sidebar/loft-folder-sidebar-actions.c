/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-sidebar-private.h"

#include "config.h"
#include "loft-activity-window.h"
#include "loft-folder-properties.h"
#include "loft-saved-searches.h"
#include "loft-sidebar-menu.h"

#include <glib/gi18n.h>

/* What actions are about: the line that a menu is open on, else the one with the focus. */
static LoftSidebarItem *
subject (LoftFolderSidebar *self)
{
  return self->menu_item != NULL ? self->menu_item : loft_folder_sidebar_get_focused (self);
}

static LoftSidebarItem *
subject_with_folder (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = subject (self);

  return item != NULL && loft_sidebar_item_get_folder (item) != NULL ? item : NULL;
}

static void
on_sync (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftSidebarItem *item = subject_with_folder (LOFT_FOLDER_SIDEBAR (widget));

  if (item != NULL)
    loft_mail_account_sync_async (loft_sidebar_item_get_account (item),
                                  loft_mail_folder_get (loft_sidebar_item_get_folder (item))->id,
                                  NULL, NULL, NULL);
}

static void
on_add_favourite (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  LoftSidebarItem *item = subject_with_folder (self);

  if (item != NULL && loft_sidebar_item_has_messages (item))
    loft_sidebar_favourites_add (loft_sidebar_model_get_favourites (self->model),
                                 loft_sidebar_item_get_account (item),
                                 loft_sidebar_item_get_folder (item));
}

/* What is open as a favourite goes on as the folder that it is. */
static void
on_remove_favourite (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  LoftSidebarItem *item = subject_with_folder (self);
  g_autoptr (LoftMailAccount) account = NULL;
  g_autoptr (LoftMailFolder) folder = NULL;
  gboolean was_open = FALSE;

  if (item == NULL)
    return;
  account = g_object_ref (loft_sidebar_item_get_account (item));
  folder = g_object_ref (loft_sidebar_item_get_folder (item));
  was_open = item == self->told && loft_sidebar_item_get_kind (item) == LOFT_SIDEBAR_FAVOURITE;
  loft_sidebar_favourites_remove (loft_sidebar_model_get_favourites (self->model), folder);
  if (was_open)
    loft_folder_sidebar_select (self, account, loft_mail_folder_get (folder)->id);
}

static void
move_favourite (LoftFolderSidebar *self, int direction)
{
  LoftSidebarItem *item = subject_with_folder (self);

  if (item == NULL || loft_sidebar_item_get_kind (item) != LOFT_SIDEBAR_FAVOURITE)
    return;
  if (!loft_sidebar_favourites_move (loft_sidebar_model_get_favourites (self->model),
                                     loft_sidebar_item_get_folder (item), direction))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

static void
on_move_up (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_favourite (LOFT_FOLDER_SIDEBAR (widget), -1);
}

static void
on_move_down (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_favourite (LOFT_FOLDER_SIDEBAR (widget), 1);
}

/* Saved searches */

/* action: of the pane, on the search whose line has the keyboard focus. */
static gboolean
act_on_search (LoftFolderSidebar *self, const char *action)
{
  LoftSidebarItem *item = subject (self);
  GObject *search = item != NULL ? loft_sidebar_item_get_search (item) : NULL;

  return search != NULL &&
         gtk_widget_activate_action (GTK_WIDGET (self), action, "s",
                                     loft_saved_search_get_id (LOFT_SAVED_SEARCH (search)));
}

static gboolean
on_edit_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  return act_on_search (LOFT_FOLDER_SIDEBAR (widget), "mail.edit-search");
}

static gboolean
on_remove_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  return act_on_search (LOFT_FOLDER_SIDEBAR (widget), "mail.remove-search");
}

/* Accounts */

static void
on_offline_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!loft_service_set_account_offline_finish (LOFT_SERVICE (source), result, &error))
    g_warning ("That an account works offline was not kept: %s", error->message);
}

static void
set_offline (GtkWidget *widget, GVariant *parameter, gboolean offline)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  LoftMailAccount *account =
    loft_service_find_account_by_id (self->service, g_variant_get_string (parameter, NULL));

  if (account != NULL)
    loft_service_set_account_offline_async (self->service, account, offline, NULL, on_offline_kept,
                                            NULL);
}

static void
on_account_offline (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_offline (widget, parameter, TRUE);
}

static void
on_account_online (GtkWidget *widget, const char *action, GVariant *parameter)
{
  set_offline (widget, parameter, FALSE);
}

/* Menu */

static gboolean
forget_menu (gpointer data)
{
  LoftFolderSidebar *self = data;

  if (self->menu == NULL || !gtk_widget_get_visible (self->menu))
    g_clear_object (&self->menu_item);
  return G_SOURCE_REMOVE;
}

/* What was chosen comes after the menu has closed. */
static void
on_menu_closed (LoftFolderSidebar *self)
{
  g_idle_add_full (G_PRIORITY_LOW, forget_menu, g_object_ref (self), g_object_unref);
}

static gboolean
show_menu (LoftFolderSidebar *self, LoftSidebarItem *item, const GdkRectangle *at)
{
  g_autoptr (GMenuModel) model =
    item == NULL ? NULL
                 : loft_sidebar_menu_new (item, loft_sidebar_model_get_favourites (self->model));

  if (model == NULL)
    return FALSE;
  g_set_object (&self->menu_item, item);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), at);
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (on_menu_closed), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
  return TRUE;
}

static void
show_menu_at (LoftFolderSidebar *self, double x, double y)
{
  const GdkRectangle at = { (int) x, (int) y, 1, 1 };
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  show_menu (self, loft_folder_sidebar_item_of (self, picked), &at);
}

static void
on_secondary_click (LoftFolderSidebar *self, int n_press, double x, double y)
{
  show_menu_at (self, x, y);
}

static void
on_long_press (LoftFolderSidebar *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  show_menu_at (self, x, y);
}

/* At the line that has the keyboard focus. */
static gboolean
on_menu_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  graphene_rect_t bounds;
  GdkRectangle at = { 0, 0, 1, 1 };

  if (focus != NULL && gtk_widget_compute_bounds (focus, widget, &bounds))
    at = (GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                         (int) bounds.size.height };
  return show_menu (self, loft_folder_sidebar_get_focused (self), &at);
}

void
loft_folder_sidebar_add_menu (LoftFolderSidebar *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_click), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (on_long_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

static void
on_properties (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  LoftSidebarItem *item = subject_with_folder (self);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (item != NULL && GTK_IS_WINDOW (root))
    loft_folder_properties_show (GTK_WINDOW (root), loft_sidebar_item_get_account (item),
                                 loft_sidebar_item_get_folder (item));
}

static void
on_activity (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    loft_activity_window_show (GTK_WINDOW (root), self->service);
}

void
loft_folder_sidebar_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "sidebar.sync", NULL, on_sync);
  gtk_widget_class_install_action (widget_class, "sidebar.add-favourite", NULL, on_add_favourite);
  gtk_widget_class_install_action (widget_class, "sidebar.remove-favourite", NULL,
                                   on_remove_favourite);
  gtk_widget_class_install_action (widget_class, "sidebar.move-up", NULL, on_move_up);
  gtk_widget_class_install_action (widget_class, "sidebar.move-down", NULL, on_move_down);
  gtk_widget_class_install_action (widget_class, "sidebar.properties", NULL, on_properties);
  gtk_widget_class_install_action (widget_class, "sidebar.activity", NULL, on_activity);
  gtk_widget_class_install_action (widget_class, "sidebar.account-offline", "s",
                                   on_account_offline);
  gtk_widget_class_install_action (widget_class, "sidebar.account-online", "s", on_account_online);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F2, 0, on_edit_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_remove_key, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_ALT_MASK,
                                       "sidebar.properties", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "sidebar.move-up",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK,
                                       "sidebar.move-down", NULL);
}
