/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-week-view.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-event-text.h"
#include "loft-hours-grid.h"
#include "loft-settings.h"
#include "loft-wall.h"
#include "loft-week-head.h"

#include <glib/gi18n.h>

#define SMALL_DAYS  3
#define SMALL_BELOW 60 /* a day */
#define WORK_DAYS   5

struct _LoftWeekView {
  LoftCalendarView parent_instance;

  GtkWidget *head;
  GtkWidget *scrolled;
  GtkWidget *grid;
  int n_days;
  gboolean small; /* three days instead of more */
  gboolean scrolled_once;
  const char *second_zone; /* interned; "" none */
  guint relayout_source;
};

G_DEFINE_FINAL_TYPE (LoftWeekView, loft_week_view, LOFT_TYPE_CALENDAR_VIEW)

int
loft_week_view_get_n_days (LoftWeekView *self)
{
  return self->small ? MIN (SMALL_DAYS, self->n_days) : self->n_days;
}

gint64
loft_week_view_get_first_day (LoftWeekView *self)
{
  gint64 day = loft_calendar_view_get_day (LOFT_CALENDAR_VIEW (self));

  if (self->n_days == 1)
    return day;
  if (self->small)
    return day - ((day % SMALL_DAYS) + SMALL_DAYS) % SMALL_DAYS;
  /* The days that are worked on begin with Monday wherever the week begins. */
  return loft_wall_day_begin_week (day, self->n_days == WORK_DAYS ? 1 : loft_date_first_weekday ());
}

const char *
loft_week_view_get_second_zone (LoftWeekView *self)
{
  return self->small ? "" : self->second_zone;
}

int
loft_week_view_get_gutter (LoftWeekView *self)
{
  g_autofree char *widest = loft_event_text_clock (22 * 3600);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), widest);
  int width = 0;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return *loft_week_view_get_second_zone (self) != '\0' ? 2 * width + 12 : width + 10;
}

gboolean
loft_week_view_is_in_head (LoftWeekView *self, GtkWidget *inside, double x, double y)
{
  double there_x = 0, there_y = 0;

  return gtk_widget_translate_coordinates (inside, self->head, x, y, &there_x, &there_y) &&
         there_y < gtk_widget_get_height (self->head);
}

int
loft_week_view_find_seconds (LoftWeekView *self, GtkWidget *inside, double y)
{
  double x = 0, there_y = 0;
  double hour = loft_hours_grid_get_y (LOFT_HOURS_GRID (self->grid), 3600);
  int seconds;

  gtk_widget_translate_coordinates (inside, self->grid, 0, y, &x, &there_y);
  seconds = (int) (there_y * 3600 / MAX (hour, 1));
  return CLAMP (seconds / 900 * 900, 0, LOFT_WALL_DAY - 900);
}

void
loft_week_view_reveal (LoftWeekView *self, int seconds)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  double top = loft_hours_grid_get_y (LOFT_HOURS_GRID (self->grid), seconds);
  double bottom = loft_hours_grid_get_y (LOFT_HOURS_GRID (self->grid), seconds + 3600);

  gtk_adjustment_clamp_page (adjustment, top, bottom);
}

/* To when work begins, or to now where that is earlier. */
static void
scroll_to_work (LoftWeekView *self)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  int hour = loft_settings_get_int (LOFT_SETTING_FIRST_HOUR, 8);
  double y = loft_hours_grid_get_y (LOFT_HOURS_GRID (self->grid), hour * 3600 - 1200);

  if (self->scrolled_once || gtk_adjustment_get_upper (adjustment) <= 1)
    return;
  self->scrolled_once = TRUE;
  gtk_adjustment_set_value (adjustment, MAX (y, 0));
}

static void
loft_week_view_update (LoftCalendarView *view)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (view);

  loft_week_head_update (LOFT_WEEK_HEAD (self->head));
  loft_hours_grid_update (LOFT_HOURS_GRID (self->grid));
}

static gboolean
relayout (gpointer data)
{
  LoftWeekView *self = data;

  self->relayout_source = 0;
  scroll_to_work (self);
  /* Other days may be shown now. */
  loft_calendar_view_choose_day (data, loft_calendar_view_get_day (data));
  loft_week_view_update (data);
  return G_SOURCE_REMOVE;
}

static void
loft_week_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (widget);
  int head = 0;
  gboolean small = self->n_days > SMALL_DAYS &&
                   (width - loft_week_view_get_gutter (self)) / self->n_days < SMALL_BELOW;
  GtkAllocation area = { 0, 0, width, 0 };

  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, &head, NULL, NULL, NULL);
  area.height = MIN (head, height);
  gtk_widget_size_allocate (self->head, &area, -1);
  area.y = area.height;
  area.height = MAX (height - area.height, 1);
  gtk_widget_size_allocate (self->scrolled, &area, -1);
  if ((small == self->small && self->scrolled_once) || self->relayout_source != 0)
    return;
  self->small = small;
  self->relayout_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, relayout, self, NULL);
}

static void
loft_week_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (widget);
  int head = 0;

  gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, -1, &head, NULL, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 210 : head + 60;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 700 : head + 500;
}

static void
loft_week_view_get_range (LoftCalendarView *view, gint64 *first_day, gint64 *n_days)
{
  *first_day = loft_week_view_get_first_day (LOFT_WEEK_VIEW (view));
  *n_days = loft_week_view_get_n_days (LOFT_WEEK_VIEW (view));
}

