/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-store.h"

#include "loft-mail-store-private.h"

LoftOperationRecord *
loft_operation_record_new (const char *uuid, const char *kind, const char *arguments,
                           gint64 created, const gint64 *message_ids, guint n_messages)
{
  LoftOperationRecord *self = g_new0 (LoftOperationRecord, 1);

  self->uuid = g_strdup (uuid);
  self->kind = g_strdup (kind);
  self->arguments = g_strdup (arguments);
  self->created = created;
  self->error = g_strdup ("");
  self->messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->sources = g_array_new (FALSE, TRUE, sizeof (gint64));
  g_array_append_vals (self->messages, message_ids, n_messages);
  g_array_set_size (self->sources, n_messages);
  return self;
}

void
loft_operation_record_add (LoftOperationRecord *self, gint64 message_id, gint64 source_id)
{
  g_array_append_val (self->messages, message_id);
  g_array_append_val (self->sources, source_id);
}

void
loft_operation_record_free (LoftOperationRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->uuid);
  g_free (self->kind);
  g_free (self->arguments);
  g_free (self->error);
  g_clear_pointer (&self->sent, g_bytes_unref);
  g_array_unref (self->messages);
  g_array_unref (self->sources);
  g_free (self);
}

gboolean
loft_operation_store_insert (LoftMailStore *store, LoftOperationRecord *record, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "INSERT INTO operation (uuid, kind, arguments, created, folder_id,"
                          " resource_id) VALUES (?,?,?,?,?,?)",
                          "sssiii", record->uuid, record->kind, record->arguments, record->created,
                          record->folder_id, record->resource_id))
    return FALSE;
  record->id = loft_database_last_id (database);
  for (guint i = 0; i < record->messages->len; i++)
    if (!loft_database_run (database, error,
                            "INSERT OR IGNORE INTO operation_item"
                            " (operation_id, message_id, source_id) VALUES (?, ?, ?)",
                            "iii", record->id, g_array_index (record->messages, gint64, i),
                            g_array_index (record->sources, gint64, i)))
      return FALSE;
  return TRUE;
}

gboolean
loft_operation_store_remove (LoftMailStore *store, gint64 operation_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_database_run (database, error,
                            "INSERT OR IGNORE INTO finished_operation (uuid)"
                            " SELECT uuid FROM operation WHERE id = ?",
                            "i", operation_id) &&
         loft_database_run (database, error, "DELETE FROM operation WHERE id = ?", "i",
                            operation_id);
}

gboolean
loft_operation_store_set_try (LoftMailStore *store, gint64 operation_id, guint tries,
                              gint64 not_before, const char *text, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE operation SET tries = ?, not_before = ?, error = ?"
                            " WHERE id = ?",
                            "disi", tries, not_before, text, operation_id);
}

gboolean
loft_operation_store_set_arguments (LoftMailStore *store, gint64 operation_id,
                                    const char *arguments, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE operation SET arguments = ? WHERE id = ?", "si", arguments,
                            operation_id);
}

/* After an update of one operation. */
static gboolean
check_waits (LoftMailStore *store, GError **error)
{
  if (loft_database_changes (loft_mail_store_database (store)) > 0)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The operation was taken back");
  return FALSE;
}

gboolean
loft_operation_store_note_sent (LoftMailStore *store, gint64 operation_id, GBytes *sent,
                                GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE operation SET sent = ? WHERE id = ?", "bi", sent,
                            operation_id) &&
         check_waits (store, error);
}

static gboolean
note_sent (LoftMailStore *store, const gint64 *operation_ids, guint n, GBytes *sent, GError **error)
{
  if (!loft_mail_store_begin (store, error))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!loft_operation_store_note_sent (store, operation_ids[i], sent, error))
      {
        loft_mail_store_rollback (store);
        return FALSE;
      }
  return loft_mail_store_commit (store, error);
}

