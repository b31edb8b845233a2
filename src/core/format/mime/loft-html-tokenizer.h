/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-html-elements.h"

G_BEGIN_DECLS

/* HTML cut into text and tags as browsers do (HTML 5, 13.2.5, as far as mail needs it). Comments,
 * declarations, unknown tags and elements that are dropped with their inside are passed over.
 * Borrows the text, copies nothing. Linear; pure; any thread, one at a time. */
typedef enum {
  LOFT_HTML_TOKEN_TEXT,  /* may hold references */
  LOFT_HTML_TOKEN_START,
  LOFT_HTML_TOKEN_END,
  LOFT_HTML_TOKEN_STYLE, /* the inside of <style> */
} LoftHtmlTokenKind;

typedef struct {
  LoftHtmlTokenKind kind;
  LoftHtmlElement element; /* of START and END */
  const char *text;        /* the text; of START the attributes */
  gsize length;
} LoftHtmlToken;

typedef struct {
  const char *at;
  const char *end;
  LoftHtmlElement dropping; /* everything up to the end of this element; UNKNOWN for none */
  guint drop_depth;         /* elements of its kind inside of it */
  LoftHtmlToken token;
} LoftHtmlTokenizer;

void loft_html_tokenizer_init (LoftHtmlTokenizer *self, const char *html, gsize length);

/* The next token, borrowed until the next call; NULL at the end. */
LoftHtmlToken *loft_html_tokenizer_next (LoftHtmlTokenizer *self);

/* One attribute; the value still holds its references. */
typedef struct {
  const char *name;
  gsize name_length;
  const char *value;
  gsize value_length;
} LoftHtmlAttribute;

/* Takes the next attribute from *at; FALSE at the end of the tag, which *at then points to. */
gboolean loft_html_attribute_next (const char **at, const char *end, LoftHtmlAttribute *attribute);
gboolean loft_html_attribute_is   (const LoftHtmlAttribute *attribute, const char *name);

/* (transfer full) Its references decoded. */
char *loft_html_attribute_decode (const LoftHtmlAttribute *attribute);

G_END_DECLS
