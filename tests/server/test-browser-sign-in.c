/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account that has no password: the real loftctl, an issuer and an IMAP server of the test. */
#include <string.h>

#include "loft-fake-issuer.h"
#include "loft-script-server.h"
#include "loft-test-profile.h"

#define LOGOUT "C: Z LOGOUT\nS: * BYE\nS: Z OK\n"

typedef struct {
  LoftFakeIssuer *issuer;
  LoftTestProfile *profile;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->issuer = loft_fake_issuer_new ();
  fixture->profile = loft_test_profile_new ();
  loft_test_profile_set_environment (fixture->profile, "LOFT_TEST_CA_FILE",
                                     loft_test_tls_get_ca_file ());
  loft_test_profile_set_environment (fixture->profile, "LOFT_TRACE", "all,imap,http");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loft_test_profile_free (fixture->profile);
  loft_fake_issuer_free (fixture->issuer);
}

static void
visit (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL,
                                     NULL);
  g_autofree char *request =
    g_strdup_printf ("GET /?%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n",
                     g_uri_get_query (uri), g_uri_get_port (uri));
  char buffer[4096];

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, NULL);
  while (g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                              sizeof buffer, NULL, NULL) > 0)
    ;
}

/* The person at the browser of a loftctl that prints where to go; the exit status. */
static int
agree (Fixture *fixture, GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stderr_pipe (process));
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL)
    {
      g_autofree char *redirect = NULL;

      g_test_message ("%s", line);
      if (g_str_has_prefix (line, "https://"))
        {
          redirect = loft_fake_issuer_agree (fixture->issuer, line);
          g_assert_nonnull (redirect);
          visit (redirect);
        }
      g_free (line);
    }
  g_subprocess_wait (process, NULL, NULL);
  return g_subprocess_get_exit_status (process);
}

static int
add_account (Fixture *fixture, guint16 port)
{
  g_autofree char *token_url = loft_fake_issuer_dup_url (fixture->issuer, "/token");
  g_autofree char *authorization_url = loft_fake_issuer_dup_url (fixture->issuer, "/authorize");
  g_autoptr (GSubprocess) process = loft_test_profile_start_piped (
    fixture->profile,
    "account add imap --name Test --address anna@example.test --host localhost --port %u "
    "--secrets-file --oauth-client mine --oauth-authorization-url %s --oauth-token-url %s "
    "--oauth-scope mail",
    port, authorization_url, token_url);

  return agree (fixture, process);
}

/* "user=anna@example.test^Aauth=Bearer TOKEN^A^A" */
static char *
script_for (const char *token, const char *rest)
{
  g_autofree char *answer = g_strdup_printf ("user=anna@example.test\1auth=Bearer %s\1\1", token);
  g_autofree char *encoded = g_base64_encode ((const guchar *) answer, strlen (answer));

  return g_strdup_printf ("tls\nS: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi\n"
                          "C: <tag> AUTHENTICATE XOAUTH2 %s\n"
                          "S: <tag> OK [CAPABILITY IMAP4rev1] in\n%s",
                          encoded, rest);
}

static void
assert_no_token (const char *text)
{
  if (strstr (text, "access-") != NULL || strstr (text, "refresh-") != NULL ||
      strstr (text, "YWNjZXNz") != NULL)
    g_test_fail_printf ("a token is told: %s", text);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = script_for ("access-1", LOGOUT);
  g_autofree char *second = script_for ("access-2", LOGOUT);
  LoftScriptServer *server = loft_script_server_new (first);
  g_autoptr (GSubprocess) again = NULL;

  loft_script_server_add (server, second);
  g_assert_cmpint (add_account (fixture, loft_script_server_get_port (server)), ==, 0);
  loft_test_profile_expect (fixture->profile, 0, "account test Test");
  assert_no_token (loft_test_profile_get_errors (fixture->profile));
  assert_no_token (loft_test_profile_get_output (fixture->profile));
  again = loft_test_profile_start_piped (fixture->profile, "account sign-in Test");
  g_assert_cmpint (agree (fixture, again), ==, 0);
  loft_test_profile_expect (fixture->profile, 0, "account test Test");
  loft_test_profile_expect (fixture->profile, 0, "account show Test");
  assert_no_token (loft_test_profile_get_output (fixture->profile));
  loft_script_server_finish (server);
}

/* The token holds by its time, but the server knows it no longer: another is got without a word. */
static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = script_for ("access-2", "C: <tag> LIST *\nclose");
  LoftScriptServer *server = loft_script_server_new (
    "tls\nS: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi\nC: <tag> AUTHENTICATE XOAUTH2 *\n"
    "S: <tag> NO [AUTHENTICATIONFAILED] revoked\n");

  loft_script_server_add (server, good);
  g_assert_cmpint (add_account (fixture, loft_script_server_get_port (server)), ==, 0);
  g_assert_cmpint (loft_test_profile_run (fixture->profile, "sync"), !=, 4);
  g_assert_cmpuint (loft_fake_issuer_get_n_given (fixture->issuer), ==, 2);
  assert_no_token (loft_test_profile_get_errors (fixture->profile));
  loft_script_server_finish (server);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  loft_fake_issuer_set_manner (fixture->issuer, LOFT_FAKE_ISSUER_OTHER_TYPE);
  g_assert_cmpint (add_account (fixture, 993), ==, 1);
  loft_test_profile_expect (fixture->profile, 0, "account list");
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  g_test_add ("/server/browser-sign-in/add", Fixture, NULL, set_up, test_add, tear_down);
  g_test_add ("/server/browser-sign-in/revoked", Fixture, NULL, set_up, test_revoked, tear_down);
  g_test_add ("/server/browser-sign-in/refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
