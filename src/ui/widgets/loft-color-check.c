/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-color-check.h"

#include "loft-ui.h"

#define SIZE      15
#define DISC_SIZE 24

struct _LoftColorCheck {
  GtkWidget parent_instance;

  GdkRGBA color;
  gboolean checked;
  gboolean is_disc;
};

G_DEFINE_FINAL_TYPE (LoftColorCheck, loft_color_check, GTK_TYPE_WIDGET)

void
loft_color_check_set (LoftColorCheck *self, const char *color, gboolean checked)
{
  if (!gdk_rgba_parse (&self->color, color))
    gdk_rgba_parse (&self->color, "#3584e4");
  self->checked = checked;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loft_color_check_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  int size = LOFT_COLOR_CHECK (widget)->is_disc ? DISC_SIZE : SIZE;

  *minimum = *natural = (int) (size * loft_ui_text_scale (widget));
}

/* Black or white, what is read better on the colour. */
static void
get_mark_color (const GdkRGBA *ground, GdkRGBA *mark)
{
  gboolean light = 0.3f * ground->red + 0.59f * ground->green + 0.11f * ground->blue > 0.62f;

  *mark = light ? (GdkRGBA){ 0, 0, 0, 0.8f } : (GdkRGBA){ 1, 1, 1, 1 };
}

static void
append_mark (LoftColorCheck *self, GtkSnapshot *snapshot, float size)
{
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, size, size));
  GdkRGBA color;

  get_mark_color (&self->color, &color);
  gdk_cairo_set_source_rgba (cairo, &color);
  cairo_set_line_width (cairo, size / 8);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cairo, size * 0.26, size * 0.53);
  cairo_line_to (cairo, size * 0.43, size * 0.70);
  cairo_line_to (cairo, size * 0.74, size * 0.32);
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

static void
loft_color_check_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftColorCheck *self = LOFT_COLOR_CHECK (widget);
  float size = (float) gtk_widget_get_width (widget);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, size, size);
  float widths[4] = { 2, 2, 2, 2 };
  GdkRGBA colors[4] = { self->color, self->color, self->color, self->color };
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, &area, self->is_disc ? size / 2 : size / 4);
  if (!self->checked && !self->is_disc)
    {
      gtk_snapshot_append_border (snapshot, &shape, widths, colors);
      return;
    }
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &self->color, &area);
  gtk_snapshot_pop (snapshot);
  if (self->checked)
    append_mark (self, snapshot, size);
}

static void
loft_color_check_class_init (LoftColorCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = loft_color_check_measure;
  widget_class->snapshot = loft_color_check_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
loft_color_check_init (LoftColorCheck *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
loft_color_check_new (void)
{
  return g_object_new (LOFT_TYPE_COLOR_CHECK, NULL);
}

GtkWidget *
loft_color_check_new_disc (void)
{
  LoftColorCheck *self = g_object_new (LOFT_TYPE_COLOR_CHECK, NULL);

  self->is_disc = TRUE;
  return GTK_WIDGET (self);
}
