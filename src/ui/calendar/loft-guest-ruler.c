/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-ruler.h"

#include "config.h"
#include "loft-event-text.h"
#include "loft-guest-paint.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

#define HOUR   3600
#define HEIGHT 30
#define GAP    4

struct _LoftGuestRuler {
  GtkWidget parent_instance;

  LoftGuestScale *scale;
};

G_DEFINE_FINAL_TYPE (LoftGuestRuler, loft_guest_ruler, GTK_TYPE_WIDGET)

/* ---- what it shows ------------------------------------------------------------------------ */

/* Behind the line of a time, as far as there is room before the next. */
static void
append_words (LoftGuestPaint *paint, gint64 wall, gint64 next, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (paint->widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  double x = loft_guest_scale_get_x (paint->scale, paint->widget, wall);
  double room = ABS (loft_guest_scale_get_x (paint->scale, paint->widget, next) - x);
  GdkRGBA color = paint->text;
  int width = 0, height = 0;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.8));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width + GAP > room)
    return;
  color.alpha *= 0.7f;
  if (gtk_widget_get_direction (paint->widget) == GTK_TEXT_DIR_RTL)
    x -= width + GAP;
  else
    x += GAP;
  gtk_snapshot_save (paint->snapshot);
  gtk_snapshot_translate (paint->snapshot,
                          &GRAPHENE_POINT_INIT ((int) x, (paint->height - height) / 2));
  gtk_snapshot_append_layout (paint->snapshot, layout, &color);
  gtk_snapshot_restore (paint->snapshot);
}

static void
append_names (LoftGuestPaint *paint)
{
  int n_days = loft_guest_scale_get_n_days (paint->scale);
  gint64 first = loft_guest_scale_get_first_day (paint->scale) * LOFT_WALL_DAY;

  for (int i = 0; n_days > 1 && i < n_days; i++)
    {
      gint64 day = first + i * (gint64) LOFT_WALL_DAY;
      /* Translators: a day above a column: "Tue 24". */
      g_autofree char *name = loft_wall_format (day, C_ ("day above a column", "%a %-d"));

      append_words (paint, day, day + LOFT_WALL_DAY, name);
    }
  for (int i = 0; n_days == 1 && i < 24; i++)
    {
      g_autofree char *name = g_strstrip (loft_event_text_clock (i * HOUR));

      append_words (paint, first + i * HOUR, first + (i + 1) * HOUR, name);
    }
}

static void
append_focus (LoftGuestPaint *paint)
{
  float widths[4] = { 2, 2, 2, 2 };
  graphene_rect_t area;
  GskRoundedRect shape;

  if (!gtk_widget_has_visible_focus (paint->widget) ||
      !loft_guest_paint_get_area (paint, loft_guest_scale_get_start (paint->scale),
                                  loft_guest_scale_get_end (paint->scale), 1, &area))
    return;
  gsk_rounded_rect_init_from_rect (&shape, &area, 4);
  gtk_snapshot_append_border (paint->snapshot, &shape, widths,
                              (GdkRGBA[4]){ paint->accent, paint->accent, paint->accent,
                                            paint->accent });
}

static void
loft_guest_ruler_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftGuestRuler *self = LOFT_GUEST_RULER (widget);
  LoftGuestPaint paint;

  loft_guest_paint_begin (&paint, widget, snapshot, self->scale);
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, 0, (float) paint.width, (float) paint.height));
  loft_guest_paint_hours (&paint);
  loft_guest_paint_now (&paint);
  loft_guest_paint_event (&paint);
  append_names (&paint);
  append_focus (&paint);
  gtk_snapshot_pop (snapshot);
}

static void
loft_guest_ruler_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
}

/* It has the room that the lanes have. */
static void
loft_guest_ruler_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  loft_guest_scale_set_width (LOFT_GUEST_RULER (widget)->scale, width);
}

/* ---- keys --------------------------------------------------------------------------------- */

/* Far enough to be seen. */
static void
follow (LoftGuestRuler *self, gint64 wall)
{
  GtkAdjustment *adjustment = loft_guest_scale_get_adjustment (self->scale);
  double x = loft_guest_scale_get_x (self->scale, GTK_WIDGET (self), wall);
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - x;
  if (x < 0 || x > width)
    gtk_adjustment_set_value (adjustment,
                              gtk_adjustment_get_value (adjustment) + x - (x < 0 ? 0 : width));
}

static void
move (LoftGuestRuler *self, gint64 by, gboolean resize)
{
  gint64 start = loft_guest_scale_get_start (self->scale) + (resize ? 0 : by);
  gint64 end = loft_guest_scale_get_end (self->scale) + by;

  loft_guest_scale_move_event (self->scale, start, end);
  follow (self, by < 0 && !resize ? start : end);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        LoftGuestRuler *self)
{
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean resize = (state & GDK_SHIFT_MASK) != 0;
  int step = loft_guest_scale_get_step (self->scale);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  if (key == GDK_KEY_Left || key == GDK_KEY_KP_Left)
    move (self, mirrored ? step : -step, resize);
  else if (key == GDK_KEY_Right || key == GDK_KEY_KP_Right)
    move (self, mirrored ? -step : step, resize);
  else if (key == GDK_KEY_Up || key == GDK_KEY_KP_Up)
    move (self, -LOFT_WALL_DAY, FALSE);
  else if (key == GDK_KEY_Down || key == GDK_KEY_KP_Down)
    move (self, LOFT_WALL_DAY, FALSE);
  else
    return FALSE;
  return TRUE;
}

void
loft_guest_ruler_set_spoken (LoftGuestRuler *self, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) loft_guest_scale_get_start (self->scale), -1);
}

/* ------------------------------------------------------------------------------------------- */

static void
loft_guest_ruler_finalize (GObject *object)
{
  g_clear_object (&LOFT_GUEST_RULER (object)->scale);
  G_OBJECT_CLASS (loft_guest_ruler_parent_class)->finalize (object);
}

static void
loft_guest_ruler_class_init (LoftGuestRulerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = loft_guest_ruler_finalize;
  widget_class->snapshot = loft_guest_ruler_snapshot;
  widget_class->measure = loft_guest_ruler_measure;
  widget_class->size_allocate = loft_guest_ruler_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "guestruler");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
}

static void
loft_guest_ruler_init (LoftGuestRuler *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time of the Event"), -1);
}

GtkWidget *
loft_guest_ruler_new (LoftGuestScale *scale)
{
  LoftGuestRuler *self = g_object_new (LOFT_TYPE_GUEST_RULER, "hexpand", TRUE, NULL);

  self->scale = g_object_ref (scale);
  g_signal_connect_object (scale, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  loft_guest_scale_add_controllers (scale, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
