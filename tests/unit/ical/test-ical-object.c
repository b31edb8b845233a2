/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <time.h>

#include "loft-error.h"
#include "loft-ical-event-time.h"
#include "loft-ical-object.h"
#include "loft-ical-split.h"

#define DAY ((gint64) 24 * 60 * 60)

/* Properties of one event, parted by "|", as a whole object. "||" begins another one. */
static GBytes *
make_object (const char *properties)
{
  GString *text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\n");
  g_auto (GStrv) components = g_strsplit (properties, "||", -1);

  for (guint i = 0; components[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (components[i], "|", -1);
      g_autofree char *body = g_strjoinv ("\r\n", lines);

      g_string_append_printf (text, "BEGIN:VEVENT\r\nUID:u\r\n%s\r\nEND:VEVENT\r\n", body);
    }
  g_string_append (text, "END:VCALENDAR\r\n");
  return g_string_free_to_bytes (text);
}

static LoftIcalObject *
read_object (const char *properties)
{
  g_autoptr (GBytes) bytes = make_object (properties);
  g_autoptr (GError) error = NULL;
  LoftIcalObject *object = loft_ical_object_read (bytes, &error);

  g_assert_no_error (error);
  return object;
}

static LoftIcalObject *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return loft_ical_object_read (bytes, NULL);
}

/* "20260105T090000Z+3600 20260106T090000+0 20260107+86400": start and length; "=ID" where that is
 * not the start. */
static char *
describe (GPtrArray *occurrences)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < occurrences->len; i++)
    {
      const LoftOccurrence *occurrence = g_ptr_array_index (occurrences, i);
      LoftIcalTime start = loft_ical_time_from_seconds (occurrence->start);
      g_autofree char *written = NULL;

      start.is_date = occurrence->all_day;
      start.is_utc = !occurrence->is_wall;
      written = loft_ical_time_write (&start);
      g_string_append_printf (text, "%s%s+%" G_GINT64_FORMAT, i > 0 ? " " : "", written,
                              occurrence->end - occurrence->start);
      if (*occurrence->recurrence_id != '\0' && strcmp (occurrence->recurrence_id, written) != 0)
        g_string_append_printf (text, "=%s", occurrence->recurrence_id);
      if (occurrence->status == LOFT_EVENT_CANCELLED)
        g_string_append (text, "!");
    }
  return g_string_free (text, FALSE);
}

static gint64
get_seconds (const char *text)
{
  LoftIcalTime time;

  g_assert_true (loft_ical_time_read (text, &time));
  return loft_ical_time_get_seconds (&time);
}

