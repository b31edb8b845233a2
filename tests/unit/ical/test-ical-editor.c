/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-content-component.h"
#include "loft-error.h"
#include "loft-ical-editor.h"
#include "loft-ical-event-time.h"
#include "loft-ical-object.h"

#define NOW  1767225600 /* 2026-01-01T00:00:00Z */
#define HOUR ((gint64) 3600)
#define DAY  (24 * HOUR)

static GBytes *
make_object (const char *kind, const char *properties)
{
  GString *text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//T//EN\r\n");
  g_auto (GStrv) components = g_strsplit (properties, "||", -1);

  for (guint i = 0; components[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (components[i], "|", -1);
      g_autofree char *body = g_strjoinv ("\r\n", lines);

      g_string_append_printf (text, "BEGIN:%s\r\nUID:u\r\n%s\r\nEND:%s\r\n", kind, body, kind);
    }
  g_string_append (text, "END:VCALENDAR\r\n");
  return g_string_free_to_bytes (text);
}

static LoftIcalObject *
read_object (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  LoftIcalObject *object = loft_ical_object_read (bytes, &error);

  g_assert_no_error (error);
  return object;
}

/* "09:00" in January 2026, as the views have it, on the wall of its zone. */
static char *
describe (GBytes *bytes)
{
  GString *text = g_string_new (NULL);
  g_autoptr (LoftIcalObject) object = NULL;
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  if (bytes == NULL)
    return g_string_free (text, FALSE);
  object = read_object (bytes);
  loft_ical_object_expand (object, NOW - 31 * DAY, NOW + 90 * DAY, 30, NULL, found);
  for (guint i = 0; i < found->len; i++)
    {
      const LoftOccurrence *one = g_ptr_array_index (found, i);
      LoftEventTime start = one->is_wall ? loft_event_time_new_floating (one->start)
                                         : loft_ical_event_time_new_at (one->start, one->zone);
      LoftIcalTime time = loft_ical_time_from_seconds (start.wall);

      g_string_append_printf (text, "%s%02d%02d", i > 0 ? " " : "", time.month, time.day);
      if (!one->all_day)
        g_string_append_printf (text, "T%02d%02d", time.hour, time.minute);
      if (one->end - one->start != (one->all_day ? DAY : HOUR))
        g_string_append_printf (text, "+%d", (int) ((one->end - one->start) / 60));
      if (*one->summary != '\0')
        g_string_append_printf (text, "=%s", one->summary);
    }
  return g_string_free (text, FALSE);
}

/* What is done to the event. */
typedef void (*Change) (LoftEvent *event);

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
rename_it (LoftEvent *event)
{
  set (&event->summary, "New");
}

static void
shift (LoftEvent *event, gint64 start, gint64 end)
{
  const char *zone = event->start.zone;

  event->start =
    *zone == '\0' ? event->start : loft_ical_event_time_new_wall (event->start.wall + start, zone);
  event->end =
    *zone == '\0' ? event->end : loft_ical_event_time_new_wall (event->end.wall + end, zone);
  if (*zone != '\0')
    return;
  event->start.wall = event->start.at += start;
  event->end.wall = event->end.at += end;
}

static void
an_hour_later (LoftEvent *event)
{
  shift (event, HOUR, HOUR);
}

static void
an_hour_longer (LoftEvent *event)
{
  shift (event, 0, HOUR);
}

static void
a_day_later (LoftEvent *event)
{
  shift (event, DAY, DAY);
}

static void
make_all_day (LoftEvent *event)
{
  event->start = loft_event_time_new_floating (event->start.wall - event->start.wall % DAY);
  event->start.is_date = TRUE;
  event->end = event->start;
  event->end.wall = event->end.at += DAY;
}

static void
make_weekly (LoftEvent *event)
{
  set (&event->rule, "FREQ=WEEKLY;COUNT=3");
}

static void
change_nothing (LoftEvent *event)
{
}

#define DAILY                                                                                      \
  "DTSTART;TZID=Europe/Vienna:20260105T090000|DTEND;TZID=Europe/Vienna:20260105T100000|"           \
  "RRULE:FREQ=DAILY;COUNT=4"

static const struct {
  const char *name;
  const char *object;
  const char *id;
  LoftIcalScope scope;
  Change change;
  const char *expected;
  const char *rest;
} scope_rows[] = {
  { "one renamed", DAILY, "20260106T080000Z", LOFT_ICAL_THIS, rename_it,
    "0105T0900 0106T0900=New 0107T0900 0108T0900", "" },
  { "one moved", DAILY, "20260106T080000Z", LOFT_ICAL_THIS, an_hour_later,
    "0105T0900 0106T1000 0107T0900 0108T0900", "" },
  { "the first moved", DAILY, "20260105T080000Z", LOFT_ICAL_THIS, a_day_later,
    "0106T0900 0106T0900 0107T0900 0108T0900", "" },
  { "an exception changed again",
    DAILY "||RECURRENCE-ID:20260106T080000Z|DTSTART:20260106T120000Z|DTEND:20260106T130000Z",
    "20260106T080000Z", LOFT_ICAL_THIS, an_hour_longer,
    "0105T0900 0106T1200+120 0107T0900 0108T0900", "" },
  { "an exception without its series changed",
    "RECURRENCE-ID:20260106T080000Z|DTSTART:20260106T120000Z|DTEND:20260106T130000Z",
    "20260106T080000Z", LOFT_ICAL_THIS, an_hour_longer, "0106T1200+120", "" },
  { "all renamed", DAILY, "20260106T080000Z", LOFT_ICAL_ALL, rename_it,
    "0105T0900=New 0106T0900=New 0107T0900=New 0108T0900=New", "" },
  { "all moved by an hour", DAILY, "20260106T080000Z", LOFT_ICAL_ALL, an_hour_later,
    "0105T1000 0106T1000 0107T1000 0108T1000", "" },
  { "all made longer", DAILY, "20260106T080000Z", LOFT_ICAL_ALL, an_hour_longer,
    "0105T0900+120 0106T0900+120 0107T0900+120 0108T0900+120", "" },
  { "all moved with EXDATE", DAILY "|EXDATE:20260107T080000Z", "20260106T080000Z", LOFT_ICAL_ALL,
    an_hour_later, "0105T1000 0106T1000 0108T1000", "" },
  { "all moved with RDATE", DAILY "|RDATE;TZID=Europe/Vienna:20260110T090000", "20260106T080000Z",
    LOFT_ICAL_ALL, an_hour_later, "0105T1000 0106T1000 0107T1000 0108T1000 0110T1000", "" },
  { "all moved, one renamed goes along",
    DAILY "||RECURRENCE-ID;TZID=Europe/Vienna:20260106T090000|SUMMARY:Own|"
          "DTSTART;TZID=Europe/Vienna:20260106T090000|DTEND;TZID=Europe/Vienna:20260106T100000",
    "20260105T080000Z", LOFT_ICAL_ALL, an_hour_later, "0105T1000 0106T1000=Own 0107T1000 0108T1000",
    "" },
  { "all moved, one that was moved away stays there",
    DAILY "||RECURRENCE-ID;TZID=Europe/Vienna:20260106T090000|"
          "DTSTART;TZID=Europe/Vienna:20260106T150000|DTEND;TZID=Europe/Vienna:20260106T160000",
    "20260105T080000Z", LOFT_ICAL_ALL, an_hour_later, "0105T1000 0106T1500 0107T1000 0108T1000",
    "" },
  { "all renamed, one of another name keeps it",
    DAILY "|SUMMARY:Old||RECURRENCE-ID:20260106T080000Z|SUMMARY:Own|DTSTART:20260106T080000Z|"
          "DTEND:20260106T090000Z||RECURRENCE-ID:20260107T080000Z|SUMMARY:Old|"
          "DTSTART:20260107T100000Z|DTEND:20260107T110000Z",
    "20260105T080000Z", LOFT_ICAL_ALL, rename_it,
    "0105T0900=New 0106T0800=Own 0107T1000=New 0108T0900=New", "" },
  { "another rule drops what no longer fits",
    DAILY "||RECURRENCE-ID:20260106T080000Z|SUMMARY:Own|DTSTART:20260106T080000Z|"
          "DTEND:20260106T090000Z",
    "20260105T080000Z", LOFT_ICAL_ALL, make_weekly, "0105T0900 0112T0900 0119T0900", "" },
  { "days of the week go along",
    "DTSTART:20260105T090000Z|DTEND:20260105T100000Z|RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4",
    "20260105T090000Z", LOFT_ICAL_ALL, a_day_later, "0106T0900 0108T0900 0113T0900 0115T0900", "" },
  { "the first Monday becomes the first Tuesday",
    "DTSTART:20260105T090000Z|DTEND:20260105T100000Z|RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3",
    "20260105T090000Z", LOFT_ICAL_ALL, a_day_later, "0106T0900 0203T0900 0303T0900", "" },
  { "the day of the month goes along",
    "DTSTART:20260105T090000Z|DTEND:20260105T100000Z|RRULE:FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3",
    "20260105T090000Z", LOFT_ICAL_ALL, a_day_later, "0106T0900 0206T0900 0306T0900", "" },
  { "the end of the rule goes along",
    "DTSTART:20260105T090000Z|DTEND:20260105T100000Z|RRULE:FREQ=DAILY;UNTIL=20260107T090000Z",
    "20260105T090000Z", LOFT_ICAL_ALL, an_hour_later, "0105T1000 0106T1000 0107T1000", "" },
  { "all become days",
    "DTSTART:20260105T090000Z|DTEND:20260105T100000Z|RRULE:FREQ=DAILY;UNTIL=20260107T090000Z",
    "20260105T090000Z", LOFT_ICAL_ALL, make_all_day, "0105 0106 0107", "" },
  { "from the third on renamed", DAILY, "20260107T080000Z", LOFT_ICAL_THIS_AND_FUTURE, rename_it,
    "0105T0900 0106T0900", "0107T0900=New 0108T0900=New" },
  { "from the third on moved", DAILY, "20260107T080000Z", LOFT_ICAL_THIS_AND_FUTURE, an_hour_later,
    "0105T0900 0106T0900", "0107T1000 0108T1000" },
  { "from the first on is all", DAILY, "20260105T080000Z", LOFT_ICAL_THIS_AND_FUTURE, rename_it,
    "0105T0900=New 0106T0900=New 0107T0900=New 0108T0900=New", "" },
  { "from the third on of days", "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;UNTIL=20260108",
    "20260107", LOFT_ICAL_THIS_AND_FUTURE, rename_it, "0105 0106", "0107=New 0108=New" },
  { "EXDATE and exceptions are divided",
    DAILY "|EXDATE:20260106T080000Z,20260108T080000Z|RDATE:20260110T080000Z||"
          "RECURRENCE-ID:20260105T080000Z|SUMMARY:A|DTSTART:20260105T080000Z|"
          "DTEND:20260105T090000Z||RECURRENCE-ID:20260107T080000Z|SUMMARY:B|"
          "DTSTART:20260107T080000Z|DTEND:20260107T090000Z",
    "20260107T080000Z", LOFT_ICAL_THIS_AND_FUTURE, change_nothing, "0105T0800=A",
    "0107T0800=B 0110T0900" },
  { "another rule from the third on", DAILY, "20260107T080000Z", LOFT_ICAL_THIS_AND_FUTURE,
    make_weekly, "0105T0900 0106T0900", "0107T0900 0114T0900 0121T0900" },
  { "a single event", "DTSTART:20260105T090000Z|DURATION:PT1H", "", LOFT_ICAL_ALL, an_hour_later,
    "0105T1000", "" },
};

static void
test_scopes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scope_rows); i++)
    {
      g_autoptr (GBytes) raw = make_object ("VEVENT", scope_rows[i].object);
      g_autoptr (LoftIcalObject) object = read_object (raw);
      g_autoptr (LoftEvent) before = loft_ical_object_get_occurrence (object, scope_rows[i].id);
      g_autoptr (LoftEvent) after = NULL;
      g_autoptr (GBytes) rest = NULL;
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *described = NULL;
      g_autofree char *rest_described = NULL;

      g_test_message ("%s", scope_rows[i].name);
      g_assert_nonnull (before);
      after = loft_event_copy (before);
      scope_rows[i].change (after);
      changed = loft_ical_change_event (raw, before, after, scope_rows[i].scope, &rest, &error);
      g_assert_no_error (error);
      described = describe (changed);
      rest_described = describe (rest);
      g_assert_cmpstr (described, ==, scope_rows[i].expected);
      g_assert_cmpstr (rest_described, ==, scope_rows[i].rest);
    }
}

