/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-eas-data.h"
#include "loft-eas-trip.h"
#include "loft-eas-words.h"
#include "loft-error.h"
#include "loft-ical-editor.h"
#include "loft-ical-object.h"

#define NOW 1795424400 /* 2026-11-23T09:00:00Z */

#define TIMES  "AllDayEvent=0|StartTime=20261123T080000Z|EndTime=20261123T090000Z|"
#define OLD    TIMES "DtStamp=20261120T100000Z|UID=u|"
#define SERIES "Recurrence{Type=1|Interval=1|DayOfWeek=2}|"
#define PLACE  "Location=L|"
#define BODY   "b:Body{b:Type=1|b:Data=B}|"
#define BUSY   "BusyStatus=2|Sensitivity=0|"

/* UTC, so that every event has a zone that is not looked at here. */
static LoftWbxmlElement *
make_data (const char *words)
{
  static const guint8 utc[172];
  g_autofree char *blob = g_base64_encode (utc, sizeof utc);
  LoftWbxmlElement *data = loft_eas_words_read (words);

  loft_wbxml_element_add_text (data, LOFT_EAS_CALENDAR_TIMEZONE, blob);
  return data;
}

/* Fields: data, what iCalendar says of it, and the same data again. */
static const struct {
  const char *what;
  guint version;
  const char *words;
  const char *names;
  const char *lines;
} field_rows[] = {
  { "texts", 141,
    OLD "BusyStatus=2|Sensitivity=0|MeetingStatus=0|Subject=Lunch, with “Zoë”; soon|Location=A\\B|"
        "b:Body{b:Type=1|b:Data=One\r\nTwo, three}",
    "SUMMARY LOCATION DESCRIPTION",
    "SUMMARY:Lunch\\, with “Zoë”\\; soon | LOCATION:A\\\\B | DESCRIPTION:One\\nTwo\\, three" },
  { "nothing", 141,
    OLD "BusyStatus=2|Sensitivity=0|MeetingStatus=0|Subject=|Location=|b:Body{b:Type=1|b:Data=}",
    "SUMMARY LOCATION DESCRIPTION STATUS CLASS CATEGORIES ORGANIZER ATTENDEE TRIGGER", "" },
  { "free", 141, OLD "BusyStatus=0|Sensitivity=0|MeetingStatus=0|Subject=S|" PLACE BODY,
    "STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS",
    "TRANSP:TRANSPARENT | X-MICROSOFT-CDO-BUSYSTATUS:FREE" },
  { "tentative", 141, OLD "BusyStatus=1|Sensitivity=0|MeetingStatus=0|Subject=S|" PLACE BODY,
    "STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS",
    "STATUS:TENTATIVE | TRANSP:OPAQUE | X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE" },
  { "out of office", 141, OLD "BusyStatus=3|Sensitivity=0|MeetingStatus=0|Subject=S|" PLACE BODY,
    "STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS", "TRANSP:OPAQUE | X-MICROSOFT-CDO-BUSYSTATUS:OOF" },
  { "working elsewhere", 161,
    TIMES "BusyStatus=4|Sensitivity=0|MeetingStatus=0|Subject=S|b:Location{b:DisplayName=L}|" BODY,
    "STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS",
    "TRANSP:TRANSPARENT | X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE" },
  { "personal", 141, OLD "BusyStatus=2|Sensitivity=1|MeetingStatus=0|Subject=S|" PLACE BODY,
    "CLASS", "CLASS:PRIVATE" },
  { "private", 141, OLD "BusyStatus=2|Sensitivity=2|MeetingStatus=0|Subject=S|" PLACE BODY, "CLASS",
    "CLASS:PRIVATE" },
  { "confidential", 141, OLD "BusyStatus=2|Sensitivity=3|MeetingStatus=0|Subject=S|" PLACE BODY,
    "CLASS", "CLASS:CONFIDENTIAL" },
  { "categories", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY "Categories{Category=Red|Category=a, b}",
    "CATEGORIES", "CATEGORIES:Red,a\\, b" },
  { "reminder", 141, OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY "Reminder=15",
    "ACTION TRIGGER", "ACTION:DISPLAY | TRIGGER:-PT15M" },
  { "reminder at the start", 141, OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY "Reminder=0",
    "ACTION TRIGGER", "ACTION:DISPLAY | TRIGGER:PT0S" },
  { "reminder a week before", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY "Reminder=10080", "TRIGGER",
    "TRIGGER:-PT10080M" },
  { "my meeting", 141,
    OLD BUSY "MeetingStatus=1|Subject=S|" PLACE BODY
             "OrganizerName=Me|OrganizerEmail=me@example.test|ResponseRequested=1|"
             "Attendees{Attendee{Email=bob@x.test|Name=Bob|AttendeeStatus=3|AttendeeType=1}|"
             "Attendee{Email=eve@x.test|Name=eve@x.test|AttendeeStatus=5|AttendeeType=2}|"
             "Attendee{Email=room@x.test|Name=Room 1|AttendeeStatus=4|AttendeeType=3}}",
    "ORGANIZER ATTENDEE STATUS",
    "ORGANIZER;CN=Me:mailto:me@example.test | "
    "ATTENDEE;CN=Bob;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:bob@x.test | "
    "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:eve@x.test | "
    "ATTENDEE;CN=Room 1;CUTYPE=RESOURCE;ROLE=NON-PARTICIPANT;PARTSTAT=DECLINED;RSVP=TRUE:"
    "mailto:room@x.test" },
  { "my meeting, called off", 141,
    OLD BUSY "MeetingStatus=5|Subject=S|" PLACE BODY "OrganizerName=Me|"
             "OrganizerEmail=me@example.test|"
             "Attendees{Attendee{Email=bob@x.test|Name=Bob|AttendeeType=1}}",
    "ORGANIZER ATTENDEE STATUS",
    "STATUS:CANCELLED | ORGANIZER;CN=Me:mailto:me@example.test | "
    "ATTENDEE;CN=Bob;ROLE=REQ-PARTICIPANT:mailto:bob@x.test" },
  { "an invitation, accepted", 141,
    OLD BUSY "MeetingStatus=3|Subject=S|" PLACE BODY "OrganizerName=Ann|OrganizerEmail=ann@x.test|"
             "Attendees{Attendee{Email=ME@example.test|Name=Me|AttendeeType=1}}|",
    "ORGANIZER ATTENDEE",
    "ORGANIZER;CN=Ann:mailto:ann@x.test | "
    "ATTENDEE;CN=Me;ROLE=REQ-PARTICIPANT:mailto:ME@example.test" },
  { "an invitation of a list that I am on", 141,
    OLD BUSY "MeetingStatus=3|Subject=S|" PLACE BODY "OrganizerName=Ann|OrganizerEmail=ann@x.test|"
             "Attendees{Attendee{Email=all@x.test|Name=All|AttendeeType=1}}|",
    "ORGANIZER ATTENDEE",
    "ORGANIZER;CN=Ann:mailto:ann@x.test | "
    "ATTENDEE;CN=All;ROLE=REQ-PARTICIPANT:mailto:all@x.test | "
    "ATTENDEE;CN=Me;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;X-LOFT-EAS-ADDED=TRUE:"
    "mailto:me@example.test" },
  { "an appointment whose owner the server names", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY
             "OrganizerName=Me|OrganizerEmail=me@example.test",
    "ORGANIZER ATTENDEE", "" },
  { "a meeting status of the second kind", 141,
    OLD BUSY "MeetingStatus=11|Subject=S|" PLACE BODY "OrganizerName=Ann|OrganizerEmail=ann@x.test|"
             "Attendees{Attendee{Email=me@example.test|Name=Me|AttendeeType=1}}|",
    "ORGANIZER", "ORGANIZER;CN=Ann:mailto:ann@x.test" },
  { "HTML", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE "b:Body{b:Type=2|b:Data=<p>One</p><p>Two</p>}",
    "DESCRIPTION X-ALT-DESC",
    "DESCRIPTION:One\\n\\nTwo | X-ALT-DESC;FMTTYPE=text/html:<p>One</p><p>Two</p>" },
  { "RTF, which stays as it is", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE "b:Body{b:Type=3|b:Data=AAAA}", "DESCRIPTION", "" },
  { "a place with an address", 161,
    TIMES BUSY
    "MeetingStatus=0|Subject=S|b:Location{b:DisplayName=Office|b:Street=Main 1|b:City=Linz|"
    "b:Latitude=48.3|b:Longitude=14.3}|" BODY,
    "LOCATION", "LOCATION:Office" },
  { "an address alone", 161,
    TIMES BUSY
    "MeetingStatus=0|Subject=S|b:Location{b:Street=Main 1|b:PostalCode=4020|b:City=Linz}|" BODY,
    "LOCATION", "LOCATION:Main 1\\, 4020\\, Linz" },
  { "what nobody maps", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY "DisallowNewTimeProposal=1", "COMMENT", "" },
  { "a rule of another calendar, with an exception", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY
             "Recurrence{Type=5|Interval=1|DayOfMonth=15|MonthOfYear=8|CalendarType=15|"
             "IsLeapMonth=0}|Exceptions{Exception{Deleted=1|ExceptionStartTime=20270101T080000Z}}",
    "RRULE EXDATE RECURRENCE-ID", "" },
  { "a rule that says more than it must", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY
             "Recurrence{Type=0|Interval=1|DayOfWeek=62|FirstDayOfWeek=0}",
    "RRULE", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR" },
  { "an exception with another name and no reminder", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE BODY SERIES
             "Reminder=15|Exceptions{Exception{StartTime=20261130T080000Z|EndTime=20261130T090000Z|"
             "Subject=Other|BusyStatus=0|Reminder=|ExceptionStartTime=20261130T080000Z}}",
    "SUMMARY TRIGGER TRANSP LOCATION",
    "SUMMARY:S | LOCATION:L | TRANSP:OPAQUE | TRIGGER:-PT15M | SUMMARY:Other | LOCATION:L | "
    "TRANSP:TRANSPARENT" },
  { "an exception without a place, and a text in HTML of the series", 141,
    OLD BUSY "MeetingStatus=0|Subject=S|" PLACE "b:Body{b:Type=2|b:Data=<b>Bold</b>}|" SERIES
             "Exceptions{Exception{StartTime=20261130T080000Z|EndTime=20261130T090000Z|Location=|"
             "ExceptionStartTime=20261130T080000Z}}",
    "LOCATION DESCRIPTION X-ALT-DESC",
    "LOCATION:L | DESCRIPTION:Bold | X-ALT-DESC;FMTTYPE=text/html:<b>Bold</b> | DESCRIPTION:Bold" },
  { "an exception with other people", 140,
    OLD BUSY "MeetingStatus=1|Subject=S|" PLACE BODY SERIES
             "OrganizerName=Me|OrganizerEmail=me@example.test|"
             "Attendees{Attendee{Email=bob@x.test|Name=Bob|AttendeeType=1}}|"
             "Exceptions{Exception{StartTime=20261130T080000Z|EndTime=20261130T090000Z|"
             "Attendees{Attendee{Email=eve@x.test|Name=Eve|AttendeeType=1}}|"
             "ExceptionStartTime=20261130T080000Z}}",
    "ATTENDEE",
    "ATTENDEE;CN=Bob;ROLE=REQ-PARTICIPANT:mailto:bob@x.test | "
    "ATTENDEE;CN=Eve;ROLE=REQ-PARTICIPANT:mailto:eve@x.test" },
};

static void
test_fields (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (field_rows[i].version);
      g_autoptr (LoftWbxmlElement) data = make_data (field_rows[i].words);
      g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
      g_autofree char *lines = loft_eas_trip_find_lines (ical, field_rows[i].names);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_trip_from_ical (ical, &how, &instances);

      g_test_message ("%s", field_rows[i].what);
      g_assert_cmpstr (lines, ==, field_rows[i].lines);
      if (how.version >= 160)
        loft_wbxml_element_add_text (data, LOFT_EAS_CALENDAR_CLIENT_UID, "otherwise");
      loft_eas_data_assert_equal (back, data);
    }
}

/* What only servers say stays in the text, and goes nowhere. */
static const struct {
  guint version;
  const char *words;
  guint tags[4];
} of_server_rows[] = {
  { 141,
    OLD "ResponseType=3|AppointmentReplyTime=20261121T100000Z|MeetingStatus=3|"
        "OrganizerEmail=ann@x.test",
    { LOFT_EAS_CALENDAR_RESPONSE_TYPE, LOFT_EAS_CALENDAR_APPOINTMENT_REPLY_TIME } },
  { 141,
    OLD "OnlineMeetingExternalLink=https://meet.x.test/1|b:NativeBodyType=2",
    { LOFT_EAS_CALENDAR_ONLINE_MEETING_EXTERNAL_LINK, LOFT_EAS_AIRSYNCBASE_NATIVE_BODY_TYPE } },
  { 161,
    OLD "OrganizerEmail=ann@x.test|OrganizerName=Ann|MeetingStatus=3|"
        "b:Attachments{b:Attachment{b:DisplayName=a.pdf|b:FileReference=1}}",
    { LOFT_EAS_CALENDAR_ORGANIZER_EMAIL, LOFT_EAS_CALENDAR_ORGANIZER_NAME,
      LOFT_EAS_AIRSYNCBASE_ATTACHMENTS } },
  { 161, OLD, { LOFT_EAS_CALENDAR_UID, LOFT_EAS_CALENDAR_DT_STAMP, LOFT_EAS_CALENDAR_LOCATION } },
  { 141,
    OLD "b:Body{b:Type=1|b:EstimatedDataSize=9000|b:Truncated=1|b:Data=Begin}",
    { LOFT_EAS_AIRSYNCBASE_BODY } },
};

