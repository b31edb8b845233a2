/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-exchange-zone.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-eas-date.h"
#include "loft-exchange-zone-private.h"

#define DAY ((gint64) 24 * 60 * 60)

/* Years that are looked at to tell the fourth weekday of a month from the last. */
#define YEARS 6

/* Of a calendar's events most have the same few zones. */
#define MAX_REMEMBERED 256

/* Of zones that keep the same time, the ones where most people live come first. */
static const char *const first_choices[] = {
  "Europe/Berlin",    "Europe/London",      "America/New_York", "America/Chicago",
  "America/Denver",   "Europe/Moscow",      "Asia/Shanghai",    "Asia/Tokyo",
  "Asia/Kolkata",     "America/Sao_Paulo",  "Africa/Lagos",     "Africa/Johannesburg",
  "Asia/Dubai",       "Asia/Bangkok",       "America/Bogota",   "America/Phoenix",
  "Australia/Sydney", "Australia/Brisbane",
};

/* Seconds since 1970 of a year's beginning. */
static gint64
get_new_year (int year)
{
  LoftIcalTime time = { .year = (gint16) year, .month = 1, .day = 1 };

  return loft_ical_time_get_seconds (&time);
}

static int
get_year (gint64 at)
{
  return loft_ical_time_from_seconds (at).year;
}

static gboolean
agree_at (const LoftExchangeBlob *blob, LoftIcalZone *zone, int year, gint64 at)
{
  return loft_ical_zone_get_offset (zone, at) == loft_exchange_blob_get_offset (blob, year, at);
}

/* Around both changes, and within every month. */
static gboolean
agree_in_year (const LoftExchangeBlob *blob, LoftIcalZone *zone, int year)
{
  for (guint month = 0; month < 12; month++)
    if (!agree_at (blob, zone, year, get_new_year (year) + (15 + 30 * month) * DAY))
      return FALSE;
  if (blob->has_daylight)
    {
      gint64 standard = loft_exchange_blob_get_to_standard (blob, year);
      gint64 daylight = loft_exchange_blob_get_to_daylight (blob, year);

      return agree_at (blob, zone, year, standard - 1) && agree_at (blob, zone, year, standard) &&
             agree_at (blob, zone, year, daylight - 1) && agree_at (blob, zone, year, daylight);
    }
  return TRUE;
}

static gboolean
agree (const LoftExchangeBlob *blob, const char *name, int year)
{
  g_autoptr (LoftIcalZone) zone = loft_eas_date_find_zone (name);

  return zone != NULL && agree_in_year (blob, zone, year) && agree_in_year (blob, zone, year + 1);
}

/* A zone may have changed its rule since the server was told; its offset it keeps. */
static gboolean
has_offset (const LoftExchangeBlob *blob, const char *name, int year)
{
  g_autoptr (LoftIcalZone) zone = loft_eas_date_find_zone (name);

  for (guint month = 0; zone != NULL && month < 12; month++)
    if (loft_ical_zone_get_offset (zone, get_new_year (year) + (15 + 30 * month) * DAY) ==
        blob->standard)
      return TRUE;
  return FALSE;
}

/* "W. Europe Standard Time"; some servers write the database's own names. */
static const char *
find_named (const LoftExchangeBlob *blob, int year)
{
  const char *names[] = { blob->standard_name, blob->daylight_name };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *found = loft_ical_zone_find_windows (names[i]);

      if (found == NULL && strchr (names[i], '/') != NULL)
        found = names[i];
      if (found != NULL && has_offset (blob, found, year))
        return found;
    }
  return NULL;
}

/* "(UTC+01:00) Amsterdam, Berlin, Bern, Rome" names the city of Europe/Berlin. */
static gboolean
names_city (const LoftExchangeBlob *blob, const char *zone)
{
  const char *slash = strrchr (zone, '/');
  g_autofree char *city = g_strdup (slash != NULL ? slash + 1 : zone);

  g_strdelimit (city, "_", ' ');
  return strstr (blob->standard_name, city) != NULL || strstr (blob->daylight_name, city) != NULL;
}

