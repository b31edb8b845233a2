/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-reader-private.h"

/* What a VTIMEZONE says costs far more than a name of the database. */
#define MAX_DEFINED 8

struct _LoftIcalZones {
  LoftContentComponent *calendar; /* (borrowed) (nullable) */
  GHashTable *found; /* TZID → LoftIcalZone or NULL, owned */
  guint n_defined;
};

static void
free_zone (gpointer zone)
{
  if (zone != NULL)
    loft_ical_zone_unref (zone);
}

LoftIcalZones *
loft_ical_zones_new (LoftContentComponent *calendar)
{
  LoftIcalZones *self = g_new0 (LoftIcalZones, 1);

  self->calendar = calendar;
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_zone);
  return self;
}

void
loft_ical_zones_free (LoftIcalZones *self)
{
  g_hash_table_unref (self->found);
  g_free (self);
}

static LoftIcalZone *
find (LoftIcalZones *self, const char *tzid)
{
  LoftIcalZone *known = loft_ical_zone_find (tzid, NULL);

  if (known != NULL || self->calendar == NULL || self->n_defined >= MAX_DEFINED)
    return known;
  self->n_defined++;
  return loft_ical_zone_find (tzid, self->calendar);
}

LoftIcalZone *
loft_ical_zones_find (LoftIcalZones *self, const char *tzid)
{
  gpointer zone = NULL;

  if (g_hash_table_lookup_extended (self->found, tzid, NULL, &zone))
    return zone;
  if (g_hash_table_size (self->found) >= loft_ical_limits.zones)
    return NULL;
  zone = find (self, tzid);
  g_hash_table_insert (self->found, g_strdup (tzid), zone);
  return zone;
}
