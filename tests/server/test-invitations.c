/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two people and a real mail server between them: Alice invites Bob by the real loftctl, he answers without a
 * network, she hears of it; she moves the meeting, and cancels it. */
#include <string.h>

#include "loft-fault-snapshot.h"
#include "loft-fault.h"
#include "loft-private-postfix.h"
#include "loft-smtp-sink.h"
#include "loft-test-profile.h"

#define N_KILLS 5 /* of each kind */

#define LOCAL "\"On this computer\""

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftPrivatePostfix *postfix;
  LoftTestProfile *alice;
  LoftTestProfile *bob;
} World;

static LoftTestProfile *
new_person (World *world, const char *name)
{
  LoftTestProfile *profile = loft_test_profile_new ();
  g_autofree char *more =
    g_strdup_printf ("--trust %s --smtp-host localhost --smtp-port %u --smtp-security starttls"
                     " --smtp-trust %s",
                     loft_private_dovecot_get_fingerprint (world->dovecot),
                     loft_private_postfix_get_submission_port (world->postfix),
                     loft_private_dovecot_get_fingerprint (world->dovecot));

  loft_test_profile_add_account (profile, name,
                                 loft_private_dovecot_get_imaps_port (world->dovecot), more);
  return profile;
}

/* (transfer full) A file with the meeting, at an hour of 2 March 2030. */
static char *
write_meeting (World *world, guint sequence, guint hour)
{
  g_autofree char *text = g_strdup_printf (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:meeting-1\r\n"
    "DTSTAMP:20300101T0%u0000Z\r\nSEQUENCE:%u\r\nSUMMARY:Gr\xc3\xbc\xc3\x9f"
    "e\r\nDTSTART:20300302T%02u0000Z\r\nDTEND:20300302T%02u3000Z\r\n"
    "ORGANIZER;CN=Alice:mailto:alice@example.test\r\n"
    "ATTENDEE;CN=Bob;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:bob@example.test\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n",
    sequence, sequence, hour, hour);
  char *path =
    g_build_filename (loft_test_profile_get_directory (world->alice), "meeting.ics", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

/* (transfer full) The id of the newest message; waits until there are n. */
static char *
await_message (LoftTestProfile *profile, guint n)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  g_autoptr (GPtrArray) ids = NULL;

  do
    {
      g_clear_pointer (&ids, g_ptr_array_unref);
      loft_test_profile_expect (profile, 0, "sync");
      loft_test_profile_expect (profile, 0, "--json messages --folder INBOX");
      ids = loft_test_profile_list_field (profile, "id");
    }
  while (ids->len < n && g_get_monotonic_time () < end);
  g_assert_cmpuint (ids->len, ==, n);
  return g_strdup (g_ptr_array_index (ids, 0));
}

/* The event is told of and has each of the words. */
static void
assert_event (LoftTestProfile *profile, const char *first, const char *second)
{
  loft_test_profile_expect (profile, 0,
                            "--json --offline events --from 2030-03-01 --to 2030-03-04");
  if (strstr (loft_test_profile_get_output (profile), first) == NULL ||
      strstr (loft_test_profile_get_output (profile), second) == NULL)
    g_error ("no %s, %s in:\n%s", first, second, loft_test_profile_get_output (profile));
}

static void
assert_outbox (LoftTestProfile *profile, guint n)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (profile, 0, "--json --offline outbox");
  ids = loft_test_profile_list_field (profile, "id");
  g_assert_cmpuint (ids->len, ==, n);
}

static void
test_meeting (World *world, gconstpointer unused)
{
  g_autofree char *file = write_meeting (world, 0, 10);
  g_autofree char *event = NULL;
  g_autofree char *invitation = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *update = NULL;
  g_autofree char *cancellation = NULL;
  g_autofree char *moved = NULL;

  loft_test_profile_expect (world->alice, 0, "--json event add %s --account " LOCAL " --invite",
                            file);
  event = loft_test_profile_dup_field (world->alice, "id");

  invitation = await_message (world->bob, 1);
  loft_test_profile_expect (world->bob, 0,
                            "--offline event respond %s accept --message --comment Gladly",
                            invitation);
  assert_event (world->bob, "\"my_status\":\"accepted\"", "T10:00:00");
  assert_outbox (world->bob, 1);
  loft_test_profile_expect (world->bob, 0, "--offline event respond %s accept --message",
                            invitation);
  assert_outbox (world->bob, 1);
  loft_test_profile_expect (world->bob, 0, "sync");
  assert_outbox (world->bob, 0);

  answer = await_message (world->alice, 1);
  assert_event (world->alice, "\"status\":\"needs-action\"", "bob@example.test");
  loft_test_profile_expect (world->alice, 0, "event apply %s", answer);
  assert_event (world->alice, "\"status\":\"accepted\"", "bob@example.test");

  moved = write_meeting (world, 1, 14);
  loft_test_profile_expect (world->alice, 0, "event edit %s %s --invite", event, moved);
  update = await_message (world->bob, 2);
  loft_test_profile_expect (world->bob, 0, "event respond %s decline --message", update);
  assert_event (world->bob, "\"my_status\":\"declined\"", "T14:00:00");

  loft_test_profile_expect (world->alice, 0, "event delete %s --invite", event);
  cancellation = await_message (world->bob, 3);
  loft_test_profile_expect (world->bob, 0, "event apply %s", cancellation);
  assert_event (world->bob, "\"status\":\"cancelled\"", "T14:00:00");
}

/* ---- killed ------------------------------------------------------------------------------- */

/* Bob alone; nobody listens for IMAP, and a server that counts takes his mail. */
typedef struct {
  LoftSmtpSink *sink;
  LoftTestProfile *bob;
  char *invitation; /* id */
} Alone;

