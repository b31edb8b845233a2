/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-options.h"

#include <string.h>

#include "loft-account-settings.h"
#include "loft-trust.h"

#define EAS_PATH "/Microsoft-Server-ActiveSync"

/* Option of the command line -> key of the settings. */
static const struct {
  const char *option;
  const char *key;
} options[] = {
  { "--name", "name" },
  { "--address", "address" },
  { "--person", "person" },
  { "--user", "user" },
  { "--host", "host" },
  { "--port", "port" },
  { "--security", "security" },
  { "--auth", "auth" },
  { "--trust", "trust" },
  { "--window", "window" },
  { "--password-command", "password-command" },
  { "--smtp-host", "outgoing-host" },
  { "--smtp-port", "outgoing-port" },
  { "--smtp-security", "outgoing-security" },
  { "--smtp-user", "outgoing-user" },
  { "--smtp-auth", "outgoing-auth" },
  { "--smtp-trust", "outgoing-trust" },
  { "--sent-copy", "sent-copy" },
  { "--removal", "removal" },
  { "--removal-limit", "removal-limit" },
  { "--download-limit", "download-limit" },
  { "--url", "url" },
  { "--mail-account", "mail-account" },
  { "--oauth-client", "oauth-client" },
  { "--oauth-provider", "oauth-provider" },
  { "--oauth-authorization-url", "oauth-authorization-url" },
  { "--oauth-token-url", "oauth-token-url" },
  { "--oauth-scope", "oauth-scope" },
};

static gboolean
has_url (const char *kind)
{
  return strcmp (kind, "dav") == 0 || strcmp (kind, "ics") == 0 || strcmp (kind, "eas") == 0;
}

static gboolean
is_exchange (const LoftAccount *account)
{
  return strcmp (account->kind, "eas") == 0;
}

static gboolean
is_directory (const LoftAccount *account)
{
  return strcmp (account->kind, "ldap") == 0;
}

/* (transfer full) A server alone is asked where all have ActiveSync (MS-ASHTTP, 2.2.1.1.1). */
static char *
complete_url (const LoftAccount *account, const char *url, GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  if (!is_exchange (account) || !(path[0] == '\0' || strcmp (path, "/") == 0))
    return g_strdup (url);
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), EAS_PATH, NULL, NULL);
}

static void
keep_url (LoftAccount *account, const char *url)
{
  gboolean is_eas = is_exchange (account);

  g_free (account->url);
  g_free (account->calendars);
  g_free (account->contacts);
  account->url = g_strdup (is_eas ? url : "");
  account->calendars = g_strdup (is_eas ? "" : url);
  account->contacts = g_strdup (strcmp (account->kind, "dav") == 0 ? url : "");
}

/* Where a server is reached by one address, for calendars and address books alike; which of them it has
 * is seen there. Without https the person must agree. */
static gboolean
set_url (LoftAccount *account, const char *value, char **complaint)
{
  gboolean is_subscription = strcmp (account->kind, "ics") == 0;
  /* webcal is what links to calendars say for https. */
  const char *address =
    is_subscription && g_ascii_strncasecmp (value, "webcal://", 9) == 0 ? value + 9 : value;
  g_autofree char *url =
    strstr (address, "://") != NULL ? g_strdup (address) : g_strconcat ("https://", address, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  gboolean plain = uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0;
  g_autofree char *whole = NULL;

  if (uri == NULL || (!plain && strcmp (g_uri_get_scheme (uri), "https") != 0) ||
      g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' ||
      g_uri_get_userinfo (uri) != NULL || !has_url (account->kind))
    {
      *complaint =
        !has_url (account->kind)
          ? g_strdup ("an address by --url is for accounts of the kinds dav, ics, eas and ldap")
          : g_strdup_printf ("\"%s\" is no address of a web server", value);
      return FALSE;
    }
  whole = complete_url (account, url, uri);
  keep_url (account, whole);
  g_free (account->incoming.host);
  account->incoming.host = g_strdup (g_uri_get_host (uri));
  account->incoming.security = plain ? LOFT_SECURITY_NONE : LOFT_SECURITY_TLS;
  account->incoming.port = (guint16) (g_uri_get_port (uri) > 0 ? g_uri_get_port (uri)
                                      : plain                  ? 80
                                                               : 443);
  return TRUE;
}

/* ldap://HOST[:PORT]/BASE (RFC 4516): with StartTLS, unless the person wants none; ldaps with TLS at once.
 * The base stays in the address. */
static gboolean
set_directory (LoftAccount *account, const char *value, char **complaint)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_ENCODED, NULL);
  gboolean tls = uri != NULL && strcmp (g_uri_get_scheme (uri), "ldaps") == 0;

  if (uri == NULL || (!tls && strcmp (g_uri_get_scheme (uri), "ldap") != 0) ||
      g_uri_get_host (uri) == NULL || g_uri_get_host (uri)[0] == '\0' ||
      g_uri_get_userinfo (uri) != NULL)
    {
      *complaint =
        g_strdup_printf ("\"%s\" is no address of a directory (ldap://HOST/BASE)", value);
      return FALSE;
    }
  g_free (account->url);
  account->url = g_strdup (value);
  g_free (account->incoming.host);
  account->incoming.host = g_strdup (g_uri_get_host (uri));
  if (tls)
    account->incoming.security = LOFT_SECURITY_TLS;
  else if (account->incoming.security == LOFT_SECURITY_TLS)
    account->incoming.security = LOFT_SECURITY_STARTTLS;
  account->incoming.port = (guint16) (g_uri_get_port (uri) > 0 ? g_uri_get_port (uri)
                                      : tls                    ? 636
                                                               : 389);
  return TRUE;
}

