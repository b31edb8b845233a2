/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-script-server.h"

#include <string.h>

#include "loft-script-player.h"

#define WAIT_SECONDS 120

struct _LoftScriptServer {
  GSocket *listener;
  guint16 port;
  GCancellable *cancellable;
  GThread *thread; /* accepts */

  GMutex mutex; /* guards everything below */
  GCond changed;
  GPtrArray *scripts;  /* of char* (owned), in the order of their connections */
  int repeat;          /* more connections with the last script; -1 for any number */
  guint n_expected;    /* connections that must come */
  guint n_accepted;
  guint n_settled;
  guint n_pauses;
  guint n_resumes;
  GPtrArray *threads;  /* of GThread (owned) */
  GPtrArray *failures; /* of char* (owned) */
  GByteArray *plain;
  GByteArray *secure;
};

typedef struct {
  LoftScriptServer *server;
  GSocket *socket;
  char *script;
  guint number;
  gboolean settled;
} Visit;

/* Also on stderr, which is all that a trapped subprocess shows. */
static void
fail_test (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
fail_test (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("script server: %s\n", text);
  g_test_fail_printf ("script server: %s", text);
}

static void
record (gconstpointer bytes, gsize length, gboolean secure, gpointer user_data)
{
  LoftScriptServer *self = ((Visit *) user_data)->server;

  g_mutex_lock (&self->mutex);
  g_byte_array_append (secure ? self->secure : self->plain, bytes, length);
  g_mutex_unlock (&self->mutex);
}

static void
stop_waiting (GCancellable *cancellable, gpointer user_data)
{
  LoftScriptServer *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static gboolean
on_pause (gpointer user_data)
{
  LoftScriptServer *self = ((Visit *) user_data)->server;
  gboolean resumed;

  g_mutex_lock (&self->mutex);
  self->n_pauses++;
  g_cond_broadcast (&self->changed);
  while (self->n_resumes == 0 && !g_cancellable_is_cancelled (self->cancellable))
    g_cond_wait (&self->changed, &self->mutex);
  resumed = self->n_resumes > 0;
  if (resumed)
    self->n_resumes--;
  self->n_pauses--;
  g_mutex_unlock (&self->mutex);
  return resumed;
}

static void
on_settled (gpointer user_data)
{
  Visit *visit = user_data;
  LoftScriptServer *self = visit->server;

  g_mutex_lock (&self->mutex);
  if (!visit->settled)
    self->n_settled++;
  visit->settled = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static gpointer
visit_thread (gpointer data)
{
  static const LoftScriptHooks hooks = { on_pause, on_settled };
  Visit *visit = data;
  LoftScriptServer *self = visit->server;
  g_autoptr (LoftScriptConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = loft_script_connection_new (visit->socket, self->cancellable, record, visit);
  if (!loft_script_player_run (connection, visit->script, &hooks, visit, &error))
    {
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->failures, g_strdup_printf ("connection %u, %s", visit->number,
                                                        error->message));
      g_mutex_unlock (&self->mutex);
    }
  on_settled (visit);
  g_object_unref (visit->socket);
  g_free (visit->script);
  g_free (visit);
  return NULL;
}

/* Mutex held. (transfer none) (nullable) */
static const char *
next_script (LoftScriptServer *self)
{
  guint last = self->scripts->len;

  if (self->n_accepted <= last)
    return g_ptr_array_index (self->scripts, self->n_accepted - 1);
  if (last == 0 || self->repeat == 0)
    return NULL;
  if (self->repeat > 0)
    self->repeat--;
  return g_ptr_array_index (self->scripts, last - 1);
}

static void
receive_visit (LoftScriptServer *self, GSocket *socket)
{
  const char *script;

  g_mutex_lock (&self->mutex);
  self->n_accepted++;
  script = next_script (self);
  if (script == NULL)
    {
      g_ptr_array_add (self->failures, g_strdup_printf ("connection %u was not expected",
                                                        self->n_accepted));
      g_socket_close (socket, NULL);
    }
  else
    {
      Visit *visit = g_new0 (Visit, 1);

      visit->server = self;
      visit->socket = g_object_ref (socket);
      visit->script = g_strdup (script);
      visit->number = self->n_accepted;
      g_ptr_array_add (self->threads, g_thread_new ("script visit", visit_thread, visit));
    }
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static gpointer
accept_thread (gpointer data)
{
  LoftScriptServer *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->listener, self->cancellable, NULL)) != NULL)
    {
      receive_visit (self, socket);
      g_object_unref (socket);
    }
  return NULL;
}

static void
listen_on_loopback (LoftScriptServer *self)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->listener, wanted, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (self->listener, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (self->listener, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

LoftScriptServer *
loft_script_server_new (const char *script)
{
  LoftScriptServer *self = g_new0 (LoftScriptServer, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->cancellable = g_cancellable_new ();
  g_cancellable_connect (self->cancellable, G_CALLBACK (stop_waiting), self, NULL);
  self->scripts = g_ptr_array_new_with_free_func (g_free);
  self->threads = g_ptr_array_new ();
  self->failures = g_ptr_array_new_with_free_func (g_free);
  self->plain = g_byte_array_new ();
  self->secure = g_byte_array_new ();
  if (script != NULL)
    loft_script_server_add (self, script);
  listen_on_loopback (self);
  self->thread = g_thread_new ("script server", accept_thread, self);
  return self;
}

void
loft_script_server_add (LoftScriptServer *self, const char *script)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->scripts, g_strdup (script));
  self->n_expected++;
  g_mutex_unlock (&self->mutex);
}

void
loft_script_server_repeat_last (LoftScriptServer *self, int times)
{
  g_mutex_lock (&self->mutex);
  self->repeat = times;
  if (times > 0)
    self->n_expected += times;
  g_mutex_unlock (&self->mutex);
}

guint16
loft_script_server_get_port (LoftScriptServer *self)
{
  return self->port;
}

const char *
loft_script_server_get_host (LoftScriptServer *self)
{
  return "localhost";
}

void
loft_script_server_wait_paused (LoftScriptServer *self)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_TIME_SPAN_SECOND;
  gboolean waiting = TRUE;

  g_mutex_lock (&self->mutex);
  while (self->n_pauses == 0 && waiting)
    waiting = g_cond_wait_until (&self->changed, &self->mutex, end);
  g_mutex_unlock (&self->mutex);
  if (!waiting)
    fail_test ("no connection came to its pause");
}

void
loft_script_server_resume (LoftScriptServer *self)
{
  g_mutex_lock (&self->mutex);
  self->n_resumes++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static char *
copy_bytes (LoftScriptServer *self, GByteArray *bytes, gsize *length)
{
  char *copy;

  g_mutex_lock (&self->mutex);
  copy = g_malloc0 (bytes->len + 1);
  if (bytes->len > 0)
    memcpy (copy, bytes->data, bytes->len);
  if (length != NULL)
    *length = bytes->len;
  g_mutex_unlock (&self->mutex);
  return copy;
}

char *
loft_script_server_get_received_plain (LoftScriptServer *self, gsize *length)
{
  return copy_bytes (self, self->plain, length);
}

char *
loft_script_server_get_received_secure (LoftScriptServer *self, gsize *length)
{
  return copy_bytes (self, self->secure, length);
}

guint
loft_script_server_get_n_connections (LoftScriptServer *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_accepted;
  g_mutex_unlock (&self->mutex);
  return n;
}

static void
stop (LoftScriptServer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
}

static void
server_free (LoftScriptServer *self)
{
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->scripts);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->failures);
  g_byte_array_unref (self->plain);
  g_byte_array_unref (self->secure);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

static void
report (LoftScriptServer *self)
{
  for (guint i = 0; i < self->failures->len; i++)
    {
      g_autofree char *text = g_utf8_make_valid (g_ptr_array_index (self->failures, i), -1);

      fail_test ("%s", text);
    }
}

void
loft_script_server_finish (LoftScriptServer *self)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_TIME_SPAN_SECOND;
  gboolean waiting = TRUE;
  gboolean missing;

  g_mutex_lock (&self->mutex);
  while (self->n_settled < self->n_expected && self->failures->len == 0 && waiting)
    waiting = g_cond_wait_until (&self->changed, &self->mutex, end);
  missing = self->n_accepted < self->n_expected;
  g_mutex_unlock (&self->mutex);

  if (missing)
    fail_test ("%u connections came, %u were expected", self->n_accepted, self->n_expected);
  stop (self);
  report (self);
  server_free (self);
}

void
loft_script_server_stop (LoftScriptServer *self)
{
  stop (self);
  server_free (self);
}