static void
test_of_server (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (of_server_rows); i++)
    {
      LoftEasMapping how = loft_eas_trip_mapping (of_server_rows[i].version);
      g_autoptr (LoftWbxmlElement) data = make_data (of_server_rows[i].words);
      g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = loft_eas_trip_from_ical (ical, &how, &instances);

      for (guint k = 0; of_server_rows[i].tags[k] != 0; k++)
        g_assert_null (loft_wbxml_element_find (back, of_server_rows[i].tags[k]));
    }
}

/* The same in another order, as SOGo writes it, needs nothing beside it. */
static void
test_nothing_kept (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autoptr (LoftWbxmlElement) data =
    make_data (OLD BUSY "MeetingStatus=0|Subject=S|" BODY "b:NativeBodyType=1|"
                        "Recurrence{DayOfWeek=2|Interval=1|Type=1}");
  g_autofree char *ical = loft_eas_trip_to_ical (data, &how);

  g_assert_null (strstr (ical, "X-LOFT-EAS-KEPT"));
}

/* One's own answer is told apart from the list of people. */
static void
test_own_answer (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autoptr (LoftWbxmlElement) data = make_data (
    OLD "MeetingStatus=3|ResponseType=2|OrganizerEmail=ann@x.test|"
        "Attendees{Attendee{Email=me@example.test|Name=Me}|Attendee{Email=b@x.test|Name=B}}");
  g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
  g_autofree char *lines = loft_eas_trip_find_lines (ical, "ATTENDEE");

  g_assert_cmpstr (
    lines, ==,
    "ATTENDEE;CN=Me;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE:mailto:me@example.test | "
    "ATTENDEE;CN=B;ROLE=REQ-PARTICIPANT:mailto:b@x.test");
}

