/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-dictionary.h"
#include "loft-content-origin.h"
#include "loft-database.h"

G_BEGIN_DECLS

/* content.db: the raw bytes of messages by local id, compressed, in chunks of 256 kB, each record
 * with a checksum. Content is committed here before store.db says that it is there. */
typedef struct _LoftContentStore LoftContentStore;

/* Raw bytes made ready to be written: pure work for a pool thread. */
typedef struct _LoftEncodedContent LoftEncodedContent;

/* zstd -1; base64 parts stored decoded where encoding them again gives the same bytes. */
LoftEncodedContent *loft_content_encode       (GBytes *raw);
/* Small messages with a dictionary (nullable), which becomes a part of any store it is put into. */
LoftEncodedContent *loft_content_encode_with  (GBytes *raw, LoftContentDictionary *dictionary);
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
/* The same, and known to be this message's. */
gboolean loft_content_store_put_of (LoftContentStore *self, gint64 message_id,
                                    const LoftContentOrigin *origin,
                                    const LoftEncodedContent *content, GError **error);
gboolean loft_content_store_remove (LoftContentStore *self, gint64 message_id, GError **error);

/* Whose it is; after the first put_piece(), in the same transaction. */
gboolean loft_content_store_set_origin (LoftContentStore *self, gint64 message_id,
                                        const LoftContentOrigin *origin, GError **error);
/* *is_of: there is a record, whole or not, and it is not known to be another message's. */
gboolean loft_content_store_is_of       (LoftContentStore *self, gint64 message_id,
                                         const LoftContentOrigin *origin, gboolean *is_of,
                                         GError **error);
/* The same content under another id. */
gboolean loft_content_store_move (LoftContentStore *self, gint64 message_id, gint64 new_id,
                                  GError **error);

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
/* As get, and GONE when it is known to be another message's. */
GBytes  *loft_content_store_get_of (LoftContentStore *self, gint64 message_id,
                                    const LoftContentOrigin *origin, GError **error);
gboolean loft_content_store_has (LoftContentStore *self, gint64 message_id);

/* (transfer full) (nullable) what new content is best encoded with, if it was made by now. */
LoftContentDictionary *loft_content_store_get_dictionary (LoftContentStore *self);
/* The same, and makes it of the messages that are here once they are a thousand: that takes 0.2 s
 * and a transaction of its own, everything else is cheap. *dictionary: (transfer full) (nullable) */
gboolean loft_content_store_learn_dictionary (LoftContentStore *self,
                                              LoftContentDictionary **dictionary, GError **error);
/* Makes damaged copies of dictionaries again from their other copies; *n_mended: how many. */
gboolean loft_content_store_mend_dictionaries (LoftContentStore *self, guint *n_mended,
                                               GError **error);

/* Calls func for every complete record, ascending; FALSE from func stops. */
typedef gboolean (*LoftContentFunc) (gint64 message_id, guint64 raw_size, gpointer user_data);
gboolean loft_content_store_foreach (LoftContentStore *self, LoftContentFunc func,
                                     gpointer user_data, GError **error);

/* What is known of a record without reading the content. */
typedef struct {
  gint64 message_id;
  guint64 raw_size;
  gboolean complete;
  gboolean is_local;  /* no server has it: has a place */
  LoftContentOrigin origin; /* zeros when written by the first version */
} LoftContentRecord;

/* (transfer full) at most limit of LoftContentRecord behind after, ascending; incomplete ones too. */
GArray  *loft_content_store_list (LoftContentStore *self, gint64 after, guint limit,
                                  GError **error);

/* Where a message lives that no server has: enough to make its folder again from this file. */
typedef struct {
  char *folder;      /* path */
  guint flags;       /* LoftFlags */
  char *keywords;
  gint64 date;
} LoftContentPlace;
void     loft_content_place_clear     (LoftContentPlace *self);
/* place (nullable): NULL for what a server has. In a transaction. */
gboolean loft_content_store_set_place (LoftContentStore *self, gint64 message_id,
                                       const LoftContentPlace *place, GError **error);
/* place: (out caller-allocates). GONE when it has none. */
gboolean loft_content_store_get_place (LoftContentStore *self, gint64 message_id,
                                       LoftContentPlace *place, GError **error);

/* Commits so far: a number that only a file that went back in time makes smaller. */
gboolean loft_content_store_get_commits (LoftContentStore *self, gint64 *commits, GError **error);
/* The highest id of a message there is, 0 for none; not of the outgoing ones (loft-outgoing-store.h)
 * nor of resources (loft-resource-store.h), which are asked for by the other. */
gboolean loft_content_store_get_last_id       (LoftContentStore *self, gint64 *id, GError **error);
gboolean loft_content_store_get_last_resource (LoftContentStore *self, gint64 *id, GError **error);

gboolean loft_content_store_is_damaged  (LoftContentStore *self); /* as loft-database.h */
gboolean loft_content_store_is_replaced (LoftContentStore *self);

/* Makes a new file at new_path with every record of the damaged one at path that can be read and
 * whose checksum fits. commits: where its count begins at least. *n_kept, *n_lost (out): records;
 * those whose very row cannot be read are not known. */
gboolean loft_content_store_salvage (const char *path, const char *new_path, gint64 commits,
                                     guint64 *n_kept, guint64 *n_lost,
                                     GCancellable *cancellable, GError **error);

/* Gives at most 4 MiB of free pages back to the file system; *more: call again later. */
gboolean loft_content_store_vacuum_step (LoftContentStore *self, gboolean *more, GError **error);
gboolean loft_content_store_checkpoint  (LoftContentStore *self, gsize wal_bytes,
                                         GError **error);
char    *loft_content_store_check       (LoftContentStore *self, GCancellable *cancellable,
                                         GError **error);
/* Without reading every content. */
char    *loft_content_store_check_structure (LoftContentStore *self, GCancellable *cancellable,
                                             GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftContentPlace, loft_content_place_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentStore, loft_content_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftEncodedContent, loft_encoded_content_free)

G_END_DECLS
