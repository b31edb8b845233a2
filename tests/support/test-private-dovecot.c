/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server that other tests stand on: it starts, says what its profile allows, shows what was
 * delivered, comes back with the same mail, and does not outlive the process that wanted it. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>

#include "loft-private-dovecot.h"

static GSocketConnection *
connect_to (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, 10);
  return g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
}

/* Sends all commands at once and returns everything up to the server's close. */
static char *
converse (guint16 port, const char *commands)
{
  g_autoptr (GSocketConnection) connection = connect_to (port);
  GOutputStream *output;
  g_autoptr (GOutputStream) answer = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (connection);
  output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (output, commands, strlen (commands), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (answer, g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                          G_OUTPUT_STREAM_SPLICE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (answer, "", 1, NULL, NULL, NULL);
  g_output_stream_close (answer, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (answer));
}

static void
assert_has (const char *text, const char *part, gboolean wanted)
{
  if ((strstr (text, part) != NULL) != wanted)
    g_error ("%s \"%s\" in:\n%s", wanted ? "no" : "unexpected", part, text);
}

static const struct {
  LoftPrivateDovecotProfile profile;
  const char *name;
  gboolean condstore;
  gboolean qresync;
} profiles[] = {
  { LOFT_PRIVATE_DOVECOT_FULL, "full", TRUE, TRUE },
  { LOFT_PRIVATE_DOVECOT_CONDSTORE, "condstore", TRUE, FALSE },
  { LOFT_PRIVATE_DOVECOT_PLAIN, "plain", FALSE, FALSE },
};

static void
test_profiles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (profiles[i].profile);
      g_autofree char *answer = NULL;

      g_test_message ("%s", profiles[i].name);
      answer = converse (loft_private_dovecot_get_imap_port (server),
                         "a LOGIN bob bob-secret\r\nb CAPABILITY\r\nc LOGOUT\r\n");
      assert_has (answer, "a OK", TRUE);
      assert_has (answer, "CONDSTORE", profiles[i].condstore);
      assert_has (answer, "QRESYNC", profiles[i].qresync);
      g_assert_cmpuint (strlen (loft_private_dovecot_get_fingerprint (server)), ==, 64);
    }
}

static void
test_same_mail_after_restart (void)
{
  static const char message[] = "From: Eva <eva@example.test>\r\nSubject: One\r\n\r\nText\r\n";
  static const char look[] = "a LOGIN alice alice-secret\r\nb SELECT Plans/Fair\r\n"
                             "c FETCH 1 (UID FLAGS INTERNALDATE)\r\nd LOGOUT\r\n";
  g_autoptr (LoftPrivateDovecot) server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  guint16 port = loft_private_dovecot_get_imap_port (server);
  g_autoptr (GSocketConnection) refused = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  loft_private_dovecot_deliver (server, "alice", ".Plans.Fair", message, -1, "FS", 1700000000);
  before = converse (port, look);
  assert_has (before, "* 1 EXISTS", TRUE);
  assert_has (before, "\\Flagged", TRUE);
  assert_has (before, "14-Nov-2023", TRUE);

  loft_private_dovecot_stop (server);
  refused = connect_to (port);
  g_assert_null (refused);

  loft_private_dovecot_start (server, LOFT_PRIVATE_DOVECOT_FULL);
  g_assert_cmpuint (loft_private_dovecot_get_imap_port (server), ==, port);
  after = converse (port, look);
  assert_has (after, "UID 1 ", TRUE);
}

/* Blocks in IDLE until the server ends, with a BYE or with a reset. */
static void
wait_for_close (GSocketConnection *connection)
{
  static const char commands[] = "a LOGIN bob bob-secret\r\nb IDLE\r\n";
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char buffer[1024];

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), commands,
                             strlen (commands), NULL, NULL, NULL);
  while (g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL) > 0)
    ;
}

/* A child starts a server, tells its port and dies as a crashed test does. */
static void
test_ends_with_its_test (void)
{
  guint16 port = 0;
  int ends[2];
  pid_t child;
  int status;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      LoftPrivateDovecot *server = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);

      port = loft_private_dovecot_get_imap_port (server);
      if (write (ends[1], &port, sizeof port) == sizeof port)
        kill (getpid (), SIGKILL);
      _exit (1);
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &port, sizeof port), ==, sizeof port);
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));

  for (guint tries = 0; tries < 100; tries++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (port);

      if (connection == NULL)
        return;
      wait_for_close (connection);
    }
  g_assert_not_reached ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/private-dovecot/profiles", test_profiles);
  g_test_add_func ("/private-dovecot/same-mail-after-restart", test_same_mail_after_restart);
  g_test_add_func ("/private-dovecot/ends-with-its-test", test_ends_with_its_test);
  return g_test_run ();
}
