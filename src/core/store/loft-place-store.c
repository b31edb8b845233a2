/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-place-store.h"

#include "loft-mail-store-private.h"

GArray *
loft_place_store_list_changed (LoftMailStore *store, guint limit, GError **error)
{
  return loft_mail_store_collect_ids (
    store,
    loft_database_query (loft_mail_store_database (store),
                         "SELECT message_id FROM place_changed LIMIT ?", "i", (gint64) limit),
    error);
}

gboolean
loft_place_store_clear_changed (LoftMailStore *store, gint64 message_id, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM place_changed WHERE message_id = ?", "i", message_id);
}

gboolean
loft_place_store_get (LoftMailStore *store, gint64 message_id, LoftContentPlace *place,
                      gboolean *is_local, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement = loft_database_query (
    database,
    /* What is out of sight, on its way to another account, is where it came from as long as it is. */
    "SELECT path, m.flags, m.keywords, m.date FROM message m JOIN folder f"
    " ON f.id = CASE WHEN m.folder_id < 0 THEN m.server_folder_id ELSE m.folder_id END"
    " WHERE m.id = ? AND f.remote_id IS NULL",
    "i", message_id);

  *place = (LoftContentPlace){ 0 };
  if (!loft_database_step (database, statement, is_local, error))
    return FALSE;
  if (!*is_local)
    return TRUE;
  place->folder = loft_database_column_text (statement, 0);
  place->flags = (guint) sqlite3_column_int (statement, 1);
  place->keywords = loft_database_column_text (statement, 2);
  place->date = sqlite3_column_int64 (statement, 3);
  sqlite3_reset (statement);
  return TRUE;
}
