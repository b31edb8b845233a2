/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-fixture.h"

#include <string.h>

/* Waiting for news. No test sleeps: time-outs are of one second or none, and what another thread
 * does waits for the script's "pause". */

#define OPEN  IMAP_PREAUTH ("IDLE") IMAP_SELECT
#define POLLS IMAP_PREAUTH ("") IMAP_SELECT

static const struct {
  const char *name;
  const char *script;
  guint seconds;
  int code; /* -1: fine */
  gboolean changed;
  const char *log;
} rows[] = {
  { "new-message",
    OPEN "C: <a> IDLE\nS: + idling\nS: * 4 EXISTS\nC: DONE\nS: <a> OK x\neof\n",
    60, -1, TRUE, "exists=4" },
  { "burst",
    OPEN "C: <a> IDLE\nS: + idling\nraw * 4 EXISTS\\r\\n* 2 EXPUNGE\\r\\n* VANISHED 9\\r\\n"
    "* 1 FETCH (UID 5 FLAGS ())\\r\\n\nC: DONE\nS: * 5 EXISTS\nS: <a> OK x\neof\n",
    60, -1, TRUE, "exists=4 expunged vanished=9 update 5:flags=0,; exists=5" },
  { "data-before-the-plus",
    OPEN "C: <a> IDLE\nS: * 4 EXISTS\nS: +\nC: DONE\nS: <a> OK x\neof\n", 60, -1, TRUE,
    "exists=4" },
  { "still-here-is-no-news",
    OPEN "C: <a> IDLE\nS: + idling\nS: * OK Still here\nS: * 3 RECENT\nS: * OK [ALERT] hi\n"
    "C: DONE\nS: <a> OK x\neof\n", 1, -1, FALSE, "" },
  { "time-out", OPEN "C: <a> IDLE\nS: +\nC: DONE\nS: <a> OK x\neof\n", 1, -1, FALSE, "" },
  { "no-time", OPEN "eof\n", 0, -1, FALSE, "" },
  { "change-with-the-reply",
    OPEN "C: <a> IDLE\nS: +\nC: DONE\nS: * 9 EXISTS\nS: <a> OK x\neof\n", 1, -1, TRUE, "exists=9" },
  { "second-plus",
    OPEN "C: <a> IDLE\nS: +\nS: + again\neof\n", 60, LOFT_ERROR_PROTOCOL, FALSE, "" },
  { "refused",
    OPEN "C: <a> IDLE\nS: <a> NO not here\nC: <a> NOOP\nS: * 4 EXISTS\nS: <a> OK x\neof\n", 60, -1,
    TRUE, "exists=4" },
  { "bad", OPEN "C: <a> IDLE\nS: <a> BAD what\nC: <a> NOOP\nS: * 4 EXISTS\nS: <a> OK x\neof\n", 60,
    -1, TRUE, "exists=4" },
  { "refused-for-now", OPEN "C: <a> IDLE\nS: <a> NO [INUSE] x\neof\n", 60, LOFT_ERROR_TEMPORARY,
    FALSE, "" },
  { "ended-without-plus", OPEN "C: <a> IDLE\nS: <a> OK x\neof\n", 60, LOFT_ERROR_PROTOCOL, FALSE,
    "" },
  { "ended-by-the-server", OPEN "C: <a> IDLE\nS: +\nS: <a> OK x\neof\n", 60, LOFT_ERROR_PROTOCOL,
    FALSE, "" },
  { "refused-later", OPEN "C: <a> IDLE\nS: +\nS: <a> NO [UNAVAILABLE] x\neof\n", 60,
    LOFT_ERROR_TEMPORARY, FALSE, "" },
  { "bye", OPEN "C: <a> IDLE\nS: +\nS: * BYE idle for too long\neof\n", 60, LOFT_ERROR_TEMPORARY,
    FALSE, "" },
  { "closed", OPEN "C: <a> IDLE\nS: +\nclose\n", 60, LOFT_ERROR_TEMPORARY, FALSE, "" },
  { "reset", OPEN "C: <a> IDLE\nS: +\nreset\n", 60, LOFT_ERROR_TEMPORARY, FALSE, "" },
  { "closed-after-done", OPEN "C: <a> IDLE\nS: +\nS: * 4 EXISTS\nC: DONE\nclose\n", 60,
    LOFT_ERROR_TEMPORARY, FALSE, "exists=4" },
  { "poll", POLLS "C: <a> NOOP\nS: * 4 EXISTS\nS: <a> OK x\neof\n", 60, -1, TRUE, "exists=4" },
  { "poll-nothing", POLLS "C: <a> NOOP\nS: <a> OK x\neof\n", 1, -1, FALSE, "" },
  { "poll-told-unasked", POLLS "C: <a> NOOP\nS: <a> OK x\nS: * 1 EXPUNGE\neof\n", 60, -1, TRUE,
    "expunged" },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_auto (ImapFixture) fixture = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  gboolean ok;

  imap_fixture_init_selected (&fixture, rows[i].script);
  ok = loft_imap_session_idle (fixture.session, rows[i].seconds, &changed, NULL, &error);
  if (rows[i].code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, LOFT_ERROR, rows[i].code);
  g_assert_cmpint (ok, ==, rows[i].code < 0);
  g_assert_cmpint (changed, ==, rows[i].changed);
  imap_fixture_assert_log (&fixture, rows[i].log);
}

