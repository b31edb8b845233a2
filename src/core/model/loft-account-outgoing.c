/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "loft-account.h"

#include <string.h>

/* What of an account is for sending. */

LoftIdentity *
loft_identity_new (const char *name, const char *address)
{
  LoftIdentity *self = g_new0 (LoftIdentity, 1);

  self->name = g_strdup (name);
  self->address = g_strdup (address);
  self->reply_to = g_strdup ("");
  self->organization = g_strdup ("");
  self->signature = g_strdup ("");
  self->signature_html = g_strdup ("");
  return self;
}

LoftIdentity *
loft_identity_copy (const LoftIdentity *self)
{
  LoftIdentity *copy = g_new0 (LoftIdentity, 1);

  copy->name = g_strdup (self->name);
  copy->address = g_strdup (self->address);
  copy->reply_to = g_strdup (self->reply_to);
  copy->organization = g_strdup (self->organization);
  copy->signature = g_strdup (self->signature);
  copy->signature_html = g_strdup (self->signature_html);
  return copy;
}

void
loft_identity_free (LoftIdentity *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->address);
  g_free (self->reply_to);
  g_free (self->organization);
  g_free (self->signature);
  g_free (self->signature_html);
  g_free (self);
}

char *
loft_account_dup_trusted_leaf (const LoftAccount *self)
{
  return g_strndup (self->trust, strcspn (self->trust, " "));
}

GPtrArray *
loft_account_list_identities (const LoftAccount *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_identity_free);

  for (guint i = 0; i < self->identities->len; i++)
    g_ptr_array_add (list, loft_identity_copy (g_ptr_array_index (self->identities, i)));
  if (list->len == 0)
    g_ptr_array_add (list, loft_identity_new (self->person, self->address));
  return list;
}

static void
replace (char **field, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

LoftAccount *
loft_account_for_outgoing (const LoftAccount *self)
{
  gboolean same_host = g_ascii_strcasecmp (self->incoming.host, self->outgoing.host) == 0;
  LoftAccount *view;

  if (!loft_account_can_send (self))
    return NULL;
  view = loft_account_copy (self);
  if (loft_account_kind_sends (self->kind))
    return view;
  replace (&view->incoming.host, self->outgoing.host);
  view->incoming.port = self->outgoing.port;
  view->incoming.security = self->outgoing.security;
  if (self->outgoing.user[0] != '\0')
    replace (&view->incoming.user, self->outgoing.user);
  replace (&view->auth, self->outgoing_auth);
  if (self->outgoing_trust[0] != '\0' || !same_host)
    replace (&view->trust, self->outgoing_trust);
  return view;
}

/* Gmail, and Outlook.com and Microsoft 365, keep what goes through their servers (by their support
 * pages); a second copy would stand beside it. */
static gboolean
server_keeps_copies (const char *host)
{
  static const char *const hosts[] = { "smtp.gmail.com", "smtp-mail.outlook.com",
                                       "smtp.office365.com", "smtp.googlemail.com" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (g_ascii_strcasecmp (host, hosts[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
loft_account_can_send (const LoftAccount *self)
{
  return self->outgoing.host[0] != '\0' || loft_account_kind_sends (self->kind);
}

const char *
loft_account_get_sending_host (const LoftAccount *self)
{
  return loft_account_kind_sends (self->kind) ? self->incoming.host : self->outgoing.host;
}

gboolean
loft_account_makes_sent_copy (const LoftAccount *self)
{
  if (loft_account_kind_sends (self->kind))
    return FALSE;
  switch (self->sent_copy)
    {
    case LOFT_SENT_POLICY_AUTOMATIC:
      return !server_keeps_copies (self->outgoing.host);
    case LOFT_SENT_POLICY_LOFT:
      return TRUE;
    case LOFT_SENT_POLICY_SERVER:
    case LOFT_SENT_POLICY_NONE:
      break;
    }
  return FALSE;
}
