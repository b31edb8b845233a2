/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every write, fsync, open and send of a sync fails, or is the last thing the program does, once
 * each: the program says so in a sentence, and the next sync ends where an undisturbed one does. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-fault-snapshot.h"
#include "loft-fault.h"
#include "loft-witness.h"

#define SEED       20261122
#define N_POINTS   10 /* of each test in the default run */
#define N_OF_KIND  40 /* of each fault in the soak, where there would be thousands */
#define N_WHOLE    260 /* new ones: behind the first 200 they come whole */
#define MAX_FAILED 20

typedef struct {
  const char *name;
  LoftFaultCall call;
  LoftFaultKind kind;
  int error;
  gboolean lasting; /* no call of this kind succeeds any more */
} Fault;

static const Fault faults[] = {
  { "write, no space", LOFT_FAULT_WRITE, LOFT_FAULT_FAIL, ENOSPC, FALSE },
  { "write, no space from here on", LOFT_FAULT_WRITE, LOFT_FAULT_FAIL, ENOSPC, TRUE },
  { "write, I/O error", LOFT_FAULT_WRITE, LOFT_FAULT_FAIL, EIO, FALSE },
  { "write, half of it", LOFT_FAULT_WRITE, LOFT_FAULT_HALF, 0, FALSE },
  { "killed at a write", LOFT_FAULT_WRITE, LOFT_FAULT_KILL, 0, FALSE },
  { "killed in a write", LOFT_FAULT_WRITE, LOFT_FAULT_HALF_KILL, 0, FALSE },
  { "fsync, I/O error", LOFT_FAULT_SYNC, LOFT_FAULT_FAIL, EIO, FALSE },
  { "killed at an fsync", LOFT_FAULT_SYNC, LOFT_FAULT_KILL, 0, FALSE },
  { "open, too many files", LOFT_FAULT_OPEN, LOFT_FAULT_FAIL, EMFILE, FALSE },
  { "open, I/O error", LOFT_FAULT_OPEN, LOFT_FAULT_FAIL, EIO, FALSE },
  { "killed at an open", LOFT_FAULT_OPEN, LOFT_FAULT_KILL, 0, FALSE },
  { "ftruncate, I/O error", LOFT_FAULT_TRUNCATE, LOFT_FAULT_FAIL, EIO, FALSE },
  { "killed at an ftruncate", LOFT_FAULT_TRUNCATE, LOFT_FAULT_KILL, 0, FALSE },
  { "unlink, I/O error", LOFT_FAULT_UNLINK, LOFT_FAULT_FAIL, EIO, FALSE },
  { "killed at an unlink", LOFT_FAULT_UNLINK, LOFT_FAULT_KILL, 0, FALSE },
  { "rename, no space", LOFT_FAULT_RENAME, LOFT_FAULT_FAIL, ENOSPC, FALSE },
  { "killed at a rename", LOFT_FAULT_RENAME, LOFT_FAULT_KILL, 0, FALSE },
  { "socket, too many files", LOFT_FAULT_SOCKET, LOFT_FAULT_FAIL, EMFILE, FALSE },
  { "connect, refused", LOFT_FAULT_CONNECT, LOFT_FAULT_FAIL, ECONNREFUSED, FALSE },
  { "send, reset", LOFT_FAULT_SEND, LOFT_FAULT_FAIL, ECONNRESET, FALSE },
  { "killed at a send", LOFT_FAULT_SEND, LOFT_FAULT_KILL, 0, FALSE },
};

static const char *const call_names[LOFT_FAULT_N_CALLS] = {
  "write", "sync", "open", "truncate", "unlink", "rename", "mkdir", "socket", "connect", "send",
};

/* A profile before the sync that meets faults, and what it must be after. */
typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  LoftFault *fault;
  GHashTable *before; /* the files */
  char *after; /* what the server has */
  gboolean has_operations;
  guint n_points[G_N_ELEMENTS (faults)];
  guint n_tried;
  guint n_hit;
  guint n_failed;
} Sweep;

static void
fill (LoftPrivateDovecot *server, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Number %u", i);
      g_autofree char *body = g_strnfill (150 * i, 'a' + (char) (i % 26));

      loft_witness_deliver (server, "alice", i % 2 == 0 ? "" : ".Work", subject, body);
    }
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
  /* Warnings are what is wanted here; a critical is still a fault of the program. */
  loft_test_profile_set_environment (profile, "G_DEBUG", "fatal-criticals");
  return fault;
}

static void
sweep_init (Sweep *sweep)
{
  *sweep = (Sweep){ 0 };
  sweep->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  fill (sweep->server, 30);
  sweep->profile = loft_test_profile_new ();
  sweep->fault = watch (sweep->profile);
  loft_test_profile_add_account (sweep->profile, "alice",
                                 loft_private_dovecot_get_imap_port (sweep->server),
                                 "--security none --window all");
}

