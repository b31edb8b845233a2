/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-month-view-private.h"

#include "loft-date-text.h"

#define MOST_DOTS 4
#define DOT       5

typedef struct {
  LoftMonthView *self;
  GtkSnapshot *snapshot;
  LoftMonthShape shape;
  int width;
  GdkRGBA text;
  GdkRGBA line;
  GdkRGBA accent;
  GdkRGBA accent_text;
} Drawing;

static void
find_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, color))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

static PangoLayout *
make_layout (Drawing *drawing, const char *text, double scale, PangoWeight weight)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (drawing->self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
append_centred (Drawing *drawing, PangoLayout *layout, double x, double y, double width,
                double height, const GdkRGBA *color)
{
  int text_width = 0, text_height = 0;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_snapshot_save (drawing->snapshot);
  gtk_snapshot_translate (drawing->snapshot,
                          &GRAPHENE_POINT_INIT ((int) (x + (width - text_width) / 2),
                                                (int) (y + (height - text_height) / 2)));
  gtk_snapshot_append_layout (drawing->snapshot, layout, color);
  gtk_snapshot_restore (drawing->snapshot);
}

static void
append_box (Drawing *drawing, double x, double y, double width, double height, const GdkRGBA *color)
{
  gtk_snapshot_append_color (drawing->snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
append_round (Drawing *drawing, const graphene_rect_t *area, const GdkRGBA *color)
{
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, area, MIN (area->size.width, area->size.height) / 2);
  gtk_snapshot_push_rounded_clip (drawing->snapshot, &shape);
  gtk_snapshot_append_color (drawing->snapshot, color, area);
  gtk_snapshot_pop (drawing->snapshot);
}

static void
append_heads (Drawing *drawing, gint64 first)
{
  GdkRGBA color = drawing->text;

  color.alpha *= 0.6f;
  for (int column = 0; column < 7; column++)
    {
      g_autofree char *name = loft_wall_format ((first + column) * LOFT_WALL_DAY, "%a");
      g_autoptr (PangoLayout) layout = make_layout (drawing, name, 0.85, PANGO_WEIGHT_SEMIBOLD);
      GdkRectangle area;

      loft_month_view_get_day_area (drawing->self, first + column, &area);
      append_centred (drawing, layout, area.x, 0, area.width, drawing->shape.head, &color);
    }
}

static void
append_grid (Drawing *drawing)
{
  const LoftMonthShape *shape = &drawing->shape;
  int height = shape->bottom - shape->head;

  for (int week = 0; week < drawing->self->n_weeks; week++)
    append_box (drawing, 0, shape->head + (int) (week * shape->week_height), drawing->width, 1,
                &drawing->line);
  if (shape->small)
    {
      append_box (drawing, 0, shape->bottom, drawing->width, 1, &drawing->line);
      return;
    }
  for (int column = shape->left > 0 ? 0 : 1; column < 7; column++)
    {
      int x = shape->left + (int) (column * shape->day_width);

      append_box (drawing, shape->mirrored ? drawing->width - x - 1 : x, shape->head, 1, height,
                  &drawing->line);
    }
}

static void
append_week_number (Drawing *drawing, int week, gint64 first)
{
  const LoftMonthShape *shape = &drawing->shape;
  GdkRGBA color = drawing->text;
  /* That of its Thursday, whichever day weeks begin with. */
  gint64 thursday = loft_wall_day_begin_week (first + 7 * week + 3, 1) + 3;
  g_autofree char *number = g_strdup_printf ("%d", loft_wall_day_get_week (thursday));
  g_autoptr (PangoLayout) layout = make_layout (drawing, number, 0.8, PANGO_WEIGHT_NORMAL);

  if (shape->left == 0)
    return;
  color.alpha *= 0.45f;
  append_centred (drawing, layout, shape->mirrored ? drawing->width - shape->left : 0,
                  shape->head + week * shape->week_height, shape->left, shape->number, &color);
}

static void
append_day_ground (Drawing *drawing, gint64 day, const GdkRectangle *area, gboolean in_month)
{
  LoftMonthView *self = drawing->self;
  gint64 from = MIN (self->drag_from, self->drag_to), to = MAX (self->drag_from, self->drag_to);
  gboolean chosen = day == loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self));
  GdkRGBA ground = drawing->text;

  ground.alpha = 0.0f;
  if (loft_wall_day_get_weekday (day) >= 6 && !drawing->shape.small)
    ground.alpha = 0.025f;
  if (!in_month)
    ground.alpha += 0.02f;
  if (chosen && gtk_widget_has_focus (GTK_WIDGET (self)))
    ground.alpha += 0.06f;
  if (self->dragging && from <= day && day <= to)
    {
      ground = drawing->accent;
      ground.alpha = 0.22f;
    }
  if (ground.alpha > 0)
    append_box (drawing, area->x + 1, area->y + 1, area->width - 1, area->height - 1, &ground);
}

