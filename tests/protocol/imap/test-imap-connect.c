/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

/* Greetings, STARTTLS and what an attacker does to them, capabilities. */

typedef struct {
  const char *name;
  LoftEndpointSecurity security;
  const char *script;
  int code; /* -1: connects */
} Row;

/* The rest of a good session over whatever it is. */
#define SIGN_IN \
  "C: <tag> AUTHENTICATE PLAIN *\n" \
  "S: <tag> OK [CAPABILITY IMAP4rev1] in\n" \
  "eof\n"

static const Row greetings[] = {
  { "ok-with-capabilities", LOFT_ENDPOINT_PLAIN,
    "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n" SIGN_IN, -1 },
  { "ok-without-capabilities", LOFT_ENDPOINT_PLAIN,
    "S: * OK hi\n"
    "C: <tag> CAPABILITY\n"
    "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\n"
    "S: <tag> OK x\n" SIGN_IN, -1 },
  { "capabilities-in-the-tagged-code", LOFT_ENDPOINT_PLAIN,
    "S: * OK hi\n"
    "C: <tag> CAPABILITY\n"
    "S: <tag> OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] x\n" SIGN_IN, -1 },
  { "lower-case", LOFT_ENDPOINT_PLAIN,
    "S: * ok [capability imap4rev1 sasl-ir auth=plain] hi\n" SIGN_IN, -1 },
  { "no-capabilities-at-all", LOFT_ENDPOINT_PLAIN,
    "S: * OK hi\nC: <tag> CAPABILITY\nS: <tag> OK x\neof\n", LOFT_ERROR_PROTOCOL },
  { "capability-refused", LOFT_ENDPOINT_PLAIN,
    "S: * OK hi\nC: <tag> CAPABILITY\nS: <tag> BAD x\neof\n", LOFT_ERROR_REFUSED },
  { "bye", LOFT_ENDPOINT_PLAIN, "S: * BYE [UNAVAILABLE] full\neof\n", LOFT_ERROR_TEMPORARY },
  { "bye-tls", LOFT_ENDPOINT_TLS, "tls\nS: * BYE full\neof\n", LOFT_ERROR_TEMPORARY },
  { "no", LOFT_ENDPOINT_PLAIN, "S: * NO go away\neof\n", LOFT_ERROR_PROTOCOL },
  { "bad", LOFT_ENDPOINT_PLAIN, "S: * BAD go away\neof\n", LOFT_ERROR_PROTOCOL },
  { "tagged", LOFT_ENDPOINT_PLAIN, "S: A1 OK hi\neof\n", LOFT_ERROR_PROTOCOL },
  { "continuation", LOFT_ENDPOINT_PLAIN, "S: + hi\neof\n", LOFT_ERROR_PROTOCOL },
  { "data-first", LOFT_ENDPOINT_PLAIN, "S: * 1 EXISTS\neof\n", LOFT_ERROR_PROTOCOL },
  { "capability-first", LOFT_ENDPOINT_PLAIN,
    "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\neof\n", LOFT_ERROR_PROTOCOL },
  { "empty-line", LOFT_ENDPOINT_PLAIN, "S: \neof\n", LOFT_ERROR_PROTOCOL },
  { "pop3", LOFT_ENDPOINT_PLAIN, "S: +OK POP3 ready\neof\n", LOFT_ERROR_PROTOCOL },
  { "smtp", LOFT_ENDPOINT_PLAIN, "S: 220 mx ESMTP\neof\n", LOFT_ERROR_PROTOCOL },
  { "http", LOFT_ENDPOINT_PLAIN, "S: HTTP/1.1 400 Bad Request\neof\n", LOFT_ERROR_PROTOCOL },
  { "binary", LOFT_ENDPOINT_PLAIN,
    "raw \\x16\\x03\\x01\\0\\xff\\r\\n\neof\n", LOFT_ERROR_PROTOCOL },
  { "closed", LOFT_ENDPOINT_PLAIN, "close\n", LOFT_ERROR_TEMPORARY },
  { "closed-in-the-line", LOFT_ENDPOINT_PLAIN, "raw * OK\nclose\n", LOFT_ERROR_TEMPORARY },
  { "preauth-plain", LOFT_ENDPOINT_PLAIN, IMAP_PREAUTH ("") "eof\n", -1 },
  { "preauth-tls", LOFT_ENDPOINT_TLS, "tls\n" IMAP_PREAUTH ("") "eof\n", -1 },
  { "preauth-without-capabilities", LOFT_ENDPOINT_PLAIN,
    "S: * PREAUTH hi\nC: <tag> CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: <tag> OK\neof\n", -1 },
  { "preauth-later", LOFT_ENDPOINT_PLAIN,
    "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\n"
    "C: <tag> AUTHENTICATE PLAIN *\n"
    "S: * PREAUTH hi\neof\n", LOFT_ERROR_PROTOCOL },
};

