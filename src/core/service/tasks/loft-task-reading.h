/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-reader.h"
#include "loft-task.h"

G_BEGIN_DECLS

/* A task of a store and the text that it was read from. Immutable and counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  gint64 resource_id;
  gint64 folder_id;
  GBytes *raw;
  LoftTask *task;
} LoftTaskReading;

LoftTaskReading *loft_task_reading_ref (LoftTaskReading *self);
void loft_task_reading_unref (LoftTaskReading *self);

/* (transfer full) of LoftTaskReading: those of an account's lists that are shown; what cannot be read is left
 * out. before: (nullable) what was read last: the same text again is the same reading. Reader's thread;
 * unbounded. */
GPtrArray *loft_task_reading_list (LoftMailReader *reader, GPtrArray *before,
                                   GCancellable *cancellable, GError **error);

/* (transfer full) What a text says of one task: the series, where it recurs. LOFT_ERROR_GONE: there is
 * none in it. Any thread. */
LoftTask *loft_task_reading_find (GBytes *raw, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftTaskReading, loft_task_reading_unref)

G_END_DECLS
