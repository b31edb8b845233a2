/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-eas.h"

#include <string.h>

#include "loft-eas-client.h"
#include "loft-error.h"

static LoftHttpClient *
open_http (LoftAccount *account, const LoftSignInTerms *terms, LoftCredentialsFunc func,
           gpointer user_data, GError **error)
{
  g_autofree char *leaf = g_strndup (account->trust, strcspn (account->trust, " "));
  LoftHttpClient *http;

  if (account->url[0] == '\0')
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no address of its server");
      return NULL;
    }
  http =
    loft_http_client_new (func, user_data, account->incoming.security == LOFT_SECURITY_NONE, error);
  if (http == NULL)
    return NULL;
  loft_http_client_allow (http, account->url);
  loft_http_client_set_trust (http, account->url, terms != NULL ? terms->leaf : leaf,
                              terms != NULL ? terms->faults : NULL);
  return http;
}

static void
note_outcome (LoftSignInReport *report, LoftHttpClient *http, gboolean opened)
{
  const char *scheme = loft_http_client_get_scheme (http);

  g_free (report->mechanism);
  report->mechanism = g_strdup (scheme != NULL ? scheme : "");
  g_clear_pointer (&report->problem, loft_certificate_problem_free);
  if (!opened)
    report->problem =
      loft_certificate_problem_copy (loft_http_client_get_certificate_problem (http));
}

gboolean
loft_account_eas_probe (LoftAccount *account, const char *user, const LoftSignInTerms *terms,
                        LoftCredentialsFunc func, gpointer user_data, LoftSignInReport *report,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttpClient) http = open_http (account, terms, func, user_data, error);
  g_autoptr (LoftEasClient) client = NULL;
  LoftEasServer server = { .url = account->url, .user = (char *) user, .device_id = (char *) "" };
  gboolean opened;

  if (http == NULL)
    return FALSE;
  client = loft_eas_client_new (http, &server);
  opened = loft_eas_client_negotiate (client, cancellable, error);
  note_outcome (report, http, opened);
  return opened;
}