/* Mail that was told of beside another command is no less new for that. */
static void
test_told_before (void)
{
  static const char script[] =
      OPEN "C: <a> NOOP\nS: * 4 EXISTS\nS: <a> OK x\nC: <b> NOOP\nS: <b> OK x\neof\n";
  g_auto (ImapFixture) fixture = { NULL };
  gboolean changed = FALSE;

  imap_fixture_init_selected (&fixture, script);
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, NULL));
  g_assert_true (loft_imap_session_noop (fixture.session, NULL, NULL));
  g_assert_true (loft_imap_session_idle (fixture.session, 60, &changed, NULL, NULL));
  g_assert_true (changed);
}

/* A session that waits for an hour in a thread of its own. */
typedef struct {
  ImapFixture fixture;
  GCancellable *cancellable;
  gboolean ok;
  gboolean changed;
  GError *error;
} Waiter;

static gpointer
wait_an_hour (gpointer data)
{
  Waiter *waiter = data;

  waiter->ok = loft_imap_session_idle (waiter->fixture.session, 3600, &waiter->changed,
                                       waiter->cancellable, &waiter->error);
  return NULL;
}

static void
test_wake (void)
{
  static const char *const scripts[] = {
    OPEN "C: <a> IDLE\nS: +\npause\nC: DONE\nS: <a> OK x\neof\n",
    OPEN "C: <a> IDLE\npause\nS: +\nC: DONE\nS: <a> OK x\neof\n",
    POLLS "C: <a> NOOP\nS: <a> OK x\npause\neof\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      Waiter waiter = { { NULL } };
      GThread *thread;

      imap_fixture_init_selected (&waiter.fixture, scripts[i]);
      thread = g_thread_new ("waiter", wait_an_hour, &waiter);
      loft_script_server_wait_paused (waiter.fixture.server);
      loft_imap_session_wake (waiter.fixture.session);
      loft_script_server_resume (waiter.fixture.server);
      g_thread_join (thread);
      g_assert_no_error (waiter.error);
      g_assert_true (waiter.ok);
      g_assert_false (waiter.changed);
      imap_fixture_clear (&waiter.fixture);
    }
}

/* Somebody wakes before the waiting has begun: it must not begin. */
static void
test_wake_before (void)
{
  g_auto (ImapFixture) fixture = { NULL };
  gboolean changed = TRUE;

  imap_fixture_init_selected (&fixture,
                              OPEN "C: <a> IDLE\nS: +\nC: DONE\nS: <a> OK x\neof\n");
  loft_imap_session_wake (fixture.session);
  loft_imap_session_wake (fixture.session);
  g_assert_true (loft_imap_session_idle (fixture.session, 3600, &changed, NULL, NULL));
  g_assert_false (changed);
  g_assert_true (loft_imap_session_idle (fixture.session, 1, &changed, NULL, NULL));
}

/* Waking a session that has no connection, or loses it, is harmless. */
static void
test_wake_without_connection (void)
{
  g_auto (ImapFixture) fixture = { NULL };

  imap_fixture_init_selected (&fixture, OPEN "eof\n");
  loft_imap_session_close (fixture.session);
  loft_imap_session_wake (fixture.session);
}

static void
test_cancel (void)
{
  static const char *const scripts[] = {
    OPEN "C: <a> IDLE\nS: +\npause\neof\n",
    OPEN "C: <a> IDLE\npause\neof\n",
    POLLS "C: <a> NOOP\nS: <a> OK x\npause\neof\n",
    POLLS "C: <a> NOOP\npause\neof\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      Waiter waiter = { { NULL } };
      GThread *thread;

      waiter.cancellable = g_cancellable_new ();
      imap_fixture_init_selected (&waiter.fixture, scripts[i]);
      thread = g_thread_new ("waiter", wait_an_hour, &waiter);
      loft_script_server_wait_paused (waiter.fixture.server);
      g_cancellable_cancel (waiter.cancellable);
      g_thread_join (thread);
      loft_script_server_resume (waiter.fixture.server);
      g_assert_error (waiter.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (loft_imap_session_is_connected (waiter.fixture.session));
      g_clear_error (&waiter.error);
      g_object_unref (waiter.cancellable);
      imap_fixture_clear (&waiter.fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/imap/idle/%s", rows[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/imap/idle/told-before", test_told_before);
  g_test_add_func ("/imap/idle/wake", test_wake);
  g_test_add_func ("/imap/idle/wake-before", test_wake_before);
  g_test_add_func ("/imap/idle/wake-without-connection", test_wake_without_connection);
  g_test_add_func ("/imap/idle/cancel", test_cancel);
  return g_test_run ();
}