#define TLS_REST \
  "tls\n" \
  "C: <tag> CAPABILITY\n" \
  "S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\n" \
  "S: <tag> OK x\n" SIGN_IN

static const Row starttls[] = {
  { "good", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\nS: <tag> OK go\n" TLS_REST, -1 },
  { "good-asked", LOFT_ENDPOINT_STARTTLS,
    "S: * OK hi\nC: <tag> CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\n"
    "S: <tag> OK\nC: <tag> STARTTLS\nS: <tag> OK go\n" TLS_REST, -1 },
  { "stripped-from-greeting", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\neof\n", LOFT_ERROR_REFUSED },
  { "stripped-from-answer", LOFT_ENDPOINT_STARTTLS,
    "S: * OK hi\nC: <tag> CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: <tag> OK\neof\n",
    LOFT_ERROR_REFUSED },
  { "answered-no", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\n"
    "C: <tag> STARTTLS\nS: <tag> NO not today\neof\n", LOFT_ERROR_REFUSED },
  { "answered-bad", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\n"
    "C: <tag> STARTTLS\nS: <tag> BAD what\neof\n", LOFT_ERROR_REFUSED },
  { "answered-bye", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\n"
    "C: <tag> STARTTLS\nS: * BYE no\neof\n", LOFT_ERROR_TEMPORARY },
  { "answered-nothing", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\n"
    "C: <tag> STARTTLS\nclose\n", LOFT_ERROR_TEMPORARY },
  { "wrong-tag", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\n"
    "C: <tag> STARTTLS\nS: Z9 OK go\neof\n", LOFT_ERROR_PROTOCOL },
  { "untagged-ok-only", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\n"
    "C: <tag> STARTTLS\nS: * OK go\nclose\n", LOFT_ERROR_TEMPORARY },
  { "preauth", LOFT_ENDPOINT_STARTTLS,
    "S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi\neof\n", LOFT_ERROR_REFUSED },
  { "preauth-then-data", LOFT_ENDPOINT_STARTTLS,
    "raw * PREAUTH hi\\r\\n* LIST () \"/\" Evil\\r\\n* 1 FETCH (UID 1 FLAGS ())\\r\\n\neof\n",
    LOFT_ERROR_REFUSED },
  { "preauth-during-starttls", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\nS: * PREAUTH hi\neof\n", LOFT_ERROR_PROTOCOL },
  { "injected-in-one-segment", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\nS: <tag> OK go\nraw * CAPABILITY IMAP4rev1 AUTH=PLAIN\\r\\n\n", -2 },
  { "injected-sign-in", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\nraw A1 OK go\\r\\nA2 OK [CAPABILITY IMAP4rev1] in\\r\\n\n", -2 },
  { "wrong-name", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\nS: <tag> OK go\ntls-refused wrong-name\n", LOFT_ERROR_UNTRUSTED },
  { "tls-wrong-name", LOFT_ENDPOINT_TLS, "tls-refused wrong-name\n", LOFT_ERROR_UNTRUSTED },
  { "data-before-tls", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\n"
    "S: * 5 EXISTS\nS: * VANISHED 1:9\nS: * 2 EXPUNGE\nS: * 1 FETCH (UID 1 FLAGS (\\Seen))\n"
    "S: * LIST () \"/\" Evil\nS: * OK [ALERT] Call 555-0199\nS: <tag> OK go\n" TLS_REST, -1 },
  { "long-literal-before-tls", LOFT_ENDPOINT_STARTTLS,
    "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
    "C: <tag> STARTTLS\nS: * 1 FETCH (BODY[] {3221225472}\neof\n", LOFT_ERROR_LIMIT },
};

/* The script server cannot know whether the client sees the injected bytes before or after the
 * handshake begins; either way there must be an error and no secret. */
static void
assert_injection (ImapFixture *fixture)
{
  g_assert_false (loft_imap_session_connect (fixture->session, NULL, NULL));
  g_assert_false (imap_fixture_leaked (fixture));
}

static void
run_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture, row->script, row->security, "");
  if (row->code == -2)
    assert_injection (&fixture);
  else if (row->code >= 0)
    imap_fixture_assert_refused (&fixture, row->code);
  else
    {
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
    }
  imap_fixture_assert_log (&fixture, "");
  g_assert_null (loft_imap_session_get_alert (fixture.session));
  g_assert_cmpint (loft_imap_session_get_certificate_problem (fixture.session) != NULL, ==,
                   row->code == LOFT_ERROR_UNTRUSTED);
}

/* What the server can do is asked anew inside TLS and after sign-in. */
static void
test_capabilities_change (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture,
                     "S: * OK [CAPABILITY IMAP4rev1 STARTTLS XCLEAR LOGINDISABLED] hi\n"
                     "C: <tag> STARTTLS\n"
                     "S: * CAPABILITY IMAP4rev1 XCLEAR2 STARTTLS\n"
                     "S: <tag> OK go\n"
                     "tls\n"
                     "C: <tag> CAPABILITY\n"
                     "S: * CAPABILITY IMAP4rev1 XBEFORE AUTH=PLAIN SASL-IR\n"
                     "S: <tag> OK x\n"
                     "C: <tag> AUTHENTICATE PLAIN *\n"
                     "S: <tag> OK in\n"
                     "C: <tag> CAPABILITY\n"
                     "S: * CAPABILITY IMAP4rev1 XAFTER\n"
                     "S: <tag> OK x\n"
                     "eof\n",
                     LOFT_ENDPOINT_STARTTLS, "");
  g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_has_capability (fixture.session, "xafter"));
  g_assert_false (loft_imap_session_has_capability (fixture.session, "XBEFORE"));
  g_assert_false (loft_imap_session_has_capability (fixture.session, "XCLEAR"));
  g_assert_false (loft_imap_session_has_capability (fixture.session, "XCLEAR2"));
  g_assert_false (loft_imap_session_has_capability (fixture.session, "STARTTLS"));
}

/* Nor does it count what else was told in clear: no QRESYNC in the SELECT, no LIST of "Evil/". */
static void
test_told_in_clear (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GPtrArray) mailboxes = NULL;
  g_autoptr (GError) error = NULL;
  LoftImapSelected selected;

  imap_fixture_init (&fixture,
                     "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
                     "C: <tag> STARTTLS\n"
                     "S: * ENABLED QRESYNC\n"
                     "S: * NAMESPACE NIL NIL ((\"Evil/\" \"/\"))\n"
                     "S: <tag> OK go\n"
                     "tls\n"
                     "C: <tag> CAPABILITY\n"
                     "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\n"
                     "S: <tag> OK x\n"
                     "C: <tag> AUTHENTICATE PLAIN *\n"
                     "S: <tag> OK [CAPABILITY IMAP4rev1 LIST-EXTENDED] in\n"
                     "C: <tag> LIST *\n"
                     "S: <tag> OK x\n"
                     "C: <tag> SELECT \"INBOX\"\n"
                     "S: <tag> OK x\n"
                     "eof\n",
                     LOFT_ENDPOINT_STARTTLS, "");
  g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
  mailboxes = loft_imap_session_list (fixture.session, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (loft_imap_session_select (fixture.session, "INBOX", 7, 9, &selected, NULL,
                                           &error));
}

static void
test_untagged_capabilities_with_sign_in (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture,
                     "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\n"
                     "C: <tag> AUTHENTICATE PLAIN *\n"
                     "S: * CAPABILITY IMAP4rev1 XAFTER\n"
                     "S: <tag> OK in\n"
                     "eof\n",
                     LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_has_capability (fixture.session, "XAFTER"));
}

/* All that is asked after sign-in goes out before the first answer; NO to any of it is no
 * matter. */
static void
test_set_up_is_pipelined (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture,
                     IMAP_PREAUTH ("ID ENABLE QRESYNC CONDSTORE NAMESPACE")
                     "C: <a> ID (\"name\" \"Loft\" \"version\" \"*\")\n"
                     "C: <b> ENABLE QRESYNC CONDSTORE\n"
                     "C: <c> NAMESPACE\n"
                     "S: <a> NO no\n"
                     "S: * ENABLED QRESYNC\n"
                     "S: <b> OK x\n"
                     "S: <c> BAD what\n"
                     "eof\n",
                     LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_no_error (error);
}

static void
test_set_up_breaks (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture,
                     IMAP_PREAUTH ("ID NAMESPACE")
                     "C: <a> ID *\n"
                     "C: <c> NAMESPACE\n"
                     "S: <a> NO no\n"
                     "S: * BYE enough of you\n"
                     "eof\n",
                     LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_nonnull (strstr (error->message, "enough of you"));
}

/* RFC 9051 servers need not name what is part of it; with IMAP4rev1 beside it they must. */
static void
test_rev2 (void)
{
  static const struct {
    const char *script;
    gboolean esearch;
  } rows[] = {
    { "S: * PREAUTH [CAPABILITY IMAP4rev2 AUTH=PLAIN] hi\n"
      "C: <c> NAMESPACE\nS: <c> OK x\neof\n", TRUE },
    { "S: * PREAUTH [CAPABILITY IMAP4rev2 IMAP4rev1] hi\neof\n", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (ImapFixture) fixture = { NULL };

      imap_fixture_init_connected (&fixture, rows[i].script);
      g_assert_cmpint (loft_imap_session_has_capability (fixture.session, "ESEARCH"), ==,
                       rows[i].esearch);
      g_assert_false (loft_imap_session_has_capability (fixture.session, "QRESYNC"));
    }
}

/* A second connect after the first broke is a new beginning. */
static void
test_reconnect (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  guint64 received;

  imap_fixture_init_connected (&fixture, IMAP_PREAUTH ("XONE") "C: <tag> NOOP\nclose\n");
  loft_script_server_add (fixture.server,
                          IMAP_PREAUTH ("XTWO") "C: <tag> NOOP\nS: <tag> OK\neof\n");
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&error);
  g_assert_false (loft_imap_session_is_connected (fixture.session));
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_error (&error);
  received = loft_imap_session_get_bytes_received (fixture.session);
  g_assert_cmpuint (received, >, 20);
  g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_true (loft_imap_session_has_capability (fixture.session, "XTWO"));
  g_assert_false (loft_imap_session_has_capability (fixture.session, "XONE"));
  g_assert_cmpuint (loft_imap_session_get_bytes_received (fixture.session), >, received + 20);
}

static void
test_alert (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("")
                               "C: <tag> NOOP\n"
                               "S: * OK [ALERT] First\n"
                               "S: * NO [ALERT] Disk is 98% full\n"
                               "S: <tag> OK\neof\n");
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_cmpstr (loft_imap_session_get_alert (fixture.session), ==, "Disk is 98% full");
}

