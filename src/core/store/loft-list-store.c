/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-list-store.h"

#include "loft-list-store-private.h"
#include "loft-mail-store-private.h"

#define MAX_FOLDERS 64

/* ---- many messages ------------------------------------------------------------------------ */

#define FACTS "id, folder_id, conversation_id, date, size, flags, attached"

#define IN_FOLDER                                                                                  \
  " FROM message INDEXED BY message_by_date WHERE folder_id = ?"                                   \
  " ORDER BY date DESC, id DESC"
#define FLAGGED                                                                                    \
  " FROM message INDEXED BY message_flagged WHERE flags & 4 <> 0 AND folder_id > 0"                \
  " AND folder_id NOT IN (SELECT id FROM folder WHERE waits & 4)"                                  \
  " ORDER BY date DESC, id DESC"
#define ONE " FROM message WHERE id = ?"

/* In threes, by LoftListText. */
enum { IN_FOLDER_SQL = 0, FLAGGED_SQL = 3, ONE_SQL = 6, NEXT_FOLDER_SQL = 9, IN_CONVERSATION_SQL };

static const LoftListQuery queries[] = {
  { "SELECT " FACTS ", 0, NULL" IN_FOLDER, "COVERING INDEX message_by_date (folder_id=?)" },
  { "SELECT " FACTS ", 0, sender" IN_FOLDER, "INDEX message_by_date (folder_id=?)" },
  { "SELECT " FACTS ", 0, subject" IN_FOLDER, "INDEX message_by_date (folder_id=?)" },
  { "SELECT " FACTS ", message_hash, NULL" FLAGGED, "COVERING INDEX message_flagged" },
  { "SELECT " FACTS ", message_hash, sender" FLAGGED, "INDEX message_flagged" },
  { "SELECT " FACTS ", message_hash, subject" FLAGGED, "INDEX message_flagged" },
  { "SELECT " FACTS ", message_hash, NULL" ONE, "INTEGER PRIMARY KEY (rowid=?)" },
  { "SELECT " FACTS ", message_hash, sender" ONE, "INTEGER PRIMARY KEY (rowid=?)" },
  { "SELECT " FACTS ", message_hash, subject" ONE, "INTEGER PRIMARY KEY (rowid=?)" },
  { "SELECT folder_id, (SELECT CASE WHEN waits & 4 THEN -1"
    " ELSE coalesce (role_override, server_role) END FROM folder WHERE id = folder_id)"
    " FROM message INDEXED BY message_by_conversation"
    " WHERE conversation_id = ? AND folder_id > ? ORDER BY folder_id LIMIT 1",
    "COVERING INDEX message_by_conversation (conversation_id=? AND folder_id>?)" },
  { "SELECT id, date, flags, attached, message_hash, sender, keywords FROM message"
    " INDEXED BY message_by_conversation WHERE conversation_id = ? AND folder_id = ?"
    " ORDER BY date DESC, id DESC LIMIT ?",
    "INDEX message_by_conversation (conversation_id=? AND folder_id=?)" },
};

const LoftListQuery *
loft_list_store_get_queries (guint *n_queries)
{
  *n_queries = G_N_ELEMENTS (queries);
  return queries;
}

static void
read_facts (sqlite3_stmt *row, LoftListFacts *facts)
{
  facts->id = sqlite3_column_int64 (row, 0);
  facts->folder_id = sqlite3_column_int64 (row, 1);
  facts->conversation_id = sqlite3_column_int64 (row, 2);
  facts->date = sqlite3_column_int64 (row, 3);
  facts->size = (guint64) sqlite3_column_int64 (row, 4);
  facts->flags = (LoftFlags) sqlite3_column_int (row, 5);
  facts->attached = sqlite3_column_int (row, 6) != 0;
  facts->message_hash = sqlite3_column_int64 (row, 7);
  facts->text = (const char *) sqlite3_column_text (row, 8);
}

