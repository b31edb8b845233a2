/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files of store/ only: statements. */

#include <sqlite3.h>

#include "loft-database.h"
#include "loft-error.h"

G_BEGIN_DECLS

/* A prepared statement, reset and ready to bind; kept by the connection and found again by the
 * address of sql, which must be a static string. NULL when it cannot be prepared (damaged or locked
 * file); loft_database_step() then fails. */
sqlite3_stmt *loft_database_prepare (LoftDatabase *self, const char *sql);

/* TRUE with *row telling whether there is one. Resets the statement at the end and on error. */
gboolean loft_database_step (LoftDatabase *self, sqlite3_stmt *statement, gboolean *row,
                             GError **error);

/* Binds by types, steps to the end, ignores rows. Types: i gint64, d int, s string or NULL,
 * b GBytes or NULL, n nothing (NULL). */
gboolean loft_database_run (LoftDatabase *self, GError **error, const char *sql,
                            const char *types, ...);

/* As run, returning the statement bound and not yet stepped. */
sqlite3_stmt *loft_database_query (LoftDatabase *self, const char *sql, const char *types, ...);

/* The single integer of the first row, or fallback when there is no row. */
gboolean loft_database_get_int (LoftDatabase *self, gint64 *value, gint64 fallback,
                                GError **error, const char *sql, const char *types, ...);

/* Numbers and words that a database keeps of itself, in its table "property". fallback and "" when
 * there is none. */
gboolean loft_database_get_number (LoftDatabase *self, const char *name, gint64 fallback,
                                   gint64 *number, GError **error);
gboolean loft_database_set_number (LoftDatabase *self, const char *name, gint64 number,
                                   GError **error);
gboolean loft_database_get_word   (LoftDatabase *self, const char *name, char **word,
                                   GError **error); /* word: (transfer full) */
gboolean loft_database_set_word   (LoftDatabase *self, const char *name, const char *word,
                                   GError **error);

/* In a transaction: counts it, in the property "commits". */
gboolean loft_database_count_commit (LoftDatabase *self, GError **error);

/* For SQL that is made up: (transfer full) (nullable) */
typedef sqlite3_stmt LoftStatement;
LoftStatement *loft_database_prepare_once (LoftDatabase *self, const char *sql);

/* Makes tables of the connection's own ("temp."), which one that only reads may have too. Static sql. */
gboolean loft_database_make_temporary (LoftDatabase *self, const char *sql, GError **error);

/* Sets what SQLite said last; FALSE. */
gboolean loft_database_fail (LoftDatabase *self, int code, GError **error);

/* Of SQLite's extended result codes. */
gboolean loft_database_code_is_damage (int code);

gint64   loft_database_last_id (LoftDatabase *self);
guint    loft_database_changes (LoftDatabase *self);

/* (transfer full) column helpers. */
char   *loft_database_column_text  (sqlite3_stmt *statement, int column); /* "" for NULL */
GBytes *loft_database_column_bytes (sqlite3_stmt *statement, int column); /* NULL for NULL */

static inline void
loft_statement_free (LoftStatement *statement)
{
  sqlite3_finalize (statement);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftStatement, loft_statement_free)

G_END_DECLS
