/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-swipe.h"

#define ICON_MARGIN 24

struct _LoftSwipe {
  GtkWidget parent_instance;

  GtkWidget *under; /* (nullable) made when it is first pushed: lists have hundreds of these */
  GtkWidget *child;
  double offset;
};

G_DEFINE_FINAL_TYPE (LoftSwipe, loft_swipe, GTK_TYPE_WIDGET)

/* Below the child: it is drawn first. */
static void
add_under (LoftSwipe *self)
{
  self->under = gtk_image_new ();
  gtk_widget_set_margin_start (self->under, ICON_MARGIN);
  gtk_widget_set_margin_end (self->under, ICON_MARGIN);
  gtk_widget_insert_before (self->under, GTK_WIDGET (self), self->child);
}

void
loft_swipe_set_offset (LoftSwipe *self, double offset, const char *icon, gboolean armed)
{
  self->offset = offset;
  if (self->under == NULL)
    add_under (self);
  gtk_widget_set_visible (self->under, offset != 0);
  gtk_widget_set_halign (self->under, offset > 0 ? GTK_ALIGN_START : GTK_ALIGN_END);
  if (icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->under), icon);
  if (armed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "armed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "armed");
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
loft_swipe_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftSwipe *self = LOFT_SWIPE (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  graphene_point_t moved = GRAPHENE_POINT_INIT (rtl ? -self->offset : self->offset, 0);

  if (self->under != NULL && gtk_widget_should_layout (self->under))
    gtk_widget_allocate (self->under, width, height, -1, NULL);
  gtk_widget_allocate (self->child, width, height, -1,
                       self->offset == 0 ? NULL : gsk_transform_translate (NULL, &moved));
}

static void
loft_swipe_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (LOFT_SWIPE (widget)->child, orientation, for_size, minimum, natural, NULL,
                      NULL);
}

static void
loft_swipe_dispose (GObject *object)
{
  LoftSwipe *self = LOFT_SWIPE (object);

  g_clear_pointer (&self->under, gtk_widget_unparent);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_swipe_parent_class)->dispose (object);
}

static void
loft_swipe_class_init (LoftSwipeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_swipe_dispose;
  widget_class->size_allocate = loft_swipe_size_allocate;
  widget_class->measure = loft_swipe_measure;
  gtk_widget_class_set_css_name (widget_class, "swipe");
}

static void
loft_swipe_init (LoftSwipe *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
loft_swipe_new (GtkWidget *child)
{
  LoftSwipe *self = g_object_new (LOFT_TYPE_SWIPE, NULL);

  self->child = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
