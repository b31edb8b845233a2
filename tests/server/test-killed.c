/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kill -9 in the middle of a sync of 1,000 messages, again and again: the stores are sound after
 * each, no local change is lost, and the next sync goes on to the same end. Once with many folders,
 * whose headers come first, and once with a large one, whose messages come whole. */
#include <signal.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "loft-witness.h"

#define N_KILLS      12
#define N_CONTENTS   5
#define N_KILLS_SOAK 200 /* of each */
#define N_LARGE      600
#define MUCH_CONTENT (500 * 1024) /* an empty content.db has less */
#define SEED         20261121

static guint
count_kills (guint few)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return N_KILLS_SOAK;
  return g_getenv ("LOFT_TEST_SANITIZED") != NULL ? few / 2 : few;
}

static LoftTestProfile *
new_profile (LoftPrivateDovecot *server)
{
  LoftTestProfile *profile = loft_test_profile_new ();
  g_autofree char *options =
    g_strdup_printf ("--window all --trust %s", loft_private_dovecot_get_fingerprint (server));

  loft_test_profile_add_account (profile, "alice", loft_private_dovecot_get_imaps_port (server),
                                 options);
  return profile;
}

typedef struct {
  GSubprocess *process;
  guint source; /* 0: the time is up */
  gboolean ended;
} Race;

static gboolean
on_time_up (gpointer user_data)
{
  Race *race = user_data;

  race->source = 0;
  g_subprocess_send_signal (race->process, SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Race *) user_data)->ended = TRUE;
}

/* TRUE when the process had ended by itself before. */
static gboolean
kill_after (GSubprocess *process, guint milliseconds)
{
  Race race = { process, 0, FALSE };

  race.source = g_timeout_add (milliseconds, on_time_up, &race);
  g_subprocess_wait_async (process, NULL, on_ended, &race);
  while (!race.ended)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&race.source, g_source_remove);
  return g_subprocess_get_if_exited (process);
}

/* How long an undisturbed sync takes now, with whatever else the machine has to do. */
static guint
measure (LoftPrivateDovecot *server)
{
  g_autoptr (LoftTestProfile) profile = new_profile (server);
  gint64 start = g_get_monotonic_time ();

  loft_test_profile_expect (profile, 0, "sync");
  loft_witness_assert_same (server, "alice", profile);
  return (guint) ((g_get_monotonic_time () - start) / 1000);
}

/* A change made here while nobody syncs; message n of the inbox, if it is listed already. */
static gboolean
change_something (LoftTestProfile *profile, guint n)
{
  g_autoptr (GPtrArray) ids = NULL;
  int status =
    loft_test_profile_run (profile, "--json --offline messages --limit 1 --offset %u", n % 50);

  if (status != 0)
    return FALSE; /* killed before there was an inbox */
  ids = loft_test_profile_list_field (profile, "id");
  if (ids->len == 0)
    return FALSE;
  loft_test_profile_expect (profile, 0, "--offline flag %s +flagged +kill-%u",
                            (char *) g_ptr_array_index (ids, 0), n);
  return TRUE;
}

static void
assert_changes_arrived (const char *state, GArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      g_autofree char *keyword = g_strdup_printf ("kill-%u", g_array_index (changes, guint, i));
      g_autofree char *pattern = g_strdup_printf ("\\b%s\\b", keyword);

      if (!g_regex_match_simple (pattern, state, 0, 0))
        g_test_fail_printf ("the change %s was lost", keyword);
    }
}

static void
finish (LoftPrivateDovecot *server, LoftTestProfile *profile, GArray *changes)
{
  g_autofree char *state = NULL;
  g_autofree char *found = NULL;

  loft_test_profile_expect (profile, 0, "sync");
  loft_test_profile_expect (profile, 0, "doctor");
  loft_test_profile_expect (profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (profile), ==, "");
  state = loft_witness_state (server, "alice");
  found = loft_test_profile_dump (profile);
  loft_witness_assert_equal (state, found);
  assert_changes_arrived (state, changes);
  g_array_set_size (changes, 0);
}

