/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-html-entities.h"
#include "loft-html-tokenizer.h"
#include "loft-html.h"

#define QUOTE_LIMIT   20
#define NEWLINE_LIMIT 4

typedef struct {
  GString *out;
  gsize max_bytes;
  guint n_newlines;  /* wanted before the next word */
  gboolean space;    /* wanted before the next word */
  gboolean at_start; /* of a line: nothing written since its marks */
  gboolean is_item;  /* the line to come starts a list item */
  guint quote_depth;
  guint pre_depth;
  LoftHtmlElement hidden; /* inside of an element that is not displayed */
  guint hidden_depth;
} Writer;

static void
want_lines (Writer *self, guint n)
{
  self->n_newlines = MAX (self->n_newlines, n);
  self->space = FALSE;
}

static void
start_line (Writer *self)
{
  for (guint i = 0; i < self->quote_depth; i++)
    g_string_append (self->out, "> ");
  self->at_start = TRUE;
}

static void
write_newlines (Writer *self)
{
  if (self->out->len == 0)
    start_line (self);
  else
    while (self->n_newlines > 0)
      {
        g_string_append_c (self->out, '\n');
        if (self->n_newlines-- == 1)
          start_line (self);
        else if (self->quote_depth > 0)
          g_string_append_len (self->out, "> > > > > > > > > > > > > > > > > > > > ",
                               2 * self->quote_depth - 1);
      }
  self->n_newlines = 0;
}

/* What is due before the next character. */
static void
prepare (Writer *self)
{
  if (self->n_newlines > 0 || self->out->len == 0)
    write_newlines (self);
  if (self->is_item)
    g_string_append (self->out, "• ");
  if (self->space && !self->at_start)
    g_string_append_c (self->out, ' ');
  self->is_item = FALSE;
  self->space = FALSE;
  self->at_start = FALSE;
}

static void
write_char (Writer *self, gunichar c)
{
  if (self->pre_depth > 0 && c == '\n')
    {
      self->n_newlines = MIN (self->n_newlines + 1, NEWLINE_LIMIT);
      return;
    }
  if (self->pre_depth == 0 && (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0))
    {
      self->space = TRUE;
      return;
    }
  prepare (self);
  g_string_append_unichar (self->out, c);
}

static gboolean
is_hard_space (const char *p, const char *end)
{
  return (guchar) *p == 0xc2 && p + 1 < end && (guchar) p[1] == 0xa0;
}

/* A run of plain characters at once; they are most of the text. */
static gsize
write_plain (Writer *self, const char *p, const char *end)
{
  gsize n = 0;

  while (p + n < end && (guchar) p[n] > ' ' && p[n] != '&' && !is_hard_space (p + n, end))
    n++;
  if (n > 0)
    {
      prepare (self);
      g_string_append_len (self->out, p, n);
    }
  return n;
}

static void
take_text (Writer *self, const LoftHtmlToken *token)
{
  const char *p = token->text;
  const char *end = p + token->length;

  while (p < end && self->out->len < self->max_bytes)
    {
      gsize n = write_plain (self, p, end);
      gunichar c;

      p += n;
      if (p == end)
        break;
      n = *p == '&' ? loft_html_entity_read (p, end, &c) : 0;
      if (n == 0)
        {
          c = g_utf8_get_char (p);
          n = g_utf8_skip[(guchar) *p];
        }
      write_char (self, c);
      p += n;
    }
}

static gboolean
hides (const LoftHtmlToken *token)
{
  const char *at = token->text;
  LoftHtmlAttribute attribute;

  while (loft_html_attribute_next (&at, token->text + token->length, &attribute))
    if (loft_html_attribute_is (&attribute, "style"))
      {
        const char *end = attribute.value + attribute.value_length;
        const char *display = memmem (attribute.value, attribute.value_length, "display", 7);

        if (display == NULL)
          return FALSE;
        for (display += 7; display < end && strchr (" :", *display) != NULL;)
          display++;
        return end - display >= 4 && g_ascii_strncasecmp (display, "none", 4) == 0;
      }
  return FALSE;
}