/* Exceptions of nobody knows what: nothing is changed, and said so. */
static void
test_unnamed_exception (void)
{
  g_autoptr (GBytes) raw =
    make_object ("VEVENT", "RECURRENCE-ID:never|DTSTART:20260105T090000Z|DURATION:PT1H");
  g_autoptr (LoftIcalObject) object = read_object (raw);
  g_autoptr (LoftEvent) before = loft_ical_object_get_occurrence (object, "20260105T090000Z");
  g_autoptr (GBytes) rest = NULL;

  g_assert_nonnull (before);
  for (guint scope = LOFT_ICAL_THIS; scope <= LOFT_ICAL_ALL; scope++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) changed =
        loft_ical_change_event (raw, before, before, scope, &rest, &error);

      g_assert_null (changed);
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
    }
}

static const struct {
  const char *object;
  const char *id;
  LoftIcalScope scope;
  const char *expected; /* NULL: nothing is left */
} removal_rows[] = {
  { DAILY, "20260106T080000Z", LOFT_ICAL_THIS, "0105T0900 0107T0900 0108T0900" },
  { DAILY, "20260105T080000Z", LOFT_ICAL_THIS, "0106T0900 0107T0900 0108T0900" },
  { DAILY, "20260107T080000Z", LOFT_ICAL_THIS_AND_FUTURE, "0105T0900 0106T0900" },
  { DAILY, "20260105T080000Z", LOFT_ICAL_THIS_AND_FUTURE, NULL },
  { DAILY, "20260106T080000Z", LOFT_ICAL_ALL, NULL },
  { DAILY "||RECURRENCE-ID:20260106T080000Z|DTSTART:20260109T120000Z|DTEND:20260109T130000Z",
    "20260106T080000Z", LOFT_ICAL_THIS, "0105T0900 0107T0900 0108T0900" },
  { "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;COUNT=2", "20260106", LOFT_ICAL_THIS, "0105" },
  { "DTSTART;VALUE=DATE:20260105|RRULE:FREQ=DAILY;COUNT=1", "20260105", LOFT_ICAL_THIS, NULL },
  { "RECURRENCE-ID:20260106T080000Z|DTSTART:20260106T120000Z", "20260106T080000Z", LOFT_ICAL_THIS,
    NULL },
  { "DTSTART:20260105T090000Z|DURATION:PT1H|RDATE:20260106T090000Z", "20260106T090000Z",
    LOFT_ICAL_THIS_AND_FUTURE, "0105T0900" },
};

