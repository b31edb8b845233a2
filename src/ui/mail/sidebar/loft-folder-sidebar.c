/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-sidebar-private.h"

#include "config.h"
#include "loft-local-account.h"
#include "loft-message-drag.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

enum { FOLDER_SELECTED, FOLDER_ACTIVATED, UNIFIED_SELECTED, SEARCH_SELECTED, REMEDY, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftFolderSidebar, loft_folder_sidebar, GTK_TYPE_WIDGET)

/* Rows */

static void toggle (LoftFolderSidebar *self, LoftSidebarItem *item);

static void
on_toggle (LoftFolderSidebar *self, LoftSidebarRow *row)
{
  LoftSidebarItem *item = loft_sidebar_row_get_item (row);

  if (item != NULL)
    toggle (self, item);
}

static void
on_remedy (LoftFolderSidebar *self, LoftSidebarRow *row)
{
  LoftSidebarItem *item = loft_sidebar_row_get_item (row);

  if (item != NULL)
    g_signal_emit (self, signals[REMEDY], 0, loft_sidebar_item_get_account (item));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, LoftFolderSidebar *self)
{
  GtkWidget *row = loft_sidebar_row_new (loft_service_get_accounts (self->service));

  g_hash_table_add (self->rows, row);
  g_signal_connect_swapped (row, "toggle", G_CALLBACK (on_toggle), self);
  g_signal_connect_swapped (row, "remedy", G_CALLBACK (on_remedy), self);
  loft_folder_sidebar_add_drop_target (self, LOFT_SIDEBAR_ROW (row));
  gtk_list_item_set_child (item, row);
}

static void
on_teardown (GtkSignalListItemFactory *factory, GtkListItem *item, LoftFolderSidebar *self)
{
  g_hash_table_remove (self->rows, gtk_list_item_get_child (item));
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftFolderSidebar *self)
{
  LoftSidebarItem *line = gtk_list_item_get_item (item);

  gtk_list_item_set_selectable (item, loft_sidebar_item_has_messages (line));
  gtk_list_item_set_activatable (item, loft_sidebar_item_get_kind (line) != LOFT_SIDEBAR_PROBLEM);
  loft_sidebar_row_set_item (LOFT_SIDEBAR_ROW (gtk_list_item_get_child (item)), line);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftFolderSidebar *self)
{
  loft_sidebar_row_set_item (LOFT_SIDEBAR_ROW (gtk_list_item_get_child (item)), NULL);
}

/* Selection */

static gboolean
has_messages (LoftSidebarItem *item)
{
  return item != NULL && loft_sidebar_item_has_messages (item);
}

static gboolean
is_in (GListModel *list, gpointer object)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) each = g_list_model_get_item (list, i);

      if ((gpointer) each == object)
        return TRUE;
    }
  return FALSE;
}

/* A line that was folded away still stands for what is open; one whose folder is gone does not. */
static gboolean
is_alive (LoftFolderSidebar *self, LoftSidebarItem *item)
{
  LoftMailAccount *account = loft_sidebar_item_get_account (item);
  LoftMailFolder *folder = loft_sidebar_item_get_folder (item);

  if (loft_sidebar_item_get_kind (item) == LOFT_SIDEBAR_SEARCH)
    return loft_sidebar_item_get_search (item) != NULL;
  if (account == NULL)
    return loft_sidebar_item_get_kind (item) == LOFT_SIDEBAR_UNIFIED &&
           loft_local_account_count_mail (loft_service_get_accounts (self->service)) > 1;
  return is_in (loft_service_get_accounts (self->service), account) &&
         is_in (loft_mail_account_get_folders (account), folder);
}

static void
tell_selected (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = self->told;

  if (item != NULL && loft_sidebar_item_get_kind (item) == LOFT_SIDEBAR_UNIFIED)
    g_signal_emit (self, signals[UNIFIED_SELECTED], 0, (int) loft_sidebar_item_get_unified (item));
  else if (item != NULL && loft_sidebar_item_get_kind (item) == LOFT_SIDEBAR_SEARCH)
    g_signal_emit (self, signals[SEARCH_SELECTED], 0, loft_sidebar_item_get_search (item));
  else
    g_signal_emit (self, signals[FOLDER_SELECTED], 0,
                   item == NULL ? NULL : loft_sidebar_item_get_account (item),
                   item == NULL ? NULL : loft_sidebar_item_get_folder (item));
}

static void
on_selected (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (!has_messages (item))
    item = NULL;
  if (item == self->told || (item == NULL && self->told != NULL && is_alive (self, self->told)))
    return;
  g_set_object (&self->told, item);
  tell_selected (self);
}

