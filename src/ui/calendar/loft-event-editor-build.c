/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-editor-private.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-alarm-rows.h"
#include "loft-calendar-chooser.h"
#include "loft-category-look.h"
#include "loft-event-files.h"
#include "loft-recipient-entry.h"
#include "loft-repeat-rows.h"
#include "loft-time-row.h"
#include "loft-zone-chooser.h"

#include <glib/gi18n.h>

static GtkWidget *
add_group (GtkWidget *page)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return group;
}

static GtkWidget *
add_row (GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static GtkWidget *
add_entry (LoftEventEditor *self, GtkWidget *group, const char *title)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (loft_event_editor_update), self);
  return add_row (group, row);
}

static GtkWidget *
add_choice (GtkWidget *group, const char *title, const char *const *choices)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; choices[i] != NULL; i++)
    gtk_string_list_append (list, _ (choices[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
  return add_row (group, row);
}

static GtkWidget *
new_row_with (const char *title, GtkWidget *suffix)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (suffix, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), suffix);
  return row;
}

static void
add_what (LoftEventEditor *self, GtkWidget *page, GListModel *calendars)
{
  GtkWidget *group = add_group (page);

  self->title = add_entry (self, group, _ ("Title"));
  self->location = add_entry (self, group, _ ("Place"));
  self->conference = add_entry (self, group, _ ("Link to a Video Call"));
  self->calendar = loft_calendar_chooser_new (calendars);
  add_row (group, new_row_with (_ ("Calendar"), self->calendar));
}

static void
add_zones (LoftEventEditor *self, GtkWidget *group)
{
  self->zones = adw_expander_row_new ();
  self->start_zone_chooser =
    loft_zone_chooser_new (_ ("Time zone of the start"), _ ("Wherever I Am"));
  self->end_zone_chooser = loft_zone_chooser_new (_ ("Time zone of the end"), _ ("Wherever I Am"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->zones), _ ("Time Zone"));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->zones),
                            new_row_with (_ ("Starts In"), self->start_zone_chooser));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->zones),
                            new_row_with (_ ("Ends In"), self->end_zone_chooser));
  add_row (group, self->zones);
  g_signal_connect_swapped (self->start_zone_chooser, "changed",
                            G_CALLBACK (loft_event_editor_on_zone), self);
  g_signal_connect_swapped (self->end_zone_chooser, "changed",
                            G_CALLBACK (loft_event_editor_on_zone), self);
}

static void
add_when (LoftEventEditor *self, GtkWidget *page)
{
  GtkWidget *group = add_group (page);

  self->all_day = gtk_switch_new ();
  add_row (group, new_row_with (_ ("All Day"), self->all_day));
  self->start = add_row (group, loft_time_row_new (_ ("Starts")));
  self->end = add_row (group, loft_time_row_new (_ ("Ends")));
  add_zones (self, group);
  self->mistake = gtk_label_new (NULL);
  g_object_set (self->mistake, "xalign", 0.0, "wrap", TRUE, "margin-top", 9, "visible", FALSE,
                NULL);
  gtk_widget_add_css_class (self->mistake, "error");
  add_row (group, self->mistake);
  g_signal_connect_swapped (self->all_day, "notify::active",
                            G_CALLBACK (loft_event_editor_on_all_day), self);
  g_signal_connect_swapped (self->start, "changed", G_CALLBACK (loft_event_editor_on_start), self);
  g_signal_connect_swapped (self->end, "changed", G_CALLBACK (loft_event_editor_on_end), self);
}

static void
add_rows (LoftEventEditor *self, GtkWidget *page)
{
  self->repeat = loft_repeat_rows_new ();
  self->alarms = loft_alarm_rows_new ();
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->repeat));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->alarms));
  g_signal_connect_swapped (self->repeat, "changed", G_CALLBACK (loft_event_editor_update), self);
}

static GtkWidget *
new_framed (GtkWidget *child)
{
  GtkWidget *frame = gtk_frame_new (NULL);

  gtk_frame_set_child (GTK_FRAME (frame), child);
  return frame;
}

