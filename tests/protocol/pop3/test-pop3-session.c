/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pop3-fixture.h"

#include <string.h>

/* Listing, retrieving and deleting, with and without PIPELINING; servers of many kinds. */

#define PIPELINED "S: PIPELINING\n"
#define MANY      (1000 * 1000)

static void
assert_broken (Pop3Fixture *fixture, GError *error, int code)
{
  g_assert_error (error, LOFT_ERROR, code);
  g_assert_false (loft_pop3_session_is_connected (fixture->session));
}

/* --- Listing ------------------------------------------------------------------------------ */

static const struct {
  const char *name;
  const char *capabilities;
  const char *dialogue;
  int code; /* -1: listed */
  guint n;
  gboolean sound;
} listings[] = {
  { "one-after-the-other", "",
    "C: UIDL\nS: +OK\nS: 1 a\nS: 2 b\nS: .\nC: LIST\nS: +OK\nS: 1 10\nS: 2 20\nS: .\n", -1, 2,
    TRUE },
  { "pipelined", PIPELINED,
    "C: UIDL\nC: LIST\nS: +OK\nS: 1 a\nS: 2 b\nS: .\nS: +OK\nS: 1 10\nS: 2 20\nS: .\n", -1, 2,
    TRUE },
  { "empty", "", "C: UIDL\nS: +OK\nS: .\nC: LIST\nS: +OK 0 messages\nS: .\n", -1, 0, TRUE },
  { "extra-words", "", "C: UIDL\nS: +OK\nS: 1 a\nS: .\nC: LIST\nS: +OK\nS: 1 10 octets\nS: .\n", -1,
    1, TRUE },
  { "repeated", "",
    "C: UIDL\nS: +OK\nS: 1 a\nS: 2 a\nS: .\nC: LIST\nS: +OK\nS: 1 1\nS: 2 2\nS: .\n", -1, 2,
    FALSE },
  { "bare-lf", "", "C: UIDL\nraw +OK\\n1 a\\n.\\n\nC: LIST\nraw +OK\\n1 5\\n.\\n\n", -1, 1, TRUE },
  { "uid-begins-with-a-dot", "",
    "C: UIDL\nS: +OK\nS: 1 .\nS: ..\nS: .\nC: LIST\nS: +OK\nS: 1 5\nS: .\n", -1, 1, FALSE },
  { "no-uidl", "", "C: UIDL\nS: -ERR what?\neof\n", LOFT_ERROR_REFUSED, 0, FALSE },
  { "no-uidl-pipelined", PIPELINED, "C: UIDL\nC: LIST\nS: -ERR what?\neof\n", LOFT_ERROR_REFUSED, 0,
    FALSE },
  { "not-now", "", "C: UIDL\nS: -ERR [SYS/TEMP] soon\neof\n", LOFT_ERROR_TEMPORARY, 0, FALSE },
  { "no-list", "", "C: UIDL\nS: +OK\nS: .\nC: LIST\nS: -ERR no\neof\n", LOFT_ERROR_REFUSED, 0,
    FALSE },
  { "long-line", "", "C: UIDL\nS: +OK\nraw 1 \nfill 1000000\nS: x\neof\n", LOFT_ERROR_LIMIT, 0,
    FALSE },
  { "no-end", "", "C: UIDL\nS: +OK\nS: 1 a\nclose\n", LOFT_ERROR_TEMPORARY, 0, FALSE },
};

static void
test_listing (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *start =
    g_strconcat (POP3_HELLO "C: CAPA\nS: +OK\n", listings[i].capabilities,
                 "S: USER\nS: .\nC: USER jane\nS: +OK\nC: PASS *\nS: +OK\n", NULL);
  g_autofree char *script = g_strconcat (start, "C: CAPA\nS: +OK\n", listings[i].capabilities,
                                         "S: .\n", listings[i].dialogue, NULL);
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (LoftPop3Listing) listing = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  pop3_fixture_init_connected (&fixture, script);
  listing = loft_pop3_session_list (fixture.session, NULL, &error);
  if (listings[i].code >= 0)
    {
      g_assert_null (listing);
      assert_broken (&fixture, error, listings[i].code);
      if (listings[i].code == LOFT_ERROR_LIMIT)
        pop3_fixture_forget_script (&fixture);
      return;
    }
  g_assert_no_error (error);
  loft_pop3_listing_get_messages (listing, &n);
  g_assert_cmpuint (n, ==, listings[i].n);
  g_assert_cmpint (loft_pop3_listing_is_sound (listing), ==, listings[i].sound);
}

