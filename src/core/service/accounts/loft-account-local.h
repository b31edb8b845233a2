/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-journal.h"
#include "loft-mail-reader.h"
#include "loft-operation.h"
#include "loft-outgoing-queue.h"
#include "loft-worker.h"

G_BEGIN_DECLS

/* The local side of one account, there whether or not this process is the owner: a reader worker for
 * what takes longer than a frame, another for lists and searches, and a local writer that applies and
 * journals what people do and never touches the network. Main thread. */
typedef struct _LoftAccountLocal LoftAccountLocal;

LoftAccountLocal *loft_account_local_new  (const char *directory);
void              loft_account_local_free (LoftAccountLocal *self); /* joins them */

/* func runs in the reader worker and returns the task; it returns by itself with LOFT_ERROR_STORE
 * when the store cannot be opened. */
typedef void (*LoftLocalReadFunc) (GTask *task, LoftMailReader *reader, GCancellable *cancellable);
void loft_account_local_read (LoftAccountLocal *self, LoftWorkerPriority priority, GTask *task,
                              LoftLocalReadFunc func);

/* The same for lists and searches: a message is opened while a million of them are sorted. */
void loft_account_local_list (LoftAccountLocal *self, LoftWorkerPriority priority, GTask *task,
                              LoftLocalReadFunc func);

/* The task returns TRUE when the change is durable. change: (transfer full). */
void loft_account_local_change_flags (LoftAccountLocal *self, GTask *task,
                                      const gint64 *message_ids, guint n_messages,
                                      LoftFlagChange *change);
void loft_account_local_discard      (LoftAccountLocal *self, GTask *task, gint64 operation_id);
void loft_account_local_retry        (LoftAccountLocal *self, GTask *task, gint64 operation_id);

/* func runs in the local writer with its store, its journal and the account's folder and returns the
 * task; it returns by itself with LOFT_ERROR_STORE when they cannot be opened. */
typedef void (*LoftLocalWriteFunc) (GTask *task, LoftMailStore *store, LoftJournal *journal,
                                    const char *directory);
void loft_account_local_write (LoftAccountLocal *self, GTask *task, LoftLocalWriteFunc func);

/* func runs in the local writer with its own queue of outgoing messages and returns the task; it
 * returns by itself with LOFT_ERROR_STORE when that cannot be opened. */
typedef void (*LoftLocalOutgoingFunc) (GTask *task, LoftOutgoingQueue *queue);
void loft_account_local_write_outgoing (LoftAccountLocal *self, GTask *task,
                                        LoftLocalOutgoingFunc func);

G_END_DECLS
