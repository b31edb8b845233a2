/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* OAuth 2 for native programs (RFC 6749, 8252, 7636, 9700): who signs in, what comes of it, and
 * how it is renewed. The sign-in itself is in loft-oauth-sign-in.h. */

typedef struct {
  char *authorization_url; /* both https */
  char *token_url;
  char *scope;
  char *issuer;            /* what "iss" of a redirect must be (RFC 9207); "" any */
  gboolean names_issuer;   /* a redirect without "iss" is refused */
  char *redirect_host;     /* "127.0.0.1", or "localhost" where that is registered */
  char *parameters;        /* more for the authorization address, "a=b&c=d" */
  char *client_id;
  char *client_secret;     /* "" none; no secret in programs that everybody has (RFC 8252, 8.5) */
} LoftOauthProvider;

/* (transfer full) all fields "". */
LoftOauthProvider *loft_oauth_provider_new (void);

/* (transfer full) (nullable) "google", "microsoft", …, without client. */
LoftOauthProvider *loft_oauth_provider_new_known (const char *id);
LoftOauthProvider *loft_oauth_provider_copy      (const LoftOauthProvider *self);
void               loft_oauth_provider_free      (LoftOauthProvider *self);

typedef struct {
  char *access_token;
  char *refresh_token; /* "" when there is none */
  gint64 expires_at;   /* of the access token, wall clock */
} LoftOauthTokens;

LoftOauthTokens *loft_oauth_tokens_new  (const char *access_token, const char *refresh_token,
                                         gint64 expires_at);
LoftOauthTokens *loft_oauth_tokens_copy (const LoftOauthTokens *self);
/* Overwrites the secrets before freeing them. */
void             loft_oauth_tokens_free (LoftOauthTokens *self);

/* A new access token. (transfer full) Where the server gave no new refresh token (rotation), it is
 * the old one. Nothing is stored here: the caller makes it durable before it forgets the old one.
 * Blocks for 30 s at most; any one thread. Errors: LOFT_ERROR_AUTH (the person must sign in again),
 * _REFUSED (the client or its scope is not accepted), _TEMPORARY, _OFFLINE, _UNTRUSTED, _PROTOCOL,
 * G_IO_ERROR_CANCELLED. */
LoftOauthTokens *loft_oauth_refresh (const LoftOauthProvider *provider,
                                     const char *refresh_token, GCancellable *cancellable,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOauthProvider, loft_oauth_provider_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOauthTokens, loft_oauth_tokens_free)

G_END_DECLS
