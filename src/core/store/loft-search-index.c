/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-index-private.h"

#include <string.h>

#include "loft-search-match.h"
#include "loft-text.h"

#define MAX_COLUMN_BYTES  (4 * 1024 * 1024)
#define MAX_WAITING_BYTES (8 * 1024 * 1024)
#define MIN_FREE_PAGES    256
#define MAX_DOCID_TRIES   64
/* How far a docid may stand behind its date and still count as being of that date. */
#define CLASH_WINDOW 4096

enum { BODY, SUBJECT, SENDER, RECIPIENTS, ATTACHMENTS, N_COLUMNS };

/* A text that waits to be inserted. FTS5 writes a segment of its own whenever a docid is smaller
 * than the one before, and bodies come newest first: so texts are collected, sorted and inserted
 * ascending. */
typedef struct {
  gint64 docid;
  gboolean has_body;
  char *columns[N_COLUMNS];
} WaitingText;

struct _LoftSearchIndex {
  LoftDatabase *database; /* (owned) */
  GPtrArray *waiting; /* of WaitingText */
  gsize waiting_bytes;
  gboolean headers_died; /* in this transaction */
  LoftDatabaseMode mode;
  fts5_tokenizer tokenizer_methods;
  Fts5Tokenizer *tokenizer; /* (nullable) made when it is asked for */
};

typedef struct {
  gint64 docid;
  gboolean has_body;
  gint64 checksum;
} Document;

static void
waiting_text_free (gpointer data)
{
  WaitingText *text = data;

  if (text == NULL)
    return;
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (text->columns[i]);
  g_free (text);
}

LoftDatabase *
loft_search_index_database (LoftSearchIndex *self)
{
  return self->database;
}

LoftSearchIndex *
loft_search_index_open (const char *path, LoftDatabaseMode mode, GError **error)
{
  LoftDatabase *database = loft_database_open (path, "search", mode, error);
  LoftSearchIndex *self;

  if (database == NULL)
    return NULL;
  self = g_new0 (LoftSearchIndex, 1);
  self->database = database;
  self->mode = mode;
  self->waiting = g_ptr_array_new_with_free_func (waiting_text_free);
  return self;
}

void
loft_search_index_close (LoftSearchIndex *self)
{
  if (self == NULL)
    return;
  if (self->tokenizer != NULL)
    self->tokenizer_methods.xDelete (self->tokenizer);
  loft_database_close (self->database);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

static void
drop_waiting (LoftSearchIndex *self)
{
  g_ptr_array_set_size (self->waiting, 0);
  self->waiting_bytes = 0;
}

static int
compare_docids (gconstpointer a, gconstpointer b)
{
  const WaitingText *left = *(const WaitingText *const *) a;
  const WaitingText *right = *(const WaitingText *const *) b;

  return (left->docid > right->docid) - (left->docid < right->docid);
}

static gboolean
insert_text (LoftSearchIndex *self, const WaitingText *text, GError **error)
{
  static const char insert_full[] =
    "INSERT INTO full_text (rowid, body, subject, sender, recipients, attachments)"
    " VALUES (?, ?, ?, ?, ?, ?)";
  static const char insert_header[] =
    "INSERT INTO header_text (rowid, body, subject, sender, recipients, attachments)"
    " VALUES (?, ?, ?, ?, ?, ?)";
  sqlite3_stmt *statement =
    loft_database_prepare (self->database, text->has_body ? insert_full : insert_header);
  gboolean row = FALSE;

  if (statement != NULL)
    {
      sqlite3_bind_int64 (statement, 1, text->docid);
      for (int i = 0; i < N_COLUMNS; i++)
        sqlite3_bind_text (statement, i + 2, text->columns[i], -1, SQLITE_STATIC);
    }
  if (!loft_database_step (self->database, statement, &row, error))
    return FALSE;
  sqlite3_clear_bindings (statement);
  return TRUE;
}

static gboolean
flush_waiting (LoftSearchIndex *self, GError **error)
{
  g_ptr_array_sort (self->waiting, compare_docids);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      if (!insert_text (self, g_ptr_array_index (self->waiting, i), error))
        return FALSE;
      /* What FTS5 gathers in memory grows as this shrinks. */
      waiting_text_free (g_steal_pointer (&self->waiting->pdata[i]));
    }
  drop_waiting (self);
  return TRUE;
}

