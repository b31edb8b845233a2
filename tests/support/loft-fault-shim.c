/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded into a program by LD_PRELOAD: counts what it does to the files of one folder and to
 * network sockets, lets the n-th call fail or be the last, plays a full disk, and writes a log of
 * everything from which the states after a power loss are made. */
#undef _FILE_OFFSET_BITS /* or open() here would be open64() */
#include "loft-fault-shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FD                4096
#define MAX_KEEPALIVE_SECONDS 120
#define BOOT_ID               "/proc/sys/kernel/random/boot_id"

typedef enum { STRANGER, WATCHED_FILE, WATCHED_FOLDER, NETWORK } FdKind;

/* Calls on watched files run one after the other, so that the log has them in their order. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static LoftFaultControl *control;
static int log_fd = -1;
static unsigned char fd_kinds[MAX_FD];
static char *folder_names[MAX_FD]; /* of WATCHED_FOLDER */

static void *next_open64, *next_openat64, *next_close, *next_write, *next_pwrite64, *next_writev,
  *next_fsync, *next_fdatasync, *next_ftruncate64, *next_fallocate64, *next_unlink, *next_rename,
  *next_mkdir, *next_socket, *next_connect, *next_send, *next_sendto, *next_sendmsg,
  *next_setsockopt;

typedef int (*OpenFunc) (const char *, int, ...);
typedef int (*OpenAtFunc) (int, const char *, int, ...);
typedef int (*FdFunc) (int);
typedef ssize_t (*WriteFunc) (int, const void *, size_t);
typedef ssize_t (*PwriteFunc) (int, const void *, size_t, off64_t);
typedef ssize_t (*WritevFunc) (int, const struct iovec *, int);
typedef int (*TruncateFunc) (int, off64_t);
typedef int (*AllocateFunc) (int, int, off64_t, off64_t);
typedef int (*PathFunc) (const char *);
typedef int (*TwoPathsFunc) (const char *, const char *);
typedef int (*MkdirFunc) (const char *, mode_t);
typedef int (*SocketFunc) (int, int, int);
typedef int (*ConnectFunc) (int, const struct sockaddr *, socklen_t);
typedef int (*SetOptionFunc) (int, int, int, const void *, socklen_t);
typedef ssize_t (*SendFunc) (int, const void *, size_t, int);
typedef ssize_t (*SendToFunc) (int, const void *, size_t, int, const struct sockaddr *, socklen_t);
typedef ssize_t (*SendMsgFunc) (int, const struct msghdr *, int);

void *
loft_fault_shim_next (void **slot, const char *name)
{
  if (*slot == NULL)
    *slot = dlsym (RTLD_NEXT, name);
  return *slot;
}

LoftFaultControl *
loft_fault_shim_get_control (void)
{
  return control;
}

