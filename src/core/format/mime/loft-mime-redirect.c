/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-redirect.h"

#include "loft-mime-field.h"
#include "loft-mime-scanner.h"
#include "loft-mime-writer.h"

/* Those that have a Resent- form. */
static gboolean
is_wanted (const LoftMimeField *field)
{
  static const char *const names[] = { "Date", "From", "Sender", "To", "Cc", "Message-ID" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (loft_mime_field_is (field, names[i]))
      return TRUE;
  return FALSE;
}

/* Written as those of any message, and then named anew. */
static gboolean
append_block (GString *out, const LoftDraft *resent, GError **error)
{
  g_autoptr (GBytes) written = loft_mime_write (resent, 0, error);
  gsize size;
  const char *bytes = NULL;
  const char *block = NULL;
  const char *from = NULL;
  gsize length;
  LoftMimeField field;

  if (written == NULL)
    return FALSE;
  bytes = g_bytes_get_data (written, &size);
  length = loft_mime_scanner_find_header (bytes, size, &block);
  from = block;
  for (const char *at = block; loft_mime_field_next (&at, block + length, &field); from = at)
    {
      if (!is_wanted (&field))
        continue;
      g_string_append (out, "Resent-");
      g_string_append_len (out, from, at - from);
    }
  return TRUE;
}

GBytes *
loft_mime_redirect (GBytes *raw, const LoftDraft *resent, GError **error)
{
  GString *out = NULL;
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  const char *block = bytes;

  out = g_string_sized_new (size + 1024);
  if (!append_block (out, resent, error))
    {
      g_string_free (out, TRUE);
      return NULL;
    }
  if (bytes != NULL)
    {
      loft_mime_scanner_find_header (bytes, size, &block);
      g_string_append_len (out, block, (gssize) (bytes + size - block));
    }
  return g_string_free_to_bytes (out);
}
