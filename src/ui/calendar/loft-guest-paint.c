/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-guest-paint.h"

#include "loft-clock.h"
#include "loft-settings.h"
#include "loft-wall.h"

#define HOUR   3600
#define RADIUS 4
#define STRIPE 4.0f

void
loft_guest_paint_begin (LoftGuestPaint *self, GtkWidget *widget, GtkSnapshot *snapshot,
                        LoftGuestScale *scale)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);

  *self = (LoftGuestPaint){ .widget = widget, .snapshot = snapshot, .scale = scale };
  self->width = gtk_widget_get_width (widget);
  self->height = gtk_widget_get_height (widget);
  gtk_style_context_get_color (style, &self->text);
  self->line = self->accent = self->now = self->text;
  gtk_style_context_lookup_color (style, "borders", &self->line);
  gtk_style_context_lookup_color (style, "accent_bg_color", &self->accent);
  gtk_style_context_lookup_color (style, "error_color", &self->now);
}

static void
append_box (LoftGuestPaint *self, const GdkRGBA *color, double x, double y, double width,
            double height)
{
  gtk_snapshot_append_color (self->snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                  (float) height));
}

gboolean
loft_guest_paint_get_area (LoftGuestPaint *self, gint64 start, gint64 end, float inset,
                           graphene_rect_t *area)
{
  double one = loft_guest_scale_get_x (self->scale, self->widget, start);
  double other = loft_guest_scale_get_x (self->scale, self->widget, end);
  double left = CLAMP (MIN (one, other), -RADIUS, self->width + RADIUS);
  double right = CLAMP (MAX (one, other), -RADIUS, self->width + RADIUS);

  *area = GRAPHENE_RECT_INIT ((float) left, inset, (float) MAX (right - left, 1),
                              (float) self->height - 2 * inset);
  return right > 0 && left < self->width && right > left;
}

/* ---- the ground --------------------------------------------------------------------------- */

static void
append_shade (LoftGuestPaint *self, gint64 start, gint64 end)
{
  GdkRGBA color = self->text;
  graphene_rect_t area;

  color.alpha = 0.05f;
  if (start < end && loft_guest_paint_get_area (self, start, end, 0, &area))
    gtk_snapshot_append_color (self->snapshot, &color, &area);
}

static void
append_line (LoftGuestPaint *self, gint64 wall, float alpha)
{
  double x = loft_guest_scale_get_x (self->scale, self->widget, wall);
  GdkRGBA color = self->line;

  color.alpha *= alpha;
  if (x >= 0 && x <= self->width)
    append_box (self, &color, x, 0, 1, self->height);
}

static void
append_day (LoftGuestPaint *self, gint64 day, gboolean with_hours)
{
  gint64 midnight = day * LOFT_WALL_DAY;
  int begins = loft_settings_get_int (LOFT_SETTING_DAY_BEGINS, 8) * HOUR;
  int ends = loft_settings_get_int (LOFT_SETTING_DAY_ENDS, 18) * HOUR;

  if (loft_wall_day_get_weekday (day) >= 6)
    begins = ends = LOFT_WALL_DAY;
  append_shade (self, midnight, midnight + begins);
  append_shade (self, midnight + ends, midnight + LOFT_WALL_DAY);
  append_line (self, midnight, 1);
  for (int hour = 1; with_hours && hour < 24; hour++)
    append_line (self, midnight + hour * HOUR, 0.5f);
}

void
loft_guest_paint_hours (LoftGuestPaint *self)
{
  int n_days = loft_guest_scale_get_n_days (self->scale);

  for (int i = 0; i < n_days; i++)
    append_day (self, loft_guest_scale_get_first_day (self->scale) + i, n_days == 1);
}

void
loft_guest_paint_now (LoftGuestPaint *self)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  gint64 now = loft_wall_from_instant (loft_clock_now (), zone);
  graphene_rect_t area;

  if (loft_guest_paint_get_area (self, now, now + 60, 0, &area))
    append_box (self, &self->now, area.origin.x, 0, 2, self->height);
}

void
loft_guest_paint_event (LoftGuestPaint *self)
{
  GdkRGBA ground = self->accent;
  graphene_rect_t area;

  if (!loft_guest_paint_get_area (self, loft_guest_scale_get_start (self->scale),
                                  loft_guest_scale_get_end (self->scale), 0, &area))
    return;
  ground.alpha = 0.22f;
  gtk_snapshot_append_color (self->snapshot, &ground, &area);
  append_box (self, &self->accent, area.origin.x, 0, 2, self->height);
  append_box (self, &self->accent, area.origin.x + area.size.width - 2, 0, 2, self->height);
}

/* ---- what is taken ------------------------------------------------------------------------ */

static void
append_stripes (LoftGuestPaint *self, const graphene_rect_t *area, const GdkRGBA *color, float dx,
                float dy)
{
  GdkRGBA pale = *color;
  GskColorStop stops[] = { { 0, pale }, { 0.5f, pale }, { 0.5f, *color }, { 1, *color } };
  graphene_point_t from = GRAPHENE_POINT_INIT (0, 0);
  graphene_point_t to = GRAPHENE_POINT_INIT (dx, dy);

  stops[0].color.alpha = stops[1].color.alpha = color->alpha * 0.22f;
  gtk_snapshot_append_repeating_linear_gradient (self->snapshot, area, &from, &to, stops,
                                                 G_N_ELEMENTS (stops));
}

void
loft_guest_paint_kind (LoftGuestPaint *self, LoftBusyKind kind, const graphene_rect_t *area)
{
  GdkRGBA color = self->text;
  float widths[4] = { 1, 1, 1, 1 };
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, area, RADIUS);
  gtk_snapshot_push_rounded_clip (self->snapshot, &shape);
  color.alpha = 0.6f;
  if (kind == LOFT_BUSY_BUSY)
    gtk_snapshot_append_color (self->snapshot, &color, area);
  else if (kind == LOFT_BUSY_TENTATIVE)
    append_stripes (self, area, &color, STRIPE, STRIPE);
  else if (kind == LOFT_BUSY_AWAY)
    {
      gtk_style_context_lookup_color (gtk_widget_get_style_context (self->widget), "purple_3",
                                      &color);
      append_stripes (self, area, &color, 0, STRIPE * 1.5f);
    }
  else
    {
      color.alpha = 0.22f;
      append_stripes (self, area, &color, STRIPE * 1.5f, 0);
    }
  gtk_snapshot_pop (self->snapshot);
  if (kind == LOFT_BUSY_UNKNOWN)
    return;
  color.alpha = 0.8f;
  gtk_snapshot_append_border (self->snapshot, &shape, widths,
                              (GdkRGBA[4]){ color, color, color, color });
}
