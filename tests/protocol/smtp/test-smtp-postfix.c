/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>

#include "loft-error.h"
#include "loft-private-postfix.h"
#include "loft-smtp-session.h"

/* A real server: what it delivered is read from the Maildir, byte by byte. */

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftPrivatePostfix *postfix;
  LoftSmtpSession *session;
  LoftSmtpEnvelope *envelope;
  LoftSmtpOutcome outcome;
  const char *password;
} World;

static World world;

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("alice", world.password, NULL);
}

static gboolean
at_dot (gpointer user_data, GError **error)
{
  return TRUE;
}

static void
open_world (gboolean implicit)
{
  guint16 port = implicit ? loft_private_postfix_get_submissions_port (world.postfix)
                          : loft_private_postfix_get_submission_port (world.postfix);
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("localhost", port, implicit ? LOFT_ENDPOINT_TLS : LOFT_ENDPOINT_STARTTLS,
                       "");

  world.password = "alice-secret";
  world.session = loft_smtp_session_new (endpoint, "", get_credentials, NULL);
  world.envelope = loft_smtp_envelope_new ("alice@example.test");
}

static void
close_world (void)
{
  loft_smtp_session_quit (world.session);
  g_clear_object (&world.session);
  g_clear_pointer (&world.envelope, loft_smtp_envelope_free);
  loft_smtp_outcome_clear (&world.outcome);
}

static gboolean
send_bytes (GBytes *message, GError **error)
{
  LoftSmtpBody body = LOFT_SMTP_BODY_BYTES (message);

  return loft_smtp_session_connect (world.session, NULL, error) &&
         loft_smtp_session_send (world.session, world.envelope, &body, &world.outcome, at_dot, NULL,
                                 NULL, error);
}

/* --- Delivery ----------------------------------------------------------------------------- */

static gboolean
take_first_file (const char *folder, char **text, gsize *length)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = g_dir_read_name (dir);
  g_autofree char *path = name != NULL ? g_build_filename (folder, name, NULL) : NULL;

  if (path == NULL)
    return FALSE;
  g_assert_true (g_file_get_contents (path, text, length, NULL));
  g_assert_cmpint (unlink (path), ==, 0);
  return TRUE;
}

static gboolean
give_up (gpointer user_data)
{
  g_error ("nothing was delivered");
  return G_SOURCE_REMOVE;
}

/* Waits until something is in the inbox, and takes it away. */
static void
await_delivery (const char *user, char **text, gsize *length)
{
  g_autofree char *maildir = loft_private_dovecot_dup_maildir (world.dovecot, user);
  g_autofree char *folder = g_build_filename (maildir, "new", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileMonitor) monitor =
    g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  guint source = g_timeout_add_seconds (20, give_up, NULL);

  g_file_monitor_set_rate_limit (monitor, 0);
  while (!take_first_file (folder, text, length))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
}

/* Below what the server writes on top, and with the line ends of a Maildir. */
static void
assert_delivered (const char *user, const char *expected, gsize expected_length)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  await_delivery (user, &text, &length);
  g_assert_cmpuint (length, >, expected_length);
  g_assert_cmpmem (text + length - expected_length, expected_length, expected, expected_length);
}

#define HEADERS                                                                                    \
  "From: <alice@example.test>\nTo: <bob@example.test>\nSubject: odd\n"                             \
  "Date: Sun, 22 Nov 2026 10:00:00 +0000\nMessage-ID: <odd@example.test>\n\n"