static void
test_removal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (removal_rows); i++)
    {
      g_autoptr (GBytes) raw = make_object ("VEVENT", removal_rows[i].object);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) left =
        loft_ical_remove_occurrence (raw, removal_rows[i].id, removal_rows[i].scope, &error);
      g_autofree char *described = describe (left);

      g_test_message ("row %u", i);
      if (removal_rows[i].expected == NULL)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
      else
        g_assert_cmpstr (described, ==, removal_rows[i].expected);
    }
}

/* Lines of text that are not in other, "-a|+b". */
static char *
find_difference (GBytes *before, GBytes *after)
{
  g_autofree char *old_text =
    g_strndup (g_bytes_get_data (before, NULL), g_bytes_get_size (before));
  g_autofree char *new_text = g_strndup (g_bytes_get_data (after, NULL), g_bytes_get_size (after));
  g_auto (GStrv) old = g_strsplit (old_text, "\r\n", -1);
  g_auto (GStrv) new = g_strsplit (new_text, "\r\n", -1);
  GString *difference = g_string_new (NULL);

  for (guint i = 0; old[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) new, old[i]))
      g_string_append_printf (difference, "%s-%s", difference->len > 0 ? "|" : "", old[i]);
  for (guint i = 0; new[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) old, new[i]))
      g_string_append_printf (difference, "%s+%s", difference->len > 0 ? "|" : "", new[i]);
  return g_string_free (difference, FALSE);
}

