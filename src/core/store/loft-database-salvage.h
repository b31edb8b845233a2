/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files of store/ only: what can still be read of a damaged database. */

#include "loft-database.h"

G_BEGIN_DECLS

/* A damaged file, read by a connection of its own: SQLite writes nothing more over one that has met
 * damage in a transaction. While it is open others are kept from writing to it, where that can be
 * done at all. */
typedef struct _LoftDamagedFile LoftDamagedFile;

/* checked: pages whose checksum does not fit are not read; without it only what has a checksum of
 * its own may be taken. NULL: nothing can be read. */
LoftDamagedFile *loft_damaged_file_open  (const char *path, gboolean checked);
void             loft_damaged_file_close (LoftDamagedFile *self);

/* Copies the rows of a table whose first column is its integer key, going around what cannot be
 * read; a key that is there already stays. In a transaction of self. *n_gaps: grows by the places
 * where something is missing. FALSE only for faults of self. */
gboolean loft_database_salvage_table (LoftDatabase *self, LoftDamagedFile *from, const char *table,
                                      const char *key, guint *n_gaps, GError **error);

/* Copies what "SELECT * FROM table …" with two integers bound gives; *whole FALSE: not all could be
 * read. */
gboolean loft_database_salvage_rows (LoftDatabase *self, LoftDamagedFile *from, const char *table,
                                     const char *condition, gint64 first, gint64 second,
                                     gboolean *whole, GError **error);

/* Brings everything into the file itself, so that it can be moved without its log. Nobody else may
 * have it open. */
gboolean loft_database_fold (LoftDatabase *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDamagedFile, loft_damaged_file_close)

G_END_DECLS