/* --- Retrieving --------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *capabilities;
  const char *dialogue;
  guint n;
  int code; /* -1: no error */
  const char *log;
} retrievals[] = {
  { "one", "", "C: RETR 1\nS: +OK 5 octets\nS: abc\nS: .\n", 1, -1, "1=abc\r\n;" },
  { "two", "", "C: RETR 1\nS: +OK\nS: a\nS: .\nC: RETR 2\nS: +OK\nS: b\nS: .\n", 2, -1,
    "1=a\r\n; 2=b\r\n;" },
  { "two-pipelined", PIPELINED,
    "C: RETR 1\nC: RETR 2\nraw +OK\\r\\na\\r\\n.\\r\\n+OK\\r\\nb\\r\\n.\\r\\n\n", 2, -1,
    "1=a\r\n; 2=b\r\n;" },
  { "split", PIPELINED,
    "C: RETR 1\nC: RETR 2\nsplit 1\nraw +OK\\r\\n..a\\r\\n.\\r\\n+OK\\r\\nb\\r\\n.\\r\\n\n", 2, -1,
    "1=.a\r\n; 2=b\r\n;" },
  { "empty", "", "C: RETR 1\nS: +OK\nS: .\n", 1, -1, ";" },
  { "dots", "", "C: RETR 1\nS: +OK\nS: ..\nS: ...\nS: .\n", 1, -1, "1=.\r\n..\r\n;" },
  { "refused", "", "C: RETR 1\nS: -ERR gone\nC: RETR 2\nS: +OK\nS: b\nS: .\n", 2, -1,
    "1!The server refused: “gone”; 2=b\r\n;" },
  { "refused-pipelined", PIPELINED,
    "C: RETR 1\nC: RETR 2\nC: RETR 3\nS: +OK\nS: a\nS: .\nS: -ERR\nS: +OK\nS: c\nS: .\n", 3, -1,
    "1=a\r\n; 2!The server refused without a reason; 3=c\r\n;" },
  { "forged-answers", PIPELINED,
    "C: RETR 1\nC: RETR 2\nraw +OK\\r\\na\\n.\\r\\n+OK\\r\\nforged\\r\\n..\\r\\n.\\r\\n\n"
    "S: +OK\nS: b\nS: .\n",
    2, -1, "1=a\n.\r\n+OK\r\nforged\r\n.\r\n; 2=b\r\n;" },
  { "answer-is-nonsense", "", "C: RETR 1\nS: hello\neof\n", 1, LOFT_ERROR_PROTOCOL, "" },
  { "answer-is-plus", "", "C: RETR 1\nS: + go\neof\n", 1, LOFT_ERROR_PROTOCOL, "" },
  { "answered-twice", "", "C: RETR 1\nraw +OK\\r\\n.\\r\\n+OK\\r\\n\neof\n", 2, LOFT_ERROR_PROTOCOL,
    ";" },
  { "ends-within", "", "C: RETR 1\nS: +OK\nS: abc\nclose\n", 1, LOFT_ERROR_TEMPORARY, "1=abc" },
  { "no-final-crlf", "", "C: RETR 1\nS: +OK\nraw abc.\\r\\n\nclose\n", 1, LOFT_ERROR_TEMPORARY,
    "1=abc." },
};

static void
test_retrieval (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script =
    g_strconcat (POP3_HELLO
                 "C: CAPA\nS: +OK\nS: USER\nS: .\nC: USER jane\nS: +OK\nC: PASS *\nS: +OK\n"
                 "C: CAPA\nS: +OK\n",
                 retrievals[i].capabilities, "S: .\n", retrievals[i].dialogue,
                 retrievals[i].code < 0 ? "eof\n" : "", NULL);
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture, script);
  pop3_fixture_retrieve (&fixture, retrievals[i].n, MANY, NULL, &error);
  if (retrievals[i].code >= 0)
    assert_broken (&fixture, error, retrievals[i].code);
  else
    g_assert_no_error (error);
  pop3_fixture_assert_log (&fixture, retrievals[i].log);
}

