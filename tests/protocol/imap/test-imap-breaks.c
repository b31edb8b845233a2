/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

/* Servers that break off, talk nonsense or never end, and people who cancel. */

/* --- A whole session, broken at every step ------------------------------------------------ */

static const char *const dialogue[] = {
  "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi",
  "C: <a> AUTHENTICATE PLAIN",
  "S: + ",
  "C: *",
  "S: <a> OK in",
  "C: <a> CAPABILITY",
  "S: * CAPABILITY IMAP4rev1 ID ENABLE QRESYNC NAMESPACE LIST-EXTENDED LIST-STATUS ESEARCH IDLE",
  "S: <a> OK x",
  "C: <a> ID *",
  "C: <b> ENABLE *",
  "C: <c> NAMESPACE",
  "S: * ID NIL",
  "S: <a> OK x",
  "S: * ENABLED QRESYNC",
  "S: <b> OK x",
  "S: * NAMESPACE ((\"\" \"/\")) NIL NIL",
  "S: <c> OK x",
  "C: <a> LIST *",
  "S: * LIST () \"/\" INBOX",
  "S: * STATUS INBOX (MESSAGES 3)",
  "S: <a> OK x",
  "C: <a> SELECT *",
  "S: * 3 EXISTS",
  "S: * OK [UIDVALIDITY 7] x",
  "S: * VANISHED (EARLIER) 9",
  "S: <a> OK x",
  "C: <a> UID SEARCH *",
  "S: * ESEARCH (TAG \"A7\") UID ALL 1:3",
  "S: <a> OK x",
  "C: <a> UID FETCH 2:3 *",
  "C: <b> UID FETCH 1 *",
  "S: * 2 FETCH (UID 2 BODY[] {10}",
  "literal 10",
  "S: )",
  "S: <a> OK x",
  "S: <b> OK x",
  "C: <a> UID FETCH 2 *",
  "S: * 2 FETCH (UID 2 BODY[]<0> \"ab\")",
  "S: <a> OK x",
  "C: <a> UID STORE *",
  "C: <b> UID STORE *",
  "S: <a> OK x",
  "S: <b> OK x",
  "C: <a> IDLE",
  "S: +",
  "S: * 4 EXISTS",
  "C: DONE",
  "S: <a> OK x",
};

static gboolean
work_with_mailbox (ImapFixture *fixture, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftImapUidSet) uids = loft_imap_session_search_all (fixture->session, cancellable,
                                                                 error);
  g_autoptr (GBytes) piece = NULL;
  gboolean changed;

  if (uids == NULL ||
      !loft_imap_session_fetch (fixture->session, uids, LOFT_IMAP_FETCH_BODY, 0, 2, 1000,
                                imap_fixture_take_fetch, fixture, cancellable, error))
    return FALSE;
  piece = loft_imap_session_fetch_range (fixture->session, 2, 0, 5, cancellable, error);
  return piece != NULL &&
         loft_imap_session_store (fixture->session, uids, LOFT_FLAG_SEEN, LOFT_FLAG_FLAGGED, NULL,
                                  NULL, cancellable, error) &&
         loft_imap_session_idle (fixture->session, 60, &changed, cancellable, error);
}

static gboolean
work (ImapFixture *fixture, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) mailboxes = NULL;
  LoftImapSelected selected;

  if (!loft_imap_session_connect (fixture->session, cancellable, error))
    return FALSE;
  mailboxes = loft_imap_session_list (fixture->session, TRUE, cancellable, error);
  return mailboxes != NULL &&
         loft_imap_session_select (fixture->session, "INBOX", 7, 5, &selected, cancellable,
                                   error) &&
         work_with_mailbox (fixture, cancellable, error);
}

static char *
script_until (gsize n_lines, const char *last)
{
  GString *script = g_string_new (NULL);

  for (gsize i = 0; i < n_lines; i++)
    g_string_append_printf (script, "%s\n", dialogue[i]);
  g_string_append (script, last);
  return g_string_free (script, FALSE);
}

