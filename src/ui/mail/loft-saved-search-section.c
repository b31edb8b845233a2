/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-saved-search-section.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_NAME_CHARS 100

struct _LoftSavedSearchSection {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *list;
  GtkPopoverMenu *menu;
  LoftSavedSearches *searches; /* (owned) (nullable) */
  LoftSavedSearch *for_menu; /* (owned) (nullable) */
};

static guint open_signal;

G_DEFINE_FINAL_TYPE (LoftSavedSearchSection, loft_saved_search_section, GTK_TYPE_WIDGET)

/* Names */

typedef struct {
  LoftSavedSearches *searches;
  LoftSavedSearch *renamed; /* (nullable) */
  char *query;
  char *account;
  char *folder;
  GtkEditable *entry;
  GCallback done;
  gpointer user_data;
} Naming;

static void
naming_free (gpointer data, GClosure *closure)
{
  Naming *naming = data;

  g_object_unref (naming->searches);
  g_clear_object (&naming->renamed);
  g_free (naming->query);
  g_free (naming->account);
  g_free (naming->folder);
  g_free (naming);
}

static void
on_named (AdwMessageDialog *dialog, const char *response, Naming *naming)
{
  const char *name = gtk_editable_get_text (naming->entry);
  g_autoptr (GError) error = NULL;
  gboolean saved;

  if (!g_str_equal (response, "save"))
    return;
  if (naming->renamed != NULL)
    saved = loft_saved_searches_rename (naming->searches, naming->renamed, name, &error);
  else
    saved = loft_saved_searches_add (naming->searches, name, naming->query, naming->account,
                                     naming->folder, &error) != NULL;
  if (!saved)
    g_warning ("The search is not saved: %s", error->message);
  else if (naming->done != NULL)
    ((void (*) (gpointer)) naming->done) (naming->user_data);
}

static void
on_name_changed (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "save", name[0] != '\0');
}

static void
ask_name (GtkWidget *parent, Naming *naming, const char *name)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (parent)),
                            naming->renamed != NULL ? _ ("Rename Search") : _ ("Save Search"),
                            naming->renamed != NULL
                              ? NULL
                              : _ ("It is shown in the sidebar and stays up to date."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  GtkWidget *entry = gtk_entry_new ();

  naming->entry = GTK_EDITABLE (entry);
  gtk_entry_set_max_length (GTK_ENTRY (entry), MAX_NAME_CHARS);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the search"), -1);
  adw_message_dialog_set_extra_child (message, entry);
  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "save",
                                    naming->renamed != NULL ? _ ("_Rename") : _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (message, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "save");
  adw_message_dialog_set_close_response (message, "cancel");
  g_signal_connect (entry, "changed", G_CALLBACK (on_name_changed), dialog);
  gtk_editable_set_text (naming->entry, name);
  on_name_changed (naming->entry, message);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_named), naming, naming_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

void
loft_saved_search_section_ask_name (GtkWidget *parent, LoftSavedSearches *searches,
                                    const char *query, const char *account, const char *folder,
                                    GCallback done, gpointer user_data)
{
  Naming *naming = g_new0 (Naming, 1);

  naming->searches = g_object_ref (searches);
  naming->query = g_strdup (query);
  naming->account = g_strdup (account);
  naming->folder = g_strdup (folder);
  naming->done = done;
  naming->user_data = user_data;
  ask_name (parent, naming, query);
}

/* Rows */

static LoftSavedSearch *
search_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "loft-saved-search");
}

