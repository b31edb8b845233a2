/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-week-head.h"

#include "config.h"
#include "loft-day-list.h"
#include "loft-event-chip.h"
#include "loft-month-layout.h"
#include "loft-wall.h"
#include "loft-zone-list.h"

#include <glib/gi18n.h>

#define MOST_LINES 4
#define THRESHOLD  6

typedef struct {
  GtkWidget *chip;
  LoftMonthPlace place;
} Piece;

struct _LoftWeekHead {
  GtkWidget parent_instance;

  LoftWeekView *view; /* (borrowed) around it */
  GArray *pieces;
  GPtrArray *chips;
  guint n_chips;
  guint n_lines;
  GtkWidget *more[LOFT_MONTH_DAYS]; /* buttons of what there is no line for */
  LoftEventChip *dragged; /* (nullable) */
  GtkWidget *popover; /* (nullable) of one of them */
};

G_DEFINE_FINAL_TYPE (LoftWeekHead, loft_week_head, GTK_TYPE_WIDGET)

static int
names_height (LoftWeekHead *self)
{
  return loft_event_chip_get_line_height (GTK_WIDGET (self)) * 2 + 6;
}

static void
get_area (LoftWeekHead *self, int first, int last, GdkRectangle *area)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), gutter = loft_week_view_get_gutter (self->view);
  double day = (width - gutter) / (double) loft_week_view_get_n_days (self->view);
  int left = gutter + (int) (first * day), right = gutter + (int) ((last + 1) * day);

  area->x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - right : left;
  area->width = right - left;
  area->y = 0;
  area->height = gtk_widget_get_height (widget);
}

static int
find_day (LoftWeekHead *self, double x)
{
  for (int i = 0; i < loft_week_view_get_n_days (self->view); i++)
    {
      GdkRectangle area;

      get_area (self, i, i, &area);
      if (x >= area.x && x < area.x + area.width)
        return i;
    }
  return -1;
}

/* What it shows */

static void
add_piece (LoftWeekHead *self, const LoftCalendarEntry *entry, const LoftMonthPlace *place)
{
  gint64 first = loft_week_view_get_first_day (self->view);
  int n_days = loft_week_view_get_n_days (self->view);
  Piece piece = { NULL, *place };

  if (self->n_chips == self->chips->len)
    {
      GtkWidget *chip = loft_event_chip_new (LOFT_CALENDAR_VIEW (self->view));

      gtk_widget_set_parent (chip, GTK_WIDGET (self));
      g_ptr_array_add (self->chips, chip);
    }
  piece.chip = g_ptr_array_index (self->chips, self->n_chips++);
  loft_event_chip_set (LOFT_EVENT_CHIP (piece.chip), entry, LOFT_CHIP_BAR, entry->first_day < first,
                       entry->last_day >= first + n_days);
  gtk_widget_set_visible (piece.chip, TRUE);
  g_array_append_val (self->pieces, piece);
}

static void
on_list_open (LoftWeekHead *self, LoftOccurrenceItem *item, GtkWidget *row)
{
  loft_calendar_view_open (LOFT_CALENDAR_VIEW (self->view), item, row);
}

/* All of a day that there is no room for. */
static void
show_more (GtkWidget *button, LoftWeekHead *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self->view);
  GtkWidget *list = loft_day_list_new (TRUE);
  int index = 0;

  while (self->more[index] != button)
    index++;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  loft_day_list_show (LOFT_DAY_LIST (list), loft_calendar_view_get_entries (view),
                      loft_week_view_get_first_day (self->view) + index,
                      loft_wall_get_day (loft_calendar_view_get_now (view)));
  g_signal_connect_object (list, "open", G_CALLBACK (on_list_open), self, G_CONNECT_SWAPPED);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), list);
  gtk_widget_set_parent (self->popover, button);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
