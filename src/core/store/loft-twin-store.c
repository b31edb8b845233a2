/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-twin-store.h"

#include "loft-conversation-store.h"
#include "loft-mail-store-private.h"
#include "loft-text.h"

#define SEEN_THERE "folder_id > 0 AND (remote_id IS NOT NULL OR server_folder_id = 0)"
#define FIRST_100  " ORDER BY id DESC LIMIT 100"

static GArray *
collect (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = TRUE;

  while (row)
    {
      gint64 id;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      id = row ? sqlite3_column_int64 (statement, 0) : 0;
      if (row)
        g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

GArray *
loft_twin_store_list (LoftMailStore *store, const LoftTwin *twin, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  gint64 hash = twin->message_id[0] != '\0' ? loft_text_stable_hash (twin->message_id) : 0;
  gint64 conversation = 0;

  if (hash == 0)
    return collect (database,
                    loft_database_query (database,
                                         "SELECT id FROM message WHERE folder_id = ? AND date = ?"
                                         " AND size = ? AND subject = ? AND message_hash = 0"
                                         " AND " SEEN_THERE FIRST_100,
                                         "iiis", twin->folder_id, twin->date, (gint64) twin->size,
                                         twin->subject),
                    error);
  if (!loft_conversation_store_find (store, hash, &conversation, error))
    return NULL;
  return collect (database,
                  loft_database_query (database,
                                       "SELECT id FROM message WHERE conversation_id = ?"
                                       " AND message_hash = ? AND message_id = ?"
                                       " AND coalesce (subject = ?, TRUE)"
                                       " AND " SEEN_THERE FIRST_100,
                                       "iiss", conversation, hash, twin->message_id, twin->subject),
                  error);
}
