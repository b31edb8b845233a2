/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-ingest.h"

G_BEGIN_DECLS

/* Writes the search texts of bodies in a thread of its own, with its own connection to search.db,
 * in few large transactions: each costs a segment that must be merged later. Bodies go in, and come
 * out again when their text is committed: only then may their row say so. One thread pushes, takes
 * and frees. */
typedef struct _LoftIndexWriter LoftIndexWriter;

/* store: borrowed, for its place and to be told of damage; its connections are not used. Nothing is
 * opened before there is something to write. */
LoftIndexWriter *loft_index_writer_new (LoftAccountStore *store);
/* Waits for the thread; what was not taken is dropped (its text may be in the index already, which
 * does no harm). */
void loft_index_writer_free (LoftIndexWriter *self);

/* body: (transfer full). Waits while the thread is a whole batch behind. An error is of any body. */
gboolean loft_index_writer_push (LoftIndexWriter *self, LoftIngestedBody *body, GError **error);

/* (transfer full) of LoftIngestedBody whose text is committed, as pushed; their texts are gone. all:
 * of everything pushed. NULL: a batch could not be written, and nothing more will be. */
GPtrArray *loft_index_writer_take (LoftIndexWriter *self, gboolean all, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftIndexWriter, loft_index_writer_free)

G_END_DECLS
