/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-eas-trip.h"
#include "loft-eas-words.h"
#include "loft-error.h"
#include "loft-ical-object.h"
#include "loft-ical-time.h"

#define NOW 1795424400 /* 2026-11-23T09:00:00Z */
#define DAY (24 * 60 * 60)

static char *
make_ical (const char *properties)
{
  GString *text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
  g_auto (GStrv) events = g_strsplit (properties, "||", -1);

  for (guint i = 0; events[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (events[i], "|", -1);
      g_autofree char *body = g_strjoinv ("\r\n", lines);

      g_string_append_printf (text, "BEGIN:VEVENT\r\nUID:u\r\n%s\r\nEND:VEVENT\r\n", body);
    }
  g_string_append (text, "END:VCALENDAR\r\n");
  return g_string_free (text, FALSE);
}

#define START        "DTSTART;TZID=Europe/Berlin:20261123T090000|"
#define ALARM(lines) "BEGIN:VALARM|" lines "|END:VALARM|"

/* What Exchange has no place for, and a word of the sentence that says so. */
static const struct {
  guint version;
  const char *properties;
  const char *word;
} refused_rows[] = {
  { 141, START "RDATE;TZID=Europe/Berlin:20261125T090000", "RDATE" },
  { 141, START "RRULE:FREQ=DAILY|EXRULE:FREQ=WEEKLY", "EXRULE" },
  { 141, START "RRULE:FREQ=DAILY|RRULE:FREQ=WEEKLY", "several rules" },
  { 141, START "RRULE:FREQ=YEARLY;BYWEEKNO=48", "BYWEEKNO" },
  { 161, START "RRULE:FREQ=HOURLY", "every day" },
  { 141, START "RRULE:FREQ=WEEKLY;BYDAY=TU", "does not name" },
  { 141, START "ATTACH:https://x.test/a.pdf", "Attachments" },
  { 161, START "ATTACH:https://x.test/a.pdf", "a link that is attached" },
  { 161,
    START "RRULE:FREQ=DAILY||RECURRENCE-ID:20261130T080000Z|" START
          "ATTACH;ENCODING=BASE64;VALUE=BINARY:QQ==",
    "single occurrences" },
  { 141, START "URL:https://x.test/", "web address" },
  { 141, START "CONFERENCE;VALUE=URI:https://meet.x.test/", "online meeting" },
  { 141, START ALARM ("ACTION:DISPLAY|TRIGGER:-PT5M") ALARM ("ACTION:DISPLAY|TRIGGER:-PT1H"),
    "one reminder" },
  { 141, START ALARM ("ACTION:EMAIL|TRIGGER:-PT5M"), "by mail" },
  { 141, START ALARM ("ACTION:DISPLAY|TRIGGER:PT5M"), "before the start" },
  { 141, START ALARM ("ACTION:DISPLAY|TRIGGER;RELATED=END:-PT5M"), "before the start" },
  { 141, START ALARM ("ACTION:DISPLAY|TRIGGER;VALUE=DATE-TIME:20261123T070000Z"),
    "before the start" },
  { 141, START ALARM ("ACTION:DISPLAY|TRIGGER:-PT90S"), "before the start" },
  { 141, START ALARM ("ACTION:DISPLAY|TRIGGER:-PT5M|REPEAT:3|DURATION:PT1M"), "repeat" },
  { 141, START "SUMMARY:A||RECURRENCE-ID:20261130T080000Z|" START "SUMMARY:B", "does not recur" },
  { 141, "RECURRENCE-ID:20261130T080000Z|" START "||RECURRENCE-ID:20261207T080000Z|" START,
    "without their series" },
  { 141, START "RRULE:FREQ=DAILY||RECURRENCE-ID;RANGE=THISANDFUTURE:20261130T080000Z|" START,
    "RANGE" },
  { 141, START "SUMMARY:A||" START "SUMMARY:B", "several events" },
  { 121,
    START "RRULE:FREQ=DAILY|ATTENDEE:mailto:a@x.test||RECURRENCE-ID:20261130T080000Z|" START
          "ATTENDEE:mailto:b@x.test",
    "other people" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (refused_rows[i].version);
      g_autofree char *ical = make_ical (refused_rows[i].properties);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refused_rows[i].properties);
      g_assert_null (loft_eas_event_from_ical (ical, &how, &instances, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, refused_rows[i].word));
      g_assert_null (instances);
    }
}

