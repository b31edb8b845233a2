/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The power is lost: what was written and not synced is gone, whole, in part or not at all. The
 * store opens, no change of which loftctl said "done" is lost, and the next sync ends where the
 * server is: also when messages were coming whole, their rows last. Files of settings are the old
 * ones or the new ones. */
#include <stdlib.h>
#include <string.h>

#include "loft-fault-log.h"
#include "loft-fault-snapshot.h"
#include "loft-fault.h"
#include "loft-witness.h"

#define SEED            20261122
#define N_STATES        15
#define N_CONTENTS      10
#define N_STATES_SOAK   500 /* of each */
#define N_WHOLE         260 /* new ones: behind the first 200 they come whole */
#define N_SETTINGS      200
#define N_SETTINGS_SOAK 5000
#define MAX_FAILED      10
#define N_ROUNDS        3

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
  loft_test_profile_set_environment (profile, "G_DEBUG", "fatal-criticals");
  return fault;
}

static guint
count_states (guint few, guint many)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? many : few;
}

static void
fill (LoftPrivateDovecot *server, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Number %u", i);
      g_autofree char *body = g_strnfill (300 * i, 'a' + (char) (i % 26));

      loft_witness_deliver (server, "alice", i % 2 == 0 ? "" : ".Work", subject, body);
    }
}

/* ---- sync --------------------------------------------------------------------------------- */

/* One change of a message: a keyword that is said to be added, then sent. */
typedef struct {
  gsize confirmed; /* position in the log */
  guint sent; /* number of the record */
} Change;

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  LoftFault *fault;
  GHashTable *before;
  GPtrArray *records;
  Change changes[2 * N_ROUNDS];
  guint n_changes;
  guint n_failed;
} Replay;

static void
change (Replay *replay, const char *id)
{
  loft_test_profile_expect (replay->profile, 0, "--offline flag %s +power-%u", id,
                            replay->n_changes);
  replay->changes[replay->n_changes++].confirmed = loft_fault_get_log_size (replay->fault);
}

/* Two changes, then a sync that sends them and brings what is new there. */
static void
record_rounds (Replay *replay)
{
  g_autofree char *id = loft_test_profile_find_message (replay->profile, "INBOX", "3");

  loft_fault_begin_log (replay->fault);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      change (replay, id);
      change (replay, id);
      fill (replay->server, 4);
      loft_witness_do (replay->server, "alice", "expunge Work %u", i + 2);
      loft_test_profile_expect (replay->profile, 0, "sync");
    }
  replay->records = loft_fault_log_read (replay->fault->log_path);
}

static gboolean
sends (LoftFaultLogRecord *record, guint n_change)
{
  g_autofree char *keyword = g_strdup_printf ("power-%u", n_change);

  return record->kind == LOFT_FAULT_LOG_SEND &&
         g_strstr_len ((char *) record->data->data, record->data->len, keyword) != NULL;
}

static void
find_sent (Replay *replay)
{
  for (guint i = 0; i < replay->n_changes; i++)
    {
      while (replay->changes[i].sent < replay->records->len &&
             !sends (g_ptr_array_index (replay->records, replay->changes[i].sent), i))
        replay->changes[i].sent++;
      g_assert_cmpuint (replay->changes[i].sent, <, replay->records->len);
    }
}

/* The server as it was when the power was lost. */
static void
rewind_server (Replay *replay, guint n)
{
  g_autoptr (GString) keywords = g_string_new (NULL);

  if (replay->n_changes == 0)
    return;
  for (guint i = 0; i < replay->n_changes; i++)
    if (replay->changes[i].sent < n)
      g_string_append_printf (keywords, "power-%u ", i);
  loft_witness_do (replay->server, "alice", "store INBOX 3 FLAGS '(%s)'",
                   g_strchomp (keywords->str));
}

static gboolean
complain (Replay *replay, const char *what)
{
  g_test_message ("%s: %s%s", what, loft_test_profile_get_output (replay->profile),
                  loft_test_profile_get_errors (replay->profile));
  return FALSE;
}

static gboolean
run_well (Replay *replay, const char *line)
{
  return loft_test_profile_run (replay->profile, "%s", line) == 0 || complain (replay, line);
}

