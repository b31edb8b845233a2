/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mini-month.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-date-text.h"
#include "loft-event-text.h"
#include "loft-wall.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ROWS    7 /* names and six weeks */
#define COLUMNS 8 /* numbers of weeks and seven days */
#define CELL    28
#define DOT     4

struct _LoftMiniMonth {
  LoftCalendarView parent_instance;

  GtkWidget *header;
  GtkWidget *title;
  gint64 marked_first;
  gint64 n_marked;
  guint64 busy; /* a bit a day from the first that is shown */
};

G_DEFINE_FINAL_TYPE (LoftMiniMonth, loft_mini_month, LOFT_TYPE_CALENDAR_VIEW)

static gint64
first_day (LoftMiniMonth *self)
{
  gint64 day = loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self));

  return loft_wall_day_begin_week (loft_wall_day_begin_month (day), loft_date_first_weekday ());
}

static int
header_height (LoftMiniMonth *self)
{
  int height = 0;

  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}

static void
get_cell (LoftMiniMonth *self, int row, int column, graphene_rect_t *cell)
{
  GtkWidget *widget = GTK_WIDGET (self);
  float width = gtk_widget_get_width (widget) / (float) COLUMNS;
  float top = header_height (self);
  float height = (gtk_widget_get_height (widget) - top) / ROWS;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    column = COLUMNS - 1 - column;
  *cell = GRAPHENE_RECT_INIT (column * width, top + row * height, width, height);
}

/* Drawing */

static void
append_text (LoftMiniMonth *self, GtkSnapshot *snapshot, const char *text,
             const graphene_rect_t *cell, const GdkRGBA *color, PangoWeight weight, double scale)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width = 0, height = 0;

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
    snapshot, &GRAPHENE_POINT_INIT ((int) (cell->origin.x + (cell->size.width - width) / 2),
                                    (int) (cell->origin.y + (cell->size.height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
append_round (GtkSnapshot *snapshot, const graphene_rect_t *area, const GdkRGBA *color)
{
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, area, area->size.height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, color, area);
  gtk_snapshot_pop (snapshot);
}

static void
append_circle (GtkSnapshot *snapshot, const graphene_rect_t *cell, float size, const GdkRGBA *color)
{
  append_round (snapshot,
                &GRAPHENE_RECT_INIT (cell->origin.x + (cell->size.width - size) / 2,
                                     cell->origin.y + (cell->size.height - size) / 2, size, size),
                color);
}

static void
append_day (LoftMiniMonth *self, GtkSnapshot *snapshot, int index, const GdkRGBA *text,
            const GdkRGBA *accent, const GdkRGBA *accent_text)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);
  gint64 day = first_day (self) + index, chosen = loft_calendar_view_get_day (view);
  gboolean today = day == loft_wall_get_day (loft_calendar_view_get_now (view));
  gboolean in_month = loft_wall_day_begin_month (day) == loft_wall_day_begin_month (chosen);
  GdkRGBA color = *text, mark = *text;
  graphene_rect_t cell;
  int year, month, day_of_month;
  g_autofree char *number = NULL;

  get_cell (self, 1 + index / 7, 1 + index % 7, &cell);
  loft_wall_day_split (day, &year, &month, &day_of_month);
  number = g_strdup_printf ("%d", day_of_month);
  color.alpha *= in_month ? 0.9f : 0.38f;
  mark.alpha = day == chosen ? 0.16f : 0.0f;
  if (today)
    append_circle (snapshot, &cell, MIN (cell.size.width, cell.size.height) - 2, accent);
  else if (mark.alpha > 0)
    append_circle (snapshot, &cell, MIN (cell.size.width, cell.size.height) - 2, &mark);
  append_text (self, snapshot, number, &cell, today ? accent_text : &color,
               today ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, 0.88);
  if ((self->busy >> index & 1) == 0)
    return;
  mark = today ? *accent_text : *text;
  mark.alpha *= in_month ? 0.65f : 0.3f;
  append_round (snapshot,
                &GRAPHENE_RECT_INIT (cell.origin.x + (cell.size.width - DOT) / 2,
                                     cell.origin.y + cell.size.height - DOT - 2, DOT, DOT),
                &mark);
}

