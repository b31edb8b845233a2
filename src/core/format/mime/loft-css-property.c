/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-css-property.h"

#include <stdlib.h>
#include <string.h>

#define VALUE_LIMIT  1000
#define NUMBER_LIMIT 4 /* digits before the point */
#define LOWER_CASE   "abcdefghijklmnopqrstuvwxyz"

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

gboolean
loft_css_is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
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

/* The length of a word or number at p; 0 when it must not stand there. */
static gsize
check_word (const char *p, const char *end)
{
  gsize n = 0;

  while (p + n < end && loft_css_is_word_char (p[n]))
    n++;
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
is_name_char (char c)
{
  return loft_css_is_word_char (c) || (guchar) c >= 0x80;
}

/* Parentheses come in pairs, not nested, behind the name of a colour function only. */
static gboolean
parentheses_are_safe (const char *value, gsize length)
{
  gboolean inside = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      gsize name = i;

      if (value[i] != '(' && value[i] != ')')
        continue;
      if (inside == (value[i] == '('))
        return FALSE;
      inside = !inside;
      while (name > 0 && is_name_char (value[name - 1]))
        name--;
      if (inside && !is_color_function (value + name, i - name))
        return FALSE;
    }
  return !inside;
}

static gboolean
value_is_safe (const char *value, gsize length)
{
  const char *end = value + length;
  const char *p = value;

  if (length == 0 || length > VALUE_LIMIT || !parentheses_are_safe (value, length))
    return FALSE;
  while (p < end)
    {
      gsize n = 1;

      if (*p == '"' || *p == '\'')
        n = check_string (p, end);
      else if (*p == '#')
        n = check_hash (p, end);
      else if (loft_css_is_word_char (*p))
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
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_auto (GStrv) parts = g_strsplit (lower, "!", 2);

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
      gsize n = *p == '#' ? check_hash (p, p + strlen (p)) : strspn (p, LOWER_CASE "-");
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

static gboolean
append_background (GString *out, const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);
  g_autofree char *color = strlen (lower) <= VALUE_LIMIT ? find_background_color (lower) : NULL;

  if (color == NULL || !value_is_safe (color, strlen (color)))
    return FALSE;
  g_string_append_printf (out, "background-color:%s;", color);
  return TRUE;
}

gboolean
loft_css_property_append (GString *out, const char *name, gsize name_length, const char *value)
{
  const Property *property = find_property (name, name_length);

  if (property == NULL)
    return FALSE;
  if (property->kind == VALUE_BACKGROUND)
    return append_background (out, value);
  if (!value_is_safe (value, strlen (value)))
    return FALSE;
  if (property->kind == VALUE_DISPLAY && !display_is_safe (value))
    return FALSE;
  g_string_append_printf (out, "%s:%s;", property->name, value);
  return property->kind == VALUE_COLOR;
}