static void
sweep_clear (Sweep *sweep)
{
  g_hash_table_unref (sweep->before);
  g_free (sweep->after);
  loft_fault_free (sweep->fault);
  loft_test_profile_free (sweep->profile);
  loft_private_dovecot_free (sweep->server);
}

/* What the waiting operations do to the server is undone, so that each sync has to do it again. */
static void
rewind_all (Sweep *sweep)
{
  loft_fault_snapshot_restore (sweep->before, loft_test_profile_get_directory (sweep->profile));
  if (!sweep->has_operations)
    return;
  loft_witness_do (sweep->server, "alice", "store INBOX 3 -FLAGS '(\\Flagged op-a op-b)'");
  loft_witness_do (sweep->server, "alice", "store Work 5 -FLAGS '(\\Flagged op-a)'");
}

/* An undisturbed sync, which tells how many calls of each kind there are to fail. */
static void
measure (Sweep *sweep)
{
  g_autoptr (GString) text = g_string_new (NULL);

  sweep->before = loft_fault_snapshot_take (loft_test_profile_get_directory (sweep->profile));
  loft_fault_reset (sweep->fault);
  loft_test_profile_expect (sweep->profile, 0, "sync");
  loft_witness_assert_same (sweep->server, "alice", sweep->profile);
  sweep->after = loft_witness_state (sweep->server, "alice");
  for (guint i = 0; i < LOFT_FAULT_N_CALLS; i++)
    g_string_append_printf (text, " %s %u", call_names[i], sweep->fault->control->n_calls[i]);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    sweep->n_points[i] = sweep->fault->control->n_calls[faults[i].call];
  g_test_message ("calls of a sync:%s", text->str);
}

static gboolean
kills (const Fault *fault)
{
  return fault->kind == LOFT_FAULT_KILL || fault->kind == LOFT_FAULT_HALF_KILL;
}

static void
run_killed (Sweep *sweep)
{
  g_autoptr (GSubprocess) process = loft_test_profile_start (sweep->profile, "sync");

  g_subprocess_wait (process, NULL, NULL);
  if (!g_subprocess_get_if_exited (process) && g_subprocess_get_term_sig (process) != SIGKILL)
    g_error ("signal %d", g_subprocess_get_term_sig (process));
}

static gboolean
complain (Sweep *sweep, const char *what)
{
  g_test_message ("%s: %s%s", what, loft_test_profile_get_output (sweep->profile),
                  loft_test_profile_get_errors (sweep->profile));
  return FALSE;
}

/* It has come through, or says in one sentence why not. */
static gboolean
run_failing (Sweep *sweep)
{
  int status = loft_test_profile_run (sweep->profile, "sync");
  const char *errors = loft_test_profile_get_errors (sweep->profile);

  if (status == 0)
    return TRUE;
  if (status != 1 && status != 3 && status != 5)
    return complain (sweep, "unfit exit status");
  return strstr (errors, "loftctl: ") != NULL || complain (sweep, "no sentence");
}

static gboolean
run_well (Sweep *sweep, const char *line)
{
  return loft_test_profile_run (sweep->profile, "%s", line) == 0 || complain (sweep, line);
}

static gboolean
is_after (Sweep *sweep, const char *state)
{
  if (strcmp (sweep->after, state) == 0)
    return TRUE;
  loft_witness_assert_equal (sweep->after, state);
  return FALSE;
}

static gboolean
ends_well (Sweep *sweep)
{
  g_autofree char *found = NULL;
  g_autofree char *state = NULL;

  loft_fault_reset (sweep->fault);
  if (!run_well (sweep, "sync") || !run_well (sweep, "doctor") || !run_well (sweep, "pending"))
    return FALSE;
  if (loft_test_profile_get_output (sweep->profile)[0] != '\0')
    return complain (sweep, "still waits");
  found = loft_test_profile_dump (sweep->profile);
  if (!is_after (sweep, found) || !sweep->has_operations)
    return is_after (sweep, found);
  state = loft_witness_state (sweep->server, "alice");
  return is_after (sweep, state);
}

static void
try_point (Sweep *sweep, const Fault *fault, guint n)
{
  gboolean fails_well = TRUE;

  rewind_all (sweep);
  loft_fault_arm (sweep->fault, 1u << fault->call, n, fault->kind, fault->error);
  sweep->fault->control->lasting = fault->lasting;
  if (kills (fault))
    run_killed (sweep);
  else
    fails_well = run_failing (sweep);
  sweep->n_tried++;
  sweep->n_hit += sweep->fault->control->n_hit > 0;
  if (ends_well (sweep) && fails_well)
    return;
  sweep->n_failed++;
  g_test_message ("%s %u", fault->name, n);
}