/* Lines of space around an element. */
static guint
margin_of (LoftHtmlElement element)
{
  switch (element)
    {
    case LOFT_HTML_P:
    case LOFT_HTML_BLOCKQUOTE:
    case LOFT_HTML_UL:
    case LOFT_HTML_OL:
    case LOFT_HTML_PRE:
    case LOFT_HTML_TABLE:
    case LOFT_HTML_H1:
    case LOFT_HTML_H2:
    case LOFT_HTML_H3:
    case LOFT_HTML_H4:
    case LOFT_HTML_H5:
    case LOFT_HTML_H6:
      return 2;
    default:
      return 1;
    }
}

/* TRUE while the inside of a hidden element is passed over. */
static gboolean
is_hidden (Writer *self, const LoftHtmlToken *token)
{
  gboolean is_start = token->kind == LOFT_HTML_TOKEN_START;
  gboolean is_end = token->kind == LOFT_HTML_TOKEN_END;

  if (self->hidden == LOFT_HTML_UNKNOWN)
    {
      if (!is_start || loft_html_element_is (token->element, LOFT_HTML_VOID) ||
          token->element == LOFT_HTML_BODY || !hides (token))
        return FALSE;
      self->hidden = token->element;
      self->hidden_depth = 1;
      return TRUE;
    }
  if (is_start && self->hidden == LOFT_HTML_P && /* whose end tag may be missing */
      loft_html_element_is (token->element, LOFT_HTML_BLOCK))
    {
      self->hidden = LOFT_HTML_UNKNOWN;
      return is_hidden (self, token);
    }
  if (is_start && token->element == self->hidden)
    self->hidden_depth++;
  if (is_end && token->element == self->hidden && --self->hidden_depth == 0)
    self->hidden = LOFT_HTML_UNKNOWN;
  return TRUE;
}

static void
take_tag (Writer *self, const LoftHtmlToken *token)
{
  LoftHtmlElement element = token->element;
  gboolean is_start = token->kind == LOFT_HTML_TOKEN_START;

  if (element == LOFT_HTML_BR)
    {
      self->n_newlines = MIN (self->n_newlines + 1, 2);
      self->space = FALSE;
      return;
    }
  if (loft_html_element_is (element, LOFT_HTML_BLOCK))
    want_lines (self, self->out->len > 0 ? margin_of (element) : 0);
  if (element == LOFT_HTML_TD || element == LOFT_HTML_TH)
    self->space = TRUE;
  if (element == LOFT_HTML_LI)
    self->is_item = is_start;
  if (element == LOFT_HTML_PRE)
    self->pre_depth = is_start ? self->pre_depth + 1 : self->pre_depth - (self->pre_depth > 0);
  if (element == LOFT_HTML_BLOCKQUOTE && is_start)
    self->quote_depth = MIN (self->quote_depth + 1, QUOTE_LIMIT);
  else if (element == LOFT_HTML_BLOCKQUOTE && self->quote_depth > 0)
    self->quote_depth--;
}

static void
convert (Writer *self, const char *html, gsize length)
{
  LoftHtmlTokenizer tokenizer;
  const LoftHtmlToken *token;

  loft_html_tokenizer_init (&tokenizer, html, length);
  while (self->out->len < self->max_bytes &&
         (token = loft_html_tokenizer_next (&tokenizer)) != NULL)
    {
      if (is_hidden (self, token) || token->kind == LOFT_HTML_TOKEN_STYLE)
        continue;
      if (token->kind == LOFT_HTML_TOKEN_TEXT)
        take_text (self, token);
      else
        take_tag (self, token);
    }
}

char *
loft_html_to_text (const char *html, gssize length, gsize max_bytes)
{
  Writer self = { .max_bytes = max_bytes, .at_start = TRUE };
  g_autofree char *valid = NULL;
  gsize n = length < 0 ? strlen (html) : (gsize) length;

  if (!g_utf8_validate_len (html, n, NULL))
    {
      html = valid = g_utf8_make_valid (html, n);
      n = strlen (html);
    }
  self.out = g_string_sized_new (MIN (n / 2, max_bytes) + 1);
  convert (&self, html, n);
  if (self.out->len > max_bytes)
    {
      const char *cut = g_utf8_find_prev_char (self.out->str, self.out->str + max_bytes + 1);

      g_string_truncate (self.out, cut != NULL ? (gsize) (cut - self.out->str) : 0);
    }
  return g_string_free (self.out, FALSE);
}
