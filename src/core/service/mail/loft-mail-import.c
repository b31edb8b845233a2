/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-import.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-import-source.h"
#include "loft-import-writer.h"
#include "loft-mail-account-parts.h"
#include "loft-mailbox-fields.h"
#include "loft-mbox-reader.h"
#include "loft-mime-field.h"
#include "loft-mime-reader.h"
#include "loft-text.h"
#include "loft-thread-progress.h"
#include "loft-thread-task.h"

#define HEADER_LINES 5 /* among which the first field is */
#define MAX_RECEIVED 2048 /* bytes of a Received field */
#define MAX_HEADER   (64 * 1024)

/* One import; its thread's. */
typedef struct {
  char *directory;
  LoftAccount *account; /* (owned) */
  char *source;
  char *path;
  LoftThreadProgress *progress; /* a reference */
  GCancellable *cancellable; /* (owned) (nullable) */
  LoftImportWriter *writer; /* (owned) (nullable) */
  LoftImportReport *report; /* (owned) (nullable) */
  guint64 bytes; /* of files that are done */
  guint64 within; /* of the one that is read */
  guint64 total;
  const char *file;
} Import;

void
loft_import_report_free (LoftImportReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->troubles);
  g_free (self);
}

static void
import_free (gpointer data)
{
  Import *import = data;

  g_free (import->directory);
  loft_account_unref (import->account);
  g_free (import->source);
  g_free (import->path);
  loft_thread_progress_unref (import->progress);
  g_clear_object (&import->cancellable);
  g_clear_pointer (&import->writer, loft_import_writer_free);
  g_clear_pointer (&import->report, loft_import_report_free);
  g_free (import);
}

/* ---- telling ------------------------------------------------------------------------------ */

typedef struct {
  LoftImportProgressFunc func; /* (nullable) */
  gpointer func_data;
} Listener;

typedef struct {
  LoftImportProgress progress;
  char *file; /* (owned) */
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

  g_free (told->file);
  g_free (told);
}

static void
tell_progress (Import *import)
{
  Told *told;

  if (!loft_thread_progress_is_due (import->progress))
    return;
  told = g_new0 (Told, 1);
  told->file = loft_text_to_utf8 (import->file, -1);
  told->progress = (LoftImportProgress){ import->bytes + import->within, import->total,
                                         import->report->n_imported,     import->report->n_known,
                                         import->report->n_unreadable,   told->file };
  loft_thread_progress_tell (import->progress, told, told_free);
}

static void
note_trouble (Import *import, const char *path, guint64 offset, const char *why)
{
  g_autofree char *name = loft_text_to_utf8 (path, -1);

  import->report->n_unreadable++;
  if (import->report->troubles->len >= LOFT_IMPORT_MAX_TROUBLES)
    return;
  if (offset == G_MAXUINT64)
    g_ptr_array_add (import->report->troubles, g_strdup_printf ("%s: %s", name, why));
  else
    g_ptr_array_add (import->report->troubles,
                     g_strdup_printf ("%s, byte %" G_GUINT64_FORMAT ": %s", name, offset, why));
}

/* ---- one message -------------------------------------------------------------------------- */

/* What has no header is no message, whatever file it is in. */
static gboolean
has_header (const char *bytes, gsize size)
{
  const char *end = bytes + size;

  for (guint i = 0; i < HEADER_LINES && bytes < end; i++)
    {
      const char *line_end = memchr (bytes, '\n', (gsize) (end - bytes));

      if (loft_mime_field_name_length (bytes, end) > 0)
        return TRUE;
      if (line_end == NULL || line_end == bytes || (line_end == bytes + 1 && *bytes == '\r'))
        return FALSE;
      bytes = line_end + 1;
    }
  return FALSE;
}

static gint64
read_date (const char *text)
{
  g_autofree char *field = g_strdup_printf ("Date: %s\r\n\r\n", text);
  g_autoptr (LoftMimeHeaders) headers =
    loft_mime_headers_read ((const guint8 *) field, strlen (field));

  return headers->date;
}

/* When it came: the date of the last server that had it (RFC 5321, 4.4), else when it was written. */
static gint64
find_received (const char *bytes, gsize size)
{
  LoftMimeField field;
  g_autofree char *value = NULL;
  g_autoptr (LoftMimeHeaders) headers = NULL;
  const char *date;
  gint64 received = 0;
  gsize length;

  size = MIN (size, MAX_HEADER);
  if (loft_mime_field_find (bytes, size, "Received", &field))
    {
      value = loft_mime_field_unfold (&field, MAX_RECEIVED, &length);
      date = strrchr (value, ';');
      received = date != NULL ? read_date (date + 1) : 0;
    }
  if (received != 0)
    return received;
  headers = loft_mime_headers_read ((const guint8 *) bytes, size);
  return headers->date;
}

