/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-tls.h"
#include "pop3-fixture.h"

#include <string.h>

/* Greeting, CAPA, STLS, and every way to sign in. base64: "\0jane\0open sesame" is
 * AGphbmUAb3BlbiBzZXNhbWU=. */

#define PLAIN   "C: AUTH PLAIN\nS: + \nC: AGphbmUAb3BlbiBzZXNhbWU=\n"
#define LOGIN                                                                                      \
  "C: AUTH LOGIN\nS: + VXNlcm5hbWU6\nC: amFuZQ==\nS: + UGFzc3dvcmQ6\nC: b3BlbiBzZXNhbWU=\n"
#define USER    "C: USER jane\nS: +OK\nC: PASS open sesame\n"
#define STAMP   "S: +OK ready <1.2@test>\n"
#define APOP    "C: APOP jane f878aa8cced6f4349d2420c7224f5709\n"
#define IN      "S: +OK in\n"
#define AGAIN   POP3_CAPA ("S: UIDL\n") "eof\n"
#define NO_CAPA "C: CAPA\nS: -ERR what?\n"

typedef struct {
  const char *name;
  LoftEndpointSecurity security;
  const char *wanted;
  const char *script;
  int code; /* -1: signs in */
  const char *mechanism;
} Row;

static const Row rows[] = {
  { "sasl-plain", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: SASL PLAIN\nS: USER\n") PLAIN IN AGAIN, -1, "PLAIN" },
  { "bare-plus", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA (
      "S: SASL PLAIN\n") "C: AUTH PLAIN\nS: +\nC: AGphbmUAb3BlbiBzZXNhbWU=\n" IN AGAIN,
    -1, "PLAIN" },
  { "sasl-login", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: sasl login\n") LOGIN IN AGAIN, -1, "LOGIN" },
  { "user", LOFT_ENDPOINT_TLS, "", "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") USER IN AGAIN, -1,
    "USER" },
  { "user-before-apop", LOFT_ENDPOINT_TLS, "", "tls\n" STAMP POP3_CAPA ("S: USER\n") USER IN AGAIN,
    -1, "USER" },
  { "user-not-in-capa", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: TOP\n") USER IN AGAIN, -1, "USER" },
  { "no-capa", LOFT_ENDPOINT_TLS, "", "tls\n" POP3_HELLO NO_CAPA USER IN "eof\n", -1, "USER" },
  { "greeting-without-words", LOFT_ENDPOINT_TLS, "", "tls\nS: +OK\n" NO_CAPA USER IN "eof\n", -1,
    "USER" },
  { "only-apop", LOFT_ENDPOINT_TLS, "", "tls\n" STAMP POP3_CAPA ("S: TOP\n") APOP IN AGAIN, -1,
    "APOP" },
  { "apop-wanted", LOFT_ENDPOINT_TLS, "APOP",
    "tls\n" STAMP POP3_CAPA ("S: SASL PLAIN\nS: USER\n") APOP IN AGAIN, -1, "APOP" },
  { "apop-wanted-without-time-stamp", LOFT_ENDPOINT_TLS, "APOP",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") "eof\n", LOFT_ERROR_AUTH, "APOP" },
  { "apop-with-chosen-bytes", LOFT_ENDPOINT_TLS, "APOP",
    "tls\nraw +OK <\\x01\\x02@x>\\r\\n\n" POP3_CAPA ("S: USER\n") "eof\n", LOFT_ERROR_AUTH,
    "APOP" },
  { "user-wanted", LOFT_ENDPOINT_TLS, "user",
    "tls\n" STAMP POP3_CAPA ("S: SASL PLAIN\nS: USER\n") USER IN AGAIN, -1, "USER" },
  { "fixed-but-not-offered", LOFT_ENDPOINT_TLS, "SCRAM-SHA-256",
    "tls\n" POP3_HELLO POP3_CAPA ("S: SASL PLAIN\nS: USER\n") "eof\n", LOFT_ERROR_AUTH, NULL },

  { "clear-by-choice", LOFT_ENDPOINT_PLAIN, "", POP3_HELLO POP3_CAPA ("S: USER\n") USER IN AGAIN,
    -1, "USER" },
  { "clear-hides-the-password", LOFT_ENDPOINT_PLAIN, "",
    STAMP POP3_CAPA ("S: USER\nS: SASL PLAIN\n") APOP IN AGAIN, -1, "APOP" },
  { "clear-prefers-sasl-that-hides", LOFT_ENDPOINT_PLAIN, "",
    STAMP POP3_CAPA (
      "S: USER\nS: SASL PLAIN CRAM-MD5\n") "C: AUTH CRAM-MD5\nS: + PDFAMj4=\nC: amFuZS*\n" IN AGAIN,
    -1, "CRAM-MD5" },
  { "clear-sasl-plain", LOFT_ENDPOINT_PLAIN, "",
    POP3_HELLO POP3_CAPA ("S: SASL PLAIN\n") PLAIN IN AGAIN, -1, "PLAIN" },
  { "clear-forbidden", LOFT_ENDPOINT_PLAIN, "", POP3_HELLO POP3_CAPA ("S: TOP\n") "eof\n",
    LOFT_ERROR_AUTH, NULL },

  { "stls", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: STLS\n") "C: STLS\nS: +OK\ntls\n" POP3_CAPA ("S: USER\n")
      USER IN AGAIN,
    -1, "USER" },
  { "stls-without-capa", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO NO_CAPA "C: STLS\nS: +OK\ntls\n" NO_CAPA USER IN "eof\n", -1, "USER" },
  { "stls-forgets-capabilities", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: STLS\nS: SASL PLAIN\n") "C: STLS\nS: +OK\ntls\n" NO_CAPA USER IN
                                                      "eof\n",
    -1, "USER" },
  { "stls-forgets-the-time-stamp", LOFT_ENDPOINT_STARTTLS, "APOP",
    STAMP POP3_CAPA ("S: STLS\n") "C: STLS\nS: +OK\ntls\n" POP3_CAPA ("S: TOP\n") "eof\n",
    LOFT_ERROR_AUTH, "APOP" },
  { "stls-not-offered", LOFT_ENDPOINT_STARTTLS, "",
    STAMP POP3_CAPA ("S: USER\nS: SASL PLAIN\n") "eof\n", LOFT_ERROR_REFUSED, NULL },
  { "stls-as-part-of-a-word", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: XSTLS STLS\nS: STLSX\n") "eof\n", LOFT_ERROR_REFUSED, NULL },
  { "stls-refused", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: STLS\n") "C: STLS\nS: -ERR no, go on in clear\neof\n",
    LOFT_ERROR_REFUSED, NULL },
  { "stls-refused-without-capa", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO NO_CAPA "C: STLS\nS: -ERR what?\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "stls-plus", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: STLS\n") "C: STLS\nS: + go\neof\n", LOFT_ERROR_PROTOCOL, NULL },
  { "stls-answered-twice", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: STLS\n") "C: STLS\nraw +OK go\\r\\n+OK\\r\\nUSER\\r\\n.\\r\\n\neof\n",
    LOFT_ERROR_PROTOCOL, NULL },
  { "stls-answered-before-it-was-asked", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO "C: CAPA\nraw +OK\\r\\nSTLS\\r\\n.\\r\\n+OK go\\r\\n\neof\n", LOFT_ERROR_PROTOCOL,
    NULL },
  { "stls-and-silence", LOFT_ENDPOINT_STARTTLS, "",
    POP3_HELLO POP3_CAPA ("S: STLS\n") "C: STLS\nS: +OK\nclose\n", LOFT_ERROR_TEMPORARY, NULL },

  { "utf8", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\nS: UTF8\n") "C: UTF8\nS: +OK\n" USER IN AGAIN, -1,
    "USER" },
  { "utf8-refused", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\nS: UTF8 USER\n") "C: UTF8\nS: -ERR\n" USER IN AGAIN, -1,
    "USER" },
  { "capa-only-before-sign-in", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") USER IN "C: CAPA\nS: -ERR\neof\n", -1, "USER" },
  { "capa-with-nonsense", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: \nS:  x\nraw \\0\\xff\\r\\n..\\r\\n\nS: USER\n")
      USER IN AGAIN,
    -1, "USER" },

  { "wrong-password", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") USER "S: -ERR [AUTH] wrong\neof\n", LOFT_ERROR_AUTH,
    "USER" },
  { "wrong-name", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") "C: USER jane\nS: -ERR who?\neof\n", LOFT_ERROR_AUTH,
    "USER" },
  { "in-use", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") USER "S: -ERR [IN-USE] locked\neof\n",
    LOFT_ERROR_TEMPORARY, "USER" },
  { "login-delay", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: SASL PLAIN\n") PLAIN "S: -ERR [LOGIN-DELAY] soon\neof\n",
    LOFT_ERROR_TEMPORARY, "PLAIN" },
  { "sys-perm", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") USER "S: -ERR [SYS/PERM] call us\neof\n",
    LOFT_ERROR_REFUSED, "USER" },
  { "challenge-is-not-base64", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: SASL CRAM-MD5\n") "C: AUTH CRAM-MD5\nS: + <1@2>\neof\n",
    LOFT_ERROR_PROTOCOL, "CRAM-MD5" },
  { "one-plus-too-many", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA ("S: SASL PLAIN\n") PLAIN "S: + \neof\n", LOFT_ERROR_PROTOCOL,
    "PLAIN" },
  { "no-proof", LOFT_ENDPOINT_TLS, "",
    "tls\n" POP3_HELLO POP3_CAPA (
      "S: SASL SCRAM-SHA-256\n") "C: AUTH SCRAM-SHA-256\nS: + \nC: biws*\nS: +OK in\neof\n",
    LOFT_ERROR_AUTH, "SCRAM-SHA-256" },

  { "greeting-refuses", LOFT_ENDPOINT_PLAIN, "", "S: -ERR too many connections\neof\n",
    LOFT_ERROR_TEMPORARY, NULL },
  { "greeting-refuses-for-good", LOFT_ENDPOINT_PLAIN, "", "S: -ERR [SYS/PERM] closed\neof\n",
    LOFT_ERROR_REFUSED, NULL },
  { "greeting-of-imap", LOFT_ENDPOINT_PLAIN, "", "S: * OK IMAP4rev1\neof\n", LOFT_ERROR_PROTOCOL,
    NULL },
  { "greeting-of-smtp", LOFT_ENDPOINT_PLAIN, "", "S: 220 mail ESMTP\neof\n", LOFT_ERROR_PROTOCOL,
    NULL },
  { "greeting-plus", LOFT_ENDPOINT_PLAIN, "", "S: + hi\neof\n", LOFT_ERROR_PROTOCOL, NULL },
  { "greeted-twice", LOFT_ENDPOINT_PLAIN, "", "raw +OK hi\\r\\n+OK again\\r\\n\neof\n",
    LOFT_ERROR_PROTOCOL, NULL },
};

static void
run_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean connected;

  pop3_fixture_init (&fixture, row->script, row->security, row->wanted);
  connected = loft_pop3_session_connect (fixture.session, NULL, &error);
  if (row->code >= 0)
    g_assert_error (error, LOFT_ERROR, row->code);
  else
    g_assert_no_error (error);
  g_assert_cmpint (connected, ==, row->code < 0);
  g_assert_cmpint (loft_pop3_session_is_connected (fixture.session), ==, connected);
  g_assert_cmpstr (loft_pop3_session_get_mechanism (fixture.session), ==, row->mechanism);
  g_assert_true (row->security == LOFT_ENDPOINT_PLAIN || !pop3_fixture_leaked (&fixture));
}

/* The server's own words come with the error, and its code beside it. */
static void
test_words (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  pop3_fixture_init (&fixture,
                     POP3_HELLO POP3_CAPA ("S: USER\n") USER
                     "S: -ERR [IN-USE] Mailbox is “locked”\neof\n",
                     LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (loft_pop3_session_connect (fixture.session, NULL, &error));
  g_assert_cmpstr (error->message, ==, "The server refused the sign-in: “Mailbox is \"locked\"”");
  g_assert_cmpint (loft_pop3_session_get_refusal (fixture.session), ==, LOFT_POP3_CODE_IN_USE);
}

/* Of new tags, of one again and again, of nonsense. */
static void
test_endless_capabilities (void)
{
  static const char *const lines[] = { "S: X<i>\n", "S: X\n", "S: \n" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *script = g_strconcat (POP3_HELLO "C: CAPA\nS: +OK\nrepeat 2000\n", lines[i],
                                             "end\nstall\n", NULL);
      g_auto (Pop3Fixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;

      pop3_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
      g_assert_false (loft_pop3_session_connect (fixture.session, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
      pop3_fixture_forget_script (&fixture);
    }
}

static void
test_capabilities (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };

  pop3_fixture_init_connected (&fixture,
                               POP3_IN ("S: login-delay 60 user\nS: EXPIRE NEVER\n") "eof\n");
  g_assert_cmpstr (loft_pop3_session_get_capability (fixture.session, "LOGIN-DELAY"), ==,
                   "60 user");
  g_assert_cmpstr (loft_pop3_session_get_capability (fixture.session, "EXPIRE"), ==, "NEVER");
  g_assert_null (loft_pop3_session_get_capability (fixture.session, "UIDL"));
}

#define STALE                                                                                      \
  "C: AUTH XOAUTH2\nS: + \nC: dXNlcj1qYW5l*\nS: + eyJzdGF0dXMiOiI0MDEifQ==\nC: \n"                   \
  "S: -ERR [AUTH] expired\neof\n"

static void
test_token (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  pop3_fixture_init (&fixture, "tls\n" POP3_HELLO POP3_CAPA ("S: SASL PLAIN XOAUTH2\n") STALE,
                     LOFT_ENDPOINT_TLS, "");
  fixture.password = NULL;
  fixture.token = "stale";
  g_assert_false (loft_pop3_session_connect (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
}

/* A line end in a password would be a command of its own. */
static void
test_injected_password (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  pop3_fixture_init (&fixture, "tls\n" POP3_HELLO POP3_CAPA ("S: USER\n") "eof\n",
                     LOFT_ENDPOINT_TLS, "");
  fixture.password = "a\r\nDELE 1";
  g_assert_false (loft_pop3_session_connect (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
}

static void
test_downgrade (void)
{
  static const struct {
    const char *least;
    const char *lines;
    gboolean refused;
  } cases[] = {
    { "SCRAM-SHA-256", "S: SASL PLAIN\nS: USER\n", TRUE },
    { "SCRAM-SHA-1", "S: USER\n", TRUE },
    { "PLAIN", "S: USER\n", FALSE },
    { "USER", "S: USER\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *script =
        g_strconcat ("tls\n" POP3_HELLO "C: CAPA\nS: +OK\n", cases[i].lines, "S: .\n",
                     cases[i].refused ? "eof\n" : USER IN AGAIN, NULL);
      g_auto (Pop3Fixture) fixture = { NULL };
      g_autoptr (LoftSignInTerms) terms = loft_sign_in_terms_new ("", NULL, cases[i].least);
      g_autoptr (GError) error = NULL;

      pop3_fixture_init (&fixture, script, LOFT_ENDPOINT_TLS, "");
      loft_pop3_session_set_terms (fixture.session, terms);
      loft_pop3_session_connect (fixture.session, NULL, &error);
      if (cases[i].refused)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_DOWNGRADE);
      else
        g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pop3/connect/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], run_row);
    }
  g_test_add_func ("/pop3/connect/words", test_words);
  g_test_add_func ("/pop3/connect/endless-capabilities", test_endless_capabilities);
  g_test_add_func ("/pop3/connect/capabilities", test_capabilities);
  g_test_add_func ("/pop3/connect/token", test_token);
  g_test_add_func ("/pop3/connect/injected-password", test_injected_password);
  g_test_add_func ("/pop3/connect/downgrade", test_downgrade);
  return g_test_run ();
}
