/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-cutting-web.h"

#include <stdlib.h>
#include <string.h>

#include "loft-test-tls.h"

#define PIECE     16384
#define FEW_LINES 40 /* bytes of an answer that are some of its first lines, but not its header */

struct _LoftCuttingWeb {
  char *server; /* host:port */
  char *url;
  GSocketListener *listener;
  GCancellable *ending;
  GTlsCertificate *certificate;
  GThread *acceptor;
  GPtrArray *threads; /* of GThread: one a connection; acceptor's, then the test's */
  GMutex mutex;

  /* under mutex */
  guint cut_at;
  guint many;
  LoftCut cut;
  guint n_requests;
  char *first_cut; /* (nullable) */
};

typedef struct {
  LoftCuttingWeb *web;
  GSocketConnection *socket;
} Connection;

/* ---- one request -------------------------------------------------------------------------- */

static gboolean
accept_any (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags flags,
            gpointer data)
{
  return TRUE;
}

/* Reads once; FALSE at the end or when the other side has gone. */
static gboolean
read_some (GIOStream *stream, GByteArray *bytes, GCancellable *ending)
{
  guint8 piece[PIECE];
  gssize n =
    g_input_stream_read (g_io_stream_get_input_stream (stream), piece, sizeof piece, ending, NULL);

  if (n > 0)
    g_byte_array_append (bytes, piece, (guint) n);
  return n > 0;
}

/* Bytes of a message with its header; 0: the header is not there yet. */
static gsize
length_of (const GByteArray *bytes)
{
  const char *end = g_strstr_len ((const char *) bytes->data, bytes->len, "\r\n\r\n");
  g_autofree char *header = NULL;
  const char *length = NULL;
  gsize header_length = 0;

  if (end == NULL)
    return 0;
  header_length = (gsize) (end - (const char *) bytes->data) + 4;
  header = g_ascii_strdown ((const char *) bytes->data, (gssize) header_length);
  length = strstr (header, "\r\ncontent-length:");
  return header_length +
         (length != NULL ? strtoul (length + strlen ("\r\ncontent-length:"), NULL, 10) : 0);
}

static gboolean
read_request (GIOStream *client, GByteArray *request, GCancellable *ending)
{
  gsize length = 0;

  while (length == 0 || request->len < length)
    {
      if (!read_some (client, request, ending))
        return FALSE;
      length = length_of (request);
    }
  return TRUE;
}

static void
write_bytes (GIOStream *stream, const guint8 *bytes, gsize length, GCancellable *ending)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes, length, NULL, ending,
                             NULL);
}

/* (transfer full) (nullable) */
static GIOStream *
connect_to_server (LoftCuttingWeb *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) socket =
    g_socket_client_connect_to_host (client, self->server, 443, self->ending, NULL);
  GIOStream *tls = NULL;

  if (socket == NULL)
    return NULL;
  tls = g_tls_client_connection_new (G_IO_STREAM (socket), NULL, NULL);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_any), NULL);
  return tls;
}

/* (transfer full) All that the server says to it, until it ends. */
static GByteArray *
ask_server (LoftCuttingWeb *self, const GByteArray *request)
{
  g_autoptr (GIOStream) server = connect_to_server (self);
  GByteArray *answer = g_byte_array_new ();
  gsize length = 0;

  if (server == NULL)
    return answer;
  write_bytes (server, request->data, request->len, self->ending);
  while ((length == 0 || answer->len < length) && read_some (server, answer, self->ending))
    length = length_of (answer);
  g_io_stream_close (server, NULL, NULL);
  return answer;
}

/* Whether this one is cut. */
static gboolean
count (LoftCuttingWeb *self, const GByteArray *request, LoftCut *cut)
{
  gboolean is_cut = FALSE;

  g_mutex_lock (&self->mutex);
  self->n_requests++;
  is_cut = self->cut_at != 0 && self->n_requests >= self->cut_at &&
           self->n_requests - self->cut_at < self->many;
  *cut = self->cut;
  if (is_cut && self->first_cut == NULL)
    self->first_cut =
      g_strndup ((const char *) request->data, strcspn ((const char *) request->data, "\r\n"));
  g_mutex_unlock (&self->mutex);
  return is_cut;
}

