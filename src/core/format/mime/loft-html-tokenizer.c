/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-tokenizer.h"

#include <string.h>

#include "loft-html-entities.h"

void
loft_html_tokenizer_init (LoftHtmlTokenizer *self, const char *html, gsize length)
{
  self->at = html;
  self->end = html + length;
  self->dropping = LOFT_HTML_UNKNOWN;
  self->drop_depth = 0;
}

static gboolean
ends_name (char c)
{
  return g_ascii_isspace (c) || c == '/' || c == '>';
}

gboolean
loft_html_attribute_next (const char **at, const char *end, LoftHtmlAttribute *attribute)
{
  const char *p = *at;

  while (p < end && (g_ascii_isspace (*p) || *p == '/'))
    p++;
  *at = p;
  if (p == end || *p == '>')
    return FALSE;

  attribute->name = p++;
  while (p < end && !ends_name (*p) && *p != '=')
    p++;
  attribute->name_length = p - attribute->name;
  attribute->value = p;
  attribute->value_length = 0;
  *at = p;
  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p == end || *p != '=')
    return TRUE;

  p++;
  while (p < end && g_ascii_isspace (*p))
    p++;
  if (p < end && (*p == '"' || *p == '\''))
    {
      const char *close = memchr (p + 1, *p, end - p - 1);

      attribute->value = p + 1;
      attribute->value_length = (close != NULL ? close : end) - attribute->value;
      *at = close != NULL ? close + 1 : end;
      return TRUE;
    }
  attribute->value = p;
  while (p < end && !g_ascii_isspace (*p) && *p != '>')
    p++;
  attribute->value_length = p - attribute->value;
  *at = p;
  return TRUE;
}

gboolean
loft_html_attribute_is (const LoftHtmlAttribute *attribute, const char *name)
{
  return strlen (name) == attribute->name_length &&
         g_ascii_strncasecmp (attribute->name, name, attribute->name_length) == 0;
}

char *
loft_html_attribute_decode (const LoftHtmlAttribute *attribute)
{
  GString *value = g_string_sized_new (attribute->value_length + 1);

  loft_html_entities_decode (value, attribute->value, attribute->value_length);
  return g_string_free (value, FALSE);
}

/* Behind the '>' of a declaration or an end tag that is none, or the end of the text. */
static const char *
skip_to_close (const char *p, const char *end)
{
  const char *close = memchr (p, '>', end - p);

  return close != NULL ? close + 1 : end;
}

/* p points behind "<!--". An empty comment may be written "<!-->" or "<!--->". */
static const char *
skip_comment (const char *p, const char *end)
{
  const char *from = p;

  if (p < end && *p == '>')
    return p + 1;
  if (end - p >= 2 && memcmp (p, "->", 2) == 0)
    return p + 2;
  while ((from = memmem (from, end - from, "--", 2)) != NULL)
    {
      if (from + 2 < end && from[2] == '>')
        return from + 3;
      if (from + 3 < end && from[2] == '!' && from[3] == '>')
        return from + 4;
      from++;
    }
  return end;
}

/* The end tag of an element whose inside is not markup, or the end of the text. */
static const char *
find_raw_end (const char *p, const char *end, const char *name, gsize length)
{
  while ((p = memmem (p, end - p, "</", 2)) != NULL)
    {
      if ((gsize) (end - p) > length + 2 && g_ascii_strncasecmp (p + 2, name, length) == 0 &&
          ends_name (p[2 + length]))
        return p;
      p += 2;
    }
  return end;
}

/* Reads the tag at '<' whose name starts at name. FALSE when the text ends in it. */
static gboolean
read_tag (LoftHtmlTokenizer *self, const char *name, gboolean *closes_itself)
{
  LoftHtmlAttribute attribute;
  const char *p = name;

  while (p < self->end && !ends_name (*p))
    p++;
  self->token.element = loft_html_element_find (name, p - name);
  self->token.text = p;
  while (loft_html_attribute_next (&p, self->end, &attribute))
    ;
  self->at = p < self->end ? p + 1 : self->end;
  self->token.length = p - self->token.text;
  *closes_itself = p > name && p[-1] == '/';
  return p < self->end;
}