static gboolean
has_all_confirmed (Replay *replay, const char *state, guint n)
{
  gsize position =
    n > 0 ? ((LoftFaultLogRecord *) g_ptr_array_index (replay->records, n - 1))->position : 0;

  for (guint i = 0; i < replay->n_changes; i++)
    {
      g_autofree char *keyword = g_strdup_printf ("power-%u", i);

      if (replay->changes[i].confirmed <= position && strstr (state, keyword) == NULL)
        {
          g_test_message ("%s was confirmed and is lost", keyword);
          return FALSE;
        }
    }
  return TRUE;
}

static guint
count_messages (const char *state)
{
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tab = strchr (lines[i], '\t');

      n += tab != NULL && tab[1] != '\0';
    }
  return n;
}

/* Every message is found by what its subject says. */
static gboolean
finds_all (Replay *replay, const char *state)
{
  g_autoptr (GPtrArray) ids = NULL;
  guint n_messages = count_messages (state);

  if (!run_well (replay, "--json --offline search number --limit 1000"))
    return FALSE;
  ids = loft_test_profile_list_field (replay->profile, "id");
  if (ids->len == n_messages)
    return TRUE;
  g_test_message ("%u of %u messages are found", ids->len, n_messages);
  return FALSE;
}

static gboolean
recovers (Replay *replay, guint n)
{
  g_autofree char *state = NULL;
  g_autofree char *found = NULL;

  if (!run_well (replay, "--json --offline pending") || !run_well (replay, "sync") ||
      !run_well (replay, "doctor") || !run_well (replay, "--json pending"))
    return FALSE;
  if (loft_test_profile_get_output (replay->profile)[0] != '\0')
    return complain (replay, "still waits");
  state = loft_witness_state (replay->server, "alice");
  found = loft_test_profile_dump (replay->profile);
  loft_witness_assert_equal (state, found);
  return strcmp (state, found) == 0 && has_all_confirmed (replay, state, n) &&
         finds_all (replay, state);
}

static void
try_state (Replay *replay, guint n, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GHashTable) state =
    loft_fault_log_lose_power (replay->records, n, replay->before, random);

  loft_fault_snapshot_restore (state, loft_test_profile_get_directory (replay->profile));
  rewind_server (replay, n);
  loft_fault_restart (replay->fault, n);
  if (recovers (replay, n))
    return;
  replay->n_failed++;
  g_test_message ("power lost behind record %u of %u, seed %u", n, replay->records->len, seed);
}

static void
replay_init (Replay *replay)
{
  *replay = (Replay){ 0 };
  replay->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  fill (replay->server, 16);
  replay->profile = loft_test_profile_new ();
  replay->fault = watch (replay->profile);
  loft_test_profile_add_account (replay->profile, "alice",
                                 loft_private_dovecot_get_imap_port (replay->server),
                                 "--security none --window all");
  loft_test_profile_expect (replay->profile, 0, "sync");
  replay->before = loft_fault_snapshot_take (loft_test_profile_get_directory (replay->profile));
}

static void
replay_clear (Replay *replay)
{
  g_ptr_array_unref (replay->records);
  g_hash_table_unref (replay->before);
  loft_fault_free (replay->fault);
  loft_test_profile_free (replay->profile);
  loft_private_dovecot_free (replay->server);
}

/* Power is lost behind any record from first on. */
static void
try_states (Replay *replay, guint first, guint n_states)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  loft_fault_reset (replay->fault);
  for (guint i = 0; i < n_states && replay->n_failed < MAX_FAILED; i++)
    {
      guint n = g_rand_int_range (random, first, replay->records->len + 1);

      try_state (replay, n, g_rand_int (random));
    }
  g_test_message ("seed %d: %u states of %u records, %u failed", SEED, n_states,
                  replay->records->len - first, replay->n_failed);
  g_assert_cmpuint (replay->n_failed, ==, 0);
}

static void
test_sync (void)
{
  Replay replay;

  replay_init (&replay);
  record_rounds (&replay);
  find_sent (&replay);
  try_states (&replay, 0, count_states (N_STATES, N_STATES_SOAK));
  replay_clear (&replay);
}