static void
test_nul (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };

  pop3_fixture_init_connected (&fixture, POP3_IN ("") "C: RETR 1\nS: +OK\n"
                                                      "raw a\\0b\\r\\n.\\r\\n\neof\n");
  g_assert_true (pop3_fixture_retrieve (&fixture, 1, MANY, NULL, NULL));
  g_assert_cmpmem (fixture.log->str, fixture.log->len, "1=a\0b\r\n; ", 9);
}

static void
test_top (void)
{
  static const guint32 numbers[] = { 7, 9 };
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture,
                               POP3_IN (
                                 PIPELINED) "C: TOP 7 0\nC: TOP 9 0\n"
                                            "S: +OK\nS: A: b\nS: \nS: .\nS: -ERR what?\neof\n");
  loft_pop3_session_top (fixture.session, numbers, 2, 0, MANY, &pop3_fixture_sink, &fixture, NULL,
                         &error);
  g_assert_no_error (error);
  pop3_fixture_assert_log (&fixture, "7=A: b\r\n\r\n; 9!The server refused: “what?”;");
}

/* Larger than LIST said, smaller than the bound: nobody minds. */
static void
test_larger_than_announced (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (LoftPop3Listing) listing = NULL;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (
    &fixture, POP3_IN (PIPELINED) "C: UIDL\nC: LIST\nS: +OK\nS: 1 a\nS: .\nS: +OK\nS: 1 1\nS: .\n"
                                  "C: RETR 1\nS: +OK\nS: much more\nS: .\neof\n");
  listing = loft_pop3_session_list (fixture.session, NULL, &error);
  g_assert_nonnull (listing);
  g_assert_true (pop3_fixture_retrieve (&fixture, 1, MANY, NULL, &error));
  pop3_fixture_assert_log (&fixture, "1=much more\r\n;");
}

/* Without end, in lines, or in one line, or in dots: cut at the bound. */
static void
test_endless (void)
{
  static const char *const answers[] = {
    "literal 3000000\n",
    "fill 3000000\n",
    "fill 3000000 .\n",
    "repeat 50000\nraw ..\\r\\n..\\r\\n..\\r\\n..\\r\\n..\\r\\n..\\r\\n..\\r\\n..\\r\\n\nend\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *script =
        g_strconcat (POP3_IN ("") "C: RETR 1\nS: +OK\n", answers[i], "stall\n", NULL);
      g_auto (Pop3Fixture) fixture = { NULL };
      g_autoptr (GError) error = NULL;

      pop3_fixture_init_connected (&fixture, script);
      g_assert_false (pop3_fixture_retrieve (&fixture, 1, MANY, NULL, &error));
      assert_broken (&fixture, error, LOFT_ERROR_LIMIT);
      g_assert_cmpuint (loft_pop3_session_get_bytes_received (fixture.session), <, 2 * MANY);
      pop3_fixture_forget_script (&fixture);
    }
}

/* FALSE: what is in flight is dropped, and the connection can be used on. */
static void
test_stop (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture,
                               POP3_IN (
                                 PIPELINED) "C: RETR 1\nC: RETR 2\nC: RETR 3\n"
                                            "S: +OK\nS: a\nS: .\nS: +OK\nS: b\nS: .\nS: -ERR\n"
                                            "C: NOOP\nS: +OK\neof\n");
  fixture.stops_after = 1;
  g_assert_true (pop3_fixture_retrieve (&fixture, 3, MANY, NULL, &error));
  pop3_fixture_assert_log (&fixture, "1=a\r\n;");
  g_assert_true (loft_pop3_session_noop (fixture.session, NULL, &error));
}

/* --- The window --------------------------------------------------------------------------- */

/* Of 64 in flight 32 are answered before 32 more come: with fewer, or one by one, the dialogue would
 * not go on. */
static void
test_window (void)
{
  g_autoptr (GString) script = g_string_new (POP3_IN (PIPELINED));
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  for (guint n_sent = 0; n_sent < 192;)
    {
      guint n_more = n_sent == 0 ? 64 : 32;

      for (guint i = 0; i < n_more; i++)
        g_string_append_printf (script, "C: DELE %u\n", ++n_sent);
      g_string_append (script, "repeat 32\nS: +OK\nend\n");
    }
  g_string_append (script, "repeat 32\nS: +OK\nend\neof\n");
  pop3_fixture_init_connected (&fixture, script->str);
  pop3_fixture_delete (&fixture, 192, NULL, &error);
  g_assert_no_error (error);
}

