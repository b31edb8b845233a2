/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-credentials.h"

G_BEGIN_DECLS

/* Where an account's password is: the secret service, on request a 0600 file below the profile, or
 * a command of the person's. Never anywhere else. All calls block; workers only. Errors:
 * LOFT_ERROR_AUTH when there is no password or no place for one, with what to do. */

gboolean loft_secret_store_save   (const char *profile_dir, LoftAccount *account,
                                   const char *password, GCancellable *cancellable,
                                   GError **error);
gboolean loft_secret_store_remove (const char *profile_dir, LoftAccount *account,
                                   GCancellable *cancellable, GError **error);

/* (transfer full) user and password for a sign-in now. */
LoftCredentials *loft_secret_store_lookup (const char *profile_dir, LoftAccount *account,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS
