/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft.h"
#include "loft-outgoing.h"

G_BEGIN_DECLS

/* From what was written to what the outbox keeps: the raw message, with Bcc, and the row that says
 * who gets it. Pure; any thread. */

/* (transfer full) A draft as it is; never refused. Gives the draft a Message-ID when it has none. */
LoftOutgoing *loft_outgoing_maker_make_draft (LoftDraft *draft, GBytes **raw, GError **error);

/* (transfer full) To be sent, not before that time. The draft gets its date, and a Message-ID when it
 * has none. LOFT_ERROR_REFUSED: nobody to send to, or an address that is none. */
LoftOutgoing *loft_outgoing_maker_make (LoftDraft *draft, gint64 not_before, LoftSentCopy copy,
                                        GBytes **raw, GError **error);

/* The same of bytes; *sent (out): (transfer full) as they are to be kept. sender: (nullable) when the
 * message does not say who writes. */
LoftOutgoing *loft_outgoing_maker_make_raw (GBytes *raw, const char *sender, gint64 not_before,
                                            LoftSentCopy copy, GBytes **sent, GError **error);

/* A message that was received, sent on (loft_mime_redirect()). Its own recipients are none of this
 * one's, and it is known by the Message-ID of the resending. */
LoftOutgoing *loft_outgoing_maker_make_redirected (GBytes *raw, LoftDraft *resent, LoftSentCopy copy,
                                                   GBytes **sent, GError **error);

G_END_DECLS