static gboolean
set_key (LoftAccount *account, const char *key, const char *value, char **complaint)
{
  g_autofree char *fingerprint = NULL;
  g_autoptr (GError) error = NULL;

  if ((strcmp (key, "trust") == 0 || strcmp (key, "outgoing-trust") == 0) && value[0] != '\0')
    {
      fingerprint = loft_trust_normalize_fingerprint (value);
      if (fingerprint == NULL)
        {
          *complaint = g_strdup_printf ("\"%s\" is no SHA-256 in hex", value);
          return FALSE;
        }
      value = fingerprint;
    }
  if (strcmp (key, "url") == 0)
    return is_directory (account) ? set_directory (account, value, complaint)
                                  : set_url (account, value, complaint);
  if (loft_account_settings_set (account, key, value, &error))
    return TRUE;
  *complaint = g_strdup (error->message);
  return FALSE;
}

/* The next value of an option, taken out. (transfer full) (nullable) */
static char *
take (GPtrArray *args, const char *option)
{
  gsize length = strlen (option);

  for (guint i = 0; i < args->len; i++)
    {
      const char *arg = g_ptr_array_index (args, i);
      char *value = NULL;

      if (strncmp (arg, option, length) != 0)
        continue;
      if (arg[length] == '=')
        {
          value = g_strdup (arg + length + 1);
          g_ptr_array_remove_index (args, i);
        }
      else if (arg[length] == '\0' && i + 1 < args->len)
        {
          value = g_strdup (g_ptr_array_index (args, i + 1));
          g_ptr_array_remove_range (args, i, 2);
        }
      if (value != NULL)
        return value;
    }
  return NULL;
}

/* RFC 8314, 3.3: 465 with TLS from the first byte; 587 else. */
static void
fill_outgoing (LoftAccount *account)
{
  if (account->outgoing.host[0] != '\0' && account->outgoing.port == 0)
    account->outgoing.port = account->outgoing.security == LOFT_SECURITY_TLS ? 465 : 587;
}

static guint16
usual_port (LoftAccount *account)
{
  gboolean tls = account->incoming.security == LOFT_SECURITY_TLS;

  if (strcmp (account->kind, "pop3") == 0)
    return tls ? 995 : 110;
  return tls ? 993 : 143;
}

static void
fill_defaults (LoftAccount *account)
{
  if (account->password_command[0] != '\0')
    account->secret = LOFT_SECRET_COMMAND;
  fill_outgoing (account);
  /* Without a host all of it is looked up. */
  if (account->incoming.host[0] == '\0')
    return;
  if (account->incoming.port == 0)
    account->incoming.port = usual_port (account);
  if (account->incoming.user[0] == '\0' && !is_directory (account))
    {
      g_free (account->incoming.user);
      account->incoming.user = g_strdup (account->address);
    }
}

static const char *
what_is_missing (LoftAccount *account)
{
  if (account->name[0] == '\0')
    return "an account needs --name NAME";
  if (strcmp (account->kind, "local") == 0)
    return NULL;
  if (is_directory (account))
    return account->url[0] == '\0' ? "a directory needs --url ldap://HOST/BASE" : NULL;
  if (strcmp (account->kind, "ics") == 0)
    return account->calendars[0] == '\0' ? "a subscription needs --url URL" : NULL;
  if (is_exchange (account) && account->address[0] != '\0' && account->url[0] == '\0')
    return "an Exchange account needs --url URL of ActiveSync";
  if (strcmp (account->kind, "dav") == 0)
    return account->address[0] == '\0' && account->mail_account[0] == '\0' &&
               account->incoming.user[0] == '\0'
             ? "an account needs --address ADDRESS, --mail-account NAME or --user USER"
             : NULL;
  if (account->address[0] == '\0')
    return "an account needs --address ADDRESS";
  if (account->incoming.host[0] == '\0' && account->incoming.port != 0)
    return "--port goes with --host HOST; without both the servers are looked up";
  return NULL;
}

LoftAccount *
loft_account_options_parse (const char *kind, GPtrArray *args, char **complaint)
{
  g_autoptr (LoftAccount) account = loft_account_new (kind);
  const char *missing;

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *value = take (args, options[i].option);

      if (value != NULL && !set_key (account, options[i].key, value, complaint))
        return NULL;
    }
  for (guint i = args->len; i > 0; i--)
    if (strcmp (g_ptr_array_index (args, i - 1), "--secrets-file") == 0)
      {
        account->secret = LOFT_SECRET_FILE;
        g_ptr_array_remove_index (args, i - 1);
      }
  fill_defaults (account);
  missing = what_is_missing (account);
  if (missing != NULL)
    {
      *complaint = g_strdup (missing);
      return NULL;
    }
  return g_steal_pointer (&account);
}

gboolean
loft_account_options_set (LoftAccount *account, const char *assignment, char **complaint)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *key = NULL;

  if (equals == NULL)
    {
      *complaint = g_strdup_printf ("\"%s\" is not KEY=VALUE", assignment);
      return FALSE;
    }
  key = g_strndup (assignment, equals - assignment);
  return set_key (account, key, equals + 1, complaint);
}

const char *const *
loft_account_options_keys (void)
{
  return loft_account_settings_keys ();
}

char *
loft_account_options_get (LoftAccount *account, const char *key)
{
  return loft_account_settings_get (account, key);
}
