/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-data.h"
#include "loft-eas-meeting-mail.h"
#include "loft-eas-message.h"
#include "loft-error.h"
#include "loft-ical-invitation.h"
#include "loft-ical-object.h"
#include "loft-mime-tree.h"

#define E(name) LOFT_EAS_EMAIL_##name

/* MS-ASEMAIL 4.3 */
#define OUTLOOK_ID "BAAAAIIA4AB0xbcQGoLgCAfUCRDgQMnBJoXEAQAAAAAAAAAAEAAAAAvw7UtuTulOnjnjhns3jvM="
#define OUTLOOK_UID                                                                                \
  "040000008200E00074C5B7101A82E00800000000E040C9C12685C4010000000000000000100000000BF0ED4B6E4EE9" \
  "4E9E39E3867B378EF3"
#define OTHER_ID                                                                                     \
  "BAAAAIIA4AB0xbcQGoLgCAAAAAAAAAAAAAAAAAAAAAAAAAAAMwAAAHZDYWwtVWlkAQAAAHs4MTQxMkQzQy0yQTI0LTRFOUQt" \
  "QjIwRS0xMUY3QkJFOTI3OTl9AA=="
#define OTHER_UID "{81412D3C-2A24-4E9D-B20E-11F7BBE92799}"

/* Vienna: an hour before UTC, another from the last Sunday of March to that of October. */
#define ZONE                                                                                       \
  "xP///wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
  "oAAAAFAAMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
  "AAAAAAAAAAAAAAAAAAMAAAAFAAIAAAAAAAAAxP///w=="

static const LoftEasMapping how = { .version = 141,
                                    .address = "me@example.org",
                                    .name = "",
                                    .zone = "Europe/Vienna" };

/* ---- identity ----------------------------------------------------------------------------- */

static void
test_uid (void)
{
  static const struct {
    const char *id;
    const char *uid;
  } cases[] = {
    { OUTLOOK_ID, OUTLOOK_UID },  { OTHER_ID, OTHER_UID }, { "", NULL }, { "x", NULL },
    { "BAAAAIIA4AB0xbcQ", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uid = loft_eas_message_dup_uid (cases[i].id);

      g_assert_cmpstr (uid, ==, cases[i].uid);
    }
}

/* Cut anywhere it is no other identity that somebody has, or none. */
static void
test_cut_uid (void)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (OTHER_ID, &length);

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autofree char *id = g_base64_encode (bytes, cut);
      g_autofree char *uid = loft_eas_message_dup_uid (id);

      g_assert_true (cut > 40 || uid == NULL);
      g_assert_true (uid == NULL || *uid != '\0');
    }
}

/* ---- mails -------------------------------------------------------------------------------- */

typedef struct {
  const char *message_class;
  guint tags[6];
  const char *texts[6];
} MailCase;

static LoftWbxmlElement *
make_mail (const char *message_class)
{
  LoftWbxmlElement *data =
    loft_eas_data_new (E (FROM), "\"Adler, Eva\" <eva@example.org>", E (SUBJECT), "Accepted: Choir",
                       E (THREAD_TOPIC), "Choir", 0);
  LoftWbxmlElement *meeting = loft_wbxml_element_add (data, E (MEETING_REQUEST));

  if (message_class != NULL)
    loft_wbxml_element_add_text (data, E (MESSAGE_CLASS), message_class);
  loft_wbxml_element_add_text (meeting, E (DT_STAMP), "2026-11-01T12:00:00.000Z");
  loft_wbxml_element_add_text (meeting, E (GLOBAL_OBJ_ID), OTHER_ID);
  loft_wbxml_element_add_text (meeting, E (TIME_ZONE), ZONE);
  return data;
}

static void
add_times (LoftWbxmlElement *data, const char *start, const char *end)
{
  LoftWbxmlElement *meeting = loft_wbxml_element_find (data, E (MEETING_REQUEST));

  loft_wbxml_element_add_text (meeting, E (START_TIME), start);
  loft_wbxml_element_add_text (meeting, E (END_TIME), end);
}

