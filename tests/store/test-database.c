/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loft-database-private.h"
#include "loft-page-checksum.h"
#include "loft-test-folder.h"

#define MIB (1024 * 1024)
#define WAL_BYTES (16 * MIB) /* from here on these tests let a checkpoint happen */

static const char *const schemas[] = { "store", "content", "search" };

typedef struct {
  LoftTestFolder *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "test.db");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static LoftDatabase *
open_database (const char *path, const char *schema, LoftDatabaseMode mode)
{
  g_autoptr (GError) error = NULL;
  LoftDatabase *database = loft_database_open (path, schema, mode, &error);

  g_assert_no_error (error);
  return database;
}

static void
assert_refused (const char *path, const char *schema, LoftDatabaseMode mode, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_database_open (path, schema, mode, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, words));
}

static void
begin (LoftDatabase *database)
{
  g_autoptr (GError) error = NULL;

  loft_database_begin (database, &error);
  g_assert_no_error (error);
}

static void
commit (LoftDatabase *database)
{
  g_autoptr (GError) error = NULL;

  loft_database_commit (database, &error);
  g_assert_no_error (error);
}

static void
put_chunk (LoftDatabase *database, gint64 id, gsize length)
{
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (length), length);
  g_autoptr (GError) error = NULL;

  loft_database_run (database, &error, "INSERT OR REPLACE INTO chunk (id, data) VALUES (?, ?)",
                     "ib", id, data);
  g_assert_no_error (error);
}

static gint64
get_int (LoftDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  loft_database_get_int (database, &value, -1, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

/* What another program reads from the file. */
static gint64
read_int (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_busy_timeout (handle, 20000);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return value;
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, NULL);
  g_assert_cmpstr (sqlite3_errmsg (handle), ==, "not an error");
  sqlite3_close (handle);
}

static goffset
file_size (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);
  struct stat status;

  return stat (name, &status) == 0 ? status.st_size : -1;
}

/* page_size and auto_vacuum are written with the first page and silently ignored later. */
static void
test_file_header (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *schema;
    gint64 page_size;
    gint64 auto_vacuum;
    gint64 version;
  } table[] = { { "store", 4096, 0, 22 }, { "content", 32768, 2, 3 }, { "search", 4096, 2, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *path = loft_test_folder_file (fixture->folder, table[i].schema);

      loft_database_close (open_database (path, table[i].schema, LOFT_DATABASE_WRITE));
      g_assert_cmpint (read_int (path, "PRAGMA page_size"), ==, table[i].page_size);
      g_assert_cmpint (read_int (path, "PRAGMA auto_vacuum"), ==, table[i].auto_vacuum);
      g_assert_cmpint (read_int (path, "PRAGMA user_version"), ==, table[i].version);
      g_assert_cmphex (read_int (path, "PRAGMA application_id"), ==,
                       LOFT_PAGE_CHECKSUM_APPLICATION_ID);
      g_assert_cmpint (read_int (path, "SELECT 1 FROM pragma_journal_mode"
                                       " WHERE journal_mode = 'wal'"), ==, 1);
    }
}

static void
test_connection (Fixture *fixture, gconstpointer data)
{
  static const struct {
    LoftDatabaseMode mode;
    gint64 synchronous;
  } table[] = { { LOFT_DATABASE_WRITE, 1 }, { LOFT_DATABASE_DURABLE, 2 } };
  struct stat status;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (LoftDatabase) database = open_database (fixture->path, "store", table[i].mode);

      g_assert_cmpint (get_int (database, "PRAGMA synchronous"), ==, table[i].synchronous);
      g_assert_cmpint (get_int (database, "PRAGMA wal_autocheckpoint"), ==, 0);
      g_assert_cmpint (get_int (database, "PRAGMA foreign_keys"), ==, 1);
      g_assert_cmpint (get_int (database, "PRAGMA secure_delete"), ==, 2);
    }
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autofree char *path = loft_test_folder_file (fixture->folder, schemas[i]);

      loft_database_close (open_database (path, schemas[i], LOFT_DATABASE_WRITE));
      loft_database_close (open_database (path, schemas[i], LOFT_DATABASE_WRITE));
      loft_database_close (open_database (path, schemas[i], LOFT_DATABASE_READ_ONLY));
      execute (path, "PRAGMA user_version=99");
      assert_refused (path, schemas[i], LOFT_DATABASE_WRITE, "newer version");
      assert_refused (path, schemas[i], LOFT_DATABASE_READ_ONLY, "newer version");
      g_assert_cmpint (read_int (path, "PRAGMA user_version"), ==, 99);
    }
}

