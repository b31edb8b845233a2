/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-color-edge.h"

struct _LoftColorEdge {
  GtkWidget parent_instance;

  GdkRGBA color;
};

G_DEFINE_FINAL_TYPE (LoftColorEdge, loft_color_edge, GTK_TYPE_WIDGET)

void
loft_color_edge_set_color (LoftColorEdge *self, const GdkRGBA *color)
{
  if (gdk_rgba_equal (&self->color, color))
    return;
  self->color = *color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loft_color_edge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftColorEdge *self = LOFT_COLOR_EDGE (widget);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &bounds, MIN (width, height) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &self->color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
loft_color_edge_class_init (LoftColorEdgeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = loft_color_edge_snapshot;
  gtk_widget_class_set_css_name (widget_class, "coloredge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
loft_color_edge_init (LoftColorEdge *self)
{
}
