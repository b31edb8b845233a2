/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-error.h"
#include "loft-ical-recurrence.h"

#define SHOWN 12

static LoftIcalTime
time_of (const char *value)
{
  LoftIcalTime time;

  g_assert_true (loft_ical_time_read (value, &time));
  return time;
}

static LoftIcalRecurrence *
recurrence_of (const char *start, const char *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftIcalRule) read = loft_ical_rule_read (rule, &error);
  LoftIcalTime time = time_of (start);

  g_assert_no_error (error);
  return loft_ical_recurrence_new (read, &time);
}

static char *
write_times (LoftIcalRecurrence *recurrence)
{
  GString *times = g_string_new (NULL);
  LoftIcalTime time;

  for (guint i = 0; i <= SHOWN && loft_ical_recurrence_next (recurrence, &time); i++)
    {
      g_autofree char *value = loft_ical_time_write (&time);

      g_string_append_printf (times, "%s%s", i > 0 ? "," : "", i < SHOWN ? value : "...");
    }
  return g_string_free (times, FALSE);
}

static GStrv
read_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data/ical/recurrences.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (g_strchomp (text), "\n", -1);
}

static void
test_table (void)
{
  g_auto (GStrv) lines = read_table ();
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], " ", 3);
      g_autoptr (LoftIcalRecurrence) recurrence = NULL;
      g_autofree char *times = NULL;

      if (lines[i][0] == '#')
        continue;
      recurrence = recurrence_of (row[0], row[1]);
      times = write_times (recurrence);
      g_test_message ("%s %s", row[0], row[1]);
      g_assert_cmpstr (times, ==, row[2]);
      n++;
    }
  g_assert_cmpuint (n, >=, 150);
}

/* From any of its times on, what a recurrence has is what it has when all is counted. */
static void
test_skip (void)
{
  g_auto (GStrv) lines = read_table ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) row = g_strsplit (lines[i], " ", 3);
      g_auto (GStrv) times = lines[i][0] != '#' ? g_strsplit (row[2], ",", -1) : g_new0 (char *, 1);

      for (guint k = 0; times[k] != NULL && strcmp (times[k], "...") != 0; k++)
        {
          g_autoptr (LoftIcalRecurrence) recurrence = recurrence_of (row[0], row[1]);
          LoftIcalTime wanted = time_of (times[k]);

          g_test_message ("%s %s from %s", row[0], row[1], times[k]);
          loft_ical_recurrence_skip_to (recurrence, &wanted);
          for (guint m = k; times[m] != NULL && strcmp (times[m], "...") != 0; m++)
            {
              g_autofree char *value = NULL;
              LoftIcalTime time;

              g_assert_true (loft_ical_recurrence_next (recurrence, &time));
              value = loft_ical_time_write (&time);
              g_assert_cmpstr (value, ==, times[m]);
            }
        }
    }
}

