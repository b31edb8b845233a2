/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LoftStream over TLS: which certificates pass, what happens at the border of STARTTLS. */
#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "loft-error.h"
#include "loft-script-server.h"
#include "loft-stream.h"
#include "loft-test-tls.h"

#define LIMIT 65536

static LoftEndpoint *
endpoint_for (LoftScriptServer *server, const char *host, LoftEndpointSecurity security,
              const char *trusted_leaf)
{
  return loft_endpoint_new (host, loft_script_server_get_port (server), security, trusted_leaf);
}

static void
assert_line (LoftStream *stream, const char *expected)
{
  g_autoptr (GError) error = NULL;
  const char *line = loft_stream_read_line (stream, LIMIT, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, expected);
}

static void
write_text (LoftStream *stream, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_stream_write (stream, text, strlen (text), NULL, &error));
  g_assert_true (loft_stream_flush (stream, NULL, &error));
  g_assert_no_error (error);
}

#define NO_PIN     (-1)
#define UNTRUSTED  LOFT_ERROR_UNTRUSTED
#define ACCEPTED   (-1)

static const struct {
  const char *name;
  const char *host;
  const char *certificate; /* the script server's word */
  int pin;                 /* which certificate the person has accepted */
  int expected;
  const char *reason; /* a part of it */
} certificates[] = {
  { "good", "localhost", "good", NO_PIN, ACCEPTED, NULL },
  { "good-1.2", "localhost", "good 1.2", NO_PIN, ACCEPTED, NULL },
  { "final-dot", "localhost.", "good", NO_PIN, ACCEPTED, NULL },
  { "capitals", "LOCALHOST", "good", NO_PIN, ACCEPTED, NULL },
  { "address", "127.0.0.1", "address", NO_PIN, ACCEPTED, NULL },
  { "name-for-address", "127.0.0.1", "good", NO_PIN, UNTRUSTED, "is not for 127.0.0.1" },
  { "address-for-name", "localhost", "address", NO_PIN, UNTRUSTED, "is not for localhost" },
  { "common-name", "localhost", "common-name", NO_PIN, UNTRUSTED, "is not for localhost" },
  { "wrong-name", "localhost", "wrong-name", NO_PIN, UNTRUSTED, "is not for localhost" },
  { "expired", "localhost", "expired", NO_PIN, UNTRUSTED, "has expired" },
  { "expired-1.2", "localhost", "expired 1.2", NO_PIN, UNTRUSTED, "has expired" },
  { "expired-and-wrong", "127.0.0.1", "expired", NO_PIN, UNTRUSTED,
    "The certificate is not for 127.0.0.1 and has expired (or this computer's clock is wrong)." },
  { "not-yet-valid", "localhost", "not-yet-valid", NO_PIN, UNTRUSTED, "clock" },
  { "self-signed", "localhost", "self-signed", NO_PIN, UNTRUSTED, "signed by nobody but itself" },
  { "unknown-issuer", "localhost", "unknown-issuer", NO_PIN, UNTRUSTED, "does not know" },
  { "wrong-usage", "localhost", "wrong-usage", NO_PIN, UNTRUSTED, "not meant for servers" },
  { "pinned-self-signed", "localhost", "self-signed", LOFT_TEST_CERTIFICATE_SELF_SIGNED, ACCEPTED,
    NULL },
  { "pinned-expired", "localhost", "expired", LOFT_TEST_CERTIFICATE_EXPIRED, ACCEPTED, NULL },
  { "pinned-wrong-name", "localhost", "wrong-name", LOFT_TEST_CERTIFICATE_WRONG_NAME, ACCEPTED,
    NULL },
  { "pin-of-another", "localhost", "expired", LOFT_TEST_CERTIFICATE_SELF_SIGNED, UNTRUSTED,
    "has expired" },
  { "pin-of-another-key", "localhost", "unknown-issuer", LOFT_TEST_CERTIFICATE_SELF_SIGNED,
    UNTRUSTED, "does not know" },
  { "pin-outgrown", "localhost", "good", LOFT_TEST_CERTIFICATE_SELF_SIGNED, ACCEPTED, NULL },
  { "tls-1.1", "localhost", "good 1.1", NO_PIN, LOFT_ERROR_PROTOCOL, NULL },
  { "tls-1.0", "localhost", "good 1.0", NO_PIN, LOFT_ERROR_PROTOCOL, NULL },
  { "tls-1.1-pinned", "localhost", "self-signed 1.1", LOFT_TEST_CERTIFICATE_SELF_SIGNED,
    LOFT_ERROR_PROTOCOL, NULL },
};

