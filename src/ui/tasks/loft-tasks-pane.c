/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-date-text.h"
#include "loft-pane.h"
#include "loft-primary-menu.h"
#include "loft-shortcuts.h"
#include "loft-trouble-banner.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIDEBAR_WIDTH 248
#define LIST_WIDTH    400
#define CLOCK_SECONDS 60

static void pane_init (LoftPaneInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftTasksPane, loft_tasks_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_PANE, pane_init))

static GActionGroup *
get_actions (LoftPane *pane)
{
  return G_ACTION_GROUP (LOFT_TASKS_PANE (pane)->actions);
}

static void
focus (LoftPane *pane)
{
  LoftTasksPane *self = LOFT_TASKS_PANE (pane);

  if (!gtk_widget_child_focus (GTK_WIDGET (self->rows), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (GTK_WIDGET (self->adder));
}

static guint
get_badge (LoftPane *pane)
{
  return LOFT_TASKS_PANE (pane)->due;
}

static void choose_all (LoftTasksPane *self);

static void
search (LoftPane *pane, const char *words)
{
  LoftTasksPane *self = LOFT_TASKS_PANE (pane);

  choose_all (self);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), words);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
pane_init (LoftPaneInterface *iface)
{
  iface->get_actions = get_actions;
  iface->focus = focus;
  iface->search = search;
  iface->get_badge = get_badge;
}

/* ---- columns ------------------------------------------------------------------------------ */

static GtkWidget *
new_button (const char *icon, const char *action, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  loft_accessibility_set_button_name (button, name);
  return button;
}

static AdwHeaderBar *
new_header (GtkWidget *title)
{
  GtkWidget *header = adw_header_bar_new ();

  gtk_widget_add_css_class (header, "flat");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  return ADW_HEADER_BAR (header);
}

static GtkWidget *
new_column (AdwHeaderBar *header, GtkWidget *content)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (header));
  gtk_box_append (GTK_BOX (box), content);
  return box;
}

static GtkWidget *
new_list_menu_button (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  g_autoptr (GMenu) order = g_menu_new ();
  g_autoptr (GMenu) lists = g_menu_new ();

  g_menu_append (order, _ ("Sort by _Date"), "tasks.sort::date");
  g_menu_append (order, _ ("Sort by _Hand"), "tasks.sort::order");
  g_menu_append (order, _ ("Sort by _Priority"), "tasks.sort::priority");
  g_menu_append (lists, _ ("_Edit the List…"), "tasks.edit-list");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (order));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (lists));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  loft_accessibility_set_button_name (button, _ ("More"));
  return button;
}

static GtkWidget *
make_middle (LoftTasksPane *self)
{
  GtkWidget *find = gtk_toggle_button_new ();

  self->list_title = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  self->list_header = new_header (GTK_WIDGET (self->list_title));
  self->sidebar_button = new_button ("sidebar-show-symbolic", "tasks.sidebar", _ ("Lists"));
  self->list_back_button =
    new_button ("go-previous-symbolic", "tasks.sidebar", _ ("Back to the Lists"));
  adw_header_bar_pack_start (self->list_header, self->sidebar_button);
  adw_header_bar_pack_start (self->list_header, self->list_back_button);
  adw_header_bar_pack_start (self->list_header,
                             new_button ("list-add-symbolic", "tasks.new", _ ("New Task")));
  self->list_menu_button = new_list_menu_button ();
  adw_header_bar_pack_end (self->list_header, self->list_menu_button);
  gtk_button_set_icon_name (GTK_BUTTON (find), "system-search-symbolic");
  loft_accessibility_set_button_name (find, _ ("Search"));
  adw_header_bar_pack_end (self->list_header, find);
  self->search_bar = GTK_SEARCH_BAR (gtk_search_bar_new ());
  g_object_bind_property (find, "active", self->search_bar, "search-mode-enabled",
                          G_BINDING_BIDIRECTIONAL);
  return new_column (self->list_header, loft_tasks_pane_make_list (self));
}

static GtkWidget *
make_main (LoftTasksPane *self)
{
  self->main_header = new_header (adw_bin_new ());
  self->main_back_button =
    new_button ("go-previous-symbolic", "tasks.back", _ ("Back to the Tasks"));
  adw_header_bar_pack_start (self->main_header, self->main_back_button);
  adw_header_bar_pack_end (self->main_header,
                           new_button ("user-trash-symbolic", "tasks.delete", _ ("Delete")));
  return new_column (self->main_header, GTK_WIDGET (self->view));
}

