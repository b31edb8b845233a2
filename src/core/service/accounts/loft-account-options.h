/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* Accounts in the words of loftctl: options of `account add`, KEY=VALUE of `account set`. Pure. */

/* Takes the options it knows out of args (of char*). (transfer full), or NULL with a complaint
 * (transfer full). Defaults: TLS, the port of the security, the address as user; without a host
 * none of these is set, and the caller looks the servers up (loft-account-finder.h). --url is where
 * an account of kind "dav" is reached. */
LoftAccount *loft_account_options_parse (const char *kind, GPtrArray *args, char **complaint);

/* "KEY=VALUE" on a copy; FALSE with a complaint. */
gboolean loft_account_options_set (LoftAccount *account, const char *assignment, char **complaint);

const char *const *loft_account_options_keys (void);
char              *loft_account_options_get  (LoftAccount *account, const char *key);

G_END_DECLS