/* What takes place in 2026 up to March, or in what from and to say. */
static const struct {
  const char *name;
  const char *object;
  const char *expected;
} expansion_rows[] = {
  { "a single event", "DTSTART:20260105T090000Z|DTEND:20260105T100000Z", "20260105T090000Z+3600" },
  { "a day", "DTSTART;VALUE=DATE:20260105|DTEND;VALUE=DATE:20260106", "20260105+86400" },
  { "a day without an end", "DTSTART;VALUE=DATE:20260105", "20260105+86400" },
  { "a day that ends as it begins", "DTSTART;VALUE=DATE:20260105|DTEND;VALUE=DATE:20260105",
    "20260105+86400" },
  { "a time without an end", "DTSTART:20260105T090000Z", "20260105T090000Z+0" },
  { "floating", "DTSTART:20260105T090000|DURATION:PT30M", "20260105T090000+1800" },
  { "of a zone", "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H",
    "20260105T080000Z+3600" },
  { "of a zone of Windows", "DTSTART;TZID=W. Europe Standard Time:20260105T090000|DURATION:PT1H",
    "20260105T080000Z+3600" },
  { "of a zone that nobody knows", "DTSTART;TZID=Nowhere/Land:20260105T090000|DURATION:PT1H",
    "20260105T090000+3600" },
  { "from zone to zone",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DTEND;TZID=America/New_York:20260105T090000",
    "20260105T080000Z+21600" },
  { "an end before the start", "DTSTART:20260105T090000Z|DTEND:20260104T090000Z",
    "20260105T090000Z+0" },
  { "a negative duration", "DTSTART:20260105T090000Z|DURATION:-PT1H", "20260105T090000Z+0" },
  { "a date that ends at a time", "DTSTART;VALUE=DATE:20260105|DTEND:20260106T120000",
    "20260105+172800" },
  { "a time that ends at a date", "DTSTART:20260105T180000Z|DTEND;VALUE=DATE:20260106",
    "20260105T180000Z+21600" },
  { "a date of a week", "DTSTART;VALUE=DATE:20260105|DURATION:P1W", "20260105+604800" },
  { "a date of hours", "DTSTART;VALUE=DATE:20260105|DURATION:PT25H", "20260105+172800" },
  { "Outlook's whole day",
    "DTSTART;TZID=Europe/Vienna:20260105T000000|DTEND;TZID=Europe/Vienna:20260107T000000|"
    "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
    "20260105+172800" },
  { "Outlook's whole day each week",
    "DTSTART;TZID=Europe/Vienna:20260105T000000|DTEND;TZID=Europe/Vienna:20260106T000000|"
    "RRULE:FREQ=WEEKLY;COUNT=3|EXDATE:20260111T230000Z|X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
    "20260105+86400 20260119+86400" },
  { "each week", "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=WEEKLY;COUNT=3",
    "20260105T090000Z+3600 20260112T090000Z+3600 20260119T090000Z+3600" },
  { "UNTIL as a date in a series of times",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;UNTIL=20260107",
    "20260105T080000Z+3600 20260106T080000Z+3600 20260107T080000Z+3600" },
  { "UNTIL in UTC, at the start",
    "DTSTART;TZID=America/New_York:20260105T200000|DURATION:PT1H|"
    "RRULE:FREQ=DAILY;UNTIL=20260107T010000Z",
    "20260106T010000Z+3600 20260107T010000Z+3600" },
  { "UNTIL in UTC, a second before",
    "DTSTART;TZID=America/New_York:20260105T200000|DURATION:PT1H|"
    "RRULE:FREQ=DAILY;UNTIL=20260107T005959Z",
    "20260106T010000Z+3600" },
  { "UNTIL on the wall of a zone",
    "DTSTART;TZID=America/New_York:20260105T200000|DURATION:PT1H|"
    "RRULE:FREQ=DAILY;UNTIL=20260106T200000",
    "20260106T010000Z+3600 20260107T010000Z+3600" },
  { "UNTIL in UTC of dates", "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;UNTIL=20260106T000000Z",
    "20260105+86400 20260106+86400" },
  { "UNTIL before the start",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;UNTIL=20250101T000000Z",
    "20260105T090000Z+3600" },
  { "a rule that nobody can follow",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=FORTNIGHTLY", "20260105T090000Z+3600" },
  { "a rule that never matches",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "20260105T090000Z+3600" },
  { "EXDATE in UTC of a zone",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3|"
    "EXDATE:20260106T080000Z",
    "20260105T080000Z+3600 20260107T080000Z+3600" },
  { "EXDATE of another zone",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3|"
    "EXDATE;TZID=America/New_York:20260106T030000",
    "20260105T080000Z+3600 20260107T080000Z+3600" },
  { "EXDATE floating",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3|"
    "EXDATE:20260106T090000",
    "20260105T080000Z+3600 20260107T080000Z+3600" },
  { "EXDATE as a date",
    "DTSTART;TZID=Europe/Vienna:20260105T003000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3|"
    "EXDATE;VALUE=DATE:20260106",
    "20260104T233000Z+3600 20260106T233000Z+3600" },
  { "EXDATE with hours of dates",
    "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;COUNT=3|EXDATE:20260106T000000Z",
    "20260105+86400 20260107+86400" },
  { "EXDATE of many",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=5|"
    "EXDATE:20260106T090000Z,20260107T090000Z|EXDATE:20260109T090000Z,nonsense",
    "20260105T090000Z+3600 20260108T090000Z+3600" },
  { "EXDATE of the start",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2|EXDATE:20260105T090000Z",
    "20260106T090000Z+3600" },
  { "EXDATE of a single event", "DTSTART:20260105T090000Z|DURATION:PT1H|EXDATE:20260105T090000Z",
    "" },
  { "RDATE", "DTSTART:20260105T090000Z|DURATION:PT1H|RDATE:20260107T100000Z,20260106T110000Z",
    "20260105T090000Z+3600 20260106T110000Z+3600 20260107T100000Z+3600" },
  { "RDATE of what is there",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2|RDATE:20260106T090000Z,"
    "20260106T090000Z",
    "20260105T090000Z+3600 20260106T090000Z+3600" },
  { "RDATE before the start", "DTSTART:20260105T090000Z|DURATION:PT1H|RDATE:20260104T090000Z",
    "20260104T090000Z+3600 20260105T090000Z+3600" },
  { "RDATE taken away again",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RDATE:20260106T090000Z|EXDATE:20260106T090000Z",
    "20260105T090000Z+3600" },
  { "RDATE of a period",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RDATE;VALUE=PERIOD:20260106T090000Z/PT2H,"
    "20260107T090000Z/20260107T093000Z",
    "20260105T090000Z+3600 20260106T090000Z+7200 20260107T090000Z+1800" },
  { "RDATE as a date in a series of times",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RDATE;VALUE=DATE:20260107",
    "20260105T080000Z+3600 20260107T080000Z+3600" },
  { "an exception at the same time",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260106T090000Z|DURATION:PT2H",
    "20260105T090000Z+3600 20260106T090000Z+7200" },
  { "an exception moved",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3||"
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260108T110000Z|DURATION:PT1H",
    "20260105T090000Z+3600 20260107T090000Z+3600 20260108T110000Z+3600=20260106T090000Z" },
  { "an exception that stands first",
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260106T100000Z|DURATION:PT1H||"
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2",
    "20260105T090000Z+3600 20260106T100000Z+3600=20260106T090000Z" },
  { "an exception named in a zone",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID;TZID=Europe/Vienna:20260106T090000|DTSTART;TZID=Europe/Vienna:20260106T120000|"
    "DURATION:PT1H",
    "20260105T080000Z+3600 20260106T110000Z+3600=20260106T080000Z" },
  { "an exception named by its day",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID;VALUE=DATE:20260106|DTSTART:20260106T120000Z|DURATION:PT1H",
    "20260105T080000Z+3600 20260106T120000Z+3600=20260106T080000Z" },
  { "an exception of dates",
    "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID;VALUE=DATE:20260106|DTSTART;VALUE=DATE:20260110|DTEND;VALUE=DATE:20260112",
    "20260105+86400 20260110+172800=20260106" },
  { "a day become a time",
    "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID;VALUE=DATE:20260106|DTSTART:20260106T120000Z|DURATION:PT1H",
    "20260105+86400 20260106T120000Z+3600=20260106" },
  { "a cancelled exception",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260106T090000Z|DURATION:PT1H|STATUS:CANCELLED",
    "20260105T090000Z+3600 20260106T090000Z+3600!" },
  { "an exception twice, the later counts",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260106T130000Z|DURATION:PT1H|SEQUENCE:2||"
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260106T120000Z|DURATION:PT1H|SEQUENCE:1",
    "20260105T090000Z+3600 20260106T130000Z+3600=20260106T090000Z" },
  { "a series twice, the later counts",
    "DTSTART:20260105T090000Z|DURATION:PT1H|DTSTAMP:20260101T000000Z||"
    "DTSTART:20260107T090000Z|DURATION:PT1H|DTSTAMP:20260102T000000Z",
    "20260107T090000Z+3600" },
  { "exceptions without their series",
    "RECURRENCE-ID:20260106T090000Z|DTSTART:20260106T100000Z|DURATION:PT1H||"
    "RECURRENCE-ID:20260113T090000Z|DTSTART:20260113T110000Z|DURATION:PT1H",
    "20260106T100000Z+3600=20260106T090000Z 20260113T110000Z+3600=20260113T090000Z" },
  { "this and the following",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=4||"
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260107T090000Z|DTSTART:20260107T110000Z|DURATION:PT2H",
    "20260105T090000Z+3600 20260106T090000Z+3600 20260107T110000Z+7200=20260107T090000Z "
    "20260108T110000Z+7200=20260108T090000Z" },
  { "this and the following, and one of its own",
    "DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=4||"
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T090000Z|DTSTART:20260107T100000Z|DURATION:PT2H||"
    "RECURRENCE-ID:20260107T090000Z|DTSTART:20260120T090000Z|DURATION:PT1H",
    "20260105T090000Z+3600 20260107T100000Z+7200=20260106T090000Z "
    "20260109T100000Z+7200=20260108T090000Z 20260120T090000Z+3600=20260107T090000Z" },
  { "this and the following, in another zone",
    "DTSTART;TZID=Europe/Vienna:20260105T090000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=2||"
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T080000Z|DTSTART:20260106T100000Z|DURATION:PT1H",
    "20260105T080000Z+3600 20260106T100000Z+3600=20260106T080000Z" },
  { "over the change to winter time, a nominal day",
    "DTSTART;TZID=America/New_York:20251031T120000|DURATION:P1D|RRULE:FREQ=WEEKLY;"
    "UNTIL=20260103T000000Z",
    "20260102T170000Z+86400" },
  { "over the change to summer time, exact",
    "DTSTART;TZID=Europe/Vienna:20260328T220000|DTEND;TZID=Europe/Vienna:20260329T060000|"
    "RRULE:FREQ=DAILY;COUNT=2",
    "20260328T210000Z+25200 20260329T200000Z+25200" },
  { "over the change to summer time, a nominal day",
    "DTSTART;TZID=Europe/Vienna:20260328T120000|DURATION:P1D|RRULE:FREQ=DAILY;COUNT=2",
    "20260328T110000Z+82800 20260329T100000Z+86400" },
  { "in the gap",
    "DTSTART;TZID=Europe/Vienna:20260328T023000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3",
    "20260328T013000Z+3600 20260329T013000Z+3600 20260330T003000Z+3600" },
  { "EXDATE in the gap",
    "DTSTART;TZID=Europe/Vienna:20260328T023000|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=3|"
    "EXDATE;TZID=Europe/Vienna:20260329T023000",
    "20260328T013000Z+3600 20260330T003000Z+3600" },
};

static void
test_expansion (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expansion_rows); i++)
    {
      g_autoptr (LoftIcalObject) object = read_object (expansion_rows[i].object);
      g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
      g_autofree char *described = NULL;
      gint64 first, last;

      g_test_message ("%s", expansion_rows[i].name);
      g_assert_true (loft_ical_object_expand (object, get_seconds ("20260101"),
                                              get_seconds ("20260401"), 100, NULL, found));
      described = describe (found);
      g_assert_cmpstr (described, ==, expansion_rows[i].expected);
      loft_ical_object_get_bounds (object, &first, &last);
      for (guint n = 0; n < found->len; n++)
        {
          g_assert_cmpint (((LoftOccurrence *) found->pdata[n])->start, >=, first);
          g_assert_cmpint (((LoftOccurrence *) found->pdata[n])->end, <=, last);
        }
    }
}

