/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* Deletes what is here of an account because its organisation demands it (MS-ASPROV): its folder with all
 * that was downloaded, written and not sent, its secret, its settings; nothing of any other account. It may
 * be ended at any point and begun again. What stays is that it was done (loft-removal-record.h). All block;
 * the account does not run. Any thread. */

/* Whether the server was told that all is deleted, so that it must be. */
gboolean loft_account_wipe_is_due (const char *profile_dir, LoftAccount *account);

gboolean loft_account_wipe_run (const char *profile_dir, LoftAccount *account,
                                GCancellable *cancellable, GError **error);

/* When a profile is opened: goes on where a wipe was cut off, and takes out of accounts (of LoftAccount)
 * what is gone. Where the server does not know yet, only the settings stay until it was told. */
void loft_account_wipe_resume (const char *profile_dir, GPtrArray *accounts);

G_END_DECLS
