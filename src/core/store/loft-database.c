/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-database-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "loft-page-checksum.h"
#include "loft-resource.h"
#include "loft-schema.h"
#include "loft-text.h"

#define BUSY_TIMEOUT_MS      20000
#define CHECKPOINT_WAIT_MS   1000
#define WAL_KEPT_BYTES       (1024 * 1024) /* as journal_size_limit below */
#define SCHEMA_PREFIX        "/org/loftmail/store/schema/"

struct _LoftDatabase {
  sqlite3 *handle;        /* (owned) */
  char *path;
  GHashTable *statements; /* address of SQL -> sqlite3_stmt (owned) */
  gboolean read_only;
  gboolean damaged;
  dev_t device;           /* of the file behind handle */
  ino_t inode;
};

/* SQLite quotes the bytes of a damaged file, which need not be text. */
static char *
describe_error (LoftDatabase *self, int code)
{
  return loft_text_to_utf8 (
      self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code), -1);
}

static void
set_sqlite_error (LoftDatabase *self, int code, GError **error)
{
  g_autofree char *message = describe_error (self, code);

  self->damaged |= loft_database_code_is_damage (code);
  if (code == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Interrupted");
  else
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s: %s", self->path, message);
}

static gboolean
execute (LoftDatabase *self, const char *sql, GError **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  set_sqlite_error (self, code, error);
  return FALSE;
}

/* While several processes are the first to open a new file, SQLite calls it busy at once, without
 * the busy handler, because two that hold a read lock cannot both go on to the exclusive one. */
static gboolean
enter_wal (LoftDatabase *self, GError **error)
{
  gint64 give_up = g_get_monotonic_time () + BUSY_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;
  int code;

  for (;;)
    {
      code = sqlite3_exec (self->handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
      if ((code & 0xff) != SQLITE_BUSY || g_get_monotonic_time () > give_up)
        break;
      g_usleep (2000);
    }
  if (code == SQLITE_OK)
    return TRUE;
  set_sqlite_error (self, code, error);
  return FALSE;
}

/* What only takes effect before the first page is written, in this order: auto_vacuum writes it. On a
 * file that exists it would wait for the write lock. */
static gboolean
prepare_new_file (LoftDatabase *self, const char *schema, GError **error)
{
  int bytes = LOFT_PAGE_CHECKSUM_BYTES;
  g_autofree char *set_id =
      g_strdup_printf ("PRAGMA application_id=%d", LOFT_PAGE_CHECKSUM_APPLICATION_ID);

  /* A message of some kilobytes fills a large page better than a small one: a fifteenth of the file. */
  if (strcmp (schema, "content") == 0 && !execute (self, "PRAGMA page_size=32768", error))
    return FALSE;
  sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
  return (strcmp (schema, "store") == 0 ||
          execute (self, "PRAGMA auto_vacuum=INCREMENTAL", error)) &&
         execute (self, set_id, error);
}

/* Rows are read again and again, content once. */
static const char *
cache_for (const char *schema)
{
  return strcmp (schema, "store") == 0 ? "PRAGMA cache_size=-8192" : "PRAGMA cache_size=-3072";
}

/* The order is tested. */
static gboolean
configure (LoftDatabase *self, const char *schema, LoftDatabaseMode mode, GError **error)
{
  gint64 pages = 0;

  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (mode == LOFT_DATABASE_READ_ONLY)
    return execute (self,
                    "PRAGMA query_only=ON; PRAGMA cache_size=-4096; PRAGMA cell_size_check=ON;",
                    error);
  if (!loft_database_get_int (self, &pages, 0, error, "PRAGMA page_count", ""))
    return FALSE;
  if (pages == 0 && !prepare_new_file (self, schema, error))
    return FALSE;
  if (!enter_wal (self, error))
    return FALSE;
  if (!execute (self,
                "PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=1048576;"
                "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON;"
                "PRAGMA secure_delete=FAST; PRAGMA temp_store=MEMORY;",
                error) ||
      !execute (self, cache_for (schema), error))
    return FALSE;
  return execute (self,
                  mode == LOFT_DATABASE_DURABLE ? "PRAGMA synchronous=FULL"
                                                : "PRAGMA synchronous=NORMAL",
                  error);
}

/* (transfer full) (nullable) SQL that brings a schema from version - 1 to version. */
static GBytes *
migration_to (const char *schema, guint version)
{
  g_autofree char *folder = g_strconcat (SCHEMA_PREFIX, schema, "/", NULL);
  g_autofree char *prefix = g_strdup_printf ("%03u-", version);
  GResource *resource = loft_resource_get (loft_schema_get_resource);
  g_auto (GStrv) names = g_resource_enumerate_children (resource, folder, 0, NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], prefix))
      {
        g_autofree char *path = g_strconcat (folder, names[i], NULL);

        return g_resource_lookup_data (resource, path, 0, NULL);
      }
  return NULL;
}

