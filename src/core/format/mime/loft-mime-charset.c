/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#define LABEL_LIMIT 40
#define HTML_LOOK   2048
#define BAD_LIMIT   10000 /* bytes replaced one by one before the label is given up */
#define UTF8_PROOF  3     /* characters: shorter text can be good UTF-8 by chance */
#define REPLACEMENT "\xef\xbf\xbd"

typedef enum {
  KIND_GUESS, /* no label worth the name */
  KIND_UTF8,
  KIND_WINDOWS_1252,
  KIND_SINGLE, /* by iconv; text that is good UTF-8 was mislabelled */
  KIND_MULTI,  /* by iconv */
  KIND_ISO_2022_JP,
  KIND_ASCII,
} Kind;

typedef struct {
  const char *label; /* lower case, without '-', '_', ' ' and a leading "x" */
  Kind kind;
  const char *iconv_name;
} Charset;

/* Sorted by label. The superset that mailers mean stands for the standard's own charset. */
static const Charset charsets[] = {
  { "8bit", KIND_GUESS, NULL },
  { "ansix3.41968", KIND_GUESS, NULL },
  { "ascii", KIND_GUESS, NULL },
  { "big5", KIND_MULTI, "BIG5-HKSCS" },
  { "big5hkscs", KIND_MULTI, "BIG5-HKSCS" },
  { "binary", KIND_GUESS, NULL },
  { "cnbig5", KIND_MULTI, "BIG5-HKSCS" },
  { "cngb", KIND_MULTI, "GB18030" },
  { "cp1250", KIND_SINGLE, "CP1250" },
  { "cp1251", KIND_SINGLE, "CP1251" },
  { "cp1252", KIND_WINDOWS_1252, NULL },
  { "cp437", KIND_SINGLE, "CP437" },
  { "cp850", KIND_SINGLE, "CP850" },
  { "cp852", KIND_SINGLE, "CP852" },
  { "cp855", KIND_SINGLE, "CP855" },
  { "cp866", KIND_SINGLE, "CP866" },
  { "cp932", KIND_MULTI, "CP932" },
  { "cp936", KIND_MULTI, "GB18030" },
  { "cp949", KIND_MULTI, "CP949" },
  { "cp950", KIND_MULTI, "BIG5-HKSCS" },
  { "csisolatin1", KIND_WINDOWS_1252, NULL },
  { "eucjp", KIND_MULTI, "EUC-JP" },
  { "euckr", KIND_MULTI, "CP949" },
  { "gb18030", KIND_MULTI, "GB18030" },
  { "gb2312", KIND_MULTI, "GB18030" },
  { "gb231280", KIND_MULTI, "GB18030" },
  { "gbk", KIND_MULTI, "GB18030" },
  { "ibm437", KIND_SINGLE, "CP437" },
  { "ibm850", KIND_SINGLE, "CP850" },
  { "ibm852", KIND_SINGLE, "CP852" },
  { "ibm866", KIND_SINGLE, "CP866" },
  { "iso2022jp", KIND_ISO_2022_JP, NULL },
  { "iso2022jp1", KIND_ISO_2022_JP, NULL },
  { "iso2022jp2", KIND_ISO_2022_JP, NULL },
  { "iso2022jp3", KIND_ISO_2022_JP, NULL },
  { "iso2022jpms", KIND_ISO_2022_JP, NULL },
  { "iso88591", KIND_WINDOWS_1252, NULL },
  { "iso885910", KIND_SINGLE, "ISO-8859-10" },
  { "iso885911", KIND_SINGLE, "CP874" },
  { "iso885913", KIND_SINGLE, "ISO-8859-13" },
  { "iso885914", KIND_SINGLE, "ISO-8859-14" },
  { "iso885915", KIND_SINGLE, "ISO-8859-15" },
  { "iso885916", KIND_SINGLE, "ISO-8859-16" },
  { "iso88592", KIND_SINGLE, "ISO-8859-2" },
  { "iso88593", KIND_SINGLE, "ISO-8859-3" },
  { "iso88594", KIND_SINGLE, "ISO-8859-4" },
  { "iso88595", KIND_SINGLE, "ISO-8859-5" },
  { "iso88596", KIND_SINGLE, "ISO-8859-6" },
  { "iso88597", KIND_SINGLE, "ISO-8859-7" },
  { "iso88598", KIND_SINGLE, "ISO-8859-8" },
  { "iso88598i", KIND_SINGLE, "ISO-8859-8" },
  { "iso88599", KIND_SINGLE, "CP1254" },
  { "koi8", KIND_SINGLE, "KOI8-R" },
  { "koi8r", KIND_SINGLE, "KOI8-R" },
  { "koi8ru", KIND_SINGLE, "KOI8-U" },
  { "koi8u", KIND_SINGLE, "KOI8-U" },
  { "ksc56011987", KIND_MULTI, "CP949" },
  { "ksc56011989", KIND_MULTI, "CP949" },
  { "ksc5601", KIND_MULTI, "CP949" },
  { "latin1", KIND_WINDOWS_1252, NULL },
  { "latin2", KIND_SINGLE, "ISO-8859-2" },
  { "mac", KIND_SINGLE, "MACINTOSH" },
  { "maccyrillic", KIND_SINGLE, "MAC-CYRILLIC" },
  { "macintosh", KIND_SINGLE, "MACINTOSH" },
  { "macroman", KIND_SINGLE, "MACINTOSH" },
  { "ms936", KIND_MULTI, "GB18030" },
  { "ms949", KIND_MULTI, "CP949" },
  { "mskanji", KIND_MULTI, "CP932" },
  { "shiftjis", KIND_MULTI, "CP932" },
  { "sjis", KIND_MULTI, "CP932" },
  { "tis620", KIND_SINGLE, "CP874" },
  { "ucs2", KIND_MULTI, "UTF-16" },
  { "uhc", KIND_MULTI, "CP949" },
  { "unicode11utf7", KIND_ASCII, NULL },
  { "unicode11utf8", KIND_UTF8, NULL },
  { "unknown", KIND_GUESS, NULL },
  { "unknown8bit", KIND_GUESS, NULL },
  { "usascii", KIND_GUESS, NULL },
  { "userdefined", KIND_GUESS, NULL },
  { "utf16", KIND_MULTI, "UTF-16" },
  { "utf16be", KIND_MULTI, "UTF-16BE" },
  { "utf16le", KIND_MULTI, "UTF-16LE" },
  { "utf32", KIND_MULTI, "UTF-32" },
  { "utf7", KIND_ASCII, NULL },
  { "utf8", KIND_UTF8, NULL },
  { "utf8mb4", KIND_UTF8, NULL },
  { "viscii", KIND_SINGLE, "VISCII" },
  { "windows1250", KIND_SINGLE, "CP1250" },
  { "windows1251", KIND_SINGLE, "CP1251" },
  { "windows1252", KIND_WINDOWS_1252, NULL },
  { "windows1253", KIND_SINGLE, "CP1253" },
  { "windows1254", KIND_SINGLE, "CP1254" },
  { "windows1255", KIND_SINGLE, "CP1255" },
  { "windows1256", KIND_SINGLE, "CP1256" },
  { "windows1257", KIND_SINGLE, "CP1257" },
  { "windows1258", KIND_SINGLE, "CP1258" },
  { "windows31j", KIND_MULTI, "CP932" },
  { "windows874", KIND_SINGLE, "CP874" },
  { "windows936", KIND_MULTI, "GB18030" },
  { "windows949", KIND_MULTI, "CP949" },
};