/* What an event is complete without goes nowhere where that is wanted; what else would be on other days, or
 * with other people, is refused all the same. */
static const struct {
  const char *properties;
  const char *words; /* of the sentences */
  const char *minutes; /* (nullable) before the start */
} left_out_rows[] = {
  { START "ATTACH:https://x.test/a.pdf|URL:https://x.test/", "web address|Attachments", NULL },
  { START "CONFERENCE;VALUE=URI:https://meet.x.test/", "online meeting", NULL },
  { START ALARM ("ACTION:DISPLAY|TRIGGER:-PT5M") ALARM ("ACTION:DISPLAY|TRIGGER:-PT1H"),
    "one reminder", "5" },
  { START ALARM ("ACTION:EMAIL|TRIGGER:-PT5M") ALARM ("ACTION:DISPLAY|TRIGGER:-PT1H"), "by mail",
    "60" },
  { START ALARM ("ACTION:DISPLAY|TRIGGER:PT5M"), "before the start", NULL },
};

static void
test_left_out (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_out_rows); i++)
    {
      g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
      LoftEasMapping how = loft_eas_trip_mapping (141);
      g_autofree char *ical = make_ical (left_out_rows[i].properties);
      g_auto (GStrv) words = g_strsplit (left_out_rows[i].words, "|", -1);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) data = NULL;

      how.left_out = left_out;
      data = loft_eas_trip_from_ical (ical, &how, &instances);
      g_assert_cmpuint (left_out->len, ==, g_strv_length (words));
      for (guint k = 0; k < left_out->len; k++)
        g_assert_nonnull (strstr (g_ptr_array_index (left_out, k), words[k]));
      g_assert_cmpstr (loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_REMINDER), ==,
                       left_out_rows[i].minutes);
    }
}

static void
test_never_left_out (void)
{
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autofree char *ical = make_ical (START "RDATE;TZID=Europe/Berlin:20261125T090000");
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (GError) error = NULL;

  how.left_out = left_out;
  g_assert_null (loft_eas_event_from_ical (ical, &how, &instances, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* Texts of others, and what is sent of their times. */
static const struct {
  guint version;
  const char *properties;
  const char *start;
  const char *end;
} taken_rows[] = {
  { 141, "DTSTART:20261123T090000", "20261123T080000Z", "20261123T080000Z" },
  { 141, "DTSTART:20261123T090000Z|DURATION:PT90M", "20261123T090000Z", "20261123T103000Z" },
  { 141, START "DTEND;TZID=America/New_York:20261123T060000", "20261123T080000Z",
    "20261123T110000Z" },
  { 141, "DTSTART;TZID=W. Europe Standard Time:20260723T090000|DURATION:P1D", "20260723T070000Z",
    "20260724T070000Z" },
  { 141, "DTSTART;TZID=Europe/Berlin:20261024T090000|DURATION:P1D", "20261024T070000Z",
    "20261025T080000Z" },
  { 141, "DTSTART;VALUE=DATE:20261123", "20261122T230000Z", "20261123T230000Z" },
  { 161, "DTSTART;VALUE=DATE:20261123", "20261123T000000Z", "20261124T000000Z" },
  { 161, "DTSTART;VALUE=DATE:20261123|DURATION:P1W", "20261123T000000Z", "20261130T000000Z" },
  { 141, "DTSTART;TZID=Nobody's:20261123T090000", "20261123T080000Z", "20261123T080000Z" },
  { 141, START "DTEND;TZID=Europe/Berlin:20261122T090000", "20261123T080000Z", "20261123T080000Z" },
};

static void
test_taken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (taken_rows[i].version);
      g_autofree char *ical = make_ical (taken_rows[i].properties);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) data = loft_eas_trip_from_ical (ical, &how, &instances);

      g_test_message ("%s", taken_rows[i].properties);
      g_assert_cmpstr (loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_START_TIME), ==,
                       taken_rows[i].start);
      g_assert_cmpstr (loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_END_TIME), ==,
                       taken_rows[i].end);
    }
}

