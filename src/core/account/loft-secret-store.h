/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-credentials.h"

G_BEGIN_DECLS

/* Where an account's password is: the secret service, on request a 0600 file below the profile, or
 * a command of the person's. Never anywhere else. All calls block; workers only. Errors:
 * LOFT_ERROR_AUTH when there is no password or no place for one, with what to do; _STORE when the
 * file cannot be read or written. */

gboolean loft_secret_store_save   (const char *profile_dir, LoftAccount *account,
                                   const char *password, GCancellable *cancellable,
                                   GError **error);
gboolean loft_secret_store_remove (const char *profile_dir, LoftAccount *account,
                                   GCancellable *cancellable, GError **error);

/* (transfer full) what was saved; free it with loft_secret_free (). */
char *loft_secret_store_read (const char *profile_dir, LoftAccount *account,
                              GCancellable *cancellable, GError **error);

/* (transfer full) user and password, or access token, of a secret that was not saved yet. */
LoftCredentials *loft_secret_store_use (LoftAccount *account, const char *secret, GError **error);

/* (transfer full) user and password, or access token, for a sign-in now. The latter may take a
 * request to the sign-in server (loft-account-oauth.h), with its errors. */
LoftCredentials *loft_secret_store_lookup (const char *profile_dir, LoftAccount *account,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS
