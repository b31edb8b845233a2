/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A POP3 account of loftctl's against a real Dovecot, whose Maildir tells what it has. */
#include <string.h>

#include "loft-private-dovecot.h"
#include "loft-test-profile.h"

#define N_MESSAGES 60

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftTestProfile *profile;
} Fixture;

static char *
message_text (guint n)
{
  return g_strdup_printf ("Received: from a by b; Sun, 15 Jun 2025 00:%02u:00 +0000\r\n"
                          "From: Anna <anna@example.test>\r\n"
                          "To: Alice <alice@example.test>\r\n"
                          "Date: Sun, 15 Jun 2025 00:%02u:00 +0000\r\n"
                          "Message-ID: <%u@example.test>\r\n"
                          "Subject: Message %u\r\n"
                          "\r\n"
                          ".The text of message %u.\r\n"
                          "..\r\n",
                          n, n, n, n, n);
}

static void
deliver (Fixture *fixture, guint n)
{
  g_autofree char *text = message_text (n);

  loft_private_dovecot_deliver (fixture->dovecot, "alice", "", text, -1, "",
                                1750000000 + (gint64) n);
}

static void
add_account (Fixture *fixture, const char *name, guint16 port, const char *more)
{
  int status = loft_test_profile_run_with_input (
    fixture->profile, "alice-secret\n",
    "account add pop3 --name %s --address alice@example.test --user alice --host localhost"
    " --port %u --trust %s --password-stdin --secrets-file %s",
    name, port, loft_private_dovecot_get_fingerprint (fixture->dovecot), more);

  if (status != 0)
    g_error ("%s", loft_test_profile_get_errors (fixture->profile));
}

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  fixture->profile = loft_test_profile_new ();
  for (guint n = 0; n < N_MESSAGES; n++)
    deliver (fixture, n);
  add_account (fixture, "Test", loft_private_dovecot_get_pop3s_port (fixture->dovecot),
               "--security tls");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->dovecot);
}

/* ---- what is where ------------------------------------------------------------------------ */

/* Exact, each once. */
static void
assert_all_here (Fixture *fixture, guint n_messages)
{
  g_autofree char *dump = loft_test_profile_dump (fixture->profile);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  guint n_lines = 0;

  for (guint n = 0; n < n_messages; n++)
    {
      g_autofree char *text = message_text (n);
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
      const char *found = strstr (dump, hash);

      g_assert_nonnull (found);
      g_assert_null (strstr (found + 1, hash));
    }
  for (gsize i = 0; lines[i] != NULL; i++)
    n_lines += g_str_has_prefix (lines[i], "INBOX\t") && strlen (lines[i]) > 64;
  g_assert_cmpuint (n_lines, ==, n_messages);
}

static guint
count_there (Fixture *fixture)
{
  static const char *const names[] = { "cur", "new" };
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (fixture->dovecot, "alice");
  guint count = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (maildir, names[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

      while (dir != NULL && g_dir_read_name (dir) != NULL)
        count++;
    }
  return count;
}

/* ---- the tests ---------------------------------------------------------------------------- */

static void
test_all (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_all_here (fixture, N_MESSAGES);
  deliver (fixture, N_MESSAGES);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_all_here (fixture, N_MESSAGES + 1);
  g_assert_cmpuint (count_there (fixture), ==, N_MESSAGES + 1);
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0,
                            "account set Test removal=keep-messages removal-limit=10");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_all_here (fixture, N_MESSAGES);
  g_assert_cmpuint (count_there (fixture), ==, 10);
  loft_test_profile_expect (fixture->profile, 0, "account show Test");
  g_assert_nonnull (
    strstr (loft_test_profile_get_output (fixture->profile), "removal-hold       none\n"));
  loft_test_profile_expect (fixture->profile, 0, "account set Test removal=at-once");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_assert_cmpuint (count_there (fixture), ==, 0);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_all_here (fixture, N_MESSAGES);
}

/* What is done to messages here is done at once, and waits for no server. */
static void
test_flags (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "--json messages --folder INBOX --limit 1");
  id = loft_test_profile_dup_field (fixture->profile, "id");
  loft_test_profile_expect (fixture->profile, 0, "flag +flagged %s", id);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "--json pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
  loft_test_profile_expect (fixture->profile, 0, "show %s", id);
  loft_test_profile_expect (fixture->profile, 0, "--json search is:flagged");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), id));
}

/* What a person deletes here is in the trash at once, whether or not there is a network, and goes
 * from the server with the next sync. */
static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  loft_test_profile_expect (fixture->profile, 0, "account set Test removal=when-deleted");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "--json messages --folder INBOX --limit 1");
  id = loft_test_profile_dup_field (fixture->profile, "id");
  loft_test_profile_expect (fixture->profile, 0, "--offline delete %s", id);
  loft_test_profile_expect (fixture->profile, 0, "--json pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
  loft_test_profile_expect (fixture->profile, 0, "--json messages --folder Trash");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), id));
  g_assert_cmpuint (count_there (fixture), ==, N_MESSAGES);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_assert_cmpuint (count_there (fixture), ==, N_MESSAGES - 1);
  loft_test_profile_expect (fixture->profile, 0, "show %s", id);
}

/* An account without a server. */
static void
test_local (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "account remove Test");
  loft_test_profile_expect (fixture->profile, 0, "account add local --name Here");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "folders --account Here");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "Archive"));
  loft_test_profile_expect (fixture->profile, 0, "doctor");
}

static void
test_starttls (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_expect (fixture->profile, 0, "account remove Test");
  add_account (fixture, "Other", loft_private_dovecot_get_pop3_port (fixture->dovecot),
               "--security starttls --download-limit 1");
  loft_test_profile_expect (fixture->profile, 0, "account test Other");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_all_here (fixture, N_MESSAGES);
}

static void
test_wrong_password (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (loft_test_profile_run_with_input (fixture->profile, "wrong\n",
                                                     "account set Test --password-stdin"),
                   ==, 0);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "sync"), ==, 4);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "account test Test"), ==, 4);
}

#define ADD(path, test)                                                                            \
  g_test_add ("/server-pop3/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("all", test_all);
  ADD ("removed", test_removed);
  ADD ("flags", test_flags);
  ADD ("deleted", test_deleted);
  ADD ("local", test_local);
  ADD ("starttls", test_starttls);
  ADD ("wrong-password", test_wrong_password);
  return g_test_run ();
}
