/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-store-private.h"

#include "loft-text.h"

struct _LoftMailStore {
  LoftDatabase *database; /* (owned) */
};

LoftDatabase *
loft_mail_store_database (LoftMailStore *self)
{
  return self->database;
}

LoftMailStore *
loft_mail_store_open (const char *path, LoftDatabaseMode mode, GError **error)
{
  LoftDatabase *database = loft_database_open (path, "store", mode, error);
  LoftMailStore *self;

  if (database == NULL)
    return NULL;
  self = g_new0 (LoftMailStore, 1);
  self->database = database;
  return self;
}

void
loft_mail_store_close (LoftMailStore *self)
{
  if (self == NULL)
    return;
  loft_database_close (self->database);
  g_free (self);
}

gboolean
loft_mail_store_begin (LoftMailStore *self, GError **error)
{
  return loft_database_begin (self->database, error);
}

gboolean
loft_mail_store_begin_reading (LoftMailStore *self, GError **error)
{
  return loft_database_begin_reading (self->database, error);
}

gboolean
loft_mail_store_commit (LoftMailStore *self, GError **error)
{
  return loft_database_commit (self->database, error);
}

void
loft_mail_store_rollback (LoftMailStore *self)
{
  loft_database_rollback (self->database);
}

gint64
loft_mail_store_get_data_version (LoftMailStore *self)
{
  gint64 version = 0;

  loft_database_get_int (self->database, &version, 0, NULL, "PRAGMA data_version", "");
  return version;
}

gboolean
loft_mail_store_checkpoint (LoftMailStore *self, gsize wal_bytes, GError **error)
{
  return loft_database_checkpoint (self->database, wal_bytes, error);
}

char *
loft_mail_store_check (LoftMailStore *self, GCancellable *cancellable, GError **error)
{
  return loft_database_check (self->database, cancellable, error);
}

void
loft_mail_store_interrupt (LoftMailStore *self)
{
  loft_database_interrupt (self->database);
}

/* ---- writing ------------------------------------------------------------------------------ */

gboolean
loft_mail_store_insert (LoftMailStore *self, const LoftNewMessage *message, gint64 *id,
                        GError **error)
{
  static const LoftCachedBody no_body = { .preview = "", .attachments = "" };
  gint64 hash = message->message_id[0] != '\0' ? loft_text_stable_hash (message->message_id) : 0;
  const LoftCachedBody *body = message->body != NULL ? message->body : &no_body;

  if (!loft_database_run (
        self->database, error,
        "INSERT INTO message (id, folder_id, remote_id, date, received, size, flags, keywords,"
        " server_flags, server_keywords, conversation_id, message_hash, message_id, subject,"
        " sender, recipients, copies, content, preview, attachments, problem, indexed,"
        " server_folder_id, priority)"
        " VALUES (nullif (?, 0),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        "iisiiidsdsiisssssdsssdid", message->id, message->folder_id, message->remote_id,
        message->date, message->received,
        (gint64) (message->body != NULL ? body->size : message->size), message->flags,
        message->keywords, message->server_flags, message->server_keywords,
        message->conversation_id, hash, message->message_id, message->subject, message->sender,
        message->recipients, message->copies,
        message->body != NULL ? LOFT_CONTENT_CACHED : LOFT_CONTENT_NONE, body->preview,
        body->attachments, body->problem, body->indexed, message->server_folder_id,
        message->priority))
    return FALSE;
  *id = loft_database_last_id (self->database);
  return TRUE;
}

gboolean
loft_mail_store_remove (LoftMailStore *self, gint64 id, GError **error)
{
  return loft_database_run (self->database, error, "DELETE FROM message WHERE id = ?", "i", id);
}

