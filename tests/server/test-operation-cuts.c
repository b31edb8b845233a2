/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do to messages and folders, and between two accounts, while the server's connection is
 * cut behind each thing that it says, or the program is killed: sent again it ends as if nothing had
 * happened. What the servers have is told by an independent client and counted by hash. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "loft-cutting-proxy.h"
#include "loft-witness.h"

#define N_MESSAGES 8
#define MOST_UNITS 60 /* a sync of these says fewer things */
#define N_KILLS    2
#define SOAK_KILLS 100
#define SEED       20261122

typedef struct {
  LoftPrivateDovecot *server;
  LoftCuttingProxy *proxy;
  LoftTestProfile *profile;
  gboolean with_bob;
} Fixture;

static void
add_bob (Fixture *fixture)
{
  fixture->with_bob = TRUE;
  loft_test_profile_run_with_input (
    fixture->profile, "bob-secret\n",
    "account add imap --name Bob --address bob@example.org --user bob --host 127.0.0.1"
    " --port %u --security none --window all --password-stdin --secrets-file",
    loft_cutting_proxy_get_port (fixture->proxy));
}

static Fixture
set_up (LoftPrivateDovecotProfile kind, gboolean with_bob)
{
  Fixture fixture = { loft_private_dovecot_new (kind), NULL, loft_test_profile_new (), FALSE };

  fixture.proxy = loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (fixture.server));
  loft_witness_do (fixture.server, "alice", "create Work");
  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Letter %u", i);

      loft_witness_deliver (fixture.server, "alice", "", subject, subject);
    }
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_cutting_proxy_get_port (fixture.proxy),
                                 "--security none --window all");
  loft_cutting_proxy_arm (fixture.proxy, 0);
  if (with_bob)
    add_bob (&fixture);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  loft_test_profile_expect (fixture->profile, 0, "doctor");
  loft_test_profile_free (fixture->profile);
  loft_cutting_proxy_free (fixture->proxy);
  loft_private_dovecot_free (fixture->server);
}

/* ---- counting ----------------------------------------------------------------------------- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
add_hashes (GPtrArray *hashes, const char *state)
{
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *last = strrchr (lines[i], '\t');

      if (last != NULL && strlen (last) > 20)
        g_ptr_array_add (hashes, g_strdup (last + 1));
    }
}

/* (transfer full) of all messages that the servers have, sorted; *n of them. */
static char *
hashes_of (Fixture *fixture, guint *n)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *of_alice = loft_witness_state (fixture->server, "alice");

  add_hashes (hashes, of_alice);
  if (fixture->with_bob)
    {
      g_autofree char *of_bob = loft_witness_state (fixture->server, "bob");

      add_hashes (hashes, of_bob);
    }
  *n = hashes->len;
  g_ptr_array_sort (hashes, compare_texts);
  g_ptr_array_add (hashes, NULL);
  return g_strjoinv ("\n", (char **) hashes->pdata);
}

/* (transfer full) ids of the first n messages of a folder, parted by blanks. */
static char *
ids_in (Fixture *fixture, const char *account, const char *folder, guint n)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (fixture->profile, 0,
                            "--json messages --account %s --folder %s --limit %u", account, folder,
                            n);
  ids = loft_test_profile_list_field (fixture->profile, "id");
  g_assert_cmpuint (ids->len, ==, n);
  g_ptr_array_add (ids, NULL);
  return g_strjoinv (" ", (char **) ids->pdata);
}

static guint
count_waiting (Fixture *fixture)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json pending");
  ids = loft_test_profile_list_field (fixture->profile, "id");
  return ids->len;
}

/* As often as a window would: what is confirmed there is deleted here by the next one. */
static void
sync_to_the_end (Fixture *fixture)
{
  for (guint i = 0; i < 4; i++)
    {
      loft_test_profile_expect (fixture->profile, 0, "sync");
      if (count_waiting (fixture) == 0)
        return;
    }
  g_assert_cmpuint (count_waiting (fixture), ==, 0);
}

/* ---- what is done ------------------------------------------------------------------------- */

