/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-date.h"
#include "loft-eas-event-private.h"
#include "loft-ical-vtimezone.h"

#define MAX_ZONES 100
#define MAX_MADE  16

LoftIcalZone *
loft_eas_wall_find_zone (const char *tzid, LoftContentComponent *calendar)
{
  LoftIcalZone *known = loft_eas_date_find_zone (tzid);

  return known != NULL || calendar == NULL ? known : loft_ical_zone_find (tzid, calendar);
}

static void
free_table (gpointer data)
{
  g_hash_table_unref (data);
}

/* What was made, of a zone and a year: making it asks for thousands of days. */
static GHashTable *
get_made (void)
{
  static GPrivate kept = G_PRIVATE_INIT (free_table);
  GHashTable *made = g_private_get (&kept);

  if (made == NULL)
    {
      made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                    (GDestroyNotify) loft_content_component_free);
      g_private_set (&kept, made);
    }
  return made;
}

LoftContentComponent *
loft_eas_wall_make_vtimezone (const LoftEasWall *self, gint64 from)
{
  GHashTable *made = get_made ();
  LoftIcalTime year = loft_ical_time_from_seconds (from);
  g_autofree char *key = g_strdup_printf ("%d %s", year.year, self->tzid);
  LoftContentComponent *vtimezone = g_hash_table_lookup (made, key);

  if (vtimezone == NULL)
    {
      year = (LoftIcalTime){ .year = year.year, .month = 1, .day = 1 };
      vtimezone =
        loft_ical_vtimezone_new (self->zone, self->tzid, loft_ical_time_get_seconds (&year));
      if (g_hash_table_size (made) == MAX_MADE)
        g_hash_table_remove_all (made);
      g_hash_table_insert (made, g_steal_pointer (&key), vtimezone);
    }
  return loft_content_component_copy (vtimezone);
}

void
loft_eas_wall_clear (LoftEasWall *self)
{
  g_clear_pointer (&self->tzid, g_free);
  g_clear_pointer (&self->zone, loft_ical_zone_unref);
}

gint64
loft_eas_wall_get_midnight (const LoftEasWall *self, const LoftIcalTime *date)
{
  LoftIcalTime midnight = { .year = date->year, .month = date->month, .day = date->day };

  return self->how->version >= LOFT_EAS_FIRST_16 ? loft_ical_time_get_seconds (&midnight)
                                                 : loft_ical_zone_to_unix (self->zone, &midnight);
}

static gboolean
is_midnight (LoftIcalTime *time)
{
  return time->hour == 0 && time->minute == 0 && time->second == 0;
}

static gboolean
read_midnight (LoftIcalZone *zone, gint64 at, LoftIcalTime *date)
{
  *date = loft_ical_zone_from_unix (zone, at);
  return is_midnight (date);
}

/* Servers are seen that write the midnight of another zone than the one they name. */
LoftIcalTime
loft_eas_wall_get_date (const LoftEasWall *self, gint64 at)
{
  LoftIcalTime utc = loft_ical_time_from_seconds (at);
  LoftIcalTime date;

  if (self->how->version < LOFT_EAS_FIRST_16 || !is_midnight (&utc))
    {
      g_autoptr (LoftIcalZone) readers =
        self->how->zone != NULL ? loft_eas_wall_find_zone (self->how->zone, NULL) : NULL;

      if (read_midnight (self->zone, at, &date) ||
          (!is_midnight (&utc) && readers != NULL && read_midnight (readers, at, &date)))
        utc = date;
    }
  utc.hour = utc.minute = utc.second = 0;
  utc.is_date = TRUE;
  return utc;
}

/* An hour that comes twice is the first one on the wall: the second is told in UTC. */
static gboolean
is_on_wall (const LoftEasWall *self, gint64 at)
{
  LoftIcalTime wall = loft_ical_zone_from_unix (self->zone, at);

  return loft_ical_zone_to_unix (self->zone, &wall) == at;
}

LoftContentProperty *
loft_eas_wall_make_time (const LoftEasWall *self, const char *name, gint64 at, gboolean is_date)
{
  LoftContentProperty *property;
  LoftIcalTime time;
  gboolean has_zone = !is_date && strcmp (self->tzid, "UTC") != 0 && is_on_wall (self, at);
  g_autofree char *value = NULL;

  if (is_date)
    time = loft_eas_wall_get_date (self, at);
  else if (has_zone)
    time = loft_ical_zone_from_unix (self->zone, at);
  else
    {
      time = loft_ical_time_from_seconds (at);
      time.is_utc = TRUE;
    }
  value = loft_ical_time_write (&time);
  property = loft_content_property_new (name, value);
  if (has_zone)
    loft_content_property_set_parameter (property, "TZID", self->tzid);
  if (is_date)
    loft_content_property_set_parameter (property, "VALUE", "DATE");
  return property;
}

LoftIcalZone *
loft_eas_zone_find (GHashTable *zones, const char *tzid, LoftContentComponent *calendar)
{
  gpointer found = NULL;

  if (g_hash_table_lookup_extended (zones, tzid, NULL, &found))
    return found;
  if (g_hash_table_size (zones) < MAX_ZONES)
    {
      found = loft_eas_wall_find_zone (tzid, calendar);
      g_hash_table_insert (zones, g_strdup (tzid), found);
    }
  return found;
}

gboolean
loft_eas_wall_read_time (const LoftEasWall *self, LoftContentProperty *property, const char *value,
                         GHashTable *zones, LoftContentComponent *calendar, gint64 *at,
                         gboolean *is_date)
{
  g_autofree char *tzid = loft_content_property_dup_parameter (property, "TZID");
  LoftIcalZone *zone = tzid != NULL ? loft_eas_zone_find (zones, tzid, calendar) : NULL;
  LoftIcalTime time;

  if (!loft_ical_time_read (value, &time))
    return FALSE;
  *is_date = time.is_date;
  *at = time.is_date ? loft_eas_wall_get_midnight (self, &time)
                     : loft_ical_zone_to_unix (zone != NULL ? zone : self->zone, &time);
  return TRUE;
}

void
loft_eas_rule_start_init (LoftExchangeRuleStart *start, const LoftEasWall *wall, gint64 at,
                          gboolean is_date, LoftIcalZone *utc)
{
  start->zone = is_date && wall->how->version >= LOFT_EAS_FIRST_16 ? utc : wall->zone;
  start->start =
    is_date ? loft_eas_wall_get_date (wall, at) : loft_ical_zone_from_unix (wall->zone, at);
}

char *
loft_eas_rule_dup_mark (const char *rule, const char *start)
{
  g_autofree char *made_of = g_strdup_printf ("%s %s", rule != NULL ? rule : "", start);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, made_of, -1);

  return g_strndup (sum, 16);
}
