/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-file-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

static gboolean
lock_open (int fd, LoftFileLockKind kind, gboolean wait)
{
  int how = (kind == LOFT_FILE_LOCK_EXCLUSIVE ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB);
  int code;

  do
    code = flock (fd, how);
  while (code != 0 && errno == EINTR);
  return code == 0;
}

int
loft_file_lock_take (const char *path, LoftFileLockKind kind, gboolean wait)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int code;

  if (fd < 0 || lock_open (fd, kind, wait))
    return fd;
  code = errno;
  close (fd);
  errno = code;
  return -1;
}

void
loft_file_lock_release (int lock)
{
  if (lock < 0)
    return;
  loft_file_lock_unlock (lock);
  close (lock);
}

gboolean
loft_file_lock_wait (int fd, LoftFileLockKind kind)
{
  return lock_open (fd, kind, TRUE);
}

void
loft_file_lock_unlock (int fd)
{
  flock (fd, LOCK_UN);
}