static int
open_next (const char *path, int flags, mode_t mode)
{
  return LOFT_FAULT_NEXT (open64, OpenFunc, path, flags, mode);
}

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv (LOFT_FAULT_CONTROL_VARIABLE);
  void *mapped;
  int fd;

  if (path == NULL)
    return;
  fd = open_next (path, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0)
    abort ();
  mapped = mmap (NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED)
    abort ();
  close (fd);
  control = mapped;
  if (control->log[0] != '\0')
    log_fd = open_next (control->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* ---- what is watched ---------------------------------------------------------------------- */

/* The name below the folder; NULL when it is not there. */
static const char *
name_below (const char *path)
{
  size_t length;

  if (control == NULL || path == NULL)
    return NULL;
  length = strlen (control->folder);
  if (length == 0 || strncmp (path, control->folder, length) != 0)
    return NULL;
  if (path[length] == '\0')
    return "";
  return path[length] == '/' ? path + length + 1 : NULL;
}

static FdKind
kind_of (int fd)
{
  return control != NULL && fd >= 0 && fd < MAX_FD ? fd_kinds[fd] : STRANGER;
}

static void
remember (int fd, const char *name)
{
  struct stat status;

  if (fd < 0 || fd >= MAX_FD || fstat (fd, &status) != 0)
    return;
  free (folder_names[fd]);
  folder_names[fd] = NULL;
  fd_kinds[fd] = STRANGER;
  if (S_ISREG (status.st_mode))
    fd_kinds[fd] = WATCHED_FILE;
  else if (S_ISDIR (status.st_mode))
    {
      fd_kinds[fd] = WATCHED_FOLDER;
      folder_names[fd] = strdup (name);
    }
}

/* ---- the log ------------------------------------------------------------------------------ */

static void
note (LoftFaultLogKind kind, uint64_t inode, const char *name, int64_t offset, const void *data,
      size_t length)
{
  LoftFaultLogHead head = { kind, name != NULL ? strlen (name) : 0, inode, offset, length };
  struct iovec parts[] = { { &head, sizeof head },
                           { (void *) name, head.name_length },
                           { (void *) data, length } };

  if (log_fd >= 0 && LOFT_FAULT_NEXT (writev, WritevFunc, log_fd, parts, 3) < 0)
    abort ();
}

static uint64_t
inode_of (int fd, off64_t *size)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    abort ();
  if (size != NULL)
    *size = status.st_size;
  return status.st_ino;
}

/* ---- faults ------------------------------------------------------------------------------- */

typedef enum { GO_ON, GO_HALF, GO_HALF_AND_DIE, FAIL } Verdict;

