/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

/* LOGIN and AUTHENTICATE. base64: "\0jane\0open sesame" is AGphbmUAb3BlbiBzZXNhbWU=. */

#define GREETING(capabilities) "S: * OK [CAPABILITY IMAP4rev1 " capabilities "] hi\n"
#define IN "S: <tag> OK [CAPABILITY IMAP4rev1] in\neof\n"
#define PLAIN "AGphbmUAb3BlbiBzZXNhbWU="

typedef struct {
  const char *name;
  LoftEndpointSecurity security;
  const char *wanted;
  const char *script;
  int code;              /* -1: signs in */
  const char *mechanism; /* used, or tried */
} Row;

static const Row rows[] = {
  { "plain-with-initial-response", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE PLAIN " PLAIN "\n" IN, -1, "PLAIN" },
  { "plain-without", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("AUTH=PLAIN") "C: <tag> AUTHENTICATE PLAIN\nS: + \nC: " PLAIN "\n" IN, -1, "PLAIN" },
  { "bare-plus", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("AUTH=PLAIN") "C: <tag> AUTHENTICATE PLAIN\nS: +\nC: " PLAIN "\n" IN, -1, "PLAIN" },
  { "login-mechanism", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=LOGIN") "C: <tag> AUTHENTICATE LOGIN\nS: + VXNlcm5hbWU6\nC: amFuZQ==\n"
    "S: + UGFzc3dvcmQ6\nC: b3BlbiBzZXNhbWU=\n" IN, -1, "LOGIN" },
  { "fixed", LOFT_ENDPOINT_PLAIN, "LOGIN",
    GREETING ("SASL-IR AUTH=PLAIN AUTH=LOGIN AUTH=SCRAM-SHA-256")
    "C: <tag> AUTHENTICATE LOGIN\nS: + VXNlcm5hbWU6\nC: amFuZQ==\n"
    "S: + UGFzc3dvcmQ6\nC: b3BlbiBzZXNhbWU=\n" IN, -1, "LOGIN" },
  { "fixed-but-not-offered", LOFT_ENDPOINT_PLAIN, "SCRAM-SHA-256",
    GREETING ("SASL-IR AUTH=PLAIN") "eof\n", LOFT_ERROR_AUTH, NULL },
  { "login-command", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("") "C: <tag> LOGIN \"jane\" \"open sesame\"\n" IN, -1, "LOGIN" },
  { "login-command-in-clear-by-choice", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("") "C: <tag> LOGIN \"jane\" \"open sesame\"\n" IN, -1, "LOGIN" },
  { "login-command-wanted", LOFT_ENDPOINT_TLS, "LOGIN",
    "tls\n" GREETING ("AUTH=PLAIN") "C: <tag> LOGIN \"jane\" \"open sesame\"\n" IN, -1, "LOGIN" },
  { "login-not-instead-of-a-fixed-one", LOFT_ENDPOINT_TLS, "SCRAM-SHA-1",
    "tls\n" GREETING ("") "eof\n", LOFT_ERROR_AUTH, NULL },
  { "login-disabled", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("LOGINDISABLED") "eof\n", LOFT_ERROR_AUTH, "LOGIN" },
  { "login-disabled-in-clear", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("LOGINDISABLED") "eof\n", LOFT_ERROR_AUTH, "LOGIN" },
  { "plain-although-login-disabled-in-clear", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("LOGINDISABLED SASL-IR AUTH=PLAIN AUTH=LOGIN") "eof\n", LOFT_ERROR_AUTH, NULL },
  { "plain-although-login-disabled-in-tls", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("LOGINDISABLED SASL-IR AUTH=PLAIN")
    "C: <tag> AUTHENTICATE PLAIN " PLAIN "\n" IN, -1, "PLAIN" },
  { "login-literals", LOFT_ENDPOINT_TLS, "LOGIN",
    "tls\n" GREETING ("LITERAL+") "C: <tag> LOGIN \"jane\" \"open sesame\"\n" IN, -1, "LOGIN" },
  { "wrong-password", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\n"
    "S: <tag> NO [AUTHENTICATIONFAILED] Wrong\neof\n", LOFT_ERROR_AUTH, "PLAIN" },
  { "no-without-code", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\nS: <tag> NO\neof\n",
    LOFT_ERROR_AUTH, "PLAIN" },
  { "bad", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\nS: <tag> BAD what\neof\n",
    LOFT_ERROR_AUTH, "PLAIN" },
  { "back-end-down", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\n"
    "S: <tag> NO [UNAVAILABLE] later\neof\n", LOFT_ERROR_TEMPORARY, "PLAIN" },
  { "too-many-connections", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\n"
    "S: <tag> NO [LIMIT] ten are enough\neof\n", LOFT_ERROR_TEMPORARY, "PLAIN" },
  { "login-refused", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("") "C: <tag> LOGIN *\nS: <tag> NO Wrong\neof\n", LOFT_ERROR_AUTH, "LOGIN" },
  { "bye", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\nS: * BYE no\neof\n",
    LOFT_ERROR_TEMPORARY, "PLAIN" },
  { "closed", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\nclose\n", LOFT_ERROR_TEMPORARY,
    "PLAIN" },
  { "scram-not-base64", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=SCRAM-SHA-256") "C: <tag> AUTHENTICATE SCRAM-SHA-256 *\n"
    "S: + r=!!\nC: ?\nS: <tag> BAD gave up\neof\n", LOFT_ERROR_PROTOCOL, "SCRAM-SHA-256" },
  { "scram-foreign-nonce", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=SCRAM-SHA-256") "C: <tag> AUTHENTICATE SCRAM-SHA-256 *\n"
    "S: + cj1hYmMscz1ZV0pqWkE9PSxpPTQwOTY=\nC: ?\nS: <tag> BAD gave up\neof\n",
    LOFT_ERROR_PROTOCOL, "SCRAM-SHA-256" },
  { "scram-proves-nothing", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=SCRAM-SHA-256") "C: <tag> AUTHENTICATE SCRAM-SHA-256 *\n" IN,
    LOFT_ERROR_AUTH, "SCRAM-SHA-256" },
  { "stronger-first", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=LOGIN")
    "C: <tag> AUTHENTICATE SCRAM-SHA-256 *\nS: <tag> NO no\neof\n", LOFT_ERROR_AUTH,
    "SCRAM-SHA-256" },
  { "cram-md5-rather-than-plain-in-clear", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN AUTH=CRAM-MD5") "C: <tag> AUTHENTICATE CRAM-MD5\n"
    "S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\n"
    "C: amFuZSBkNTY4MTcxOWVmZjZkOWQ1ODA2YTcxOWY4ZjYzMmE0Mw==\n" IN, -1, "CRAM-MD5" },
  { "plain-rather-than-cram-md5-in-tls", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("SASL-IR AUTH=CRAM-MD5 AUTH=PLAIN")
    "C: <tag> AUTHENTICATE PLAIN " PLAIN "\n" IN, -1, "PLAIN" },
  { "cram-md5-alone-in-tls", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("LOGINDISABLED AUTH=CRAM-MD5") "C: <tag> AUTHENTICATE CRAM-MD5\n"
    "S: + PDFAYT4=\nC: *\nS: <tag> NO wrong\neof\n", LOFT_ERROR_AUTH, "CRAM-MD5" },
  { "cram-md5-without-challenge", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("AUTH=CRAM-MD5") "C: <tag> AUTHENTICATE CRAM-MD5\nS: + \nC: ?\nS: <tag> BAD x\neof\n",
    LOFT_ERROR_PROTOCOL, "CRAM-MD5" },
  { "external-without-a-certificate", LOFT_ENDPOINT_TLS, "",
    "tls\n" GREETING ("SASL-IR AUTH=EXTERNAL AUTH=PLAIN")
    "C: <tag> AUTHENTICATE PLAIN " PLAIN "\n" IN, -1, "PLAIN" },
  { "one-plus-too-many", LOFT_ENDPOINT_PLAIN, "",
    GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\nS: + \nC: ?\nS: <tag> BAD x\neof\n",
    LOFT_ERROR_PROTOCOL, "PLAIN" },
};

static void
run_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture, row->script, row->security, row->wanted);
  if (row->code >= 0)
    imap_fixture_assert_refused (&fixture, row->code);
  else
    {
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpstr (loft_imap_session_get_mechanism (fixture.session), ==, row->mechanism);
}