/* (transfer full) (nullable) One column has room for the button that closes. */
static char *
layout_for_narrow (LoftTasksPane *self)
{
  g_autofree char *layout = NULL;
  const char *button = NULL;
  const char *middle = NULL;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-decoration-layout", &layout,
                NULL);
  button = layout != NULL ? strstr (layout, "close") : NULL;
  middle = layout != NULL ? strchr (layout, ':') : NULL;
  if (button == NULL)
    return NULL;
  return g_strdup (middle != NULL && button > middle ? ":close" : "close:");
}

static void
on_mode (LoftTasksPane *self)
{
  LoftColumnsMode mode = loft_columns_get_mode (self->columns);
  gboolean is_narrow = mode == LOFT_COLUMNS_NARROW;
  g_autofree char *layout = is_narrow ? layout_for_narrow (self) : NULL;

  adw_header_bar_set_decoration_layout (self->sidebar_header, layout);
  adw_header_bar_set_decoration_layout (self->list_header, layout);
  adw_header_bar_set_decoration_layout (self->main_header, layout);
  adw_header_bar_set_show_end_title_buttons (self->sidebar_header, is_narrow);
  adw_header_bar_set_show_start_title_buttons (self->list_header, mode != LOFT_COLUMNS_WIDE);
  adw_header_bar_set_show_end_title_buttons (self->list_header, is_narrow);
  adw_header_bar_set_show_start_title_buttons (self->main_header, is_narrow);
  gtk_widget_set_visible (self->sidebar_button, mode == LOFT_COLUMNS_MEDIUM);
  gtk_widget_set_visible (self->list_back_button, is_narrow);
  gtk_widget_set_visible (self->main_back_button, is_narrow);
  gtk_list_view_set_single_click_activate (self->rows, is_narrow);
}

/* ---- the view ----------------------------------------------------------------------------- */

static void
on_edited (LoftTaskView *view, LoftTaskItem *item, LoftTask *task, LoftTasksPane *self)
{
  loft_tasks_pane_edit (self, item, task, NULL);
}

static void
on_moved (LoftTaskView *view, LoftTaskItem *item, LoftCalendarItem *list, LoftTasksPane *self)
{
  LoftTaskChange change = { .kind = LOFT_TASK_MOVE, .item = item, .list = list };

  loft_tasks_pane_change (self, &change, _ ("Task moved"));
}

static void
on_checked (LoftTaskView *view, LoftTaskItem *item, LoftTasksPane *self)
{
  loft_tasks_pane_check (self, item);
}

static void
make_columns (LoftTasksPane *self)
{
  GtkWidget *middle;
  GtkWidget *sidebar;

  self->view = LOFT_TASK_VIEW (loft_task_view_new (loft_task_actions_get_lists (self->tasks),
                                                   loft_task_list_get_clock (self->list)));
  g_signal_connect (self->view, "edited", G_CALLBACK (on_edited), self);
  g_signal_connect (self->view, "moved", G_CALLBACK (on_moved), self);
  g_signal_connect (self->view, "checked", G_CALLBACK (on_checked), self);
  self->sidebar_header = new_header (adw_window_title_new (_ ("Tasks"), NULL));
  self->new_list_button = new_button ("list-add-symbolic", "tasks.new-list", _ ("New List"));
  adw_header_bar_pack_start (self->sidebar_header, self->new_list_button);
  adw_header_bar_pack_end (self->sidebar_header, loft_primary_menu_button_new ());
  middle = make_middle (self);
  sidebar = new_column (self->sidebar_header, loft_tasks_pane_make_sidebar (self));
  self->columns =
    g_object_new (LOFT_TYPE_COLUMNS, "sidebar", sidebar, "middle", middle, "main", make_main (self),
                  "sidebar-width", SIDEBAR_WIDTH, "middle-width", LIST_WIDTH, NULL);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->columns));
  gtk_widget_set_parent (GTK_WIDGET (self->toasts), GTK_WIDGET (self));
}

/* ---- following ---------------------------------------------------------------------------- */

/* (transfer none) The task that is shown, as it is now. */
static LoftTaskItem *
find_shown (LoftTasksPane *self)
{
  GListModel *tasks = loft_task_actions_get_tasks (self->tasks);
  guint n = self->shown != NULL ? g_list_model_get_n_items (tasks) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (tasks, i);

      if (loft_task_item_is_same (item, self->shown))
        return item;
    }
  return NULL;
}

/* All of them: below what is due today. */
static void
choose_all (LoftTasksPane *self)
{
  gtk_list_box_select_row (self->places, gtk_list_box_get_row_at_index (self->places, 1));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  loft_task_list_set_words (self->list, "");
}

