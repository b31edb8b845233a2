/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-found-account.h"

#include <string.h>

const char *
loft_found_by_name (LoftFoundBy by)
{
  static const char *const names[] = {
    "table", "autoconfig", "srv", "mx", "autodiscover", "guess"
  };

  g_return_val_if_fail ((gsize) by < G_N_ELEMENTS (names), "guess");
  return names[by];
}

LoftFoundServer *
loft_found_server_new (const char *kind, const char *host, guint16 port, LoftSecurity security)
{
  LoftFoundServer *self = g_new0 (LoftFoundServer, 1);

  self->kind = g_strdup (kind);
  self->host = g_strdup (host);
  self->port = port;
  self->security = security;
  self->user = g_strdup ("");
  self->path = g_strdup ("");
  return self;
}

LoftFoundServer *
loft_found_server_copy (const LoftFoundServer *self)
{
  LoftFoundServer *copy = g_memdup2 (self, sizeof *self);

  copy->kind = g_strdup (self->kind);
  copy->host = g_strdup (self->host);
  copy->user = g_strdup (self->user);
  copy->path = g_strdup (self->path);
  return copy;
}

void
loft_found_server_free (LoftFoundServer *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->host);
  g_free (self->user);
  g_free (self->path);
  g_free (self);
}

LoftFoundAccount *
loft_found_account_new (LoftFoundBy by, const char *origin)
{
  LoftFoundAccount *self = g_new0 (LoftFoundAccount, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->by = by;
  self->origin = g_strdup (origin);
  self->provider = g_strdup ("");
  self->oauth = g_strdup ("");
  self->app_password_url = g_strdup ("");
  self->help_url = g_strdup ("");
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_found_server_free);
  return self;
}

LoftFoundAccount *
loft_found_account_ref (LoftFoundAccount *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_found_account_unref (LoftFoundAccount *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->origin);
  g_free (self->provider);
  g_free (self->oauth);
  g_free (self->app_password_url);
  g_free (self->help_url);
  g_ptr_array_unref (self->servers);
  g_free (self);
}

const LoftFoundServer *
loft_found_account_get_server (const LoftFoundAccount *self, const char *kind)
{
  const LoftFoundServer *insecure = NULL;

  for (guint i = 0; i < self->servers->len; i++)
    {
      const LoftFoundServer *server = g_ptr_array_index (self->servers, i);

      if (strcmp (server->kind, kind) != 0)
        continue;
      if (server->security != LOFT_SECURITY_NONE)
        return server;
      if (insecure == NULL)
        insecure = server;
    }
  return insecure;
}
