/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window that stays open (sync --watch), loftctl sync and loftctl flag on one profile: one of them
 * owns the account, all get what they asked for, and a dead owner is followed by another. */
#include <signal.h>
#include <string.h>

#include "loft-cutting-proxy.h"
#include "loft-witness.h"

#define DEADLINE_SECONDS 120
#define POLL_MS          20

typedef struct {
  LoftPrivateDovecot *server;
  LoftCuttingProxy *proxy;
  LoftTestProfile *profile;
} Fixture;

static Fixture
set_up (const char *sample)
{
  Fixture fixture = { loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL), NULL,
                      loft_test_profile_new () };

  fixture.proxy = loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (fixture.server));
  loft_witness_fill (fixture.server, "alice", sample);
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_cutting_proxy_get_port (fixture.proxy),
                                 "--security none --window all");
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

/* Looks again and again until it is so, or the deadline has passed; the time it took, in ms. */
typedef gboolean (*ConditionFunc) (Fixture *fixture, gconstpointer data);

static gint64
wait_until (Fixture *fixture, ConditionFunc is_so, gconstpointer data)
{
  gint64 start = g_get_monotonic_time ();

  while (!is_so (fixture, data))
    {
      if (g_get_monotonic_time () - start > DEADLINE_SECONDS * G_USEC_PER_SEC)
        {
          g_test_fail_printf ("waited %d seconds for nothing", DEADLINE_SECONDS);
          break;
        }
      g_usleep (POLL_MS * 1000);
    }
  return (g_get_monotonic_time () - start) / 1000;
}

static gboolean
shows_text (Fixture *fixture, gconstpointer text)
{
  loft_test_profile_expect (fixture->profile, 0, "--json --offline messages");
  return strstr (loft_test_profile_get_output (fixture->profile), text) != NULL;
}

static gboolean
idles (Fixture *fixture, gconstpointer data)
{
  return loft_cutting_proxy_count_sent (fixture->proxy, " IDLE\r\n") >= GPOINTER_TO_UINT (data);
}

static gboolean
has_connected (Fixture *fixture, gconstpointer data)
{
  return loft_cutting_proxy_get_n_connections (fixture->proxy) > 0;
}

static void
end_watch (GSubprocess *watch, int signal)
{
  g_subprocess_send_signal (watch, signal);
  g_subprocess_wait (watch, NULL, NULL);
  if (signal == SIGKILL)
    return;
  g_assert_true (g_subprocess_get_if_exited (watch));
  g_assert_cmpint (g_subprocess_get_exit_status (watch), ==, 0);
}

/* IDLE: mail that is delivered on the server is here without being asked for. */
static void
test_idle (void)
{
  Fixture fixture = set_up ("--demo --count 60 --now 1795300000");
  g_autoptr (GSubprocess) watch = NULL;
  guint n_idle;

  /* Or the end of the watch might still cut the first sync short, which is no success. */
  loft_test_profile_expect (fixture.profile, 0, "sync");
  watch = loft_test_profile_start (fixture.profile, "sync --watch 120");
  wait_until (&fixture, idles, GUINT_TO_POINTER (1));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Out of the blue %u", i);

      n_idle = loft_cutting_proxy_count_sent (fixture.proxy, " IDLE\r\n");
      loft_witness_deliver (fixture.server, "alice", "", subject, "here it is");
      g_test_message ("new mail was shown after %" G_GINT64_FORMAT " ms",
                      wait_until (&fixture, shows_text, subject));
      wait_until (&fixture, idles, GUINT_TO_POINTER (n_idle + 1));
    }
  end_watch (watch, SIGTERM);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  tear_down (&fixture);
}

