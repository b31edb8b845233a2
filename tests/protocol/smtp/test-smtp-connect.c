/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smtp-fixture.h"

#include <string.h>

#include "loft-test-tls.h"

/* From the greeting to the sign-in. base64: "\0jane\0open sesame" is AGphbmUAb3BlbiBzZXNhbWU=. */

#define HELLO     "S: 220 mail.example.org ESMTP\nC: EHLO [127.0.0.1]\n"
#define OFFER     HELLO "S: 250-x\nS: 250-AUTH PLAIN\nS: 250 STARTTLS\n"
#define ASKED     OFFER "C: STARTTLS\n"
#define INSIDE(e) "tls\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 " e "\n"
#define PLAIN     "AGphbmUAb3BlbiBzZXNhbWU="
#define IN        "S: 235 2.7.0 in\neof\n"
#define AUTH(m)   HELLO "S: 250-x\nS: 250 AUTH " m "\n"
#define CONNECTS  (-1)
#define ANY_ERROR (-2)

typedef struct {
  const char *name;
  const char *script;
  int code;
  const char *mechanism; /* wanted, or NULL */
} Row;

static void
assert_connect (SmtpFixture *fixture, int code)
{
  g_autoptr (GError) error = NULL;

  if (code >= 0)
    {
      smtp_fixture_assert_refused (fixture, code);
      return;
    }
  loft_smtp_session_connect (fixture->session, NULL, &error);
  if (code == CONNECTS)
    g_assert_no_error (error);
  g_assert_cmpint (loft_smtp_session_is_connected (fixture->session), ==, code == CONNECTS);
  g_assert_cmpint (error == NULL, ==, code == CONNECTS);
}

/* --- Greeting, EHLO, HELO ----------------------------------------------------------------- */

