/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of a real profile damaged, and a profile copied while it syncs: loftctl goes on by itself or
 * with doctor --repair, and in the end has what the server has. */
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-damage.h"
#include "loft-witness.h"

#define SEED          20261122
#define N_COPIES      2
#define N_COPIES_SOAK 30

static LoftTestProfile *
new_profile (LoftPrivateDovecot *server, const char *more)
{
  LoftTestProfile *profile = loft_test_profile_new ();
  g_autofree char *options =
    g_strdup_printf ("--window all --trust %s %s", loft_private_dovecot_get_fingerprint (server),
                     more);

  loft_test_profile_add_account (profile, "alice", loft_private_dovecot_get_imaps_port (server),
                                 options);
  return profile;
}

static void
assert_same_without_pending (LoftPrivateDovecot *server, LoftTestProfile *profile)
{
  loft_test_profile_expect (profile, 0, "doctor");
  loft_test_profile_expect (profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (profile), ==, "");
  loft_witness_assert_same (server, "alice", profile);
}

static void
assert_keyword (LoftPrivateDovecot *server, const char *keyword)
{
  g_autofree char *state = loft_witness_state (server, "alice");

  if (strstr (state, keyword) == NULL)
    g_test_fail_printf ("the change %s was lost", keyword);
}

static char *
change_offline (LoftTestProfile *profile, const char *keyword)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (profile, 0, "--json --offline messages --limit 1");
  ids = loft_test_profile_list_field (profile, "id");
  loft_test_profile_expect (profile, 0, "--offline flag %s +%s",
                            (char *) g_ptr_array_index (ids, 0), keyword);
  return g_strdup (g_ptr_array_index (ids, 0));
}

/* ---- damage ------------------------------------------------------------------------------- */

typedef struct {
  const char *file;
  LoftDamage damage;
  gboolean by_itself; /* no doctor is called */
} Row;

static const Row rows[] = {
  { "store.db", LOFT_DAMAGE_FLIP_MANY, FALSE },   { "store.db", LOFT_DAMAGE_HEADER, TRUE },
  { "content.db", LOFT_DAMAGE_FLIP_MANY, FALSE }, { "content.db", LOFT_DAMAGE_EMPTY, TRUE },
  { "search.db", LOFT_DAMAGE_TRUNCATE, FALSE },   { "operations.journal", LOFT_DAMAGE_HEADER, FALSE },
};

static void
run_row (LoftPrivateDovecot *server, LoftTestProfile *profile, const Row *row, guint n,
         GRand *random)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (profile);
  g_autofree char *path = g_build_filename (directory, row->file, NULL);
  g_autofree char *keyword = g_strdup_printf ("damaged-%u", n);
  g_autofree char *id = change_offline (profile, keyword);
  g_autofree char *words = loft_damage_do (row->damage, path, random);

  g_test_message ("%s: %s", row->file, words);
  if (!row->by_itself)
    {
      loft_test_profile_expect (profile, 0, "--offline doctor --repair");
      g_test_message ("%s", loft_test_profile_get_output (profile));
    }
  loft_test_profile_expect (profile, 0, "sync");
  assert_same_without_pending (server, profile);
  assert_keyword (server, keyword);
}

static void
test_damage (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (LoftTestProfile) profile = NULL;

  g_test_message ("seed %d", SEED);
  loft_witness_fill (server, "alice", "--demo --count 120 --now 1795300000");
  profile = new_profile (server, "");
  loft_test_profile_expect (profile, 0, "sync");
  for (guint i = 0; i < G_N_ELEMENTS (rows) && !g_test_failed (); i++)
    run_row (server, profile, &rows[i], i, random);
}

static gboolean
has_aside (const char *directory, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *entry;

  while ((entry = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (entry, prefix))
      return TRUE;
  return FALSE;
}

/* The texts that doctor prints. */
static void
test_doctor (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (LoftTestProfile) profile = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;

  loft_witness_fill (server, "alice", "--demo --count 30 --now 1795300000");
  profile = new_profile (server, "");
  loft_test_profile_expect (profile, 0, "sync");
  loft_test_profile_expect (profile, 0, "--offline doctor --repair");
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "sound"));
  g_assert_null (strstr (loft_test_profile_get_output (profile), "set aside"));

  directory = loft_test_profile_dup_account_directory (profile);
  path = g_build_filename (directory, "search.db", NULL);
  /* Everything is in the file by now, and would be read from the log where that still has it. */
  g_free (loft_damage_do (LOFT_DAMAGE_NO_LOG, path, random));
  for (guint i = 0; i < 10; i++)
    g_free (loft_damage_do (LOFT_DAMAGE_FLIP_MANY, path, random));
  loft_test_profile_expect (profile, 1, "doctor");
  g_test_message ("%s", loft_test_profile_get_output (profile));
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "DAMAGED"));
  loft_test_profile_expect (profile, 0, "--offline --json doctor --repair");
  g_test_message ("%s", loft_test_profile_get_output (profile));
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "\"repairs\":"));
  g_assert_true (has_aside (directory, "search.db"));
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "\"sound\":true"));
  loft_test_profile_expect (profile, 0, "--offline --json doctor --repair");
  g_assert_nonnull (strstr (loft_test_profile_get_output (profile), "\"repairs\":[]"));
}