/* A migration that fails half-way leaves the version before, whole. */
static void
test_failed_migration (Fixture *fixture, gconstpointer data)
{
  execute (fixture->path, "CREATE TABLE chunk (id INTEGER)");
  assert_refused (fixture->path, "content", LOFT_DATABASE_WRITE, "already exists");
  g_assert_cmpint (read_int (fixture->path, "PRAGMA user_version"), ==, 0);
  g_assert_cmpint (read_int (fixture->path, "SELECT count (*) FROM sqlite_schema"), ==, 1);
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDatabase) writer = NULL;
  g_autoptr (LoftDatabase) reader = NULL;
  g_autoptr (GError) error = NULL;

  assert_refused (fixture->path, "content", LOFT_DATABASE_READ_ONLY, "");
  g_assert_cmpint (file_size (fixture->path, ""), ==, -1);
  execute (fixture->path, "VACUUM");
  assert_refused (fixture->path, "content", LOFT_DATABASE_READ_ONLY, "not ready");

  writer = open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  begin (writer);
  put_chunk (writer, 1, 100);
  reader = open_database (fixture->path, "content", LOFT_DATABASE_READ_ONLY);
  g_assert_cmpint (get_int (reader, "SELECT count (*) FROM chunk"), ==, 0);
  commit (writer);
  g_assert_cmpint (get_int (reader, "SELECT count (*) FROM chunk"), ==, 1);
  g_assert_false (loft_database_run (reader, &error, "DELETE FROM chunk", ""));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_assert_cmpint (get_int (writer, "SELECT count (*) FROM chunk"), ==, 1);
}

static pid_t
start (void (*func) (const char *path, int number), const char *path, int number)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid != 0)
    return pid;
  func (path, number);
  _exit (0);
}

static void
wait_for (pid_t pid)
{
  int status = 1;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

static void
open_and_put (const char *path, int number)
{
  g_autoptr (LoftDatabase) database = open_database (path, "content", LOFT_DATABASE_WRITE);

  begin (database);
  put_chunk (database, number, 10);
  commit (database);
}

/* Window, loftctl and a second window may all be the first to open a new account. */
static void
test_opened_at_once (Fixture *fixture, gconstpointer data)
{
  for (guint round = loft_test_count (10); round > 0; round--)
    {
      g_autofree char *path = g_strdup_printf ("%s%u", fixture->path, round);
      pid_t pids[6];

      for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
        pids[i] = start (open_and_put, path, i);
      for (guint i = 0; i < G_N_ELEMENTS (pids); i++)
        wait_for (pids[i]);
      g_assert_cmpint (read_int (path, "SELECT count (*) FROM chunk"), ==, 6);
      g_assert_cmpint (read_int (path, "PRAGMA page_size"), ==, 32768);
      g_assert_cmpint (read_int (path, "PRAGMA auto_vacuum"), ==, 2);
    }
}

static void
test_only_called_checkpoints (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDatabase) database =
      open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  goffset wal;

  for (guint i = 0; i < 24; i++)
    {
      begin (database);
      put_chunk (database, i, MIB);
      commit (database);
    }
  wal = file_size (fixture->path, "-wal");
  g_assert_cmpint (wal, >, 24 * MIB);
  g_assert_cmpint (file_size (fixture->path, ""), <, MIB);
  loft_database_close (g_steal_pointer (&database));
  g_assert_cmpint (file_size (fixture->path, "-wal"), ==, wal);

  database = open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  g_assert_true (loft_database_checkpoint (database, WAL_BYTES, NULL));
  g_assert_cmpint (file_size (fixture->path, ""), >, 24 * MIB);
  g_assert_cmpint (get_int (database, "SELECT count (*) FROM chunk"), ==, 24);
}

/* After a checkpoint the WAL is written from its start again, and what a large first sync made of
 * it is given back. */
