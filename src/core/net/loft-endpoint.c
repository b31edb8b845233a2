/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-endpoint.h"

LoftEndpointSecurity
loft_endpoint_security_of (LoftSecurity security)
{
  switch (security)
    {
    case LOFT_SECURITY_STARTTLS:
      return LOFT_ENDPOINT_STARTTLS;
    case LOFT_SECURITY_NONE:
      return LOFT_ENDPOINT_PLAIN;
    case LOFT_SECURITY_TLS:
      break;
    }
  return LOFT_ENDPOINT_TLS;
}

LoftEndpoint *
loft_endpoint_new (const char *host, guint16 port, LoftEndpointSecurity security,
                   const char *trusted_leaf)
{
  LoftEndpoint *self;

  g_return_val_if_fail (host != NULL && *host != '\0', NULL);

  self = g_new0 (LoftEndpoint, 1);
  self->host = g_strdup (host);
  self->port = port;
  self->security = security;
  self->trusted_leaf = g_strdup (trusted_leaf != NULL ? trusted_leaf : "");
  return self;
}

LoftEndpoint *
loft_endpoint_new_for_account (const LoftAccount *account)
{
  g_autofree char *leaf = loft_account_dup_trusted_leaf (account);

  return loft_endpoint_new (account->incoming.host, account->incoming.port,
                            loft_endpoint_security_of (account->incoming.security), leaf);
}

LoftEndpoint *
loft_endpoint_copy (const LoftEndpoint *self)
{
  LoftEndpoint *copy;

  if (self == NULL)
    return NULL;
  copy = loft_endpoint_new (self->host, self->port, self->security, self->trusted_leaf);
  copy->trusted_faults = g_strdup (self->trusted_faults);
  copy->compression = self->compression;
  if (self->client_certificate != NULL)
    copy->client_certificate = loft_client_certificate_ref (self->client_certificate);
  return copy;
}

void
loft_endpoint_free (LoftEndpoint *self)
{
  if (self == NULL)
    return;
  g_free (self->host);
  g_free (self->trusted_leaf);
  g_clear_pointer (&self->client_certificate, loft_client_certificate_unref);
  g_free (self->trusted_faults);
  g_free (self);
}
