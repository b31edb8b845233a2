/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-twins.h"

#include <string.h>

#include "loft-ingest.h"
#include "loft-twin-store.h"

#define WORD "twins "

GArray *
loft_twins_list (LoftMailStore *mail, GBytes *raw, gint64 received, gint64 folder_id,
                 GError **error)
{
  g_autoptr (LoftIngestedHeader) header = loft_ingest_header (raw, received);
  const LoftTwin twin = { header->message_id, header->subject, header->date, g_bytes_get_size (raw),
                          folder_id };

  return loft_twin_store_list (mail, &twin, error);
}

/* The next byte that counts; -1 at the end. */
static int
next_byte (const guchar *bytes, gsize size, gsize *at)
{
  while (*at + 1 < size && bytes[*at] == '\r' && bytes[*at + 1] == '\n')
    (*at)++;
  return *at < size ? bytes[(*at)++] : -1;
}

gboolean
loft_twins_are_same (GBytes *a, GBytes *b)
{
  gsize size_a = 0;
  gsize size_b = 0;
  const guchar *bytes_a = g_bytes_get_data (a, &size_a);
  const guchar *bytes_b = g_bytes_get_data (b, &size_b);
  gsize at_a = 0;
  gsize at_b = 0;
  int byte;

  do
    {
      byte = next_byte (bytes_a, size_a, &at_a);
      if (byte != next_byte (bytes_b, size_b, &at_b))
        return FALSE;
    }
  while (byte != -1);
  return TRUE;
}

char *
loft_twins_format (guint n_before)
{
  return g_strdup_printf (WORD "%u\n", n_before);
}

gboolean
loft_twins_parse (const char *arguments, guint *n_before)
{
  if (!g_str_has_prefix (arguments, WORD))
    return FALSE;
  *n_before = (guint) MIN (g_ascii_strtoull (arguments + strlen (WORD), NULL, 10), G_MAXUINT);
  return TRUE;
}