/* Every property of RFC 5545, 7986, 9073 and some of nobody's. */
#define EVERYTHING                                                                                    \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Else//EN\r\nCALSCALE:GREGORIAN\r\n"                    \
  "NAME:N\r\nDESCRIPTION:D\r\nUID:cal\r\nLAST-MODIFIED:20250101T000000Z\r\nURL:https://c.x\r\n"       \
  "CATEGORIES:c\r\nREFRESH-INTERVAL;VALUE=DURATION:P1W\r\nSOURCE;VALUE=URI:https://c.x\r\n"           \
  "COLOR:blue\r\nIMAGE;VALUE=URI:https://c.x/i\r\nX-WR-CALNAME:W\r\n"                                 \
  "BEGIN:VTIMEZONE\r\nTZID:Europe/Vienna\r\nX-LIC-LOCATION:Europe/Vienna\r\n"                         \
  "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\n"           \
  "END:STANDARD\r\nEND:VTIMEZONE\r\n"                                                                 \
  "BEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20250101T000000Z\r\nCREATED:20250101T000000Z\r\n"                 \
  "LAST-MODIFIED:20250101T000000Z\r\nSEQUENCE:4\r\nDTSTART;X-P=1;TZID=Europe/Vienna:20260105T0\r\n"   \
  " 90000\r\nDURATION:PT1H\r\nSUMMARY;LANGUAGE=de:Alt\r\nDESCRIPTION;ALTREP=\"cid:1\":Text\r\n"       \
  "X-ALT-DESC;FMTTYPE=text/html:<b>Text</b>\r\nSTYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html:s\r\n" \
  "LOCATION:Ort\r\nGEO:48.2;16.3\r\nCLASS:PUBLIC\r\nPRIORITY:3\r\nSTATUS:CONFIRMED\r\n"               \
  "TRANSP:OPAQUE\r\nURL:https://a.b\r\nCATEGORIES:A\r\nCATEGORIES:B\r\nCOMMENT:C\r\n"                 \
  "CONTACT:Somebody\r\nRELATED-TO;RELTYPE=SIBLING:v\r\nREQUEST-STATUS:2.0;Success\r\n"                \
  "RESOURCES:Beamer\r\nRRULE:FREQ=DAILY;COUNT=3;X-A=b\r\nRDATE:20260301T080000Z\r\n"                  \
  "EXDATE:20260106T080000Z\r\nORGANIZER;CN=Eva;X-O=1:mailto:eva@x.org\r\n"                            \
  "ATTENDEE;X-NUM=0;CN=Bob;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@x.org\r\n"                      \
  "ATTENDEE;DELEGATED-TO=\"mailto:z@x.org\";CN=Cid:mailto:cid@x.org\r\n"                              \
  "ATTACH;FMTTYPE=text/plain:https://a.b/c\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:SGk=\r\n"           \
  "COLOR:red\r\nIMAGE;VALUE=URI;DISPLAY=BADGE:https://a.b/i\r\nCONFERENCE;VALUE=URI;FEATURE=AU\r\n"   \
  " DIO:https://m.x/1\r\nSTRUCTURED-DATA;VALUE=TEXT:{}\r\nCALENDAR-ADDRESS:mailto:a@x.org\r\n"        \
  "X-UNKNOWN;P=\"a:b\":kept  \r\nno colon\r\n"                                                        \
  "BEGIN:PARTICIPANT\r\nUID:p\r\nPARTICIPANT-TYPE:SPEAKER\r\nEND:PARTICIPANT\r\n"                     \
  "BEGIN:VLOCATION\r\nUID:l\r\nLOCATION-TYPE:office\r\nEND:VLOCATION\r\n"                             \
  "BEGIN:VRESOURCE\r\nUID:r\r\nRESOURCE-TYPE:ROOM\r\nEND:VRESOURCE\r\n"                               \
  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nREPEAT:2\r\nDURATION:PT5M\r\n"                 \
  "UID:al\r\nDESCRIPTION:D\r\nPROXIMITY:ARRIVE\r\nEND:VALARM\r\n"                                     \
  "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT1H\r\nSUMMARY:s\r\nEND:VALARM\r\n"                      \
  "BEGIN:X-COMPONENT\r\nX-A:b\r\nEND:X-COMPONENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