/* Everything that an event may have. */
#define FULL                                                                                       \
  OLD BUSY                                                                                         \
    "MeetingStatus=3|Subject=S|" PLACE "b:Body{b:Type=2|b:Data=<p>Text</p>}|" SERIES               \
    "OrganizerName=Ann|OrganizerEmail=ann@x.test|Reminder=15|DisallowNewTimeProposal=1|"           \
    "Categories{Category=Red}|Attendees{Attendee{Email=me@example.test|Name=Me|AttendeeType=1}|"   \
    "Attendee{Email=bob@x.test|Name=Bob|AttendeeStatus=3|AttendeeType=2}}|"                        \
    "Exceptions{Exception{Deleted=1|ExceptionStartTime=20261130T080000Z}|Exception{"               \
    "StartTime=20261207T100000Z|EndTime=20261207T110000Z|ExceptionStartTime=20261207T080000Z}}"

typedef void (*Change) (LoftEvent *event);

static void
set (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
change_summary (LoftEvent *event)
{
  set (&event->summary, "Other");
}

static void
change_location (LoftEvent *event)
{
  set (&event->location, "");
}

static void
change_description (LoftEvent *event)
{
  set (&event->description, "New text");
}

static void
change_class (LoftEvent *event)
{
  event->class = LOFT_CLASS_CONFIDENTIAL;
}

static void
change_free (LoftEvent *event)
{
  event->is_transparent = TRUE;
}

static void
change_status (LoftEvent *event)
{
  event->status = LOFT_EVENT_TENTATIVE;
}

static void
change_alarm (LoftEvent *event)
{
  g_ptr_array_set_size (event->alarms, 0);
}

static void
change_categories (LoftEvent *event)
{
  g_strfreev (event->categories);
  event->categories = g_strdupv ((char *[]){ (char *) "Blue", (char *) "Green", NULL });
}

/* A field changed in the window: the rest goes to the server as it came. */
static const struct {
  const char *what;
  Change change;
  guint tags[3];
} change_rows[] = {
  { "summary", change_summary, { LOFT_EAS_CALENDAR_SUBJECT } },
  { "location", change_location, { LOFT_EAS_CALENDAR_LOCATION } },
  { "description", change_description, { LOFT_EAS_AIRSYNCBASE_BODY } },
  { "class", change_class, { LOFT_EAS_CALENDAR_SENSITIVITY } },
  { "free", change_free, { LOFT_EAS_CALENDAR_BUSY_STATUS } },
  { "status", change_status, { LOFT_EAS_CALENDAR_BUSY_STATUS } },
  { "alarm", change_alarm, { LOFT_EAS_CALENDAR_REMINDER } },
  { "categories", change_categories, { LOFT_EAS_CALENDAR_CATEGORIES } },
};

static GBytes *
edit (const char *ical, Change change, const char *recurrence_id, LoftIcalScope scope)
{
  g_autoptr (GBytes) raw = g_bytes_new (ical, strlen (ical));
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftIcalObject) object = loft_ical_object_read (raw, &error);
  g_autoptr (LoftEvent) before = loft_ical_object_get_occurrence (object, recurrence_id);
  g_autoptr (LoftEvent) after = loft_event_copy (before);
  g_autoptr (GBytes) rest = NULL;
  GBytes *edited;

  change (after);
  edited = loft_ical_change_event (raw, before, after, scope, &rest, &error);
  g_assert_no_error (error);
  return edited;
}