static int
compare_label (const void *key, const void *element)
{
  return strcmp (key, ((const Charset *) element)->label);
}

static const Charset *
find_charset (const char *label)
{
  char key[LABEL_LIMIT];
  gsize n = 0;

  if (label == NULL)
    return NULL;
  for (const char *p = label; *p != '\0' && *p != '*'; p++)
    {
      if (strchr ("-_ \t\"'", *p) != NULL)
        continue;
      if (n == 0 && (*p == 'x' || *p == 'X'))
        continue;
      if (n == sizeof key - 1)
        return NULL;
      key[n++] = g_ascii_tolower (*p);
    }
  key[n] = '\0';
  return bsearch (key, charsets, G_N_ELEMENTS (charsets), sizeof (Charset), compare_label);
}

gboolean
loft_mime_charset_is_known (const char *label)
{
  const Charset *charset = find_charset (label);

  return charset != NULL && charset->kind != KIND_GUESS;
}

static gboolean
is_ascii (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) bytes[i] - 1u >= 0x7fu)
      return FALSE;
  return TRUE;
}

static char *
decode_windows_1252 (const char *bytes, gsize length)
{
  static const guint16 high[32] = {
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
  };
  GString *text = g_string_sized_new (length + length / 8 + 1);

  for (gsize i = 0; i < length; i++)
    {
      guchar c = bytes[i];

      if (c == 0)
        g_string_append (text, REPLACEMENT);
      else if (c < 0x80)
        g_string_append_c (text, c);
      else
        g_string_append_unichar (text, c < 0xa0 ? high[c - 0x80] : c);
    }
  return g_string_free (text, FALSE);
}

