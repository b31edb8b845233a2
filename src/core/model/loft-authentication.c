/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-authentication.h"

void
loft_authentication_free (LoftAuthentication *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_strfreev (self->signed_domains);
  g_free (self);
}

void
loft_authentication_trust_free (LoftAuthenticationTrust *self)
{
  if (self == NULL)
    return;
  g_free (self->server);
  g_free (self);
}