static void
die (void)
{
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

/* Under mutex, once for each call. */
static Verdict
judge (LoftFaultCall call)
{
  control->n_calls[call]++;
  if ((control->calls & (1u << call)) == 0)
    return GO_ON;
  control->n_counted++;
  if (control->at == 0 || control->n_counted < control->at ||
      (control->n_counted > control->at && !control->lasting))
    return GO_ON;
  control->n_hit++;
  switch ((LoftFaultKind) control->kind)
    {
    case LOFT_FAULT_HALF:
      return call == LOFT_FAULT_WRITE ? GO_HALF : GO_ON;
    case LOFT_FAULT_HALF_KILL:
      if (call == LOFT_FAULT_WRITE)
        return GO_HALF_AND_DIE;
      die ();
      break;
    case LOFT_FAULT_KILL:
      die ();
      break;
    case LOFT_FAULT_FAIL:
      break;
    }
  errno = control->error;
  return FAIL;
}

/* Under mutex: whether a file may have so many bytes more. */
static bool
take_room (int64_t bytes)
{
  if (bytes <= 0)
    return true;
  if (control->room < bytes)
    {
      control->n_refused_room++;
      errno = ENOSPC;
      return false;
    }
  control->room -= bytes;
  return true;
}

/* Under mutex: what a file had and has no more. */
static void
give_room (int64_t bytes)
{
  if (bytes > 0 && control->room < INT64_MAX / 2)
    control->room += bytes;
}

static void
lock (void)
{
  pthread_mutex_lock (&mutex);
}

static void
unlock (void)
{
  int error = errno;

  pthread_mutex_unlock (&mutex);
  errno = error;
}

/* ---- opening ------------------------------------------------------------------------------ */

static int
open_watched (const char *path, const char *name, int flags, mode_t mode)
{
  struct stat status;
  bool existed = stat (path, &status) == 0;
  bool creates = !existed && (flags & O_CREAT) != 0;
  int fd;

  if (judge (LOFT_FAULT_OPEN) == FAIL || (creates && !take_room (control->room > 0 ? 0 : 1)))
    return -1;
  fd = open_next (path, flags, mode);
  if (fd < 0)
    return fd;
  remember (fd, name);
  note (creates ? LOFT_FAULT_LOG_CREATE : LOFT_FAULT_LOG_OPEN, inode_of (fd, NULL), name, 0, NULL,
        0);
  if (!creates && (flags & O_TRUNC) != 0)
    note (LOFT_FAULT_LOG_TRUNCATE, inode_of (fd, NULL), NULL, 0, NULL, 0);
  return fd;
}

static int
open_any (const char *path, int flags, mode_t mode)
{
  const char *name = name_below (path);
  int fd;

  if (control != NULL && control->boot[0] != '\0' && strcmp (path, BOOT_ID) == 0)
    path = control->boot;
  if (name == NULL)
    return open_next (path, flags, mode);
  lock ();
  fd = open_watched (path, name, flags, mode);
  unlock ();
  return fd;
}

static mode_t
take_mode (int flags, va_list args)
{
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (args, mode_t) : 0;
}

#define DEFINE_OPEN(name)                                                                          \
  int name (const char *path, int flags, ...)                                                      \
  {                                                                                                \
    va_list args;                                                                                  \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (args, flags);                                                                        \
    mode = take_mode (flags, args);                                                                \
    va_end (args);                                                                                 \
    return open_any (path, flags, mode);                                                           \
  }

#define DEFINE_OPENAT(name)                                                                        \
  int name (int folder, const char *path, int flags, ...)                                          \
  {                                                                                                \
    va_list args;                                                                                  \
    mode_t mode;                                                                                   \
                                                                                                   \
    va_start (args, flags);                                                                        \
    mode = take_mode (flags, args);                                                                \
    va_end (args);                                                                                 \
    if (name_below (path) != NULL)                                                                 \
      return open_any (path, flags, mode);                                                         \
    return LOFT_FAULT_NEXT (openat64, OpenAtFunc, folder, path, flags, mode);                      \
  }

/* What -D_FILE_OFFSET_BITS=64 and -D_FORTIFY_SOURCE make of open() in programs and libraries. */
int __open_2 (const char *path, int flags);
int __open64_2 (const char *path, int flags);

DEFINE_OPEN (open)
DEFINE_OPEN (open64)
DEFINE_OPENAT (openat)
DEFINE_OPENAT (openat64)

int
__open_2 (const char *path, int flags)
{
  return open_any (path, flags, 0);
}

int
__open64_2 (const char *path, int flags)
{
  return open_any (path, flags, 0);
}

int
close (int fd)
{
  if (kind_of (fd) != STRANGER)
    {
      lock ();
      fd_kinds[fd] = STRANGER;
      free (folder_names[fd]);
      folder_names[fd] = NULL;
      unlock ();
    }
  return LOFT_FAULT_NEXT (close, FdFunc, fd);
}

/* ---- writing ------------------------------------------------------------------------------ */

/* offset: -1 for where the file stands. */
static ssize_t
write_watched (int fd, const void *data, size_t length, off64_t offset)
{
  off64_t begin = offset >= 0 ? offset : lseek (fd, 0, SEEK_CUR);
  off64_t size;
  uint64_t inode = inode_of (fd, &size);
  Verdict verdict = judge (LOFT_FAULT_WRITE);
  ssize_t n;

  if (verdict == FAIL || !take_room (begin + (off64_t) length - size))
    return -1;
  if (verdict != GO_ON && length > 1)
    length /= 2;
  n = offset >= 0 ? LOFT_FAULT_NEXT (pwrite64, PwriteFunc, fd, data, length, offset)
                  : LOFT_FAULT_NEXT (write, WriteFunc, fd, data, length);
  if (n > 0)
    note (LOFT_FAULT_LOG_WRITE, inode, NULL, begin, data, n);
  if (verdict == GO_HALF_AND_DIE)
    die ();
  return n;
}

/* FALSE: the call fails. */
static bool
may_send (const void *data, size_t length)
{
  bool may;

  lock ();
  may = judge (LOFT_FAULT_SEND) != FAIL;
  if (may)
    note (LOFT_FAULT_LOG_SEND, 0, NULL, 0, data, length);
  unlock ();
  return may;
}

static ssize_t
write_any (int fd, const void *data, size_t length, off64_t offset)
{
  ssize_t n;

  lock ();
  n = write_watched (fd, data, length, offset);
  unlock ();
  return n;
}

ssize_t
write (int fd, const void *data, size_t length)
{
  FdKind kind = kind_of (fd);

  if (kind == WATCHED_FILE)
    return write_any (fd, data, length, -1);
  if (kind == NETWORK && !may_send (data, length))
    return -1;
  return LOFT_FAULT_NEXT (write, WriteFunc, fd, data, length);
}

ssize_t
pwrite64 (int fd, const void *data, size_t length, off64_t offset)
{
  if (kind_of (fd) == WATCHED_FILE)
    return write_any (fd, data, length, offset);
  return LOFT_FAULT_NEXT (pwrite64, PwriteFunc, fd, data, length, offset);
}

ssize_t
pwrite (int fd, const void *data, size_t length, off_t offset)
{
  return pwrite64 (fd, data, length, offset);
}

ssize_t
writev (int fd, const struct iovec *parts, int n_parts)
{
  FdKind kind = kind_of (fd);

  if (kind == WATCHED_FILE)
    return n_parts > 0 ? write (fd, parts[0].iov_base, parts[0].iov_len) : 0;
  if (kind == NETWORK && n_parts > 0 && !may_send (parts[0].iov_base, parts[0].iov_len))
    return -1;
  return LOFT_FAULT_NEXT (writev, WritevFunc, fd, parts, n_parts);
}

static int
sync_any (int fd, void **slot, const char *name)
{
  FdKind kind = kind_of (fd);
  int code = -1;

  if (kind != WATCHED_FILE && kind != WATCHED_FOLDER)
    return ((FdFunc) loft_fault_shim_next (slot, name)) (fd);
  lock ();
  if (judge (LOFT_FAULT_SYNC) != FAIL)
    {
      /* Nothing here outlives the machine; only the order counts. */
      code = 0;
      if (kind == WATCHED_FILE)
        note (LOFT_FAULT_LOG_SYNC, inode_of (fd, NULL), NULL, 0, NULL, 0);
      else
        note (LOFT_FAULT_LOG_SYNC_FOLDER, 0, folder_names[fd], 0, NULL, 0);
    }
  unlock ();
  return code;
}

int
fsync (int fd)
{
  return sync_any (fd, &next_fsync, "fsync");
}

int
fdatasync (int fd)
{
  return sync_any (fd, &next_fdatasync, "fdatasync");
}

int
ftruncate64 (int fd, off64_t size)
{
  off64_t size_before = 0;
  int code = -1;

  if (kind_of (fd) != WATCHED_FILE)
    return LOFT_FAULT_NEXT (ftruncate64, TruncateFunc, fd, size);
  lock ();
  inode_of (fd, &size_before);
  if (judge (LOFT_FAULT_TRUNCATE) != FAIL)
    code = LOFT_FAULT_NEXT (ftruncate64, TruncateFunc, fd, size);
  if (code == 0)
    {
      give_room (size_before - size);
      note (LOFT_FAULT_LOG_TRUNCATE, inode_of (fd, NULL), NULL, size, NULL, 0);
    }
  unlock ();
  return code;
}

int
ftruncate (int fd, off_t size)
{
  return ftruncate64 (fd, size);
}

/* GLib asks for the room of a new file beforehand, and goes on when it cannot be had. */
int
fallocate64 (int fd, int mode, off64_t offset, off64_t length)
{
  if (kind_of (fd) == WATCHED_FILE)
    {
      errno = EOPNOTSUPP;
      return -1;
    }
  return LOFT_FAULT_NEXT (fallocate64, AllocateFunc, fd, mode, offset, length);
}

int
fallocate (int fd, int mode, off_t offset, off_t length)
{
  return fallocate64 (fd, mode, offset, length);
}

/* ---- names -------------------------------------------------------------------------------- */

int
unlink (const char *path)
{
  const char *name = name_below (path);
  struct stat status = { 0 };
  int code = -1;

  if (name == NULL)
    return LOFT_FAULT_NEXT (unlink, PathFunc, path);
  lock ();
  stat (path, &status);
  if (judge (LOFT_FAULT_UNLINK) != FAIL)
    code = LOFT_FAULT_NEXT (unlink, PathFunc, path);
  if (code == 0)
    {
      give_room (status.st_size);
      note (LOFT_FAULT_LOG_UNLINK, 0, name, 0, NULL, 0);
    }
  unlock ();
  return code;
}

int
rename (const char *from, const char *to)
{
  const char *name = name_below (from);
  const char *new_name = name_below (to);
  int code = -1;

  if (name == NULL || new_name == NULL)
    return LOFT_FAULT_NEXT (rename, TwoPathsFunc, from, to);
  lock ();
  if (judge (LOFT_FAULT_RENAME) != FAIL)
    code = LOFT_FAULT_NEXT (rename, TwoPathsFunc, from, to);
  if (code == 0)
    note (LOFT_FAULT_LOG_RENAME, 0, name, 0, new_name, strlen (new_name));
  unlock ();
  return code;
}

int
mkdir (const char *path, mode_t mode)
{
  const char *name = name_below (path);
  int code = -1;

  if (name == NULL)
    return LOFT_FAULT_NEXT (mkdir, MkdirFunc, path, mode);
  lock ();
  if (judge (LOFT_FAULT_MKDIR) != FAIL && take_room (control->room > 0 ? 0 : 1))
    code = LOFT_FAULT_NEXT (mkdir, MkdirFunc, path, mode);
  if (code == 0)
    note (LOFT_FAULT_LOG_MKDIR, 0, name, 0, NULL, 0);
  unlock ();
  return code;
}

/* ---- the network -------------------------------------------------------------------------- */

int
socket (int domain, int type, int protocol)
{
  bool is_network =
    control != NULL && (domain == AF_INET || domain == AF_INET6) && (type & 0xff) == SOCK_STREAM;
  int fd = -1;

  if (!is_network)
    return LOFT_FAULT_NEXT (socket, SocketFunc, domain, type, protocol);
  lock ();
  if (judge (LOFT_FAULT_SOCKET) != FAIL)
    fd = LOFT_FAULT_NEXT (socket, SocketFunc, domain, type, protocol);
  if (fd >= 0 && fd < MAX_FD)
    fd_kinds[fd] = NETWORK;
  unlock ();
  return fd;
}

int
setsockopt (int fd, int level, int option, const void *value, socklen_t length)
{
  if (kind_of (fd) == NETWORK && level == SOL_TCP && option == TCP_KEEPIDLE &&
      *(const int *) value <= MAX_KEEPALIVE_SECONDS)
    control->n_keepalives++;
  return LOFT_FAULT_NEXT (setsockopt, SetOptionFunc, fd, level, option, value, length);
}

int
connect (int fd, const struct sockaddr *address, socklen_t length)
{
  Verdict verdict = GO_ON;

  if (kind_of (fd) == NETWORK)
    {
      lock ();
      verdict = judge (LOFT_FAULT_CONNECT);
      unlock ();
    }
  return verdict != FAIL ? LOFT_FAULT_NEXT (connect, ConnectFunc, fd, address, length) : -1;
}

ssize_t
send (int fd, const void *data, size_t length, int flags)
{
  if (kind_of (fd) == NETWORK && !may_send (data, length))
    return -1;
  return LOFT_FAULT_NEXT (send, SendFunc, fd, data, length, flags);
}

ssize_t
sendto (int fd, const void *data, size_t length, int flags, const struct sockaddr *address,
        socklen_t address_length)
{
  if (kind_of (fd) == NETWORK && !may_send (data, length))
    return -1;
  return LOFT_FAULT_NEXT (sendto, SendToFunc, fd, data, length, flags, address, address_length);
}

ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  if (kind_of (fd) == NETWORK && message->msg_iovlen > 0 &&
      !may_send (message->msg_iov[0].iov_base, message->msg_iov[0].iov_len))
    return -1;
  return LOFT_FAULT_NEXT (sendmsg, SendMsgFunc, fd, message, flags);
}