static void
test_wal_is_reused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDatabase) database =
      open_database (fixture->path, "content", LOFT_DATABASE_WRITE);

  for (guint i = 0; i < 20; i++)
    {
      begin (database);
      for (guint j = 0; j < 5; j++)
        put_chunk (database, j, MIB);
      commit (database);
      g_assert_true (loft_database_checkpoint (database, WAL_BYTES, NULL));
    }
  g_assert_cmpint (file_size (fixture->path, "-wal"), <, 30 * MIB);

  begin (database);
  for (guint j = 0; j < 60; j++)
    put_chunk (database, j, MIB);
  commit (database);
  g_assert_cmpint (file_size (fixture->path, "-wal"), >, 50 * MIB);
  g_assert_true (loft_database_checkpoint (database, WAL_BYTES, NULL));
  begin (database);
  put_chunk (database, 1, MIB);
  commit (database);
  g_assert_cmpint (file_size (fixture->path, "-wal"), <=, 8 * MIB);
}

static void
put_many (const char *path, int number)
{
  g_autoptr (LoftDatabase) database = open_database (path, "content", LOFT_DATABASE_WRITE);

  for (int i = 0; i < 300; i++)
    {
      begin (database);
      put_chunk (database, number * 1000 + i, 200000);
      commit (database);
    }
}

/* Commits of others while the owner checkpoints are all there afterwards. */
static void
test_checkpoint_beside_writers (Fixture *fixture, gconstpointer data)
{
  /* Started first: a process must not inherit an open database. */
  pid_t pids[2] = { start (put_many, fixture->path, 1), start (put_many, fixture->path, 2) };
  g_autoptr (LoftDatabase) database =
      open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  guint calls = 0;
  guint running = 2;

  while (running > 0)
    {
      int status;

      g_assert_true (loft_database_checkpoint (database, WAL_BYTES, NULL));
      calls++;
      for (guint i = 0; i < 2; i++)
        if (pids[i] != 0 && waitpid (pids[i], &status, WNOHANG) == pids[i])
          {
            g_assert_cmpint (status, ==, 0);
            pids[i] = 0;
            running--;
          }
    }
  g_test_message ("%u calls", calls);
  g_assert_true (loft_database_checkpoint (database, WAL_BYTES, NULL));
  g_assert_cmpint (file_size (fixture->path, ""), >, 16 * MIB);
  g_assert_cmpint (read_int (fixture->path, "SELECT count (*) FROM chunk"), ==, 600);
  g_assert_cmpint (read_int (fixture->path, "SELECT sum (length (data)) FROM chunk"), ==,
                   600 * 200000);
  g_assert_cmpint (read_int (fixture->path,
                             "SELECT 1 FROM pragma_quick_check WHERE quick_check = 'ok'"),
                   ==, 1);
}

static sqlite3 *
open_checked (const char *path)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    loft_page_checksum_get_vfs ()),
                   ==, SQLITE_OK);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return handle;
}

static void
run_checked (sqlite3 *handle, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

/* Pages without a checksum. */
static guint
count_unchecked (const char *path)
{
  const gsize page = 32768;
  const guint8 nothing[LOFT_PAGE_CHECKSUM_BYTES] = { 0 };
  g_autofree char *bytes = NULL;
  gsize length = 0;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 10 * page);
  for (gsize end = page; end <= length; end += page)
    n += memcmp (bytes + end - sizeof nothing, nothing, sizeof nothing) == 0;
  return n;
}

/* Who opened the file before it had a first page, read that from the WAL and checkpoints others
 * while a reader holds back the first gives its pages checksums all the same. */
static void
test_opened_while_empty (Fixture *fixture, gconstpointer data)
{
  sqlite3 *early = open_checked (fixture->path);
  g_autoptr (LoftDatabase) database = NULL;
  sqlite3 *reader;

  run_checked (early, "PRAGMA user_version");
  database = open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  run_checked (early, "SELECT count (*) FROM chunk");
  begin (database);
  put_chunk (database, 1, 200000);
  commit (database);
  reader = open_checked (fixture->path);
  run_checked (reader, "BEGIN; SELECT count (*) FROM chunk");
  begin (database);
  put_chunk (database, 2, 200000);
  commit (database);
  g_assert_cmpint (sqlite3_wal_checkpoint_v2 (early, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (early);
  sqlite3_close (reader);
  g_assert_true (loft_database_checkpoint (database, 0, NULL));
  loft_database_close (g_steal_pointer (&database));
  g_assert_cmpuint (count_unchecked (fixture->path), ==, 0);
}

/* Hears "go" on its standard input and says "started" on its standard output. */
static void
checkpoint_all (const char *path, int number)
{
  g_autoptr (LoftDatabase) database = NULL;
  char byte;

  g_assert_cmpint (read (STDIN_FILENO, &byte, 1), ==, 1);
  database = open_database (path, "content", LOFT_DATABASE_WRITE);
  g_assert_cmpint (write (STDOUT_FILENO, "s", 1), ==, 1);
  /* It gives up after a while and is called again. */
  while (file_size (path, "") < MIB)
    g_assert_true (loft_database_checkpoint (database, WAL_BYTES, NULL));
  g_assert_cmpint (file_size (path, ""), >, 50 * MIB);
}

/* Starts func with a socket as its standard input and output. */
static pid_t
start_talking (void (*func) (const char *path, int number), const char *path, int *peer)
{
  int ends[2];
  pid_t pid;

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM, 0, ends), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      dup2 (ends[1], STDIN_FILENO);
      dup2 (ends[1], STDOUT_FILENO);
      close (ends[0]);
      close (ends[1]);
      func (path, 0);
      _exit (0);
    }
  close (ends[1]);
  *peer = ends[0];
  return pid;
}

