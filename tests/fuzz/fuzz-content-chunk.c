/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-content-base64.h"
#include "loft-content-chunk.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* What goes in comes out. */
static void
check_round_trip (const guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) chunk = loft_content_chunk_encode (bytes, length);
  g_autofree guint8 *raw = g_malloc (length + 1);
  gsize raw_length = 0;

  if (!loft_content_chunk_decode (g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk), raw,
                                  length, &raw_length) ||
      raw_length != length || memcmp (raw, bytes, length) != 0)
    g_error ("not the same bytes");
}

/* The first byte chooses: a message, a stored chunk, or what is inside one. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  gsize capacity = 4096;
  g_autofree guint8 *raw = g_malloc (capacity);
  gsize raw_length = 0;

  if (length == 0 || length > LOFT_CONTENT_CHUNK_BYTES)
    return 0;
  if (bytes[0] == 'c')
    loft_content_chunk_decode (bytes + 1, length - 1, raw, capacity, &raw_length);
  else if (bytes[0] == 'b')
    loft_content_base64_restore (bytes + 1, length - 1, raw, capacity, &raw_length);
  else
    check_round_trip (bytes, length);
  if (raw_length > capacity)
    g_error ("more than there is room for");
  return 0;
}
