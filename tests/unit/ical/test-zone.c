/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-ical-zone.h"

static LoftContentComponent *
read_calendar (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (LoftContentComponent) root = loft_content_component_read (bytes, NULL);

  g_assert_nonnull (root);
  return loft_content_component_copy (loft_content_component_get_component (root, "VCALENDAR"));
}

static void
test_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data/ical/zones.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], " ", 3);
      g_autoptr (LoftIcalZone) zone = NULL;
      LoftIcalTime time;

      if (lines[i][0] == '#')
        continue;
      zone = loft_ical_zone_find (row[0], NULL);
      g_assert_nonnull (zone);
      g_assert_cmpstr (loft_ical_zone_get_name (zone), ==, row[0]);
      g_assert_true (loft_ical_time_read (row[1], &time));
      g_test_message ("%s", lines[i]);
      g_assert_cmpint (loft_ical_zone_to_unix (zone, &time), ==,
                       g_ascii_strtoll (row[2], NULL, 10));
      n++;
    }
  g_assert_cmpuint (n, >=, 300);
}

/* NULL: nobody knows it. */
static const struct {
  const char *tzid;
  const char *name;
} name_rows[] = {
  { "Europe/Vienna", "Europe/Vienna" },
  { "/Europe/Vienna", "Europe/Vienna" },
  { "/mozilla.org/20050126_1/Europe/Vienna", "Europe/Vienna" },
  { "/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires",
    "America/Argentina/Buenos_Aires" },
  { "W. Europe Standard Time", "Europe/Berlin" },
  { "w. europe standard time", "Europe/Berlin" },
  { "Aus Central W. Standard Time", "Australia/Eucla" },
  { "Yukon Standard Time", "America/Whitehorse" },
  { "Afghanistan Standard Time", "Asia/Kabul" },
  { "UTC", "UTC" },
  { "CET", "CET" },
  { "Nowhere/Land", NULL },
  { "Mitteleuropa", NULL },
  { "../../../etc/passwd", NULL },
  { "Europe/../../../../etc/passwd", NULL },
  { "/etc/localtime", NULL },
  { "", NULL },
  { "/", NULL },
  { "Europe/", NULL },
};

static void
test_names (void)
{
  g_autofree char *slashes = g_strnfill (1000000, '/');

  for (guint i = 0; i < G_N_ELEMENTS (name_rows); i++)
    {
      g_autoptr (LoftIcalZone) zone = loft_ical_zone_find (name_rows[i].tzid, NULL);

      g_test_message ("%s", name_rows[i].tzid);
      g_assert_cmpstr (zone != NULL ? loft_ical_zone_get_name (zone) : NULL, ==, name_rows[i].name);
    }
  g_assert_null (loft_ical_zone_find (slashes, NULL));
}

#define OWN_ZONE                                                                                   \
  "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Ours\r\n"                                            \
  "BEGIN:STANDARD\r\nDTSTART:20001029T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"        \
  "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"                                    \
  "BEGIN:DAYLIGHT\r\nDTSTART:20000326T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"        \
  "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n"

/* A zone that only the calendar knows: hour by hour as the one whose rules it has. */
static void
test_defined (void)
{
  g_autoptr (LoftContentComponent) calendar = read_calendar (OWN_ZONE);
  g_autoptr (LoftIcalZone) ours = loft_ical_zone_find ("Ours", calendar);
  g_autoptr (LoftIcalZone) vienna = loft_ical_zone_find ("Europe/Vienna", calendar);
  gint64 begin = 970000000;

  g_assert_nonnull (ours);
  for (gint64 at = begin; at < begin + (gint64) 30 * 366 * 86400; at += 3600)
    {
      LoftIcalTime wall = loft_ical_zone_from_unix (ours, at);
      LoftIcalTime other = loft_ical_zone_from_unix (vienna, at);

      g_assert_cmpint (loft_ical_time_compare (&wall, &other), ==, 0);
      g_assert_cmpint (loft_ical_zone_to_unix (ours, &wall), ==,
                       loft_ical_zone_to_unix (vienna, &other));
    }
  g_assert_null (loft_ical_zone_find ("Theirs", calendar));
}

/* What stands between BEGIN and END of a VTIMEZONE "Ours", and the offset in the summer of 2026;
 * G_MAXINT: nothing is known. */
static const struct {
  const char *lines;
  int offset;
} definition_rows[] = {
  { "", G_MAXINT },
  { "BEGIN:STANDARD\r\nEND:STANDARD\r\n", G_MAXINT },
  { "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0530\r\n"
    "END:STANDARD\r\n",
    19800 },
  { "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:-033015\r\n"
    "END:STANDARD\r\n",
    -12615 },
  { "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+9900\r\n"
    "END:STANDARD\r\n",
    G_MAXINT },
  { "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:1 hour\r\n"
    "END:STANDARD\r\n",
    G_MAXINT },
  { "BEGIN:DAYLIGHT\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RDATE:20210101T000000,20220101T000000\r\nEND:DAYLIGHT\r\n",
    7200 },
  { "BEGIN:DAYLIGHT\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=SECONDLY\r\nEND:DAYLIGHT\r\n",
    G_MAXINT },
  { "BEGIN:DAYLIGHT\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=DAILY\r\nEND:DAYLIGHT\r\n",
    7200 },
};

static void
test_definitions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (definition_rows); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Ours\r\n%s"
                         "END:VTIMEZONE\r\nEND:VCALENDAR\r\n",
                         definition_rows[i].lines);
      g_autoptr (LoftContentComponent) calendar = read_calendar (text);
      g_autoptr (LoftIcalZone) zone = loft_ical_zone_find ("Ours", calendar);

      g_test_message ("row %u", i);
      g_assert_true ((zone == NULL) == (definition_rows[i].offset == G_MAXINT));
      if (zone != NULL)
        g_assert_cmpint (loft_ical_zone_get_offset (zone, 1783000000), ==,
                         definition_rows[i].offset);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zone/table", test_table);
  g_test_add_func ("/zone/names", test_names);
  g_test_add_func ("/zone/defined", test_defined);
  g_test_add_func ("/zone/definitions", test_definitions);
  return g_test_run ();
}
