/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-room-store.h"

#include "loft-mail-store-private.h"

/* One folder after the other, so that it can be stopped in between. */
#define FOLDERS "SELECT id FROM folder WHERE id > 0 AND total > 0 AND NOT waits & 4"
#define SUM                                                                                        \
  "SELECT count (*), total (size) FROM message INDEXED BY message_by_date WHERE folder_id = ?"
#define LARGE                                                                                      \
  "SELECT id FROM message INDEXED BY message_large WHERE size >= 262144 AND folder_id > 0"         \
  " AND folder_id NOT IN (SELECT id FROM folder WHERE waits & 4) ORDER BY size DESC, id DESC"      \
  " LIMIT ?"

/* (transfer full) of gint64: the first column. */
static GArray *
list_ids (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (TRUE)
    {
      gboolean row = FALSE;
      gint64 id;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
}

static gboolean
sum_folder (LoftDatabase *database, LoftRoomSum *sum, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (database, SUM, "i", sum->folder_id);
  gboolean row = FALSE;

  if (!loft_database_step (database, statement, &row, error) || !row)
    return FALSE;
  sum->n_messages = (guint) sqlite3_column_int64 (statement, 0);
  sum->bytes = (guint64) sqlite3_column_double (statement, 1);
  return loft_database_step (database, statement, &row, error);
}

GArray *
loft_room_store_sum (LoftMailStore *store, GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GArray) folders =
    list_ids (database, loft_database_query (database, FOLDERS, ""), error);
  g_autoptr (GArray) sums = g_array_new (FALSE, FALSE, sizeof (LoftRoomSum));

  if (folders == NULL)
    return NULL;
  for (guint i = 0; i < folders->len; i++)
    {
      LoftRoomSum sum = { g_array_index (folders, gint64, i), 0, 0 };

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !sum_folder (database, &sum, error))
        return NULL;
      if (sum.n_messages > 0)
        g_array_append_val (sums, sum);
    }
  return g_steal_pointer (&sums);
}

GArray *
loft_room_store_list_large (LoftMailStore *store, guint limit, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return list_ids (database, loft_database_query (database, LARGE, "i", (gint64) limit), error);
}
