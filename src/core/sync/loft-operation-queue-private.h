/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of the queue: -queue (list, discard, recovery), -replay (order, failures),
 * -transfer (move, copy, append), -replay-folders. */

#include "loft-operation-queue.h"
#include "loft-operation-store.h"

G_BEGIN_DECLS

/* The operation is taken back; what is shown follows the server again. refusal: (nullable) the server's
 * or our own reason, kept as a problem; what is only here is kept with it then. */
gboolean loft_operation_queue_back_out (LoftMailStore *store, LoftJournal *journal,
                                        LoftOperationRecord *record, const GError *refusal,
                                        GError **error);

G_END_DECLS
