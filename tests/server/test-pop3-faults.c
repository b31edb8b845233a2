/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail is picked up and deleted on the server at once, while the program dies or the machine loses
 * its power: each message is on the server or here whenever anybody looks, and in the end here once.
 * What the server has is told by its Maildir, or by the mailbox in this program. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-fault-log.h"
#include "loft-fault-snapshot.h"
#include "loft-fault.h"
#include "loft-pop3-mailbox.h"
#include "loft-private-dovecot.h"
#include "loft-test-profile.h"

#define SEED          20261123
#define N_BATCH       30 /* new messages before each kill */
#define N_KILLS       4
#define N_KILLS_SOAK  200
#define N_POINTS      10
#define N_STATES      8
#define N_STATES_SOAK 500
#define N_FIRST       12 /* messages */
#define N_ALL         18
#define MAX_FAILED    5

static guint
count_of (guint few, guint many)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return many;
  return g_getenv ("LOFT_TEST_SANITIZED") != NULL ? MAX (few / 2, 1) : few;
}

static char *
text_of (guint n, const char *end_of_line)
{
  g_autofree char *filler = g_strnfill (200 + n * 997 % 9000, 'a' + (char) (n % 26));

  return g_strdup_printf ("Received: from a by b; Sun, 15 Jun 2025 %02u:%02u:00 +0000%s"
                          "From: Anna <anna@example.test>%s"
                          "Message-ID: <%u@example.test>%s"
                          "Subject: Number %u%s%s%s%s",
                          n / 60 % 24, n % 60, end_of_line, end_of_line, n, end_of_line, n,
                          end_of_line, end_of_line, filler, end_of_line);
}

static char *
digest_of (guint n)
{
  g_autofree char *text = text_of (n, "\r\n");

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/* In what loft_test_profile_dump() tells, or a list of digests. */
static guint
count_in (const char *list, guint n)
{
  g_autofree char *digest = digest_of (n);
  guint count = 0;

  for (const char *found = strstr (list, digest); found != NULL; found = strstr (found + 1, digest))
    count++;
  return count;
}

/* ---- killed at any time ------------------------------------------------------------------- */

/* FALSE: the server moved a file away meanwhile. */
static gboolean
list_folder (const char *path, GString *digests)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *text = NULL;
      g_autofree char *digest = NULL;
      g_autoptr (GError) error = NULL;
      gsize length = 0;

      if (!g_file_get_contents (file, &text, &length, &error))
        {
          g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
          return FALSE;
        }
      digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, (gssize) length);
      g_string_append_printf (digests, "%s\n", digest);
    }
  return TRUE;
}

/* (transfer full) digests of what the Maildir has. A session that was cut off may still be moving
 * files from new to cur, so new is read first. */
static char *
list_there (LoftPrivateDovecot *server)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (server, "alice");
  g_autofree char *new = g_build_filename (maildir, "new", NULL);
  g_autofree char *cur = g_build_filename (maildir, "cur", NULL);
  GString *digests = g_string_new (NULL);

  while (!list_folder (new, digests) || !list_folder (cur, digests))
    g_string_truncate (digests, 0);
  return g_string_free (digests, FALSE);
}

static void
deliver (LoftPrivateDovecot *server, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *text = text_of (i, "\r\n");

      loft_private_dovecot_deliver (server, "alice", "", text, -1, "", 1750000000 + (gint64) i);
    }
}

static void
assert_nothing_lost (LoftPrivateDovecot *server, LoftTestProfile *profile, guint n_messages)
{
  g_autofree char *there = list_there (server);
  g_autofree char *here = loft_test_profile_dump (profile);

  for (guint n = 0; n < n_messages; n++)
    {
      if (count_in (there, n) + count_in (here, n) == 0)
        g_test_fail_printf ("message %u is nowhere", n);
      if (count_in (here, n) > 1)
        g_test_fail_printf ("message %u is here %u times", n, count_in (here, n));
    }
}