static guint
find_item (LoftFolderSidebar *self, LoftSidebarItem *item)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftSidebarItem) each = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (each == item)
        return i;
    }
  return G_MAXUINT;
}

static gboolean
reselect_later (gpointer data)
{
  LoftFolderSidebar *self = data;
  guint position = G_MAXUINT;

  self->reselect_source = 0;
  if (self->told == NULL || gtk_single_selection_get_selected_item (self->selection) != NULL)
    return G_SOURCE_REMOVE;
  position = find_item (self, self->told);
  if (position != G_MAXUINT)
    gtk_single_selection_set_selected (self->selection, position);
  else if (!is_alive (self, self->told))
    on_selected (self);
  return G_SOURCE_REMOVE;
}

/* A list holds on to the line that it shows first: who has not scrolled sees what comes above it. */
static void
stay_at_top (LoftFolderSidebar *self)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  if (place != NULL && gtk_adjustment_get_value (place) <= 0 &&
      g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0u);
}

/* What is open is marked again when its line comes back. */
static void
on_lines_changed (LoftFolderSidebar *self)
{
  stay_at_top (self);
  if (self->reselect_source == 0)
    self->reselect_source = g_idle_add (reselect_later, self);
}

static void
toggle (LoftFolderSidebar *self, LoftSidebarItem *item)
{
  loft_sidebar_model_set_expanded (self->model, item, !loft_sidebar_item_get_expanded (item));
}

static void
emit_activated (LoftFolderSidebar *self, LoftSidebarItem *item)
{
  g_signal_emit (self, signals[FOLDER_ACTIVATED], 0, loft_sidebar_item_get_account (item),
                 loft_sidebar_item_get_folder (item));
}

static void
on_activate (LoftFolderSidebar *self, guint position)
{
  g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (has_messages (item))
    emit_activated (self, item);
  else if (item != NULL && loft_sidebar_item_get_expandable (item))
    toggle (self, item);
}

LoftSidebarItem *
loft_folder_sidebar_item_of (LoftFolderSidebar *self, GtkWidget *widget)
{
  while (widget != NULL && widget != GTK_WIDGET (self->list_view))
    {
      GtkWidget *child = gtk_widget_get_first_child (widget);

      if (LOFT_IS_SIDEBAR_ROW (widget))
        return loft_sidebar_row_get_item (LOFT_SIDEBAR_ROW (widget));
      if (child != NULL && LOFT_IS_SIDEBAR_ROW (child))
        return loft_sidebar_row_get_item (LOFT_SIDEBAR_ROW (child));
      widget = gtk_widget_get_parent (widget);
    }
  return NULL;
}

static gboolean
is_on_button (LoftFolderSidebar *self, GtkWidget *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (self->list_view);
       widget = gtk_widget_get_parent (widget))
    {
      if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
        return TRUE;
    }
  return FALSE;
}

/* GtkListView activates at the second click only; on one column a single tap must go on, and
 * headings open and fold at a click. */
static void
on_released (LoftFolderSidebar *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);
  LoftSidebarItem *item = loft_folder_sidebar_item_of (self, picked);

  if (item == NULL || is_on_button (self, picked))
    return;
  if (has_messages (item))
    emit_activated (self, item);
  else if (n_press == 1 && loft_sidebar_item_get_expandable (item))
    toggle (self, item);
}

LoftSidebarItem *
loft_folder_sidebar_get_focused (LoftFolderSidebar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  LoftSidebarItem *item = NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list_view)))
    item = loft_folder_sidebar_item_of (self, focus);
  return item != NULL ? item : gtk_single_selection_get_selected_item (self->selection);
}

/* Before the list, which takes the arrows to the sides for itself. */
static gboolean
on_tree_key (LoftFolderSidebar *self, guint key, guint code, GdkModifierType state)
{
  LoftSidebarItem *item = loft_folder_sidebar_get_focused (self);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean expand = (key == GDK_KEY_Right) != rtl;

  if ((key != GDK_KEY_Right && key != GDK_KEY_Left) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0 || item == NULL ||
      !loft_sidebar_item_get_expandable (item) || loft_sidebar_item_get_expanded (item) == expand)
    return FALSE;
  loft_sidebar_model_set_expanded (self->model, item, expand);
  return TRUE;
}

LoftMailFolder *
loft_folder_sidebar_get_folder (LoftFolderSidebar *self)
{
  return self->told == NULL ? NULL : loft_sidebar_item_get_folder (self->told);
}

