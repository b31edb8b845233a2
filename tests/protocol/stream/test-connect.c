/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that do not answer: the total time for connecting, and cancelling it. The time is set
 * through the private headers, since nobody wants to wait half a minute. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loft-clock.h"
#include "loft-connector-private.h"
#include "loft-error.h"
#include "loft-script-server.h"
#include "loft-transport-private.h"

#define SHORT_TIME (200 * 1000)
#define N_WAITING  4

/* A listening socket whose queue is full: the kernel drops what else wants to connect. */
typedef struct {
  int listener;
  int waiting[N_WAITING];
  guint16 port;
} Deaf;

static void
deaf_init (Deaf *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->listener = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (self->listener, 0), ==, 0);
  g_assert_cmpint (getsockname (self->listener, (struct sockaddr *) &address, &length), ==, 0);
  self->port = ntohs (address.sin_port);
  for (guint i = 0; i < N_WAITING; i++)
    {
      self->waiting[i] = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      connect (self->waiting[i], (struct sockaddr *) &address, length);
    }
}

static void
deaf_clear (Deaf *self)
{
  for (guint i = 0; i < N_WAITING; i++)
    close (self->waiting[i]);
  close (self->listener);
}

static void
test_deadline (void)
{
  g_autoptr (LoftEndpoint) endpoint = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  Deaf deaf;

  deaf_init (&deaf);
  endpoint = loft_endpoint_new ("127.0.0.1", deaf.port, LOFT_ENDPOINT_TLS, "");
  connection = loft_connector_connect (endpoint, loft_clock_monotonic () + SHORT_TIME, NULL,
                                       &error);
  g_assert_null (connection);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_nonnull (strstr (error->message, "did not answer in time"));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, SHORT_TIME * 9 / 10);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 100 * SHORT_TIME);
  deaf_clear (&deaf);
}

static gpointer
cancel_soon (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* Whether before, at the beginning of or in the middle of it. */
static void
test_cancel (void)
{
  Deaf deaf;

  deaf_init (&deaf);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (LoftEndpoint) endpoint =
        loft_endpoint_new ("127.0.0.1", deaf.port, LOFT_ENDPOINT_TLS, "");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();
      GThread *thread = g_thread_new ("canceller", cancel_soon, cancellable);

      g_assert_null (loft_connector_connect (endpoint, start + 30 * G_USEC_PER_SEC, cancellable,
                                             &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 25 * G_USEC_PER_SEC);
      g_thread_join (thread);
    }
  deaf_clear (&deaf);
}

static void
test_handshake_deadline (void)
{
  LoftScriptServer *server = loft_script_server_new ("receive 100\nraw \\x16\\x03\nstall");
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new (
    "127.0.0.1", loft_script_server_get_port (server), LOFT_ENDPOINT_TLS, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
    loft_connector_connect (endpoint, loft_clock_monotonic () + 60 * G_USEC_PER_SEC, NULL, &error);
  LoftTransport *transport;
  gint64 start = g_get_monotonic_time ();

  g_assert_no_error (error);
  transport = loft_transport_new (g_socket_connection_get_socket (connection),
                                  G_OBJECT (connection), endpoint);
  g_assert_false (loft_transport_handshake (transport, loft_clock_monotonic () + SHORT_TIME, NULL,
                                            NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_false (loft_transport_is_secure (transport));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 100 * SHORT_TIME);
  loft_transport_free (transport);
  g_clear_object (&connection);
  loft_script_server_finish (server);
}

int
main (int argc, char **argv)
{
  loft_test_tls_install ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connect/deadline", test_deadline);
  g_test_add_func ("/connect/cancel", test_cancel);
  g_test_add_func ("/connect/handshake-deadline", test_handshake_deadline);
  return g_test_run ();
}
