/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-category-dots.h"

#include "loft-category-look.h"
#include "loft-ui.h"

#include <adwaita.h>

#define SIZE     9
#define STEP     12
#define MAX_DOTS 4 /* more would take the subject's place */

struct _LoftCategoryDots {
  GtkWidget parent_instance;

  GdkRGBA colors[MAX_DOTS];
  guint n;
};

G_DEFINE_FINAL_TYPE (LoftCategoryDots, loft_category_dots, GTK_TYPE_WIDGET)

static float
scaled (GtkWidget *widget, int length)
{
  return (float) (length * loft_ui_text_scale (widget));
}

static void
loft_category_dots_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline,
                            int *natural_baseline)
{
  LoftCategoryDots *self = LOFT_CATEGORY_DOTS (widget);
  int steps = self->n > 1 ? (int) scaled (widget, STEP) * ((int) self->n - 1) : 0;

  *minimum = *natural = (int) scaled (widget, SIZE);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural += steps;
}

static void
draw_dot (GtkWidget *widget, GtkSnapshot *snapshot, const GdkRGBA *color, float x)
{
  float size = scaled (widget, SIZE);
  graphene_rect_t area =
    GRAPHENE_RECT_INIT (x, ((float) gtk_widget_get_height (widget) - size) / 2, size, size);
  const float widths[] = { 1, 1, 1, 1 };
  GskRoundedRect circle;
  GdkRGBA edge;

  gsk_rounded_rect_init_from_rect (&circle, &area, size / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, color, &area);
  gtk_snapshot_pop (snapshot);
  if (!adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &edge);
  gtk_snapshot_append_border (snapshot, &circle, widths, (GdkRGBA[4]){ edge, edge, edge, edge });
}

static void
loft_category_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftCategoryDots *self = LOFT_CATEGORY_DOTS (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float step = scaled (widget, STEP);

  for (guint i = 0; i < self->n; i++)
    draw_dot (widget, snapshot, &self->colors[i], step * (float) (rtl ? self->n - 1 - i : i));
}

void
loft_category_dots_show (LoftCategoryDots *self, const char *keywords)
{
  g_autoptr (GPtrArray) list = loft_categories_list_of (loft_category_look_get_list (), keywords);
  g_autofree char *names = loft_category_look_describe (keywords);

  self->n = MIN (list->len, MAX_DOTS);
  for (guint i = 0; i < self->n; i++)
    loft_category_look_color (g_ptr_array_index (list, i), &self->colors[i]);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), names);
  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
loft_category_dots_class_init (LoftCategoryDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = loft_category_dots_measure;
  widget_class->snapshot = loft_category_dots_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
loft_category_dots_init (LoftCategoryDots *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
loft_category_dots_new (void)
{
  return g_object_new (LOFT_TYPE_CATEGORY_DOTS, NULL);
}
