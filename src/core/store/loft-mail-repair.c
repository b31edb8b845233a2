/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-store.h"
#include "loft-database-salvage.h"
#include "loft-mail-store-private.h"
#include "loft-resource-store.h"

#define SHORTEN_HEIRS                                                                              \
  "UPDATE conversation SET heir = h.heir FROM conversation h WHERE h.id = conversation.heir"       \
  " AND h.heir IS NOT NULL"

/* What store.db does to be repaired, and to repair the databases beside it. */

gboolean
loft_mail_store_is_damaged (LoftMailStore *self)
{
  return loft_database_is_damaged (loft_mail_store_database (self));
}

gboolean
loft_mail_store_is_replaced (LoftMailStore *self)
{
  return loft_database_is_replaced (loft_mail_store_database (self));
}

gboolean
loft_mail_store_get_number (LoftMailStore *self, const char *name, gint64 *number, GError **error)
{
  return loft_database_get_number (loft_mail_store_database (self), name, 0, number, error);
}

gboolean
loft_mail_store_set_number (LoftMailStore *self, const char *name, gint64 number, GError **error)
{
  return loft_database_set_number (loft_mail_store_database (self), name, number, error);
}

gboolean
loft_mail_store_get_word (LoftMailStore *self, const char *name, char **word, GError **error)
{
  return loft_database_get_word (loft_mail_store_database (self), name, word, error);
}

gboolean
loft_mail_store_set_word (LoftMailStore *self, const char *name, const char *word, GError **error)
{
  return loft_database_set_word (loft_mail_store_database (self), name, word, error);
}

/* ---- whose content ------------------------------------------------------------------------ */

gboolean
loft_mail_store_get_origin (LoftMailStore *self, gint64 id, LoftContentOrigin *origin,
                            guint64 *size, LoftContentState *state, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (self);
  sqlite3_stmt *statement =
    loft_database_query (database,
                         "SELECT message_hash, received, size, content FROM message WHERE id = ?",
                         "i", id);
  gboolean row = FALSE;

  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
                   "Message %" G_GINT64_FORMAT " does not exist", id);
      return FALSE;
    }
  origin->message_hash = sqlite3_column_int64 (statement, 0);
  origin->received = sqlite3_column_int64 (statement, 1);
  *size = (guint64) sqlite3_column_int64 (statement, 2);
  *state = (LoftContentState) sqlite3_column_int (statement, 3);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
loft_mail_store_find_origin (LoftMailStore *self, const LoftContentOrigin *origin, guint64 size,
                             gint64 *id, GError **error)
{
  gint64 conversation = 0;

  *id = 0;
  if (origin->message_hash == 0)
    return TRUE;
  return loft_conversation_store_find (self, origin->message_hash, &conversation, error) &&
         loft_database_get_int (loft_mail_store_database (self), id, 0, error,
                                "SELECT min (id) FROM message WHERE conversation_id = ?"
                                " AND message_hash = ? AND received = ? AND size = ?"
                                " AND content <> 1 HAVING count (*) = 1",
                                "iiii", conversation, origin->message_hash, origin->received,
                                (gint64) size);
}

/* ---- ids ---------------------------------------------------------------------------------- */

