/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-series-internal-private.h"

#include "loft-ical-recurrence.h"

#define DAY ((gint64) 24 * 60 * 60)

/* A series of more is taken as one without end: nobody counts it for its bounds. */
#define MAX_COUNTED 20000

static GHashTable *
new_keys (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

gboolean
loft_ical_series_has_key (GHashTable *keys, gint64 key)
{
  return g_hash_table_size (keys) > 0 && g_hash_table_contains (keys, &key);
}

static gboolean
add_key (GHashTable *keys, gint64 key)
{
  return g_hash_table_add (keys, g_memdup2 (&key, sizeof key));
}

gint64
loft_ical_series_get_midnight (gint64 wall)
{
  return wall - ((wall % DAY) + DAY) % DAY;
}

gint64
loft_ical_series_get_wall (LoftIcalSeries *self, const LoftEventTime *time)
{
  if (self->master == NULL || self->master->zone == NULL || !loft_event_time_is_instant (time))
    return time->wall;
  return time->at + loft_ical_zone_get_offset (self->master->zone, time->at);
}

static gint64
get_key_of_wall (LoftIcalSeries *self, gint64 wall)
{
  LoftIcalTime time = loft_ical_time_from_seconds (wall);

  if (self->master == NULL || !loft_event_time_is_instant (&self->master->event->start))
    return wall;
  return loft_ical_zone_to_unix (self->master->zone, &time);
}

gboolean
loft_ical_series_get_key (LoftIcalSeries *self, const LoftEventTime *time, gint64 *key)
{
  const LoftEventTime *start = self->master != NULL ? &self->master->event->start : time;

  if (start->is_date)
    *key = loft_ical_series_get_midnight (loft_ical_series_get_wall (self, time));
  else if (time->is_date)
    *key = time->wall;
  else if (loft_event_time_is_instant (start) && loft_event_time_is_instant (time))
    *key = time->at;
  else
    *key = get_key_of_wall (self, time->wall);
  return time->is_date && !start->is_date;
}

static void
add_named (LoftIcalSeries *self, const LoftEventTime *time, GHashTable *keys, GHashTable *days)
{
  gint64 key;
  gboolean is_day = loft_ical_series_get_key (self, time, &key);

  add_key (is_day ? days : keys, key);
}

static void
add_date (LoftIcalSeries *self, const LoftEventTime *time, gint64 seconds)
{
  const LoftEventTime *start = &self->master->event->start;
  LoftIcalCandidate candidate = { .wall = loft_ical_series_get_wall (self, time),
                                  .seconds = seconds };

  if (start->is_date)
    candidate.wall = loft_ical_series_get_midnight (candidate.wall);
  else if (time->is_date)
    candidate.wall = time->wall + start->wall - loft_ical_series_get_midnight (start->wall);
  candidate.key =
    !time->is_date && loft_event_time_is_instant (start) && loft_event_time_is_instant (time)
      ? time->at
      : get_key_of_wall (self, candidate.wall);
  if (add_key (self->dated, candidate.key))
    g_array_append_val (self->dates, candidate);
}

static void
add_dates (LoftIcalSeries *self)
{
  const LoftIcalEntry *master = self->master;

  for (guint i = 0; i < master->periods->len; i++)
    {
      const LoftIcalPeriodDate *period = &g_array_index (master->periods, LoftIcalPeriodDate, i);

      add_date (self, &period->start, period->seconds);
    }
  for (guint i = 0; i < master->event->dates->len; i++)
    add_date (self, &g_array_index (master->event->dates, LoftEventTime, i), -1);
  for (guint i = 0; i < master->event->exceptions->len; i++)
    add_named (self, &g_array_index (master->event->exceptions, LoftEventTime, i), self->excluded,
               self->excluded_days);
}

/* At most: a day of the clock may have 25 hours. */
static gint64
get_length (const LoftIcalEntry *entry)
{
  gint64 length = entry->length.days * DAY + entry->length.seconds;

  return entry->length.days > 0 && !entry->event->start.is_date ? length + DAY : length;
}

static void
add_future (LoftIcalSeries *self, const LoftIcalEntry *entry)
{
  const LoftEvent *event = entry->event;
  LoftIcalFuture future = { .entry = entry };

  loft_ical_series_get_key (self, &event->recurrence_id, &future.key);
  future.shift = event->start.wall - loft_ical_series_get_wall (self, &event->recurrence_id);
  /* Its zone may be another one. */
  self->reach = MAX (self->reach, ABS (future.shift) + get_length (entry) + 2 * DAY);
  g_array_append_val (self->futures, future);
}

static int
compare_futures (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const LoftIcalFuture *) a)->key;
  gint64 second = ((const LoftIcalFuture *) b)->key;

  return (first > second) - (first < second);
}

