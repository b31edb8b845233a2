/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-database-salvage.h"

#include "loft-database-private.h"
#include "loft-page-checksum.h"

#define MOST_ROWS 256
/* A file so broken that there are more gaps than this is given up from there on. */
#define MOST_GAPS 10000

typedef struct {
  LoftDatabase *database;
  const char *table;
  const char *key;
  gint64 position; /* what is behind it is to be copied */
  guint n_gaps;
} Copying;

gboolean
loft_database_attach_damaged (LoftDatabase *self, const char *path, gboolean checked)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *uri = checked ? g_strdup_printf ("file:%s?mode=rw&vfs=%s", escaped,
                                                    loft_page_checksum_get_vfs ())
                                 : g_strdup_printf ("file:%s?mode=rw", escaped);

  if (!loft_database_run (self, NULL, "ATTACH ? AS damaged", "s", uri))
    return FALSE;
  return loft_database_run (self, NULL, "SELECT count (*) FROM damaged.sqlite_schema", "");
}

void
loft_database_detach_damaged (LoftDatabase *self)
{
  loft_database_forget_statements (self);
  loft_database_run (self, NULL, "DETACH damaged", "");
}

/* Key of the last of at most limit rows behind position; FALSE when they cannot be read. */
static gboolean
find_last (Copying *self, gint64 position, guint limit, gint64 *last, gboolean *any)
{
  g_autofree char *sql = g_strdup_printf ("SELECT max (%s) FROM (SELECT %s FROM damaged.%s"
                                          " WHERE %s > ? ORDER BY %s LIMIT ?)",
                                          self->key, self->key, self->table, self->key, self->key);
  g_autoptr (LoftStatement) statement = loft_database_prepare_once (self->database, sql);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, position);
  sqlite3_bind_int64 (statement, 2, limit);
  if (sqlite3_step (statement) != SQLITE_ROW)
    return FALSE;
  *any = sqlite3_column_type (statement, 0) != SQLITE_NULL;
  *last = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/* SQLITE_OK, or why not. */
static int
copy_up_to (Copying *self, gint64 last)
{
  g_autofree char *sql = g_strdup_printf ("INSERT OR IGNORE INTO main.%s SELECT * FROM damaged.%s"
                                          " WHERE %s > ? AND %s <= ?",
                                          self->table, self->table, self->key, self->key);
  g_autoptr (LoftStatement) statement = loft_database_prepare_once (self->database, sql);
  int code;

  if (statement == NULL)
    return SQLITE_CORRUPT;
  sqlite3_bind_int64 (statement, 1, self->position);
  sqlite3_bind_int64 (statement, 2, last);
  code = sqlite3_step (statement);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Behind a page that cannot be read the next key is not known: it is looked for in growing steps,
 * then halving the last one. FALSE: nothing can be read any more. */
static gboolean
skip_gap (Copying *self)
{
  guint64 from = (guint64) self->position ^ G_GUINT64_CONSTANT (1) << 63;
  guint64 step = 1;
  gint64 last;
  gboolean any = FALSE;
  guint64 bad, good;

  for (;; step *= 2)
    {
      if (step == 0 || from + step < from)
        return FALSE;
      good = from + step;
      if (find_last (self, (gint64) (good ^ G_GUINT64_CONSTANT (1) << 63), 1, &last, &any))
        break;
    }
  for (bad = from + step / 2; good - bad > 1;)
    {
      guint64 middle = bad + (good - bad) / 2;

      if (find_last (self, (gint64) (middle ^ G_GUINT64_CONSTANT (1) << 63), 1, &last, &any))
        good = middle;
      else
        bad = middle;
    }
  self->position = (gint64) (good ^ G_GUINT64_CONSTANT (1) << 63);
  return TRUE;
}

/* What a failure to copy means for the rows in question. */
static gboolean
is_own_fault (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
      return TRUE;
    case SQLITE_IOERR:
      return !loft_database_code_is_damage (code) && code != SQLITE_IOERR_READ;
    default:
      return FALSE;
    }
}

/* FALSE only for a fault of ours; *more FALSE at the end. */
static gboolean
copy_some (Copying *self, guint *limit, gboolean *more, GError **error)
{
  gint64 last = 0;
  gboolean any = FALSE;
  int code;

  *more = TRUE;
  if (!find_last (self, self->position, *limit, &last, &any))
    {
      if (*limit > 1)
        *limit = 1;
      else
        *more = ++self->n_gaps < MOST_GAPS && skip_gap (self);
      return TRUE;
    }
  *more = any;
  if (!any)
    return TRUE;
  code = copy_up_to (self, last);
  if (is_own_fault (code))
    return loft_database_fail (self->database, code, error);
  if (code != SQLITE_OK && *limit > 1)
    {
      *limit = 1;
      return TRUE;
    }
  self->n_gaps += code != SQLITE_OK;
  self->position = last;
  *limit = MIN (*limit * 2, MOST_ROWS);
  *more = self->n_gaps < MOST_GAPS;
  return TRUE;
}

gboolean
loft_database_salvage_table (LoftDatabase *self, const char *table, const char *key,
                             guint *n_gaps, GError **error)
{
  Copying copying = { self, table, key, G_MININT64, 0 };
  guint limit = MOST_ROWS;
  gboolean more = TRUE;

  while (more)
    if (!copy_some (&copying, &limit, &more, error))
      return FALSE;
  *n_gaps += copying.n_gaps;
  return TRUE;
}

gboolean
loft_database_salvage_whole (LoftDatabase *self, const char *table)
{
  g_autofree char *sql =
      g_strdup_printf ("INSERT OR IGNORE INTO main.%s SELECT * FROM damaged.%s", table, table);
  g_autoptr (LoftStatement) statement = loft_database_prepare_once (self, sql);

  return statement != NULL && sqlite3_step (statement) == SQLITE_DONE;
}

gboolean
loft_database_fold (LoftDatabase *self, GError **error)
{
  return loft_database_run (self, error, "PRAGMA wal_checkpoint (TRUNCATE)", "");
}