/* most: of each fault, spread over the sync; 0: all of them. */
static void
try_all (Sweep *sweep, guint most)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint step = most > 0 ? MAX (sweep->n_points[i] / most, 1) : 1;

      for (guint n = 1 + i % step; n <= sweep->n_points[i] && sweep->n_failed < MAX_FAILED;
           n += step)
        try_point (sweep, &faults[i], n);
    }
}

static void
try_some (Sweep *sweep)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint first = g_rand_int_range (random, 0, G_N_ELEMENTS (faults));

  for (guint i = first; sweep->n_tried < N_POINTS && sweep->n_failed < MAX_FAILED; i++)
    {
      guint which = i % G_N_ELEMENTS (faults);

      if (sweep->n_points[which] > 0)
        try_point (sweep, &faults[which], g_rand_int_range (random, 1, sweep->n_points[which] + 1));
    }
}

static void
run_sweep (Sweep *sweep, guint most)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    most = (guint) strtoul (count, NULL, 10);
  measure (sweep);
  /* Or the shim is not there. */
  g_assert_cmpuint (sweep->n_points[0], >, 0);
  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    try_all (sweep, most);
  else
    try_some (sweep);
  g_test_message ("seed %d: %u points, %u of them reached, %u failed", SEED, sweep->n_tried,
                  sweep->n_hit, sweep->n_failed);
  g_assert_cmpuint (sweep->n_failed, ==, 0);
  /* The threads of a sync do not always write in the same order. */
  g_assert_cmpuint (sweep->n_hit, >=, sweep->n_tried * 9 / 10);
}

static void
test_first_sync (void)
{
  Sweep sweep;

  sweep_init (&sweep);
  run_sweep (&sweep, 0);
  sweep_clear (&sweep);
}

/* Changes wait here, others were made elsewhere. */
static void
test_changes (void)
{
  Sweep sweep;
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;

  sweep_init (&sweep);
  loft_test_profile_expect (sweep.profile, 0, "sync");
  here = loft_test_profile_find_message (sweep.profile, "INBOX", "3");
  there = loft_test_profile_find_message (sweep.profile, "Work", "5");
  loft_test_profile_expect (sweep.profile, 0, "--offline flag %s %s +flagged +op-a", here, there);
  loft_test_profile_expect (sweep.profile, 0, "--offline flag %s -flagged +op-b", here);
  fill (sweep.server, 6);
  loft_witness_do (sweep.server, "alice", "store INBOX 3:6 +FLAGS '(\\Seen elsewhere)'");
  loft_witness_do (sweep.server, "alice", "expunge Work 7:8");
  sweep.has_operations = TRUE;
  run_sweep (&sweep, 0);
  sweep_clear (&sweep);
}

/* So many are new that most of them come with their contents, the rows last. */
static void
test_contents (void)
{
  Sweep sweep;

  sweep_init (&sweep);
  loft_test_profile_expect (sweep.profile, 0, "sync");
  for (guint i = 0; i < N_WHOLE; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Number %u of many", i);
      g_autofree char *body = g_strnfill (100 + 37 * (i % 90), 'a' + (char) (i % 26));

      loft_witness_deliver (sweep.server, "alice", "", subject, body);
    }
  run_sweep (&sweep, N_OF_KIND);
  sweep_clear (&sweep);
}

static gboolean
holds (const char *path, const char *text)
{
  g_autofree char *contents = NULL;

  return g_file_get_contents (path, &contents, NULL, NULL) && strstr (contents, text) != NULL;
}

/* A new password for one account never costs another one its own, whatever cannot be opened. */
static void
test_secrets (void)
{
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  const char *directory = loft_test_profile_get_directory (profile);
  g_autofree char *path = g_build_filename (directory, "secrets.ini", NULL);
  g_autoptr (LoftFault) fault = watch (profile);
  g_autoptr (GHashTable) before = NULL;
  gboolean hit = TRUE;
  guint n = 0;

  loft_test_profile_add_account (profile, "alice", 1, "--security none");
  g_assert_true (g_file_set_contents (path, "[other]\npassword=theirs\n", -1, NULL));
  before = loft_fault_snapshot_take (directory);
  while (hit && !g_test_failed ())
    {
      loft_fault_snapshot_restore (before, directory);
      loft_fault_arm (fault, 1u << LOFT_FAULT_OPEN, ++n, LOFT_FAULT_FAIL, EIO);
      loft_test_profile_run_with_input (profile, "mine\n", "account set Test --password-stdin");
      hit = fault->control->n_hit > 0;
      if (!holds (path, "theirs"))
        g_test_fail_printf ("open %u: the other password is gone", n);
    }
  g_test_message ("%u opens", n - 1);
  g_assert_cmpuint (n, >, 5);
  g_assert_true (holds (path, "mine"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/fault-points/first-sync", test_first_sync);
  g_test_add_func ("/server/fault-points/changes", test_changes);
  g_test_add_func ("/server/fault-points/contents", test_contents);
  g_test_add_func ("/server/fault-points/secrets", test_secrets);
  return g_test_run ();
}
