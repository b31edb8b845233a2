/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-sidebar.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-progress-text.h"
#include "loft-sidebar-model.h"
#include "loft-sidebar-row.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define FOOT_SECONDS 20

struct _LoftFolderSidebar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListView *list_view;
  GtkImage *foot_icon;
  GtkLabel *foot;
  GtkProgressBar *progress;

  LoftService *service;
  LoftSidebarModel *model;
  GtkSingleSelection *selection;
  GPtrArray *followed; /* of LoftMailAccount whose state the foot shows */
  guint foot_source;
  LoftMailFolder *told; /* the folder last told of; not a reference */
};

enum {
  FOLDER_SELECTED,
  FOLDER_ACTIVATED,
  REMEDY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftFolderSidebar, loft_folder_sidebar, GTK_TYPE_WIDGET)

/* Foot */

static void
update_foot (LoftFolderSidebar *self)
{
  double fraction = -1.0;
  gboolean offline = FALSE;
  g_autofree char *text = NULL;

  if (self->service == NULL)
    return;
  text = loft_progress_text_for_service (self->service, loft_clock_now (), &fraction, &offline);
  gtk_label_set_text (self->foot, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->foot), text);
  gtk_widget_set_visible (GTK_WIDGET (self->foot_icon), offline);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), fraction >= 0.0);
  if (fraction >= 0.0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static gboolean
on_foot_time (gpointer data)
{
  update_foot (data);
  return G_SOURCE_CONTINUE;
}

static void
unfollow (gpointer account, gpointer self)
{
  g_signal_handlers_disconnect_by_data (account, self);
}

static void
follow_accounts (LoftFolderSidebar *self)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      LoftMailAccount *account = g_list_model_get_item (accounts, i);

      g_signal_connect_swapped (account, "notify", G_CALLBACK (update_foot), self);
      g_ptr_array_add (self->followed, account);
    }
  update_foot (self);
}

static void
on_online_changed (LoftFolderSidebar *self)
{
  loft_sidebar_model_set_online (self->model,
                                 loft_service_get_online (self->service) &&
                                   !loft_service_get_forced_offline (self->service));
  update_foot (self);
}

/* Rows */

static void
on_toggle (LoftFolderSidebar *self, LoftSidebarRow *row)
{
  LoftSidebarItem *item = loft_sidebar_row_get_item (row);

  if (item != NULL)
    loft_sidebar_model_set_expanded (self->model, item, !loft_sidebar_item_get_expanded (item));
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
  GtkWidget *row = loft_sidebar_row_new ();

  g_signal_connect_swapped (row, "toggle", G_CALLBACK (on_toggle), self);
  g_signal_connect_swapped (row, "remedy", G_CALLBACK (on_remedy), self);
  gtk_list_item_set_child (item, row);
}

static gboolean
is_folder (LoftSidebarItem *item)
{
  LoftMailFolder *folder = item == NULL ? NULL : loft_sidebar_item_get_folder (item);

  return folder != NULL && loft_mail_folder_get (folder)->selectable;
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftFolderSidebar *self)
{
  LoftSidebarItem *line = gtk_list_item_get_item (item);

  gtk_list_item_set_selectable (item, is_folder (line));
  gtk_list_item_set_activatable (item, loft_sidebar_item_get_kind (line) == LOFT_SIDEBAR_FOLDER);
  loft_sidebar_row_set_item (LOFT_SIDEBAR_ROW (gtk_list_item_get_child (item)), line);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, LoftFolderSidebar *self)
{
  loft_sidebar_row_set_item (LOFT_SIDEBAR_ROW (gtk_list_item_get_child (item)), NULL);
}

/* Selection */

static LoftSidebarItem *
selected_item (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = gtk_single_selection_get_selected_item (self->selection);

  return is_folder (item) ? item : NULL;
}

static void
on_selected (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = selected_item (self);
  LoftMailFolder *folder = item == NULL ? NULL : loft_sidebar_item_get_folder (item);

  if (folder == self->told)
    return;
  self->told = folder;
  g_signal_emit (self, signals[FOLDER_SELECTED], 0,
                 item == NULL ? NULL : loft_sidebar_item_get_account (item), folder);
}

static void
on_activate (LoftFolderSidebar *self, guint position)
{
  g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (item != NULL && !is_folder (item) && loft_sidebar_item_get_expandable (item))
    {
      loft_sidebar_model_set_expanded (self->model, item,
                                       !loft_sidebar_item_get_expanded (item));
      return;
    }
  if (is_folder (item))
    g_signal_emit (self, signals[FOLDER_ACTIVATED], 0, loft_sidebar_item_get_account (item),
                   loft_sidebar_item_get_folder (item));
}

