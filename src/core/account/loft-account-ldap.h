/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in-report.h"

G_BEGIN_DECLS

/* As loft_account_probe (), of kind "ldap": whether the directory is reached and takes the sign-in. Of
 * report only what is wrong with the certificate is filled. Blocks;
 * workers only. */
gboolean loft_account_ldap_probe (LoftAccount *account, LoftCredentialsFunc func,
                                  gpointer user_data, LoftSignInReport *report,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
