/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-backend-ask.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Asks the server for what the store does not keep (people of the organisation, when they are free, what
 * is answered in absence), by the connection that a person waits for. LOFT_ERROR_OFFLINE at once when the
 * server may not be tried now; LOFT_ERROR_TEMPORARY while another process speaks to it. */
void loft_mail_account_ask_async (LoftMailAccount *self, LoftBackendAsk *ask,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data);
/* (transfer full) the answer, to be freed as the question says. */
gpointer loft_mail_account_ask_finish (LoftMailAccount *self, GAsyncResult *result, GError **error);

G_END_DECLS
