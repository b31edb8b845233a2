/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-deflate-private.h"

#include <string.h>
#include <zlib.h>

#include "loft-error.h"

#define RAW_WINDOW     (-15) /* no zlib header (RFC 4978, 3) */
#define MEMORY_LEVEL   8
#define INPUT_CAPACITY (32 * 1024)
#define MAX_OVERHEAD   16 /* a flush after every byte makes six of it */

struct _LoftDeflate {
  z_stream inflater;
  z_stream deflater;
  GByteArray *compressed;
  guint8 *input; /* INPUT_CAPACITY bytes or more; the inflater points into it */
  gboolean may_hold_output; /* the last call filled all it was given */
  guint64 n_in;
  guint64 n_out;
};

LoftDeflate *
loft_deflate_new (gconstpointer received, gsize length)
{
  LoftDeflate *self = g_new0 (LoftDeflate, 1);

  self->input = g_malloc (MAX (length, INPUT_CAPACITY));
  self->compressed = g_byte_array_new ();
  inflateInit2 (&self->inflater, RAW_WINDOW);
  deflateInit2 (&self->deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL,
                Z_DEFAULT_STRATEGY);
  if (length > 0)
    {
      memcpy (self->input, received, length);
      loft_deflate_added (self, length);
    }
  return self;
}

void
loft_deflate_free (LoftDeflate *self)
{
  if (self == NULL)
    return;
  inflateEnd (&self->inflater);
  deflateEnd (&self->deflater);
  g_byte_array_unref (self->compressed);
  g_free (self->input);
  g_free (self);
}

gpointer
loft_deflate_get_room (LoftDeflate *self, gsize *capacity)
{
  *capacity = self->inflater.avail_in == 0 ? INPUT_CAPACITY : 0;
  return self->input;
}

void
loft_deflate_added (LoftDeflate *self, gsize length)
{
  self->inflater.next_in = self->input;
  self->inflater.avail_in = (uInt) length;
  self->n_in += length;
}

static gssize
fail (GError **error, const char *why)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "The server's compressed data %s", why);
  return -1;
}

gssize
loft_deflate_inflate (LoftDeflate *self, gpointer bytes, gsize length, GError **error)
{
  uInt wanted = (uInt) MIN (length, G_MAXINT);
  int result;
  uInt n;

  if (self->inflater.avail_in == 0 && !self->may_hold_output)
    return 0;
  self->inflater.next_out = bytes;
  self->inflater.avail_out = wanted;
  result = inflate (&self->inflater, Z_SYNC_FLUSH);
  n = wanted - self->inflater.avail_out;
  self->may_hold_output = self->inflater.avail_out == 0;
  self->n_out += n;
  /* RFC 4978 knows no end but that of the connection. */
  if (result == Z_STREAM_END && n == 0)
    return fail (error, "ended before the connection did");
  if (result != Z_OK && result != Z_BUF_ERROR && result != Z_STREAM_END)
    return fail (error, "is damaged");
  if (self->n_out > LOFT_DEFLATE_GRACE + LOFT_DEFLATE_MAX_RATIO * self->n_in)
    return fail (error, "grows beyond all measure");
  if (self->n_in > LOFT_DEFLATE_GRACE + MAX_OVERHEAD * self->n_out)
    return fail (error, "holds nothing");
  return n;
}

/* A sync flush leaves the stream at a byte's end, so that the peer never waits for the rest of what
 * was sent. Empty input makes no empty block. */
const guint8 *
loft_deflate_compress (LoftDeflate *self, gconstpointer bytes, gsize length, gsize *compressed)
{
  z_stream *stream = &self->deflater;
  gsize done = 0;

  stream->next_in = (Bytef *) bytes;
  stream->avail_in = (uInt) length;
  do
    {
      g_byte_array_set_size (self->compressed, (guint) (done + deflateBound (stream, length) + 16));
      stream->next_out = self->compressed->data + done;
      stream->avail_out = self->compressed->len - (uInt) done;
      deflate (stream, Z_SYNC_FLUSH);
      done = self->compressed->len - stream->avail_out;
    }
  while (stream->avail_out == 0);
  *compressed = done;
  return self->compressed->data;
}
