/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-color-dot.h"

#include "loft-ui.h"

#define SIZE 9

struct _LoftColorDot {
  GtkWidget parent_instance;

  GdkRGBA color;
};

G_DEFINE_FINAL_TYPE (LoftColorDot, loft_color_dot, GTK_TYPE_WIDGET)

static int
dot_size (GtkWidget *widget)
{
  return (int) (SIZE * loft_ui_text_scale (widget));
}

static void
loft_color_dot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = dot_size (widget);
}

static void
loft_color_dot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftColorDot *self = LOFT_COLOR_DOT (widget);
  float size = (float) dot_size (widget);
  graphene_rect_t area =
    GRAPHENE_RECT_INIT (((float) gtk_widget_get_width (widget) - size) / 2,
                        ((float) gtk_widget_get_height (widget) - size) / 2, size, size);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &area, size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &self->color, &area);
  gtk_snapshot_pop (snapshot);
}

void
loft_color_dot_set_color (LoftColorDot *self, const GdkRGBA *color)
{
  self->color = *color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loft_color_dot_class_init (LoftColorDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = loft_color_dot_measure;
  widget_class->snapshot = loft_color_dot_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
loft_color_dot_init (LoftColorDot *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
loft_color_dot_new (void)
{
  return g_object_new (LOFT_TYPE_COLOR_DOT, NULL);
}
