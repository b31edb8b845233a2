/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every chain of loft-test-chains.h, by TLS from the first byte and by STARTTLS: the good ones sign
 * in, of the bad ones none gets a byte of what is secret, nor is the secret even looked up. */
#include <string.h>

#include "loft-error.h"
#include "loft-imap-session.h"
#include "loft-script-server.h"
#include "loft-test-chains.h"
#include "loft-test-tls.h"

#define GREETING "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
#define SIGN_IN  "C: <tag> AUTHENTICATE PLAIN *\nS: <tag> OK [CAPABILITY IMAP4rev1] in\neof\n"
#define CLEAR                                                                                      \
  "S: * OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN] hi\n"                                \
  "C: <tag> STARTTLS\nS: <tag> OK go\n"

static LoftCredentials *
count_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  (*(guint *) user_data)++;
  return loft_credentials_new ("jane", "open sesame", NULL);
}

static char *
script_for (const LoftTestChain *chain, LoftEndpointSecurity security)
{
  gboolean starttls = security == LOFT_ENDPOINT_STARTTLS;

  if (!chain->good)
    return g_strdup_printf ("%stls-refused :%s\n", starttls ? CLEAR : "", chain->name);
  return g_strdup_printf ("%stls :%s\n%s", starttls ? CLEAR : "", chain->name,
                          starttls ? "C: <tag> CAPABILITY\n"
                                     "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\n"
                                     "S: <tag> OK x\n" SIGN_IN
                                   : GREETING SIGN_IN);
}

static void
assert_told_nothing (LoftScriptServer *server)
{
  gsize length = 0;
  g_autofree char *secure = loft_script_server_get_received_secure (server, &length);
  g_autofree char *plain = loft_script_server_get_received_plain (server, NULL);

  g_assert_cmpuint (length, ==, 0);
  g_assert_null (strstr (plain, "AUTHENTICATE"));
  g_assert_null (strstr (plain, "LOGIN"));
}

static void
check_refusal (LoftImapSession *session, const GError *error, const LoftTestChain *chain)
{
  const LoftCertificateProblem *problem = loft_imap_session_get_certificate_problem (session);

  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
  g_assert_nonnull (problem);
  if (problem == NULL)
    return;
  g_assert_cmpuint (strlen (problem->fingerprint), ==, 64);
  g_assert_true (g_utf8_validate (problem->subject, -1, NULL));
  g_assert_true (g_str_has_prefix (problem->reason, "The certificate "));
  g_test_message ("%s: %s", chain->name, problem->reason);
}

static void
run_chain (const LoftTestChain *chain, LoftEndpointSecurity security)
{
  g_autofree char *script = script_for (chain, security);
  LoftScriptServer *server = loft_script_server_new (script);
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new (chain->host, loft_script_server_get_port (server), security, "");
  guint n_lookups = 0;
  g_autoptr (LoftImapSession) session =
    loft_imap_session_new (endpoint, "", count_credentials, &n_lookups);
  g_autoptr (GError) error = NULL;
  gboolean connected = loft_imap_session_connect (session, NULL, &error);

  if (chain->good)
    g_assert_no_error (error);
  else if (connected)
    g_test_fail_printf ("%s was accepted", chain->name);
  else
    {
      check_refusal (session, error, chain);
      assert_told_nothing (server);
    }
  g_assert_cmpuint (n_lookups, ==, connected ? 1 : 0);
  loft_imap_session_close (session);
  loft_script_server_finish (server);
}

static void
test_chain (gconstpointer data)
{
  run_chain (data, LOFT_ENDPOINT_TLS);
  run_chain (data, LOFT_ENDPOINT_STARTTLS);
}

int
main (int argc, char **argv)
{
  const LoftTestChain *chains;
  guint n_chains;

  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  chains = loft_test_chains_list (&n_chains);
  for (guint i = 0; i < n_chains; i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/tls-chains/%s/%s", chains[i].good ? "good" : "bad", chains[i].name);

      g_test_add_data_func (path, &chains[i], test_chain);
    }
  return g_test_run ();
}
