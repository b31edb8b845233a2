/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-store-private.h"

#include "loft-content-chunk.h"
#include "loft-encoded-content.h"
#include "loft-text.h"

#define CHUNK_BITS 16
#define MAX_CHUNKS (1 << CHUNK_BITS)
#define MAX_MESSAGE_ID ((G_GINT64_CONSTANT (1) << (63 - CHUNK_BITS)) - 1)
#define MAX_PIECE_BYTES (1024 * 1024)
#define FOREACH_BATCH 256

struct _LoftContentStore {
  LoftDatabase *database; /* (owned) */
  LoftContentDictionaries *dictionaries; /* (owned) */
  gboolean learnt;
};

typedef struct {
  guint64 raw_size;
  guint32 chunks;
  guint32 checksum;
  gboolean complete;
} Record;

LoftDatabase *
loft_content_store_database (LoftContentStore *self)
{
  return self->database;
}

LoftContentDictionaries *
loft_content_store_dictionaries (LoftContentStore *self)
{
  return self->dictionaries;
}

gboolean
loft_content_store_may_learn (LoftContentStore *self)
{
  gboolean may = !self->learnt;

  self->learnt = TRUE;
  return may;
}

LoftContentStore *
loft_content_store_open (const char *path, LoftDatabaseMode mode, GError **error)
{
  LoftDatabase *database = loft_database_open (path, "content", mode, error);
  LoftContentStore *self;

  if (database == NULL)
    return NULL;
  self = g_new0 (LoftContentStore, 1);
  self->database = database;
  self->dictionaries = loft_content_dictionaries_new (database);
  return self;
}

void
loft_content_store_close (LoftContentStore *self)
{
  if (self == NULL)
    return;
  loft_content_dictionaries_free (self->dictionaries);
  loft_database_close (self->database);
  g_free (self);
}

gboolean
loft_content_store_begin (LoftContentStore *self, GError **error)
{
  return loft_database_begin (self->database, error);
}

gboolean
loft_content_store_commit (LoftContentStore *self, GError **error)
{
  if (loft_database_count_commit (self->database, error) &&
      loft_database_commit (self->database, error))
    return TRUE;
  loft_content_store_rollback (self);
  return FALSE;
}

void
loft_content_store_rollback (LoftContentStore *self)
{
  loft_database_rollback (self->database);
  loft_content_dictionaries_forget (self->dictionaries);
}

static gint64
chunk_id (gint64 message_id, gint64 number)
{
  return message_id << CHUNK_BITS | number;
}

static gboolean
check_range (gint64 message_id, guint64 chunks, GError **error)
{
  if (message_id >= 0 && message_id <= MAX_MESSAGE_ID && chunks <= MAX_CHUNKS)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
               "Content of message %" G_GINT64_FORMAT " has %" G_GUINT64_FORMAT
               " chunks, too many to store",
               message_id, chunks);
  return FALSE;
}

