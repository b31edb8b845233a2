/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"
#include "loft-outgoing.h"

G_BEGIN_DECLS

/* Messages on their way out, in store.db. What their states mean is sync's matter. Errors and
 * threads as in loft-mail-store.h. */

/* In content.db the content of the outgoing message n is that of id LOFT_OUTGOING_CONTENT + n: above
 * all messages, below what ids of chunks can hold. */
#define LOFT_OUTGOING_CONTENT (G_GINT64_CONSTANT (1) << 46)

/* Sets outgoing->id when it is 0; else keeps it (a row that was lost). */
gboolean loft_outgoing_store_insert (LoftMailStore *store, LoftOutgoing *outgoing, GError **error);

/* All its values, by its id. */
gboolean loft_outgoing_store_update (LoftMailStore *store, const LoftOutgoing *outgoing,
                                     GError **error);

/* Its content is left to be collected. */
gboolean loft_outgoing_store_remove (LoftMailStore *store, gint64 id, GError **error);

/* An id that is given next at the earliest; so that a message can have its content first. In a
 * transaction, which takes it. */
gboolean loft_outgoing_store_take_id (LoftMailStore *store, gint64 *id, GError **error);

/* (transfer full) of LoftOutgoing, by id. */
GPtrArray *loft_outgoing_store_list (LoftMailStore *store, GError **error);

/* (transfer full) NULL with LOFT_ERROR_GONE. */
LoftOutgoing *loft_outgoing_store_get (LoftMailStore *store, gint64 id, GError **error);

/* Whether the content of that id waits to be collected: its message was removed on purpose. */
gboolean loft_outgoing_store_is_leftover (LoftMailStore *store, gint64 id, gboolean *is_leftover,
                                          GError **error);

/* Whether a message with that Message-ID is in a folder that is shown as the one of sent messages. */
gboolean loft_outgoing_store_is_in_sent (LoftMailStore *store, const char *message_id,
                                         gboolean *is_there, GError **error);

G_END_DECLS
