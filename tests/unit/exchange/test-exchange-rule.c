/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-error.h"
#include "loft-exchange-rule.h"

/* 2026-11-23 is the fourth Monday of its month; 9:00 in Berlin is 8:00 UTC. */
#define MONDAY "20261123T090000"

/* "Type=1 Interval=2": the children of a Recurrence, by their names. */
static LoftWbxmlElement *
make_recurrence (guint tag, const char *text)
{
  LoftWbxmlElement *recurrence = loft_wbxml_element_new (tag);
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *value = strchr (parts[i], '=');

      *value++ = '\0';
      for (guint token = 1; token < 0x40; token++)
        if (g_strcmp0 (loft_eas_tag_get_name ((tag & 0xff00) | token), parts[i]) == 0)
          loft_wbxml_element_add_text (recurrence, (tag & 0xff00) | token, value);
    }
  return recurrence;
}

static char *
describe (const LoftWbxmlElement *recurrence)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (recurrence); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (recurrence, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", loft_eas_tag_get_name (one->tag),
                              one->text);
    }
  return g_string_free (text, FALSE);
}

static LoftExchangeRuleStart
make_start (const char *value, LoftIcalZone *zone)
{
  LoftExchangeRuleStart start = { .zone = zone };

  g_assert_true (loft_ical_time_read (value, &start.start));
  return start;
}

static void
assert_to_ical (guint tag, const char *recurrence, const char *start_value, const char *rule)
{
  g_autoptr (LoftIcalZone) zone = loft_ical_zone_find ("Europe/Berlin", NULL);
  g_autoptr (LoftWbxmlElement) element = make_recurrence (tag, recurrence);
  LoftExchangeRuleStart start = make_start (start_value, zone);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = loft_exchange_rule_to_ical (element, &start, &error);

  g_test_message ("%s", recurrence);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, rule);
}

static void
assert_from_ical (guint tag, const char *recurrence, const char *start_value, const char *rule,
                  const LoftExchangeTaskRule *task)
{
  g_autoptr (LoftIcalZone) zone = loft_ical_zone_find ("Europe/Berlin", NULL);
  LoftExchangeRuleStart start = make_start (start_value, zone);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftWbxmlElement) element =
    loft_exchange_rule_from_ical (rule, &start, tag, 141, task, &error);
  g_autofree char *text = NULL;

  g_test_message ("%s", rule);
  g_assert_no_error (error);
  text = describe (element);
  g_assert_cmpstr (text, ==, recurrence);
}