/* The dialogue of a row, by TLS from the first byte or by STARTTLS. */
static char *
script_for (gsize i, LoftEndpointSecurity security)
{
  const char *before = security == LOFT_ENDPOINT_TLS ? "" : "S: clear\nC: STARTTLS\nS: begin\n";

  if (certificates[i].expected == ACCEPTED)
    return g_strdup_printf ("%stls %s\nS: hello\nC: secret", before, certificates[i].certificate);
  return g_strdup_printf ("%stls-refused %s", before, certificates[i].certificate);
}

static LoftStream *
open_stream (const LoftEndpoint *endpoint, LoftCertificateProblem **problem, GError **error)
{
  g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", problem, NULL, error);

  if (stream == NULL || endpoint->security == LOFT_ENDPOINT_TLS)
    return g_steal_pointer (&stream);
  assert_line (stream, "clear");
  g_assert_false (loft_stream_is_secure (stream));
  write_text (stream, "STARTTLS\r\n");
  assert_line (stream, "begin");
  if (!loft_stream_start_tls (stream, problem, NULL, error))
    return NULL;
  return g_steal_pointer (&stream);
}

static void
check_problem (gsize i, LoftScriptServer *server, const LoftCertificateProblem *problem)
{
  LoftTestCertificate shown;
  g_auto (GStrv) words = g_strsplit (certificates[i].certificate, " ", 2);

  g_assert_true (loft_test_tls_parse (words[0], &shown));
  g_assert_nonnull (problem);
  g_assert_cmpstr (problem->host, ==, certificates[i].host);
  g_assert_cmpuint (problem->port, ==, loft_script_server_get_port (server));
  g_assert_cmpstr (problem->fingerprint, ==, loft_test_tls_get_fingerprint (shown));
  g_assert_nonnull (strstr (problem->subject, "O = Loft tests"));
  g_assert_nonnull (strstr (problem->issuer, "O = Loft tests"));
  g_assert_cmpint (problem->not_before, >, 0);
  g_assert_cmpint (problem->not_after, >, problem->not_before);
  g_test_message ("%s", problem->reason);
  g_assert_nonnull (strstr (problem->reason, certificates[i].reason));
}

static void
check_certificate (gsize i, LoftEndpointSecurity security)
{
  g_autofree char *script = script_for (i, security);
  LoftScriptServer *server = loft_script_server_new (script);
  const char *pin = certificates[i].pin == NO_PIN
                      ? "" : loft_test_tls_get_fingerprint (certificates[i].pin);
  g_autoptr (LoftEndpoint) endpoint =
    endpoint_for (server, certificates[i].host, security, pin);
  g_autoptr (LoftCertificateProblem) problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftStream) stream = open_stream (endpoint, &problem, &error);
  g_autofree char *secure = NULL;

  if (certificates[i].expected == ACCEPTED)
    {
      g_assert_no_error (error);
      g_assert_null (problem);
      g_assert_true (loft_stream_is_secure (stream));
      assert_line (stream, "hello");
      g_assert_true (loft_stream_write_secret (stream, "secret\r\n", 8, NULL, NULL));
      g_assert_true (loft_stream_flush (stream, NULL, NULL));
      g_clear_object (&stream);
      loft_script_server_finish (server);
      return;
    }
  g_assert_null (stream);
  g_assert_error (error, LOFT_ERROR, certificates[i].expected);
  if (certificates[i].expected == LOFT_ERROR_UNTRUSTED)
    check_problem (i, server, problem);
  secure = loft_script_server_get_received_secure (server, NULL);
  g_assert_cmpstr (secure, ==, "");
  loft_script_server_finish (server);
}

static void
test_certificate (gconstpointer data)
{
  check_certificate (GPOINTER_TO_SIZE (data), LOFT_ENDPOINT_TLS);
  check_certificate (GPOINTER_TO_SIZE (data), LOFT_ENDPOINT_STARTTLS);
}

