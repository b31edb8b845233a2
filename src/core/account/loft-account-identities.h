/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"

G_BEGIN_DECLS

/* The identities of an account in accounts.ini: a group "ID/identity/N" each, N from 1. Pure. */

gboolean loft_account_identities_is_group (const char *group);

void loft_account_identities_read (GKeyFile *file, LoftAccount *account);
/* Takes the place of what was there. */
void loft_account_identities_write (GKeyFile *file, LoftAccount *account);
void loft_account_identities_remove (GKeyFile *file, const char *account_id);

G_END_DECLS
