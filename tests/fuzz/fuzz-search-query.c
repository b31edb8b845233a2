/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "loft-search-match.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

/* FTS5 itself judges whether an expression is sound: nothing that is typed may be a syntax error or
 * name a column of its own. */
static sqlite3_stmt *
get_statement (void)
{
  static sqlite3_stmt *statement;
  sqlite3 *handle = NULL;

  if (statement != NULL)
    return statement;
  if (sqlite3_open (":memory:", &handle) != SQLITE_OK ||
      sqlite3_exec (
        handle,
        "CREATE VIRTUAL TABLE full_text USING fts5 (body, subject, sender, recipients,"
        " attachments, content = '', columnsize = 0,"
        " tokenize = 'unicode61 remove_diacritics 0');"
        "INSERT INTO full_text (rowid, body, subject) VALUES (1, 'a b', '\xee\x80\x80')",
        NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_prepare_v2 (handle, "SELECT rowid FROM full_text WHERE full_text MATCH ?", -1,
                          &statement, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (handle));
  return statement;
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_autoptr (LoftSearchQuery) query = loft_search_query_parse (text);
  g_autofree char *match = loft_search_match_new (query, NULL);
  sqlite3_stmt *statement = get_statement ();
  int code;

  for (guint i = 0; i < loft_search_query_get_n_terms (query); i++)
    if (!g_utf8_validate (loft_search_query_get_term (query, i)->text, -1, NULL))
      g_error ("a term is not UTF-8");
  if (match == NULL)
    return 0;
  sqlite3_bind_text (statement, 1, match, -1, SQLITE_STATIC);
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    g_error ("%s: %s", sqlite3_errmsg (sqlite3_db_handle (statement)), match);
  sqlite3_reset (statement);
  return 0;
}