/* received: 0 as the message says. fallback: when it says nothing either. */
static gboolean
take_message (Import *import, const LoftImportFile *file, GBytes *raw, guint64 offset,
              gint64 received, gint64 fallback, GError **error)
{
  g_autoptr (GBytes) lines = loft_mailbox_fields_canonical (raw);
  gsize size = 0;
  const char *bytes = g_bytes_get_data (lines, &size);
  g_autofree char *keywords = NULL;
  LoftImportMessage message = { lines, file->flags, NULL, received };
  LoftFlags told = 0;
  gboolean known = FALSE;

  if (!has_header (bytes, size))
    {
      note_trouble (import, file->path, offset, size == 0 ? "it is empty" : "it has no header");
      return TRUE;
    }
  loft_mailbox_fields_read (lines, &told, &keywords);
  message.keywords = keywords;
  if (file->kind != LOFT_IMPORT_MAILDIR)
    message.flags = told;
  if (message.flags & LOFT_FLAG_DELETED)
    {
      import->report->n_deleted++;
      return TRUE;
    }
  if (message.received == 0)
    message.received = find_received (bytes, size);
  if (message.received <= 0 || message.received > loft_clock_now ())
    message.received = fallback;
  if (!loft_import_writer_add (import->writer, file->folder, &message, &known, error))
    return FALSE;
  import->report->n_known += known;
  import->report->n_imported += !known;
  tell_progress (import);
  return TRUE;
}

/* ---- files -------------------------------------------------------------------------------- */

typedef struct {
  int fd;
} OpenFile;

static gssize
read_at (gpointer user_data, guint64 offset, guint8 *bytes, gsize length, GError **error)
{
  OpenFile *file = user_data;
  gssize n;

  if (offset > G_MAXINT64)
    return 0;
  do
    n = pread (file->fd, bytes, length, (off_t) offset);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s", g_strerror (errno));
  return n;
}

static gboolean
take_mbox_messages (Import *import, const LoftImportFile *file, LoftMboxReader *reader,
                    GError **error)
{
  g_autoptr (GError) failure = NULL;

  while (!g_cancellable_set_error_if_cancelled (import->cancellable, error))
    {
      g_auto (LoftMboxMessage) message = { NULL };

      if (!loft_mbox_reader_next (reader, &message, &failure))
        {
          if (failure != NULL)
            note_trouble (import, file->path, loft_mbox_reader_get_offset (reader),
                          failure->message);
          return TRUE;
        }
      import->within = loft_mbox_reader_get_offset (reader);
      if (message.raw == NULL)
        note_trouble (import, file->path, message.offset, "it is too large");
      else if (!take_message (import, file, message.raw, message.offset, message.received,
                              file->received, error))
        return FALSE;
    }
  return FALSE;
}

static gboolean
take_mbox (Import *import, const LoftImportFile *file, int fd, GError **error)
{
  OpenFile open_file = { fd };
  g_autoptr (LoftMboxReader) reader = loft_mbox_reader_new (read_at, &open_file);

  return take_mbox_messages (import, file, reader, error);
}

/* (transfer full) (nullable) NULL with a trouble noted. */
static GBytes *
read_whole (Import *import, const LoftImportFile *file, int fd)
{
  OpenFile open_file = { fd };
  g_autoptr (GError) failure = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize have = 0;
  gssize n = 1;

  if (file->size > LOFT_MBOX_MAX_MESSAGE)
    {
      note_trouble (import, file->path, G_MAXUINT64, "it is too large");
      return NULL;
    }
  bytes = g_malloc (MAX (file->size, 1));
  while (n > 0 && have < file->size)
    {
      n = read_at (&open_file, have, bytes + have, file->size - have, &failure);
      have += n > 0 ? (gsize) n : 0;
    }
  if (n >= 0)
    return g_bytes_new_take (g_steal_pointer (&bytes), have);
  note_trouble (import, file->path, have, failure->message);
  return NULL;
}

/* Behind the line with the length so much is the message. */
static GBytes *
cut_emlx (GBytes *raw)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (raw, &size);
  const char *end = memchr (bytes, '\n', size);
  gsize begin = end != NULL ? (gsize) (end - bytes) + 1 : size;
  g_autofree char *line = g_strndup (bytes, begin);
  guint64 length = g_ascii_strtoull (line, NULL, 10);

  return g_bytes_new_from_bytes (raw, begin, (gsize) MIN (length, size - begin));
}

