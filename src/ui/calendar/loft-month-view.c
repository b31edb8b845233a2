/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-month-view-private.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-event-text.h"
#include "loft-settings.h"

#include <glib/gi18n.h>

#define SMALL_DAY    68
#define SMALL_HEIGHT 44
#define WEEKS_WIDTH  30
#define OVER_NIGHT   (12 * 3600)

G_DEFINE_FINAL_TYPE (LoftMonthView, loft_month_view, LOFT_TYPE_CALENDAR_VIEW)

static int
count_weeks (gint64 day)
{
  gint64 month = loft_wall_day_begin_month (day);
  gint64 first = loft_wall_day_begin_week (month, loft_date_first_weekday ());
  gint64 end = loft_wall_day_add_months (month, 1);

  return (int) ((end - first + 6) / 7);
}

gint64
loft_month_view_get_first_day (LoftMonthView *self)
{
  gint64 month = loft_wall_day_begin_month (loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self)));

  return loft_wall_day_begin_week (month, loft_date_first_weekday ());
}

void
loft_month_view_get_shape (LoftMonthView *self, LoftMonthShape *shape)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  shape->mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  shape->line = loft_event_chip_get_line_height (widget);
  shape->small = width / 7 < SMALL_DAY;
  shape->left =
    shape->small || !loft_settings_get_boolean (LOFT_SETTING_WEEK_NUMBERS, TRUE) ? 0 : WEEKS_WIDTH;
  shape->head = shape->line + 9;
  shape->number = shape->line + 7;
  shape->day_width = (width - shape->left) / 7.0;
  shape->week_height = MAX (1.0, (height - shape->head) / (double) self->n_weeks);
  if (shape->small)
    shape->week_height = MIN (MAX (SMALL_HEIGHT, shape->number + 12), shape->week_height);
  shape->bottom = shape->head + (int) (shape->week_height * self->n_weeks);
}

gint64
loft_month_view_find_day (LoftMonthView *self, double x, double y)
{
  LoftMonthShape shape;
  int column, week;

  loft_month_view_get_shape (self, &shape);
  if (shape.mirrored)
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  if (x < shape.left || y < shape.head || y >= shape.bottom)
    return -1;
  column = CLAMP ((int) ((x - shape.left) / shape.day_width), 0, 6);
  week = CLAMP ((int) ((y - shape.head) / shape.week_height), 0, self->n_weeks - 1);
  return loft_month_view_get_first_day (self) + 7 * week + column;
}

static void
get_area (const LoftMonthShape *shape, int width, int week, int first, int last, GdkRectangle *area)
{
  int left = shape->left + (int) (first * shape->day_width);
  int right = shape->left + (int) ((last + 1) * shape->day_width);
  int top = shape->head + (int) (week * shape->week_height);

  area->x = shape->mirrored ? width - right : left;
  area->y = top;
  area->width = right - left;
  area->height = shape->head + (int) ((week + 1) * shape->week_height) - top;
}

void
loft_month_view_get_day_area (LoftMonthView *self, gint64 day, GdkRectangle *area)
{
  gint64 index = CLAMP (day - loft_month_view_get_first_day (self), 0, self->n_weeks * 7 - 1);
  LoftMonthShape shape;

  loft_month_view_get_shape (self, &shape);
  get_area (&shape, gtk_widget_get_width (GTK_WIDGET (self)), (int) (index / 7), (int) (index % 7),
            (int) (index % 7), area);
}

/* Chips */

static void
add_piece (LoftMonthView *self, GtkWidget *widget, int week, const LoftMonthPlace *place)
{
  LoftMonthPiece piece = { widget, week, place->first, place->last, place->line };

  gtk_widget_set_child_visible (widget, TRUE);
  gtk_widget_set_visible (widget, TRUE);
  g_array_append_val (self->pieces, piece);
}

static GtkWidget *
take_chip (LoftMonthView *self)
{
  if (self->n_chips == self->chips->len)
    {
      GtkWidget *chip = loft_event_chip_new (LOFT_CALENDAR_VIEW (self));

      gtk_widget_set_parent (chip, GTK_WIDGET (self));
      g_ptr_array_add (self->chips, chip);
    }
  return g_ptr_array_index (self->chips, self->n_chips++);
}