static void
set_description (LoftEvent *event)
{
  set (&event->description, "Neu");
}

static void
set_location (LoftEvent *event)
{
  set (&event->location, "");
}

static void
set_conference (LoftEvent *event)
{
  set (&event->conference, "https://m.x/2");
}

static void
set_color (LoftEvent *event)
{
  set (&event->color, "green");
}

static void
set_free (LoftEvent *event)
{
  event->is_transparent = TRUE;
}

static void
set_private (LoftEvent *event)
{
  event->class = LOFT_CLASS_PRIVATE;
}

static void
set_tentative (LoftEvent *event)
{
  event->status = LOFT_EVENT_TENTATIVE;
}

static void
set_categories (LoftEvent *event)
{
  g_strfreev (event->categories);
  event->categories = g_strsplit ("A,C", ",", -1);
}

static void
add_guest (LoftEvent *event)
{
  g_ptr_array_add (event->attendees, loft_attendee_new ("dan@x.org", "Dan, D."));
}

static void
drop_guest (LoftEvent *event)
{
  g_ptr_array_remove_index (event->attendees, 1);
}

static void
change_guest (LoftEvent *event)
{
  ((LoftAttendee *) event->attendees->pdata[0])->role = LOFT_ROLE_OPTIONAL;
}

static void
change_alarm (LoftEvent *event)
{
  ((LoftAlarm *) event->alarms->pdata[0])->offset = -600;
}

