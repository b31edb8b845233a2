/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-quote-header.h"

#include <string.h>

#define MAX_LABEL      40 /* bytes */
#define FULL_WIDTH_COLON "\xef\xbc\x9a"
#define MAX_LINE       1000
#define MAX_BLANK      2 /* lines between the rule and the header */
#define MAX_LOOK       8 /* lines of a header */
#define MIN_FIELDS     3
#define MIN_DASHES     4
#define MIN_UNDERLINES 10

/* In lower case: what Outlook calls the sender. Without a rule above, only these begin a header. */
static const char *const from_labels[] = {
  "from",       "von",     "de",        "da",       "van",       "från",     "fra",
  "lähettäjä",  "od",      "от",        "від",      "kimden",    "gönderen", "feladó",
  "expéditeur", "от кого", "από",       "mittente", "remitente", "от:",      "发件人",
  "寄件者",     "差出人",  "보낸 사람", "de la",    "gửi từ",    "מאת",      "من",
};

typedef struct {
  const char *start;
  gsize length; /* without the end of the line */
} Line;

static const char *
next_line (const char *text, const char *end, Line *line)
{
  const char *newline = memchr (text, '\n', end - text);
  const char *behind = newline != NULL ? newline : end;

  while (text < behind && (*text == ' ' || *text == '\t'))
    text++;
  line->start = text;
  line->length = behind - text;
  while (line->length > 0 && g_ascii_isspace (text[line->length - 1]))
    line->length--;
  return newline != NULL ? newline + 1 : end;
}

static gsize
count_of (const Line *line, char c)
{
  gsize n = 0;

  while (n < line->length && line->start[n] == c)
    n++;
  return n;
}

/* "-----Original Message-----" in any language. Of "----------" alone nobody knows what it means. */
static gboolean
is_dashed_title (const Line *line)
{
  gsize n = count_of (line, '-');
  gsize tail = 0;

  if (n < MIN_DASHES || line->length > 200)
    return FALSE;
  while (tail < line->length - n && line->start[line->length - 1 - tail] == '-')
    tail++;
  return tail >= MIN_DASHES && n + tail + 4 <= line->length;
}

static gboolean
is_rule (const Line *line)
{
  return is_dashed_title (line) ||
         (line->length >= MIN_UNDERLINES && count_of (line, '_') == line->length);
}

/* (nullable) the end of the label of "Label: value", marked by asterisks in some texts. */
static const char *
label_end (const Line *line)
{
  gsize limit = MIN (line->length, MAX_LABEL);

  for (gsize i = 0; i < limit; i++)
    {
      if (line->start[i] == ':' && i > 1)
        return line->start + i;
      if (i > 1 && line->length - i >= strlen (FULL_WIDTH_COLON) &&
          memcmp (line->start + i, FULL_WIDTH_COLON, strlen (FULL_WIDTH_COLON)) == 0)
        return line->start + i;
    }
  return NULL;
}

/* Not "https://example.org" and not "10:30 we met". */
static gboolean
is_field (const Line *line)
{
  const char *end = line->length > MAX_LINE ? NULL : label_end (line);

  return end != NULL && !g_ascii_isdigit (line->start[0]) &&
         !(*end == ':' && end + 1 < line->start + line->length && end[1] == '/');
}

static gboolean
names_sender (const Line *line)
{
  const char *start = line->start;
  const char *end = label_end (line);
  g_autofree char *label = NULL;
  g_autofree char *lower = NULL;

  if (end == NULL)
    return FALSE;
  while (start < end && *start == '*')
    start++;
  label = g_strndup (start, end - start);
  lower = g_utf8_strdown (g_strchomp (label), -1);
  for (guint i = 0; i < G_N_ELEMENTS (from_labels); i++)
    {
      if (g_str_equal (lower, from_labels[i]))
        return TRUE;
    }
  return FALSE;
}

/* An address may go on in the next line: not each line is a field. */
static gboolean
is_header (const char *text, const char *end)
{
  guint n_fields = 0;

  for (guint i = 0; i < MAX_LOOK && text < end && n_fields < MIN_FIELDS; i++)
    {
      Line line;

      text = next_line (text, end, &line);
      if (line.length == 0)
        break;
      n_fields += is_field (&line);
    }
  return n_fields >= MIN_FIELDS;
}

gboolean
loft_quote_header_is_at (const char *text, gsize length)
{
  const char *end = text + length;
  Line line;
  const char *rest = next_line (text, end, &line);

  if (line.length == 0)
    return FALSE;
  if (!is_rule (&line))
    return is_field (&line) && names_sender (&line) && is_header (text, end);
  for (guint i = 0; i <= MAX_BLANK && rest < end; i++)
    {
      const char *header = rest;

      rest = next_line (rest, end, &line);
      if (line.length > 0)
        return is_header (header, end);
    }
  return FALSE;
}

gboolean
loft_quote_header_is_forward (const char *subject)
{
  static const char *const prefixes[] = { "fw",     "fwd", "wg", "tr",   "rv",   "enc",
                                          "doorst", "vb",  "pd", "转发", "轉寄", "転送" };

  while (*subject == ' ')
    subject++;
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      gsize length = strlen (prefixes[i]);

      if (g_ascii_strncasecmp (subject, prefixes[i], length) == 0 &&
          (subject[length] == ':' || g_str_has_prefix (subject + length, "\xef\xbc\x9a")))
        return TRUE;
    }
  return FALSE;
}