/* Cut into windows of a day it is the same, each found where it overlaps. */
static void
test_windows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expansion_rows); i++)
    {
      g_autoptr (LoftIcalObject) object = read_object (expansion_rows[i].object);
      g_autoptr (GPtrArray) all =
        g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
      guint n_overlaps = 0;
      guint n_found = 0;

      g_test_message ("%s", expansion_rows[i].name);
      loft_ical_object_expand (object, get_seconds ("20260101"), get_seconds ("20260401"), 100,
                               NULL, all);
      for (gint64 from = get_seconds ("20260101"); from < get_seconds ("20260401"); from += DAY)
        {
          g_autoptr (GPtrArray) some =
            g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

          loft_ical_object_expand (object, from, from + DAY, 100, NULL, some);
          n_found += some->len;
          for (guint n = 0; n < all->len; n++)
            {
              const LoftOccurrence *one = g_ptr_array_index (all, n);

              n_overlaps += one->start < from + DAY &&
                            (one->end > from || (one->start == one->end && one->start >= from));
            }
        }
      g_assert_cmpuint (n_found, ==, n_overlaps);
    }
}

static const struct {
  const char *object;
  const char *warning;
} warning_rows[] = {
  { "DTSTART:20260105T090000Z", "" },
  { "DTSTART;TZID=Nowhere:20260105T090000",
    "A time zone that nobody knows is taken as local time." },
  { "DTSTART:20260105T090000Z|RRULE:FREQ=NEVER", "The rule of the series cannot be followed." },
  { "DTSTART:20260105T090000Z|DTEND:20260105T080000Z", "The end is before the start." },
  { "DTSTART:20260105T090000Z|DURATION:-P1D", "The end is before the start." },
  { "DTSTART:20260105T090000Z|DURATION:long", "The duration cannot be read." },
  { "DTSTART:20260105T090000Z|DTEND:late", "The end cannot be read." },
  { "DTSTART:soon", "The start cannot be read." },
  { "SUMMARY:A", "An event without a start is not shown." },
  { "DTSTART:20260105T090000Z|EXRULE:FREQ=DAILY", "A rule that takes dates away is not followed." },
  { "DTSTART:20260105T090000Z|RRULE:FREQ=DAILY|RRULE:FREQ=WEEKLY",
    "Only the first of several rules is followed." },
  { "DTSTART:20260105T090000Z|EXDATE:tomorrow", "A date of the series cannot be read." },
  { "RECURRENCE-ID:never|DTSTART:20260105T090000Z",
    "Which of the series an exception is cannot be read." },
  { "DTSTART:20260105T090000Z||DTSTART:20260105T090000Z",
    "Of what is there twice the later is shown." },
  { "DTSTART:20260105T090000Z||UID:v|DTSTART:20260105T090000Z",
    "Of what is there twice the later is shown." },
};

