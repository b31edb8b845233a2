/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of finding needs no network. */
#include "loft-account-finder.h"

#include "loft-provider-table.h"

LoftFoundAccount *
loft_account_finder_recall (const char *address)
{
  g_autoptr (LoftMailDomain) domain = loft_mail_domain_new (address, NULL);

  return domain != NULL ? loft_provider_table_find (domain) : NULL;
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
replace_if_empty (char **field, const char *value)
{
  if ((*field)[0] == '\0')
    replace (field, value);
}

/* (transfer full) */
static char *
address_of (const LoftFoundServer *server)
{
  const char *path = server->path[0] != '\0' ? server->path : "/";

  if (server->port == 443 || server->port == 0)
    return g_strconcat ("https://", server->host, path, NULL);
  return g_strdup_printf ("https://%s:%u%s", server->host, server->port, path);
}

static void
keep_address (const LoftFoundServer *server, char **field)
{
  g_autofree char *address = address_of (server);

  replace (field, address);
}

static gboolean
is_exchange (const LoftAccount *account)
{
  return g_str_equal (account->kind, "eas");
}

const LoftFoundServer *
loft_account_finder_apply (const LoftFoundAccount *found, LoftAccount *account)
{
  const LoftFoundServer *server = loft_found_account_get_server (found, account->kind);

  if (server == NULL)
    return NULL;
  replace (&account->incoming.host, server->host);
  account->incoming.port = server->port;
  account->incoming.security = server->security;
  if (is_exchange (account))
    keep_address (server, &account->url);
  replace_if_empty (&account->incoming.user, server->user);
  replace_if_empty (&account->oauth.provider, found->oauth);
  return server;
}

static void
keep (const LoftFoundServer *server, LoftAccount *account)
{
  if (g_str_equal (server->kind, "caldav"))
    keep_address (server, &account->calendars);
  else if (g_str_equal (server->kind, "carddav"))
    keep_address (server, &account->contacts);
  else
    {
      replace (&account->outgoing.host, server->host);
      account->outgoing.port = server->port;
      account->outgoing.security = server->security;
      replace (&account->outgoing.user, server->user);
    }
}

void
loft_account_finder_apply_others (const LoftFoundAccount *found, gboolean confirmed,
                                  LoftAccount *account)
{
  static const char *const kinds[] = { "smtp", "caldav", "carddav" };

  /* All of it comes with the one server. */
  if (is_exchange (account))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const LoftFoundServer *server = loft_found_account_get_server (found, kinds[i]);

      if (server != NULL && server->security != LOFT_SECURITY_NONE &&
          (confirmed || !server->needs_confirmation))
        keep (server, account);
    }
}
