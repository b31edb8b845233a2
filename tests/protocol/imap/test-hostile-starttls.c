/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The border between clear text and TLS: stripping, answers that are none, and what is slipped over
 * the border, cut into segments at random. */
#include <string.h>

#include "imap-fixture.h"
#include "loft-test-tls.h"

#define OFFER "S: * OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN] hi\n"
#define ASKED OFFER "C: <tag> STARTTLS\n"
#define INSIDE                                                                                     \
  "C: <tag> CAPABILITY\nS: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\nS: <tag> OK x\n"             \
  "C: <tag> AUTHENTICATE PLAIN *\nS: <tag> OK [CAPABILITY IMAP4rev1] in\neof\n"
#define CONNECTS  (-1)
#define ANY_ERROR (-2)

/* ---- stripping ---------------------------------------------------------------------------- */

typedef struct {
  const char *name;
  const char *script;
  int code;
} Row;

static const Row rows[] = {
  { "nothing-offered", "S: * OK hi\nC: <tag> CAPABILITY\nS: <tag> OK x\neof\n",
    LOFT_ERROR_PROTOCOL },
  { "offered-in-the-text", "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] STARTTLS\neof\n",
    LOFT_ERROR_REFUSED },
  { "offered-as-part-of-a-word",
    "S: * OK [CAPABILITY IMAP4rev1 XSTARTTLS STARTTLSX STARTTLS= AUTH=STARTTLS] hi\neof\n",
    LOFT_ERROR_REFUSED },
  { "offered-then-taken-back",
    OFFER "C: <tag> STARTTLS\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: <tag> NO gone\neof\n",
    LOFT_ERROR_REFUSED },
  { "no-with-a-code", ASKED "S: <tag> NO [UNAVAILABLE] later\neof\n", LOFT_ERROR_REFUSED },
  { "no-with-new-capabilities",
    ASKED "S: <tag> NO [CAPABILITY IMAP4rev1 AUTH=PLAIN] go on in clear\neof\n",
    LOFT_ERROR_REFUSED },
  { "bad-with-an-alert", ASKED "S: <tag> BAD [ALERT] TLS is broken, just sign in\neof\n",
    LOFT_ERROR_REFUSED },
  { "bye", ASKED "S: * BYE [ALERT] call us\neof\n", LOFT_ERROR_TEMPORARY },
  { "bye-and-ok", ASKED "raw * BYE x\\r\\n<tag> OK go\\r\\n\neof\n", LOFT_ERROR_TEMPORARY },
  { "tag-of-another", ASKED "S: A99 OK go\neof\n", LOFT_ERROR_PROTOCOL },
  { "tag-in-lower-case", ASKED "S: a1 OK go\neof\n", LOFT_ERROR_PROTOCOL },
  { "no-tag", ASKED "S: OK go\neof\n", LOFT_ERROR_PROTOCOL },
  { "plus", ASKED "S: + go\neof\n", LOFT_ERROR_PROTOCOL },
  { "preauth-as-the-answer", ASKED "S: <tag> PREAUTH in\neof\n", LOFT_ERROR_PROTOCOL },
  { "bye-as-the-answer", ASKED "S: <tag> BYE x\neof\n", LOFT_ERROR_PROTOCOL },
  { "ok-and-signed-in",
    ASKED "S: <tag> OK [CAPABILITY IMAP4rev1] signed in\nS: * 1 EXISTS\n"
          "stall\n",
    ANY_ERROR },
  { "ok-and-silence", ASKED "S: <tag> OK go\nclose\n", LOFT_ERROR_TEMPORARY },
  { "ok-and-clear-text",
    ASKED "S: <tag> OK go\nreceive 100\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\n"
          "stall\n",
    LOFT_ERROR_PROTOCOL },
  { "answered-before-it-was-asked",
    "raw * OK [CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN] hi\\r\\nA1 OK go\\r\\n\n"
    "C: A1 STARTTLS\nS: A1 OK go\nstall\n",
    ANY_ERROR },
  { "answered-twice", ASKED "raw <tag> OK go\\r\\n<tag> OK go\\r\\n\nstall\n", ANY_ERROR },
  { "alert-of-tls",
    ASKED "S: <tag> OK go\nreceive 50\nraw \\x15\\x03\\x03\\0\\x02\\x02\\x28\n"
          "stall\n",
    LOFT_ERROR_PROTOCOL },

  { "ok-with-capabilities",
    ASKED "S: <tag> OK [CAPABILITY IMAP4rev1 LOGINDISABLED] go\ntls\n" INSIDE, CONNECTS },
  { "ok-behind-much-talk",
    ASKED "repeat 1000\nS: * OK patience <i>\nend\nS: <tag> OK go\ntls\n" INSIDE, CONNECTS },
  { "offered-again-inside",
    ASKED "S: <tag> OK go\ntls\nC: <tag> CAPABILITY\n"
          "S: * CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN\nS: <tag> OK x\n"
          "C: <tag> AUTHENTICATE PLAIN *\nS: <tag> OK [CAPABILITY IMAP4rev1] in\neof\n",
    CONNECTS },
  { "no-capabilities-inside",
    ASKED "S: <tag> OK go\ntls\nC: <tag> CAPABILITY\nS: <tag> OK x\neof\n", LOFT_ERROR_PROTOCOL },
  { "sign-in-forbidden-inside",
    ASKED "S: <tag> OK go\ntls\nC: <tag> CAPABILITY\nS: * CAPABILITY IMAP4rev1 LOGINDISABLED\n"
          "S: <tag> OK x\neof\n",
    LOFT_ERROR_AUTH },
  { "preauth-inside", ASKED "S: <tag> OK go\ntls\nC: <tag> CAPABILITY\nS: * PREAUTH in\neof\n",
    LOFT_ERROR_PROTOCOL },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean connected;

  imap_fixture_init (&fixture, row->script, LOFT_ENDPOINT_STARTTLS, "");
  connected = loft_imap_session_connect (fixture.session, NULL, &error);
  g_assert_cmpint (connected, ==, row->code == CONNECTS);
  if (row->code >= 0)
    g_assert_error (error, LOFT_ERROR, row->code);
  g_assert_cmpint (loft_imap_session_is_connected (fixture.session), ==, connected);
  g_assert_false (imap_fixture_leaked (&fixture));
  imap_fixture_assert_log (&fixture, "");
  /* Nothing that was said in clear becomes the server's word. */
  g_assert_null (loft_imap_session_get_alert (fixture.session));
}

