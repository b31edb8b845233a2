/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-chunk.h"

#include <zstd.h>

#include "loft-content-base64.h"

/* Mail is written once and read seldom; higher levels cost more time than they save room. */
#define COMPRESSION_LEVEL 1

enum { AS_IT_IS, BASE64_SHRUNK };

static void
free_compressor (gpointer context)
{
  ZSTD_freeCCtx (context);
}

static void
free_decompressor (gpointer context)
{
  ZSTD_freeDCtx (context);
}

/* Making a context costs more than compressing a small message, so each thread keeps one. */
static GPrivate compressor = G_PRIVATE_INIT (free_compressor);
static GPrivate decompressor = G_PRIVATE_INIT (free_decompressor);

static ZSTD_CCtx *
get_compressor (void)
{
  if (g_private_get (&compressor) == NULL)
    g_private_set (&compressor, ZSTD_createCCtx ());
  return g_private_get (&compressor);
}

static ZSTD_DCtx *
get_decompressor (void)
{
  if (g_private_get (&decompressor) == NULL)
    g_private_set (&decompressor, ZSTD_createDCtx ());
  return g_private_get (&decompressor);
}

static GBytes *
compress (const guint8 *data, gsize length, guint8 kind)
{
  gsize bound = ZSTD_compressBound (length);
  guint8 *chunk = g_malloc (1 + bound);
  gsize size =
      ZSTD_compressCCtx (get_compressor (), chunk + 1, bound, data, length, COMPRESSION_LEVEL);

  /* With room for the bound only memory can be missing, and then GLib's allocator ends it too. */
  if (ZSTD_isError (size))
    g_error ("zstd: %s", ZSTD_getErrorName (size));
  chunk[0] = kind;
  return g_bytes_new_take (g_realloc (chunk, 1 + size), 1 + size);
}

GBytes *
loft_content_chunk_encode (const guint8 *raw, gsize length)
{
  g_autoptr (GByteArray) shrunk = NULL;

  g_return_val_if_fail (length <= LOFT_CONTENT_CHUNK_BYTES, NULL);

  shrunk = loft_content_base64_shrink (raw, length);
  if (shrunk != NULL)
    return compress (shrunk->data, shrunk->len, BASE64_SHRUNK);
  return compress (raw, length, AS_IT_IS);
}

static gboolean
decompress (const guint8 *frame, gsize length, guint8 *data, gsize capacity, gsize *data_length)
{
  gsize size = ZSTD_decompressDCtx (get_decompressor (), data, capacity, frame, length);

  if (ZSTD_isError (size))
    return FALSE;
  *data_length = size;
  return TRUE;
}

gboolean
loft_content_chunk_decode (const guint8 *data, gsize length, guint8 *raw, gsize capacity,
                           gsize *raw_length)
{
  g_autofree guint8 *shrunk = NULL;
  gsize shrunk_length = 0;

  if (length == 0)
    return FALSE;
  if (data[0] == AS_IT_IS)
    return decompress (data + 1, length - 1, raw, capacity, raw_length);
  if (data[0] != BASE64_SHRUNK)
    return FALSE;
  shrunk = g_malloc (LOFT_CONTENT_CHUNK_BYTES);
  return decompress (data + 1, length - 1, shrunk, LOFT_CONTENT_CHUNK_BYTES, &shrunk_length) &&
         loft_content_base64_restore (shrunk, shrunk_length, raw, capacity, raw_length);
}