add_more_button (LoftWeekHead *self, int index)
{
  GtkWidget *button = gtk_button_new_with_label ("");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "more-events");
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect (button, "clicked", G_CALLBACK (show_more), self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  self->more[index] = button;
}

static void
show_hidden (LoftWeekHead *self, const guint *hidden)
{
  int n_days = loft_week_view_get_n_days (self->view);

  for (int i = 0; i < LOFT_MONTH_DAYS; i++)
    {
      g_autofree char *text =
        g_strdup_printf (ngettext ("%u more", "%u more", hidden[i]), hidden[i]);

      gtk_button_set_label (GTK_BUTTON (self->more[i]), text);
      gtk_widget_set_visible (self->more[i], i < n_days && hidden[i] > 0);
    }
}

void
loft_week_head_update (LoftWeekHead *self)
{
  GArray *entries = loft_calendar_view_get_entries (LOFT_CALENDAR_VIEW (self->view));
  gint64 first = loft_week_view_get_first_day (self->view);
  int n_days = loft_week_view_get_n_days (self->view);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (LoftMonthPlace));
  g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
  guint hidden[LOFT_MONTH_DAYS];

  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);
      LoftMonthPlace place = { (int) MAX (entry->first_day - first, 0),
                               (int) MIN (entry->last_day - first, n_days - 1), 0, FALSE };

      if (!entry->all_day || entry->first_day >= first + n_days || entry->last_day < first)
        continue;
      g_array_append_val (places, place);
      g_array_append_val (which, i);
    }
  self->n_chips = self->n_lines = 0;
  g_array_set_size (self->pieces, 0);
  loft_month_layout ((LoftMonthPlace *) places->data, places->len, MOST_LINES, hidden);
  for (guint i = 0; i < places->len; i++)
    {
      const LoftMonthPlace *place = &g_array_index (places, LoftMonthPlace, i);

      if (!place->hidden)
        add_piece (self,
                   &g_array_index (entries, LoftCalendarEntry, g_array_index (which, guint, i)),
                   place);
      self->n_lines = place->hidden ? MOST_LINES : MAX (self->n_lines, place->line + 1);
    }
  for (guint i = self->n_chips; i < self->chips->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->chips, i), FALSE);
  show_hidden (self, hidden);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Size */

static void
loft_week_head_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftWeekHead *self = LOFT_WEEK_HEAD (widget);
  int line = loft_event_chip_get_line_height (widget) + 1;

  *minimum = *natural = 200;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = names_height (self) + (int) MAX (self->n_lines, 1) * line + 4;
}

static void
loft_week_head_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftWeekHead *self = LOFT_WEEK_HEAD (widget);
  int line = loft_event_chip_get_line_height (widget);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = &g_array_index (self->pieces, Piece, i);
      GdkRectangle area;

      get_area (self, piece->place.first, piece->place.last, &area);
      area.x += 2;
      area.width = MAX (area.width - 5, 1);
      area.y = names_height (self) + (int) piece->place.line * (line + 1);
      area.height = line;
      gtk_widget_size_allocate (piece->chip, &area, -1);
    }
  for (int i = 0; i < loft_week_view_get_n_days (self->view); i++)
    {
      GdkRectangle area;

      get_area (self, i, i, &area);
      area.y = names_height (self) + (MOST_LINES - 1) * (line + 1);
      area.height = line;
      if (gtk_widget_get_visible (self->more[i]))
        gtk_widget_size_allocate (self->more[i], &area, -1);
    }
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

/* Drawing */

