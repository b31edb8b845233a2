/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"

G_BEGIN_DECLS

/* How requests sign in to one origin: Basic (RFC 7617), Digest (RFC 7616), Bearer (RFC 6750). Of our own
 * and not libsoup's, so that credentials go where loft-http.h lets them go and nowhere else. Pure; one
 * thread. Holds the secret until it is freed. */
typedef struct _LoftHttpAuthorization LoftHttpAuthorization;

/* (transfer full) challenges: what WWW-Authenticate says. credentials: (transfer full). With a token Bearer,
 * else Digest before Basic, since it does not tell the password. LOFT_ERROR_AUTH when the server offers
 * none of them. */
LoftHttpAuthorization *loft_http_authorization_new (const char *challenges,
                                                    LoftCredentials *credentials, GError **error);

/* (transfer full) Without a challenge, where the server is known to take Basic (or a token). */
LoftHttpAuthorization *loft_http_authorization_new_basic (LoftCredentials *credentials);

/* (transfer full) (nullable) for another connection; self (nullable). */
LoftHttpAuthorization *loft_http_authorization_copy (const LoftHttpAuthorization *self);

void loft_http_authorization_free (LoftHttpAuthorization *self);

/* (transfer none) "BASIC", "BEARER", "DIGEST" */
const char *loft_http_authorization_get_scheme (LoftHttpAuthorization *self);

/* (transfer full) value of Authorization. target: path and query as asked for. */
char *loft_http_authorization_make (LoftHttpAuthorization *self, const char *method,
                                    const char *target);

/* The same credentials were refused: TRUE when only the nonce has aged (RFC 7616, 3.3), and the request
 * goes again. */
gboolean loft_http_authorization_renew (LoftHttpAuthorization *self, const char *challenges);

/* Tests only: what is random else. */
void loft_http_authorization_set_client_nonce (LoftHttpAuthorization *self, const char *nonce);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftHttpAuthorization, loft_http_authorization_free)

G_END_DECLS
