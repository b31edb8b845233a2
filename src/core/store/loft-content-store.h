/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-database.h"

G_BEGIN_DECLS

/* content.db: the raw bytes of messages by local id, compressed, in chunks of 256 kB, each record
 * with a checksum. Content is committed here before store.db says that it is there. */
typedef struct _LoftContentStore LoftContentStore;

/* Raw bytes made ready to be written: pure work for a pool thread. */
typedef struct _LoftEncodedContent LoftEncodedContent;

/* zstd -1; base64 parts stored decoded where encoding them again gives the same bytes. */
LoftEncodedContent *loft_content_encode       (GBytes *raw);
void                loft_encoded_content_free (LoftEncodedContent *self);
gsize               loft_encoded_content_get_size (const LoftEncodedContent *self); /* to be written */

/* path: of content.db. One thread at a time. */
LoftContentStore *loft_content_store_open  (const char *path, LoftDatabaseMode mode, GError **error);
void              loft_content_store_close (LoftContentStore *self);

/* Writes between begin and commit only; commit makes them visible (and durable by mode). */
gboolean loft_content_store_begin    (LoftContentStore *self, GError **error);
gboolean loft_content_store_commit   (LoftContentStore *self, GError **error);
void     loft_content_store_rollback (LoftContentStore *self);

/* Replaces what was there for the id. */
gboolean loft_content_store_put    (LoftContentStore *self, gint64 message_id,
                                    const LoftEncodedContent *content, GError **error);
gboolean loft_content_store_remove (LoftContentStore *self, gint64 message_id, GError **error);

/* A large message in pieces: put_piece() with ascending offsets (0 begins anew, each continues
 * exactly where the last ended), each at most 1 MiB and each in any transaction; the record is
 * incomplete, and get() says GONE, until finish(). get_length tells where to go on after a crash. */
gboolean loft_content_store_put_piece  (LoftContentStore *self, gint64 message_id, guint64 offset,
                                        GBytes *piece, GError **error);
gboolean loft_content_store_finish     (LoftContentStore *self, gint64 message_id, GError **error);
gboolean loft_content_store_get_length (LoftContentStore *self, gint64 message_id, guint64 *length,
                                        gboolean *complete, GError **error);

/* (transfer full) byte-exact. LOFT_ERROR_GONE: not there; LOFT_ERROR_STORE: checksum or file
 * damaged. */
GBytes  *loft_content_store_get (LoftContentStore *self, gint64 message_id, GError **error);
gboolean loft_content_store_has (LoftContentStore *self, gint64 message_id);

/* Calls func for every complete record, ascending; FALSE from func stops. */
typedef gboolean (*LoftContentFunc) (gint64 message_id, guint64 raw_size, gpointer user_data);
gboolean loft_content_store_foreach (LoftContentStore *self, LoftContentFunc func,
                                     gpointer user_data, GError **error);

/* Gives at most 4 MiB of free pages back to the file system; *more: call again later. */
gboolean loft_content_store_vacuum_step (LoftContentStore *self, gboolean *more, GError **error);
gboolean loft_content_store_checkpoint  (LoftContentStore *self, gsize wal_bytes,
                                         GError **error);
char    *loft_content_store_check       (LoftContentStore *self, GCancellable *cancellable,
                                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentStore, loft_content_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEncodedContent, loft_encoded_content_free)

G_END_DECLS
