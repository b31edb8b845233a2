/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-css-cleaner.h"

#include <stdlib.h>
#include <string.h>

#define VALUE_LIMIT    1000
#define NUMBER_LIMIT   4 /* digits before the point */
#define SELECTOR_LIMIT 500
#define COMPOUND_LIMIT 8 /* compounds in a selector: matching costs more with each */
#define RULE_LIMIT     5000
#define SHEET_LIMIT    (1024 * 1024)

typedef enum {
  VALUE_PLAIN,
  VALUE_COLOR,
  VALUE_BACKGROUND, /* only its colour is kept */
  VALUE_DISPLAY,
} ValueKind;

typedef struct {
  const char *name;
  ValueKind kind;
} Property;

static const Property properties[] = {
  { "background", VALUE_BACKGROUND },
  { "background-color", VALUE_COLOR },
  { "border", VALUE_PLAIN },
  { "border-bottom", VALUE_PLAIN },
  { "border-bottom-color", VALUE_PLAIN },
  { "border-bottom-left-radius", VALUE_PLAIN },
  { "border-bottom-right-radius", VALUE_PLAIN },
  { "border-bottom-style", VALUE_PLAIN },
  { "border-bottom-width", VALUE_PLAIN },
  { "border-collapse", VALUE_PLAIN },
  { "border-color", VALUE_PLAIN },
  { "border-left", VALUE_PLAIN },
  { "border-left-color", VALUE_PLAIN },
  { "border-left-style", VALUE_PLAIN },
  { "border-left-width", VALUE_PLAIN },
  { "border-radius", VALUE_PLAIN },
  { "border-right", VALUE_PLAIN },
  { "border-right-color", VALUE_PLAIN },
  { "border-right-style", VALUE_PLAIN },
  { "border-right-width", VALUE_PLAIN },
  { "border-spacing", VALUE_PLAIN },
  { "border-style", VALUE_PLAIN },
  { "border-top", VALUE_PLAIN },
  { "border-top-color", VALUE_PLAIN },
  { "border-top-left-radius", VALUE_PLAIN },
  { "border-top-right-radius", VALUE_PLAIN },
  { "border-top-style", VALUE_PLAIN },
  { "border-top-width", VALUE_PLAIN },
  { "border-width", VALUE_PLAIN },
  { "box-sizing", VALUE_PLAIN },
  { "caption-side", VALUE_PLAIN },
  { "clear", VALUE_PLAIN },
  { "color", VALUE_COLOR },
  { "display", VALUE_DISPLAY },
  { "empty-cells", VALUE_PLAIN },
  { "float", VALUE_PLAIN },
  { "font", VALUE_PLAIN },
  { "font-family", VALUE_PLAIN },
  { "font-size", VALUE_PLAIN },
  { "font-style", VALUE_PLAIN },
  { "font-variant", VALUE_PLAIN },
  { "font-weight", VALUE_PLAIN },
  { "height", VALUE_PLAIN },
  { "letter-spacing", VALUE_PLAIN },
  { "line-height", VALUE_PLAIN },
  { "list-style", VALUE_PLAIN },
  { "list-style-position", VALUE_PLAIN },
  { "list-style-type", VALUE_PLAIN },
  { "margin", VALUE_PLAIN },
  { "margin-bottom", VALUE_PLAIN },
  { "margin-left", VALUE_PLAIN },
  { "margin-right", VALUE_PLAIN },
  { "margin-top", VALUE_PLAIN },
  { "max-height", VALUE_PLAIN },
  { "max-width", VALUE_PLAIN },
  { "min-height", VALUE_PLAIN },
  { "min-width", VALUE_PLAIN },
  { "overflow-wrap", VALUE_PLAIN },
  { "padding", VALUE_PLAIN },
  { "padding-bottom", VALUE_PLAIN },
  { "padding-left", VALUE_PLAIN },
  { "padding-right", VALUE_PLAIN },
  { "padding-top", VALUE_PLAIN },
  { "table-layout", VALUE_PLAIN },
  { "text-align", VALUE_PLAIN },
  { "text-decoration", VALUE_PLAIN },
  { "text-indent", VALUE_PLAIN },
  { "text-transform", VALUE_PLAIN },
  { "vertical-align", VALUE_PLAIN },
  { "white-space", VALUE_PLAIN },
  { "width", VALUE_PLAIN },
  { "word-break", VALUE_PLAIN },
  { "word-spacing", VALUE_PLAIN },
  { "word-wrap", VALUE_PLAIN },
};

