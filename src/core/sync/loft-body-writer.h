/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-sync.h"
#include "loft-folder.h"
#include "loft-ingest.h"

G_BEGIN_DECLS

/* Makes raw bodies of a folder's messages durable: a pool ingests them, the content is committed,
 * then the index, then the rows that say so. One thread; memory is bounded however fast they come. */
typedef struct _LoftBodyWriter LoftBodyWriter;

/* Makes the rows of messages that came with their content: of bodies (of LoftIngestedBody) those with
 * an item, under their message_id, or makes that id a leftover. In a transaction. */
typedef gboolean (*LoftNewRowsFunc) (GPtrArray *bodies, guint indexed, gpointer user_data,
                                     GError **error);

/* sync, folder: borrowed. total: how many there will be, for progress; 0: none is told. new_rows:
 * (nullable) when nothing is pushed with an item. */
LoftBodyWriter *loft_body_writer_new  (LoftAccountSync *sync, LoftFolder *folder, guint64 total,
                                       LoftNewRowsFunc new_rows, gpointer user_data);
void            loft_body_writer_free (LoftBodyWriter *self);

/* Wait while too much is under way. LOFT_ERROR_STORE is of any body, not only of this one. */
gboolean loft_body_writer_push (LoftBodyWriter *self, gint64 message_id, gint64 date, GBytes *raw,
                                gboolean encode, GError **error);
/* body: (transfer full) */
gboolean loft_body_writer_push_ingested (LoftBodyWriter *self, LoftIngestedBody *body,
                                         GError **error);
/* item: (transfer full) of a new message, with its content */
gboolean loft_body_writer_push_item (LoftBodyWriter *self, LoftRemoteItem *item, GError **error);

/* All that was pushed is durable; more may be pushed. */
gboolean loft_body_writer_finish (LoftBodyWriter *self, GError **error);

/* Content and rows of bodies (of LoftIngestedBody) at once, for a person who waits: the index gets
 * their text by the next sync. */
gboolean loft_body_writer_write_now (LoftAccountSync *sync, GPtrArray *bodies, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftBodyWriter, loft_body_writer_free)

G_END_DECLS
