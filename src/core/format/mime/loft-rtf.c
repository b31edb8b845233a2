/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-rtf.h"

#include <stdlib.h>
#include <string.h>

#include "loft-mime-charset.h"
#include "loft-tnef-properties.h"

#define DEPTH_LIMIT 200
#define WORD_LIMIT  32

typedef struct {
  gboolean is_silent; /* a destination that is not the text */
  gboolean is_rtf_only; /* between \htmlrtf and \htmlrtf0 */
  guint n_fallback; /* characters behind \u for those who do not know it */
} Group;

typedef struct {
  const char *at;
  const char *end;
  GString *out;
  GString *bytes; /* of \'hh, in the code page, not converted yet */
  gsize limit;
  guint codepage;
  gboolean is_html;
  guint too_deep; /* groups inside of which nothing counts */
  guint n_skip; /* characters of a fallback that are still to come */
  guint depth;
  Group groups[DEPTH_LIMIT];
} Reader;

typedef struct {
  char name[WORD_LIMIT + 1];
  gboolean has_number;
  int number;
} Word;

static Group *
current (Reader *self)
{
  return &self->groups[self->depth];
}

static gboolean
is_shown (Reader *self)
{
  const Group *group = current (self);

  if (self->too_deep > 0 || group->is_silent || self->out->len >= self->limit)
    return FALSE;
  return !self->is_html || !group->is_rtf_only;
}

static void
flush (Reader *self)
{
  g_autofree char *charset = NULL;
  g_autofree char *text = NULL;

  if (self->bytes->len == 0)
    return;
  charset = loft_tnef_charset (self->codepage);
  text = loft_mime_charset_decode (self->bytes->str, self->bytes->len, charset);
  g_string_append (self->out, text);
  g_string_truncate (self->bytes, 0);
}

static void
put (Reader *self, gunichar c)
{
  if (self->n_skip > 0)
    {
      self->n_skip--;
      return;
    }
  if (!is_shown (self) || c == 0)
    return;
  flush (self);
  g_string_append_unichar (self->out, c);
}

static void
put_byte (Reader *self, guint8 byte)
{
  if (self->n_skip > 0)
    self->n_skip--;
  else if (is_shown (self) && byte != 0)
    g_string_append_c (self->bytes, (char) byte);
}

static void
open_group (Reader *self)
{
  flush (self);
  self->n_skip = 0;
  if (self->too_deep > 0 || self->depth + 1 == DEPTH_LIMIT)
    {
      self->too_deep++;
      return;
    }
  self->groups[self->depth + 1] = self->groups[self->depth];
  self->depth++;
}

static void
close_group (Reader *self)
{
  flush (self);
  self->n_skip = 0;
  if (self->too_deep > 0)
    self->too_deep--;
  else if (self->depth > 0)
    self->depth--;
}

static void
read_word (Reader *self, Word *word)
{
  gsize n = 0;
  gboolean is_negative;

  memset (word, 0, sizeof *word);
  for (; self->at < self->end && g_ascii_isalpha (*self->at); self->at++)
    if (n < WORD_LIMIT)
      word->name[n++] = *self->at;
  is_negative = self->at + 1 < self->end && *self->at == '-' && g_ascii_isdigit (self->at[1]);
  self->at += is_negative;
  for (; self->at < self->end && g_ascii_isdigit (*self->at); self->at++)
    {
      word->has_number = TRUE;
      if (word->number < 10000000)
        word->number = word->number * 10 + (*self->at - '0');
    }
  if (is_negative)
    word->number = -word->number;
  if (self->at < self->end && *self->at == ' ')
    self->at++;
}

/* Destinations that hold no text, and those that only say what follows. */
static gboolean
take_destination (Reader *self, const char *name)
{
  static const char *const silent[] = {
    "fonttbl",   "colortbl",  "stylesheet",        "info",     "pict",      "object",   "header",
    "footer",    "headerl",   "headerr",           "footerl",  "footerr",   "footnote", "themedata",
    "datastore", "listtable", "listoverridetable", "rsidtbl",  "generator", "fldinst",  "xmlnstbl",
    "filetbl",   "bkmkstart", "bkmkend",           "mhtmltag", "pntext",    NULL,
  };

  if (!g_strv_contains (silent, name))
    return FALSE;
  current (self)->is_silent = TRUE;
  return TRUE;
}

static gboolean
take_character_word (Reader *self, const char *name)
{
  static const struct {
    const char *name;
    gunichar character;
  } rows[] = {
    { "par", '\n' },         { "line", '\n' },        { "row", '\n' },      { "sect", '\n' },
    { "page", '\n' },        { "tab", '\t' },         { "cell", '\t' },     { "bullet", 0x2022 },
    { "endash", 0x2013 },    { "emdash", 0x2014 },    { "lquote", 0x2018 }, { "rquote", 0x2019 },
    { "ldblquote", 0x201c }, { "rdblquote", 0x201d }, { "emspace", ' ' },   { "enspace", ' ' },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].name, name) == 0)
      {
        put (self, rows[i].character);
        return TRUE;
      }
  return FALSE;
}