/* The server's own words come with the error. */
static void
test_words (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture,
                     GREETING ("SASL-IR AUTH=PLAIN") "C: <tag> AUTHENTICATE *\n"
                     "S: <tag> NO [ALERT] Please log in with your web browser\neof\n",
                     LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
  g_assert_cmpstr (error->message, ==,
                   "The server refused the sign-in: “Please log in with your web browser”");
  g_assert_cmpstr (loft_imap_session_get_alert (fixture.session), ==,
                   "Please log in with your web browser");
}

/* What does not fit between quotes goes as a literal, the waiting kind or the other. */
static void
test_password_as_literal (void)
{
  static const char *const scripts[] = {
    "tls\n" GREETING ("LITERAL+") "C: <tag> LOGIN \"jane\" {5+}\nC: a\xc3\xa4\xc3\xbc\n" IN,
    "tls\n" GREETING ("LITERAL-") "C: <tag> LOGIN \"jane\" {5+}\nC: a\xc3\xa4\xc3\xbc\n" IN,
    "tls\n" GREETING ("") "C: <tag> LOGIN \"jane\" {5}\nS: + go\nC: a\xc3\xa4\xc3\xbc\n" IN,
    "tls\n" GREETING ("") "C: <tag> LOGIN \"jane\" {5}\nS: * OK wait\nS: +\n"
    "C: a\xc3\xa4\xc3\xbc\n" IN,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;

      imap_fixture_init (&fixture, scripts[i], LOFT_ENDPOINT_TLS, "");
      fixture.password = "aäü";
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
      g_assert_no_error (error);
    }
}

