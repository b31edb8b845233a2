/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the offer needs no network. */
#include "loft-dav-offer.h"

#include <string.h>

#include "loft-credentials.h"

LoftDavOffer *
loft_dav_offer_new (const char *calendars, const char *contacts, LoftDavOfferParts foreign,
                    const char *secret)
{
  LoftDavOffer *self = g_new0 (LoftDavOffer, 1);

  self->calendars = g_strdup (calendars);
  self->contacts = g_strdup (contacts);
  self->foreign = foreign;
  self->secret = g_strdup (secret);
  return self;
}

LoftDavOffer *
loft_dav_offer_copy (const LoftDavOffer *self)
{
  return loft_dav_offer_new (self->calendars, self->contacts, self->foreign, self->secret);
}

void
loft_dav_offer_free (LoftDavOffer *self)
{
  if (self == NULL)
    return;
  g_free (self->calendars);
  g_free (self->contacts);
  loft_secret_free (self->secret);
  g_free (self);
}

LoftDavOfferParts
loft_dav_offer_get_parts (const LoftDavOffer *self)
{
  return (self->calendars[0] != '\0' ? LOFT_DAV_OFFER_CALENDARS : 0) |
         (self->contacts[0] != '\0' ? LOFT_DAV_OFFER_CONTACTS : 0);
}

static const char *
address_of (const LoftDavOffer *self, LoftDavOfferParts part)
{
  return part == LOFT_DAV_OFFER_CALENDARS ? self->calendars : self->contacts;
}

char *
loft_dav_offer_dup_host (const LoftDavOffer *self, LoftDavOfferParts part)
{
  g_autoptr (GUri) uri = g_uri_parse (address_of (self, part), G_URI_FLAGS_ENCODED, NULL);

  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
}

/* ---- the account -------------------------------------------------------------------------- */

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
set_server (LoftAccount *account, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  replace (&account->incoming.host, uri != NULL ? g_uri_get_host (uri) : "");
  account->incoming.port =
    (guint16) (uri != NULL && g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 443);
  account->incoming.security = LOFT_SECURITY_TLS;
}

LoftAccount *
loft_dav_offer_make_account (const LoftDavOffer *self, const LoftAccount *mail,
                             LoftDavOfferParts parts)
{
  LoftAccount *account = loft_account_new ("dav");
  gboolean calendars = (parts & LOFT_DAV_OFFER_CALENDARS) != 0;

  replace (&account->address, mail->address);
  replace (&account->person, mail->person);
  replace (&account->incoming.user, mail->incoming.user);
  replace (&account->calendars, calendars ? self->calendars : "");
  replace (&account->contacts, (parts & LOFT_DAV_OFFER_CONTACTS) != 0 ? self->contacts : "");
  set_server (account, calendars ? self->calendars : self->contacts);
  replace (&account->mail_account, mail->id);
  account->secret = mail->secret;
  replace (&account->password_command, mail->password_command);
  return account;
}

static gboolean
is_of (const LoftAccount *dav, const LoftAccount *mail)
{
  return strcmp (dav->kind, "dav") == 0 &&
         ((mail->id[0] != '\0' && strcmp (dav->mail_account, mail->id) == 0) ||
          g_ascii_strcasecmp (dav->address, mail->address) == 0);
}

gboolean
loft_dav_offer_is_missing (LoftService *service, const LoftAccount *mail)
{
  GListModel *accounts = loft_service_get_accounts (service);

  if ((strcmp (mail->kind, "imap") != 0 && strcmp (mail->kind, "pop3") != 0) ||
      mail->oauth.client_id[0] != '\0' || strchr (mail->address, '@') == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);

      if (is_of (loft_mail_account_get_account (each), mail))
        return FALSE;
    }
  return TRUE;
}