static void
add_exceptions (LoftIcalSeries *self)
{
  for (guint i = 1; i < self->entries->len; i++)
    {
      const LoftIcalEntry *entry = g_ptr_array_index (self->entries, i);

      add_named (self, &entry->event->recurrence_id, self->changed, self->changed_days);
      if (entry->and_future && entry->event->start.is_set)
        add_future (self, entry);
    }
  g_array_sort (self->futures, compare_futures);
}

LoftIcalSeries *
loft_ical_series_new (GPtrArray *entries)
{
  LoftIcalSeries *self = g_new0 (LoftIcalSeries, 1);
  LoftIcalEntry *first = entries->len > 0 ? g_ptr_array_index (entries, 0) : NULL;

  self->entries = entries;
  self->excluded = new_keys ();
  self->excluded_days = new_keys ();
  self->changed = new_keys ();
  self->changed_days = new_keys ();
  self->dated = new_keys ();
  self->dates = g_array_new (FALSE, FALSE, sizeof (LoftIcalCandidate));
  self->futures = g_array_new (FALSE, FALSE, sizeof (LoftIcalFuture));
  if (first == NULL || first->event->recurrence_id.is_set || !first->event->start.is_set)
    return self;
  self->master = first;
  self->reach = get_length (first);
  add_dates (self);
  add_exceptions (self);
  for (guint i = 0; i < self->dates->len; i++)
    self->reach = MAX (self->reach, g_array_index (self->dates, LoftIcalCandidate, i).seconds);
  return self;
}

void
loft_ical_series_free (LoftIcalSeries *self)
{
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->excluded);
  g_hash_table_unref (self->excluded_days);
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->changed_days);
  g_hash_table_unref (self->dated);
  g_array_unref (self->dates);
  g_array_unref (self->futures);
  g_free (self);
}

static gboolean
is_excluded (LoftIcalSeries *self, const LoftIcalCandidate *candidate)
{
  return loft_ical_series_has_key (self->excluded, candidate->key) ||
         loft_ical_series_has_key (self->excluded_days,
                                   loft_ical_series_get_midnight (candidate->wall));
}

/* The rule, ended where nobody wants more of it: what never matches is then found out early. */
static LoftIcalRecurrence *
start_rule (LoftIcalSeries *self, gint64 from, gint64 to)
{
  LoftIcalTime start = loft_ical_event_time_get_time (&self->master->event->start);
  LoftIcalTime begin = loft_ical_time_from_seconds (from);
  LoftIcalTime end = loft_ical_time_from_seconds (to);
  g_autoptr (LoftIcalRule) rule = loft_ical_rule_copy (self->master->rule);
  LoftIcalRecurrence *recurrence;

  if (!rule->has_until || loft_ical_time_compare (&end, &rule->until) < 0)
    rule->until = end;
  rule->has_until = TRUE;
  recurrence = loft_ical_recurrence_new (rule, &start);
  loft_ical_recurrence_skip_to (recurrence, &begin);
  return recurrence;
}

static gboolean
walk_rule (LoftIcalSeries *self, gint64 from, gint64 to,
           gboolean (*visit) (const LoftIcalCandidate *candidate, gpointer data), gpointer data)
{
  g_autoptr (LoftIcalRecurrence) recurrence = start_rule (self, from, to);
  LoftIcalTime time;

  while (loft_ical_recurrence_next (recurrence, &time))
    {
      LoftIcalCandidate candidate = { .wall = loft_ical_time_get_seconds (&time), .seconds = -1 };

      if (candidate.wall >= to)
        return TRUE;
      candidate.key = get_key_of_wall (self, candidate.wall);
      if (is_excluded (self, &candidate) || loft_ical_series_has_key (self->dated, candidate.key))
        continue;
      if (!visit (&candidate, data))
        return TRUE;
    }
  return !loft_ical_recurrence_gave_up (recurrence);
}

