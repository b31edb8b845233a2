/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"
#include "loft-eas-blob.h"
#include "loft-exchange-zone.h"

#define NOW 1795424400 /* 2026-11-23T09:00:00Z */

/* What a blob means. Rules as Windows has them (MS-DTYP 2.3.13): month, weekday from Sunday, nth, time. */
static const struct {
  const char *what;
  LoftEasBlob blob;
  const char *reader;
  const char *tzid;
} found_rows[] = {
  { "all zero", { 0 }, NULL, "UTC" },
  { "UTC by its name",
    { 0, NULL, NULL, 0, "(UTC) Coordinated Universal Time", "(UTC) Coordinated Universal Time" },
    NULL,
    "UTC" },
  { "UTC, although the reader's zone is the same", { 0 }, "Atlantic/Reykjavik", "UTC" },
  { "central Europe, without names",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60 },
    NULL,
    "Europe/Berlin" },
  { "the reader's own",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60 },
    "Europe/Vienna",
    "Europe/Vienna" },
  { "not the reader's",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60 },
    "America/New_York",
    "Europe/Berlin" },
  { "a reader's that nobody knows",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60 },
    "Mars/Olympus",
    "Europe/Berlin" },
  { "the exact Windows name comes first",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60, "W. Europe Standard Time" },
    "Europe/Vienna",
    "Europe/Berlin" },
  { "a Windows name in the second place",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60, "", "Romance Standard Time" },
    NULL,
    "Europe/Paris" },
  { "a name of the database",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60, "Europe/Rome" },
    NULL,
    "Europe/Rome" },
  { "cities of a name for people",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60, "(UTC+01:00) Brussels, Copenhagen, Madrid" },
    NULL,
    "Europe/Berlin" },
  { "a city that a zone is called by",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60, "(UTC+01:00) Skopje, Warsaw" },
    NULL,
    "Europe/Warsaw" },
  { "a name with another offset",
    { -60, "10 0 5 03:00", "3 0 5 02:00", -60, "Tokyo Standard Time" },
    NULL,
    "Europe/Berlin" },
  { "a name whose rule has changed since",
    { -120, "9 4 3 23:59", "4 4 5 23:59", -60, "Egypt Standard Time" },
    NULL,
    "Africa/Cairo" },
  { "Minsk, as Exchange 2016 writes it",
    { -180, NULL, NULL, 0, "Belarus Standard Time", "(UTC+03:00) Minsk" },
    NULL,
    "Europe/Minsk" },
  { "London", { 0, "10 0 5 02:00", "3 0 5 01:00", -60 }, NULL, "Europe/London" },
  { "Dublin, whose standard time is in summer",
    { 0, "10 0 5 02:00", "3 0 5 01:00", -60 },
    "Europe/Dublin",
    "Europe/Dublin" },
  { "Kyiv", { -120, "10 0 5 04:00", "3 0 5 03:00", -60 }, NULL, "Europe/Kyiv" },
  { "Moscow", { -180 }, NULL, "Europe/Moscow" },
  { "New York", { 300, "11 0 1 02:00", "3 0 2 02:00", -60 }, NULL, "America/New_York" },
  { "Toronto", { 300, "11 0 1 02:00", "3 0 2 02:00", -60 }, "America/Toronto", "America/Toronto" },
  { "Arizona", { 420 }, "America/Denver", "America/Phoenix" },
  { "Hawaii", { 600 }, NULL, "Pacific/Honolulu" },
  { "Newfoundland", { 210, "11 0 1 02:00", "3 0 2 02:00", -60 }, NULL, "America/St_Johns" },
  { "Chile, a millisecond before midnight",
    { 240, "4 6 1 23:59:59.999", "9 6 1 23:59:59.999", -60 },
    NULL,
    "America/Santiago" },
  { "Egypt, one change at midnight and one before it",
    { -120, "10 4 5 23:59:59.999", "4 5 5 00:00", -60 },
    NULL,
    "Africa/Cairo" },
  { "India", { -330 }, NULL, "Asia/Kolkata" },
  { "Nepal", { -345 }, NULL, "Asia/Kathmandu" },
  { "Iran", { -210 }, NULL, "Asia/Tehran" },
  { "Sydney, where winter is in July",
    { -600, "4 0 1 03:00", "10 0 1 02:00", -60 },
    NULL,
    "Australia/Sydney" },
  { "Hobart",
    { -600, "4 0 1 03:00", "10 0 1 02:00", -60 },
    "Australia/Hobart",
    "Australia/Hobart" },
  { "Adelaide", { -570, "4 0 1 03:00", "10 0 1 02:00", -60 }, NULL, "Australia/Adelaide" },
  { "Lord Howe, which moves half an hour",
    { -630, "4 0 1 02:00", "10 0 1 02:00", -30 },
    NULL,
    "Australia/Lord_Howe" },
  { "Auckland, from the last Sunday to the first",
    { -720, "4 0 1 03:00", "9 0 5 02:00", -60 },
    NULL,
    "Pacific/Auckland" },
  { "two changes that change nothing",
    { -60, "10 0 5 03:00", "3 0 5 02:00", 0 },
    NULL,
    "Africa/Lagos" },
  { "two changes on one day", { -60, "3 0 5 03:00", "3 0 5 02:00", -60 }, NULL, "Africa/Lagos" },
  { "one change alone", { -60, NULL, "3 0 5 02:00", -60 }, NULL, "Africa/Lagos" },
  { "dates of one year for rules",
    { -60, "2026 10 0 25 03:00", "2026 3 0 29 02:00", -60 },
    NULL,
    "Europe/Berlin" },
  { "a weekday that there is not",
    { -60, "10 9 5 03:00", "3 0 5 02:00", -60 },
    NULL,
    "Africa/Lagos" },
  { "an offset that nobody has", { -75 }, NULL, "UTC+0115" },
  { "a rule that nobody has",
    { -60, "9 0 2 04:00", "5 3 1 01:00", -60 },
    "Europe/Berlin",
    "UTC+0100" },
  { "the third Sunday is not the last",
    { -60, "10 0 3 03:00", "3 0 5 02:00", -60 },
    "Europe/Berlin",
    "UTC+0100" },
};

