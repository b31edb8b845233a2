/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-ldap.h"

#include "loft-ldap-session.h"

gboolean
loft_account_ldap_probe (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);
  g_autoptr (LoftLdapSession) session =
    loft_ldap_session_open (endpoint, account->incoming.user, func, user_data, cancellable, error);

  return session != NULL;
}