void
loft_css_findings_clear (LoftCssFindings *self)
{
  g_clear_pointer (&self->remote_image, g_free);
}

static int
compare_property (const void *key, const void *element)
{
  return strcmp (key, ((const Property *) element)->name);
}

static const Property *
find_property (const char *name, gsize length)
{
  g_autofree char *key = g_ascii_strdown (name, length);

  return bsearch (key, properties, G_N_ELEMENTS (properties), sizeof (Property),
                  compare_property);
}

/* (transfer full) Comments out, control characters to blanks. */
static char *
without_comments (const char *css, gsize length)
{
  GString *plain = g_string_sized_new (length + 1);
  const char *end = css + length;

  while (css < end)
    {
      if (*css == '/' && css + 1 < end && css[1] == '*')
        {
          css = memmem (css + 2, end - css - 2, "*/", 2);
          if (css == NULL)
            break;
          css += 2;
          continue;
        }
      g_string_append_c (plain, (guchar) *css < ' ' ? ' ' : *css);
      css++;
    }
  return g_string_free (plain, FALSE);
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

static gboolean
has_word_at (const char *p, const char *word)
{
  return g_ascii_strncasecmp (p, word, strlen (word)) == 0;
}

/* Addresses of the web in any property, also one that is left out; p behind "url(". */
static void
take_remote (const char *p, const char *end, LoftCssFindings *findings)
{
  const char *close;

  while (p < end && (*p == ' ' || *p == '"' || *p == '\''))
    p++;
  if (!has_word_at (p, "http:") && !has_word_at (p, "https:") && !has_word_at (p, "//"))
    return;
  close = p + strcspn (p, "\"') ");
  if (close < end && findings->remote_image == NULL)
    findings->remote_image = g_strndup (p, close - p);
}

static void
look_for_remote (const char *value, const char *end, LoftCssFindings *findings)
{
  for (const char *p = value; (p = memchr (p, '(', end - p)) != NULL; p++)
    if (p - value >= 3 && has_word_at (p - 3, "url"))
      take_remote (p + 1, end, findings);
}

static gboolean
is_color_function (const char *name, gsize length)
{
  static const char *const names[] = { "rgb", "rgba", "hsl", "hsla" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (name, names[i], length) == 0)
      return TRUE;
  return FALSE;
}

/* "1e9px" and the start of "1e+9px". */
static gboolean
has_exponent (const char *number, gsize length)
{
  for (gsize i = 1; i < length; i++)
    if (g_ascii_tolower (number[i]) == 'e' && g_ascii_isdigit (number[i - 1]) &&
        (i + 1 == length || g_ascii_isdigit (number[i + 1]) || number[i + 1] == '-'))
      return TRUE;
  return FALSE;
}

/* The length of a word, number or function name at p; 0 when it must not stand there. */
static gsize
check_word (const char *p, const char *end)
{
  gsize n = 0;

  while (p + n < end && is_word_char (p[n]))
    n++;
  if (p + n < end && p[n] == '(' && !is_color_function (p, n))
    return 0;
  if (*p == '-' && (n == 1 || !g_ascii_isalpha (p[1]))) /* negative, or a custom property */
    return 0;
  if (g_ascii_isdigit (*p))
    {
      gsize digits = 0;

      while (digits < n && g_ascii_isdigit (p[digits]))
        digits++;
      if (digits > NUMBER_LIMIT || has_exponent (p, n))
        return 0;
    }
  return n;
}

static gsize
check_string (const char *p, const char *end)
{
  gsize n = 1;

  while (p + n < end && p[n] != *p)
    {
      if (strchr ("<>&;{}()\\\"'", p[n]) != NULL)
        return 0;
      n++;
    }
  return p + n < end ? n + 1 : 0;
}

/* A leading "#" may have six or eight digits. */
static gsize
check_hash (const char *p, const char *end)
{
  gsize n = 1;

  while (p + n < end && g_ascii_isxdigit (p[n]))
    n++;
  return n;
}

static gboolean
value_is_safe (const char *value, gsize length)
{
  const char *end = value + length;
  const char *p = value;

  if (length == 0 || length > VALUE_LIMIT)
    return FALSE;
  while (p < end)
    {
      gsize n = 1;

      if (*p == '"' || *p == '\'')
        n = check_string (p, end);
      else if (*p == '#')
        n = check_hash (p, end);
      else if (is_word_char (*p))
        n = check_word (p, end);
      else if ((guchar) *p < 0x80 && strchr (" ,.%/!+()", *p) == NULL)
        n = 0;
      if (n == 0)
        return FALSE;
      p += n;
    }
  return TRUE;
}

static gboolean
display_is_safe (const char *value)
{
  static const char *const words[] = {
    "none", "block", "inline", "inline-block", "list-item", "table", "inline-table",
    "table-row", "table-cell", "table-row-group", "table-header-group", "table-footer-group",
    "table-column", "table-column-group", "table-caption", NULL,
  };
  g_auto (GStrv) parts = g_strsplit (value, "!", 2);

  g_strstrip (parts[0]);
  return g_strv_contains (words, parts[0]) &&
         (parts[1] == NULL || g_ascii_strcasecmp (g_strstrip (parts[1]), "important") == 0);
}

/* Of "#fff url(x) no-repeat" the first thing that reads as a colour: hex, function or a name that
 * is no other word of this property. */
static char *
find_background_color (const char *value)
{
  static const char *const others[] = {
    "repeat", "repeat-x", "repeat-y", "no-repeat", "space", "round", "scroll", "fixed", "local",
    "left", "right", "top", "bottom", "center", "auto", "cover", "contain", "none", "url",
    "inherit", "initial", "unset", "border-box", "padding-box", "content-box", NULL,
  };

  for (const char *p = value; *p != '\0';)
    {
      gsize n = *p == '#' ? check_hash (p, p + strlen (p)) : strspn (p, "abcdefghijklmnopqrstuvwxyz-");
      g_autofree char *word = g_strndup (p, n);

      if (n > 1 && *p == '#')
        return g_steal_pointer (&word);
      if (n > 0 && p[n] == '(')
        {
          const char *close = strchr (p, ')');

          if (close == NULL)
            return NULL;
          if (is_color_function (p, n))
            return g_strndup (p, close + 1 - p);
          p = close + 1;
          continue;
        }
      if (n > 2 && !g_strv_contains (others, word))
        return g_steal_pointer (&word);
      p += MAX (n, 1);
    }
  return NULL;
}

static void
append_background (GString *out, const char *value, LoftCssFindings *findings)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_autofree char *color = strlen (lower) <= VALUE_LIMIT ? find_background_color (lower) : NULL;

  if (color == NULL || !value_is_safe (color, strlen (color)))
    return;
  findings->sets_colors = TRUE;
  g_string_append_printf (out, "background-color:%s;", color);
}