static void
test_found (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (found_rows); i++)
    {
      g_autofree char *blob = loft_eas_blob_write (&found_rows[i].blob);
      LoftContentComponent *vtimezone = NULL;
      g_autofree char *tzid = loft_exchange_zone_find (blob, found_rows[i].reader, &vtimezone);

      g_test_message ("%s", found_rows[i].what);
      g_assert_cmpstr (tzid, ==, found_rows[i].tzid);
      g_assert_true ((vtimezone != NULL) == g_str_has_prefix (tzid, "UTC+"));
      g_clear_pointer (&vtimezone, loft_content_component_free);
    }
}

/* What the database does in a year, written as a blob. */
static const struct {
  const char *zone;
  gint64 at;
  LoftEasBlob blob;
} written_rows[] = {
  { "UTC", NOW, { 0 } },
  { "Europe/Berlin", NOW, { -60, "10 0 5 03:00", "3 0 5 02:00", -60 } },
  { "Europe/Berlin", 0, { -60 } },
  { "Europe/London", NOW, { 0, "10 0 5 02:00", "3 0 5 01:00", -60 } },
  { "Europe/Dublin", NOW, { 0, "10 0 5 02:00", "3 0 5 01:00", -60 } },
  { "America/New_York", NOW, { 300, "11 0 1 02:00", "3 0 2 02:00", -60 } },
  { "America/New_York", 1143000000, { 300, "10 0 5 02:00", "4 0 1 02:00", -60 } }, /* 2006 */
  { "America/Phoenix", NOW, { 420 } },
  { "America/Santiago", NOW, { 240, "4 0 1 00:00", "9 0 1 00:00", -60 } },
  { "Africa/Cairo", NOW, { -120, "10 5 5 00:00", "4 5 5 00:00", -60 } },
  { "Africa/Casablanca", NOW, { 0, "2 0 3 03:00", "3 0 4 02:00", -60 } }, /* Ramadan */
  { "Asia/Kolkata", NOW, { -330 } },
  { "Asia/Kathmandu", NOW, { -345 } },
  { "Australia/Sydney", NOW, { -600, "4 0 1 03:00", "10 0 1 02:00", -60 } },
  { "Australia/Lord_Howe", NOW, { -630, "4 0 1 02:00", "10 0 1 02:00", -30 } },
  { "Pacific/Auckland", NOW, { -720, "4 0 1 03:00", "9 0 5 02:00", -60 } },
  { "America/Sao_Paulo", 1500000000, { 180, "2 0 3 00:00", "10 0 3 00:00", -60 } }, /* 2017 */
  { "Europe/Istanbul", 1470000000, { -180 } }, /* 2016: forward, and never back */
};

