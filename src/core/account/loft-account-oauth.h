/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-oauth.h"

G_BEGIN_DECLS

/* Accounts that sign in by the browser. Their secret, kept where passwords are, is a text with the
 * tokens. A new refresh token replaces the old one in one durable step, and before its access token
 * is used for anything: whoever dies in between finds the old one, which issuers honour until the
 * new one was used. */

/* (transfer full) LOFT_ERROR_REFUSED when the settings name neither a provider that Loft knows nor
 * addresses with https. */
LoftOauthProvider *loft_account_oauth_new_provider (LoftAccount *account, GError **error);

/* (transfer full) The secret to save for an account; free it with loft_secret_free (). */
char *loft_account_oauth_encode (const LoftOauthTokens *tokens, const char *client_secret);

/* (transfer full) (nullable) NULL when it is no such secret. client_secret (out, optional):
 * (transfer full). */
LoftOauthTokens *loft_account_oauth_decode (const char *secret, char **client_secret);

/* (transfer full) (nullable) The client secret kept with the account's tokens, also when these are
 * over; NULL when there is none to be had. Free it with loft_secret_free (). Blocks; workers only. */
char *loft_account_oauth_read_client_secret (const char *profile_dir, LoftAccount *account,
                                             GCancellable *cancellable);

/* (transfer full) User and an access token that holds for some minutes at least. If need be it is
 * renewed, by one process at a time: a refresh token that is used twice is taken for stolen.
 * Blocks; workers only. Errors: as of loft_oauth_refresh (); LOFT_ERROR_AUTH when a sign-in is
 * needed. */
LoftCredentials *loft_account_oauth_lookup (const char *profile_dir, LoftAccount *account,
                                            GCancellable *cancellable, GError **error);

/* A server refused the access token: the next lookup renews it. access_token: the refused one; a
 * newer one is left alone. */
gboolean loft_account_oauth_reject (const char *profile_dir, LoftAccount *account,
                                    const char *access_token, GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
