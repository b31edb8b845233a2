/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-stream.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-connector-private.h"
#include "loft-deflate-private.h"
#include "loft-error.h"
#include "loft-log.h"
#include "loft-transport-private.h"

#define CONNECT_SECONDS 30
#define INPUT_CAPACITY  (128 * 1024)
#define OUTPUT_CAPACITY (64 * 1024)
/* From here on a read goes past the buffer: one copy less for bodies. */
#define DIRECT_READ     (16 * 1024)
#define MAX_TRACED      200

struct _LoftStream {
  GObject parent;

  LoftEndpoint *endpoint;
  LoftTransport *transport;
  LoftDeflate *deflate; /* (nullable) NULL: not compressed */
  char *area;
  gboolean traces;
  gboolean failed; /* can only be closed */
  gboolean closed;
  gboolean ended; /* the server closed its side */
  gboolean nearby;
  guint64 n_received;

  char *input; /* input_start … input_end is received and not yet read */
  gsize input_capacity;
  gsize input_start;
  gsize input_end;

  char *output; /* OUTPUT_CAPACITY bytes, never moved, so that secrets in it can be wiped */
  gsize output_length;
  gboolean output_is_secret;
};

G_DEFINE_FINAL_TYPE (LoftStream, loft_stream, G_TYPE_OBJECT)

static void
loft_stream_finalize (GObject *object)
{
  LoftStream *self = LOFT_STREAM (object);

  loft_stream_close (self);
  loft_transport_free (self->transport);
  loft_deflate_free (self->deflate);
  loft_endpoint_free (self->endpoint);
  g_free (self->area);
  g_free (self->input);
  g_free (self->output);
  G_OBJECT_CLASS (loft_stream_parent_class)->finalize (object);
}

static void
loft_stream_class_init (LoftStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_stream_finalize;
}

static void
loft_stream_init (LoftStream *self)
{
  self->input = g_malloc (INPUT_CAPACITY);
  self->input_capacity = INPUT_CAPACITY;
  self->output = g_malloc (OUTPUT_CAPACITY);
}

/* RFC 4193: GInetAddress knows only the older site-local addresses. */
static gboolean
is_local_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address) ||
         g_inet_address_get_is_site_local (address) ||
         (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && (bytes[0] & 0xfe) == 0xfc);
}

/* Another port is that of a proxy, which says nothing about how far it is to the server. */
static gboolean
is_nearby (GSocket *socket, const LoftEndpoint *endpoint)
{
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);

  return G_IS_INET_SOCKET_ADDRESS (remote) &&
         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote)) == endpoint->port &&
         is_local_address (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

static LoftStream *
new_stream (GSocket *socket, GObject *owner, const LoftEndpoint *endpoint, const char *area)
{
  LoftStream *self = g_object_new (LOFT_TYPE_STREAM, NULL);

  self->endpoint = loft_endpoint_copy (endpoint);
  self->transport = loft_transport_new (socket, owner, endpoint);
  self->area = g_strdup (area);
  self->traces = loft_log_traces (area);
  self->nearby = is_nearby (socket, endpoint);
  return self;
}

static void
trace (LoftStream *self, const char *who, const char *bytes, gsize length)
{
  char line[MAX_TRACED + 1];
  gsize n;

  if (!self->traces)
    return;
  while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
    length--;
  n = MIN (length, MAX_TRACED);
  for (gsize i = 0; i < n; i++)
    line[i] = g_ascii_isprint (bytes[i]) ? bytes[i] : '.';
  line[n] = '\0';
  loft_log_trace (self->area, "%s:%u %s: %s%s", self->endpoint->host, self->endpoint->port, who,
                  line, length > n ? " …" : "");
}

static void
wipe_output (LoftStream *self)
{
  if (self->output_is_secret)
    explicit_bzero (self->output, OUTPUT_CAPACITY);
  self->output_is_secret = FALSE;
  self->output_length = 0;
}

static gboolean
check_open (LoftStream *self, GError **error)
{
  if (self->failed || self->closed)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                   "The connection to %s port %u is closed", self->endpoint->host,
                   self->endpoint->port);
      return FALSE;
    }
  return TRUE;
}