static void
show_menu (LoftSavedSearchSection *self, GtkWidget *row)
{
  graphene_rect_t bounds;

  g_set_object (&self->for_menu, search_of (row));
  if (!gtk_widget_compute_bounds (row, GTK_WIDGET (self), &bounds))
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                                (int) bounds.size.width,
                                                (int) bounds.size.height });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, LoftSavedSearchSection *self)
{
  show_menu (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

static gboolean
on_row_key (LoftSavedSearchSection *self, guint key, guint code, GdkModifierType modifiers,
            GtkEventController *controller)
{
  gboolean wanted = key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (modifiers & GDK_SHIFT_MASK));

  if (wanted)
    show_menu (self, gtk_event_controller_get_widget (controller));
  return wanted;
}

static GtkWidget *
new_row (gpointer item, gpointer user_data)
{
  LoftSavedSearch *search = item;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (loft_saved_search_get_name (search));
  GtkGesture *press = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("folder-saved-search-symbolic"));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (line), label);
  gtk_widget_add_css_class (line, "folder-line");
  gtk_widget_add_css_class (line, "search-line");
  gtk_widget_set_tooltip_text (line, loft_saved_search_get_query (search));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data_full (G_OBJECT (row), "loft-saved-search", g_object_ref (search),
                          g_object_unref);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), GDK_BUTTON_SECONDARY);
  g_signal_connect (press, "pressed", G_CALLBACK (on_pressed), user_data);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (press));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_row_key), user_data);
  gtk_widget_add_controller (row, keys);
  return row;
}

static void
on_row_activated (LoftSavedSearchSection *self, GtkListBoxRow *row)
{
  g_signal_emit (self, open_signal, 0, search_of (GTK_WIDGET (row)));
}

static void
on_rename (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftSavedSearchSection *self = LOFT_SAVED_SEARCH_SECTION (widget);
  Naming *naming;

  if (self->for_menu == NULL)
    return;
  naming = g_new0 (Naming, 1);
  naming->searches = g_object_ref (self->searches);
  naming->renamed = g_object_ref (self->for_menu);
  ask_name (widget, naming, loft_saved_search_get_name (self->for_menu));
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  LoftSavedSearchSection *self = LOFT_SAVED_SEARCH_SECTION (widget);
  g_autoptr (GError) error = NULL;

  if (self->for_menu != NULL &&
      !loft_saved_searches_remove (self->searches, self->for_menu, &error))
    g_warning ("The removal is not kept: %s", error->message);
}

static void
update_visible (LoftSavedSearchSection *self)
{
  gtk_widget_set_visible (self->box, g_list_model_get_n_items (G_LIST_MODEL (self->searches)) > 0);
}

void
loft_saved_search_section_set_searches (LoftSavedSearchSection *self, LoftSavedSearches *searches)
{
  g_return_if_fail (self->searches == NULL);

  self->searches = g_object_ref (searches);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (searches), new_row, self, NULL);
  g_signal_connect_object (searches, "items-changed", G_CALLBACK (update_visible), self,
                           G_CONNECT_SWAPPED);
  update_visible (self);
}

void
loft_saved_search_section_select (LoftSavedSearchSection *self, LoftSavedSearch *search)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (search_of (GTK_WIDGET (row)) == search)
      break;
  gtk_list_box_select_row (self->list, search != NULL ? row : NULL);
}

/* Object */

static void
loft_saved_search_section_dispose (GObject *object)
{
  LoftSavedSearchSection *self = LOFT_SAVED_SEARCH_SECTION (object);

  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->searches);
  g_clear_object (&self->for_menu);
  G_OBJECT_CLASS (loft_saved_search_section_parent_class)->dispose (object);
}

static void
loft_saved_search_section_class_init (LoftSavedSearchSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_saved_search_section_dispose;
  open_signal = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, LOFT_TYPE_SAVED_SEARCH);
  gtk_widget_class_install_action (widget_class, "saved-search.rename", NULL, on_rename);
  gtk_widget_class_install_action (widget_class, "saved-search.remove", NULL, on_remove);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
add_menu (LoftSavedSearchSection *self)
{
  g_autoptr (GMenu) model = g_menu_new ();

  g_menu_append (model, _ ("_Rename…"), "saved-search.rename");
  g_menu_append (model, _ ("R_emove"), "saved-search.remove");
  self->menu = GTK_POPOVER_MENU (gtk_popover_menu_new_from_model (G_MENU_MODEL (model)));
  gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
}

static void
loft_saved_search_section_init (LoftSavedSearchSection *self)
{
  GtkWidget *heading = gtk_label_new (_ ("Saved Searches"));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_add_css_class (line, "account-line");
  gtk_widget_add_css_class (line, "search-heading");
  gtk_box_append (GTK_BOX (line), heading);
  gtk_box_append (GTK_BOX (self->box), line);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "folder-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Saved Searches"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->list));
  gtk_widget_set_visible (self->box, FALSE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_menu (self);
}
