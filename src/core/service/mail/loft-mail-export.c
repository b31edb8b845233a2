/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-export-file.h"
#include "loft-export-mbox.h"
#include "loft-export-missing.h"
#include "loft-mail-account-parts.h"
#include "loft-maildir-name.h"
#include "loft-text.h"
#include "loft-thread-progress.h"
#include "loft-thread-task.h"

#define MAX_TROUBLES 1000

typedef struct {
  char *directory;
  char *path; /* (nullable) */
  char *output;
  LoftExportFormat format;
  LoftThreadProgress *progress; /* a reference */
  GCancellable *cancellable; /* (owned) (nullable) */
  LoftMailReader *reader; /* (owned) (nullable) */
  LoftExportReport *report; /* (owned) (nullable) */
  GHashTable *names; /* of files in the folder that is written */
  guint done;
  guint total;
} Export;

void
loft_export_report_free (LoftExportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->troubles);
  g_free (self);
}

static void
export_free (gpointer data)
{
  Export *export = data;

  g_free (export->directory);
  g_free (export->path);
  g_free (export->output);
  loft_thread_progress_unref (export->progress);
  g_clear_object (&export->cancellable);
  g_clear_pointer (&export->reader, loft_mail_reader_close);
  g_clear_pointer (&export->report, loft_export_report_free);
  g_hash_table_unref (export->names);
  g_free (export);
}

/* ---- telling ------------------------------------------------------------------------------ */

typedef struct {
  LoftExportProgressFunc func; /* (nullable) */
  gpointer func_data;
} Listener;

typedef struct {
  LoftExportProgress progress;
  char *folder; /* (owned) */
} Told;

static void
tell (gconstpointer told, gpointer data)
{
  const Listener *listener = data;

  listener->func (&((const Told *) told)->progress, listener->func_data);
}

static void
told_free (gpointer data)
{
  Told *told = data;

  g_free (told->folder);
  g_free (told);
}

static void
tell_progress (Export *export, const LoftFolder *folder)
{
  Told *told;

  if (!loft_thread_progress_is_due (export->progress))
    return;
  told = g_new0 (Told, 1);
  told->folder = g_strdup (folder->path);
  told->progress = (LoftExportProgress){ export->done, export->total, told->folder };
  loft_thread_progress_tell (export->progress, told, told_free);
}

static void
note_missing (Export *export, const LoftFolder *folder, const char *subject, const char *why)
{
  export->report->n_missing++;
  if (export->report->troubles->len < MAX_TROUBLES)
    g_ptr_array_add (export->report->troubles,
                     g_strdup_printf ("%s, “%s”: %s", folder->path, subject, why));
}

/* ---- where it goes ------------------------------------------------------------------------ */

/* (transfer full) a folder's path as one of the file system, every level made safe. */
static char *
safe_path (const char *path)
{
  g_auto (GStrv) levels = g_strsplit (path, "/", -1);

  for (guint i = 0; levels[i] != NULL; i++)
    {
      char *safe = loft_export_file_safe_name (levels[i]);

      g_free (levels[i]);
      levels[i] = safe[0] != '\0' ? safe : (g_free (safe), g_strdup ("_"));
    }
  return g_strjoinv (G_DIR_SEPARATOR_S, levels);
}

static gboolean
make_directory (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be made: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* Folders whose names differ only in what is not safe must not share a file. */
static char *
unique (Export *export, const char *name, const char *ending)
{
  char *path = g_strconcat (name, ending, NULL);
  g_autofree char *folded = g_utf8_casefold (path, -1);

  for (guint i = 2; !g_hash_table_add (export->names, g_steal_pointer (&folded)); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s (%u)%s", name, i, ending);
      folded = g_utf8_casefold (path, -1);
    }
  return path;
}

/* ---- messages ----------------------------------------------------------------------------- */

/* Does something with a message and its bytes. FALSE ends the export. */
typedef gboolean (*MessageFunc) (Export *export, const LoftMessage *message, GBytes *raw,
                                 gpointer user_data, GError **error);

static gboolean
write_message (Export *export, const LoftFolder *folder, gint64 id, MessageFunc func,
               gpointer user_data, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftMessage) message = loft_mail_reader_get_message (export->reader, id, NULL);
  g_autoptr (GBytes) raw = NULL;

  export->done++;
  tell_progress (export, folder);
  /* Somebody has moved or deleted it meanwhile. */
  if (message == NULL)
    return TRUE;
  raw = loft_mail_reader_get_raw (export->reader, id, &failure);
  if (raw == NULL)
    {
      note_missing (export, folder, message->subject,
                    message->cached ? failure->message : "it is not downloaded");
      return TRUE;
    }
  if (!func (export, message, raw, user_data, error))
    return FALSE;
  export->report->n_exported++;
  return TRUE;
}