/* The start stands whatever the rule says. */
static gboolean
visit_start (LoftIcalSeries *self, gint64 from, gint64 to,
             gboolean (*visit) (const LoftIcalCandidate *candidate, gpointer data), gpointer data)
{
  LoftIcalCandidate candidate = { .wall = self->master->event->start.wall, .seconds = -1 };

  candidate.key = get_key_of_wall (self, candidate.wall);
  if (candidate.wall < from || candidate.wall >= to || is_excluded (self, &candidate) ||
      loft_ical_series_has_key (self->dated, candidate.key))
    return TRUE;
  return visit (&candidate, data);
}

gboolean
loft_ical_series_walk (LoftIcalSeries *self, gint64 from, gint64 to,
                       gboolean (*visit) (const LoftIcalCandidate *candidate, gpointer data),
                       gpointer data)
{
  gint64 begin = MAX (from, FIRST_SECOND);
  gint64 end = MIN (to, LAST_SECOND);
  gboolean all = TRUE;

  if (self->master == NULL)
    return TRUE;
  if (self->master->rule != NULL)
    all = walk_rule (self, begin, end, visit, data);
  else
    visit_start (self, begin, end, visit, data);
  for (guint i = 0; i < self->dates->len; i++)
    {
      const LoftIcalCandidate *date = &g_array_index (self->dates, LoftIcalCandidate, i);

      if (date->wall >= begin && date->wall < end && !is_excluded (self, date) &&
          !visit (date, data))
        return all;
    }
  return all;
}

typedef struct {
  LoftIcalSeries *series;
  gint64 first;
  gint64 last;
} Bounds;

static gboolean
add_to_bounds (const LoftIcalCandidate *candidate, gpointer data)
{
  Bounds *bounds = data;

  bounds->first = MIN (bounds->first, candidate->key - bounds->series->reach);
  bounds->last = MAX (bounds->last, candidate->key + bounds->series->reach);
  return TRUE;
}

static void
add_entry_to_bounds (Bounds *bounds, const LoftIcalEntry *entry)
{
  if (!entry->event->start.is_set)
    return;
  bounds->first = MIN (bounds->first, entry->event->start.at);
  bounds->last = MAX (bounds->last, MAX (entry->event->end.at, entry->event->start.at));
}

/* A rule need not be followed to know that it ends by its UNTIL. */
static void
add_rule_to_bounds (Bounds *bounds, const LoftIcalRule *rule)
{
  LoftIcalSeries *self = bounds->series;

  if (!rule->has_until && (rule->count == 0 || rule->count > MAX_COUNTED))
    bounds->last = G_MAXINT64;
  else if (rule->has_until && rule->count == 0)
    bounds->last =
      MAX (bounds->last,
           get_key_of_wall (self, loft_ical_time_get_seconds (&rule->until)) + self->reach + DAY);
  else if (!loft_ical_series_walk (self, FIRST_SECOND, LAST_SECOND, add_to_bounds, bounds))
    bounds->last = G_MAXINT64;
}

void
loft_ical_series_get_bounds (LoftIcalSeries *self, gint64 *first, gint64 *last)
{
  Bounds bounds = { self, G_MAXINT64, G_MININT64 };

  for (guint i = 0; i < self->entries->len; i++)
    add_entry_to_bounds (&bounds, g_ptr_array_index (self->entries, i));
  for (guint i = 0; i < self->dates->len; i++)
    add_to_bounds (&g_array_index (self->dates, LoftIcalCandidate, i), &bounds);
  if (self->futures->len > 0)
    {
      bounds.first -= self->reach;
      bounds.last += self->reach;
    }
  if (self->master != NULL && self->master->rule != NULL)
    add_rule_to_bounds (&bounds, self->master->rule);
  *first = bounds.first;
  *last = bounds.last;
}
