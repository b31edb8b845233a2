/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* SCRAM (RFC 5802, RFC 7677) without channel binding, client side, for loft-sasl.c. Pure but for
 * the random nonce. */
typedef struct _LoftSaslScram LoftSaslScram;

/* hash: G_CHECKSUM_SHA1 or G_CHECKSUM_SHA256. NULL when user or password cannot be prepared
 * (loft-saslprep.h). */
LoftSaslScram *loft_sasl_scram_new  (GChecksumType hash, const char *user, const char *password);
void           loft_sasl_scram_free (LoftSaslScram *self);

/* Tests only, before loft_sasl_scram_initial (). */
void loft_sasl_scram_set_nonce (LoftSaslScram *self, const char *nonce);

/* The client-first-message. (transfer full) */
char *loft_sasl_scram_initial (LoftSaslScram *self);

/* (transfer full) the answer to the server-first or server-final-message; errors as
 * loft_sasl_step (). */
char *loft_sasl_scram_step (LoftSaslScram *self, const char *message, GError **error);

/* The server has proved that it knows the password. */
gboolean loft_sasl_scram_is_done (LoftSaslScram *self);

G_END_DECLS
