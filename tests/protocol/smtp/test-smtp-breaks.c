/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "smtp-fixture.h"

#include <string.h>

/* A server that dies at every line of four ways to send, and a person who cancels there. Judged by
 * what the server saw: before the end of the message it was certainly not sent, after the last
 * answer it certainly was, and between the two nobody knows. */

#define OPEN    "S: 220 x", "C: EHLO *", "S: 250-x"
#define MESSAGE "C: Subject: x", "C: ", "C: hello"

static const char *const by_data[] = {
  OPEN,        "S: 250 HELP", "C: MAIL *",        "S: 250 ok",        "C: RCPT *", "S: 250 ok",
  "C: RCPT *", "S: 250 ok",   "C: RCPT *",        "S: 250 ok",        "C: DATA",   "S: 354 go",
  MESSAGE,     "C: .",        "S: 250-2.0.0 one", "S: 250 2.0.0 two", NULL,
};
static const char *const by_data_pipelined[] = {
  OPEN,        "S: 250 PIPELINING", "C: MAIL *", "C: RCPT *", "C: RCPT *",
  "C: RCPT *", "S: 250 ok",         "S: 250 ok", "S: 250 ok", "S: 250 ok",
  "C: DATA",   "S: 354 go",         MESSAGE,     "C: .",      "S: 250 ok",
  NULL,
};
static const char *const by_bdat[] = {
  OPEN,
  "S: 250 CHUNKING",
  "C: MAIL *",
  "S: 250 ok",
  "C: RCPT *",
  "S: 250 ok",
  "C: RCPT *",
  "S: 250 ok",
  "C: RCPT *",
  "S: 250 ok",
  "C: BDAT 21 LAST",
  MESSAGE,
  "S: 250 ok",
  NULL,
};
static const char *const by_bdat_pipelined[] = {
  OPEN,        "S: 250-CHUNKING", "S: 250 PIPELINING",
  "C: MAIL *", "C: RCPT *",       "C: RCPT *",
  "C: RCPT *", "S: 250 ok",       "S: 250 ok",
  "S: 250 ok", "S: 250 ok",       "C: BDAT 21 LAST",
  MESSAGE,     "S: 250 ok",       NULL,
};

static const struct {
  const char *name;
  const char *const *lines;
  const char *end; /* the line of the client after which the message counts */
} dialogues[] = {
  { "data", by_data, "C: ." },
  { "data-pipelined", by_data_pipelined, "C: ." },
  { "bdat", by_bdat, "C: hello" },
  { "bdat-pipelined", by_bdat_pipelined, "C: hello" },
};

static char *
script_until (const char *const *lines, gsize n_lines, const char *last)
{
  GString *script = g_string_new (NULL);

  for (gsize i = 0; i < n_lines; i++)
    g_string_append_printf (script, "%s\n", lines[i]);
  g_string_append (script, last);
  return g_string_free (script, FALSE);
}

/* Whether a line was played by a server that played the first n. */
static gboolean
was_played (const char *const *lines, gsize n, const char *line)
{
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (lines[i], line))
      return TRUE;
  return FALSE;
}

static gboolean
work (SmtpFixture *fixture, GCancellable *cancellable, GError **error)
{
  return loft_smtp_session_connect (fixture->session, cancellable, error) &&
         smtp_fixture_send (fixture, cancellable, error);
}

static void
assert_outcome (SmtpFixture *fixture, gsize dialogue, gsize n)
{
  const char *const *lines = dialogues[dialogue].lines;
  LoftSmtpResult result = fixture->outcome.result;

  if (fixture->outcome.recipients == NULL)
    return;
  g_test_message ("%s, %" G_GSIZE_FORMAT " lines: %d", dialogues[dialogue].name, n, result);
  g_assert_cmpint (result, !=, LOFT_SMTP_REFUSED);
  if (lines[n] == NULL)
    g_assert_cmpint (result, ==, LOFT_SMTP_SENT);
  else if (was_played (lines, n, dialogues[dialogue].end))
    g_assert_cmpint (result, ==, LOFT_SMTP_UNCONFIRMED);
  else if (fixture->n_dots > 0)
    g_assert_true (result == LOFT_SMTP_UNCONFIRMED || result == LOFT_SMTP_TEMPORARY);
  else
    g_assert_cmpint (result, ==, LOFT_SMTP_TEMPORARY);
}

/* --- The server dies ---------------------------------------------------------------------- */

static void
break_at (gsize dialogue, gsize n, const char *last)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autofree char *script = script_until (dialogues[dialogue].lines, n, last);
  gboolean whole = dialogues[dialogue].lines[n] == NULL;
  g_autoptr (GError) error = NULL;

  smtp_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_cmpint (work (&fixture, NULL, &error), ==, whole);
  g_assert_true (whole || g_error_matches (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY));
  g_assert_cmpint (loft_smtp_session_is_connected (fixture.session), ==, whole);
  assert_outcome (&fixture, dialogue, n);
}