gboolean
loft_mail_store_clone (LoftMailStore *self, gint64 id, gint64 folder_id, gint64 server_folder_id,
                       gint64 *new_id, GError **error)
{
  if (!loft_database_run (
        self->database, error,
        "INSERT INTO message (folder_id, server_folder_id, date, received, size, flags, keywords,"
        " server_flags, server_keywords, conversation_id, message_hash, message_id, subject,"
        " sender, recipients, copies, preview, attachments, attached, priority)"
        " SELECT ?1, ?2, date, received, size, flags, keywords, flags, keywords, conversation_id,"
        " message_hash, message_id, subject, sender, recipients, copies, preview, attachments,"
        " attached, priority FROM message WHERE id = ?3",
        "iii", folder_id, server_folder_id, id))
    return FALSE;
  *new_id = loft_database_last_id (self->database);
  return TRUE;
}

gboolean
loft_mail_store_set_flags (LoftMailStore *self, gint64 id, LoftFlags server_flags,
                           const char *server_keywords, LoftFlags flags, const char *keywords,
                           GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET server_flags = ?, server_keywords = ?, flags = ?,"
                            " keywords = ? WHERE id = ?",
                            "dsdsi", server_flags, server_keywords, flags, keywords, id);
}

gboolean
loft_mail_store_set_shown (LoftMailStore *self, gint64 id, LoftFlags flags, const char *keywords,
                           GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET flags = ?, keywords = ? WHERE id = ?", "dsi", flags,
                            keywords, id);
}

gboolean
loft_mail_store_set_place (LoftMailStore *self, gint64 id, gint64 folder_id,
                           gint64 server_folder_id, GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET folder_id = ?1,"
                            " server_folder_id = iif (?2 = ?1, 0, ?2) WHERE id = ?3",
                            "iii", folder_id, server_folder_id, id);
}

gboolean
loft_mail_store_set_server_place (LoftMailStore *self, gint64 id, gint64 server_folder_id,
                                  const char *remote_id, GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET remote_id = ?2,"
                            " server_folder_id = iif (?1 = folder_id, 0, ?1) WHERE id = ?3",
                            "isi", server_folder_id, remote_id, id);
}

gboolean
loft_mail_store_leave_behind (LoftMailStore *self, gint64 id, gint64 server_folder_id,
                              const char *remote_id, GError **error)
{
  return loft_database_run (
    self->database, error,
    "INSERT INTO message (folder_id, server_folder_id, remote_id, date, received, size, flags,"
    " server_flags, conversation_id, message_hash, message_id, subject, sender, recipients, copies,"
    " content, indexed) SELECT -1, ?1, ?2, date, received, size, server_flags | ?3,"
    " server_flags | ?3, conversation_id, message_hash, message_id, subject, sender, recipients,"
    " copies, 2, 1 FROM message WHERE id = ?4",
    "isdi", server_folder_id, remote_id, LOFT_FLAG_DELETED, id);
}

gboolean
loft_mail_store_set_content (LoftMailStore *self, gint64 id, LoftContentState state,
                             const char *problem, GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET content = ?, problem = ? WHERE id = ?", "dsi",
                            state, problem, id);
}

gboolean
loft_mail_store_set_cached (LoftMailStore *self, gint64 id, const LoftCachedBody *body,
                            GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET size = ?1, preview = ?2, attachments = ?3,"
                            " attached = ?3 GLOB '*' || char (31) || '0' || char (31) || '*',"
                            " content = ?4, problem = ?5, indexed = ?6 WHERE id = ?7",
                            "issdsdi", (gint64) body->size, body->preview, body->attachments,
                            LOFT_CONTENT_CACHED, body->problem, body->indexed, id);
}

gboolean
loft_mail_store_set_indexed (LoftMailStore *self, gint64 id, guint indexed, GError **error)
{
  return loft_database_run (self->database, error, "UPDATE message SET indexed = ? WHERE id = ?",
                            "di", indexed, id);
}