static guint
count_text (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

/* While the first sync runs in one process, others ask for theirs and change flags. */
static void
test_together (void)
{
  Fixture fixture = set_up ("--demo --count 1000 --now 1795300000");
  g_autoptr (GSubprocess) watch = NULL;
  g_autoptr (GSubprocess) sync = NULL;
  g_autofree char *id = NULL;
  g_autofree char *progress = NULL;
  g_autofree char *state = NULL;

  loft_witness_deliver (fixture.server, "alice", "", "Flag me", "please");
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=0");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "--json search 'subject:\"flag me\"'");
  id = loft_test_profile_dup_field (fixture.profile, "id");
  g_assert_nonnull (id);
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=all");

  loft_cutting_proxy_arm (fixture.proxy, 0);
  watch = loft_test_profile_start (fixture.profile, "sync --watch 120");
  wait_until (&fixture, has_connected, NULL);
  sync = loft_test_profile_start_piped (fixture.profile, "--progress sync");
  loft_test_profile_expect (fixture.profile, 0, "flag %s +flagged +together", id);
  loft_test_profile_expect (fixture.profile, 0, "pending");
  g_assert_cmpstr (loft_test_profile_get_output (fixture.profile), ==, "");
  g_assert_true (g_subprocess_communicate_utf8 (sync, NULL, NULL, NULL, &progress, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (sync), ==, 0);
  g_test_message ("progress from the owner: %u lines", count_text (progress, "\n"));
  g_assert_cmpuint (count_text (progress, "Test: "), >, 0);

  /* One process spoke to the server, over its two connections, and sent the flag once. */
  wait_until (&fixture, idles, GUINT_TO_POINTER (1));
  g_assert_cmpuint (loft_cutting_proxy_get_n_connections (fixture.proxy), ==, 2);
  g_assert_cmpuint (loft_cutting_proxy_count_sent (fixture.proxy, "UID STORE "), ==, 1);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  state = loft_witness_state (fixture.server, "alice");
  g_assert_cmpuint (count_text (state, "flagged together"), ==, 1);

  /* The owner idles: a flag goes out through it at once. */
  loft_test_profile_expect (fixture.profile, 0, "flag %s -flagged", id);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  end_watch (watch, SIGINT);
  tear_down (&fixture);
}

/* A folder that the server cannot open is left out, and every process that asked is told so. */
static void
test_left_out (void)
{
  Fixture fixture = set_up ("--demo --count 60 --now 1795300000");
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (fixture.server, "alice");
  g_autofree char *folder = g_build_filename (maildir, ".Broken", NULL);
  g_autofree char *uid_list = g_build_filename (folder, "dovecot-uidlist", "x", NULL);
  g_autofree char *current = g_build_filename (folder, "cur", NULL);
  g_autoptr (GSubprocess) watch = NULL;

  g_assert_cmpint (g_mkdir_with_parents (current, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (uid_list, 0700), ==, 0);
  loft_test_profile_expect (fixture.profile, 3, "--json sync");
  g_assert_nonnull (strstr (loft_test_profile_get_output (fixture.profile), "\"left_out\":1"));
  watch = loft_test_profile_start (fixture.profile, "sync --watch 120");
  wait_until (&fixture, idles, GUINT_TO_POINTER (1));
  loft_test_profile_expect (fixture.profile, 3, "sync");
  end_watch (watch, SIGTERM);
  tear_down (&fixture);
}

/* The owner is killed; a second window takes over and is told of new mail. */
static void
test_take_over (void)
{
  Fixture fixture = set_up ("--demo --count 300 --now 1795300000");
  g_autoptr (GSubprocess) first = loft_test_profile_start (fixture.profile, "sync --watch 120");
  g_autoptr (GSubprocess) second = NULL;

  wait_until (&fixture, idles, GUINT_TO_POINTER (1));
  second = loft_test_profile_start (fixture.profile, "sync --watch 120");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  g_assert_cmpuint (loft_cutting_proxy_get_n_connections (fixture.proxy), ==, 2);
  end_watch (first, SIGKILL);
  loft_cutting_proxy_arm (fixture.proxy, 0);
  g_test_message ("the next one idled %" G_GINT64_FORMAT " ms after the owner's death",
                  wait_until (&fixture, idles, GUINT_TO_POINTER (1)));
  loft_witness_deliver (fixture.server, "alice", "", "After the accident", "still working");
  wait_until (&fixture, shows_text, "After the accident");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  g_assert_cmpuint (loft_cutting_proxy_get_n_connections (fixture.proxy), ==, 2);
  end_watch (second, SIGTERM);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  tear_down (&fixture);
}

/* Killed in the middle of its first sync, while another waits for it. */
static void
test_killed_owner (void)
{
  Fixture fixture = set_up ("--demo --count 1000 --now 1795300000");
  g_autoptr (GSubprocess) first = loft_test_profile_start (fixture.profile, "sync --watch 120");
  g_autoptr (GSubprocess) second = NULL;
  g_autofree char *errors = NULL;
  int status;

  wait_until (&fixture, has_connected, NULL);
  second = loft_test_profile_start_piped (fixture.profile, "--progress sync");
  loft_cutting_proxy_arm (fixture.proxy, 0);
  end_watch (first, SIGKILL);
  g_assert_true (g_subprocess_communicate_utf8 (second, NULL, NULL, NULL, &errors, NULL));
  status = g_subprocess_get_exit_status (second);
  if (status != 0)
    g_test_message ("the one that waited: %d: %s", status, errors);
  g_assert_cmpint (status, ==, 0);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/several-processes/idle", test_idle);
  g_test_add_func ("/server/several-processes/together", test_together);
  g_test_add_func ("/server/several-processes/left-out", test_left_out);
  g_test_add_func ("/server/several-processes/take-over", test_take_over);
  g_test_add_func ("/server/several-processes/killed-owner", test_killed_owner);
  return g_test_run ();
}
