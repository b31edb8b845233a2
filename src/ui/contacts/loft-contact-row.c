/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-row.h"

#include <adwaita.h>

#include "config.h"
#include "loft-avatar.h"

#include <glib/gi18n.h>

#define FACE 32

struct _LoftContactRow {
  GtkWidget parent_instance;

  GtkWidget *letter;
  GtkWidget *body;
  AdwAvatar *face;
  GtkLabel *name;
  GtkLabel *line;
};

G_DEFINE_FINAL_TYPE (LoftContactRow, loft_contact_row, GTK_TYPE_WIDGET)

static void
loft_contact_row_dispose (GObject *object)
{
  LoftContactRow *self = LOFT_CONTACT_ROW (object);

  g_clear_pointer (&self->letter, gtk_widget_unparent);
  g_clear_pointer (&self->body, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_contact_row_parent_class)->dispose (object);
}

static void
loft_contact_row_class_init (LoftContactRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = loft_contact_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
new_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
loft_contact_row_init (LoftContactRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->letter = new_label ("day-heading");
  gtk_widget_set_parent (self->letter, GTK_WIDGET (self));
  self->body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->body, "contact-line");
  gtk_widget_set_parent (self->body, GTK_WIDGET (self));
  self->face = ADW_AVATAR (adw_avatar_new (FACE, NULL, TRUE));
  self->name = GTK_LABEL (new_label (NULL));
  self->line = GTK_LABEL (new_label ("dim-label"));
  gtk_widget_add_css_class (GTK_WIDGET (self->line), "caption");
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->line));
  gtk_box_append (GTK_BOX (self->body), GTK_WIDGET (self->face));
  gtk_box_append (GTK_BOX (self->body), words);
}

GtkWidget *
loft_contact_row_new (void)
{
  return g_object_new (LOFT_TYPE_CONTACT_ROW, NULL);
}

void
loft_contact_row_show (LoftContactRow *self, LoftContactItem *item, gboolean has_letter)
{
  const LoftContact *contact;
  const char *line;

  gtk_widget_set_visible (self->letter, has_letter && item != NULL);
  if (item == NULL)
    return;
  contact = loft_contact_item_get (item);
  line = loft_contact_item_get_line (item);
  loft_avatar_show_contact (self->face, contact);
  gtk_label_set_text (GTK_LABEL (self->letter), loft_contact_item_get_letter (item));
  gtk_label_set_text (self->name, *contact->name != '\0' ? contact->name : _ ("No Name"));
  gtk_label_set_text (self->line, line);
  gtk_widget_set_visible (GTK_WIDGET (self->line), *line != '\0');
}

void
loft_contact_row_show_address (LoftContactRow *self, LoftContactItem *item)
{
  const LoftContact *contact = loft_contact_item_get (item);
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");
  const char *email =
    emails->len > 0 ? ((LoftContactValue *) g_ptr_array_index (emails, 0))->value : "";
  g_autofree char *both = *contact->title != '\0' && *email != '\0'
                            ? g_strdup_printf ("%s · %s", contact->title, email)
                            : g_strconcat (contact->title, email, NULL);

  gtk_label_set_text (self->line, both);
  gtk_widget_set_visible (GTK_WIDGET (self->line), *both != '\0');
}