static void
test_logout (void)
{
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("")
                               "C: <tag> LOGOUT\n"
                               "S: * BYE see you\n"
                               "S: <tag> OK done\n"
                               "close\n");
  loft_imap_session_logout (fixture.session);
  g_assert_false (loft_imap_session_is_connected (fixture.session));
  loft_imap_session_logout (fixture.session);
}

/* A server that says nothing to LOGOUT does not hold us. */
static void
test_logout_stalls (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  gint64 start = g_get_monotonic_time ();

  imap_fixture_init_connected (&fixture, IMAP_PREAUTH ("") "C: <tag> LOGOUT\nstall\n");
  loft_imap_session_logout (fixture.session);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
}

/* The upgrade must hold however the clear text is cut into segments. */
static void
test_split (void)
{
  static const char script[] = "split %d\n"
                               "S: * OK [CAPABILITY IMAP4rev1 STARTTLS] hi\n"
                               "C: <tag> STARTTLS\n"
                               "S: <tag> OK go\n"
                               "split 0\n" TLS_REST;

  for (int n = 1; n < 12; n++)
    {
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strdup_printf (script, n);

      imap_fixture_init (&fixture, text, LOFT_ENDPOINT_STARTTLS, "");
      g_assert_true (loft_imap_session_connect (fixture.session, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
add_rows (const char *group, const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/connect/%s/%s", group, rows[i].name);

      g_test_add_data_func (path, &rows[i], run_row);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  add_rows ("greeting", greetings, G_N_ELEMENTS (greetings));
  add_rows ("starttls", starttls, G_N_ELEMENTS (starttls));
  g_test_add_func ("/imap/connect/capabilities-change", test_capabilities_change);
  g_test_add_func ("/imap/connect/told-in-clear", test_told_in_clear);
  g_test_add_func ("/imap/connect/untagged-capabilities", test_untagged_capabilities_with_sign_in);
  g_test_add_func ("/imap/connect/set-up-is-pipelined", test_set_up_is_pipelined);
  g_test_add_func ("/imap/connect/set-up-breaks", test_set_up_breaks);
  g_test_add_func ("/imap/connect/rev2", test_rev2);
  g_test_add_func ("/imap/connect/reconnect", test_reconnect);
  g_test_add_func ("/imap/connect/alert", test_alert);
  g_test_add_func ("/imap/connect/logout", test_logout);
  g_test_add_func ("/imap/connect/logout-stalls", test_logout_stalls);
  g_test_add_func ("/imap/connect/split", test_split);
  return g_test_run ();
}
