/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-fault-control.h"

G_BEGIN_DECLS

/* What programs did to a folder, as loft-fault-shim.c wrote it down, and what a power loss in the
 * middle of it may leave. */
typedef struct {
  LoftFaultLogKind kind;
  guint64 inode;
  gint64 offset;
  char *name;
  GByteArray *data;
  gsize position; /* in the log, where it ends */
} LoftFaultLogRecord;

/* (transfer full) of LoftFaultLogRecord. */
GPtrArray *loft_fault_log_read (const char *path);

/* (transfer full) A snapshot of the folder after the power was lost behind the n-th record, before
 * being what it was at the first. What was synced is there; of what was not, each file has lost
 * nothing, everything, any writes, or any sectors of them, and each folder any last changes of its
 * names. */
GHashTable *loft_fault_log_lose_power (GPtrArray *records, guint n, GHashTable *before,
                                       GRand *random);

G_END_DECLS
