/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-journal.h"
#include "loft-resource-store.h"

#define WANTED  "repair.wanted" /* names of databases, one a line */
#define LOG     "repairs.log"
#define MAX_LOG (64 * 1024)
#define BOOT    "boot" /* loft-account-sync-restart.c */

enum { STORE, CONTENT, SEARCH, N_FILES };

static const char *const names[N_FILES] = { "store.db", "content.db", "search.db" };

typedef struct {
  const char *directory;
  GPtrArray *told; /* (nullable) */
  GCancellable *cancellable;
  LoftDatabaseLook look[N_FILES];
  LoftDatabaseFileState state[N_FILES];
  char *finding[N_FILES]; /* (owned) (nullable) */
  gint64 content_commits; /* as far as store.db had noted them */
  gint64 search_commits;
  gboolean lost_rows;
  gboolean is_copy;
} Repair;

static void
repair_clear (Repair *repair)
{
  for (guint i = 0; i < N_FILES; i++)
    g_clear_pointer (&repair->finding[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Repair, repair_clear)

static void tell (Repair *repair, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
tell (Repair *repair, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  g_message ("%s: %s", repair->directory, sentence);
  loft_account_store_log (repair->directory, sentence);
  if (repair->told != NULL)
    g_ptr_array_add (repair->told, g_steal_pointer (&sentence));
}

static char *
file_path (const char *directory, const char *name, const char *ending)
{
  g_autofree char *file = g_strconcat (name, ending, NULL);

  return g_build_filename (directory, file, NULL);
}

/* ---- the log ------------------------------------------------------------------------------ */

static char *
log_path (const char *directory)
{
  return g_build_filename (directory, LOG, NULL);
}

/* Each line begins with a time. */
void
loft_account_store_log (const char *directory, const char *sentence)
{
  g_autofree char *path = log_path (directory);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  g_autofree char *line = g_strdup_printf ("%s %s\n", time, sentence);
  int fd;

  if (loft_account_store_get_log_size (directory) > MAX_LOG)
    g_unlink (path);
  fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  if (write (fd, line, strlen (line)) < 0)
    g_debug ("%s: %s", path, g_strerror (errno));
  close (fd);
}

gsize
loft_account_store_get_log_size (const char *directory)
{
  g_autofree char *path = log_path (directory);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? (gsize) status.st_size : 0;
}

char **
loft_account_store_read_log (const char *directory, gsize from)
{
  g_autofree char *path = log_path (directory);
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL))
    length = 0;
  /* It was begun anew meanwhile. */
  lines = g_strsplit (length == 0 ? "" : text + (from <= length ? from : 0), "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (strchr (lines[i], ' ') != NULL)
      g_strv_builder_add (sentences, strchr (lines[i], ' ') + 1);
  return g_strv_builder_end (sentences);
}

/* ---- asking for it ------------------------------------------------------------------------ */

void
loft_account_store_want_repair (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, WANTED, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_file_get_contents (path, &before, NULL, NULL);
  if (before != NULL && strstr (before, name) != NULL)
    return;
  after = g_strconcat (before != NULL ? before : "", name, "\n", NULL);
  g_file_set_contents_full (path, after, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

gboolean
loft_account_store_wants_repair (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, WANTED, NULL);

  return g_access (path, F_OK) == 0;
}

static void
read_wanted (Repair *repair)
{
  g_autofree char *path = g_build_filename (repair->directory, WANTED, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;
  for (guint i = 0; i < N_FILES; i++)
    if (strstr (text, names[i]) != NULL)
      repair->look[i] = LOFT_DATABASE_LOOK_WHOLE;
}

void
loft_account_store_compare_later (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, BOOT, NULL);

  g_unlink (path);
}

/* ---- files -------------------------------------------------------------------------------- */

static gboolean
look_at_files (Repair *repair, GError **error)
{
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *path = file_path (repair->directory, names[i], "");

      g_clear_pointer (&repair->finding[i], g_free);
      repair->state[i] =
        loft_database_file_look (path, repair->look[i], repair->cancellable, &repair->finding[i]);
      if (g_cancellable_set_error_if_cancelled (repair->cancellable, error))
        return FALSE;
      if (repair->state[i] != LOFT_DATABASE_FILE_UNKNOWN)
        continue;
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s: %s", path,
                   repair->finding[i] != NULL ? repair->finding[i] : "cannot be looked at");
      return FALSE;
    }
  return TRUE;
}

static void
tell_aside (Repair *repair, guint file, const char *aside)
{
  g_autofree char *name = g_path_get_basename (aside);

  tell (repair, "%s was damaged (%s) and was set aside as %s", names[file],
        repair->finding[file] != NULL ? repair->finding[file] : "unreadable", name);
}

static gboolean
rebuild_mail (Repair *repair, GError **error)
{
  g_autofree char *path = file_path (repair->directory, names[STORE], "");
  g_autofree char *new_path = file_path (repair->directory, names[STORE], ".new");
  g_autofree char *aside = NULL;
  guint64 n_kept = 0;
  guint64 n_operations = 0;

  loft_database_file_remove (new_path);
  if (!loft_mail_store_salvage (path, new_path, &n_kept, &n_operations, error) ||
      !loft_database_file_replace (path, new_path, &aside, error))
    {
      loft_database_file_remove (new_path);
      return FALSE;
    }
  tell_aside (repair, STORE, aside);
  tell (repair,
        "%" G_GUINT64_FORMAT " messages and %" G_GUINT64_FORMAT " waiting changes of it could be"
        " read; the rest comes with the next sync, waiting changes from the journal",
        n_kept, n_operations);
  repair->lost_rows = TRUE;
  return TRUE;
}

/* The new file's count of commits goes on behind what store.db knows, or it would seem to have gone
 * back. */
static void
read_commits (Repair *repair, LoftMailStore *mail)
{
  loft_mail_store_get_number (mail, LOFT_STORE_CONTENT_COMMITS, &repair->content_commits, NULL);
  loft_mail_store_get_number (mail, LOFT_STORE_SEARCH_COMMITS, &repair->search_commits, NULL);
}

static gboolean
rebuild_content (Repair *repair, GError **error)
{
  g_autofree char *path = file_path (repair->directory, names[CONTENT], "");
  g_autofree char *new_path = file_path (repair->directory, names[CONTENT], ".new");
  g_autofree char *aside = NULL;
  guint64 n_kept = 0;
  guint64 n_lost = 0;

  loft_database_file_remove (new_path);
  if (!loft_content_store_salvage (path, new_path, repair->content_commits + 1, &n_kept, &n_lost,
                                   repair->cancellable, error) ||
      !loft_database_file_replace (path, new_path, &aside, error))
    {
      loft_database_file_remove (new_path);
      return FALSE;
    }
  tell_aside (repair, CONTENT, aside);
  tell (repair,
        "%" G_GUINT64_FORMAT " messages of it were whole and were kept; what is missing is fetched"
        " again by the next sync",
        n_kept);
  return TRUE;
}

static gboolean
rebuild_search (Repair *repair, GError **error)
{
  g_autofree char *path = file_path (repair->directory, names[SEARCH], "");
  g_autofree char *aside = NULL;

  if (!loft_database_file_set_aside (path, &aside, error))
    return FALSE;
  tell_aside (repair, SEARCH, aside);
  tell (repair, "the index is made anew from the messages that are here");
  return TRUE;
}

static gboolean
repair_journal (Repair *repair, GError **error)
{
  g_autofree char *path = file_path (repair->directory, "operations.journal", "");
  g_autofree char *aside = NULL;

  if (!loft_journal_is_file_damaged (path))
    return TRUE;
  if (!loft_database_file_set_aside (path, &aside, error))
    return FALSE;
  tell (repair, "operations.journal was damaged and is made anew from store.db");
  return TRUE;
}

static gboolean
repair_files (Repair *repair, GError **error)
{
  g_autofree char *path = file_path (repair->directory, names[STORE], "");
  gboolean is_new = repair->state[STORE] == LOFT_DATABASE_FILE_MISSING;
  g_autoptr (LoftMailStore) mail = NULL;

  if (is_new && (repair->state[CONTENT] != LOFT_DATABASE_FILE_MISSING ||
                 repair->state[SEARCH] != LOFT_DATABASE_FILE_MISSING))
    {
      tell (repair, "store.db was missing; everything comes with the next sync");
      repair->lost_rows = TRUE;
    }
  if (repair->state[STORE] == LOFT_DATABASE_FILE_DAMAGED && !rebuild_mail (repair, error))
    return FALSE;
  mail = loft_mail_store_open (path, LOFT_DATABASE_WRITE, error);
  if (mail == NULL)
    return FALSE;
  read_commits (repair, mail);
  return (repair->state[CONTENT] != LOFT_DATABASE_FILE_DAMAGED ||
          rebuild_content (repair, error)) &&
         (repair->state[SEARCH] != LOFT_DATABASE_FILE_DAMAGED || rebuild_search (repair, error)) &&
         repair_journal (repair, error);
}

/* ---- between the files -------------------------------------------------------------------- */

static gboolean
compare_resources (LoftAccountStore *store, gint64 *last, gint64 *last_copied, GError **error)
{
  return loft_resource_store_get_last_id (store->mail, last, error) &&
         loft_content_store_get_last_resource (store->content, last_copied, error);
}

static gboolean
raise_resource_ids (Repair *repair, LoftAccountStore *store, GError **error)
{
  gint64 last = 0;
  gint64 last_copied = 0;

  if (!compare_resources (store, &last, &last_copied, error))
    return FALSE;
  if (last_copied <= last)
    return TRUE;
  repair->lost_rows = TRUE;
  return loft_resource_store_raise_ids (store->mail, last_copied, error);
}

/* Ids that were given once are not given again: content.db and search.db still know them when
 * store.db went back in time, and would tell them of another message. */
static gboolean
raise_ids (Repair *repair, LoftAccountStore *store, GError **error)
{
  gint64 last = 0;
  gint64 content_last = 0;
  gint64 search_last = 0;

  if (!loft_mail_store_get_last_id (store->mail, &last, error) ||
      !loft_content_store_get_last_id (store->content, &content_last, error) ||
      !loft_search_index_get_last_id (store->search, &search_last, error))
    return FALSE;
  if (!raise_resource_ids (repair, store, error))
    return FALSE;
  if (MAX (content_last, search_last) <= last)
    return TRUE;
  if (!repair->lost_rows)
    tell (repair, "store.db had lost its last changes; they come with the next sync");
  repair->lost_rows = TRUE;
  return loft_mail_store_raise_ids (store->mail, MAX (content_last, search_last), error);
}

static gboolean
went_back (gint64 commits, gint64 noted)
{
  return commits < noted;
}

static gboolean
align_content (Repair *repair, LoftAccountStore *store, GError **error)
{
  gint64 commits = 0;

  if (!loft_content_store_get_commits (store->content, &commits, error))
    return FALSE;
  if (repair->state[CONTENT] == LOFT_DATABASE_FILE_SOUND &&
      !went_back (commits, repair->content_commits))
    return TRUE;
  if (repair->state[CONTENT] != LOFT_DATABASE_FILE_DAMAGED && repair->content_commits > 0)
    tell (repair, "content.db had lost messages; they are fetched again by the next sync");
  loft_account_store_compare_later (repair->directory);
  return loft_mail_store_set_number (store->mail, LOFT_STORE_COPIES_LOST, 1, error) &&
         loft_mail_store_set_number (store->mail, LOFT_STORE_CONTENT_COMMITS, commits, error);
}

static gboolean
align_search (Repair *repair, LoftAccountStore *store, GError **error)
{
  gint64 commits = 0;

  if (!loft_search_index_get_commits (store->search, &commits, error))
    return FALSE;
  if (repair->state[SEARCH] == LOFT_DATABASE_FILE_SOUND &&
      !went_back (commits, repair->search_commits))
    return TRUE;
  if (repair->state[SEARCH] != LOFT_DATABASE_FILE_DAMAGED && repair->search_commits > 0)
    tell (repair,
          "search.db had lost entries; they are made again from the messages that are here");
  return loft_mail_store_set_number (store->mail, LOFT_STORE_SEARCH_COMMITS, commits, error) &&
         loft_mail_store_set_number (store->mail, LOFT_STORE_REINDEX, 1, error);
}

static gboolean
note_losses (Repair *repair, LoftAccountStore *store, GError **error)
{
  if (!repair->lost_rows && !repair->is_copy)
    return TRUE;
  loft_account_store_compare_later (repair->directory);
  return loft_mail_store_forget_tokens (store->mail, error) &&
         (!repair->lost_rows ||
          loft_mail_store_set_number (store->mail, LOFT_STORE_INCOMPLETE, 1, error));
}

static gboolean
align (Repair *repair, LoftAccountStore *store, const char *identity, GError **error)
{
  if (!loft_mail_store_begin (store->mail, error))
    return FALSE;
  if (!raise_ids (repair, store, error) || !align_content (repair, store, error) ||
      !align_search (repair, store, error) || !note_losses (repair, store, error) ||
      !loft_mail_store_set_word (store->mail, LOFT_STORE_FILE, identity, error))
    {
      loft_mail_store_rollback (store->mail);
      return FALSE;
    }
  return loft_mail_store_commit (store->mail, error);
}

/* Nothing to write in most cases: a start must not wait for a lock that a writer has. */
static gboolean
needs_alignment (Repair *repair, LoftAccountStore *store, const char *identity, gboolean *needs,
                 GError **error)
{
  g_autofree char *noted = NULL;
  gint64 last = 0;
  gint64 content_last = 0;
  gint64 search_last = 0;
  gint64 resource_last = 0;
  gint64 copied_last = 0;
  gint64 content = 0;
  gint64 search = 0;

  if (!loft_mail_store_get_word (store->mail, LOFT_STORE_FILE, &noted, error) ||
      !loft_mail_store_get_last_id (store->mail, &last, error) ||
      !loft_content_store_get_last_id (store->content, &content_last, error) ||
      !loft_search_index_get_last_id (store->search, &search_last, error) ||
      !compare_resources (store, &resource_last, &copied_last, error) ||
      !loft_content_store_get_commits (store->content, &content, error) ||
      !loft_search_index_get_commits (store->search, &search, error))
    return FALSE;
  repair->is_copy = noted[0] != '\0' && strcmp (noted, identity) != 0;
  *needs = strcmp (noted, identity) != 0 || repair->lost_rows || last < content_last ||
           last < search_last || resource_last < copied_last || content < repair->content_commits ||
           search < repair->search_commits;
  for (guint i = 0; i < N_FILES; i++)
    *needs |= repair->state[i] != LOFT_DATABASE_FILE_SOUND;
  return TRUE;
}

/* ---- all of it ---------------------------------------------------------------------------- */

static gboolean
is_looked_at_whole (const Repair *repair)
{
  for (guint i = 0; i < N_FILES; i++)
    if (repair->look[i] != LOFT_DATABASE_LOOK_WHOLE)
      return FALSE;
  return TRUE;
}

/* A copy that was made while somebody wrote may be of two minds. */
static void
look_whole (Repair *repair)
{
  tell (repair, "the folder was copied or restored; everything is looked at");
  for (guint i = 0; i < N_FILES; i++)
    repair->look[i] = LOFT_DATABASE_LOOK_WHOLE;
}

static gboolean
check_counts (Repair *repair, LoftAccountStore *store, GError **error)
{
  g_autofree char *finding = NULL;

  if (repair->look[STORE] != LOFT_DATABASE_LOOK_WHOLE)
    return TRUE;
  finding = loft_mail_store_check_counts (store->mail, NULL);
  if (finding == NULL)
    return TRUE;
  if (!loft_mail_store_begin (store->mail, error))
    return FALSE;
  if (!loft_mail_store_recount (store->mail, error))
    {
      loft_mail_store_rollback (store->mail);
      return FALSE;
    }
  tell (repair, "%s; they were counted anew", finding);
  return loft_mail_store_commit (store->mail, error);
}

/* *again: what was found asks for a deeper look. */
static gboolean
repair_once (Repair *repair, gboolean *again, GError **error)
{
  g_autofree char *path = file_path (repair->directory, names[STORE], "");
  g_autoptr (LoftAccountStore) store = NULL;
  g_autofree char *identity = NULL;
  gboolean needs = FALSE;

  *again = FALSE;
  if (!look_at_files (repair, error) || !repair_files (repair, error))
    return FALSE;
  store = loft_account_store_open_locked (repair->directory, LOFT_DATABASE_WRITE, error);
  identity = loft_database_file_identify (path);
  if (store == NULL || !needs_alignment (repair, store, identity, &needs, error))
    return FALSE;
  if (repair->is_copy && !is_looked_at_whole (repair))
    {
      *again = TRUE;
      look_whole (repair);
      return TRUE;
    }
  return (!needs || align (repair, store, identity, error)) && check_counts (repair, store, error);
}

/* Most starts find nothing: they must not keep others from opening. */
static gboolean
look_whether_sound (Repair *repair, gboolean *sound, GError **error)
{
  g_autofree char *path = file_path (repair->directory, names[STORE], "");
  g_autofree char *journal = file_path (repair->directory, "operations.journal", "");
  g_autoptr (LoftAccountStore) store = NULL;
  g_autofree char *identity = NULL;
  gboolean needs = TRUE;

  *sound = FALSE;
  if (!look_at_files (repair, error))
    return FALSE;
  for (guint i = 0; i < N_FILES; i++)
    if (repair->state[i] != LOFT_DATABASE_FILE_SOUND || repair->look[i] != LOFT_DATABASE_LOOK_BRIEF)
      return TRUE;
  if (loft_journal_is_file_damaged (journal))
    return TRUE;
  store = loft_account_store_open_locked (repair->directory, LOFT_DATABASE_WRITE, error);
  if (store == NULL)
    return FALSE;
  read_commits (repair, store->mail);
  identity = loft_database_file_identify (path);
  if (!needs_alignment (repair, store, identity, &needs, error))
    return FALSE;
  *sound = !needs;
  return TRUE;
}

static gboolean
repair_locked (Repair *repair, GError **error)
{
  g_autofree char *wanted = g_build_filename (repair->directory, WANTED, NULL);
  gboolean again = TRUE;

  while (again)
    if (!repair_once (repair, &again, error))
      return FALSE;
  g_unlink (wanted);
  return TRUE;
}

gboolean
loft_account_store_repair (const char *directory, LoftDatabaseLook look, GPtrArray *told,
                           GCancellable *cancellable, GError **error)
{
  g_auto (Repair) repair = { .directory = directory, .told = told, .cancellable = cancellable };
  int lock = loft_account_store_lock (directory, FALSE, TRUE);
  gboolean sound = FALSE;
  gboolean done;

  for (guint i = 0; i < N_FILES; i++)
    repair.look[i] = look;
  read_wanted (&repair);
  done = look_whether_sound (&repair, &sound, error);
  loft_account_store_unlock (lock);
  if (!done || sound)
    return done;
  lock = loft_account_store_lock (directory, TRUE, TRUE);
  done = repair_locked (&repair, error);
  loft_account_store_unlock (lock);
  return done;
}
