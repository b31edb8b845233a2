/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords in a real keyring (gnome-keyring) on a session bus of the test's own: kept there and
 * nowhere else, and a clear word when it is locked or not there at all. */
#include <string.h>

#include <glib/gstdio.h>

#include "loft-private-dovecot.h"
#include "loft-test-profile.h"

#define KEYRING_PASSWORD "keyring-secret"

typedef struct {
  GTestDBus *bus;
  LoftPrivateDovecot *server;
  LoftTestProfile *profile;
  char *home; /* of the keyring */
  GSubprocess *keyring;
} Fixture;

static gboolean
owns_secrets (GDBusConnection *bus)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
      g_variant_new ("(s)", "org.freedesktop.secrets"), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  gboolean owned = FALSE;

  g_assert_nonnull (reply);
  g_variant_get (reply, "(b)", &owned);
  return owned;
}

static void
wait_for_secrets (Fixture *fixture, gboolean wanted)
{
  g_autoptr (GDBusConnection) bus = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (fixture->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  gint64 end = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;

  while (owns_secrets (bus) != wanted)
    {
      if (g_get_monotonic_time () > end)
        g_error ("the keyring did not %s", wanted ? "come" : "go");
      g_usleep (20000);
    }
}

static void
start_keyring (Fixture *fixture, gboolean unlock)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
      G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS",
                                g_test_dbus_get_bus_address (fixture->bus), TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", fixture->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", fixture->home, TRUE);
  fixture->keyring = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon",
                                                  "--foreground", "--components=secrets",
                                                  unlock ? "--unlock" : "--start", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (fixture->keyring);
  if (unlock)
    g_output_stream_write_all (input, KEYRING_PASSWORD, strlen (KEYRING_PASSWORD), NULL, NULL,
                               NULL);
  g_output_stream_close (input, NULL, NULL);
  wait_for_secrets (fixture, TRUE);
}

static void
stop_keyring (Fixture *fixture)
{
  g_subprocess_force_exit (fixture->keyring);
  g_subprocess_wait (fixture->keyring, NULL, NULL);
  g_clear_object (&fixture->keyring);
  wait_for_secrets (fixture, FALSE);
}

static Fixture
set_up (void)
{
  Fixture fixture = { g_test_dbus_new (G_TEST_DBUS_NONE),
                      loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL),
                      loft_test_profile_new (), g_dir_make_tmp ("loft-keyring-XXXXXX", NULL),
                      NULL };

  g_test_dbus_up (fixture.bus);
  loft_test_profile_set_environment (fixture.profile, "DBUS_SESSION_BUS_ADDRESS",
                                     g_test_dbus_get_bus_address (fixture.bus));
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  const char *argv[] = { "rm", "-rf", fixture->home, NULL };

  loft_test_profile_free (fixture->profile);
  loft_private_dovecot_free (fixture->server);
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
  g_free (fixture->home);
}

static int
add_account (Fixture *fixture)
{
  return loft_test_profile_run_with_input (
      fixture->profile, "alice-secret\n",
      "account add imap --name Test --address alice@example.test --user alice --host localhost"
      " --port %u --security none --window all --password-stdin",
      loft_private_dovecot_get_imap_port (fixture->server));
}

static gboolean
is_anywhere_below (const char *directory, const char *text)
{
  const char *argv[] = { "grep", "-rqaF", "--", text, directory, NULL };
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  return g_spawn_check_wait_status (status, NULL);
}

static void
assert_said (Fixture *fixture, const char *words)
{
  if (strstr (loft_test_profile_get_errors (fixture->profile), words) == NULL)
    g_error ("said: %s", loft_test_profile_get_errors (fixture->profile));
}

static void
test_keyring (void)
{
  Fixture fixture = set_up ();

  start_keyring (&fixture, TRUE);
  g_assert_cmpint (add_account (&fixture), ==, 0);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  g_assert_false (
      is_anywhere_below (loft_test_profile_get_directory (fixture.profile), "alice-secret"));
  g_assert_false (is_anywhere_below (fixture.home, "alice-secret"));
  g_assert_true (
      is_anywhere_below (loft_test_profile_get_directory (fixture.profile), "alice@example.test"));

  /* Locked after a new start: said so, and what is here can be read. */
  stop_keyring (&fixture);
  start_keyring (&fixture, FALSE);
  loft_test_profile_expect (fixture.profile, 4, "sync");
  assert_said (&fixture, "locked");
  loft_test_profile_expect (fixture.profile, 0, "folders");
  stop_keyring (&fixture);

  /* Unlocked again: it goes on by itself. */
  start_keyring (&fixture, TRUE);
  loft_test_profile_expect (fixture.profile, 0, "sync");
  loft_test_profile_expect (fixture.profile, 0, "account remove Test");
  g_assert_cmpint (add_account (&fixture), ==, 0);
  stop_keyring (&fixture);
  tear_down (&fixture);
}

/* No secret service at all: the password goes nowhere, and the person hears where it could. */
static void
test_no_service (void)
{
  Fixture fixture = set_up ();

  g_assert_cmpint (add_account (&fixture), !=, 0);
  assert_said (&fixture, "--secrets-file");
  g_assert_false (
      is_anywhere_below (loft_test_profile_get_directory (fixture.profile), "alice-secret"));
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_private_dovecot_get_imap_port (fixture.server),
                                 "--security none --window all");
  loft_test_profile_expect (fixture.profile, 0, "sync");
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/secret-service/keyring", test_keyring);
  g_test_add_func ("/server/secret-service/no-service", test_no_service);
  return g_test_run ();
}
