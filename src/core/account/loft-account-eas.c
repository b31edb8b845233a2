/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-eas.h"

#include "loft-eas-client.h"
#include "loft-error.h"
#include "loft-http-account.h"

gboolean
loft_account_eas_probe (LoftAccount *account, const char *user, const LoftSignInTerms *terms,
                        LoftCredentialsFunc func, gpointer user_data, LoftSignInReport *report,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttpClient) http = NULL;
  g_autoptr (LoftEasClient) client = NULL;
  LoftEasServer server = { .url = account->url, .user = (char *) user, .device_id = (char *) "" };
  gboolean opened;

  if (account->url[0] == '\0')
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no address of its server");
      return FALSE;
    }
  http = loft_http_client_new_for_account (account, account->url, terms, func, user_data, error);
  if (http == NULL)
    return FALSE;
  client = loft_eas_client_new (http, &server);
  opened = loft_eas_client_negotiate (client, cancellable, error);
  loft_http_client_report (http, opened, report);
  return opened;
}
