/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-picture-size.h"

#include <string.h>

#define PIXELS_OF_UNKNOWN (LOFT_PICTURE_MAX_PIXELS / 4)
#define HEAD_BASE64       (128 * 1024) /* a JPEG may begin with 64 kB of other things */

static guint
big16 (const guint8 *bytes)
{
  return bytes[0] << 8 | bytes[1];
}

static guint
little16 (const guint8 *bytes)
{
  return bytes[1] << 8 | bytes[0];
}

static guint
little24 (const guint8 *bytes)
{
  return (guint) bytes[2] << 16 | little16 (bytes);
}

static guint
big32 (const guint8 *bytes)
{
  return big16 (bytes) << 16 | big16 (bytes + 2);
}

static guint
little32 (const guint8 *bytes)
{
  return (guint) little16 (bytes + 2) << 16 | little16 (bytes);
}

/* The start-of-frame segment (ITU T.81, B.2.2) behind whatever stands before it. */
static gboolean
read_jpeg (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  gsize at = 2;

  while (at + 9 <= length && bytes[at] == 0xff)
    {
      guint8 marker = bytes[at + 1];

      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = big16 (bytes + at + 5);
          *width = big16 (bytes + at + 7);
          return TRUE;
        }
      at += 2 + MAX (big16 (bytes + at + 2), 2);
    }
  return FALSE;
}

/* RFC 9649: lossy, lossless, extended. */
static gboolean
read_webp (const guint8 *bytes, guint *width, guint *height)
{
  const guint8 *data = bytes + 20;

  if (memcmp (bytes + 12, "VP8X", 4) == 0)
    {
      *width = 1 + little24 (data + 4);
      *height = 1 + little24 (data + 7);
    }
  else if (memcmp (bytes + 12, "VP8L", 4) == 0)
    {
      guint packed = little32 (data + 1);

      *width = 1 + (packed & 0x3fff);
      *height = 1 + (packed >> 14 & 0x3fff);
    }
  else if (memcmp (bytes + 12, "VP8 ", 4) == 0)
    {
      *width = little16 (data + 6) & 0x3fff;
      *height = little16 (data + 8) & 0x3fff;
    }
  else
    return FALSE;
  return TRUE;
}

gboolean
loft_picture_size_read (const guint8 *bytes, gsize length, guint *width, guint *height)
{
  if (length < 32)
    return FALSE;
  if (memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0)
    {
      *width = big32 (bytes + 16);
      *height = big32 (bytes + 20);
      return TRUE;
    }
  if (memcmp (bytes, "GIF8", 4) == 0)
    {
      *width = little16 (bytes + 6);
      *height = little16 (bytes + 8);
      return TRUE;
    }
  if (memcmp (bytes, "BM", 2) == 0)
    {
      /* The height is negative where rows run downwards. */
      *width = little32 (bytes + 18);
      *height = ABS ((gint64) (gint32) little32 (bytes + 22));
      return TRUE;
    }
  if (memcmp (bytes, "RIFF", 4) == 0 && memcmp (bytes + 8, "WEBP", 4) == 0)
    return read_webp (bytes, width, height);
  return memcmp (bytes, "\xff\xd8", 2) == 0 && read_jpeg (bytes, length, width, height);
}

guint64
loft_picture_size_count (const guint8 *bytes, gsize length)
{
  guint width = 0, height = 0;

  return loft_picture_size_read (bytes, length, &width, &height) ? (guint64) width * height
                                                                 : PIXELS_OF_UNKNOWN;
}

/* uri: behind "data:". */
static guint64
count_data (const char *uri)
{
  gsize length = strcspn (uri, "\"'<> \t\n");
  const char *comma = memchr (uri, ',', length);
  g_autofree guint8 *bytes = NULL;
  gint state = 0;
  guint save = 0;
  gsize n = 0;

  if (comma == NULL || g_strstr_len (uri, comma - uri, "base64") == NULL)
    return PIXELS_OF_UNKNOWN;
  n = MIN (length - (comma + 1 - uri), HEAD_BASE64);
  bytes = g_malloc (n / 4 * 3 + 6);
  n = g_base64_decode_step (comma + 1, n, bytes, &state, &save);
  return loft_picture_size_count (bytes, n);
}

guint64
loft_picture_size_count_html (const char *html)
{
  guint64 pixels = 0;

  while ((html = strstr (html, "data:image/")) != NULL)
    {
      html += strlen ("data:");
      pixels += count_data (html);
    }
  return pixels;
}