static gboolean
find_record (LoftContentStore *self, gint64 message_id, Record *record, gboolean *found,
             GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
      self->database,
      "SELECT raw_size, chunks, checksum, complete FROM content WHERE message_id = ?", "i",
      message_id);

  if (!loft_database_step (self->database, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  record->raw_size = (guint64) sqlite3_column_int64 (statement, 0);
  record->chunks = (guint32) sqlite3_column_int64 (statement, 1);
  record->checksum = (guint32) sqlite3_column_int64 (statement, 2);
  record->complete = sqlite3_column_int (statement, 3) != 0;
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
write_record (LoftContentStore *self, gint64 message_id, const Record *record, GError **error)
{
  return loft_database_run (self->database, error,
                            "INSERT INTO content"
                            " (message_id, raw_size, chunks, checksum, complete)"
                            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                            " raw_size = excluded.raw_size, chunks = excluded.chunks,"
                            " checksum = excluded.checksum, complete = excluded.complete",
                            "iiiid", message_id, (gint64) record->raw_size,
                            (gint64) record->chunks, (gint64) record->checksum, record->complete);
}

static gboolean
write_chunk (LoftContentStore *self, gint64 message_id, guint32 number, GBytes *chunk,
             GError **error)
{
  sqlite3_stmt *statement = loft_database_prepare (
      self->database, "INSERT OR REPLACE INTO chunk (id, data) VALUES (?, ?)");
  gboolean row = FALSE;
  gsize length;
  gconstpointer data = g_bytes_get_data (chunk, &length);

  if (statement != NULL)
    {
      sqlite3_bind_int64 (statement, 1, chunk_id (message_id, number));
      sqlite3_bind_blob64 (statement, 2, data, length, SQLITE_STATIC);
    }
  if (!loft_database_step (self->database, statement, &row, error))
    return FALSE;
  sqlite3_clear_bindings (statement);
  return TRUE;
}

gboolean
loft_content_store_remove (LoftContentStore *self, gint64 message_id, GError **error)
{
  g_return_val_if_fail (loft_database_in_transaction (self->database), FALSE);

  if (!check_range (message_id, 0, error) ||
      !loft_database_run (self->database, error, "DELETE FROM content WHERE message_id = ?", "i",
                          message_id))
    return FALSE;
  return loft_database_run (self->database, error, "DELETE FROM chunk WHERE id BETWEEN ? AND ?",
                            "ii", chunk_id (message_id, 0),
                            chunk_id (message_id, MAX_CHUNKS - 1));
}

static gboolean
put_chunks (LoftContentStore *self, gint64 message_id, const LoftEncodedContent *content,
            GError **error)
{
  g_return_val_if_fail (loft_database_in_transaction (self->database), FALSE);

  if (!check_range (message_id, content->chunks->len, error) ||
      !loft_content_store_remove (self, message_id, error))
    return FALSE;
  if (content->dictionary != NULL &&
      !loft_content_dictionaries_put (self->dictionaries, content->dictionary, error))
    return FALSE;
  for (guint i = 0; i < content->chunks->len; i++)
    if (!write_chunk (self, message_id, i, g_ptr_array_index (content->chunks, i), error))
      return FALSE;
  return TRUE;
}

gboolean
loft_content_store_put (LoftContentStore *self, gint64 message_id,
                        const LoftEncodedContent *content, GError **error)
{
  const Record record = {
    .raw_size = content->raw_size,
    .chunks = content->chunks->len,
    .checksum = content->checksum,
    .complete = TRUE,
  };

  return put_chunks (self, message_id, content, error) &&
         write_record (self, message_id, &record, error);
}

gboolean
loft_content_store_put_of (LoftContentStore *self, gint64 message_id,
                           const LoftContentOrigin *origin, const LoftEncodedContent *content,
                           GError **error)
{
  return put_chunks (self, message_id, content, error) &&
         loft_database_run (self->database, error,
                            "INSERT INTO content (message_id, raw_size, chunks, checksum, complete,"
                            " message_hash, received) VALUES (?, ?, ?, ?, 1, ?, ?)",
                            "iiiiii", message_id, (gint64) content->raw_size,
                            (gint64) content->chunks->len, (gint64) content->checksum,
                            origin->message_hash, origin->received);
}

/* The record as it stands, after what an earlier message or try has left is gone. */
static gboolean
prepare_record (LoftContentStore *self, gint64 message_id, guint64 offset, Record *record,
                GError **error)
{
  gboolean found = FALSE;

  if (offset == 0)
    return loft_content_store_remove (self, message_id, error);
  if (!find_record (self, message_id, record, &found, error))
    return FALSE;
  if (found && !record->complete && record->raw_size == offset)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE,
               "A piece of message %" G_GINT64_FORMAT " at %" G_GUINT64_FORMAT
               " does not follow the last one",
               message_id, offset);
  return FALSE;
}

static gboolean
append_chunk (LoftContentStore *self, gint64 message_id, Record *record, const guint8 *raw,
              gsize length, GError **error)
{
  g_autoptr (GBytes) chunk = loft_content_chunk_encode (raw, length, NULL);
  gsize size;
  gconstpointer data = g_bytes_get_data (chunk, &size);

  if (!check_range (message_id, (guint64) record->chunks + 1, error) ||
      !write_chunk (self, message_id, record->chunks, chunk, error))
    return FALSE;
  record->chunks++;
  record->raw_size += length;
  record->checksum = loft_text_checksum (record->checksum, data, size);
  return TRUE;
}

gboolean
loft_content_store_put_piece (LoftContentStore *self, gint64 message_id, guint64 offset,
                              GBytes *piece, GError **error)
{
  Record record = { 0 };
  gsize length;
  const guint8 *raw = g_bytes_get_data (piece, &length);

  g_return_val_if_fail (loft_database_in_transaction (self->database), FALSE);
  g_return_val_if_fail (length <= MAX_PIECE_BYTES, FALSE);

  if (!check_range (message_id, 0, error) ||
      !prepare_record (self, message_id, offset, &record, error))
    return FALSE;
  for (gsize done = 0; done < length; done += LOFT_CONTENT_CHUNK_BYTES)
    if (!append_chunk (self, message_id, &record, raw + done,
                       MIN (length - done, LOFT_CONTENT_CHUNK_BYTES), error))
      return FALSE;
  return write_record (self, message_id, &record, error);
}

static gboolean
set_gone (gint64 message_id, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
               "No content of message %" G_GINT64_FORMAT " is stored", message_id);
  return FALSE;
}

