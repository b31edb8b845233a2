/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-directory.h"
#include "loft-mail-account.h"

G_BEGIN_DECLS

/* The directory of an account, asked over the connection that a person waits for. */
#define LOFT_TYPE_ACCOUNT_DIRECTORY (loft_account_directory_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountDirectory, loft_account_directory, LOFT, ACCOUNT_DIRECTORY,
                      GObject)

/* account: kept. */
LoftDirectory *loft_account_directory_new (LoftMailAccount *account);

/* (transfer full) of LoftDirectory: one of each account whose kind can have one, in their order; follows
 * accounts (of LoftMailAccount, kept). Whether a server has one it tells when it is asked. */
GListModel *loft_account_directory_list (GListModel *accounts);

G_END_DECLS