gboolean
loft_mail_store_lose_remote_ids (LoftMailStore *self, gint64 folder_id, GError **error)
{
  return loft_database_run (self->database, error,
                            "UPDATE message SET remote_id = NULL"
                            " WHERE folder_id = ? AND server_folder_id = 0",
                            "i", folder_id) &&
         loft_database_run (self->database, error,
                            "UPDATE message SET remote_id = NULL"
                            " WHERE server_folder_id = ? AND server_folder_id <> 0",
                            "i", folder_id);
}

#define LIKE_IT                                                                                    \
  "(SELECT id, received FROM message WHERE message_hash = ?1 AND folder_id = ?2"                   \
  " AND remote_id IS NULL AND size = ?3 AND server_folder_id = 0"                                  \
  " UNION ALL SELECT id, received FROM message WHERE server_folder_id = ?2"                        \
  " AND server_folder_id <> 0 AND remote_id IS NULL AND message_hash = ?1 AND size = ?3)"

gboolean
loft_mail_store_find_lost (LoftMailStore *self, gint64 folder_id, const char *message_id,
                           guint64 size, gint64 received, gint64 *id, GError **error)
{
  gint64 hash = message_id[0] != '\0' ? loft_text_stable_hash (message_id) : 0;
  gint64 found = 0;
  gboolean row = FALSE;
  sqlite3_stmt *statement;

  /* Servers that were restored from a backup may give a new INTERNALDATE, so it only breaks ties
   * where there is a Message-ID. */
  statement = loft_database_query (self->database,
                                   hash != 0 ? "SELECT id FROM " LIKE_IT
                                               " ORDER BY received <> ?4, id LIMIT 1"
                                             : "SELECT min (id) FROM " LIKE_IT
                                               " WHERE received = ?4 HAVING count (*) = 1",
                                   "iiii", hash, folder_id, (gint64) size, received);
  if (!loft_database_step (self->database, statement, &row, error))
    return FALSE;
  if (row)
    {
      found = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  *id = found;
  return TRUE;
}

gboolean
loft_mail_store_relink (LoftMailStore *self, gint64 id, const char *remote_id, GError **error)
{
  return loft_database_run (self->database, error, "UPDATE message SET remote_id = ? WHERE id = ?",
                            "si", remote_id, id);
}

gboolean
loft_mail_store_has_lost (LoftMailStore *self, gint64 folder_id, gboolean *has_lost, GError **error)
{
  gint64 found = 0;

  if (!loft_database_get_int (self->database, &found, 0, error,
                              "SELECT EXISTS (SELECT 1 FROM message WHERE folder_id = ?1"
                              " AND remote_id IS NULL AND server_folder_id = 0)"
                              " OR EXISTS (SELECT 1 FROM message WHERE server_folder_id = ?1"
                              " AND server_folder_id <> 0 AND remote_id IS NULL)",
                              "i", folder_id))
    return FALSE;
  *has_lost = found != 0;
  return TRUE;
}

/* All rows of a one-column statement. */
static GArray *
collect_ids (LoftMailStore *self, sqlite3_stmt *statement, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (;;)
    {
      gboolean row = FALSE;
      gint64 id;

      if (!loft_database_step (self->database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = sqlite3_column_int64 (statement, 0);
      g_array_append_val (ids, id);
      if (ids->len % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return NULL;
        }
    }
}

GArray *
loft_mail_store_collect_ids (LoftMailStore *self, sqlite3_stmt *statement, GError **error)
{
  return collect_ids (self, statement, NULL, error);
}

GArray *
loft_mail_store_list_lost (LoftMailStore *self, gint64 folder_id, GError **error)
{
  return collect_ids (self,
                      loft_database_query (self->database,
                                           "SELECT id FROM message WHERE folder_id = ?1"
                                           " AND remote_id IS NULL AND server_folder_id = 0"
                                           " UNION ALL SELECT id FROM message"
                                           " WHERE server_folder_id = ?1"
                                           " AND server_folder_id <> 0 AND remote_id IS NULL",
                                           "i", folder_id),
                      NULL, error);
}

GArray *
loft_mail_store_list_not_indexed (LoftMailStore *self, gboolean with_content, guint limit,
                                  GError **error)
{
  return collect_ids (self,
                      loft_database_query (self->database,
                                           with_content
                                             ? "SELECT id FROM message WHERE indexed = 0"
                                               " AND +content = 1 LIMIT ?"
                                             : "SELECT id FROM message WHERE indexed = 0 LIMIT ?",
                                           "i", (gint64) limit),
                      NULL, error);
}

gboolean
loft_mail_store_add_leftover (LoftMailStore *self, gint64 id, GError **error)
{
  return loft_database_run (self->database, error,
                            "INSERT OR IGNORE INTO leftover (message_id) VALUES (?)", "i", id);
}

GArray *
loft_mail_store_list_leftovers (LoftMailStore *self, guint limit, GError **error)
{
  return collect_ids (self,
                      loft_database_query (self->database,
                                           "SELECT message_id FROM leftover LIMIT ?", "i",
                                           (gint64) limit),
                      NULL, error);
}

gboolean
loft_mail_store_clear_leftover (LoftMailStore *self, gint64 id, GError **error)
{
  return loft_database_run (self->database, error, "DELETE FROM leftover WHERE message_id = ?", "i",
                            id);
}

/* ---- reading ------------------------------------------------------------------------------ */

#define STATE_COLUMNS                                                                              \
  "id, folder_id, remote_id, server_flags, server_keywords, flags, keywords, content, size, date," \
  " iif (server_folder_id = 0, folder_id, server_folder_id)"

void
loft_message_state_free (LoftMessageState *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_id);
  g_free (self->server_keywords);
  g_free (self->keywords);
  g_free (self);
}

static LoftMessageState *
state_from_row (sqlite3_stmt *row)
{
  LoftMessageState *state = g_new0 (LoftMessageState, 1);

  state->id = sqlite3_column_int64 (row, 0);
  state->folder_id = sqlite3_column_int64 (row, 1);
  state->remote_id = g_strdup ((const char *) sqlite3_column_text (row, 2));
  state->server_flags = (LoftFlags) sqlite3_column_int (row, 3);
  state->server_keywords = loft_database_column_text (row, 4);
  state->flags = (LoftFlags) sqlite3_column_int (row, 5);
  state->keywords = loft_database_column_text (row, 6);
  state->content = (LoftContentState) sqlite3_column_int (row, 7);
  state->size = (guint64) sqlite3_column_int64 (row, 8);
  state->date = sqlite3_column_int64 (row, 9);
  state->server_folder_id = sqlite3_column_int64 (row, 10);
  return state;
}

static LoftMessageState *
single_state (LoftMailStore *self, sqlite3_stmt *statement, GError **error)
{
  LoftMessageState *state = NULL;
  gboolean row = FALSE;

  if (!loft_database_step (self->database, statement, &row, error) || !row)
    return NULL;
  state = state_from_row (statement);
  sqlite3_reset (statement);
  return state;
}

LoftMessageState *
loft_mail_store_find_remote (LoftMailStore *self, gint64 folder_id, const char *remote_id,
                             GError **error)
{
  return single_state (self,
                       loft_database_query (self->database,
                                            "SELECT " STATE_COLUMNS " FROM message"
                                            " WHERE folder_id = ?1 AND remote_id = ?2"
                                            " AND server_folder_id = 0"
                                            " UNION ALL SELECT " STATE_COLUMNS " FROM message"
                                            " WHERE server_folder_id = ?1 AND remote_id = ?2"
                                            " AND server_folder_id <> 0 LIMIT 1",
                                            "is", folder_id, remote_id),
                       error);
}

LoftMessageState *
loft_mail_store_get_state (LoftMailStore *self, gint64 id, GError **error)
{
  return single_state (self,
                       loft_database_query (self->database,
                                            "SELECT " STATE_COLUMNS " FROM message WHERE id = ?",
                                            "i", id),
                       error);
}

gboolean
loft_mail_store_foreach_remote_id (LoftMailStore *self, gint64 folder_id, LoftRemoteIdFunc func,
                                   gpointer user_data, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    self->database,
    "SELECT id, remote_id FROM message WHERE folder_id = ?1 AND remote_id IS NOT NULL"
    " AND server_folder_id = 0 UNION ALL SELECT id, remote_id FROM message"
    " WHERE server_folder_id = ?1 AND server_folder_id <> 0 AND remote_id IS NOT NULL",
    "i", folder_id);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (self->database, statement, &row, error))
        return FALSE;
      if (row)
        func (sqlite3_column_int64 (statement, 0),
              (const char *) sqlite3_column_text (statement, 1), user_data);
    }
  return TRUE;
}