static LoftWbxmlElement *
read_edited (GBytes *edited, const LoftEasMapping *how, GPtrArray **instances)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (edited, NULL), g_bytes_get_size (edited));

  return loft_eas_trip_from_ical (text, how, instances);
}

static void
test_edited (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autoptr (LoftWbxmlElement) data = make_data (FULL);
  g_autofree char *ical = loft_eas_trip_to_ical (data, &how);

  for (guint i = 0; i < G_N_ELEMENTS (change_rows); i++)
    {
      g_autoptr (GBytes) edited = edit (ical, change_rows[i].change, "", LOFT_ICAL_ALL);
      g_autoptr (GPtrArray) instances = NULL;
      g_autoptr (LoftWbxmlElement) back = read_edited (edited, &how, &instances);
      guint tags[] = { LOFT_EAS_CALENDAR_DT_STAMP, LOFT_EAS_CALENDAR_EXCEPTIONS,
                       change_rows[i].tags[0], change_rows[i].tags[1], 0 };

      g_test_message ("%s", change_rows[i].what);
      loft_eas_data_assert_only (data, back, tags);
      g_assert_false (
        loft_wbxml_element_equal (loft_wbxml_element_find (data, change_rows[i].tags[0]),
                                  loft_wbxml_element_find (back, change_rows[i].tags[0]) != NULL
                                    ? loft_wbxml_element_find (back, change_rows[i].tags[0])
                                    : data));
    }
}

