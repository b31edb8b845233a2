/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-problem-store.h"

#include "loft-clock.h"
#include "loft-mail-store-private.h"

#define MOST_KEPT 1000 /* a server that refuses everything must not fill the disk */

void
loft_problem_record_free (LoftProblemRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->reason);
  g_free (self->folder);
  g_free (self->subject);
  g_free (self->arguments);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_clear_pointer (&self->message_ids, g_array_unref);
  g_free (self);
}

/* Those of messages that are only here are not dropped by themselves. */
static gboolean
keep_few (LoftDatabase *database, GError **error)
{
  return loft_database_run (database, error,
                            "DELETE FROM problem WHERE id <= (SELECT max (id) FROM problem) - ?"
                            " AND message_id NOT IN (SELECT id FROM message WHERE folder_id < 0)",
                            "i", (gint64) MOST_KEPT);
}

gboolean
loft_problem_store_add (LoftMailStore *store, const char *kind, const GError *reason,
                        gint64 message_id, const char *folder, guint items, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return loft_database_run (database, error,
                            "INSERT INTO problem (kind, at, error, reason, message_id, folder,"
                            " items, subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                            " coalesce ((SELECT subject FROM message WHERE id = ?5), ''))",
                            "sissisd", kind, loft_clock_now (),
                            loft_error_class_name (loft_error_class (reason)), reason->message,
                            message_id, folder != NULL ? folder : "", items) &&
         keep_few (database, error);
}

#define LAST "(SELECT max (id) FROM problem)"

gboolean
loft_problem_store_note_work (LoftMailStore *store, const char *arguments, gint64 folder_id,
                              GArray *message_ids, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "UPDATE problem SET arguments = ?, folder_id = ? WHERE id = " LAST, "si",
                          arguments, folder_id))
    return FALSE;
  for (guint i = 0; message_ids != NULL && i < message_ids->len; i++)
    if (!loft_database_run (database, error,
                            "INSERT OR IGNORE INTO problem_item (problem_id, message_id)"
                            " SELECT " LAST ", ? WHERE " LAST " IS NOT NULL",
                            "i", g_array_index (message_ids, gint64, i)))
      return FALSE;
  return TRUE;
}

gboolean
loft_problem_store_note_resource (LoftMailStore *store, gint64 resource_id, gint64 folder_id,
                                  const char *name, GBytes *raw, GError **error)
{
  return loft_database_run (loft_mail_store_database (store), error,
                            "UPDATE problem SET resource_id = ?, folder_id = ?, subject = ?,"
                            " raw = ? WHERE id = " LAST,
                            "iisb", resource_id, folder_id, name, raw);
}

static LoftError
class_from_name (const char *name)
{
  for (int i = LOFT_ERROR_OFFLINE; i < LOFT_ERROR_STORE; i++)
    if (g_strcmp0 (loft_error_class_name ((LoftError) i), name) == 0)
      return (LoftError) i;
  return LOFT_ERROR_STORE;
}

static LoftProblemRecord *
record_from_row (sqlite3_stmt *row)
{
  LoftProblemRecord *record = g_new0 (LoftProblemRecord, 1);

  record->id = sqlite3_column_int64 (row, 0);
  record->kind = loft_database_column_text (row, 1);
  record->at = sqlite3_column_int64 (row, 2);
  record->error_class = class_from_name ((const char *) sqlite3_column_text (row, 3));
  record->reason = loft_database_column_text (row, 4);
  record->message_id = sqlite3_column_int64 (row, 5);
  record->folder = loft_database_column_text (row, 6);
  record->subject = loft_database_column_text (row, 7);
  record->items = (guint) sqlite3_column_int (row, 8);
  record->is_only_here = sqlite3_column_int (row, 9) != 0;
  record->arguments = loft_database_column_text (row, 10);
  record->folder_id = sqlite3_column_int64 (row, 11);
  record->resource_id = sqlite3_column_int64 (row, 12);
  record->shown_in = sqlite3_column_int64 (row, 13);
  return record;
}

