/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"

G_BEGIN_DECLS

/* SASL (RFC 4422), client side, without I/O. One object is one attempt. Any thread. */
typedef struct _LoftSasl LoftSasl;

/* Chooses from what the server offers (NULL-terminated, without "AUTH="): SCRAM-SHA-256,
 * SCRAM-SHA-1, then PLAIN and LOGIN only when the connection is secure or plain_text_allowed;
 * XOAUTH2 when there is a token and no password. wanted: the account's fixed mechanism, or "" or
 * NULL. (transfer full); fails with LOFT_ERROR_AUTH and a sentence when nothing fits. */
LoftSasl *loft_sasl_choose (const char *const     *offered,
                            const char            *wanted,
                            const LoftCredentials *credentials,
                            gboolean               secure,
                            gboolean               plain_text_allowed,
                            GError               **error);

/* "SCRAM-SHA-256" … */
const char *loft_sasl_get_mechanism (LoftSasl *self);

/* The strength order used to refuse downgrades: SCRAM-SHA-256 > SCRAM-SHA-1 > XOAUTH2 = PLAIN =
 * LOGIN. Higher is stronger; 0 unknown. */
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
