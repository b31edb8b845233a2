/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-script-connection.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <zlib.h>

#define WAIT_MILLISECONDS 60000
#define MAX_LINE          (16 * 1024 * 1024)

struct _LoftScriptConnection {
  GSocket *socket;
  GCancellable *cancellable;
  SSL *ssl; /* (nullable) */
  z_stream *inflater; /* (nullable) NULL: not compressed */
  z_stream *deflater;
  GByteArray *buffer; /* received, not yet read */
  LoftScriptRecordFunc record;
  gpointer user_data;
};

LoftScriptConnection *
loft_script_connection_new (GSocket              *socket,
                            GCancellable         *cancellable,
                            LoftScriptRecordFunc  record,
                            gpointer              user_data)
{
  LoftScriptConnection *self = g_new0 (LoftScriptConnection, 1);

  self->socket = g_object_ref (socket);
  self->cancellable = g_object_ref (cancellable);
  self->buffer = g_byte_array_new ();
  self->record = record;
  self->user_data = user_data;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  return self;
}

void
loft_script_connection_free (LoftScriptConnection *self)
{
  g_clear_pointer (&self->ssl, SSL_free);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_clear_object (&self->cancellable);
  g_byte_array_unref (self->buffer);
  if (self->inflater != NULL)
    {
      inflateEnd (self->inflater);
      deflateEnd (self->deflater);
    }
  g_free (self->inflater);
  g_free (self->deflater);
  g_free (self);
}

static gboolean
wait_for (LoftScriptConnection *self, GIOCondition condition, GError **error)
{
  return g_socket_condition_timed_wait (self->socket, condition, WAIT_MILLISECONDS * 1000,
                                        self->cancellable, error);
}

static gboolean
ssl_wait (LoftScriptConnection *self, int result, const char *doing, GError **error)
{
  int reason = SSL_get_error (self->ssl, result);

  if (reason == SSL_ERROR_WANT_READ)
    return wait_for (self, G_IO_IN, error);
  if (reason == SSL_ERROR_WANT_WRITE)
    return wait_for (self, G_IO_OUT, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "TLS failed while %s: %s", doing,
               reason == SSL_ERROR_SSL ? ERR_reason_error_string (ERR_peek_error ()) : "closed");
  return FALSE;
}

/* One receive; 0 at the end, -1 with error. */
static gssize
receive (LoftScriptConnection *self, guint8 *bytes, gsize length, GError **error)
{
  while (TRUE)
    {
      g_autoptr (GError) local_error = NULL;
      gssize n;

      if (self->ssl != NULL)
        {
          ERR_clear_error ();
          n = SSL_read (self->ssl, bytes, (int) length);
          if (n > 0)
            return n;
          if (SSL_get_error (self->ssl, n) == SSL_ERROR_ZERO_RETURN)
            return 0;
          if (!ssl_wait (self, n, "reading", error))
            return -1;
          continue;
        }
      n = g_socket_receive_with_blocking (self->socket, (char *) bytes, length, FALSE,
                                          self->cancellable, &local_error);
      if (n >= 0)
        return n;
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
      if (!wait_for (self, G_IO_IN, error))
        return -1;
    }
}

static void
keep (LoftScriptConnection *self, const guint8 *bytes, gsize length)
{
  self->record (bytes, length, self->ssl != NULL, self->user_data);
  g_byte_array_append (self->buffer, bytes, length);
}

static gboolean
keep_inflated (LoftScriptConnection *self, guint8 *bytes, gsize length, GError **error)
{
  guint8 inflated[65536];
  int result;

  self->inflater->next_in = bytes;
  self->inflater->avail_in = length;
  do
    {
      self->inflater->next_out = inflated;
      self->inflater->avail_out = sizeof inflated;
      result = inflate (self->inflater, Z_SYNC_FLUSH);
      keep (self, inflated, sizeof inflated - self->inflater->avail_out);
    }
  while (self->inflater->avail_out == 0);
  if (result == Z_OK || result == Z_BUF_ERROR)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "the client compresses badly");
  return FALSE;
}

/* Receives into the buffer; 0 at the end, -1 with error. */
static gssize
fill (LoftScriptConnection *self, GError **error)
{
  guint8 bytes[16384];
  gssize n = receive (self, bytes, sizeof bytes, error);

  if (n <= 0)
    return n;
  if (self->inflater == NULL)
    keep (self, bytes, n);
  else if (!keep_inflated (self, bytes, n, error))
    return -1;
  return n;
}

static gboolean
fill_or_fail (LoftScriptConnection *self, GError **error)
{
  gssize n = fill (self, error);

  if (n == 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the client closed");
  return n > 0;
}

char *
loft_script_connection_read_line (LoftScriptConnection *self, GError **error)
{
  gsize searched = 0;

  while (TRUE)
    {
      const guint8 *start = self->buffer->data;
      const guint8 *end = NULL;
      gsize length;
      char *line;

      if (self->buffer->len > searched)
        end = memchr (start + searched, '\n', self->buffer->len - searched);
      if (end != NULL)
        {
          length = end - start;
          line = g_strndup ((const char *) start,
                            length > 0 && start[length - 1] == '\r' ? length - 1 : length);
          g_byte_array_remove_range (self->buffer, 0, length + 1);
          return line;
        }
      searched = self->buffer->len;
      if (searched > MAX_LINE)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "line too long");
          return NULL;
        }
      if (!fill_or_fail (self, error))
        return NULL;
    }
}