static void
test_whole (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autofree char *script = script_until (G_N_ELEMENTS (dialogue), "eof\n");
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (work (&fixture, NULL, &error));
  g_assert_no_error (error);
  imap_fixture_assert_log (&fixture, "vanished=9,earlier 2:data=xxxxxxxxxx; exists=4");
}

static void
assert_breaks (gsize n_lines, const char *last, int code)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autofree char *script = script_until (n_lines, last);
  g_autoptr (GError) error = NULL;

  imap_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (work (&fixture, NULL, &error));
  g_assert_error (error, LOFT_ERROR, code);
  g_assert_false (loft_imap_session_is_connected (fixture.session));
  g_assert_null (loft_imap_session_get_selected (fixture.session));
}

/* A reset before the client said anything may be seen already while connecting, which is another
 * error. */
static void
test_closed_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    assert_breaks (i, "close\n", LOFT_ERROR_TEMPORARY);
  for (gsize i = 2; i < G_N_ELEMENTS (dialogue); i++)
    assert_breaks (i, "reset\n", LOFT_ERROR_TEMPORARY);
}

/* Lines where something of the server is awaited, so that what is said is also read. */
static gboolean
is_between_responses (gsize i)
{
  return g_str_has_prefix (dialogue[i], "S: ") && strcmp (dialogue[i], "S: )") != 0;
}

static void
test_bye_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    if (is_between_responses (i))
      assert_breaks (i, "S: * BYE [UNAVAILABLE] going down\neof\n", LOFT_ERROR_TEMPORARY);
}

