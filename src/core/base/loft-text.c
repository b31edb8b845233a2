/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text.h"

#include <string.h>

char *
loft_text_to_utf8 (const char *bytes, gssize length)
{
  if (bytes == NULL)
    return g_strdup ("");
  return g_utf8_make_valid (bytes, length);
}

char *
loft_text_one_line (const char *text, gsize max_chars)
{
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;
  gsize n_chars = 0;

  for (const char *p = text; *p != '\0' && n_chars < max_chars; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0xfeff || c == 0x200b)
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        {
          g_string_append_c (line, ' ');
          n_chars++;
          space = FALSE;
        }
      g_string_append_unichar (line, c);
      n_chars++;
    }
  return g_string_free (line, FALSE);
}

/* Scripts written without spaces; Hangul too, where people search for parts of words. */
static gboolean
is_cjk (gunichar c)
{
  return (c >= 0x2e80 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7ff) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xffdc) ||
         (c >= 0x20000 && c <= 0x3ffff) || (c >= 0x0e00 && c <= 0x0eff);
}

static void
append_folded (GString *folded, gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n; i++)
    {
      if (g_unichar_combining_class (parts[i]) != 0 || g_unichar_ismark (parts[i]))
        continue;
      if (parts[i] == 0xdf)
        g_string_append (folded, "ss");
      else
        g_string_append_unichar (folded, g_unichar_tolower (parts[i]));
    }
}

/* Most text is ASCII, and a simple loop over a run of it is a matter of few instructions. */
static const char *
append_folded_ascii (GString *folded, const char *text, const char *end)
{
  const char *p = text;
  gsize at = folded->len;

  while (p < end && (guchar) *p < 0x80)
    p++;
  g_string_set_size (folded, at + (p - text));
  for (gsize i = 0; i < (gsize) (p - text); i++)
    folded->str[at + i] = text[i] | ((guchar) (text[i] - 'A') < 26 ? 0x20 : 0);
  return p;
}

/* Hangul syllables and voiced kana also come in pieces (macOS writes names so): they are put
 * together as they would stand alone, since neither is folded to its parts. */
static gboolean
has_pieces (gunichar c)
{
  return (c >= 0x1100 && c <= 0x1112) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0x3046 && c <= 0x30fd);
}

static gunichar
take_character (const char **at, const char *end)
{
  gunichar c = g_utf8_get_char (*at);
  gunichar whole;

  *at = g_utf8_next_char (*at);
  while (*at < end && has_pieces (c) && g_unichar_compose (c, g_utf8_get_char (*at), &whole))
    {
      c = whole;
      *at = g_utf8_next_char (*at);
    }
  return c;
}

char *
loft_text_quote (const char *before, const char *text)
{
  g_autoptr (GString) words = NULL;

  if (text[0] == '\0')
    return g_strdup (before);
  words = g_string_new (text);
  g_string_replace (words, "“", "\"", 0);
  g_string_replace (words, "”", "\"", 0);
  return g_strdup_printf ("%s: “%s”", before, words->str);
}

char *
loft_text_fold (const char *text, gssize length)
{
  const char *end = length < 0 ? text + strlen (text) : text + length;
  GString *folded = g_string_sized_new (end - text);

  for (const char *p = append_folded_ascii (folded, text, end); p < end;
       p = append_folded_ascii (folded, p, end))
    {
      gunichar c = take_character (&p, end);

      if (is_cjk (c))
        {
          g_string_append_c (folded, ' ');
          g_string_append_unichar (folded, c);
          g_string_append_c (folded, ' ');
        }
      else
        append_folded (folded, c);
    }
  return g_string_free (folded, FALSE);
}

gint64
loft_text_stable_hash (const char *text)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    {
      hash ^= *p;
      hash *= G_GUINT64_CONSTANT (0x100000001b3);
    }
  return (gint64) (hash & G_MAXINT64);
}

static const guint32 *
checksum_table (void)
{
  static guint32 table[256];
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      for (guint32 i = 0; i < 256; i++)
        {
          guint32 value = i;

          for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) ? 0x82f63b78u : 0);
          table[i] = value;
        }
      g_once_init_leave (&once, 1);
    }
  return table;
}

static guint32
checksum_by_table (guint32 value, const guchar *bytes, gsize length)
{
  const guint32 *table = checksum_table ();

  for (gsize i = 0; i < length; i++)
    value = table[(value ^ bytes[i]) & 0xff] ^ (value >> 8);
  return value;
}

#ifdef __x86_64__

/* Every page that is read from a database goes through this: the processor's own instruction is some
 * fifteen times as fast as the table. */
__attribute__ ((target ("sse4.2"))) static guint32
checksum_by_processor (guint32 value, const guchar *bytes, gsize length)
{
  guint64 wide = value;

  for (; length >= sizeof wide; bytes += sizeof wide, length -= sizeof wide)
    {
      guint64 eight;

      memcpy (&eight, bytes, sizeof eight);
      wide = __builtin_ia32_crc32di (wide, eight);
    }
  value = (guint32) wide;
  for (; length > 0; bytes++, length--)
    value = __builtin_ia32_crc32qi (value, *bytes);
  return value;
}

guint32
loft_text_checksum (guint32 seed, gconstpointer data, gsize length)
{
  if (__builtin_cpu_supports ("sse4.2"))
    return ~checksum_by_processor (~seed, data, length);
  return ~checksum_by_table (~seed, data, length);
}

#else

guint32
loft_text_checksum (guint32 seed, gconstpointer data, gsize length)
{
  return ~checksum_by_table (~seed, data, length);
}

#endif
