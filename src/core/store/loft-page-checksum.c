/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-page-checksum.h"

#include <sqlite3.h>
#include <string.h>

#include "loft-text.h"

/* Of SQLite's file format, 1.3. */
#define HEADER_BYTES          100
#define HEADER_PAGE_SIZE      16
#define HEADER_RESERVED       20
#define HEADER_APPLICATION_ID 68
#define MAX_PAGE_BYTES        65536

/* The real file's own structure follows in the same piece of memory. */
typedef struct {
  sqlite3_file base;
  int page_size; /* 0: the file has no checksums, or nothing is known yet */
  guint8 *scratch; /* (owned) (nullable) one page: what is to be written is not ours to change */
} CheckedFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs checked_vfs;

static sqlite3_file *
real_file (sqlite3_file *file)
{
  return (sqlite3_file *) ((CheckedFile *) file + 1);
}

static guint32
read_number (const guint8 *bytes, guint n)
{
  guint32 number = 0;

  for (guint i = 0; i < n; i++)
    number = number << 8 | bytes[i];
  return number;
}

/* One damaged field alone must not switch the checks off. */
static void
learn_header (CheckedFile *self, const guint8 *header)
{
  guint32 size = read_number (header + HEADER_PAGE_SIZE, 2);
  gboolean is_ours =
    read_number (header + HEADER_APPLICATION_ID, 4) == LOFT_PAGE_CHECKSUM_APPLICATION_ID ||
    header[HEADER_RESERVED] == LOFT_PAGE_CHECKSUM_BYTES;
  int page_size = size == 1 ? MAX_PAGE_BYTES : (int) size;

  if (!is_ours || page_size < 512 || (page_size & (page_size - 1)) != 0)
    page_size = 0;
  if (page_size != self->page_size)
    g_clear_pointer (&self->scratch, g_free);
  self->page_size = page_size;
}

/* The page's number is part of it, so that a page at another's place is found out too. */
static guint32
page_checksum (const CheckedFile *self, const guint8 *page, sqlite3_int64 offset)
{
  return loft_text_checksum ((guint32) (offset / self->page_size) + 1, page,
                             self->page_size - LOFT_PAGE_CHECKSUM_BYTES);
}

static gboolean
is_page (const CheckedFile *self, int amount, sqlite3_int64 offset)
{
  return self->page_size != 0 && amount == self->page_size && offset % self->page_size == 0;
}

static int
checked_read (sqlite3_file *file, void *buffer, int amount, sqlite3_int64 offset)
{
  CheckedFile *self = (CheckedFile *) file;
  sqlite3_file *real = real_file (file);
  int code = real->pMethods->xRead (real, buffer, amount, offset);
  const guint8 *page = buffer;

  if (code == SQLITE_OK && offset == 0 && amount >= HEADER_BYTES)
    learn_header (self, page);
  if ((code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) || !is_page (self, amount, offset))
    return code;
  /* SQLite takes what a short read leaves out for zeros. */
  if (code == SQLITE_OK &&
      read_number (page + amount - LOFT_PAGE_CHECKSUM_BYTES, LOFT_PAGE_CHECKSUM_BYTES) ==
        page_checksum (self, page, offset))
    return SQLITE_OK;
  /* Not SQLITE_IOERR_DATA: that rolls back the transaction, and what else can be read is wanted. */
  return SQLITE_CORRUPT;
}

/* Who opened the file while it was empty reads the first page from the WAL, and may write others to
 * the file before that one. */
static void
learn_from_file (CheckedFile *self, sqlite3_file *real)
{
  guint8 header[HEADER_BYTES];

  if (real->pMethods->xRead (real, header, HEADER_BYTES, 0) == SQLITE_OK)
    learn_header (self, header);
}

static int
checked_write (sqlite3_file *file, const void *buffer, int amount, sqlite3_int64 offset)
{
  CheckedFile *self = (CheckedFile *) file;
  sqlite3_file *real = real_file (file);
  guint32 checksum;

  if (offset == 0 && amount >= HEADER_BYTES)
    learn_header (self, buffer);
  else if (self->page_size == 0)
    learn_from_file (self, real);
  if (!is_page (self, amount, offset))
    return real->pMethods->xWrite (real, buffer, amount, offset);
  if (self->scratch == NULL)
    self->scratch = g_malloc (amount);
  memcpy (self->scratch, buffer, amount);
  checksum = GUINT32_TO_BE (page_checksum (self, buffer, offset));
  memcpy (self->scratch + amount - LOFT_PAGE_CHECKSUM_BYTES, &checksum, sizeof checksum);
  return real->pMethods->xWrite (real, self->scratch, amount, offset);
}