/* Bytes of the answer that still come through. */
static gsize
left_by (LoftCut cut, const GByteArray *answer)
{
  const char *end = NULL;
  gsize header = 0;

  if (cut == LOFT_CUT_ANSWER)
    return 0;
  if (cut == LOFT_CUT_HEADERS)
    return MIN (FEW_LINES, answer->len);
  end = g_strstr_len ((const char *) answer->data, answer->len, "\r\n\r\n");
  header = end != NULL ? (gsize) (end - (const char *) answer->data) + 4 : 0;
  return header + (answer->len - header) / 2;
}

static void
serve (LoftCuttingWeb *self, GIOStream *client)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GByteArray) answer = NULL;
  LoftCut cut = LOFT_CUT_REQUEST;
  gboolean is_cut = FALSE;

  if (!read_request (client, request, self->ending))
    return;
  is_cut = count (self, request, &cut);
  if (is_cut && cut == LOFT_CUT_REQUEST)
    return;
  answer = ask_server (self, request);
  write_bytes (client, answer->data, is_cut ? left_by (cut, answer) : answer->len, self->ending);
}

static gpointer
run_connection (gpointer data)
{
  Connection *connection = data;
  LoftCuttingWeb *self = connection->web;
  g_autoptr (GIOStream) tls =
    g_tls_server_connection_new (G_IO_STREAM (connection->socket), self->certificate, NULL);

  if (tls != NULL)
    {
      serve (self, tls);
      g_io_stream_close (tls, NULL, NULL);
    }
  g_io_stream_close (G_IO_STREAM (connection->socket), NULL, NULL);
  g_object_unref (connection->socket);
  g_free (connection);
  return NULL;
}

/* ---- the server --------------------------------------------------------------------------- */

static gpointer
accept_all (gpointer data)
{
  LoftCuttingWeb *self = data;
  GSocketConnection *socket = NULL;

  while ((socket = g_socket_listener_accept (self->listener, NULL, self->ending, NULL)) != NULL)
    {
      Connection *connection = g_new0 (Connection, 1);

      connection->web = self;
      connection->socket = socket;
      g_ptr_array_add (self->threads, g_thread_new ("cut", run_connection, connection));
    }
  return NULL;
}

LoftCuttingWeb *
loft_cutting_web_new (const char *url)
{
  LoftCuttingWeb *self = g_new0 (LoftCuttingWeb, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->server = g_strdup (url + strlen ("https://"));
  self->ending = g_cancellable_new ();
  self->certificate = loft_test_tls_new_gio_certificate (LOFT_TEST_CERTIFICATE_GOOD);
  self->threads = g_ptr_array_new ();
  self->listener = g_socket_listener_new ();
  if (!g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error))
    g_error ("%s", error->message);
  self->url = g_strdup_printf ("https://localhost:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->acceptor = g_thread_new ("accept", accept_all, self);
  return self;
}

void
loft_cutting_web_free (LoftCuttingWeb *self)
{
  g_cancellable_cancel (self->ending);
  g_thread_join (self->acceptor);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  g_ptr_array_unref (self->threads);
  g_object_unref (self->listener);
  g_object_unref (self->certificate);
  g_object_unref (self->ending);
  g_mutex_clear (&self->mutex);
  g_free (self->server);
  g_free (self->url);
  g_free (self->first_cut);
  g_free (self);
}

const char *
loft_cutting_web_get_url (LoftCuttingWeb *self)
{
  return self->url;
}

void
loft_cutting_web_arm (LoftCuttingWeb *self, guint n, LoftCut cut, guint many)
{
  g_mutex_lock (&self->mutex);
  self->cut_at = n;
  self->cut = cut;
  self->many = many;
  self->n_requests = 0;
  g_clear_pointer (&self->first_cut, g_free);
  g_mutex_unlock (&self->mutex);
}

guint
loft_cutting_web_get_n_requests (LoftCuttingWeb *self)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  n = self->n_requests;
  g_mutex_unlock (&self->mutex);
  return n;
}

char *
loft_cutting_web_dup_cut (LoftCuttingWeb *self)
{
  char *cut = NULL;

  g_mutex_lock (&self->mutex);
  cut = g_strdup (self->first_cut);
  g_mutex_unlock (&self->mutex);
  return cut;
}