static void
on_list_open (LoftMonthView *self, LoftOccurrenceItem *item, GtkWidget *row)
{
  loft_calendar_view_open (LOFT_CALENDAR_VIEW (self), item, row);
}

static void
forget_popover (LoftMonthView *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
}

static void
show_more (GtkWidget *button, LoftMonthView *self)
{
  gint64 day = (gint64) (gsize) g_object_get_data (G_OBJECT (button), "day");
  GtkWidget *list = loft_day_list_new (TRUE);

  forget_popover (self);
  loft_day_list_show (LOFT_DAY_LIST (list),
                      loft_calendar_view_get_entries (LOFT_CALENDAR_VIEW (self)), day,
                      loft_wall_get_day (loft_calendar_view_get_now (LOFT_CALENDAR_VIEW (self))));
  g_signal_connect_object (list, "open", G_CALLBACK (on_list_open), self, G_CONNECT_SWAPPED);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), list);
  gtk_widget_set_parent (self->popover, button);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static GtkWidget *
take_more (LoftMonthView *self)
{
  if (self->n_more == self->more->len)
    {
      GtkWidget *button = gtk_button_new_with_label ("");

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "more-events");
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                               PANGO_ELLIPSIZE_END);
      gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
      g_signal_connect (button, "clicked", G_CALLBACK (show_more), self);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      g_ptr_array_add (self->more, button);
    }
  return g_ptr_array_index (self->more, self->n_more++);
}

static void
add_more (LoftMonthView *self, int week, int column, guint n)
{
  LoftMonthPlace place = { column, column, self->n_lines == 0 ? 0 : self->n_lines - 1, FALSE };
  GtkWidget *button = take_more (self);
  gint64 day = loft_month_view_get_first_day (self) + 7 * week + column;
  /* Translators: events of a day that there is no room for. */
  g_autofree char *text = g_strdup_printf (ngettext ("%u more", "%u more", n), n);

  gtk_button_set_label (GTK_BUTTON (button), text);
  g_object_set_data (G_OBJECT (button), "day", (gpointer) (gsize) day);
  add_piece (self, button, week, &place);
}

/* What goes over midnight, but not for long, is of the day that it begins on. */
static gint64
get_last_day (const LoftCalendarEntry *entry)
{
  return !entry->all_day && entry->end - entry->start < OVER_NIGHT ? entry->first_day
                                                                   : entry->last_day;
}

static void
add_chip (LoftMonthView *self, const LoftCalendarEntry *entry, int week,
          const LoftMonthPlace *place)
{
  gint64 first = loft_month_view_get_first_day (self) + 7 * week;
  GtkWidget *chip = take_chip (self);

  loft_event_chip_set (LOFT_EVENT_CHIP (chip), entry,
                       entry->first_day != get_last_day (entry) || entry->all_day ? LOFT_CHIP_BAR
                                                                                  : LOFT_CHIP_LINE,
                       entry->first_day<first, get_last_day (entry)> first + 6);
  add_piece (self, chip, week, place);
}

static void
lay_out_week (LoftMonthView *self, int week, GArray *entries, GArray *which, GArray *places)
{
  guint hidden[LOFT_MONTH_DAYS];

  loft_month_layout ((LoftMonthPlace *) places->data, places->len, self->n_lines, hidden);
  for (guint i = 0; i < places->len; i++)
    {
      const LoftMonthPlace *place = &g_array_index (places, LoftMonthPlace, i);

      if (!place->hidden)
        add_chip (self,
                  &g_array_index (entries, LoftCalendarEntry, g_array_index (which, guint, i)),
                  week, place);
    }
  for (int day = 0; day < LOFT_MONTH_DAYS && self->n_lines > 0; day++)
    {
      if (hidden[day] > 0)
        add_more (self, week, day, hidden[day]);
    }
}