gboolean
loft_content_store_finish (LoftContentStore *self, gint64 message_id, GError **error)
{
  g_return_val_if_fail (loft_database_in_transaction (self->database), FALSE);

  if (!loft_database_run (self->database, error,
                          "UPDATE content SET complete = 1 WHERE message_id = ?", "i",
                          message_id))
    return FALSE;
  return loft_database_changes (self->database) > 0 || set_gone (message_id, error);
}

gboolean
loft_content_store_get_length (LoftContentStore *self, gint64 message_id, guint64 *length,
                               gboolean *complete, GError **error)
{
  Record record = { 0 };
  gboolean found = FALSE;

  if (!find_record (self, message_id, &record, &found, error))
    return FALSE;
  *length = record.raw_size;
  *complete = record.complete;
  return TRUE;
}

static gboolean
set_damaged (gint64 message_id, const char *what, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE,
               "Content of message %" G_GINT64_FORMAT " is damaged: %s", message_id, what);
  return FALSE;
}

/* One statement and so one snapshot: another connection may replace the message meanwhile. */
static const char get_sql[] =
    "SELECT content.raw_size, content.chunks, content.checksum, content.complete, chunk.data,"
    " content.message_hash, content.received"
    "  FROM content LEFT JOIN chunk"
    "    ON chunk.id BETWEEN content.message_id << 16 AND (content.message_id << 16) + 65535"
    " WHERE content.message_id = ?"
    " ORDER BY chunk.id";

/* Memory is asked for by what the record says, so that is held against what it can be. */
static guint8 *
allocate_raw (gint64 message_id, const Record *record, GError **error)
{
  guint8 *raw;

  if (record->chunks > MAX_CHUNKS ||
      record->raw_size > (guint64) record->chunks * LOFT_CONTENT_CHUNK_BYTES)
    {
      set_damaged (message_id, "sizes do not agree", error);
      return NULL;
    }
  raw = g_try_malloc (MAX (record->raw_size, 1));
  if (raw == NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                 "No memory for the %" G_GUINT64_FORMAT " bytes of message %" G_GINT64_FORMAT,
                 record->raw_size, message_id);
  return raw;
}

static gboolean
decode_chunk (LoftContentStore *self, const guint8 *data, gsize size, guint8 *raw, gsize capacity,
              gsize *length)
{
  guint32 id = loft_content_chunk_get_dictionary_id (data, size);
  const LoftContentDictionary *dictionary =
    id != 0 ? loft_content_dictionaries_get (self->dictionaries, id) : NULL;

  return loft_content_chunk_decode (data, size, dictionary, raw, capacity, length);
}

static gboolean
read_chunks (LoftContentStore *self, sqlite3_stmt *statement, gint64 message_id,
             const Record *record, guint8 *raw, GError **error)
{
  guint64 done = 0;
  guint32 checksum = 0;
  guint32 chunks = 0;
  gboolean row = TRUE;

  for (; row && sqlite3_column_type (statement, 4) != SQLITE_NULL; chunks++)
    {
      const guint8 *data = sqlite3_column_blob (statement, 4);
      gsize size = sqlite3_column_bytes (statement, 4);
      gsize length = 0;

      checksum = loft_text_checksum (checksum, data, size);
      if (!decode_chunk (self, data, size, raw + done, record->raw_size - done, &length))
        return set_damaged (message_id, "a chunk cannot be read", error);
      done += length;
      if (!loft_database_step (self->database, statement, &row, error))
        return FALSE;
    }
  if (chunks != record->chunks || done != record->raw_size)
    return set_damaged (message_id, "a chunk is missing", error);
  return checksum == record->checksum ||
         set_damaged (message_id, "its checksum does not match", error);
}

/* origin: (nullable). What the first version wrote is known by its id alone. */
static gboolean
is_of (sqlite3_stmt *statement, const LoftContentOrigin *origin)
{
  return origin == NULL || sqlite3_column_type (statement, 5) == SQLITE_NULL ||
         (sqlite3_column_int64 (statement, 5) == origin->message_hash &&
          sqlite3_column_int64 (statement, 6) == origin->received);
}

static GBytes *
read_content (LoftContentStore *self, sqlite3_stmt *statement, gint64 message_id,
              const LoftContentOrigin *origin, GError **error)
{
  const Record record = {
    .raw_size = (guint64) sqlite3_column_int64 (statement, 0),
    .chunks = (guint32) sqlite3_column_int64 (statement, 1),
    .checksum = (guint32) sqlite3_column_int64 (statement, 2),
    .complete = sqlite3_column_int (statement, 3) != 0,
  };
  g_autofree guint8 *raw = NULL;

  if (!record.complete || !is_of (statement, origin))
    {
      set_gone (message_id, error);
      return NULL;
    }
  raw = allocate_raw (message_id, &record, error);
  if (raw == NULL || !read_chunks (self, statement, message_id, &record, raw, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&raw), record.raw_size);
}