/* One band through the days that the view beside shows. */
static void
append_marked (LoftMiniMonth *self, GtkSnapshot *snapshot, const GdkRGBA *text)
{
  gint64 first = first_day (self);
  GdkRGBA color = *text;

  color.alpha = 0.07f;
  for (int row = 0; row < ROWS - 1 && self->n_marked < 28; row++)
    {
      gint64 from = MAX (self->marked_first - first - 7 * row, 0);
      gint64 to = MIN (self->marked_first + self->n_marked - 1 - first - 7 * row, 6);
      graphene_rect_t a, b, both;

      if (from > to || self->n_marked <= 1)
        continue;
      get_cell (self, 1 + row, 1 + (int) from, &a);
      get_cell (self, 1 + row, 1 + (int) to, &b);
      graphene_rect_union (&a, &b, &both);
      graphene_rect_inset (&both, 0, 1);
      append_round (snapshot, &both, &color);
    }
}

static void
append_heads (LoftMiniMonth *self, GtkSnapshot *snapshot, const GdkRGBA *text)
{
  gint64 first = first_day (self);
  GdkRGBA color = *text;
  graphene_rect_t cell;

  color.alpha *= 0.5f;
  for (int i = 0; i < 7; i++)
    {
      g_autofree char *name = loft_wall_format ((first + i) * LOFT_WALL_DAY, "%a");
      g_autofree char *letter = g_utf8_substring (name, 0, MIN (2, g_utf8_strlen (name, -1)));

      get_cell (self, 0, 1 + i, &cell);
      append_text (self, snapshot, letter, &cell, &color, PANGO_WEIGHT_SEMIBOLD, 0.78);
    }
  color.alpha *= 0.8f;
  for (int row = 0; row < ROWS - 1; row++)
    {
      gint64 thursday = loft_wall_day_begin_week (first + 7 * row + 3, 1) + 3;
      g_autofree char *number = g_strdup_printf ("%d", loft_wall_day_get_week (thursday));

      get_cell (self, 1 + row, 0, &cell);
      append_text (self, snapshot, number, &cell, &color, PANGO_WEIGHT_NORMAL, 0.75);
    }
}

static void
loft_mini_month_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftMiniMonth *self = LOFT_MINI_MONTH (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA text, accent = { 0.2f, 0.5f, 0.9f, 1 }, accent_text = { 1, 1, 1, 1 };

  gtk_style_context_get_color (style, &text);
  gtk_style_context_lookup_color (style, "accent_bg_color", &accent);
  gtk_style_context_lookup_color (style, "accent_fg_color", &accent_text);
  append_heads (self, snapshot, &text);
  append_marked (self, snapshot, &text);
  for (int i = 0; i < 42; i++)
    append_day (self, snapshot, i, &text, &accent, &accent_text);
  gtk_widget_snapshot_child (widget, self->header, snapshot);
}

/* Size */

static void
loft_mini_month_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftMiniMonth *self = LOFT_MINI_MONTH (widget);
  int min = 0;

  gtk_widget_measure (self->header, orientation, -1, &min, NULL, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (min, COLUMNS * 20);
      *natural = MAX (min, COLUMNS * CELL);
    }
  else
    *minimum = *natural = min + ROWS * CELL;
}

static void
loft_mini_month_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftMiniMonth *self = LOFT_MINI_MONTH (widget);
  GtkAllocation area = { 0, 0, width, header_height (self) };

  gtk_widget_size_allocate (self->header, &area, -1);
}

/* What it shows */

static void
loft_mini_month_update (LoftCalendarView *view)
{
  LoftMiniMonth *self = LOFT_MINI_MONTH (view);
  GArray *entries = loft_calendar_view_get_entries (view);
  gint64 first = first_day (self), today = loft_wall_get_day (loft_calendar_view_get_now (view));
  g_autofree char *title = loft_calendar_view_get_title (view);
  g_autofree char *name = loft_event_text_day (loft_calendar_view_get_day (view), today);

  self->busy = 0;
  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);
      gint64 to = MIN (entry->last_day - first, 41);

      for (gint64 day = MAX (entry->first_day - first, 0); day <= to; day++)
        self->busy |= G_GUINT64_CONSTANT (1) << day;
    }
  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
