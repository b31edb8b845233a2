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

/* ---- radix sort ---------------------------------------------------------------------------- */

#define N_BYTES  8
#define N_VALUES 256

static guint
byte_of (guint64 start, guint i)
{
  return (guint) (start >> (8 * i)) & 0xff;
}

static void
count_bytes (const LoftSortStart *starts, guint n, guint counts[N_BYTES][N_VALUES])
{
  memset (counts, 0, sizeof (guint) * N_BYTES * N_VALUES);
  for (guint k = 0; k < n; k++)
    for (guint i = 0; i < N_BYTES; i++)
      counts[i][byte_of (starts[k].start, i)]++;
}

static void
order_by_byte (const LoftSortStart *from, LoftSortStart *to, guint n, guint i, const guint *counts)
{
  guint next[N_VALUES];

  next[0] = 0;
  for (guint value = 1; value < N_VALUES; value++)
    next[value] = next[value - 1] + counts[value - 1];
  for (guint k = 0; k < n; k++)
    to[next[byte_of (from[k].start, i)]++] = from[k];
}

/* Byte by byte from the last: no comparison, so nothing that the processor could not foresee. */
void
loft_sort_text_order_starts (LoftSortStart *starts, guint n)
{
  g_autofree LoftSortStart *other = g_new (LoftSortStart, n);
  guint counts[N_BYTES][N_VALUES];
  LoftSortStart *from = starts;
  LoftSortStart *to = other;

  count_bytes (starts, n, counts);
  for (guint i = 0; i < N_BYTES && n > 0; i++)
    {
      LoftSortStart *swap = from;

      if (counts[i][byte_of (from[0].start, i)] == n)
        continue;
      order_by_byte (from, to, n, i, counts[i]);
      from = to;
      to = swap;
    }
  if (from != starts)
    memcpy (starts, from, n * sizeof *starts);
}
