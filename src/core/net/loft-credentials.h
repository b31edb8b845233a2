/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a sign-in needs, asked for at the moment it is needed and wiped after. Implemented by
 * account/ (secret service, file, command, OAuth token) and by tests. Called in the network
 * worker's thread; may block. */
typedef struct {
  char *user;
  char *password;     /* (nullable) for PLAIN, LOGIN, SCRAM-*, CRAM-MD5 */
  char *access_token; /* (nullable) for XOAUTH2, OAUTHBEARER */
} LoftCredentials;

LoftCredentials *loft_credentials_new  (const char *user, const char *password,
                                        const char *access_token);
/* Overwrites the secrets before freeing them. */
void             loft_credentials_free (LoftCredentials *self);

/* (transfer full); fails with LOFT_ERROR_AUTH when there is no secret to be had. */
typedef LoftCredentials *(*LoftCredentialsFunc) (gpointer user_data, GCancellable *cancellable,
                                                 GError **error);

/* Overwrites and frees a secret string; NULL is allowed. */
void loft_secret_free (char *secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftCredentials, loft_credentials_free)

G_END_DECLS
