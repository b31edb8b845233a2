/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-css-cleaner.h"
#include "loft-html-attributes.h"
#include "loft-html-entities.h"
#include "loft-html-link.h"
#include "loft-html-tokenizer.h"
#include "loft-html.h"

#define DEPTH_LIMIT 256
#define SCOPE       "loft-body"
#define LINK_TEXT   400   /* bytes of a link's text that are looked at */
#define LINK_LIMIT  20000 /* odd ones; the window shows no HTML with more elements */

/* The tree builder of browsers in small: it closes what the next tag implies and ignores end tags
 * that fit nothing, so that what is written is read again as it stands. Constant time per tag:
 * for each element the index of its innermost open one is kept. */
typedef struct {
  LoftHtmlElement element;
  int outer; /* index of the next open one of the same element, or -1 */
} Open;

typedef struct {
  GString *out;
  GString *body;   /* the attributes of <body>; empty when it has none */
  GString *styles;
  LoftHtmlFindings findings;
  GString *link_text; /* of the link that is open */
  GPtrArray *odd_links;
  gboolean seen_body;
  guint depth;
  Open stack[DEPTH_LIMIT];
  int innermost[LOFT_HTML_N_ELEMENTS];       /* or -1 */
  guint flattened[LOFT_HTML_N_ELEMENTS];     /* too deep: neither they nor their ends count */
} Cleaner;

static int
innermost_of (Cleaner *self, const LoftHtmlElement *elements, gsize n)
{
  int index = -1;

  for (gsize i = 0; i < n; i++)
    index = MAX (index, self->innermost[elements[i]]);
  return index;
}

/* Elements outside of the innermost cell cannot be closed from inside. */
static int
cell_of (Cleaner *self)
{
  static const LoftHtmlElement cells[] = {
    LOFT_HTML_TD, LOFT_HTML_TH, LOFT_HTML_CAPTION, LOFT_HTML_TABLE,
  };

  return innermost_of (self, cells, G_N_ELEMENTS (cells));
}

static void
append_end (Cleaner *self, LoftHtmlElement element)
{
  g_string_append_printf (self->out, "</%s>", loft_html_element_name (element));
}

/* What the link showed is known now. */
static void
finish_link (Cleaner *self)
{
  g_autofree char *href = g_steal_pointer (&self->findings.href);
  g_autoptr (GString) text = NULL;
  LoftOddLink *odd;

  if (href == NULL || self->odd_links->len >= LINK_LIMIT)
    return;
  text = g_string_new (NULL);
  loft_html_entities_decode (text, self->link_text->str, self->link_text->len);
  odd = loft_html_link_judge (href, text->str);
  if (odd != NULL)
    g_ptr_array_add (self->odd_links, odd);
}

/* Closes all from index on. */
static void
close_from (Cleaner *self, int index)
{
  while ((int) self->depth > index)
    {
      const Open *open = &self->stack[--self->depth];

      self->innermost[open->element] = open->outer;
      if (open->element == LOFT_HTML_A)
        finish_link (self);
      append_end (self, open->element);
    }
}

static void
close_if_inside (Cleaner *self, LoftHtmlElement element, int outside)
{
  int index = self->innermost[element];

  if (index > outside)
    close_from (self, index);
}

static void
close_item (Cleaner *self, const LoftHtmlElement *lists, gsize n_lists, LoftHtmlElement item)
{
  close_if_inside (self, item, MAX (cell_of (self), innermost_of (self, lists, n_lists)));
}

static void
close_table_parts (Cleaner *self, const LoftHtmlElement *parts, gsize n)
{
  int table = self->innermost[LOFT_HTML_TABLE];
  int first = G_MAXINT;

  for (gsize i = 0; i < n; i++)
    if (self->innermost[parts[i]] > table)
      first = MIN (first, self->innermost[parts[i]]);
  if (first != G_MAXINT)
    close_from (self, first);
}

