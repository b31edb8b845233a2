/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-content-base64.h"
#include "loft-content-chunk.h"
#include "loft-test-dictionary.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static const LoftContentDictionary *
get_dictionary (void)
{
  static LoftContentDictionary *dictionary = NULL;

  if (dictionary == NULL)
    dictionary = loft_test_dictionary_new ();
  return dictionary;
}

/* What goes in comes out. */
static void
check_round_trip (const guint8 *bytes, gsize length, const LoftContentDictionary *dictionary)
{
  g_autoptr (GBytes) chunk = loft_content_chunk_encode (bytes, length, dictionary);
  gconstpointer data = g_bytes_get_data (chunk, NULL);
  gsize size = g_bytes_get_size (chunk);
  g_autofree guint8 *raw = g_malloc (length + 1);
  gsize raw_length = 0;

  if (loft_content_chunk_get_dictionary_id (data, size) == 0)
    dictionary = NULL;
  if (!loft_content_chunk_decode (data, size, dictionary, raw, length, &raw_length) ||
      raw_length != length || memcmp (raw, bytes, length) != 0)
    g_error ("not the same bytes");
}

/* The first byte chooses: a message, a stored chunk (one that names the dictionary too), or what is
 * inside one. */
int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  gsize capacity = 4096;
  g_autofree guint8 *raw = g_malloc (capacity);
  gsize raw_length = 0;

  if (length == 0 || length > LOFT_CONTENT_CHUNK_BYTES)
    return 0;
  if (bytes[0] == 'c')
    loft_content_chunk_decode (bytes + 1, length - 1, NULL, raw, capacity, &raw_length);
  else if (bytes[0] == 'd')
    loft_content_chunk_decode (bytes + 1, length - 1, get_dictionary (), raw, capacity,
                               &raw_length);
  else if (bytes[0] == 'b')
    loft_content_base64_restore (bytes + 1, length - 1, raw, capacity, &raw_length);
  else
    {
      check_round_trip (bytes, length, NULL);
      check_round_trip (bytes, length, get_dictionary ());
    }
  if (raw_length > capacity)
    g_error ("more than there is room for");
  return 0;
}