static void
test_warnings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (warning_rows); i++)
    {
      g_autoptr (LoftIcalObject) object = read_object (warning_rows[i].object);

      g_assert_cmpstr (loft_ical_object_get_warning (object), ==, warning_rows[i].warning);
    }
}

#define WHOLE                                                                                      \
  "BEGIN:VCALENDAR\r\nMETHOD:request\r\nBEGIN:VEVENT\r\nUID:a@b\r\nDTSTAMP:20260101T000000Z\r\n"   \
  "LAST-MODIFIED:20260102T000000Z\r\nSEQUENCE:3\r\nSUMMARY:Lunch\\, late\r\n"                      \
  "DESCRIPTION:One\\nTwo https://zoom.us/j/123?pwd=1.\r\nLOCATION:Canteen\r\nURL:https://a.b/\r\n" \
  "CLASS:X-SECRET\r\nTRANSP:TRANSPARENT\r\nSTATUS:TENTATIVE\r\nPRIORITY:5\r\nCOLOR:red\r\n"        \
  "CATEGORIES:One,Two\\,Three\r\nCATEGORIES:One,Four\r\n"                                          \
  "DTSTART;TZID=Europe/Vienna:20260105T090000\r\nDTEND;TZID=Europe/Vienna:20260105T100000\r\n"     \
  "ORGANIZER;CN=\"Eva, Boss\";SENT-BY=\"mailto:s@x.org\":MAILTO:eva@x.org\r\n"                     \
  "ATTENDEE;CN=Bob;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT;RSVP=TRUE:mailto:bob%40x.org\r\n"        \
  "ATTENDEE;CUTYPE=ROOM;EMAIL=room@x.org:urn:uuid:1\r\n"                                           \
  "ATTACH;FMTTYPE=text/plain;FILENAME=../a.txt:https://a.b/c\r\n"                                  \
  "ATTACH:file:///etc/passwd\r\nATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=b:SGVsbG8=\r\n"     \
  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nUID:al\r\nDESCRIPTION:Go\r\nEND:VALARM\r\n" \
  "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"                               \
  "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER;RELATED=END:PT5M\r\nEND:VALARM\r\n"                     \
  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER;VALUE=DATE-TIME:20260105T070000Z\r\n"                 \
  "ACKNOWLEDGED:20260105T070100Z\r\nEND:VALARM\r\n"                                                \
  "END:VEVENT\r\nEND:VCALENDAR\r\n"