gboolean
loft_operation_store_set_sent (LoftMailStore *store, const gint64 *operation_ids, guint n,
                               GBytes *sent, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  gint64 mode = 0;
  gboolean noted;

  /* A commit with synchronous=FULL brings all before it to the disk too. */
  if (!loft_database_get_int (database, &mode, 0, error, "PRAGMA synchronous", "") ||
      !loft_database_run (database, error, "PRAGMA synchronous=FULL", ""))
    return FALSE;
  noted = note_sent (store, operation_ids, n, sent, error);
  return (mode >= 2 || loft_database_run (database, noted ? error : NULL,
                                          "PRAGMA synchronous=NORMAL", "")) &&
         noted;
}

gboolean
loft_operation_store_drop_items (LoftMailStore *store, gint64 operation_id,
                                 const gint64 *message_ids, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM operation_item WHERE message_id = ? AND operation_id = ?",
                            "ii", message_ids[i], operation_id))
      return FALSE;
  return TRUE;
}

gboolean
loft_operation_store_end_pauses (LoftMailStore *store, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE operation SET not_before = 0 WHERE not_before > 0", "");
}

#define OPERATION_COLUMNS                                                                          \
  "id, uuid, kind, arguments, created, tries, not_before, error, folder_id, sent, resource_id"

static LoftOperationRecord *
record_from_row (sqlite3_stmt *row)
{
  LoftOperationRecord *record = g_new0 (LoftOperationRecord, 1);

  record->id = sqlite3_column_int64 (row, 0);
  record->uuid = loft_database_column_text (row, 1);
  record->kind = loft_database_column_text (row, 2);
  record->arguments = loft_database_column_text (row, 3);
  record->created = sqlite3_column_int64 (row, 4);
  record->tries = (guint) sqlite3_column_int (row, 5);
  record->not_before = sqlite3_column_int64 (row, 6);
  record->error = loft_database_column_text (row, 7);
  record->folder_id = sqlite3_column_int64 (row, 8);
  record->sent = loft_database_column_bytes (row, 9);
  record->resource_id = sqlite3_column_int64 (row, 10);
  record->messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  record->sources = g_array_new (FALSE, FALSE, sizeof (gint64));
  return record;
}

static gboolean
load_messages (LoftDatabase *database, LoftOperationRecord *record, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
      database,
      "SELECT message_id, source_id FROM operation_item WHERE operation_id = ? ORDER BY 1", "i",
      record->id);
  gboolean row = TRUE;

  for (;;)
    {
      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      loft_operation_record_add (record, sqlite3_column_int64 (statement, 0),
                                 sqlite3_column_int64 (statement, 1));
    }
}

static GPtrArray *
collect_records (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) loft_operation_record_free);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (records, record_from_row (statement));
    }
  for (guint i = 0; i < records->len; i++)
    if (!load_messages (database, g_ptr_array_index (records, i), error))
      return NULL;
  return g_steal_pointer (&records);
}

GPtrArray *
loft_operation_store_list (LoftMailStore *store, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return collect_records (
      database,
      loft_database_query (database, "SELECT " OPERATION_COLUMNS " FROM operation ORDER BY id", ""),
      error);
}

GPtrArray *
loft_operation_store_list_for (LoftMailStore *store, gint64 message_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return collect_records (
      database,
      loft_database_query (database,
                           "SELECT " OPERATION_COLUMNS " FROM operation_item JOIN operation"
                           " ON id = operation_id WHERE message_id = ? ORDER BY operation_id",
                           "i", message_id),
      error);
}

GPtrArray *
loft_operation_store_list_for_folder (LoftMailStore *store, gint64 folder_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return collect_records (database,
                          loft_database_query (database,
                                               "SELECT " OPERATION_COLUMNS " FROM operation"
                                               " WHERE folder_id = ? AND folder_id <> 0"
                                               " ORDER BY id",
                                               "i", folder_id),
                          error);
}