static int
checked_close (sqlite3_file *file)
{
  sqlite3_file *real = real_file (file);

  g_clear_pointer (&((CheckedFile *) file)->scratch, g_free);
  return real->pMethods->xClose (real);
}

/* ---- passed on ---------------------------------------------------------------------------- */

static int
checked_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return real_file (file)->pMethods->xTruncate (real_file (file), size);
}

static int
checked_sync (sqlite3_file *file, int flags)
{
  return real_file (file)->pMethods->xSync (real_file (file), flags);
}

static int
checked_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return real_file (file)->pMethods->xFileSize (real_file (file), size);
}

static int
checked_lock (sqlite3_file *file, int level)
{
  return real_file (file)->pMethods->xLock (real_file (file), level);
}

static int
checked_unlock (sqlite3_file *file, int level)
{
  return real_file (file)->pMethods->xUnlock (real_file (file), level);
}

static int
checked_check_reserved_lock (sqlite3_file *file, int *reserved)
{
  return real_file (file)->pMethods->xCheckReservedLock (real_file (file), reserved);
}

static int
checked_file_control (sqlite3_file *file, int operation, void *argument)
{
  return real_file (file)->pMethods->xFileControl (real_file (file), operation, argument);
}

static int
checked_sector_size (sqlite3_file *file)
{
  return real_file (file)->pMethods->xSectorSize (real_file (file));
}

static int
checked_device_characteristics (sqlite3_file *file)
{
  return real_file (file)->pMethods->xDeviceCharacteristics (real_file (file));
}

static int
checked_shm_map (sqlite3_file *file, int region, int size, int extend, void volatile **map)
{
  return real_file (file)->pMethods->xShmMap (real_file (file), region, size, extend, map);
}

static int
checked_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return real_file (file)->pMethods->xShmLock (real_file (file), offset, n, flags);
}

static void
checked_shm_barrier (sqlite3_file *file)
{
  real_file (file)->pMethods->xShmBarrier (real_file (file));
}

static int
checked_shm_unmap (sqlite3_file *file, int delete)
{
  return real_file (file)->pMethods->xShmUnmap (real_file (file), delete);
}

/* Version 2: no memory mapping, which would pass the checks by. */
static const sqlite3_io_methods checked_methods = {
  .iVersion = 2,
  .xClose = checked_close,
  .xRead = checked_read,
  .xWrite = checked_write,
  .xTruncate = checked_truncate,
  .xSync = checked_sync,
  .xFileSize = checked_file_size,
  .xLock = checked_lock,
  .xUnlock = checked_unlock,
  .xCheckReservedLock = checked_check_reserved_lock,
  .xFileControl = checked_file_control,
  .xSectorSize = checked_sector_size,
  .xDeviceCharacteristics = checked_device_characteristics,
  .xShmMap = checked_shm_map,
  .xShmLock = checked_shm_lock,
  .xShmBarrier = checked_shm_barrier,
  .xShmUnmap = checked_shm_unmap,
};

/* ---- opening ------------------------------------------------------------------------------ */

static int
checked_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  CheckedFile *self = (CheckedFile *) file;
  int code;

  if (!(flags & SQLITE_OPEN_MAIN_DB))
    return real_vfs->xOpen (real_vfs, path, file, flags, out_flags);
  memset (self, 0, sizeof *self);
  code = real_vfs->xOpen (real_vfs, path, real_file (file), flags, out_flags);
  if (real_file (file)->pMethods != NULL)
    self->base.pMethods = &checked_methods;
  return code;
}

/* The rest of the default layer is used as it is; it looks at its own pAppData only. */
const char *
loft_page_checksum_get_vfs (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      real_vfs = sqlite3_vfs_find (NULL);
      checked_vfs = *real_vfs;
      checked_vfs.zName = "loft-page-checksum";
      checked_vfs.szOsFile += sizeof (CheckedFile);
      checked_vfs.pNext = NULL;
      checked_vfs.xOpen = checked_open;
      sqlite3_vfs_register (&checked_vfs, FALSE);
      g_once_init_leave (&once, 1);
    }
  return checked_vfs.zName;
}