static void
add_guests (LoftEventEditor *self, GtkWidget *page)
{
  GtkWidget *group = add_group (page);
  GtkWidget *frame = NULL;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Guests"));
  self->guests = loft_recipient_entry_new (_ ("Guests"));
  frame = new_framed (self->guests);
  gtk_widget_add_css_class (frame, "guest-field");
  add_row (group, frame);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page),
                            ADW_PREFERENCES_GROUP (loft_event_editor_new_find_group (self)));
}

static void
add_text (LoftEventEditor *self, GtkWidget *page)
{
  GtkWidget *group = add_group (page);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Description"));
  self->text = gtk_text_view_new ();
  g_object_set (self->text, "wrap-mode", GTK_WRAP_WORD_CHAR, "accepts-tab", FALSE, "height-request",
                90, "top-margin", 9, "bottom-margin", 9, "left-margin", 9, "right-margin", 9, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Description"), -1);
  add_row (group, new_framed (self->text));
}

/* Categories */

static void
on_category (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  LoftEventEditor *self = data;
  const char *name = g_variant_get_string (parameter, NULL);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->categories));
  g_autofree char *more = NULL;

  more = *text == '\0' ? g_strdup (name) : g_strdup_printf ("%s, %s", text, name);
  gtk_editable_set_text (GTK_EDITABLE (self->categories), more);
}

static GMenuModel *
new_category_menu (void)
{
  GMenu *menu = g_menu_new ();
  GListModel *categories = G_LIST_MODEL (loft_category_look_get_list ());

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (categories, i);
      const char *name = loft_category_look_name (category);
      g_autoptr (GMenuItem) item = g_menu_item_new (name, NULL);

      g_menu_item_set_action_and_target_value (item, "editor.category",
                                               g_variant_new_string (name));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
add_categories (LoftEventEditor *self, GtkWidget *group)
{
  static const GActionEntry entries[] = { { "category", on_category, "s" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenuModel) menu = new_category_menu ();
  GtkWidget *button = gtk_menu_button_new ();

  self->categories = add_entry (self, group, _ ("Categories, With Commas Between"));
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "editor", G_ACTION_GROUP (actions));
  g_object_set (button, "icon-name", "list-add-symbolic", "valign", GTK_ALIGN_CENTER, "menu-model",
                menu, "tooltip-text", _ ("Add a Category"), "visible",
                g_menu_model_get_n_items (menu) > 0, NULL);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Add a Category"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->categories), button);
}

static void
add_rest (LoftEventEditor *self, GtkWidget *page)
{
  static const char *const busy[] = { N_ ("Busy"), N_ ("Free"), NULL };
  static const char *const classes[] = { N_ ("Everybody"), N_ ("Only Me"), N_ ("Confidential"),
                                         NULL };
  GtkWidget *group = add_group (page);

  add_categories (self, group);
  self->busy = add_choice (group, _ ("Show As"), busy);
  self->class = add_choice (group, _ ("Visible To"), classes);
  self->files = loft_event_files_new ();
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->files));
  g_signal_connect_swapped (self->files, "changed", G_CALLBACK (loft_event_editor_update), self);
}

static GtkWidget *
new_header (LoftEventEditor *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));
  const char *title = gtk_window_get_title (GTK_WINDOW (self));

  self->save = gtk_button_new_with_mnemonic (_ ("_Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_tooltip_text (self->save, _ ("Ctrl+Enter"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (title, NULL));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->save);
  return header;
}

void
loft_event_editor_build (LoftEventEditor *self, GListModel *calendars)
{
  GtkWidget *toasts = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();

  self->banner = gtk_label_new (NULL);
  g_object_set (self->banner, "wrap", TRUE, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->banner, "editor-error");
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), self->banner);
  gtk_box_append (GTK_BOX (box), page);
  gtk_widget_set_vexpand (page, TRUE);
  add_what (self, page, calendars);
  add_when (self, page);
  add_rows (self, page);
  add_guests (self, page);
  add_text (self, page);
  add_rest (self, page);
  self->stack = gtk_stack_new ();
  gtk_stack_set_transition_type (GTK_STACK (self->stack),
                                 GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  gtk_stack_add_named (GTK_STACK (self->stack), box, "form");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), self->stack);
  adw_window_set_content (ADW_WINDOW (self), toasts);
}
