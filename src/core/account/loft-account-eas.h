/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in-report.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* As loft_account_probe (), of kind "eas", with one name: whether the server knows ActiveSync, takes the
 * sign-in and speaks a version that Loft does. Blocks; workers only. */
gboolean loft_account_eas_probe (LoftAccount *account, const char *user,
                                 const LoftSignInTerms *terms, LoftCredentialsFunc func,
                                 gpointer user_data, LoftSignInReport *report,
                                 GCancellable *cancellable, GError **error);

G_END_DECLS
