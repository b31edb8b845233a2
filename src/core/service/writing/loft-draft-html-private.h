/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft-html.h"

G_BEGIN_DECLS

/* With its look in itself: not every program has one for it. */
#define LOFT_DRAFT_HTML_QUOTE                                                                      \
  "<blockquote type=\"cite\" style=\"margin:0 0 0 6px;border-left:2px solid #aaa;"                 \
  "padding-left:12px;\">"

/* (transfer full) (nullable) the Content-ID under which a picture goes on; NULL leaves it out. */
typedef char *(*LoftDraftHtmlPicture) (const char *content_id, gpointer data);

/* (transfer full) What loft_html_clean() made, as a message that is written has it. parts gets what
 * came as data:. */
char *loft_draft_html_rewrite (const char *cleaned, LoftDraftHtmlFlags flags, GPtrArray *parts,
                               LoftDraftHtmlPicture picture, gpointer data);

/* Appends text as HTML; blanks that would be lost stay. */
void loft_draft_html_append_text (GString *html, const char *text, gsize length);

G_END_DECLS