LoftOperationRecord *
loft_operation_store_find_uuid (LoftMailStore *store, const char *uuid, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) records = collect_records (
    database,
    loft_database_query (database, "SELECT " OPERATION_COLUMNS " FROM operation WHERE uuid = ?",
                         "s", uuid),
    error);

  return records != NULL && records->len > 0 ? g_ptr_array_steal_index (records, 0) : NULL;
}

LoftOperationRecord *
loft_operation_store_find_resource (LoftMailStore *store, gint64 resource_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) records = collect_records (
    database,
    loft_database_query (database,
                         "SELECT " OPERATION_COLUMNS " FROM operation"
                         " WHERE resource_id = ? AND resource_id <> 0",
                         "i", resource_id),
    error);

  return records != NULL && records->len > 0 ? g_ptr_array_steal_index (records, 0) : NULL;
}

LoftOperationRecord *
loft_operation_store_get (LoftMailStore *store, gint64 operation_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) records = collect_records (
      database,
      loft_database_query (database, "SELECT " OPERATION_COLUMNS " FROM operation WHERE id = ?",
                           "i", operation_id),
      error);

  if (records == NULL)
    return NULL;
  if (records->len == 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
                   "Operation %" G_GINT64_FORMAT " does not wait any more", operation_id);
      return NULL;
    }
  return g_ptr_array_steal_index (records, 0);
}

gboolean
loft_operation_store_knows_uuid (LoftMailStore *store, const char *uuid, gboolean *knows,
                                 GError **error)
{
  gint64 count = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &count, 0, error,
                              "SELECT (SELECT count (*) FROM operation WHERE uuid = ?1)"
                              " + (SELECT count (*) FROM finished_operation WHERE uuid = ?1)",
                              "s", uuid))
    return FALSE;
  *knows = count > 0;
  return TRUE;
}

gboolean
loft_operation_store_forget_finished (LoftMailStore *store, GError **error)
{
  /* Without a condition SQLite writes the page of an empty table too, and syncs it. */
  return loft_database_run (loft_mail_store_database (store), error,
                            "DELETE FROM finished_operation WHERE uuid IS NOT NULL", "");
}

/* Those on folders name no message. */
#define IS_EMPTY                                                                                   \
  "kind NOT LIKE 'folder-%' AND id NOT IN (SELECT operation_id FROM operation_item)"

gboolean
loft_operation_store_forget_message (LoftMailStore *store, gint64 message_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error, "DELETE FROM operation_item WHERE message_id = ?", "i",
                          message_id))
    return FALSE;
  if (loft_database_changes (database) == 0)
    return TRUE;
  return loft_database_run (database, error,
                            "INSERT OR IGNORE INTO finished_operation (uuid) SELECT uuid"
                            " FROM operation WHERE " IS_EMPTY,
                            "") &&
         loft_database_run (database, error, "DELETE FROM operation WHERE " IS_EMPTY, "");
}

gboolean
loft_operation_store_hand_over (LoftMailStore *store, gint64 from_id, gint64 to_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_database_run (database, error,
                            "UPDATE OR IGNORE operation_item SET message_id = ?2"
                            " WHERE message_id = ?1",
                            "ii", from_id, to_id) &&
         loft_database_run (database, error,
                            "UPDATE operation_item SET source_id = ?2"
                            " WHERE source_id = ?1 AND source_id <> 0",
                            "ii", from_id, to_id) &&
         loft_operation_store_forget_message (store, from_id, error);
}

gboolean
loft_operation_store_count (LoftMailStore *store, guint *count, GError **error)
{
  gint64 value = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &value, 0, error,
                              "SELECT count (*) FROM operation", ""))
    return FALSE;
  *count = (guint) value;
  return TRUE;
}

gboolean
loft_operation_store_has_kind (LoftMailStore *store, const char *prefix, gboolean *has,
                               GError **error)
{
  gint64 value = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &value, 0, error,
                              "SELECT EXISTS (SELECT 1 FROM operation"
                              " WHERE substr (kind, 1, length (?1)) = ?1)",
                              "s", prefix))
    return FALSE;
  *has = value != 0;
  return TRUE;
}