static void
test_closed (gconstpointer data)
{
  gsize dialogue = GPOINTER_TO_SIZE (data);

  for (gsize n = 0; n == 0 || dialogues[dialogue].lines[n - 1] != NULL; n++)
    break_at (dialogue, n, "close\n");
  /* Sooner it may be seen already while connecting, which is another error. */
  for (gsize n = 2; dialogues[dialogue].lines[n] != NULL; n++)
    break_at (dialogue, n, "reset\n");
}

static void
end_at (const char *const *lines, gsize n)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autofree char *script = script_until (lines, n, "S: 421 4.3.2 down\neof\n");
  g_autoptr (GError) error = NULL;

  smtp_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_false (work (&fixture, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_nonnull (strstr (error->message, "down"));
  if (fixture.outcome.recipients != NULL)
    g_assert_cmpint (fixture.outcome.result, ==, LOFT_SMTP_TEMPORARY);
}

/* 421 is an answer: whatever it is said to, the message was not taken. */
static void
test_ended (gconstpointer data)
{
  const char *const *lines = dialogues[GPOINTER_TO_SIZE (data)].lines;

  for (gsize n = 1; lines[n] != NULL; n++)
    if (lines[n][0] == 'S' && lines[n - 1][0] == 'C')
      end_at (lines, n);
}

/* --- The person cancels ------------------------------------------------------------------- */

typedef struct {
  SmtpFixture fixture;
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
cancel_at (gsize dialogue, gsize n)
{
  g_autofree char *script = script_until (dialogues[dialogue].lines, n, "pause\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Worker worker = { { NULL }, cancellable, NULL };
  GThread *thread;

  smtp_fixture_init (&worker.fixture, script, LOFT_ENDPOINT_PLAIN, "");
  thread = g_thread_new ("worker", work_in_thread, &worker);
  loft_script_server_wait_paused (worker.fixture.server);
  g_cancellable_cancel (cancellable);
  g_thread_join (thread);
  loft_script_server_resume (worker.fixture.server);
  g_assert_error (worker.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (loft_smtp_session_is_connected (worker.fixture.session));
  assert_outcome (&worker.fixture, dialogue, n);
  g_clear_error (&worker.error);
  smtp_fixture_clear (&worker.fixture);
}

static void
test_cancelled (gconstpointer data)
{
  gsize dialogue = GPOINTER_TO_SIZE (data);
  const char *const *lines = dialogues[dialogue].lines;

  for (gsize n = 0; lines[n] != NULL; n++)
    if (lines[n][0] == 'S')
      cancel_at (dialogue, n);
}

static void
test_cancelled_before (void)
{
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  smtp_fixture_init_connected (&fixture, SMTP_OPEN ("") "stall\n");
  g_cancellable_cancel (cancellable);
  g_assert_false (smtp_fixture_send (&fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (fixture.outcome.result, ==, LOFT_SMTP_TEMPORARY);
  g_assert_cmpuint (fixture.n_dots, ==, 0);
}

/* --- The server is slow ------------------------------------------------------------------- */

static void
test_slow (gconstpointer data)
{
  gsize dialogue = GPOINTER_TO_SIZE (data);
  gsize n = g_strv_length ((char **) dialogues[dialogue].lines);
  g_autofree char *rest = script_until (dialogues[dialogue].lines, n, "eof\n");
  g_autofree char *script = g_strconcat ("split 1\n", rest, NULL);
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;

  smtp_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  g_assert_true (work (&fixture, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_patience (gsize n, guint seconds, guint dot_seconds, LoftSmtpResult result)
{
  g_autofree char *script = script_until (by_data, n, "stall\n");
  g_auto (SmtpFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 waited;

  smtp_fixture_init (&fixture, script, LOFT_ENDPOINT_PLAIN, "");
  loft_smtp_session_set_patience (fixture.session, seconds, dot_seconds);
  g_assert_false (work (&fixture, NULL, &error));
  waited = g_get_monotonic_time () - start;
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_cmpint (fixture.outcome.result, ==, result);
  g_assert_cmpint (waited, >=, G_USEC_PER_SEC * 9 / 10);
}

/* The end of a message may take longer than all else, as servers look into it then. */
static void
test_patience (void)
{
  gsize n = g_strv_length ((char **) by_data);

  assert_patience (5, 1, 100, LOFT_SMTP_TEMPORARY);
  assert_patience (n - 2, 100, 1, LOFT_SMTP_UNCONFIRMED);
}

#define ADD_ALL(prefix, test)                                                                      \
  for (gsize i = 0; i < G_N_ELEMENTS (dialogues); i++)                                             \
    {                                                                                              \
      g_autofree char *path = g_strdup_printf (prefix "/%s", dialogues[i].name);                   \
      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test);                                     \
    }

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_ALL ("/smtp/breaks/closed", test_closed)
  ADD_ALL ("/smtp/breaks/ended", test_ended)
  ADD_ALL ("/smtp/breaks/cancelled", test_cancelled)
  g_test_add_func ("/smtp/breaks/cancelled-before", test_cancelled_before);
  ADD_ALL ("/smtp/breaks/slow", test_slow)
  g_test_add_func ("/smtp/breaks/patience", test_patience);
  return g_test_run ();
}