static void
add (LoftWbxmlElement *data, guint tag, const char *text)
{
  loft_wbxml_element_add_text (loft_wbxml_element_find (data, E (MEETING_REQUEST)), tag, text);
}

static char *
read_mail (const LoftWbxmlElement *data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = loft_eas_message_dup_invitation (data, &how, &error);
  g_auto (GStrv) parts = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (text);
  parts = g_strsplit (text, "\r\n ", -1);
  return g_strjoinv ("", parts);
}

static void
assert_has (const char *text, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("\r\n%s\r\n", line);

  if (strstr (text, whole) == NULL)
    g_error ("no line %s in %s", line, text);
}

static LoftIcalVerdict
judge (const char *text, const char *sender)
{
  static const char *const me[] = { "me@example.org", NULL };
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftIcalInvitation) invitation =
    loft_ical_invitation_new (raw, NULL, sender, NULL, me, &error);

  g_assert_no_error (error);
  return invitation->verdict;
}

static void
test_request (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Request");
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
  add (data, E (ORGANIZER), "\"Adler, Eva\" <eva@example.org>");
  add (data, E (LOCATION), "Hall; 2");
  add (data, E (SENSITIVITY), "2");
  add (data, E (BUSY_STATUS), "0");
  add (data, E (RESPONSE_REQUESTED), "1");
  text = read_mail (data);
  again = read_mail (data);
  g_assert_cmpstr (text, ==, again);
  assert_has (text, "METHOD:REQUEST");
  assert_has (text, "UID:" OTHER_UID);
  assert_has (text, "DTSTAMP:20261101T120000Z");
  assert_has (text, "DTSTART;TZID=Europe/Vienna:20261123T100000");
  assert_has (text, "DTEND;TZID=Europe/Vienna:20261123T110000");
  assert_has (text, "SUMMARY:Accepted: Choir");
  assert_has (text, "LOCATION:Hall\\; 2");
  assert_has (text, "CLASS:PRIVATE");
  assert_has (text, "TRANSP:TRANSPARENT");
  assert_has (text, "ORGANIZER;CN=\"Adler, Eva\":mailto:eva@example.org");
  assert_has (text, "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:me@example.org");
  g_assert_cmpint (judge (text, "eva@example.org"), ==, LOFT_VERDICT_ADD);
}

static void
test_invited (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Request");
  g_autofree char *text = NULL;

  loft_wbxml_element_add_text (data, E (TO),
                               "\"Me; myself\" <ME@example.org>, eva@example.org, \"Ole\" <Ole>");
  loft_wbxml_element_add_text (data, E (CC), "\"Berg, Ida\" <ida@example.org>");
  add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
  add (data, E (RESPONSE_REQUESTED), "0");
  text = read_mail (data);
  assert_has (text, "ATTENDEE;CN=\"Me; myself\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:"
                    "mailto:ME@example.org");
  assert_has (text, "ATTENDEE;CN=\"Berg, Ida\";ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION:"
                    "mailto:ida@example.org");
  g_assert_null (strstr (text, "mailto:Ole"));
  g_assert_null (strstr (text, ":mailto:me@"));
  g_assert_null (strstr (text, "PARTSTAT=NEEDS-ACTION:mailto:eva@"));
  g_assert_cmpint (judge (text, "eva@example.org"), ==, LOFT_VERDICT_ADD);
}

/* However many are invited, it ends, and the person is among them. */
static void
test_many_invited (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Request");
  g_autoptr (GString) everybody = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (everybody, "n%u@example.org, ", i);
  loft_wbxml_element_add_text (data, E (TO), everybody->str);
  add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
  text = read_mail (data);
  g_assert_cmpuint (strlen (text), <, 200000);
  assert_has (text, "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:me@example.org");
}

