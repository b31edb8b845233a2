/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-sidebar.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-calendar-dialog.h"
#include "loft-calendar-transfer.h"
#include "loft-color-check.h"

#include <glib/gi18n.h>

struct _LoftCalendarSidebar {
  GtkWidget parent_instance;

  LoftCalendarActions *actions;
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (LoftCalendarSidebar, loft_calendar_sidebar, GTK_TYPE_WIDGET)

static LoftCalendarItem *
item_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "calendar");
}

static void
on_toggled (GtkToggleButton *button, LoftCalendarSidebar *self)
{
  gboolean shown = gtk_toggle_button_get_active (button);
  LoftCalendarItem *calendar = item_of (GTK_WIDGET (button));

  if (loft_calendar_item_get_shown (calendar) != shown)
    loft_calendar_actions_set_shown (self->actions, calendar, shown);
}

static void
follow (GtkWidget *button)
{
  LoftCalendarItem *calendar = item_of (button);
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (button));
  GtkWidget *check = gtk_widget_get_first_child (box);
  const char *name = loft_calendar_item_get_name (calendar);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                loft_calendar_item_get_shown (calendar));
  loft_color_check_set (LOFT_COLOR_CHECK (check), loft_calendar_item_get_color (calendar),
                        loft_calendar_item_get_shown (calendar));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (check)), name);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What can be done with one */

static void
present (LoftCalendarSidebar *self, GtkWindow *window)
{
  gtk_window_set_transient_for (window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (window);
}

static LoftCalendarItem *
get_calendar (LoftCalendarSidebar *self, GVariant *position)
{
  GListModel *calendars = loft_calendar_actions_get_calendars (self->actions);

  return g_list_model_get_item (calendars, g_variant_get_uint32 (position));
}

static void
on_only (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  GListModel *calendars = loft_calendar_actions_get_calendars (self->actions);
  g_autoptr (LoftCalendarItem) only = get_calendar (self, position);

  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      if (loft_calendar_item_get_shown (calendar) != (calendar == only))
        loft_calendar_actions_set_shown (self->actions, calendar, calendar == only);
    }
}

static void
on_all (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  GListModel *calendars = loft_calendar_actions_get_calendars (self->actions);

  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      if (!loft_calendar_item_get_shown (calendar))
        loft_calendar_actions_set_shown (self->actions, calendar, TRUE);
    }
}

static void
on_change (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  g_autoptr (LoftCalendarItem) calendar = get_calendar (self, position);

  if (calendar != NULL)
    present (self, loft_calendar_dialog_new (self->actions, calendar, FALSE));
}

static void
on_create (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  g_autoptr (LoftCalendarItem) calendar = get_calendar (self, position);

  if (calendar != NULL)
    present (self, loft_calendar_dialog_new (self->actions, calendar, TRUE));
}

static void
on_import (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  g_autoptr (LoftCalendarItem) calendar = get_calendar (self, position);

  loft_calendar_transfer_choose (GTK_WIDGET (self), self->actions, calendar);
}

static void
on_export (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  g_autoptr (LoftCalendarItem) calendar = get_calendar (self, position);

  if (calendar != NULL)
    loft_calendar_transfer_export (GTK_WIDGET (self), self->actions, calendar, NULL);
}

static void
on_delete (GSimpleAction *action, GVariant *position, gpointer data)
{
  LoftCalendarSidebar *self = data;
  g_autoptr (LoftCalendarItem) calendar = get_calendar (self, position);

  if (calendar != NULL)
    loft_calendar_dialog_ask_delete (GTK_WIDGET (self), self->actions, calendar);
}

static void
add_line (GMenu *menu, const char *title, const char *action, guint position)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

  g_menu_item_set_action_and_target_value (item, action, g_variant_new_uint32 (position));
  g_menu_append_item (menu, item);
}

static void
add_own_lines (GMenu *menu, LoftCalendarItem *calendar, guint position)
{
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new ();

  add_line (change, _ ("_Name and Colour…"), "calendars.change", position);
  if (loft_calendar_item_get_writable (calendar))
    add_line (change, _ ("_Delete…"), "calendars.delete", position);
  if (loft_calendar_item_get_writable (calendar))
    add_line (files, _ ("_Import Events…"), "calendars.import", position);
  add_line (files, _ ("_Export…"), "calendars.export", position);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
}

static GMenuModel *
new_menu (LoftCalendarItem *calendar, guint position)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) shown = g_menu_new ();

  add_line (shown, _ ("Show _Only This One"), "calendars.only", position);
  add_line (shown, _ ("Show _All"), "calendars.all", position);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (shown));
  if (!loft_calendar_item_is_made (calendar))
    add_own_lines (menu, calendar, position);
  return G_MENU_MODEL (menu);
}

static void
on_secondary (GtkGestureClick *click, int n, double x, double y, GtkMenuButton *button)
{
  gtk_menu_button_popup (button);
}