static const LoftEvent *
get_first (LoftIcalObject *object)
{
  g_assert_cmpuint (loft_ical_object_get_events (object)->len, >, 0);
  return g_ptr_array_index (loft_ical_object_get_events (object), 0);
}

static void
test_event (void)
{
  g_autoptr (LoftIcalObject) object = read_text (WHOLE);
  const LoftEvent *event = get_first (object);
  g_autofree char *categories = g_strjoinv ("|", event->categories);

  g_assert_cmpstr (loft_ical_object_get_method (object), ==, "REQUEST");
  g_assert_cmpstr (loft_ical_object_get_uid (object), ==, "a@b");
  g_assert_cmpint (loft_ical_object_get_kind (object), ==, LOFT_FOLDER_KIND_EVENTS);
  g_assert_cmpstr (event->summary, ==, "Lunch, late");
  g_assert_cmpstr (event->description, ==, "One\nTwo https://zoom.us/j/123?pwd=1.");
  g_assert_cmpstr (event->location, ==, "Canteen");
  g_assert_cmpstr (event->color, ==, "red");
  g_assert_cmpstr (categories, ==, "One|Two,Three|Four");
  g_assert_cmpint (event->class, ==, LOFT_CLASS_PRIVATE);
  g_assert_true (event->is_transparent);
  g_assert_cmpint (event->status, ==, LOFT_EVENT_TENTATIVE);
  g_assert_cmpuint (event->priority, ==, 5);
  g_assert_cmpuint (event->sequence, ==, 3);
  g_assert_cmpint (event->stamp, ==, get_seconds ("20260101"));
  g_assert_cmpint (event->modified, ==, get_seconds ("20260102"));
  g_assert_cmpstr (event->start.zone, ==, "Europe/Vienna");
  g_assert_cmpint (event->start.at, ==, get_seconds ("20260105T080000"));
  g_assert_cmpint (event->start.wall, ==, get_seconds ("20260105T090000"));
  g_assert_cmpint (event->end.wall, ==, get_seconds ("20260105T100000"));
}

static void
test_people (void)
{
  g_autoptr (LoftIcalObject) object = read_text (WHOLE);
  const LoftEvent *event = get_first (object);
  const LoftAttendee *bob = loft_event_find_attendee (event, "BOB@x.org");
  const LoftAttendee *room = loft_event_find_attendee (event, "room@x.org");

  g_assert_cmpstr (event->organizer->address, ==, "eva@x.org");
  g_assert_cmpstr (event->organizer->name, ==, "Eva, Boss");
  g_assert_cmpstr (event->organizer->sent_by, ==, "s@x.org");
  g_assert_nonnull (bob);
  g_assert_cmpint (bob->partstat, ==, LOFT_PARTSTAT_DECLINED);
  g_assert_cmpint (bob->role, ==, LOFT_ROLE_OPTIONAL);
  g_assert_true (bob->rsvp);
  g_assert_nonnull (room);
  g_assert_cmpint (room->cutype, ==, LOFT_CUTYPE_ROOM);
}

static void
test_alarms_and_attachments (void)
{
  g_autoptr (LoftIcalObject) object = read_text (WHOLE);
  const LoftEvent *event = get_first (object);
  const LoftAlarm *alarm;
  const LoftEventAttachment *attachment;

  g_assert_cmpuint (event->alarms->len, ==, 3);
  alarm = g_ptr_array_index (event->alarms, 0);
  g_assert_cmpint (alarm->offset, ==, -900);
  g_assert_cmpstr (alarm->uid, ==, "al");
  alarm = g_ptr_array_index (event->alarms, 1);
  g_assert_true (alarm->from_end);
  alarm = g_ptr_array_index (event->alarms, 2);
  g_assert_true (alarm->is_absolute);
  g_assert_cmpint (alarm->acknowledged, ==, get_seconds ("20260105T070100"));
  g_assert_cmpuint (event->attachments->len, ==, 2);
  attachment = g_ptr_array_index (event->attachments, 0);
  g_assert_cmpstr (attachment->name, ==, "a.txt");
  g_assert_cmpstr (attachment->uri, ==, "https://a.b/c");
  attachment = g_ptr_array_index (event->attachments, 1);
  g_assert_cmpmem (g_bytes_get_data (attachment->bytes, NULL), g_bytes_get_size (attachment->bytes),
                   "Hello", 5);
}