/* No byte passes in clear where the endpoint wants TLS from the first one. */
static gboolean
check_usable (LoftStream *self, GError **error)
{
  if (!check_open (self, error))
    return FALSE;
  if (self->endpoint->security == LOFT_ENDPOINT_TLS && !loft_stream_is_secure (self))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s port %u is not secured yet",
                   self->endpoint->host, self->endpoint->port);
      return FALSE;
    }
  return TRUE;
}

static gboolean
handshake (LoftStream              *self,
           gint64                   deadline,
           LoftCertificateProblem **problem,
           GCancellable            *cancellable,
           GError                 **error)
{
  if (!loft_transport_handshake (self->transport, deadline, problem, cancellable, error))
    {
      loft_stream_close (self);
      return FALSE;
    }
  if (self->traces)
    loft_log_trace (self->area, "%s:%u TLS", self->endpoint->host, self->endpoint->port);
  return TRUE;
}

static gint64
connect_deadline (void)
{
  return loft_clock_monotonic () + (gint64) CONNECT_SECONDS * G_USEC_PER_SEC;
}

LoftStream *
loft_stream_connect (const LoftEndpoint      *endpoint,
                     const char              *area,
                     LoftCertificateProblem **problem,
                     GCancellable            *cancellable,
                     GError                 **error)
{
  g_autoptr (LoftStream) self = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  gint64 deadline = connect_deadline ();

  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (area != NULL, NULL);

  if (problem != NULL)
    *problem = NULL;
  connection = loft_connector_connect (endpoint, deadline, cancellable, error);
  if (connection == NULL)
    return NULL;
  self = new_stream (g_socket_connection_get_socket (connection), G_OBJECT (connection), endpoint,
                     area);
  if (endpoint->security == LOFT_ENDPOINT_TLS &&
      !handshake (self, deadline, problem, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

LoftStream *
loft_stream_new_for_socket (GSocket *socket, const LoftEndpoint *endpoint, const char *area)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (area != NULL, NULL);

  return new_stream (socket, NULL, endpoint, area);
}

static gboolean
refuse_tls (LoftStream *self, const char *why, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "TLS with %s port %u was refused: %s",
               self->endpoint->host, self->endpoint->port, why);
  loft_stream_close (self);
  return FALSE;
}

gboolean
loft_stream_start_tls (LoftStream              *self,
                       LoftCertificateProblem **problem,
                       GCancellable            *cancellable,
                       GError                 **error)
{
  g_return_val_if_fail (LOFT_IS_STREAM (self), FALSE);

  if (problem != NULL)
    *problem = NULL;
  if (!check_open (self, error))
    return FALSE;
  if (self->endpoint->security == LOFT_ENDPOINT_PLAIN)
    return refuse_tls (self, "the account is set to go without", error);
  if (loft_stream_is_secure (self))
    return refuse_tls (self, "it was started already", error);
  if (self->output_length > 0)
    return refuse_tls (self, "a command still waits to be sent in clear", error);
  /* What was sent before the handshake cannot have come from the holder of the certificate. */
  if (self->input_end > self->input_start || loft_transport_has_unread (self->transport))
    return refuse_tls (self, "the server, or someone between, sent more before it", error);
  return handshake (self, connect_deadline (), problem, cancellable, error);
}

gboolean
loft_stream_is_secure (LoftStream *self)
{
  return loft_transport_is_secure (self->transport);
}

gboolean
loft_stream_is_nearby (LoftStream *self)
{
  return self->nearby;
}

gboolean
loft_stream_start_deflate (LoftStream *self, GError **error)
{
  g_return_val_if_fail (LOFT_IS_STREAM (self), FALSE);

  if (!check_usable (self, error))
    return FALSE;
  if (self->deflate != NULL || self->output_length > 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                   "The connection to %s port %u cannot be compressed now", self->endpoint->host,
                   self->endpoint->port);
      return FALSE;
    }
  self->deflate = loft_deflate_new (self->input + self->input_start,
                                    self->input_end - self->input_start);
  self->input_start = self->input_end = 0;
  if (self->traces)
    loft_log_trace (self->area, "%s:%u DEFLATE", self->endpoint->host, self->endpoint->port);
  return TRUE;
}

gboolean
loft_stream_is_compressed (LoftStream *self)
{
  return self->deflate != NULL;
}