/* Once no message is left that is known by its headers alone, the header table holds only the dead
 * and can be emptied at once. Left to itself SQLite takes the index of message_id and walks over
 * every document. */
static gboolean
empty_header_text (LoftSearchIndex *self, GError **error)
{
  gint64 live = 0;

  if (!loft_database_get_int (self->database, &live, 0, error,
                              "SELECT 1 FROM document INDEXED BY document_without_body"
                              " WHERE has_body = 0 AND message_id IS NOT NULL LIMIT 1",
                              ""))
    return FALSE;
  if (live)
    return TRUE;
  return loft_database_run (self->database, error,
                            "INSERT INTO header_text (header_text) VALUES ('delete-all')", "") &&
         loft_database_run (self->database, error,
                            "DELETE FROM document WHERE has_body = 0 AND message_id IS NULL", "");
}

gboolean
loft_search_index_begin (LoftSearchIndex *self, GError **error)
{
  drop_waiting (self);
  self->headers_died = FALSE;
  return loft_database_begin (self->database, error);
}

gboolean
loft_search_index_commit (LoftSearchIndex *self, GError **error)
{
  if (!flush_waiting (self, error) || (self->headers_died && !empty_header_text (self, error)) ||
      !loft_database_count_commit (self->database, error))
    {
      loft_search_index_rollback (self);
      return FALSE;
    }
  return loft_database_commit (self->database, error);
}

void
loft_search_index_rollback (LoftSearchIndex *self)
{
  drop_waiting (self);
  loft_database_rollback (self->database);
}

static gboolean
find_document (LoftSearchIndex *self, gint64 message_id, Document *document, gboolean *found,
               GError **error)
{
  sqlite3_stmt *statement =
    loft_database_query (self->database,
                         "SELECT docid, has_body, checksum FROM document WHERE message_id = ?", "i",
                         message_id);

  if (!loft_database_step (self->database, statement, found, error))
    return FALSE;
  if (!*found)
    return TRUE;
  document->docid = sqlite3_column_int64 (statement, 0);
  document->has_body = sqlite3_column_int (statement, 1) != 0;
  document->checksum = sqlite3_column_int64 (statement, 2);
  sqlite3_reset (statement);
  return TRUE;
}

/* The numbers of one date spread over wider and wider ranges behind it, so that a million messages
 * of the same second (a broken import) still find a free one in a few tries. */
static gint64
docid_for (gint64 date, gint64 message_id, guint try)
{
  guint64 mixed = ((guint64) message_id + try) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  guint bits = MIN (2 * try, 40);

  mixed ^= mixed >> 29;
  return CLAMP (date, 0, LOFT_SEARCH_MAX_DATE) + (gint64) (mixed & (((guint64) 1 << bits) - 1));
}

static gboolean
add_document (LoftSearchIndex *self, gint64 message_id, gint64 date, Document *document,
              GError **error)
{
  for (guint try = 0; try < MAX_DOCID_TRIES; try++)
    {
      document->docid = docid_for (date, message_id, try);
      if (!loft_database_run (self->database, error,
                              "INSERT OR IGNORE INTO document (docid, message_id, has_body,"
                              " checksum) VALUES (?, ?, ?, ?)",
                              "iidi", document->docid, message_id, document->has_body,
                              document->checksum))
        return FALSE;
      if (loft_database_changes (self->database) > 0)
        return TRUE;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "No free docid for message %" G_GINT64_FORMAT,
               message_id);
  return FALSE;
}

static gboolean
bury_document (LoftSearchIndex *self, const Document *document, GError **error)
{
  self->headers_died |= !document->has_body;
  return loft_database_run (self->database, error,
                            "UPDATE document SET message_id = NULL WHERE docid = ?", "i",
                            document->docid);
}

/* The body has come: the same docid now lives in the other table. */
static gboolean
promote_document (LoftSearchIndex *self, const Document *document, GError **error)
{
  self->headers_died = TRUE;
  return loft_database_run (self->database, error,
                            "UPDATE document SET has_body = 1, checksum = ? WHERE docid = ?", "ii",
                            document->checksum, document->docid);
}

