/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Telling the writer of a message that it was displayed (RFC 8098), which only a person decides.
 * That it is decided is kept at the message, where other programs see it too ($MDNSent, RFC 3503).
 * Main thread. */

/* Whether there is something to decide: the writer asks for it, nobody has answered, and the message
 * is neither the person's own, nor a draft, nor junk. */
gboolean loft_read_receipt_is_asked (LoftMailAccount *account, LoftMessageBody *body);

/* words: in the person's language, what people see of the receipt; subject and text. Finishes when it
 * is in the outbox and the decision is kept. */
void loft_read_receipt_send_async (LoftMailAccount *account, LoftMessageBody *body,
                                   const char *subject, const char *text, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);

/* Nobody is told, and nobody asked again. */
void loft_read_receipt_refuse_async (LoftMailAccount *account, LoftMessageBody *body,
                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
/* Of both. */
gboolean loft_read_receipt_finish (LoftMailAccount *account, GAsyncResult *result, GError **error);

G_END_DECLS