static const Row greetings[] = {
  { "plain", HELLO "S: 250 x\neof\n", CONNECTS, NULL },
  { "several-lines", "S: 220-x\nS: 220-y\nS: 220 z\nC: EHLO *\nS: 250 x\neof\n", CONNECTS, NULL },
  { "only-lf", "raw 220 x\\n\nC: EHLO *\nraw 250-x\\n250 y\\n\neof\n", CONNECTS, NULL },
  { "helo-500", HELLO "S: 500 what?\nC: HELO [127.0.0.1]\nS: 250 x\neof\n", CONNECTS, NULL },
  { "helo-502", HELLO "S: 502 5.5.1 no\nC: HELO [127.0.0.1]\nS: 250 x\neof\n", CONNECTS, NULL },
  { "helo-refused", HELLO "S: 502 no\nC: HELO *\nS: 550 no\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "ehlo-refused", HELLO "S: 550 5.7.1 go away\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "ehlo-later", HELLO "S: 451 x\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "ehlo-and-220", HELLO "S: 220 x\neof\n", LOFT_ERROR_PROTOCOL, NULL },
  { "ehlo-421", HELLO "S: 421 x\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "no-service", "S: 554 no mail here\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "busy", "S: 421 4.3.2 busy\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "later", "S: 450 x\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "another-protocol", "S: * OK IMAP4rev1\neof\n", LOFT_ERROR_PROTOCOL, NULL },
  { "closed", "close\n", LOFT_ERROR_TEMPORARY, NULL },
  { "greeted-twice", "raw 220 x\\r\\n250 y\\r\\n\nstall\n", LOFT_ERROR_PROTOCOL, NULL },
  { "endless-line", "fill 12291\nstall\n", LOFT_ERROR_LIMIT, NULL },
  { "endless-lines", HELLO "repeat 201\nS: 250-x\nend\nstall\n", LOFT_ERROR_LIMIT, NULL },
};

static void
test_greeting (gconstpointer data)
{
  const Row *row = data;
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init (&fixture, row->script, LOFT_ENDPOINT_PLAIN, "");
  assert_connect (&fixture, row->code);
}

/* --- STARTTLS ----------------------------------------------------------------------------- */

static const Row borders[] = {
  { "upgrades", ASKED "S: 220 go\n" INSIDE ("AUTH PLAIN") "C: AUTH PLAIN " PLAIN "\n" IN, CONNECTS,
    NULL },
  { "nothing-offered", HELLO "S: 250 x\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "stripped", HELLO "S: 250-x\nS: 250-AUTH PLAIN\nS: 250 XXXXXXXA\neof\n", LOFT_ERROR_REFUSED,
    NULL },
  { "offered-in-the-name", HELLO "S: 250-STARTTLS\nS: 250 AUTH PLAIN\neof\n", LOFT_ERROR_REFUSED,
    NULL },
  { "helo", HELLO "S: 500 what?\nC: HELO *\nS: 250 x\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "refused", ASKED "S: 454 4.7.0 not now\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "unknown", ASKED "S: 502 what?\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "250-is-no-220", ASKED "S: 250 go\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "235-instead", ASKED "S: 235 you are in\neof\n", LOFT_ERROR_REFUSED, NULL },
  { "421", ASKED "S: 421 down\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "answered-before",
    "S: 220 x\nC: EHLO *\nraw 250-x\\r\\n250 STARTTLS\\r\\n220 go\\r\\n\nstall\n", ANY_ERROR,
    NULL },
  { "injected-reply", ASKED "raw 220 go\\r\\n250 AUTH PLAIN\\r\\n\nstall\n", LOFT_ERROR_PROTOCOL,
    NULL },
  { "injected-byte", ASKED "raw 220 go\\r\\nx\nstall\n", LOFT_ERROR_PROTOCOL, NULL },
  { "injected-sign-in",
    ASKED "raw 220 go\\r\\n250-x\\r\\n250 AUTH PLAIN\\r\\n235 in\\r\\n\nstall\n",
    LOFT_ERROR_PROTOCOL, NULL },
  { "clear-text-after", ASKED "S: 220 go\nreceive 100\nS: 250 AUTH PLAIN\nstall\n",
    LOFT_ERROR_PROTOCOL, NULL },
  { "silence-after", ASKED "S: 220 go\nclose\n", LOFT_ERROR_TEMPORARY, NULL },
  /* What was offered in clear is forgotten. */
  { "nothing-inside", ASKED "S: 220 go\n" INSIDE ("HELP") "eof\n", LOFT_ERROR_AUTH, NULL },
  { "offered-again-inside",
    ASKED "S: 220 go\ntls\nC: EHLO *\nS: 250-x\nS: 250-STARTTLS\nS: 250 AUTH PLAIN\n"
          "C: AUTH PLAIN " PLAIN "\n" IN,
    CONNECTS, NULL },
  { "helo-inside", ASKED "S: 220 go\ntls\nC: EHLO *\nS: 500 x\nC: HELO *\nS: 250 x\neof\n",
    LOFT_ERROR_AUTH, NULL },
  { "wrong-certificate", ASKED "S: 220 go\ntls-refused wrong-name\n", LOFT_ERROR_UNTRUSTED, NULL },
};

static void
test_border (gconstpointer data)
{
  const Row *row = data;
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init (&fixture, row->script, LOFT_ENDPOINT_STARTTLS, "");
  assert_connect (&fixture, row->code);
  g_assert_cmpint (loft_smtp_session_get_certificate_problem (fixture.session) != NULL, ==,
                   row->code == LOFT_ERROR_UNTRUSTED);
}

/* --- Sign-in ------------------------------------------------------------------------------ */

static const Row sign_ins[] = {
  { "plain", AUTH ("PLAIN LOGIN") "C: AUTH PLAIN " PLAIN "\n" IN, CONNECTS, NULL },
  { "login",
    AUTH ("LOGIN") "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: amFuZQ==\nS: 334 UGFzc3dvcmQ6\n"
                   "C: b3BlbiBzZXNhbWU=\n" IN,
    CONNECTS, NULL },
  { "login-with-bare-challenges",
    AUTH ("LOGIN") "C: AUTH LOGIN\nS: 334\nC: amFuZQ==\nS: 334 \nC: b3BlbiBzZXNhbWU=\n" IN,
    CONNECTS, NULL },
  { "cram-md5",
    AUTH ("CRAM-MD5") "C: AUTH CRAM-MD5\nS: 334 PDFAbWFpbC5leGFtcGxlLm9yZz4=\n"
                      "C: amFuZSBlOTI2MTFiMmY3ZmQwOTk5MzNjYzk3Yzg3YjgxZjEzZQ==\n" IN,
    CONNECTS, NULL },
  { "offered-as-of-old", HELLO "S: 250-x\nS: 250 AUTH=PLAIN\nC: AUTH PLAIN " PLAIN "\n" IN,
    CONNECTS, NULL },
  { "fixed", AUTH ("PLAIN LOGIN") "C: AUTH LOGIN\nS: 334 \nC: *\nS: 334 \nC: *\n" IN, CONNECTS,
    "LOGIN" },
  { "fixed-but-not-offered", AUTH ("PLAIN") "eof\n", LOFT_ERROR_AUTH, "SCRAM-SHA-256" },
  { "nothing-offered", HELLO "S: 250 x\neof\n", LOFT_ERROR_AUTH, NULL },
  { "nothing-known", AUTH ("NTLM GSSAPI") "eof\n", LOFT_ERROR_AUTH, NULL },
  { "refused", AUTH ("PLAIN") "C: AUTH *\nS: 535 5.7.8 no\neof\n", LOFT_ERROR_AUTH, NULL },
  { "refused-in-another-way", AUTH ("PLAIN") "C: AUTH *\nS: 550 no\neof\n", LOFT_ERROR_AUTH, NULL },
  { "not-in-clear", AUTH ("PLAIN") "C: AUTH *\nS: 538 5.7.11 x\neof\n", LOFT_ERROR_AUTH, NULL },
  { "password-too-old", AUTH ("PLAIN") "C: AUTH *\nS: 432 4.7.12 x\neof\n", LOFT_ERROR_AUTH, NULL },
  { "later", AUTH ("PLAIN") "C: AUTH *\nS: 454 4.7.0 x\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "421", AUTH ("PLAIN") "C: AUTH *\nS: 421 4.7.0 x\neof\n", LOFT_ERROR_TEMPORARY, NULL },
  { "250-is-no-235", AUTH ("PLAIN") "C: AUTH *\nS: 250 x\neof\n", LOFT_ERROR_PROTOCOL, NULL },
  { "challenged-after-all", AUTH ("PLAIN") "C: AUTH *\nS: 334 \nC: [*]\nS: 501 x\neof\n",
    LOFT_ERROR_PROTOCOL, NULL },
  { "no-base64", AUTH ("LOGIN") "C: AUTH LOGIN\nS: 334 Username:\nC: [*]\nS: 501 x\neof\n",
    LOFT_ERROR_PROTOCOL, NULL },
  { "scram-without-proof", AUTH ("SCRAM-SHA-256") "C: AUTH SCRAM-SHA-256 *\nS: 235 trust me\neof\n",
    LOFT_ERROR_AUTH, NULL },
  { "more-than-was-agreed",
    AUTH ("LOGIN") "C: AUTH *\nS: 334 \nC: *\nS: 334 \nC: *\nS: 334 \nC: [*]\nS: 501 x\neof\n",
    LOFT_ERROR_PROTOCOL, NULL },
};

static void
test_sign_in (gconstpointer data)
{
  const Row *row = data;
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GString) script = g_string_new (row->script);

  /* The star that gives up, where it is not any line. */
  g_string_replace (script, "[*]", "?", 0);
  smtp_fixture_init_signing_in (&fixture, script->str, row->mechanism);
  assert_connect (&fixture, row->code);
}

static void
test_tokens (void)
{
  g_auto (SmtpFixture) good = { NULL };
  g_auto (SmtpFixture) bad = { NULL };

  smtp_fixture_init_signing_in (&good,
                                AUTH ("PLAIN XOAUTH2 OAUTHBEARER") "C: AUTH OAUTHBEARER *\n" IN,
                                "");
  good.password = NULL;
  good.token = "ya29";
  assert_connect (&good, CONNECTS);
  smtp_fixture_init_signing_in (
    &bad,
    AUTH ("XOAUTH2") "C: AUTH XOAUTH2 *\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC: \n"
                     "S: 535 5.7.8 no\neof\n",
    "");
  bad.password = NULL;
  bad.token = "ya29";
  assert_connect (&bad, LOFT_ERROR_AUTH);
}

/* AUTH with a long token would be cut by servers that count 512 bytes for a command. */
static void
test_long_token (void)
{
  g_autofree char *token = g_strnfill (2000, 'x');
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init_signing_in (&fixture,
                                AUTH ("XOAUTH2") "C: AUTH XOAUTH2\nS: 334 \nC: dXNlcj*\n" IN, "");
  fixture.password = NULL;
  fixture.token = token;
  assert_connect (&fixture, CONNECTS);
  g_assert_cmpstr (loft_smtp_session_get_mechanism (fixture.session), ==, "XOAUTH2");
}

static void
test_downgrade (void)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (LoftSignInTerms) terms = loft_sign_in_terms_new ("", NULL, "SCRAM-SHA-256");

  smtp_fixture_init (&fixture, "tls\n" AUTH ("PLAIN LOGIN") "eof\n", LOFT_ENDPOINT_TLS, "");
  loft_smtp_session_set_terms (fixture.session, terms);
  smtp_fixture_assert_refused (&fixture, LOFT_ERROR_DOWNGRADE);
}

