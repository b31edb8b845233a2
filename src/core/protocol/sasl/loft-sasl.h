/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"

G_BEGIN_DECLS

/* SASL (RFC 4422), client side, without I/O. One object is one attempt. Any thread. */
typedef struct _LoftSasl LoftSasl;

/* Where the sign-in happens. */
typedef struct {
  gboolean secure;                 /* TLS */
  gboolean plain_text_allowed;     /* without TLS: the person's explicit choice */
  gboolean has_client_certificate; /* shown in the handshake */
} LoftSaslConnection;

/* Chooses from what the server offers (NULL-terminated, without "AUTH="), in this order:
 *
 *   EXTERNAL                    with a client certificate and TLS: that is what it is for
 *   SCRAM-SHA-256, SCRAM-SHA-1  the password stays here, and the server proves itself
 *   CRAM-MD5                    only without TLS, where it hides the password from listeners
 *   PLAIN, LOGIN                only with TLS, or where plain_text_allowed
 *   CRAM-MD5                    with TLS when there is nothing else: a server that can do it keeps
 *                               the password as good as readable (RFC 2195, 4)
 *   OAUTHBEARER, XOAUTH2        when there is a token and no password
 *
 * wanted: the account's fixed mechanism, or "" or NULL. (transfer full); fails with LOFT_ERROR_AUTH
 * and a sentence when nothing fits. */
LoftSasl *loft_sasl_choose (const char *const        *offered,
                            const char               *wanted,
                            const LoftCredentials    *credentials,
                            const LoftSaslConnection *connection,
                            GError                  **error);

/* "SCRAM-SHA-256" … */
const char *loft_sasl_get_mechanism (LoftSasl *self);

/* The strength order used to refuse downgrades: EXTERNAL > SCRAM-SHA-256 > SCRAM-SHA-1 > all
 * others, which are equal: what they show is as good as the password. Higher is stronger; 0
 * unknown. */
int loft_sasl_strength (const char *mechanism);

/* (transfer full) (nullable) the initial response, raw; NULL when the server speaks first. */
GBytes *loft_sasl_initial (LoftSasl *self);

/* (transfer full) the answer to a raw challenge; fails with LOFT_ERROR_PROTOCOL for nonsense
 * (SCRAM: nonce, iteration count over 10,000,000 or under 4096) and LOFT_ERROR_AUTH when the
 * server's proof is wrong. */
GBytes *loft_sasl_step (LoftSasl *self, GBytes *challenge, GError **error);

/* Whether the server may say OK now: SCRAM demands its signature first. */
gboolean loft_sasl_is_done (LoftSasl *self);

void loft_sasl_free (LoftSasl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSasl, loft_sasl_free)

G_END_DECLS
