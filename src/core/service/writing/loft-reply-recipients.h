/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-reply.h"

G_BEGIN_DECLS

/* Who writes and who gets the answer (RFC 5322, 3.6.3; RFC 2369): to and cc of draft, and
 * (transfer full) the own address it is written from.
 *
 * Reply-To goes before From. Where a list has put itself there, an answer to the sender goes to the
 * sender, and one to all to both. Mail-Followup-To counts only for mail of a list, and only as far
 * as it names who takes part already: it would otherwise be a way to have answers sent elsewhere.
 * Own addresses are left out, also with a "+detail"; of one's own message an answer goes to those
 * who got it. Nobody twice. */
LoftAddress *loft_reply_recipients_choose (LoftMessageBody *body, GPtrArray *own,
                                           LoftReplyKind kind, LoftDraft *draft);

/* The same without the address it is written from, which large headers make slow to find. */
void loft_reply_recipients_fill (LoftMessageBody *body, GPtrArray *own, LoftReplyKind kind,
                                 LoftDraft *draft);

/* (transfer full) Only as whom: the own address that it came to. */
LoftAddress *loft_reply_recipients_from (LoftMessageBody *body, GPtrArray *own);

G_END_DECLS
