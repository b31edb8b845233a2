/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-index-private.h"

#include <string.h>

/* How much an FTS5 table has to read before it answers a prefix: it gathers all that begins with it,
 * in every segment, however few answers are wanted. Where the words stand is told by the table that
 * leads FTS5 to its leaves (NAME_idx: of each leaf that begins a word, that word and twice the number
 * of the leaf). It is looked at to choose a way only, never to answer. */

/* The leaf where a word stands or would stand. 0x30 leads the words of the main index. */
static const char full_leaf_sql[] = "SELECT pgno >> 1 FROM full_text_idx"
                                    " WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1";
static const char header_leaf_sql[] = "SELECT pgno >> 1 FROM header_text_idx"
                                      " WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1";
static const char full_next_sql[] = "SELECT segid FROM full_text_idx WHERE segid > ? LIMIT 1";
static const char header_next_sql[] = "SELECT segid FROM header_text_idx WHERE segid > ? LIMIT 1";

static gboolean
add_segment (LoftDatabase *database, const char *sql, gint64 segment, GBytes *first, GBytes *last,
             guint *leaves, GError **error)
{
  gint64 begin = 1;
  gint64 end = 1;

  if (!loft_database_get_int (database, &begin, 1, error, sql, "ib", segment, first) ||
      !loft_database_get_int (database, &end, 1, error, sql, "ib", segment, last))
    return FALSE;
  /* A word that shares its leaf with others costs next to nothing. */
  *leaves += (guint) CLAMP (end - begin, 0, G_MAXINT32);
  return TRUE;
}

static gboolean
add_table (LoftDatabase *database, const char *next_sql, const char *leaf_sql, GBytes *first,
           GBytes *last, guint *leaves, GError **error)
{
  gint64 segment = 0;

  for (;;)
    {
      if (!loft_database_get_int (database, &segment, -1, error, next_sql, "i", segment))
        return FALSE;
      if (segment < 0)
        return TRUE;
      if (!add_segment (database, leaf_sql, segment, first, last, leaves, error))
        return FALSE;
    }
}

/* No byte of UTF-8 is as large as the one that ends the last word. */
gboolean
loft_search_index_get_reach (LoftSearchIndex *self, const char *prefix, guint *leaves,
                             GError **error)
{
  LoftDatabase *database = loft_search_index_database (self);
  g_autofree char *begin = g_strconcat ("0", prefix, NULL);
  g_autofree char *end = g_strconcat ("0", prefix, "\xff", NULL);
  g_autoptr (GBytes) first = g_bytes_new (begin, strlen (begin));
  g_autoptr (GBytes) last = g_bytes_new (end, strlen (end));

  *leaves = 0;
  return add_table (database, full_next_sql, full_leaf_sql, first, last, leaves, error) &&
         add_table (database, header_next_sql, header_leaf_sql, first, last, leaves, error);
}

static const char full_count_sql[] =
  "SELECT count (*) FROM (SELECT 1 FROM full_text_idx WHERE segid = ? AND term > ? AND term <= ?"
  " LIMIT ?)";
static const char header_count_sql[] =
  "SELECT count (*) FROM (SELECT 1 FROM header_text_idx WHERE segid = ? AND term > ? AND term <= ?"
  " LIMIT ?)";

/* ---- the words themselves ----------------------------------------------------------------- */

/* The first word at or behind another; its places, of which there may be millions, are not read. */
static gboolean
next_word (LoftDatabase *database, const char *sql, const char *from, char **word, GError **error)
{
  sqlite3_stmt *statement = loft_database_query (database, sql, "s", from);
  gboolean row = FALSE;

  *word = NULL;
  if (!loft_database_step (database, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  *word = loft_database_column_text (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static gboolean
list_words (LoftDatabase *database, const char *sql, const char *prefix, guint most,
            GHashTable *words, GError **error)
{
  g_autofree char *from = g_strdup (prefix);

  while (g_hash_table_size (words) <= most)
    {
      g_autofree char *word = NULL;

      if (!next_word (database, sql, from, &word, error))
        return FALSE;
      if (word == NULL || !g_str_has_prefix (word, prefix) || strchr (word, '"') != NULL)
        return TRUE;
      g_free (from);
      /* No word holds a control character. */
      from = g_strconcat (word, "\x01", NULL);
      g_hash_table_add (words, g_steal_pointer (&word));
    }
  return TRUE;
}

/* Every leaf begins with another word. */
static gboolean
are_more (LoftDatabase *database, const char *next_sql, const char *count_sql, const char *prefix,
          guint most, gboolean *more, GError **error)
{
  g_autofree char *begin = g_strconcat ("0", prefix, NULL);
  g_autofree char *end = g_strconcat ("0", prefix, "\xff", NULL);
  g_autoptr (GBytes) first = g_bytes_new (begin, strlen (begin));
  g_autoptr (GBytes) last = g_bytes_new (end, strlen (end));
  gint64 segment = 0;

  while (!*more)
    {
      gint64 count = 0;

      if (!loft_database_get_int (database, &segment, -1, error, next_sql, "i", segment))
        return FALSE;
      if (segment < 0)
        return TRUE;
      if (!loft_database_get_int (database, &count, 0, error, count_sql, "ibbi", segment, first,
                                  last, (gint64) most + 1))
        return FALSE;
      *more = count > most;
    }
  return TRUE;
}

gboolean
loft_search_index_list_words (LoftSearchIndex *self, const char *prefix, guint most,
                              GPtrArray **words, GError **error)
{
  LoftDatabase *database = loft_search_index_database (self);
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer word;
  gboolean more = FALSE;

  *words = NULL;
  if (!are_more (database, full_next_sql, full_count_sql, prefix, most, &more, error) ||
      !are_more (database, header_next_sql, header_count_sql, prefix, most, &more, error))
    return FALSE;
  if (more)
    return TRUE;
  if (!loft_search_index_open_vocabulary (self, error) ||
      !list_words (database, "SELECT term FROM temp.full_words WHERE term >= ? LIMIT 1", prefix,
                   most, found, error) ||
      !list_words (database, "SELECT term FROM temp.header_words WHERE term >= ? LIMIT 1", prefix,
                   most, found, error))
    return FALSE;
  if (g_hash_table_size (found) > most)
    return TRUE;
  *words = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    {
      g_ptr_array_add (*words, word);
      g_hash_table_iter_steal (&iter);
    }
  return TRUE;
}
