/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-calendar-view.h"

#include "config.h"
#include "loft-clock.h"
#include "loft-event-chip.h"
#include "loft-wall.h"

#include <glib/gi18n.h>

typedef struct {
  GListModel *events;
  GArray *entries;
  gboolean entries_valid;
  GTimeZone *zone;
  gint64 day;
  LoftOccurrenceItem *selected;
  LoftOccurrenceItem *followed; /* (nullable) to get the focus when another item is in its place */
  guint minute_source;
  guint update_source;
} LoftCalendarViewPrivate;

enum { DAY_CHOSEN, OPEN, CREATE, MOVE, SHOW_DAY, MOVING, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (LoftCalendarView, loft_calendar_view, GTK_TYPE_WIDGET)

#define PRIVATE(self)    loft_calendar_view_get_instance_private (self)
#define VIEW_CLASS(self) LOFT_CALENDAR_VIEW_GET_CLASS (self)

static LoftEventChip *
find_chip (GtkWidget *root, LoftOccurrenceItem *item)
{
  LoftEventChip *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      if (LOFT_IS_EVENT_CHIP (child) &&
          loft_occurrence_item_is_same (loft_event_chip_get_item (LOFT_EVENT_CHIP (child)), item))
        return LOFT_EVENT_CHIP (child);
      found = find_chip (child, item);
    }
  return found;
}

static void
focus_followed (LoftCalendarView *self)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);
  LoftEventChip *chip =
    priv->followed != NULL ? find_chip (GTK_WIDGET (self), priv->followed) : NULL;

  if (chip == NULL || loft_event_chip_get_item (chip) == priv->followed)
    return;
  g_clear_object (&priv->followed);
  gtk_widget_grab_focus (GTK_WIDGET (chip));
}

static gboolean
update_now (gpointer data)
{
  LoftCalendarViewPrivate *priv = PRIVATE (data);

  priv->update_source = 0;
  VIEW_CLASS (data)->update (data);
  focus_followed (data);
  return G_SOURCE_REMOVE;
}

/* Once for many changes, before the next frame. */
static void
queue_update (LoftCalendarView *self)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  if (priv->update_source == 0)
    priv->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_now, self, NULL);
}

static void
on_events_changed (LoftCalendarView *self)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  priv->entries_valid = FALSE;
  g_array_set_size (priv->entries, 0);
  queue_update (self);
}

void
loft_calendar_view_set_events (LoftCalendarView *self, GListModel *events)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  if (priv->events == events)
    return;
  if (priv->events != NULL)
    g_signal_handlers_disconnect_by_func (priv->events, on_events_changed, self);
  g_set_object (&priv->events, events);
  if (events != NULL)
    g_signal_connect_swapped (events, "items-changed", G_CALLBACK (on_events_changed), self);
  on_events_changed (self);
}

static int
compare_entries (gconstpointer first, gconstpointer second, gpointer zone)
{
  const LoftCalendarEntry *a = first, *b = second;

  if (a->all_day != b->all_day)
    return a->all_day ? -1 : 1;
  if (a->all_day && a->first_day != b->first_day)
    return a->first_day < b->first_day ? -1 : 1;
  if (a->all_day && a->last_day != b->last_day)
    return a->last_day > b->last_day ? -1 : 1;
  return loft_occurrence_compare (loft_occurrence_item_get (a->item),
                                  loft_occurrence_item_get (b->item), zone);
}

static void
add_entry (LoftCalendarViewPrivate *priv, LoftOccurrenceItem *item)
{
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  LoftCalendarEntry entry = { item, 0, 0, 0, 0, FALSE };

  entry.start = loft_wall_get_start (occurrence, priv->zone);
  entry.end = loft_wall_get_end (occurrence, priv->zone);
  entry.first_day = loft_wall_get_day (entry.start);
  entry.last_day = loft_wall_get_last_day (entry.start, entry.end);
  entry.all_day = occurrence->all_day || entry.end - entry.start >= LOFT_WALL_DAY;
  g_array_append_val (priv->entries, entry);
}

