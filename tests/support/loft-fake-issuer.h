/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An OAuth issuer at https://localhost:PORT: PKCE by S256 is demanded, codes hold once and for
 * their redirect address, refresh tokens rotate. The refresh token before the newest holds until
 * the newest is used; one older than that revokes all, as RFC 9700, 4.14.2 has it. Any thread. */
typedef struct _LoftFakeIssuer LoftFakeIssuer;

typedef enum {
  LOFT_FAKE_ISSUER_SOUND,
  LOFT_FAKE_ISSUER_KEEPS_REFRESH_TOKEN, /* no rotation: none in the answer */
  LOFT_FAKE_ISSUER_OTHER_TYPE,          /* token_type is no bearer */
  LOFT_FAKE_ISSUER_WEB_PAGE,
  LOFT_FAKE_ISSUER_REDIRECTS,           /* the token address leads to one that would answer */
  LOFT_FAKE_ISSUER_BUSY,                /* status 503 */
  LOFT_FAKE_ISSUER_BREAKS_LINES,        /* tokens with CR LF in them */
} LoftFakeIssuerManner;

LoftFakeIssuer *loft_fake_issuer_new  (void);
void            loft_fake_issuer_free (LoftFakeIssuer *self);

void loft_fake_issuer_set_manner (LoftFakeIssuer *self, LoftFakeIssuerManner manner);
/* What it calls itself in redirects; NULL: nothing. */
void loft_fake_issuer_set_name   (LoftFakeIssuer *self, const char *name);

/* What it demands of whoever asks for tokens; NULL: nothing. Before the first request. */
void loft_fake_issuer_set_client_secret (LoftFakeIssuer *self, const char *client_secret);

/* (transfer full) "https://localhost:PORT" + path; "/authorize" and "/token" are its own. */
char *loft_fake_issuer_dup_url (LoftFakeIssuer *self, const char *path);

/* A person agrees in the browser: (transfer full) where it is redirected. NULL when the request
 * is not in order. */
char *loft_fake_issuer_agree (LoftFakeIssuer *self, const char *authorization_url);

/* Tokens that hold, for a test that begins behind the sign-in. (transfer full) the refresh token. */
char *loft_fake_issuer_dup_refresh_token (LoftFakeIssuer *self);

guint loft_fake_issuer_get_n_given   (LoftFakeIssuer *self); /* answers with tokens */
guint loft_fake_issuer_get_n_asked   (LoftFakeIssuer *self); /* requests for tokens */
guint loft_fake_issuer_get_n_revoked (LoftFakeIssuer *self); /* replays of old refresh tokens */

G_END_DECLS
