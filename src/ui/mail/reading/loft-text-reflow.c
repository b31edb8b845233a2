/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-text-reflow.h"

#include <string.h>

/* Programs break between 60 and 80 characters (RFC 5322, 2.1.1 says 78), a few later; a much
 * shorter line was ended by its writer. */
#define MIN_BROKEN 45
#define MIN_WIDTH  60
#define MAX_WIDTH  100
/* A paragraph in one line. */
#define MIN_UNBROKEN 130
/* Bytes of a line whose characters are counted: enough for each of the above. */
#define MAX_COUNTED 1024

typedef struct {
  const char *start;
  gsize bytes;
  glong chars; /* of the first MAX_COUNTED bytes */
} Line;

static Line
line_at (const char *text)
{
  const char *end = strchrnul (text, '\n');
  Line line = { text, end - text, 0 };

  while (line.bytes > 0 && (text[line.bytes - 1] == '\r' || text[line.bytes - 1] == ' '))
    line.bytes--;
  line.chars = g_utf8_strlen (text, MIN (line.bytes, MAX_COUNTED));
  return line;
}

static glong
first_word (const Line *line)
{
  const char *space = memchr (line->start, ' ', line->bytes);

  return g_utf8_strlen (line->start,
                        space == NULL ? (gssize) line->bytes : space - line->start);
}

/* A line that begins with a letter and has no wide gaps goes on from the one before. */
static gboolean
is_prose (const Line *line)
{
  gunichar first = line->bytes == 0 ? 0 : g_utf8_get_char (line->start);

  if (!g_unichar_isalnum (first) && first != '(' && first != '"' && first != '\'' &&
      first != 0x201c && first != 0x2018 && first != 0xbf)
    return FALSE;
  return g_strstr_len (line->start, line->bytes, "   ") == NULL &&
         memchr (line->start, '\t', line->bytes) == NULL &&
         memchr (line->start, '|', line->bytes) == NULL;
}

/* "1. " and "a) " begin an item of a list. */
static gboolean
is_item (const Line *line)
{
  gsize i = 0;

  while (i < line->bytes && i < 3 && g_ascii_isalnum (line->start[i]))
    i++;
  return i > 0 && i + 1 < line->bytes && (line->start[i] == '.' || line->start[i] == ')') &&
         line->start[i + 1] == ' ';
}

static gboolean
can_go_on (const Line *line)
{
  return line->chars >= MIN_BROKEN && line->chars <= MAX_WIDTH &&
         strchr (">|+#", line->start[0]) == NULL &&
         memchr (line->start, '\t', line->bytes) == NULL &&
         g_strstr_len (line->start, line->bytes, "   ") == NULL;
}

/* The next word would have stood beyond the width that this text was broken at. */
static gboolean
was_broken (const Line *line, const Line *next, glong width)
{
  return can_go_on (line) && next->chars > 0 && is_prose (next) && !is_item (next) &&
         line->chars + 1 + first_word (next) > width;
}

static const char *
after (const char *text)
{
  const char *end = strchrnul (text, '\n');

  return *end == '\0' ? end : end + 1;
}

/* A sentence, not a long link. */
static gboolean
is_long_prose (const Line *line)
{
  guint n_spaces = 0;

  if (line->chars < MIN_UNBROKEN || line->start[0] == '>')
    return FALSE;
  for (gsize i = 0; i < line->bytes && n_spaces < 8; i++)
    n_spaces += line->start[i] == ' ';
  return n_spaces >= 8;
}

/* The longest line of prose that still is one: 0 when nothing looks broken, or when a paragraph
 * is one line, so that line ends mean something. */
static glong
find_width (const char *text, gsize most)
{
  const char *start = text;
  glong width = 0;

  for (; *text != '\0' && (gsize) (text - start) <= most; text = after (text))
    {
      Line line = line_at (text);

      if (is_long_prose (&line))
        return 0;
      if (can_go_on (&line))
        width = MAX (width, line.chars);
    }
  return width < MIN_WIDTH ? 0 : width;
}

char *
loft_text_reflow (const char *text, gsize most)
{
  GString *out = g_string_sized_new (MIN (strlen (text), most));
  glong width = find_width (text, most);

  while (*text != '\0' && out->len <= most)
    {
      Line line = line_at (text);
      const char *end = strchrnul (text, '\n');
      Line next = { 0 };

      g_string_append_len (out, line.start, line.bytes);
      if (*end == '\0')
        break;
      text = end + 1;
      next = line_at (text);
      g_string_append_c (out, width > 0 && was_broken (&line, &next, width) ? ' ' : '\n');
    }
  return g_string_free (out, FALSE);
}
