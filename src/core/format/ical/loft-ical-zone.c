/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-zone.h"

#include <string.h>

#include "loft-ical-observances-private.h"

#define DAY      (24 * 60 * 60)
#define MAX_NAME 100

struct _LoftIcalZone {
  gatomicrefcount references;
  char *name;
  GTimeZone *known; /* (owned) (nullable) one of both */
  GArray *transitions; /* (owned) (nullable) of LoftIcalTransition */
};

static LoftIcalZone *
new_zone (const char *name, GTimeZone *known, GArray *transitions)
{
  LoftIcalZone *self = g_new0 (LoftIcalZone, 1);

  g_atomic_ref_count_init (&self->references);
  self->name = g_strdup (name);
  self->known = known;
  self->transitions = transitions;
  return self;
}

LoftIcalZone *
loft_ical_zone_ref (LoftIcalZone *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
loft_ical_zone_unref (LoftIcalZone *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->known, g_time_zone_unref);
  g_clear_pointer (&self->transitions, g_array_unref);
  g_free (self->name);
  g_free (self);
}

LoftIcalZone *
loft_ical_zone_new_utc (void)
{
  return new_zone ("UTC", g_time_zone_new_utc (), NULL);
}

LoftIcalZone *
loft_ical_zone_new_local (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);

  return new_zone (name, g_steal_pointer (&local), NULL);
}

/* TZDIR: as the C library has it. */
char *
loft_ical_zone_dup_edition (void)
{
  const char *directory = g_getenv ("TZDIR");
  g_autofree char *path = g_build_filename (
    directory != NULL ? directory : "/usr/share/zoneinfo", "tzdata.zi", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char first[64] = "";
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), first, sizeof first - 1, &length, NULL,
                                NULL))
    return g_strdup ("");
  first[strcspn (first, "\n")] = '\0';
  return g_str_has_prefix (first, "# version ") ? g_strdup (first + strlen ("# version "))
                                               : g_strdup ("");
}

const char *
loft_ical_zone_get_name (LoftIcalZone *self)
{
  return self->name;
}

/* Of the database, without a place. */
static const char *const names[] = { "CET", "MET",     "EET",     "WET",     "EST",    "MST",
                                     "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT" };

static gboolean
is_short_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* A name becomes a path below the database, and must not lead out of it. GLib also takes much that
 * is no name, rules of POSIX among it. */
static gboolean
may_be_name (const char *name)
{
  return (strchr (name, '/') != NULL || is_short_name (name)) && *name != '/' &&
         strstr (name, "..") == NULL && strlen (name) < MAX_NAME &&
         strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_+-") ==
           strlen (name);
}

static LoftIcalZone *
find_known (const char *name)
{
  GTimeZone *known;

  if (g_ascii_strcasecmp (name, "UTC") == 0 || g_ascii_strcasecmp (name, "GMT") == 0 ||
      g_ascii_strcasecmp (name, "Etc/UTC") == 0)
    return loft_ical_zone_new_utc ();
  if (!may_be_name (name))
    return NULL;
  known = g_time_zone_new_identifier (name);
  return known != NULL ? new_zone (name, known, NULL) : NULL;
}

/* "/mozilla.org/20050126_1/Europe/Vienna": a known name begins behind some "/". */
static LoftIcalZone *
find_behind_prefix (const char *tzid)
{
  for (const char *at = tzid; at != NULL; at = strchr (at, '/'))
    {
      LoftIcalZone *zone;

      at += *at == '/';
      zone = find_known (at);
      if (zone != NULL)
        return zone;
    }
  return NULL;
}

static LoftIcalZone *
find_defined (const char *tzid, LoftContentComponent *calendar)
{
  LoftContentComponent *vtimezone;
  guint position = 0;

  while ((vtimezone = loft_content_component_next_component (calendar, &position, "VTIMEZONE")) !=
         NULL)
    {
      LoftContentProperty *name = loft_content_component_get_property (vtimezone, "TZID");
      GArray *transitions;

      if (name == NULL || strcmp (loft_content_property_get_value (name), tzid) != 0)
        continue;
      transitions = loft_ical_observances_read (vtimezone);
      return transitions != NULL ? new_zone (tzid, NULL, transitions) : NULL;
    }
  return NULL;
}

LoftIcalZone *
loft_ical_zone_find (const char *tzid, LoftContentComponent *calendar)
{
  const char *windows = loft_ical_zone_find_windows (tzid);
  LoftIcalZone *zone = windows != NULL            ? find_known (windows)
                       : strlen (tzid) < MAX_NAME ? find_behind_prefix (tzid)
                                                  : NULL;

  if (zone == NULL && calendar != NULL)
    zone = find_defined (tzid, calendar);
  return zone;
}

static int
get_defined_offset (const GArray *transitions, gint64 unix_seconds)
{
  guint low = 0;
  guint high = transitions->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (transitions, LoftIcalTransition, middle).at <= unix_seconds)
        low = middle + 1;
      else
        high = middle;
    }
  return low == 0 ? g_array_index (transitions, LoftIcalTransition, 0).before
                  : g_array_index (transitions, LoftIcalTransition, low - 1).after;
}

int
loft_ical_zone_get_offset (LoftIcalZone *self, gint64 unix_seconds)
{
  if (self->transitions != NULL)
    return get_defined_offset (self->transitions, unix_seconds);
  return g_time_zone_get_offset (self->known,
                                 g_time_zone_find_interval (self->known, G_TIME_TYPE_UNIVERSAL,
                                                            unix_seconds));
}

gint64
loft_ical_zone_find_change (LoftIcalZone *self, gint64 low, gint64 high)
{
  int before = loft_ical_zone_get_offset (self, low);

  while (high - low > 1)
    {
      gint64 middle = low + (high - low) / 2;

      if (loft_ical_zone_get_offset (self, middle) == before)
        low = middle;
      else
        high = middle;
    }
  return high;
}

/* Offsets a day before and a day after are the only two that may hold. */
gint64
loft_ical_zone_to_unix (LoftIcalZone *self, const LoftIcalTime *time)
{
  gint64 wall = loft_ical_time_get_seconds (time);
  int before, after;

  if (time->is_utc)
    return wall;
  before = loft_ical_zone_get_offset (self, wall - DAY);
  after = loft_ical_zone_get_offset (self, wall + DAY);
  if (before == after || loft_ical_zone_get_offset (self, wall - before) == before)
    return wall - before;
  if (loft_ical_zone_get_offset (self, wall - after) == after)
    return wall - after;
  return wall - before;
}

LoftIcalTime
loft_ical_zone_from_unix (LoftIcalZone *self, gint64 unix_seconds)
{
  return loft_ical_time_from_seconds (unix_seconds +
                                      loft_ical_zone_get_offset (self, unix_seconds));
}
