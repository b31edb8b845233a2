/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft.h"

G_BEGIN_DECLS

/* The HTML of a message that is written, as a fragment for the inside of <body>. Linear; pure; any
 * thread.
 *
 * Marks of ours: <blockquote type="cite"> is a quote, <div class="signature"> a signature, class
 * "message-…" holds the sheet of a message that is quoted. */
typedef enum {
  LOFT_DRAFT_HTML_PASTE = 1 << 0, /* no sheets and no page around it: it goes into a line */
} LoftDraftHtmlFlags;

/* (transfer full) What may stand in a message and leave with it: allowed elements only, no script,
 * nothing remote, no file of this computer, of pictures only those of parts, by cid:. Pictures that
 * came as data: become parts, which are appended. What is clean stays as it is. html: of any origin. */
char *loft_draft_html_clean (const char *html, GPtrArray *parts, LoftDraftHtmlFlags flags);

/* (transfer full) of LoftDraftPart: those that html shows. others: (nullable) gets the rest. */
GPtrArray *loft_draft_html_choose_parts (const char *html, GPtrArray *parts, GPtrArray *others);

/* How many pictures it shows outside of quotes and signatures. html: clean */
guint loft_draft_html_count_own_pictures (const char *html);

/* (transfer full) The page that is sent. html: clean */
char *loft_draft_html_document (const char *html);

/* (transfer full) For those who read text: quotes with ">", the signature below its "-- ". */
char *loft_draft_html_to_text (const char *html);

/* (transfer full) The other way: quoted lines and the signature get their marks. */
char *loft_draft_html_from_text (const char *text);

/* (transfer full) "" for none; signature: text without its separator. html: of any origin, (nullable)
 * what stands for it in HTML. */
char *loft_draft_html_signature (const char *signature, const char *html, GPtrArray *parts);

/* (transfer full) A name for a picture, without <>, that no other has. */
char *loft_draft_html_new_content_id (void);

G_END_DECLS