static void
test_written (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (written_rows); i++)
    {
      g_autoptr (LoftIcalZone) zone = loft_ical_zone_find (written_rows[i].zone, NULL);
      g_autofree char *blob = loft_exchange_zone_write (zone, written_rows[i].at);
      g_autofree char *expected = loft_eas_blob_write (&written_rows[i].blob);

      g_test_message ("%s", written_rows[i].zone);
      g_assert_cmpstr (blob, ==, expected);
    }
}

/* Berlin as SOGo answered it, and as documents have it. */
static void
test_bytes (void)
{
  static const char berlin[] =
    "xP///wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAoAAAAFAAMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMAAAAFAAIAAAAAAAAAxP//"
    "/w==";
  g_autoptr (LoftIcalZone) zone = loft_ical_zone_find ("Europe/Berlin", NULL);
  g_autofree char *blob = loft_exchange_zone_write (zone, NOW);

  g_assert_cmpstr (blob, ==, berlin);
}

/* Its own VTIMEZONE keeps the time that the blob says. */
static void
test_own_zone (void)
{
  LoftEasBlob rule = { -60, "9 0 2 04:00", "5 3 1 01:00", -60 };
  g_autofree char *blob = loft_eas_blob_write (&rule);
  g_autoptr (LoftContentComponent) calendar = loft_content_component_new ("VCALENDAR");
  LoftContentComponent *vtimezone = NULL;
  g_autofree char *tzid = loft_exchange_zone_find (blob, NULL, &vtimezone);
  g_autoptr (LoftIcalZone) zone = NULL;
  g_autofree char *again = NULL;

  loft_content_component_add_component (calendar, vtimezone);
  zone = loft_ical_zone_find (tzid, calendar);
  g_assert_nonnull (zone);
  g_assert_cmpint (loft_ical_zone_get_offset (zone, 1777000000), ==, 3600); /* April 2026 */
  g_assert_cmpint (loft_ical_zone_get_offset (zone, 1785000000), ==, 7200); /* July 2026 */
  g_assert_cmpint (loft_ical_zone_get_offset (zone, 1791000000), ==, 3600); /* October 2026 */
  again = loft_exchange_zone_write (zone, NOW);
  g_assert_cmpstr (again, ==, blob);
}

/* SOGo 5.8 leaves other bytes each time where a zone has no changes. */
static void
test_clean (void)
{
  LoftEasBlob left = { -60, "43632 0 32581 0 40960:46644:11044.86" };
  LoftEasBlob named = { -60, "43632 0 0 0 00:00", NULL, 0, "W. Europe Standard Time" };
  LoftEasBlob plain = { -60 };
  g_autofree char *left_blob = loft_eas_blob_write (&left);
  g_autofree char *named_blob = loft_eas_blob_write (&named);
  g_autofree char *plain_blob = loft_eas_blob_write (&plain);
  g_autofree char *of_left = loft_exchange_zone_clean (left_blob);
  g_autofree char *of_named = loft_exchange_zone_clean (named_blob);

  g_assert_cmpstr (left_blob, !=, plain_blob);
  g_assert_cmpstr (of_left, ==, plain_blob);
  g_assert_cmpstr (of_named, ==, named_blob);
  g_assert_null (loft_exchange_zone_clean ("AAAA"));
}

static void
test_hostile (void)
{
  static const char *const bad[] = { "", "AAAA", "no base64 at all", "xP///w==" };
  g_autofree char *long_text = g_strnfill (100000, 'A');
  LoftEasBlob far_away = { -100000 };
  g_autofree char *far_blob = loft_eas_blob_write (&far_away);
  LoftContentComponent *vtimezone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (loft_exchange_zone_find (bad[i], NULL, &vtimezone));
  g_assert_null (loft_exchange_zone_find (long_text, NULL, &vtimezone));
  g_assert_null (loft_exchange_zone_find (far_blob, NULL, &vtimezone));
  g_assert_null (vtimezone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/exchange-zone/found", test_found);
  g_test_add_func ("/exchange-zone/written", test_written);
  g_test_add_func ("/exchange-zone/bytes", test_bytes);
  g_test_add_func ("/exchange-zone/own-zone", test_own_zone);
  g_test_add_func ("/exchange-zone/clean", test_clean);
  g_test_add_func ("/exchange-zone/hostile", test_hostile);
  return g_test_run ();
}
