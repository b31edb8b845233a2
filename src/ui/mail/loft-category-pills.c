/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-pills.h"

#include "loft-category-look.h"
#include "loft-color-dot.h"
#include "loft-wrap-layout.h"

struct _LoftCategoryPills {
  GtkWidget parent_instance;

  char *keywords;
};

G_DEFINE_FINAL_TYPE (LoftCategoryPills, loft_category_pills, GTK_TYPE_WIDGET)

static void
clear (LoftCategoryPills *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}

static void
add_pill (LoftCategoryPills *self, LoftCategory *category)
{
  GtkWidget *pill = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *dot = loft_color_dot_new ();
  GtkWidget *label = gtk_label_new (loft_category_look_name (category));
  GdkRGBA color = { 0, 0, 0, 1 };

  loft_category_look_color (category, &color);
  loft_color_dot_set_color (LOFT_COLOR_DOT (dot), &color);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (pill), dot);
  gtk_box_append (GTK_BOX (pill), label);
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  gtk_widget_add_css_class (pill, "category-pill");
  gtk_widget_set_parent (pill, GTK_WIDGET (self));
}

static void
update (LoftCategoryPills *self)
{
  g_autoptr (GPtrArray) list =
    loft_categories_list_of (loft_category_look_get_list (), self->keywords);

  clear (self);
  for (guint i = 0; i < list->len; i++)
    add_pill (self, g_ptr_array_index (list, i));
  /* What is left of the last line. */
  gtk_widget_set_parent (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), list->len > 0);
}

void
loft_category_pills_show (LoftCategoryPills *self, const char *keywords)
{
  if (g_str_equal (self->keywords, keywords))
    return;
  g_free (self->keywords);
  self->keywords = g_strdup (keywords);
  update (self);
}

static void
loft_category_pills_dispose (GObject *object)
{
  clear (LOFT_CATEGORY_PILLS (object));
  G_OBJECT_CLASS (loft_category_pills_parent_class)->dispose (object);
}

static void
loft_category_pills_finalize (GObject *object)
{
  g_free (LOFT_CATEGORY_PILLS (object)->keywords);
  G_OBJECT_CLASS (loft_category_pills_parent_class)->finalize (object);
}

static void
loft_category_pills_class_init (LoftCategoryPillsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_category_pills_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_category_pills_finalize;
  gtk_widget_class_set_css_name (widget_class, "categorypills");
}

static void
loft_category_pills_init (LoftCategoryPills *self)
{
  self->keywords = g_strdup ("");
  gtk_widget_set_layout_manager (GTK_WIDGET (self), loft_wrap_layout_new (6));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_object (loft_category_look_get_list (), "items-changed", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
loft_category_pills_new (void)
{
  return g_object_new (LOFT_TYPE_CATEGORY_PILLS, NULL);
}
