/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-database-salvage.h"

#include "loft-database-private.h"
#include "loft-page-checksum.h"

/* A file with more gaps than this is given up from there on. */
#define MOST_GAPS    10000
#define GUARD_WAIT_MS 1000
#define SIGN         (G_GUINT64_CONSTANT (1) << 63)

struct _LoftDamagedFile {
  sqlite3 *handle; /* (owned) never in a transaction of its own */
  sqlite3 *guard;  /* (owned) (nullable) holds the write lock */
};

typedef struct {
  LoftDatabase *database;
  LoftDamagedFile *from;
  const char *table;
  const char *key;
  LoftStatement *insert; /* (owned) (nullable) made for the first row */
  gint64 position;       /* what is behind it is to be copied */
  guint n_gaps;
} Copying;

static void
copying_clear (Copying *self)
{
  g_clear_pointer (&self->insert, sqlite3_finalize);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copying, copying_clear)

/* ---- the damaged file --------------------------------------------------------------------- */

static sqlite3 *
open_handle (const char *path, const char *vfs)
{
  sqlite3 *handle = NULL;

  if (sqlite3_open_v2 (path, &handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                       vfs) != SQLITE_OK)
    {
      sqlite3_close_v2 (handle);
      return NULL;
    }
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_busy_timeout (handle, GUARD_WAIT_MS);
  return handle;
}

LoftDamagedFile *
loft_damaged_file_open (const char *path, gboolean checked)
{
  g_autoptr (LoftDamagedFile) self = g_new0 (LoftDamagedFile, 1);
  const char *vfs = checked ? loft_page_checksum_get_vfs () : NULL;

  self->handle = open_handle (path, vfs);
  if (self->handle == NULL || sqlite3_exec (self->handle, "SELECT count (*) FROM sqlite_schema",
                                            NULL, NULL, NULL) != SQLITE_OK)
    return NULL;
  self->guard = open_handle (path, vfs);
  if (self->guard != NULL)
    sqlite3_exec (self->guard, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  return g_steal_pointer (&self);
}

void
loft_damaged_file_close (LoftDamagedFile *self)
{
  if (self == NULL)
    return;
  sqlite3_close_v2 (self->guard);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

static LoftStatement *
prepare_damaged (Copying *self, const char *columns, const char *condition)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT %s FROM %s %s", columns, self->table, condition);
  sqlite3_stmt *statement = NULL;

  sqlite3_prepare_v2 (self->from->handle, sql, -1, &statement, NULL);
  return statement;
}

/* ---- rows --------------------------------------------------------------------------------- */

static LoftStatement *
prepare_insert (Copying *self, int n_columns)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_printf (sql, "INSERT OR IGNORE INTO %s VALUES (?", self->table);
  for (int i = 1; i < n_columns; i++)
    g_string_append (sql, ",?");
  g_string_append_c (sql, ')');
  return loft_database_prepare_once (self->database, sql->str);
}

/* A value that the table refuses is damage, everything else our own trouble. */
static gboolean
insert_row (Copying *self, sqlite3_stmt *row, GError **error)
{
  int n_columns = sqlite3_column_count (row);
  int code;

  if (self->insert == NULL)
    self->insert = prepare_insert (self, n_columns);
  if (self->insert == NULL)
    {
      self->n_gaps++;
      return TRUE;
    }
  for (int i = 0; i < n_columns; i++)
    sqlite3_bind_value (self->insert, i + 1, sqlite3_column_value (row, i));
  code = sqlite3_step (self->insert);
  sqlite3_reset (self->insert);
  if (code == SQLITE_DONE)
    return TRUE;
  self->n_gaps++;
  return (code & 0xff) == SQLITE_CONSTRAINT || (code & 0xff) == SQLITE_MISMATCH ||
         loft_database_fail (self->database, code, error);
}