static char *
decode_by_iconv (const char *bytes, gsize length, const char *iconv_name)
{
  iconv_t converter = iconv_open ("UTF-8", iconv_name);
  g_autoptr (GString) text = NULL;
  char *in = (char *) bytes;
  gsize left = length;
  guint n_bad = 0;
  char buffer[4096];

  if (converter == (iconv_t) -1)
    return decode_windows_1252 (bytes, length);
  text = g_string_sized_new (length + length / 2 + 1);
  while (left > 0 && n_bad < BAD_LIMIT)
    {
      char *out = buffer;
      gsize room = sizeof buffer;
      gsize before = left;
      gboolean stuck = iconv (converter, &in, &left, &out, &room) == (gsize) -1 && errno != E2BIG;

      g_string_append_len (text, buffer, out - buffer);
      if (stuck || left == before)
        {
          g_string_append (text, REPLACEMENT);
          in++;
          left--;
          n_bad++;
          iconv (converter, NULL, NULL, NULL, NULL);
        }
    }
  g_string_append_len (text, in, left);
  iconv_close (converter);
  return g_utf8_make_valid (text->str, text->len);
}

/* Good multibyte characters of UTF-8 among the bytes; *all tells whether there is nothing else
 * above ASCII. */
static gsize
count_utf8 (const char *bytes, gsize length, gboolean *all)
{
  const char *end = bytes + length;
  gsize n = 0;

  *all = TRUE;
  for (const char *p = bytes; p < end;)
    {
      gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char_validated (p, end - p);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          *all = FALSE;
          p++;
          continue;
        }
      n += c >= 0x80;
      p += c < 0x80 ? 1 : g_utf8_skip[(guchar) *p];
    }
  return n;
}

static char *
decode_utf8 (const char *bytes, gsize length)
{
  gboolean all;

  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    {
      bytes += 3;
      length -= 3;
    }
  if (g_utf8_validate_len (bytes, length, NULL))
    return g_strndup (bytes, length);
  /* Not one good character: Latin text with a wrong label. */
  if (count_utf8 (bytes, length, &all) == 0 && !all)
    return decode_windows_1252 (bytes, length);
  return g_utf8_make_valid (bytes, length);
}

/* JIS X 0208 rows and columns to their place in Shift_JIS, whose Windows form also has the
 * characters that NEC and IBM added and that mailers send. */
static void
append_sjis (GString *sjis, guchar row, guchar column)
{
  guchar lead = (row - 0x21) / 2 + 0x81;
  guchar trail = row % 2 == 1 ? column + 0x1f + (column >= 0x60) : column + 0x7e;

  g_string_append_c (sjis, lead > 0x9f ? lead + 0x40 : lead);
  g_string_append_c (sjis, trail);
}

typedef enum { STATE_ASCII, STATE_KANJI, STATE_KANA } JapaneseState;

/* The length of the escape at p and the state it sets; 0 when there is none. */
static gsize
read_escape (const char *p, const char *end, JapaneseState *state)
{
  static const struct {
    char bytes[4];
    JapaneseState state;
  } escapes[] = {
    { "\x1b$B", STATE_KANJI }, { "\x1b$@", STATE_KANJI }, { "\x1b(B", STATE_ASCII },
    { "\x1b(J", STATE_ASCII }, { "\x1b(H", STATE_ASCII }, { "\x1b(I", STATE_KANA },
  };

  if (*p != 0x1b || end - p < 3)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++)
    if (memcmp (p, escapes[i].bytes, 3) == 0)
      {
        *state = escapes[i].state;
        return 3;
      }
  return 0;
}