LoftMailAccount *
loft_folder_sidebar_get_account (LoftFolderSidebar *self)
{
  return self->told == NULL ? NULL : loft_sidebar_item_get_account (self->told);
}

gboolean
loft_folder_sidebar_has_selection (LoftFolderSidebar *self)
{
  return self->told != NULL;
}

gboolean
loft_folder_sidebar_select (LoftFolderSidebar *self, LoftMailAccount *account, gint64 folder_id)
{
  guint position = loft_sidebar_model_find (self->model, account, folder_id);

  if (position == G_MAXUINT)
    return FALSE;
  gtk_single_selection_set_selected (self->selection, position);
  return TRUE;
}

gboolean
loft_folder_sidebar_select_unified (LoftFolderSidebar *self, LoftUnifiedKind unified)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (loft_sidebar_item_get_kind (item) != LOFT_SIDEBAR_UNIFIED ||
          loft_sidebar_item_get_unified (item) != unified)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      return TRUE;
    }
  return FALSE;
}

gboolean
loft_folder_sidebar_select_nth (LoftFolderSidebar *self, guint n)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (!has_messages (item) || --n > 0)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      return TRUE;
    }
  return FALSE;
}

void
loft_folder_sidebar_add_part (LoftFolderSidebar *self, GListModel *part)
{
  loft_sidebar_model_add_part (self->model, part);
}

void
loft_folder_sidebar_focus_list (LoftFolderSidebar *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->list_view), GTK_DIR_TAB_FORWARD);
}

void
loft_folder_sidebar_set_service (LoftFolderSidebar *self, LoftService *service)
{
  GListModel *accounts = loft_service_get_accounts (service);

  g_return_if_fail (self->service == NULL);

  self->service = g_object_ref (service);
  self->model = loft_sidebar_model_new (accounts);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->model));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (on_lines_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (accounts, "items-changed",
                           G_CALLBACK (loft_folder_sidebar_follow_accounts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (service, "notify", G_CALLBACK (loft_folder_sidebar_follow_online), self,
                           G_CONNECT_SWAPPED);
  loft_folder_sidebar_follow_accounts (self);
  loft_folder_sidebar_follow_online (self);
  loft_outbox_line_set_service (self->outbox, service);
}

static void
loft_folder_sidebar_dispose (GObject *object)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (object);

  g_clear_handle_id (&self->foot_source, g_source_remove);
  g_clear_handle_id (&self->reselect_source, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->menu_item);
  loft_folder_sidebar_unfollow_accounts (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->told);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_folder_sidebar_parent_class)->dispose (object);
}

static void
loft_folder_sidebar_finalize (GObject *object)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (object);

  g_ptr_array_unref (self->followed);
  g_hash_table_unref (self->rows);
  G_OBJECT_CLASS (loft_folder_sidebar_parent_class)->finalize (object);
}

static void
loft_folder_sidebar_class_init (LoftFolderSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_folder_sidebar_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_folder_sidebar_finalize;
  signals[FOLDER_SELECTED] =
    g_signal_new ("folder-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  LOFT_TYPE_MAIL_ACCOUNT, LOFT_TYPE_MAIL_FOLDER);
  signals[FOLDER_ACTIVATED] =
    g_signal_new ("folder-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  LOFT_TYPE_MAIL_ACCOUNT, LOFT_TYPE_MAIL_FOLDER);
  signals[UNIFIED_SELECTED] = g_signal_new ("unified-selected", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SEARCH_SELECTED] = g_signal_new ("search-selected", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[REMEDY] = g_signal_new ("remedy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
  g_signal_new ("messages-dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 4,
                LOFT_TYPE_MAIL_ACCOUNT, LOFT_TYPE_MAIL_FOLDER, LOFT_TYPE_MESSAGE_DRAG,
                G_TYPE_BOOLEAN);
  g_signal_new ("files-dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                LOFT_TYPE_MAIL_ACCOUNT, LOFT_TYPE_MAIL_FOLDER, G_TYPE_PTR_ARRAY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/sidebar/loft-folder-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, outbox);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, foot_icon);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, foot);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, foot_problems);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, foot_problem_count);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, progress);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  loft_folder_sidebar_install_actions (widget_class);
}

static void
loft_folder_sidebar_init (LoftFolderSidebar *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_type_ensure (LOFT_TYPE_OUTBOX_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->rows = g_hash_table_new (NULL, NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  g_signal_connect (factory, "teardown", G_CALLBACK (on_teardown), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->list_view, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), GTK_EVENT_CONTROLLER (click));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_tree_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), keys);
  loft_folder_sidebar_add_menu (self);
  loft_folder_sidebar_start_foot (self);
}
