/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-series-internal-private.h"

#define DAY ((gint64) 24 * 60 * 60)

typedef struct {
  LoftIcalSeries *series; /* (borrowed) */
  GHashTable *prototypes; /* LoftIcalEntry → LoftOccurrence */
  const char *const *own_addresses; /* (nullable) */
  GPtrArray *found; /* of LoftOccurrence */
  gint64 from;
  gint64 to;
  guint room;
  gboolean is_full;
} Expansion;

static gboolean
is_own (const Expansion *self, const char *address)
{
  for (guint i = 0; self->own_addresses != NULL && self->own_addresses[i] != NULL; i++)
    if (g_ascii_strcasecmp (self->own_addresses[i], address) == 0)
      return TRUE;
  return FALSE;
}

static void
set_person (const Expansion *self, LoftOccurrence *occurrence, const LoftEvent *event)
{
  occurrence->is_organizer = event->organizer != NULL && is_own (self, event->organizer->address);
  for (guint i = 0; i < event->attendees->len; i++)
    {
      const LoftAttendee *attendee = g_ptr_array_index (event->attendees, i);

      if (!is_own (self, attendee->address))
        continue;
      occurrence->partstat = attendee->partstat;
      return;
    }
}

static void
set_string (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* What all occurrences of an entry have in common. */
static LoftOccurrence *
make_prototype (const Expansion *self, const LoftIcalEntry *entry)
{
  const LoftEvent *event = entry->event;
  const LoftIcalEntry *master = self->series->master;
  LoftOccurrence *occurrence = loft_occurrence_new ();

  set_string (&occurrence->uid, event->uid);
  set_string (&occurrence->summary, event->summary);
  set_string (&occurrence->location, event->location);
  set_string (&occurrence->color, event->color);
  g_free (occurrence->join);
  occurrence->join = loft_ical_meeting_find (event);
  g_free (occurrence->categories);
  occurrence->categories = g_strjoinv (",", event->categories);
  occurrence->all_day = event->start.is_date;
  occurrence->is_wall = !loft_event_time_is_instant (&event->start);
  occurrence->zone = event->start.zone;
  occurrence->status = event->status;
  occurrence->class = event->class;
  occurrence->is_transparent = event->is_transparent;
  occurrence->is_recurring =
    event->recurrence_id.is_set ||
    (master != NULL && (master->rule != NULL || self->series->dates->len > 0));
  occurrence->has_alarm = event->alarms->len > 0;
  occurrence->has_attendees = event->attendees->len > 0;
  set_person (self, occurrence, event);
  return occurrence;
}

static LoftOccurrence *
get_prototype (Expansion *self, const LoftIcalEntry *entry)
{
  LoftOccurrence *prototype = g_hash_table_lookup (self->prototypes, entry);

  if (prototype == NULL)
    {
      prototype = make_prototype (self, entry);
      g_hash_table_insert (self->prototypes, (gpointer) entry, prototype);
    }
  return prototype;
}

static gboolean
overlaps (const Expansion *self, gint64 start, gint64 end)
{
  return start < self->to && (end > self->from || (end == start && start >= self->from));
}

static gboolean
add_occurrence (Expansion *self, const LoftIcalEntry *entry, const LoftEventTime *start, gint64 end,
                const LoftEventTime *id)
{
  LoftOccurrence *occurrence;

  if (!overlaps (self, start->at, end))
    return TRUE;
  if (self->room == 0)
    {
      self->is_full = TRUE;
      return FALSE;
    }
  self->room--;
  occurrence = loft_occurrence_copy (get_prototype (self, entry));
  occurrence->start = start->at;
  occurrence->end = MAX (end, start->at);
  if (occurrence->is_recurring)
    {
      g_free (occurrence->recurrence_id);
      occurrence->recurrence_id = loft_ical_event_time_write_id (id);
    }
  g_ptr_array_add (self->found, occurrence);
  return TRUE;
}

static LoftEventTime
make_time (const LoftIcalEntry *entry, gint64 wall)
{
  LoftIcalTime time = loft_ical_time_from_seconds (wall);
  LoftEventTime made = entry->event->start;

  time.is_utc = g_str_equal (made.zone, "UTC");
  made.wall = made.at = wall;
  if (loft_event_time_is_instant (&made) && entry->zone != NULL)
    made.at = loft_ical_zone_to_unix (entry->zone, &time);
  return made;
}

/* (nullable) The last one that begins at or before key. */
static const LoftIcalFuture *
find_future (LoftIcalSeries *self, gint64 key)
{
  guint low = 0;
  guint high = self->futures->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->futures, LoftIcalFuture, middle).key <= key)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? &g_array_index (self->futures, LoftIcalFuture, low - 1) : NULL;
}

