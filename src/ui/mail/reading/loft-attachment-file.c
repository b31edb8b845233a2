/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-attachment-file.h"

#include "loft-error.h"
#include "loft-thread-task.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_NAME 200

/* Names */

/* Marks that turn the direction of text make "gpj.exe" out of "exe.jpg"; the others are unseen. */
static gboolean
is_hiding (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x061c || c == 0x00ad ||
         c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x180e || c == 0x2028 || c == 0x2029 ||
         c == 0x3164 || c == 0xffa0;
}

static void
cut_name (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  g_autofree char *suffix = dot != NULL && strlen (dot) <= 20 ? g_strdup (dot) : g_strdup ("");
  const char *cut = NULL;

  if (name->len <= MAX_NAME)
    return;
  cut = g_utf8_find_prev_char (name->str, name->str + MAX_NAME - strlen (suffix));
  g_string_truncate (name, cut == NULL ? 0 : cut - name->str);
  g_string_append (name, suffix);
}

char *
loft_attachment_file_safe_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name == NULL ? "" : name, -1);
  GString *safe = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '/' || c == '\\')
        g_string_truncate (safe, 0);
      else if (!is_hiding (c) && !g_unichar_iscntrl (c))
        g_string_append_unichar (safe, g_unichar_isspace (c) || c == 0x2800 ? ' ' : c);
    }
  while (safe->len > 0 && (safe->str[0] == '.' || safe->str[0] == ' ' || safe->str[0] == '~'))
    g_string_erase (safe, 0, 1);
  while (safe->len > 0 && (safe->str[safe->len - 1] == '.' || safe->str[safe->len - 1] == ' '))
    g_string_truncate (safe, safe->len - 1);
  cut_name (safe);
  if (safe->len == 0)
    g_string_append (safe, "attachment");
  return g_string_free (safe, FALSE);
}

/* Programs */

static gboolean
has_program_suffix (const char *name)
{
  static const char *const suffixes[] = {
    "action",  "appimage", "apk",     "app",     "bash",  "bat",     "bin",   "cab",  "chm",
    "cmd",     "com",      "command", "cpl",     "csh",   "deb",     "desktop", "dll", "dmg",
    "exe",     "fish",     "flatpak", "flatpakref", "flatpakrepo", "gadget", "hta", "ins",
    "inf",     "iso",      "jar",     "jnlp",    "js",    "jse",     "kdelnk", "ksh", "lnk",
    "lua",     "mjs",      "msc",     "msi",     "msp",   "mst",     "out",   "pif",  "pkg",
    "pl",      "ps1",      "py",      "pyc",     "pyw",   "pyz",     "rb",    "reg",  "rpm",
    "run",     "scf",      "scr",     "sct",     "service", "sh",    "snap",  "so",   "sys",
    "tcl",     "url",      "vb",      "vbe",     "vbs",   "webloc",  "ws",    "wsc",  "wsf",
    "wsh",     "xbe",      "xpi",     "zsh",     NULL
  };
  const char *dot = strrchr (name, '.');
  g_autofree char *suffix = dot == NULL ? NULL : g_ascii_strdown (dot + 1, -1);

  return suffix != NULL && g_strv_contains (suffixes, suffix);
}

static gboolean
begins_with (const guint8 *data, gsize size, const char *magic, gsize length)
{
  return size >= length && memcmp (data, magic, length) == 0;
}

static gboolean
has_program_bytes (GBytes *bytes)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize start = 0;
  g_autofree char *head = NULL;

  if (begins_with (data, size, "\177ELF", 4) || begins_with (data, size, "MZ", 2) ||
      begins_with (data, size, "#!", 2) || begins_with (data, size, "\xca\xfe\xba\xbe", 4) ||
      begins_with (data, size, "!<arch>\ndebian", 14) ||
      begins_with (data, size, "\xcf\xfa\xed\xfe", 4))
    return TRUE;
  /* A desktop entry may begin with comments and blank lines. */
  while (start < size && start < 4096 && data[start] != '[')
    start++;
  head = g_strndup ((const char *) data + start, MIN (size - start, 32));
  return g_str_has_prefix (head, "[Desktop Entry]") ||
         g_str_has_prefix (head, "[InternetShortcut]");
}

gboolean
loft_attachment_file_is_program (const char *name, GBytes *bytes)
{
  g_autofree char *safe = loft_attachment_file_safe_name (name);

  return has_program_suffix (safe) || has_program_bytes (bytes);
}

/* Writing */

static gboolean
set_error (GError **error, const char *path)
{
  int saved = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved), "%s: %s", path,
               g_strerror (saved));
  return FALSE;
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      size -= n;
    }
  return TRUE;
}