static GtkWidget *
new_line (GtkWidget *row, LoftCalendarItem *calendar, guint position)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_menu_button_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  g_autoptr (GMenuModel) menu = new_menu (calendar, position);
  /* Translators: the name of a calendar. */
  g_autofree char *name =
    g_strdup_printf (_ ("More for “%s”"), loft_calendar_item_get_name (calendar));

  g_object_set (button, "icon-name", "view-more-symbolic", "menu-model", menu, "valign",
                GTK_ALIGN_CENTER, "tooltip-text", _ ("More"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "calendar-more");
  gtk_widget_set_hexpand (row, TRUE);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_secondary), button);
  gtk_widget_add_controller (line, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_css_class (line, "calendar-row");
  gtk_box_append (GTK_BOX (line), row);
  gtk_box_append (GTK_BOX (line), button);
  return line;
}

static GtkWidget *
new_row (LoftCalendarSidebar *self, LoftCalendarItem *calendar)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (NULL);

  g_object_set (label, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_box_append (GTK_BOX (box), loft_color_check_new ());
  gtk_box_append (GTK_BOX (box), label);
  if (!loft_calendar_item_get_writable (calendar))
    {
      GtkWidget *lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");

      gtk_widget_set_tooltip_text (lock, _ ("Can be read only"));
      gtk_widget_add_css_class (lock, "dim-label");
      gtk_box_append (GTK_BOX (box), lock);
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "calendar-line");
  g_object_set_data_full (G_OBJECT (button), "calendar", g_object_ref (calendar), g_object_unref);
  follow (button);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  g_signal_connect_object (calendar, "notify", G_CALLBACK (follow), button, G_CONNECT_SWAPPED);
  return button;
}

static void
add_heading (LoftCalendarSidebar *self, LoftCalendarItem *calendar, guint position)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *heading = gtk_label_new (loft_calendar_item_get_account_name (calendar));
  GtkWidget *create = gtk_button_new_from_icon_name ("list-add-symbolic");

  g_object_set (heading, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (heading, "calendar-account");
  gtk_widget_add_css_class (create, "flat");
  gtk_widget_add_css_class (create, "calendar-more");
  gtk_widget_set_valign (create, GTK_ALIGN_END);
  gtk_widget_set_visible (create, !loft_calendar_item_is_made (calendar));
  loft_accessibility_set_button_name (create, _ ("New Calendar"));
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (create), g_variant_new_uint32 (position));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (create), "calendars.create");
  gtk_box_append (GTK_BOX (line), heading);
  gtk_box_append (GTK_BOX (line), create);
  gtk_widget_add_css_class (line, "calendar-row");
  gtk_box_append (GTK_BOX (self->box), line);
}

static GtkWidget *
new_subscribe_button (void)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Subscribe to Calendar…"));

  g_object_set (label, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.subscribe-calendar");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "calendar-line");
  gtk_widget_add_css_class (button, "dim-label");
  gtk_widget_set_margin_top (button, 12);
  return button;
}

static void
fill (LoftCalendarSidebar *self)
{
  GListModel *calendars = loft_calendar_actions_get_calendars (self->actions);
  const char *account = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  for (guint i = 0; i < g_list_model_get_n_items (calendars); i++)
    {
      g_autoptr (LoftCalendarItem) calendar = g_list_model_get_item (calendars, i);

      if (g_strcmp0 (account, loft_calendar_item_get_account_id (calendar)) != 0)
        add_heading (self, calendar, i);
      account = loft_calendar_item_get_account_id (calendar);
      gtk_box_append (GTK_BOX (self->box), new_line (new_row (self, calendar), calendar, i));
    }
  gtk_box_append (GTK_BOX (self->box), new_subscribe_button ());
}

static void
loft_calendar_sidebar_dispose (GObject *object)
{
  LoftCalendarSidebar *self = LOFT_CALENDAR_SIDEBAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (loft_calendar_sidebar_parent_class)->dispose (object);
}

static void
loft_calendar_sidebar_class_init (LoftCalendarSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_calendar_sidebar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_calendar_sidebar_init (LoftCalendarSidebar *self)
{
  static const GActionEntry entries[] = {
    { "only", on_only, "u" },     { "all", on_all, "u" },       { "change", on_change, "u" },
    { "create", on_create, "u" }, { "delete", on_delete, "u" }, { "import", on_import, "u" },
    { "export", on_export, "u" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "calendars", G_ACTION_GROUP (group));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "calendar-list");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
loft_calendar_sidebar_new (LoftCalendarActions *actions)
{
  LoftCalendarSidebar *self = g_object_new (LOFT_TYPE_CALENDAR_SIDEBAR, NULL);

  self->actions = g_object_ref (actions);
  g_signal_connect_object (loft_calendar_actions_get_calendars (actions), "items-changed",
                           G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
  return GTK_WIDGET (self);
}