GPtrArray *
loft_mail_store_list_without_content (LoftMailStore *self, gint64 folder_id, gint64 since,
                                      gint64 behind_date, gint64 behind_id, guint limit,
                                      GError **error)
{
  g_autoptr (GPtrArray) states =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_state_free);
  sqlite3_stmt *statement = loft_database_query (
    self->database,
    "SELECT " STATE_COLUMNS " FROM message WHERE folder_id = ? AND content = 0 AND date >= ?"
    " AND (date, id) < (?, ?) AND remote_id IS NOT NULL AND server_folder_id = 0"
    " ORDER BY date DESC, id DESC LIMIT ?",
    "iiiii", folder_id, since, behind_date, behind_id, (gint64) limit);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (self->database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (states, state_from_row (statement));
    }
  return g_steal_pointer (&states);
}

GArray *
loft_mail_store_list_content_before (LoftMailStore *self, gint64 folder_id, gint64 before,
                                     guint limit, GError **error)
{
  return collect_ids (self,
                      loft_database_query (self->database,
                                           "SELECT id FROM message WHERE folder_id = ?"
                                           " AND date < ? AND content = 1 LIMIT ?",
                                           "iii", folder_id, before, (gint64) limit),
                      NULL, error);
}

gboolean
loft_mail_store_count_without_content (LoftMailStore *self, gint64 folder_id, gint64 since,
                                       guint64 *count, GError **error)
{
  return loft_database_get_int (self->database, (gint64 *) count, 0, error,
                                "SELECT count (*) FROM message WHERE folder_id = ?"
                                " AND content = 0 AND date >= ? AND server_folder_id = 0",
                                "ii", folder_id, since);
}

