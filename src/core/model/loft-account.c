/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account.h"

#include <string.h>

static const char *const security_names[] = { "tls", "starttls", "none" };

const char *
loft_security_to_name (LoftSecurity security)
{
  g_return_val_if_fail ((gsize) security < G_N_ELEMENTS (security_names), "tls");
  return security_names[security];
}

gboolean
loft_security_from_name (const char *name, LoftSecurity *security)
{
  for (guint i = 0; i < G_N_ELEMENTS (security_names); i++)
    if (strcmp (name, security_names[i]) == 0)
      {
        *security = (LoftSecurity) i;
        return TRUE;
      }
  return FALSE;
}

static GPtrArray *
new_identities (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_identity_free);
}

static GPtrArray *
copy_identities (GPtrArray *identities)
{
  GPtrArray *copy = new_identities ();

  for (guint i = 0; i < identities->len; i++)
    g_ptr_array_add (copy, loft_identity_copy (g_ptr_array_index (identities, i)));
  return copy;
}

LoftAccount *
loft_account_new (const char *kind)
{
  LoftAccount *self = g_new0 (LoftAccount, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup ("");
  self->kind = g_strdup (kind);
  self->name = g_strdup ("");
  self->address = g_strdup ("");
  self->person = g_strdup ("");
  self->incoming.host = g_strdup ("");
  self->incoming.user = g_strdup ("");
  self->outgoing.host = g_strdup ("");
  self->outgoing.user = g_strdup ("");
  self->outgoing_auth = g_strdup ("");
  self->outgoing_trust = g_strdup ("");
  self->identities = new_identities ();
  self->mail_account = g_strdup ("");
  self->url = g_strdup ("");
  self->calendars = g_strdup ("");
  self->contacts = g_strdup ("");
  self->oauth.client_id = g_strdup ("");
  self->oauth.provider = g_strdup ("");
  self->oauth.authorization_url = g_strdup ("");
  self->oauth.token_url = g_strdup ("");
  self->oauth.scope = g_strdup ("");
  self->auth = g_strdup ("");
  self->trust = g_strdup ("");
  self->certificate = g_strdup ("");
  self->password_command = g_strdup ("");
  self->window_days = 365;
  self->check_minutes = 10;
  self->removal.limit = 30;
  self->enabled = TRUE;
  loft_archive_rule_init (&self->archive);
  return self;
}

gboolean
loft_account_kind_is_local (const char *kind)
{
  return strcmp (kind, "pop3") == 0 || strcmp (kind, "local") == 0;
}

gboolean
loft_account_kind_has_mail (const char *kind)
{
  return strcmp (kind, "dav") != 0 && strcmp (kind, "ics") != 0 && strcmp (kind, "ldap") != 0;
}

gboolean
loft_account_kind_has_collections (const char *kind)
{
  return !loft_account_kind_is_local (kind) && strcmp (kind, "imap") != 0 &&
         strcmp (kind, "ldap") != 0;
}

gboolean
loft_account_kind_sends (const char *kind)
{
  return strcmp (kind, "eas") == 0;
}

LoftAccount *
loft_account_copy (const LoftAccount *self)
{
  LoftAccount *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->id = g_strdup (self->id);
  copy->kind = g_strdup (self->kind);
  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->person = g_strdup (self->person);
  copy->incoming.host = g_strdup (self->incoming.host);
  copy->incoming.user = g_strdup (self->incoming.user);
  copy->outgoing.host = g_strdup (self->outgoing.host);
  copy->outgoing.user = g_strdup (self->outgoing.user);
  copy->outgoing_auth = g_strdup (self->outgoing_auth);
  copy->outgoing_trust = g_strdup (self->outgoing_trust);
  copy->identities = copy_identities (self->identities);
  copy->mail_account = g_strdup (self->mail_account);
  copy->url = g_strdup (self->url);
  copy->calendars = g_strdup (self->calendars);
  copy->contacts = g_strdup (self->contacts);
  copy->oauth.client_id = g_strdup (self->oauth.client_id);
  copy->oauth.provider = g_strdup (self->oauth.provider);
  copy->oauth.authorization_url = g_strdup (self->oauth.authorization_url);
  copy->oauth.token_url = g_strdup (self->oauth.token_url);
  copy->oauth.scope = g_strdup (self->oauth.scope);
  copy->auth = g_strdup (self->auth);
  copy->trust = g_strdup (self->trust);
  copy->certificate = g_strdup (self->certificate);
  copy->password_command = g_strdup (self->password_command);
  copy->color = g_strdup (self->color);
  loft_archive_rule_copy (&self->archive, &copy->archive);
  return copy;
}

LoftAccount *
loft_account_ref (LoftAccount *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_account_unref (LoftAccount *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->kind);
  g_free (self->name);
  g_free (self->address);
  g_free (self->person);
  g_free (self->incoming.host);
  g_free (self->incoming.user);
  g_free (self->outgoing.host);
  g_free (self->outgoing.user);
  g_free (self->outgoing_auth);
  g_free (self->outgoing_trust);
  g_ptr_array_unref (self->identities);
  g_free (self->mail_account);
  g_free (self->url);
  g_free (self->calendars);
  g_free (self->contacts);
  g_free (self->oauth.client_id);
  g_free (self->oauth.provider);
  g_free (self->oauth.authorization_url);
  g_free (self->oauth.token_url);
  g_free (self->oauth.scope);
  g_free (self->auth);
  g_free (self->trust);
  g_free (self->certificate);
  g_free (self->password_command);
  g_free (self->color);
  loft_archive_rule_clear (&self->archive);
  g_free (self);
}
