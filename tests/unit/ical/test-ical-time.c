/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ical-time.h"

static const struct {
  const char *value;
  const char *written; /* NULL: no time */
  gint64 seconds;
  guint weekday;
} time_rows[] = {
  { "19700101T000000Z", "19700101T000000Z", 0, 4 },
  { "19700101", "19700101", 0, 4 },
  { "19691231T235959", "19691231T235959", -1, 3 },
  { "20000229T120000", "20000229T120000", 951825600, 2 },
  { "20261122T143000", "20261122T143000", 1795357800, 7 },
  { "00010101T000000", "00010101T000000", -62135596800, 1 },
  { "99991231T235959", "99991231T235959", 253402300799, 5 },
  { "20261231T235960Z", "20261231T235959Z", 1798761599, 4 },
  { "20260229", NULL },
  { "20261301", NULL },
  { "20260001", NULL },
  { "00000101", NULL },
  { "2026011", NULL },
  { "20260101T", NULL },
  { "20260101T1000", NULL },
  { "20260101T240000", NULL },
  { "20260101T100000z", NULL },
  { "20260101T100000ZZ", NULL },
  { "20260101 100000", NULL },
  { "-0260101", NULL },
  { "", NULL },
};

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_rows); i++)
    {
      LoftIcalTime time;
      LoftIcalTime back;
      g_autofree char *written = NULL;

      g_test_message ("%s", time_rows[i].value);
      g_assert_true (loft_ical_time_read (time_rows[i].value, &time) ==
                     (time_rows[i].written != NULL));
      if (time_rows[i].written == NULL)
        continue;
      written = loft_ical_time_write (&time);
      g_assert_cmpstr (written, ==, time_rows[i].written);
      g_assert_cmpint (loft_ical_time_get_seconds (&time), ==, time_rows[i].seconds);
      g_assert_cmpuint (loft_ical_time_get_weekday (&time), ==, time_rows[i].weekday);
      back = loft_ical_time_from_seconds (time_rows[i].seconds);
      g_assert_cmpint (loft_ical_time_compare (&time, &back), ==, 0);
    }
}

/* Every day of four centuries there and back, beside GDate. */
static void
test_days (void)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, 1, 1800);
  gint64 first = g_date_get_julian (date);
  LoftIcalTime begin = { .year = 1800, .month = 1, .day = 1 };
  gint64 base = loft_ical_time_get_seconds (&begin);

  for (; g_date_get_year (date) < 2210; g_date_add_days (date, 1))
    {
      LoftIcalTime time =
        loft_ical_time_from_seconds (base + (g_date_get_julian (date) - first) * 86400);

      g_assert_cmpint (time.year, ==, g_date_get_year (date));
      g_assert_cmpint (time.month, ==, g_date_get_month (date));
      g_assert_cmpint (time.day, ==, g_date_get_day (date));
      g_assert_cmpuint (loft_ical_time_get_weekday (&time), ==, g_date_get_weekday (date));
    }
}

static const struct {
  const char *value;
  const char *written; /* NULL: no duration */
  gint64 days;
  gint64 seconds;
} duration_rows[] = {
  { "P1D", "P1D", 1, 0 },
  { "P7W", "P7W", 49, 0 },
  { "P8D", "P8D", 8, 0 },
  { "+P1W", "P1W", 7, 0 },
  { "-PT5M", "-PT5M", 0, -300 },
  { "PT1H0M0S", "PT1H", 0, 3600 },
  { "P15DT5H0M20S", "P15DT5H20S", 15, 18020 },
  { "-P1DT1H", "-P1DT1H", -1, -3600 },
  { "PT0S", "PT0S", 0, 0 },
  { "P0D", "PT0S", 0, 0 },
  { "PT36H", "PT36H", 0, 129600 },
  { "P", NULL },
  { "PT", NULL },
  { "1D", NULL },
  { "P1H", NULL },
  { "PT1D", NULL },
  { "P1", NULL },
  { "P-1D", NULL },
  { "P99999999999999999999D", NULL },
  { "PT99999999999H", NULL },
  { "P1DT", NULL },
  { "", NULL },
};

static void
test_durations (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (duration_rows); i++)
    {
      LoftIcalDuration duration;
      g_autofree char *written = NULL;

      g_test_message ("%s", duration_rows[i].value);
      g_assert_true (loft_ical_duration_read (duration_rows[i].value, &duration) ==
                     (duration_rows[i].written != NULL));
      if (duration_rows[i].written == NULL)
        continue;
      g_assert_cmpint (duration.days, ==, duration_rows[i].days);
      g_assert_cmpint (duration.seconds, ==, duration_rows[i].seconds);
      written = loft_ical_duration_write (&duration);
      g_assert_cmpstr (written, ==, duration_rows[i].written);
    }
}

static void
test_add (void)
{
  static const struct {
    const char *time;
    const char *duration;
    const char *sum;
  } rows[] = {
    { "20240228", "P1D", "20240229" },
    { "20240228", "PT24H", "20240229" },
    { "20240228", "PT1H", "20240228T010000" },
    { "20240131T120000Z", "-P31DT12H", "20231231T000000Z" },
    { "99991231T235959", "P1D", "99991231T235959" },
    { "00010101T000000", "-P1D", "00010101T000000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      LoftIcalTime time;
      LoftIcalDuration duration;
      g_autofree char *written = NULL;

      g_assert_true (loft_ical_time_read (rows[i].time, &time));
      g_assert_true (loft_ical_duration_read (rows[i].duration, &duration));
      time = loft_ical_time_add (&time, &duration);
      written = loft_ical_time_write (&time);
      g_assert_cmpstr (written, ==, rows[i].sum);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ical-time/times", test_times);
  g_test_add_func ("/ical-time/days", test_days);
  g_test_add_func ("/ical-time/durations", test_durations);
  g_test_add_func ("/ical-time/add", test_add);
  return g_test_run ();
}