static void
test_occurrence (void)
{
  static const char *const own[] = { "nobody@x.org", "Bob@X.org", NULL };
  g_autoptr (LoftIcalObject) object = read_text (WHOLE);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);
  const LoftOccurrence *occurrence;

  g_assert_true (loft_ical_object_expand (object, 0, get_seconds ("20300101"), 10, own, found));
  g_assert_cmpuint (found->len, ==, 1);
  occurrence = g_ptr_array_index (found, 0);
  g_assert_cmpstr (occurrence->summary, ==, "Lunch, late");
  g_assert_cmpstr (occurrence->join, ==, "https://zoom.us/j/123?pwd=1");
  g_assert_cmpstr (occurrence->categories, ==, "One,Two,Three,Four");
  g_assert_cmpstr (occurrence->zone, ==, "Europe/Vienna");
  g_assert_cmpstr (occurrence->recurrence_id, ==, "");
  g_assert_cmpint (occurrence->partstat, ==, LOFT_PARTSTAT_DECLINED);
  g_assert_false (occurrence->is_organizer);
  g_assert_true (occurrence->has_alarm);
  g_assert_true (occurrence->has_attendees);
  g_assert_false (occurrence->is_recurring);
}

/* What joins, and what only looks like it. */
static const struct {
  const char *property;
  const char *join;
} join_rows[] = {
  { "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://any.example/room", "https://any.example/room" },
  { "CONFERENCE;VALUE=URI:tel:+431234", "" },
  { "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
    "https://meet.google.com/abc-defg-hij" },
  { "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/meetup-join/19%3a/0",
    "https://teams.microsoft.com/l/meetup-join/19%3a/0" },
  { "LOCATION:Room 1 (https://acme.zoom.us/j/987?pwd=x)", "https://acme.zoom.us/j/987?pwd=x" },
  { "LOCATION:https://example.com/ https://whereby.com/team", "https://whereby.com/team" },
  { "URL:https://meet.jit.si/OurRoom", "https://meet.jit.si/OurRoom" },
  { "DESCRIPTION:Join <https://acme.webex.com/acme/j.php?MTID=m1>\\nBye",
    "https://acme.webex.com/acme/j.php?MTID=m1" },
  { "DESCRIPTION:https://bbb.uni.example/b/eva-abc", "https://bbb.uni.example/b/eva-abc" },
  { "DESCRIPTION:https://cloud.example/call/ab12cd34", "https://cloud.example/call/ab12cd34" },
  { "DESCRIPTION:https://meet.goto.com/123", "https://meet.goto.com/123" },
  { "DESCRIPTION:http://zoom.us/j/1", "" },
  { "DESCRIPTION:https://zoom.us", "" },
  { "DESCRIPTION:https://zoom.us/about", "" },
  { "DESCRIPTION:https://zoom.us.evil.example/j/1", "" },
  { "DESCRIPTION:https://evilzoom.us/j/1", "" },
  { "DESCRIPTION:https://zoom.us@evil.example/j/1", "" },
  { "DESCRIPTION:https://evil.example/?https://zoom.us/j/1", "https://zoom.us/j/1" },
  { "DESCRIPTION:javascript:https", "" },
  { "CONFERENCE:javascript:alert(1)", "" },
};

static void
test_join (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (join_rows); i++)
    {
      g_autofree char *text =
        g_strconcat ("DTSTART:20260105T090000Z|", join_rows[i].property, NULL);
      g_autoptr (LoftIcalObject) object = read_object (text);
      g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

      g_test_message ("%s", join_rows[i].property);
      loft_ical_object_expand (object, 0, G_MAXINT64, 10, NULL, found);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_cmpstr (((LoftOccurrence *) found->pdata[0])->join, ==, join_rows[i].join);
    }
}

static void
test_task (void)
{
  g_autoptr (LoftIcalObject) object =
    read_text ("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:t\nSUMMARY:Do\nDTSTART:20260105T090000Z\n"
               "DURATION:PT1H\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:40\nPRIORITY:1\n"
               "RELATED-TO;RELTYPE=SIBLING:s\nRELATED-TO:p\nX-APPLE-SORT-ORDER:-12\n"
               "CATEGORIES:a,b\nRRULE:FREQ=DAILY\nEND:VTODO\nEND:VCALENDAR\n");
  const LoftTask *task;

  g_assert_cmpint (loft_ical_object_get_kind (object), ==, LOFT_FOLDER_KIND_TASKS);
  g_assert_cmpuint (loft_ical_object_get_tasks (object)->len, ==, 1);
  task = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);
  g_assert_cmpstr (task->summary, ==, "Do");
  g_assert_cmpint (task->due.at, ==, get_seconds ("20260105T100000"));
  g_assert_cmpint (task->status, ==, LOFT_TASK_IN_PROCESS);
  g_assert_cmpuint (task->percent, ==, 40);
  g_assert_cmpstr (task->parent, ==, "p");
  g_assert_cmpint (task->order, ==, -12);
  g_assert_cmpuint (g_strv_length (task->categories), ==, 2);
  g_assert_cmpstr (task->rule, ==, "FREQ=DAILY");
}