static void
take_declaration (GString *out, const Property *property, const char *value,
                  LoftCssFindings *findings)
{
  if (property->kind == VALUE_BACKGROUND)
    {
      append_background (out, value, findings);
      return;
    }
  if (!value_is_safe (value, strlen (value)))
    return;
  if (property->kind == VALUE_DISPLAY)
    {
      g_autofree char *lower = g_ascii_strdown (value, -1);

      if (!display_is_safe (lower))
        return;
    }
  if (property->kind == VALUE_COLOR)
    findings->sets_colors = TRUE;
  g_string_append_printf (out, "%s:%s;", property->name, value);
}

/* A declaration goes up to the ';' outside of strings and parentheses. */
static gsize
declaration_length (const char *css, gsize length)
{
  gboolean inside = FALSE;
  char quote = '\0';
  gsize n;

  for (n = 0; n < length; n++)
    {
      if (quote != '\0')
        quote = css[n] == quote ? '\0' : quote;
      else if (css[n] == '"' || css[n] == '\'')
        quote = css[n];
      else if (css[n] == '(' || css[n] == ')')
        inside = css[n] == '(';
      else if (css[n] == ';' && !inside)
        break;
    }
  return n;
}

/* css without comments. */
static void
clean_declarations (GString *out, const char *css, gsize length, LoftCssFindings *findings)
{
  const char *end = css + length;

  while (css < end)
    {
      gsize size = declaration_length (css, end - css);
      const char *close = css + size;
      const char *colon = memchr (css, ':', size);
      const char *name = css;
      const Property *property;
      g_autofree char *value = NULL;
      gsize n = 0;

      css = close < end ? close + 1 : end;
      if (colon == NULL)
        continue;
      look_for_remote (colon + 1, close, findings);
      while (name < colon && *name == ' ')
        name++;
      while (is_word_char (name[n]))
        n++;
      property = find_property (name, n);
      if (property == NULL)
        continue;
      value = g_strstrip (g_strndup (colon + 1, close - colon - 1));
      take_declaration (out, property, value, findings);
    }
}

