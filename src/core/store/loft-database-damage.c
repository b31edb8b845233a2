/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-database-damage.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loft-database-private.h"
#include "loft-page-checksum.h"
#include "loft-text.h"

#define MAX_KEPT      3
#define MAX_IN_SECOND 99
#define LOOK_WAIT_MS  5000
#define PROGRESS_STEP 10000

/* ---- looking ------------------------------------------------------------------------------ */

gboolean
loft_database_code_is_damage (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return TRUE;
    case SQLITE_IOERR:
      return code == SQLITE_IOERR_SHORT_READ || code == SQLITE_IOERR_CORRUPTFS;
    default:
      return FALSE;
    }
}

static int
is_cancelled (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static LoftDatabaseFileState
describe_failure (sqlite3 *handle, int code, char **finding)
{
  *finding =
    loft_text_to_utf8 (handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code), -1);
  return loft_database_code_is_damage (code) ? LOFT_DATABASE_FILE_DAMAGED
                                             : LOFT_DATABASE_FILE_UNKNOWN;
}

/* The check states what it finds as rows; anything but "ok" is damage. */
static LoftDatabaseFileState
run_look (sqlite3 *handle, const char *sql, gboolean is_check, char **finding)
{
  sqlite3_stmt *statement = NULL;
  LoftDatabaseFileState state = LOFT_DATABASE_FILE_SOUND;
  int code = sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    state = describe_failure (handle, code, finding);
  else if (is_check && code == SQLITE_ROW &&
           g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") != 0)
    {
      g_autofree char *text =
        loft_text_to_utf8 ((const char *) sqlite3_column_text (statement, 0), -1);

      *finding = loft_text_one_line (text, 200);
      state = LOFT_DATABASE_FILE_DAMAGED;
    }
  sqlite3_finalize (statement);
  return state;
}

static LoftDatabaseFileState
look_inside (sqlite3 *handle, LoftDatabaseLook look, GCancellable *cancellable, char **finding)
{
  LoftDatabaseFileState state;

  sqlite3_busy_timeout (handle, LOOK_WAIT_MS);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_progress_handler (handle, PROGRESS_STEP, is_cancelled, cancellable);
  sqlite3_exec (handle, "PRAGMA cell_size_check=ON", NULL, NULL, NULL);
  state = run_look (handle, "SELECT count (*) FROM sqlite_schema", FALSE, finding);
  if (state == LOFT_DATABASE_FILE_SOUND && look == LOFT_DATABASE_LOOK_WHOLE)
    state = run_look (handle, "PRAGMA integrity_check(1)", TRUE, finding);
  return state;
}

LoftDatabaseFileState
loft_database_file_look (const char *path, LoftDatabaseLook look, GCancellable *cancellable,
                         char **finding)
{
  LoftDatabaseFileState state;
  sqlite3 *handle = NULL;
  struct stat status;
  int code;

  *finding = NULL;
  if (lstat (path, &status) != 0)
    return errno == ENOENT ? LOFT_DATABASE_FILE_MISSING : LOFT_DATABASE_FILE_UNKNOWN;
  if (!S_ISREG (status.st_mode))
    {
      *finding = g_strdup ("it is not a file");
      return LOFT_DATABASE_FILE_DAMAGED;
    }
  if (status.st_size == 0)
    return LOFT_DATABASE_FILE_MISSING;
  code = sqlite3_open_v2 (path, &handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                          loft_page_checksum_get_vfs ());
  state = code == SQLITE_OK ? look_inside (handle, look, cancellable, finding)
                            : describe_failure (handle, code, finding);
  sqlite3_close_v2 (handle);
  return state;
}

/* ---- setting aside ------------------------------------------------------------------------ */

static gboolean
set_failed (const char *path, const char *what, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "Cannot %s %s: %s", what, path,
               g_strerror (errno));
  return FALSE;
}

/* A directory may stand where a file should be. */
static void
remove_entry (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (g_unlink (path) == 0 || errno != EISDIR)
    return;
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
  g_rmdir (path);
}

void
loft_database_file_remove (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (path, endings[i], NULL);

      remove_entry (file);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

/* Names end in the time and so sort by age. */
static void
drop_oldest (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, ".damaged-", NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, prefix) && !g_str_has_suffix (name, "-wal"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = MAX_KEPT; i < names->len; i++)
    {
      g_autofree char *file = g_build_filename (directory, g_ptr_array_index (names, i), NULL);

      loft_database_file_remove (file);
    }
}

static char *
numbered_name (const char *path, const char *time, guint n)
{
  return n == 1 ? g_strdup_printf ("%s.damaged-%s", path, time)
                : g_strdup_printf ("%s.damaged-%s-%02u", path, time, n);
}

/* (transfer full) a free name that sorts behind all others: several may be damaged within a second. */
static char *
free_name (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  guint last = 0;

  for (guint n = 1; n < MAX_IN_SECOND; n++)
    {
      g_autofree char *name = numbered_name (path, time, n);

      if (g_file_test (name, G_FILE_TEST_EXISTS))
        last = n;
    }
  return numbered_name (path, time, last + 1);
}

/* The log goes with its file, and the index of the log is made anew from it. */
static void
take_log (const char *path, const char *aside)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *aside_log = g_strconcat (aside, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  if (g_rename (log, aside_log) != 0)
    remove_entry (log);
  remove_entry (index);
  remove_entry (journal);
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    set_failed (folder, "sync", error);
  if (fd >= 0)
    close (fd);
  return done;
}

gboolean
loft_database_file_set_aside (const char *path, char **aside, GError **error)
{
  g_autofree char *name = free_name (path);

  *aside = NULL;
  if (g_rename (path, name) != 0 && errno != ENOENT)
    return set_failed (path, "set aside", error);
  take_log (path, name);
  drop_oldest (path);
  *aside = g_steal_pointer (&name);
  return sync_folder (path, error);
}

/* By a second name, where the file system has them, there is no moment without a file. */
gboolean
loft_database_file_replace (const char *path, const char *new_path, char **aside, GError **error)
{
  g_autofree char *name = free_name (path);

  *aside = NULL;
  if (link (path, name) != 0 && g_rename (path, name) != 0 && errno != ENOENT)
    return set_failed (path, "set aside", error);
  take_log (path, name);
  if (g_rename (new_path, path) != 0)
    return set_failed (new_path, "put in place", error);
  loft_database_file_remove (new_path);
  drop_oldest (path);
  *aside = g_steal_pointer (&name);
  return sync_folder (path, error);
}

char *
loft_database_file_identify (const char *path)
{
  struct statx status;

  /* A number of a file may be given anew; the time it was made says that it was. */
  if (statx (AT_FDCWD, path, 0, STATX_INO | STATX_BTIME, &status) != 0)
    return g_strdup ("");
  if (!(status.stx_mask & STATX_BTIME))
    return g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64) status.stx_ino);
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%09u",
                          (guint64) status.stx_ino, (gint64) status.stx_btime.tv_sec,
                          status.stx_btime.tv_nsec);
}
