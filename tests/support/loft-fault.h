/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-fault-control.h"

G_BEGIN_DECLS

/* loft-fault-shim.c in programs that the test starts, and the struct that steers it. It is in
 * memory that both share: what the test writes there holds from the program's next call on. One
 * thread. */
typedef struct {
  LoftFaultControl *control;
  char *directory; /* of the files below */
  char *control_path;
  char *log_path;
  char *boot_path;
} LoftFault;

/* folder: the one whose files are watched; no symbolic link in its path. */
LoftFault *loft_fault_new (const char *folder);
void loft_fault_free (LoftFault *self);

/* (transfer full) "NAME=VALUE": the environment that brings the shim into a program. */
char **loft_fault_dup_environment (LoftFault *self);

/* No fault, no log, the right time, room without end; counts at 0. */
void loft_fault_reset (LoftFault *self);

/* reset, and the n-th of these calls (bits 1 << LoftFaultCall) meets the fault. */
void loft_fault_arm (LoftFault *self, guint32 calls, guint n, LoftFaultKind kind, int error);

/* As if the machine had been started anew. */
void loft_fault_restart (LoftFault *self, guint n);

/* reset, and what programs do from now on is logged, behind what was logged before. */
void loft_fault_begin_log (LoftFault *self);
gsize loft_fault_get_log_size (LoftFault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFault, loft_fault_free)

G_END_DECLS
