/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-identity.h"

#include <gmime/gmime.h>
#include <string.h>

#include "loft-mime-field.h"

#define DIGEST_DIGITS  32
#define RECEIVED_LIMIT 4096
#define DATE_LIMIT     200
#define EARLIEST       (G_GINT64_CONSTANT (315532800)) /* 1980: clocks that were never set */

/* mbox servers write them into the messages they keep, and change them as messages are read. */
static const char *const noted_by_servers[] = {
  "Status",     "X-Status",       "X-UIDL", "X-UID",      "X-IMAP",
  "X-IMAPbase", "Content-Length", "Lines",  "X-Keywords", "X-Mozilla-Keys",
};

static gboolean
is_noted_by_server (const LoftMimeField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (noted_by_servers); i++)
    if (loft_mime_field_is (field, noted_by_servers[i]))
      return TRUE;
  return FALSE;
}

/* Line ends may be CRLF here and LF there. */
static void
update_without_cr (GChecksum *checksum, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *cr = memchr (text, '\r', (gsize) (end - text));
      const char *stop = cr != NULL ? cr : end;

      g_checksum_update (checksum, (const guchar *) text, stop - text);
      text = cr != NULL ? cr + 1 : end;
    }
}

char *
loft_mime_identity_digest (const char *block, gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *at = block;
  LoftMimeField field;

  while (loft_mime_field_next (&at, block + length, &field))
    {
      if (is_noted_by_server (&field))
        continue;
      g_checksum_update (checksum, (const guchar *) field.name, (gssize) field.name_length);
      g_checksum_update (checksum, (const guchar *) ":", 1);
      update_without_cr (checksum, field.value, field.value_length);
      g_checksum_update (checksum, (const guchar *) "\n", 1);
    }
  return g_strndup (g_checksum_get_string (checksum), DIGEST_DIGITS);
}

gint64
loft_mime_identity_received (const char *block, gsize length)
{
  LoftMimeField field;
  g_autofree char *value = NULL;
  g_autoptr (GDateTime) date = NULL;
  const char *semicolon;

  if (!loft_mime_field_find (block, length, "Received", &field))
    return 0;
  value = loft_mime_field_unfold (&field, RECEIVED_LIMIT, NULL);
  semicolon = strrchr (value, ';');
  if (semicolon == NULL || strlen (semicolon) > DATE_LIMIT)
    return 0;
  date = g_mime_utils_header_decode_date (semicolon + 1);
  return date != NULL && g_date_time_to_unix (date) > EARLIEST ? g_date_time_to_unix (date) : 0;
}
