/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-outbox.h"

G_BEGIN_DECLS

/* As loft_mail_account_send_raw_async(), once for each uuid whoever asks for it and however often
 * (loft-outgoing-once.h); finishes with the id that it has or had. sender: of the envelope. */
void loft_mail_account_send_once_async (LoftMailAccount *self, const char *uuid, const char *sender,
                                        GBytes *raw, gint64 not_before,
                                        GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
