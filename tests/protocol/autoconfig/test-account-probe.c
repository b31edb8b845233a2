/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trying a sign-in: names, mechanisms, certificates, and how often a server is asked. */
#include "loft-account-probe.h"

#include <string.h>

#include "loft-error.h"
#include "loft-script-server.h"

#define GREETING                                                                                   \
  "tls\nS: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN AUTH=XOAUTH2 SASL-IR] hi\n"
/* base64 of NUL anna@example.test NUL secret, and of NUL anna NUL secret */
#define WITH_ADDRESS "C: <tag> AUTHENTICATE PLAIN AGFubmFAZXhhbXBsZS50ZXN0AHNlY3JldA==\n"
#define WITH_NAME    "C: <tag> AUTHENTICATE PLAIN AGFubmEAc2VjcmV0\n"
#define ACCEPTED     "S: <tag> OK [CAPABILITY IMAP4rev1] in\nC: Z LOGOUT\nS: * BYE\nS: Z OK\n"
#define REFUSED      "S: <tag> NO [AUTHENTICATIONFAILED] no\n"

typedef struct {
  const char *name;
  const char *user; /* of the account */
  const char *first; /* script of the first connection */
  const char *second; /* (nullable) */
  int error; /* -1: signed in */
  const char *accepted; /* name */
  const char *mechanism;
} Row;

static const Row rows[] = {
  { "address", "", GREETING WITH_ADDRESS ACCEPTED, NULL, -1, "anna@example.test", "PLAIN" },
  { "local-part", "", GREETING WITH_ADDRESS REFUSED, GREETING WITH_NAME ACCEPTED, -1, "anna",
    "PLAIN" },
  { "neither", "", GREETING WITH_ADDRESS REFUSED, GREETING WITH_NAME REFUSED, LOFT_ERROR_AUTH, "",
    "PLAIN" },
  { "given-name-only", "anna@example.test", GREETING WITH_ADDRESS REFUSED, NULL, LOFT_ERROR_AUTH,
    "", "PLAIN" },
  { "given-name", "anna", GREETING WITH_NAME ACCEPTED, NULL, -1, "anna", "PLAIN" },
  { "busy-is-no-refusal", "", GREETING WITH_ADDRESS "S: <tag> NO [UNAVAILABLE] later\n", NULL,
    LOFT_ERROR_TEMPORARY, "", "PLAIN" },
  { "nothing-that-fits", "", "tls\nS: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=GSSAPI] hi\n",
    NULL, LOFT_ERROR_AUTH, "", "" },
  { "no-imap", "", "tls\nS: 220 ftp\n", NULL, LOFT_ERROR_PROTOCOL, "", "" },
  { "untrusted", "", "tls-refused self-signed\n", NULL, LOFT_ERROR_UNTRUSTED, "", "" },
};

static LoftCredentials *
credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("whoever", "secret", NULL);
}

static LoftAccount *
new_account (const Row *row, LoftScriptServer *server)
{
  LoftAccount *account = loft_account_new ("imap");

  g_free (account->address);
  account->address = g_strdup ("anna@example.test");
  g_free (account->incoming.user);
  account->incoming.user = g_strdup (row->user);
  g_free (account->incoming.host);
  account->incoming.host = g_strdup (loft_script_server_get_host (server));
  account->incoming.port = loft_script_server_get_port (server);
  return account;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  LoftScriptServer *server = loft_script_server_new (row->first);
  g_autoptr (LoftAccount) account = new_account (row, server);
  g_autoptr (LoftSignInReport) report = loft_sign_in_report_new ();
  g_autoptr (GError) error = NULL;
  gboolean signed_in;

  if (row->second != NULL)
    loft_script_server_add (server, row->second);
  signed_in = loft_account_probe (account, NULL, credentials, NULL, report, NULL, &error);
  if (row->error < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, row->error);
  g_assert_cmpint (signed_in, ==, row->error < 0);
  g_assert_cmpstr (report->user, ==, row->accepted);
  g_assert_cmpstr (report->mechanism, ==, row->mechanism);
  g_assert_cmpint (report->problem != NULL, ==, row->error == LOFT_ERROR_UNTRUSTED);
  if (report->mechanism[0] != '\0')
    g_assert_cmpstr (report->offered, ==, "PLAIN LOGIN XOAUTH2");
  g_assert_cmpuint (loft_script_server_get_n_connections (server), ==, row->second != NULL ? 2 : 1);
  loft_script_server_finish (server);
}

static void
test_unknown_kind (void)
{
  g_autoptr (LoftAccount) account = loft_account_new ("gopher");
  g_autoptr (LoftSignInReport) report = loft_sign_in_report_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_account_probe (account, NULL, credentials, NULL, report, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/account-probe/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/account-probe/unknown-kind", test_unknown_kind);
  return g_test_run ();
}
