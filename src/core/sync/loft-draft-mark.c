/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-mark.h"

#include <string.h>

#define FIELD "X-Loft-Draft: "

static char *
digest_of (const guchar *bytes, gsize size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize start = 0;

  for (gsize i = 0; i <= size; i++)
    if (i == size || bytes[i] == '\r')
      {
        g_checksum_update (checksum, bytes + start, (gssize) (i - start));
        start = i + 1;
      }
  return g_strdup (g_checksum_get_string (checksum));
}

static char *
format (const char *uuid, const guchar *bytes, gsize size)
{
  g_autofree char *digest = digest_of (bytes, size);

  return g_strconcat (FIELD, uuid, " ", digest, NULL);
}

GBytes *
loft_draft_mark_add (const char *uuid, GBytes *raw)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (raw, &size);
  g_autofree char *field = format (uuid, bytes, size);
  GByteArray *marked = g_byte_array_sized_new ((guint) (size + strlen (field) + 2));

  g_byte_array_append (marked, (const guint8 *) field, (guint) strlen (field));
  g_byte_array_append (marked, (const guint8 *) "\r\n", 2);
  g_byte_array_append (marked, bytes, (guint) size);
  return g_byte_array_free_to_bytes (marked);
}

gboolean
loft_draft_mark_fits (const char *uuid, GBytes *raw)
{
  gsize size;
  const guchar *bytes = g_bytes_get_data (raw, &size);
  const guchar *end = size > 0 ? memchr (bytes, '\n', size) : NULL;
  gsize length = end != NULL ? (gsize) (end - bytes) : 0;
  g_autofree char *field = NULL;

  if (length < strlen (FIELD) || memcmp (bytes, FIELD, strlen (FIELD)) != 0)
    return FALSE;
  field = format (uuid, end + 1, size - length - 1);
  length -= bytes[length - 1] == '\r' ? 1 : 0;
  return length == strlen (field) && memcmp (bytes, field, length) == 0;
}
