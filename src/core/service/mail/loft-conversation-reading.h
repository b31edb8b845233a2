/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-list-store.h"
#include "loft-message-row.h"

G_BEGIN_DECLS

/* A conversation as one reads it, from what the store has of it. Pure but for the reading. */

/* (transfer full) of LoftConversationPart, newest first; loft_mail_reader_list_conversation() says
 * which. with_copies: each Message-ID as often as it is there. */
GArray *loft_conversation_reading_load (LoftMailStore *store, gint64 conversation_id,
                                        gint64 folder_id, gboolean with_copies, GError **error);

/* (transfer full) of the messages of parts. own_address: "" for none. */
LoftConversationSummary *loft_conversation_summary_new (GArray *parts, const char *own_address);

/* The same of one message. */
LoftConversationSummary *loft_conversation_summary_new_single (const LoftMessage *message,
                                                               const char *own_address);

void loft_conversation_summary_free (LoftConversationSummary *self);
gboolean loft_conversation_summary_equal (const LoftConversationSummary *a,
                                          const LoftConversationSummary *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftConversationSummary, loft_conversation_summary_free)

G_END_DECLS
