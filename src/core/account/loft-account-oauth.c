/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-oauth.h"

#include <errno.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-file-lock.h"
#include "loft-secret-store.h"

/* The first line of the secret; tokens have no line ends (loft-oauth-reply.c). */
#define FORMAT        "loft-oauth-1"
#define N_LINES       5
#define LEAST_SECONDS 300
#define EAS_SCOPE     "https://outlook.office365.com/EAS.AccessAsUser.All offline_access"

/* ---- provider ----------------------------------------------------------------------------- */

static void
prefer (char **field, const char *setting)
{
  if (setting[0] == '\0')
    return;
  g_free (*field);
  *field = g_strdup (setting);
}

/* What a provider's servers of ActiveSync want is not what those of mail do. */
static void
prefer_scope (LoftOauthProvider *provider, const LoftAccount *account)
{
  if (strcmp (account->kind, "eas") == 0 && strcmp (account->oauth.provider, "microsoft") == 0)
    prefer (&provider->scope, EAS_SCOPE);
  prefer (&provider->scope, account->oauth.scope);
}

LoftOauthProvider *
loft_account_oauth_new_provider (LoftAccount *account, GError **error)
{
  const LoftOauthSettings *settings = &account->oauth;
  g_autoptr (LoftOauthProvider) provider = NULL;

  if (settings->provider[0] != '\0')
    provider = loft_oauth_provider_new_known (settings->provider);
  if (provider == NULL)
    provider = loft_oauth_provider_new ();
  prefer (&provider->client_id, settings->client_id);
  prefer (&provider->authorization_url, settings->authorization_url);
  prefer (&provider->token_url, settings->token_url);
  prefer_scope (provider, account);
  if (g_str_has_prefix (provider->authorization_url, "https://") &&
      g_str_has_prefix (provider->token_url, "https://"))
    return g_steal_pointer (&provider);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "\"%s\" names nobody to sign in with (oauth-provider, or addresses with https)",
               account->name);
  return NULL;
}

/* ---- secret ------------------------------------------------------------------------------- */

char *
loft_account_oauth_encode (const LoftOauthTokens *tokens, const char *client_secret)
{
  return g_strdup_printf (FORMAT "\n%s\n%s\n%" G_GINT64_FORMAT "\n%s", tokens->refresh_token,
                          tokens->access_token, tokens->expires_at,
                          client_secret != NULL ? client_secret : "");
}

static void
free_lines (char **lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    loft_secret_free (lines[i]);
  g_free (lines);
}

LoftOauthTokens *
loft_account_oauth_decode (const char *secret, char **client_secret)
{
  char **lines = g_strsplit (secret, "\n", N_LINES);
  LoftOauthTokens *tokens = NULL;
  gint64 expires_at;

  if (g_strv_length (lines) == N_LINES && strcmp (lines[0], FORMAT) == 0 &&
      g_ascii_string_to_signed (lines[3], 10, 0, G_MAXINT64, &expires_at, NULL))
    {
      tokens = loft_oauth_tokens_new (lines[2], lines[1], expires_at);
      if (client_secret != NULL)
        *client_secret = g_strdup (lines[4]);
    }
  free_lines (lines);
  return tokens;
}

char *
loft_account_oauth_read_client_secret (const char *profile_dir, LoftAccount *account,
                                       GCancellable *cancellable)
{
  char *secret = loft_secret_store_read (profile_dir, account, cancellable, NULL);
  char *client_secret = NULL;

  if (secret != NULL)
    loft_oauth_tokens_free (loft_account_oauth_decode (secret, &client_secret));
  loft_secret_free (secret);
  if (client_secret == NULL || client_secret[0] != '\0')
    return client_secret;
  g_free (client_secret);
  return NULL;
}

/* ---- what is kept ------------------------------------------------------------------------- */

typedef struct {
  const char *profile_dir;
  LoftAccount *account;
  GCancellable *cancellable;
  int lock;
  LoftOauthTokens *tokens;
  char *client_secret;
} Keeping;

