/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-people-store.h"

#include "loft-mail-store-private.h"

gboolean
loft_people_store_foreach (LoftMailStore *store, guint limit, LoftPeopleFunc func,
                           gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement =
    loft_database_query (database,
                         "SELECT sender, recipients FROM message INDEXED BY message_for_search"
                         " ORDER BY date DESC, id DESC LIMIT ?",
                         "i", (gint64) limit);
  gboolean row = FALSE;

  for (;;)
    {
      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      func ((const char *) sqlite3_column_text (statement, 0),
            (const char *) sqlite3_column_text (statement, 1), user_data);
    }
}
