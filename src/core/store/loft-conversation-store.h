/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Conversations of an account: sets of messages joined by Message-ID, References and In-Reply-To
 * (RFC 5322, 3.6.4), the same whatever order they arrive in. Ids that were only referred to count
 * too; deletion never splits. */

/* The conversation of a message with these ids (its own first, "" if none; then references), made
 * or merged as needed. In a transaction. */
gboolean loft_conversation_store_join (LoftMailStore *store, const char *message_id,
                                       GPtrArray *references, gint64 *conversation_id,
                                       GError **error);

/* Of the message id with this hash (loft_text_stable_hash); 0 for one that was never seen. */
gboolean loft_conversation_store_find (LoftMailStore *store, gint64 hash, gint64 *conversation_id,
                                       GError **error);

/* The newest message with this id that is shown somewhere; *id 0: none. */
gboolean loft_conversation_store_find_message (LoftMailStore *store, const char *message_id,
                                               gint64 *folder_id, gint64 *id, GError **error);

G_END_DECLS