/* ---- random cuts -------------------------------------------------------------------------- */

static const char *const injections[] = {
  "A2 OK [CAPABILITY IMAP4rev1 LOGINDISABLED] x\r\n",
  "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nA2 OK x\r\n",
  "A2 OK x\r\nA3 OK [CAPABILITY IMAP4rev1] signed in\r\n",
  "* PREAUTH in\r\n",
  "* BYE x\r\n",
  "* LIST () \"/\" Evil\r\n",
  "* 1 FETCH (UID 1 FLAGS (\\Deleted) BODY[] {3}\r\nabc)\r\n",
  "+ \r\n",
  "\r\n",
  "\n",
  " ",
  "x",
  /* Beginnings of records that end within what the server says next: of longer ones the client
   * would wait for the rest until its time is up. */
  "\x16\x03\x03\x01",
  "\x16\x03\x03\x01\x01\x02",
  "\x15\x03\x03\x01",
  "\x17\x03\x03\x01\x05hello",
};

static void
append_raw (GString *script, const char *bytes, gsize length)
{
  g_string_append (script, "raw ");
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (script, "\\x%02x", (guchar) bytes[i]);
  g_string_append_c (script, '\n');
}

/* In up to six pieces, each sent by itself. */
static void
append_cut (GRand *rand, GString *script, const char *text)
{
  gsize length = strlen (text);

  for (guint piece = 0; piece < 5 && length > 1; piece++)
    {
      gsize n = (gsize) g_rand_int_range (rand, 1, (gint32) length + 1);

      append_raw (script, text, n);
      text += n;
      length -= n;
    }
  if (length > 0)
    append_raw (script, text, length);
}