static void
set_up_alone (Alone *alone, gconstpointer unused)
{
  g_autofree char *more = NULL;

  alone->sink = loft_smtp_sink_new ();
  alone->bob = loft_test_profile_new ();
  more = g_strdup_printf ("--security none --smtp-host localhost --smtp-port %u"
                          " --smtp-security none --smtp-auth none --sent-copy none",
                          loft_smtp_sink_get_port (alone->sink));
  loft_test_profile_add_account (alone->bob, "bob", 1, more);
}

static void
tear_down_alone (Alone *alone, gconstpointer unused)
{
  g_free (alone->invitation);
  loft_test_profile_free (alone->bob);
  loft_smtp_sink_free (alone->sink);
}

static void
import_invitation (Alone *alone)
{
  static const char text[] =
    "From: alice@example.test\nTo: bob@example.test\nSubject: Plan\nMessage-ID: <i@example.test>\n"
    "Date: Sun, 22 Nov 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
    "Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:k\nSEQUENCE:0\n"
    "DTSTAMP:20300101T000000Z\nSUMMARY:Plan\nDTSTART:20300302T100000Z\nDTEND:20300302T110000Z\n"
    "ORGANIZER:mailto:alice@example.test\nATTENDEE;RSVP=TRUE:mailto:bob@example.test\n"
    "END:VEVENT\nEND:VCALENDAR\n";
  g_autofree char *path =
    g_build_filename (loft_test_profile_get_directory (alone->bob), "plan.eml", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  loft_test_profile_expect (alone->bob, 0,
                            "--offline import %s --account " LOCAL " --folder Archive", path);
  loft_test_profile_expect (alone->bob, 0,
                            "--json --offline messages --account " LOCAL " --folder Archive");
  alone->invitation = loft_test_profile_dup_field (alone->bob, "id");
  g_assert_nonnull (alone->invitation);
}

static LoftFault *
watch (LoftTestProfile *profile)
{
  LoftFault *fault = loft_fault_new (loft_test_profile_get_directory (profile));
  g_auto (GStrv) environment = loft_fault_dup_environment (fault);

  for (guint i = 0; environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      loft_test_profile_set_environment (profile, parts[0], parts[1]);
    }
  return fault;
}

/* Whatever was cut off: answered again and sent, Alice gets one answer. */
static void
kill_at (Alone *alone, LoftFault *fault, GHashTable *before, LoftFaultCall call, guint n)
{
  g_autoptr (GSubprocess) process = NULL;

  loft_fault_snapshot_restore (before, loft_test_profile_get_directory (alone->bob));
  loft_smtp_sink_reset (alone->sink);
  loft_fault_arm (fault, 1u << call, n, LOFT_FAULT_KILL, 0);
  process = loft_test_profile_start (alone->bob, "--offline event respond %s accept --message",
                                     alone->invitation);
  g_subprocess_wait (process, NULL, NULL);
  loft_fault_reset (fault);
  loft_test_profile_expect (alone->bob, 0, "--offline event respond %s accept --message",
                            alone->invitation);
  loft_test_profile_expect (alone->bob, 0, "outbox send");
  if (loft_smtp_sink_count (alone->sink, "alice@example.test") != 1)
    g_test_fail_printf ("killed at %u of kind %d: %u answers", n, call,
                        loft_smtp_sink_count (alone->sink, "alice@example.test"));
  assert_event (alone->bob, "\"my_status\":\"accepted\"", "Plan");
}

static guint
count_points (Alone *alone, LoftFault *fault, GHashTable *before, LoftFaultCall call)
{
  guint n;

  loft_fault_snapshot_restore (before, loft_test_profile_get_directory (alone->bob));
  loft_fault_arm (fault, 1u << call, G_MAXINT32, LOFT_FAULT_KILL, 0);
  loft_test_profile_expect (alone->bob, 0, "--offline event respond %s accept --message",
                            alone->invitation);
  n = fault->control->n_calls[call];
  loft_fault_reset (fault);
  g_assert_cmpuint (n, >, 0);
  return n;
}

static void
test_killed (Alone *alone, gconstpointer unused)
{
  static const LoftFaultCall calls[] = { LOFT_FAULT_WRITE, LOFT_FAULT_SYNC };
  guint wanted = g_getenv ("LOFT_TEST_SOAK") != NULL ? G_MAXUINT : N_KILLS;
  g_autoptr (LoftFault) fault = NULL;
  g_autoptr (GHashTable) before = NULL;

  import_invitation (alone);
  before = loft_fault_snapshot_take (loft_test_profile_get_directory (alone->bob));
  fault = watch (alone->bob);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      guint n_points = count_points (alone, fault, before, calls[i]);
      guint step = MAX (n_points / wanted, 1);

      g_test_message ("%u points of kind %d", n_points, calls[i]);
      for (guint n = 1; n <= n_points; n += step)
        kill_at (alone, fault, before, calls[i], n);
    }
}

static void
set_up (World *world, gconstpointer unused)
{
  world->dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  world->postfix = loft_private_postfix_new (world->dovecot);
  world->alice = new_person (world, "alice");
  world->bob = new_person (world, "bob");
}

static void
tear_down (World *world, gconstpointer unused)
{
  loft_test_profile_free (world->alice);
  loft_test_profile_free (world->bob);
  loft_private_postfix_free (world->postfix);
  loft_private_dovecot_free (world->dovecot);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/invitations/meeting", World, NULL, set_up, test_meeting, tear_down);
  g_test_add ("/invitations/killed", Alone, NULL, set_up_alone, test_killed, tear_down_alone);
  return g_test_run ();
}