/* While somebody writes, the checkpoint waits: it brings in what was committed meanwhile too. */
static void
test_checkpoint_takes_the_lock (Fixture *fixture, gconstpointer data)
{
  int owner = -1;
  pid_t pid = start_talking (checkpoint_all, fixture->path, &owner);
  g_autoptr (LoftDatabase) database =
      open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  char byte;

  begin (database);
  put_chunk (database, 1, 20 * MIB);
  commit (database);
  begin (database);
  g_assert_cmpint (write (owner, "g", 1), ==, 1);
  g_assert_cmpint (read (owner, &byte, 1), ==, 1);
  for (guint i = 2; i < 33; i++)
    put_chunk (database, i, MIB);
  commit (database);
  wait_for (pid);
  close (owner);
}

static void
put_until_killed (const char *path, int acknowledge)
{
  g_autoptr (LoftDatabase) database = open_database (path, "content", LOFT_DATABASE_WRITE);

  for (gint64 i = 1;; i++)
    {
      begin (database);
      put_chunk (database, i, 20000);
      put_chunk (database, -i, 20000);
      commit (database);
      if (write (acknowledge, &i, sizeof i) != sizeof i)
        _exit (1);
    }
}

static void
test_killed_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint round = loft_test_count (20); round > 0; round--)
    {
      g_autofree char *path = g_strdup_printf ("%s%u", fixture->path, round);
      gint64 kill_after = g_rand_int_range (rand, 1, 20);
      gint64 last = 0;
      gint64 number;
      int ends[2];
      pid_t writer;
      gint64 found;

      g_assert_cmpint (pipe (ends), ==, 0);
      writer = start (put_until_killed, path, ends[1]);
      close (ends[1]);
      while (last < kill_after && read (ends[0], &number, sizeof number) == sizeof number)
        last = number;
      kill (writer, SIGKILL);
      while (read (ends[0], &number, sizeof number) == sizeof number)
        last = number;
      close (ends[0]);
      waitpid (writer, NULL, 0);
      loft_database_close (open_database (path, "content", LOFT_DATABASE_WRITE));
      found = read_int (path, "SELECT count (*) FROM chunk WHERE id > 0");
      g_assert_cmpint (found, >=, last);
      g_assert_cmpint (found, <=, last + 1);
      g_assert_cmpint (read_int (path, "SELECT count (*) FROM chunk WHERE id < 0"), ==, found);
    }
}

static void
limit_file_size (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* The kernel refuses to write beyond a file's size, as it does on a full disk. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDatabase) database =
      open_database (fixture->path, "content", LOFT_DATABASE_DURABLE);
  goffset wal;
  guint failed = 0;

  begin (database);
  put_chunk (database, 1, 50000);
  commit (database);
  wal = file_size (fixture->path, "-wal");
  signal (SIGXFSZ, SIG_IGN);
  for (goffset room = 0; room < 120000; room += 3001)
    {
      g_autoptr (GError) error = NULL;

      begin (database);
      put_chunk (database, 2, 50000);
      limit_file_size (wal + room);
      if (!loft_database_commit (database, &error))
        {
          failed++;
          g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
          g_assert_false (loft_database_in_transaction (database));
        }
      limit_file_size (RLIM_INFINITY);
      if (error == NULL)
        break;
      g_assert_cmpint (get_int (database, "SELECT count (*) FROM chunk"), ==, 1);
    }
  g_assert_cmpuint (failed, >, 3);
  begin (database);
  put_chunk (database, 3, 50000);
  commit (database);
  g_assert_cmpint (read_int (fixture->path, "SELECT count (*) FROM chunk WHERE id IN (1, 3)"), ==,
                   2);
}