/* Handles what is dropped; TRUE when the tag is to be given out. */
static gboolean
take_start (LoftHtmlTokenizer *self, const char *name, gboolean closes_itself)
{
  LoftHtmlElement element = self->token.element;

  if (self->dropping != LOFT_HTML_UNKNOWN)
    self->drop_depth += element == self->dropping && !closes_itself;
  if (loft_html_element_is (element, LOFT_HTML_RAW) && !closes_itself)
    {
      const char *inside = self->at;
      gsize length = 0;

      while (!ends_name (name[length]))
        length++;
      self->at = find_raw_end (inside, self->end, name, length);
      self->token.kind = LOFT_HTML_TOKEN_STYLE;
      self->token.text = inside;
      self->token.length = self->at - inside;
      return element == LOFT_HTML_STYLE && self->dropping == LOFT_HTML_UNKNOWN;
    }
  if (self->dropping != LOFT_HTML_UNKNOWN)
    return FALSE;
  if (loft_html_element_is (element, LOFT_HTML_DROPPED) && !closes_itself)
    {
      self->dropping = element;
      self->drop_depth = 1;
    }
  self->token.kind = LOFT_HTML_TOKEN_START;
  return !loft_html_element_is (element, LOFT_HTML_DROPPED | LOFT_HTML_RAW) &&
         element != LOFT_HTML_UNKNOWN;
}

static gboolean
take_end (LoftHtmlTokenizer *self)
{
  LoftHtmlElement element = self->token.element;

  self->token.kind = LOFT_HTML_TOKEN_END;
  if (self->dropping == LOFT_HTML_UNKNOWN)
    return element != LOFT_HTML_UNKNOWN;
  if (element == self->dropping && --self->drop_depth == 0)
    self->dropping = LOFT_HTML_UNKNOWN;
  return FALSE;
}

/* At a '<' that starts markup; TRUE when there is a token to give out. */
static gboolean
read_markup (LoftHtmlTokenizer *self)
{
  const char *p = self->at;
  gboolean closes_itself;

  if (p[1] == '!' && self->end - p >= 4 && memcmp (p, "<!--", 4) == 0)
    self->at = skip_comment (p + 4, self->end);
  else if (p[1] == '/' && p + 2 < self->end && g_ascii_isalpha (p[2]))
    return read_tag (self, p + 2, &closes_itself) && take_end (self);
  else if (g_ascii_isalpha (p[1]))
    return read_tag (self, p + 1, &closes_itself) && take_start (self, p + 1, closes_itself);
  else
    self->at = skip_to_close (p, self->end);
  return FALSE;
}

static gboolean
starts_markup (const char *p, const char *end)
{
  return *p == '<' && p + 1 < end &&
         (g_ascii_isalpha (p[1]) || p[1] == '/' || p[1] == '!' || p[1] == '?');
}

/* Text up to the next '<' that starts markup. */
static gboolean
read_text (LoftHtmlTokenizer *self)
{
  const char *p = self->at;

  while (p < self->end && !starts_markup (p, self->end))
    {
      p = memchr (p + 1, '<', self->end - p - 1);
      p = p != NULL ? p : self->end;
    }
  self->token.kind = LOFT_HTML_TOKEN_TEXT;
  self->token.text = self->at;
  self->token.length = p - self->at;
  self->at = p;
  return self->dropping == LOFT_HTML_UNKNOWN;
}

LoftHtmlToken *
loft_html_tokenizer_next (LoftHtmlTokenizer *self)
{
  while (self->at < self->end)
    {
      if (starts_markup (self->at, self->end) ? read_markup (self) : read_text (self))
        return &self->token;
    }
  return NULL;
}