/* As it is written, and how Loft writes it; NULL: LOFT_ERROR_PROTOCOL or _LIMIT. */
static const struct {
  const char *value;
  const char *written;
  int error;
} rule_rows[] = {
  { "FREQ=DAILY", "FREQ=DAILY" },
  { "freq=daily;interval=2", "FREQ=DAILY;INTERVAL=2" },
  { "FREQ=DAILY;", "FREQ=DAILY" },
  { "COUNT=3;FREQ=WEEKLY;BYDAY=MO,TU,MO", "FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU" },
  { "FREQ=MONTHLY;BYDAY=+1MO,-1FR", "FREQ=MONTHLY;BYDAY=1MO,-1FR" },
  { "FREQ=WEEKLY;WKST=SU;UNTIL=20260101T000000Z", "FREQ=WEEKLY;UNTIL=20260101T000000Z;WKST=SU" },
  { "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD", "RSCALE=GREGORIAN;SKIP=BACKWARD;FREQ=MONTHLY" },
  { "FREQ=DAILY;X-MINE=1", "FREQ=DAILY" },
  { "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=1" },
  { "FREQ=DAILY;COUNT=2147483647", "FREQ=DAILY;COUNT=1000000" },
  { "", NULL, LOFT_ERROR_PROTOCOL },
  { "DAILY", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=OFTEN", NULL, LOFT_ERROR_PROTOCOL },
  { "INTERVAL=2", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;INTERVAL=0", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;INTERVAL=-1", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;INTERVAL=99999999999999999999", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;COUNT=0", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;COUNT=2x", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;UNTIL=never", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;BYHOUR=24", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;BYHOUR=", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;BYHOUR=1,,2", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=DAILY;BYHOUR=1;BYHOUR=2", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=YEARLY;BYMONTHDAY=0", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=YEARLY;BYMONTHDAY=32", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=YEARLY;BYMONTH=-1", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=YEARLY;BYMONTH=5L", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=MONTHLY;BYDAY=54MO", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=MONTHLY;BYDAY=0MO", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=MONTHLY;BYDAY=1", NULL, LOFT_ERROR_PROTOCOL },
  { "FREQ=MONTHLY;BYDAY=XX", NULL, LOFT_ERROR_PROTOCOL },
  { "RSCALE=HEBREW;FREQ=YEARLY", NULL, LOFT_ERROR_LIMIT },
};

static void
test_rules (void)
{
  g_autofree char *long_one = g_strnfill (5000, ';');

  for (guint i = 0; i < G_N_ELEMENTS (rule_rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftIcalRule) rule = loft_ical_rule_read (rule_rows[i].value, &error);

      g_test_message ("%s", rule_rows[i].value);
      if (rule_rows[i].written == NULL)
        g_assert_error (error, LOFT_ERROR, rule_rows[i].error);
      else
        {
          g_autofree char *written = NULL;

          g_assert_no_error (error);
          written = loft_ical_rule_write (rule);
          g_assert_cmpstr (written, ==, rule_rows[i].written);
        }
    }
  g_assert_null (loft_ical_rule_read (long_one, NULL));
}

/* Where python3-dateutil reads RFC 5545 otherwise: the weekday that BYWEEKNO does not say is the
 * start's, the first week counts whole for BYSETPOS, and "every Tuesday and the second Wednesday" is
 * both. */
static const struct {
  const char *start;
  const char *rule;
  const char *times;
} own_rows[] = {
  { "20240102", "FREQ=YEARLY;BYWEEKNO=20;COUNT=3", "20240102,20240514,20250513" },
  { "20240102", "FREQ=MONTHLY;BYDAY=TU,2WE;COUNT=4", "20240102,20240109,20240110,20240116" },
  { "20240104", "FREQ=WEEKLY;BYDAY=TU,FR;BYSETPOS=1;COUNT=3", "20240104,20240109,20240116" },
};

/* RFC 7529 4.2. */
static void
test_skipped_days (void)
{
  static const struct {
    const char *start;
    const char *rule;
    const char *times;
  } rows[] = {
    { "20130131", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4",
      "20130131,20130228,20130331,20130430" },
    { "20130131", "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=4",
      "20130131,20130301,20130331,20130501" },
    { "20160229", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;COUNT=3",
      "20160229,20170301,20180301" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftIcalRecurrence) recurrence = recurrence_of (rows[i].start, rows[i].rule);
      g_autofree char *times = write_times (recurrence);

      g_assert_cmpstr (times, ==, rows[i].times);
    }
}

static void
test_own (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_rows); i++)
    {
      g_autoptr (LoftIcalRecurrence) recurrence =
        recurrence_of (own_rows[i].start, own_rows[i].rule);
      g_autofree char *times = write_times (recurrence);

      g_assert_cmpstr (times, ==, own_rows[i].times);
    }
}

/* Rules that never match, or hardly ever, or far too often: each is asked for all of its times. The
 * bound is twenty times what it takes. */
static void
test_bombs (void)
{
  static const char *const rules[] = {
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1",
    "FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1",
    "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
    "FREQ=DAILY;COUNT=2147483647",
    "FREQ=YEARLY;BYYEARDAY=1,-1;BYMONTH=6",
    "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4,5",
    "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
    "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    "FREQ=MONTHLY;BYSETPOS=366",
    "FREQ=YEARLY;INTERVAL=32767",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (LoftIcalRecurrence) recurrence = recurrence_of ("20260101T000000", rules[i]);
      gint64 begin = g_get_monotonic_time ();
      LoftIcalTime time;

      while (loft_ical_recurrence_next (recurrence, &time))
        ;
      g_test_message ("%s %.3f s", rules[i], (g_get_monotonic_time () - begin) / 1e6);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 60 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recurrence/rules", test_rules);
  g_test_add_func ("/recurrence/table", test_table);
  g_test_add_func ("/recurrence/skip", test_skip);
  g_test_add_func ("/recurrence/own", test_own);
  g_test_add_func ("/recurrence/skipped-days", test_skipped_days);
  g_test_add_func ("/recurrence/bombs", test_bombs);
  return g_test_run ();
}