/* Bars first, also those that begin later in the week, so that none is cut by a time. */
static void
lay_out_weeks (LoftMonthView *self)
{
  GArray *entries = loft_calendar_view_get_entries (LOFT_CALENDAR_VIEW (self));
  gint64 first = loft_month_view_get_first_day (self);
  g_autoptr (GPtrArray) which = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (int week = 0; week < self->n_weeks; week++)
    {
      g_ptr_array_add (which, g_array_new (FALSE, FALSE, sizeof (guint)));
      g_ptr_array_add (places, g_array_new (FALSE, FALSE, sizeof (LoftMonthPlace)));
    }
  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);
      gint64 from = MAX (entry->first_day - first, 0);
      gint64 to = MIN (get_last_day (entry) - first, self->n_weeks * 7 - 1);

      for (gint64 week = from / 7; from <= to && week <= to / 7; week++)
        {
          LoftMonthPlace place = { (int) MAX (from - week * 7, 0), (int) MIN (to - week * 7, 6), 0,
                                   FALSE };

          g_array_append_val ((GArray *) g_ptr_array_index (which, week), i);
          g_array_append_val ((GArray *) g_ptr_array_index (places, week), place);
        }
    }
  for (int week = 0; week < self->n_weeks; week++)
    lay_out_week (self, week, entries, g_ptr_array_index (which, week),
                  g_ptr_array_index (places, week));
}

static void
hide_rest (GPtrArray *widgets, guint n_shown)
{
  for (guint i = n_shown; i < widgets->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (widgets, i), FALSE);
}

static void
name_day (LoftMonthView *self)
{
  LoftCalendarView *view = LOFT_CALENDAR_VIEW (self);
  gint64 day = loft_calendar_view_get_day (view);
  GArray *entries = loft_calendar_view_get_entries (view);
  g_autofree char *name =
    loft_event_text_day (day, loft_wall_get_day (loft_calendar_view_get_now (view)));
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);

      n += entry->first_day <= day && day <= entry->last_day;
    }
  /* Translators: a day and how much takes place, for screen readers. */
  text = g_strdup_printf (ngettext ("%1$s, %2$u event", "%1$s, %2$u events", n), name, n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
loft_month_view_update (LoftCalendarView *view)
{
  LoftMonthView *self = LOFT_MONTH_VIEW (view);
  LoftMonthShape shape;

  self->n_weeks = count_weeks (loft_calendar_view_get_day (view));
  loft_month_view_get_shape (self, &shape);
  self->n_lines =
    shape.small ? 0 : (guint) MAX (0, (shape.week_height - shape.number - 2) / (shape.line + 1));
  self->small = shape.small;
  self->n_chips = self->n_more = 0;
  g_array_set_size (self->pieces, 0);
  if (self->n_lines > 0)
    lay_out_weeks (self);
  hide_rest (self->chips, self->n_chips);
  hide_rest (self->more, self->n_more);
  gtk_widget_set_visible (self->day_list, shape.small);
  if (shape.small)
    loft_day_list_show (LOFT_DAY_LIST (self->day_list), loft_calendar_view_get_entries (view),
                        loft_calendar_view_get_day (view),
                        loft_wall_get_day (loft_calendar_view_get_now (view)));
  name_day (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Another height has room for another number of lines. Not while sizes are given. */
static gboolean
relayout (gpointer data)
{
  LoftMonthView *self = data;

  self->relayout_source = 0;
  loft_month_view_update (data);
  return G_SOURCE_REMOVE;
}

static void
loft_month_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftMonthView *self = LOFT_MONTH_VIEW (widget);
  LoftMonthShape shape;
  guint n_lines;

  loft_month_view_get_shape (self, &shape);
  n_lines =
    shape.small ? 0 : (guint) MAX (0, (shape.week_height - shape.number - 2) / (shape.line + 1));
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const LoftMonthPiece *piece = &g_array_index (self->pieces, LoftMonthPiece, i);
      GdkRectangle area;

      get_area (&shape, width, piece->week, piece->first, piece->last, &area);
      area.x += 2;
      area.width = MAX (area.width - 5, 1);
      area.y += shape.number + (int) piece->line * (shape.line + 1);
      area.height = shape.line;
      gtk_widget_size_allocate (piece->widget, &area, -1);
    }
  if (gtk_widget_get_visible (self->day_list))
    {
      GdkRectangle below = { 0, shape.bottom, width, MAX (height - shape.bottom, 1) };

      gtk_widget_size_allocate (self->day_list, &below, -1);
    }
  if ((n_lines != self->n_lines || shape.small != self->small) && self->relayout_source == 0)
    self->relayout_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, relayout, self, NULL);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
loft_month_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  int line = loft_event_chip_get_line_height (widget);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 7 * 30 : 8 * line;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 700 : 600;
}