void
loft_css_clean_declarations (GString         *out,
                             const char      *css,
                             gsize            length,
                             LoftCssFindings *findings)
{
  g_autofree char *plain = without_comments (css, length);

  clean_declarations (out, plain, strlen (plain), findings);
}

typedef struct {
  GString *out;
  const char *scope;
  LoftCssFindings *findings;
  guint n_rules;
} Sheet;

/* The length of "body" or "html" at the start of a selector, with what narrows it (".a#b"). */
static gsize
root_length (const char *selector)
{
  gsize n = 4;

  if (!has_word_at (selector, "body") && !has_word_at (selector, "html"))
    return 0;
  if (selector[n] != '\0' && strchr (" .#>", selector[n]) == NULL)
    return 0;
  while (selector[n] != '\0' && selector[n] != ' ' && selector[n] != '>')
    n++;
  return n;
}

static gboolean
selector_is_safe (const char *selector)
{
  guint compounds = 1;

  if (selector[0] == '\0' || strlen (selector) > SELECTOR_LIMIT ||
      strstr (selector, "loft-") != NULL)
    return FALSE;
  for (const char *p = selector; *p != '\0'; p++)
    {
      if (!is_word_char (*p) && strchr (" .#*>+~", *p) == NULL)
        return FALSE;
      compounds += *p == ' ' && is_word_char (p[1]);
    }
  return compounds <= COMPOUND_LIMIT && strchr (">+~", selector[0]) == NULL;
}

/* "body.a p" becomes ".scope.a p". Neighbours of the root are not ours to style. */
static void
append_selector (GString *out, const char *scope, char *selector)
{
  g_autoptr (GString) root = g_string_new (NULL);
  gsize n;

  g_strstrip (selector);
  if (!selector_is_safe (selector))
    return;
  while ((n = root_length (selector)) > 0)
    {
      g_string_append_len (root, selector + 4, n - 4);
      selector += n;
      selector += strspn (selector, " >");
    }
  if (selector[0] == '+' || selector[0] == '~' || strpbrk (root->str, "+~*") != NULL)
    return;
  g_string_append_printf (out, "%s.%s%s%s%s", out->len > 0 ? "," : "", scope, root->str,
                          selector[0] != '\0' ? " " : "", selector);
}