static gboolean
show_task (LoftTasksPane *self, const char *uid)
{
  GListModel *tasks = loft_task_actions_get_tasks (self->tasks);

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (LoftTaskItem) item = g_list_model_get_item (tasks, i);

      if (!g_str_equal (loft_task_item_get (item)->uid, uid) ||
          loft_task_list_find (self->list, item) < 0)
        continue;
      loft_tasks_pane_select (self, item);
      loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
      return TRUE;
    }
  return FALSE;
}

/* What was added from elsewhere, as soon as it is in the list. */
static void
show_expected (LoftTasksPane *self)
{
  if (self->expected_uid != NULL && show_task (self, self->expected_uid))
    g_clear_pointer (&self->expected_uid, g_free);
}

static gboolean
update (gpointer user_data)
{
  LoftTasksPane *self = user_data;
  LoftTaskItem *shown = find_shown (self);
  guint due = loft_task_list_count_due (self->list);

  self->update_source = 0;
  loft_tasks_pane_update_state (self);
  loft_tasks_pane_update_counts (self);
  if (g_set_object (&self->shown, shown))
    loft_task_view_show (self->view, shown);
  loft_tasks_pane_update_actions (self);
  show_expected (self);
  if (due != self->due)
    {
      self->due = due;
      loft_pane_badge_changed (LOFT_PANE (self));
    }
  return G_SOURCE_REMOVE;
}

static void
update_soon (LoftTasksPane *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add (update, self);
}

static gboolean
on_clock (gpointer user_data)
{
  LoftTasksPane *self = user_data;

  loft_task_list_look_at_clock (self->list);
  update_soon (self);
  return G_SOURCE_CONTINUE;
}

static void
on_lists (LoftTasksPane *self)
{
  loft_tasks_pane_fill_places (self);
  update_soon (self);
}

static void
follow (LoftTasksPane *self)
{
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (loft_task_actions_get_tasks (self->tasks), "items-changed",
                           G_CALLBACK (update_soon), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (loft_task_actions_get_lists (self->tasks), "items-changed",
                           G_CALLBACK (on_lists), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->columns, "notify::mode", G_CALLBACK (on_mode), self,
                           G_CONNECT_SWAPPED);
  self->clock_source = g_timeout_add_seconds (CLOCK_SECONDS, on_clock, self);
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_tasks_pane_dispose (GObject *object)
{
  LoftTasksPane *self = LOFT_TASKS_PANE (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->toasts, gtk_widget_unparent);
  g_clear_object (&self->shown);
  g_clear_object (&self->chosen);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->actions);
  g_clear_object (&self->tasks);
  g_clear_object (&self->service);
  g_clear_pointer (&self->expected_uid, g_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (loft_tasks_pane_parent_class)->dispose (object);
}

static void
loft_tasks_pane_class_init (LoftTasksPaneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_tasks_pane_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "taskspane");
}

static void
loft_tasks_pane_init (LoftTasksPane *self)
{
  self->actions = g_simple_action_group_new ();
  self->zone = g_time_zone_new_local ();
}

GtkWidget *
loft_tasks_pane_new (LoftTaskActions *tasks)
{
  LoftTasksPane *self = g_object_new (LOFT_TYPE_TASKS_PANE, NULL);

  self->tasks = g_object_ref (tasks);
  self->list = loft_task_list_new (loft_task_actions_get_tasks (tasks), self->zone,
                                   loft_date_first_weekday ());
  loft_tasks_pane_add_actions (self);
  make_columns (self);
  loft_columns_show (self->columns, LOFT_COLUMN_MIDDLE);
  follow (self);
  on_mode (self);
  loft_tasks_pane_fill_places (self);
  update (self);
  loft_shortcuts_add_to_widget (GTK_WIDGET (self), LOFT_SHORTCUT_PANE);
  loft_accessibility_prepare (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

void
loft_tasks_pane_set_service (LoftTasksPane *self, LoftService *service)
{
  g_set_object (&self->service, service);
  loft_trouble_banner_add (GTK_WIDGET (self->list_header), service);
}

void
loft_tasks_pane_show (LoftTasksPane *self, const char *uid)
{
  choose_all (self);
  show_task (self, uid);
}

void
loft_tasks_pane_add (LoftTasksPane *self, LoftTask *task)
{
  g_autoptr (LoftTask) added = loft_task_copy (task);
  LoftTaskChange change = { .kind = LOFT_TASK_ADD, .task = added };

  choose_all (self);
  change.list = loft_tasks_pane_get_target (self);
  if (change.list == NULL)
    {
      loft_tasks_pane_tell (self, _ ("There is no list that can be written"));
      return;
    }
  g_free (added->uid);
  added->uid = g_uuid_string_random ();
  g_free (self->expected_uid);
  self->expected_uid = g_strdup (added->uid);
  loft_tasks_pane_change (self, &change, _ ("Task added"));
}