static const char *
find_like (const LoftExchangeBlob *blob, int year)
{
  const char *found = NULL;
  const char *zone;

  for (guint i = 0; (zone = loft_ical_zone_get_windows (i)) != NULL; i++)
    if (names_city (blob, zone) && agree (blob, zone, year))
      return zone;
  for (guint i = 0; i < G_N_ELEMENTS (first_choices); i++)
    if (agree (blob, first_choices[i], year))
      return first_choices[i];
  for (guint i = 0; found == NULL && (zone = loft_ical_zone_get_windows (i)) != NULL; i++)
    if (agree (blob, zone, year))
      found = zone;
  return found;
}

static gboolean
is_utc (const LoftExchangeBlob *blob)
{
  static const char *const names[] = { "", "UTC", "Coordinated Universal Time",
                                       "(UTC) Coordinated Universal Time" };

  return blob->standard == 0 && !blob->has_daylight && g_strv_contains (names, blob->standard_name);
}

/* (transfer full) (nullable) */
static char *
find_known (const LoftExchangeBlob *blob, const char *reader_zone, int year)
{
  const char *found = NULL;

  if (is_utc (blob))
    return g_strdup ("UTC");
  found = find_named (blob, year);
  if (found == NULL && reader_zone != NULL && agree (blob, reader_zone, year))
    found = reader_zone;
  if (found == NULL)
    found = find_like (blob, year);
  return g_strdup (found);
}

/* What was found for a blob, "" for nothing: comparing it with all zones reads many files. It is known by
 * what it says: SOGo 5.8 leaves other bytes each time in places that nobody reads. */
static char *
find_remembered (const LoftExchangeBlob *blob, const char *reader_zone)
{
  static GMutex mutex;
  static GHashTable *remembered;
  int year = get_year (loft_clock_now ());
  g_autofree char *said = loft_exchange_blob_write (blob);
  g_autofree char *key =
    g_strdup_printf ("%d %s %s\n%s\n%s", year, reader_zone != NULL ? reader_zone : "", said,
                     blob->standard_name, blob->daylight_name);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  const char *found;

  if (remembered == NULL)
    remembered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (g_hash_table_size (remembered) >= MAX_REMEMBERED)
    g_hash_table_remove_all (remembered);
  found = g_hash_table_lookup (remembered, key);
  if (found == NULL)
    {
      char *known = find_known (blob, reader_zone, year);

      found = known != NULL ? known : g_strdup ("");
      g_hash_table_insert (remembered, g_steal_pointer (&key), (char *) found);
    }
  return *found != '\0' ? g_strdup (found) : NULL;
}

