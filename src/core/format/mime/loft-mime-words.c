/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-words.h"

#include <string.h>

#include "loft-mime-charset.h"

#define CHARSET_LIMIT 64
#define WORD_LIMIT    2000 /* RFC 2047, 2 allows 75 */

/* One encoded word: =?charset?encoding?text?= */
typedef struct {
  const char *charset;
  gsize charset_length;
  char encoding; /* 'B' or 'Q' */
  const char *text;
  gsize text_length;
  const char *end;
} Word;

static const char *
find_word_end (const char *text, const char *end)
{
  return text < end ? memmem (text, end - text, "?=", 2) : NULL;
}

/* *may_end is cleared when no word can end any more, which keeps the search linear. */
static gboolean
read_word (const char *at, const char *end, Word *word, gboolean *may_end)
{
  const char *limit = MIN (end, at + 2 + CHARSET_LIMIT);
  const char *p = at + 2;

  if (!*may_end || end - at < 8 || at[0] != '=' || at[1] != '?')
    return FALSE;
  while (p < limit && *p > ' ' && *p != '?' && *p != '*' && *p != '=')
    p++;
  word->charset = at + 2;
  word->charset_length = p - word->charset;
  while (p < limit && *p > ' ' && *p != '?') /* the language */
    p++;
  if (word->charset_length == 0 || p + 3 >= end || *p != '?' || p[2] != '?')
    return FALSE;
  word->encoding = g_ascii_toupper (p[1]);
  if (word->encoding != 'B' && word->encoding != 'Q')
    return FALSE;
  word->text = p + 3;
  word->end = find_word_end (word->text, end);
  if (word->end == NULL)
    {
      *may_end = FALSE;
      return FALSE;
    }
  word->text_length = word->end - word->text;
  word->end += 2;
  return TRUE;
}

gsize
loft_mime_words_length (const char *text, const char *end)
{
  gboolean may_end = TRUE;
  Word word;

  if (!read_word (text, MIN (end, text + WORD_LIMIT), &word, &may_end))
    return 0;
  for (const char *p = word.text; p < word.end; p++)
    if (g_ascii_isspace (*p))
      return 0;
  return word.end - text;
}

static void
append_quoted_printable (GString *bytes, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '_')
        g_string_append_c (bytes, ' ');
      else if (text[i] == '=' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) &&
               g_ascii_isxdigit (text[i + 2]))
        {
          g_string_append_c (bytes, g_ascii_xdigit_value (text[i + 1]) * 16 +
                                      g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      else if (text[i] != '=' || i + 1 < length)
        g_string_append_c (bytes, text[i]);
    }
}

static int
base64_value (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+' || c == '-')
    return 62;
  return c == '/' ? 63 : -1;
}

/* Needs no padding and starts anew behind it. */
static void
append_base64 (GString *bytes, const char *text, gsize length)
{
  guint32 bits = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      int value = base64_value (text[i]);

      if (text[i] == '=')
        n_bits = 0;
      if (value < 0)
        continue;
      bits = bits << 6 | value;
      n_bits += 6;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          g_string_append_c (bytes, bits >> n_bits & 0xff);
        }
    }
}

/* Bytes of words that follow each other in one charset, so that a character or a shift state may
 * be split between them. */
typedef struct {
  GString *text;      /* out, UTF-8 */
  GString *bytes;     /* not converted yet */
  char *charset;      /* (nullable) of bytes */
  const char *around; /* (nullable) charset outside of words */
} Decoder;

static void
flush_bytes (Decoder *self)
{
  g_autofree char *text = NULL;

  if (self->charset == NULL)
    return;
  text = loft_mime_charset_decode (self->bytes->str, self->bytes->len, self->charset);
  g_string_append (self->text, text);
  g_string_truncate (self->bytes, 0);
  g_clear_pointer (&self->charset, g_free);
}

static void
take_word (Decoder *self, const Word *word)
{
  if (self->charset == NULL || strlen (self->charset) != word->charset_length ||
      g_ascii_strncasecmp (self->charset, word->charset, word->charset_length) != 0)
    {
      flush_bytes (self);
      self->charset = g_strndup (word->charset, word->charset_length);
    }
  if (word->encoding == 'B')
    append_base64 (self->bytes, word->text, word->text_length);
  else
    append_quoted_printable (self->bytes, word->text, word->text_length);
}

/* Blanks alone between two words belong to the folding and are dropped. */
static void
take_text (Decoder *self, const char *text, gsize length, gboolean before_word)
{
  g_autofree char *decoded = NULL;
  gsize n_blank = 0;

  while (n_blank < length && g_ascii_isspace (text[n_blank]))
    n_blank++;
  if (length == 0 || (self->charset != NULL && before_word && n_blank == length))
    return;
  flush_bytes (self);
  decoded = loft_mime_charset_decode (text, length, self->around);
  g_string_append (self->text, decoded);
}

char *
loft_mime_words_decode (const char *text, gsize length, const char *charset)
{
  Decoder self = { .around = charset };
  const char *end = text + length;
  const char *plain = text; /* start of what is no word */
  const char *p = memmem (text, length, "=?", 2);
  gboolean may_end = TRUE;

  if (p == NULL)
    return loft_mime_charset_decode (text, length, charset);
  self.text = g_string_sized_new (length);
  self.bytes = g_string_new (NULL);
  while (p != NULL && may_end)
    {
      Word word;

      if (read_word (p, end, &word, &may_end))
        {
          take_text (&self, plain, p - plain, TRUE);
          take_word (&self, &word);
          plain = p = word.end;
        }
      else
        p++;
      p = memmem (p, end - p, "=?", 2);
    }
  take_text (&self, plain, end - plain, FALSE);
  flush_bytes (&self);
  g_string_free (self.bytes, TRUE);
  return g_string_free (self.text, FALSE);
}

static gboolean
is_hidden (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x061c ||
         c == 0x00ad || c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5 ||
         c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f ||
         (c >= 0x2060 && c <= 0x2065) || (c >= 0x206a && c <= 0x206f) || c == 0x3164 ||
         c == 0xfeff || c == 0xffa0 || c == 0xe0001;
}

char *
loft_mime_words_show (const char *text, gsize max_bytes)
{
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_hidden (c))
        continue;
      if (g_unichar_isspace (c) || c == 0x2800)
        {
          space = line->len > 0;
          continue;
        }
      if (g_unichar_iscntrl (c))
        c = 0xfffd;
      if (line->len + 5 > max_bytes)
        break;
      if (space)
        g_string_append_c (line, ' ');
      space = FALSE;
      g_string_append_unichar (line, c);
    }
  return g_string_free (line, FALSE);
}

gboolean
loft_mime_words_has_hidden (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x200e || c == 0x200f || c == 0x061c)
        continue;
      if (is_hidden (c) || g_unichar_iscntrl (c) || c == 0xfffd || c == 0x2800)
        return TRUE;
    }
  return FALSE;
}