static void
dismiss_alarm (LoftEvent *event)
{
  ((LoftAlarm *) event->alarms->pdata[0])->acknowledged = NOW;
}

static void
drop_alarm (LoftEvent *event)
{
  g_ptr_array_remove_index (event->alarms, 0);
}

static void
add_alarm (LoftEvent *event)
{
  g_ptr_array_add (event->alarms, loft_alarm_new (-60));
}

static void
drop_attachment (LoftEvent *event)
{
  g_ptr_array_remove_index (event->attachments, 1);
}

static void
add_exception (LoftEvent *event)
{
  LoftEventTime time = loft_ical_event_time_new_at (NOW + 6 * DAY + 8 * HOUR, "UTC");

  g_array_append_val (event->exceptions, time);
}

static const struct {
  const char *name;
  Change change;
  const char *expected; /* without the stamps */
} touch_rows[] = {
  { "nothing", change_nothing, "" },
  { "the summary", rename_it, "-SUMMARY;LANGUAGE=de:Alt|+SUMMARY;LANGUAGE=de:New" },
  { "the description", set_description,
    "-DESCRIPTION;ALTREP=\"cid:1\":Text|-X-ALT-DESC;FMTTYPE=text/html:<b>Text</b>|"
    "+DESCRIPTION:Neu" },
  { "the place", set_location, "-SEQUENCE:4|-LOCATION:Ort|+SEQUENCE:5" },
  { "the conference", set_conference,
    "-CONFERENCE;VALUE=URI;FEATURE=AU|- DIO:https://m.x/1|"
    "+CONFERENCE;VALUE=URI;FEATURE=AUDIO:https://m.x/2" },
  { "the colour", set_color, "-COLOR:red|+COLOR:green" },
  { "free", set_free, "-TRANSP:OPAQUE|+TRANSP:TRANSPARENT" },
  { "private", set_private, "-CLASS:PUBLIC|+CLASS:PRIVATE" },
  { "tentative", set_tentative, "-SEQUENCE:4|-STATUS:CONFIRMED|+SEQUENCE:5|+STATUS:TENTATIVE" },
  { "categories", set_categories, "-CATEGORIES:A|-CATEGORIES:B|+CATEGORIES:A,C" },
  { "a guest more", add_guest, "+ATTENDEE;CN=\"Dan, D.\";PARTSTAT=NEEDS-ACTION:mailto:dan@x.org" },
  { "a guest less", drop_guest,
    "-ATTENDEE;DELEGATED-TO=\"mailto:z@x.org\";CN=Cid:mailto:cid@x.org" },
  { "a guest changed", change_guest,
    "-ATTENDEE;X-NUM=0;CN=Bob;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@x.org|"
    "+ATTENDEE;X-NUM=0;CN=Bob;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;ROLE=OPT-PARTICIPAN|"
    "+ T:mailto:bob@x.org" },
  { "an alarm changed", change_alarm, "-TRIGGER:-PT15M|+TRIGGER:-PT10M" },
  { "an alarm dismissed", dismiss_alarm, "+ACKNOWLEDGED:20260101T000000Z" },
  { "an alarm less", drop_alarm,
    "-TRIGGER:-PT15M|-REPEAT:2|-DURATION:PT5M|-UID:al|-PROXIMITY:ARRIVE|"
    "-ACTION:DISPLAY" },
  { "an alarm more", add_alarm, "+TRIGGER:-PT1M|+DESCRIPTION:Reminder" },
  { "an attachment less", drop_attachment, "-ATTACH;ENCODING=BASE64;VALUE=BINARY:SGk=" },
  { "an exception more", add_exception, "-SEQUENCE:4|+SEQUENCE:5|+EXDATE:20260107T080000Z" },
  { "moved", an_hour_later,
    "-SEQUENCE:4|-DTSTART;X-P=1;TZID=Europe/Vienna:20260105T0|- 90000|"
    "-RDATE:20260301T080000Z|-EXDATE:20260106T080000Z|+SEQUENCE:5|"
    "+DTSTART;X-P=1;TZID=Europe/Vienna:20260105T100000|"
    "+RDATE;TZID=Europe/Vienna:20260301T100000|+EXDATE;TZID=Europe/Vienna:20260106T100000" },
};

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Only these lines; the order of what is told does not matter. */
static char *
sort_parts (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "|", -1);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0' && strstr (parts[i], "DTSTAMP:") == NULL &&
        strstr (parts[i], "+LAST-MODIFIED:") == NULL)
      g_ptr_array_add (sorted, parts[i]);
  g_ptr_array_sort (sorted, compare_strings);
  g_ptr_array_add (sorted, NULL);
  return g_strjoinv ("|", (char **) sorted->pdata);
}