static char *
write_offset (int offset)
{
  int minutes = ABS (offset) / 60;

  return g_strdup_printf ("%c%02d%02d", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static void
add_observance (LoftContentComponent *zone, const char *name, const LoftExchangeChange *change,
                int before, int after)
{
  static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
  LoftContentComponent *observance =
    loft_content_component_add_component (zone, loft_content_component_new (name));
  g_autofree char *from = write_offset (before);
  g_autofree char *to = write_offset (after);
  LoftIcalTime begin = { .year = 1970, .month = 1, .day = 1 };
  g_autofree char *start = NULL;
  g_autofree char *rule = NULL;

  if (change != NULL)
    {
      begin = loft_exchange_change_get_wall (change, 1970);
      rule =
        g_strdup_printf ("FREQ=YEARLY;BYMONTH=%u;BYDAY=%d%s", change->month,
                         change->nth < 5 ? (int) change->nth : -1, weekdays[change->weekday - 1]);
    }
  start = loft_ical_time_write (&begin);
  loft_content_component_set_value (observance, "DTSTART", start);
  loft_content_component_set_value (observance, "TZOFFSETFROM", from);
  loft_content_component_set_value (observance, "TZOFFSETTO", to);
  if (rule != NULL)
    loft_content_component_set_value (observance, "RRULE", rule);
}

/* Its name is none that anybody knows, so that its VTIMEZONE counts. */
static char *
make_vtimezone (const LoftExchangeBlob *blob, LoftContentComponent **vtimezone)
{
  g_autofree char *offset = write_offset (blob->standard);
  char *tzid = g_strconcat ("UTC", offset, NULL);

  *vtimezone = loft_content_component_new ("VTIMEZONE");
  loft_content_component_set_text (*vtimezone, "TZID", tzid);
  add_observance (*vtimezone, "STANDARD", blob->has_daylight ? &blob->to_standard : NULL,
                  blob->daylight, blob->standard);
  if (blob->has_daylight)
    add_observance (*vtimezone, "DAYLIGHT", &blob->to_daylight, blob->standard, blob->daylight);
  return tzid;
}

char *
loft_exchange_zone_find (const char *blob, const char *reader_zone,
                         LoftContentComponent **vtimezone)
{
  g_autoptr (LoftExchangeBlob) read = loft_exchange_blob_read (blob);
  char *found;

  *vtimezone = NULL;
  if (read == NULL)
    return NULL;
  found = find_remembered (read, reader_zone);
  return found != NULL ? found : make_vtimezone (read, vtimezone);
}

char *
loft_exchange_zone_clean (const char *blob)
{
  g_autoptr (LoftExchangeBlob) read = loft_exchange_blob_read (blob);

  if (read == NULL)
    return NULL;
  return read->has_daylight || *read->standard_name != '\0' || *read->daylight_name != '\0'
           ? g_strdup (blob)
           : loft_exchange_blob_write (read);
}

/* Appends the changes from one moment to another, as seconds since 1970. */
static void
find_changes (LoftIcalZone *zone, gint64 from, gint64 to, GArray *changes)
{
  for (gint64 at = from; at < to; at += DAY)
    if (loft_ical_zone_get_offset (zone, at) != loft_ical_zone_get_offset (zone, at + DAY))
      {
        gint64 moment = loft_ical_zone_find_change (zone, at, at + DAY);

        g_array_append_val (changes, moment);
      }
}

static LoftIcalTime
get_wall_before (LoftIcalZone *zone, gint64 moment)
{
  return loft_ical_time_from_seconds (moment + loft_ical_zone_get_offset (zone, moment - 1));
}

static gboolean
is_last (const LoftIcalTime *wall)
{
  return wall->day + 7 > (int) loft_ical_days_of_month (wall->year, wall->month);
}

/* The change in the same month of later years tells whether its weekday is the last one or the nth. */
static LoftExchangeChange
make_change (LoftIcalZone *zone, gint64 moment)
{
  LoftIcalTime first = get_wall_before (zone, moment);
  LoftExchangeChange change = { .month = (guint) first.month,
                                .nth = (guint) (first.day - 1) / 7 + 1,
                                .weekday = loft_ical_time_get_weekday (&first),
                                .seconds = (first.hour * 60 + first.minute) * 60 };
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean all_last = is_last (&first);

  if (all_last)
    find_changes (zone, moment, moment + YEARS * 365 * DAY, changes);
  for (guint i = 0; i < changes->len; i++)
    {
      LoftIcalTime wall = get_wall_before (zone, g_array_index (changes, gint64, i));

      if (wall.month == first.month && !is_last (&wall))
        all_last = FALSE;
    }
  if (all_last)
    change.nth = 5;
  return change;
}

char *
loft_exchange_zone_write (LoftIcalZone *zone, gint64 at)
{
  int year = get_year (at);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (gint64));
  LoftExchangeBlob blob = { 0 };

  blob.standard = blob.daylight = loft_ical_zone_get_offset (zone, at);
  find_changes (zone, get_new_year (year), get_new_year (year + 1), changes);
  if (changes->len == 2)
    {
      gint64 first = g_array_index (changes, gint64, 0);
      gint64 second = g_array_index (changes, gint64, 1);
      int between = loft_ical_zone_get_offset (zone, first);
      int outside = loft_ical_zone_get_offset (zone, second);

      blob.has_daylight = outside == loft_ical_zone_get_offset (zone, first - 1);
      if (blob.has_daylight)
        {
          blob.daylight = MAX (between, outside);
          blob.standard = MIN (between, outside);
          blob.to_daylight = make_change (zone, between > outside ? first : second);
          blob.to_standard = make_change (zone, between > outside ? second : first);
        }
    }
  return loft_exchange_blob_write (&blob);
}
