/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-clock.h"
#include "loft-eas-blob.h"
#include "loft-eas-data.h"
#include "loft-eas-trip.h"
#include "loft-eas-words.h"

#define NOW 1795424400 /* 2026-11-23T09:00:00Z */

/* What is in every event, so that it comes back as it was. */
#define OLD                                                                                        \
  "BusyStatus=2|DtStamp=20261120T100000Z|Sensitivity=0|MeetingStatus=0|UID=u|Subject=S|"           \
  "Location=L|b:Body{b:Type=1|b:Data=B}|"
#define NEW                                                                                        \
  "BusyStatus=2|Sensitivity=0|MeetingStatus=0|Subject=S|b:Location{b:DisplayName=L}|"              \
  "b:Body{b:Type=1|b:Data=B}|"
#define WEEKLY    "Recurrence{Type=1|Interval=1|DayOfWeek=2}"
#define MONDAY    "AllDayEvent=0|StartTime=20261123T080000Z|EndTime=20261123T090000Z|"
#define WHOLE_DAY "AllDayEvent=1|StartTime=20261122T230000Z|EndTime=20261123T230000Z|"

/* "@" stands for the blob of a zone. */
static char *
put_blob (const char *words, const LoftEasBlob *zone)
{
  g_autofree char *blob = loft_eas_blob_write (zone);
  g_auto (GStrv) parts = g_strsplit (words, "@", -1);

  return g_strjoinv (blob, parts);
}

static const LoftEasBlob berlin = { -60, "10 0 5 03:00", "3 0 5 02:00", -60 };
static const LoftEasBlob new_york = { 300, "11 0 1 02:00", "3 0 2 02:00", -60 };
static const LoftEasBlob nowhere = { -75 };
static const LoftEasBlob utc = { 0 };

static LoftWbxmlElement *
make_data (const char *words, const LoftEasBlob *zone)
{
  g_autofree char *text = put_blob (words, zone != NULL ? zone : &berlin);

  return loft_eas_words_read (text);
}

/* Times and exceptions: data, what iCalendar says of it, and the same data again (but for what is in the
 * fifth column, and for instances). Expected values from MS-ASCAL 2.2.2 and RFC 5545. */