/* Where the first messages were asked for with their contents. */
static guint
find_contents (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      LoftFaultLogRecord *record = g_ptr_array_index (records, i);

      if (record->kind == LOFT_FAULT_LOG_SEND &&
          g_strstr_len ((char *) record->data->data, record->data->len,
                        "INTERNALDATE BODY.PEEK[]<0.") != NULL)
        return i;
    }
  g_error ("no message came whole");
}

static void
test_contents (void)
{
  Replay replay;

  replay_init (&replay);
  for (guint i = 0; i < N_WHOLE; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Number %u of many", i);
      g_autofree char *body = g_strnfill (100 + 37 * (i % 90), 'a' + (char) (i % 26));

      loft_witness_deliver (replay.server, "alice", "", subject, body);
    }
  loft_fault_begin_log (replay.fault);
  loft_test_profile_expect (replay.profile, 0, "sync");
  replay.records = loft_fault_log_read (replay.fault->log_path);
  try_states (&replay, find_contents (replay.records), count_states (N_CONTENTS, N_STATES_SOAK));
  replay_clear (&replay);
}

/* ---- settings ----------------------------------------------------------------------------- */

/* The contents that the files of the profile had, one after the other. */
static void
note_versions (GHashTable *versions, const char *directory)
{
  g_autoptr (GHashTable) snapshot = loft_fault_snapshot_take (directory);
  GHashTableIter iter;
  gpointer name;
  gpointer bytes;

  g_hash_table_iter_init (&iter, snapshot);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    if (bytes != NULL && strchr (name, '/') == NULL)
      g_hash_table_add (versions, g_strdup_printf ("%s:%.*s", (char *) name,
                                                   (int) ((GByteArray *) bytes)->len,
                                                   (char *) ((GByteArray *) bytes)->data));
}

/* Files beside the accounts' folders are whole, or one that never got its name. */
static guint
count_broken (GHashTable *versions, GHashTable *state)
{
  GHashTableIter iter;
  gpointer name;
  gpointer bytes;
  guint n = 0;

  g_hash_table_iter_init (&iter, state);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      g_autofree char *version =
        bytes != NULL
          ? g_strdup_printf ("%s:%.*s", (char *) name, (int) ((GByteArray *) bytes)->len,
                             (char *) ((GByteArray *) bytes)->data)
          : NULL;

      if (version == NULL || strchr (name, '/') != NULL ||
          strchr (name, '.') != strrchr (name, '.') || g_hash_table_contains (versions, version))
        continue;
      g_test_message ("neither old nor new: %s", version);
      n++;
    }
  return n;
}

static void
test_settings (void)
{
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autoptr (LoftFault) fault = watch (profile);
  const char *directory = loft_test_profile_get_directory (profile);
  g_autoptr (GHashTable) versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) before = loft_fault_snapshot_take (directory);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (GPtrArray) records = NULL;
  guint n_states = count_states (N_SETTINGS, N_SETTINGS_SOAK);
  guint n_broken = 0;

  loft_fault_begin_log (fault);
  loft_test_profile_add_account (profile, "alice", 1, "--security none --window all");
  note_versions (versions, directory);
  loft_test_profile_expect (profile, 0, "account set Test window=30");
  note_versions (versions, directory);
  g_assert_cmpint (loft_test_profile_run_with_input (profile, "another\n",
                                                     "account set Test --password-stdin"),
                   ==, 0);
  note_versions (versions, directory);
  g_assert_cmpuint (g_hash_table_size (versions), >=, 4);
  records = loft_fault_log_read (fault->log_path);
  for (guint i = 0; i < n_states && n_broken < MAX_FAILED; i++)
    {
      guint n = g_rand_int_range (random, 0, records->len + 1);
      g_autoptr (GHashTable) state = loft_fault_log_lose_power (records, n, before, random);

      n_broken += count_broken (versions, state);
    }
  g_test_message ("seed %d: %u states of %u records", SEED, n_states, records->len);
  g_assert_cmpuint (n_broken, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/power-loss/settings", test_settings);
  g_test_add_func ("/server/power-loss/sync", test_sync);
  g_test_add_func ("/server/power-loss/contents", test_contents);
  return g_test_run ();
}
