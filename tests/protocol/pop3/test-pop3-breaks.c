/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pop3-fixture.h"

#include <string.h>

/* A whole session, with its connection lost at every step, cancelled at every step, or answered by
 * nonsense: what is known of the deletions then. */

static const char *const dialogue[] = {
  "S: +OK ready",  "C: CAPA",   "S: +OK",    "S: PIPELINING", "S: SASL PLAIN", "S: .",
  "C: AUTH PLAIN", "S: + ",     "C: *",      "S: +OK in",     "C: CAPA",       "S: +OK",
  "S: PIPELINING", "S: .",      "C: UIDL",   "C: LIST",       "S: +OK",        "S: 1 a",
  "S: 2 b",        "S: .",      "S: +OK",    "S: 1 5",        "S: 2 5",        "S: .",
  "C: RETR 1",     "C: RETR 2", "S: +OK",    "S: one",        "S: .",          "S: +OK",
  "S: two",        "S: .",      "C: DELE 1", "C: DELE 2",     "S: +OK",        "S: +OK",
  "C: QUIT",       "S: +OK",
};

/* The line behind which QUIT was sent. */
#define QUIT_SENT (G_N_ELEMENTS (dialogue) - 1)

static gboolean
work (Pop3Fixture *fixture, LoftPop3Deletions *deletions, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftPop3Listing) listing = NULL;

  *deletions = LOFT_POP3_DELETIONS_NONE;
  if (!loft_pop3_session_connect (fixture->session, cancellable, error))
    return FALSE;
  listing = loft_pop3_session_list (fixture->session, cancellable, error);
  return listing != NULL && pop3_fixture_retrieve (fixture, 2, 1000, cancellable, error) &&
         pop3_fixture_delete (fixture, 2, cancellable, error) &&
         loft_pop3_session_quit (fixture->session, deletions, cancellable, error);
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
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autofree char *script = script_until (G_N_ELEMENTS (dialogue), "eof\n");
  LoftPop3Deletions deletions;
  g_autoptr (GError) error = NULL;

  pop3_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (work (&fixture, &deletions, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_COMMITTED);
  pop3_fixture_assert_log (&fixture, "1=one\r\n; 2=two\r\n; -1 -2");
}

/* A message is told to be complete only when its end has come. */
static void
assert_log_is_true (Pop3Fixture *fixture, gsize n_lines)
{
  static const char *const ends[] = { "1=one\r\n; ", "2=two\r\n; ", "-1 ", "-2 " };
  static const gsize lines[] = { 29, 32, 35, 36 };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_assert_cmpint (strstr (fixture->log->str, ends[i]) != NULL, ==, n_lines >= lines[i]);
}

static void
assert_breaks (gsize n_lines, const char *last, int code)
{
  g_auto (Pop3Fixture) fixture = { NULL };
  g_autofree char *script = script_until (n_lines, last);
  LoftPop3Deletions deletions;
  g_autoptr (GError) error = NULL;

  g_test_message ("%" G_GSIZE_FORMAT " %s", n_lines, last);
  pop3_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (work (&fixture, &deletions, NULL, &error));
  g_assert_error (error, LOFT_ERROR, code);
  g_assert_false (loft_pop3_session_is_connected (fixture.session));
  assert_log_is_true (&fixture, n_lines);
  /* Where QUIT could be sent before the loss was seen, nobody knows. */
  if (n_lines < QUIT_SENT - 1)
    g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_NONE);
  else
    g_assert_cmpint (deletions, ==, LOFT_POP3_DELETIONS_UNKNOWN);
}

static void
test_closed_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    assert_breaks (i, "close\n", LOFT_ERROR_TEMPORARY);
}

/* A reset may overtake what was said before it, so that only the end is certain; before the client
 * said anything it may be seen already while connecting, which is another error. */
static void
test_reset_everywhere (void)
{
  for (gsize i = 2; i < G_N_ELEMENTS (dialogue); i++)
    {
      g_auto (Pop3Fixture) fixture = { NULL };
      g_autofree char *script = script_until (i, "reset\n");
      LoftPop3Deletions deletions;
      g_autoptr (GError) error = NULL;

      pop3_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
      g_assert_false (work (&fixture, &deletions, NULL, &error));
      g_assert_cmpint (loft_error_class (error), ==, LOFT_ERROR_TEMPORARY);
      g_assert_cmpint (deletions, !=, LOFT_POP3_DELETIONS_COMMITTED);
      g_assert_cmpint (deletions, !=, LOFT_POP3_DELETIONS_PARTLY);
    }
}

/* Lines of which the first is awaited after a command: within lists and messages anything goes. */
static gboolean
is_status (gsize i)
{
  return g_str_has_prefix (dialogue[i], "S: +");
}

static void
test_nonsense_everywhere (void)
{
  static const char *const nonsense[] = {
    "S: hello\neof\n",
    "S: \neof\n",
    "raw \\0\\xff\\r\\n\neof\n",
    "S: * OK\neof\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (nonsense) && is_status (i); j++)
      assert_breaks (i, nonsense[j], LOFT_ERROR_PROTOCOL);
}

static void
test_long_line_everywhere (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialogue); i++)
    if (is_status (i))
      {
        g_auto (Pop3Fixture) fixture = { NULL };
        g_autofree char *script = script_until (i, "raw +OK \nfill 1000000\nstall\n");
        LoftPop3Deletions deletions;
        g_autoptr (GError) error = NULL;

        pop3_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
        g_assert_false (work (&fixture, &deletions, NULL, &error));
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
        pop3_fixture_forget_script (&fixture);
      }
}

/* --- Cancelled ---------------------------------------------------------------------------- */

typedef struct {
  Pop3Fixture fixture;
  GCancellable *cancellable;
  LoftPop3Deletions deletions;
  GError *error;
} Worker;

static gpointer
work_in_thread (gpointer data)
{
  Worker *worker = data;

  work (&worker->fixture, &worker->deletions, worker->cancellable, &worker->error);
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

      if (g_str_has_prefix (dialogue[i], "C: "))
        continue;
      worker.cancellable = g_cancellable_new ();
      pop3_fixture_init (&worker.fixture, script, LOFT_ENDPOINT_PLAIN, "");
      thread = g_thread_new ("worker", work_in_thread, &worker);
      loft_script_server_wait_paused (worker.fixture.server);
      g_cancellable_cancel (worker.cancellable);
      g_thread_join (thread);
      loft_script_server_resume (worker.fixture.server);
      g_assert_error (worker.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (loft_pop3_session_is_connected (worker.fixture.session));
      if (i != QUIT_SENT)
        g_assert_cmpint (worker.deletions, ==, LOFT_POP3_DELETIONS_NONE);
      else
        g_assert_cmpint (worker.deletions, ==, LOFT_POP3_DELETIONS_UNKNOWN);
      g_clear_error (&worker.error);
      g_object_unref (worker.cancellable);
      pop3_fixture_clear (&worker.fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pop3/breaks/whole", test_whole);
  g_test_add_func ("/pop3/breaks/closed-everywhere", test_closed_everywhere);
  g_test_add_func ("/pop3/breaks/reset-everywhere", test_reset_everywhere);
  g_test_add_func ("/pop3/breaks/nonsense-everywhere", test_nonsense_everywhere);
  g_test_add_func ("/pop3/breaks/long-line-everywhere", test_long_line_everywhere);
  g_test_add_func ("/pop3/breaks/cancelled-everywhere", test_cancelled_everywhere);
  return g_test_run ();
}