/* ---- a copy ------------------------------------------------------------------------------- */

static guint
count_copies (void)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? N_COPIES_SOAK : N_COPIES;
}

static void
copy_folder (const char *from, const char *to)
{
  const char *argv[] = { "cp", "-a", from, to, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

/* A copy made at a random moment of a first sync is opened in the place of the original. */
static void
run_copy (LoftPrivateDovecot *server, GRand *random)
{
  g_autoptr (LoftTestProfile) profile = new_profile (server, "");
  const char *original = loft_test_profile_get_directory (profile);
  g_autofree char *accounts = g_build_filename (original, "accounts", NULL);
  g_autofree char *copy = g_strconcat (original, "-copy", NULL);
  guint n_copies = (guint) g_rand_int_range (random, 2, 12);
  g_autoptr (GSubprocess) process = loft_test_profile_start (profile, "sync");

  /* Each copy takes some of the sync's time: the last one is kept. */
  for (guint i = 0; i < n_copies; i++)
    {
      remove_tree (copy);
      copy_folder (accounts, copy);
    }
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  remove_tree (accounts);
  g_assert_cmpint (g_rename (copy, accounts), ==, 0);

  loft_test_profile_expect (profile, 0, "sync");
  assert_same_without_pending (server, profile);
}

static void
test_copy (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  loft_witness_fill (server, "alice", "--demo --count 300 --now 1795300000");
  for (guint i = 0; i < count_copies () && !g_test_failed (); i++)
    run_copy (server, random);
}

/* ---- under a running program -------------------------------------------------------------- */

/* Files are pulled away or damaged while another process has them open and owns the account. */
static void
test_running (void)
{
  static const struct {
    const char *file;
    LoftDamage damage;
  } pulls[] = {
    { "store.db", LOFT_DAMAGE_NO_FILE },
    { "content.db", LOFT_DAMAGE_DIRECTORY },
    { "search.db", LOFT_DAMAGE_NO_FILE },
    { "store.db", LOFT_DAMAGE_EMPTY },
  };
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (LoftTestProfile) profile = NULL;
  g_autoptr (GSubprocess) owner = NULL;
  g_autofree char *directory = NULL;

  loft_witness_fill (server, "alice", "--demo --count 60 --now 1795300000");
  profile = new_profile (server, "");
  loft_test_profile_expect (profile, 0, "sync");
  directory = loft_test_profile_dup_account_directory (profile);
  owner = loft_test_profile_start (profile, "sync --watch 300");
  for (guint i = 0; i < (g_getenv ("LOFT_TEST_SOAK") != NULL ? G_N_ELEMENTS (pulls) : 2); i++)
    {
      g_autofree char *path = g_build_filename (directory, pulls[i].file, NULL);
      g_autofree char *words = NULL;

      loft_test_profile_expect (profile, 0, "sync");
      words = loft_damage_do (pulls[i].damage, path, random);
      g_test_message ("%s: %s", pulls[i].file, words);
      loft_witness_deliver (server, "alice", "", "news", "While it was away.");
      /* Whoever meets a damaged file first is told to come again while the owner repairs it. */
      for (guint attempt = 0;
           loft_test_profile_run (profile, "sync") != 0 && attempt < 20; attempt++)
        g_test_message ("%s", loft_test_profile_get_errors (profile));
      loft_witness_assert_same (server, "alice", profile);
    }
  g_subprocess_send_signal (owner, SIGTERM);
  g_assert_true (g_subprocess_wait (owner, NULL, NULL));
  assert_same_without_pending (server, profile);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/damaged/files", test_damage);
  g_test_add_func ("/server/damaged/doctor", test_doctor);
  g_test_add_func ("/server/damaged/running", test_running);
  g_test_add_func ("/server/damaged/copy", test_copy);
  return g_test_run ();
}
