/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-store-private.h"

#include "loft-database-salvage.h"
#include "loft-outgoing-store.h"
#include "loft-resource-store.h"

/* Content records without their content: whose they are, where they live, which there are. */

gboolean
loft_content_store_set_origin (LoftContentStore *self, gint64 message_id,
                               const LoftContentOrigin *origin, GError **error)
{
  return loft_database_run (loft_content_store_database (self), error,
                            "UPDATE content SET message_hash = ?, received = ?"
                            " WHERE message_id = ?",
                            "iii", origin->message_hash, origin->received, message_id);
}

gboolean
loft_content_store_is_of (LoftContentStore *self, gint64 message_id,
                          const LoftContentOrigin *origin, gboolean *is_of, GError **error)
{
  gint64 count = 0;

  if (!loft_database_get_int (loft_content_store_database (self), &count, 0, error,
                              "SELECT count (*) FROM content WHERE message_id = ?1"
                              " AND coalesce (message_hash, ?2) = ?2"
                              " AND coalesce (received, ?3) = ?3",
                              "iii", message_id, origin->message_hash, origin->received))
    return FALSE;
  *is_of = count > 0;
  return TRUE;
}

gboolean
loft_content_store_move (LoftContentStore *self, gint64 message_id, gint64 new_id, GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);

  return loft_content_store_remove (self, new_id, error) &&
         loft_database_run (database, error,
                            "UPDATE content SET message_id = ?2 WHERE message_id = ?1", "ii",
                            message_id, new_id) &&
         loft_database_run (database, error,
                            "UPDATE chunk SET id = id + ((?2 - ?1) << 16)"
                            " WHERE id BETWEEN ?1 << 16 AND (?1 << 16) + 65535",
                            "ii", message_id, new_id);
}

GArray *
loft_content_store_list (LoftContentStore *self, gint64 after, guint limit, GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (LoftContentRecord));
  sqlite3_stmt *statement = loft_database_query (
    database,
    "SELECT message_id, raw_size, complete, folder IS NOT NULL, message_hash, received"
    " FROM content WHERE message_id > ? ORDER BY message_id LIMIT ?",
    "ii", after, (gint64) limit);
  gboolean row = FALSE;

  for (;;)
    {
      LoftContentRecord record;

      if (!loft_database_step (database, statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&records);
      record.message_id = sqlite3_column_int64 (statement, 0);
      record.raw_size = (guint64) sqlite3_column_int64 (statement, 1);
      record.complete = sqlite3_column_int (statement, 2) != 0;
      record.is_local = sqlite3_column_int (statement, 3) != 0;
      record.origin.message_hash = sqlite3_column_int64 (statement, 4);
      record.origin.received = sqlite3_column_int64 (statement, 5);
      g_array_append_val (records, record);
    }
}

void
loft_content_place_clear (LoftContentPlace *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->keywords, g_free);
}

gboolean
loft_content_store_set_place (LoftContentStore *self, gint64 message_id,
                              const LoftContentPlace *place, GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);

  if (place == NULL)
    return loft_database_run (database, error,
                              "UPDATE content SET folder = NULL, flags = NULL, keywords = NULL,"
                              " date = NULL WHERE message_id = ?",
                              "i", message_id);
  return loft_database_run (database, error,
                            "UPDATE content SET folder = ?, flags = ?, keywords = ?, date = ?"
                            " WHERE message_id = ?",
                            "sisii", place->folder, (gint64) place->flags, place->keywords,
                            place->date, message_id);
}

gboolean
loft_content_store_get_place (LoftContentStore *self, gint64 message_id, LoftContentPlace *place,
                              GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);
  sqlite3_stmt *statement = loft_database_query (database,
                                                 "SELECT folder, flags, keywords, date FROM content"
                                                 " WHERE message_id = ? AND folder IS NOT NULL",
                                                 "i", message_id);
  gboolean row = FALSE;

  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
                   "Message %" G_GINT64_FORMAT " has no place of its own", message_id);
      return FALSE;
    }
  place->folder = loft_database_column_text (statement, 0);
  place->flags = (guint) sqlite3_column_int64 (statement, 1);
  place->keywords = loft_database_column_text (statement, 2);
  place->date = sqlite3_column_int64 (statement, 3);
  sqlite3_reset (statement);
  return TRUE;
}

gboolean
loft_content_store_get_commits (LoftContentStore *self, gint64 *commits, GError **error)
{
  return loft_database_get_number (loft_content_store_database (self), "commits", 0, commits,
                                   error);
}

gboolean
loft_content_store_get_last_id (LoftContentStore *self, gint64 *id, GError **error)
{
  return loft_database_get_int (loft_content_store_database (self), id, 0, error,
                                "SELECT max (message_id) FROM content WHERE message_id < ?", "i",
                                LOFT_RESOURCE_CONTENT);
}