/* *gained: messages more on the servers. */
typedef void (*ActFunc) (Fixture *fixture, guint round, int *gained);

static void
copy_some (Fixture *fixture, guint round, int *gained)
{
  g_autofree char *ids = ids_in (fixture, "Test", "INBOX", 2);

  loft_test_profile_expect (fixture->profile, 0, "--offline copy %s --to Work", ids);
  *gained = 2;
}

static void
erase_one (Fixture *fixture, guint round, int *gained)
{
  g_autofree char *id = NULL;

  /* Something to erase, before it is cut. */
  loft_witness_do (fixture->server, "alice", "copy INBOX 1 Work");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  id = ids_in (fixture, "Test", "Work", 1);
  loft_test_profile_expect (fixture->profile, 0, "--offline delete --permanently %s", id);
  *gained = 0;
}

static void
change_folders (Fixture *fixture, guint round, int *gained)
{
  loft_test_profile_expect (fixture->profile, 0, "--offline folder create 'Neu %u/Unten'", round);
  loft_test_profile_expect (fixture->profile, 0, "--offline folder rename 'Neu %u/Unten' 'U %u'",
                            round, round);
  loft_test_profile_expect (fixture->profile, 0, "--offline folder delete 'Neu %u'", round);
}

/* APPEND, and the deletion that follows it: there and back. */
static void
move_across (Fixture *fixture, guint round, int *gained)
{
  gboolean back = round % 2 == 1;
  g_autofree char *ids = ids_in (fixture, back ? "Bob" : "Test", "INBOX", 2);

  loft_test_profile_expect (fixture->profile, 0, "--offline move %s --to INBOX --to-account %s",
                            ids, back ? "Test" : "Bob");
}

typedef struct {
  const char *name;
  ActFunc act;
  gboolean with_bob;
} Kind;

static const Kind kinds[] = {
  { "copy", copy_some, FALSE },
  { "erase", erase_one, FALSE },
  { "folders", change_folders, FALSE },
  { "across", move_across, TRUE },
};

/* ---- cut ---------------------------------------------------------------------------------- */

static void
run_round (Fixture *fixture, const Kind *kind, guint round, guint cut_at)
{
  guint n_before = 0;
  guint n_after = 0;
  int gained = 0;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  before = hashes_of (fixture, &n_before);
  kind->act (fixture, round, &gained);
  if (kind->act == erase_one)
    {
      g_clear_pointer (&before, g_free);
      before = hashes_of (fixture, &n_before);
      gained = -1;
    }
  loft_cutting_proxy_arm (fixture->proxy, cut_at);
  loft_test_profile_run (fixture->profile, "sync");
  loft_cutting_proxy_arm (fixture->proxy, 0);
  sync_to_the_end (fixture);
  after = hashes_of (fixture, &n_after);
  g_assert_cmpint ((int) n_after, ==, (int) n_before + gained);
  if (gained == 0)
    g_assert_cmpstr (before, ==, after);
  if (!fixture->with_bob)
    loft_witness_assert_same (fixture->server, "alice", fixture->profile);
}

typedef struct {
  const Kind *kind;
  LoftPrivateDovecotProfile profile;
} Case;

static guint
step (void)
{
  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return 1;
  return g_getenv ("LOFT_TEST_SANITIZED") != NULL ? MOST_UNITS : 31;
}

static void
test_cut (gconstpointer data)
{
  const Case *test = data;
  Fixture fixture = set_up (test->profile, test->kind->with_bob);
  guint first = g_getenv ("LOFT_TEST_SOAK") != NULL ? 1 : 15 + (g_str_hash (test->kind->name) % 8);
  guint round = 0;

  for (guint cut_at = first; cut_at < MOST_UNITS; cut_at += step (), round++)
    {
      g_test_message ("cut behind %u", cut_at);
      run_round (&fixture, test->kind, round, cut_at);
    }
  tear_down (&fixture);
}

/* ---- killed ------------------------------------------------------------------------------- */

