/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-oauth.h"

G_BEGIN_DECLS

/* One sign-in of a person in their own browser: authorization code with PKCE (S256) and state, by a
 * redirect to a random port of 127.0.0.1. One object is one attempt, and gives tokens once at
 * most. */
typedef struct _LoftOauthSignIn LoftOauthSignIn;

/* Listens for the redirect from now on. login_hint: (nullable) the address. Fails with
 * LOFT_ERROR_REFUSED when the provider has no client id or is not reached by https. Does not block;
 * any thread. */
LoftOauthSignIn *loft_oauth_sign_in_new (const LoftOauthProvider *provider,
                                         const char *login_hint, GError **error);

/* (transfer none) what to open in the browser. */
const char *loft_oauth_sign_in_get_url (LoftOauthSignIn *self);

/* What redeems the code; before the wait. */
void loft_oauth_sign_in_set_client_secret (LoftOauthSignIn *self, const char *client_secret);

/* Waits for the person, then redeems the code. (transfer full) page: HTML for the browser, saying
 * that it may be closed; seconds: for the person. Blocks; workers only. Errors as of
 * loft_oauth_refresh (), and LOFT_ERROR_TEMPORARY when nobody came. A second call is
 * LOFT_ERROR_REFUSED. */
LoftOauthTokens *loft_oauth_sign_in_wait (LoftOauthSignIn *self, const char *page, guint seconds,
                                          GCancellable *cancellable, GError **error);

void loft_oauth_sign_in_free (LoftOauthSignIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOauthSignIn, loft_oauth_sign_in_free)

G_END_DECLS