/* MS-ASCAL 2.2.2.37 on one side, RFC 5545 3.3.10 on the other. */
static const struct {
  const char *recurrence;
  const char *start;
  const char *rule;
} both_rows[] = {
  { "Type=0 Interval=1", MONDAY, "FREQ=DAILY" },
  { "Type=0 Interval=3", MONDAY, "FREQ=DAILY;INTERVAL=3" },
  { "Type=0 Occurrences=10 Interval=1", MONDAY, "FREQ=DAILY;COUNT=10" },
  { "Type=0 Occurrences=999 Interval=999", MONDAY, "FREQ=DAILY;INTERVAL=999;COUNT=999" },
  { "Type=0 Until=20261231T080000Z Interval=1", MONDAY, "FREQ=DAILY;UNTIL=20261231T080000Z" },
  { "Type=0 Until=20261230T230000Z Interval=1", "20261123", "FREQ=DAILY;UNTIL=20261231" },
  { "Type=0 Until=20270629T220000Z Interval=1", "20261123", "FREQ=DAILY;UNTIL=20270630" },
  { "Type=1 Interval=1 DayOfWeek=2", MONDAY, "FREQ=WEEKLY;BYDAY=MO" },
  { "Type=1 Interval=1 DayOfWeek=1", "20261122T090000", "FREQ=WEEKLY;BYDAY=SU" },
  { "Type=1 Interval=1 DayOfWeek=64", "20261121T090000", "FREQ=WEEKLY;BYDAY=SA" },
  { "Type=1 Interval=1 DayOfWeek=62", MONDAY, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
  { "Type=1 Interval=1 DayOfWeek=127", MONDAY, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU" },
  { "Type=1 Interval=2 DayOfWeek=2 FirstDayOfWeek=1", MONDAY, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" },
  { "Type=1 Interval=2 DayOfWeek=3 FirstDayOfWeek=0", MONDAY,
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU" },
  { "Type=1 Occurrences=6 Interval=3 DayOfWeek=10 FirstDayOfWeek=6", MONDAY,
    "FREQ=WEEKLY;INTERVAL=3;COUNT=6;BYDAY=MO,WE;WKST=SA" },
  { "Type=2 Interval=1 DayOfMonth=23", MONDAY, "FREQ=MONTHLY;BYMONTHDAY=23" },
  { "Type=2 Interval=2 DayOfMonth=28", "20261128", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28" },
  { "Type=2 Interval=1 DayOfMonth=29", "20261129T090000",
    "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1" },
  { "Type=2 Interval=1 DayOfMonth=30", "20261130T090000",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1" },
  { "Type=3 Interval=1 DayOfWeek=2 WeekOfMonth=4", MONDAY, "FREQ=MONTHLY;BYDAY=4MO" },
  { "Type=3 Interval=1 DayOfWeek=2 WeekOfMonth=5", "20261130T090000", "FREQ=MONTHLY;BYDAY=-1MO" },
  { "Type=3 Interval=3 DayOfWeek=1 WeekOfMonth=1", "20261101T090000",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=1SU" },
  { "Type=3 Interval=1 DayOfWeek=62 WeekOfMonth=1", "20261102T090000",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1" },
  { "Type=3 Interval=1 DayOfWeek=62 WeekOfMonth=5", "20261130T090000",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" },
  { "Type=3 Interval=1 DayOfWeek=65 WeekOfMonth=2", "20261107T090000",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=2" },
  { "Type=3 Interval=1 DayOfWeek=127 WeekOfMonth=5", "20261130T090000",
    "FREQ=MONTHLY;BYMONTHDAY=-1" },
  { "Type=5 Interval=1 DayOfMonth=23 MonthOfYear=11", MONDAY,
    "FREQ=YEARLY;BYMONTHDAY=23;BYMONTH=11" },
  { "Type=5 Occurrences=5 Interval=2 DayOfMonth=31 MonthOfYear=12", "20261231",
    "FREQ=YEARLY;INTERVAL=2;COUNT=5;BYMONTHDAY=31;BYMONTH=12" },
  { "Type=6 Interval=1 DayOfWeek=2 WeekOfMonth=4 MonthOfYear=11", MONDAY,
    "FREQ=YEARLY;BYDAY=4MO;BYMONTH=11" },
  { "Type=6 Interval=1 DayOfWeek=1 WeekOfMonth=5 MonthOfYear=3", "20260329T090000",
    "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" },
  { "Type=6 Interval=1 DayOfWeek=62 WeekOfMonth=5 MonthOfYear=12", "20261231T090000",
    "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=12;BYSETPOS=-1" },
  { "Type=6 Interval=1 DayOfWeek=127 WeekOfMonth=5 MonthOfYear=2", "20270228",
    "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2" },
};

static void
test_both (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (both_rows); i++)
    {
      assert_to_ical (LOFT_EAS_CALENDAR_RECURRENCE, both_rows[i].recurrence, both_rows[i].start,
                      both_rows[i].rule);
      assert_from_ical (LOFT_EAS_CALENDAR_RECURRENCE, both_rows[i].recurrence, both_rows[i].start,
                        both_rows[i].rule, NULL);
    }
}

static const struct {
  const char *recurrence;
  const char *rule;
} to_ical_rows[] = {
  { "Type=0", "FREQ=DAILY" },
  { "Type=0 Interval=0", "FREQ=DAILY" },
  { "Type=0 Interval=1 DayOfWeek=62", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
  { "Type=0 Interval=1 DayOfWeek=127", "FREQ=DAILY" },
  { "Type=0 Interval=2 DayOfWeek=62", "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR" },
  { "Type=1 Interval=1", "FREQ=WEEKLY" },
  { "Type=1 Interval=1 DayOfWeek=2 FirstDayOfWeek=0", "FREQ=WEEKLY;BYDAY=MO" },
  { "Type=2 Interval=1", "FREQ=MONTHLY;BYMONTHDAY=23" },
  { "Type=2 Interval=1 DayOfWeek=1 WeekOfMonth=5", "FREQ=MONTHLY;BYMONTHDAY=-1" },
  { "Type=2 Interval=1 DayOfMonth=31", "FREQ=MONTHLY;BYMONTHDAY=-1" },
  { "Type=5 Interval=1", "FREQ=YEARLY;BYMONTHDAY=23;BYMONTH=11" },
  { "Type=3 Interval=1 DayOfWeek=127 WeekOfMonth=2", "FREQ=MONTHLY;BYMONTHDAY=2" },
  { "Type=3 Interval=1 DayOfWeek=10 WeekOfMonth=2", "FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=2" },
  { "Type=5 Interval=1 DayOfMonth=29 MonthOfYear=2", "FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2" },
  { "Type=5 Interval=1 DayOfMonth=28 MonthOfYear=2", "FREQ=YEARLY;BYMONTHDAY=28;BYMONTH=2" },
  { "Type=5 Interval=1 DayOfMonth=31 MonthOfYear=4", "FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=4" },
  { "Type=0 Occurrences=3 Until=20261231T080000Z", "FREQ=DAILY;COUNT=3" },
  { "Type=0 Until=2026-12-31T08:00:00.000Z", "FREQ=DAILY;UNTIL=20261231T080000Z" },
  { "Type=0 Until=never", "FREQ=DAILY" },
  { "Type=0 CalendarType=1 IsLeapMonth=0", "FREQ=DAILY" },
};

static void
test_to_ical (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (to_ical_rows); i++)
    assert_to_ical (LOFT_EAS_CALENDAR_RECURRENCE, to_ical_rows[i].recurrence, MONDAY,
                    to_ical_rows[i].rule);
}

static const struct {
  const char *rule;
  const char *start;
  const char *recurrence;
} from_ical_rows[] = {
  { "FREQ=WEEKLY", MONDAY, "Type=1 Interval=1 DayOfWeek=2" },
  { "FREQ=MONTHLY", MONDAY, "Type=2 Interval=1 DayOfMonth=23" },
  { "FREQ=YEARLY", MONDAY, "Type=5 Interval=1 DayOfMonth=23 MonthOfYear=11" },
  { "FREQ=YEARLY;BYMONTH=11", MONDAY, "Type=5 Interval=1 DayOfMonth=23 MonthOfYear=11" },
  { "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", MONDAY, "Type=1 Interval=1 DayOfWeek=62" },
  { "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4", MONDAY, "Type=3 Interval=1 DayOfWeek=2 WeekOfMonth=4" },
  { "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1", "20261130",
    "Type=3 Interval=1 DayOfWeek=127 WeekOfMonth=5" },
  { "RSCALE=GREGORIAN;SKIP=BACKWARD;FREQ=MONTHLY;BYMONTHDAY=31", "20261031",
    "Type=2 Interval=1 DayOfMonth=31" },
  { "RSCALE=GREGORIAN;SKIP=BACKWARD;FREQ=YEARLY", "20280229",
    "Type=5 Interval=1 DayOfMonth=29 MonthOfYear=2" },
  { "FREQ=DAILY;UNTIL=20261231", MONDAY, "Type=0 Until=20261231T080000Z Interval=1" },
  { "FREQ=DAILY;UNTIL=20261231T090000", MONDAY, "Type=0 Until=20261231T080000Z Interval=1" },
  { "FREQ=DAILY;UNTIL=20261231T235959Z", "20261123", "Type=0 Until=20261231T000000Z Interval=1" },
};

static void
test_from_ical (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (from_ical_rows); i++)
    assert_from_ical (LOFT_EAS_CALENDAR_RECURRENCE, from_ical_rows[i].recurrence,
                      from_ical_rows[i].start, from_ical_rows[i].rule, NULL);
}

static const struct {
  const char *rule;
  const char *start;
} refused_rows[] = {
  { "FREQ=HOURLY", MONDAY },
  { "FREQ=MINUTELY;INTERVAL=30", MONDAY },
  { "FREQ=DAILY;BYHOUR=9,15", MONDAY },
  { "FREQ=DAILY;BYMINUTE=0,30", MONDAY },
  { "FREQ=DAILY;BYMONTH=11", MONDAY },
  { "FREQ=DAILY;BYMONTHDAY=23", MONDAY },
  { "FREQ=DAILY;INTERVAL=2;BYDAY=MO", MONDAY },
  { "FREQ=DAILY;INTERVAL=1000", MONDAY },
  { "FREQ=DAILY;COUNT=1000", MONDAY },
  { "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", MONDAY },
  { "FREQ=WEEKLY;BYDAY=TU", MONDAY },
  { "FREQ=WEEKLY;BYMONTH=11", MONDAY },
  { "FREQ=MONTHLY;BYMONTHDAY=1,15", "20261101" },
  { "FREQ=MONTHLY;BYMONTHDAY=31", "20261031" },
  { "FREQ=MONTHLY", "20261031" },
  { "FREQ=MONTHLY", "20261029" },
  { "FREQ=MONTHLY;BYMONTHDAY=-2", "20261129" },
  { "FREQ=MONTHLY;BYMONTHDAY=24", MONDAY },
  { "FREQ=MONTHLY;BYDAY=MO", MONDAY },
  { "FREQ=MONTHLY;BYDAY=1MO,3MO", "20261102" },
  { "FREQ=MONTHLY;BYDAY=5MO", "20261130" },
  { "FREQ=MONTHLY;BYDAY=-2MO", MONDAY },
  { "FREQ=MONTHLY;BYDAY=1MO", MONDAY },
  { "FREQ=MONTHLY;BYDAY=-1MO", MONDAY },
  { "FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1", "20261102" },
  { "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,3", "20261102" },
  { "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "20261113" },
  { "RSCALE=GREGORIAN;SKIP=FORWARD;FREQ=MONTHLY;BYMONTHDAY=31", "20261031" },
  { "FREQ=YEARLY;BYWEEKNO=48", MONDAY },
  { "FREQ=YEARLY;BYYEARDAY=327", MONDAY },
  { "FREQ=YEARLY;BYMONTH=5,11", MONDAY },
  { "FREQ=YEARLY;BYDAY=20MO", "20260518" },
  { "FREQ=YEARLY;BYMONTHDAY=23", MONDAY },
  { "FREQ=YEARLY", "20280229" },
  { "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=23", MONDAY },
};

static void
test_refused (void)
{
  g_autoptr (LoftIcalZone) zone = loft_ical_zone_find ("Europe/Berlin", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (refused_rows); i++)
    {
      LoftExchangeRuleStart start = make_start (refused_rows[i].start, zone);
      g_autoptr (GError) error = NULL;
      LoftWbxmlElement *element =
        loft_exchange_rule_from_ical (refused_rows[i].rule, &start, LOFT_EAS_CALENDAR_RECURRENCE,
                                      161, NULL, &error);

      g_test_message ("%s", refused_rows[i].rule);
      g_assert_null (element);
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "Exchange"));
    }
}

static const struct {
  const char *recurrence;
  int code;
} bad_rows[] = {
  { "Interval=1", LOFT_ERROR_PROTOCOL },
  { "Type=4 Interval=1 DayOfMonth=1", LOFT_ERROR_PROTOCOL },
  { "Type=7 Interval=1", LOFT_ERROR_PROTOCOL },
  { "Type=-1", LOFT_ERROR_PROTOCOL },
  { "Type=2 DayOfMonth=32", LOFT_ERROR_PROTOCOL },
  { "Type=3 DayOfWeek=2", LOFT_ERROR_PROTOCOL },
  { "Type=3 WeekOfMonth=2", LOFT_ERROR_PROTOCOL },
  { "Type=3 DayOfWeek=2 WeekOfMonth=6", LOFT_ERROR_PROTOCOL },
  { "Type=1 DayOfWeek=128", LOFT_ERROR_PROTOCOL },
  { "Type=5 DayOfMonth=1 MonthOfYear=13", LOFT_ERROR_PROTOCOL },
  { "Type=6 DayOfWeek=2 WeekOfMonth=1", LOFT_ERROR_PROTOCOL },
  { "Type=0 Interval=99999999999", LOFT_ERROR_PROTOCOL },
  { "Type=0 Occurrences=-5", LOFT_ERROR_PROTOCOL },
  { "Type=5 DayOfMonth=1 MonthOfYear=8 CalendarType=15", LOFT_ERROR_LIMIT },
};

static void
test_bad (void)
{
  g_autoptr (LoftIcalZone) zone = loft_ical_zone_find ("Europe/Berlin", NULL);
  LoftExchangeRuleStart start = make_start (MONDAY, zone);

  for (guint i = 0; i < G_N_ELEMENTS (bad_rows); i++)
    {
      g_autoptr (LoftWbxmlElement) element =
        make_recurrence (LOFT_EAS_CALENDAR_RECURRENCE, bad_rows[i].recurrence);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_rows[i].recurrence);
      g_assert_null (loft_exchange_rule_to_ical (element, &start, &error));
      g_assert_error (error, LOFT_ERROR, bad_rows[i].code);
    }
}

/* MS-ASTASK: with the start, and the longer form of times. */
static void
test_tasks (void)
{
  static const LoftExchangeTaskRule task = { TRUE, TRUE };
  static const char text[] = "Type=2 Start=2026-11-23T08:00:00.000Z Until=2027-11-23T08:00:00.000Z "
                             "Interval=1 DayOfMonth=23 Regenerate=1 DeadOccur=1";
  g_autoptr (LoftWbxmlElement) element = make_recurrence (LOFT_EAS_TASKS_RECURRENCE, text);
  LoftExchangeTaskRule read = loft_exchange_rule_get_task (element);

  assert_to_ical (LOFT_EAS_TASKS_RECURRENCE, text, MONDAY,
                  "FREQ=MONTHLY;UNTIL=20271123T080000Z;BYMONTHDAY=23");
  assert_from_ical (LOFT_EAS_TASKS_RECURRENCE, text, MONDAY,
                    "FREQ=MONTHLY;UNTIL=20271123T080000Z;BYMONTHDAY=23", &task);
  g_assert_true (read.regenerates && read.is_dead);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-rule/both", test_both);
  g_test_add_func ("/exchange-rule/to-ical", test_to_ical);
  g_test_add_func ("/exchange-rule/from-ical", test_from_ical);
  g_test_add_func ("/exchange-rule/refused", test_refused);
  g_test_add_func ("/exchange-rule/bad", test_bad);
  g_test_add_func ("/exchange-rule/tasks", test_tasks);
  return g_test_run ();
}