static void
append_words (LoftWeekHead *self, GtkSnapshot *snapshot, const char *text, double scale,
              PangoWeight weight, const GdkRectangle *area, const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width = 0, height = 0;

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (area->x + (area->width - width) / 2,
                                                          area->y + (area->height - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
append_circle (GtkSnapshot *snapshot, const GdkRectangle *area, const GdkRGBA *color)
{
  int size = MIN (area->height + 2, area->width);
  graphene_rect_t square = GRAPHENE_RECT_INIT (area->x + (area->width - size) / 2,
                                               area->y + (area->height - size) / 2, size, size);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &square, size / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, color, &square);
  gtk_snapshot_pop (snapshot);
}

static void
append_day (LoftWeekHead *self, GtkSnapshot *snapshot, int index, const GdkRGBA *text)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self->view);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  gint64 day = loft_week_view_get_first_day (self->view) + index;
  gboolean today = day == loft_wall_get_day (loft_calendar_view_get_now (view));
  int line = loft_event_chip_get_line_height (GTK_WIDGET (self)) + 1;
  g_autofree char *name = loft_wall_format (day * LOFT_WALL_DAY, "%a");
  g_autofree char *number = loft_wall_format (day * LOFT_WALL_DAY, "%-d");
  GdkRGBA dim = *text, accent = *text, accent_text = *text;
  GdkRectangle area;

  dim.alpha *= 0.6f;
  get_area (self, index, index, &area);
  area.y = 2;
  area.height = line - 4;
  append_words (self, snapshot, name, 0.8, PANGO_WEIGHT_SEMIBOLD, &area, &dim);
  gtk_style_context_lookup_color (style, "accent_bg_color", &accent);
  gtk_style_context_lookup_color (style, "accent_fg_color", &accent_text);
  area.y = line - 2;
  area.height = line + 2;
  if (today)
    append_circle (snapshot, &area, &accent);
  append_words (self, snapshot, number, 1.1, today ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, &area,
                today ? &accent_text : text);
}

/* Above the hours of both, where there are two. */
static void
append_zone_names (LoftWeekHead *self, GtkSnapshot *snapshot, const GdkRGBA *text)
{
  const char *names[] = { loft_week_view_get_second_zone (self->view), "" };
  gint64 day = loft_week_view_get_first_day (self->view);
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int half = loft_week_view_get_gutter (self->view) / 2;
  GdkRGBA dim = *text;

  dim.alpha *= 0.55f;
  for (guint i = 0; i < G_N_ELEMENTS (names) && *names[0] != '\0'; i++)
    {
      g_autoptr (GTimeZone) zone = loft_zone_list_open (names[i]);
      int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_STANDARD, day * LOFT_WALL_DAY);
      int x =
        mirrored ? gtk_widget_get_width (GTK_WIDGET (self)) - (int) (i + 1) * half : (int) i * half;
      GdkRectangle area = { x, names_height (self) - 16, half, 16 };

      append_words (self, snapshot, g_time_zone_get_abbreviation (zone, MAX (interval, 0)), 0.75,
                    PANGO_WEIGHT_NORMAL, &area, &dim);
    }
}

static void
loft_week_head_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LoftWeekHead *self = LOFT_WEEK_HEAD (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  int height = gtk_widget_get_height (widget);
  GdkRGBA text, line;

  gtk_style_context_get_color (style, &text);
  line = text;
  gtk_style_context_lookup_color (style, "borders", &line);
  for (int i = 0; i < loft_week_view_get_n_days (self->view); i++)
    append_day (self, snapshot, i, &text);
  append_zone_names (self, snapshot, &text);
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (0, height - 1, gtk_widget_get_width (widget), 1));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_snapshot_child (widget, child, snapshot);
}

/* What a person does */

static void
on_begin (GtkGestureDrag *drag, double x, double y, LoftWeekHead *self)
{
  GtkWidget *found = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  g_clear_object (&self->dragged);
  if (found != GTK_WIDGET (self) && !LOFT_IS_EVENT_CHIP (found))
    gtk_gesture_set_state (GTK_GESTURE (drag), GTK_EVENT_SEQUENCE_DENIED);
  if (LOFT_IS_EVENT_CHIP (found))
    self->dragged = LOFT_EVENT_CHIP (g_object_ref (found));
}

