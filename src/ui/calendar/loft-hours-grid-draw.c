/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-hours-grid-private.h"

#include "loft-event-text.h"
#include "loft-settings.h"
#include "loft-zone-list.h"

#define NOW_DOT 4

typedef struct {
  LoftHoursGrid *self;
  GtkSnapshot *snapshot;
  int width;
  int height;
  GdkRGBA text;
  GdkRGBA line;
  GdkRGBA accent;
  GdkRGBA now;
} Drawing;

static void
append_box (Drawing *drawing, const GdkRGBA *color, double x, double y, double width, double height)
{
  gtk_snapshot_append_color (drawing->snapshot, color,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width,
                                                  (float) height));
}

static gboolean
is_mirrored (Drawing *drawing)
{
  return gtk_widget_get_direction (GTK_WIDGET (drawing->self)) == GTK_TEXT_DIR_RTL;
}

static void
append_words (Drawing *drawing, const char *text, double scale, double right, double middle,
              const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout =
    gtk_widget_create_pango_layout (GTK_WIDGET (drawing->self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width = 0, height = 0;

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (drawing->snapshot);
  gtk_snapshot_translate (drawing->snapshot, &GRAPHENE_POINT_INIT ((int) (right - width),
                                                                   (int) (middle - height / 2)));
  gtk_snapshot_append_layout (drawing->snapshot, layout, color);
  gtk_snapshot_restore (drawing->snapshot);
}

/* What the clock shows there on the first of the days. */
static void
append_second_hour (Drawing *drawing, int hour, double y, int gutter, const GdkRGBA *color)
{
  const char *name = loft_week_view_get_second_zone (drawing->self->view);
  gint64 first = loft_week_view_get_first_day (drawing->self->view);
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GTimeZone) there = NULL;
  g_autofree char *clock = NULL;
  gint64 instant;

  if (*name == '\0')
    return;
  there = loft_zone_list_open (name);
  instant = loft_wall_to_instant (first * LOFT_WALL_DAY + hour * 3600, here);
  clock = g_strstrip (loft_event_text_clock (loft_wall_from_instant (instant, there)));
  append_words (drawing, clock, 0.8,
                is_mirrored (drawing) ? drawing->width - gutter / 2 - 3 : gutter / 2 - 3, y, color);
}

static void
append_hours (Drawing *drawing)
{
  int gutter = loft_week_view_get_gutter (drawing->self->view);
  GdkRGBA color = drawing->text, half = drawing->line;

  color.alpha *= 0.55f;
  half.alpha *= 0.45f;
  for (int hour = 0; hour < 24; hour++)
    {
      double y = loft_hours_grid_get_y (drawing->self, hour * 3600);
      double middle = loft_hours_grid_get_y (drawing->self, hour * 3600 + 1800);
      g_autofree char *name = g_strstrip (loft_event_text_clock (hour * 3600));
      double left = is_mirrored (drawing) ? 0 : gutter;

      append_box (drawing, &half, left, middle, drawing->width - gutter, 1);
      if (hour == 0)
        continue;
      append_box (drawing, &drawing->line, left, y, drawing->width - gutter, 1);
      if (is_mirrored (drawing))
        append_words (drawing, name, 0.8, drawing->width - 6, y, &color);
      else
        append_words (drawing, name, 0.8, gutter - 6, y, &color);
      append_second_hour (drawing, hour, y, gutter, &color);
    }
}

/* Work is brighter than the rest. */
static void
append_free_time (Drawing *drawing, gint64 day)
{
  int begins = loft_settings_get_int (LOFT_SETTING_DAY_BEGINS, 8) * 3600;
  int ends = loft_settings_get_int (LOFT_SETTING_DAY_ENDS, 18) * 3600;
  GdkRGBA color = drawing->text;
  graphene_rect_t area;

  color.alpha = 0.028f;
  if (loft_wall_day_get_weekday (day) >= 6)
    begins = ends = 0;
  if (loft_hours_grid_get_area (drawing->self, day, day * LOFT_WALL_DAY,
                                day * LOFT_WALL_DAY + begins, &area))
    gtk_snapshot_append_color (drawing->snapshot, &color, &area);
  if (loft_hours_grid_get_area (drawing->self, day, day * LOFT_WALL_DAY + ends,
                                (day + 1) * LOFT_WALL_DAY, &area))
    gtk_snapshot_append_color (drawing->snapshot, &color, &area);
}

static void
append_days (Drawing *drawing)
{
  gint64 first = loft_week_view_get_first_day (drawing->self->view);

  for (int i = 0; i < loft_week_view_get_n_days (drawing->self->view); i++)
    {
      graphene_rect_t area;

      append_free_time (drawing, first + i);
      loft_hours_grid_get_area (drawing->self, first + i, (first + i) * LOFT_WALL_DAY,
                                (first + i + 1) * LOFT_WALL_DAY, &area);
      append_box (drawing, &drawing->line,
                  is_mirrored (drawing) ? area.origin.x + area.size.width - 1 : area.origin.x, 0, 1,
                  drawing->height);
    }
}

static void
append_now (Drawing *drawing)
{
  LoftHoursGrid *self = drawing->self;
  gint64 now = loft_calendar_view_get_now (LOFT_CALENDAR_VIEW (self->view));
  gint64 day = loft_wall_get_day (now);
  graphene_rect_t area, dot;
  GskRoundedRect circle;
  float x;

  if (!loft_hours_grid_get_area (self, day, now, now + 60, &area))
    return;
  append_box (drawing, &drawing->now, area.origin.x, area.origin.y - 1, area.size.width, 2);
  x = is_mirrored (drawing) ? area.origin.x + area.size.width : area.origin.x;
  dot = GRAPHENE_RECT_INIT (x - NOW_DOT, area.origin.y - NOW_DOT, 2 * NOW_DOT, 2 * NOW_DOT);
  gsk_rounded_rect_init_from_rect (&circle, &dot, NOW_DOT);
  gtk_snapshot_push_rounded_clip (drawing->snapshot, &circle);
  gtk_snapshot_append_color (drawing->snapshot, &drawing->now, &dot);
  gtk_snapshot_pop (drawing->snapshot);
}

static void
append_ghost_part (Drawing *drawing, gint64 day, gboolean with_text)
{
  LoftHoursGrid *self = drawing->self;
  g_autofree char *times = loft_event_text_clocks (self->drag_start, self->drag_end);
  GdkRGBA ground = drawing->accent;
  graphene_rect_t area;
  GskRoundedRect shape;

  if (!loft_hours_grid_get_area (self, day, self->drag_start, self->drag_end, &area))
    return;
  graphene_rect_inset (&area, 2, 1);
  gsk_rounded_rect_init_from_rect (&shape, &area, 5);
  ground.alpha = 0.30f;
  gtk_snapshot_push_rounded_clip (drawing->snapshot, &shape);
  gtk_snapshot_append_color (drawing->snapshot, &ground, &area);
  gtk_snapshot_pop (drawing->snapshot);
  if (with_text)
    append_words (drawing, times, 0.85, area.origin.x + area.size.width - 6,
                  area.origin.y + loft_event_chip_get_line_height (GTK_WIDGET (self)) / 2.0,
                  &drawing->text);
}

/* What would be if the mouse were let go now, with its times. */
static void
append_ghost (Drawing *drawing)
{
  LoftHoursGrid *self = drawing->self;
  gint64 first = loft_wall_get_day (self->drag_start);

  if (!self->dragging)
    return;
  for (gint64 day = first; day <= loft_wall_get_last_day (self->drag_start, self->drag_end); day++)
    append_ghost_part (drawing, day, day == first);
}

/* Where keys are. */
static void
append_cursor (Drawing *drawing)
{
  LoftHoursGrid *self = drawing->self;
  GdkRGBA colors[4] = { drawing->accent, drawing->accent, drawing->accent, drawing->accent };
  float widths[4] = { 2, 2, 2, 2 };
  graphene_rect_t area;
  GskRoundedRect shape;

  if (!gtk_widget_has_visible_focus (GTK_WIDGET (self)) ||
      !loft_hours_grid_get_area (self, loft_wall_get_day (self->cursor), self->cursor,
                                 self->cursor + LOFT_HOURS_SLOT, &area))
    return;
  graphene_rect_inset (&area, 1, 0);
  gsk_rounded_rect_init_from_rect (&shape, &area, 5);
  gtk_snapshot_append_border (drawing->snapshot, &shape, widths, colors);
}

void
loft_hours_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  Drawing drawing = { LOFT_HOURS_GRID (widget), snapshot };

  drawing.width = gtk_widget_get_width (widget);
  drawing.height = gtk_widget_get_height (widget);
  gtk_style_context_get_color (style, &drawing.text);
  drawing.line = drawing.accent = drawing.now = drawing.text;
  gtk_style_context_lookup_color (style, "borders", &drawing.line);
  gtk_style_context_lookup_color (style, "accent_bg_color", &drawing.accent);
  gtk_style_context_lookup_color (style, "error_color", &drawing.now);
  drawing.line.alpha *= 0.7f;
  append_days (&drawing);
  append_hours (&drawing);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_snapshot_child (widget, child, snapshot);
  append_now (&drawing);
  append_ghost (&drawing);
  append_cursor (&drawing);
}
