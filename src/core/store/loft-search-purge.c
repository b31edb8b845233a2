/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-index-private.h"

/* The dead of search.db. A contentless FTS5 table forgets a text only when it is told the text again
 * ('delete' with the old values), and keeps none; but its vocabulary says which word stands where in
 * which document. So the words of the dead are collected by reading through the vocabulary once, put
 * together again and handed back: exactly what had been indexed, whether or not the content is still
 * here. */

#define N_COLUMNS 5
#define MIN_DEAD  200 /* fewer are not worth reading through the index */

typedef struct {
  guint8 column;
  guint32 offset;
  const char *word; /* (borrowed) of the chunk */
} Place;

typedef struct {
  gint64 docid;
  GArray *places; /* of Place */
} Dead;

typedef struct {
  LoftDatabase *database;
  gboolean has_body;
  GHashTable *documents; /* gint64* in Dead -> Dead (owned) */
  GStringChunk *words;

} Purge;

static void
dead_free (gpointer data)
{
  Dead *dead = data;

  g_array_unref (dead->places);
  g_free (dead);
}

static gboolean
list_dead (Purge *purge, guint limit, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (
    purge->database, "SELECT docid FROM document WHERE message_id IS NULL AND has_body = ? LIMIT ?",
    "di", purge->has_body, (gint64) limit);
  gboolean row = FALSE;

  for (;;)
    {
      Dead *dead;

      if (!loft_database_step (purge->database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      dead = g_new0 (Dead, 1);
      dead->docid = sqlite3_column_int64 (statement, 0);
      dead->places = g_array_new (FALSE, FALSE, sizeof (Place));
      g_hash_table_insert (purge->documents, &dead->docid, dead);
    }
}

static guint8
column_number (const char *name)
{
  static const char *const names[N_COLUMNS] = { "body", "subject", "sender", "recipients",
                                                "attachments" };

  for (guint8 i = 0; i < N_COLUMNS; i++)
    if (g_strcmp0 (name, names[i]) == 0)
      return i;
  return 0;
}

static void
take_place (Purge *purge, sqlite3_stmt *statement)
{
  gint64 docid = sqlite3_column_int64 (statement, 0);
  Dead *dead = g_hash_table_lookup (purge->documents, &docid);
  Place place;

  if (dead == NULL)
    return;
  place.column = column_number ((const char *) sqlite3_column_text (statement, 1));
  place.offset = (guint32) sqlite3_column_int (statement, 2);
  place.word =
    g_string_chunk_insert_const (purge->words, (const char *) sqlite3_column_text (statement, 3));
  g_array_append_val (dead->places, place);
}

static gboolean
read_vocabulary (Purge *purge, GCancellable *cancellable, GError **error)
{
  sqlite3_stmt *statement =
    loft_database_prepare (purge->database,
                           purge->has_body
                             ? "SELECT doc, col, offset, term FROM temp.full_words"
                             : "SELECT doc, col, offset, term FROM temp.header_words");
  gboolean row = FALSE;

  for (guint n = 1;; n++)
    {
      if (!loft_database_step (purge->database, statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      take_place (purge, statement);
      if (n % 65536 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = a;
  const Place *right = b;

  if (left->column != right->column)
    return left->column < right->column ? -1 : 1;
  return (left->offset > right->offset) - (left->offset < right->offset);
}

/* Offsets count words, so words one behind the other are the text as far as the index knows it. */
static void
put_together (Dead *dead, GString **columns)
{
  g_array_sort (dead->places, compare_places);
  for (guint i = 0; i < N_COLUMNS; i++)
    columns[i] = g_string_new (NULL);
  for (guint i = 0; i < dead->places->len; i++)
    {
      const Place *place = &g_array_index (dead->places, Place, i);
      GString *column = columns[place->column];

      if (column->len > 0)
        g_string_append_c (column, ' ');
      g_string_append (column, place->word);
    }
}

/* Nothing stands there under a number that the header table never had, or has forgotten since. */
static gboolean
tell_text (Purge *purge, Dead *dead, GError **error)
{
  static const char delete_full[] =
    "INSERT INTO full_text (full_text, rowid, body, subject, sender, recipients, attachments)"
    " VALUES ('delete', ?, ?, ?, ?, ?, ?)";
  static const char delete_header[] =
    "INSERT INTO header_text (header_text, rowid, body, subject, sender, recipients, attachments)"
    " VALUES ('delete', ?, ?, ?, ?, ?, ?)";
  GString *columns[N_COLUMNS];
  gboolean done;

  if (dead->places->len == 0)
    return TRUE;
  put_together (dead, columns);
  done = loft_database_run (purge->database, error, purge->has_body ? delete_full : delete_header,
                            "isssss", dead->docid, columns[0]->str, columns[1]->str,
                            columns[2]->str, columns[3]->str, columns[4]->str);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_free (columns[i], TRUE);
  return done;
}

static int
compare_docids (gconstpointer a, gconstpointer b)
{
  const Dead *left = *(const Dead *const *) a;
  const Dead *right = *(const Dead *const *) b;

  return (left->docid > right->docid) - (left->docid < right->docid);
}

/* A number is free again when neither table knows words of it: most texts were in the header table
 * first, and may have left theirs there. */
static gboolean
free_number (Purge *purge, Dead *dead, GError **error)
{
  return loft_database_run (purge->database, error,
                            purge->has_body ? "UPDATE document SET has_body = 0 WHERE docid = ?"
                                            : "DELETE FROM document WHERE docid = ?",
                            "i", dead->docid);
}

/* Ascending, as the index likes it. */
static gboolean
bury_all (Purge *purge, GError **error)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, purge->documents);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (order, value);
  g_ptr_array_sort (order, compare_docids);
  for (guint i = 0; i < order->len; i++)
    {
      Dead *dead = g_ptr_array_index (order, i);

      if (!tell_text (purge, dead, error) || !free_number (purge, dead, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
purge_table (Purge *purge, guint limit, GCancellable *cancellable, GError **error)
{
  return list_dead (purge, limit, error) &&
         (g_hash_table_size (purge->documents) == 0 ||
          (read_vocabulary (purge, cancellable, error) && bury_all (purge, error)));
}

static gboolean
purge_in_transaction (LoftSearchIndex *self, gboolean has_body, guint limit, guint *n_purged,
                      GCancellable *cancellable, GError **error)
{
  Purge purge = { loft_search_index_database (self), has_body, NULL, NULL };
  gboolean done;

  purge.documents = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, dead_free);
  purge.words = g_string_chunk_new (65536);
  done = purge_table (&purge, limit, cancellable, error);
  *n_purged += g_hash_table_size (purge.documents);
  g_hash_table_unref (purge.documents);
  g_string_chunk_free (purge.words);
  return done;
}

static gboolean
is_worth_it (LoftSearchIndex *self, double share, gboolean *worth, GError **error)
{
  guint64 live = 0;
  double dead = 0;

  if (!loft_search_index_get_state (self, &dead, &live, error))
    return FALSE;
  *worth = dead > share && dead * live / (1 - MIN (dead, 0.999)) >= (share > 0 ? MIN_DEAD : 0);
  return TRUE;
}

gboolean
loft_search_index_open_vocabulary (LoftSearchIndex *self, GError **error)
{
  static const char sql[] = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.full_words"
                            " USING fts5vocab (main, full_text, instance);"
                            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.header_words"
                            " USING fts5vocab (main, header_text, instance)";

  return loft_database_make_temporary (loft_search_index_database (self), sql, error);
}

gboolean
loft_search_index_purge (LoftSearchIndex *self, double share, guint limit, guint *n_purged,
                         GCancellable *cancellable, GError **error)
{
  gboolean worth = FALSE;

  *n_purged = 0;
  if (!is_worth_it (self, share, &worth, error))
    return FALSE;
  if (!worth)
    return TRUE;
  if (!loft_search_index_open_vocabulary (self, error) || !loft_search_index_begin (self, error))
    return FALSE;
  if (!purge_in_transaction (self, TRUE, limit, n_purged, cancellable, error) ||
      !purge_in_transaction (self, FALSE, limit, n_purged, cancellable, error))
    {
      loft_search_index_rollback (self);
      return FALSE;
    }
  return loft_search_index_commit (self, error);
}

/* ---- what else is asked of it ------------------------------------------------------------- */

gboolean
loft_search_index_get_extent (LoftSearchIndex *self, gint64 message_id, guint *extent,
                              GError **error)
{
  gint64 has_body = -1;

  if (!loft_database_get_int (loft_search_index_database (self), &has_body, -1, error,
                              "SELECT has_body FROM document WHERE message_id = ?", "i",
                              message_id))
    return FALSE;
  *extent = (guint) (has_body + 1);
  return TRUE;
}

gboolean
loft_search_index_get_commits (LoftSearchIndex *self, gint64 *commits, GError **error)
{
  return loft_database_get_number (loft_search_index_database (self), "commits", 0, commits, error);
}

gboolean
loft_search_index_set_commits (LoftSearchIndex *self, gint64 commits, GError **error)
{
  return loft_database_set_number (loft_search_index_database (self), "commits", commits, error);
}

gboolean
loft_search_index_get_last_id (LoftSearchIndex *self, gint64 *id, GError **error)
{
  return loft_database_get_int (loft_search_index_database (self), id, 0, error,
                                "SELECT max (message_id) FROM document", "");
}

gboolean
loft_search_index_is_damaged (LoftSearchIndex *self)
{
  return loft_database_is_damaged (loft_search_index_database (self));
}

gboolean
loft_search_index_is_replaced (LoftSearchIndex *self)
{
  return loft_database_is_replaced (loft_search_index_database (self));
}
