/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-task-view-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-message-link.h"

#include <glib/gi18n.h>

#define WIDTH 640

/* ---- what a person does ------------------------------------------------------------------- */

static void
on_check (LoftTaskView *self)
{
  if (!self->showing && self->item != NULL)
    g_signal_emit_by_name (self, "checked", self->item);
}

/* Chosen, not typed: there is no pause to wait for. */
static void
on_chosen (LoftTaskView *self)
{
  if (!self->showing)
    loft_task_view_tell (self);
}

static void
on_left (LoftTaskView *self)
{
  if (self->tell_source != 0)
    loft_task_view_tell (self);
}

static void
on_list (LoftTaskView *self)
{
  LoftCalendarItem *list = adw_combo_row_get_selected_item (self->list);

  if (!self->showing && self->item != NULL && list != NULL &&
      list != loft_task_item_get_list (self->item))
    g_signal_emit_by_name (self, "moved", self->item, list);
}

static void
on_open_url (LoftTaskView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *url = gtk_editable_get_text (self->url);
  g_autofree char *message_id = loft_message_link_read (url);

  if (message_id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-message", "s", url);
  else
    gtk_show_uri (GTK_WINDOW (root), url, GDK_CURRENT_TIME);
}

static void
follow_typing (LoftTaskView *self, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_left), self);
  gtk_widget_add_controller (widget, focus);
}

/* ---- rows --------------------------------------------------------------------------------- */

static GtkWidget *
add_group (GtkWidget *box)
{
  GtkWidget *group = adw_preferences_group_new ();

  gtk_box_append (GTK_BOX (box), group);
  return group;
}

static GtkWidget *
add_row (GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static LoftTaskDateRow *
add_date (LoftTaskView *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = add_row (group, loft_task_date_row_new (title, self->clock));

  g_signal_connect_swapped (row, "changed", G_CALLBACK (loft_task_view_tell_soon), self);
  return LOFT_TASK_DATE_ROW (row);
}

static AdwComboRow *
add_choice (LoftTaskView *self, GtkWidget *group, const char *title, GListModel *choices)
{
  GtkWidget *row = add_row (group, adw_combo_row_new ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (choices != NULL)
    adw_combo_row_set_model (ADW_COMBO_ROW (row), choices);
  return ADW_COMBO_ROW (row);
}

static GtkEditable *
add_text (LoftTaskView *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = add_row (group, adw_entry_row_new ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (loft_task_view_tell_soon), self);
  follow_typing (self, row);
  return GTK_EDITABLE (row);
}

static GListModel *
make_priorities (void)
{
  const char *const names[] = { C_ ("priority", "None"), C_ ("priority", "High"),
                                C_ ("priority", "Medium"), C_ ("priority", "Low"), NULL };

  return G_LIST_MODEL (gtk_string_list_new (names));
}

static gboolean
is_writable (gpointer list, gpointer unused)
{
  return loft_calendar_item_get_writable (list);
}

static void
add_percent (LoftTaskView *self, GtkWidget *group)
{
  GtkWidget *row = add_row (group, adw_action_row_new ());

  self->percent = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 100, 10));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Percent Done"));
  gtk_widget_set_valign (GTK_WIDGET (self->percent), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->percent), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Percent Done"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->percent));
  g_signal_connect_swapped (self->percent, "value-changed", G_CALLBACK (loft_task_view_tell_soon),
                            self);
}

static void
add_lists (LoftTaskView *self, GtkWidget *group)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_writable, NULL, NULL));
  g_autoptr (GtkExpression) name =
    gtk_property_expression_new (LOFT_TYPE_CALENDAR_ITEM, NULL, "name");

  self->writable = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (self->lists), filter));
  self->list = add_choice (self, group, _ ("List"), NULL);
  adw_combo_row_set_expression (self->list, name);
  adw_combo_row_set_model (self->list, self->writable);
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (on_list), self);
}

static void
add_times (LoftTaskView *self, GtkWidget *box)
{
  GtkWidget *group = add_group (box);
  g_autoptr (GtkStringList) repeats = loft_task_view_make_repeats ();

  self->due = add_date (self, group, _ ("Due"));
  self->start = add_date (self, group, _ ("Begins"));
  self->repeat = add_choice (self, group, _ ("Repeats"), G_LIST_MODEL (repeats));
  g_signal_connect_swapped (self->repeat, "notify::selected", G_CALLBACK (on_chosen), self);
}

static void
add_facts (LoftTaskView *self, GtkWidget *box)
{
  GtkWidget *group = add_group (box);
  g_autoptr (GListModel) priorities = make_priorities ();

  self->priority = add_choice (self, group, _ ("Priority"), priorities);
  g_signal_connect_swapped (self->priority, "notify::selected", G_CALLBACK (on_chosen), self);
  add_percent (self, group);
  self->categories = add_text (self, group, _ ("Categories, with commas between them"));
  add_lists (self, group);
  self->url = add_text (self, group, _ ("Link"));
  self->open_url = gtk_button_new_from_icon_name ("adw-external-link-symbolic");
  gtk_widget_set_valign (self->open_url, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->open_url, "flat");
  loft_accessibility_set_button_name (self->open_url, _ ("Open the Link"));
  g_signal_connect_swapped (self->open_url, "clicked", G_CALLBACK (on_open_url), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->url), self->open_url);
}

static void
add_notes (LoftTaskView *self, GtkWidget *box)
{
  GtkWidget *group = add_group (box);
  GtkWidget *text = gtk_text_view_new ();

  self->notes = GTK_TEXT_VIEW (text);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Notes"));
  gtk_text_view_set_wrap_mode (self->notes, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->notes, FALSE);
  g_object_set (text, "left-margin", 12, "right-margin", 12, "top-margin", 12, "bottom-margin", 12,
                "height-request", 120, NULL);
  gtk_widget_add_css_class (text, "card");
  gtk_widget_add_css_class (text, "task-notes");
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Notes"),
                                  -1);
  add_row (group, text);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->notes), "changed",
                            G_CALLBACK (loft_task_view_tell_soon), self);
  follow_typing (self, text);
}

static void
add_head (LoftTaskView *self, GtkWidget *box)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *entry = gtk_entry_new ();

  self->check = GTK_CHECK_BUTTON (gtk_check_button_new ());
  self->summary = GTK_EDITABLE (entry);
  gtk_widget_add_css_class (GTK_WIDGET (self->check), "selection-mode");
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), _ ("Done"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Done"), -1);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("What is to be done"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is to be done"), -1);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_add_css_class (entry, "task-summary");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->check));
  gtk_box_append (GTK_BOX (head), entry);
  gtk_box_append (GTK_BOX (box), head);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (on_check), self);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (loft_task_view_tell_soon), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (loft_task_view_tell), self);
  follow_typing (self, entry);
}

void
loft_task_view_build (LoftTaskView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *nothing = adw_status_page_new ();

  self->stack = GTK_STACK (gtk_stack_new ());
  self->form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (self->form, "task-page");
  add_head (self, self->form);
  add_times (self, self->form);
  add_facts (self, self->form);
  add_notes (self, self->form);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->form);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (nothing), "loft-tasks-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (nothing), _ ("No Task Selected"));
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, nothing, "nothing");
  gtk_stack_add_named (self->stack, scroller, "task");
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
}
