/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-html-private.h"

#include <string.h>

#include "loft-html.h"

#define SEPARATOR "-- " /* in front of a signature (RFC 3676, 4.3) */
#define MAX_TEXT  (2 * 1024 * 1024)
#define MAX_QUOTE 20
#define SIGNATURE "<div class=\"signature\">"
#define QUOTE     LOFT_DRAFT_HTML_QUOTE

void
loft_draft_html_append_text (GString *html, const char *text, gsize length)
{
  gboolean after_blank = TRUE;

  for (const char *p = text; p < text + length; p++)
    {
      gboolean is_blank = *p == ' ' || *p == '\t';

      if (*p == '\t')
        g_string_append (html, "&nbsp;&nbsp;&nbsp; ");
      else if (is_blank)
        g_string_append (html, after_blank ? "&nbsp;" : " ");
      else if (*p == '&')
        g_string_append (html, "&amp;");
      else if (*p == '<')
        g_string_append (html, "&lt;");
      else if (*p == '>')
        g_string_append (html, "&gt;");
      else if (*p != '\r')
        g_string_append_c (html, *p);
      after_blank = is_blank;
    }
}

/* To text */

static guint
count_marks (const char *line, gsize length, gboolean *only_marks)
{
  guint depth = 0;
  gsize n = 0;

  for (; n < length && (line[n] == '>' || line[n] == ' '); n++)
    depth += line[n] == '>';
  *only_marks = depth > 0 && n == length;
  return depth;
}

/* A quote begins with its first line, without space above; blanks at the end of a line are lost in
 * HTML. */
char *
loft_draft_html_to_text (const char *html)
{
  g_autofree char *text = loft_html_to_text (html, -1, MAX_TEXT);
  GString *lines = g_string_sized_new (strlen (text) + 8);
  guint before = 0;

  for (const char *line = text; *line != '\0';)
    {
      gsize length = strcspn (line, "\n");
      gboolean is_empty = FALSE;
      guint depth = count_marks (line, length, &is_empty);

      if (!is_empty || depth <= before)
        {
          gboolean ends_text = length == 2 && strncmp (line, SEPARATOR, 2) == 0;

          g_string_append_len (lines, line, (gssize) length);
          g_string_append (lines, ends_text ? " \n" : "\n");
          before = depth;
        }
      line += length + (line[length] == '\n');
    }
  return g_string_free (lines, FALSE);
}

/* From text */

static guint
quote_depth (const char **line, const char *end)
{
  guint depth = 0;

  for (; *line < end && **line == '>';
       *line += 1 + (*line + 1 < end && (*line)[1] == ' ' && *line + 2 < end && (*line)[2] == '>'))
    depth++;
  if (depth > 0 && *line < end && **line == ' ')
    ++*line;
  return MIN (depth, MAX_QUOTE);
}

typedef struct {
  GString *html;
  guint depth; /* of quotes */
  gboolean in_signature;
} Builder;

static void
end_signature (Builder *self)
{
  if (self->in_signature)
    g_string_append (self->html, "</div>");
  self->in_signature = FALSE;
}

static void
change_depth (Builder *self, guint wanted)
{
  if (wanted > 0)
    end_signature (self);
  for (; self->depth < wanted; self->depth++)
    g_string_append (self->html, QUOTE);
  for (; self->depth > wanted; self->depth--)
    g_string_append (self->html, "</blockquote>");
}

static void
take_line (Builder *self, const char *line, const char *end)
{
  gsize length;

  change_depth (self, quote_depth (&line, end));
  length = (gsize) (end - line);
  if (length == 0)
    end_signature (self);
  if (self->depth == 0 && !self->in_signature && length == strlen (SEPARATOR) &&
      strncmp (line, SEPARATOR, length) == 0)
    {
      g_string_append (self->html, SIGNATURE);
      self->in_signature = TRUE;
    }
  g_string_append (self->html, length == 0 ? "<div><br>" : "<div>");
  loft_draft_html_append_text (self->html, line, length);
  g_string_append (self->html, "</div>");
}

char *
loft_draft_html_from_text (const char *text)
{
  Builder self = { g_string_sized_new (strlen (text) * 2), 0, FALSE };

  for (const char *line = text; *line != '\0';)
    {
      const char *end = line + strcspn (line, "\n");

      take_line (&self, line, end);
      line = *end == '\n' ? end + 1 : end;
    }
  change_depth (&self, 0);
  end_signature (&self);
  return g_string_free (self.html, FALSE);
}

char *
loft_draft_html_signature (const char *signature, const char *html, GPtrArray *parts)
{
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;

  if (html != NULL && html[0] != '\0')
    {
      clean = loft_draft_html_clean (html, parts, LOFT_DRAFT_HTML_PASTE);
      return g_strdup_printf (SIGNATURE "<div>" SEPARATOR "</div>%s</div>", clean);
    }
  if (signature == NULL || signature[0] == '\0')
    return g_strdup ("");
  text = g_strconcat (SEPARATOR "\n", signature, NULL);
  return loft_draft_html_from_text (text);
}