static void
test_cancel (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Canceled");
  g_autofree char *text = NULL;

  add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
  text = read_mail (data);
  assert_has (text, "METHOD:CANCEL");
  assert_has (text, "STATUS:CANCELLED");
  assert_has (text, "SUMMARY:Choir");
  assert_has (text, "ORGANIZER;CN=\"Adler, Eva\":mailto:eva@example.org");
  g_assert_cmpint (judge (text, "eva@example.org"), ==, LOFT_VERDICT_UNKNOWN_EVENT);
}

static void
test_replies (void)
{
  static const struct {
    const char *message_class;
    const char *answer;
  } cases[] = {
    { "IPM.Schedule.Meeting.Resp.Pos", "ACCEPTED" },
    { "IPM.Schedule.Meeting.Resp.Neg", "DECLINED" },
    { "IPM.Schedule.Meeting.Resp.Tent", "TENTATIVE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = make_mail (cases[i].message_class);
      g_autofree char *text = read_mail (data);
      g_autofree char *attendee =
        g_strdup_printf ("ATTENDEE;CN=\"Adler, Eva\";PARTSTAT=%s:mailto:eva@example.org",
                         cases[i].answer);

      assert_has (text, "METHOD:REPLY");
      assert_has (text, "SUMMARY:Choir");
      assert_has (text, "ORGANIZER:mailto:me@example.org");
      assert_has (text, attendee);
      g_assert_cmpint (judge (text, "eva@example.org"), ==, LOFT_VERDICT_UNKNOWN_EVENT);
    }
}

static void
test_none (void)
{
  static const char *const classes[] = { "IPM.Note", "IPM.Notification.Meeting.Forward",
                                         "IPM.Schedule" };
  g_autoptr (LoftWbxmlElement) plain = loft_eas_data_new (E (SUBJECT), "Hello", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_eas_message_dup_invitation (plain, &how, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autoptr (LoftWbxmlElement) data = make_mail (classes[i]);

      g_assert_null (loft_eas_message_dup_invitation (data, &how, &error));
      g_assert_no_error (error);
    }
}

static void
test_all_day (void)
{
  static const struct {
    const char *start;
    const char *end;
  } cases[] = {
    { "2026-11-22T23:00:00.000Z", "2026-11-24T23:00:00.000Z" }, /* midnights in Vienna */
    { "2026-11-23T00:00:00.000Z", "2026-11-25T00:00:00.000Z" }, /* without a zone */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = make_mail (NULL);
      g_autofree char *text = NULL;

      add (data, E (ALL_DAY_EVENT), "1");
      add_times (data, cases[i].start, cases[i].end);
      text = read_mail (data);
      assert_has (text, "DTSTART;VALUE=DATE:20261123");
      assert_has (text, "DTEND;VALUE=DATE:20261125");
    }
}

/* West of UTC the same midnight is the evening before. */
static void
test_all_day_in_the_west (void)
{
  guchar blob[172] = { 300 % 256, 300 / 256 };
  g_autofree char *zone = g_base64_encode (blob, sizeof blob);
  g_autoptr (LoftWbxmlElement) data =
    loft_eas_data_new (E (FROM), "eva@example.org", E (SUBJECT), "Choir", 0);
  g_autofree char *text = NULL;

  loft_wbxml_element_add (data, E (MEETING_REQUEST));
  add (data, E (GLOBAL_OBJ_ID), OTHER_ID);
  add (data, E (TIME_ZONE), zone);
  add (data, E (ALL_DAY_EVENT), "1");
  add_times (data, "2026-11-23T00:00:00.000Z", "2026-11-24T05:00:00.000Z");
  text = read_mail (data);
  assert_has (text, "DTSTART;VALUE=DATE:20261123");
  assert_has (text, "DTEND;VALUE=DATE:20261124");
}

static LoftWbxmlElement *
add_rule (LoftWbxmlElement *data)
{
  LoftWbxmlElement *meeting = loft_wbxml_element_find (data, E (MEETING_REQUEST));
  LoftWbxmlElement *rule =
    loft_wbxml_element_add (loft_wbxml_element_add (meeting, E (RECURRENCES)), E (RECURRENCE));

  loft_wbxml_element_add_text (rule, E (TYPE), "1");
  loft_wbxml_element_add_text (rule, E (INTERVAL), "2");
  loft_wbxml_element_add_text (rule, E (DAY_OF_WEEK), "2");
  loft_wbxml_element_add_text (rule, E (OCCURRENCES), "5");
  return rule;
}

static void
test_series (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Request");
  g_autofree char *text = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftIcalObject) object = NULL;
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_occurrence_unref);

  add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
  add_rule (data);
  text = read_mail (data);
  raw = g_bytes_new (text, strlen (text));
  object = loft_ical_object_read (raw, NULL);
  g_assert_nonnull (strstr (text, "\r\nRRULE:FREQ=WEEKLY"));
  g_assert_true (loft_ical_object_expand (object, 1795255200, 1827000000, 100, NULL, found));
  g_assert_cmpuint (found->len, ==, 5);
}