/* An occurrence changed in the window: one more exception, which says what differs. */
static void
test_edited_occurrence (void)
{
  LoftEasMapping how = loft_eas_trip_mapping (141);
  g_autoptr (LoftWbxmlElement) data = make_data (FULL);
  g_autofree char *ical = loft_eas_trip_to_ical (data, &how);
  g_autoptr (GBytes) edited = edit (ical, change_summary, "20261214T080000Z", LOFT_ICAL_THIS);
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (LoftWbxmlElement) back = read_edited (edited, &how, &instances);
  guint tags[] = { LOFT_EAS_CALENDAR_EXCEPTIONS, 0 };
  const LoftWbxmlElement *exceptions = loft_wbxml_element_find (back, LOFT_EAS_CALENDAR_EXCEPTIONS);
  const LoftWbxmlElement *last;

  loft_eas_data_assert_only (data, back, tags);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (exceptions), ==, 3);
  last = loft_wbxml_element_get_child (exceptions, 2);
  g_assert_cmpstr (loft_wbxml_element_get_text (last, LOFT_EAS_CALENDAR_SUBJECT), ==, "Other");
  g_assert_cmpstr (loft_wbxml_element_get_text (last, LOFT_EAS_CALENDAR_EXCEPTION_START_TIME), ==,
                   "20261214T080000Z");
  g_assert_null (loft_wbxml_element_find (last, LOFT_EAS_CALENDAR_ATTENDEES));
  g_assert_null (loft_wbxml_element_find (last, LOFT_EAS_AIRSYNCBASE_BODY));
  g_assert_null (loft_wbxml_element_find (last, LOFT_EAS_CALENDAR_LOCATION));
}

/* A Change of 16.1 says what differs; of 14.1 all, and what is gone. */
static void
test_changes (void)
{
  static const char before_words[] = "Subject=A|b:Location{b:DisplayName=L}|Reminder=5|ClientUid=u";
  static const char after_words[] = "Subject=B|b:Location{b:DisplayName=L}|ClientUid=u";
  LoftEasMapping how = loft_eas_trip_mapping (161);
  g_autoptr (LoftWbxmlElement) before = loft_eas_words_read (before_words);
  g_autoptr (LoftWbxmlElement) after = loft_eas_words_read (after_words);
  g_autoptr (LoftWbxmlElement) changes = loft_eas_event_changes (before, after, &how);
  g_autoptr (LoftWbxmlElement) whole = NULL;
  g_autofree char *text = loft_eas_words_write (changes);
  g_autofree char *whole_text = NULL;

  g_assert_cmpstr (text, ==, "Subject=B|Reminder=");
  g_assert_null (loft_eas_event_changes (before, before, &how));
  how.version = 141;
  whole = loft_eas_event_changes (before, after, &how);
  whole_text = loft_eas_words_write (whole);
  g_assert_cmpstr (whole_text, ==, "Subject=B|b:Location{b:DisplayName=L}|ClientUid=u|Reminder=");
}

static void
test_instance_changes (void)
{
  g_autoptr (GPtrArray) before =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_eas_instance_free);
  g_autoptr (GPtrArray) after =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_eas_instance_free);
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (before, loft_eas_instance_new ("1", NULL));
  g_ptr_array_add (before, loft_eas_instance_new ("2", loft_eas_words_read ("Subject=A")));
  g_ptr_array_add (before, loft_eas_instance_new ("3", loft_eas_words_read ("Subject=A")));
  g_ptr_array_add (after, loft_eas_instance_new ("1", NULL));
  g_ptr_array_add (after, loft_eas_instance_new ("2", loft_eas_words_read ("Subject=A")));
  g_ptr_array_add (after, loft_eas_instance_new ("3", loft_eas_words_read ("Subject=B")));
  g_ptr_array_add (after, loft_eas_instance_new ("4", NULL));
  changes = loft_eas_event_instance_changes (before, after);
  text = loft_eas_trip_describe_instances (changes);
  g_assert_cmpstr (text, ==, "3: Subject=B # 4: deleted");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/eas-event/fields", test_fields);
  g_test_add_func ("/eas-event/of-server", test_of_server);
  g_test_add_func ("/eas-event/nothing-kept", test_nothing_kept);
  g_test_add_func ("/eas-event/own-answer", test_own_answer);
  g_test_add_func ("/eas-event/edited", test_edited);
  g_test_add_func ("/eas-event/edited-occurrence", test_edited_occurrence);
  g_test_add_func ("/eas-event/changes", test_changes);
  g_test_add_func ("/eas-event/instance-changes", test_instance_changes);
  return g_test_run ();
}