static LoftMessage *
message_from_row (sqlite3_stmt *row)
{
  LoftMessage *message = loft_message_new ();

  message->id = sqlite3_column_int64 (row, 0);
  message->folder_id = sqlite3_column_int64 (row, 1);
  message->conversation_id = sqlite3_column_int64 (row, 2);
  message->remote_id = g_strdup ((const char *) sqlite3_column_text (row, 3));
  message->date = sqlite3_column_int64 (row, 4);
  message->received = sqlite3_column_int64 (row, 5);
  message->size = (guint64) sqlite3_column_int64 (row, 6);
  message->flags = (LoftFlags) sqlite3_column_int (row, 7);
  message->keywords = loft_database_column_text (row, 8);
  message->subject = loft_database_column_text (row, 9);
  message->preview = loft_database_column_text (row, 10);
  message->message_id = loft_database_column_text (row, 11);
  message->from = loft_addresses_unpack ((const char *) sqlite3_column_text (row, 12));
  message->to = loft_addresses_unpack ((const char *) sqlite3_column_text (row, 13));
  message->cc = loft_addresses_unpack ((const char *) sqlite3_column_text (row, 14));
  message->cached = sqlite3_column_int (row, 15) == LOFT_CONTENT_CACHED;
  message->attachments = loft_attachments_unpack ((const char *) sqlite3_column_text (row, 16));
  message->priority = (LoftPriority) sqlite3_column_int (row, 17);
  return message;
}