static void
assert_all_picked_up (LoftPrivateDovecot *server, LoftTestProfile *profile, guint n_messages)
{
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;

  /* A server holds the mailbox of whoever died for a moment; and deletion is proven by a listing. */
  loft_test_profile_expect (profile, 0, "sync");
  loft_test_profile_expect (profile, 0, "sync");
  there = list_there (server);
  here = loft_test_profile_dump (profile);
  g_assert_cmpstr (there, ==, "");
  for (guint n = 0; n < n_messages; n++)
    g_assert_cmpuint (count_in (here, n), ==, 1);
}

static gboolean
on_time_up (gpointer process)
{
  g_subprocess_send_signal (process, SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* TRUE when it had ended by itself before. */
static gboolean
kill_after (GSubprocess *process, guint milliseconds)
{
  guint source = g_timeout_add (milliseconds, on_time_up, process);
  gboolean ended = FALSE;

  g_subprocess_wait_async (process, NULL, on_ended, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  if (!g_subprocess_get_if_exited (process))
    return FALSE;
  if (g_main_context_find_source_by_id (NULL, source) != NULL)
    g_source_remove (source);
  return TRUE;
}

static void
test_killed (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_kills = count_of (N_KILLS, N_KILLS_SOAK);
  guint n_whole = 0;
  guint n_messages = N_BATCH;
  gint64 began;
  guint duration;

  g_assert_cmpint (
    loft_test_profile_run_with_input (
      profile, "alice-secret\n",
      "account add pop3 --name Test --address alice@example.test --user alice --host localhost"
      " --port %u --security none --password-stdin --secrets-file",
      loft_private_dovecot_get_pop3_port (server)),
    ==, 0);
  loft_test_profile_expect (profile, 0, "account set Test removal=at-once");
  deliver (server, 0, N_BATCH);
  began = g_get_monotonic_time ();
  loft_test_profile_expect (profile, 0, "sync");
  duration = (guint) ((g_get_monotonic_time () - began) / 1000);
  for (guint i = 0; i < n_kills && !g_test_failed (); i++)
    {
      guint when = (guint) g_rand_int_range (random, 0, (gint) duration);
      g_autoptr (GSubprocess) process = NULL;

      deliver (server, n_messages, N_BATCH);
      n_messages += N_BATCH;
      process = loft_test_profile_start (profile, "sync");
      n_whole += kill_after (process, when);
      assert_nothing_lost (server, profile, n_messages);
    }
  assert_all_picked_up (server, profile, n_messages);
  loft_test_profile_expect (profile, 0, "doctor");
  g_test_message ("seed %d: %u kills within %u ms, %u came through, %u messages", SEED, n_kills,
                  duration, n_whole, n_messages);
}

/* ---- a world that can be set back --------------------------------------------------------- */

typedef struct {
  LoftPop3Mailbox *mailbox;
  LoftTestProfile *profile;
  LoftFault *fault;
  GHashTable *before; /* the files */
  GPtrArray *records;
  guint n_failed;
} World;

static void
refill (World *world, guint first, guint behind)
{
  while (loft_pop3_mailbox_count (world->mailbox) > 0)
    loft_pop3_mailbox_remove (world->mailbox, 0);
  for (guint n = first; n < behind; n++)
    {
      g_autofree char *text = text_of (n, "\n");
      g_autofree char *uid = g_strdup_printf ("uid-%u", n);

      loft_pop3_mailbox_add (world->mailbox, uid, text);
    }
}

static gboolean
is_there (World *world, guint n)
{
  g_autofree char *text = text_of (n, "\n");

  return loft_pop3_mailbox_has (world->mailbox, text);
}

static void
watch (World *world)
{
  g_auto (GStrv) environment = NULL;

  world->fault = loft_fault_new (loft_test_profile_get_directory (world->profile));
  environment = loft_fault_dup_environment (world->fault);
  for (guint i = 0; environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      loft_test_profile_set_environment (world->profile, parts[0], parts[1]);
    }
  loft_test_profile_set_environment (world->profile, "G_DEBUG", "fatal-criticals");
}

static void
world_init (World *world)
{
  *world = (World){ 0 };
  world->mailbox = loft_pop3_mailbox_new ();
  world->profile = loft_test_profile_new ();
  watch (world);
  g_assert_cmpint (loft_test_profile_run_with_input (
                     world->profile, "secret\n",
                     "account add pop3 --name Test --address anna@example.test --user anna"
                     " --host 127.0.0.1 --port %u --security none --password-stdin --secrets-file",
                     loft_pop3_mailbox_get_port (world->mailbox)),
                   ==, 0);
  loft_test_profile_expect (world->profile, 0, "account set Test removal=at-once");
}

static void
world_clear (World *world)
{
  g_clear_pointer (&world->records, g_ptr_array_unref);
  g_clear_pointer (&world->before, g_hash_table_unref);
  loft_fault_free (world->fault);
  loft_test_profile_free (world->profile);
  loft_pop3_mailbox_free (world->mailbox);
}

static gboolean
complain (World *world, const char *what)
{
  g_test_message ("%s: %s%s", what, loft_test_profile_get_output (world->profile),
                  loft_test_profile_get_errors (world->profile));
  return FALSE;
}

static gboolean
run_well (World *world, const char *line)
{
  return loft_test_profile_run (world->profile, "%s", line) == 0 || complain (world, line);
}

/* Before anything is mended by a server. */
static gboolean
has_lost_nothing (World *world, guint n_messages)
{
  g_autofree char *here = loft_test_profile_dump (world->profile);

  for (guint n = 0; n < n_messages; n++)
    if (!is_there (world, n) && count_in (here, n) != 1)
      {
        g_test_message ("message %u is not there, and here %u times", n, count_in (here, n));
        return FALSE;
      }
  return TRUE;
}

static gboolean
ends_well (World *world, guint n_messages)
{
  g_autofree char *here = NULL;

  if (!run_well (world, "sync") || !run_well (world, "sync") || !run_well (world, "doctor"))
    return FALSE;
  here = loft_test_profile_dump (world->profile);
  for (guint n = 0; n < n_messages; n++)
    if (count_in (here, n) != 1)
      {
        g_test_message ("message %u is here %u times", n, count_in (here, n));
        return FALSE;
      }
  return loft_pop3_mailbox_count (world->mailbox) == 0 || complain (world, "not deleted");
}

/* ---- killed at each call ------------------------------------------------------------------ */

typedef struct {
  LoftFaultCall call;
  LoftFaultKind kind;
  guint n; /* calls of a whole sync */
} Point;

static void
try_point (World *world, const Point *point, guint nth)
{
  g_autoptr (GSubprocess) process = NULL;

  loft_fault_snapshot_restore (world->before, loft_test_profile_get_directory (world->profile));
  refill (world, 0, N_FIRST);
  loft_fault_arm (world->fault, 1u << point->call, nth, point->kind, 0);
  process = loft_test_profile_start (world->profile, "sync");
  g_subprocess_wait (process, NULL, NULL);
  loft_fault_reset (world->fault);
  if (has_lost_nothing (world, N_FIRST) && ends_well (world, N_FIRST))
    return;
  world->n_failed++;
  g_test_message ("killed at call %u of kind %u", nth, point->call);
}

/* Spread evenly over all there are. */
static void
test_kill_points (void)
{
  World world;
  Point points[] = {
    { LOFT_FAULT_WRITE, LOFT_FAULT_KILL, 0 },    { LOFT_FAULT_WRITE, LOFT_FAULT_HALF_KILL, 0 },
    { LOFT_FAULT_SYNC, LOFT_FAULT_KILL, 0 },     { LOFT_FAULT_OPEN, LOFT_FAULT_KILL, 0 },
    { LOFT_FAULT_TRUNCATE, LOFT_FAULT_KILL, 0 }, { LOFT_FAULT_RENAME, LOFT_FAULT_KILL, 0 },
    { LOFT_FAULT_SEND, LOFT_FAULT_KILL, 0 },
  };
  guint total = 0;
  guint step;
  guint tried = 0;
  guint next = 0;

  world_init (&world);
  world.before = loft_fault_snapshot_take (loft_test_profile_get_directory (world.profile));
  refill (&world, 0, N_FIRST);
  loft_fault_reset (world.fault);
  loft_test_profile_expect (world.profile, 0, "sync");
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    total += points[i].n = world.fault->control->n_calls[points[i].call];
  step = MAX (total / count_of (N_POINTS, total), 1);
  next = step / 2;
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    for (guint n = 1; n <= points[i].n && world.n_failed < MAX_FAILED; n++)
      if (next++ % step == 0)
        {
          try_point (&world, &points[i], n);
          tried++;
        }
  g_test_message ("%u of %u points, %u failed", tried, total, world.n_failed);
  g_assert_cmpuint (world.n_failed, ==, 0);
  world_clear (&world);
}

/* ---- the power is lost -------------------------------------------------------------------- */

static gboolean
sends (const LoftFaultLogRecord *record, const char *word)
{
  return record->kind == LOFT_FAULT_LOG_SEND &&
         g_strstr_len ((char *) record->data->data, (gssize) record->data->len, word) != NULL;
}

/* The server as it was: what was marked is gone as soon as QUIT is on its way. Returns how many
 * messages there ever were. */
static guint
rewind_server (World *world, guint n)
{
  static const guint deleted[] = { 0, N_FIRST, N_ALL };
  guint n_sessions = 0;
  gboolean marked = FALSE;
  guint n_messages;

  for (guint i = 0; i < n; i++)
    {
      const LoftFaultLogRecord *record = g_ptr_array_index (world->records, i);

      marked = marked || sends (record, "DELE ");
      if (marked && sends (record, "QUIT"))
        {
          n_sessions++;
          marked = FALSE;
        }
    }
  n_messages = n_sessions == 0 ? N_FIRST : N_ALL;
  refill (world, deleted[n_sessions], n_messages);
  return n_messages;
}

static void
try_state (World *world, guint n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GHashTable) state =
    loft_fault_log_lose_power (world->records, n, world->before, random);
  guint n_messages;

  loft_fault_snapshot_restore (state, loft_test_profile_get_directory (world->profile));
  n_messages = rewind_server (world, n);
  loft_fault_restart (world->fault, n);
  if (ends_well (world, n_messages))
    return;
  world->n_failed++;
  g_test_message ("power lost behind record %u of %u, seed %u", n, world->records->len, seed);
}

/* Behind which of the records the server was told to delete. */
static guint
find_quit (World *world, guint nth)
{
  for (guint i = 0; i < world->records->len; i++)
    if (sends (g_ptr_array_index (world->records, i), "QUIT") && nth-- == 0)
      return i + 1;
  g_error ("no QUIT");
}

/* What counts most is the moment after that. */
static guint
choose_moment (World *world, guint i, GRand *random)
{
  guint last = world->records->len;

  if (i % 2 == 1)
    return (guint) g_rand_int_range (random, 0, (gint32) last + 1);
  return MIN (find_quit (world, i / 2 % 2) + (guint) g_rand_int_range (random, 0, 6), last);
}

/* Two sessions, each of which deletes what it brought. */
static void
test_power_loss (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_states = count_of (N_STATES, N_STATES_SOAK);
  World world;

  world_init (&world);
  world.before = loft_fault_snapshot_take (loft_test_profile_get_directory (world.profile));
  loft_fault_begin_log (world.fault);
  refill (&world, 0, N_FIRST);
  loft_test_profile_expect (world.profile, 0, "sync");
  refill (&world, N_FIRST, N_ALL);
  loft_test_profile_expect (world.profile, 0, "sync");
  g_assert_cmpuint (loft_pop3_mailbox_count (world.mailbox), ==, 0);
  world.records = loft_fault_log_read (world.fault->log_path);
  loft_fault_reset (world.fault);
  for (guint i = 0; i < n_states && world.n_failed < MAX_FAILED; i++)
    {
      guint n = choose_moment (&world, i, random);

      try_state (&world, n, g_rand_int (random));
    }
  g_test_message ("seed %d: %u states of %u records, %u failed", SEED, n_states, world.records->len,
                  world.n_failed);
  g_assert_cmpuint (world.n_failed, ==, 0);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-pop3-faults/killed", test_killed);
  g_test_add_func ("/server-pop3-faults/kill-points", test_kill_points);
  g_test_add_func ("/server-pop3-faults/power-loss", test_power_loss);
  return g_test_run ();
}
