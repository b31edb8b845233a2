/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-end-layout.h"

struct _LoftEndLayout {
  GtkLayoutManager parent_instance;

  int width;
  int room;
};

G_DEFINE_FINAL_TYPE (LoftEndLayout, loft_end_layout, GTK_TYPE_LAYOUT_MANAGER)

static void
loft_end_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                         int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      NULL, NULL);
}

static gboolean
has_room (LoftEndLayout *self, int width)
{
  return width >= self->width + self->room;
}

static void
place (GtkWidget *widget, GtkWidget *child, int x, int width, int height)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation = { mirrored ? gtk_widget_get_width (widget) - x - width : x, 0, width,
                               height };

  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
loft_end_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                          int baseline)
{
  LoftEndLayout *self = LOFT_END_LAYOUT (manager);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = gtk_widget_get_last_child (widget);
  gboolean both = second != first && gtk_widget_get_visible (second) && has_room (self, width);

  if (second != first)
    gtk_widget_set_child_visible (second, both);
  place (widget, first, 0, both ? width - self->width : width, height);
  if (!both)
    return;
  /* It must be asked before it is given a place. */
  gtk_widget_measure (second, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  place (widget, second, width - self->width, self->width, height);
}

static void
loft_end_layout_class_init (LoftEndLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = loft_end_layout_measure;
  layout_class->allocate = loft_end_layout_allocate;
}

static void
loft_end_layout_init (LoftEndLayout *self)
{
}

GtkLayoutManager *
loft_end_layout_new (int width, int room)
{
  LoftEndLayout *self = g_object_new (LOFT_TYPE_END_LAYOUT, NULL);

  self->width = width;
  self->room = room;
  return GTK_LAYOUT_MANAGER (self);
}

gboolean
loft_end_layout_has_room (GtkWidget *widget)
{
  return has_room (LOFT_END_LAYOUT (gtk_widget_get_layout_manager (widget)),
                   gtk_widget_get_width (widget));
}
