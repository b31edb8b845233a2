/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-credentials.h"

#include <string.h>

LoftCredentials *
loft_credentials_new (const char *user, const char *password, const char *access_token)
{
  LoftCredentials *self = g_new0 (LoftCredentials, 1);

  self->user = g_strdup (user != NULL ? user : "");
  self->password = g_strdup (password);
  self->access_token = g_strdup (access_token);
  return self;
}

void
loft_credentials_free (LoftCredentials *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  loft_secret_free (self->password);
  loft_secret_free (self->access_token);
  g_free (self);
}

void
loft_secret_free (char *secret)
{
  if (secret == NULL)
    return;
  explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
