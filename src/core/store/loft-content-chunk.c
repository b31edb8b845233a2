/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-chunk.h"

#include "loft-content-base64.h"
#include "loft-content-dictionary-private.h"

/* Mail is written once and read seldom; higher levels cost more time than they save room. */
#define COMPRESSION_LEVEL 1

/* The kind of a chunk is a set of these. */
enum { BASE64_SHRUNK = 1, WITH_DICTIONARY = 2, ALL_KINDS = 3 };

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

static gsize
compress_frame (const guint8 *data, gsize length, const LoftContentDictionary *dictionary,
                guint8 *frame, gsize capacity)
{
  if (dictionary == NULL)
    return ZSTD_compressCCtx (get_compressor (), frame, capacity, data, length, COMPRESSION_LEVEL);
  return ZSTD_compress_usingCDict (get_compressor (), frame, capacity, data, length,
                                   loft_content_dictionary_get_compressor (dictionary));
}

static GBytes *
compress (const guint8 *data, gsize length, const LoftContentDictionary *dictionary, guint8 kind)
{
  gsize bound = ZSTD_compressBound (length);
  guint8 *chunk = g_malloc (1 + bound);
  gsize size = compress_frame (data, length, dictionary, chunk + 1, bound);

  /* With room for the bound only memory can be missing, and then GLib's allocator ends it too. */
  if (ZSTD_isError (size))
    g_error ("zstd: %s", ZSTD_getErrorName (size));
  chunk[0] = kind | (dictionary != NULL ? WITH_DICTIONARY : 0);
  return g_bytes_new_take (g_realloc (chunk, 1 + size), 1 + size);
}

GBytes *
loft_content_chunk_encode (const guint8 *raw, gsize length, const LoftContentDictionary *dictionary)
{
  g_autoptr (GByteArray) shrunk = NULL;

  g_return_val_if_fail (length <= LOFT_CONTENT_CHUNK_BYTES, NULL);

  if (length > LOFT_CONTENT_SMALL_BYTES)
    dictionary = NULL;
  shrunk = loft_content_base64_shrink (raw, length);
  if (shrunk != NULL)
    return compress (shrunk->data, shrunk->len, dictionary, BASE64_SHRUNK);
  return compress (raw, length, dictionary, 0);
}

guint32
loft_content_chunk_get_dictionary_id (const guint8 *data, gsize length)
{
  if (length == 0 || (data[0] & WITH_DICTIONARY) == 0)
    return 0;
  return ZSTD_getDictID_fromFrame (data + 1, length - 1);
}

static gboolean
decompress (const guint8 *frame, gsize length, const LoftContentDictionary *dictionary,
            guint8 *data, gsize capacity, gsize *data_length)
{
  const ZSTD_DDict *known =
    dictionary != NULL ? loft_content_dictionary_get_decompressor (dictionary) : NULL;
  gsize size =
    ZSTD_decompress_usingDDict (get_decompressor (), data, capacity, frame, length, known);

  if (ZSTD_isError (size))
    return FALSE;
  *data_length = size;
  return TRUE;
}

/* zstd takes a frame that names no dictionary for one that goes with any. */
static gboolean
is_right (const guint8 *data, gsize length, const LoftContentDictionary *dictionary)
{
  guint32 id = loft_content_chunk_get_dictionary_id (data, length);

  if ((data[0] & ~ALL_KINDS) != 0)
    return FALSE;
  if ((data[0] & WITH_DICTIONARY) == 0)
    return dictionary == NULL;
  return dictionary != NULL && id == loft_content_dictionary_get_id (dictionary);
}

gboolean
loft_content_chunk_decode (const guint8 *data, gsize length,
                           const LoftContentDictionary *dictionary, guint8 *raw, gsize capacity,
                           gsize *raw_length)
{
  g_autofree guint8 *shrunk = NULL;
  gsize shrunk_length = 0;

  if (length == 0 || !is_right (data, length, dictionary))
    return FALSE;
  if ((data[0] & BASE64_SHRUNK) == 0)
    return decompress (data + 1, length - 1, dictionary, raw, capacity, raw_length);
  shrunk = g_malloc (LOFT_CONTENT_CHUNK_BYTES);
  return decompress (data + 1, length - 1, dictionary, shrunk, LOFT_CONTENT_CHUNK_BYTES,
                     &shrunk_length) &&
         loft_content_base64_restore (shrunk, shrunk_length, raw, capacity, raw_length);
}