/* GtkListView activates at the second click only; on one column a single tap must go on. */
static void
on_released (LoftFolderSidebar *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->list_view), x, y, GTK_PICK_DEFAULT);
  LoftSidebarItem *item = NULL;

  while (picked != NULL && !LOFT_IS_SIDEBAR_ROW (picked) && !GTK_IS_BUTTON (picked))
    picked = gtk_widget_get_first_child (picked) != NULL &&
                 LOFT_IS_SIDEBAR_ROW (gtk_widget_get_first_child (picked))
               ? gtk_widget_get_first_child (picked)
               : gtk_widget_get_parent (picked);
  if (!LOFT_IS_SIDEBAR_ROW (picked))
    return;
  item = loft_sidebar_row_get_item (LOFT_SIDEBAR_ROW (picked));
  if (is_folder (item))
    g_signal_emit (self, signals[FOLDER_ACTIVATED], 0, loft_sidebar_item_get_account (item),
                   loft_sidebar_item_get_folder (item));
}

static gboolean
on_tree_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (widget);
  LoftSidebarItem *item = gtk_single_selection_get_selected_item (self->selection);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean expand = g_variant_get_boolean (args) != rtl;

  if (item == NULL || !loft_sidebar_item_get_expandable (item) ||
      loft_sidebar_item_get_expanded (item) == expand)
    return FALSE;
  loft_sidebar_model_set_expanded (self->model, item, expand);
  return TRUE;
}

LoftMailFolder *
loft_folder_sidebar_get_folder (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = selected_item (self);

  return item == NULL ? NULL : loft_sidebar_item_get_folder (item);
}

LoftMailAccount *
loft_folder_sidebar_get_account (LoftFolderSidebar *self)
{
  LoftSidebarItem *item = selected_item (self);

  return item == NULL ? NULL : loft_sidebar_item_get_account (item);
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
loft_folder_sidebar_select_nth (LoftFolderSidebar *self, guint n)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (LoftSidebarItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);

      if (!is_folder (item) || --n > 0)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      return TRUE;
    }
  return FALSE;
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
  g_signal_connect_object (accounts, "items-changed", G_CALLBACK (follow_accounts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (service, "notify", G_CALLBACK (on_online_changed), self,
                           G_CONNECT_SWAPPED);
  follow_accounts (self);
  on_online_changed (self);
}

static void
loft_folder_sidebar_dispose (GObject *object)
{
  LoftFolderSidebar *self = LOFT_FOLDER_SIDEBAR (object);

  g_clear_handle_id (&self->foot_source, g_source_remove);
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_folder_sidebar_parent_class)->dispose (object);
}

static void
loft_folder_sidebar_finalize (GObject *object)
{
  g_ptr_array_unref (LOFT_FOLDER_SIDEBAR (object)->followed);
  G_OBJECT_CLASS (loft_folder_sidebar_parent_class)->finalize (object);
}

static void
loft_folder_sidebar_class_init (LoftFolderSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_folder_sidebar_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_folder_sidebar_finalize;
  signals[FOLDER_SELECTED] = g_signal_new ("folder-selected", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 2, LOFT_TYPE_MAIL_ACCOUNT,
                                           LOFT_TYPE_MAIL_FOLDER);
  signals[FOLDER_ACTIVATED] = g_signal_new ("folder-activated", type, G_SIGNAL_RUN_LAST, 0, NULL,
                                            NULL, NULL, G_TYPE_NONE, 2, LOFT_TYPE_MAIL_ACCOUNT,
                                            LOFT_TYPE_MAIL_FOLDER);
  signals[REMEDY] = g_signal_new ("remedy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, LOFT_TYPE_MAIL_ACCOUNT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE ("mail/loft-folder-sidebar.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, box);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, foot_icon);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, foot);
  gtk_widget_class_bind_template_child (widget_class, LoftFolderSidebar, progress);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, on_tree_key, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, on_tree_key, "b", FALSE);
}

static void
loft_folder_sidebar_init (LoftFolderSidebar *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list_view, factory);
  g_object_unref (factory);

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                           self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->list_view, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), GTK_EVENT_CONTROLLER (click));
  self->foot_source = g_timeout_add_seconds (FOOT_SECONDS, on_foot_time, self);
}