static void
test_touch (void)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (EVERYTHING, strlen (EVERYTHING));

  for (guint i = 0; i < G_N_ELEMENTS (touch_rows); i++)
    {
      g_autoptr (LoftIcalObject) object = read_object (raw);
      LoftEvent *before = g_ptr_array_index (loft_ical_object_get_events (object), 0);
      g_autoptr (LoftEvent) after = loft_event_copy (before);
      g_autoptr (GBytes) rest = NULL;
      g_autoptr (GBytes) changed = NULL;
      g_autofree char *difference = NULL;
      g_autofree char *sorted = NULL;
      g_autofree char *expected = sort_parts (touch_rows[i].expected);

      g_test_message ("%s", touch_rows[i].name);
      touch_rows[i].change (after);
      changed = loft_ical_change_event (raw, before, after, LOFT_ICAL_ALL, &rest, NULL);
      g_assert_nonnull (changed);
      difference = find_difference (raw, changed);
      sorted = sort_parts (difference);
      g_assert_cmpstr (sorted, ==, expected);
    }
}

static void
test_partstat (void)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (EVERYTHING, strlen (EVERYTHING));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) changed =
    loft_ical_set_partstat (raw, "BOB@x.org", LOFT_PARTSTAT_ACCEPTED, "", &error);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) nobody = NULL;
  g_autofree char *difference = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  difference = find_difference (raw, changed);
  g_assert_cmpstr (difference, ==,
                   "-ATTENDEE;X-NUM=0;CN=Bob;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@x.org|"
                   "+ATTENDEE;X-NUM=0;CN=Bob;PARTSTAT=ACCEPTED:mailto:bob@x.org");
  one = loft_ical_set_partstat (raw, "bob@x.org", LOFT_PARTSTAT_DECLINED, "20260107T080000Z", NULL);
  text = g_strndup (g_bytes_get_data (one, NULL), g_bytes_get_size (one));
  g_assert_nonnull (strstr (text, "RECURRENCE-ID;TZID=Europe/Vienna:20260107T090000\r\n"));
  g_assert_nonnull (strstr (text, "PARTSTAT=DECLINED:mailto:bob@x.org"));
  nobody = loft_ical_set_partstat (raw, "x@y.z", LOFT_PARTSTAT_ACCEPTED, "", &error);
  g_assert_null (nobody);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static const struct {
  const char *object;
  LoftTaskStatus status;
  const char *expected;
} task_rows[] = {
  { "SUMMARY:A|X-K:v", LOFT_TASK_COMPLETED,
    "+STATUS:COMPLETED|+COMPLETED:20260101T000000Z|+PERCENT-COMPLETE:100|+SEQUENCE:1" },
  { "SUMMARY:A|STATUS:COMPLETED|COMPLETED:20250101T000000Z|PERCENT-COMPLETE:100",
    LOFT_TASK_NEEDS_ACTION,
    "-STATUS:COMPLETED|-COMPLETED:20250101T000000Z|-PERCENT-COMPLETE:100|+STATUS:NEEDS-ACTION|"
    "+SEQUENCE:1" },
  { "DUE:20260105T090000Z|RRULE:FREQ=DAILY", LOFT_TASK_COMPLETED,
    "-DUE:20260105T090000Z|+DUE:20260106T090000Z|+SEQUENCE:1" },
  { "DUE;VALUE=DATE:20260105|DTSTART;VALUE=DATE:20260104|RRULE:FREQ=WEEKLY;COUNT=3",
    LOFT_TASK_COMPLETED,
    "-DUE;VALUE=DATE:20260105|-DTSTART;VALUE=DATE:20260104|-RRULE:FREQ=WEEKLY;COUNT=3|"
    "+DUE;VALUE=DATE:20260112|+DTSTART;VALUE=DATE:20260111|+RRULE:FREQ=WEEKLY;COUNT=2|"
    "+SEQUENCE:1" },
  { "DUE:20260105T090000Z|RRULE:FREQ=DAILY;COUNT=1", LOFT_TASK_COMPLETED,
    "+STATUS:COMPLETED|+COMPLETED:20260101T000000Z|+PERCENT-COMPLETE:100|+SEQUENCE:1" },
};