static gboolean
expand_candidate (const LoftIcalCandidate *candidate, gpointer data)
{
  Expansion *self = data;
  LoftIcalSeries *series = self->series;
  const LoftIcalFuture *future = find_future (series, candidate->key);
  const LoftIcalEntry *entry = future != NULL ? future->entry : series->master;
  LoftEventTime id = make_time (series->master, candidate->wall);
  LoftEventTime start = make_time (entry, candidate->wall + (future != NULL ? future->shift : 0));
  gint64 end;

  if (loft_ical_series_has_key (series->changed, candidate->key) ||
      loft_ical_series_has_key (series->changed_days,
                                loft_ical_series_get_midnight (candidate->wall)))
    return TRUE;
  end = candidate->seconds >= 0 ? start.at + candidate->seconds
                                : loft_ical_entry_get_end (entry, &start).at;
  return add_occurrence (self, entry, &start, end, &id);
}

LoftEventTime
loft_ical_series_get_id (LoftIcalSeries *self, const LoftEventTime *recurrence_id)
{
  if (self->master == NULL)
    return *recurrence_id;
  return make_time (self->master,
                    recurrence_id->is_date && !self->master->event->start.is_date
                      ? recurrence_id->wall + self->master->event->start.wall -
                          loft_ical_series_get_midnight (self->master->event->start.wall)
                      : loft_ical_series_get_wall (self, recurrence_id));
}

static gboolean
expand_exceptions (Expansion *self)
{
  LoftIcalSeries *series = self->series;

  for (guint i = series->master != NULL ? 1 : 0; i < series->entries->len; i++)
    {
      const LoftIcalEntry *entry = g_ptr_array_index (series->entries, i);
      LoftEventTime id = loft_ical_series_get_id (series, &entry->event->recurrence_id);

      if (entry->event->start.is_set &&
          !add_occurrence (self, entry, &entry->event->start, entry->event->end.at, &id))
        return FALSE;
    }
  return TRUE;
}

static int
compare_occurrences (gconstpointer a, gconstpointer b)
{
  const LoftOccurrence *first = *(LoftOccurrence *const *) a;
  const LoftOccurrence *second = *(LoftOccurrence *const *) b;

  if (first->start != second->start)
    return first->start < second->start ? -1 : 1;
  return g_strcmp0 (first->recurrence_id, second->recurrence_id);
}

gboolean
loft_ical_series_expand (LoftIcalSeries *self, gint64 from, gint64 to, guint max,
                         const char *const *own_addresses, GPtrArray *occurrences)
{
  g_autoptr (GHashTable) prototypes =
    g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) loft_occurrence_unref);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  gint64 begin = MAX (from, FIRST_SECOND);
  gint64 end = MIN (to, LAST_SECOND);
  Expansion expansion = { .series = self,
                          .prototypes = prototypes,
                          .own_addresses = own_addresses,
                          .found = found,
                          .from = begin,
                          .to = end,
                          .room = max };
  gboolean all = expand_exceptions (&expansion);

  /* Walls are less than a day from UTC; a day more for what is read as before a gap. */
  all &= loft_ical_series_walk (self, begin - self->reach - 2 * DAY, end + self->reach + 2 * DAY,
                                expand_candidate, &expansion);
  g_ptr_array_sort (found, compare_occurrences);
  g_ptr_array_extend_and_steal (occurrences, g_steal_pointer (&found));
  return all && !expansion.is_full;
}

LoftIcalEntry *
loft_ical_series_get_master (LoftIcalSeries *self)
{
  return self->master;
}

static LoftIcalEntry *
find_entry (LoftIcalSeries *self, const LoftEventTime *id)
{
  gint64 key, other;

  loft_ical_series_get_key (self, id, &key);
  for (guint i = self->master != NULL ? 1 : 0; i < self->entries->len; i++)
    {
      LoftIcalEntry *entry = g_ptr_array_index (self->entries, i);
      LoftEventTime own = loft_ical_series_get_id (self, &entry->event->recurrence_id);

      loft_ical_series_get_key (self, &own, &other);
      if (other == key)
        return entry;
    }
  return NULL;
}

/* What an exception does not have: the rule of its series. */
static void
take_recurrence (LoftEvent *event, const LoftEvent *master)
{
  set_string (&event->rule, master->rule);
  g_array_unref (event->dates);
  g_array_unref (event->exceptions);
  event->dates = g_array_copy (master->dates);
  event->exceptions = g_array_copy (master->exceptions);
}

LoftEvent *
loft_ical_series_get_event (LoftIcalSeries *self, const LoftEventTime *id)
{
  LoftIcalEntry *exception = find_entry (self, id);
  const LoftIcalFuture *future;
  const LoftIcalEntry *entry;
  LoftEvent *event;
  gint64 key;

  if (exception == NULL && self->master == NULL)
    return NULL;
  loft_ical_series_get_key (self, id, &key);
  future = find_future (self, key);
  entry = exception != NULL ? exception : future != NULL ? future->entry : self->master;
  event = loft_event_copy (entry->event);
  event->recurrence_id = loft_ical_series_get_id (self, id);
  if (exception == NULL)
    {
      event->start =
        make_time (entry, event->recurrence_id.wall + (future != NULL ? future->shift : 0));
      event->end = loft_ical_entry_get_end (entry, &event->start);
    }
  if (self->master != NULL && entry != self->master)
    take_recurrence (event, self->master->event);
  return event;
}