static const struct {
  const char *text;
  int error; /* -1: read */
} read_rows[] = {
  { "", LOFT_ERROR_PROTOCOL },
  { "hello", LOFT_ERROR_PROTOCOL },
  { "BEGIN:VCARD\nEND:VCARD\n", LOFT_ERROR_PROTOCOL },
  { "BEGIN:VCALENDAR\n", LOFT_ERROR_PROTOCOL },
  { "BEGIN:VCALENDAR\nEND:VCALENDAR\n", -1 },
  { "BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\nEND:VCALENDAR\n", -1 },
  { "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n", -1 },
  { "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:x\nEND:VEVENT\nEND:VCALENDAR\n", -1 },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (read_rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (read_rows[i].text, strlen (read_rows[i].text));
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftIcalObject) object = loft_ical_object_read (bytes, &error);

      if (read_rows[i].error >= 0)
        g_assert_error (error, LOFT_ERROR, read_rows[i].error);
      else
        g_assert_no_error (error);
    }
}

/* Without a method what has no start is not shown; with one it is. */
static void
test_without_start (void)
{
  g_autoptr (LoftIcalObject) plain = read_text (read_rows[6].text);
  g_autoptr (LoftIcalObject) reply = read_text (read_rows[7].text);
  gint64 first, last;

  g_assert_cmpuint (loft_ical_object_get_events (plain)->len, ==, 0);
  g_assert_cmpuint (loft_ical_object_get_events (reply)->len, ==, 1);
  loft_ical_object_get_bounds (reply, &first, &last);
  g_assert_cmpint (first, >, last);
}

static void
test_bounds (void)
{
  g_autoptr (LoftIcalObject) endless = read_object ("DTSTART:20260105T090000Z|RRULE:FREQ=DAILY");
  g_autoptr (LoftIcalObject) counted =
    read_object ("DTSTART:20260105T090000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=10");
  gint64 first, last;

  loft_ical_object_get_bounds (endless, &first, &last);
  g_assert_cmpint (first, ==, get_seconds ("20260105T090000"));
  g_assert_cmpint (last, ==, G_MAXINT64);
  loft_ical_object_get_bounds (counted, &first, &last);
  g_assert_cmpint (last, ==, get_seconds ("20260114T100000"));
}

static void
test_max (void)
{
  g_autoptr (LoftIcalObject) object = read_object ("DTSTART:20260105T090000Z|RRULE:FREQ=DAILY");
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  g_assert_false (loft_ical_object_expand (object, get_seconds ("20260101"),
                                           get_seconds ("20270101"), 7, NULL, found));
  g_assert_cmpuint (found->len, ==, 7);
}

static void
test_cut (void)
{
  for (gsize length = 0; length <= strlen (WHOLE); length++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (WHOLE, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftIcalObject) object = loft_ical_object_read (bytes, &error);

      g_assert_true ((object == NULL) == (error != NULL));
    }
}

/* Text of a unit again and again, with what stands before and behind. */
static GBytes *
repeat (const char *before, const char *unit, guint n, const char *behind)
{
  GString *text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_auto (GStrv) parts = g_strsplit (unit, "%u", -1);
      g_autofree char *numbered = g_strjoinv (number, parts);

      g_string_append (text, numbered);
    }
  g_string_append (text, behind);
  return g_string_free_to_bytes (text);
}

#define HEAD "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20000101T000000Z\r\n"
#define FOOT "END:VEVENT\r\nEND:VCALENDAR\r\n"

