/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-event-finder.h"

#include "loft-clock.h"
#include "loft-wall.h"

#include <gtk/gtk.h>
#include <string.h>

#define YEAR   (366 * (gint64) LOFT_WALL_DAY)
#define BEFORE (2 * YEAR)
#define AFTER  (3 * YEAR)

struct _LoftEventFinder {
  GObject parent_instance;

  LoftCalendarActions *actions;
  GTimeZone *zone;
  GListModel *events; /* (nullable) since it began */
  GtkFilterListModel *found;
  GtkCustomFilter *filter;
  char **words; /* folded */
  GHashTable
    *next; /* (nullable) LoftOccurrenceItem (borrowed): the one of its series to be shown */
};

G_DEFINE_FINAL_TYPE (LoftEventFinder, loft_event_finder, G_TYPE_OBJECT)

static guint changed;

/* What fits */

static gint64
end_of (LoftEventFinder *self, LoftOccurrenceItem *item)
{
  return loft_occurrence_get_end (loft_occurrence_item_get (item), self->zone);
}

/* The first that is not over, else the last; the list is in the order of time. */
static void
choose_of_series (LoftEventFinder *self)
{
  g_autoptr (GHashTable) by_uid = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 now = loft_clock_now ();
  GHashTableIter iter;
  gpointer item = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (self->events); i++)
    {
      g_autoptr (LoftOccurrenceItem) each = g_list_model_get_item (self->events, i);
      const LoftOccurrence *occurrence = loft_occurrence_item_get (each);
      LoftOccurrenceItem *known = NULL;

      if (!occurrence->is_recurring)
        continue;
      known = g_hash_table_lookup (by_uid, occurrence->uid);
      if (known == NULL || end_of (self, known) < now)
        g_hash_table_replace (by_uid, occurrence->uid, each);
    }
  self->next = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, by_uid);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_hash_table_add (self->next, item);
}

static gboolean
fits (gpointer item, gpointer data)
{
  LoftEventFinder *self = data;
  const LoftOccurrence *occurrence = loft_occurrence_item_get (item);
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (!loft_event_finder_is_asked (self))
    return FALSE;
  if (self->next == NULL)
    choose_of_series (self);
  if (occurrence->is_recurring && !g_hash_table_contains (self->next, item))
    return FALSE;
  text = g_strjoin ("\n", occurrence->summary, occurrence->location, occurrence->categories, NULL);
  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; self->words[i] != NULL; i++)
    {
      if (strstr (folded, self->words[i]) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* What is asked for */

static void
tell (LoftEventFinder *self)
{
  g_signal_emit (self, changed, 0);
}

static void
on_events_changed (LoftEventFinder *self)
{
  g_clear_pointer (&self->next, g_hash_table_unref);
}

/* Not every model of events tells when it is loaded; one that does not is filled soon. */
static gboolean
tells_loaded (GListModel *events)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (events), "loaded") != NULL;
}

void
loft_event_finder_begin (LoftEventFinder *self)
{
  gint64 now = loft_clock_now ();

  if (self->events != NULL)
    return;
  self->events = loft_calendar_actions_list_events (self->actions, now - BEFORE, now + AFTER);
  g_signal_connect_object (self->events, "items-changed", G_CALLBACK (on_events_changed), self,
                           G_CONNECT_SWAPPED);
  if (tells_loaded (self->events))
    g_signal_connect_object (self->events, "notify::loaded", G_CALLBACK (tell), self,
                             G_CONNECT_SWAPPED);
  gtk_filter_list_model_set_model (self->found, self->events);
}

void
loft_event_finder_set_words (LoftEventFinder *self, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        g_strv_builder_add (kept, words[i]);
    }
  g_strfreev (self->words);
  self->words = g_strv_builder_end (kept);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  tell (self);
}

gboolean
loft_event_finder_is_asked (LoftEventFinder *self)
{
  return self->words != NULL && self->words[0] != NULL;
}

gboolean
loft_event_finder_is_searching (LoftEventFinder *self)
{
  gboolean loaded = TRUE;

  if (!loft_event_finder_is_asked (self))
    return FALSE;
  if (self->events != NULL && tells_loaded (self->events))
    g_object_get (self->events, "loaded", &loaded, NULL);
  return !loaded || gtk_filter_list_model_get_pending (self->found) > 0;
}

/* What was found */

GListModel *
loft_event_finder_get_found (LoftEventFinder *self)
{
  return G_LIST_MODEL (self->found);
}

GPtrArray *
loft_event_finder_list_nearest (LoftEventFinder *self, guint max)
{
  GListModel *found = G_LIST_MODEL (self->found);
  GPtrArray *nearest = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (found);
  gint64 now = loft_clock_now ();

  for (guint i = 0; i < n && nearest->len < max; i++)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (found, i);

      if (end_of (self, item) > now)
        g_ptr_array_add (nearest, g_steal_pointer (&item));
    }
  for (guint i = n; i > 0 && nearest->len < max; i--)
    {
      g_autoptr (LoftOccurrenceItem) item = g_list_model_get_item (found, i - 1);

      if (end_of (self, item) <= now)
        g_ptr_array_add (nearest, g_steal_pointer (&item));
    }
  return nearest;
}

static void
loft_event_finder_dispose (GObject *object)
{
  LoftEventFinder *self = LOFT_EVENT_FINDER (object);

  if (self->found != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->found, self);
      gtk_filter_list_model_set_model (self->found, NULL);
    }
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->events);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (loft_event_finder_parent_class)->dispose (object);
}

static void
loft_event_finder_finalize (GObject *object)
{
  LoftEventFinder *self = LOFT_EVENT_FINDER (object);

  g_strfreev (self->words);
  g_clear_pointer (&self->next, g_hash_table_unref);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_event_finder_parent_class)->finalize (object);
}

static void
loft_event_finder_class_init (LoftEventFinderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_event_finder_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_event_finder_finalize;
  changed = g_signal_new ("changed", LOFT_TYPE_EVENT_FINDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
loft_event_finder_init (LoftEventFinder *self)
{
  self->zone = g_time_zone_new_local ();
  self->filter = gtk_custom_filter_new (fits, self, NULL);
  self->found = gtk_filter_list_model_new (NULL, g_object_ref (GTK_FILTER (self->filter)));
  gtk_filter_list_model_set_incremental (self->found, TRUE);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "notify::pending", G_CALLBACK (tell), self,
                           G_CONNECT_SWAPPED);
}

LoftEventFinder *
loft_event_finder_new (LoftCalendarActions *actions)
{
  LoftEventFinder *self = g_object_new (LOFT_TYPE_EVENT_FINDER, NULL);

  self->actions = g_object_ref (actions);
  return self;
}
