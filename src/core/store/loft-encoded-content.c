/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-encoded-content.h"

#include "loft-content-chunk.h"
#include "loft-text.h"

static void
add_chunk (LoftEncodedContent *self, const guint8 *raw, gsize length,
           LoftContentDictionary *dictionary)
{
  GBytes *chunk = loft_content_chunk_encode (raw, length, dictionary);
  gsize size;
  gconstpointer data = g_bytes_get_data (chunk, &size);

  if (self->dictionary == NULL && loft_content_chunk_get_dictionary_id (data, size) != 0)
    self->dictionary = loft_content_dictionary_ref (dictionary);
  self->checksum = loft_text_checksum (self->checksum, data, size);
  self->size += size;
  g_ptr_array_add (self->chunks, chunk);
}

LoftEncodedContent *
loft_content_encode (GBytes *raw)
{
  return loft_content_encode_with (raw, NULL);
}

LoftEncodedContent *
loft_content_encode_with (GBytes *raw, LoftContentDictionary *dictionary)
{
  LoftEncodedContent *self = g_new0 (LoftEncodedContent, 1);
  gsize length;
  const guint8 *data = g_bytes_get_data (raw, &length);

  self->raw_size = length;
  self->chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (gsize done = 0; done < length; done += LOFT_CONTENT_CHUNK_BYTES)
    add_chunk (self, data + done, MIN (length - done, LOFT_CONTENT_CHUNK_BYTES), dictionary);
  return self;
}

void
loft_encoded_content_free (LoftEncodedContent *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->chunks);
  loft_content_dictionary_unref (self->dictionary);
  g_free (self);
}

gsize
loft_encoded_content_get_size (const LoftEncodedContent *self)
{
  return self->size;
}