gboolean
loft_content_store_get_last_resource (LoftContentStore *self, gint64 *id, GError **error)
{
  return loft_database_get_int (loft_content_store_database (self), id, 0, error,
                                "SELECT max (message_id) - ?1 FROM content"
                                " WHERE message_id > ?1 AND message_id < ?2",
                                "ii", LOFT_RESOURCE_CONTENT, LOFT_OUTGOING_CONTENT);
}

char *
loft_content_store_check_structure (LoftContentStore *self, GCancellable *cancellable,
                                    GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *finding = loft_database_check (loft_content_store_database (self), cancellable, &failure);

  if (finding == NULL && failure == NULL)
    finding = loft_content_dictionaries_check (loft_content_store_dictionaries (self), &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return finding;
}

gboolean
loft_content_store_is_damaged (LoftContentStore *self)
{
  return loft_database_is_damaged (loft_content_store_database (self));
}

gboolean
loft_content_store_is_replaced (LoftContentStore *self)
{
  return loft_database_is_replaced (loft_content_store_database (self));
}

/* ---- salvage ------------------------------------------------------------------------------ */

#define SALVAGE_STEP 100

/* Copies the chunks of a record that is there already and keeps it if it can be given back. */
static gboolean
salvage_chunks (LoftContentStore *self, LoftDamagedFile *from, gint64 message_id, gboolean *kept,
                GError **error)
{
  g_autoptr (GError) damage = NULL;
  g_autoptr (GBytes) raw = NULL;
  gboolean whole = FALSE;

  if (!loft_database_salvage_rows (loft_content_store_database (self), from, "chunk",
                                   "WHERE id BETWEEN ? AND ?", message_id << 16,
                                   (message_id << 16) + 65535, &whole, error))
    return FALSE;
  raw = loft_content_store_get (self, message_id, &damage);
  *kept = raw != NULL || g_error_matches (damage, LOFT_ERROR, LOFT_ERROR_LIMIT);
  return *kept || loft_content_store_remove (self, message_id, error);
}

static gboolean
salvage_some (LoftContentStore *self, LoftDamagedFile *from, gint64 *after, guint64 *n_kept,
              guint64 *n_lost, gboolean *more, GError **error)
{
  g_autoptr (GArray) records = loft_content_store_list (self, *after, SALVAGE_STEP, error);

  if (records == NULL)
    return FALSE;
  *more = records->len == SALVAGE_STEP;
  for (guint i = 0; i < records->len; i++)
    {
      gint64 id = g_array_index (records, LoftContentRecord, i).message_id;
      gboolean kept = FALSE;

      if (!salvage_chunks (self, from, id, &kept, error))
        return FALSE;
      *(kept ? n_kept : n_lost) += 1;
      *after = id;
    }
  return TRUE;
}

/* Before the records, which are read with them. */
static gboolean
salvage_dictionaries (LoftContentStore *self, LoftDamagedFile *from, GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);
  guint n_gaps = 0;
  guint n_mended = 0;

  return loft_database_salvage_table (database, from, "dictionary", "id", &n_gaps, error) &&
         loft_database_salvage_table (database, from, "dictionary_copy", "id", &n_gaps, error) &&
         loft_content_dictionaries_mend (loft_content_store_dictionaries (self), &n_mended, error);
}

/* What no message can have is damage: ids are limited by the keys of chunks. */
static gboolean
salvage_records (LoftContentStore *self, LoftDamagedFile *from, guint64 *n_kept, guint64 *n_lost,
                 GCancellable *cancellable, GError **error)
{
  LoftDatabase *database = loft_content_store_database (self);
  gboolean more = TRUE;
  gint64 after = -1;
  guint gaps = 0;

  if (!loft_database_salvage_table (database, from, "content", "message_id", &gaps, error) ||
      !loft_database_run (database, error,
                          "DELETE FROM content WHERE message_id NOT BETWEEN 0 AND (1 << 47) - 1",
                          ""))
    return FALSE;
  while (more)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !salvage_some (self, from, &after, n_kept, n_lost, &more, error))
      return FALSE;
  return TRUE;
}

/* Records have a checksum of their own: a damaged page takes only those that lie in it. */
gboolean
loft_content_store_salvage (const char *path, const char *new_path, gint64 commits, guint64 *n_kept,
                            guint64 *n_lost, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftContentStore) store =
    loft_content_store_open (new_path, LOFT_DATABASE_DURABLE, error);
  g_autoptr (LoftDamagedFile) from = loft_damaged_file_open (path, FALSE);
  LoftDatabase *database = store != NULL ? loft_content_store_database (store) : NULL;

  *n_kept = *n_lost = 0;
  if (store == NULL || !loft_database_begin (database, error))
    return FALSE;
  if ((from != NULL && (!salvage_dictionaries (store, from, error) ||
                        !salvage_records (store, from, n_kept, n_lost, cancellable, error))) ||
      !loft_database_set_number (database, "commits", commits, error))
    {
      loft_database_rollback (database);
      return FALSE;
    }
  return loft_database_commit (database, error) && loft_database_fold (database, error);
}