/* Oldest first, as they would have come. */
static gboolean
write_messages (Export *export, const LoftFolder *folder, MessageFunc func, gpointer user_data,
                GError **error)
{
  g_autoptr (GArray) ids = loft_mail_reader_list_ids (export->reader, folder->id, G_MAXUINT, 0,
                                                      export->cancellable, error);

  for (guint i = ids != NULL ? ids->len : 0; i > 0; i--)
    if (g_cancellable_set_error_if_cancelled (export->cancellable, error) ||
        !write_message (export, folder, g_array_index (ids, gint64, i - 1), func, user_data, error))
      return FALSE;
  return ids != NULL;
}

/* ---- mbox --------------------------------------------------------------------------------- */

static gboolean
write_to_mbox (Export *export, const LoftMessage *message, GBytes *raw, gpointer user_data,
               GError **error)
{
  return loft_export_mbox_write (user_data, message, raw, error);
}

static gboolean
export_mbox (Export *export, const LoftFolder *folder, const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (LoftExportMbox) mbox =
    make_directory (parent, error) ? loft_export_mbox_new (path, error) : NULL;

  return mbox != NULL && write_messages (export, folder, write_to_mbox, mbox, error) &&
         loft_export_mbox_commit (mbox, error);
}

/* ---- a file for each message -------------------------------------------------------------- */

static gint64
received_of (const LoftMessage *message)
{
  return message->received != 0 ? message->received : message->date;
}

static gboolean
is_written (const char *path, GBytes *raw)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  g_autoptr (GBytes) read = NULL;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return FALSE;
  read = g_bytes_new_take (g_steal_pointer (&bytes), length);
  return g_bytes_equal (read, raw);
}

static gboolean
write_file (const char *path, const LoftMessage *message, GBytes *raw, GError **error)
{
  g_autoptr (LoftExportFile) file = loft_export_file_new (path, error);

  if (file == NULL || !loft_export_file_write (file, raw, error) ||
      !loft_export_file_commit (file, received_of (message), FALSE, error))
    return FALSE;
  if (is_written (path, raw))
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be read back as it was written",
               path);
  return FALSE;
}

static gboolean
write_to_maildir (Export *export, const LoftMessage *message, GBytes *raw, gpointer user_data,
                  GError **error)
{
  g_autofree char *name = loft_maildir_name_make (received_of (message), message->id,
                                                  g_bytes_get_size (raw), message->flags);
  g_autofree char *path = g_build_filename (user_data, "cur", name, NULL);

  return write_file (path, message, raw, error);
}

static gboolean
export_maildir (Export *export, const LoftFolder *folder, const char *path, GError **error)
{
  static const char *const parts[] = { "cur", "new", "tmp" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = g_build_filename (path, parts[i], NULL);

      if (!make_directory (part, error))
        return FALSE;
    }
  return write_messages (export, folder, write_to_maildir, (gpointer) path, error);
}

static gboolean
write_to_eml (Export *export, const LoftMessage *message, GBytes *raw, gpointer user_data,
              GError **error)
{
  g_autofree char *name = loft_export_file_message_name (message->subject, message->date);
  g_autofree char *stem = g_build_filename (user_data, name[0] != '\0' ? name : "_", NULL);
  g_autofree char *path = unique (export, stem, ".eml");

  return write_file (path, message, raw, error);
}

static gboolean
export_eml (Export *export, const LoftFolder *folder, const char *path, GError **error)
{
  return make_directory (path, error) &&
         write_messages (export, folder, write_to_eml, (gpointer) path, error);
}

/* ---- folders ------------------------------------------------------------------------------ */

static gboolean
is_single_file (Export *export)
{
  return export->path != NULL && export->format == LOFT_EXPORT_MBOX &&
         !g_str_has_suffix (export->output, G_DIR_SEPARATOR_S) &&
         !g_file_test (export->output, G_FILE_TEST_IS_DIR);
}

