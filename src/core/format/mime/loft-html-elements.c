/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-html-elements.h"

#include <stdlib.h>
#include <string.h>

#define NAME_LIMIT 12

typedef struct {
  char name[NAME_LIMIT];
  char written[NAME_LIMIT];
  guint flags;
} Element;

static const Element elements[LOFT_HTML_N_ELEMENTS] = {
  [LOFT_HTML_UNKNOWN] = { "", "", 0 },
  [LOFT_HTML_A] = { "a", "a", 0 },
  [LOFT_HTML_ABBR] = { "abbr", "abbr", 0 },
  [LOFT_HTML_ACRONYM] = { "acronym", "acronym", 0 },
  [LOFT_HTML_ADDRESS] = { "address", "address", LOFT_HTML_BLOCK },
  [LOFT_HTML_APPLET] = { "applet", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_ARTICLE] = { "article", "article", LOFT_HTML_BLOCK },
  [LOFT_HTML_ASIDE] = { "aside", "aside", LOFT_HTML_BLOCK },
  [LOFT_HTML_AUDIO] = { "audio", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_B] = { "b", "b", 0 },
  [LOFT_HTML_BDI] = { "bdi", "bdi", 0 },
  [LOFT_HTML_BDO] = { "bdo", "bdo", 0 },
  [LOFT_HTML_BIG] = { "big", "big", 0 },
  [LOFT_HTML_BLOCKQUOTE] = { "blockquote", "blockquote", LOFT_HTML_BLOCK },
  [LOFT_HTML_BODY] = { "body", "", 0 },
  [LOFT_HTML_BR] = { "br", "br", LOFT_HTML_VOID },
  [LOFT_HTML_BUTTON] = { "button", "span", 0 },
  [LOFT_HTML_CANVAS] = { "canvas", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_CAPTION] = { "caption", "caption", LOFT_HTML_TABLE_PART | LOFT_HTML_BLOCK },
  [LOFT_HTML_CENTER] = { "center", "center", LOFT_HTML_BLOCK },
  [LOFT_HTML_CITE] = { "cite", "cite", 0 },
  [LOFT_HTML_CODE] = { "code", "code", 0 },
  [LOFT_HTML_COL] = { "col", "col", LOFT_HTML_VOID | LOFT_HTML_TABLE_PART },
  [LOFT_HTML_COLGROUP] = { "colgroup", "colgroup", LOFT_HTML_TABLE_PART | LOFT_HTML_BLOCK },
  [LOFT_HTML_DATALIST] = { "datalist", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_DD] = { "dd", "dd", LOFT_HTML_BLOCK },
  [LOFT_HTML_DEL] = { "del", "del", 0 },
  [LOFT_HTML_DFN] = { "dfn", "dfn", 0 },
  [LOFT_HTML_DIR] = { "dir", "ul", LOFT_HTML_BLOCK },
  [LOFT_HTML_DIV] = { "div", "div", LOFT_HTML_BLOCK },
  [LOFT_HTML_DL] = { "dl", "dl", LOFT_HTML_BLOCK },
  [LOFT_HTML_DT] = { "dt", "dt", LOFT_HTML_BLOCK },
  [LOFT_HTML_EM] = { "em", "em", 0 },
  [LOFT_HTML_FIELDSET] = { "fieldset", "div", LOFT_HTML_BLOCK },
  [LOFT_HTML_FIGCAPTION] = { "figcaption", "figcaption", LOFT_HTML_BLOCK },
  [LOFT_HTML_FIGURE] = { "figure", "figure", LOFT_HTML_BLOCK },
  [LOFT_HTML_FONT] = { "font", "font", 0 },
  [LOFT_HTML_FOOTER] = { "footer", "footer", LOFT_HTML_BLOCK },
  [LOFT_HTML_FORM] = { "form", "div", LOFT_HTML_BLOCK },
  [LOFT_HTML_H1] = { "h1", "h1", LOFT_HTML_BLOCK },
  [LOFT_HTML_H2] = { "h2", "h2", LOFT_HTML_BLOCK },
  [LOFT_HTML_H3] = { "h3", "h3", LOFT_HTML_BLOCK },
  [LOFT_HTML_H4] = { "h4", "h4", LOFT_HTML_BLOCK },
  [LOFT_HTML_H5] = { "h5", "h5", LOFT_HTML_BLOCK },
  [LOFT_HTML_H6] = { "h6", "h6", LOFT_HTML_BLOCK },
  [LOFT_HTML_HEADER] = { "header", "header", LOFT_HTML_BLOCK },
  [LOFT_HTML_HGROUP] = { "hgroup", "hgroup", LOFT_HTML_BLOCK },
  [LOFT_HTML_HR] = { "hr", "hr", LOFT_HTML_VOID | LOFT_HTML_BLOCK },
  [LOFT_HTML_I] = { "i", "i", 0 },
  [LOFT_HTML_IFRAME] = { "iframe", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
  [LOFT_HTML_IMG] = { "img", "img", LOFT_HTML_VOID },
  [LOFT_HTML_INS] = { "ins", "ins", 0 },
  [LOFT_HTML_KBD] = { "kbd", "kbd", 0 },
  [LOFT_HTML_LABEL] = { "label", "span", 0 },
  [LOFT_HTML_LEGEND] = { "legend", "div", LOFT_HTML_BLOCK },
  [LOFT_HTML_LI] = { "li", "li", LOFT_HTML_BLOCK },
  [LOFT_HTML_MAIN] = { "main", "main", LOFT_HTML_BLOCK },
  [LOFT_HTML_MARK] = { "mark", "mark", 0 },
  [LOFT_HTML_MATH] = { "math", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_MENU] = { "menu", "menu", LOFT_HTML_BLOCK },
  [LOFT_HTML_NAV] = { "nav", "nav", LOFT_HTML_BLOCK },
  [LOFT_HTML_NOEMBED] = { "noembed", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
  [LOFT_HTML_NOFRAMES] = { "noframes", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
  [LOFT_HTML_OBJECT] = { "object", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_OL] = { "ol", "ol", LOFT_HTML_BLOCK },
  [LOFT_HTML_P] = { "p", "p", LOFT_HTML_BLOCK },
  [LOFT_HTML_PRE] = { "pre", "pre", LOFT_HTML_BLOCK },
  [LOFT_HTML_Q] = { "q", "q", 0 },
  [LOFT_HTML_RP] = { "rp", "rp", 0 },
  [LOFT_HTML_RT] = { "rt", "rt", 0 },
  [LOFT_HTML_RUBY] = { "ruby", "ruby", 0 },
  [LOFT_HTML_S] = { "s", "s", 0 },
  [LOFT_HTML_SAMP] = { "samp", "samp", 0 },
  [LOFT_HTML_SCRIPT] = { "script", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
  [LOFT_HTML_SECTION] = { "section", "section", LOFT_HTML_BLOCK },
  [LOFT_HTML_SELECT] = { "select", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_SMALL] = { "small", "small", 0 },
  [LOFT_HTML_SPAN] = { "span", "span", 0 },
  [LOFT_HTML_STRIKE] = { "strike", "strike", 0 },
  [LOFT_HTML_STRONG] = { "strong", "strong", 0 },
  [LOFT_HTML_STYLE] = { "style", "", LOFT_HTML_RAW },
  [LOFT_HTML_SUB] = { "sub", "sub", 0 },
  [LOFT_HTML_SUP] = { "sup", "sup", 0 },
  [LOFT_HTML_SVG] = { "svg", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_TABLE] = { "table", "table", LOFT_HTML_BLOCK },
  [LOFT_HTML_TBODY] = { "tbody", "tbody", LOFT_HTML_TABLE_PART | LOFT_HTML_BLOCK },
  [LOFT_HTML_TD] = { "td", "td", LOFT_HTML_TABLE_PART },
  [LOFT_HTML_TEMPLATE] = { "template", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_TEXTAREA] = { "textarea", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
  [LOFT_HTML_TFOOT] = { "tfoot", "tfoot", LOFT_HTML_TABLE_PART | LOFT_HTML_BLOCK },
  [LOFT_HTML_TH] = { "th", "th", LOFT_HTML_TABLE_PART },
  [LOFT_HTML_THEAD] = { "thead", "thead", LOFT_HTML_TABLE_PART | LOFT_HTML_BLOCK },
  [LOFT_HTML_TIME] = { "time", "time", 0 },
  [LOFT_HTML_TITLE] = { "title", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
  [LOFT_HTML_TR] = { "tr", "tr", LOFT_HTML_TABLE_PART | LOFT_HTML_BLOCK },
  [LOFT_HTML_TT] = { "tt", "tt", 0 },
  [LOFT_HTML_U] = { "u", "u", 0 },
  [LOFT_HTML_UL] = { "ul", "ul", LOFT_HTML_BLOCK },
  [LOFT_HTML_VAR] = { "var", "var", 0 },
  [LOFT_HTML_VIDEO] = { "video", "", LOFT_HTML_DROPPED },
  [LOFT_HTML_WBR] = { "wbr", "wbr", LOFT_HTML_VOID },
  [LOFT_HTML_XMP] = { "xmp", "", LOFT_HTML_DROPPED | LOFT_HTML_RAW },
};

static int
compare_name (const void *key, const void *element)
{
  return strcmp (key, ((const Element *) element)->name);
}

LoftHtmlElement
loft_html_element_find (const char *name, gsize length)
{
  char key[NAME_LIMIT];
  const Element *found;

  if (length >= NAME_LIMIT)
    return LOFT_HTML_UNKNOWN;
  for (gsize i = 0; i < length; i++)
    key[i] = g_ascii_tolower (name[i]);
  key[length] = '\0';
  found = bsearch (key, elements, G_N_ELEMENTS (elements), sizeof (Element), compare_name);
  return found != NULL ? (LoftHtmlElement) (found - elements) : LOFT_HTML_UNKNOWN;
}

const char *
loft_html_element_name (LoftHtmlElement self)
{
  return elements[self].written;
}

gboolean
loft_html_element_is (LoftHtmlElement self, LoftHtmlElementFlags flags)
{
  return (elements[self].flags & flags) != 0;
}
