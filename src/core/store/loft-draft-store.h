/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* The word of a store (loft_mail_store_get_word()) that is "yes" where the account's server takes drafts,
 * though it takes no other messages (loft-account-limits.h). */
#define LOFT_SERVER_TAKES_DRAFTS "server-takes-drafts"

/* Which message of a folder is the copy of which draft, in store.db. Errors and threads as in
 * loft-mail-store.h. */

/* *message_id: 0 for none. */
gboolean loft_draft_store_get (LoftMailStore *store, gint64 outgoing_id, gint64 *message_id,
                               GError **error);

/* The other way: *outgoing_id, 0 for none. */
gboolean loft_draft_store_find (LoftMailStore *store, gint64 message_id, gint64 *outgoing_id,
                                GError **error);

/* message_id 0: there is none any more. */
gboolean loft_draft_store_set (LoftMailStore *store, gint64 outgoing_id, gint64 message_id,
                               GError **error);

/* (transfer full) of gint64: drafts that have a copy, and are none any more. */
GArray *loft_draft_store_list_ended (LoftMailStore *store, GError **error);

G_END_DECLS