const char *
loft_stream_get_certificate_faults (LoftStream *self)
{
  return loft_transport_get_faults (self->transport);
}

void
loft_stream_set_idle_timeout (LoftStream *self, guint seconds)
{
  loft_transport_set_idle_timeout (self->transport, seconds);
}

/* Makes room for at least one byte more after input_end. Lines grow the buffer by doubling, so
 * that the cost stays linear; most is what the caller will look at. */
static void
make_room (LoftStream *self, gsize most)
{
  if (self->input_start == self->input_end)
    self->input_start = self->input_end = 0;
  if (self->input_end < self->input_capacity)
    return;
  if (self->input_start > 0)
    {
      memmove (self->input, self->input + self->input_start, self->input_end - self->input_start);
      self->input_end -= self->input_start;
      self->input_start = 0;
      return;
    }
  self->input_capacity = MIN (self->input_capacity * 2, MAX (most, self->input_capacity + 1));
  self->input = g_realloc (self->input, self->input_capacity);
}

/* Notes what a receive brought: n as of loft_transport_receive (). */
static void
note_received (LoftStream *self, gssize n)
{
  if (n < 0)
    self->failed = TRUE;
  else if (n == 0)
    self->ended = TRUE;
  else
    self->n_received += n;
}

static gssize
receive_plain (LoftStream *self, gpointer bytes, gsize length, GCancellable *cancellable,
               GError **error)
{
  gssize n = loft_transport_receive (self->transport, bytes, length, cancellable, error);

  note_received (self, n);
  return n;
}

/* Compressed bytes need not hold anything to read: then more are awaited. */
static gssize
receive_compressed (LoftStream *self, gpointer bytes, gsize length, GCancellable *cancellable,
                    GError **error)
{
  gssize n;

  while ((n = loft_deflate_inflate (self->deflate, bytes, length, error)) == 0)
    {
      gsize capacity = 0;
      gpointer room = loft_deflate_get_room (self->deflate, &capacity);

      n = receive_plain (self, room, capacity, cancellable, error);
      if (n <= 0)
        return n;
      loft_deflate_added (self->deflate, n);
    }
  if (n < 0)
    self->failed = TRUE;
  return n;
}

/* As loft_transport_receive (), inflated where the connection is compressed. */
static gssize
receive (LoftStream *self, gpointer bytes, gsize length, GCancellable *cancellable, GError **error)
{
  return self->deflate != NULL ? receive_compressed (self, bytes, length, cancellable, error)
                               : receive_plain (self, bytes, length, cancellable, error);
}

/* As receive (), into the buffer. */
static gssize
fill (LoftStream *self, gsize most, GCancellable *cancellable, GError **error)
{
  gssize n;

  make_room (self, most);
  n = receive (self, self->input + self->input_end, self->input_capacity - self->input_end,
               cancellable, error);
  self->input_end += MAX (n, 0);
  return n;
}

static const char *
fail_line (LoftStream *self, LoftError code, const char *why, GError **error)
{
  self->failed = TRUE;
  g_set_error (error, LOFT_ERROR, code, "%s port %u %s", self->endpoint->host,
               self->endpoint->port, why);
  return NULL;
}

static const char *
take_line (LoftStream *self, char *line_end, gsize limit, gsize *length, GError **error)
{
  char *line = self->input + self->input_start;
  gsize n = line_end - line;

  if (n > 0 && line[n - 1] == '\r')
    n--;
  if (n > limit)
    return fail_line (self, LOFT_ERROR_LIMIT, "sent a line that is too long", error);
  self->input_start += line_end - line + 1;
  line[n] = '\0';
  if (length != NULL)
    *length = n;
  /* What SASL asks: with the salt and the signature of SCRAM a password can be guessed at leisure. */
  if (n > 2 && g_str_has_prefix (line, "+ "))
    trace (self, "S", "+ ***", 5);
  else if (n > 4 && g_str_has_prefix (line, "334 "))
    trace (self, "S", "334 ***", 7);
  else
    trace (self, "S", line, n);
  return line;
}