static gboolean
export_folder (Export *export, const LoftFolder *folder, GError **error)
{
  g_autofree char *below = safe_path (folder->path);
  g_autofree char *stem = g_build_filename (export->output, below, NULL);
  g_autofree char *path = NULL;

  if (is_single_file (export))
    return export_mbox (export, folder, export->output, error);
  if (export->format == LOFT_EXPORT_MBOX)
    {
      path = unique (export, stem, ".mbox");
      return export_mbox (export, folder, path, error);
    }
  /* One folder alone is in the place that was named. */
  path = export->path != NULL ? g_strdup (export->output) : unique (export, stem, "");
  return export->format == LOFT_EXPORT_MAILDIR ? export_maildir (export, folder, path, error)
                                               : export_eml (export, folder, path, error);
}

static gboolean
is_wanted (Export *export, const LoftFolder *folder)
{
  return loft_export_missing_wants (folder, export->path);
}

static gboolean
run_folders (Export *export, GPtrArray *folders, GError **error)
{
  guint n_wanted = 0;

  for (guint i = 0; i < folders->len; i++)
    if (is_wanted (export, g_ptr_array_index (folders, i)))
      {
        export->total += ((LoftFolder *) g_ptr_array_index (folders, i))->total;
        n_wanted++;
      }
  if (export->path != NULL && n_wanted == 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "There is no folder “%s”", export->path);
      return FALSE;
    }
  for (guint i = 0; i < folders->len; i++)
    if (is_wanted (export, g_ptr_array_index (folders, i)) &&
        !export_folder (export, g_ptr_array_index (folders, i), error))
      return FALSE;
  return TRUE;
}

/* Files that were not made durable one by one. */
static void
sync_disk (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  syncfs (fd);
  close (fd);
}

static gboolean
run (Export *export, GError **error)
{
  g_autoptr (GPtrArray) folders = NULL;
  gboolean done;

  export->reader = loft_mail_reader_open (export->directory, error);
  if (export->reader == NULL)
    return FALSE;
  folders = loft_mail_reader_list_folders (export->reader, error);
  done = folders != NULL && run_folders (export, folders, error);
  if (export->format != LOFT_EXPORT_MBOX)
    sync_disk (export->output);
  return done;
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Export *export = data;
  g_autoptr (GError) failure = NULL;

  run (export, &failure);
  export->report->cancelled = g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (failure != NULL && !export->report->cancelled)
    g_task_return_error (task, g_steal_pointer (&failure));
  else
    g_task_return_pointer (task, g_steal_pointer (&export->report),
                           (GDestroyNotify) loft_export_report_free);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Export *export = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  LoftExportReport *report = g_task_propagate_pointer (G_TASK (result), &error);

  loft_thread_progress_end (export->progress);
  if (report != NULL)
    g_task_return_pointer (client, report, (GDestroyNotify) loft_export_report_free);
  else
    g_task_return_error (client, error);
}

/* ---- what is not here --------------------------------------------------------------------- */

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  loft_export_missing_fetch_finish (result);
  loft_thread_task_run (task, run_in_thread);
}

void
loft_mail_export_async (LoftMailAccount *account, const char *path, const char *output,
                        LoftExportFormat format, gboolean fetch, LoftExportProgressFunc func,
                        gpointer func_data, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *client = g_task_new (account, NULL, callback, user_data);
  GTask *task = g_task_new (account, NULL, on_exported, client);
  Export *export = g_new0 (Export, 1);
  Listener *listener = g_new0 (Listener, 1);

  export->directory = g_strdup (account->directory);
  export->path = g_strdup (path);
  export->output = g_strdup (output);
  export->format = format;
  export->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  listener->func = func;
  listener->func_data = func_data;
  export->progress = loft_thread_progress_new (func != NULL ? tell : NULL, listener);
  export->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  export->report = g_new0 (LoftExportReport, 1);
  export->report->troubles = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, export, export_free);
  if (fetch && !loft_account_kind_is_local (account->account->kind))
    {
      loft_export_missing_fetch_async (account, path, cancellable, on_fetched, task);
      return;
    }
  loft_thread_task_run (task, run_in_thread);
  g_object_unref (task);
}

LoftExportReport *
loft_mail_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
