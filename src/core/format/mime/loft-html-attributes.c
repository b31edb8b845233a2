/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-attributes.h"

#include <stdlib.h>
#include <string.h>

#include "loft-css-cleaner.h"
#include "loft-html-pixel.h"

#define TEXT_LIMIT  2000
#define URL_LIMIT   (16 * 1024)
#define IMAGE_LIMIT (2 * 1024 * 1024) /* bytes of a data: image */
#define CLASS_LIMIT 20
#define SPAN_LIMIT  1000
#define NAME_LIMIT  16

#define LETTERS_AND_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

typedef enum {
  VALUE_NONE,
  VALUE_TEXT,
  VALUE_WORD,
  VALUE_LENGTH,
  VALUE_SPAN,
  VALUE_COLOR,
  VALUE_CLASS,
  VALUE_STYLE,
  VALUE_LINK,
  VALUE_IMAGE,
  VALUE_IMAGES,
  VALUE_BACKGROUND,
} ValueKind;

static const struct {
  char name[NAME_LIMIT];
  ValueKind kind;
} attributes[] = {
  { "abbr", VALUE_TEXT },        { "align", VALUE_WORD },       { "alt", VALUE_TEXT },
  { "background", VALUE_BACKGROUND }, { "bgcolor", VALUE_COLOR }, { "border", VALUE_LENGTH },
  { "bordercolor", VALUE_COLOR }, { "cellpadding", VALUE_LENGTH }, { "cellspacing", VALUE_LENGTH },
  { "class", VALUE_CLASS },      { "clear", VALUE_WORD },       { "color", VALUE_COLOR },
  { "colspan", VALUE_SPAN },     { "dir", VALUE_WORD },         { "face", VALUE_WORD },
  { "height", VALUE_LENGTH },    { "href", VALUE_LINK },        { "hspace", VALUE_LENGTH },
  { "id", VALUE_CLASS },         { "lang", VALUE_WORD },        { "noshade", VALUE_WORD },
  { "nowrap", VALUE_WORD },      { "reversed", VALUE_WORD },    { "rowspan", VALUE_SPAN },
  { "scope", VALUE_WORD },       { "size", VALUE_WORD },        { "span", VALUE_SPAN },
  { "src", VALUE_IMAGE },        { "srcset", VALUE_IMAGES },    { "start", VALUE_LENGTH },
  { "style", VALUE_STYLE },      { "summary", VALUE_TEXT },     { "text", VALUE_COLOR },
  { "title", VALUE_TEXT },       { "type", VALUE_WORD },        { "valign", VALUE_WORD },
  { "value", VALUE_LENGTH },     { "vspace", VALUE_LENGTH },    { "width", VALUE_LENGTH },
};

G_STATIC_ASSERT (G_N_ELEMENTS (attributes) <= 64); /* bits of Writer.seen */

typedef struct {
  GString *out;
  LoftHtmlElement element;
  LoftHtmlFindings *findings;
  const char *scope; /* (nullable) not yet written */
  guint64 seen;      /* of a doubled attribute the first counts */
  char *remote;      /* (owned) (nullable) the image to load on demand */
  char *background;  /* (owned) (nullable) */
  gboolean has_image;
  LoftHtmlPixel pixel;
  GString *style;    /* written at the end */
} Writer;

static int
compare_name (const void *key, const void *element)
{
  return strcmp (key, element);
}

static int
find_attribute (const LoftHtmlAttribute *attribute)
{
  char key[NAME_LIMIT];
  const char *found;

  if (attribute->name_length >= NAME_LIMIT)
    return -1;
  for (gsize i = 0; i < attribute->name_length; i++)
    key[i] = g_ascii_tolower (attribute->name[i]);
  key[attribute->name_length] = '\0';
  found = bsearch (key, attributes, G_N_ELEMENTS (attributes), sizeof attributes[0], compare_name);
  return found != NULL ? (int) ((found - attributes[0].name) / sizeof attributes[0]) : -1;
}

static void
append_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      gsize plain = strcspn (p, "&<>\"");

      g_string_append_len (out, p, plain);
      p += plain;
      if (*p == '\0')
        break;
      g_string_append (out, *p == '&' ? "&amp;" : *p == '<' ? "&lt;" : *p == '>' ? "&gt;"
                                                                                 : "&quot;");
    }
  g_string_append_c (out, '"');
}

/* Addresses as browsers read them: blanks around and line ends inside do not count. FALSE when a
 * control character is left. */
static gboolean
tidy_url (char *url)
{
  char *out = url;

  g_strstrip (url);
  for (const char *p = url; *p != '\0'; p++)
    {
      if (*p == '\t' || *p == '\n' || *p == '\r')
        continue;
      if ((guchar) *p < ' ' || *p == 0x7f)
        return FALSE;
      *out++ = *p;
    }
  *out = '\0';
  return TRUE;
}