/* UTF-16 units as signed numbers; a pair of surrogates comes as two words. */
static void
take_unicode (Reader *self, int number)
{
  gunichar c = number < 0 ? number + 0x10000 : number;
  const char *p = self->at;

  self->n_skip = 0;
  if (c >= 0xd800 && c < 0xdc00)
    {
      while (p < self->end && p - self->at < 8 && (*p == '?' || *p == ' '))
        p++;
      if (self->end - p > 3 && p[0] == '\\' && p[1] == 'u' &&
          (p[2] == '-' || g_ascii_isdigit (p[2])))
        {
          long low = strtol (p + 2, NULL, 10); /* the whole text ends with NUL */
          long second = low < 0 ? low + 0x10000 : low;

          if (second >= 0xdc00 && second < 0xe000)
            {
              c = 0x10000 + ((c & 0x3ff) << 10 | (second & 0x3ff));
              self->at = p + 2 + strspn (p + 2, "-0123456789");
              self->at += self->at < self->end && *self->at == ' ';
            }
        }
    }
  put (self, c >= 0x110000 || (c >= 0xd800 && c < 0xe000) ? 0xfffd : c);
  self->n_skip = current (self)->n_fallback;
}

static void
take_word (Reader *self, const Word *word, gboolean is_star)
{
  if (strcmp (word->name, "fromhtml") == 0)
    self->is_html = TRUE;
  else if (strcmp (word->name, "htmltag") == 0)
    current (self)->is_silent = !self->is_html;
  else if (strcmp (word->name, "htmlrtf") == 0)
    current (self)->is_rtf_only = !word->has_number || word->number != 0;
  else if (strcmp (word->name, "ansicpg") == 0)
    self->codepage = MAX (word->number, 0);
  else if (strcmp (word->name, "uc") == 0)
    current (self)->n_fallback = CLAMP (word->number, 0, 16);
  else if (strcmp (word->name, "u") == 0)
    take_unicode (self, word->number);
  else if (!take_destination (self, word->name) && !take_character_word (self, word->name) &&
           is_star)
    current (self)->is_silent = TRUE;
}

/* Behind a backslash. */
static void
read_control (Reader *self, gboolean is_star)
{
  char c;
  Word word;

  if (self->at == self->end)
    return;
  c = *self->at;
  if (g_ascii_isalpha (c))
    {
      read_word (self, &word);
      if (self->too_deep == 0)
        take_word (self, &word, is_star);
      return;
    }
  self->at++;
  if (c == '\'' && self->end - self->at >= 2 && g_ascii_isxdigit (self->at[0]) &&
      g_ascii_isxdigit (self->at[1]))
    {
      put_byte (self, g_ascii_xdigit_value (self->at[0]) * 16 + g_ascii_xdigit_value (self->at[1]));
      self->at += 2;
    }
  else if (c == '*' && self->end - self->at >= 2 && self->at[0] == '\\')
    {
      self->at++;
      if (g_ascii_isalpha (*self->at))
        read_control (self, TRUE);
    }
  else if (c == '~')
    put (self, 0xa0);
  else if (c == '_')
    put (self, '-');
  else if (c == '\n' || c == '\r')
    put (self, '\n');
  else if (strchr ("\\{}", c) != NULL)
    put (self, c);
}

/* HTML is text between tags as it stands there; in RTF line ends mean nothing. */
static void
read_next (Reader *self)
{
  char c = *self->at++;

  if (c == '\\')
    read_control (self, FALSE);
  else if (c == '{')
    open_group (self);
  else if (c == '}')
    close_group (self);
  else if ((guchar) c >= 0x80)
    put_byte (self, (guint8) c);
  else if (c != '\r' && c != '\n')
    put (self, (guchar) c);
}

char *
loft_rtf_read (const char *rtf, gsize length, gsize limit, gboolean *is_html)
{
  g_autofree char *copy = g_strndup (rtf, length); /* ends with NUL, has none inside */
  g_autofree Reader *self = g_new0 (Reader, 1);

  self->at = copy;
  self->end = copy + strlen (copy);
  self->limit = limit;
  self->codepage = 1252;
  self->out = g_string_new (NULL);
  self->bytes = g_string_new (NULL);
  self->groups[0].n_fallback = 1;
  while (self->at < self->end)
    read_next (self);
  flush (self);
  g_string_free (self->bytes, TRUE);
  *is_html = self->is_html;
  return g_string_free (self->out, FALSE);
}
