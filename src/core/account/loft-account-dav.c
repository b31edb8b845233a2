/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-dav.h"

#include <string.h>

#include "loft-dav-discovery.h"
#include "loft-dav-failure.h"
#include "loft-error.h"
#include "loft-http-account.h"
#include "loft-log.h"

static void
trace_step (const char *text, gpointer user_data)
{
  if (loft_log_traces ("dav"))
    loft_log_trace ("dav", "%s", text);
}

/* ---- probe -------------------------------------------------------------------------------- */

static gboolean
open_one (LoftHttpClient *client, const char *url, LoftDavServices services,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftDavPerson) person = NULL;

  if (url[0] == '\0')
    return TRUE;
  loft_http_client_allow (client, url);
  person = loft_dav_discovery_open (client, url, services, trace_step, NULL, cancellable, error);
  return person != NULL;
}

static gboolean
open_all (LoftHttpClient *client, const LoftAccount *account, GCancellable *cancellable,
          GError **error)
{
  if (strcmp (account->calendars, account->contacts) == 0)
    return open_one (client, account->calendars, LOFT_DAV_CALENDARS | LOFT_DAV_CONTACTS,
                     cancellable, error);
  return open_one (client, account->calendars, LOFT_DAV_CALENDARS, cancellable, error) &&
         open_one (client, account->contacts, LOFT_DAV_CONTACTS, cancellable, error);
}

gboolean
loft_account_dav_probe (LoftAccount *account, const LoftSignInTerms *terms,
                        LoftCredentialsFunc func, gpointer user_data, LoftSignInReport *report,
                        GCancellable *cancellable, GError **error)
{
  const char *url = account->calendars[0] != '\0' ? account->calendars : account->contacts;
  g_autoptr (LoftHttpClient) client = NULL;
  gboolean opened;

  if (url[0] == '\0')
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no address of calendars or address books");
      return FALSE;
    }
  client = loft_http_client_new_for_account (account, url, terms, func, user_data, error);
  if (client == NULL)
    return FALSE;
  opened = open_all (client, account, cancellable, error);
  loft_http_client_report (client, opened, report);
  return opened;
}

/* ---- subscribed calendars ----------------------------------------------------------------- */

static gboolean
check_calendar (const LoftHttpReply *reply, GError **error)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (reply->body, &size);
  gsize start = size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  if (!loft_dav_failure_check (reply, "The calendar", error))
    return FALSE;
  while (start < size && g_ascii_isspace (text[start]))
    start++;
  if (size - start >= 15 && g_ascii_strncasecmp (text + start, "BEGIN:VCALENDAR", 15) == 0)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                       start < size && text[start] == '<'
                         ? "The address leads to a web page, not to a calendar"
                         : "What the address gives is no calendar");
  return FALSE;
}

gboolean
loft_account_ics_probe (LoftAccount *account, const LoftSignInTerms *terms,
                        LoftCredentialsFunc func, gpointer user_data, LoftSignInReport *report,
                        GCancellable *cancellable, GError **error)
{
  const LoftHttpCall call = { "GET", account->calendars };
  g_autoptr (LoftHttpReply) reply = NULL;
  g_autoptr (LoftHttpClient) client =
    loft_http_client_new_for_account (account, account->calendars, terms,
                                      account->incoming.user[0] != '\0' ? func : NULL, user_data,
                                      error);
  gboolean opened;

  if (client == NULL)
    return FALSE;
  reply = loft_http_client_send (client, &call, cancellable, error);
  opened = reply != NULL && check_calendar (reply, error);
  loft_http_client_report (client, opened, report);
  return opened;
}

/* ---- finding ------------------------------------------------------------------------------ */

static void
keep (LoftAccount *account, char **field, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  g_free (*field);
  *field = g_strdup (url);
  if (uri == NULL || account->incoming.host[0] != '\0')
    return;
  g_free (account->incoming.host);
  account->incoming.host = g_strdup (g_uri_get_host (uri));
  account->incoming.port = (guint16) (g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 443);
  account->incoming.security = LOFT_SECURITY_TLS;
}

static gboolean
find_service (LoftHttpClient *client, LoftAccount *account, const char *domain,
              LoftDavServices service, char **field, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftDavPerson) person =
    loft_dav_discovery_find (client, domain, service, trace_step, NULL, NULL, cancellable, error);

  if (person == NULL)
    return FALSE;
  keep (account, field, person->url);
  return TRUE;
}

/* A password that one service refused is not tried at the other. */
static gboolean
ends_search (const GError *error)
{
  return error != NULL &&
         (loft_error_is_cancelled (error) || loft_error_class (error) == LOFT_ERROR_AUTH);
}