GArray *
loft_calendar_view_get_entries (LoftCalendarView *self)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);
  guint n = priv->events == NULL ? 0 : g_list_model_get_n_items (priv->events);

  if (priv->entries_valid)
    return priv->entries;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (priv->events, i);

      add_entry (priv, item); /* the model holds it */
    }
  g_array_sort_with_data (priv->entries, compare_entries, priv->zone);
  priv->entries_valid = TRUE;
  return priv->entries;
}

gint64
loft_calendar_view_get_day (LoftCalendarView *self)
{
  return ((LoftCalendarViewPrivate *) PRIVATE (self))->day;
}

void
loft_calendar_view_set_day (LoftCalendarView *self, gint64 day)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  if (priv->day == day)
    return;
  priv->day = day;
  queue_update (self);
}

void
loft_calendar_view_choose_day (LoftCalendarView *self, gint64 day)
{
  loft_calendar_view_set_day (self, day);
  g_signal_emit (self, signals[DAY_CHOSEN], 0, day);
}

LoftOccurrenceItem *
loft_calendar_view_get_selected (LoftCalendarView *self)
{
  return ((LoftCalendarViewPrivate *) PRIVATE (self))->selected;
}

void
loft_calendar_view_select (LoftCalendarView *self, LoftOccurrenceItem *item)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  if (g_set_object (&priv->selected, item))
    queue_update (self);
}

void
loft_calendar_view_get_range (LoftCalendarView *self, gint64 *first_day, gint64 *n_days)
{
  VIEW_CLASS (self)->get_range (self, first_day, n_days);
}

gint64
loft_calendar_view_step (LoftCalendarView *self, int direction)
{
  return VIEW_CLASS (self)->step (self, direction);
}

char *
loft_calendar_view_get_title (LoftCalendarView *self)
{
  return VIEW_CLASS (self)->get_title (self);
}

char *
loft_calendar_view_get_short_title (LoftCalendarView *self)
{
  return VIEW_CLASS (self)->get_short_title (self);
}

gint64
loft_calendar_view_get_now (LoftCalendarView *self)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  return loft_wall_from_instant (loft_clock_now (), priv->zone);
}

void
loft_calendar_view_open (LoftCalendarView *self, LoftOccurrenceItem *item, GtkWidget *shown_by)
{
  loft_calendar_view_select (self, item);
  g_signal_emit (self, signals[OPEN], 0, item, shown_by);
}

void
loft_calendar_view_create (LoftCalendarView *self, gint64 start, gint64 end, gboolean all_day,
                           const GdkRectangle *where)
{
  g_signal_emit (self, signals[CREATE], 0, start, end, all_day, where);
}

void
loft_calendar_view_move (LoftCalendarView *self, LoftOccurrenceItem *item, gboolean copy,
                         gboolean all_day, gint64 start, gint64 end)
{
  g_signal_emit (self, signals[MOVE], 0, item, copy, all_day, start, end);
}

void
loft_calendar_view_show_day (LoftCalendarView *self, gint64 day)
{
  g_signal_emit (self, signals[SHOW_DAY], 0, day);
}

void
loft_calendar_view_preview (LoftCalendarView *self, LoftOccurrenceItem *item, gint64 start,
                            gint64 end)
{
  if (VIEW_CLASS (self)->preview != NULL)
    VIEW_CLASS (self)->preview (self, item, start, end);
}

int
loft_calendar_view_get_key_step (LoftCalendarView *self)
{
  return VIEW_CLASS (self)->key_step;
}

void
loft_calendar_view_tell_moving (LoftCalendarView *self, const char *text)
{
  g_signal_emit (self, signals[MOVING], 0, text);
}

void
loft_calendar_view_follow (LoftCalendarView *self, LoftOccurrenceItem *item)
{
  g_set_object (&((LoftCalendarViewPrivate *) PRIVATE (self))->followed, item);
}

