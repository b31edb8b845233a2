/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* Signing an account in by the person's own browser, where account->oauth says so. Main thread. */

/* Called at once, before loft_account_sign_in_async () returns: opens the page. */
typedef void (*LoftOpenUrlFunc) (const char *url, gpointer user_data);

/* client_secret: (nullable); with none, and a profile_dir (nullable), the one that was kept with the
 * account at its last sign-in is used, and kept again. page: HTML for the browser at the end,
 * saying that it may be closed. Waits for the person for ten minutes. */
void  loft_account_sign_in_async  (const char          *profile_dir,
                                   LoftAccount         *account,
                                   const char          *client_secret,
                                   const char          *page,
                                   LoftOpenUrlFunc      open,
                                   gpointer             open_data,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data);
/* (transfer full) The account's secret, to be given as its password when it is tried, added or
 * changed; nothing was stored. LOFT_ERROR_REFUSED (the person or the issuer said no), _TEMPORARY
 * (nobody came), G_IO_ERROR_CANCELLED and others. */
char *loft_account_sign_in_finish (GAsyncResult *result, GError **error);

G_END_DECLS
