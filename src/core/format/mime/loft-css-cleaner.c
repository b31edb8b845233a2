/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-css-cleaner.h"

#include <string.h>

#include "loft-css-property.h"

#define SELECTOR_LIMIT 500
#define COMPOUND_LIMIT 8 /* compounds in a selector: matching costs more with each */
#define RULE_LIMIT     5000
#define SHEET_LIMIT    (1024 * 1024)

void
loft_css_findings_clear (LoftCssFindings *self)
{
  g_clear_pointer (&self->remote_image, g_free);
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
      g_autofree char *value = NULL;
      gsize n = 0;

      css = close < end ? close + 1 : end;
      if (colon == NULL)
        continue;
      look_for_remote (colon + 1, close, findings);
      while (name < colon && *name == ' ')
        name++;
      while (loft_css_is_word_char (name[n]))
        n++;
      value = g_strstrip (g_strndup (colon + 1, close - colon - 1));
      findings->sets_colors |= loft_css_property_append (out, name, n, value);
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
      if (!loft_css_is_word_char (*p) && strchr (" .#*>+~", *p) == NULL)
        return FALSE;
      compounds += *p == ' ' && loft_css_is_word_char (p[1]);
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