static gboolean
has_scheme (const char *url, const char *scheme)
{
  return g_ascii_strncasecmp (url, scheme, strlen (scheme)) == 0;
}

static gboolean
is_remote (const char *url)
{
  return has_scheme (url, "http:") || has_scheme (url, "https:") || has_scheme (url, "//");
}

/* (transfer full) Without a scheme it is the one of the page, which mail has none of. */
static char *
complete_url (const char *url)
{
  return has_scheme (url, "//") ? g_strconcat ("https:", url, NULL) : g_strdup (url);
}

static gboolean
is_link (const char *url)
{
  return is_remote (url) || has_scheme (url, "mailto:") || has_scheme (url, "tel:") ||
         has_scheme (url, "webcal:");
}

static gboolean
is_data_image (const char *url)
{
  static const char *const types[] = { "png", "jpeg", "jpg", "gif", "webp" };
  const char *p;

  if (!has_scheme (url, "data:image/"))
    return FALSE;
  p = url + strlen ("data:image/");
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gsize n = strlen (types[i]);

      if (g_ascii_strncasecmp (p, types[i], n) != 0 || !has_scheme (p + n, ";base64,"))
        continue;
      p += n + strlen (";base64,");
      n = strlen (p);
      return n / 4 * 3 <= IMAGE_LIMIT &&
             strspn (p, LETTERS_AND_DIGITS "+/= %") == n;
    }
  return FALSE;
}

static void
take_link (Writer *self, char *url)
{
  g_autofree char *complete = NULL;

  if (self->element != LOFT_HTML_A || strlen (url) > URL_LIMIT || !tidy_url (url) || !is_link (url))
    return;
  complete = complete_url (url);
  append_attribute (self->out, "href", complete);
  g_free (self->findings->href);
  self->findings->href = g_steal_pointer (&complete);
}

static void
take_image (Writer *self, char *url)
{
  if (self->element != LOFT_HTML_IMG || !tidy_url (url))
    return;
  if (is_data_image (url) || (has_scheme (url, "cid:") && strlen (url) <= URL_LIMIT))
    {
      append_attribute (self->out, "src", url);
      self->has_image = TRUE;
    }
  else if (is_remote (url) && strlen (url) <= URL_LIMIT)
    {
      g_free (self->remote);
      self->remote = complete_url (url);
    }
}

/* The first of srcset, for images that have nothing else. */
static void
take_images (Writer *self, char *urls)
{
  if (self->element != LOFT_HTML_IMG || self->remote != NULL || !tidy_url (urls))
    return;
  urls[strcspn (urls, " ,")] = '\0';
  if (is_remote (urls) && strlen (urls) <= URL_LIMIT)
    self->remote = complete_url (urls);
}

static void
take_background (Writer *self, char *url)
{
  if (self->background != NULL || strlen (url) > URL_LIMIT || !tidy_url (url) || !is_remote (url))
    return;
  self->background = complete_url (url);
}

static void
take_style (Writer *self, const char *css)
{
  g_auto (LoftCssFindings) findings = { 0 };

  if (self->element == LOFT_HTML_IMG)
    loft_html_pixel_take_style (&self->pixel, css);
  loft_css_clean_declarations (self->style, css, strlen (css), &findings);
  self->findings->sets_colors |= findings.sets_colors;
  if (findings.remote_image != NULL)
    take_background (self, findings.remote_image);
}

/* Names of our own page stay our own. */
static void
take_class (Writer *self, const char *name, const char *value)
{
  g_auto (GStrv) words = g_strsplit_set (value, " \t\r\n\f", CLASS_LIMIT);
  g_autoptr (GString) kept = g_string_new (NULL);

  if (strcmp (name, "class") == 0 && self->scope != NULL)
    g_string_append (kept, g_steal_pointer (&self->scope));
  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize n = strspn (words[i], LETTERS_AND_DIGITS "_-");

      if (n == 0 || n > 64 || words[i][n] != '\0' || strstr (words[i], "loft-") != NULL)
        continue;
      g_string_append_printf (kept, "%s%s", kept->len > 0 ? " " : "", words[i]);
    }
  if (kept->len > 0)
    append_attribute (self->out, name, kept->str);
}

/* "100", "50%", "12.5px" */
static gboolean
is_length (const char *value)
{
  gsize digits = strspn (value, "0123456789");
  gsize n = digits;

  if (digits == 0 || digits > 4)
    return FALSE;
  if (value[n] == '.')
    n += 1 + strspn (value + n + 1, "0123456789");
  return value[n] == '\0' || strcmp (value + n, "%") == 0 || strcmp (value + n, "px") == 0;
}

