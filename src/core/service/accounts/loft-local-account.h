/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* "On this computer": the account that is in every profile without anybody adding it, the last of them.
 * It can be renamed, not removed. Only a change of its settings writes it into them. While nothing is in
 * it, it is quiet: no account of those that a person has. Main thread. */

#define LOFT_LOCAL_ACCOUNT_ID "local"

/* What it is called as long as nobody has renamed it; before a service is opened. name: kept. */
void loft_local_account_set_default_name (const char *name);

gboolean loft_local_account_is (const LoftAccount *account);

/* It has no message and no folder but those that it began with. FALSE for all others. */
gboolean loft_local_account_is_quiet (LoftMailAccount *account);

/* Those that a person set up: all but the one that is always there. */
guint loft_local_account_count_others (GListModel *accounts);

/* The same, and this one unless it is quiet. */
guint loft_local_account_count_used (GListModel *accounts);

/* Of these the ones that have mail. */
guint loft_local_account_count_mail (GListModel *accounts);

/* (transfer full) (nullable) The accounts of the settings (of LoftAccount) and this one behind them, made
 * if it is not among them. Any thread. */
GPtrArray *loft_local_account_load_all (const char *profile_dir, GError **error);

G_END_DECLS