GBytes *
loft_content_store_get (LoftContentStore *self, gint64 message_id, GError **error)
{
  return loft_content_store_get_of (self, message_id, NULL, error);
}

GBytes *
loft_content_store_get_of (LoftContentStore *self, gint64 message_id,
                           const LoftContentOrigin *origin, GError **error)
{
  sqlite3_stmt *statement;
  gboolean row = FALSE;
  GBytes *raw;

  if (message_id < 0 || message_id > MAX_MESSAGE_ID)
    {
      set_gone (message_id, error);
      return NULL;
    }
  statement = loft_database_query (self->database, get_sql, "i", message_id);
  if (!loft_database_step (self->database, statement, &row, error))
    return NULL;
  if (!row)
    {
      set_gone (message_id, error);
      return NULL;
    }
  raw = read_content (self, statement, message_id, origin, error);
  sqlite3_reset (statement);
  return raw;
}

gboolean
loft_content_store_has (LoftContentStore *self, gint64 message_id)
{
  gint64 has = 0;

  return loft_database_get_int (self->database, &has, 0, NULL,
                                "SELECT complete FROM content WHERE message_id = ?", "i",
                                message_id) &&
         has != 0;
}

typedef struct {
  gint64 message_id;
  guint64 raw_size;
} ListedRecord;

static gboolean
list_records (LoftContentStore *self, gint64 after, GArray *records, GError **error)
{
  sqlite3_stmt *statement =
      loft_database_query (self->database,
                           "SELECT message_id, raw_size FROM content"
                           " WHERE complete = 1 AND message_id > ? ORDER BY message_id LIMIT ?",
                           "id", after, FOREACH_BATCH);
  gboolean row = FALSE;

  g_array_set_size (records, 0);
  for (;;)
    {
      ListedRecord record;

      if (!loft_database_step (self->database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      record.message_id = sqlite3_column_int64 (statement, 0);
      record.raw_size = (guint64) sqlite3_column_int64 (statement, 1);
      g_array_append_val (records, record);
    }
}

/* In batches, so that func may read and write here and no snapshot is held for long. */
gboolean
loft_content_store_foreach (LoftContentStore *self, LoftContentFunc func, gpointer user_data,
                            GError **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (ListedRecord));
  gint64 after = -1;

  for (;;)
    {
      if (!list_records (self, after, records, error))
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        {
          const ListedRecord *record = &g_array_index (records, ListedRecord, i);

          if (!func (record->message_id, record->raw_size, user_data))
            return TRUE;
          after = record->message_id;
        }
      if (records->len < FOREACH_BATCH)
        return TRUE;
    }
}

gboolean
loft_content_store_vacuum_step (LoftContentStore *self, gboolean *more, GError **error)
{
  gint64 free_pages = 0;

  *more = FALSE;
  if (!loft_database_get_int (self->database, &free_pages, 0, error, "PRAGMA freelist_count", ""))
    return FALSE;
  if (free_pages == 0)
    return TRUE;
  if (!loft_content_store_begin (self, error))
    return FALSE;
  /* 128 pages of 32 KiB are 4 MiB. */
  if (!loft_database_run (self->database, error, "PRAGMA incremental_vacuum(128)", "") ||
      !loft_database_get_int (self->database, &free_pages, 0, error, "PRAGMA freelist_count", ""))
    {
      loft_content_store_rollback (self);
      return FALSE;
    }
  if (!loft_content_store_commit (self, error))
    return FALSE;
  *more = free_pages > 0;
  return TRUE;
}

gboolean
loft_content_store_checkpoint (LoftContentStore *self, gsize wal_bytes, GError **error)
{
  return loft_database_checkpoint (self->database, wal_bytes, error);
}

typedef struct {
  LoftContentStore *store;
  GCancellable *cancellable;
  char *finding;
} Check;

static gboolean
check_record (gint64 message_id, guint64 raw_size, gpointer user_data)
{
  Check *check = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = loft_content_store_get (check->store, message_id, &error);

  if (raw == NULL && !g_error_matches (error, LOFT_ERROR, LOFT_ERROR_GONE))
    check->finding = g_strdup (error->message);
  return check->finding == NULL && !g_cancellable_is_cancelled (check->cancellable);
}

char *
loft_content_store_check (LoftContentStore *self, GCancellable *cancellable, GError **error)
{
  Check check = { self, cancellable, NULL };
  g_autoptr (GError) check_error = NULL;

  check.finding = loft_content_store_check_structure (self, cancellable, &check_error);
  if (check_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&check_error));
      return NULL;
    }
  if (check.finding == NULL &&
      loft_content_store_foreach (self, check_record, &check, error) && check.finding == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return check.finding;
}