static void
test_kill (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (LoftTestProfile) profile = NULL;
  guint n_kills = count_kills (N_KILLS);
  guint n_whole = 0;
  guint duration;
  guint n = 0;

  loft_witness_fill (server, "alice", "--demo --count 1000 --now 1795300000");
  duration = measure (server);
  profile = new_profile (server);
  while (n < n_kills && !g_test_failed ())
    {
      guint when = (guint) g_rand_int_range (random, 0, (gint) duration);
      g_autoptr (GSubprocess) process = loft_test_profile_start (profile, "sync");

      if (kill_after (process, when))
        {
          /* Came through: begin anew, so that kills meet every stage. */
          finish (server, profile, changes);
          loft_test_profile_free (profile);
          profile = new_profile (server);
          n_whole++;
          continue;
        }
      n++;
      loft_test_profile_expect (profile, 0, "doctor");
      if (g_test_failed ())
        g_test_message ("kill %u, after %u ms: %s", n, when,
                        loft_test_profile_get_output (profile));
      if (change_something (profile, n))
        g_array_append_val (changes, n);
    }
  finish (server, profile, changes);
  g_test_message ("seed %d: %u kills within %u ms, %u syncs came through between", SEED, n,
                  duration, n_whole);
}

/* ---- contents ----------------------------------------------------------------------------- */

static guint
size_of (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (guint) status.st_size : 0;
}

static guint
content_size (LoftTestProfile *profile)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (profile);

  return size_of (directory, "content.db") + size_of (directory, "content.db-wal");
}

typedef struct {
  Race race;
  LoftTestProfile *profile;
  guint goal; /* bytes of content */
} Growth;

static gboolean
on_grown (gpointer user_data)
{
  Growth *growth = user_data;

  return content_size (growth->profile) < growth->goal ? G_SOURCE_CONTINUE
                                                       : on_time_up (&growth->race);
}

/* TRUE when the process had ended by itself before. */
static gboolean
kill_at_size (GSubprocess *process, LoftTestProfile *profile, guint goal)
{
  Growth growth = { { process, 0, FALSE }, profile, goal };

  growth.race.source = g_timeout_add (1, on_grown, &growth);
  g_subprocess_wait_async (process, NULL, on_ended, &growth.race);
  while (!growth.race.ended)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&growth.race.source, g_source_remove);
  return g_subprocess_get_if_exited (process);
}

/* Contents are here while their messages are not even listed. */
static gboolean
is_amid_contents (LoftTestProfile *profile)
{
  g_autofree char *state = loft_test_profile_dump (profile);
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);

  return g_strv_length (lines) < N_LARGE && content_size (profile) > MUCH_CONTENT;
}

/* What an undisturbed sync leaves. */
static guint
measure_content (LoftPrivateDovecot *server)
{
  g_autoptr (LoftTestProfile) profile = new_profile (server);

  loft_test_profile_expect (profile, 0, "sync");
  loft_witness_assert_same (server, "alice", profile);
  return content_size (profile);
}

/* Each kill meets a first sync. */
static void
test_kill_contents (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_kills = count_kills (N_CONTENTS);
  guint n_amid = 0;
  guint n_whole = 0;
  guint n = 0;
  guint most;

  loft_witness_fill (server, "alice", "--bench 600 --bytes 6000000");
  most = measure_content (server);
  g_assert_cmpuint (most, >, 4 * MUCH_CONTENT);
  while (n < n_kills && !g_test_failed ())
    {
      guint goal = (guint) g_rand_int_range (random, MUCH_CONTENT, (gint) most / 2);
      g_autoptr (LoftTestProfile) profile = new_profile (server);
      g_autoptr (GSubprocess) process = loft_test_profile_start (profile, "sync");

      if (kill_at_size (process, profile, goal))
        {
          n_whole++;
          continue;
        }
      n++;
      loft_test_profile_expect (profile, 0, "doctor");
      n_amid += is_amid_contents (profile);
      if (change_something (profile, n))
        g_array_append_val (changes, n);
      finish (server, profile, changes);
      if (g_test_failed ())
        g_test_message ("kill %u, at %u bytes", n, goal);
    }
  g_test_message ("seed %d: %u kills, %u while contents came, %u syncs came through", SEED, n,
                  n_amid, n_whole);
  g_assert_cmpuint (n_amid, >=, n / 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/killed/sync", test_kill);
  g_test_add_func ("/server/killed/contents", test_kill_contents);
  return g_test_run ();
}