static gpointer
count_forever (gpointer database)
{
  GError *error = NULL;
  gint64 value;

  loft_database_get_int (database, &value, 0, &error,
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                         " SELECT max (i) FROM n",
                         "");
  return error;
}

typedef struct {
  LoftDatabase *database;
  int done;
} Interrupter;

static gpointer
interrupt_until_done (gpointer data)
{
  Interrupter *interrupter = data;

  while (!g_atomic_int_get (&interrupter->done))
    {
      loft_database_interrupt (interrupter->database);
      g_thread_yield ();
    }
  return NULL;
}

static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDatabase) database =
      open_database (fixture->path, "content", LOFT_DATABASE_WRITE);
  Interrupter interrupter = { database, FALSE };
  GThread *thread = g_thread_new ("interrupt", interrupt_until_done, &interrupter);
  g_autoptr (GError) error = count_forever (database);

  g_atomic_int_set (&interrupter.done, TRUE);
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (get_int (database, "SELECT 5"), ==, 5);
}

static void
test_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftDatabase) database = open_database (fixture->path, "store", LOFT_DATABASE_WRITE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *finding = loft_database_check (database, cancellable, &error);

  g_assert_no_error (error);
  g_assert_null (finding);
  execute (fixture->path, "PRAGMA foreign_keys=OFF;"
                          "INSERT INTO operation_item (operation_id, message_id) VALUES (7, 7)");
  finding = loft_database_check (database, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (finding, "operation_item"));
}

static void
use_damaged (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftDatabase) database =
      loft_database_open (path, "content", LOFT_DATABASE_WRITE, &error);
  g_autofree char *finding = NULL;
  gint64 value = 0;

  if (database == NULL)
    {
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  loft_database_get_int (database, &value, 0, NULL, "SELECT sum (length (data)) FROM chunk", "");
  if (loft_database_begin (database, NULL))
    {
      loft_database_run (database, NULL, "DELETE FROM chunk WHERE id % 3 = 0", "");
      loft_database_commit (database, NULL);
    }
  finding = loft_database_check (database, NULL, NULL);
}

static void
test_damage (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);
  g_autofree char *whole = loft_test_folder_file (fixture->folder, "whole.db");
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", whole);

  {
    g_autoptr (LoftDatabase) database =
        open_database (fixture->path, "content", LOFT_DATABASE_WRITE);

    begin (database);
    for (guint i = 0; i < 200; i++)
      put_chunk (database, i, 100 * i);
    commit (database);
  }
  execute (fixture->path, sql);
  g_assert_true (g_file_get_contents (whole, &bytes, &length, NULL));
  for (guint n = loft_test_count (100); n > 0; n--)
    {
      g_autofree char *path = g_strdup_printf ("%s%u", fixture->path, n);
      g_autofree char *damaged = g_memdup2 (bytes, length);
      gsize size = g_rand_int_range (rand, 0, 4) == 0
                       ? (gsize) g_rand_int_range (rand, 0, (gint32) length)
                       : length;

      for (guint i = g_rand_int_range (rand, 0, 100); i > 0; i--)
        damaged[g_rand_int_range (rand, 0, (gint32) length)] = g_rand_int_range (rand, 0, 256);
      for (guint i = g_rand_int_range (rand, 0, 10); i > 0; i--)
        damaged[g_rand_int_range (rand, 0, 8192)] = g_rand_int_range (rand, 0, 256);
      g_assert_true (g_file_set_contents (path, damaged, size, NULL));
      use_damaged (path);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/database/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("file-header", test_file_header);
  ADD ("connection", test_connection);
  ADD ("versions", test_versions);
  ADD ("failed-migration", test_failed_migration);
  ADD ("read-only", test_read_only);
  ADD ("opened-at-once", test_opened_at_once);
  ADD ("only-called-checkpoints", test_only_called_checkpoints);
  ADD ("wal-is-reused", test_wal_is_reused);
  ADD ("checkpoint-beside-writers", test_checkpoint_beside_writers);
  ADD ("opened-while-empty", test_opened_while_empty);
  ADD ("checkpoint-takes-the-lock", test_checkpoint_takes_the_lock);
  ADD ("killed-writer", test_killed_writer);
  ADD ("full-disk", test_full_disk);
  ADD ("interrupt", test_interrupt);
  ADD ("check", test_check);
  ADD ("damage", test_damage);
#undef ADD
  return g_test_run ();
}
