/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tnef-properties.h"

#include <string.h>

#include "loft-mime-charset.h"

#define PROPERTY_LIMIT 10000
#define NAMED          0x8000 /* ids from here on carry a name */
#define SEVERAL        0x1000 /* values */
#define STRING_LIMIT   (4 * 1024 * 1024)

gboolean
loft_tnef_cursor_skip (LoftTnefCursor *self, gsize n)
{
  if ((gsize) (self->end - self->at) < n)
    {
      self->at = self->end;
      return FALSE;
    }
  self->at += n;
  return TRUE;
}

gboolean
loft_tnef_cursor_take (LoftTnefCursor *self, guint n_bytes, guint32 *value)
{
  const guint8 *p = self->at;

  *value = 0;
  if (!loft_tnef_cursor_skip (self, n_bytes))
    return FALSE;
  for (guint i = 0; i < n_bytes; i++)
    *value |= (guint32) p[i] << (8 * i);
  return TRUE;
}

static gsize
padded (gsize length)
{
  return (length + 3) & ~(gsize) 3;
}

static gboolean
is_variable (guint type)
{
  return type == LOFT_TNEF_TYPE_STRING8 || type == LOFT_TNEF_TYPE_UNICODE ||
         type == LOFT_TNEF_TYPE_OBJECT || type == LOFT_TNEF_TYPE_BINARY;
}

/* With padding; 0 for a type that is not known, behind which nothing can be read. */
static gsize
fixed_size (guint type)
{
  static const struct {
    guint16 type;
    guint8 size;
  } rows[] = {
    { 0x0002, 4 }, { 0x0003, 4 }, { 0x0004, 4 }, { 0x0005, 8 }, { 0x0006, 8 },  { 0x0007, 8 },
    { 0x000a, 4 }, { 0x000b, 4 }, { 0x0014, 8 }, { 0x0040, 8 }, { 0x0048, 16 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].type == type)
      return rows[i].size;
  return 0;
}

/* GUID, then a number or a UTF-16 name. */
static gboolean
skip_name (LoftTnefCursor *self)
{
  guint32 kind, length;

  if (!loft_tnef_cursor_skip (self, 16) || !loft_tnef_cursor_take (self, 4, &kind) ||
      !loft_tnef_cursor_take (self, 4, &length))
    return FALSE;
  return kind == 0 || loft_tnef_cursor_skip (self, padded (length));
}

static gboolean
read_value (LoftTnefCursor *self, guint type, const guint8 **bytes, gsize *length)
{
  guint32 n = fixed_size (type);

  if (is_variable (type) && !loft_tnef_cursor_take (self, 4, &n))
    return FALSE;
  *bytes = self->at;
  *length = n;
  return n > 0 || is_variable (type) ? loft_tnef_cursor_skip (self, padded (n)) : FALSE;
}

static gboolean
read_property (LoftTnefCursor *self, LoftTnefPropertyFunc func, gpointer user_data)
{
  guint32 type, id, n_values = 1;

  if (!loft_tnef_cursor_take (self, 2, &type) || !loft_tnef_cursor_take (self, 2, &id) ||
      (id >= NAMED && !skip_name (self)))
    return FALSE;
  if (((type & SEVERAL) != 0 || is_variable (type)) && !loft_tnef_cursor_take (self, 4, &n_values))
    return FALSE;
  for (guint32 i = 0; i < n_values; i++)
    {
      const guint8 *bytes;
      gsize length;

      if (!read_value (self, type & ~SEVERAL, &bytes, &length))
        return FALSE;
      if (i == 0)
        func (id, type & ~SEVERAL, bytes, length, user_data);
    }
  return TRUE;
}

void
loft_tnef_properties_read (const guint8 *bytes, gsize length, LoftTnefPropertyFunc func,
                           gpointer user_data)
{
  LoftTnefCursor self = { bytes, bytes + length };
  guint32 n;

  if (!loft_tnef_cursor_take (&self, 4, &n))
    return;
  for (guint32 i = 0; i < MIN (n, PROPERTY_LIMIT); i++)
    if (!read_property (&self, func, user_data))
      return;
}

char *
loft_tnef_charset (guint codepage)
{
  static const struct {
    guint codepage;
    const char *charset;
  } rows[] = {
    { 932, "shift_jis" },     { 936, "gb18030" },       { 949, "cp949" },
    { 950, "big5" },          { 20127, "us-ascii" },    { 20866, "koi8-r" },
    { 21866, "koi8-u" },      { 28591, "iso-8859-1" },  { 50220, "iso-2022-jp" },
    { 50221, "iso-2022-jp" }, { 50222, "iso-2022-jp" }, { 51932, "euc-jp" },
    { 51949, "euc-kr" },      { 54936, "gb18030" },     { 65001, "utf-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].codepage == codepage)
      return g_strdup (rows[i].charset);
  if (codepage >= 28592 && codepage <= 28606)
    return g_strdup_printf ("iso-8859-%u", codepage - 28590);
  return codepage >= 874 && codepage <= 1258 ? g_strdup_printf ("windows-%u", codepage) : NULL;
}

static char *
utf16_to_utf8 (const guint8 *bytes, gsize length)
{
  GString *text = g_string_sized_new (length / 2);

  for (gsize i = 0; i + 1 < length; i += 2)
    {
      gunichar c = bytes[i] | bytes[i + 1] << 8;

      if (c == 0)
        break;
      if (c >= 0xd800 && c < 0xdc00 && i + 3 < length && (bytes[i + 3] & 0xfc) == 0xdc)
        {
          c = 0x10000 + ((c & 0x3ff) << 10 | (bytes[i + 2] | (bytes[i + 3] & 3) << 8));
          i += 2;
        }
      g_string_append_unichar (text, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
  return g_string_free (text, FALSE);
}

char *
loft_tnef_string (guint16 type, const guint8 *bytes, gsize length, guint codepage)
{
  g_autofree char *charset = NULL;
  const guint8 *end;

  length = MIN (length, STRING_LIMIT);
  if (type == LOFT_TNEF_TYPE_UNICODE)
    return utf16_to_utf8 (bytes, length);
  end = length > 0 ? memchr (bytes, '\0', length) : NULL;
  charset = loft_tnef_charset (codepage);
  return loft_mime_charset_decode ((const char *) bytes,
                                   end != NULL ? (gsize) (end - bytes) : length, charset);
}
