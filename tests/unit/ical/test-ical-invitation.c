/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-ical-invitation.h"
#include "loft-ical-object.h"

#define NOW 1767225600

/* "METHOD" and the properties of one event, parted by "|"; "||" begins another one. */
static GBytes *
make_message (const char *method, const char *properties)
{
  GString *text = g_string_new ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
  g_auto (GStrv) components = g_strsplit (properties, "||", -1);

  if (*method != '\0')
    g_string_append_printf (text, "METHOD:%s\r\n", method);
  for (guint i = 0; components[i] != NULL; i++)
    {
      g_auto (GStrv) lines = g_strsplit (components[i], "|", -1);
      g_autofree char *body = g_strjoinv ("\r\n", lines);

      g_string_append_printf (text, "BEGIN:VEVENT\r\n%s\r\nEND:VEVENT\r\n", body);
    }
  g_string_append (text, "END:VCALENDAR\r\n");
  return g_string_free_to_bytes (text);
}

#define TIME    "|DTSTART:20260105T090000Z|DTEND:20260105T100000Z"
#define LATER   "|DTSTART:20260105T110000Z|DTEND:20260105T120000Z"
#define RULE    TIME "|RRULE:FREQ=DAILY;COUNT=5"
#define EVA     "|ORGANIZER:mailto:eva@x.org"
#define ME      "|ORGANIZER:mailto:bob@x.org"
#define BOB     "|ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:bob@x.org"
#define BOB_YES "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.org"
#define CID     "|ATTENDEE;RSVP=TRUE:mailto:cid@x.org"
#define CID_YES "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:cid@x.org"
#define DAN_YES "|ATTENDEE;PARTSTAT=ACCEPTED:mailto:dan@x.org"
#define ID(n)   "UID:u|SEQUENCE:" #n "|DTSTAMP:2026010" #n "T000000Z"
#define THIRD   "|RECURRENCE-ID:20260107T090000Z"
#define MALLORY "mallory@evil.example"

