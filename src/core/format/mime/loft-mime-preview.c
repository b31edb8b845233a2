/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-html.h"
#include "loft-mime-reader.h"

#define PREVIEW_CHARS 200
#define PREVIEW_LOOK  (16 * 1024) /* bytes of text read for it */

static char *
cut_text (const char *text, gsize max_bytes)
{
  const char *end;
  gsize n = strlen (text);

  if (n <= max_bytes)
    return g_strdup (text);
  end = g_utf8_find_prev_char (text, text + max_bytes + 1);
  return g_strndup (text, end != NULL ? (gsize) (end - text) : 0);
}

char *
loft_mime_message_index_text (const LoftMimeMessage *self, gsize max_bytes)
{
  if (self->text != NULL)
    return cut_text (self->text, max_bytes);
  if (self->html != NULL)
    return loft_html_to_text (self->html, -1, max_bytes);
  return g_strdup ("");
}

/* Newsletters fill the line behind their first words with what cannot be seen. */
static gboolean
is_filler (gunichar c)
{
  return c == 0x200b || c == 0x200c || c == 0x200d || c == 0x034f || c == 0x00ad || c == 0xfeff ||
         c == 0x2800 || (c >= 0x2060 && c <= 0x2064) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

typedef struct {
  GString *out;
  gsize n_chars;
  gboolean space;
} Line;

static void
append_char (Line *self, gunichar c)
{
  if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
    {
      self->space = self->out->len > 0;
      return;
    }
  if (is_filler (c))
    return;
  if (self->space)
    {
      g_string_append_c (self->out, ' ');
      self->n_chars++;
    }
  self->space = FALSE;
  g_string_append_unichar (self->out, c);
  self->n_chars++;
}

/* A row of one sign ("-----", "=====") is decoration. */
static gboolean
is_rule (const char *line, gsize length)
{
  gsize n = 1;

  if (length < 3 || g_ascii_isalnum (*line) || (guchar) *line >= 0x80)
    return FALSE;
  while (n < length && line[n] == *line)
    n++;
  return n == length;
}

char *
loft_mime_message_preview (const LoftMimeMessage *self)
{
  g_autofree char *text = loft_mime_message_index_text (self, PREVIEW_LOOK);
  Line line = { g_string_new (NULL), 0, FALSE };
  const char *p = text;

  while (*p != '\0' && line.n_chars < PREVIEW_CHARS)
    {
      gsize n = strcspn (p, "\n");
      const char *end = p + n;

      if (n == 3 && memcmp (p, "-- ", 3) == 0) /* RFC 3676, 4.3: the signature follows */
        break;
      if (*p != '>' && !is_rule (p, n))
        for (; p < end && line.n_chars < PREVIEW_CHARS; p = g_utf8_next_char (p))
          append_char (&line, g_utf8_get_char (p));
      append_char (&line, ' ');
      p = *end == '\n' ? end + 1 : end;
    }
  return g_string_free (line.out, FALSE);
}
