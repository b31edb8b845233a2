/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account-store.h"
#include "loft-backend.h"
#include "loft-journal.h"
#include "loft-mail-store.h"
#include "loft-operation.h"

G_BEGIN_DECLS

/* Every action of a person waits here: applied and journaled in one local step
 * (loft-operation-actions.h, -folders.h), replayed in order when the server can be reached
 * (loft-operation-replay.h), backed out when it refuses. */

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

/* The server has this folder no more: what was to go there is taken back, and kept as problems. */
gboolean loft_operation_queue_folder_gone (LoftMailStore *store, LoftJournal *journal,
                                           gint64 folder_id, GError **error);

/* Lets an operation be tried at once. */
gboolean loft_operation_queue_retry (LoftMailStore *store, gint64 operation_id, GError **error);

/* (transfer full) the changes that wait for a message, oldest first, of LoftFlagChange. */
GPtrArray *loft_operation_queue_list_changes (LoftMailStore *store, gint64 message_id,
                                              GError **error);

/* *sent: a move of it was sent, and nobody knows yet what came of it. */
gboolean loft_operation_queue_is_sent_away (LoftMailStore *store, gint64 message_id,
                                            gboolean *sent, GError **error);

/* At the start of an owner: makes the journal equal to the store again. Operations that only the
 * journal knows (the store was lost) are put back: for messages found by folder and Message-ID; what was
 * to be uploaded from the content that is still here; copies are made again of what they were copied
 * from; folders once those of the server are listed. *n_restored (out, optional). */
gboolean loft_operation_queue_recover (LoftAccountStore *store, LoftJournal *journal,
                                       guint *n_restored, GError **error);

G_END_DECLS