const char *
loft_stream_read_line (LoftStream   *self,
                       gsize         limit,
                       gsize        *length,
                       GCancellable *cancellable,
                       GError      **error)
{
  gsize searched = 0;

  g_return_val_if_fail (LOFT_IS_STREAM (self), NULL);
  g_return_val_if_fail (limit < G_MAXSIZE / 2, NULL);

  if (!check_usable (self, error))
    return NULL;
  while (TRUE)
    {
      gsize have = self->input_end - self->input_start;
      char *start = self->input + self->input_start;
      char *line_end = memchr (start + searched, '\n', have - searched);
      gssize n;

      if (line_end != NULL)
        return take_line (self, line_end, limit, length, error);
      if (have > limit && have - limit > 1)
        return fail_line (self, LOFT_ERROR_LIMIT, "sent a line that is too long", error);
      searched = have;
      n = self->ended ? 0 : fill (self, limit + 2, cancellable, error);
      if (n < 0)
        return NULL;
      if (n == 0)
        return fail_line (self, LOFT_ERROR_TEMPORARY, "closed the connection", error);
    }
}

static gssize
take_bytes (LoftStream *self, gpointer buffer, gsize length)
{
  gsize n = MIN (length, self->input_end - self->input_start);

  memcpy (buffer, self->input + self->input_start, n);
  self->input_start += n;
  return n;
}

gssize
loft_stream_read (LoftStream   *self,
                  gpointer      buffer,
                  gsize         length,
                  GCancellable *cancellable,
                  GError      **error)
{
  gssize n = 0;

  g_return_val_if_fail (LOFT_IS_STREAM (self), -1);
  g_return_val_if_fail (length > 0, -1);

  if (!check_usable (self, error))
    return -1;
  if (self->input_end > self->input_start)
    n = take_bytes (self, buffer, length);
  else if (self->ended)
    n = 0;
  else if (length >= DIRECT_READ)
    n = receive (self, buffer, length, cancellable, error);
  else
    {
      n = fill (self, 0, cancellable, error);
      if (n > 0)
        n = take_bytes (self, buffer, length);
    }
  if (self->traces && n >= 0)
    loft_log_trace (self->area, "%s:%u S: (%" G_GSSIZE_FORMAT " bytes)", self->endpoint->host,
                    self->endpoint->port, n);
  return n;
}

const char *
loft_stream_peek (LoftStream *self, gsize *length, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LOFT_IS_STREAM (self), NULL);

  if (!check_usable (self, error))
    return NULL;
  if (self->input_end == self->input_start && !self->ended &&
      fill (self, 0, cancellable, error) < 0)
    return NULL;
  *length = self->input_end - self->input_start;
  return self->input + self->input_start;
}

void
loft_stream_skip (LoftStream *self, gsize length)
{
  g_return_if_fail (length <= self->input_end - self->input_start);

  self->input_start += length;
  if (self->traces)
    loft_log_trace (self->area, "%s:%u S: (%" G_GSIZE_FORMAT " bytes)", self->endpoint->host,
                    self->endpoint->port, length);
}

gsize
loft_stream_get_buffered (LoftStream *self)
{
  return self->input_end - self->input_start;
}