loft_mini_month_get_range (LoftCalendarView *view, gint64 *first, gint64 *n_days)
{
  *first = first_day (LOFT_MINI_MONTH (view));
  *n_days = 42;
}

static gint64
loft_mini_month_step (LoftCalendarView *view, int direction)
{
  return loft_wall_day_add_months (loft_calendar_view_get_day (view), direction);
}

static char *
loft_mini_month_get_title (LoftCalendarView *view)
{
  return loft_wall_format (loft_calendar_view_get_day (view) * LOFT_WALL_DAY,
                           C_ ("calendar", "%OB %Y"));
}

void
loft_mini_month_set_marked (LoftMiniMonth *self, gint64 first_day, gint64 n_days)
{
  self->marked_first = first_day;
  self->n_marked = n_days;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What a person does */

static void
on_pressed (GtkGestureClick *click, int n, double x, double y, LoftMiniMonth *self)
{
  for (int i = 0; i < 42; i++)
    {
      graphene_rect_t cell;

      get_cell (self, 1 + i / 7, 1 + i % 7, &cell);
      if (graphene_rect_contains_point (&cell, &GRAPHENE_POINT_INIT (x, y)))
        {
          loft_calendar_view_choose_day (LOFT_CALENDAR_VIEW (self), first_day (self) + i);
          gtk_widget_grab_focus (GTK_WIDGET (self));
          return;
        }
    }
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        LoftMiniMonth *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);
  gint64 day = loft_calendar_view_get_day (view), other = day;
  int right = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;

  if (key == GDK_KEY_Left)
    other -= right;
  else if (key == GDK_KEY_Right)
    other += right;
  else if (key == GDK_KEY_Up)
    other -= 7;
  else if (key == GDK_KEY_Down)
    other += 7;
  else if (key == GDK_KEY_Page_Up || key == GDK_KEY_Page_Down)
    other = loft_calendar_view_step (view, key == GDK_KEY_Page_Up ? -1 : 1);
  if (other == day || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  loft_calendar_view_choose_day (view, other);
  return TRUE;
}

static void
on_back (LoftMiniMonth *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);

  loft_calendar_view_choose_day (view, loft_calendar_view_step (view, -1));
}

static void
on_forward (LoftMiniMonth *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);

  loft_calendar_view_choose_day (view, loft_calendar_view_step (view, 1));
}

static GtkWidget *
new_button (const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-button");
  loft_accessibility_set_button_name (button, name);
  return button;
}

static GtkWidget *
new_header (LoftMiniMonth *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *back = new_button ("go-previous-symbolic", _ ("Previous month"));
  GtkWidget *forward = new_button ("go-next-symbolic", _ ("Next month"));

  self->title = gtk_label_new (NULL);
  g_object_set (self->title, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END,
                NULL);
  gtk_widget_add_css_class (self->title, "mini-month-title");
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (on_back), self);
  g_signal_connect_swapped (forward, "clicked", G_CALLBACK (on_forward), self);
  gtk_box_append (GTK_BOX (header), self->title);
  gtk_box_append (GTK_BOX (header), back);
  gtk_box_append (GTK_BOX (header), forward);
  return header;
}

static void
loft_mini_month_dispose (GObject *object)
{
  g_clear_pointer (&LOFT_MINI_MONTH (object)->header, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_mini_month_parent_class)->dispose (object);
}

static void
loft_mini_month_class_init (LoftMiniMonthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LoftCalendarViewClass *view_class = LOFT_CALENDAR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_mini_month_dispose;
  widget_class->snapshot = loft_mini_month_snapshot;
  widget_class->measure = loft_mini_month_measure;
  widget_class->size_allocate = loft_mini_month_size_allocate;
  view_class->update = loft_mini_month_update;
  view_class->get_range = loft_mini_month_get_range;
  view_class->step = loft_mini_month_step;
  view_class->get_title = loft_mini_month_get_title;
  gtk_widget_class_set_css_name (widget_class, "minimonth");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
loft_mini_month_init (LoftMiniMonth *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->header = new_header (self);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
loft_mini_month_new (void)
{
  return g_object_new (LOFT_TYPE_MINI_MONTH, NULL);
}