static gboolean
tell_all (LoftDatabase *database, sqlite3_stmt *statement, LoftListFactsFunc func,
          gpointer user_data, GCancellable *cancellable, GError **error)
{
  for (guint n = 1;; n++)
    {
      LoftListFacts facts;
      gboolean row = FALSE;

      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      read_facts (statement, &facts);
      func (&facts, user_data);
      if (n % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
    }
}

gboolean
loft_list_store_foreach_in_folder (LoftMailStore *store, gint64 folder_id, LoftListText text,
                                   LoftListFactsFunc func, gpointer user_data,
                                   GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return tell_all (database,
                   loft_database_query (database, queries[IN_FOLDER_SQL + text].sql, "i",
                                        folder_id),
                   func, user_data, cancellable, error);
}

gboolean
loft_list_store_foreach_flagged (LoftMailStore *store, LoftListText text, LoftListFactsFunc func,
                                 gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return tell_all (database, loft_database_query (database, queries[FLAGGED_SQL + text].sql, ""),
                   func, user_data, cancellable, error);
}

gboolean
loft_list_store_look_up (LoftMailStore *store, gint64 message_id, LoftListText text,
                         LoftListFactsFunc func, gpointer user_data, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return tell_all (database,
                   loft_database_query (database, queries[ONE_SQL + text].sql, "i", message_id),
                   func, user_data, NULL, error);
}

/* ---- one conversation --------------------------------------------------------------------- */

static void
part_clear (gpointer data)
{
  g_free (((LoftConversationPart *) data)->sender);
  g_free (((LoftConversationPart *) data)->keywords);
}

/* The next folder behind one that has messages of the conversation: a step in the index, not a walk
 * over the messages between. *folder_id 0: none. */
static gboolean
next_folder (LoftDatabase *database, gint64 conversation_id, gint64 behind, gint64 *folder_id,
             LoftFolderRole *role, gboolean *is_shown, GError **error)
{
  sqlite3_stmt *statement =
    loft_database_query (database, queries[NEXT_FOLDER_SQL].sql, "ii", conversation_id, behind);
  gboolean row = FALSE;

  *folder_id = 0;
  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *folder_id = sqlite3_column_int64 (statement, 0);
  *is_shown = sqlite3_column_int (statement, 1) >= 0;
  *role = *is_shown ? (LoftFolderRole) sqlite3_column_int (statement, 1) : LOFT_FOLDER_ROLE_NONE;
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
read_folder (LoftDatabase *database, gint64 conversation_id, gint64 folder_id, LoftFolderRole role,
             guint limit, GArray *parts, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (database, queries[IN_CONVERSATION_SQL].sql, "iii",
                                                 conversation_id, folder_id, (gint64) limit);

  for (;;)
    {
      LoftConversationPart part = { .folder_id = folder_id, .role = role };
      gboolean row = FALSE;

      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      part.id = sqlite3_column_int64 (statement, 0);
      part.date = sqlite3_column_int64 (statement, 1);
      part.flags = (LoftFlags) sqlite3_column_int (statement, 2);
      part.attached = sqlite3_column_int (statement, 3) != 0;
      part.message_hash = sqlite3_column_int64 (statement, 4);
      part.sender = loft_database_column_text (statement, 5);
      part.keywords = loft_database_column_text (statement, 6);
      g_array_append_val (parts, part);
    }
}

GArray *
loft_list_store_read_conversation (LoftMailStore *store, gint64 conversation_id, guint limit,
                                   GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (LoftConversationPart));
  LoftFolderRole role = LOFT_FOLDER_ROLE_NONE;
  gint64 folder_id = 0;

  g_array_set_clear_func (parts, part_clear);
  for (guint i = 0; i < MAX_FOLDERS; i++)
    {
      gboolean is_shown = TRUE;

      if (!next_folder (database, conversation_id, folder_id, &folder_id, &role, &is_shown, error))
        return NULL;
      if (folder_id == 0)
        break;
      if (is_shown && !read_folder (database, conversation_id, folder_id, role, limit, parts, error))
        return NULL;
    }
  return g_steal_pointer (&parts);
}