static void
test_occurrence (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Request");
  g_autofree char *text = NULL;

  add_times (data, "2026-11-30T10:00:00.000Z", "2026-11-30T11:00:00.000Z");
  add (data, E (RECURRENCE_ID), "2026-11-30T09:00:00.000Z");
  add_rule (data);
  text = read_mail (data);
  assert_has (text, "RECURRENCE-ID;TZID=Europe/Vienna:20261130T100000");
  assert_has (text, "DTSTART;TZID=Europe/Vienna:20261130T110000");
  g_assert_null (strstr (text, "RRULE"));
}

/* 16.0 names the event and its place otherwise, and may leave the zone out. */
static void
test_new_server (void)
{
  g_autoptr (LoftWbxmlElement) data =
    loft_eas_data_new (E (FROM), "eva@example.org", E (SUBJECT), "Choir", 0);
  LoftWbxmlElement *meeting = loft_wbxml_element_add (data, E (MEETING_REQUEST));
  LoftWbxmlElement *place = loft_wbxml_element_add (meeting, LOFT_EAS_AIRSYNCBASE_LOCATION);
  g_autofree char *text = NULL;

  loft_wbxml_element_add_text (meeting, LOFT_EAS_CALENDAR_UID, "abc");
  loft_wbxml_element_add_text (place, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME, "Hall");
  add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
  text = read_mail (data);
  assert_has (text, "UID:abc");
  assert_has (text, "LOCATION:Hall");
  assert_has (text, "DTSTART:20261123T090000Z");
  assert_has (text, "ORGANIZER:mailto:eva@example.org");
}

/* ---- what is broken or hostile ------------------------------------------------------------ */

