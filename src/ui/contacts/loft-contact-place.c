/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-place.h"

#include "config.h"
#include "loft-directory-text.h"

#include <glib/gi18n.h>

static void
place_free (gpointer data)
{
  LoftContactPlace *place = data;

  g_free (place->category);
  g_free (place->name);
  g_free (place->account);
  g_clear_pointer (&place->group, loft_contact_unref);
  g_clear_object (&place->directory);
  g_free (place);
}

GtkWidget *
loft_contact_place_new_row (gint64 folder_id, const char *category, const char *name,
                            const char *account, const char *icon)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (name);
  LoftContactPlace *place = g_new0 (LoftContactPlace, 1);

  place->kind = *category != '\0' ? LOFT_CONTACT_PLACE_CATEGORY : LOFT_CONTACT_PLACE_BOOK;
  place->folder_id = folder_id;
  place->category = g_strdup (category);
  place->name = g_strdup (name);
  place->account = g_strdup (account);
  g_object_set_data_full (G_OBJECT (row), "place", place, place_free);
  gtk_widget_add_css_class (line, "contact-place");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (line), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  return row;
}

GtkWidget *
loft_contact_place_new_directory (LoftDirectory *directory)
{
  GtkWidget *row = loft_contact_place_new_row (0, "", loft_directory_text_name (directory),
                                               loft_directory_get_account_name (directory),
                                               "system-search-symbolic");
  LoftContactPlace *place = loft_contact_place_get (GTK_LIST_BOX_ROW (row));

  place->kind = LOFT_CONTACT_PLACE_DIRECTORY;
  place->directory = g_object_ref (directory);
  return row;
}

LoftContactPlace *
loft_contact_place_get (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "place") : NULL;
}

const char *
loft_contact_place_find_heading (const LoftContactPlace *place)
{
  if (place == NULL)
    return NULL;
  if (*place->category != '\0')
    return _ ("Groups");
  return *place->account != '\0' ? place->account : NULL;
}