static gboolean
on_minute (gpointer self)
{
  queue_update (self);
  return G_SOURCE_CONTINUE;
}

static void
loft_calendar_view_map (GtkWidget *widget)
{
  LoftCalendarViewPrivate *priv = PRIVATE (LOFT_CALENDAR_VIEW (widget));

  GTK_WIDGET_CLASS (loft_calendar_view_parent_class)->map (widget);
  queue_update (LOFT_CALENDAR_VIEW (widget));
  priv->minute_source = g_timeout_add_seconds (60, on_minute, widget);
}

static void
loft_calendar_view_unmap (GtkWidget *widget)
{
  LoftCalendarViewPrivate *priv = PRIVATE (LOFT_CALENDAR_VIEW (widget));

  g_clear_handle_id (&priv->minute_source, g_source_remove);
  GTK_WIDGET_CLASS (loft_calendar_view_parent_class)->unmap (widget);
}

static void
loft_calendar_view_dispose (GObject *object)
{
  LoftCalendarView *self = LOFT_CALENDAR_VIEW (object);
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  if (priv->events != NULL)
    g_signal_handlers_disconnect_by_func (priv->events, on_events_changed, self);
  g_clear_object (&priv->events);
  g_clear_object (&priv->selected);
  g_clear_object (&priv->followed);
  g_clear_handle_id (&priv->minute_source, g_source_remove);
  g_clear_handle_id (&priv->update_source, g_source_remove);
  G_OBJECT_CLASS (loft_calendar_view_parent_class)->dispose (object);
}

static void
loft_calendar_view_finalize (GObject *object)
{
  LoftCalendarViewPrivate *priv = PRIVATE (LOFT_CALENDAR_VIEW (object));

  g_array_unref (priv->entries);
  g_time_zone_unref (priv->zone);
  G_OBJECT_CLASS (loft_calendar_view_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n, ...)
{
  GType types[5];
  va_list arguments;

  va_start (arguments, n);
  for (guint i = 0; i < n; i++)
    types[i] = va_arg (arguments, GType);
  va_end (arguments);
  return g_signal_newv (name, LOFT_TYPE_CALENDAR_VIEW, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                        G_TYPE_NONE, n, types);
}

static char *
make_short_title (LoftCalendarView *self)
{
  gint64 day = ((LoftCalendarViewPrivate *) PRIVATE (self))->day;

  /* Translators: a month and its year, short, as in "Nov 2026". */
  return loft_wall_format (day * LOFT_WALL_DAY, C_ ("calendar", "%Ob %Y"));
}

static void
loft_calendar_view_class_init (LoftCalendarViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_calendar_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_calendar_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = loft_calendar_view_map;
  GTK_WIDGET_CLASS (klass)->unmap = loft_calendar_view_unmap;
  klass->get_short_title = make_short_title;
  signals[DAY_CHOSEN] = new_signal ("day-chosen", 1, G_TYPE_INT64);
  signals[OPEN] = new_signal ("open", 2, LOFT_TYPE_OCCURRENCE_ITEM, GTK_TYPE_WIDGET);
  signals[CREATE] =
    new_signal ("create", 4, G_TYPE_INT64, G_TYPE_INT64, G_TYPE_BOOLEAN, GDK_TYPE_RECTANGLE);
  signals[MOVE] = new_signal ("move", 5, LOFT_TYPE_OCCURRENCE_ITEM, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN,
                              G_TYPE_INT64, G_TYPE_INT64);
  signals[SHOW_DAY] = new_signal ("show-day", 1, G_TYPE_INT64);
  signals[MOVING] = new_signal ("moving", 1, G_TYPE_STRING);
}

static void
loft_calendar_view_init (LoftCalendarView *self)
{
  LoftCalendarViewPrivate *priv = PRIVATE (self);

  priv->entries = g_array_new (FALSE, FALSE, sizeof (LoftCalendarEntry));
  priv->zone = g_time_zone_new_local ();
  priv->day = loft_wall_get_day (loft_calendar_view_get_now (self));
}