gboolean
loft_script_connection_read_exactly (LoftScriptConnection *self, gsize length, GError **error)
{
  while (length > 0)
    {
      gsize n = MIN (length, self->buffer->len);

      if (n == 0)
        {
          if (!fill_or_fail (self, error))
            return FALSE;
          continue;
        }
      g_byte_array_remove_range (self->buffer, 0, n);
      length -= n;
    }
  return TRUE;
}

gboolean
loft_script_connection_read_to_end (LoftScriptConnection *self, gsize *n_bytes, GError **error)
{
  gssize n;

  *n_bytes = self->buffer->len;
  g_byte_array_set_size (self->buffer, 0);
  while ((n = fill (self, error)) > 0)
    {
      *n_bytes += n;
      g_byte_array_set_size (self->buffer, 0);
    }
  return n == 0;
}

static gssize
send_some (LoftScriptConnection *self, const guint8 *bytes, gsize length, GError **error)
{
  while (TRUE)
    {
      g_autoptr (GError) local_error = NULL;
      gssize n;

      if (self->ssl != NULL)
        {
          ERR_clear_error ();
          n = SSL_write (self->ssl, bytes, (int) MIN (length, 1 << 20));
          if (n > 0)
            return n;
          if (!ssl_wait (self, n, "writing", error))
            return -1;
          continue;
        }
      n = g_socket_send_with_blocking (self->socket, (const char *) bytes, length, FALSE,
                                       self->cancellable, &local_error);
      if (n > 0)
        return n;
      if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
      if (!wait_for (self, G_IO_OUT, error))
        return -1;
    }
}

static gboolean
write_all (LoftScriptConnection *self, gconstpointer bytes, gsize length, gsize split,
           GError **error)
{
  const guint8 *p = bytes;

  while (length > 0)
    {
      gssize n = send_some (self, p, split > 0 ? MIN (split, length) : length, error);

      if (n < 0)
        return FALSE;
      p += n;
      length -= n;
      if (split > 0)
        g_thread_yield (); /* lets the reader see this piece alone, mostly */
    }
  return TRUE;
}

static gboolean
write_deflated (LoftScriptConnection *self, gconstpointer bytes, gsize length, gsize split,
                GError **error)
{
  gsize capacity = deflateBound (self->deflater, length) + 64;
  g_autofree guint8 *deflated = g_malloc (capacity);

  self->deflater->next_in = (Bytef *) bytes;
  self->deflater->avail_in = length;
  self->deflater->next_out = deflated;
  self->deflater->avail_out = capacity;
  deflate (self->deflater, Z_SYNC_FLUSH);
  return write_all (self, deflated, capacity - self->deflater->avail_out, split, error);
}

gboolean
loft_script_connection_write (LoftScriptConnection *self,
                              gconstpointer         bytes,
                              gsize                 length,
                              gsize                 split,
                              GError              **error)
{
  return self->deflater != NULL ? write_deflated (self, bytes, length, split, error)
                                : write_all (self, bytes, length, split, error);
}

gboolean
loft_script_connection_write_as_is (LoftScriptConnection *self, gconstpointer bytes, gsize length,
                                    gsize split, GError **error)
{
  return write_all (self, bytes, length, split, error);
}

gboolean
loft_script_connection_deflate (LoftScriptConnection *self, GError **error)
{
  if (self->buffer->len > 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "the client sent %u bytes before it knew that it should compress them",
                   self->buffer->len);
      return FALSE;
    }
  self->inflater = g_new0 (z_stream, 1);
  self->deflater = g_new0 (z_stream, 1);
  inflateInit2 (self->inflater, -15);
  deflateInit2 (self->deflater, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  return TRUE;
}

gboolean
loft_script_connection_handshake (LoftScriptConnection *self, SSL_CTX *context, GError **error)
{
  int result;

  if (self->buffer->len > 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "the client sent %u bytes in clear that should have come after TLS",
                   self->buffer->len);
      return FALSE;
    }
  self->ssl = SSL_new (context);
  SSL_set_mode (self->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_set_fd (self->ssl, g_socket_get_fd (self->socket));
  while (TRUE)
    {
      ERR_clear_error ();
      result = SSL_accept (self->ssl);
      if (result == 1)
        return TRUE;
      if (!ssl_wait (self, result, "shaking hands", error))
        return FALSE;
    }
}

void
loft_script_connection_shut_down (LoftScriptConnection *self)
{
  if (self->ssl != NULL && SSL_is_init_finished (self->ssl))
    {
      ERR_clear_error ();
      SSL_shutdown (self->ssl);
    }
  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
}

void
loft_script_connection_reset (LoftScriptConnection *self)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_clear_pointer (&self->ssl, SSL_free);
  g_socket_close (self->socket, NULL);
}
