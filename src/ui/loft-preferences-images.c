/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-preferences-images.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-image-permission.h"

#include <glib/gi18n.h>

static void
on_remove_clicked (GtkButton *button)
{
  g_autofree char *name = g_strdup (g_object_get_data (G_OBJECT (button), "name"));

  loft_image_permission_remove (name);
}

static const char *
explain (const char *name)
{
  return name[0] == '@' ? _ ("Everybody at this domain") : _ ("One sender");
}

static GtkWidget *
new_row (gpointer item, gpointer data)
{
  const char *name = gtk_string_object_get_string (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = g_strdup_printf (_ ("Stop Loading Images From %s"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), explain (name));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  loft_accessibility_set_button_name (button, label);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove_clicked), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
new_nobody (void)
{
  GtkWidget *label = gtk_label_new (_ ("No one yet. “Load Images” above a message asks."));

  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 18);
  gtk_widget_set_margin_bottom (label, 18);
  return label;
}

AdwPreferencesPage *
loft_preferences_images_new (LoftService *service)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *list = gtk_list_box_new ();

  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), _ ("Images"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (page), "image-x-generic-symbolic");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Remote Images"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (group),
    _ ("Whoever sends remote images learns when and where they are read. These senders’ images are "
       "loaded without asking, if it is really them."));
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), new_nobody ());
  gtk_list_box_bind_model (GTK_LIST_BOX (list), loft_image_permission_list (), new_row, NULL, NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_PAGE (page);
}