static const struct {
  const char *name;
  const char *method;
  const char *message;
  const char *sender;
  const char *present; /* NULL: nothing */
  LoftIcalVerdict verdict;
  const char *has; /* in what it becomes; NULL: it stays */
  const char *has_not;
} rows[] = {
  { "an invitation", "REQUEST", ID (1) TIME EVA BOB, "eva@x.org", NULL, LOFT_VERDICT_ADD,
    "ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:bob@x.org", "METHOD" },
  { "an address in other case", "REQUEST", ID (1) TIME EVA BOB, "Eva@X.org", NULL, LOFT_VERDICT_ADD,
    "UID:u", "METHOD" },
  { "of a server", "REQUEST", ID (1) TIME EVA BOB, NULL, NULL, LOFT_VERDICT_ADD, "UID:u",
    "METHOD" },
  { "with an alarm", "REQUEST", ID (1) TIME EVA BOB "|BEGIN:VALARM|TRIGGER:PT0S|END:VALARM",
    "eva@x.org", NULL, LOFT_VERDICT_ADD, "UID:u", "VALARM" },
  { "of a stranger", "REQUEST", ID (1) TIME EVA BOB, MALLORY, NULL, LOFT_VERDICT_OTHER_SENDER,
    "UID:u", "METHOD" },
  { "of a stranger who says to be sent", "REQUEST",
    ID (1) TIME "|ORGANIZER;SENT-BY=\"mailto:" MALLORY "\":mailto:eva@x.org" BOB, MALLORY, NULL,
    LOFT_VERDICT_OTHER_SENDER, "UID:u", NULL },
  { "forwarded", "REQUEST", ID (1) TIME EVA CID, "eva@x.org", NULL, LOFT_VERDICT_NOT_FOR_ME,
    "UID:u", "METHOD" },
  { "without an organizer", "REQUEST", ID (1) TIME BOB, "eva@x.org", NULL, LOFT_VERDICT_NOTHING,
    NULL, NULL },
  { "without a start", "REQUEST", ID (1) EVA BOB, "eva@x.org", NULL, LOFT_VERDICT_NOTHING, NULL,
    NULL },
  { "without a UID", "REQUEST", "SUMMARY:a" TIME EVA BOB, "eva@x.org", NULL, LOFT_VERDICT_NOTHING,
    NULL, NULL },
  { "without a method", "", ID (1) TIME EVA BOB, "eva@x.org", NULL, LOFT_VERDICT_NOTHING, NULL,
    NULL },
  { "of an unknown method", "DANCE", ID (1) TIME EVA BOB, "eva@x.org", NULL, LOFT_VERDICT_NOTHING,
    NULL, NULL },
  { "about another event", "REQUEST", ID (1) TIME EVA BOB, "eva@x.org", "UID:v" TIME EVA BOB,
    LOFT_VERDICT_ADD, "UID:u", "UID:v" },
  { "the same again", "REQUEST", ID (1) TIME EVA BOB, "eva@x.org", ID (1) TIME EVA BOB,
    LOFT_VERDICT_KNOWN, NULL, NULL },
  { "an update", "REQUEST", ID (2) LATER EVA BOB, "eva@x.org", ID (1) TIME EVA BOB_YES,
    LOFT_VERDICT_UPDATE, "DTSTART:20260105T110000Z", "PARTSTAT=ACCEPTED" },
  { "an update of little", "REQUEST",
    "UID:u|SEQUENCE:1|DTSTAMP:20260102T000000Z|SUMMARY:New" TIME EVA BOB, "eva@x.org",
    ID (1) TIME EVA BOB_YES, LOFT_VERDICT_UPDATE, "PARTSTAT=ACCEPTED", "NEEDS" },
  { "an update keeps the person's alarm", "REQUEST",
    ID (2) LATER EVA BOB "|BEGIN:VALARM|TRIGGER:PT0S|END:VALARM", "eva@x.org",
    ID (1) TIME EVA BOB "|CATEGORIES:mine|BEGIN:VALARM|TRIGGER:-PT5M|END:VALARM",
    LOFT_VERDICT_UPDATE, "TRIGGER:-PT5M", "TRIGGER:PT0S" },
  { "an update keeps the person's category", "REQUEST", ID (2) LATER EVA BOB "|CATEGORIES:theirs",
    "eva@x.org", ID (1) TIME EVA BOB "|CATEGORIES:mine", LOFT_VERDICT_UPDATE, "CATEGORIES:mine",
    "theirs" },
  { "an older state", "REQUEST", ID (1) TIME EVA BOB, "eva@x.org", ID (2) LATER EVA BOB,
    LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "an older stamp", "REQUEST", "UID:u|SEQUENCE:2|DTSTAMP:20260101T000000Z" TIME EVA BOB,
    "eva@x.org", ID (2) LATER EVA BOB, LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "an update of a stranger", "REQUEST", ID (2) LATER EVA BOB, MALLORY, ID (1) TIME EVA BOB,
    LOFT_VERDICT_OTHER_SENDER, "DTSTART:20260105T110000Z", NULL },
  { "an update of another organizer", "REQUEST", ID (2) LATER "|ORGANIZER:mailto:" MALLORY BOB,
    MALLORY, ID (1) TIME EVA BOB, LOFT_VERDICT_OTHER_SENDER, "DTSTART:20260105T110000Z", NULL },
  { "over an event of the person's own", "REQUEST", ID (2) LATER EVA BOB, "eva@x.org", ID (1) TIME,
    LOFT_VERDICT_OTHER_SENDER, "DTSTART:20260105T110000Z", NULL },
  { "an update of whom the organizer sends", "REQUEST",
    ID (2) LATER "|ORGANIZER;SENT-BY=\"mailto:sec@x.org\":mailto:eva@x.org" BOB, "sec@x.org",
    ID (1) TIME "|ORGANIZER;SENT-BY=\"mailto:sec@x.org\":mailto:eva@x.org" BOB, LOFT_VERDICT_UPDATE,
    "DTSTART:20260105T110000Z", NULL },
  { "an update of somebody who says so first now", "REQUEST",
    ID (2) LATER "|ORGANIZER;SENT-BY=\"mailto:sec@x.org\":mailto:eva@x.org" BOB, "sec@x.org",
    ID (1) TIME EVA BOB, LOFT_VERDICT_OTHER_SENDER, "DTSTART:20260105T110000Z", NULL },
  { "the person's own invitation", "REQUEST", ID (1) TIME ME CID, "bob@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_KNOWN, NULL, NULL },
  { "one occurrence of a series", "REQUEST", ID (2) THIRD LATER EVA BOB, "eva@x.org",
    ID (1) RULE EVA BOB, LOFT_VERDICT_UPDATE, "RECURRENCE-ID:20260107T090000Z", NULL },
  { "one occurrence again", "REQUEST", ID (2) THIRD LATER EVA BOB, "eva@x.org",
    ID (1) RULE EVA BOB "||" ID (2) THIRD LATER EVA BOB, LOFT_VERDICT_KNOWN, NULL, NULL },
  { "one occurrence of an older state", "REQUEST", ID (1) THIRD LATER EVA BOB, "eva@x.org",
    ID (1) RULE EVA BOB "||" ID (2) THIRD TIME EVA BOB, LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "one occurrence without the series", "REQUEST", ID (1) THIRD LATER EVA BOB, "eva@x.org", NULL,
    LOFT_VERDICT_ADD, "RECURRENCE-ID", "METHOD" },
  { "the series moved, its exceptions go", "REQUEST",
    ID (2) LATER "|RRULE:FREQ=DAILY;COUNT=5" EVA BOB, "eva@x.org",
    ID (1) RULE EVA BOB "||" ID (1) THIRD TIME EVA BOB, LOFT_VERDICT_UPDATE, "T110000Z",
    "RECURRENCE-ID" },
  { "the series renamed, its exceptions stay", "REQUEST", ID (2) RULE EVA BOB "|SUMMARY:New",
    "eva@x.org", ID (1) RULE EVA BOB "||" ID (1) THIRD TIME EVA BOB, LOFT_VERDICT_UPDATE,
    "RECURRENCE-ID", NULL },
  { "published", "PUBLISH", ID (1) TIME EVA, "eva@x.org", NULL, LOFT_VERDICT_PUBLISH, "UID:u",
    "METHOD" },
  { "published by nobody", "PUBLISH", ID (1) TIME, "eva@x.org", NULL, LOFT_VERDICT_PUBLISH, "UID:u",
    "METHOD" },
  { "published again", "PUBLISH", ID (1) TIME EVA, "eva@x.org", ID (1) TIME EVA, LOFT_VERDICT_KNOWN,
    NULL, NULL },
  { "published before", "PUBLISH", ID (1) TIME EVA, "eva@x.org", ID (2) TIME EVA,
    LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "published over another's", "PUBLISH", ID (2) TIME "|ORGANIZER:mailto:" MALLORY, MALLORY,
    ID (1) TIME EVA BOB, LOFT_VERDICT_OTHER_SENDER, "UID:u", NULL },
  { "published over the person's own", "PUBLISH", ID (2) TIME EVA, "eva@x.org", ID (1) TIME,
    LOFT_VERDICT_OTHER_SENDER, "UID:u", NULL },
  { "published anew by a stranger", "PUBLISH", ID (2) LATER EVA, MALLORY, ID (1) TIME EVA,
    LOFT_VERDICT_OTHER_SENDER, "T110000Z", NULL },
  { "cancelled", "CANCEL", ID (2) TIME EVA BOB, "eva@x.org", ID (1) TIME EVA BOB_YES,
    LOFT_VERDICT_CANCEL, "STATUS:CANCELLED", NULL },
  { "cancelled without guests named", "CANCEL", ID (2) EVA, "eva@x.org", ID (1) TIME EVA BOB,
    LOFT_VERDICT_CANCEL, "STATUS:CANCELLED", NULL },
  { "cancelled of the same sequence", "CANCEL", "UID:u|SEQUENCE:1|DTSTAMP:20260103T000000Z" EVA,
    "eva@x.org", ID (1) TIME EVA BOB, LOFT_VERDICT_CANCEL, "STATUS:CANCELLED", NULL },
  { "cancelled again", "CANCEL", ID (2) EVA, "eva@x.org", ID (2) TIME EVA BOB "|STATUS:CANCELLED",
    LOFT_VERDICT_KNOWN, NULL, NULL },
  { "an older state cancelled", "CANCEL", ID (1) EVA, "eva@x.org", ID (2) TIME EVA BOB,
    LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "cancelled by a stranger", "CANCEL", ID (2) EVA, MALLORY, ID (1) TIME EVA BOB,
    LOFT_VERDICT_OTHER_SENDER, "STATUS:CANCELLED", NULL },
  { "cancelled by another organizer", "CANCEL", ID (2) "|ORGANIZER:mailto:" MALLORY, MALLORY,
    ID (1) TIME EVA BOB, LOFT_VERDICT_OTHER_SENDER, "STATUS:CANCELLED", NULL },
  { "the person's own cancelled by a stranger", "CANCEL", ID (2) "|ORGANIZER:mailto:" MALLORY,
    MALLORY, ID (1) TIME, LOFT_VERDICT_OTHER_SENDER, "STATUS:CANCELLED", NULL },
  { "cancelled for others", "CANCEL", ID (2) EVA CID, "eva@x.org", ID (1) TIME EVA BOB CID,
    LOFT_VERDICT_NOT_FOR_ME, NULL, NULL },
  { "what is not there cancelled", "CANCEL", ID (2) EVA BOB, "eva@x.org", NULL,
    LOFT_VERDICT_UNKNOWN_EVENT, NULL, NULL },
  { "one occurrence cancelled", "CANCEL", ID (2) THIRD EVA BOB, "eva@x.org", ID (1) RULE EVA BOB,
    LOFT_VERDICT_CANCEL, "RECURRENCE-ID:20260107T090000Z", NULL },
  { "the rest of the series cancelled", "CANCEL",
    ID (2) "|RECURRENCE-ID;RANGE=THISANDFUTURE:20260107T090000Z" EVA BOB, "eva@x.org",
    ID (1) RULE EVA BOB, LOFT_VERDICT_CANCEL, "UNTIL=20260107T085959Z", "COUNT" },
  { "an answer", "REPLY", ID (1) ME CID_YES, "cid@x.org", ID (1) TIME ME CID, LOFT_VERDICT_ANSWER,
    "PARTSTAT=ACCEPTED;X-LOFT-ANSWERED=20260101T000000Z:mailto:cid@x.org", "RSVP" },
  { "an answer again", "REPLY", ID (1) ME CID_YES, "cid@x.org",
    ID (1) TIME ME "|ATTENDEE;PARTSTAT=ACCEPTED;X-LOFT-ANSWERED=20260101T000000Z:mailto:cid@x.org",
    LOFT_VERDICT_KNOWN, NULL, NULL },
  { "an answer that comes late", "REPLY", ID (1) ME CID_YES, "cid@x.org",
    ID (1) TIME ME "|ATTENDEE;PARTSTAT=DECLINED;X-LOFT-ANSWERED=20260102T000000Z:mailto:cid@x.org",
    LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "an answer to an older state", "REPLY", ID (1) ME CID_YES, "cid@x.org", ID (2) TIME ME CID,
    LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "an answer in another's name", "REPLY", ID (1) ME CID_YES, MALLORY, ID (1) TIME ME CID,
    LOFT_VERDICT_OTHER_SENDER, "PARTSTAT=ACCEPTED", NULL },
  { "an answer that says by whom it is sent", "REPLY",
    ID (1) ME "|ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY=\"mailto:" MALLORY "\":mailto:cid@x.org",
    MALLORY, ID (1) TIME ME CID, LOFT_VERDICT_OTHER_SENDER, "PARTSTAT=ACCEPTED", NULL },
  { "a party crasher", "REPLY", ID (1) ME DAN_YES, "dan@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_PARTY_CRASHER, "mailto:dan@x.org", NULL },
  { "an answer of two", "REPLY", ID (1) ME CID_YES DAN_YES, "cid@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_NOTHING, NULL, NULL },
  { "an answer of nobody", "REPLY", ID (1) ME, "cid@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_NOTHING, NULL, NULL },
  { "an answer to another's event", "REPLY", ID (1) EVA CID_YES, "cid@x.org", ID (1) TIME EVA CID,
    LOFT_VERDICT_NOT_FOR_ME, NULL, NULL },
  { "an answer to what is not there", "REPLY", ID (1) ME CID_YES, "cid@x.org", NULL,
    LOFT_VERDICT_UNKNOWN_EVENT, NULL, NULL },
  { "an answer for one occurrence", "REPLY", ID (1) THIRD ME CID_YES, "cid@x.org",
    ID (1) RULE ME CID, LOFT_VERDICT_ANSWER, "RECURRENCE-ID:20260107T090000Z", NULL },
  { "an answer that delegates", "REPLY",
    ID (1) ME "|ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:dan@x.org\":mailto:cid@x.org",
    "cid@x.org", ID (1) TIME ME CID, LOFT_VERDICT_ANSWER,
    "DELEGATED-FROM=\"mailto:cid@x.org\":mailto:dan@x.org", NULL },
  { "a proposal", "COUNTER", ID (1) LATER ME CID_YES, "cid@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_COUNTER, "T110000Z", "DTSTART:20260105T090000Z" },
  { "a proposal with all guests", "COUNTER", ID (1) LATER ME CID_YES DAN_YES, "cid@x.org",
    ID (1) TIME ME CID DAN_YES, LOFT_VERDICT_COUNTER, "T110000Z", NULL },
  { "a proposal for one occurrence", "COUNTER",
    ID (1) THIRD "|DTSTART:20260107T110000Z|DTEND:20260107T120000Z" ME CID_YES, "cid@x.org",
    ID (1) RULE ME CID, LOFT_VERDICT_COUNTER, "DTSTART:20260107T110000Z", NULL },
  { "a proposal to an older state", "COUNTER", ID (1) LATER ME CID_YES, "cid@x.org",
    ID (2) TIME ME CID, LOFT_VERDICT_OUTDATED, NULL, NULL },
  { "a proposal of a stranger", "COUNTER", ID (1) LATER ME CID_YES, MALLORY, ID (1) TIME ME CID,
    LOFT_VERDICT_OTHER_SENDER, "T110000Z", NULL },
  { "a proposal of nobody invited", "COUNTER", ID (1) LATER ME DAN_YES, "dan@x.org",
    ID (1) TIME ME CID, LOFT_VERDICT_PARTY_CRASHER, "T110000Z", NULL },
  { "a proposal without a time", "COUNTER", ID (1) ME CID_YES, "cid@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_NOTHING, NULL, NULL },
  { "a proposal declined", "DECLINECOUNTER", ID (1) TIME EVA BOB, "eva@x.org", ID (1) TIME EVA BOB,
    LOFT_VERDICT_COUNTER_DECLINED, NULL, NULL },
  { "a proposal declined by a stranger", "DECLINECOUNTER", ID (1) TIME EVA BOB, MALLORY,
    ID (1) TIME EVA BOB, LOFT_VERDICT_OTHER_SENDER, NULL, NULL },
  { "somebody asks", "REFRESH", ID (1) ME CID, "cid@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_REFRESH, NULL, NULL },
  { "a stranger asks", "REFRESH", ID (1) ME CID, MALLORY, ID (1) TIME ME CID,
    LOFT_VERDICT_OTHER_SENDER, NULL, NULL },
  { "nobody invited asks", "REFRESH", ID (1) ME DAN_YES, "dan@x.org", ID (1) TIME ME CID,
    LOFT_VERDICT_PARTY_CRASHER, NULL, NULL },
  { "one more date", "ADD", ID (2) "|DTSTART:20260120T090000Z" EVA BOB, "eva@x.org",
    ID (1) TIME EVA BOB, LOFT_VERDICT_UPDATE, "RDATE:20260120T090000Z", NULL },
  { "one more date of what is not there", "ADD", ID (2) TIME EVA BOB, "eva@x.org", NULL,
    LOFT_VERDICT_UNKNOWN_EVENT, NULL, NULL },
  { "one more date by a stranger", "ADD", ID (2) "|DTSTART:20260120T090000Z" EVA BOB, MALLORY,
    ID (1) TIME EVA BOB, LOFT_VERDICT_OTHER_SENDER, "RDATE:20260120T090000Z", NULL },
};

static char *
to_text (GBytes *bytes)
{
  g_autofree char *text = bytes != NULL
                            ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                            : g_strdup ("");
  g_auto (GStrv) lines = g_strsplit (text, "\r\n ", -1);

  return g_strjoinv ("", lines);
}

static void
test_verdicts (void)
{
  static const char *const own[] = { "other@x.org", "Bob@X.org", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) message = make_message (rows[i].method, rows[i].message);
      g_autoptr (GBytes) present =
        rows[i].present != NULL ? make_message ("", rows[i].present) : NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftIcalInvitation) found =
        loft_ical_invitation_new (message, NULL, rows[i].sender, present, own, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = to_text (found->raw);
      g_test_message ("%s: %d %s", rows[i].name, found->verdict, text);
      g_assert_cmpint (found->verdict, ==, rows[i].verdict);
      g_assert_true ((found->raw != NULL) == (rows[i].has != NULL));
      if (rows[i].has != NULL)
        g_assert_nonnull (strstr (text, rows[i].has));
      if (rows[i].has_not != NULL)
        g_assert_null (strstr (text, rows[i].has_not));
    }
}

/* Only from whom it may be is it ever said that nothing need be asked. */
static void
test_strangers (void)
{
  static const char *const own[] = { "bob@x.org", NULL };
  static const LoftIcalVerdict silent[] = { LOFT_VERDICT_ADD,     LOFT_VERDICT_UPDATE,
                                            LOFT_VERDICT_CANCEL,  LOFT_VERDICT_ANSWER,
                                            LOFT_VERDICT_COUNTER, LOFT_VERDICT_COUNTER_DECLINED,
                                            LOFT_VERDICT_REFRESH };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) message = make_message (rows[i].method, rows[i].message);
      g_autoptr (GBytes) present =
        rows[i].present != NULL ? make_message ("", rows[i].present) : NULL;
      g_autoptr (LoftIcalInvitation) found =
        loft_ical_invitation_new (message, NULL, "somebody-else@evil.example", present, own, NULL);

      g_test_message ("%s", rows[i].name);
      for (guint n = 0; n < G_N_ELEMENTS (silent); n++)
        g_assert_cmpint (found->verdict, !=, silent[n]);
    }
}

static void
test_method_of_header (void)
{
  static const char *const own[] = { "bob@x.org", NULL };
  g_autoptr (GBytes) message = make_message ("CANCEL", ID (2) EVA BOB);
  g_autoptr (GBytes) present = make_message ("", ID (1) TIME EVA BOB);
  g_autoptr (LoftIcalInvitation) other =
    loft_ical_invitation_new (message, "REQUEST", "eva@x.org", present, own, NULL);
  g_autoptr (LoftIcalInvitation) same =
    loft_ical_invitation_new (message, "cancel", "eva@x.org", present, own, NULL);

  g_assert_cmpint (other->verdict, ==, LOFT_VERDICT_NOTHING);
  g_assert_cmpint (same->verdict, ==, LOFT_VERDICT_CANCEL);
}

/* Each of many would be looked for among all. */
static void
test_too_many (void)
{
  GString *text = g_string_new (ID (1) RULE EVA BOB);
  g_autoptr (GBytes) message = NULL;
  g_autoptr (LoftIcalInvitation) found = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (text, "||" ID (1) "|RECURRENCE-ID:20260107T09%02u%02uZ" TIME EVA BOB,
                            i / 60, i % 60);
  message = make_message ("REQUEST", text->str);
  found = loft_ical_invitation_new (message, NULL, "eva@x.org", NULL, NULL, &error);
  g_string_free (text, TRUE);
  g_assert_null (found);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
}

static void
assert_text (GBytes *bytes, const char *const *has, const char *const *has_not)
{
  g_autofree char *text = to_text (bytes);

  g_assert_nonnull (bytes);
  g_test_message ("%s", text);
  for (guint i = 0; has[i] != NULL; i++)
    g_assert_nonnull (strstr (text, has[i]));
  for (guint i = 0; has_not[i] != NULL; i++)
    g_assert_null (strstr (text, has_not[i]));
}

static void
test_messages (void)
{
  static const char *const none[] = { NULL };
  static const char *const cid_only[] = { "cid@x.org", NULL };
  g_autoptr (GBytes) raw =
    make_message ("", ID (3) RULE EVA BOB CID
                  "|DESCRIPTION:secret|X-A:b|BEGIN:VALARM|TRIGGER:PT0S|END:VALARM");
  g_autoptr (GBytes) reply =
    loft_ical_make_reply (raw, "", "bob@x.org", LOFT_PARTSTAT_ACCEPTED, "Yes, gladly");
  g_autoptr (GBytes) one =
    loft_ical_make_reply (raw, "20260107T090000Z", "bob@x.org", LOFT_PARTSTAT_DECLINED, "");
  g_autoptr (GBytes) nobody = loft_ical_make_reply (raw, "", "x@y.z", LOFT_PARTSTAT_ACCEPTED, "");
  g_autoptr (GBytes) request = loft_ical_make_request (raw, "");
  g_autoptr (GBytes) cancel = loft_ical_make_cancel (raw, "", cid_only);
  g_autoptr (GBytes) refresh = loft_ical_make_refresh (raw, "bob@x.org");
  g_autoptr (GBytes) counter = NULL;
  g_autoptr (GBytes) declined = NULL;
  LoftEventTime start = { TRUE, FALSE, NOW, "UTC", NOW };
  LoftEventTime end = { TRUE, FALSE, NOW + 60, "UTC", NOW + 60 };

  assert_text (reply,
               (const char *const[]){ "METHOD:REPLY", "UID:u", "SEQUENCE:3",
                                      "DTSTAMP:20260101T000000Z", "COMMENT:Yes\\, gladly",
                                      "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bob@x.org", NULL },
               (const char *const[]){ "cid@", "secret", "VALARM", "X-A", "RSVP", NULL });
  assert_text (one,
               (const char *const[]){ "RECURRENCE-ID:20260107T090000Z", "PARTSTAT=DECLINED", NULL },
               (const char *const[]){ "RRULE", "COMMENT", NULL });
  g_assert_null (nobody);
  assert_text (request, (const char *const[]){ "METHOD:REQUEST", "secret", "cid@", NULL },
               (const char *const[]){ "VALARM", NULL });
  assert_text (cancel,
               (const char *const[]){ "METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:4", "cid@",
                                      NULL },
               (const char *const[]){ "ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:bob",
                                      NULL });
  assert_text (refresh, (const char *const[]){ "METHOD:REFRESH", "bob@", NULL },
               (const char *const[]){ "cid@", NULL });
  start.zone = end.zone = g_intern_static_string ("UTC");
  counter = loft_ical_make_counter (raw, "20260107T090000Z", "bob@x.org", &start, &end, "Earlier?");
  assert_text (counter,
               (const char *const[]){ "METHOD:COUNTER", "DTSTART:20260101T000000Z",
                                      "RECURRENCE-ID:20260107T090000Z", NULL },
               none);
  declined = loft_ical_make_decline_counter (counter, "No");
  assert_text (declined, (const char *const[]){ "METHOD:DECLINECOUNTER", "COMMENT:No", NULL },
               (const char *const[]){ "Earlier", NULL });
}

/* What one side sends the other side understands. */
static void
test_to_and_fro (void)
{
  static const char *const eva[] = { "eva@x.org", NULL };
  static const char *const bob[] = { "bob@x.org", NULL };
  g_autoptr (GBytes) hers = make_message ("", ID (1) RULE EVA BOB);
  g_autoptr (GBytes) request = loft_ical_make_request (hers, "");
  g_autoptr (LoftIcalInvitation) came =
    loft_ical_invitation_new (request, NULL, "eva@x.org", NULL, bob, NULL);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (LoftIcalInvitation) answer = NULL;
  g_autoptr (LoftIcalInvitation) again = NULL;
  g_autoptr (GBytes) cancel = NULL;
  g_autoptr (LoftIcalInvitation) cancelled = NULL;

  g_assert_cmpint (came->verdict, ==, LOFT_VERDICT_ADD);
  g_assert_true (came->asks_for_answer);
  reply = loft_ical_make_reply (came->raw, "", "bob@x.org", LOFT_PARTSTAT_TENTATIVE, "");
  answer = loft_ical_invitation_new (reply, NULL, "bob@x.org", hers, eva, NULL);
  g_assert_cmpint (answer->verdict, ==, LOFT_VERDICT_ANSWER);
  again = loft_ical_invitation_new (reply, NULL, "bob@x.org", answer->raw, eva, NULL);
  g_assert_cmpint (again->verdict, ==, LOFT_VERDICT_KNOWN);
  cancel = loft_ical_make_cancel (answer->raw, "", NULL);
  cancelled = loft_ical_invitation_new (cancel, NULL, "eva@x.org", came->raw, bob, NULL);
  g_assert_cmpint (cancelled->verdict, ==, LOFT_VERDICT_CANCEL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  g_test_add_func ("/ical-invitation/verdicts", test_verdicts);
  g_test_add_func ("/ical-invitation/strangers", test_strangers);
  g_test_add_func ("/ical-invitation/method-of-header", test_method_of_header);
  g_test_add_func ("/ical-invitation/too-many", test_too_many);
  g_test_add_func ("/ical-invitation/messages", test_messages);
  g_test_add_func ("/ical-invitation/to-and-fro", test_to_and_fro);
  return g_test_run ();
}
