/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files over the same connection. */

#include "loft-database-private.h"
#include "loft-mail-store.h"

G_BEGIN_DECLS

LoftDatabase *loft_mail_store_database (LoftMailStore *self);

/* (transfer full) gint64: all rows of a one-column statement. */
GArray *loft_mail_store_collect_ids (LoftMailStore *self, sqlite3_stmt *statement,
                                     GError **error);

/* In a transaction: ids of a table up to that one were given. */
gboolean loft_mail_store_raise_sequence (LoftMailStore *self, const char *table, gint64 id,
                                         GError **error);

G_END_DECLS