/* NO to a literal: the password is not sent at all. */
static void
test_literal_refused (void)
{
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init (&fixture,
                     "tls\n" GREETING ("") "C: <tag> LOGIN \"jane\" {5}\nS: <tag> NO no\neof\n",
                     LOFT_ENDPOINT_TLS, "");
  fixture.password = "aäü";
  imap_fixture_assert_refused (&fixture, LOFT_ERROR_AUTH);
}

/* The initial response of a long token waits for "+". */
static void
test_token (void)
{
  static const struct {
    gsize length;
    const char *script;
  } tokens[] = {
    { 100, "tls\n" GREETING ("SASL-IR AUTH=PLAIN AUTH=XOAUTH2")
           "C: <tag> AUTHENTICATE XOAUTH2 dXNlcj1qYW5l*\n" IN },
    { 7000, "tls\n" GREETING ("SASL-IR AUTH=PLAIN AUTH=XOAUTH2")
            "C: <tag> AUTHENTICATE XOAUTH2\nS: + \nC: dXNlcj1qYW5l*\n" IN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autofree char *token = g_strnfill (tokens[i].length, 't');
      g_autoptr (GError) error = NULL;

      imap_fixture_init (&fixture, tokens[i].script, LOFT_ENDPOINT_TLS, "");
      fixture.password = NULL;
      fixture.token = token;
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (loft_imap_session_get_mechanism (fixture.session), ==, "XOAUTH2");
    }
}

/* The same for the standard's mechanism, which goes first, and its refusal (RFC 7628, 3.2.3). */
static void
test_bearer (void)
{
  static const char *const scripts[] = {
    "tls\n" GREETING ("SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER")
    "C: <tag> AUTHENTICATE OAUTHBEARER bixhPWphbmUsAWF1dGg9QmVhcmVyIHRva2VuAQE=\n" IN,
    "tls\n" GREETING ("SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER")
    "C: <tag> AUTHENTICATE OAUTHBEARER *\n"
    "S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\n"
    "C: AQ==\n"
    "S: <tag> NO [AUTHENTICATIONFAILED] expired\n"
    "eof\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;

      imap_fixture_init (&fixture, scripts[i], LOFT_ENDPOINT_TLS, "");
      fixture.password = NULL;
      fixture.token = "token";
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error) == (i == 0));
      g_assert_cmpint (i == 0 || g_error_matches (error, LOFT_ERROR, LOFT_ERROR_AUTH), ==, TRUE);
      g_assert_cmpstr (loft_imap_session_get_mechanism (fixture.session), ==, "OAUTHBEARER");
    }
}

/* XOAUTH2 tells why in a challenge, which an empty line answers. */
static void
test_token_refused (void)
{
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init (&fixture,
                     "tls\n" GREETING ("SASL-IR AUTH=XOAUTH2")
                     "C: <tag> AUTHENTICATE XOAUTH2 *\n"
                     "S: + eyJzdGF0dXMiOiI0MDEifQ==\n"
                     "C: \n"
                     "S: <tag> NO [AUTHENTICATIONFAILED] expired\n"
                     "eof\n",
                     LOFT_ENDPOINT_TLS, "");
  fixture.password = NULL;
  fixture.token = "stale";
  imap_fixture_assert_refused (&fixture, LOFT_ERROR_AUTH);
}

static void
test_no_secret (void)
{
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init (&fixture, "tls\n" GREETING ("SASL-IR AUTH=PLAIN") "eof\n",
                     LOFT_ENDPOINT_TLS, "");
  fixture.password = NULL;
  imap_fixture_assert_refused (&fixture, LOFT_ERROR_AUTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/sign-in/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], run_row);
    }
  g_test_add_func ("/imap/sign-in/words", test_words);
  g_test_add_func ("/imap/sign-in/password-as-literal", test_password_as_literal);
  g_test_add_func ("/imap/sign-in/literal-refused", test_literal_refused);
  g_test_add_func ("/imap/sign-in/token", test_token);
  g_test_add_func ("/imap/sign-in/bearer", test_bearer);
  g_test_add_func ("/imap/sign-in/token-refused", test_token_refused);
  g_test_add_func ("/imap/sign-in/no-secret", test_no_secret);
  return g_test_run ();
}