static void
assert_round_trip (gboolean implicit)
{
  static const char sent[] = HEADERS ".\n..\r\n.x\ncaf\xe9 a\rb\n\n.\r\n\nMAIL FROM:<x>\n.end";
  static const char arrived[] = HEADERS ".\n..\n.x\ncaf\xe9 a b\n\n.\n\nMAIL FROM:<x>\n.end\n";
  g_autoptr (GBytes) message = g_bytes_new_static (sent, sizeof sent - 1);
  g_autoptr (GError) error = NULL;

  open_world (implicit);
  loft_smtp_envelope_add (world.envelope, "bob@example.test", LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  world.envelope->eight_bit_body = TRUE;
  g_assert_true (send_bytes (message, &error));
  g_assert_no_error (error);
  g_assert_cmpint ((loft_smtp_session_get_extensions (world.session)->offered &
                    LOFT_SMTP_CHUNKING) != 0,
                   ==, !implicit);
  assert_delivered ("bob", arrived, sizeof arrived - 1);
  g_assert_true (send_bytes (message, &error));
  g_assert_no_error (error);
  assert_delivered ("bob", arrived, sizeof arrived - 1);
  g_assert_cmpstr (loft_smtp_session_get_mechanism (world.session), ==, "SCRAM-SHA-256");
  close_world ();
}

static void
test_chunks (void)
{
  assert_round_trip (FALSE);
}

static void
test_data (void)
{
  assert_round_trip (TRUE);
}

/* Larger than a chunk, and than every buffer on the way. */
static void
assert_large (gboolean implicit)
{
  GString *text = g_string_new (HEADERS);
  g_autoptr (GBytes) message = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; text->len < 3 * 1000 * 1000; i++)
    g_string_append_printf (text, "%s%u 0123456789012345678901234567890123456789\n",
                            i % 7 == 0 ? "." : "", i);
  message = g_bytes_new (text->str, text->len);
  open_world (implicit);
  loft_smtp_envelope_add (world.envelope, "bob@example.test", LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  g_assert_true (send_bytes (message, &error));
  g_assert_no_error (error);
  assert_delivered ("bob", text->str, text->len);
  close_world ();
  g_string_free (text, TRUE);
}

static void
test_large (void)
{
  assert_large (FALSE);
  assert_large (TRUE);
}

static void
test_utf8 (void)
{
  static const char text[] = "From: Zoë <alice@example.test>\nSubject: schön\n"
                             "Date: Sun, 22 Nov 2026 10:00:00 +0000\n"
                             "Message-ID: <utf8@example.test>\n\nüber\n";
  g_autoptr (GBytes) message = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;

  open_world (FALSE);
  loft_smtp_envelope_add (world.envelope, "carol@example.test", LOFT_SMTP_NOTIFY_NEVER, NULL);
  world.envelope->utf8_headers = TRUE;
  world.envelope->eight_bit_body = TRUE;
  world.envelope->id = g_strdup ("a+b=c");
  world.envelope->returns = LOFT_SMTP_RETURN_HEADERS;
  g_assert_true (send_bytes (message, &error));
  g_assert_no_error (error);
  g_assert_true (world.outcome.reports_asked);
  assert_delivered ("carol", text, sizeof text - 1);
  close_world ();
}

/* --- Refusals ----------------------------------------------------------------------------- */

static const struct {
  const char *address;
  LoftSmtpVerdict verdict;
  LoftSmtpReason reason;
} recipients[] = {
  { "blocked@example.test", LOFT_SMTP_RECIPIENT_REFUSED, LOFT_SMTP_REASON_POLICY },
  { "bob@example.test", LOFT_SMTP_RECIPIENT_ACCEPTED, LOFT_SMTP_REASON_UNKNOWN },
  { "later@example.test", LOFT_SMTP_RECIPIENT_TEMPORARY, LOFT_SMTP_REASON_BUSY },
  { "full@example.test", LOFT_SMTP_RECIPIENT_TEMPORARY, LOFT_SMTP_REASON_MAILBOX_FULL },
  { "nobody@example.test", LOFT_SMTP_RECIPIENT_REFUSED, LOFT_SMTP_REASON_NO_SUCH_USER },
};

static void
test_refusals (void)
{
  static const char text[] = HEADERS "x\n";
  g_autoptr (GBytes) message = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;

  open_world (FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    loft_smtp_envelope_add (world.envelope, recipients[i].address, LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  g_assert_false (send_bytes (message, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
  g_assert_cmpint (world.outcome.result, ==, LOFT_SMTP_REFUSED);
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    {
      LoftSmtpRecipientOutcome *told = loft_smtp_outcome_get_recipient (&world.outcome, (guint) i);

      g_assert_cmpint (told->verdict, ==, recipients[i].verdict);
      g_assert_cmpint (told->answer.reason, ==, recipients[i].reason);
    }
  g_clear_error (&error);
  world.envelope->partial = TRUE;
  g_assert_true (send_bytes (message, &error));
  g_assert_no_error (error);
  assert_delivered ("bob", text, sizeof text - 1);
  close_world ();
}

static void
test_too_large (void)
{
  g_autoptr (GBytes) message = g_bytes_new_take (g_malloc0 (21 * 1000 * 1000), 21 * 1000 * 1000);
  g_autoptr (GError) error = NULL;

  open_world (FALSE);
  loft_smtp_envelope_add (world.envelope, "bob@example.test", LOFT_SMTP_NOTIFY_DEFAULT, NULL);
  g_assert_false (send_bytes (message, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  g_assert_cmpuint (world.outcome.max_size, ==, 20 * 1000 * 1000);
  close_world ();
}

static void
test_wrong_password (void)
{
  g_autoptr (GError) error = NULL;

  open_world (TRUE);
  world.password = "wrong";
  g_assert_false (loft_smtp_session_connect (world.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
  close_world ();
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  world.dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  g_setenv ("LOFT_TEST_CA_FILE", loft_private_dovecot_get_ca_file (world.dovecot), TRUE);
  world.postfix = loft_private_postfix_new (world.dovecot);
  g_test_add_func ("/smtp/postfix/chunks", test_chunks);
  g_test_add_func ("/smtp/postfix/data", test_data);
  g_test_add_func ("/smtp/postfix/large", test_large);
  g_test_add_func ("/smtp/postfix/utf8", test_utf8);
  g_test_add_func ("/smtp/postfix/refusals", test_refusals);
  g_test_add_func ("/smtp/postfix/too-large", test_too_large);
  g_test_add_func ("/smtp/postfix/wrong-password", test_wrong_password);
  result = g_test_run ();
  loft_private_postfix_free (world.postfix);
  loft_private_dovecot_free (world.dovecot);
  return result;
}
