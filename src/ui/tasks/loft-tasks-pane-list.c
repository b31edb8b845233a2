/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tasks-pane-private.h"

#include "config.h"

#include <glib/gi18n.h>

static LoftTaskLine *
get_selected_line (LoftTasksPane *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

LoftTaskItem *
loft_tasks_pane_get_selected (LoftTasksPane *self)
{
  LoftTaskLine *line = get_selected_line (self);

  return line != NULL ? loft_task_line_get (line)->item : NULL;
}

void
loft_tasks_pane_select (LoftTasksPane *self, LoftTaskItem *item)
{
  int position = item != NULL ? loft_task_list_find (self->list, item) : -1;

  gtk_single_selection_set_selected (self->selection,
                                     position >= 0 ? (guint) position : GTK_INVALID_LIST_POSITION);
}

LoftCalendarItem *
loft_tasks_pane_get_target (LoftTasksPane *self)
{
  GListModel *lists = loft_task_actions_get_lists (self->tasks);
  guint n = g_list_model_get_n_items (lists);

  if (self->chosen != NULL)
    return loft_calendar_item_get_writable (self->chosen) ? self->chosen : NULL;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftCalendarItem) list = g_list_model_get_item (lists, i);

      if (loft_calendar_item_get_writable (list))
        return list;
    }
  return NULL;
}

/* ---- rows --------------------------------------------------------------------------------- */

static void
on_row_checked (LoftTaskRow *row, LoftTasksPane *self)
{
  LoftTaskLine *line = loft_task_row_get_line (row);

  if (line != NULL && loft_task_line_get (line)->item != NULL)
    loft_tasks_pane_check (self, loft_task_line_get (line)->item);
}

static void
on_row_pressed (GtkGestureClick *gesture, int n, double x, double y, LoftTasksPane *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  LoftTaskLine *line = loft_task_row_get_line (LOFT_TASK_ROW (row));

  if (line == NULL || loft_task_line_get (line)->item == NULL)
    return;
  loft_tasks_pane_select (self, loft_task_line_get (line)->item);
  loft_tasks_pane_show_menu (self, row, x, y);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *line, LoftTasksPane *self)
{
  GtkWidget *row = loft_task_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_row_pressed), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (row, "checked", G_CALLBACK (on_row_checked), self);
  loft_tasks_pane_add_drag (self, LOFT_TASK_ROW (row));
  gtk_list_item_set_child (line, row);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *line, LoftTasksPane *self)
{
  LoftTaskLine *shown = gtk_list_item_get_item (line);

  gtk_list_item_set_selectable (line, loft_task_line_get (shown)->item != NULL);
  loft_task_row_show (LOFT_TASK_ROW (gtk_list_item_get_child (line)), shown,
                      loft_task_list_get_clock (self->list), self->chosen == NULL);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *line, LoftTasksPane *self)
{
  loft_task_row_show (LOFT_TASK_ROW (gtk_list_item_get_child (line)), NULL, NULL, FALSE);
}

static void
on_selected (LoftTasksPane *self)
{
  LoftTaskItem *item = loft_tasks_pane_get_selected (self);

  /* One that goes out of the list is still shown: it may have been done just now. */
  if (item == NULL || item == self->shown)
    return;
  g_set_object (&self->shown, item);
  loft_task_view_show (self->view, item);
  loft_tasks_pane_update_actions (self);
}

static void
on_activated (GtkListView *rows, guint position, LoftTasksPane *self)
{
  g_autoptr (LoftTaskLine) line = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  const LoftTaskLineFacts *facts = line != NULL ? loft_task_line_get (line) : NULL;

  if (facts == NULL)
    return;
  if (facts->item == NULL)
    {
      loft_task_list_set_folded (self->list, facts->group, !facts->is_folded);
      return;
    }
  gtk_single_selection_set_selected (self->selection, position);
  loft_columns_show (self->columns, LOFT_COLUMN_MAIN);
}

/* A heading folds with a click, a task opens with two. */
static void
on_heading_clicked (GtkGestureClick *gesture, int n, double x, double y, LoftTasksPane *self)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->rows), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = at != NULL ? gtk_widget_get_ancestor (at, LOFT_TYPE_TASK_ROW) : NULL;
  LoftTaskLine *line = row != NULL ? loft_task_row_get_line (LOFT_TASK_ROW (row)) : NULL;
  const LoftTaskLineFacts *facts = line != NULL ? loft_task_line_get (line) : NULL;

  if (facts != NULL && facts->item == NULL && !gtk_list_view_get_single_click_activate (self->rows))
    loft_task_list_set_folded (self->list, facts->group, !facts->is_folded);
}

static LoftTaskItem *
get_focused (LoftTasksPane *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  LoftTaskLine *line = LOFT_IS_TASK_ROW (row) ? loft_task_row_get_line (LOFT_TASK_ROW (row)) : NULL;

  return line != NULL ? loft_task_line_get (line)->item : NULL;
}

