/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-http-account.h"

#include <string.h>

LoftHttpClient *
loft_http_client_new_for_account (const LoftAccount *account, const char *url,
                                  const LoftSignInTerms *terms, LoftCredentialsFunc func,
                                  gpointer user_data, GError **error)
{
  g_autofree char *leaf = loft_account_dup_trusted_leaf (account);
  const LoftSignInTerms own = { leaf, NULL, (char *) "" };
  LoftHttpClient *self =
    loft_http_client_new (func, user_data, account->incoming.security == LOFT_SECURITY_NONE, error);

  if (self == NULL)
    return NULL;
  if (terms == NULL)
    terms = &own;
  loft_http_client_allow (self, url);
  loft_http_client_set_trust (self, url, terms->leaf, terms->faults);
  if (strcmp (terms->mechanism, "BASIC") == 0 || strcmp (terms->mechanism, "BEARER") == 0)
    loft_http_client_expect_basic (self);
  return self;
}

void
loft_http_client_report (LoftHttpClient *self, gboolean opened, LoftSignInReport *report)
{
  const char *scheme = loft_http_client_get_scheme (self);

  g_free (report->mechanism);
  report->mechanism = g_strdup (scheme != NULL ? scheme : "");
  g_clear_pointer (&report->problem, loft_certificate_problem_free);
  if (!opened)
    report->problem =
      loft_certificate_problem_copy (loft_http_client_get_certificate_problem (self));
}
