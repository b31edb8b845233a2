/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-file-lock.h"
#include "loft-text.h"

/* The file begins with this; then records: length and CRC-32C, both little-endian, and bytes. The
 * checksum covers the length too, so a tail of zeros, as a crash leaves it, is no record. */
static const char magic[8] = "LOFTJRN1";

#define HEAD_BYTES       8
#define MAX_RECORD_BYTES (64 * 1024 * 1024)

struct _LoftJournal {
  char *path;
  int fd;
  goffset sound; /* everything before this offset of the file behind fd was found whole */
};

static gboolean
set_failed (LoftJournal *self, const char *what, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s: cannot %s: %s", self->path, what,
               g_strerror (errno));
  return FALSE;
}

static gboolean
sync_folder (LoftJournal *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean ok = fd >= 0 && fsync (fd) == 0;

  if (!ok)
    set_failed (self, "sync the folder", error);
  if (fd >= 0)
    close (fd);
  return ok;
}

/* Reading and writing whole */

static gboolean
read_whole (int fd, gpointer data, gsize length, goffset offset)
{
  for (gsize done = 0; done < length;)
    {
      gssize n = pread (fd, (char *) data + done, length - done, offset + done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += n;
    }
  return TRUE;
}

static gboolean
write_whole (int fd, gconstpointer data, gsize length, goffset offset)
{
  for (gsize done = 0; done < length;)
    {
      gssize n = pwrite (fd, (const char *) data + done, length - done, offset + done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += n;
    }
  return TRUE;
}

static goffset
file_size (int fd)
{
  struct stat status;

  return fstat (fd, &status) == 0 ? status.st_size : 0;
}

/* Records */

static guint32
record_checksum (guint32 length, gconstpointer data)
{
  guint32 little = GUINT32_TO_LE (length);

  return loft_text_checksum (loft_text_checksum (0, &little, sizeof little), data, length);
}

static void
append_record (GByteArray *bytes, GBytes *record)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (record, &length);
  const guint32 head[2] = { GUINT32_TO_LE ((guint32) length),
                            GUINT32_TO_LE (record_checksum (length, data)) };

  g_byte_array_append (bytes, (const guint8 *) head, HEAD_BYTES);
  if (length > 0)
    g_byte_array_append (bytes, data, length);
}

/* Moves *offset behind the record there. Returns it, NULL with *offset moved when its bytes are
 * damaged, NULL with *offset as it was when no record ends within the file. */
static GBytes *
read_record (int fd, goffset size, goffset *offset)
{
  g_autofree guint8 *data = NULL;
  guint32 head[2];
  guint32 length;

  if (size - *offset < HEAD_BYTES || !read_whole (fd, head, HEAD_BYTES, *offset))
    return NULL;
  length = GUINT32_FROM_LE (head[0]);
  if (length > MAX_RECORD_BYTES || length > size - *offset - HEAD_BYTES)
    return NULL;
  data = g_malloc (MAX (length, 1));
  if (!read_whole (fd, data, length, *offset + HEAD_BYTES))
    return NULL;
  *offset += HEAD_BYTES + length;
  if (record_checksum (length, data) != GUINT32_FROM_LE (head[1]))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

/* Calls func (nullable) for the sound records from offset on and returns where the last one ends. A
 * record with damaged bytes is left out only if a sound one follows it: otherwise it is the torn
 * tail. */
static goffset
scan (LoftJournal *self, goffset offset, LoftJournalFunc func, gpointer user_data)
{
  goffset size = file_size (self->fd);
  goffset sound = offset;

  while (offset < size)
    {
      goffset start = offset;
      g_autoptr (GBytes) record = read_record (self->fd, size, &offset);

      if (record != NULL)
        {
          sound = offset;
          if (func != NULL)
            func (record, user_data);
        }
      else if (offset == start)
        break;
    }
  return sound;
}

/* Locking. The file may be replaced while one waits for its lock, so the name is looked at again. */

static void
unlock (LoftJournal *self)
{
  loft_file_lock_unlock (self->fd);
}

static gboolean
is_current (LoftJournal *self)
{
  struct stat named, opened;

  return stat (self->path, &named) == 0 && fstat (self->fd, &opened) == 0 &&
         named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

static void
close_file (LoftJournal *self)
{
  if (self->fd < 0)
    return;
  loft_file_lock_release (self->fd);
  self->fd = -1;
}

static gboolean
reopen (LoftJournal *self, GError **error)
{
  close_file (self);
  self->sound = 0;
  self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  return self->fd >= 0 || set_failed (self, "open", error);
}

static gboolean
lock (LoftJournal *self, LoftFileLockKind kind, GError **error)
{
  for (;;)
    {
      if (self->fd < 0 && !reopen (self, error))
        return FALSE;
      if (!loft_file_lock_wait (self->fd, kind))
        return set_failed (self, "lock", error);
      if (is_current (self))
        return TRUE;
      if (!reopen (self, error))
        return FALSE;
    }
}

/* With the exclusive lock: writes the magic into a new file, refuses one that is not ours. */
static gboolean
check_magic (LoftJournal *self, GError **error)
{
  char found[sizeof magic];
  goffset size = file_size (self->fd);

  if (size >= (goffset) sizeof magic)
    {
      if (read_whole (self->fd, found, sizeof magic, 0) && memcmp (found, magic, sizeof magic) == 0)
        return TRUE;
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s is not a journal", self->path);
      return FALSE;
    }
  if (!write_whole (self->fd, magic, sizeof magic, 0) || fsync (self->fd) != 0)
    return set_failed (self, "begin", error);
  return sync_folder (self, error);
}

/* With the exclusive lock: finds the end of what is whole and cuts off what a crash left behind. */
static gboolean
cut_tail (LoftJournal *self, GError **error)
{
  goffset size = file_size (self->fd);

  if (self->sound == 0)
    {
      if (!check_magic (self, error))
        return FALSE;
      self->sound = sizeof magic;
    }
  /* Shorter than it was: somebody restored it from a copy. */
  if (size < self->sound)
    self->sound = sizeof magic;
  self->sound = scan (self, self->sound, NULL, NULL);
  size = file_size (self->fd);
  if (size == self->sound)
    return TRUE;
  g_message ("%s: %" G_GOFFSET_FORMAT " bytes of an unfinished record cut off", self->path,
             size - self->sound);
  return ftruncate (self->fd, self->sound) == 0 || set_failed (self, "cut", error);
}

LoftJournal *
loft_journal_open (const char *path, GError **error)
{
  g_autoptr (LoftJournal) self = g_new0 (LoftJournal, 1);
  gboolean ok;

  self->path = g_strdup (path);
  self->fd = -1;
  if (!lock (self, LOFT_FILE_LOCK_EXCLUSIVE, error))
    return NULL;
  ok = cut_tail (self, error);
  unlock (self);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
loft_journal_close (LoftJournal *self)
{
  if (self == NULL)
    return;
  close_file (self);
  g_free (self->path);
  g_free (self);
}

static gboolean
check_length (LoftJournal *self, GBytes *record, GError **error)
{
  if (g_bytes_get_size (record) <= MAX_RECORD_BYTES)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
               "%s: a record of %" G_GSIZE_FORMAT " bytes is too large", self->path,
               g_bytes_get_size (record));
  return FALSE;
}

/* What could not be written or synced whole is taken back, so that a caller who was told of a
 * failure does not meet the record later. */
static gboolean
append_locked (LoftJournal *self, GByteArray *bytes, GError **error)
{
  if (!cut_tail (self, error))
    return FALSE;
  if (write_whole (self->fd, bytes->data, bytes->len, self->sound) && fdatasync (self->fd) == 0)
    {
      self->sound += bytes->len;
      return TRUE;
    }
  set_failed (self, "append", error);
  if (ftruncate (self->fd, self->sound) != 0)
    g_debug ("%s: cannot take back: %s", self->path, g_strerror (errno));
  return FALSE;
}

gboolean
loft_journal_append (LoftJournal *self, GBytes *record, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean ok;

  if (!check_length (self, record, error))
    return FALSE;
  append_record (bytes, record);
  if (!lock (self, LOFT_FILE_LOCK_EXCLUSIVE, error))
    return FALSE;
  ok = append_locked (self, bytes, error);
  unlock (self);
  return ok;
}

gboolean
loft_journal_read (LoftJournal *self, LoftJournalFunc func, gpointer user_data, GError **error)
{
  if (!lock (self, LOFT_FILE_LOCK_SHARED, error))
    return FALSE;
  scan (self, sizeof magic, func, user_data);
  unlock (self);
  return TRUE;
}

static gboolean
write_new_file (LoftJournal *self, const char *path, GByteArray *bytes, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean ok;

  if (fd < 0)
    return set_failed (self, "write anew", error);
  ok = write_whole (fd, bytes->data, bytes->len, 0) && fsync (fd) == 0;
  if (!ok)
    set_failed (self, "write anew", error);
  close (fd);
  return ok;
}

static gboolean
replace_file (LoftJournal *self, GByteArray *bytes, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".new", NULL);

  if (write_new_file (self, path, bytes, error))
    {
      if (g_rename (path, self->path) == 0)
        return sync_folder (self, error);
      set_failed (self, "replace", error);
    }
  g_unlink (path);
  return FALSE;
}

static gboolean
holds (LoftJournal *self, GByteArray *bytes)
{
  g_autofree guint8 *found = NULL;

  if (file_size (self->fd) != (goffset) bytes->len)
    return FALSE;
  found = g_malloc (bytes->len);
  return read_whole (self->fd, found, bytes->len, 0) && memcmp (found, bytes->data, bytes->len) == 0;
}

/* Whoever wrote it may have died before it was durable. */
static gboolean
keep_file (LoftJournal *self, GError **error)
{
  if (fdatasync (self->fd) != 0)
    return set_failed (self, "sync", error);
  return sync_folder (self, error);
}

gboolean
loft_journal_rewrite (LoftJournal *self, GPtrArray *records, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean ok;

  g_byte_array_append (bytes, (const guint8 *) magic, sizeof magic);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      if (!check_length (self, g_ptr_array_index (records, i), error))
        return FALSE;
      append_record (bytes, g_ptr_array_index (records, i));
    }
  if (!lock (self, LOFT_FILE_LOCK_EXCLUSIVE, error))
    return FALSE;
  ok = holds (self, bytes) ? keep_file (self, error) : replace_file (self, bytes, error);
  unlock (self);
  return ok;
}

guint64
loft_journal_get_size (LoftJournal *self)
{
  struct stat status;

  if (stat (self->path, &status) != 0 || status.st_size <= (goffset) sizeof magic)
    return 0;
  return status.st_size - sizeof magic;
}

gboolean
loft_journal_is_file_damaged (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  char found[sizeof magic];
  struct stat status;
  gboolean damaged;

  if (fd < 0)
    return errno == ELOOP;
  damaged = fstat (fd, &status) == 0 &&
            (!S_ISREG (status.st_mode) ||
             (status.st_size >= (goffset) sizeof magic && read_whole (fd, found, sizeof magic, 0) &&
              memcmp (found, magic, sizeof magic) != 0));
  close (fd);
  return damaged;
}
