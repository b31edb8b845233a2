/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that wants time between sign-ins: loftctl, and what syncs by itself, come no earlier. */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-pop3-mailbox.h"
#include "loft-test-profile.h"

#define EXIT_FAILED 1
#define SHORT_WATCH 5 /* seconds; the pause is over after two */

typedef struct {
  LoftPop3Mailbox *mailbox;
  LoftTestProfile *profile;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->mailbox = loft_pop3_mailbox_new ();
  fixture->profile = loft_test_profile_new ();
  loft_pop3_mailbox_add (fixture->mailbox, NULL, "From: a@example.test\nSubject: One\n\nText\n");
  g_assert_cmpint (loft_test_profile_run_with_input (
                     fixture->profile, "secret\n",
                     "account add pop3 --name Test --address anna@example.test --user anna"
                     " --host 127.0.0.1 --port %u --security none --password-stdin --secrets-file",
                     loft_pop3_mailbox_get_port (fixture->mailbox)),
                   ==, 0);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_free (fixture->profile);
  loft_pop3_mailbox_free (fixture->mailbox);
}

static void
assert_too_soon (Fixture *fixture, guint n_connections)
{
  loft_test_profile_expect (fixture->profile, EXIT_FAILED, "sync");
  g_assert_nonnull (strstr (loft_test_profile_get_errors (fixture->profile), "between sign-ins"));
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (fixture->mailbox), ==, n_connections);
}

/* As if so many seconds had passed. */
static void
let_pass (Fixture *fixture, gint64 seconds)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (fixture->profile);
  g_autofree char *path = g_build_filename (directory, "sign-in.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gint64 at;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  at = g_key_file_get_int64 (file, "delay", "at", NULL);
  g_assert_cmpint (at, >, 0);
  g_key_file_set_int64 (file, "delay", "at", at - seconds);
  g_assert_true (g_key_file_save_to_file (file, path, NULL));
}

/* What counts is what it says of this user. */
static void
test_told (Fixture *fixture, gconstpointer data)
{
  loft_pop3_mailbox_set_options (fixture->mailbox, LOFT_POP3_MAILBOX_TELLS_DELAY);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_too_soon (fixture, 1);
  let_pass (fixture, 590);
  assert_too_soon (fixture, 1);
  let_pass (fixture, 10);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  assert_too_soon (fixture, 2);
  /* A clock that was set back locks nobody out. */
  let_pass (fixture, -5000);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (fixture->mailbox), ==, 3);
}

/* One that told nothing, and says no. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  loft_pop3_mailbox_set_options (fixture->mailbox, LOFT_POP3_MAILBOX_LOGIN_DELAY);
  assert_too_soon (fixture, 1);
  loft_pop3_mailbox_set_options (fixture->mailbox, 0);
  assert_too_soon (fixture, 1);
  let_pass (fixture, 120);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (fixture->mailbox), ==, 3);
}

static void
test_another_server (Fixture *fixture, gconstpointer data)
{
  loft_pop3_mailbox_set_options (fixture->mailbox, LOFT_POP3_MAILBOX_TELLS_DELAY);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_test_profile_expect (fixture->profile, 0, "account set Test user=berta");
  loft_test_profile_expect (fixture->profile, 0, "sync");
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (fixture->mailbox), ==, 2);
}

/* What checks by itself is quiet about it, and checks as soon as it may. */
static void
test_by_itself (Fixture *fixture, gconstpointer data)
{
  loft_pop3_mailbox_set_options (fixture->mailbox, LOFT_POP3_MAILBOX_SHORT_DELAY);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  loft_pop3_mailbox_add (fixture->mailbox, NULL, "From: a@example.test\nSubject: Two\n\nText\n");
  loft_test_profile_expect (fixture->profile, 0, "sync --watch %d", SHORT_WATCH);
  /* Where the machine is slow the pause is over before it asks, and it may ask again. */
  g_assert_cmpuint (loft_pop3_mailbox_count_connections (fixture->mailbox), >=, 2);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (fixture->mailbox), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                            \
  g_test_add ("/server-pop3-delay/" path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("told", test_told);
  ADD ("refused", test_refused);
  ADD ("another-server", test_another_server);
  ADD ("by-itself", test_by_itself);
#undef ADD
  return g_test_run ();
}