static gboolean
take_single (Import *import, const LoftImportFile *file, int fd, GError **error)
{
  g_autoptr (GBytes) raw = read_whole (import, file, fd);
  g_autoptr (GBytes) message = NULL;

  if (raw == NULL)
    return TRUE;
  message = file->kind == LOFT_IMPORT_EMLX ? cut_emlx (raw) : g_bytes_ref (raw);
  return take_message (import, file, message, G_MAXUINT64,
                       file->kind == LOFT_IMPORT_MAILDIR ? file->received : 0, file->received,
                       error);
}

static gboolean
take_file (const LoftImportFile *file, gpointer user_data, GError **error)
{
  Import *import = user_data;
  int fd = open (file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean done = TRUE;

  if (g_cancellable_set_error_if_cancelled (import->cancellable, error))
    done = FALSE;
  else if (fd < 0)
    note_trouble (import, file->path, G_MAXUINT64, g_strerror (errno));
  else
    {
      import->file = file->path;
      done = file->kind == LOFT_IMPORT_MBOX ? take_mbox (import, file, fd, error)
                                            : take_single (import, file, fd, error);
      import->file = "";
    }
  import->bytes += file->size;
  import->within = 0;
  if (fd >= 0)
    close (fd);
  return done;
}

static gboolean
take_folder (const char *folder, gpointer user_data, GError **error)
{
  Import *import = user_data;

  return loft_import_writer_enter (import->writer, folder, error);
}

static void
take_ignored (const char *path, const char *why, gpointer user_data)
{
  note_trouble (user_data, path, G_MAXUINT64, why);
}

/* ---- counting before ---------------------------------------------------------------------- */

static gboolean
count_folder (const char *folder, gpointer user_data, GError **error)
{
  return TRUE;
}

static gboolean
count_file (const LoftImportFile *file, gpointer user_data, GError **error)
{
  ((Import *) user_data)->total += file->size;
  return TRUE;
}

static void
count_ignored (const char *path, const char *why, gpointer user_data)
{
}

/* ---- all of it ---------------------------------------------------------------------------- */

static gboolean
run (Import *import, GError **error)
{
  static const LoftImportVisitor counting = { count_folder, count_file, count_ignored };
  static const LoftImportVisitor taking = { take_folder, take_file, take_ignored };

  if (!loft_import_source_walk (import->source, &counting, import, import->cancellable, error))
    return FALSE;
  import->writer = loft_import_writer_new (import->directory, import->account, import->path, error);
  return import->writer != NULL &&
         loft_import_source_walk (import->source, &taking, import, import->cancellable, error);
}

/* What was added before it was stopped stays. */
static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Import *import = data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) flush_failure = NULL;

  run (import, &failure);
  if (import->writer != NULL)
    loft_import_writer_flush (import->writer, &flush_failure);
  g_clear_pointer (&import->writer, loft_import_writer_free);
  import->report->cancelled = g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  if (flush_failure != NULL)
    g_task_return_error (task, g_steal_pointer (&flush_failure));
  else if (failure != NULL && !import->report->cancelled)
    g_task_return_error (task, g_steal_pointer (&failure));
  else
    g_task_return_pointer (task, g_steal_pointer (&import->report),
                           (GDestroyNotify) loft_import_report_free);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *account = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GTask) client = user_data;
  Import *import = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  LoftImportReport *report = g_task_propagate_pointer (G_TASK (result), &error);

  loft_thread_progress_end (import->progress);
  loft_mail_account_follow_store (account, 0);
  /* The index, and a server. */
  if (account->started)
    loft_mail_account_sync_async (account, 0, NULL, NULL, NULL);
  if (report != NULL)
    g_task_return_pointer (client, report, (GDestroyNotify) loft_import_report_free);
  else
    g_task_return_error (client, error);
}

void
loft_mail_import_async (LoftMailAccount *account, const char *source, const char *path,
                        LoftImportProgressFunc func, gpointer func_data, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (account, NULL, callback, user_data);
  /* Not of the task: a cancelled one would lose the report. */
  g_autoptr (GTask) task = g_task_new (account, NULL, on_imported, client);
  Import *import = g_new0 (Import, 1);
  Listener *listener = g_new0 (Listener, 1);

  import->directory = g_strdup (account->directory);
  import->account = loft_account_ref (account->account);
  import->source = g_strdup (source);
  import->path = g_strdup (path);
  listener->func = func;
  listener->func_data = func_data;
  import->progress = loft_thread_progress_new (func != NULL ? tell : NULL, listener);
  import->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  import->file = "";
  import->report = g_new0 (LoftImportReport, 1);
  import->report->troubles = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, import, import_free);
  loft_thread_task_run (task, run_in_thread);
}

LoftImportReport *
loft_mail_import_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