/* The number, at the end side of its line; in the middle where that is all there is. */
static void
append_number (Drawing *drawing, gint64 day, const GdkRectangle *area, gboolean in_month)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (drawing->self);
  gboolean today = day == loft_wall_get_day (loft_calendar_view_get_now (view));
  gboolean chosen = drawing->shape.small && day == loft_calendar_view_get_day (view);
  int size = drawing->shape.line + 3;
  int x = drawing->shape.small || drawing->shape.mirrored
            ? area->x + (drawing->shape.small ? (area->width - size) / 2 : 3)
            : area->x + area->width - size - 2;
  graphene_rect_t circle = GRAPHENE_RECT_INIT (x, area->y + 3, size, size);
  GdkRGBA color = drawing->text;
  int year, month, day_of_month;
  g_autofree char *number = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  loft_wall_day_split (day, &year, &month, &day_of_month);
  number = g_strdup_printf ("%d", day_of_month);
  layout = make_layout (drawing, number, 0.92, today ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  color.alpha *= in_month ? 0.9f : 0.4f;
  if (today)
    append_round (drawing, &circle, &drawing->accent);
  else if (chosen)
    {
      GdkRGBA ground = drawing->text;

      ground.alpha = 0.13f;
      append_round (drawing, &circle, &ground);
    }
  append_centred (drawing, layout, x, area->y + 3, size, size,
                  today ? &drawing->accent_text : &color);
}

static void
append_dots (Drawing *drawing, const guint *counts, const LoftCalendarEntry **first_entries,
             gint64 first)
{
  for (int i = 0; i < drawing->self->n_weeks * 7; i++)
    {
      int n = (int) MIN (counts[i], MOST_DOTS);
      GdkRectangle area;

      loft_month_view_get_day_area (drawing->self, first + i, &area);
      for (int k = 0; k < n; k++)
        {
          int x = area.x + area.width / 2 - n * (DOT + 2) / 2 + k * (DOT + 2);
          GdkRGBA color, tint;

          loft_event_chip_get_colors (GTK_WIDGET (drawing->self),
                                      first_entries[i * MOST_DOTS + k]->item, &color, &tint);
          append_round (drawing,
                        &GRAPHENE_RECT_INIT (x, area.y + drawing->shape.number + 2, DOT, DOT),
                        &color);
        }
    }
}

static void
append_all_dots (Drawing *drawing, gint64 first)
{
  GArray *entries = loft_calendar_view_get_entries (LOFT_CALENDAR_VIEW (drawing->self));
  guint counts[LOFT_MONTH_WEEKS * 7] = { 0 };
  const LoftCalendarEntry *found[LOFT_MONTH_WEEKS * 7 * MOST_DOTS];

  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);
      gint64 to = MIN (entry->last_day - first, LOFT_MONTH_WEEKS * 7 - 1);

      for (gint64 day = MAX (entry->first_day - first, 0); day <= to; day++)
        {
          if (counts[day] < MOST_DOTS)
            found[day * MOST_DOTS + counts[day]] = entry;
          counts[day]++;
        }
    }
  append_dots (drawing, counts, found, first);
}

static void
append_days (Drawing *drawing, gint64 first)
{
  gint64 month =
    loft_wall_day_begin_month (loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (drawing->self)));
  gint64 next = loft_wall_day_add_months (month, 1);

  for (int i = 0; i < drawing->self->n_weeks * 7; i++)
    {
      gint64 day = first + i;
      gboolean in_month = month <= day && day < next;
      GdkRectangle area;

      loft_month_view_get_day_area (drawing->self, day, &area);
      append_day_ground (drawing, day, &area, in_month);
      append_number (drawing, day, &area, in_month);
    }
}

void
loft_month_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftMonthView *self = LOFT_MONTH_VIEW (widget);
  gint64 first = loft_month_view_get_first_day (self);
  Drawing drawing = { self, snapshot };

  loft_month_view_get_shape (self, &drawing.shape);
  drawing.width = gtk_widget_get_width (widget);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &drawing.text);
  find_color (widget, "borders", &drawing.line);
  drawing.line.alpha *= 0.7f;
  find_color (widget, "accent_bg_color", &drawing.accent);
  find_color (widget, "accent_fg_color", &drawing.accent_text);
  append_heads (&drawing, first);
  append_days (&drawing, first);
  append_grid (&drawing);
  for (int week = 0; week < self->n_weeks; week++)
    append_week_number (&drawing, week, first);
  if (drawing.shape.small)
    append_all_dots (&drawing, first);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_snapshot_child (widget, child, snapshot);
}
