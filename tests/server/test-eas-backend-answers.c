/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invitations answered and events with guests written: exactly one party mails. */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-error.h"
#include "loft-ical-editor.h"

#define MEETING                                                                                    \
  "'data': [['Calendar:UID', 'meet@bob'], ['Calendar:Subject', 'Meet'], "                          \
  "['Calendar:StartTime', '20260105T100000Z'], ['Calendar:EndTime', '20260105T110000Z'], "         \
  "['Calendar:AllDayEvent', 0], ['Calendar:BusyStatus', 1], ['Calendar:MeetingStatus', 3], "       \
  "['Calendar:ResponseType', 5], ['Calendar:ResponseRequested', 1], "                              \
  "['Calendar:OrganizerEmail', 'bob@example.test'], ['Calendar:Attendees', ['Attendee', "          \
  "['Email', 'alice@example.test'], ['Name', 'Alice'], ['AttendeeType', 1]]]%s]"
#define WEEKLY                                                                                     \
  ", ['Calendar:Recurrence', ['Type', 1], ['Interval', 1], ['Occurrences', 4], ['DayOfWeek', 2]]"

typedef struct {
  char *id;
  GBytes *before; /* as the server told it */
} Meeting;

static void
meeting_clear (Meeting *self)
{
  g_free (self->id);
  g_clear_pointer (&self->before, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Meeting, meeting_clear)

/* By what a server looks like Exchange is seen when it is asked for its versions. */
static void
look_like_exchange (LoftEasWorld *world)
{
  loft_eas_world_tell (world, "set", "{'exchange': true}");
  g_hash_table_remove_all (world->notes);
  loft_eas_world_restart (world);
}

static void
put_meeting (LoftEasWorld *world, const char *more, Meeting *meeting)
{
  GHashTableIter iter;
  gpointer id, text;

  loft_eas_world_tell (world, "put", "{'folder': '" LOFT_EAS_WORLD_CALENDAR "', " MEETING "}",
                       more);
  loft_eas_world_sync_resources (world, LOFT_EAS_WORLD_CALENDAR);
  g_assert_cmpuint (g_hash_table_size (world->texts), ==, 1);
  g_hash_table_iter_init (&iter, world->texts);
  g_hash_table_iter_next (&iter, &id, &text);
  meeting->id = g_strdup (id);
  meeting->before = g_bytes_new (text, strlen (text));
}

/* (transfer full) */
static GBytes *
replace (GBytes *text, const char *what, const char *by)
{
  g_autofree char *copy = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  g_auto (GStrv) parts = g_strsplit (copy, what, 2);
  char *changed;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  changed = g_strjoinv (by, parts);
  return g_bytes_new_take (changed, strlen (changed));
}

static gboolean
put (LoftEasWorld *world, const Meeting *meeting, GBytes *raw, GError **error)
{
  const LoftResourcePut wanted = { .token = world->token,
                                   .remote_id = meeting->id,
                                   .uid = "meet@bob",
                                   .before = meeting->before,
                                   .raw = raw };
  g_autofree char *told = NULL;
  g_autofree char *etag = NULL;
  gboolean done = loft_backend_put_resource (world->backend, LOFT_EAS_WORLD_CALENDAR, &wanted,
                                             &told, &etag, NULL, error);

  loft_eas_world_take_tokens (world);
  return done;
}

static gboolean
answer (LoftEasWorld *world, const Meeting *meeting, const char *partstat, GError **error)
{
  g_autofree char *written = g_strconcat ("PARTSTAT=", partstat, NULL);
  g_autoptr (GBytes) raw = replace (meeting->before, "PARTSTAT=NEEDS-ACTION", written);

  return put (world, meeting, raw, error);
}

static guint
count_sent (LoftEasWorld *world, const char *text)
{
  g_autofree char *sent = loft_fake_activesync_ask (world->fake, "sent", NULL);
  guint n = 0;

  for (const char *found = strstr (sent, text); found != NULL; found = strstr (found + 1, text))
    n++;
  return n;
}

static gboolean
server_mails (LoftEasWorld *world)
{
  return g_str_has_prefix (world->version, "16.");
}

static void
assert_noted (LoftEasWorld *world, guint number)
{
  g_autofree char *noted = g_strdup_printf ("\"Calendar:ResponseType\", \"%u\"", number);

  g_assert_true (loft_eas_world_has (world, "state", "{'full': 1}", noted));
}

static void
assert_answered (LoftEasWorld *world, const char *partstat, guint number)
{
  g_auto (Meeting) meeting = { 0 };
  g_autofree char *reply = g_strconcat ("PARTSTAT=", partstat, ":mailto:alice", NULL);
  g_autoptr (GError) error = NULL;

  look_like_exchange (world);
  put_meeting (world, "", &meeting);
  g_assert_true (answer (world, &meeting, partstat, &error));
  g_assert_no_error (error);
  if (number != 0)
    assert_noted (world, number);
  g_assert_cmpuint (loft_eas_world_count (world, LOFT_EAS_WORLD_CALENDAR), ==, number != 0);
  g_assert_cmpuint (count_sent (world, reply), ==, server_mails (world));
  g_assert_cmpuint (count_sent (world, "\"user\""), ==, server_mails (world));
  /* The same once more, as after a lost answer. */
  g_assert_true (answer (world, &meeting, partstat, &error) || !server_mails (world));
  g_assert_cmpuint (count_sent (world, "\"user\""), ==, server_mails (world));
}

static void
test_accept (LoftEasWorld *world, gconstpointer data)
{
  assert_answered (world, "ACCEPTED", 3);
}

static void
test_tentative (LoftEasWorld *world, gconstpointer data)
{
  assert_answered (world, "TENTATIVE", 2);
}

static void
test_decline (LoftEasWorld *world, gconstpointer data)
{
  assert_answered (world, "DECLINED", 0);
}

/* The server's word is lost: it is not told, nor mailed, a second time. */
static void
test_lost (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (GError) error = NULL;

  look_like_exchange (world);
  put_meeting (world, "", &meeting);
  loft_eas_world_fail (world, "'command': 'MeetingResponse', 'lose': true");
  g_assert_false (answer (world, &meeting, "ACCEPTED", &error));
  g_clear_error (&error);
  loft_eas_world_sync_resources (world, LOFT_EAS_WORLD_CALENDAR);
  g_assert_true (answer (world, &meeting, "ACCEPTED", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_sent (world, "\"user\""), ==, server_mails (world));
}

/* Nobody would tell the organizer from 16.0 on; before that the mail does. */
static void
test_refused (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (GError) error = NULL;

  look_like_exchange (world);
  put_meeting (world, "", &meeting);
  loft_eas_world_fail (world, "'command': 'MeetingResponse', 'status': 101");
  if (!server_mails (world))
    {
      g_assert_true (answer (world, &meeting, "ACCEPTED", &error));
      g_assert_no_error (error);
      return;
    }
  g_assert_false (answer (world, &meeting, "ACCEPTED", &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

/* One of a series. */
static void
test_occurrence (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;

  if (!server_mails (world))
    return;
  put_meeting (world, WEEKLY, &meeting);
  raw = loft_ical_set_partstat (meeting.before, "alice@example.test", LOFT_PARTSTAT_TENTATIVE,
                                "20260112T100000Z", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      put (world, &meeting, raw, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (count_sent (world, "RECURRENCE-ID:20260112T100000Z"), ==, 1);
  g_assert_cmpuint (count_sent (world, "PARTSTAT=TENTATIVE:mailto:alice"), ==, 1);
  g_assert_cmpuint (count_sent (world, "\"user\""), ==, 1);
}

/* What else is changed of it goes the usual way, and is not mailed. */
static void
test_beside (LoftEasWorld *world, gconstpointer data)
{
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (GBytes) renamed = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GError) error = NULL;

  look_like_exchange (world);
  put_meeting (world, "", &meeting);
  renamed = replace (meeting.before, "SUMMARY:Meet", "SUMMARY:Meet Bob");
  raw = replace (renamed, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED");
  g_assert_true (put (world, &meeting, renamed, &error));
  g_assert_cmpuint (loft_fake_activesync_get_count (world->fake, "MeetingResponse"), ==, 0);
  g_assert_true (put (world, &meeting, raw, &error));
  g_assert_no_error (error);
  assert_noted (world, 3);
  g_assert_true (loft_eas_world_has (world, "state", NULL, "Meet Bob"));
  g_assert_cmpuint (count_sent (world, "\"user\""), ==, server_mails (world));
}

/* Answered before the server's calendar was listed: first it is looked for; whoever wrote it from 16.0 on
 * would organize it. */
static void
test_unknown (LoftEasWorld *world, gconstpointer data)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VEVENT\r\nUID:meet@bob\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20260105T100000Z\r\nDTEND:20260105T110000Z\r\n"
    "SUMMARY:Meet\r\nORGANIZER:mailto:bob@example.test\r\n"
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:alice@example.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;

  if (!server_mails (world))
    return;
  loft_eas_world_sync_resources (world, LOFT_EAS_WORLD_CALENDAR);
  g_assert_false (put (world, &meeting, raw, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (put (world, &meeting, raw, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_cmpuint (loft_eas_world_count (world, LOFT_EAS_WORLD_CALENDAR), ==, 0);
  g_assert_cmpuint (count_sent (world, "\"user\""), ==, 0);
}

/* An organizer's invitation: by the server from 16.0 on, and once, whatever is lost. */
static void
test_invite (LoftEasWorld *world, gconstpointer data)
{
  static const char text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VEVENT\r\nUID:meet@alice\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART:20260105T100000Z\r\nDTEND:20260105T110000Z\r\n"
    "SUMMARY:Meet\r\nORGANIZER:mailto:alice@example.test\r\n"
    "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:bob@example.test\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  g_auto (Meeting) meeting = { 0 };
  g_autoptr (GBytes) raw = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;

  loft_eas_world_sync_resources (world, LOFT_EAS_WORLD_CALENDAR);
  loft_eas_world_fail (world, "'command': 'Sync', 'lose': true");
  g_assert_false (put (world, &meeting, raw, &error));
  g_clear_error (&error);
  g_assert_true (put (world, &meeting, raw, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_eas_world_count (world, LOFT_EAS_WORLD_CALENDAR), ==, 1);
  g_assert_cmpuint (count_sent (world, "METHOD:REQUEST"), ==, server_mails (world));
  g_assert_cmpint ((loft_backend_get_capabilities (world->backend) & LOFT_BACKEND_SCHEDULES) != 0,
                   ==, server_mails (world));
}

void
loft_test_eas_add_answers (const char *version)
{
  LOFT_TEST_EAS_ADD ("accept", version, test_accept);
  LOFT_TEST_EAS_ADD ("tentative", version, test_tentative);
  LOFT_TEST_EAS_ADD ("decline", version, test_decline);
  LOFT_TEST_EAS_ADD ("answer-lost", version, test_lost);
  LOFT_TEST_EAS_ADD ("answer-refused", version, test_refused);
  LOFT_TEST_EAS_ADD ("answer-occurrence", version, test_occurrence);
  LOFT_TEST_EAS_ADD ("answer-beside", version, test_beside);
  LOFT_TEST_EAS_ADD ("answer-unknown", version, test_unknown);
  LOFT_TEST_EAS_ADD ("invite", version, test_invite);
}
