/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-probe.h"

#include <string.h>

#include "loft-account-dav.h"
#include "loft-account-eas.h"
#include "loft-account-ldap.h"
#include "loft-error.h"
#include "loft-imap-session.h"
#include "loft-pop3-session.h"

/* One attempt with one name. */
typedef struct {
  LoftAccount *account; /* (borrowed) */
  const LoftSignInTerms *terms; /* (borrowed) (nullable) */
  const char *user;
  LoftCredentialsFunc func;
  gpointer user_data;
  LoftSignInReport *report; /* (borrowed) */
  LoftImapSession *session; /* (borrowed) while it lasts */
} Attempt;

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value != NULL ? value : "");
}

/* ---- IMAP --------------------------------------------------------------------------------- */

/* What a server offers before the sign-in it seldom repeats after it. */
static void
note_offered (Attempt *attempt)
{
  static const char *const mechanisms[] = {
    "SCRAM-SHA-256", "SCRAM-SHA-1", "EXTERNAL", "CRAM-MD5",    "DIGEST-MD5", "PLAIN",
    "LOGIN",         "NTLM",        "GSSAPI",   "OAUTHBEARER", "XOAUTH2",
  };
  g_autoptr (GString) offered = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      g_autofree char *capability = g_strconcat ("AUTH=", mechanisms[i], NULL);

      if (loft_imap_session_has_capability (attempt->session, capability))
        g_string_append_printf (offered, "%s%s", offered->len > 0 ? " " : "", mechanisms[i]);
    }
  replace (&attempt->report->offered, offered->str);
}

static LoftCredentials *
imap_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Attempt *attempt = user_data;
  LoftCredentials *credentials;

  note_offered (attempt);
  credentials = attempt->func (attempt->user_data, cancellable, error);
  if (credentials != NULL)
    replace (&credentials->user, attempt->user);
  return credentials;
}

static gboolean
probe_imap (Attempt *attempt, GCancellable *cancellable, GError **error)
{
  LoftAccount *account = attempt->account;
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);
  g_autoptr (LoftImapSession) session =
    loft_imap_session_new (endpoint, account->auth, imap_credentials, attempt);
  gboolean connected;

  attempt->session = session;
  if (attempt->terms != NULL)
    loft_imap_session_set_terms (session, attempt->terms);
  connected = loft_imap_session_connect (session, cancellable, error);
  replace (&attempt->report->mechanism, loft_imap_session_get_mechanism (session));
  g_clear_pointer (&attempt->report->problem, loft_certificate_problem_free);
  if (!connected)
    attempt->report->problem =
      loft_certificate_problem_copy (loft_imap_session_get_certificate_problem (session));
  loft_imap_session_logout (session);
  return connected;
}

/* ---- POP3 --------------------------------------------------------------------------------- */

static LoftCredentials *
pop3_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Attempt *attempt = user_data;
  LoftCredentials *credentials = attempt->func (attempt->user_data, cancellable, error);

  if (credentials != NULL)
    replace (&credentials->user, attempt->user);
  return credentials;
}

static void
note_pop3_outcome (Attempt *attempt, LoftPop3Session *session, gboolean connected)
{
  const char *mechanisms = loft_pop3_session_get_capability (session, "SASL");

  replace (&attempt->report->offered, mechanisms);
  replace (&attempt->report->mechanism, loft_pop3_session_get_mechanism (session));
  g_clear_pointer (&attempt->report->problem, loft_certificate_problem_free);
  if (!connected)
    attempt->report->problem =
      loft_certificate_problem_copy (loft_pop3_session_get_certificate_problem (session));
}

static gboolean
probe_pop3 (Attempt *attempt, GCancellable *cancellable, GError **error)
{
  LoftAccount *account = attempt->account;
  LoftPop3Deletions deletions;
  g_autoptr (LoftEndpoint) endpoint = loft_endpoint_new_for_account (account);
  g_autoptr (LoftPop3Session) session =
    loft_pop3_session_new (endpoint, account->auth, pop3_credentials, attempt);
  gboolean connected;

  if (attempt->terms != NULL)
    loft_pop3_session_set_terms (session, attempt->terms);
  connected = loft_pop3_session_connect (session, cancellable, error);
  note_pop3_outcome (attempt, session, connected);
  if (connected)
    loft_pop3_session_quit (session, &deletions, cancellable, NULL);
  return connected;
}

/* ---- CalDAV and CardDAV ------------------------------------------------------------------- */

static gboolean
probe_dav (Attempt *attempt, GCancellable *cancellable, GError **error)
{
  return loft_account_dav_probe (attempt->account, attempt->terms, pop3_credentials, attempt,
                                 attempt->report, cancellable, error);
}

/* ---- Exchange ----------------------------------------------------------------------------- */

static gboolean
probe_eas (Attempt *attempt, GCancellable *cancellable, GError **error)
{
  return loft_account_eas_probe (attempt->account, attempt->user, attempt->terms, pop3_credentials,
                                 attempt, attempt->report, cancellable, error);
}

/* ---- subscribed calendars ----------------------------------------------------------------- */

static gboolean
probe_ics (Attempt *attempt, GCancellable *cancellable, GError **error)
{
  return loft_account_ics_probe (attempt->account, attempt->terms, pop3_credentials, attempt,
                                 attempt->report, cancellable, error);
}

/* ---- directories -------------------------------------------------------------------------- */

static gboolean
probe_ldap (Attempt *attempt, GCancellable *cancellable, GError **error)
{
  return loft_account_ldap_probe (attempt->account, pop3_credentials, attempt, attempt->report,
                                  cancellable, error);
}

/* ---- all kinds ---------------------------------------------------------------------------- */

static const struct {
  const char *kind;
  gboolean (*probe) (Attempt *attempt, GCancellable *cancellable, GError **error);
} kinds[] = {
  { "imap", probe_imap }, { "pop3", probe_pop3 }, { "dav", probe_dav },
  { "eas", probe_eas },   { "ics", probe_ics },   { "ldap", probe_ldap },
};

static gboolean
try_name (Attempt *attempt, const char *user, GCancellable *cancellable, GError **error)
{
  attempt->user = user;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].kind, attempt->account->kind) == 0)
      {
        if (!kinds[i].probe (attempt, cancellable, error))
          return FALSE;
        replace (&attempt->report->user, user);
        return TRUE;
      }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "This version of Loft knows no accounts of the kind \"%s\"", attempt->account->kind);
  return FALSE;
}

/* (transfer full) (nullable) the part of an address before the @. */
static char *
local_part (const char *address)
{
  const char *at = strrchr (address, '@');

  return at != NULL && at > address ? g_strndup (address, at - address) : NULL;
}

gboolean
loft_account_probe (LoftAccount *account, const LoftSignInTerms *terms, LoftCredentialsFunc func,
                    gpointer user_data, LoftSignInReport *report, GCancellable *cancellable,
                    GError **error)
{
  Attempt attempt = { account, terms, NULL, func, user_data, report, NULL };
  gboolean given = account->incoming.user[0] != '\0';
  g_autofree char *shorter = given ? NULL : local_part (account->address);
  GError *refusal = NULL;

  if (try_name (&attempt, given ? account->incoming.user : account->address, cancellable, &refusal))
    return TRUE;
  /* Refused after credentials were asked for: a missing password is no reason to ask twice. */
  if (shorter == NULL || loft_error_class (refusal) != LOFT_ERROR_AUTH ||
      report->mechanism[0] == '\0')
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_error_free (refusal);
  return try_name (&attempt, shorter, cancellable, error);
}