static gboolean
get_version (LoftDatabase *self, gint64 *version, GError **error)
{
  return loft_database_get_int (self, version, 0, error, "PRAGMA user_version", "");
}

/* One version in one transaction; another process may have been faster. */
static gboolean
migrate_one (LoftDatabase *self, const char *schema, guint next, GError **error)
{
  g_autoptr (GBytes) sql = migration_to (schema, next);
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version=%u", next);
  gint64 version = 0;

  if (!loft_database_begin (self, error))
    return FALSE;
  if (!get_version (self, &version, error) ||
      ((guint) version < next && (!execute (self, g_bytes_get_data (sql, NULL), error) ||
                                  !execute (self, set_version, error))))
    {
      loft_database_rollback (self);
      return FALSE;
    }
  return loft_database_commit (self, error);
}

static gboolean
migrate (LoftDatabase *self, const char *schema, LoftDatabaseMode mode, GError **error)
{
  gint64 version = 0;
  guint newest = 0;

  for (;;)
    {
      g_autoptr (GBytes) sql = migration_to (schema, newest + 1);

      if (sql == NULL)
        break;
      newest++;
    }
  if (!get_version (self, &version, error))
    return FALSE;
  if (version > newest || (mode == LOFT_DATABASE_READ_ONLY && version < newest))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE,
                   version > newest
                       ? "%s was written by a newer version of Loft; install that version to open it"
                       : "%s is not ready yet",
                   self->path);
      return FALSE;
    }
  for (guint next = version + 1; next <= newest; next++)
    if (!migrate_one (self, schema, next, error))
      return FALSE;
  return TRUE;
}

static void
remember_file (LoftDatabase *self)
{
  GStatBuf status;

  if (g_stat (self->path, &status) != 0)
    return;
  self->device = status.st_dev;
  self->inode = status.st_ino;
}

gboolean
loft_database_is_damaged (LoftDatabase *self)
{
  return self->damaged;
}

gboolean
loft_database_is_replaced (LoftDatabase *self)
{
  GStatBuf status;

  return g_stat (self->path, &status) != 0 || status.st_dev != self->device ||
         status.st_ino != self->inode;
}

/* SQLite counts what it allocates under a mutex, and nobody asks for the count. Whoever has used
 * SQLite in this process before us keeps it as it is. */
static void
stop_counting_memory (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&once, 1);
    }
}

