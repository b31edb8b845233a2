/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-oauth-sign-in.h"

#include <openssl/rand.h>
#include <string.h>

#include "loft-credentials.h"
#include "loft-error.h"
#include "loft-oauth-private.h"
#include "loft-oauth-redirect.h"

#define RANDOM_BYTES 32 /* 43 characters, RFC 7636, 4.1 */

struct _LoftOauthSignIn {
  LoftOauthProvider *provider;
  LoftOauthRedirect *redirect;
  char *verifier;
  char *url;
  gboolean used;
};

/* base64url without padding (RFC 7636, appendix A). */
static char *
encode (const guchar *bytes, gsize length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/* (transfer full) (nullable) */
static char *
new_random (void)
{
  guchar bytes[RANDOM_BYTES];
  char *text;

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return NULL;
  text = encode (bytes, sizeof bytes);
  explicit_bzero (bytes, sizeof bytes);
  return text;
}

static char *
challenge_of (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guchar digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  return encode (digest, length);
}

static char *
make_url (LoftOauthSignIn *self, const char *state, const char *login_hint)
{
  const LoftOauthProvider *provider = self->provider;
  GString *url = g_string_new (provider->authorization_url);
  g_autofree char *challenge = challenge_of (self->verifier);

  if (strchr (url->str, '?') == NULL)
    g_string_append_c (url, '?');
  loft_oauth_append_parameter (url, "response_type", "code");
  loft_oauth_append_parameter (url, "client_id", provider->client_id);
  loft_oauth_append_parameter (url, "redirect_uri", loft_oauth_redirect_get_url (self->redirect));
  loft_oauth_append_parameter (url, "scope", provider->scope);
  loft_oauth_append_parameter (url, "state", state);
  loft_oauth_append_parameter (url, "code_challenge", challenge);
  loft_oauth_append_parameter (url, "code_challenge_method", "S256");
  if (login_hint != NULL && login_hint[0] != '\0')
    loft_oauth_append_parameter (url, "login_hint", login_hint);
  if (provider->parameters[0] != '\0')
    g_string_append_printf (url, "&%s", provider->parameters);
  return g_string_free (url, FALSE);
}

static gboolean
check_provider (const LoftOauthProvider *provider, GError **error)
{
  if (provider->client_id[0] == '\0')
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "A sign-in in the browser needs a client id");
  else if (!g_str_has_prefix (provider->authorization_url, "https://") ||
           !g_str_has_prefix (provider->token_url, "https://"))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "A sign-in in the browser needs addresses with https");
  else
    return TRUE;
  return FALSE;
}

LoftOauthSignIn *
loft_oauth_sign_in_new (const LoftOauthProvider *provider, const char *login_hint, GError **error)
{
  g_autoptr (LoftOauthSignIn) self = NULL;
  char *state;

  if (!check_provider (provider, error))
    return NULL;
  self = g_new0 (LoftOauthSignIn, 1);
  self->provider = loft_oauth_provider_copy (provider);
  self->verifier = new_random ();
  state = new_random ();
  if (self->verifier == NULL || state == NULL)
    {
      loft_secret_free (state);
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "No random numbers to be had");
      return NULL;
    }
  self->redirect = loft_oauth_redirect_new (provider->redirect_host, state, provider->issuer,
                                            provider->names_issuer, error);
  if (self->redirect != NULL)
    self->url = make_url (self, state, login_hint);
  loft_secret_free (state);
  return self->url != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
loft_oauth_sign_in_get_url (LoftOauthSignIn *self)
{
  return self->url;
}

void
loft_oauth_sign_in_set_client_secret (LoftOauthSignIn *self, const char *client_secret)
{
  loft_secret_free (self->provider->client_secret);
  self->provider->client_secret = g_strdup (client_secret);
}

static LoftOauthTokens *
redeem (LoftOauthSignIn *self, const char *code, GCancellable *cancellable, GError **error)
{
  const LoftOauthProvider *provider = self->provider;
  GString *form = g_string_new (NULL);
  LoftOauthTokens *tokens;

  loft_oauth_append_parameter (form, "grant_type", "authorization_code");
  loft_oauth_append_parameter (form, "code", code);
  loft_oauth_append_parameter (form, "redirect_uri", loft_oauth_redirect_get_url (self->redirect));
  loft_oauth_append_parameter (form, "client_id", provider->client_id);
  loft_oauth_append_parameter (form, "code_verifier", self->verifier);
  if (provider->client_secret[0] != '\0')
    loft_oauth_append_parameter (form, "client_secret", provider->client_secret);
  tokens = loft_oauth_request_tokens (provider, form->str, NULL, cancellable, error);
  loft_secret_free (g_string_free (form, FALSE));
  return tokens;
}

LoftOauthTokens *
loft_oauth_sign_in_wait (LoftOauthSignIn *self, const char *page, guint seconds,
                         GCancellable *cancellable, GError **error)
{
  LoftOauthTokens *tokens = NULL;
  char *code;

  if (self->used)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "This sign-in is over");
      return NULL;
    }
  self->used = TRUE;
  code = loft_oauth_redirect_wait (self->redirect, page, seconds, cancellable, error);
  if (code != NULL)
    tokens = redeem (self, code, cancellable, error);
  loft_secret_free (code);
  return tokens;
}

void
loft_oauth_sign_in_free (LoftOauthSignIn *self)
{
  if (self == NULL)
    return;
  loft_oauth_provider_free (self->provider);
  loft_oauth_redirect_free (self->redirect);
  loft_secret_free (self->verifier);
  g_free (self->url);
  g_free (self);
}