static gboolean
queue (LoftStream   *self,
       gconstpointer bytes,
       gsize         length,
       gboolean      is_secret,
       GCancellable *cancellable,
       GError      **error)
{
  const char *p = bytes;

  if (!check_usable (self, error))
    return FALSE;
  while (length > 0)
    {
      gsize n = MIN (length, OUTPUT_CAPACITY - self->output_length);

      memcpy (self->output + self->output_length, p, n);
      self->output_length += n;
      self->output_is_secret |= is_secret;
      p += n;
      length -= n;
      if (self->output_length == OUTPUT_CAPACITY && !loft_stream_flush (self, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_stream_write (LoftStream   *self,
                   gconstpointer bytes,
                   gsize         length,
                   GCancellable *cancellable,
                   GError      **error)
{
  g_return_val_if_fail (LOFT_IS_STREAM (self), FALSE);

  trace (self, "C", bytes, length);
  return queue (self, bytes, length, FALSE, cancellable, error);
}

gboolean
loft_stream_write_secret (LoftStream   *self,
                          gconstpointer bytes,
                          gsize         length,
                          GCancellable *cancellable,
                          GError      **error)
{
  g_return_val_if_fail (LOFT_IS_STREAM (self), FALSE);

  if (self->endpoint->security == LOFT_ENDPOINT_STARTTLS && !loft_stream_is_secure (self))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                   "%s port %u was to be told a secret in clear", self->endpoint->host,
                   self->endpoint->port);
      return FALSE;
    }
  /* How well a secret is compressed tells about it. */
  if (self->deflate != NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                   "%s port %u was to be told a secret compressed", self->endpoint->host,
                   self->endpoint->port);
      return FALSE;
    }
  trace (self, "C", "***", 3);
  return queue (self, bytes, length, TRUE, cancellable, error);
}

static gboolean
send_output (LoftStream *self, GCancellable *cancellable, GError **error)
{
  gconstpointer bytes = self->output;
  gsize length = self->output_length;

  if (self->deflate != NULL)
    bytes = loft_deflate_compress (self->deflate, self->output, self->output_length, &length);
  return loft_transport_send (self->transport, bytes, length, cancellable, error);
}

gboolean
loft_stream_flush (LoftStream *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (LOFT_IS_STREAM (self), FALSE);

  if (!check_usable (self, error))
    return FALSE;
  if (self->output_length == 0)
    return TRUE;
  self->failed = !send_output (self, cancellable, error);
  wipe_output (self);
  return !self->failed;
}

/* Waits until the deadline for bytes, wherever they go. */
static LoftTransportWait
receive_until (LoftStream *self, gpointer bytes, gsize length, gint64 deadline, gssize *n,
               GCancellable *cancellable, GError **error)
{
  LoftTransportWait result = loft_transport_receive_until (self->transport, bytes, length, deadline,
                                                           n, cancellable, error);

  if (result == LOFT_TRANSPORT_FAILED || result == LOFT_TRANSPORT_READY)
    note_received (self, result == LOFT_TRANSPORT_FAILED ? -1 : *n);
  return result;
}

/* Compressed bytes that hold nothing to read do not end the wait. */
static LoftTransportWait
inflate_until (LoftStream *self, gpointer bytes, gsize length, gint64 deadline, gssize *n,
               GCancellable *cancellable, GError **error)
{
  while ((*n = loft_deflate_inflate (self->deflate, bytes, length, error)) == 0)
    {
      gsize capacity = 0;
      gpointer room = loft_deflate_get_room (self->deflate, &capacity);
      LoftTransportWait result = receive_until (self, room, capacity, deadline, n, cancellable,
                                                error);

      if (result != LOFT_TRANSPORT_READY || *n == 0)
        return result;
      loft_deflate_added (self->deflate, *n);
    }
  if (*n > 0)
    return LOFT_TRANSPORT_READY;
  self->failed = TRUE;
  return LOFT_TRANSPORT_FAILED;
}

gboolean
loft_stream_wait (LoftStream   *self,
                  gint64        microseconds,
                  GCancellable *cancellable,
                  GError      **error)
{
  gint64 deadline = microseconds < 0 ? -1 : loft_clock_monotonic () + microseconds;
  LoftTransportWait result;
  gsize room;
  gssize n = 0;

  g_return_val_if_fail (LOFT_IS_STREAM (self), FALSE);

  if (!check_usable (self, error))
    return FALSE;
  if (self->input_end > self->input_start || self->ended)
    return TRUE;
  make_room (self, 0);
  room = self->input_capacity - self->input_end;
  result = self->deflate != NULL
    ? inflate_until (self, self->input + self->input_end, room, deadline, &n, cancellable, error)
    : receive_until (self, self->input + self->input_end, room, deadline, &n, cancellable, error);
  if (result == LOFT_TRANSPORT_READY)
    self->input_end += MAX (n, 0);
  return result == LOFT_TRANSPORT_READY;
}

void
loft_stream_wake (LoftStream *self)
{
  g_return_if_fail (LOFT_IS_STREAM (self));

  loft_transport_wake (self->transport);
}

guint64
loft_stream_get_bytes_received (LoftStream *self)
{
  return self->n_received;
}

void
loft_stream_close (LoftStream *self)
{
  g_return_if_fail (LOFT_IS_STREAM (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  self->output_is_secret |= self->output_length > 0;
  wipe_output (self);
  self->input_start = self->input_end = 0;
  loft_transport_close (self->transport);
}
