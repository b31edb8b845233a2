/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-index-private.h"

/* Both tables deliver by falling docid, and SQLite merges two sorted halves as it goes: nothing is
 * collected, and stopping early is cheap. */
static const char match_sql[] =
  "SELECT document.message_id, 0.0, full_text.rowid AS docid"
  "  FROM full_text CROSS JOIN document ON document.docid = full_text.rowid"
  " WHERE full_text MATCH ?1 AND full_text.rowid >= ?2"
  "   AND document.has_body = 1 AND document.message_id IS NOT NULL"
  " UNION ALL "
  "SELECT document.message_id, 0.0, header_text.rowid"
  "  FROM header_text CROSS JOIN document ON document.docid = header_text.rowid"
  " WHERE header_text MATCH ?1 AND header_text.rowid >= ?2"
  "   AND document.has_body = 0 AND document.message_id IS NOT NULL"
  " ORDER BY docid DESC";

/* A word in the subject says most, then who wrote, then to whom and names of files; of the bodies
 * only how often and how rare. */
#define WEIGHTS "1.0, 8.0, 6.0, 4.0, 4.0"

static const char weighed_sql[] =
  "SELECT document.message_id, -best.score FROM"
  " (SELECT rowid AS docid, bm25 (full_text, " WEIGHTS ") AS score FROM full_text"
  "   WHERE full_text MATCH ?1 AND rowid >= ?2 ORDER BY rowid DESC LIMIT ?3) AS best"
  " CROSS JOIN document ON document.docid = best.docid"
  " WHERE document.has_body = 1 AND document.message_id IS NOT NULL"
  " UNION ALL "
  "SELECT document.message_id, -best.score FROM"
  " (SELECT rowid AS docid, bm25 (header_text, " WEIGHTS ") AS score FROM header_text"
  "   WHERE header_text MATCH ?1 AND rowid >= ?2 ORDER BY rowid DESC LIMIT ?3) AS best"
  " CROSS JOIN document ON document.docid = best.docid"
  " WHERE document.has_body = 0 AND document.message_id IS NOT NULL";

typedef struct {
  LoftSearchFunc func;
  gpointer user_data;
} PlainMatch;

static gboolean
drop_score (gint64 message_id, double score, gpointer user_data)
{
  PlainMatch *plain = user_data;

  return plain->func (message_id, plain->user_data);
}

static gboolean
run (LoftSearchIndex *self, sqlite3_stmt *statement, LoftWeighedFunc func, gpointer user_data,
     GCancellable *cancellable, GError **error)
{
  gboolean row = TRUE;

  for (;;)
    {
      if (!loft_database_step (loft_search_index_database (self), statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          sqlite3_reset (statement);
          return FALSE;
        }
      if (!func (sqlite3_column_int64 (statement, 0), sqlite3_column_double (statement, 1),
                 user_data))
        {
          sqlite3_reset (statement);
          return TRUE;
        }
    }
}

static void
interrupt_index (GCancellable *cancellable, gpointer self)
{
  loft_search_index_interrupt (self);
}

/* A docid is never less than its date. */
static gboolean
match_with (LoftSearchIndex *self, const char *sql, const char *match, gint64 since, guint limit,
            LoftWeighedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  gint64 first = CLAMP (since, 0, LOFT_SEARCH_MAX_DATE);
  gulong handler = 0;
  gboolean done;

  if (!loft_search_index_flush (self, error))
    return FALSE;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (interrupt_index), self, NULL);
  done = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         run (self,
              loft_database_query (loft_search_index_database (self), sql, limit > 0 ? "sid" : "si",
                                   match, first, (int) limit),
              func, user_data, cancellable, error);
  g_cancellable_disconnect (cancellable, handler);
  return done;
}

gboolean
loft_search_index_match (LoftSearchIndex *self, const char *match, gint64 since,
                         LoftSearchFunc func, gpointer user_data, GCancellable *cancellable,
                         GError **error)
{
  PlainMatch plain = { func, user_data };

  return match_with (self, match_sql, match, since, 0, drop_score, &plain, cancellable, error);
}

gboolean
loft_search_index_match_weighed (LoftSearchIndex *self, const char *match, gint64 since,
                                 guint limit, LoftWeighedFunc func, gpointer user_data,
                                 GCancellable *cancellable, GError **error)
{
  return match_with (self, weighed_sql, match, since, CLAMP (limit, 1, G_MAXINT), func, user_data,
                     cancellable, error);
}
