/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Brings messages from account to account (sync/loft-across-carrier.h): looks at what waits whenever
 * an account has changed, in a thread of its own, and has fetched what is not here yet. Main thread. */
#define LOFT_TYPE_CARRIER (loft_carrier_get_type ())
G_DECLARE_FINAL_TYPE (LoftCarrier, loft_carrier, LOFT, CARRIER, GObject)

/* accounts: of LoftMailAccount. */
LoftCarrier *loft_carrier_new (const char *profile_dir, GListModel *accounts);

/* From now on by itself. */
void loft_carrier_start (LoftCarrier *self);
/* Joins its thread. Idempotent. */
void loft_carrier_stop (LoftCarrier *self);

/* Now, as far as it goes. fetch: also what must be downloaded first. Finishes with TRUE when nothing
 * more can be done before a server was asked; what could not be had keeps waiting and says why. */
void loft_carrier_run_async (LoftCarrier *self, gboolean fetch, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_carrier_run_finish (LoftCarrier *self, GAsyncResult *result, GError **error);

G_END_DECLS