/* What the server says in clear, and what follows it. */
static char *
random_script (GRand *rand, const char *injection)
{
  GString *script = g_string_new (NULL);
  g_autofree char *answer = g_strconcat ("A1 OK go\r\n", injection, NULL);

  append_cut (rand, script, "* OK [CAPABILITY IMAP4rev1 STARTTLS SASL-IR AUTH=PLAIN] hi\r\n");
  g_string_append (script, "C: A1 STARTTLS\n");
  append_cut (rand, script, answer);
  g_string_append (script, "tls\n");
  g_string_append (script, INSIDE);
  return g_string_free (script, FALSE);
}

static guint
n_rounds (void)
{
  return g_getenv ("LOFT_TEST_SOAK") != NULL ? 1000 : 60;
}

static GRand *
new_rand (void)
{
  guint32 seed = g_getenv ("LOFT_TEST_SOAK") != NULL ? (guint32) g_test_rand_int () : 20261122;

  g_test_message ("seed %u", seed);
  return g_rand_new_with_seed (seed);
}

/* However the border is cut, nothing that came before it is taken for something behind it. */
static void
test_injected (void)
{
  g_autoptr (GRand) rand = new_rand ();
  guint n_accepted = 0;

  for (guint i = 0; i < n_rounds (); i++)
    {
      g_autofree char *script = random_script (rand, injections[i % G_N_ELEMENTS (injections)]);
      ImapFixture fixture = { NULL };
      gint64 start = g_get_monotonic_time ();

      imap_fixture_init (&fixture, script, LOFT_ENDPOINT_STARTTLS, "");
      n_accepted += loft_imap_session_connect (fixture.session, NULL, NULL);
      g_assert_false (loft_imap_session_is_connected (fixture.session));
      g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
      g_assert_false (imap_fixture_leaked (&fixture));
      imap_fixture_assert_log (&fixture, "");
      loft_script_server_stop (fixture.server);
      fixture.server = loft_script_server_new (NULL);
      imap_fixture_clear (&fixture);
    }
  g_test_message ("%u of %u injections accepted", n_accepted, n_rounds ());
  g_assert_cmpuint (n_accepted, ==, 0);
}

/* Without an injection the same cuts do no harm, and what the server can do is asked again. */
static void
test_only_cut (void)
{
  g_autoptr (GRand) rand = new_rand ();
  guint n_asked_again = 0;

  for (guint i = 0; i < n_rounds (); i++)
    {
      g_autofree char *script = random_script (rand, "");
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *secure = NULL;

      imap_fixture_init (&fixture, script, LOFT_ENDPOINT_STARTTLS, "");
      loft_imap_session_connect (fixture.session, NULL, &error);
      g_assert_no_error (error);
      secure = loft_script_server_get_received_secure (fixture.server, NULL);
      n_asked_again += g_str_has_prefix (secure, "A2 CAPABILITY\r\n");
    }
  g_assert_cmpuint (n_asked_again, ==, n_rounds ());
}

/* One segment with the OK: the handshake does not even begin. */
static void
test_one_segment (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (injections); i++)
    {
      g_autoptr (GString) script = g_string_new (OFFER "C: A1 STARTTLS\n");
      g_autofree char *answer = g_strconcat ("A1 OK go\r\n", injections[i], NULL);
      g_auto (ImapFixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;

      append_raw (script, answer, strlen (answer));
      g_string_append (script, "eof\n");
      imap_fixture_init (&fixture, script->str, LOFT_ENDPOINT_STARTTLS, "");
      g_assert_false (loft_imap_session_connect (fixture.session, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
    }
}

int
main (int argc, char **argv)
{
  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile-starttls/border/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/hostile-starttls/injected", test_injected);
  g_test_add_func ("/hostile-starttls/only-cut", test_only_cut);
  g_test_add_func ("/hostile-starttls/one-segment", test_one_segment);
  return g_test_run ();
}
