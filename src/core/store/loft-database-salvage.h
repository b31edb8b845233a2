/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files of store/ only: what can still be read of a damaged database. */

#include "loft-database.h"

G_BEGIN_DECLS

/* Makes a damaged file readable as schema "damaged" beside self, and tries to keep others from
 * writing to it meanwhile. checked: pages whose checksum does not fit are not read; without it only
 * what has a checksum of its own may be taken. FALSE: nothing can be read. */
gboolean loft_database_attach_damaged (LoftDatabase *self, const char *path, gboolean checked);
void     loft_database_detach_damaged (LoftDatabase *self);

/* Copies the rows of a table whose integer key is key, going around what cannot be read; a key that
 * is there already stays. In a transaction of self. *n_gaps (out): places where something is
 * missing. FALSE only for faults of self. */
gboolean loft_database_salvage_table (LoftDatabase *self, const char *table, const char *key,
                                      guint *n_gaps, GError **error);

/* A table without such a key: all of it or nothing. */
gboolean loft_database_salvage_whole (LoftDatabase *self, const char *table);

/* Brings everything into the file itself, so that it can be moved without its log. Nobody else may
 * have it open. */
gboolean loft_database_fold (LoftDatabase *self, GError **error);

G_END_DECLS
