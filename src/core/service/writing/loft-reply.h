/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft.h"
#include "loft-message-body.h"

G_BEGIN_DECLS

/* What an answer begins with: who gets it, from whom, its subject, what it refers to and what it
 * quotes. Pure. Of HTML its cleaned form is taken over (loft-reply-html.h), else text and addresses
 * only: nothing remote is loaded or leaves by a quote. */
typedef enum {
  LOFT_REPLY_SENDER,
  LOFT_REPLY_ALL,
  LOFT_REPLY_LIST, /* to the address of its mailing list alone */
  LOFT_REPLY_FORWARD, /* inline, with its attachments */
  LOFT_REPLY_FORWARD_WHOLE, /* as an attachment */
  LOFT_REPLY_EDIT, /* the message again, as new */
} LoftReplyKind;

/* What is written around the quote, in the writer's language. */
typedef struct {
  const char *introduction; /* "On Monday, Eva Adler wrote:"; of a forward the whole heading */
  const char *signature; /* (nullable) without its separator */
  gboolean signature_above; /* above the quote instead of below it */
  gboolean as_html; /* an answer to HTML is HTML, too */
  const char *signature_html; /* (nullable) its signature, of any origin */
} LoftReplyText;

/* own: of LoftAddress, all that are the writer's; the first is who writes when the message does not
 * tell to whom it came. Of very many recipients the first thousand.
 *
 * The caret belongs at *caret (out, optional), in characters of text. Decodes attachments: of a large
 * forward or edit in a thread. LOFT_ERROR_GONE for an attachment that cannot be decoded, _REFUSED
 * for LOFT_REPLY_LIST without a list to write to. (transfer full) */
LoftDraft *loft_reply_new (LoftMessageBody *body, GPtrArray *own, LoftReplyKind kind,
                           const LoftReplyText *text, guint *caret, GError **error);

/* (transfer full) of a new message: signature below where one writes. */
char *loft_reply_new_text (const char *signature);

/* (transfer full) "Re: …" or "Fwd: …" in front of the subject without what clients of any language
 * have put there; of EDIT as it is. */
char *loft_reply_subject (const char *subject, LoftReplyKind kind);

/* (transfer full) The text with ">" in front of each line, without its signature. At most max_bytes
 * are quoted, whole lines. */
char *loft_reply_quote (const char *text, gsize max_bytes);

/* Whether an answer to all goes to others than an answer to the sender. */
gboolean loft_reply_has_others (LoftMessageBody *body, GPtrArray *own);
gboolean loft_reply_has_list (LoftMessageBody *body);

G_END_DECLS