/* Space does the task, Tab makes it a part of the one above; where it can be none, Tab goes on. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        LoftTasksPane *self)
{
  LoftTaskItem *item = get_focused (self);
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if (item == NULL)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_space && held == 0)
    {
      loft_tasks_pane_check (self, item);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Tab && held == 0)
    {
      GActionGroup *actions = G_ACTION_GROUP (self->actions);

      if (!g_action_group_get_action_enabled (actions, "indent"))
        return GDK_EVENT_PROPAGATE;
      loft_tasks_pane_set_parent (self, item, TRUE);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_ISO_Left_Tab && *loft_task_item_get (item)->parent != '\0')
    {
      loft_tasks_pane_set_parent (self, item, FALSE);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
add_controllers (LoftTasksPane *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (click, "released", G_CALLBACK (on_heading_clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self->rows), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->rows), keys);
}

static GtkWidget *
make_rows (LoftTasksPane *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  /* The model last: with it the first one would be chosen at once. */
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                            self);
  self->rows = GTK_LIST_VIEW (
    gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "task-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Tasks"), -1);
  g_signal_connect (self->rows, "activate", G_CALLBACK (on_activated), self);
  add_controllers (self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->rows));
  return scroller;
}

/* ---- above the rows ----------------------------------------------------------------------- */

static void
on_added (LoftTaskAdder *adder, LoftTasksPane *self)
{
  g_autoptr (LoftTask) task = loft_task_adder_take (adder);
  LoftTaskChange change = { .kind = LOFT_TASK_ADD,
                            .task = task,
                            .list = loft_tasks_pane_get_target (self) };

  if (task != NULL && change.list != NULL)
    loft_tasks_pane_change (self, &change, _ ("Task added"));
}

static void
on_search (GtkSearchEntry *entry, LoftTasksPane *self)
{
  loft_task_list_set_words (self->list, gtk_editable_get_text (GTK_EDITABLE (entry)));
  loft_tasks_pane_update_state (self);
}

static void
on_stop_search (GtkSearchEntry *entry, LoftTasksPane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->rows));
}

static GtkWidget *
make_search (LoftTasksPane *self)
{
  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _ ("Search tasks"), "search-delay", 60, "hexpand",
                TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search tasks"), -1);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect (self->search, "stop-search", G_CALLBACK (on_stop_search), self);
  gtk_search_bar_set_child (self->search_bar, GTK_WIDGET (self->search));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
  return GTK_WIDGET (self->search_bar);
}

GtkWidget *
loft_tasks_pane_make_list (LoftTasksPane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->list_stack = GTK_STACK (gtk_stack_new ());
  self->nothing = ADW_STATUS_PAGE (adw_status_page_new ());
  self->adder = LOFT_TASK_ADDER (loft_task_adder_new (loft_task_list_get_clock (self->list)));
  gtk_widget_add_css_class (GTK_WIDGET (self->nothing), "compact");
  self->elsewhere = LOFT_SEARCH_ELSEWHERE (loft_search_elsewhere_new ("tasks"));
  adw_status_page_set_child (self->nothing, GTK_WIDGET (self->elsewhere));
  gtk_widget_set_vexpand (GTK_WIDGET (self->list_stack), TRUE);
  gtk_stack_add_named (self->list_stack, make_rows (self), "rows");
  gtk_stack_add_named (self->list_stack, GTK_WIDGET (self->nothing), "nothing");
  g_signal_connect (self->adder, "added", G_CALLBACK (on_added), self);
  gtk_box_append (GTK_BOX (box), make_search (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->adder));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list_stack));
  return box;
}

/* ---- states ------------------------------------------------------------------------------- */

static void
show_nothing (LoftTasksPane *self)
{
  gboolean is_searching = *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
  gboolean has_lists = g_list_model_get_n_items (loft_task_actions_get_lists (self->tasks)) > 0;

  loft_search_elsewhere_set_words (self->elsewhere,
                                   gtk_editable_get_text (GTK_EDITABLE (self->search)));
  adw_status_page_set_icon_name (self->nothing,
                                 is_searching ? "system-search-symbolic" : "loft-tasks-symbolic");
  adw_status_page_set_title (self->nothing, is_searching  ? _ ("No Results")
                                            : !has_lists  ? _ ("No Lists")
                                            : self->today ? _ ("Nothing Due Today")
                                                          : _ ("Nothing to Do"));
  adw_status_page_set_description (self->nothing,
                                   is_searching ? _ ("Try other words, or look in all tasks.")
                                   : !has_lists ? _ ("Lists of your accounts are shown here.")
                                   : self->today
                                     ? _ ("What is due today or was before is shown here.")
                                     : _ ("Type above what is to be done."));
}

void
loft_tasks_pane_update_state (LoftTasksPane *self)
{
  gboolean has_rows = g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0;
  LoftCalendarItem *target = loft_tasks_pane_get_target (self);

  show_nothing (self);
  gtk_stack_set_visible_child_name (self->list_stack, has_rows ? "rows" : "nothing");
  loft_task_adder_set_list (self->adder,
                            target != NULL ? loft_calendar_item_get_name (target) : NULL,
                            self->today);
  /* A task that went into another group is still chosen. */
  if (self->shown != NULL && loft_tasks_pane_get_selected (self) == NULL)
    loft_tasks_pane_select (self, self->shown);
}

void
loft_tasks_pane_choose (LoftTasksPane *self, LoftCalendarItem *list, gboolean today,
                        const char *title)
{
  adw_window_title_set_title (self->list_title, title);
  g_set_object (&self->chosen, list);
  self->today = today;
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_clear_object (&self->shown);
  loft_task_view_show (self->view, NULL);
  loft_task_list_set_today (self->list, today);
  loft_task_list_set_list (self->list, list);
  loft_tasks_pane_update_state (self);
  loft_tasks_pane_update_actions (self);
}