static void
test_tasks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (task_rows); i++)
    {
      g_autoptr (GBytes) raw = make_object ("VTODO", task_rows[i].object);
      g_autoptr (LoftIcalObject) object = read_object (raw);
      LoftTask *before = g_ptr_array_index (loft_ical_object_get_tasks (object), 0);
      g_autoptr (LoftTask) after = loft_task_copy (before);
      g_autoptr (GBytes) changed = NULL;
      g_autofree char *difference = NULL;
      g_autofree char *sorted = NULL;
      g_autofree char *expected = sort_parts (task_rows[i].expected);

      g_test_message ("row %u", i);
      after->status = task_rows[i].status;
      changed = loft_ical_change_task (raw, before, after, NULL);
      g_assert_nonnull (changed);
      difference = find_difference (raw, changed);
      sorted = sort_parts (difference);
      g_assert_cmpstr (sorted, ==, expected);
    }
}

/* What is written new is read as it was meant, and its zone is what the database says. */
static void
test_new (void)
{
  static const char *const zones[] = { "Europe/Vienna",  "America/New_York",  "Australia/Sydney",
                                       "Asia/Kolkata",   "America/Sao_Paulo", "Africa/Casablanca",
                                       "Asia/Jerusalem", "America/Santiago",  "Australia/Lord_Howe",
                                       "Europe/Dublin" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (LoftEvent) event = loft_event_new ();
      g_autoptr (GBytes) written = NULL;
      g_autoptr (LoftIcalObject) object = NULL;
      g_autofree char *text = NULL;
      g_auto (GStrv) parts = NULL;
      g_autofree char *renamed = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (LoftContentComponent) root = NULL;
      g_autoptr (LoftIcalZone) own = NULL;
      g_autoptr (LoftIcalZone) known = loft_ical_zone_find (zones[i], NULL);
      const LoftEvent *read;

      g_test_message ("%s", zones[i]);
      set (&event->summary, "Lunch; with, all");
      event->start = loft_ical_event_time_new_wall (NOW + 9 * HOUR, zones[i]);
      event->end = loft_ical_event_time_new_wall (NOW + 10 * HOUR, zones[i]);
      g_ptr_array_add (event->alarms, loft_alarm_new (-900));
      written = loft_ical_new_event (event);
      object = read_object (written);
      read = g_ptr_array_index (loft_ical_object_get_events (object), 0);
      g_assert_cmpstr (read->summary, ==, event->summary);
      g_assert_true (loft_event_time_equal (&read->start, &event->start));
      g_assert_true (loft_event_time_equal (&read->end, &event->end));
      g_assert_cmpuint (strlen (read->uid), >, 20);
      g_assert_cmpuint (read->alarms->len, ==, 1);
      text = g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
      parts = g_strsplit (text, zones[i], -1);
      renamed = g_strjoinv ("Own Name", parts);
      bytes = g_bytes_new (renamed, strlen (renamed));
      root = loft_content_component_read (bytes, NULL);
      own =
        loft_ical_zone_find ("Own Name", loft_content_component_get_component (root, "VCALENDAR"));
      g_assert_nonnull (own);
      for (gint64 at = NOW; at < NOW + 8 * 365 * DAY; at += HOUR)
        g_assert_cmpint (loft_ical_zone_get_offset (own, at), ==,
                         loft_ical_zone_get_offset (known, at));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/ical-editor/scopes", test_scopes);
  g_test_add_func ("/ical-editor/unnamed-exception", test_unnamed_exception);
  g_test_add_func ("/ical-editor/removal", test_removal);
  g_test_add_func ("/ical-editor/touch", test_touch);
  g_test_add_func ("/ical-editor/partstat", test_partstat);
  g_test_add_func ("/ical-editor/tasks", test_tasks);
  g_test_add_func ("/ical-editor/new", test_new);
  return g_test_run ();
}
