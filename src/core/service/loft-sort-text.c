/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sort-text.h"

#include <string.h>

#include "loft-text.h"

/* Longer texts are equal. */
#define MAX_TEXT 256

/* Small letters where they are ASCII. FALSE: there are others. */
static gboolean
fold_plain (const char *text, gsize length, char *folded)
{
  guchar all = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = (guchar) text[i];

      all |= byte;
      folded[i] = (char) (byte + ((guchar) (byte - 'A') < 26 ? 'a' - 'A' : 0));
    }
  folded[length] = '\0';
  return all < 0x80;
}

const char *
loft_sort_text_fold (GStringChunk *chunk, const char *text)
{
  gsize length = strnlen (text, MAX_TEXT);
  char plain[MAX_TEXT + 1];
  g_autofree char *start = NULL;
  g_autofree char *folded = NULL;

  if (fold_plain (text, length, plain))
    return g_string_chunk_insert_len (chunk, plain, (gssize) length);
  if (length == MAX_TEXT)
    start = g_utf8_substring (text, 0, g_utf8_strlen (text, MAX_TEXT));
  folded = loft_text_fold (start != NULL ? start : text, -1);
  return g_string_chunk_insert (chunk, folded);
}

guint64
loft_sort_text_start (const char *text)
{
  guint64 start = 0;

  for (guint i = 0; i < sizeof start; i++)
    {
      start = start << 8 | (guchar) *text;
      text += *text != '\0';
    }
  return start;
}