/* Made new or not at all: O_EXCL follows no link either. */
static gboolean
write_new (const char *path, GBytes *bytes, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean written = FALSE;

  if (fd < 0)
    return set_error (error, path);
  written = write_all (fd, bytes);
  if (!written)
    set_error (error, path);
  if (close (fd) != 0 && written)
    written = set_error (error, path);
  if (!written)
    g_unlink (path);
  return written;
}

gboolean
loft_attachment_file_write (const char *path, GBytes *bytes, gboolean replace, GError **error)
{
  g_autofree char *beside = NULL;
  g_autoptr (GError) first = NULL;

  if (write_new (path, bytes, &first))
    return TRUE;
  if (!replace || !g_error_matches (first, G_FILE_ERROR, G_FILE_ERROR_EXIST))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  beside = g_strdup_printf ("%s.%08x.part", path, g_random_int ());
  if (!write_new (beside, bytes, error))
    return FALSE;
  if (g_rename (beside, path) == 0)
    return TRUE;
  set_error (error, path);
  g_unlink (beside);
  return FALSE;
}

/* Jobs */

typedef struct {
  LoftMessageBody *body; /* (nullable) where it is bytes */
  guint n;
  GBytes *bytes; /* (nullable) */
  char *name; /* path to save to, or name to unpack as */
} FileJob;

static void
file_job_free (FileJob *job)
{
  g_clear_pointer (&job->body, loft_message_body_unref);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job->name);
  g_free (job);
}

static GTask *
file_task (LoftMessageBody     *body,
           guint                n,
           const char          *name,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  FileJob *job = g_new0 (FileJob, 1);

  job->body = loft_message_body_ref (body);
  job->n = n;
  job->name = g_strdup (name);
  g_task_set_task_data (task, job, (GDestroyNotify) file_job_free);
  return task;
}

static GTask *
bytes_task (GBytes *bytes, const char *name, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  FileJob *job = g_new0 (FileJob, 1);

  job->bytes = g_bytes_ref (bytes);
  job->name = g_strdup (name);
  g_task_set_task_data (task, job, (GDestroyNotify) file_job_free);
  return task;
}

/* (transfer full) (nullable) */
static GBytes *
get_bytes (const FileJob *job, GError **error)
{
  return job->bytes != NULL
           ? g_bytes_ref (job->bytes)
           : loft_message_body_decode_attachment (job->body, job->n, error);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FileJob *job = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = job->body != NULL && job->n == 0 ? g_bytes_ref (job->body->raw)
                                                              : get_bytes (job, &error);

  if (bytes != NULL && loft_attachment_file_write (job->name, bytes, TRUE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
loft_attachment_file_save_async (LoftMessageBody     *body,
                                 guint                n,
                                 const char          *path,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = file_task (body, n, path, cancellable, callback, user_data);

  loft_thread_task_run (task, save_in_thread);
}

void
loft_attachment_file_save_bytes_async (GBytes *bytes, const char *path, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = bytes_task (bytes, path, cancellable, callback, user_data);

  loft_thread_task_run (task, save_in_thread);
}

gboolean
loft_attachment_file_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static char *
opened_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "loft", "opened", NULL);
}

static char *
make_private_folder (GError **error)
{
  g_autofree char *folder = opened_folder ();
  g_autofree char *own = g_build_filename (folder, "XXXXXX", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0 ||
      g_mkdtemp_full (own, 0700) == NULL)
    {
      set_error (error, folder);
      return NULL;
    }
  return g_steal_pointer (&own);
}

static void
unpack_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FileJob *job = data;
  GError *error = NULL;
  g_autofree char *name = loft_attachment_file_safe_name (job->name);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = get_bytes (job, &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (loft_attachment_file_is_program (name, bytes))
    {
      g_task_return_new_error (task, LOFT_ERROR, LOFT_ERROR_REFUSED, "%s is a program", name);
      return;
    }
  folder = make_private_folder (&error);
  path = folder == NULL ? NULL : g_build_filename (folder, name, NULL);
  if (path == NULL || !loft_attachment_file_write (path, bytes, FALSE, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&path), g_free);
}

void
loft_attachment_file_unpack_async (LoftMessageBody     *body,
                                   guint                n,
                                   const char          *name,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = file_task (body, n, name, cancellable, callback, user_data);

  loft_thread_task_run (task, unpack_in_thread);
}

void
loft_attachment_file_unpack_bytes_async (GBytes *bytes, const char *name, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = bytes_task (bytes, name, cancellable, callback, user_data);

  loft_thread_task_run (task, unpack_in_thread);
}

char *
loft_attachment_file_unpack_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
clean_one (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
loft_attachment_file_clean (void)
{
  g_autofree char *folder = opened_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *each = g_build_filename (folder, name, NULL);

      clean_one (each);
    }
}
