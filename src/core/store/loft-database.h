/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One SQLite connection with Loft's rules: WAL, STRICT schema brought to its newest version on
 * opening, automatic checkpoints off, every write transaction IMMEDIATE, a busy handler of 20 s.
 * A connection belongs to one thread at a time. Every failure is LOFT_ERROR_STORE. */
typedef struct _LoftDatabase LoftDatabase;

typedef enum {
  LOFT_DATABASE_READ_ONLY, /* never creates or migrates; short reads only */
  LOFT_DATABASE_WRITE,     /* synchronous=NORMAL: a power loss may take the last commits, never
                            * the file; for what a server can give again */
  LOFT_DATABASE_DURABLE,   /* synchronous=FULL: a commit that returned stays; for what exists
                            * only here */
} LoftDatabaseMode;

/* schema: "store", "content" or "search", the folder of schema/ with its numbered files. A newer
 * version than this program's is refused with a sentence that says so. */
LoftDatabase *loft_database_open  (const char       *path,
                                   const char       *schema,
                                   LoftDatabaseMode  mode,
                                   GError          **error);
void          loft_database_close (LoftDatabase *self);

/* A statement has found the file damaged (pages whose checksum does not fit, broken structure, a
 * file cut short). It stays so: close everything, repair, open again. Disk full is no damage. */
gboolean loft_database_is_damaged  (LoftDatabase *self);
/* Another file stands at the path by now, as after a repair: close and open again. Cheap. */
gboolean loft_database_is_replaced (LoftDatabase *self);

/* IMMEDIATE. Fails when the file has been replaced: what were written then nobody would read. */
gboolean loft_database_begin    (LoftDatabase *self, GError **error);
/* Of reads alone; ended by rollback(). */
gboolean loft_database_begin_reading  (LoftDatabase *self, GError **error);
gboolean loft_database_commit   (LoftDatabase *self, GError **error); /* rolls back if it fails */
void     loft_database_rollback (LoftDatabase *self);                 /* nothing when none is open */
gboolean loft_database_in_transaction (LoftDatabase *self);

/* Brings the WAL into the file. Only the owner of the account calls it, between jobs. SQLite before
 * 3.51.3 can lose commits when a checkpoint resets the WAL while another connection commits, so a
 * second connection holds the write lock meanwhile. Does nothing while the WAL has no more than
 * wal_bytes or others keep writing: call it again later. */
gboolean loft_database_checkpoint (LoftDatabase *self, gsize wal_bytes, GError **error);

/* PRAGMA quick_check and foreign_key_check. (transfer full) the first finding, or NULL when
 * sound. */
char *loft_database_check (LoftDatabase *self, GCancellable *cancellable, GError **error);

/* Wakes a statement that runs in another thread; it fails with G_IO_ERROR_CANCELLED. */
void loft_database_interrupt (LoftDatabase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDatabase, loft_database_close)

G_END_DECLS
