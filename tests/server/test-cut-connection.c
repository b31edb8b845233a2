/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The connection is cut behind everything the server says, once each; the next sync goes on and ends
 * where an undisturbed one does. */
#include "loft-cutting-proxy.h"
#include "loft-witness.h"

/* 30 messages in three folders. */
static void
fill (LoftPrivateDovecot *server)
{
  static const char *const folders[] = { "", ".Work", ".B&APw-ro" };

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Number %u", i);
      g_autofree char *body = g_strnfill (200 * i, 'a' + (char) (i % 26));

      loft_witness_deliver (server, "alice", folders[i % 3], subject, body);
    }
}

static LoftTestProfile *
new_profile (LoftCuttingProxy *proxy)
{
  LoftTestProfile *profile = loft_test_profile_new ();

  loft_test_profile_add_account (profile, "alice", loft_cutting_proxy_get_port (proxy),
                                 "--security none --window all");
  return profile;
}

/* Which of the cuts are made: all, or in the default run every fifth, and every thirteenth of a server
 * whose dialogue has little of its own. With sanitizers fewer, and others. */
static guint
choose_step (LoftPrivateDovecotProfile kind)
{
  guint step = kind == LOFT_PRIVATE_DOVECOT_FULL ? 5 : 13;

  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return 1;
  return g_getenv ("LOFT_TEST_SANITIZED") != NULL ? 3 * step : step;
}

static guint
choose_first (void)
{
  return g_getenv ("LOFT_TEST_SOAK") == NULL && g_getenv ("LOFT_TEST_SANITIZED") != NULL ? 2 : 1;
}

/* A sync that meets a cut says so, leaves out a folder or has come through; it never fails in another
 * way. */
static void
sync_with_cut (LoftTestProfile *profile, guint n)
{
  int status = loft_test_profile_run (profile, "sync");

  if (status != 0 && status != 5 && status != 1 && status != 3)
    g_test_fail_printf ("cut %u: exit status %d: %s", n, status,
                        loft_test_profile_get_errors (profile));
}

static void
test_first_sync (gconstpointer data)
{
  LoftPrivateDovecotProfile kind = GPOINTER_TO_UINT (data);
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (kind);
  g_autoptr (LoftCuttingProxy) proxy =
      loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (server));
  g_autoptr (LoftTestProfile) profile = new_profile (proxy);
  g_autofree char *state = NULL;
  guint n_units;
  guint n_tried = 0;
  guint n_cuts = 0;

  fill (server);
  loft_cutting_proxy_arm (proxy, 0);
  loft_test_profile_expect (profile, 0, "sync");
  n_units = loft_cutting_proxy_get_n_units (proxy);
  state = loft_witness_state (server, "alice");
  for (guint n = choose_first (); n <= n_units && !g_test_failed (); n += choose_step (kind))
    {
      g_autofree char *found = NULL;

      loft_test_profile_forget (profile);
      loft_cutting_proxy_arm (proxy, n);
      sync_with_cut (profile, n);
      n_tried++;
      n_cuts += loft_cutting_proxy_has_cut (proxy);
      loft_cutting_proxy_arm (proxy, 0);
      loft_test_profile_expect (profile, 0, "sync");
      found = loft_test_profile_dump (profile);
      loft_witness_assert_equal (state, found);
      if (n_tried % 5 == 0)
        loft_test_profile_expect (profile, 0, "doctor");
      if (g_test_failed ())
        g_test_message ("cut behind unit %u of %u", n, n_units);
    }
  g_test_message ("%u units, %u cuts", n_units, n_cuts);
  g_assert_cmpuint (n_cuts, >, n_tried * 9 / 10);
}

/* The same while local changes wait: each reaches the server, none twice undoes another. */
static void
test_changes (void)
{
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_autoptr (LoftCuttingProxy) proxy =
      loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (server));
  g_autoptr (LoftTestProfile) profile = new_profile (proxy);
  g_autofree char *id = NULL;
  guint n = 0;
  gboolean cut = TRUE;

  fill (server);
  loft_test_profile_expect (profile, 0, "sync");
  id = loft_test_profile_find_message (profile, "Work", "3");
  while (cut && !g_test_failed ())
    {
      n++;
      loft_test_profile_expect (profile, 0, "--offline flag %s %cflagged +round-%u", id,
                                n % 2 == 1 ? '+' : '-', n);
      loft_cutting_proxy_arm (proxy, n);
      sync_with_cut (profile, n);
      cut = loft_cutting_proxy_has_cut (proxy);
      loft_cutting_proxy_arm (proxy, 0);
      loft_test_profile_expect (profile, 0, "sync");
      loft_test_profile_expect (profile, 0, "--json pending");
      g_assert_cmpstr (loft_test_profile_get_output (profile), ==, "");
      loft_witness_assert_same (server, "alice", profile);
      loft_witness_do (server, "alice", "store Work 3 -FLAGS '(round-%u)'", n);
    }
  g_test_message ("%u cuts", n - 1);
  g_assert_cmpuint (n, >, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/server/cut-connection/first-sync/full",
                        GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_FULL), test_first_sync);
  g_test_add_data_func ("/server/cut-connection/first-sync/plain",
                        GUINT_TO_POINTER (LOFT_PRIVATE_DOVECOT_PLAIN), test_first_sync);
  g_test_add_func ("/server/cut-connection/changes", test_changes);
  return g_test_run ();
}