static void
test_nonsense_everywhere (void)
{
  static const char *const nonsense[] = {
    "S: Z99 OK who asked\neof\n",
    "S: * LIST (((\neof\n",
    "S: * 1 FETCH (UID 2 FLAGS\neof\n",
    "S: (\neof\n",
    "raw \\0\\0\\xff\\r\\n\neof\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (nonsense) && is_between_responses (i); j++)
      assert_breaks (i, nonsense[j], LOFT_ERROR_PROTOCOL);
}

/* Cancelled while the server is silent at each step. */
typedef struct {
  ImapFixture fixture;
  GCancellable *cancellable;
  GError *error;
} Worker;

static gpointer
work_in_thread (gpointer data)
{
  Worker *worker = data;

  work (&worker->fixture, worker->cancellable, &worker->error);
  return NULL;
}

static void
test_cancelled_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    {
      g_autofree char *script = script_until (i, "pause\n");
      Worker worker = { { NULL } };
      GThread *thread;

      if (!is_between_responses (i))
        continue;
      worker.cancellable = g_cancellable_new ();
      imap_fixture_init (&worker.fixture, script, LOFT_ENDPOINT_PLAIN, "");
      thread = g_thread_new ("worker", work_in_thread, &worker);
      loft_script_server_wait_paused (worker.fixture.server);
      g_cancellable_cancel (worker.cancellable);
      g_thread_join (thread);
      loft_script_server_resume (worker.fixture.server);
      g_assert_error (worker.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (loft_imap_session_is_connected (worker.fixture.session));
      g_clear_error (&worker.error);
      g_object_unref (worker.cancellable);
      imap_fixture_clear (&worker.fixture);
    }
}

static void
test_cancelled_before (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture, IMAP_PREAUTH ("") "stall\n");
  g_cancellable_cancel (cancellable);
  g_assert_false (loft_imap_session_noop (fixture.session, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (loft_imap_session_is_connected (fixture.session));
}

/* --- Without end -------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *answer;
  int code;
} endless[] = {
  { "line",
    "repeat 20000\n"
    "raw xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
    "end\n",
    LOFT_ERROR_LIMIT },
  { "line-of-data",
    "raw * LIST () \"/\" \"\nrepeat 20000\n"
    "raw xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nend\n",
    LOFT_ERROR_LIMIT },
  { "response-of-literals",
    "raw * X\nrepeat 400000\nraw  {1}\\r\\ny\nend\n", LOFT_ERROR_LIMIT },
  { "literals",
    "raw * X\nrepeat 3\nS:  {400000}\nliteral 400000\nend\n", LOFT_ERROR_LIMIT },
  { "responses",
    "repeat 200001\nraw * OK x\\r\\n* OK x\\r\\n* 1 EXISTS\\r\\n* X\\r\\n* OK x\\r\\n\nend\n",
    LOFT_ERROR_LIMIT },
  { "empty-lines", "repeat 200001\nraw \\r\\n\\r\\n\\r\\n\\r\\n\\r\\n\nend\n", LOFT_ERROR_LIMIT },
};

static void
test_endless (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat (IMAP_PREAUTH ("") "C: <a> NOOP\n", endless[i].answer,
                                         "stall\n", NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture, script);
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, endless[i].code);
  g_assert_false (loft_imap_session_is_connected (fixture.session));
  loft_imap_session_close (fixture.session);
  loft_script_server_stop (fixture.server);
  fixture.server = loft_script_server_new (NULL);
}

/* --- Words that break --------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *answer;
  int code;
  gboolean lives;
} answers[] = {
  { "answered-twice", "S: <a> OK x\nS: <a> OK x\n", -1, TRUE },
  { "plus", "S: + go on\n", LOFT_ERROR_PROTOCOL, FALSE },
  { "preauth", "S: * PREAUTH x\n", LOFT_ERROR_PROTOCOL, FALSE },
  { "lower-case-tag", "S: a1 OK x\n", LOFT_ERROR_PROTOCOL, FALSE },
  { "no", "S: <a> NO x\n", LOFT_ERROR_REFUSED, TRUE },
  { "bad", "S: <a> BAD x\n", LOFT_ERROR_REFUSED, TRUE },
  { "untagged-bad", "S: * BAD x\nS: <a> OK x\n", -1, TRUE },
  { "in-use", "S: <a> NO [INUSE] x\n", LOFT_ERROR_TEMPORARY, TRUE },
  { "unknown-things",
    "S: * XSURPRISE (a (b)) {3}\nraw abc\\r\\n\nS: * 5 XAPPLE\nS: * OK [XCODE (a] x\nS: <a> OK x\n",
    -1, TRUE },
  { "only-lf", "raw * OK x\\n\nS: <a> OK x\n", -1, TRUE },
};

static void
test_answer (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *script = g_strconcat (IMAP_PREAUTH ("") "C: <a> NOOP\n", answers[i].answer,
                                         "eof\n", NULL);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture, script);
  g_assert_cmpint (loft_imap_session_noop (fixture.session, NULL, &error), ==, answers[i].code < 0);
  if (answers[i].code >= 0)
    g_assert_error (error, LOFT_ERROR, answers[i].code);
  g_assert_cmpint (loft_imap_session_is_connected (fixture.session), ==, answers[i].lives);
  imap_fixture_assert_log (&fixture, "");
}

static void
test_words (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  imap_fixture_init_connected (&fixture,
                               IMAP_PREAUTH ("")
                               "C: <a> NOOP\nS: <a> NO [NOPERM] Not on a Sunday\n"
                               "C: <a> NOOP\nS: * BYE Good night\neof\n");
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_cmpstr (error->message, ==, "The server refused: “Not on a Sunday”");
  g_clear_error (&error);
  g_assert_false (loft_imap_session_noop (fixture.session, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Good night"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/breaks/whole", test_whole);
  g_test_add_func ("/imap/breaks/closed-everywhere", test_closed_everywhere);
  g_test_add_func ("/imap/breaks/bye-everywhere", test_bye_everywhere);
  g_test_add_func ("/imap/breaks/nonsense-everywhere", test_nonsense_everywhere);
  g_test_add_func ("/imap/breaks/cancelled-everywhere", test_cancelled_everywhere);
  g_test_add_func ("/imap/breaks/cancelled-before", test_cancelled_before);
  for (gsize i = 0; i < G_N_ELEMENTS (endless); i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/breaks/endless/%s", endless[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_endless);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/breaks/answer/%s", answers[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_answer);
    }
  g_test_add_func ("/imap/breaks/words", test_words);
  return g_test_run ();
}
