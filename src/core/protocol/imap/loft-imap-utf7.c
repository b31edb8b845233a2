/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-utf7.h"

#include <string.h>

/* Base64 as in RFC 3501, 5.1.3: "," in the place of "/", no padding. */
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static int
digit_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+')
    return 62;
  return c == ',' ? 63 : -1;
}

/* UTF-16 code units become UTF-8; a surrogate waits in high for its other half. */
static gboolean
append_unit (GString *utf8, guint16 unit, guint16 *high)
{
  gboolean is_low = unit >= 0xdc00 && unit <= 0xdfff;

  if ((*high != 0) != is_low || unit == 0)
    return FALSE;
  if (is_low)
    {
      g_string_append_unichar (utf8, 0x10000 + ((*high - 0xd800) << 10) + (unit - 0xdc00));
      *high = 0;
    }
  else if (unit >= 0xd800 && unit <= 0xdbff)
    *high = unit;
  else
    g_string_append_unichar (utf8, unit);
  return TRUE;
}

/* From after "&" to after "-"; NULL when broken. ASCII inside is wrong by the letter of the RFC,
 * but Courier and others write a "." within a level so. */
static const char *
decode_shifted (GString *utf8, const char *p)
{
  guint32 bits = 0;
  guint n_bits = 0;
  guint16 high = 0;

  for (; *p != '-'; p++)
    {
      int value = digit_value (*p);

      if (value < 0)
        return NULL;
      bits = (bits << 6) | (guint32) value;
      n_bits += 6;
      if (n_bits < 16)
        continue;
      n_bits -= 16;
      if (!append_unit (utf8, (guint16) (bits >> n_bits), &high))
        return NULL;
      bits &= (1u << n_bits) - 1;
    }
  return high == 0 && n_bits < 6 && bits == 0 ? p + 1 : NULL;
}

char *
loft_imap_utf7_decode (const char *mailbox)
{
  g_autoptr (GString) utf8 = g_string_sized_new (strlen (mailbox));

  for (const char *p = mailbox; *p != '\0';)
    {
      if (*p < ' ' || *p > '~')
        return NULL;
      if (*p != '&')
        g_string_append_c (utf8, *p++);
      else if (p[1] == '-')
        {
          g_string_append_c (utf8, '&');
          p += 2;
        }
      else
        {
          p = decode_shifted (utf8, p + 1);
          if (p == NULL)
            return NULL;
        }
    }
  return g_string_free (g_steal_pointer (&utf8), FALSE);
}

typedef struct {
  GString *text;
  guint32 bits;
  guint n_bits;
} Encoder;

static void
encode_unit (Encoder *encoder, guint16 unit)
{
  encoder->bits = (encoder->bits << 16) | unit;
  encoder->n_bits += 16;
  while (encoder->n_bits >= 6)
    {
      encoder->n_bits -= 6;
      g_string_append_c (encoder->text, alphabet[(encoder->bits >> encoder->n_bits) & 0x3f]);
      encoder->bits &= (1u << encoder->n_bits) - 1;
    }
}

static void
encode_char (Encoder *encoder, gunichar c)
{
  if (c < 0x10000)
    {
      encode_unit (encoder, (guint16) c);
      return;
    }
  encode_unit (encoder, (guint16) (0xd800 + ((c - 0x10000) >> 10)));
  encode_unit (encoder, (guint16) (0xdc00 + ((c - 0x10000) & 0x3ff)));
}

static gboolean
is_direct (char c)
{
  return c >= ' ' && c <= '~';
}

/* From the first character that needs it to the first that does not. */
static const char *
encode_shifted (GString *text, const char *p)
{
  Encoder encoder = { text, 0, 0 };

  g_string_append_c (text, '&');
  for (; *p != '\0' && !is_direct (*p); p = g_utf8_next_char (p))
    encode_char (&encoder, g_utf8_get_char (p));
  if (encoder.n_bits > 0)
    g_string_append_c (text, alphabet[(encoder.bits << (6 - encoder.n_bits)) & 0x3f]);
  g_string_append_c (text, '-');
  return p;
}

char *
loft_imap_utf7_encode (const char *utf8)
{
  g_autofree char *valid = g_utf8_make_valid (utf8, -1);
  GString *text = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0';)
    {
      if (!is_direct (*p))
        {
          p = encode_shifted (text, p);
          continue;
        }
      g_string_append_c (text, *p);
      if (*p++ == '&')
        g_string_append_c (text, '-');
    }
  return g_string_free (text, FALSE);
}
