/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-backend.h"
#include "loft-journal.h"
#include "loft-mail-store.h"
#include "loft-operation.h"

G_BEGIN_DECLS

/* Every action of a person goes through here: applied and journaled in one local step, replayed in
 * order when the server can be reached, backed out when it refuses. Replay is idempotent. */

/* Applies a change of flags to these messages and makes it wait for the server. When it returns
 * TRUE it is durable: store must be LOFT_DATABASE_DURABLE. Messages that already look so are left
 * out; ids that do not exist too. *n_changed (out, optional). Local writer's thread or a process
 * that is not the owner; never touches the network. */
gboolean loft_operation_queue_change_flags (LoftMailStore        *store,
                                            LoftJournal          *journal,
                                            const gint64         *message_ids,
                                            guint                 n_messages,
                                            const LoftFlagChange *change,
                                            guint                *n_changed,
                                            GError              **error);

/* Takes an operation back: what is shown follows the server again. */
gboolean loft_operation_queue_discard (LoftMailStore *store, LoftJournal *journal,
                                       gint64 operation_id, GError **error);

/* Lets an operation be tried at once. */
gboolean loft_operation_queue_retry (LoftMailStore *store, gint64 operation_id, GError **error);

/* Sends what waits and is due, oldest first. *n_done (out): finished or backed out. Fails only with
 * what concerns the connection; a refusal backs the operation out and is logged. What the server
 * stumbles over again and again is passed over, with growing pauses, and keeps waiting.
 * Owner's network worker. */
gboolean loft_operation_queue_replay (LoftMailStore *store, LoftJournal *journal,
                                      LoftBackend *backend, guint *n_done,
                                      GCancellable *cancellable, GError **error);

/* (transfer full) the changes that wait for a message, oldest first, of LoftFlagChange. */
GPtrArray *loft_operation_queue_list_changes (LoftMailStore *store, gint64 message_id,
                                              GError **error);

/* At the start of an owner: makes the journal equal to the store again. Operations that only the
 * journal knows (the store was lost) are put back for messages found by folder and Message-ID;
 * *n_restored (out, optional). */
gboolean loft_operation_queue_recover (LoftMailStore *store, LoftJournal *journal,
                                       guint *n_restored, GError **error);

G_END_DECLS