static void
take_rule (Sheet *self, const char *selectors, gsize length, const char *css, gsize css_length)
{
  g_autofree char *text = g_strndup (selectors, length);
  g_auto (GStrv) parts = g_strsplit (text, ",", 100);
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autoptr (GString) declarations = g_string_new (NULL);

  if (++self->n_rules > RULE_LIMIT)
    return;
  for (gsize i = 0; parts[i] != NULL; i++)
    append_selector (kept, self->scope, parts[i]);
  clean_declarations (declarations, css, css_length, self->findings);
  if (kept->len > 0 && declarations->len > 0)
    g_string_append_printf (self->out, "%s{%s}\n", kept->str, declarations->str);
}

static gboolean
media_is_safe (const char *query)
{
  static const char *const words[] = {
    "only", "screen", "all", "and", "max-width", "min-width", "max-device-width",
    "min-device-width", NULL,
  };
  g_auto (GStrv) parts = g_strsplit_set (query, " ():,", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      if (parts[i][0] == '\0' || g_strv_contains (words, parts[i]))
        continue;
      if (!g_ascii_isdigit (parts[i][0]) || strlen (parts[i]) > 8 ||
          strspn (parts[i], "0123456789.pxem") != strlen (parts[i]))
        return FALSE;
    }
  return TRUE;
}

/* The '}' that belongs to a '{' before p, or the end. */
static const char *
find_block_end (const char *p, const char *end)
{
  guint depth = 1;

  for (; p < end; p++)
    {
      if (*p == '{')
        depth++;
      else if (*p == '}' && --depth == 0)
        return p;
    }
  return end;
}

static void clean_rules (Sheet *self, const char *css, const char *end, gboolean in_media);

static void
take_media (Sheet *self, const char *prelude, gsize length, const char *block, const char *end)
{
  g_autofree char *query = g_ascii_strdown (prelude, length);
  gsize before;

  g_strstrip (query);
  if (!media_is_safe (query))
    return;
  g_string_append_printf (self->out, "@media %s{\n", query);
  before = self->out->len;
  clean_rules (self, block, end, TRUE);
  if (self->out->len == before)
    g_string_truncate (self->out, before - strlen (query) - strlen ("@media {\n"));
  else
    g_string_append (self->out, "}\n");
}

/* Nested at most twice: rules, and rules in @media. */
static void
clean_rules (Sheet *self, const char *css, const char *end, gboolean in_media)
{
  while (css < end)
    {
      gsize n = 0;
      const char *block;
      const char *close;

      while (css < end && strchr (" }", *css) != NULL)
        css++;
      if (end - css >= 4 && memcmp (css, "<!--", 4) == 0)
        css += 4;
      if (end - css >= 3 && memcmp (css, "-->", 3) == 0)
        css += 3;
      while (css + n < end && css[n] != '{' && (css[n] != ';' || *css != '@'))
        n++;
      if (css + n == end)
        return;
      if (css[n] == ';')
        {
          css += n + 1;
          continue;
        }
      block = css + n + 1;
      close = find_block_end (block, end);
      if (*css != '@')
        take_rule (self, css, n, block, close - block);
      else if (!in_media && n > 7 && has_word_at (css, "@media "))
        take_media (self, css + 7, n - 7, block, close);
      css = close < end ? close + 1 : end;
    }
}

void
loft_css_clean_sheet (GString         *out,
                      const char      *css,
                      gsize            length,
                      const char      *scope,
                      LoftCssFindings *findings)
{
  Sheet self = { out, scope, findings, 0 };
  g_autofree char *plain = NULL;

  if (length > SHEET_LIMIT)
    return;
  plain = without_comments (css, length);
  clean_rules (&self, plain, plain + strlen (plain), FALSE);
}