static void
loft_month_view_get_range (LoftCalendarView *view, gint64 *first_day, gint64 *n_days)
{
  *first_day = loft_month_view_get_first_day (LOFT_MONTH_VIEW (view));
  *n_days = 7 * count_weeks (loft_calendar_view_get_day (view));
}

/* As what a drag shows. */
static void
loft_month_view_preview (LoftCalendarView *view, LoftOccurrenceItem *item, gint64 start, gint64 end)
{
  LoftMonthView *self = LOFT_MONTH_VIEW (view);

  self->dragging = item != NULL;
  self->drag_from = loft_wall_get_day (start);
  self->drag_to = loft_wall_get_last_day (start, end);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gint64
loft_month_view_step (LoftCalendarView *view, int direction)
{
  return loft_wall_day_add_months (loft_calendar_view_get_day (view), direction);
}

static char *
loft_month_view_get_title (LoftCalendarView *view)
{
  /* Translators: a month and its year, as in "November 2026". */
  return loft_wall_format (loft_calendar_view_get_day (view) * LOFT_WALL_DAY,
                           C_ ("calendar", "%OB %Y"));
}

static void
loft_month_view_dispose (GObject *object)
{
  LoftMonthView *self = LOFT_MONTH_VIEW (object);

  g_clear_handle_id (&self->relayout_source, g_source_remove);
  forget_popover (self);
  g_ptr_array_set_size (self->chips, 0);
  g_ptr_array_set_size (self->more, 0);
  g_clear_pointer (&self->day_list, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_month_view_parent_class)->dispose (object);
}

static void
loft_month_view_finalize (GObject *object)
{
  LoftMonthView *self = LOFT_MONTH_VIEW (object);

  g_array_unref (self->pieces);
  g_ptr_array_unref (self->chips);
  g_ptr_array_unref (self->more);
  G_OBJECT_CLASS (loft_month_view_parent_class)->finalize (object);
}

static void
loft_month_view_class_init (LoftMonthViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LoftCalendarViewClass *view_class = LOFT_CALENDAR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_month_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_month_view_finalize;
  widget_class->measure = loft_month_view_measure;
  widget_class->size_allocate = loft_month_view_size_allocate;
  widget_class->snapshot = loft_month_view_snapshot;
  view_class->get_range = loft_month_view_get_range;
  view_class->step = loft_month_view_step;
  view_class->get_title = loft_month_view_get_title;
  view_class->update = loft_month_view_update;
  view_class->preview = loft_month_view_preview;
  view_class->key_step = 7 * LOFT_WALL_DAY;
  gtk_widget_class_set_css_name (widget_class, "monthview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
loft_month_view_init (LoftMonthView *self)
{
  self->pieces = g_array_new (FALSE, FALSE, sizeof (LoftMonthPiece));
  self->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->more = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->n_weeks = count_weeks (loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self)));
  self->day_list = loft_day_list_new (FALSE);
  gtk_widget_set_visible (self->day_list, FALSE);
  gtk_widget_set_parent (self->day_list, GTK_WIDGET (self));
  g_signal_connect_object (self->day_list, "open", G_CALLBACK (on_list_open), self,
                           G_CONNECT_SWAPPED);
  loft_settings_follow (LOFT_SETTING_WEEK_NUMBERS, G_CALLBACK (loft_month_view_update), self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  loft_month_view_add_controllers (self);
}

GtkWidget *
loft_month_view_new (void)
{
  return g_object_new (LOFT_TYPE_MONTH_VIEW, NULL);
}
