/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-store.h"

G_BEGIN_DECLS

/* Message ids taken in advance, so that content and index can be committed before the row is made.
 * The block is noted in the store until every id of it is a row: after a crash the ids without one
 * become leftovers, and what stands under them in the other databases is collected. One block at a
 * time, taken by the account's owner. */

/* *first: of n ids in a row that nobody else gets. Before anything stands under them. */
gboolean loft_id_block_take (LoftMailStore *store, guint n, gint64 *first, GError **error);

/* Every id that was used is a row now. */
gboolean loft_id_block_forget (LoftMailStore *store, GError **error);

/* What a crash left: to be called before ids are taken anew. */
gboolean loft_id_block_settle (LoftMailStore *store, GError **error);

G_END_DECLS