/* (transfer full) (nullable) */
static char *
domain_of (const LoftAccount *account, GError **error)
{
  const char *at = strrchr (account->address, '@');
  g_autofree char *domain = at != NULL ? g_hostname_to_ascii (at + 1) : NULL;

  if (domain != NULL && strchr (domain, '.') != NULL)
    return g_steal_pointer (&domain);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "\"%s\" is no mail address",
               account->address);
  return NULL;
}

gboolean
loft_account_dav_find (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data,
                       GCancellable *cancellable, GError **error)
{
  g_autofree char *domain = domain_of (account, error);
  g_autoptr (LoftHttpClient) client = NULL;
  g_autoptr (GError) calendars = NULL;
  g_autoptr (GError) contacts = NULL;
  gboolean found;

  if (domain == NULL)
    return FALSE;
  client = loft_http_client_new (func, user_data, FALSE, error);
  if (client == NULL)
    return FALSE;
  found = find_service (client, account, domain, LOFT_DAV_CALENDARS, &account->calendars,
                        cancellable, &calendars);
  if (!ends_search (calendars))
    found |= find_service (client, account, domain, LOFT_DAV_CONTACTS, &account->contacts,
                           cancellable, &contacts);
  if (found)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&calendars));
  return FALSE;
}

/* ---- beside mail -------------------------------------------------------------------------- */

/* One of the two services. */
typedef struct {
  LoftHttpClient *client; /* (borrowed) */
  const char *domain;
  LoftDavServices service;
  const LoftAccountDavTrust *trust;
  GCancellable *cancellable;
} Look;

static gboolean
look_at (Look *look, const char *url, LoftAccount *account, char **place, GError **error)
{
  g_autoptr (LoftDavPerson) person = NULL;

  loft_http_client_allow (look->client, url);
  person = loft_dav_discovery_open (look->client, url, look->service, trace_step, NULL,
                                    look->cancellable, error);
  if (person == NULL)
    return FALSE;
  keep (account, place, person->url);
  return TRUE;
}

static LoftCredentials *
give_none (gpointer user_data, GCancellable *cancellable, GError **error)
{
  gboolean *wanted = user_data;

  *wanted = TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH, "Nobody has agreed to a sign-in there");
  return NULL;
}

/* Asked without a password, a server of calendars wants one; a web page does not. */
static gboolean
is_server (Look *look, const char *url)
{
  gboolean wanted = FALSE;
  g_autoptr (LoftHttpClient) client = loft_http_client_new (give_none, &wanted, FALSE, NULL);
  g_autoptr (LoftDavPerson) person = NULL;

  if (client == NULL)
    return FALSE;
  loft_http_client_allow (client, url);
  person =
    loft_dav_discovery_open (client, url, look->service, trace_step, NULL, look->cancellable, NULL);
  return wanted;
}

static gboolean
look_for (Look *look, LoftAccount *account, char **place, char **foreign, GError **error)
{
  g_autofree char *known = g_steal_pointer (place);
  g_autofree char *elsewhere = NULL;
  g_autoptr (LoftDavPerson) person = NULL;
  g_autoptr (GError) failure = NULL;

  *place = g_strdup ("");
  if (known[0] != '\0')
    return look_at (look, known, account, place, error);
  person = loft_dav_discovery_find (look->client, look->domain, look->service, trace_step, NULL,
                                    &elsewhere, look->cancellable, &failure);
  if (person != NULL)
    {
      keep (account, place, person->url);
      return TRUE;
    }
  if (elsewhere != NULL && look->trust->func (elsewhere, look->trust->user_data))
    return look_at (look, elsewhere, account, place, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  if (elsewhere != NULL && is_server (look, elsewhere))
    *foreign = g_steal_pointer (&elsewhere);
  return FALSE;
}

gboolean
loft_account_dav_look (LoftAccount *account, const LoftAccountDavTrust *trust,
                       LoftAccountDavForeign *foreign, LoftCredentialsFunc func, gpointer user_data,
                       GCancellable *cancellable, GError **error)
{
  g_autofree char *domain = domain_of (account, error);
  g_autoptr (LoftHttpClient) client =
    domain == NULL ? NULL : loft_http_client_new (func, user_data, FALSE, error);
  g_autoptr (GError) calendars = NULL;
  g_autoptr (GError) contacts = NULL;
  Look look = { client, domain, LOFT_DAV_CALENDARS, trust, cancellable };
  gboolean found;

  if (client == NULL)
    return FALSE;
  found = look_for (&look, account, &account->calendars, &foreign->calendars, &calendars);
  look.service = LOFT_DAV_CONTACTS;
  if (ends_search (calendars))
    {
      g_free (account->contacts);
      account->contacts = g_strdup ("");
    }
  else
    found |= look_for (&look, account, &account->contacts, &foreign->contacts, &contacts);
  if (found || foreign->calendars != NULL || foreign->contacts != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&calendars));
  return FALSE;
}
