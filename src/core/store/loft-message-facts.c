/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-facts.h"

#include "loft-mail-store-private.h"

#define CANCEL_STEP 4096

static void
read_facts (sqlite3_stmt *statement, LoftMessageFacts *facts)
{
  facts->id = sqlite3_column_int64 (statement, 0);
  facts->folder_id = sqlite3_column_int64 (statement, 1);
  facts->date = sqlite3_column_int64 (statement, 2);
  facts->size = (guint64) sqlite3_column_int64 (statement, 3);
  facts->flags = (LoftFlags) sqlite3_column_int (statement, 4);
  facts->has_attachment = sqlite3_column_int (statement, 5) != 0;
}

gboolean
loft_message_facts_get (LoftMailStore *store, gint64 message_id, LoftMessageFacts *facts,
                        gboolean *found, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement = loft_database_query (
    database,
    "SELECT id, folder_id, date, size, flags, attached FROM message m"
    " WHERE id = ? AND folder_id > 0"
    " AND NOT EXISTS (SELECT 1 FROM folder WHERE id = m.folder_id AND waits & 4)",
    "i", message_id);

  if (!loft_database_step (database, statement, found, error))
    return FALSE;
  if (*found)
    {
      read_facts (statement, facts);
      sqlite3_reset (statement);
    }
  return TRUE;
}

/* Folders that are about to be deleted (LOFT_FOLDER_WAITS_DELETION) are seen no more.
 *
 * All that is asked for stands in the index, which is walked from its end: 500,000 messages are
 * looked at in a few hundredths of a second, whatever the conditions are. */
static const char bounds_sql[] =
  "SELECT id, folder_id, date, size, flags, attached"
  "  FROM message INDEXED BY message_for_search"
  " WHERE date >= ? AND date < ? AND (flags & ?) = ? AND (flags & ?) = 0 AND attached >= ?"
  "   AND size > ? AND (? OR folder_id = ?) AND folder_id > 0"
  "   AND folder_id NOT IN (SELECT id FROM folder WHERE waits & 4)"
  " ORDER BY date DESC, id DESC";

gboolean
loft_message_facts_foreach (LoftMailStore *store, const LoftMessageBounds *bounds,
                            LoftMessageFactsFunc func, gpointer user_data,
                            GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  /* A size of 0 is larger than nothing. */
  gint64 larger = bounds->larger == 0 ? -1 : (gint64) MIN (bounds->larger, G_MAXINT64);
  sqlite3_stmt *statement =
    loft_database_query (database, bounds_sql, "iiddddidi", bounds->since, bounds->before,
                         bounds->with_flags, bounds->with_flags, bounds->without_flags,
                         bounds->with_attachment, larger, bounds->folder_id == 0,
                         bounds->folder_id);
  gboolean row = FALSE;

  for (guint n = 0;; n++)
    {
      LoftMessageFacts facts;

      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      read_facts (statement, &facts);
      if (n % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      if (!func (&facts, user_data))
        {
          sqlite3_reset (statement);
          return TRUE;
        }
    }
}

static const char keywords_sql[] =
  "SELECT id, keywords FROM message INDEXED BY message_with_keywords"
  " WHERE keywords <> ''";

/* The index holds nothing but messages with keywords: most have none. */
GArray *
loft_message_facts_list_with_keyword (LoftMailStore *store, const char *keyword,
                                      GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement = loft_database_query (database, keywords_sql, "");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = FALSE;

  for (guint n = 0;; n++)
    {
      gint64 id;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (statement, 0);
      if (loft_keywords_contain ((const char *) sqlite3_column_text (statement, 1), keyword))
        g_array_append_val (ids, id);
      if (n % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return NULL;
        }
    }
}

/* The index has them in order, so none is kept that was met before. */
static const char sets_sql[] =
  "SELECT DISTINCT keywords FROM message INDEXED BY message_with_keywords"
  " WHERE keywords <> ''";

GPtrArray *
loft_message_facts_list_keywords (LoftMailStore *store, GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  sqlite3_stmt *statement = loft_database_query (database, sets_sql, "");
  g_autoptr (GPtrArray) sets = g_ptr_array_new_with_free_func (g_free);
  gboolean row = FALSE;

  for (;;)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&sets);
      g_ptr_array_add (sets, loft_database_column_text (statement, 0));
      if (sets->len % CANCEL_STEP == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return NULL;
        }
    }
}
