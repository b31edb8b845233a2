/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-transfer.h"

#include <gmime/gmime-encodings.h>
#include <string.h>

#include "loft-mime-quoted.h"

#define STEP (32 * 1024)
#define TAIL 64 /* room for what a decoder holds back */

LoftMimeTransfer
loft_mime_transfer_from_value (const char *value, gsize length)
{
  static const struct {
    const char *name;
    LoftMimeTransfer transfer;
  } names[] = {
    { "base64", LOFT_MIME_TRANSFER_BASE64 },
    { "quoted-printable", LOFT_MIME_TRANSFER_QUOTED_PRINTABLE },
    { "x-uuencode", LOFT_MIME_TRANSFER_UUENCODE },
    { "x-uue", LOFT_MIME_TRANSFER_UUENCODE },
    { "uuencode", LOFT_MIME_TRANSFER_UUENCODE },
  };

  while (length > 0 && (g_ascii_isspace (*value) || *value == '"'))
    {
      value++;
      length--;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize n = strlen (names[i].name);

      if (length >= n && g_ascii_strncasecmp (value, names[i].name, n) == 0 &&
          (length == n || !(g_ascii_isalnum (value[n]) || value[n] == '-')))
        return names[i].transfer;
    }
  return LOFT_MIME_TRANSFER_IDENTITY;
}

static GMimeContentEncoding
to_gmime (LoftMimeTransfer self)
{
  switch (self)
    {
    case LOFT_MIME_TRANSFER_BASE64:
      return GMIME_CONTENT_ENCODING_BASE64;
    case LOFT_MIME_TRANSFER_UUENCODE:
      return GMIME_CONTENT_ENCODING_UUENCODE;
    case LOFT_MIME_TRANSFER_QUOTED_PRINTABLE: /* loft-mime-quoted.h: ten times as fast */
    case LOFT_MIME_TRANSFER_IDENTITY:
    default:
      return GMIME_CONTENT_ENCODING_BINARY;
    }
}

/* GMime's uudecoder wants to start behind the line "begin 644 name". */
static gsize
start_decode (LoftMimeTransfer self, GMimeEncoding *state, const char *body, gsize length)
{
  const char *begin, *line;

  g_mime_encoding_init_decode (state, to_gmime (self));
  if (self != LOFT_MIME_TRANSFER_UUENCODE)
    return 0;
  begin = memmem (body, length, "begin ", 6);
  line = begin != NULL ? memchr (begin, '\n', body + length - begin) : NULL;
  if (line == NULL)
    return length;
  state->state |= GMIME_UUDECODE_STATE_BEGIN;
  return line + 1 - body;
}

/* Base64 whose padding is missing lacks its last bytes without this; elsewhere it adds none. */
static gsize
finish_decode (LoftMimeTransfer self, GMimeEncoding *state, char *out)
{
  if (self == LOFT_MIME_TRANSFER_BASE64)
    return g_mime_encoding_flush (state, "==", 2, out);
  return g_mime_encoding_flush (state, "", 0, out);
}

char *
loft_mime_transfer_decode (LoftMimeTransfer  self,
                           const char       *body,
                           gsize             length,
                           gsize             limit,
                           gsize            *decoded_length)
{
  GMimeEncoding state;
  gsize start, size;
  char *decoded;

  length = MIN (length, limit);
  if (self == LOFT_MIME_TRANSFER_IDENTITY)
    {
      decoded = g_malloc (length + 1);
      memcpy (decoded, body, length);
      size = length;
    }
  else if (self == LOFT_MIME_TRANSFER_QUOTED_PRINTABLE)
    {
      decoded = g_malloc (length + 1);
      size = loft_mime_quoted_decode (body, length, decoded);
    }
  else
    {
      start = start_decode (self, &state, body, length);
      decoded = g_malloc (g_mime_encoding_outlen (&state, length - start) + TAIL);
      size = g_mime_encoding_step (&state, body + start, length - start, decoded);
      size += finish_decode (self, &state, decoded + size);
    }
  decoded[size] = '\0';
  *decoded_length = size;
  return decoded;
}

guint64
loft_mime_transfer_size (LoftMimeTransfer self, const char *body, gsize length)
{
  g_autofree char *scratch = NULL;
  GMimeEncoding state;
  guint64 size = 0;

  if (self == LOFT_MIME_TRANSFER_IDENTITY)
    return length;
  if (self == LOFT_MIME_TRANSFER_QUOTED_PRINTABLE)
    return loft_mime_quoted_decode (body, length, NULL);
  scratch = g_malloc (STEP + TAIL);
  for (gsize at = start_decode (self, &state, body, length); at < length; at += STEP)
    size += g_mime_encoding_step (&state, body + at, MIN (STEP, length - at), scratch);
  return size + finish_decode (self, &state, scratch);
}