static gboolean
is_kanji_byte (char c)
{
  return c > 0x20 && c < 0x7f;
}

/* RFC 1468 with the half-width kana of later profiles; state falls back to ASCII at each line
 * end, so that one lost escape spoils one line. */
static char *
decode_iso_2022_jp (const char *bytes, gsize length)
{
  g_autoptr (GString) sjis = g_string_sized_new (length + 1);
  JapaneseState state = STATE_ASCII;
  const char *end = bytes + length;
  const char *p = bytes;

  while (p < end)
    {
      gsize escape = read_escape (p, end, &state);

      if (escape > 0)
        {
          p += escape;
          continue;
        }
      if (*p == '\n' || *p == '\r')
        state = STATE_ASCII;
      if (state == STATE_KANJI && is_kanji_byte (*p) && p + 1 < end && is_kanji_byte (p[1]))
        {
          append_sjis (sjis, p[0], p[1]);
          p += 2;
          continue;
        }
      if (state == STATE_KANA && *p > 0x20 && *p < 0x60)
        g_string_append_c (sjis, *p + 0x80);
      else
        g_string_append_c (sjis, *p);
      p++;
    }
  return decode_by_iconv (sjis->str, sjis->len, "CP932");
}

static gboolean
is_surely_utf8 (const char *bytes, gsize length)
{
  gboolean all;

  return count_utf8 (bytes, length, &all) >= UTF8_PROOF && all &&
         g_utf8_validate_len (bytes, length, NULL);
}

static char *
decode_guess (const char *bytes, gsize length)
{
  if (length >= 2 && (memcmp (bytes, "\xff\xfe", 2) == 0 || memcmp (bytes, "\xfe\xff", 2) == 0))
    return decode_by_iconv (bytes, length, "UTF-16");
  if (memmem (bytes, length, "\x1b$B", 3) != NULL || memmem (bytes, length, "\x1b$@", 3) != NULL)
    return decode_iso_2022_jp (bytes, length);
  return decode_utf8 (bytes, length);
}

char *
loft_mime_charset_decode (const char *bytes, gsize length, const char *label)
{
  const Charset *charset = find_charset (label);
  Kind kind = charset != NULL ? charset->kind : KIND_GUESS;

  switch (kind)
    {
    case KIND_ISO_2022_JP:
      return decode_iso_2022_jp (bytes, length);
    case KIND_MULTI:
      return decode_by_iconv (bytes, length, charset->iconv_name);
    case KIND_SINGLE:
      if (is_ascii (bytes, length) || is_surely_utf8 (bytes, length))
        return g_strndup (bytes, length);
      return decode_by_iconv (bytes, length, charset->iconv_name);
    case KIND_WINDOWS_1252:
      if (is_ascii (bytes, length) || g_utf8_validate_len (bytes, length, NULL))
        return g_strndup (bytes, length);
      return decode_windows_1252 (bytes, length);
    case KIND_UTF8:
      return decode_utf8 (bytes, length);
    case KIND_ASCII:
      return g_utf8_make_valid (bytes, length);
    case KIND_GUESS:
    default:
      return decode_guess (bytes, length);
    }
}

static const char *
find_word (const char *text, const char *end, const char *word)
{
  gsize n = strlen (word);

  for (const char *p = text; p + n <= end; p++)
    if (g_ascii_strncasecmp (p, word, n) == 0)
      return p;
  return NULL;
}

char *
loft_mime_charset_from_html (const char *html, gsize length)
{
  const char *end = html + MIN (length, HTML_LOOK);
  const char *meta = find_word (html, end, "<meta");
  const char *close, *value;
  gsize n = 0;

  while (meta != NULL)
    {
      close = memchr (meta, '>', end - meta);
      value = find_word (meta, close != NULL ? close : end, "charset");
      if (value != NULL)
        {
          value += strlen ("charset");
          while (value < end && strchr (" =\"'", *value) != NULL && *value != '\0')
            value++;
          while (value + n < end && n < LABEL_LIMIT &&
                 (g_ascii_isalnum (value[n]) || strchr ("-_.", value[n]) != NULL) &&
                 value[n] != '\0')
            n++;
          return n > 0 ? g_strndup (value, n) : NULL;
        }
      meta = find_word (meta + 1, end, "<meta");
    }
  return NULL;
}