/* Of large messages, only about a quarter of a megabyte. */
static void
test_window_of_bytes (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autoptr (LoftPop3Listing) listing = NULL;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (
    &fixture,
    POP3_IN (
      PIPELINED) "C: UIDL\nC: LIST\nS: +OK\nS: 1 a\nS: 2 b\nS: 3 c\nS: .\n"
                 "S: +OK\nS: 1 200000\nS: 2 200000\nS: 3 200000\nS: .\n"
                 "C: RETR 1\nC: RETR 2\nS: +OK\nS: .\nS: +OK\nS: .\nC: RETR 3\nS: +OK\nS: .\neof\n");
  listing = loft_pop3_session_list (fixture.session, NULL, &error);
  g_assert_nonnull (listing);
  pop3_fixture_retrieve (&fixture, 3, MANY, NULL, &error);
  g_assert_no_error (error);
}

/* --- Deleting ----------------------------------------------------------------------------- */

static void
test_delete (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  LoftPop3Deletions deletions = LOFT_POP3_DELETIONS_UNKNOWN;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture, POP3_IN ("") "C: DELE 1\nS: +OK\nC: DELE 2\nS: -ERR no\n"
                                                      "C: QUIT\nS: +OK bye\neof\n");
  g_assert_true (pop3_fixture_delete (&fixture, 2, NULL, &error));
  pop3_fixture_assert_log (&fixture, "-1 -2!The server refused: “no”");
  g_assert_true (loft_pop3_session_quit (fixture.session, &deletions, NULL, &error));
  g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_COMMITTED);
  g_assert_false (loft_pop3_session_is_connected (fixture.session));
}

static void
test_delete_pipelined (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  LoftPop3Deletions deletions = LOFT_POP3_DELETIONS_UNKNOWN;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (
    &fixture, POP3_IN (PIPELINED) "C: DELE 1\nC: DELE 2\nC: DELE 3\nS: +OK\n"
                                  "S: -ERR\nS: +OK\nC: RSET\nS: +OK\nC: QUIT\nS: -ERR\neof\n");
  fixture.stops_after = 1;
  g_assert_true (pop3_fixture_delete (&fixture, 3, NULL, &error));
  pop3_fixture_assert_log (&fixture, "-1 -2!The server refused without a reason -3");
  g_assert_true (loft_pop3_session_reset (fixture.session, NULL, &error));
  g_assert_true (loft_pop3_session_quit (fixture.session, &deletions, NULL, &error));
  g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_NONE);
}

/* What is known when QUIT ends like this, with one message marked. */
static const struct {
  const char *name;
  const char *dialogue;
  LoftPop3Deletions deletions;
  int code;
} quits[] = {
  { "ok", "C: QUIT\nS: +OK\n", LOFT_POP3_DELETIONS_COMMITTED, -1 },
  { "some-not-removed", "C: QUIT\nS: -ERR some deleted messages not removed\n",
    LOFT_POP3_DELETIONS_PARTLY, LOFT_ERROR_REFUSED },
  { "temporary", "C: QUIT\nS: -ERR [SYS/TEMP] disk full\n", LOFT_POP3_DELETIONS_PARTLY,
    LOFT_ERROR_TEMPORARY },
  { "reply-lost", "C: QUIT\nclose\n", LOFT_POP3_DELETIONS_UNKNOWN, LOFT_ERROR_TEMPORARY },
  { "reply-cut", "C: QUIT\nraw +O\nclose\n", LOFT_POP3_DELETIONS_UNKNOWN, LOFT_ERROR_TEMPORARY },
  { "reset", "C: QUIT\nreset\n", LOFT_POP3_DELETIONS_UNKNOWN, LOFT_ERROR_TEMPORARY },
  { "nonsense", "C: QUIT\nS: bye\n", LOFT_POP3_DELETIONS_UNKNOWN, LOFT_ERROR_PROTOCOL },
  { "plus", "C: QUIT\nS: + bye\n", LOFT_POP3_DELETIONS_UNKNOWN, LOFT_ERROR_PROTOCOL },
};

