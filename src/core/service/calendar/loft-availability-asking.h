/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-availability.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Asks the server of an account when people have time. addresses: of char*, copied. Main thread only. */
void loft_availability_asking_async (LoftMailAccount *account, GPtrArray *addresses, gint64 since,
                                     gint64 until, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full) of LoftAvailability, one for each address in their order. LOFT_ERROR_REFUSED: the server
 * tells nobody's time; LOFT_ERROR_OFFLINE … */
GPtrArray *loft_availability_asking_finish (LoftMailAccount *account, GAsyncResult *result,
                                            GError **error);

G_END_DECLS
