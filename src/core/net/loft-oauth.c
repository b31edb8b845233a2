/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-oauth-private.h"

#include <string.h>

#include "loft-credentials.h"
#include "loft-error.h"
#include "loft-http.h"
#include "loft-oauth-reply.h"
#include "loft-oauth-resource.h"
#include "loft-resource.h"

#define RESOURCE "/org/loftmail/oauth/loft-oauth-providers.ini"
#define SECONDS  30

/* ---- providers ---------------------------------------------------------------------------- */

LoftOauthProvider *
loft_oauth_provider_new (void)
{
  LoftOauthProvider *self = g_new0 (LoftOauthProvider, 1);

  self->authorization_url = g_strdup ("");
  self->token_url = g_strdup ("");
  self->scope = g_strdup ("");
  self->issuer = g_strdup ("");
  self->redirect_host = g_strdup ("127.0.0.1");
  self->parameters = g_strdup ("");
  self->client_id = g_strdup ("");
  self->client_secret = g_strdup ("");
  return self;
}

static void
take_text (GKeyFile *file, const char *group, const char *key, char **field)
{
  char *text = g_key_file_get_string (file, group, key, NULL);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

LoftOauthProvider *
loft_oauth_provider_new_known (const char *id)
{
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (loft_resource_get (loft_oauth_get_resource), RESOURCE, 0, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  LoftOauthProvider *self;

  g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL);
  if (!g_key_file_has_group (file, id))
    return NULL;
  self = loft_oauth_provider_new ();
  take_text (file, id, "authorization", &self->authorization_url);
  take_text (file, id, "token", &self->token_url);
  take_text (file, id, "scope", &self->scope);
  take_text (file, id, "issuer", &self->issuer);
  take_text (file, id, "redirect-host", &self->redirect_host);
  take_text (file, id, "parameters", &self->parameters);
  return self;
}

LoftOauthProvider *
loft_oauth_provider_copy (const LoftOauthProvider *self)
{
  LoftOauthProvider *copy = g_memdup2 (self, sizeof *self);

  copy->authorization_url = g_strdup (self->authorization_url);
  copy->token_url = g_strdup (self->token_url);
  copy->scope = g_strdup (self->scope);
  copy->issuer = g_strdup (self->issuer);
  copy->redirect_host = g_strdup (self->redirect_host);
  copy->parameters = g_strdup (self->parameters);
  copy->client_id = g_strdup (self->client_id);
  copy->client_secret = g_strdup (self->client_secret);
  return copy;
}

void
loft_oauth_provider_free (LoftOauthProvider *self)
{
  if (self == NULL)
    return;
  g_free (self->authorization_url);
  g_free (self->token_url);
  g_free (self->scope);
  g_free (self->issuer);
  g_free (self->redirect_host);
  g_free (self->parameters);
  g_free (self->client_id);
  loft_secret_free (self->client_secret);
  g_free (self);
}

/* ---- tokens ------------------------------------------------------------------------------- */

LoftOauthTokens *
loft_oauth_tokens_new (const char *access_token, const char *refresh_token, gint64 expires_at)
{
  LoftOauthTokens *self = g_new0 (LoftOauthTokens, 1);

  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (refresh_token != NULL ? refresh_token : "");
  self->expires_at = expires_at;
  return self;
}

LoftOauthTokens *
loft_oauth_tokens_copy (const LoftOauthTokens *self)
{
  return loft_oauth_tokens_new (self->access_token, self->refresh_token, self->expires_at);
}

void
loft_oauth_tokens_free (LoftOauthTokens *self)
{
  if (self == NULL)
    return;
  loft_secret_free (self->access_token);
  loft_secret_free (self->refresh_token);
  g_free (self);
}

/* ---- the token address -------------------------------------------------------------------- */

void
loft_oauth_append_parameter (GString *form, const char *name, const char *value)
{
  char *escaped = g_uri_escape_string (value, NULL, FALSE);

  if (form->len > 0 && form->str[form->len - 1] != '?')
    g_string_append_c (form, '&');
  g_string_append_printf (form, "%s=%s", name, escaped);
  loft_secret_free (escaped);
}

LoftOauthTokens *
loft_oauth_request_tokens (const LoftOauthProvider *provider, const char *form,
                           const char *refresh_token, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftHttp) http = loft_http_new (error);
  g_autoptr (GBytes) body = g_bytes_new_static (form, strlen (form));
  /* A redirect would take code or token elsewhere. */
  LoftHttpRequest request = {
    .method = "POST",
    .url = provider->token_url,
    .content_type = "application/x-www-form-urlencoded",
    .body = body,
    .accept = "application/json",
    .limit = LOFT_OAUTH_REPLY_LIMIT,
    .seconds = SECONDS,
    .stay = TRUE,
  };
  g_autoptr (LoftHttpReply) reply = NULL;
  gsize length;
  const char *bytes;

  if (http == NULL)
    return NULL;
  reply = loft_http_send (http, &request, NULL, cancellable, error);
  if (reply == NULL)
    return NULL;
  bytes = g_bytes_get_data (reply->body, &length);
  return loft_oauth_reply_read (reply->status, bytes != NULL ? bytes : "", length, refresh_token,
                                error);
}

LoftOauthTokens *
loft_oauth_refresh (const LoftOauthProvider *provider, const char *refresh_token,
                    GCancellable *cancellable, GError **error)
{
  GString *form = g_string_new (NULL);
  LoftOauthTokens *tokens;

  loft_oauth_append_parameter (form, "grant_type", "refresh_token");
  loft_oauth_append_parameter (form, "refresh_token", refresh_token);
  loft_oauth_append_parameter (form, "client_id", provider->client_id);
  if (provider->client_secret[0] != '\0')
    loft_oauth_append_parameter (form, "client_secret", provider->client_secret);
  tokens = loft_oauth_request_tokens (provider, form->str, refresh_token, cancellable, error);
  loft_secret_free (g_string_free (form, FALSE));
  return tokens;
}