static const struct {
  const char *what;
  guint version;
  const char *words;
  const char *lines;
  const char *instances;
  const LoftEasBlob *zone;
} time_rows[] = {
  { "a moment", 141, OLD MONDAY "Timezone=@",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000" },
  { "in summer", 141,
    OLD "AllDayEvent=0|StartTime=20260723T080000Z|EndTime=20260723T090000Z|Timezone=@",
    "DTSTART;TZID=Europe/Berlin:20260723T100000 | DTEND;TZID=Europe/Berlin:20260723T110000" },
  { "in UTC", 141, OLD MONDAY "Timezone=@", "DTSTART:20261123T080000Z | DTEND:20261123T090000Z",
    NULL, &utc },
  { "elsewhere", 121, OLD MONDAY "Timezone=@",
    "DTSTART;TZID=America/New_York:20261123T030000 | DTEND;TZID=America/New_York:20261123T040000",
    NULL, &new_york },
  { "where nobody lives", 141, OLD MONDAY "Timezone=@",
    "DTSTART;TZID=UTC+0115:20261123T091500 | DTEND;TZID=UTC+0115:20261123T101500", NULL, &nowhere },
  { "in an hour that comes twice, the second time", 141,
    OLD "AllDayEvent=0|StartTime=20261025T013000Z|EndTime=20261025T023000Z|Timezone=@",
    "DTSTART:20261025T013000Z | DTEND;TZID=Europe/Berlin:20261025T033000" },
  { "in an hour that comes twice, the first time", 141,
    OLD "AllDayEvent=0|StartTime=20261025T003000Z|EndTime=20261025T013000Z|Timezone=@",
    "DTSTART;TZID=Europe/Berlin:20261025T023000 | DTEND:20261025T013000Z" },
  { "taking no time", 141,
    OLD "AllDayEvent=0|StartTime=20261123T080000Z|EndTime=20261123T080000Z|Timezone=@",
    "DTSTART;TZID=Europe/Berlin:20261123T090000" },
  { "a day", 141, OLD WHOLE_DAY "Timezone=@",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124" },
  { "a day elsewhere", 141,
    OLD "AllDayEvent=1|StartTime=20261123T050000Z|EndTime=20261124T050000Z|Timezone=@",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124", NULL, &new_york },
  { "two days, one of 23 hours", 141,
    OLD "AllDayEvent=1|StartTime=20260327T230000Z|EndTime=20260329T220000Z|Timezone=@",
    "DTSTART;VALUE=DATE:20260328 | DTEND;VALUE=DATE:20260330" },
  { "a day of 16.1, of no zone", 161,
    NEW "AllDayEvent=1|StartTime=20261123T000000Z|EndTime=20261124T000000Z",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124" },
  { "a moment of 16.0", 160, NEW MONDAY "Timezone=@",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000" },
  { "a series", 141, OLD MONDAY "Timezone=@|" WEEKLY,
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO" },
  { "a series without an occurrence", 141,
    OLD MONDAY "Timezone=@|" WEEKLY
               "|Exceptions{Exception{Deleted=1|ExceptionStartTime=20261130T080000Z}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | EXDATE;TZID=Europe/Berlin:20261130T090000" },
  { "without one in summer, when the clock is elsewhere", 141,
    OLD MONDAY "Timezone=@|" WEEKLY
               "|Exceptions{Exception{Deleted=1|ExceptionStartTime=20270405T070000Z}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | EXDATE;TZID=Europe/Berlin:20270405T090000" },
  { "an occurrence moved", 141,
    OLD MONDAY "Timezone=@|" WEEKLY "|Exceptions{Exception{StartTime=20261201T100000Z|EndTime="
               "20261201T120000Z|ExceptionStartTime=20261130T080000Z}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000 | "
    "DTSTART;TZID=Europe/Berlin:20261201T110000 | DTEND;TZID=Europe/Berlin:20261201T130000" },
  { "an occurrence moved over the change of the clock", 141,
    OLD MONDAY "Timezone=@|" WEEKLY "|Exceptions{Exception{StartTime=20270329T070000Z|EndTime="
               "20270329T080000Z|ExceptionStartTime=20270322T080000Z}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | RECURRENCE-ID;TZID=Europe/Berlin:20270322T090000 | "
    "DTSTART;TZID=Europe/Berlin:20270329T090000 | DTEND;TZID=Europe/Berlin:20270329T100000" },
  { "one moved, one gone, in order of time", 141,
    OLD MONDAY "Timezone=@|" WEEKLY
               "|Exceptions{Exception{Deleted=1|ExceptionStartTime=20261214T080000Z}|Exception{"
               "StartTime=20261130T100000Z|EndTime=20261130T110000Z|"
               "ExceptionStartTime=20261130T080000Z}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | EXDATE;TZID=Europe/Berlin:20261214T090000 | "
    "RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000 | "
    "DTSTART;TZID=Europe/Berlin:20261130T110000 | DTEND;TZID=Europe/Berlin:20261130T120000" },
  { "an occurrence that takes the whole day", 141,
    OLD MONDAY "Timezone=@|" WEEKLY
               "|Exceptions{Exception{AllDayEvent=1|StartTime=20261129T230000Z|"
               "EndTime=20261130T230000Z|ExceptionStartTime=20261130T080000Z}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000 | "
    "DTSTART;VALUE=DATE:20261130 | DTEND;VALUE=DATE:20261201" },
  { "a series of days without one", 141,
    OLD WHOLE_DAY "Timezone=@|" WEEKLY
                  "|Exceptions{Exception{Deleted=1|ExceptionStartTime=20261129T230000Z}}",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124 | RRULE:FREQ=WEEKLY;BYDAY=MO | "
    "EXDATE;VALUE=DATE:20261130" },
  { "a series of days without one in summer", 141,
    OLD WHOLE_DAY "Timezone=@|" WEEKLY
                  "|Exceptions{Exception{Deleted=1|ExceptionStartTime=20270404T220000Z}}",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124 | RRULE:FREQ=WEEKLY;BYDAY=MO | "
    "EXDATE;VALUE=DATE:20270405" },
  { "a series of days, one of them an hour", 141,
    OLD WHOLE_DAY "Timezone=@|" WEEKLY
                  "|Exceptions{Exception{AllDayEvent=0|StartTime=20261130T080000Z|"
                  "EndTime=20261130T090000Z|ExceptionStartTime=20261129T230000Z}}",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124 | RRULE:FREQ=WEEKLY;BYDAY=MO | "
    "RECURRENCE-ID;VALUE=DATE:20261130 | DTSTART;TZID=Europe/Berlin:20261130T090000 | "
    "DTEND;TZID=Europe/Berlin:20261130T100000" },
  { "a series of days elsewhere until a day", 141,
    OLD "AllDayEvent=1|StartTime=20261123T050000Z|EndTime=20261124T050000Z|Timezone=@|"
        "Recurrence{Type=0|Until=20261130T050000Z|Interval=1}",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124 | RRULE:FREQ=DAILY;UNTIL=20261130",
    NULL, &new_york },
  { "a series until a moment", 141,
    OLD MONDAY "Timezone=@|Recurrence{Type=0|Until=20261130T080000Z|Interval=1}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=DAILY;UNTIL=20261130T080000Z" },
  { "exceptions of 16.1", 161,
    NEW MONDAY "Timezone=@|" WEEKLY
               "|Exceptions{Exception{b:InstanceId=20261130T080000Z|Deleted=1}|Exception{"
               "b:InstanceId=20261207T080000Z|StartTime=20261207T100000Z|EndTime=20261207T110000Z|"
               "Subject=Later}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | EXDATE;TZID=Europe/Berlin:20261130T090000 | "
    "RECURRENCE-ID;TZID=Europe/Berlin:20261207T090000 | "
    "DTSTART;TZID=Europe/Berlin:20261207T110000 | DTEND;TZID=Europe/Berlin:20261207T120000",
    "20261130T080000Z: deleted # "
    "20261207T080000Z: StartTime=20261207T100000Z|EndTime=20261207T110000Z|Subject=Later" },
  { "exceptions of a series of days of 16.1", 161,
    NEW "AllDayEvent=1|StartTime=20261123T000000Z|EndTime=20261124T000000Z|" WEEKLY
        "|Exceptions{Exception{b:InstanceId=20261130T000000Z|Deleted=1}|Exception{"
        "b:InstanceId=20261207T000000Z|StartTime=20261208T000000Z|EndTime=20261209T000000Z}}",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124 | RRULE:FREQ=WEEKLY;BYDAY=MO | "
    "EXDATE;VALUE=DATE:20261130 | RECURRENCE-ID;VALUE=DATE:20261207 | DTSTART;VALUE=DATE:20261208 | "
    "DTEND;VALUE=DATE:20261209",
    "20261130T000000Z: deleted # "
    "20261207T000000Z: StartTime=20261208T000000Z|EndTime=20261209T000000Z" },
  { "an occurrence without its series", 161, NEW MONDAY "Timezone=@|b:InstanceId=20261123T070000Z",
    "RECURRENCE-ID;TZID=Europe/Berlin:20261123T080000 | "
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000",
    "" },
};

/* Of what came, only what a client says: no identity of a server, no exceptions inside. */
static LoftWbxmlElement *
make_expected (const LoftWbxmlElement *data, guint version)
{
  LoftWbxmlElement *expected = loft_wbxml_element_copy (data);

  for (guint i = loft_wbxml_element_get_n_children (expected); version >= 160 && i-- > 0;)
    {
      guint tag = loft_wbxml_element_get_child (expected, i)->tag;

      if (tag == LOFT_EAS_CALENDAR_EXCEPTIONS || tag == LOFT_EAS_AIRSYNCBASE_INSTANCE_ID)
        g_ptr_array_remove_index (expected->children, i);
    }
  if (version >= 160)
    loft_wbxml_element_add_text (expected, LOFT_EAS_CALENDAR_CLIENT_UID, "otherwise");
  return expected;
}

static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (time_rows[i].version);
      g_autoptr (LoftWbxmlElement) data = make_data (time_rows[i].words, time_rows[i].zone);
      g_autoptr (LoftWbxmlElement) expected = make_expected (data, how.version);
      g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
      g_autofree char *lines =
        loft_eas_trip_find_lines (ical, "DTSTART DTEND RRULE EXDATE RECURRENCE-ID DURATION");
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_trip_from_ical (ical, &how, &instances);
      g_autofree char *told = loft_eas_trip_describe_instances (instances);

      g_test_message ("%s", time_rows[i].what);
      g_assert_cmpstr (lines, ==, time_rows[i].lines);
      loft_eas_data_assert_equal (back, expected);
      g_assert_cmpstr (told, ==, time_rows[i].instances != NULL ? time_rows[i].instances : "");
    }
}

/* Servers that do otherwise than they should: only what is shown of it. */
static const struct {
  const char *what;
  guint version;
  const char *words;
  const char *lines;
} odd_rows[] = {
  { "no zone: the reader's", 141, "StartTime=20261123T080000Z|EndTime=20261123T090000Z",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000" },
  { "a broken zone", 141, "Timezone=AAAA|StartTime=20261123T080000Z",
    "DTSTART;TZID=Europe/Berlin:20261123T090000" },
  { "times in the other form", 141,
    "Timezone=@|StartTime=2026-11-23T08:00:00.000Z|EndTime=2026-11-23T09:00:00Z",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000" },
  { "no end", 141, "Timezone=@|StartTime=20261123T080000Z",
    "DTSTART;TZID=Europe/Berlin:20261123T090000" },
  { "an end before the start", 141,
    "Timezone=@|StartTime=20261123T080000Z|EndTime=20261122T080000Z",
    "DTSTART;TZID=Europe/Berlin:20261123T090000" },
  { "a day that ends as it begins", 141,
    "Timezone=@|AllDayEvent=1|StartTime=20261122T230000Z|EndTime=20261122T230000Z",
    "DTSTART;VALUE=DATE:20261123" },
  { "a day in UTC beside another zone", 141,
    "Timezone=@|AllDayEvent=1|StartTime=20261123T000000Z|EndTime=20261124T000000Z",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124" },
  { "a day that begins at noon", 141,
    "Timezone=@|AllDayEvent=1|StartTime=20261123T120000Z|EndTime=20261124T120000Z",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124" },
  { "a day of 16.1 in a zone", 161,
    "AllDayEvent=1|StartTime=20261122T230000Z|EndTime=20261123T230000Z",
    "DTSTART;VALUE=DATE:20261123 | DTEND;VALUE=DATE:20261124" },
  { "exceptions without a start", 141,
    "Timezone=@|" MONDAY WEEKLY "|Exceptions{Exception{Deleted=1}|Exception{Subject=X}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO" },
  { "one exception twice: the later holds", 141,
    "Timezone=@|" MONDAY WEEKLY
    "|Exceptions{Exception{ExceptionStartTime=20261130T080000Z|Subject=X}|"
    "Exception{ExceptionStartTime=20261130T080000Z|Deleted=1}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | EXDATE;TZID=Europe/Berlin:20261130T090000" },
  { "an exception that says no time", 141,
    "Timezone=@|" MONDAY WEEKLY
    "|Exceptions{Exception{ExceptionStartTime=20270405T070000Z|Subject=X}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000 | "
    "RRULE:FREQ=WEEKLY;BYDAY=MO | RECURRENCE-ID;TZID=Europe/Berlin:20270405T090000 | "
    "DTSTART;TZID=Europe/Berlin:20270405T090000 | DTEND;TZID=Europe/Berlin:20270405T100000" },
  { "exceptions of what does not recur", 141,
    "Timezone=@|" MONDAY "Exceptions{Exception{ExceptionStartTime=20261130T080000Z|Deleted=1}}",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000" },
  { "an empty rule", 141, "Timezone=@|" MONDAY "Recurrence=",
    "DTSTART;TZID=Europe/Berlin:20261123T090000 | DTEND;TZID=Europe/Berlin:20261123T100000" },
};

static void
test_odd (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (odd_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (odd_rows[i].version);
      g_autoptr (LoftWbxmlElement) data = make_data (odd_rows[i].words, NULL);
      g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
      g_autofree char *lines =
        loft_eas_trip_find_lines (ical, "DTSTART DTEND RRULE EXDATE RECURRENCE-ID DURATION");
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_trip_from_ical (ical, &how, &instances);
      g_autofree char *again = loft_eas_trip_to_ical (data, &how);

      g_test_message ("%s", odd_rows[i].what);
      g_assert_cmpstr (lines, ==, odd_rows[i].lines);
      g_assert_cmpstr (again, ==, ical);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/eas-event/times", test_times);
  g_test_add_func ("/eas-event/odd", test_odd);
  return g_test_run ();
}
