/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-ldap.h"

#include "loft-error.h"

/* In place of loft-account-ldap.c in builds without OpenLDAP's library. */

gboolean
loft_account_ldap_probe (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data,
                         LoftSignInReport *report, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "This build of Loft knows no directories (LDAP)");
  return FALSE;
}
