/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came to nothing, as loftctl lists it: messages that the gate refuses, downloads and changes that
 * the server refuses; opened, exported, tried again, discarded. */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-folder-store.h"
#include "loft-witness.h"

typedef struct {
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_EXTENDED);
  fixture->profile = loft_test_profile_new ();
  loft_witness_deliver (fixture->server, "alice", "", "Good", "nothing is wrong with it");
  loft_witness_deliver (fixture->server, "alice", ".Work", "There", "to have the folder");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
}

static void
add_account (Fixture *fixture)
{
  g_autofree char *trust =
    g_strconcat ("--window all --trust ", loft_private_dovecot_get_fingerprint (fixture->server),
                 NULL);

  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture->server), trust);
}

/* (transfer full) the id of the only problem, which is of that kind. */
static char *
find_problem (Fixture *fixture, const char *kind)
{
  g_autofree char *what = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json problems");
  ids = loft_test_profile_list_field (fixture->profile, "id");
  g_assert_cmpuint (ids->len, ==, 1);
  what = loft_test_profile_dup_field (fixture->profile, "what");
  reason = loft_test_profile_dup_field (fixture->profile, "error");
  g_assert_cmpstr (what, ==, kind);
  g_assert_cmpstr (reason, !=, "");
  return g_strdup (g_ptr_array_index (ids, 0));
}

static void
assert_no_problem (Fixture *fixture)
{
  loft_test_profile_expect (fixture->profile, 0, "problems");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
}

static char *
find_message (Fixture *fixture, const char *query)
{
  loft_test_profile_expect (fixture->profile, 0, "--json search %s", query);
  return loft_test_profile_dup_field (fixture->profile, "id");
}

/* ---- what the gate refuses ---------------------------------------------------------------- */

/* Deeper than any writer goes. */
static GString *
make_bomb (void)
{
  GString *text = g_string_new ("Subject: Bomb\r\n");

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=b%u\r\n\r\n--b%u\r\n", i,
                            i);
  return g_string_append (text, "\r\nthe core\r\n");
}

static void
assert_exported (Fixture *fixture, const char *problem, const GString *bomb)
{
  g_autofree char *file =
    g_build_filename (loft_test_profile_get_directory (fixture->profile), "out.eml", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  loft_test_profile_expect (fixture->profile, 0, "problems export %s %s", problem, file);
  g_assert_true (g_file_get_contents (file, &bytes, &length, NULL));
  g_assert_cmpmem (bytes, length, bomb->str, bomb->len);
  g_unlink (file);
}

static void
test_unread (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) bomb = make_bomb ();
  g_autofree char *problem = NULL;
  g_autofree char *message = NULL;
  gsize size = 0;
  const char *shown;

  loft_private_dovecot_deliver (fixture->server, "alice", "", bomb->str, (gssize) bomb->len, "",
                                1795000000);
  add_account (fixture);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  problem = find_problem (fixture, "read");
  message = find_message (fixture, "subject:bomb");
  loft_test_profile_expect (fixture->profile, 0, "show %s", message);
  loft_test_profile_expect (fixture->profile, 0, "show %s --raw", message);
  shown = g_bytes_get_data (loft_test_profile_get_bytes (fixture->profile), &size);
  g_assert_cmpmem (shown, size, bomb->str, bomb->len);
  assert_exported (fixture, problem, bomb);

  /* It is what it was, so reading it again changes nothing. */
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "problems retry %s", problem), !=, 0);
  g_free (problem);
  problem = find_problem (fixture, "read");
  loft_test_profile_expect (fixture->profile, 0, "problems discard %s", problem);
  assert_no_problem (fixture);

  /* Who has seen it is not told again, and the message stays. */
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_no_problem (fixture);
  loft_test_profile_expect (fixture->profile, 0, "show %s --raw", message);
}

/* With the message the problem goes. */
static void
test_unread_deleted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) bomb = make_bomb ();
  g_autofree char *problem = NULL;
  g_autofree char *message = NULL;

  loft_private_dovecot_deliver (fixture->server, "alice", "", bomb->str, (gssize) bomb->len, "",
                                1795000000);
  add_account (fixture);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  problem = find_problem (fixture, "read");
  message = find_message (fixture, "subject:bomb");
  loft_test_profile_expect (fixture->profile, 0, "delete %s --permanently", message);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_no_problem (fixture);
}

/* ---- what the server refuses -------------------------------------------------------------- */

/* What is in the inbox now. */
static void
set_readable (Fixture *fixture, gboolean readable)
{
  static const char *const folders[] = { "new", "cur" };
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (fixture->server, "alice");
  guint n_found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (maildir, folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *file = g_build_filename (path, name, NULL);

          g_assert_cmpint (g_chmod (file, readable ? 0644 : 0), ==, 0);
          n_found++;
        }
    }
  g_assert_cmpuint (n_found, >, 0);
}