/* From position to the end or to what cannot be read. */
static gboolean
copy_run (Copying *self, gboolean *ended, GError **error)
{
  g_autofree char *condition =
    g_strdup_printf ("WHERE %s > ? ORDER BY %s", self->key, self->key);
  g_autoptr (LoftStatement) rows = prepare_damaged (self, "*", condition);
  int code = SQLITE_ERROR;

  if (rows == NULL)
    {
      *ended = TRUE;
      return TRUE;
    }
  sqlite3_bind_int64 (rows, 1, self->position);
  while ((code = sqlite3_step (rows)) == SQLITE_ROW)
    {
      if (!insert_row (self, rows, error))
        return FALSE;
      self->position = sqlite3_column_int64 (rows, 0);
    }
  *ended = code == SQLITE_DONE;
  return TRUE;
}

/* ---- gaps --------------------------------------------------------------------------------- */

/* The key behind position; FALSE when the page cannot be read. */
static gboolean
find_next (Copying *self, gint64 position, gint64 *next, gboolean *any)
{
  g_autofree char *condition =
    g_strdup_printf ("WHERE %s > ? ORDER BY %s LIMIT 1", self->key, self->key);
  g_autoptr (LoftStatement) statement = prepare_damaged (self, self->key, condition);
  int code;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, position);
  code = sqlite3_step (statement);
  *any = code == SQLITE_ROW;
  *next = sqlite3_column_int64 (statement, 0);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Behind a page that cannot be read the next key is not known: it is looked for in growing steps,
 * then halving the last one. Keys are counted from the lowest so that steps cannot overflow. */
static gboolean
find_behind_gap (Copying *self)
{
  guint64 from = (guint64) self->position ^ SIGN;
  guint64 step = 1;
  guint64 bad, good;
  gint64 next;
  gboolean any;

  for (;; step *= 2)
    {
      if (step == 0 || from + step < from)
        return FALSE;
      good = from + step;
      if (find_next (self, (gint64) (good ^ SIGN), &next, &any))
        break;
    }
  for (bad = from + step / 2; good - bad > 1;)
    {
      guint64 middle = bad + (good - bad) / 2;

      if (find_next (self, (gint64) (middle ^ SIGN), &next, &any))
        good = middle;
      else
        bad = middle;
    }
  self->position = (gint64) (good ^ SIGN);
  return TRUE;
}

/* A row whose key can be read but not the rest is left out alone. */
static gboolean
skip_gap (Copying *self)
{
  gboolean any = FALSE;
  gint64 next = 0;

  if (++self->n_gaps >= MOST_GAPS)
    return FALSE;
  if (!find_next (self, self->position, &next, &any))
    return find_behind_gap (self);
  if (any)
    self->position = next;
  return any;
}

gboolean
loft_database_salvage_table (LoftDatabase *self, LoftDamagedFile *from, const char *table,
                             const char *key, guint *n_gaps, GError **error)
{
  g_auto (Copying) copying = { self, from, table, key, NULL, G_MININT64, 0 };
  gboolean ended = FALSE;

  while (!ended)
    {
      if (!copy_run (&copying, &ended, error))
        return FALSE;
      if (!ended)
        ended = !skip_gap (&copying);
    }
  *n_gaps += copying.n_gaps;
  return TRUE;
}

gboolean
loft_database_salvage_rows (LoftDatabase *self, LoftDamagedFile *from, const char *table,
                            const char *condition, gint64 first, gint64 second, gboolean *whole,
                            GError **error)
{
  g_auto (Copying) copying = { self, from, table, NULL, NULL, 0, 0 };
  g_autoptr (LoftStatement) rows = prepare_damaged (&copying, "*", condition);
  int code = SQLITE_ERROR;

  if (rows != NULL)
    {
      sqlite3_bind_int64 (rows, 1, first);
      sqlite3_bind_int64 (rows, 2, second);
    }
  while (rows != NULL && (code = sqlite3_step (rows)) == SQLITE_ROW)
    if (!insert_row (&copying, rows, error))
      return FALSE;
  *whole = code == SQLITE_DONE && copying.n_gaps == 0;
  return TRUE;
}

gboolean
loft_database_fold (LoftDatabase *self, GError **error)
{
  return loft_database_run (self, error, "PRAGMA wal_checkpoint (TRUNCATE)", "");
}
