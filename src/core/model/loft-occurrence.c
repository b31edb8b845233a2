/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-occurrence.h"

LoftOccurrence *
loft_occurrence_new (void)
{
  LoftOccurrence *self = g_new0 (LoftOccurrence, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->uid = g_strdup ("");
  self->recurrence_id = g_strdup ("");
  self->zone = "";
  self->summary = g_strdup ("");
  self->location = g_strdup ("");
  self->join = g_strdup ("");
  self->color = g_strdup ("");
  self->categories = g_strdup ("");
  self->partstat = LOFT_PARTSTAT_NONE;
  return self;
}

LoftOccurrence *
loft_occurrence_copy (const LoftOccurrence *self)
{
  LoftOccurrence *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->uid = g_strdup (self->uid);
  copy->recurrence_id = g_strdup (self->recurrence_id);
  copy->summary = g_strdup (self->summary);
  copy->location = g_strdup (self->location);
  copy->join = g_strdup (self->join);
  copy->color = g_strdup (self->color);
  copy->categories = g_strdup (self->categories);
  return copy;
}

LoftOccurrence *
loft_occurrence_ref (LoftOccurrence *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_occurrence_unref (LoftOccurrence *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->uid);
  g_free (self->recurrence_id);
  g_free (self->summary);
  g_free (self->location);
  g_free (self->join);
  g_free (self->color);
  g_free (self->categories);
  g_free (self);
}

static gint64
to_instant (const LoftOccurrence *self, gint64 seconds, GTimeZone *zone)
{
  gint64 wall = seconds;
  gint interval;

  if (!self->is_wall)
    return seconds;
  interval = g_time_zone_adjust_time (zone, G_TIME_TYPE_STANDARD, &wall);
  return wall - g_time_zone_get_offset (zone, interval);
}

gint64
loft_occurrence_get_start (const LoftOccurrence *self, GTimeZone *zone)
{
  return to_instant (self, self->start, zone);
}

gint64
loft_occurrence_get_end (const LoftOccurrence *self, GTimeZone *zone)
{
  return to_instant (self, self->end, zone);
}

static int
compare (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

int
loft_occurrence_compare (const LoftOccurrence *a, const LoftOccurrence *b, GTimeZone *zone)
{
  int by_start = compare (loft_occurrence_get_start (a, zone), loft_occurrence_get_start (b, zone));
  int by_end;

  if (by_start != 0)
    return by_start;
  if (a->all_day != b->all_day)
    return a->all_day ? -1 : 1;
  by_end = compare (loft_occurrence_get_end (b, zone), loft_occurrence_get_end (a, zone));
  if (by_end != 0)
    return by_end;
  return g_utf8_collate (a->summary, b->summary);
}
