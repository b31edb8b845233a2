/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole mailbox comes over byte by byte, whatever the server can do, and stays readable when the
 * server is gone. */
#include <string.h>

#include "loft-witness.h"

#define NOW "1795300000" /* the sample mailbox is the same in every run */

typedef struct {
  LoftPrivateDovecotProfile server;
  const char *security;
} Case;

static void
add_account (LoftTestProfile *profile, LoftPrivateDovecot *server, const char *security)
{
  gboolean tls = strcmp (security, "tls") == 0;
  g_autofree char *options =
      g_strdup_printf ("--security %s --trust %s --window all", security,
                       loft_private_dovecot_get_fingerprint (server));

  loft_test_profile_add_account (profile, "alice",
                                 tls ? loft_private_dovecot_get_imaps_port (server)
                                     : loft_private_dovecot_get_imap_port (server),
                                 options);
}

/* A few of them by the command line too, which opens them on another way. */
static void
assert_raw (LoftTestProfile *profile, const char *state, guint step)
{
  g_auto (GStrv) lines = g_strsplit (state, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i += step)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      g_autofree char *id = NULL;
      g_autofree char *digest = NULL;

      if (g_strv_length (fields) < 5)
        continue;
      id = loft_test_profile_find_message (profile, fields[0], fields[1]);
      loft_test_profile_expect (profile, 0, "show %s --raw", id);
      digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256,
                                             loft_test_profile_get_bytes (profile));
      g_assert_cmpstr (digest, ==, fields[4]);
    }
}

static void
assert_readable_without_server (LoftTestProfile *profile, const char *state)
{
  g_autofree char *found = loft_test_profile_dump (profile);

  loft_witness_assert_equal (state, found);
  assert_raw (profile, state, 101);
  loft_test_profile_expect (profile, 0, "--json search subject:museum");
  g_assert_cmpstr (loft_test_profile_get_output (profile), !=, "");
  loft_test_profile_expect (profile, 5, "sync");
  g_assert_nonnull (strstr (loft_test_profile_get_errors (profile), "loftctl: Test: "));
  found = (g_free (found), loft_test_profile_dump (profile));
  loft_witness_assert_equal (state, found);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (test->server);
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autofree char *state = NULL;
  g_autofree char *found = NULL;

  loft_witness_fill (server, "alice", "--demo --count 600 --now " NOW);
  add_account (profile, server, test->security);
  loft_test_profile_expect (profile, 0, "sync");
  state = loft_witness_state (server, "alice");
  found = loft_test_profile_dump (profile);
  loft_witness_assert_equal (state, found);
  assert_raw (profile, state, 53);

  /* Nothing new: nothing changes. */
  loft_test_profile_expect (profile, 0, "sync");
  g_free (found);
  found = loft_test_profile_dump (profile);
  loft_witness_assert_equal (state, found);
  loft_test_profile_expect (profile, 0, "doctor");

  loft_private_dovecot_stop (server);
  assert_readable_without_server (profile, state);
}

int
main (int argc, char **argv)
{
  static const Case full = { LOFT_PRIVATE_DOVECOT_FULL, "tls" };
  static const Case condstore = { LOFT_PRIVATE_DOVECOT_CONDSTORE, "tls" };
  static const Case plain = { LOFT_PRIVATE_DOVECOT_PLAIN, "tls" };
  static const Case starttls = { LOFT_PRIVATE_DOVECOT_FULL, "starttls" };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/server/full-sync/full/tls", &full, test_case);
  g_test_add_data_func ("/server/full-sync/condstore/tls", &condstore, test_case);
  g_test_add_data_func ("/server/full-sync/plain/tls", &plain, test_case);
  g_test_add_data_func ("/server/full-sync/full/starttls", &starttls, test_case);
  return g_test_run ();
}
