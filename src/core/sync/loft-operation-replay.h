/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-backend.h"
#include "loft-journal.h"

G_BEGIN_DECLS

/* Sends what waits and is due, oldest first; neighbours of the same kind and target in one command.
 * *n_done (out): finished or backed out. Fails only with what concerns the connection; a refusal backs
 * the operation out and is kept as a problem. What the server stumbles over again and again is passed
 * over, with growing pauses, and keeps waiting. May be cut off anywhere and run again: what brings
 * messages into a folder looks for them there before it is sent a second time. Owner's network
 * worker. */
gboolean loft_operation_replay (LoftAccountStore *store, LoftJournal *journal, LoftBackend *backend,
                                guint *n_done, GCancellable *cancellable, GError **error);

G_END_DECLS
