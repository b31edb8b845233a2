/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* How one connection of an account signs in: the secret, and what is remembered of the server. Its
 * connection's thread; func and memory take it as user_data. */
typedef struct {
  char *profile_dir;
  char *directory; /* of what is remembered */
  LoftAccount *account; /* (owned) */
  char *unproven_token; /* (owned) (nullable) handed out, and no sign-in since */
} LoftAccountAccess;

LoftAccountAccess *loft_account_access_new (const char *profile_dir, const char *directory,
                                            LoftAccount *account);
void loft_account_access_free (LoftAccountAccess *self);

LoftCredentials *loft_account_access_lookup (gpointer self, GCancellable *cancellable,
                                             GError **error);

extern const LoftSignInMemory loft_account_access_memory;

G_END_DECLS
