/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-hours-grid-private.h"

#include "config.h"
#include "loft-event-text.h"

#include <glib/gi18n.h>

#define SHORTEST    (25 * 60) /* what lasts less is drawn as long */
#define NARROWEST   22 /* a card, or how many are hidden */
#define HOUR_LINES  2.3 /* lines of text an hour */
#define DAY_PADDING 1

G_DEFINE_FINAL_TYPE (LoftHoursGrid, loft_hours_grid, GTK_TYPE_WIDGET)

double
loft_hours_grid_get_hour_height (LoftHoursGrid *self)
{
  return (int) (loft_event_chip_get_line_height (GTK_WIDGET (self)) * HOUR_LINES);
}

double
loft_hours_grid_get_y (LoftHoursGrid *self, int seconds)
{
  return seconds * loft_hours_grid_get_hour_height (self) / 3600.0;
}

static double
get_day_width (LoftHoursGrid *self)
{
  return (gtk_widget_get_width (GTK_WIDGET (self)) - loft_week_view_get_gutter (self->view)) /
         (double) loft_week_view_get_n_days (self->view);
}

static gboolean
is_mirrored (LoftHoursGrid *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

gboolean
loft_hours_grid_get_area (LoftHoursGrid *self, gint64 day, gint64 start, gint64 end,
                          graphene_rect_t *area)
{
  gint64 index = day - loft_week_view_get_first_day (self->view);
  gint64 from = MAX (start - day * LOFT_WALL_DAY, 0);
  gint64 to = MIN (end - day * LOFT_WALL_DAY, LOFT_WALL_DAY);
  double width = get_day_width (self);
  double left = loft_week_view_get_gutter (self->view) + index * width;

  if (index < 0 || index >= loft_week_view_get_n_days (self->view) || from >= LOFT_WALL_DAY ||
      to < 0)
    return FALSE;
  if (is_mirrored (self))
    left = gtk_widget_get_width (GTK_WIDGET (self)) - left - width;
  *area = GRAPHENE_RECT_INIT ((float) left, (float) loft_hours_grid_get_y (self, (int) from),
                              (float) width,
                              (float) loft_hours_grid_get_y (self, (int) MAX (to - from, 0)));
  return TRUE;
}

gint64
loft_hours_grid_find_time (LoftHoursGrid *self, double x, double y)
{
  double width = get_day_width (self);
  int n_days = loft_week_view_get_n_days (self->view);
  int day, seconds;

  if (is_mirrored (self))
    x = gtk_widget_get_width (GTK_WIDGET (self)) - x;
  day =
    CLAMP ((int) ((x - loft_week_view_get_gutter (self->view)) / MAX (width, 1)), 0, n_days - 1);
  seconds = (int) (y * 3600 / loft_hours_grid_get_hour_height (self));
  return (loft_week_view_get_first_day (self->view) + day) * LOFT_WALL_DAY +
         CLAMP (seconds, 0, LOFT_WALL_DAY - 1);
}

/* Cards */

static GtkWidget *
take_chip (LoftHoursGrid *self)
{
  if (self->n_chips == self->chips->len)
    {
      GtkWidget *chip = loft_event_chip_new (LOFT_CALENDAR_VIEW (self->view));

      gtk_widget_set_parent (chip, GTK_WIDGET (self));
      g_ptr_array_add (self->chips, chip);
    }
  return g_ptr_array_index (self->chips, self->n_chips++);
}

static void
add_piece (LoftHoursGrid *self, GtkWidget *widget, int day, const LoftDayPlace *place)
{
  LoftHoursPiece piece = { widget, day, *place };

  gtk_widget_set_visible (widget, TRUE);
  g_array_append_val (self->pieces, piece);
}

static void
add_chip (LoftHoursGrid *self, const LoftCalendarEntry *entry, int day, const LoftDayPlace *place)
{
  gint64 shown = loft_week_view_get_first_day (self->view) + day;
  GtkWidget *chip = take_chip (self);

  loft_event_chip_set (LOFT_EVENT_CHIP (chip), entry, LOFT_CHIP_CARD,
                       entry->first_day<shown, entry->last_day> shown);
  add_piece (self, chip, day, place);
}

static void
add_more (LoftHoursGrid *self, int day, const LoftDayMore *more)
{
  gint64 midnight = (loft_week_view_get_first_day (self->view) + day) * LOFT_WALL_DAY;
  LoftDayPlace place = { more->start, more->end, more->column, more->n_columns, 1, FALSE, 0 };

  add_piece (self,
             loft_hours_grid_take_more (self, midnight + more->start, midnight + more->end,
                                        more->n_hidden),
             day, &place);
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer places)
{
  const LoftDayPlace *first = &g_array_index ((GArray *) places, LoftDayPlace, *(const guint *) a);
  const LoftDayPlace *second = &g_array_index ((GArray *) places, LoftDayPlace, *(const guint *) b);

  if (first->start != second->start)
    return first->start - second->start;
  return second->end - first->end;
}

static void
sort_places (GArray *places, GArray *which)
{
  g_autoptr (GArray) order = g_array_sized_new (FALSE, FALSE, sizeof (guint), places->len);
  g_autoptr (GArray) old_places = g_array_copy (places);
  g_autoptr (GArray) old_which = g_array_copy (which);

  for (guint i = 0; i < places->len; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_places, old_places);
  for (guint i = 0; i < order->len; i++)
    {
      guint from = g_array_index (order, guint, i);

      g_array_index (places, LoftDayPlace, i) = g_array_index (old_places, LoftDayPlace, from);
      g_array_index (which, guint, i) = g_array_index (old_which, guint, from);
    }
}

static guint
count_columns (LoftHoursGrid *self)
{
  return (guint) MAX (2, get_day_width (self) / NARROWEST);
}

static void
lay_out_day (LoftHoursGrid *self, GArray *entries, int day)
{
  gint64 shown = loft_week_view_get_first_day (self->view) + day;
  g_autoptr (GArray) places = g_array_new (FALSE, TRUE, sizeof (LoftDayPlace));
  g_autoptr (GArray) which = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) more = g_array_new (FALSE, FALSE, sizeof (LoftDayMore));

  for (guint i = 0; i < entries->len; i++)
    {
      const LoftCalendarEntry *entry = &g_array_index (entries, LoftCalendarEntry, i);
      LoftDayPlace place = { 0 };

      if (entry->all_day || entry->first_day > shown || entry->last_day < shown)
        continue;
      place.start = (int) MAX (entry->start - shown * LOFT_WALL_DAY, 0);
      place.end = (int) MIN (entry->end - shown * LOFT_WALL_DAY, LOFT_WALL_DAY);
      place.end = MAX (place.end, place.start + SHORTEST);
      g_array_append_val (places, place);
      g_array_append_val (which, i);
    }
  sort_places (places, which);
  loft_day_layout ((LoftDayPlace *) places->data, places->len, self->max_columns, more);
  for (guint i = 0; i < places->len; i++)
    {
      const LoftDayPlace *place = &g_array_index (places, LoftDayPlace, i);

      if (!place->hidden)
        add_chip (self,
                  &g_array_index (entries, LoftCalendarEntry, g_array_index (which, guint, i)), day,
                  place);
    }
  for (guint i = 0; i < more->len; i++)
    add_more (self, day, &g_array_index (more, LoftDayMore, i));
}

