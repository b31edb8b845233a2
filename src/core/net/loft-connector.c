/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-connector-private.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "loft-clock.h"
#include "loft-error.h"

/* A connection that waits for mail says nothing for half an hour. When the network behind it has gone
 * without a word (a router restarted, a laptop moved), Linux would ask for the other side after two
 * hours; so it is noticed after two minutes and a half. */
#define KEEPALIVE_SECONDS       60
#define KEEPALIVE_PAUSE_SECONDS 30
#define KEEPALIVE_TRIES         3

typedef struct {
  GCancellable *stop; /* cancelled by the caller's cancellable or by time */
  gboolean timed_out;
  gboolean finished;
  GSocketConnection *connection;
  GError *error;
} Attempt;

static void
on_connected (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result,
                                                        &attempt->error);
  attempt->finished = TRUE;
}

static gboolean
on_deadline (gpointer user_data)
{
  Attempt *attempt = user_data;

  attempt->timed_out = TRUE;
  g_cancellable_cancel (attempt->stop);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/* GSocketClient tries several addresses side by side (RFC 8305) only when asked asynchronously. */
static void
run_attempt (Attempt *attempt, const LoftEndpoint *endpoint, gint64 deadline)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) address = g_network_address_new (endpoint->host, endpoint->port);
  g_autoptr (GSource) timer = g_timeout_source_new (
    (guint) CLAMP ((deadline - loft_clock_monotonic ()) / 1000, 0, G_MAXINT));

  g_main_context_push_thread_default (context);
  g_source_set_callback (timer, on_deadline, attempt, NULL);
  g_source_attach (timer, context);
  g_socket_client_connect_async (client, address, attempt->stop, on_connected, attempt);
  while (!attempt->finished)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (timer);
  /* The attempts that lost the race are cancelled, and let go of their sockets here. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);
}

/* GIO's own words name the host once more. */
static const char *
reason_of (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR && error->code == G_RESOLVER_ERROR_NOT_FOUND)
    return "there is no such name";
  if (error->domain == G_RESOLVER_ERROR)
    return "its address could not be looked up";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return "the connection was refused";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return "there is no way to its network";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE))
    return "there is no way to it";
  return error->message;
}

static void
set_error_for (const Attempt *attempt, const LoftEndpoint *endpoint, GError **error)
{
  if (attempt->timed_out)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "%s port %u did not answer in time",
                 endpoint->host, endpoint->port);
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_OFFLINE, "%s port %u could not be reached: %s",
                 endpoint->host, endpoint->port, reason_of (attempt->error));
}

/* A proxy that is itself spoken to by TLS has a stream above the socket, which cannot be taken
 * apart again. */
static gboolean
is_bare_socket (GSocketConnection *connection)
{
  if (!G_IS_TCP_WRAPPER_CONNECTION (connection))
    return TRUE;
  return G_IS_SOCKET_CONNECTION (
    g_tcp_wrapper_connection_get_base_io_stream (G_TCP_WRAPPER_CONNECTION (connection)));
}

static void
set_options (GSocket *socket)
{
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_SECONDS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_PAUSE_SECONDS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_TRIES, NULL);
  g_socket_set_keepalive (socket, TRUE);
}

GSocketConnection *
loft_connector_connect (const LoftEndpoint *endpoint,
                        gint64              deadline,
                        GCancellable       *cancellable,
                        GError            **error)
{
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  Attempt attempt = { .stop = stop };
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) attempt_error = NULL;
  gulong handler = 0;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), stop, NULL);
  run_attempt (&attempt, endpoint, deadline);
  g_cancellable_disconnect (cancellable, handler);
  connection = attempt.connection;
  attempt_error = attempt.error;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (connection == NULL)
    {
      set_error_for (&attempt, endpoint, error);
      return NULL;
    }
  if (!is_bare_socket (connection))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_OFFLINE,
                           "Proxies that are themselves reached by TLS are not supported");
      return NULL;
    }
  set_options (g_socket_connection_get_socket (connection));
  return g_steal_pointer (&connection);
}