/* After a refusal nothing at all can be sent, whatever the caller tries. */
static void
test_refused_is_closed (void)
{
  LoftScriptServer *server =
    loft_script_server_new ("S: begin\ntls-refused self-signed");
  g_autoptr (LoftEndpoint) endpoint =
    endpoint_for (server, "localhost", LOFT_ENDPOINT_STARTTLS, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);
  g_autofree char *plain = NULL;

  g_assert_no_error (error);
  assert_line (stream, "begin");
  g_assert_false (loft_stream_start_tls (stream, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
  g_clear_error (&error);
  g_assert_false (loft_stream_write (stream, "secret", 6, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_false (loft_stream_flush (stream, NULL, NULL));
  g_assert_false (loft_stream_start_tls (stream, NULL, NULL, NULL));
  g_assert_false (loft_stream_is_secure (stream));
  g_clear_object (&stream);
  plain = loft_script_server_get_received_plain (server, NULL);
  g_assert_cmpstr (plain, ==, "");
  loft_script_server_finish (server);
}

/* CVE-2020-15685 and kin. The injected bytes come with the line that allows STARTTLS, in every
 * split, and then the server goes on as if nothing had happened. Some are seen by the check before
 * the handshake, the others must break it. */
#define N_INJECTIONS 1000u

static void
test_injection (void)
{
  static const char *const injections[] = {
    "* INJECTED\\r\\n", "x", "\\r\\n", "A1 OK logged in\\r\\n",
    "\\x16\\x03\\x03\\x00\\x01\\x00", "\\x15\\x03\\x03\\x00\\x02\\x01\\x00",
  };
  guint n_seen = 0;

  for (guint round = 0; round < N_INJECTIONS; round++)
    {
      const char *injected = injections[round % G_N_ELEMENTS (injections)];
      guint split = round < 60 ? round + 1 : (guint) g_test_rand_int_range (1, 64);
      g_autofree char *script = g_strdup_printf (
        "S: clear\nC: STARTTLS\nsplit %u\nraw begin\\r\\n%s\nsplit 0\ntls\nS: fooled", split,
        injected);
      LoftScriptServer *server = loft_script_server_new (script);
      g_autoptr (LoftEndpoint) endpoint =
        endpoint_for (server, "localhost", LOFT_ENDPOINT_STARTTLS, "");
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);

      g_assert_no_error (error);
      loft_stream_set_idle_timeout (stream, 1);
      assert_line (stream, "clear");
      write_text (stream, "STARTTLS\r\n");
      assert_line (stream, "begin");
      g_assert_false (loft_stream_start_tls (stream, NULL, NULL, &error));
      n_seen += g_error_matches (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
      g_assert_false (loft_stream_is_secure (stream));
      g_clear_error (&error);
      g_assert_false (loft_stream_write (stream, "x", 1, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
      g_clear_object (&stream);
      loft_script_server_stop (server);
    }
  g_test_message ("%u of %u told as a breach of protocol", n_seen, N_INJECTIONS);
  g_assert_cmpuint (n_seen, >, 0);
}

static const struct {
  const char *name;
  const char *script;
  int expected;
} broken_handshakes[] = {
  { "close-at-once", "close", LOFT_ERROR_TEMPORARY },
  { "close-after-hello", "receive 100\nclose", LOFT_ERROR_TEMPORARY },
  { "reset-after-hello", "receive 100\nreset", LOFT_ERROR_TEMPORARY },
  { "half-a-record", "receive 100\nraw \\x16\\x03\\x03\\x10\nclose", LOFT_ERROR_TEMPORARY },
  { "plain-greeting", "S: * OK this is no TLS\nstall", LOFT_ERROR_PROTOCOL },
  { "noise", "receive 50\nliteral 1000\nstall", LOFT_ERROR_PROTOCOL },
  { "alert", "receive 50\nraw \\x15\\x03\\x03\\x00\\x02\\x02\\x28\nstall", LOFT_ERROR_PROTOCOL },
};

static void
test_broken_handshake (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  LoftScriptServer *server = loft_script_server_new (broken_handshakes[i].script);
  g_autoptr (LoftEndpoint) endpoint = endpoint_for (server, "localhost", LOFT_ENDPOINT_TLS, "");
  g_autoptr (LoftCertificateProblem) problem = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_stream_connect (endpoint, "test", &problem, NULL, &error));
  g_assert_error (error, LOFT_ERROR, broken_handshakes[i].expected);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "localhost port "));
  g_assert_null (problem);
  loft_script_server_finish (server);
}

typedef struct {
  LoftScriptServer *server;
  GCancellable *cancellable;
  gint64 when;
} Canceller;

static gpointer
cancel_when_paused (gpointer data)
{
  Canceller *self = data;

  loft_script_server_wait_paused (self->server);
  self->when = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

static void
test_cancel_handshake (void)
{
  LoftScriptServer *server = loft_script_server_new ("receive 100\npause\nstall");
  g_autoptr (LoftEndpoint) endpoint = endpoint_for (server, "localhost", LOFT_ENDPOINT_TLS, "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Canceller canceller = { server, cancellable, 0 };
  GThread *thread = g_thread_new ("canceller", cancel_when_paused, &canceller);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_stream_connect (endpoint, "test", NULL, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - canceller.when, <, 20 * G_USEC_PER_SEC);
  loft_script_server_stop (server);
}

/* An endpoint that goes without TLS never shakes hands, though the server would. */
static void
test_plain_endpoint (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: STARTTLS offered\neof");
  g_autoptr (LoftEndpoint) endpoint = endpoint_for (server, "localhost", LOFT_ENDPOINT_PLAIN, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);

  g_assert_no_error (error);
  assert_line (stream, "STARTTLS offered");
  g_assert_false (loft_stream_start_tls (stream, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

static void
test_no_secret_in_clear (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: hello\neof");
  g_autoptr (LoftEndpoint) endpoint =
    endpoint_for (server, "localhost", LOFT_ENDPOINT_STARTTLS, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);

  g_assert_no_error (error);
  assert_line (stream, "hello");
  g_assert_false (loft_stream_write_secret (stream, "secret", 6, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_assert_true (loft_stream_flush (stream, NULL, NULL));
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

/* Over a socket of the test's own, TLS from the first byte is still the rule. */
static void
test_no_byte_before_tls (void)
{
  LoftScriptServer *server = loft_script_server_new ("tls\nS: hello\n");
  g_autoptr (LoftEndpoint) endpoint = endpoint_for (server, "localhost", LOFT_ENDPOINT_TLS, "");
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
    client, "127.0.0.1", loft_script_server_get_port (server), NULL, &error);
  g_autoptr (LoftStream) stream = NULL;

  g_assert_no_error (error);
  stream = loft_stream_new_for_socket (g_socket_connection_get_socket (connection), endpoint,
                                       "test");
  g_assert_false (loft_stream_write (stream, "x", 1, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_null (loft_stream_read_line (stream, LIMIT, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  g_clear_error (&error);
  g_assert_true (loft_stream_start_tls (stream, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_line (stream, "hello");
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

/* With the signal's default action a write to a lost peer would end the program. */
static void
test_lost (void)
{
  LoftScriptServer *server = loft_script_server_new ("tls\nS: hello\nclose");
  g_autoptr (LoftEndpoint) endpoint = endpoint_for (server, "localhost", LOFT_ENDPOINT_TLS, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);
  gint64 end = g_get_monotonic_time () + 120 * G_USEC_PER_SEC;
  gboolean written = TRUE;

  g_assert_no_error (error);
  assert_line (stream, "hello");
  signal (SIGPIPE, SIG_DFL);
  while (written && g_get_monotonic_time () < end)
    written = loft_stream_write (stream, "x", 1, NULL, &error) &&
              loft_stream_flush (stream, NULL, &error);
  g_assert_false (written);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_object (&stream);
  signal (SIGPIPE, SIG_IGN);
  loft_script_server_finish (server);
}

/* Bodies and lines in turn, in records of every size, and what wait () says in between. */
static void
test_data (void)
{
  LoftScriptServer *server = loft_script_server_new ("tls\n"
                                                     "split 1\nS: slow line\nsplit 0\n"
                                                     "literal 1000000\n"
                                                     "S: after\n"
                                                     "pause\n"
                                                     "S: last\n"
                                                     "receive 500000\n"
                                                     "S: got");
  g_autoptr (LoftEndpoint) endpoint = endpoint_for (server, "localhost", LOFT_ENDPOINT_TLS, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftStream) stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);
  g_autofree char *bytes = g_malloc0 (500000);
  char body[70000];
  gsize got = 0;

  g_assert_no_error (error);
  assert_line (stream, "slow line");
  while (got < 1000000)
    {
      gssize n = loft_stream_read (stream, body, MIN (sizeof body, 1000000 - got), NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (n, >, 0);
      got += n;
    }
  assert_line (stream, "after");
  g_assert_false (loft_stream_wait (stream, 0, NULL, &error));
  g_assert_no_error (error);
  loft_script_server_resume (server);
  g_assert_true (loft_stream_wait (stream, -1, NULL, &error));
  assert_line (stream, "last");
  g_assert_true (loft_stream_write (stream, bytes, 500000, NULL, &error));
  g_assert_true (loft_stream_flush (stream, NULL, &error));
  assert_line (stream, "got");
  g_assert_cmpint (loft_stream_read (stream, body, 1, NULL, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (loft_stream_get_bytes_received (stream), ==, 11 + 1000000 + 7 + 6 + 5);
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

int
main (int argc, char **argv)
{
  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stream-tls/certificate/%s", certificates[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_certificate);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (broken_handshakes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/stream-tls/broken/%s", broken_handshakes[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_broken_handshake);
    }
  g_test_add_func ("/stream-tls/refused-is-closed", test_refused_is_closed);
  g_test_add_func ("/stream-tls/injection", test_injection);
  g_test_add_func ("/stream-tls/cancel-handshake", test_cancel_handshake);
  g_test_add_func ("/stream-tls/plain-endpoint", test_plain_endpoint);
  g_test_add_func ("/stream-tls/no-secret-in-clear", test_no_secret_in_clear);
  g_test_add_func ("/stream-tls/no-byte-before-tls", test_no_byte_before_tls);
  g_test_add_func ("/stream-tls/lost", test_lost);
  g_test_add_func ("/stream-tls/data", test_data);
  return g_test_run ();
}
