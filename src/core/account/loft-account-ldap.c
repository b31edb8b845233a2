/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-ldap.h"

#include "loft-ldap-session.h"

gboolean
loft_account_ldap_probe (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data,
                         LoftSignInReport *report, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);
  LoftCertificateProblem *problem = NULL;
  g_autoptr (LoftLdapSession) session =
    loft_ldap_session_open (endpoint, account->incoming.user, func, user_data, &problem,
                            cancellable, error);

  g_clear_pointer (&report->problem, loft_certificate_problem_free);
  report->problem = problem;
  return session != NULL;
}
