/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-draft.h"
#include "loft-message-body.h"

G_BEGIN_DECLS

/* A message as something to write on, read in a thread: attachments are decoded. Main thread. */
void loft_draft_reading_async (LoftMessageBody *body, GAsyncReadyCallback callback,
                               gpointer user_data);
/* (transfer full) */
LoftDraft *loft_draft_reading_finish (GAsyncResult *result);

G_END_DECLS
