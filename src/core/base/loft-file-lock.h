/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A lock of a whole file, between threads as well as processes; it falls free with the process that
 * holds it (flock). Any thread. */
typedef enum {
  LOFT_FILE_LOCK_SHARED,
  LOFT_FILE_LOCK_EXCLUSIVE,
} LoftFileLockKind;

/* A descriptor for loft_file_lock_release(), or -1 with errno: EWOULDBLOCK where the lock is held and
 * wait is FALSE. The file is made when it is missing, and stays. */
int loft_file_lock_take (const char *path, LoftFileLockKind kind, gboolean wait);

/* lock: may be -1. Free at once, also while a child that was just forked has the descriptor too. */
void loft_file_lock_release (int lock);

/* Waits for the lock of a file that is open, and gives it back; fd stays open. FALSE with errno. */
gboolean loft_file_lock_wait (int fd, LoftFileLockKind kind);
void loft_file_lock_unlock (int fd);

G_END_DECLS