LoftMessage *
loft_mail_store_get (LoftMailStore *self, gint64 id, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    self->database,
    "SELECT id, folder_id, conversation_id, remote_id, date, received, size, flags, keywords,"
    " subject, preview, message_id, sender, recipients, copies, content, attachments,"
    " priority FROM message WHERE id = ?",
    "i", id);
  LoftMessage *message;
  gboolean row = FALSE;

  if (!loft_database_step (self->database, statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
                   "Message %" G_GINT64_FORMAT " does not exist", id);
      return NULL;
    }
  message = message_from_row (statement);
  sqlite3_reset (statement);
  return message;
}

GArray *
loft_mail_store_list_ids (LoftMailStore *self, gint64 folder_id, guint limit, guint offset,
                          GCancellable *cancellable, GError **error)
{
  return collect_ids (self,
                      loft_database_query (self->database,
                                           "SELECT id FROM message WHERE folder_id = ?"
                                           " ORDER BY date DESC, id DESC LIMIT ? OFFSET ?",
                                           "iii", folder_id, (gint64) limit, (gint64) offset),
                      cancellable, error);
}

GArray *
loft_mail_store_list_all_ids (LoftMailStore *self, GCancellable *cancellable, GError **error)
{
  return collect_ids (self,
                      loft_database_query (self->database,
                                           "SELECT id FROM message ORDER BY date DESC, id DESC",
                                           ""),
                      cancellable, error);
}

gboolean
loft_mail_store_count (LoftMailStore *self, LoftMailCounts *counts, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    self->database,
    "SELECT (SELECT count (*) FROM folder WHERE id > 0), (SELECT count (*) FROM message),"
    " (SELECT count (*) FROM message WHERE content = 1), (SELECT count (*) FROM conversation"
    " WHERE heir IS NULL),"
    " (SELECT count (*) FROM operation)",
    "");
  gboolean row = FALSE;

  if (!loft_database_step (self->database, statement, &row, error) || !row)
    return FALSE;
  counts->folders = (guint64) sqlite3_column_int64 (statement, 0);
  counts->messages = (guint64) sqlite3_column_int64 (statement, 1);
  counts->cached = (guint64) sqlite3_column_int64 (statement, 2);
  counts->conversations = (guint64) sqlite3_column_int64 (statement, 3);
  counts->operations = (guint64) sqlite3_column_int64 (statement, 4);
  sqlite3_reset (statement);
  return TRUE;
}

char *
loft_mail_store_check_counts (LoftMailStore *self, GError **error)
{
  static const struct {
    const char *sql;
    const char *finding;
  } rules[] = {
    { "SELECT count (*) FROM folder f WHERE"
      " total <> (SELECT count (*) FROM message WHERE folder_id = f.id)"
      " OR unread <> (SELECT count (*) FROM message WHERE folder_id = f.id AND flags & 1 = 0)"
      " OR cached <> (SELECT count (*) FROM message WHERE folder_id = f.id AND content = 1)",
      "folder counts do not agree with their messages" },
    { "WITH RECURSIVE line (id, root) AS (SELECT id, id FROM conversation WHERE heir IS NULL"
      " UNION ALL SELECT c.id, root FROM line JOIN conversation c ON c.heir = line.id)"
      " SELECT count (*) FROM message m JOIN reference r ON r.hash = m.message_hash"
      " JOIN line ON line.id = r.conversation_id WHERE line.root <> m.conversation_id",
      "a message is not in the conversation of its id" },
    { "SELECT count (*) FROM message WHERE conversation_id NOT IN (SELECT id FROM conversation)",
      "a message belongs to no conversation" },
    { "SELECT count (*) FROM operation o WHERE kind NOT LIKE 'folder-%' AND sent IS NULL AND NOT EXISTS"
      " (SELECT 1 FROM operation_item WHERE operation_id = o.id)",
      "an operation names no message" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gint64 broken = 0;

      if (!loft_database_get_int (self->database, &broken, 0, error, rules[i].sql, ""))
        return NULL;
      if (broken != 0)
        return g_strdup (rules[i].finding);
    }
  return NULL;
}