static GArray *
collect_ids (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
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

GArray *
loft_mail_store_list_evicted (LoftMailStore *self, guint limit, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (self);

  return collect_ids (database,
                      loft_database_query (database, "SELECT message_id FROM evicted LIMIT ?", "i",
                                           (gint64) limit),
                      error);
}

gboolean
loft_mail_store_clear_evicted (LoftMailStore *self, gint64 id, GError **error)
{
  return loft_database_run (loft_mail_store_database (self), error,
                            "DELETE FROM evicted WHERE message_id = ?", "i", id);
}

/* sql: with the id to begin behind and the limit. */
static GArray *
list_after (LoftMailStore *self, const char *sql, gint64 after, guint limit, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (self);

  return collect_ids (database, loft_database_query (database, sql, "ii", after, (gint64) limit),
                      error);
}

GArray *
loft_mail_store_list_cached (LoftMailStore *self, gint64 after, guint limit, GError **error)
{
  return list_after (self,
                     "SELECT id FROM message WHERE id > ? AND content = 1 ORDER BY id LIMIT ?",
                     after, limit, error);
}

GArray *
loft_mail_store_list_indexed (LoftMailStore *self, gint64 after, guint limit, GError **error)
{
  return list_after (self,
                     "SELECT id FROM message WHERE id > ? AND content = 1 AND indexed = 2"
                     " ORDER BY id LIMIT ?",
                     after, limit, error);
}

GArray *
loft_mail_store_list_behind (LoftMailStore *self, gint64 after, guint limit, GError **error)
{
  return list_after (self, "SELECT id FROM message WHERE id > ? ORDER BY id LIMIT ?", after, limit,
                     error);
}

gboolean
loft_mail_store_get_last_id (LoftMailStore *self, gint64 *id, GError **error)
{
  return loft_database_get_int (loft_mail_store_database (self), id, 0, error,
                                "SELECT seq FROM sqlite_sequence WHERE name = 'message'", "");
}

gboolean
loft_mail_store_raise_sequence (LoftMailStore *self, const char *table, gint64 id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (self);

  return loft_database_run (database, error,
                            "UPDATE sqlite_sequence SET seq = max (seq, ?) WHERE name = ?", "is",
                            id, table) &&
         (loft_database_changes (database) > 0 ||
          loft_database_run (database, error,
                             "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", "si", table,
                             id));
}

gboolean
loft_mail_store_raise_ids (LoftMailStore *self, gint64 id, GError **error)
{
  return loft_mail_store_raise_sequence (self, "message", id, error);
}

/* ---- mending ------------------------------------------------------------------------------ */

gboolean
loft_mail_store_forget_tokens (LoftMailStore *self, GError **error)
{
  return loft_database_run (loft_mail_store_database (self), error,
                            "UPDATE folder SET token = NULL, status = NULL", "");
}

gboolean
loft_mail_store_recount (LoftMailStore *self, GError **error)
{
  static const char *const steps[] = {
    "INSERT OR IGNORE INTO conversation (id) SELECT DISTINCT conversation_id FROM message",
    "INSERT OR IGNORE INTO conversation_reference (hash, conversation_id)"
    " SELECT hash, conversation_id FROM recent_reference",
    "DELETE FROM recent_reference",
    "INSERT OR IGNORE INTO conversation_reference (hash, conversation_id)"
    " SELECT message_hash, conversation_id FROM message WHERE message_hash <> 0",
    /* Each halves the way to the last heir; what is in a circle afterwards is damage. */
    SHORTEN_HEIRS,
    SHORTEN_HEIRS,
    SHORTEN_HEIRS,
    SHORTEN_HEIRS,
    SHORTEN_HEIRS,
    SHORTEN_HEIRS,
    "UPDATE conversation_reference SET conversation_id = c.heir FROM conversation c"
    " WHERE c.id = conversation_id AND c.heir IS NOT NULL",
    "DELETE FROM conversation WHERE heir IS NOT NULL",
    "UPDATE message SET conversation_id = r.conversation_id FROM conversation_reference r"
    " WHERE r.hash = message_hash AND r.conversation_id <> message.conversation_id",
    "INSERT OR IGNORE INTO conversation (id) SELECT DISTINCT conversation_id FROM message",
    "INSERT OR IGNORE INTO conversation (id)"
    " SELECT DISTINCT conversation_id FROM conversation_reference",
    "UPDATE folder SET total = 0, unread = 0, cached = 0, bytes = 0",
    "UPDATE folder SET total = m.total, unread = m.unread, cached = m.cached, bytes = m.bytes"
    " FROM (SELECT folder_id, count (*) AS total, sum (flags & 1 = 0) AS unread,"
    " sum (content = 1) AS cached, sum ((content = 1) * size) AS bytes FROM message GROUP BY 1) m"
    " WHERE folder.id = m.folder_id",
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (!loft_database_run (loft_mail_store_database (self), error, steps[i], ""))
      return FALSE;
  return TRUE;
}

/* ---- salvage ------------------------------------------------------------------------------ */

/* Ids of a new store must not be those of a lost message. */
static gboolean
take_sequences (LoftDatabase *database, LoftDamagedFile *from, GError **error)
{
  gboolean whole = FALSE;

  return loft_database_run (database, error, "DELETE FROM sqlite_sequence", "") &&
         loft_database_salvage_rows (database, from, "sqlite_sequence", "", 0, 0, &whole, error);
}

/* An operation with a part of its messages would be taken for the whole. */
static gboolean
take_operations (LoftDatabase *database, LoftDamagedFile *from, GError **error)
{
  gboolean items = FALSE;
  gboolean finished = FALSE;
  guint gaps = 0;

  if (!loft_database_salvage_rows (database, from, "operation_item", "", 0, 0, &items, error) ||
      !loft_database_salvage_rows (database, from, "finished_operation", "", 0, 0, &finished,
                                   error))
    return FALSE;
  if (!items || !finished)
    return loft_database_run (database, error, "DELETE FROM operation_item", "");
  return loft_database_salvage_table (database, from, "operation", "id", &gaps, error) &&
         loft_database_run (database, error,
                            "DELETE FROM operation WHERE (kind NOT LIKE 'folder-%' AND"
                            " id NOT IN (SELECT operation_id FROM operation_item))"
                            " OR id IN (SELECT operation_id FROM operation_item WHERE message_id"
                            " NOT IN (SELECT id FROM message))",
                            "") &&
         loft_database_run (database, error,
                            "DELETE FROM operation_item WHERE operation_id NOT IN"
                            " (SELECT id FROM operation)",
                            "");
}

/* What waits comes again from the journal; what no server has is here alone. The rows read from them are
 * made again. */
static gboolean
take_resources (LoftMailStore *self, LoftDamagedFile *from, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (self);
  guint gaps = 0;

  return loft_database_salvage_table (database, from, "resource", "id", &gaps, error) &&
         loft_database_run (database, error,
                            "DELETE FROM resource WHERE folder_id NOT IN (SELECT id FROM folder)"
                            " OR ((raw IS NOT NULL OR removed) AND folder_id IN"
                            " (SELECT id FROM folder WHERE remote_id IS NOT NULL OR waits <> 0))",
                            "") &&
         loft_resource_store_make_stale (self, LOFT_FOLDER_KINDS_RESOURCES, error);
}

static gboolean
take_tables (LoftMailStore *self, LoftDamagedFile *from, GError **error)
{
  static const struct {
    const char *table;
    const char *key;
  } tables[] = {
    { "folder", "id" },
    { "conversation", "id" },
    { "conversation_reference", "hash" },
    { "recent_reference", "hash" },
    { "message", "id" },
    { "outgoing", "id" },
    { "leftover", "message_id" },
    { "evicted", "message_id" },
    { "problem", "id" },
    { "scheduling", "id" },
    { "scheduled", "outgoing_id" },
  };
  LoftDatabase *database = loft_mail_store_database (self);
  gboolean carried = FALSE;
  gboolean items = FALSE;
  guint gaps = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!loft_database_salvage_table (database, from, tables[i].table, tables[i].key, &gaps, error))
      return FALSE;
  return loft_database_run (database, error,
                            "DELETE FROM message WHERE folder_id NOT IN (SELECT id FROM folder)",
                            "") &&
         /* Behind that: what goes with its folder was deleted by nobody. */
         loft_database_salvage_table (database, from, "downloaded", "id", &gaps, error) &&
         loft_database_salvage_rows (database, from, "problem_item", "", 0, 0, &items, error) &&
         loft_database_salvage_rows (database, from, "carried", "", 0, 0, &carried, error) &&
         take_resources (self, from, error) && take_operations (database, from, error) &&
         take_sequences (database, from, error) && loft_mail_store_recount (self, error) &&
         loft_mail_store_forget_tokens (self, error);
}

static gboolean
take_all (LoftMailStore *self, LoftDamagedFile *from, GError **error)
{
  if (!loft_mail_store_begin (self, error))
    return FALSE;
  if (take_tables (self, from, error))
    return loft_mail_store_commit (self, error);
  loft_mail_store_rollback (self);
  return FALSE;
}

gboolean
loft_mail_store_salvage (const char *path, const char *new_path, guint64 *n_kept,
                         guint64 *n_operations, GError **error)
{
  g_autoptr (LoftMailStore) store = loft_mail_store_open (new_path, LOFT_DATABASE_DURABLE, error);
  g_autoptr (LoftDamagedFile) from = loft_damaged_file_open (path, TRUE);
  LoftMailCounts counts = { 0 };

  *n_kept = *n_operations = 0;
  if (store == NULL ||
      !loft_database_run (loft_mail_store_database (store), error, "PRAGMA foreign_keys=OFF", "") ||
      (from != NULL && !take_all (store, from, error)) ||
      !loft_mail_store_count (store, &counts, error))
    return FALSE;
  *n_kept = counts.messages;
  *n_operations = counts.operations;
  return loft_database_fold (loft_mail_store_database (store), error);
}