static gboolean
is_span (const char *value)
{
  return is_length (value) && strtoul (value, NULL, 10) <= SPAN_LIMIT;
}

static gboolean
is_word (const char *value)
{
  gsize n = strspn (value, LETTERS_AND_DIGITS " ,+-_.'");

  return value[n] == '\0' && n <= 200;
}

static gboolean
is_color (const char *value)
{
  gsize n = strspn (value, LETTERS_AND_DIGITS "#(),%. ");

  return value[n] == '\0' && n > 0 && n <= 64;
}

/* What stands in for <body> is an element that knows colours by style only. */
static void
take_color (Writer *self, const char *name, const char *value)
{
  gboolean is_bare = strlen (value) == 6 && strspn (value, "0123456789abcdefABCDEF") == 6;
  g_autofree char *css = NULL;

  if (!is_color (value))
    return;
  if (self->element != LOFT_HTML_BODY)
    {
      self->findings->sets_colors = TRUE;
      append_attribute (self->out, name, value);
      return;
    }
  css = g_strdup_printf ("%s:%s%s;", strcmp (name, "bgcolor") == 0 ? "background-color" : "color",
                         is_bare ? "#" : "", value);
  take_style (self, css);
}

static void
take_length (Writer *self, const char *name, const char *value)
{
  if (strcmp (name, "width") == 0)
    loft_html_pixel_take_length (&self->pixel.width, value);
  else if (strcmp (name, "height") == 0)
    loft_html_pixel_take_length (&self->pixel.height, value);
}

static void
take_value (Writer *self, const char *name, ValueKind kind, char *value)
{
  switch (kind)
    {
    case VALUE_TEXT:
      if (strlen (value) <= TEXT_LIMIT)
        append_attribute (self->out, name, value);
      break;
    case VALUE_WORD:
      if (is_word (value))
        append_attribute (self->out, name, value);
      break;
    case VALUE_LENGTH:
      take_length (self, name, value);
      if (is_length (g_strstrip (value)))
        append_attribute (self->out, name, value);
      break;
    case VALUE_SPAN:
      if (is_span (g_strstrip (value)))
        append_attribute (self->out, name, value);
      break;
    case VALUE_COLOR:
      take_color (self, name, value);
      break;
    case VALUE_CLASS:
      take_class (self, name, value);
      break;
    case VALUE_STYLE:
      take_style (self, value);
      break;
    case VALUE_LINK:
      take_link (self, value);
      break;
    case VALUE_IMAGE:
      take_image (self, value);
      break;
    case VALUE_IMAGES:
      take_images (self, value);
      break;
    case VALUE_BACKGROUND:
      take_background (self, value);
      break;
    case VALUE_NONE:
    default:
      break;
    }
}

static void
finish_image (Writer *self)
{
  if (loft_html_pixel_is_tracking (&self->pixel))
    {
      self->findings->n_tracking++;
      return;
    }
  append_attribute (self->out, "data-loft-src", self->remote);
  self->findings->n_remote++;
}

static void
finish (Writer *self)
{
  if (self->scope != NULL)
    append_attribute (self->out, "class", self->scope);
  if (self->style->len > 0)
    append_attribute (self->out, "style", self->style->str);
  if (self->remote != NULL && !self->has_image)
    finish_image (self);
  if (self->background != NULL)
    {
      append_attribute (self->out, "data-loft-background", self->background);
      self->findings->n_remote++;
    }
  g_free (self->remote);
  g_free (self->background);
  g_string_free (self->style, TRUE);
}

void
loft_html_attributes_clean (GString             *out,
                            const LoftHtmlToken *token,
                            const char          *scope,
                            LoftHtmlFindings    *findings)
{
  Writer self = {
    .out = out,
    .element = token->element,
    .findings = findings,
    .scope = scope,
    .pixel = LOFT_HTML_PIXEL_INIT,
  };
  const char *at = token->text;
  LoftHtmlAttribute attribute;

  if (token->length == 0 && scope == NULL)
    return;
  self.style = g_string_new (NULL);
  while (loft_html_attribute_next (&at, token->text + token->length, &attribute))
    {
      int i = find_attribute (&attribute);
      g_autofree char *value = NULL;

      if (i < 0 || (self.seen & (G_GUINT64_CONSTANT (1) << i)) != 0)
        continue;
      self.seen |= G_GUINT64_CONSTANT (1) << i;
      value = loft_html_attribute_decode (&attribute);
      take_value (&self, attributes[i].name, attributes[i].kind, value);
    }
  finish (&self);
}