/* A day alone leaves out, or means, the occurrence on it; what is left out is not changed too. */
static void
test_days_of_series (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (161);
  g_autofree char *ical = make_ical (
    START "RRULE:FREQ=DAILY|EXDATE;VALUE=DATE:20261124,20261125|EXDATE:20261124T080000Z||"
          "RECURRENCE-ID;VALUE=DATE:20261126|" START
          "||RECURRENCE-ID;TZID=Europe/Berlin:20261125T090000|" START);
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (LoftWbxmlElement) data = loft_eas_trip_from_ical (ical, &how, &instances);
  g_autofree char *text = loft_eas_trip_describe_instances (instances);

  g_assert_cmpstr (text, ==,
                   "20261124T080000Z: deleted # 20261125T080000Z: deleted # "
                   "20261126T080000Z: StartTime=20261123T080000Z|EndTime=20261123T080000Z");
  g_assert_null (loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_EXCEPTIONS));
}

static LoftWbxmlElement *
make_series (guint n_exceptions, gboolean deleted)
{
  LoftWbxmlElement *data =
    loft_eas_words_read ("StartTime=20000101T080000Z|EndTime=20000101T090000Z|UID=u|Subject=S|"
                         "Recurrence{Type=0|Interval=1}|Exceptions=");
  LoftWbxmlElement *exceptions = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_EXCEPTIONS);

  for (guint i = 0; i < n_exceptions; i++)
    {
      LoftWbxmlElement *one = loft_wbxml_element_add (exceptions, LOFT_EAS_CALENDAR_EXCEPTION);
      LoftIcalTime time =
        loft_ical_time_from_seconds (946713600 + (gint64) i * DAY); /* 2000-01-01T08:00:00Z */
      g_autofree char *text = NULL;

      time.is_utc = TRUE;
      text = loft_ical_time_write (&time);
      loft_wbxml_element_add_text (one, LOFT_EAS_CALENDAR_EXCEPTION_START_TIME, text);
      if (deleted)
        loft_wbxml_element_add_int (one, LOFT_EAS_CALENDAR_DELETED, 1);
    }
  return data;
}

static void
assert_limit (const LoftWbxmlElement *data)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_eas_event_to_ical (data, "u", &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

static void
test_many_exceptions (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (161);

  for (guint deleted = 0; deleted < 2; deleted++)
    {
      g_autoptr (LoftWbxmlElement) most = make_series (10000, deleted == 1);
      g_autoptr (LoftWbxmlElement) more = make_series (10001, deleted == 1);
      g_autofree char *ical = loft_eas_trip_to_ical (most, &how);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_trip_from_ical (ical, &how, &instances);

      g_assert_nonnull (back);
      g_assert_cmpuint (instances->len, ==, 10000);
      assert_limit (more);
    }
}

/* MS-ASCAL 2.2.2.22: up to 256 in one message. */
static void
test_exceptions_of_a_message (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);

  for (guint n = 256; n <= 257; n++)
    {
      g_autoptr (LoftWbxmlElement) series = make_series (n, TRUE);
      g_autofree char *ical = loft_eas_trip_to_ical (series, &how);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_event_from_ical (ical, &how, &instances, &error);

      g_assert_true ((back != NULL) == (n == 256));
      if (back != NULL)
        continue;
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "256"));
    }
}

static void
test_many_attendees (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autoptr (LoftWbxmlElement) data =
    loft_eas_words_read ("StartTime=20000101T080000Z|UID=u|MeetingStatus=1|Attendees=");
  LoftWbxmlElement *attendees = loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_ATTENDEES);
  g_autofree char *ical = NULL;
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (LoftWbxmlElement) back = NULL;

  for (guint i = 0; i < 100000; i++)
    {
      LoftWbxmlElement *one = loft_wbxml_element_add (attendees, LOFT_EAS_CALENDAR_ATTENDEE);
      g_autofree char *address = g_strdup_printf ("%u@x.test", i);

      loft_wbxml_element_add_text (one, LOFT_EAS_CALENDAR_EMAIL, address);
    }
  ical = loft_eas_trip_to_ical (data, &how);
  back = loft_eas_trip_from_ical (ical, &how, &instances);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (
                      loft_wbxml_element_find (back, LOFT_EAS_CALENDAR_ATTENDEES)),
                    ==, 100000);
  loft_wbxml_element_add (attendees, LOFT_EAS_CALENDAR_ATTENDEE);
  assert_limit (data);
}

