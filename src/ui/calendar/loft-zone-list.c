/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-zone-list.h"

#include <string.h>

#define MOST_BYTES (256 * 1024)
#define MOST_ZONES 1000

/* Columns: countries, coordinates, name, remarks. */
static const char *const tables[] = {
  "/usr/share/zoneinfo/zone1970.tab",
  "/usr/share/zoneinfo/zone.tab",
};

static const char *const fallback[] = {
  "Africa/Cairo",        "Africa/Johannesburg", "Africa/Lagos",      "Africa/Nairobi",
  "America/Bogota",      "America/Chicago",     "America/Denver",    "America/Los_Angeles",
  "America/Mexico_City", "America/New_York",    "America/Sao_Paulo", "Asia/Dubai",
  "Asia/Hong_Kong",      "Asia/Jerusalem",      "Asia/Karachi",      "Asia/Kolkata",
  "Asia/Seoul",          "Asia/Shanghai",       "Asia/Singapore",    "Asia/Tokyo",
  "Australia/Sydney",    "Europe/Athens",       "Europe/Berlin",     "Europe/Istanbul",
  "Europe/London",       "Europe/Madrid",       "Europe/Moscow",     "Europe/Paris",
  "Europe/Rome",         "Europe/Vienna",       "Pacific/Auckland",
};

char *
loft_zone_list_get_title (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", 3);
  g_autoptr (GString) title = g_string_new (NULL);

  for (guint i = g_strv_length (parts); i > 0; i--)
    {
      g_string_append (title, title->len > 0 ? ", " : "");
      g_string_append (title, parts[i - 1]);
    }
  g_strdelimit (title->str, "_", ' ');
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = loft_zone_list_get_title (*(const char *const *) a);
  g_autofree char *second = loft_zone_list_get_title (*(const char *const *) b);

  return g_utf8_collate (first, second);
}

static void
read_table (GPtrArray *names, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL) || length > MOST_BYTES)
    return;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && names->len < MOST_ZONES; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", 4);

      if (*lines[i] != '#' && g_strv_length (columns) >= 3)
        g_ptr_array_add (names, (gpointer) g_intern_string (columns[2]));
    }
}

static gpointer
make_list (gpointer unused)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (tables) && names->len == 0; i++)
    read_table (names, tables[i]);
  for (guint i = 0; i < G_N_ELEMENTS (fallback) && names->len <= i; i++)
    g_ptr_array_add (names, (gpointer) fallback[i]);
  g_ptr_array_add (names, (gpointer) "UTC");
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);
  return g_ptr_array_free (names, FALSE);
}

const char *const *
loft_zone_list_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_list, NULL);
}

/* GLib says ":/etc/localtime" or an offset where it has no name. */
const char *
loft_zone_list_get_local (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (zone);

  if (name == NULL || strchr (name, '/') == NULL || *name == '/' || *name == ':')
    return g_intern_static_string ("UTC");
  return g_intern_string (name);
}

GTimeZone *
loft_zone_list_open (const char *name)
{
  GTimeZone *zone = *name == '\0' ? g_time_zone_new_local () : g_time_zone_new_identifier (name);

  return zone != NULL ? zone : g_time_zone_new_utc ();
}