static void
click (LoftWeekHead *self, int index, double y)
{
  gint64 day = loft_week_view_get_first_day (self->view) + index;
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self->view);
  GdkRectangle area;

  if (self->dragged != NULL)
    {
      loft_calendar_view_open (view, loft_event_chip_get_item (self->dragged),
                               GTK_WIDGET (self->dragged));
      return;
    }
  if (y < names_height (self))
    {
      loft_calendar_view_show_day (view, day);
      return;
    }
  get_area (self, index, index, &area);
  loft_calendar_view_create (view, day * LOFT_WALL_DAY, (day + 1) * LOFT_WALL_DAY, TRUE, &area);
}

/* Below the head it is let go among the hours: then it lasts one. */
static void
drop (LoftWeekHead *self, int from, int to, double y, gboolean copy)
{
  const LoftCalendarEntry *entry = loft_event_chip_get_entry (self->dragged);
  g_autoptr (LoftOccurrenceItem) item = g_object_ref (loft_event_chip_get_item (self->dragged));
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self->view);
  gint64 by = (gint64) (to - from) * LOFT_WALL_DAY;
  gint64 at = 0;

  if (!loft_calendar_item_get_writable (loft_occurrence_item_get_calendar (item)))
    return;
  if (y > gtk_widget_get_height (GTK_WIDGET (self)))
    {
      at = (loft_week_view_get_first_day (self->view) + to) * LOFT_WALL_DAY +
           loft_week_view_find_seconds (self->view, GTK_WIDGET (self), y);
      loft_calendar_view_move (view, item, copy, FALSE, at, at + 3600);
    }
  else if (by != 0 || copy)
    loft_calendar_view_move (view, item, copy, loft_occurrence_item_get (item)->all_day,
                             entry->start + by, entry->end + by);
}

static void
on_end (GtkGestureDrag *drag, double dx, double dy, LoftWeekHead *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));
  double x = 0, y = 0;
  int from, to;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  from = find_day (self, x);
  to = find_day (self, x + dx);
  if (from >= 0 && dx * dx + dy * dy < THRESHOLD * THRESHOLD)
    click (self, from, y);
  else if (from >= 0 && to >= 0 && self->dragged != NULL)
    drop (self, from, to, y + dy, (state & GDK_CONTROL_MASK) != 0);
  g_clear_object (&self->dragged);
}

static void
loft_week_head_dispose (GObject *object)
{
  LoftWeekHead *self = LOFT_WEEK_HEAD (object);

  g_clear_object (&self->dragged);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_ptr_array_set_size (self->chips, 0);
  for (int i = 0; i < LOFT_MONTH_DAYS; i++)
    g_clear_pointer (&self->more[i], gtk_widget_unparent);
  G_OBJECT_CLASS (loft_week_head_parent_class)->dispose (object);
}

static void
loft_week_head_finalize (GObject *object)
{
  g_array_unref (LOFT_WEEK_HEAD (object)->pieces);
  g_ptr_array_unref (LOFT_WEEK_HEAD (object)->chips);
  G_OBJECT_CLASS (loft_week_head_parent_class)->finalize (object);
}

static void
loft_week_head_class_init (LoftWeekHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_week_head_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_week_head_finalize;
  widget_class->measure = loft_week_head_measure;
  widget_class->size_allocate = loft_week_head_size_allocate;
  widget_class->snapshot = loft_week_head_snapshot;
  gtk_widget_class_set_css_name (widget_class, "weekhead");
}

static void
loft_week_head_init (LoftWeekHead *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  self->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  for (int i = 0; i < LOFT_MONTH_DAYS; i++)
    add_more_button (self, i);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_begin), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
loft_week_head_new (LoftWeekView *view)
{
  LoftWeekHead *self = g_object_new (LOFT_TYPE_WEEK_HEAD, NULL);

  self->view = view;
  return GTK_WIDGET (self);
}