static gboolean
on_time_up (gpointer process)
{
  g_subprocess_send_signal (process, SIGKILL);
  return G_SOURCE_REMOVE;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer ended)
{
  *(gboolean *) ended = TRUE;
}

static void
kill_after (GSubprocess *process, guint milliseconds)
{
  g_autoptr (GSource) source = g_timeout_source_new (milliseconds);
  gboolean ended = FALSE;

  g_source_set_callback (source, on_time_up, process, NULL);
  g_source_attach (source, NULL);
  g_subprocess_wait_async (process, NULL, on_ended, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (source);
}

static guint
count_kills (void)
{
  const char *count = g_getenv ("LOFT_TEST_COUNT");

  if (count != NULL)
    return (guint) strtoul (count, NULL, 10);
  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return SOAK_KILLS;
  return g_getenv ("LOFT_TEST_SANITIZED") != NULL ? 2 : N_KILLS;
}

/* How long one takes undisturbed. */
static guint
measure (Fixture *fixture, const char *command)
{
  gint64 start = g_get_monotonic_time ();
  guint duration;

  loft_test_profile_expect (fixture->profile, 0, "%s", command);
  duration = (guint) ((g_get_monotonic_time () - start) / 1000);
  sync_to_the_end (fixture);
  return duration;
}

/* Odd rounds go back. */
static char *
command_of (Fixture *fixture, gboolean across, guint round)
{
  gboolean back = round % 2 == 1;
  const char *account = across && back ? "Bob" : "Test";
  const char *folder = !across && back ? "Work" : "INBOX";
  g_autofree char *ids = ids_in (fixture, account, folder, 4);

  if (across)
    return g_strdup_printf ("move %s --to INBOX --to-account %s", ids, back ? "Test" : "Bob");
  return g_strdup_printf ("move %s --to %s", ids, back ? "INBOX" : "Work");
}

static void
test_killed (gconstpointer data)
{
  gboolean across = GPOINTER_TO_INT (data);
  Fixture fixture = set_up (LOFT_PRIVATE_DOVECOT_FULL, across);
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint n_before = 0;
  g_autofree char *before = hashes_of (&fixture, &n_before);
  g_autofree char *whole = command_of (&fixture, across, 0);
  guint duration = measure (&fixture, whole);
  guint n_kills = count_kills ();

  for (guint n = 1; n <= n_kills; n++)
    {
      g_autofree char *command = command_of (&fixture, across, n);
      guint when = (guint) g_rand_int_range (random, 0, (gint) duration + 1);
      g_autoptr (GSubprocess) process = loft_test_profile_start (fixture.profile, "%s", command);
      g_autofree char *after = NULL;
      guint n_after = 0;

      g_test_message ("killed after %u ms of %u", when, duration);
      kill_after (process, when);
      loft_test_profile_expect (fixture.profile, 0, "doctor");
      sync_to_the_end (&fixture);
      after = hashes_of (&fixture, &n_after);
      g_assert_cmpuint (n_after, ==, n_before);
      g_assert_cmpstr (before, ==, after);
      /* Killed before it was durable, it did not happen: then it does now. */
      loft_test_profile_run (fixture.profile, "%s", command);
      sync_to_the_end (&fixture);
    }
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < (g_getenv ("LOFT_TEST_SOAK") != NULL ? 2 : 1); j++)
      {
        const Case test = { &kinds[i],
                            j == 0 ? LOFT_PRIVATE_DOVECOT_FULL : LOFT_PRIVATE_DOVECOT_PLAIN };
        g_autofree char *path = g_strdup_printf ("/server/operation-cuts/%s/%s", kinds[i].name,
                                                 j == 0 ? "full" : "plain");

        g_test_add_data_func_full (path, g_memdup2 (&test, sizeof test), test_cut, g_free);
      }
  g_test_add_data_func ("/server/operation-cuts/killed/move", GINT_TO_POINTER (FALSE), test_killed);
  g_test_add_data_func ("/server/operation-cuts/killed/across", GINT_TO_POINTER (TRUE),
                        test_killed);
  return g_test_run ();
}