/* A long text in every one of many exceptions. */
static void
test_large (void)
{
  g_autoptr (LoftWbxmlElement) data = make_series (5000, FALSE);
  g_autofree char *text = g_strnfill (100000, 'x');

  loft_wbxml_element_add_text (loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY),
                               LOFT_EAS_AIRSYNCBASE_DATA, text);
  assert_limit (data);
}

/* Numbers and texts that mean nothing are as if they were not there. */
static void
test_nonsense (void)
{
  static const char *const rows[] = {
    "StartTime=20261123T080000Z|BusyStatus=99|Sensitivity=-4|MeetingStatus=999999999999|Reminder=-5",
    "StartTime=20261123T080000Z|BusyStatus=x|Sensitivity=|MeetingStatus=x|Reminder=99999999999999",
    "StartTime=20261123T080000Z|AllDayEvent=7|ResponseType=44|DtStamp=yesterday|EndTime=soon",
    "StartTime=20261123T080000Z|Attendees{Attendee=|Attendee{Email=}|Category=x}|Categories{Name=}",
    "StartTime=20261123T080000Z|b:Body=|b:Location=|Recurrence{Type=x}|Exceptions{Exception=}",
    "StartTime=00010101T000000Z|EndTime=99991231T235959Z|AllDayEvent=1",
    "StartTime=20261123T080000Z|b:Body{b:Type=99|b:Data=x}|Subject=a\001b\r\nc",
  };
  static const char *const without_start[] = { "Subject=S", "StartTime=", "StartTime=noon",
                                               "StartTime=20261323T080000Z" };
  LoftEasMapping how = loft_eas_trip_mapping (141);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftWbxmlElement) data = loft_eas_words_read (rows[i]);
      g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
      g_autoptr (GBytes) raw = g_bytes_new (ical, strlen (ical));
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, &error);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_trip_from_ical (ical, &how, &instances);

      g_assert_no_error (error);
      g_assert_cmpuint (loft_ical_object_get_events (object)->len, ==, 1);
    }
  for (guint i = 0; i < G_N_ELEMENTS (without_start); i++)
    {
      g_autoptr (LoftWbxmlElement) data = loft_eas_words_read (without_start[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_eas_event_to_ical (data, "u", &how, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
    }
}

/* Texts that are no events, and kept elements that somebody made up. */
static void
test_hostile_text (void)
{
  static const char *const none[] = {
    "", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "hello",
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n",
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:x\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
  };
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autofree char *made_up =
    make_ical (START "X-LOFT-EAS-TIMEZONE:zzzz|X-LOFT-EAS-KEPT;X-TAG=0427;X-MADE=-:AwFqAAAE|"
                     "X-LOFT-EAS-KEPT:!|X-LOFT-EAS-KEPT;X-TAG=ffffffffff;X-MADE=-:|"
                     "X-LOFT-EAS-KEPT;X-TAG=0433;X-MADE=-:AwFqAAAER0hJA21l");
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (LoftWbxmlElement) data = loft_eas_trip_from_ical (made_up, &how, &instances);

  g_assert_cmpstr (loft_wbxml_element_get_text (data, LOFT_EAS_CALENDAR_START_TIME), ==,
                   "20261123T080000Z");
  g_assert_null (loft_wbxml_element_find (data, LOFT_EAS_CALENDAR_DISALLOW_NEW_TIME_PROPOSAL));
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GPtrArray) nothing = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_eas_event_from_ical (none[i], &how, &nothing, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/eas-event/refused", test_refused);
  g_test_add_func ("/eas-event/left-out", test_left_out);
  g_test_add_func ("/eas-event/never-left-out", test_never_left_out);
  g_test_add_func ("/eas-event/taken", test_taken);
  g_test_add_func ("/eas-event/days-of-series", test_days_of_series);
  g_test_add_func ("/eas-event/many-exceptions", test_many_exceptions);
  g_test_add_func ("/eas-event/exceptions-of-a-message", test_exceptions_of_a_message);
  g_test_add_func ("/eas-event/many-attendees", test_many_attendees);
  g_test_add_func ("/eas-event/large", test_large);
  g_test_add_func ("/eas-event/nonsense", test_nonsense);
  g_test_add_func ("/eas-event/hostile-text", test_hostile_text);
  return g_test_run ();
}