static void
loft_week_view_preview (LoftCalendarView *view, LoftOccurrenceItem *item, gint64 start, gint64 end)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (view);

  loft_hours_grid_preview (LOFT_HOURS_GRID (self->grid), item != NULL, start, end);
  if (item != NULL && !loft_occurrence_item_get (item)->all_day)
    loft_week_view_reveal (self, loft_wall_get_seconds (start));
}

static gint64
loft_week_view_step (LoftCalendarView *view, int direction)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (view);
  int days = self->small ? SMALL_DAYS : self->n_days == 1 ? 1 : 7;

  return loft_calendar_view_get_day (view) + direction * days;
}

static char *
loft_week_view_get_title (LoftCalendarView *view)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (view);
  gint64 first = loft_week_view_get_first_day (self);
  gint64 last = first + loft_week_view_get_n_days (self) - 1;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (first == last)
    /* Translators: a day, short, as in "Tue 24 November 2026". */
    return loft_wall_format (first * LOFT_WALL_DAY, C_ ("calendar", "%a %-d %B %Y"));
  /* Translators: a month and its year, as in "November 2026". */
  to = loft_wall_format (last * LOFT_WALL_DAY, C_ ("calendar", "%OB %Y"));
  if (loft_wall_day_begin_month (first) == loft_wall_day_begin_month (last))
    return g_steal_pointer (&to);
  /* Translators: two months of a week, as in "Nov – Dec 2026". */
  from = loft_wall_format (first * LOFT_WALL_DAY, C_ ("calendar", "%b"));
  g_free (to);
  to = loft_wall_format (last * LOFT_WALL_DAY, C_ ("calendar", "%b %Y"));
  return g_strdup_printf (C_ ("calendar", "%1$s – %2$s"), from, to);
}

static char *
loft_week_view_get_short_title (LoftCalendarView *view)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (view);
  gint64 first = loft_week_view_get_first_day (self);
  gint64 last = first + loft_week_view_get_n_days (self) - 1;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (first == last)
    /* Translators: a day, as short as can be, as in "Tue 24 Nov". */
    return loft_wall_format (first * LOFT_WALL_DAY, C_ ("calendar", "%a %-d %b"));
  if (loft_wall_day_begin_month (first) == loft_wall_day_begin_month (last))
    return loft_wall_format (last * LOFT_WALL_DAY, C_ ("calendar", "%Ob %Y"));
  from = loft_wall_format (first * LOFT_WALL_DAY, C_ ("calendar", "%b"));
  to = loft_wall_format (last * LOFT_WALL_DAY, C_ ("calendar", "%b"));
  return g_strdup_printf (C_ ("calendar", "%1$s – %2$s"), from, to);
}

static gboolean
loft_week_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (LOFT_WEEK_VIEW (widget)->grid);
}

static void
loft_week_view_dispose (GObject *object)
{
  LoftWeekView *self = LOFT_WEEK_VIEW (object);

  g_clear_handle_id (&self->relayout_source, g_source_remove);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (loft_week_view_parent_class)->dispose (object);
}

static void
loft_week_view_class_init (LoftWeekViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LoftCalendarViewClass *view_class = LOFT_CALENDAR_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_week_view_dispose;
  widget_class->measure = loft_week_view_measure;
  widget_class->size_allocate = loft_week_view_size_allocate;
  widget_class->grab_focus = loft_week_view_grab_focus;
  view_class->get_range = loft_week_view_get_range;
  view_class->step = loft_week_view_step;
  view_class->get_title = loft_week_view_get_title;
  view_class->get_short_title = loft_week_view_get_short_title;
  view_class->update = loft_week_view_update;
  view_class->preview = loft_week_view_preview;
  view_class->key_step = 15 * 60;
  gtk_widget_class_set_css_name (widget_class, "weekview");
}

static void
on_hours (LoftWeekView *self)
{
  g_autofree char *zone = loft_settings_get_string (LOFT_SETTING_SECOND_ZONE);

  self->second_zone = g_intern_string (zone);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  loft_week_view_update (LOFT_CALENDAR_VIEW (self));
}

static void
follow_settings (LoftWeekView *self)
{
  static const char *const keys[] = { LOFT_SETTING_SECOND_ZONE, LOFT_SETTING_DAY_BEGINS,
                                      LOFT_SETTING_DAY_ENDS };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    loft_settings_follow (keys[i], G_CALLBACK (on_hours), self);
  on_hours (self);
}

static void
loft_week_view_init (LoftWeekView *self)
{
  self->n_days = 7;
  self->second_zone = "";
  self->head = loft_week_head_new (self);
  self->grid = loft_hours_grid_new (self);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->grid);
  gtk_viewport_set_scroll_to_focus (
    GTK_VIEWPORT (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scrolled))), FALSE);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  follow_settings (self);
}

static GtkWidget *
new_view (int n_days)
{
  LoftWeekView *self = g_object_new (LOFT_TYPE_WEEK_VIEW, NULL);

  self->n_days = n_days;
  return GTK_WIDGET (self);
}

GtkWidget *
loft_week_view_new (void)
{
  return new_view (7);
}

GtkWidget *
loft_week_view_new_work_week (void)
{
  return new_view (WORK_DAYS);
}

GtkWidget *
loft_week_view_new_day (void)
{
  return new_view (1);
}