void
loft_hours_grid_update (LoftHoursGrid *self)
{
  GArray *entries = loft_calendar_view_get_entries (LOFT_CALENDAR_VIEW (self->view));
  gint64 today = loft_wall_get_day (loft_calendar_view_get_now (LOFT_CALENDAR_VIEW (self->view)));
  gint64 day = loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self->view));
  g_autofree char *name = NULL;

  if (loft_wall_get_day (self->cursor) != day)
    self->cursor = day * LOFT_WALL_DAY + loft_wall_get_seconds (self->cursor);
  self->n_chips = self->n_more = 0;
  self->max_columns = count_columns (self);
  g_array_set_size (self->pieces, 0);
  for (int i = 0; i < loft_week_view_get_n_days (self->view); i++)
    lay_out_day (self, entries, i);
  for (guint i = self->n_chips; i < self->chips->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->chips, i), FALSE);
  for (guint i = self->n_more; i < self->more->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->more, i), FALSE);
  name = loft_event_text_when (self->cursor, self->cursor + LOFT_HOURS_SLOT, FALSE, today);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
place_piece (LoftHoursGrid *self, const LoftHoursPiece *piece)
{
  gint64 day = loft_week_view_get_first_day (self->view) + piece->day;
  double column = (get_day_width (self) - 2 * DAY_PADDING - 4) / MAX (piece->place.n_columns, 1);
  double left = DAY_PADDING + 1 + piece->place.column * column;
  double width = piece->place.span * column - 1;
  graphene_rect_t area;
  GtkAllocation allocation;

  if (!loft_hours_grid_get_area (self, day, day * LOFT_WALL_DAY + piece->place.start,
                                 day * LOFT_WALL_DAY + piece->place.end, &area))
    return;
  if (is_mirrored (self))
    left = area.size.width - left - width;
  allocation.x = (int) (area.origin.x + left);
  allocation.y = (int) area.origin.y + 1;
  allocation.width = MAX ((int) width, 1);
  allocation.height = MAX ((int) area.size.height - 2, 1);
  gtk_widget_size_allocate (piece->widget, &allocation, -1);
}

