/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people do to messages and folders, offline and then sent to a real Dovecot, with all its
 * extensions and with none: what the server has in the end is told by an independent client, and no
 * message is lost or there twice. */
#include <string.h>

#include "loft-cutting-proxy.h"
#include "loft-witness.h"

#define N_MESSAGES 12

typedef struct {
  LoftPrivateDovecot *server;
  LoftCuttingProxy *proxy;
  LoftTestProfile *profile;
} Fixture;

static Fixture
set_up (LoftPrivateDovecotProfile kind)
{
  Fixture fixture = { loft_private_dovecot_new (kind), NULL, loft_test_profile_new () };

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
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
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

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) the hashes of all messages that the server has, sorted. */
static char *
hashes_of (Fixture *fixture)
{
  g_autofree char *state = loft_witness_state (fixture->server, "alice");
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *last = strrchr (lines[i], '\t');

      if (last != NULL && strlen (last) > 20)
        g_ptr_array_add (hashes, g_strdup (last + 1));
    }
  g_ptr_array_sort (hashes, compare_texts);
  g_ptr_array_add (hashes, NULL);
  return g_strjoinv ("\n", (char **) hashes->pdata);
}

static guint
count_lines (const char *text)
{
  guint n = text[0] != '\0';

  for (const char *p = text; *p != '\0'; p++)
    n += *p == '\n';
  return n;
}

/* (transfer full) ids of the first n messages of a folder, parted by blanks. */
static char *
ids_in (Fixture *fixture, const char *folder, guint n)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json messages --folder %s --limit %u", folder,
                            n);
  ids = loft_test_profile_list_field (fixture->profile, "id");
  g_assert_cmpuint (ids->len, ==, n);
  g_ptr_array_add (ids, NULL);
  return g_strjoinv (" ", (char **) ids->pdata);
}

static void
assert_pending (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json pending");
  ids = loft_test_profile_list_field (fixture->profile, "id");
  g_assert_cmpuint (ids->len, ==, n);
}

/* ---- all kinds ---------------------------------------------------------------------------- */

static void
test_offline (gconstpointer data)
{
  Fixture fixture = set_up (GPOINTER_TO_UINT (data));
  g_autofree char *moved = ids_in (&fixture, "INBOX", 3);
  g_autofree char *first = g_strndup (moved, strcspn (moved, " "));
  g_autofree char *found = NULL;
  g_autofree char *hashes = NULL;
  g_autofree char *rest = NULL;

  loft_test_profile_expect (fixture.profile, 0, "--offline move %s --to Work", moved);
  loft_test_profile_expect (fixture.profile, 0, "--offline flag %s +flagged", first);
  rest = ids_in (&fixture, "INBOX", 2);
  loft_test_profile_expect (fixture.profile, 0, "--offline copy %s --to Work", rest);
  loft_test_profile_expect (fixture.profile, 0, "--offline delete %s", rest);
  loft_test_profile_expect (fixture.profile, 0, "--offline folder create 'Pläne & mehr'");
  loft_test_profile_expect (fixture.profile, 0, "--offline folder create 'Pläne & mehr/2026'");
  loft_test_profile_expect (fixture.profile, 0, "--offline move %s --to 'Pläne & mehr/2026'",
                            first);
  loft_test_profile_expect (fixture.profile, 0, "--offline folder rename Work Job");
  g_clear_pointer (&rest, g_free);
  rest = ids_in (&fixture, "INBOX", 1);
  loft_test_profile_expect (fixture.profile, 0, "--offline delete --permanently %s", rest);
  assert_pending (&fixture, 9);

  loft_test_profile_expect (fixture.profile, 0, "sync");
  assert_pending (&fixture, 0);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  hashes = hashes_of (&fixture);
  /* Two copies more, one message less. */
  g_assert_cmpuint (count_lines (hashes), ==, N_MESSAGES + 2 - 1);
  loft_test_profile_expect (fixture.profile, 0, "--json messages --folder 'Pläne & mehr/2026'");
  found = loft_test_profile_dup_field (fixture.profile, "id");
  g_assert_cmpstr (found, ==, first);
  loft_test_profile_expect (fixture.profile, 0, "folder delete 'Pläne & mehr/2026'");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  tear_down (&fixture);
}

/* ---- what others have marked -------------------------------------------------------------- */

static void
test_deleted_by_others (gconstpointer data)
{
  Fixture fixture = set_up (GPOINTER_TO_UINT (data));
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  /* UIDs 1 and 2 are the oldest, so the last in the list. */
  loft_witness_do (fixture.server, "alice", "store INBOX 1 +FLAGS '(\\Deleted)'");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  first = loft_test_profile_find_message (fixture.profile, "INBOX", "2");
  second = loft_test_profile_find_message (fixture.profile, "INBOX", "3");
  loft_test_profile_expect (fixture.profile, 0, "delete --permanently %s", first);
  loft_test_profile_expect (fixture.profile, 0, "move %s --to Work", second);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  assert_pending (&fixture, 0);
  /* Here they are gone, whatever the server could do about them. */
  loft_test_profile_expect (fixture.profile, 0, "--json messages --folder INBOX");
  ids = loft_test_profile_list_field (fixture.profile, "id");
  g_assert_cmpuint (ids->len, ==, N_MESSAGES - 2);
  state = loft_witness_state (fixture.server, "alice");
  g_assert_nonnull (strstr (state, "INBOX\t1\t"));
  g_assert_nonnull (strstr (state, "Work\t1\t"));
  tear_down (&fixture);
}

