/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A thread that works off batches in their order while its owner fills the next. All functions: on one
 * thread. After a failure nothing more is worked off, and every call tells of it. */
typedef struct _LoftBatchThread LoftBatchThread;

/* In the thread. batch: may be changed; what is left in it is handed back. */
typedef gboolean (*LoftBatchFunc) (GPtrArray *batch, gpointer user_data, GError **error);

/* name: static. depth: how many batches may be under way. The thread begins with the first batch. */
LoftBatchThread *loft_batch_thread_new  (const char *name, guint depth, LoftBatchFunc func,
                                         gpointer user_data);
/* Waits for the batch that is being worked off; drops the others. */
void             loft_batch_thread_free (LoftBatchThread *self);

/* batch: (transfer full). Waits while as many as may be are under way. */
gboolean   loft_batch_thread_push (LoftBatchThread *self, GPtrArray *batch, GError **error);
/* (transfer full) the oldest batch that is finished. (nullable) without error: none; wait: none is
 * under way. */
GPtrArray *loft_batch_thread_pop  (LoftBatchThread *self, gboolean wait, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftBatchThread, loft_batch_thread_free)

G_END_DECLS