#define SELECT_PROBLEMS                                                                            \
  "SELECT p.id, kind, at, error, reason, coalesce (m.id, 0), folder, p.subject, items,"            \
  " coalesce (m.folder_id < 0 AND m.remote_id IS NULL, 0), arguments, p.folder_id,"                \
  " p.resource_id, coalesce (m.folder_id, 0)"                                                      \
  " FROM problem p LEFT JOIN message m ON m.id = p.message_id"

static GPtrArray *
collect (LoftDatabase *database, sqlite3_stmt *statement, GError **error)
{
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_problem_record_free);
  gboolean row = TRUE;

  while (row)
    {
      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (records, record_from_row (statement));
    }
  return g_steal_pointer (&records);
}

GPtrArray *
loft_problem_store_list (LoftMailStore *store, guint limit, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  return collect (database,
                  loft_database_query (database, SELECT_PROBLEMS " ORDER BY p.id DESC LIMIT ?", "i",
                                       (gint64) limit),
                  error);
}

static gboolean
load_messages (LoftDatabase *database, LoftProblemRecord *record, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    database, "SELECT message_id FROM problem_item WHERE problem_id = ? ORDER BY 1", "i",
    record->id);
  gboolean row = TRUE;

  record->message_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (row)
    {
      gint64 id;

      if (!loft_database_step (database, statement, &row, error))
        return FALSE;
      id = row ? sqlite3_column_int64 (statement, 0) : 0;
      if (row)
        g_array_append_val (record->message_ids, id);
    }
  return TRUE;
}

static gboolean
refuse_gone (gint64 problem_id, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
               "There is no problem %" G_GINT64_FORMAT " any more", problem_id);
  return FALSE;
}

static gboolean
load_raw (LoftDatabase *database, LoftProblemRecord *record, GError **error)
{
  sqlite3_stmt *statement =
    loft_database_query (database, "SELECT raw FROM problem WHERE id = ?", "i", record->id);
  gboolean row = FALSE;

  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  record->raw = row ? loft_database_column_bytes (statement, 0) : NULL;
  if (row)
    sqlite3_reset (statement);
  return TRUE;
}

LoftProblemRecord *
loft_problem_store_get (LoftMailStore *store, gint64 problem_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);
  g_autoptr (GPtrArray) records = collect (
    database, loft_database_query (database, SELECT_PROBLEMS " WHERE p.id = ?", "i", problem_id),
    error);

  if (records == NULL || (records->len == 0 && !refuse_gone (problem_id, error)) ||
      !load_messages (database, g_ptr_array_index (records, 0), error) ||
      !load_raw (database, g_ptr_array_index (records, 0), error))
    return NULL;
  return g_ptr_array_steal_index (records, 0);
}

gboolean
loft_problem_store_remove (LoftMailStore *store, gint64 problem_id, GError **error)
{
  LoftDatabase *database = loft_mail_store_database (store);

  if (!loft_database_run (database, error,
                          "DELETE FROM message WHERE folder_id < 0 AND remote_id IS NULL AND id ="
                          " (SELECT message_id FROM problem WHERE id = ?)"
                          " AND id NOT IN (SELECT message_id FROM operation_item)",
                          "i", problem_id) ||
      !loft_database_run (database, error, "DELETE FROM problem WHERE id = ?", "i", problem_id))
    return FALSE;
  if (loft_database_changes (database) > 0)
    return TRUE;
  return refuse_gone (problem_id, error);
}

gboolean
loft_problem_store_count (LoftMailStore *store, guint *count, GError **error)
{
  gint64 value = 0;

  if (!loft_database_get_int (loft_mail_store_database (store), &value, 0, error,
                              "SELECT count (*) FROM problem", ""))
    return FALSE;
  *count = (guint) value;
  return TRUE;
}