/* Held while a token is renewed, half a minute at most. Falls free with the process. */
static int
lock_account (const char *profile_dir, LoftAccount *account, GError **error)
{
  g_autofree char *directory = g_build_filename (profile_dir, "accounts", account->id, NULL);
  g_autofree char *path = g_build_filename (directory, "oauth.lock", NULL);
  int lock;

  g_mkdir_with_parents (directory, 0700);
  lock = loft_file_lock_take (path, LOFT_FILE_LOCK_EXCLUSIVE, TRUE);
  if (lock < 0)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s cannot be locked: %s", path,
                 g_strerror (errno));
  return lock;
}

static gboolean
keeping_open (Keeping *self, GError **error)
{
  char *secret;

  self->lock = lock_account (self->profile_dir, self->account, error);
  if (self->lock < 0)
    return FALSE;
  secret = loft_secret_store_read (self->profile_dir, self->account, self->cancellable, error);
  if (secret == NULL)
    return FALSE;
  self->tokens = loft_account_oauth_decode (secret, &self->client_secret);
  loft_secret_free (secret);
  if (self->tokens != NULL)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH, "\"%s\" has to be signed in by the browser",
               self->account->name);
  return FALSE;
}

/* Not to be cancelled: what the issuer gave is nowhere else. */
static gboolean
keeping_save (Keeping *self, GError **error)
{
  char *secret = loft_account_oauth_encode (self->tokens, self->client_secret);
  gboolean saved = loft_secret_store_save (self->profile_dir, self->account, secret, NULL, error);

  loft_secret_free (secret);
  return saved;
}

static void
keeping_close (Keeping *self)
{
  loft_file_lock_release (self->lock);
  loft_oauth_tokens_free (self->tokens);
  loft_secret_free (self->client_secret);
}

/* ---- renewing ----------------------------------------------------------------------------- */

static gboolean
renew (Keeping *self, GError **error)
{
  g_autoptr (LoftOauthProvider) provider = loft_account_oauth_new_provider (self->account, error);
  g_autoptr (GError) failure = NULL;
  LoftOauthTokens *renewed;

  if (provider == NULL)
    return FALSE;
  if (self->tokens->refresh_token[0] == '\0')
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH, "The sign-in of \"%s\" is over",
                   self->account->name);
      return FALSE;
    }
  prefer (&provider->client_secret, self->client_secret);
  renewed = loft_oauth_refresh (provider, self->tokens->refresh_token, self->cancellable, error);
  if (renewed == NULL)
    return FALSE;
  loft_oauth_tokens_free (self->tokens);
  self->tokens = renewed;
  /* The access token is good all the same, and the old refresh token still may be. */
  if (!keeping_save (self, &failure))
    g_warning ("The renewed sign-in of \"%s\" was not kept: %s", self->account->name,
               failure->message);
  return TRUE;
}

LoftCredentials *
loft_account_oauth_lookup (const char *profile_dir, LoftAccount *account, GCancellable *cancellable,
                           GError **error)
{
  Keeping keeping = { profile_dir, account, cancellable, -1, NULL, NULL };
  LoftCredentials *credentials = NULL;

  if (keeping_open (&keeping, error) &&
      (keeping.tokens->expires_at - loft_clock_now () >= LEAST_SECONDS || renew (&keeping, error)))
    credentials = loft_credentials_new (account->incoming.user, NULL, keeping.tokens->access_token);
  keeping_close (&keeping);
  return credentials;
}

gboolean
loft_account_oauth_reject (const char *profile_dir, LoftAccount *account, const char *access_token,
                           GCancellable *cancellable, GError **error)
{
  Keeping keeping = { profile_dir, account, cancellable, -1, NULL, NULL };
  gboolean done = FALSE;

  if (keeping_open (&keeping, error))
    {
      done = strcmp (keeping.tokens->access_token, access_token) != 0;
      keeping.tokens->expires_at = done ? keeping.tokens->expires_at : 0;
      done = done || keeping_save (&keeping, error);
    }
  keeping_close (&keeping);
  return done;
}