/* ---- between accounts --------------------------------------------------------------------- */

static guint
count_in (const char *state, const char *text)
{
  guint n = 0;

  for (const char *p = strstr (state, text); p != NULL; p = strstr (p + 1, text))
    n++;
  return n;
}

static void
test_across (gconstpointer data)
{
  Fixture fixture = set_up (GPOINTER_TO_UINT (data));
  g_autofree char *first = loft_test_profile_find_message (fixture.profile, "INBOX", "1");
  g_autofree char *second = loft_test_profile_find_message (fixture.profile, "INBOX", "2");
  g_autofree char *of_alice = loft_witness_state (fixture.server, "alice");
  g_autofree char *at_alice = NULL;
  g_autofree char *at_bob = NULL;
  g_auto (GStrv) lines = g_strsplit (of_alice, "\n", -1);

  loft_test_profile_run_with_input (
    fixture.profile, "bob-secret\n",
    "account add imap --name Bob --address bob@example.org --user bob --host 127.0.0.1"
    " --port %u --security none --window all --password-stdin --secrets-file",
    loft_private_dovecot_get_imap_port (fixture.server));
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "flag %s +flagged", first);
  loft_test_profile_expect (fixture.profile, 0, "--offline move %s --to INBOX --to-account Bob",
                            first);
  loft_test_profile_expect (fixture.profile, 0, "--offline copy %s --to INBOX --to-account Bob",
                            second);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  at_alice = loft_witness_state (fixture.server, "alice");
  at_bob = loft_witness_state (fixture.server, "bob");
  g_assert_cmpuint (count_in (at_alice, "INBOX\t"), ==, N_MESSAGES - 1);
  g_assert_cmpuint (count_in (at_bob, "INBOX\t"), ==, 2);
  g_assert_cmpuint (count_in (at_bob, "flagged"), ==, 1);
  /* To the last byte. */
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "INBOX\t1\t") || g_str_has_prefix (lines[i], "INBOX\t2\t"))
      g_assert_cmpuint (count_in (at_bob, strrchr (lines[i], '\t')), ==, 1);
  tear_down (&fixture);
}

/* ---- cut connections ---------------------------------------------------------------------- */

/* Each round moves half of the inbox to Work, or back. */
static void
run_round (Fixture *fixture, guint cut_at, gboolean back)
{
  const char *from = back ? "Work" : "INBOX";
  const char *to = back ? "INBOX" : "Work";
  g_autofree char *moved = ids_in (fixture, from, N_MESSAGES / 2);

  loft_test_profile_expect (fixture->profile, 0, "--offline move %s --to %s", moved, to);
  loft_cutting_proxy_arm (fixture->proxy, cut_at);
  loft_test_profile_run (fixture->profile, "sync");
  loft_cutting_proxy_arm (fixture->proxy, 0);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_pending (fixture, 0);
  loft_witness_assert_same (fixture->server, "alice", fixture->profile);
}

static void
test_cut (gconstpointer data)
{
  Fixture fixture = set_up (GPOINTER_TO_UINT (data));
  g_autofree char *before = hashes_of (&fixture);
  gboolean soak = g_getenv ("LOFT_TEST_SOAK") != NULL;
  gboolean sanitized = g_getenv ("LOFT_TEST_SANITIZED") != NULL;
  guint step = soak ? 1 : sanitized ? 40 : 24;
  guint round = 0;

  for (guint cut_at = soak ? 1 : 20; cut_at < 60; cut_at += step, round++)
    {
      g_autofree char *after = NULL;

      g_test_message ("cut behind %u", cut_at);
      run_round (&fixture, cut_at, round % 2 == 1);
      after = hashes_of (&fixture);
      g_assert_cmpstr (before, ==, after);
    }
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    LoftPrivateDovecotProfile kind;
  } kinds[] = {
    { "full", LOFT_PRIVATE_DOVECOT_FULL },
    { "plain", LOFT_PRIVATE_DOVECOT_PLAIN },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *offline = g_strdup_printf ("/server/operations/%s/offline", kinds[i].name);
      g_autofree char *deleted =
        g_strdup_printf ("/server/operations/%s/deleted-by-others", kinds[i].name);
      g_autofree char *across = g_strdup_printf ("/server/operations/%s/across", kinds[i].name);
      g_autofree char *cut = g_strdup_printf ("/server/operations/%s/cut", kinds[i].name);

      g_test_add_data_func (offline, GUINT_TO_POINTER (kinds[i].kind), test_offline);
      g_test_add_data_func (deleted, GUINT_TO_POINTER (kinds[i].kind), test_deleted_by_others);
      g_test_add_data_func (across, GUINT_TO_POINTER (kinds[i].kind), test_across);
      g_test_add_data_func (cut, GUINT_TO_POINTER (kinds[i].kind), test_cut);
    }
  return g_test_run ();
}