static gboolean
replace_document (LoftSearchIndex *self, gint64 message_id, gint64 date, const Document *old,
                  Document *document, GError **error)
{
  gint64 behind = old->docid - CLAMP (date, 0, LOFT_SEARCH_MAX_DATE);

  if (!old->has_body && document->has_body && behind >= 0 && behind < CLASH_WINDOW)
    {
      document->docid = old->docid;
      return promote_document (self, document, error);
    }
  return bury_document (self, old, error) && add_document (self, message_id, date, document, error);
}

static gint64
checksum_columns (gint64 date, const char *const *columns)
{
  guint32 checksum = loft_text_checksum (0, &date, sizeof date);
  gsize total = 0;

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      const char *text = columns[i] != NULL ? columns[i] : "";
      gsize length = strlen (text) + 1;

      checksum = loft_text_checksum (checksum, text, length);
      total += length;
    }
  return (gint64) checksum | (gint64) (total & 0x7fffffff) << 32;
}

gsize
loft_search_index_text_length (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length > MAX_COLUMN_BYTES)
    length = g_utf8_find_prev_char (text, text + MAX_COLUMN_BYTES + 1) - text;
  return length;
}

static char *
copy_column (const char *text, const char *prefix)
{
  return g_strdup_printf ("%s%.*s", prefix, (int) loft_search_index_text_length (text),
                          text != NULL ? text : "");
}

/* FTS5 hands out its functions by a pointer that is bound. */
static fts5_api *
get_fts5 (LoftSearchIndex *self)
{
  fts5_api *api = NULL;
  sqlite3_stmt *statement = loft_database_prepare (self->database, "SELECT fts5 (?1)");
  gboolean row = FALSE;

  if (statement == NULL ||
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL) != SQLITE_OK)
    return NULL;
  loft_database_step (self->database, statement, &row, NULL);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return api;
}

/* With what the schema says of the tables. */
static void
make_tokenizer (LoftSearchIndex *self)
{
  const char *options[] = { "remove_diacritics", "0" };
  fts5_api *api = get_fts5 (self);
  void *context = NULL;

  if (api == NULL ||
      api->xFindTokenizer (api, "unicode61", &context, &self->tokenizer_methods) != SQLITE_OK)
    return;
  if (self->tokenizer_methods.xCreate (context, options, G_N_ELEMENTS (options),
                                       &self->tokenizer) != SQLITE_OK)
    self->tokenizer = NULL;
}

Fts5Tokenizer *
loft_search_index_get_tokenizer (LoftSearchIndex *self, fts5_tokenizer *methods)
{
  if (self->tokenizer == NULL)
    make_tokenizer (self);
  *methods = self->tokenizer_methods;
  return self->tokenizer;
}

static gboolean
add_waiting (LoftSearchIndex *self, const Document *document, const char *const *columns,
             GError **error)
{
  WaitingText *text = g_new0 (WaitingText, 1);

  text->docid = document->docid;
  text->has_body = document->has_body;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      text->columns[i] = copy_column (columns[i], i == SUBJECT ? LOFT_SEARCH_EVERY_WORD " " : "");
      self->waiting_bytes += strlen (text->columns[i]);
    }
  g_ptr_array_add (self->waiting, text);
  return self->waiting_bytes < MAX_WAITING_BYTES || flush_waiting (self, error);
}

gboolean
loft_search_index_put (LoftSearchIndex *self, gint64 message_id, gint64 date, const char *subject,
                       const char *sender, const char *recipients, const char *attachment_names,
                       const char *body, GError **error)
{
  const char *const columns[N_COLUMNS] = { body, subject, sender, recipients, attachment_names };
  Document document = { .has_body = body != NULL, .checksum = checksum_columns (date, columns) };
  Document old = { 0 };
  gboolean found = FALSE;

  g_return_val_if_fail (loft_database_in_transaction (self->database), FALSE);

  if (!find_document (self, message_id, &old, &found, error))
    return FALSE;
  if (!found)
    return add_document (self, message_id, date, &document, error) &&
           add_waiting (self, &document, columns, error);
  if (old.has_body && !document.has_body)
    return TRUE;
  if (old.has_body == document.has_body && old.checksum == document.checksum)
    return TRUE;
  return replace_document (self, message_id, date, &old, &document, error) &&
         add_waiting (self, &document, columns, error);
}

