/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-store.h"

#include "loft-mail-store-private.h"
#include "loft-outgoing.h"

gboolean
loft_draft_store_get (LoftMailStore *store, gint64 outgoing_id, gint64 *message_id, GError **error)
{
  return loft_database_get_int (
    loft_mail_store_database (store), message_id, 0, error,
    "SELECT coalesce (max (message_id), 0) FROM draft_copy WHERE outgoing_id = ?", "i",
    outgoing_id);
}

gboolean
loft_draft_store_find (LoftMailStore *store, gint64 message_id, gint64 *outgoing_id, GError **error)
{
  return loft_database_get_int (
    loft_mail_store_database (store), outgoing_id, 0, error,
    "SELECT coalesce (max (outgoing_id), 0) FROM draft_copy WHERE message_id = ?", "i", message_id);
}

gboolean
loft_draft_store_set (LoftMailStore *store, gint64 outgoing_id, gint64 message_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (message_id == 0)
    return loft_database_run (database, error, "DELETE FROM draft_copy WHERE outgoing_id = ?", "i",
                              outgoing_id);
  return loft_database_run (database, error,
                            "INSERT OR REPLACE INTO draft_copy (outgoing_id, message_id)"
                            " VALUES (?, ?)",
                            "ii", outgoing_id, message_id);
}

GArray *
loft_draft_store_list_ended (LoftMailStore *store, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement =
    loft_database_query (database,
                         "SELECT outgoing_id FROM draft_copy WHERE NOT EXISTS"
                         " (SELECT 1 FROM outgoing WHERE id = outgoing_id AND state = ?)",
                         "d", (int) LOFT_OUTGOING_DRAFT);
  gboolean row = FALSE;

  for (;;)
    {
      gint64 id;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
}