/* A message whose file the server cannot read stops no other, and is asked for again. */
static void
test_unreadable_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *message = NULL;
  g_autofree char *trust =
    g_strconcat ("--window 0 --trust ", loft_private_dovecot_get_fingerprint (fixture->server),
                 NULL);

  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture->server), trust);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  set_readable (fixture, FALSE);
  loft_witness_deliver (fixture->server, "alice", "", "Other", "may be read");
  loft_test_profile_expect (fixture->profile, 0, "folder set INBOX window=all");
  loft_test_profile_expect (fixture->profile, 3, "--json sync");
  loft_test_profile_expect (fixture->profile, 3, "--json sync");
  message = find_message (fixture, "subject:other");
  loft_private_dovecot_stop (fixture->server);
  loft_test_profile_expect (fixture->profile, 0, "show %s --raw", message);
  loft_private_dovecot_start (fixture->server, LOFT_PRIVATE_DOVECOT_EXTENDED);
  set_readable (fixture, TRUE);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_free (message);
  message = find_message (fixture, "subject:good");
  loft_private_dovecot_stop (fixture->server);
  loft_test_profile_expect (fixture->profile, 0, "show %s --raw", message);
}

/* As a sync does with what it could not have. */
static void
mark_failed (Fixture *fixture)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (fixture->profile);
  g_autofree char *path = g_build_filename (directory, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_WRITE, &error);
  g_autoptr (LoftFolder) folder = NULL;
  g_autoptr (GArray) ids = NULL;

  g_assert_no_error (error);
  folder = loft_folder_store_find (store, "INBOX", NULL);
  ids = loft_mail_store_list_ids (store, folder->id, G_MAXUINT, 0, NULL, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  g_assert_true (loft_mail_store_set_content (store, g_array_index (ids, gint64, 0),
                                              LOFT_CONTENT_FAILED, "It was garbled", NULL));
}

/* Fetched when it can be, and gone from the list then. */
static void
test_not_downloaded (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;
  g_autofree char *message = NULL;
  g_autofree char *trust =
    g_strconcat ("--window 0 --trust ", loft_private_dovecot_get_fingerprint (fixture->server),
                 NULL);

  loft_test_profile_add_account (fixture->profile, "alice",
                                 loft_private_dovecot_get_imaps_port (fixture->server), trust);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  message = find_message (fixture, "subject:good");
  mark_failed (fixture);
  problem = find_problem (fixture, "download");
  set_readable (fixture, FALSE);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "problems retry %s", problem), !=, 0);
  g_free (problem);
  problem = find_problem (fixture, "download");
  set_readable (fixture, TRUE);
  loft_test_profile_expect (fixture->profile, 0, "problems retry %s", problem);
  assert_no_problem (fixture);
  loft_private_dovecot_stop (fixture->server);
  loft_test_profile_expect (fixture->profile, 0, "show %s --raw", message);
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture->profile), "nothing is wrong"));
}

/* Whether anything may be put into the folder. */
static void
set_open (Fixture *fixture, gboolean open)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (fixture->server, "alice");
  g_autofree char *file = g_build_filename (maildir, ".Work", "dovecot-acl", NULL);

  g_assert_true (
    g_file_set_contents (file, open ? "owner lrwstipekxa\n" : "owner lrwst\n", -1, NULL));
  loft_private_dovecot_adopt (fixture->server);
}

static void
assert_folder_has (Fixture *fixture, const char *folder, guint n)
{
  g_autofree char *state = loft_witness_state (fixture->server, "alice");
  g_autofree char *start = g_strconcat (folder, "\t", NULL);
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);
  guint n_found = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n_found += g_str_has_prefix (lines[i], start) && strlen (lines[i]) > strlen (start);
  g_assert_cmpuint (n_found, ==, n);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;
  g_autofree char *message = NULL;

  add_account (fixture);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  set_open (fixture, FALSE);
  message = find_message (fixture, "subject:good");
  loft_test_profile_run (fixture->profile, "move %s --to Work", message);
  loft_test_profile_run (fixture->profile, "sync");
  problem = find_problem (fixture, "move");
  assert_folder_has (fixture, "INBOX", 1);
  assert_folder_has (fixture, "Work", 1);

  /* Asked for again and refused again, it is one problem, not two. */
  loft_test_profile_run (fixture->profile, "problems retry %s", problem);
  loft_test_profile_run (fixture->profile, "sync");
  g_free (problem);
  problem = find_problem (fixture, "move");

  set_open (fixture, TRUE);
  loft_test_profile_expect (fixture->profile, 0, "problems retry %s", problem);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_no_problem (fixture);
  assert_folder_has (fixture, "INBOX", 0);
  assert_folder_has (fixture, "Work", 2);
}

/* What is not there is said. */
static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  add_account (fixture);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_no_problem (fixture);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "problems retry 1/4711"), !=, 0);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "problems discard 1/4711"), !=, 0);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "problems export 1/4711 x"), !=, 0);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "problems forget 1/1"), !=, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/server/problems/unread", test_unread },
    { "/server/problems/unread-deleted", test_unread_deleted },
    { "/server/problems/unreadable-there", test_unreadable_there },
    { "/server/problems/not-downloaded", test_not_downloaded },
    { "/server/problems/refused", test_refused },
    { "/server/problems/nothing", test_nothing },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