gboolean
loft_search_index_remove (LoftSearchIndex *self, gint64 message_id, GError **error)
{
  Document document = { 0 };
  gboolean found = FALSE;

  g_return_val_if_fail (loft_database_in_transaction (self->database), FALSE);

  if (!find_document (self, message_id, &document, &found, error))
    return FALSE;
  return !found || bury_document (self, &document, error);
}

gboolean
loft_search_index_flush (LoftSearchIndex *self, GError **error)
{
  return self->waiting->len == 0 || flush_waiting (self, error);
}

gboolean
loft_search_index_get_state (LoftSearchIndex *self, double *dead, guint64 *live, GError **error)
{
  gint64 n_all = 0;
  gint64 n_live = 0;

  if (!loft_database_get_int (self->database, &n_all, 0, error, "SELECT count (*) FROM document",
                              "") ||
      !loft_database_get_int (self->database, &n_live, 0, error,
                              "SELECT count (message_id) FROM document", ""))
    return FALSE;
  *dead = n_all > 0 ? (double) (n_all - n_live) / n_all : 0;
  *live = n_live;
  return TRUE;
}

gboolean
loft_search_index_foreach (LoftSearchIndex *self, LoftIndexedFunc func, gpointer user_data,
                           GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    self->database,
    "SELECT message_id, has_body FROM document WHERE message_id IS NOT NULL ORDER BY message_id",
    "");
  gboolean row = FALSE;

  for (;;)
    {
      if (!loft_database_step (self->database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      func (sqlite3_column_int64 (statement, 0), sqlite3_column_int (statement, 1), user_data);
    }
}

static gboolean
has_free_pages (LoftSearchIndex *self, gboolean *has, GError **error)
{
  gint64 free_pages = 0;
  gint64 pages = 0;

  if (!loft_database_get_int (self->database, &free_pages, 0, error, "PRAGMA freelist_count", "") ||
      !loft_database_get_int (self->database, &pages, 0, error, "PRAGMA page_count", ""))
    return FALSE;
  *has = free_pages > MIN_FREE_PAGES && free_pages > pages / 20;
  return TRUE;
}

gboolean
loft_search_index_vacuum_step (LoftSearchIndex *self, gboolean *more, GError **error)
{
  if (!has_free_pages (self, more, error))
    return FALSE;
  if (!*more)
    return TRUE;
  if (!loft_search_index_begin (self, error))
    return FALSE;
  /* 1,024 pages of 4 KiB are 4 MiB. */
  if (!loft_database_run (self->database, error, "PRAGMA incremental_vacuum(1024)", ""))
    {
      loft_search_index_rollback (self);
      return FALSE;
    }
  return loft_search_index_commit (self, error) && has_free_pages (self, more, error);
}

gboolean
loft_search_index_checkpoint (LoftSearchIndex *self, gsize wal_bytes, GError **error)
{
  return loft_database_checkpoint (self->database, wal_bytes, error);
}

/* FTS5 states its verdict as SQLITE_CORRUPT_VTAB, so a failed check is a finding. */
static char *
check_text_tables (LoftSearchIndex *self)
{
  static const char *const checks[] = {
    "INSERT INTO full_text (full_text) VALUES ('integrity-check')",
    "INSERT INTO header_text (header_text) VALUES ('integrity-check')",
  };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (GError) error = NULL;

      if (!loft_database_run (self->database, &error, checks[i], ""))
        return g_strdup (error->message);
    }
  return NULL;
}

char *
loft_search_index_check (LoftSearchIndex *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) check_error = NULL;
  char *finding = loft_database_check (self->database, cancellable, &check_error);

  if (check_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&check_error));
      return NULL;
    }
  /* The command is an INSERT, which a reader may not send. */
  if (finding == NULL && self->mode != LOFT_DATABASE_READ_ONLY)
    finding = check_text_tables (self);
  return finding;
}

void
loft_search_index_interrupt (LoftSearchIndex *self)
{
  loft_database_interrupt (self->database);
}
