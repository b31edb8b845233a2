/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smtp-fixture.h"

#include <string.h>

/* One message after the other: what is sent, and what becomes of it. */

#define PIPELINING  "S: 250-PIPELINING\n"
#define CHUNKING    "S: 250-CHUNKING\n"
#define MAIL        "C: MAIL FROM:<jane@example.org>\nS: 250 2.1.0 ok\n"
#define TO(x, said) "C: RCPT TO:<" x "@example.net>\nS: " said "\n"
#define GOOD        "250 2.1.5 ok"
#define DATA        "C: DATA\nS: 354 go on\n"
#define TEXT        "C: Subject: x\nC: \nC: hello\nC: .\n"
#define ALL         MAIL TO ("a", GOOD) TO ("b", GOOD) TO ("c", GOOD)
#define BDAT        "C: BDAT 21 LAST\nC: Subject: x\nC: \nC: hello\n"

static const struct {
  const char *name;
  gboolean partial;
  const char *script;
  LoftSmtpResult result;
  int error; /* -1: none */
  guint n_dots;
  gboolean lives;
  const char *outcome;
} rows[] = {
  { "data", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 250 2.0.0 queued\neof\n", LOFT_SMTP_SENT, -1, 1,
    TRUE, "sent 250 2.0.0 +++" },
  { "pipelined", FALSE,
    SMTP_OPEN (PIPELINING) "C: MAIL FROM:<jane@example.org>\nC: RCPT TO:<a@example.net>\n"
                           "C: RCPT TO:<b@example.net>\nC: RCPT TO:<c@example.net>\n"
                           "S: 250 ok\nS: 250 ok\nS: 251 will forward\nS: 250 ok\n" DATA TEXT
                           "S: 250 ok\neof\n",
    LOFT_SMTP_SENT, -1, 1, TRUE, "sent 250 +++" },
  { "chunk", FALSE, SMTP_OPEN (CHUNKING) ALL BDAT "S: 250 2.6.0 got it\neof\n", LOFT_SMTP_SENT, -1,
    1, TRUE, "sent 250 2.6.0 +++" },

  { "one-refused", FALSE,
    SMTP_OPEN ("") MAIL TO ("a", GOOD) TO ("b", "550 5.1.1 who?") TO ("c", GOOD) "eof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED, 0, TRUE, "refused +-+" },
  { "one-refused-partial", TRUE,
    SMTP_OPEN ("") MAIL TO ("a", GOOD) TO ("b", "550 5.1.1 who?") TO ("c", "450 4.2.2 full")
      DATA TEXT "S: 250 ok\neof\n",
    LOFT_SMTP_SENT, -1, 1, TRUE, "sent 250 +-~" },
  { "one-temporary", FALSE,
    SMTP_OPEN ("") MAIL TO ("a", GOOD) TO ("b", "450 4.7.1 grey") TO ("c", GOOD) "eof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_TEMPORARY, 0, TRUE, "temporary +~+" },
  { "all-refused-partial", TRUE,
    SMTP_OPEN ("") MAIL TO ("a", "550 no") TO ("b", "551 moved") TO ("c", "553 what") "eof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED, 0, TRUE, "refused ---" },
  { "all-temporary", FALSE,
    SMTP_OPEN ("") MAIL TO ("a", "451 no") TO ("b", "452 no") TO ("c", "552 too many") "eof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_TEMPORARY, 0, TRUE, "temporary ~~~" },
  { "recipients-want-sign-in", FALSE,
    SMTP_OPEN ("") MAIL TO ("a", "530 5.7.0 sign in") TO ("b", "530 5.7.0 x")
      TO ("c", "530 5.7.0 x") "eof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_AUTH, 0, TRUE, "temporary ---" },

  { "sender-refused", FALSE,
    SMTP_OPEN ("") "C: MAIL FROM:<jane@example.org>\nS: 553 5.7.1 not yours\neof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED, 0, TRUE, "refused 553 5.7.1 sender ???" },
  { "sender-refused-pipelined", FALSE,
    SMTP_OPEN (PIPELINING) "C: MAIL FROM:*\nC: RCPT *\nC: RCPT *\nC: RCPT *\n"
                           "S: 550 no\nS: 503 first MAIL\nS: 503 x\nS: 503 x\neof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED, 0, TRUE, "refused 550 sender ???" },
  { "sender-later", FALSE, SMTP_OPEN ("") "C: MAIL FROM:*\nS: 451 4.3.0 x\neof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_TEMPORARY, 0, TRUE, "temporary 451 4.3.0 ???" },
  { "sign-in-wanted", FALSE, SMTP_OPEN ("") "C: MAIL FROM:*\nS: 530 5.7.0 sign in\neof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_AUTH, 0, TRUE, "temporary 530 5.7.0 sign-in ???" },
  { "mail-and-354", FALSE, SMTP_OPEN ("") "C: MAIL FROM:*\nS: 354 x\neof\n", LOFT_SMTP_TEMPORARY,
    LOFT_ERROR_PROTOCOL, 0, FALSE, "temporary 354 ???" },

  { "data-refused", FALSE, SMTP_OPEN ("") ALL "C: DATA\nS: 554 5.7.1 spam\neof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED, 0, TRUE, "refused 554 5.7.1 policy +++" },
  { "data-later", FALSE, SMTP_OPEN ("") ALL "C: DATA\nS: 451 x\neof\n", LOFT_SMTP_TEMPORARY,
    LOFT_ERROR_TEMPORARY, 0, TRUE, "temporary 451 +++" },
  { "data-and-250", FALSE, SMTP_OPEN ("") ALL "C: DATA\nS: 250 x\neof\n", LOFT_SMTP_TEMPORARY,
    LOFT_ERROR_PROTOCOL, 0, FALSE, "temporary +++" },
  { "dot-refused", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 554 5.6.0 no\neof\n", LOFT_SMTP_REFUSED,
    LOFT_ERROR_REFUSED, 1, TRUE, "refused 554 5.6.0 content +++" },
  { "dot-too-large", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 552 5.3.4 no\neof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_LIMIT, 1, TRUE, "refused 552 5.3.4 too-large +++" },
  { "dot-later", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 451 4.7.1 grey\neof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_TEMPORARY, 1, TRUE, "temporary 451 4.7.1 greylisted +++" },
  { "dot-and-421", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 421 4.3.2 down\neof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_TEMPORARY, 1, FALSE, "temporary 421 4.3.2 busy +++" },
  { "dot-and-354", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 354 more\neof\n", LOFT_SMTP_UNCONFIRMED,
    LOFT_ERROR_PROTOCOL, 1, FALSE, "unconfirmed 354 +++" },
  { "dot-and-nonsense", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: hello\neof\n",
    LOFT_SMTP_UNCONFIRMED, LOFT_ERROR_PROTOCOL, 1, FALSE, "unconfirmed +++" },
  { "dot-and-end", FALSE, SMTP_OPEN ("") ALL DATA TEXT "close\n", LOFT_SMTP_UNCONFIRMED,
    LOFT_ERROR_TEMPORARY, 1, FALSE, "unconfirmed +++" },
  { "dot-and-half-an-answer", FALSE, SMTP_OPEN ("") ALL DATA TEXT "raw 250 o\nclose\n",
    LOFT_SMTP_UNCONFIRMED, LOFT_ERROR_TEMPORARY, 1, FALSE, "unconfirmed +++" },
  { "dot-and-half-a-refusal", FALSE, SMTP_OPEN ("") ALL DATA TEXT "S: 550-5.7.1 spam\nclose\n",
    LOFT_SMTP_UNCONFIRMED, LOFT_ERROR_TEMPORARY, 1, FALSE, "unconfirmed +++" },

  /* An answer before its time must not be taken for that to the dot. */
  { "answered-before-the-dot", FALSE,
    SMTP_OPEN ("") ALL "C: DATA\nraw 354 go on\\r\\n250 ok\\r\\n\nstall\n", LOFT_SMTP_TEMPORARY,
    LOFT_ERROR_PROTOCOL, 0, FALSE, "temporary +++" },
  { "refused-before-the-dot", FALSE,
    SMTP_OPEN ("") ALL "C: DATA\nraw 354 go on\\r\\n552 5.3.4 large\\r\\n\nstall\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_LIMIT, 0, FALSE, "refused 552 5.3.4 too-large +++" },
  { "answers-too-many", FALSE,
    SMTP_OPEN ("") MAIL TO ("a", GOOD)
      TO ("b", GOOD) "C: RCPT TO:<c@example.net>\nraw 250 ok\\r\\n250 ok\\r\\n\nstall\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_PROTOCOL, 0, FALSE, "temporary +++" },
  { "ended-while-idle", FALSE,
    "S: 220 x\nC: EHLO *\nraw 250 x\\r\\n421 4.4.2 timeout\\r\\n\nstall\n", LOFT_SMTP_TEMPORARY,
    LOFT_ERROR_TEMPORARY, 0, FALSE, "temporary 421 4.4.2 busy ???" },
  { "ended-at-recipient", FALSE,
    SMTP_OPEN ("") MAIL TO ("a", GOOD) TO ("b", "421 4.3.2 down") "stall\n", LOFT_SMTP_TEMPORARY,
    LOFT_ERROR_TEMPORARY, 0, FALSE, "temporary 421 4.3.2 busy +??" },

  { "chunk-refused", FALSE, SMTP_OPEN (CHUNKING) ALL BDAT "S: 554 5.6.0 no\neof\n",
    LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED, 1, TRUE, "refused 554 5.6.0 content +++" },
  { "chunk-unknown", FALSE, SMTP_OPEN (CHUNKING) ALL BDAT "S: 502 what?\neof\n",
    LOFT_SMTP_TEMPORARY, LOFT_ERROR_REFUSED, 1, FALSE, "temporary 502 +++" },
  { "chunk-and-end", FALSE, SMTP_OPEN (CHUNKING) ALL BDAT "close\n", LOFT_SMTP_UNCONFIRMED,
    LOFT_ERROR_TEMPORARY, 1, FALSE, "unconfirmed +++" },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (SmtpFixture) fixture = { NULL };
  g_autofree char *outcome = NULL;

  smtp_fixture_init_connected (&fixture, rows[i].script);
  fixture.envelope->partial = rows[i].partial;
  smtp_fixture_assert_send (&fixture, rows[i].result, rows[i].error);
  outcome = smtp_fixture_describe (&fixture);
  g_assert_cmpstr (outcome, ==, rows[i].outcome);
  g_assert_cmpuint (fixture.n_dots, ==, rows[i].n_dots);
  g_assert_cmpint (loft_smtp_session_is_connected (fixture.session), ==, rows[i].lives);
}

/* --- Several messages --------------------------------------------------------------------- */

static void
test_again (void)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  smtp_fixture_init_connected (&fixture, SMTP_OPEN ("") ALL DATA TEXT
                               "S: 250 ok\n"
                               "C: MAIL FROM:*\nS: 250 ok\nC: RCPT TO:<a@*\nS: 550 no\n"
                               "C: RCPT TO:<b@*\nS: 250 ok\nC: RCPT TO:<c@*\nS: 250 ok\n"
                               "C: NOOP\nS: 250 ok\n"
                               "C: RSET\nS: 250 ok\n" ALL DATA TEXT "S: 250 ok\n"
                               "C: QUIT\nS: 221 bye\neof\n");
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_SENT, -1);
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_REFUSED, LOFT_ERROR_REFUSED);
  g_assert_true (loft_smtp_session_noop (fixture.session, NULL, &error));
  g_assert_no_error (error);
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_SENT, -1);
  loft_smtp_session_quit (fixture.session);
  g_assert_false (loft_smtp_session_is_connected (fixture.session));
}

/* The one that offered BDAT and did not know it is not asked again. */
static void
test_again_by_data (void)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  smtp_fixture_init_connected (&fixture, SMTP_OPEN (CHUNKING) ALL BDAT "S: 500 what?\neof\n");
  loft_script_server_add (fixture.server, SMTP_OPEN (CHUNKING) ALL DATA TEXT "S: 250 ok\neof\n");
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_TEMPORARY, LOFT_ERROR_REFUSED);
  g_assert_true (loft_smtp_session_connect (fixture.session, NULL, &error));
  g_assert_no_error (error);
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_SENT, -1);
}

static void
test_not_connected (void)
{
  g_auto (SmtpFixture) fixture = { NULL };

  smtp_fixture_init (&fixture, NULL, LOFT_ENDPOINT_PLAIN, "");
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_TEMPORARY, LOFT_ERROR_TEMPORARY);
}

/* Nothing that counts may leave when it could not be written down that it leaves. */
static void
test_dot_refused_by_us (gconstpointer data)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autofree char *received = NULL;
  gsize length = 0;

  smtp_fixture_init_connected (&fixture, data);
  fixture.refuses_dot = TRUE;
  smtp_fixture_assert_send (&fixture, LOFT_SMTP_TEMPORARY, LOFT_ERROR_STORE);
  g_assert_false (loft_smtp_session_is_connected (fixture.session));
  received = loft_script_server_get_received_plain (fixture.server, &length);
  g_assert_null (strstr (received, "\r\n.\r\n"));
  g_assert_null (strstr (received, "LAST"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/smtp/send/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/smtp/send/again", test_again);
  g_test_add_func ("/smtp/send/again-by-data", test_again_by_data);
  g_test_add_func ("/smtp/send/not-connected", test_not_connected);
  g_test_add_data_func ("/smtp/send/dot-refused-by-us/data",
                        SMTP_OPEN ("") ALL DATA "C: Subject: x\nC: \nC: hello\neof\n",
                        test_dot_refused_by_us);
  g_test_add_data_func ("/smtp/send/dot-refused-by-us/chunk", SMTP_OPEN (CHUNKING) ALL "eof\n",
                        test_dot_refused_by_us);
  return g_test_run ();
}
