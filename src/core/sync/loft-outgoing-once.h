/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-outgoing-queue.h"

G_BEGIN_DECLS

/* As loft_outgoing_queue_save(), of a new message that is given once, whoever gives it and however
 * often: uuid names it (loft-scheduling-store.h). The id is taken first, so one that was cut off
 * goes on with the same; raw must have its Message-ID. */
gboolean loft_outgoing_queue_save_once (LoftOutgoingQueue *self, const char *uuid,
                                        LoftOutgoing *outgoing, GBytes *raw, GError **error);

G_END_DECLS
