/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"

G_BEGIN_DECLS

/* accounts.ini below the profile: one group an account, in the person's order, no secrets. Written
 * atomically and durably, 0600. Errors: LOFT_ERROR_STORE. */

/* (transfer full) of LoftAccount; a missing file is an empty list, a group that makes no sense is
 * left out with a warning and kept in the file. */
GPtrArray *loft_account_settings_load (const char *profile_dir, GError **error);

/* Inserts or replaces by id. */
gboolean loft_account_settings_save   (const char *profile_dir, LoftAccount *account,
                                       GError **error);
gboolean loft_account_settings_remove (const char *profile_dir, const char *account_id,
                                       GError **error);

/* The accounts in this order (NULL-terminated), then all others as they were. */
gboolean loft_account_settings_reorder (const char *profile_dir, const char *const *ids,
                                        GError **error);

/* Changes one setting as `loftctl account set` writes it; LOFT_ERROR_REFUSED with a sentence for an
 * unknown key or a value that does not fit. */
gboolean loft_account_settings_set (LoftAccount *account, const char *key, const char *value,
                                    GError **error);

/* The keys that set() knows, NULL-terminated. */
const char *const *loft_account_settings_keys (void);

/* (transfer full) the value as text. */
char *loft_account_settings_get (LoftAccount *account, const char *key);

G_END_DECLS