static void
test_amounts (void)
{
  static const struct {
    const char *name;
    const char *before;
    const char *unit;
    guint n;
    const char *behind;
    gboolean is_read;
  } rows[] = {
    { "10,000 exceptions", HEAD "RRULE:FREQ=HOURLY\r\n",
      "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:u\r\nX-N:%u\r\nSUMMARY:%u\r\n"
      "RECURRENCE-ID:20000101T000000Z\r\nDTSTART:20010101T000000Z\r\n",
      10000, FOOT, TRUE },
    { "too many", HEAD "RRULE:FREQ=HOURLY\r\n",
      "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:u\r\nX-N:%u\r\nSUMMARY:%u\r\n"
      "RECURRENCE-ID:20000101T000000Z\r\nDTSTART:20010101T000000Z\r\n",
      10001, FOOT, FALSE },
    { "guests", HEAD, "ATTENDEE;CN=G%u:mailto:g%u@x.org\r\n", 100000, FOOT, TRUE },
    { "a long text", HEAD "DESCRIPTION:", "%u,%u,", 400000, "\r\n" FOOT, TRUE },
    { "a long folded text", HEAD "DESCRIPTION:", "%u,%u\r\n ", 300000, "\r\n" FOOT, TRUE },
    { "dates", HEAD "EXDATE:", "20000101T000000Z,%u,%u,", 100000, "20000101\r\n" FOOT, TRUE },
    { "lines of dates", HEAD, "RDATE:20000101T000000Z\r\nEXDATE;X=%u:%u\r\n", 100000, FOOT, TRUE },
    { "zones", HEAD, "EXDATE;TZID=Z%u/Y%u:20000101T000000\r\n", 100000, FOOT, TRUE },
    { "categories", HEAD, "CATEGORIES:a%u,b%u\r\n", 100000, FOOT, TRUE },
    { "alarms", HEAD, "BEGIN:VALARM\r\nUID:%u\r\nX:%u\r\nTRIGGER:PT0S\r\nEND:VALARM\r\n", 50000,
      FOOT, TRUE },
    { "meetings", HEAD "DESCRIPTION:", "https://a%u.example/%u ", 200000, "\r\n" FOOT, TRUE },
    { "observances that never are", "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n",
      "BEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
      "X:%u\r\nY:%u\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:STANDARD\r\n",
      1000,
      "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=Own:20000101T000000\r\n"
      "RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\r\n" FOOT,
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = repeat (rows[i].before, rows[i].unit, rows[i].n, rows[i].behind);
      g_autoptr (GError) error = NULL;
      clock_t begin = clock ();
      g_autoptr (LoftIcalObject) object = loft_ical_object_read (bytes, &error);
      g_autoptr (GPtrArray) found =
        g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

      g_assert_true ((object != NULL) == rows[i].is_read);
      if (object != NULL)
        loft_ical_object_expand (object, 0, G_MAXINT64, 1000, NULL, found);
      g_test_message ("%s: %.2f s, %u occurrences, %s", rows[i].name,
                      (double) (clock () - begin) / CLOCKS_PER_SEC, found->len,
                      object != NULL ? loft_ical_object_get_warning (object) : error->message);
      g_assert_cmpint ((clock () - begin) / CLOCKS_PER_SEC, <, 20);
    }
}

static void
test_split (void)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Mine\r\nVERSION:2.0\r\nPRODID:-//X\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:One\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:Two\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=One:20260105T090000\r\nEND:VEVENT\r\n"
    "BEGIN:VTODO\r\nUID:b\r\nDUE;TZID=Two:20260105T090000\r\nX-ODD;A=b:\r\n  c\r\nEND:VTODO\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:none\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=One:20260105T090000\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";
  static const char *const expected[] = {
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//X\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:One\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=One:20260105T090000\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;TZID=One:20260105T090000\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//X\r\n"
    "BEGIN:VTIMEZONE\r\nTZID:Two\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VTODO\r\nUID:b\r\nDUE;TZID=Two:20260105T090000\r\nX-ODD;A=b:\r\n  c\r\nEND:VTODO\r\n"
    "END:VCALENDAR\r\n",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//X\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:none\r\nUID:loft-2b9c5060f15e304815f2cde0f418fb00\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n",
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GPtrArray) objects = loft_ical_split (bytes, NULL);

  g_assert_nonnull (objects);
  g_assert_cmpuint (objects->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < objects->len; i++)
    {
      GBytes *object = g_ptr_array_index (objects, i);
      g_autofree char *written =
        g_strndup (g_bytes_get_data (object, NULL), g_bytes_get_size (object));

      g_assert_cmpstr (written, ==, expected[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ical-object/read", test_read);
  g_test_add_func ("/ical-object/event", test_event);
  g_test_add_func ("/ical-object/people", test_people);
  g_test_add_func ("/ical-object/alarms-and-attachments", test_alarms_and_attachments);
  g_test_add_func ("/ical-object/task", test_task);
  g_test_add_func ("/ical-object/expansion", test_expansion);
  g_test_add_func ("/ical-object/windows", test_windows);
  g_test_add_func ("/ical-object/occurrence", test_occurrence);
  g_test_add_func ("/ical-object/join", test_join);
  g_test_add_func ("/ical-object/warnings", test_warnings);
  g_test_add_func ("/ical-object/without-start", test_without_start);
  g_test_add_func ("/ical-object/bounds", test_bounds);
  g_test_add_func ("/ical-object/max", test_max);
  g_test_add_func ("/ical-object/cut", test_cut);
  g_test_add_func ("/ical-object/amounts", test_amounts);
  g_test_add_func ("/ical-object/split", test_split);
  return g_test_run ();
}
