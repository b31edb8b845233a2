/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-address.h"
#include "loft-priority.h"

G_BEGIN_DECLS

/* A message as its writer means it, before it is bytes. Plain values: whoever makes one owns it;
 * not changed after it is handed to another thread. */

/* An attachment, or a picture inside the HTML. */
typedef struct {
  char *name; /* file name as people see it; "" for none */
  char *content_type; /* "image/png"; "message/rfc822" for a forwarded message */
  char *content_id; /* (nullable) without <>: the HTML shows it as cid:…, it is no attachment */
  GBytes *data; /* of message/rfc822: the raw message; of "text/calendar; method=…": iTIP */
} LoftDraftPart;

LoftDraftPart *loft_draft_part_new (const char *name, const char *content_type,
                                    const char *content_id, GBytes *data);
void loft_draft_part_free (LoftDraftPart *self);

typedef struct {
  LoftAddress *from;
  LoftAddress *sender; /* (nullable) when not the writer sends (RFC 5322, 3.6.2) */
  GPtrArray *reply_to; /* of LoftAddress, as the next three; all may be empty */
  GPtrArray *to;
  GPtrArray *cc;
  GPtrArray *bcc;
  char *subject;
  char *organization; /* the writer's (RFC 5536, 3.2.9), "" for none */
  char *message_id; /* without <>, as the next two; given once, so that it is sent once */
  char *in_reply_to; /* (nullable) */
  char *forwarded; /* (nullable) Message-ID, without <>, of the one that it sends on */
  GPtrArray *references; /* of char *, oldest first */
  GDateTime *date; /* in the writer's zone */
  char *text; /* UTF-8, LF; quoted lines begin with '>' */
  char *html; /* (nullable) the same for those who show it */
  gboolean flowed; /* text is wrapped as format=flowed (RFC 3676) */
  GPtrArray *parts; /* of LoftDraftPart */
  LoftPriority priority;
  gboolean wants_receipt; /* asks the reader's program to tell (RFC 8098) */
  gboolean wants_report; /* asks the servers to tell what becomes of it (RFC 3461) */
} LoftDraft;

/* All is empty; no sender; now; flowed. */
LoftDraft *loft_draft_new (LoftAddress *from); /* from: (transfer full) */
LoftDraft *loft_draft_copy (const LoftDraft *self); /* the bytes of parts are shared */
void loft_draft_free (LoftDraft *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDraftPart, loft_draft_part_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDraft, loft_draft_free)

G_END_DECLS