/* HTML 5, 13.2.6.4.7 and the table modes, as far as mail shows the difference. */
static void
close_implied (Cleaner *self, LoftHtmlElement element)
{
  static const LoftHtmlElement lists[] = { LOFT_HTML_UL, LOFT_HTML_OL, LOFT_HTML_DIR,
                                           LOFT_HTML_MENU };
  static const LoftHtmlElement definitions[] = { LOFT_HTML_DL };
  static const LoftHtmlElement parts[] = {
    LOFT_HTML_CAPTION, LOFT_HTML_COLGROUP, LOFT_HTML_THEAD, LOFT_HTML_TBODY,
    LOFT_HTML_TFOOT,   LOFT_HTML_TR,       LOFT_HTML_TD,    LOFT_HTML_TH,
  };
  const gsize rows = 5, cells = 6; /* where these begin in parts */

  switch (element)
    {
    case LOFT_HTML_LI:
      close_item (self, lists, G_N_ELEMENTS (lists), LOFT_HTML_LI);
      break;
    case LOFT_HTML_DD:
    case LOFT_HTML_DT:
      close_item (self, definitions, 1, LOFT_HTML_DD);
      close_item (self, definitions, 1, LOFT_HTML_DT);
      break;
    case LOFT_HTML_TD:
    case LOFT_HTML_TH:
      close_table_parts (self, parts + cells, G_N_ELEMENTS (parts) - cells);
      return;
    case LOFT_HTML_TR:
      close_table_parts (self, parts + rows, G_N_ELEMENTS (parts) - rows);
      return;
    case LOFT_HTML_CAPTION:
    case LOFT_HTML_COLGROUP:
    case LOFT_HTML_THEAD:
    case LOFT_HTML_TBODY:
    case LOFT_HTML_TFOOT:
      close_table_parts (self, parts, G_N_ELEMENTS (parts));
      return;
    case LOFT_HTML_A:
      close_if_inside (self, LOFT_HTML_A, cell_of (self));
      break;
    default:
      break;
    }
  if (loft_html_element_is (element, LOFT_HTML_BLOCK))
    close_if_inside (self, LOFT_HTML_P, cell_of (self));
}

static void
take_body (Cleaner *self, const LoftHtmlToken *token)
{
  if (self->seen_body)
    return;
  self->seen_body = TRUE;
  loft_html_attributes_clean (self->body, token, SCOPE, &self->findings);
}

static void
take_start (Cleaner *self, const LoftHtmlToken *token)
{
  LoftHtmlElement element = token->element;
  gboolean is_void = loft_html_element_is (element, LOFT_HTML_VOID);

  if (element == LOFT_HTML_BODY)
    {
      take_body (self, token);
      return;
    }
  close_implied (self, element);
  if (self->depth == DEPTH_LIMIT && !is_void)
    {
      self->flattened[element]++;
      return;
    }
  if (element == LOFT_HTML_A)
    {
      finish_link (self);
      g_string_truncate (self->link_text, 0);
    }
  else if (self->findings.href != NULL &&
           (element == LOFT_HTML_BR || loft_html_element_is (element, LOFT_HTML_BLOCK)))
    g_string_append_c (self->link_text, ' ');
  g_string_append_c (self->out, '<');
  g_string_append (self->out, loft_html_element_name (element));
  loft_html_attributes_clean (self->out, token, NULL, &self->findings);
  g_string_append_c (self->out, '>');
  if (is_void)
    return;
  self->stack[self->depth].element = element;
  self->stack[self->depth].outer = self->innermost[element];
  self->innermost[element] = self->depth++;
}

static void
take_end (Cleaner *self, const LoftHtmlToken *token)
{
  LoftHtmlElement element = token->element;
  int outside = cell_of (self);

  if (self->flattened[element] > 0)
    {
      self->flattened[element]--;
      return;
    }
  if (element == LOFT_HTML_TABLE)
    outside = -1;
  else if (loft_html_element_is (element, LOFT_HTML_TABLE_PART))
    outside = self->innermost[LOFT_HTML_TABLE];
  close_if_inside (self, element, outside);
}

