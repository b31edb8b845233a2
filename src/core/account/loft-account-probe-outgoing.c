/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-probe.h"

#include <string.h>

#include "loft-error.h"
#include "loft-smtp-session.h"

typedef struct {
  const char *user; /* "": as the credentials say */
  LoftCredentialsFunc func;
  gpointer user_data;
} Attempt;

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value != NULL ? value : "");
}

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Attempt *attempt = user_data;
  LoftCredentials *credentials = attempt->func (attempt->user_data, cancellable, error);

  if (credentials != NULL && attempt->user[0] != '\0')
    replace (&credentials->user, attempt->user);
  return credentials;
}

static void
report_session (LoftSmtpSession *session, const char *user, gboolean connected,
                LoftSignInReport *report)
{
  replace (&report->mechanism, loft_smtp_session_get_mechanism (session));
  g_clear_pointer (&report->problem, loft_certificate_problem_free);
  if (connected)
    replace (&report->user, user);
  else
    report->problem =
      loft_certificate_problem_copy (loft_smtp_session_get_certificate_problem (session));
}

static gboolean
probe_server (LoftAccount *server, const LoftSignInTerms *terms, Attempt *attempt,
              LoftSignInReport *report, GCancellable *cancellable, GError **error)
{
  gboolean signs_in = g_ascii_strcasecmp (server->auth, "none") != 0;
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new (server->incoming.host, server->incoming.port,
                       loft_endpoint_security_of (server->incoming.security), "");
  g_autoptr (LoftSignInTerms) plain = loft_sign_in_terms_new (server->trust, NULL, "");
  g_autoptr (LoftSmtpSession) session =
    loft_smtp_session_new (endpoint, signs_in ? server->auth : "",
                           signs_in ? get_credentials : NULL, attempt);
  gboolean connected;

  plain->leaf[strcspn (plain->leaf, " ")] = '\0';
  loft_smtp_session_set_terms (session, terms != NULL ? terms : plain);
  loft_smtp_session_set_certificate_file (session, server->certificate);
  connected = loft_smtp_session_connect (session, cancellable, error);
  report_session (session, server->incoming.user, connected, report);
  loft_smtp_session_quit (session);
  return connected;
}

gboolean
loft_account_probe_outgoing (LoftAccount *account, const LoftSignInTerms *terms,
                             LoftCredentialsFunc func, gpointer user_data, LoftSignInReport *report,
                             GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftAccount) server = loft_account_for_outgoing (account);
  Attempt attempt = { NULL, func, user_data };

  if (server == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no server to send by");
      return FALSE;
    }
  attempt.user = server->incoming.user;
  return probe_server (server, terms, &attempt, report, cancellable, error);
}