LoftDatabase *
loft_database_open (const char       *path,
                    const char       *schema,
                    LoftDatabaseMode  mode,
                    GError          **error)
{
  g_autoptr (LoftDatabase) self = g_new0 (LoftDatabase, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code;

  stop_counting_memory ();
  self->path = g_strdup (path);
  self->read_only = mode == LOFT_DATABASE_READ_ONLY;
  self->statements =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sqlite3_finalize);
  /* A reader of a WAL database must be able to write the -shm file, so it opens for writing and
   * is held back by query_only. */
  flags |= self->read_only ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

  code = sqlite3_open_v2 (path, &self->handle, flags, loft_page_checksum_get_vfs ());
  if (code != SQLITE_OK)
    {
      set_sqlite_error (self, code, error);
      return NULL;
    }
  g_chmod (path, 0600);
  remember_file (self);
  if (!configure (self, schema, mode, error) || !migrate (self, schema, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
loft_database_close (LoftDatabase *self)
{
  if (self == NULL)
    return;
  loft_database_rollback (self);
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

gboolean
loft_database_make_temporary (LoftDatabase *self, const char *sql, GError **error)
{
  gboolean done;

  if (!self->read_only)
    return execute (self, sql, error);
  if (!execute (self, "PRAGMA temp_store=MEMORY; PRAGMA query_only=OFF", error))
    return FALSE;
  done = execute (self, sql, error);
  return execute (self, "PRAGMA query_only=ON", done ? error : NULL) && done;
}

gboolean
loft_database_begin (LoftDatabase *self, GError **error)
{
  if (!execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!loft_database_is_replaced (self))
    return TRUE;
  loft_database_rollback (self);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s was repaired meanwhile", self->path);
  return FALSE;
}

gboolean
loft_database_begin_reading (LoftDatabase *self, GError **error)
{
  return execute (self, "BEGIN", error);
}

gboolean
loft_database_commit (LoftDatabase *self, GError **error)
{
  if (execute (self, "COMMIT", error))
    return TRUE;
  loft_database_rollback (self);
  return FALSE;
}

void
loft_database_rollback (LoftDatabase *self)
{
  if (loft_database_in_transaction (self))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
loft_database_in_transaction (LoftDatabase *self)
{
  return self->handle != NULL && !sqlite3_get_autocommit (self->handle);
}

static gboolean
is_busy (int code)
{
  return (code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED;
}

static gsize
wal_size (LoftDatabase *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (gsize) status.st_size : 0;
}

/* The WAL's file shrinks only when the first commit after a checkpoint begins it anew, so when there
 * is much to give back the version is written once more. */
static gboolean
shorten_wal (LoftDatabase *self, GError **error)
{
  gint64 version = 0;
  g_autofree char *set_version = NULL;

  if (wal_size (self) <= WAL_KEPT_BYTES)
    return TRUE;
  if (!get_version (self, &version, error) || !loft_database_begin (self, error))
    return FALSE;
  set_version = g_strdup_printf ("PRAGMA user_version=%" G_GINT64_FORMAT, version);
  if (!execute (self, set_version, error))
    {
      loft_database_rollback (self);
      return FALSE;
    }
  return loft_database_commit (self, error);
}

gboolean
loft_database_checkpoint (LoftDatabase *self, gsize wal_bytes, GError **error)
{
  g_autoptr (LoftDatabase) guard = NULL;
  int code;

  if (wal_size (self) <= wal_bytes)
    return TRUE;

  guard = g_new0 (LoftDatabase, 1);
  guard->path = g_strdup (self->path);
  guard->statements = g_hash_table_new (NULL, NULL);
  if (sqlite3_open_v2 (self->path, &guard->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                       loft_page_checksum_get_vfs ()) != SQLITE_OK)
    {
      set_sqlite_error (guard, SQLITE_CANTOPEN, error);
      return FALSE;
    }
  sqlite3_db_config (guard->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  /* While others keep writing the WAL may grow; an account must not stop for it. */
  sqlite3_busy_timeout (guard->handle, CHECKPOINT_WAIT_MS);
  code = sqlite3_exec (guard->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  if (is_busy (code))
    return TRUE;
  if (code != SQLITE_OK)
    {
      set_sqlite_error (guard, code, error);
      return FALSE;
    }
  code = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  loft_database_rollback (guard);
  if (code == SQLITE_OK)
    return shorten_wal (self, error);
  /* Readers hold back a part of the WAL; the next call brings it in. */
  if (is_busy (code))
    return TRUE;
  set_sqlite_error (self, code, error);
  return FALSE;
}

static int
check_progress (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

char *
loft_database_check (LoftDatabase *self, GCancellable *cancellable, GError **error)
{
  static const char *const checks[] = { "PRAGMA quick_check(1)", "PRAGMA foreign_key_check" };

  sqlite3_progress_handler (self->handle, 10000, check_progress, cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      sqlite3_stmt *statement = loft_database_query (self, checks[i], "");
      g_autofree char *finding = NULL;
      gboolean row = FALSE;

      if (!loft_database_step (self, statement, &row, error))
        {
          sqlite3_progress_handler (self->handle, 0, NULL, NULL);
          return NULL;
        }
      if (!row)
        continue;
      finding = loft_database_column_text (statement, 0);
      sqlite3_reset (statement);
      if (strcmp (finding, "ok") != 0)
        {
          sqlite3_progress_handler (self->handle, 0, NULL, NULL);
          return i == 0 ? g_steal_pointer (&finding)
                        : g_strdup_printf ("table %s names a row that does not exist", finding);
        }
    }
  sqlite3_progress_handler (self->handle, 0, NULL, NULL);
  return NULL;
}

void
loft_database_interrupt (LoftDatabase *self)
{
  sqlite3_interrupt (self->handle);
}

sqlite3_stmt *
loft_database_prepare (LoftDatabase *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int code;

  if (statement != NULL)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }
  code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      g_autofree char *message = describe_error (self, code);

      /* A damaged or busy file can fail here too; SQL that is wrong fails in the first test. */
      self->damaged |= loft_database_code_is_damage (code);
      g_debug ("%s: %s in: %s", self->path, message, sql);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

LoftStatement *
loft_database_prepare_once (LoftDatabase *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL);
  return statement;
}

gboolean
loft_database_fail (LoftDatabase *self, int code, GError **error)
{
  set_sqlite_error (self, code, error);
  return FALSE;
}

gboolean
loft_database_step (LoftDatabase *self, sqlite3_stmt *statement, gboolean *row, GError **error)
{
  int code;

  *row = FALSE;
  if (statement == NULL)
    {
      set_sqlite_error (self, SQLITE_ERROR, error);
      return FALSE;
    }
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    {
      *row = TRUE;
      return TRUE;
    }
  if (code != SQLITE_DONE)
    set_sqlite_error (self, code, error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

static void
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize length = 0;
  gconstpointer data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &length);
  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", length, SQLITE_TRANSIENT);
}

static sqlite3_stmt *
query_valist (LoftDatabase *self, const char *sql, const char *types, va_list args)
{
  sqlite3_stmt *statement = loft_database_prepare (self, sql);

  for (int i = 0; statement != NULL && types[i] != '\0'; i++)
    switch (types[i])
      {
      case 'i':
        sqlite3_bind_int64 (statement, i + 1, va_arg (args, gint64));
        break;
      case 'd':
        sqlite3_bind_int (statement, i + 1, va_arg (args, int));
        break;
      case 's':
        sqlite3_bind_text (statement, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
        break;
      case 'b':
        bind_bytes (statement, i + 1, va_arg (args, GBytes *));
        break;
      case 'n':
        break;
      default:
        g_assert_not_reached ();
      }
  return statement;
}

sqlite3_stmt *
loft_database_query (LoftDatabase *self, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, sql, types, args);
  va_end (args);
  return statement;
}

gboolean
loft_database_run (LoftDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  gboolean row = TRUE;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, sql, types, args);
  va_end (args);
  while (row)
    if (!loft_database_step (self, statement, &row, error))
      return FALSE;
  return TRUE;
}

gboolean
loft_database_get_int (LoftDatabase *self, gint64 *value, gint64 fallback, GError **error,
                       const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  gboolean row = FALSE;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, sql, types, args);
  va_end (args);
  if (!loft_database_step (self, statement, &row, error))
    return FALSE;
  *value = row ? sqlite3_column_int64 (statement, 0) : fallback;
  if (row)
    sqlite3_reset (statement);
  return TRUE;
}

gboolean
loft_database_get_number (LoftDatabase *self, const char *name, gint64 fallback, gint64 *number,
                          GError **error)
{
  return loft_database_get_int (self, number, fallback, error,
                                "SELECT value FROM property WHERE name = ?", "s", name);
}

gboolean
loft_database_set_number (LoftDatabase *self, const char *name, gint64 number, GError **error)
{
  return loft_database_run (self, error,
                            "INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)", "si",
                            name, number);
}

gboolean
loft_database_get_word (LoftDatabase *self, const char *name, char **word, GError **error)
{
  sqlite3_stmt *statement =
    loft_database_query (self, "SELECT value FROM property WHERE name = ?", "s", name);
  gboolean row = FALSE;

  if (!loft_database_step (self, statement, &row, error))
    return FALSE;
  *word = row ? loft_database_column_text (statement, 0) : g_strdup ("");
  if (row)
    sqlite3_reset (statement);
  return TRUE;
}

gboolean
loft_database_set_word (LoftDatabase *self, const char *name, const char *word, GError **error)
{
  return loft_database_run (self, error,
                            "INSERT OR REPLACE INTO property (name, value) VALUES (?, ?)", "ss",
                            name, word);
}

gboolean
loft_database_count_commit (LoftDatabase *self, GError **error)
{
  return loft_database_run (self, error,
                            "INSERT INTO property (name, value) VALUES ('commits', 1)"
                            " ON CONFLICT DO UPDATE SET value = value + 1",
                            "");
}

gint64
loft_database_last_id (LoftDatabase *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

guint
loft_database_changes (LoftDatabase *self)
{
  return (guint) sqlite3_changes (self->handle);
}

char *
loft_database_column_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return g_strdup (text != NULL ? text : "");
}

GBytes *
loft_database_column_bytes (sqlite3_stmt *statement, int column)
{
  gconstpointer data;

  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return NULL;
  data = sqlite3_column_blob (statement, column);
  return g_bytes_new (data, sqlite3_column_bytes (statement, column));
}