/* References stay as they are: nothing behind a '&' can become markup. */
static void
take_text (Cleaner *self, const LoftHtmlToken *token)
{
  const char *p = token->text;
  const char *end = p + token->length;

  if (self->findings.href != NULL && self->link_text->len < LINK_TEXT)
    g_string_append_len (self->link_text, p, MIN (token->length, LINK_TEXT));
  while (p < end)
    {
      gsize plain = 0;

      while (p + plain < end && p[plain] != '<' && p[plain] != '>')
        plain++;
      g_string_append_len (self->out, p, plain);
      p += plain;
      if (p < end)
        g_string_append (self->out, *p++ == '<' ? "&lt;" : "&gt;");
    }
}

static void
take_style (Cleaner *self, const LoftHtmlToken *token)
{
  g_auto (LoftCssFindings) findings = { 0 };

  loft_css_clean_sheet (self->styles, token->text, token->length, SCOPE, &findings);
  self->findings.sets_colors |= findings.sets_colors;
}

/* Takes out, body and styles. */
static char *
finish (Cleaner *self)
{
  g_autoptr (GString) out = self->out;
  g_autoptr (GString) body = self->body;
  g_autoptr (GString) styles = self->styles;
  gboolean has_body = body->len > 0 && strcmp (body->str, " class=\"" SCOPE "\"") != 0;
  GString *html;

  close_from (self, 0);
  if (!has_body && styles->len == 0)
    return g_string_free (g_steal_pointer (&out), FALSE);

  html = g_string_sized_new (out->len + styles->len + body->len + 64);
  g_string_append_printf (html, "<div%s>", body->len > 0 ? body->str : " class=\"" SCOPE "\"");
  if (styles->len > 0)
    g_string_append_printf (html, "<style>\n%s</style>\n", styles->str);
  g_string_append_len (html, out->str, out->len);
  g_string_append (html, "</div>");
  return g_string_free (html, FALSE);
}

static void
clean (Cleaner *self, const char *html, gsize length)
{
  LoftHtmlTokenizer tokenizer;
  const LoftHtmlToken *token;

  loft_html_tokenizer_init (&tokenizer, html, length);
  while ((token = loft_html_tokenizer_next (&tokenizer)) != NULL)
    switch (token->kind)
      {
      case LOFT_HTML_TOKEN_TEXT:
        take_text (self, token);
        break;
      case LOFT_HTML_TOKEN_START:
        take_start (self, token);
        break;
      case LOFT_HTML_TOKEN_END:
        take_end (self, token);
        break;
      case LOFT_HTML_TOKEN_STYLE:
      default:
        take_style (self, token);
        break;
      }
}

LoftCleanHtml *
loft_html_clean (const char *html, gssize length)
{
  LoftCleanHtml *result = g_new0 (LoftCleanHtml, 1);
  g_autofree char *valid = NULL;
  Cleaner self = { 0 };
  gsize n = length < 0 ? strlen (html) : (gsize) length;

  if (!g_utf8_validate_len (html, n, NULL))
    {
      html = valid = g_utf8_make_valid (html, n);
      n = strlen (html);
    }
  self.out = g_string_sized_new (n + 1);
  self.body = g_string_new (NULL);
  self.styles = g_string_new (NULL);
  self.link_text = g_string_new (NULL);
  self.odd_links = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_odd_link_free);
  for (gsize i = 0; i < G_N_ELEMENTS (self.innermost); i++)
    self.innermost[i] = -1;

  clean (&self, html, n);
  result->html = finish (&self);
  result->n_remote = self.findings.n_remote;
  result->n_tracking = self.findings.n_tracking;
  result->has_remote_content = result->n_remote > 0;
  result->odd_links = self.odd_links;
  result->sets_colors = self.findings.sets_colors;
  g_free (self.findings.href);
  g_string_free (self.link_text, TRUE);
  return result;
}

void
loft_clean_html_free (LoftCleanHtml *self)
{
  if (self == NULL)
    return;
  g_free (self->html);
  g_ptr_array_unref (self->odd_links);
  g_free (self);
}