static void
test_implicit_tls (void)
{
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init (&fixture, "tls\n" AUTH ("PLAIN") "C: AUTH PLAIN " PLAIN "\n" IN,
                     LOFT_ENDPOINT_TLS, "");
  assert_connect (&fixture, CONNECTS);
  g_assert_cmpstr (loft_smtp_session_get_certificate_faults (fixture.session), ==, "");
}

static void
test_no_secret (void)
{
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init (&fixture, "tls\n" AUTH ("PLAIN") "eof\n", LOFT_ENDPOINT_TLS, "");
  fixture.password = NULL;
  smtp_fixture_assert_refused (&fixture, LOFT_ERROR_AUTH);
}

#define ADD_ROWS(rows, prefix, test)                                                               \
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)                                                  \
    {                                                                                              \
      g_autofree char *path = g_strdup_printf (prefix "/%s", rows[i].name);                        \
      g_test_add_data_func (path, &rows[i], test);                                                 \
    }

int
main (int argc, char **argv)
{
  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  ADD_ROWS (greetings, "/smtp/greeting", test_greeting)
  ADD_ROWS (borders, "/smtp/starttls", test_border)
  ADD_ROWS (sign_ins, "/smtp/sign-in", test_sign_in)
  g_test_add_func ("/smtp/sign-in/tokens", test_tokens);
  g_test_add_func ("/smtp/sign-in/long-token", test_long_token);
  g_test_add_func ("/smtp/sign-in/downgrade", test_downgrade);
  g_test_add_func ("/smtp/sign-in/implicit-tls", test_implicit_tls);
  g_test_add_func ("/smtp/sign-in/no-secret", test_no_secret);
  return g_test_run ();
}