static void
test_broken (void)
{
  g_autoptr (LoftWbxmlElement) no_start = make_mail ("IPM.Schedule.Meeting.Request");
  g_autoptr (LoftWbxmlElement) no_id = loft_eas_data_new (E (SUBJECT), "Choir", 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_eas_message_dup_invitation (no_start, &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  loft_wbxml_element_add (no_id, E (MEETING_REQUEST));
  g_assert_null (loft_eas_message_dup_invitation (no_id, &how, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

static void
test_odd_texts (void)
{
  static const char *const texts[] = { "",
                                       "<",
                                       ">",
                                       "<>",
                                       "<@>",
                                       "\r\nEND:VEVENT",
                                       "\x01",
                                       "-1",
                                       "99999999999",
                                       "0001-01-01T00:00:00Z",
                                       "@",
                                       "\"" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint tag = E (DATE_RECEIVED); tag <= E (DISALLOW_NEW_TIME_PROPOSAL); tag++)
      {
        g_autoptr (LoftWbxmlElement) data = make_mail (NULL);
        g_autofree char *text = NULL;
        g_autoptr (GBytes) raw = NULL;
        g_autoptr (LoftIcalObject) object = NULL;

        loft_wbxml_element_add_text (data, tag, texts[i]);
        if (tag != E (START_TIME))
          add_times (data, "2026-11-23T09:00:00.000Z", "2026-11-23T10:00:00.000Z");
        add (data, tag, texts[i]);
        text = loft_eas_message_dup_invitation (data, &how, NULL);
        raw = g_bytes_new (text, text != NULL ? strlen (text) : 0);
        object = text != NULL ? loft_ical_object_read (raw, NULL) : NULL;
        g_assert_true (text == NULL || loft_ical_object_get_events (object)->len == 1);
      }
}

/* ---- in the mail itself ------------------------------------------------------------------- */

#define MEETING_MAIL                                                                               \
  "From: eva@example.org\r\nContent-Type: text/plain;\r\n charset=iso-8859-1\r\nSubject: Choir\r\n"  \
  "MIME-Version: 1.0\r\n\r\nGr\xfc\xdf" "e\r\n"

static char *
complete (const char *mime, const LoftWbxmlElement *data)
{
  g_autoptr (GBytes) before = g_bytes_new (mime, strlen (mime));
  g_autoptr (GBytes) after = loft_eas_meeting_mail_complete (before, data, &how);

  return g_strndup (g_bytes_get_data (after, NULL), g_bytes_get_size (after));
}

static void
test_mail_completed (void)
{
  g_autoptr (LoftWbxmlElement) data = make_mail ("IPM.Schedule.Meeting.Request");
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (LoftMimeTree) tree = NULL;

  add_times (data, "2026-11-24T08:00:00.000Z", "2026-11-24T09:00:00.000Z");
  text = complete (MEETING_MAIL, data);
  again = complete (MEETING_MAIL, data);
  g_assert_cmpstr (text, ==, again);
  g_assert_true (g_str_has_prefix (text, "From: eva@example.org\r\nSubject: Choir\r\n"));
  g_assert_nonnull (strstr (text, "Content-Type: text/plain;\r\n charset=iso-8859-1\r\n\r\nGr\xfc"));
  g_assert_nonnull (strstr (text, "text/calendar; charset=utf-8; method=REQUEST\r\n"));
  g_clear_pointer (&again, g_free);
  again = complete (text, data);
  g_assert_cmpstr (text, ==, again);
  tree = loft_mime_tree_new (text, strlen (text));
  g_assert_cmpuint (loft_mime_tree_get (tree, 0)->n_children, ==, 2);
}

/* No meeting, or one that makes no sense: the mail is as it was. */
static void
test_mail_left (void)
{
  g_autoptr (LoftWbxmlElement) none = loft_eas_data_new (E (SUBJECT), "Choir", 0);
  g_autoptr (LoftWbxmlElement) broken = make_mail ("IPM.Schedule.Meeting.Request");
  g_autofree char *first = complete (MEETING_MAIL, none);
  g_autofree char *second = complete (MEETING_MAIL, broken);

  g_assert_cmpstr (first, ==, MEETING_MAIL);
  g_assert_cmpstr (second, ==, MEETING_MAIL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-invitation/uid", test_uid);
  g_test_add_func ("/eas-invitation/cut-uid", test_cut_uid);
  g_test_add_func ("/eas-invitation/request", test_request);
  g_test_add_func ("/eas-invitation/invited", test_invited);
  g_test_add_func ("/eas-invitation/many-invited", test_many_invited);
  g_test_add_func ("/eas-invitation/cancel", test_cancel);
  g_test_add_func ("/eas-invitation/replies", test_replies);
  g_test_add_func ("/eas-invitation/none", test_none);
  g_test_add_func ("/eas-invitation/all-day", test_all_day);
  g_test_add_func ("/eas-invitation/all-day-in-the-west", test_all_day_in_the_west);
  g_test_add_func ("/eas-invitation/series", test_series);
  g_test_add_func ("/eas-invitation/occurrence", test_occurrence);
  g_test_add_func ("/eas-invitation/new-server", test_new_server);
  g_test_add_func ("/eas-invitation/broken", test_broken);
  g_test_add_func ("/eas-invitation/mail-completed", test_mail_completed);
  g_test_add_func ("/eas-invitation/mail-left", test_mail_left);
  g_test_add_func ("/eas-invitation/odd-texts", test_odd_texts);
  return g_test_run ();
}