static void
test_quit (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script =
    g_strconcat (POP3_IN ("") "C: DELE 1\nS: +OK\n", quits[i].dialogue, NULL);
  g_auto (Pop3Fixture) fixture = { NULL };
  LoftPop3Deletions deletions = LOFT_POP3_DELETIONS_NONE;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture, script);
  g_assert_true (pop3_fixture_delete (&fixture, 1, NULL, NULL));
  g_assert_cmpint (loft_pop3_session_quit (fixture.session, &deletions, NULL, &error), ==,
                   quits[i].code < 0);
  g_assert_cmpint (deletions, ==, quits[i].deletions);
  if (quits[i].code >= 0)
    assert_broken (&fixture, error, quits[i].code);
}

/* An +OK that came before QUIT was sent is no answer to it. */
static void
test_quit_answered_before (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  LoftPop3Deletions deletions = LOFT_POP3_DELETIONS_UNKNOWN;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture, POP3_IN ("") "C: DELE 1\nraw +OK\\r\\n+OK\\r\\n\neof\n");
  g_assert_true (pop3_fixture_delete (&fixture, 1, NULL, NULL));
  g_assert_false (loft_pop3_session_quit (fixture.session, &deletions, NULL, &error));
  assert_broken (&fixture, error, LOFT_ERROR_PROTOCOL);
  g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_NONE);
}

/* --- The rest ----------------------------------------------------------------------------- */

static void
test_stat (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  guint n = 0;
  guint64 octets = 0;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init_connected (&fixture, POP3_IN ("") "C: STAT\nS: +OK 2 320 and more\n"
                                                      "C: STAT\nS: -ERR [SYS/TEMP] x\n"
                                                      "C: STAT\nS: +OK\neof\n");
  g_assert_true (loft_pop3_session_stat (fixture.session, &n, &octets, NULL, &error));
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (octets, ==, 320);
  g_assert_false (loft_pop3_session_stat (fixture.session, &n, &octets, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_true (loft_pop3_session_is_connected (fixture.session));
  g_clear_error (&error);
  g_assert_false (loft_pop3_session_stat (fixture.session, &n, &octets, NULL, &error));
  assert_broken (&fixture, error, LOFT_ERROR_PROTOCOL);
}

static void
test_not_connected (void)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  LoftPop3Deletions deletions = LOFT_POP3_DELETIONS_UNKNOWN;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init (&fixture, NULL, LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (pop3_fixture_retrieve (&fixture, 1, MANY, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_false (pop3_fixture_delete (&fixture, 1, NULL, NULL));
  g_assert_false (loft_pop3_session_noop (fixture.session, NULL, NULL));
  g_assert_null (loft_pop3_session_list (fixture.session, NULL, NULL));
  g_assert_false (loft_pop3_session_quit (fixture.session, &deletions, NULL, NULL));
  g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_NONE);
}

#define ADD_TABLE(table, function, folder)                                                         \
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)                                                 \
    {                                                                                              \
      g_autofree char *path = g_strdup_printf ("/pop3/session/" folder "/%s", table[i].name);      \
                                                                                                   \
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), function);                                 \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_TABLE (listings, test_listing, "list");
  ADD_TABLE (retrievals, test_retrieval, "retrieve");
  ADD_TABLE (quits, test_quit, "quit");
  g_test_add_func ("/pop3/session/nul", test_nul);
  g_test_add_func ("/pop3/session/top", test_top);
  g_test_add_func ("/pop3/session/larger-than-announced", test_larger_than_announced);
  g_test_add_func ("/pop3/session/endless", test_endless);
  g_test_add_func ("/pop3/session/stop", test_stop);
  g_test_add_func ("/pop3/session/window", test_window);
  g_test_add_func ("/pop3/session/window-of-bytes", test_window_of_bytes);
  g_test_add_func ("/pop3/session/delete", test_delete);
  g_test_add_func ("/pop3/session/delete-pipelined", test_delete_pipelined);
  g_test_add_func ("/pop3/session/quit-answered-before", test_quit_answered_before);
  g_test_add_func ("/pop3/session/stat", test_stat);
  g_test_add_func ("/pop3/session/not-connected", test_not_connected);
  return g_test_run ();
}
