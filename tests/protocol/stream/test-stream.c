/* SPDX-License-Identifier: GPL-3.0-or-later */
/* LoftStream in clear text: lines, bytes, limits, time-outs, cancelling, waking. */
#include <gio/gio.h>
#include <linux/sockios.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "loft-error.h"
#include "loft-script-server.h"
#include "loft-stream.h"

#define LIMIT 65536

static LoftStream *
connect_plain (LoftScriptServer *server)
{
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("127.0.0.1", loft_script_server_get_port (server), LOFT_ENDPOINT_PLAIN, "");
  g_autoptr (GError) error = NULL;
  LoftStream *stream = loft_stream_connect (endpoint, "test", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (stream);
  return stream;
}

static void
assert_line (LoftStream *stream, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *line = loft_stream_read_line (stream, LIMIT, &length, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (line, ==, expected);
  g_assert_cmpuint (length, ==, strlen (expected));
}

static void
write_text (LoftStream *stream, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_stream_write (stream, text, strlen (text), NULL, &error));
  g_assert_true (loft_stream_flush (stream, NULL, &error));
  g_assert_no_error (error);
}

static void
test_dialogue (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: hello\n"
                                                     "C: one\n"
                                                     "C: two\n"
                                                     "raw bare\\nempty follows\\n\\r\\n\n"
                                                     "close\n");
  g_autoptr (LoftStream) stream = connect_plain (server);
  g_autoptr (GError) error = NULL;
  char byte;

  assert_line (stream, "hello");
  write_text (stream, "one\r\ntwo\r\n");
  assert_line (stream, "bare");
  assert_line (stream, "empty follows");
  assert_line (stream, "");
  g_assert_cmpint (loft_stream_read (stream, &byte, 1, NULL, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_null (loft_stream_read_line (stream, LIMIT, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_false (loft_stream_is_secure (stream));
  loft_stream_close (stream);
  loft_stream_close (stream);
  loft_script_server_finish (server);
}

/* Looking takes nothing; what is left is read by whoever comes next. */
static void
test_peek (void)
{
  LoftScriptServer *server = loft_script_server_new ("raw onetwo\\r\\nthree\n"
                                                     "close\n");
  g_autoptr (LoftStream) stream = connect_plain (server);
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *bytes;

  g_assert_cmpuint (loft_stream_get_buffered (stream), ==, 0);
  bytes = loft_stream_peek (stream, &length, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (bytes, MIN (length, 3), "one", MIN (length, 3));
  g_assert_cmpuint (loft_stream_get_buffered (stream), ==, length);
  loft_stream_skip (stream, 1);
  assert_line (stream, "netwo");
  for (guint i = 0; i < 5;)
    {
      bytes = loft_stream_peek (stream, &length, NULL, &error);
      g_assert_cmpmem (bytes, length, "three" + i, length);
      loft_stream_skip (stream, length);
      i += (guint) length;
    }
  g_assert_nonnull (loft_stream_peek (stream, &length, NULL, &error));
  g_assert_cmpuint (length, ==, 0);
  loft_stream_close (stream);
  g_assert_null (loft_stream_peek (stream, &length, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  loft_script_server_finish (server);
}

typedef struct {
  int fd;
  const char *bytes;
  gsize length;
  gsize piece;
} Feeder;

/* Each piece only after the reader took the one before, so that every split is really seen. */
static gpointer
feed_in_pieces (gpointer data)
{
  Feeder *feeder = data;

  for (gsize i = 0; i < feeder->length; i += feeder->piece)
    {
      int unread = 1;

      send (feeder->fd, feeder->bytes + i, MIN (feeder->piece, feeder->length - i), MSG_NOSIGNAL);
      while (ioctl (feeder->fd, SIOCOUTQ, &unread) == 0 && unread > 0)
        g_thread_yield ();
    }
  shutdown (feeder->fd, SHUT_WR);
  return NULL;
}

static LoftStream *
new_pair_stream (int *other, LoftEndpointSecurity security)
{
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new ("localhost", 1, security, "");
  g_autoptr (GSocket) socket = NULL;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
  socket = g_socket_new_from_fd (fds[0], NULL);
  *other = fds[1];
  return loft_stream_new_for_socket (socket, endpoint, "test");
}

static void
test_split_everywhere (void)
{
  static const char text[] = "* 1 FETCH {5}\r\nab\r\nc)\r\n\nlast\0nul\r\n";

  for (gsize piece = 1; piece < sizeof text; piece++)
    {
      int other = -1;
      g_autoptr (LoftStream) stream = new_pair_stream (&other, LOFT_ENDPOINT_PLAIN);
      Feeder feeder = { other, text, sizeof text - 1, piece };
      GThread *thread = g_thread_new ("feeder", feed_in_pieces, &feeder);
      char literal[5];
      gsize got = 0;
      gsize length = 0;
      const char *line;

      assert_line (stream, "* 1 FETCH {5}");
      while (got < sizeof literal)
        {
          gssize n = loft_stream_read (stream, literal + got, sizeof literal - got, NULL, NULL);

          g_assert_cmpint (n, >, 0);
          got += n;
        }
      g_assert_cmpmem (literal, got, "ab\r\nc", 5);
      assert_line (stream, ")");
      assert_line (stream, "");
      line = loft_stream_read_line (stream, LIMIT, &length, NULL, NULL);
      g_assert_cmpmem (line, length, "last\0nul", 8);
      g_assert_cmpint (line[length], ==, '\0');
      g_assert_cmpint (loft_stream_read (stream, literal, 1, NULL, NULL), ==, 0);
      g_assert_cmpuint (loft_stream_get_bytes_received (stream), ==, sizeof text - 1);
      g_thread_join (thread);
      close (other);
    }
}

static const struct {
  gsize length; /* of the line */
  gsize limit;
  const char *end;
  gboolean accepted;
} limits[] = {
  { 10, 10, "\\r\\n", TRUE },
  { 10, 10, "\\n", TRUE },
  { 11, 10, "\\r\\n", FALSE },
  { 11, 10, "\\n", FALSE },
  { 0, 0, "\\r\\n", TRUE },
  { 1, 0, "\\r\\n", FALSE },
  { 500, 10, "", FALSE },
  { 3000000, 3000000, "\\r\\n", TRUE },
  { 3000001, 3000000, "\\r\\n", FALSE },
  { 10000000, 1048576, "", FALSE },
};

static void
test_limits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *script = g_strdup_printf (
        "S: first\nfill %" G_GSIZE_FORMAT "\nraw %s\nS: after\nstall", limits[i].length,
        limits[i].end);
      LoftScriptServer *server = loft_script_server_new (script);
      g_autoptr (LoftStream) stream = connect_plain (server);
      g_autoptr (GError) error = NULL;
      gsize length = 0;

      assert_line (stream, "first");
      if (limits[i].accepted)
        {
          g_assert_nonnull (
            loft_stream_read_line (stream, limits[i].limit, &length, NULL, &error));
          g_assert_no_error (error);
          g_assert_cmpuint (length, ==, limits[i].length);
          assert_line (stream, "after");
        }
      else
        {
          g_assert_null (loft_stream_read_line (stream, limits[i].limit, &length, NULL, &error));
          g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
          g_assert_cmpuint (loft_stream_get_bytes_received (stream), <=,
                            limits[i].limit + 1024 * 1024);
        }
      g_clear_object (&stream);
      loft_script_server_stop (server);
    }
}

static void
test_idle_timeout (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: hello\nraw half\nstall");
  g_autoptr (LoftStream) stream = connect_plain (server);
  g_autoptr (GError) error = NULL;
  gint64 start;

  assert_line (stream, "hello");
  loft_stream_set_idle_timeout (stream, 1);
  start = g_get_monotonic_time ();
  g_assert_null (loft_stream_read_line (stream, LIMIT, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 900 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
  g_clear_error (&error);
  g_assert_null (loft_stream_read_line (stream, LIMIT, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  loft_stream_close (stream);
  loft_script_server_finish (server);
}

/* The server never reads, so the socket's buffers fill up. */
static void
test_write_timeout (void)
{
  int other = -1;
  g_autoptr (LoftStream) stream = new_pair_stream (&other, LOFT_ENDPOINT_PLAIN);
  g_autofree char *bytes = g_malloc0 (16 * 1024 * 1024);
  g_autoptr (GError) error = NULL;

  loft_stream_set_idle_timeout (stream, 1);
  g_assert_false (loft_stream_write (stream, bytes, 16 * 1024 * 1024, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  close (other);
}

typedef struct {
  GCancellable *cancellable;
  LoftScriptServer *server;
  gint64 when;
} Canceller;

static gpointer
cancel_when_paused (gpointer data)
{
  Canceller *self = data;

  loft_script_server_wait_paused (self->server);
  self->when = g_get_monotonic_time ();
  g_cancellable_cancel (self->cancellable);
  return NULL;
}

typedef enum { CANCEL_LINE, CANCEL_READ, CANCEL_WAIT, CANCEL_WRITE } CancelWhat;

static void
block_in (LoftStream *stream, CancelWhat what, GCancellable *cancellable, GError **error)
{
  static char bytes[1024 * 1024];

  if (what == CANCEL_LINE)
    g_assert_null (loft_stream_read_line (stream, LIMIT, NULL, cancellable, error));
  if (what == CANCEL_READ)
    g_assert_cmpint (loft_stream_read (stream, bytes, sizeof bytes, cancellable, error), ==, -1);
  if (what == CANCEL_WAIT)
    g_assert_false (loft_stream_wait (stream, -1, cancellable, error));
  if (what == CANCEL_WRITE)
    for (guint i = 0; i < 64; i++)
      if (!loft_stream_write (stream, bytes, sizeof bytes, cancellable, error))
        return;
}

static void
test_cancel (void)
{
  for (CancelWhat what = CANCEL_LINE; what <= CANCEL_WRITE; what++)
    {
      LoftScriptServer *server = loft_script_server_new ("S: hello\npause\nstall");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (LoftStream) stream = connect_plain (server);
      g_autoptr (GError) error = NULL;
      Canceller canceller = { cancellable, server, 0 };
      GThread *thread;

      assert_line (stream, "hello");
      thread = g_thread_new ("canceller", cancel_when_paused, &canceller);
      block_in (stream, what, cancellable, &error);
      g_thread_join (thread);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - canceller.when, <, 20 * G_USEC_PER_SEC);
      g_clear_error (&error);
      g_assert_false (loft_stream_wait (stream, 0, NULL, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
      loft_stream_close (stream);
      loft_script_server_stop (server);
    }
}

static gpointer
wake_when_paused (gpointer data)
{
  Canceller *self = data;

  loft_script_server_wait_paused (self->server);
  loft_stream_wake (LOFT_STREAM (g_object_get_data (G_OBJECT (self->cancellable), "stream")));
  return NULL;
}

static void
test_wait (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: one\nS: two\npause\nS: three\nclose");
  g_autoptr (GCancellable) carrier = g_cancellable_new ();
  g_autoptr (LoftStream) stream = connect_plain (server);
  g_autoptr (GError) error = NULL;
  Canceller waker = { carrier, server, 0 };
  GThread *thread;

  g_object_set_data (G_OBJECT (carrier), "stream", stream);
  g_assert_true (loft_stream_wait (stream, -1, NULL, &error));
  assert_line (stream, "one");
  g_assert_true (loft_stream_wait (stream, -1, NULL, &error));
  assert_line (stream, "two");
  g_assert_false (loft_stream_wait (stream, 1000, NULL, &error));
  g_assert_no_error (error);

  thread = g_thread_new ("waker", wake_when_paused, &waker);
  g_assert_false (loft_stream_wait (stream, -1, NULL, &error));
  g_assert_no_error (error);
  g_thread_join (thread);

  /* A wake before the wait counts once. */
  loft_stream_wake (stream);
  loft_stream_wake (stream);
  g_assert_false (loft_stream_wait (stream, -1, NULL, &error));
  loft_script_server_resume (server);
  g_assert_true (loft_stream_wait (stream, -1, NULL, &error));
  assert_line (stream, "three");
  g_assert_true (loft_stream_wait (stream, -1, NULL, &error));
  g_assert_true (loft_stream_wait (stream, -1, NULL, &error));
  g_assert_no_error (error);
  loft_stream_close (stream);
  loft_script_server_finish (server);
}

static void
test_queue (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: hello\nreceive 200000\nS: got\nC: more\n");
  g_autoptr (LoftStream) stream = connect_plain (server);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = g_strnfill (200000, 'q');
  g_autofree char *received = NULL;

  assert_line (stream, "hello");
  for (guint i = 0; i < 200; i++)
    g_assert_true (loft_stream_write (stream, bytes, 1000, NULL, &error));
  g_assert_true (loft_stream_flush (stream, NULL, &error));
  assert_line (stream, "got");
  g_assert_true (loft_stream_write_secret (stream, "mo", 2, NULL, &error));
  received = loft_script_server_get_received_plain (server, NULL);
  g_assert_cmpstr (received, ==, bytes);
  write_text (stream, "re\r\n");
  loft_stream_flush (stream, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

/* A peer that is gone must be an error, not the signal that ends programs. */
static void
test_lost (void)
{
  int other = -1;
  g_autoptr (LoftStream) stream = new_pair_stream (&other, LOFT_ENDPOINT_PLAIN);
  g_autoptr (GError) error = NULL;

  close (other);
  signal (SIGPIPE, SIG_DFL);
  g_assert_true (loft_stream_write (stream, "x", 1, NULL, &error));
  g_assert_false (loft_stream_flush (stream, NULL, &error));
  signal (SIGPIPE, SIG_IGN);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_cmpstr (error->message, ==, "The connection to localhost port 1 was lost: Broken pipe");
}

static void
test_reset (void)
{
  LoftScriptServer *server = loft_script_server_new ("S: hello\nC: go\nreset");
  g_autoptr (LoftStream) stream = connect_plain (server);
  g_autoptr (GError) error = NULL;

  assert_line (stream, "hello");
  write_text (stream, "go\r\n");
  g_assert_null (loft_stream_read_line (stream, LIMIT, NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

static void
test_refused (void)
{
  LoftScriptServer *server = loft_script_server_new (NULL);
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("127.0.0.1", loft_script_server_get_port (server), LOFT_ENDPOINT_PLAIN, "");
  g_autoptr (LoftEndpoint) nowhere =
    loft_endpoint_new ("nowhere.invalid", 1, LOFT_ENDPOINT_PLAIN, "");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  loft_script_server_stop (server);
  g_assert_null (loft_stream_connect (endpoint, "test", NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
  g_assert_true (g_pattern_match_simple (
    "127.0.0.1 port * could not be reached: the connection was refused", error->message));
  g_clear_error (&error);
  g_assert_null (loft_stream_connect (nowhere, "test", NULL, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (loft_stream_connect (endpoint, "test", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Run by test_trace () only, with LOFT_TRACE set. */
static void
run_traced (void)
{
  LoftScriptServer *server = loft_script_server_new ("raw h\\xe9llo\\t\\0\\x1b[31m\\r\\n\n"
                                                     "C: LOGIN me canary\n"
                                                     "fill 300 y\nS:\nliteral 10");
  g_autoptr (LoftStream) stream = connect_plain (server);
  char bytes[10];

  g_assert_nonnull (loft_stream_read_line (stream, LIMIT, NULL, NULL, NULL));
  g_assert_true (loft_stream_write (stream, "LOGIN me ", 9, NULL, NULL));
  g_assert_true (loft_stream_write_secret (stream, "canary", 6, NULL, NULL));
  write_text (stream, "\r\n");
  g_assert_nonnull (loft_stream_read_line (stream, LIMIT, NULL, NULL, NULL));
  g_assert_cmpint (loft_stream_read (stream, bytes, 10, NULL, NULL), >, 0);
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

static void
test_trace (void)
{
  g_autofree char *y199 = g_strnfill (199, 'y');
  g_autofree char *cut = g_strdup_printf ("* test 127.0.0.1:* S: %sy …\n*", y199);
  g_autofree char *uncut = g_strdup_printf ("*%syy*", y199);

  g_setenv ("LOFT_TRACE", "imap,test", TRUE);
  g_test_trap_subprocess ("/stream/subprocess/traced", 0, 0);
  g_unsetenv ("LOFT_TRACE");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("* test 127.0.0.1:* S: h.llo...[31m\n*");
  g_test_trap_assert_stderr ("* C: LOGIN me \n* C: ***\n*");
  g_test_trap_assert_stderr_unmatched ("*canary*");
  g_test_trap_assert_stderr (cut);
  g_test_trap_assert_stderr_unmatched (uncut);
  g_test_trap_assert_stderr ("* S: (10 bytes)\n*");

  g_setenv ("LOFT_TRACE", "imap", TRUE);
  g_test_trap_subprocess ("/stream/subprocess/traced", 0, 0);
  g_unsetenv ("LOFT_TRACE");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*LOGIN*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream/dialogue", test_dialogue);
  g_test_add_func ("/stream/peek", test_peek);
  g_test_add_func ("/stream/split-everywhere", test_split_everywhere);
  g_test_add_func ("/stream/limits", test_limits);
  g_test_add_func ("/stream/idle-timeout", test_idle_timeout);
  g_test_add_func ("/stream/write-timeout", test_write_timeout);
  g_test_add_func ("/stream/cancel", test_cancel);
  g_test_add_func ("/stream/wait", test_wait);
  g_test_add_func ("/stream/queue", test_queue);
  g_test_add_func ("/stream/lost", test_lost);
  g_test_add_func ("/stream/reset", test_reset);
  g_test_add_func ("/stream/refused", test_refused);
  g_test_add_func ("/stream/trace", test_trace);
  g_test_add_func ("/stream/subprocess/traced", run_traced);
  return g_test_run ();
}