/* Another width has room for another number of columns. Not while sizes are given. */
static gboolean
relayout (gpointer data)
{
  LoftHoursGrid *self = data;

  self->relayout_source = 0;
  loft_hours_grid_update (self);
  return G_SOURCE_REMOVE;
}

static void
loft_hours_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftHoursGrid *self = LOFT_HOURS_GRID (widget);

  for (guint i = 0; i < self->pieces->len; i++)
    place_piece (self, &g_array_index (self->pieces, LoftHoursPiece, i));
  if (self->max_columns != count_columns (self) && self->relayout_source == 0)
    self->relayout_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, relayout, self, NULL);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
loft_hours_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 200;
  else
    *minimum = *natural = (int) (24 * loft_hours_grid_get_hour_height (LOFT_HOURS_GRID (widget)));
}

/* All of the grid is never seen: a card that gets the focus is scrolled to, the grid itself is not. */
static void
loft_hours_grid_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  LoftHoursGrid *self = LOFT_HOURS_GRID (widget);
  gint64 start = -1;

  GTK_WIDGET_CLASS (loft_hours_grid_parent_class)->set_focus_child (widget, child);
  if (child == NULL)
    return;
  start = LOFT_IS_EVENT_CHIP (child) ? loft_event_chip_get_entry (LOFT_EVENT_CHIP (child))->start
                                     : loft_hours_grid_get_more_start (child);
  if (start >= 0)
    loft_week_view_reveal (self->view, loft_wall_get_seconds (start));
}

static void
loft_hours_grid_dispose (GObject *object)
{
  LoftHoursGrid *self = LOFT_HOURS_GRID (object);

  g_clear_handle_id (&self->relayout_source, g_source_remove);
  g_clear_object (&self->dragged);
  loft_hours_grid_forget_popover (self);
  g_ptr_array_set_size (self->chips, 0);
  g_ptr_array_set_size (self->more, 0);
  G_OBJECT_CLASS (loft_hours_grid_parent_class)->dispose (object);
}

static void
loft_hours_grid_finalize (GObject *object)
{
  LoftHoursGrid *self = LOFT_HOURS_GRID (object);

  g_array_unref (self->pieces);
  g_ptr_array_unref (self->chips);
  g_ptr_array_unref (self->more);
  G_OBJECT_CLASS (loft_hours_grid_parent_class)->finalize (object);
}

static void
loft_hours_grid_class_init (LoftHoursGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_hours_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_hours_grid_finalize;
  widget_class->measure = loft_hours_grid_measure;
  widget_class->size_allocate = loft_hours_grid_size_allocate;
  widget_class->snapshot = loft_hours_grid_snapshot;
  widget_class->set_focus_child = loft_hours_grid_set_focus_child;
  gtk_widget_class_set_css_name (widget_class, "hoursgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
loft_hours_grid_init (LoftHoursGrid *self)
{
  self->pieces = g_array_new (FALSE, FALSE, sizeof (LoftHoursPiece));
  self->chips = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->more = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->cursor = 9 * 3600;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  loft_hours_grid_add_controllers (self);
}

GtkWidget *
loft_hours_grid_new (LoftWeekView *view)
{
  LoftHoursGrid *self = g_object_new (LOFT_TYPE_HOURS_GRID, NULL);

  self->view = view;
  return GTK_WIDGET (self);
}
