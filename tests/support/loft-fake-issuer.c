/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-issuer.h"

#include <string.h>

#include "loft-web-server.h"

typedef struct {
  char *challenge;
  char *redirect_uri;
} Code;

struct _LoftFakeIssuer {
  LoftWebServer *server;
  GMutex lock;
  GHashTable *codes; /* those that hold */
  LoftFakeIssuerManner manner;
  char *name;
  char *client_secret;
  guint n_tokens; /* the newest refresh token is "refresh-N", the one before "refresh-(N-1)" */
  gboolean newest_used;
  gboolean revoked;
  guint n_given;
  guint n_asked;
  guint n_revoked;
};

static void
code_free (Code *code)
{
  g_free (code->challenge);
  g_free (code->redirect_uri);
  g_free (code);
}

/* ---- the token address -------------------------------------------------------------------- */

static void
answer (SoupServerMessage *message, guint status, const char *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json,
                                    strlen (json));
}

static void
give_tokens (LoftFakeIssuer *self, SoupServerMessage *message)
{
  g_autofree char *refresh = NULL;
  g_autofree char *json = NULL;

  self->n_tokens++;
  self->newest_used = FALSE;
  self->n_given++;
  if (self->manner != LOFT_FAKE_ISSUER_KEEPS_REFRESH_TOKEN)
    refresh = g_strdup_printf (",\"refresh_token\":\"refresh-%u\"", self->n_tokens);
  else
    self->n_tokens--;
  json =
    g_strdup_printf ("{\"access_token\":\"access-%u%s\",\"token_type\":\"%s\","
                     "\"expires_in\":3600%s}",
                     self->n_given, self->manner == LOFT_FAKE_ISSUER_BREAKS_LINES ? "\\r\\nX" : "",
                     self->manner == LOFT_FAKE_ISSUER_OTHER_TYPE ? "mac" : "Bearer",
                     refresh != NULL ? refresh : "");
  answer (message, 200, json);
}

static gboolean
fits_challenge (const char *verifier, const char *challenge)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guchar digest[32];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  if (verifier == NULL || strlen (verifier) < 43)
    return FALSE;
  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return strcmp (text, challenge) == 0;
}

static gboolean
redeem (LoftFakeIssuer *self, GHashTable *form)
{
  const char *given = g_hash_table_lookup (form, "code");
  Code *code = given != NULL ? g_hash_table_lookup (self->codes, given) : NULL;
  gboolean fits = code != NULL &&
                  g_strcmp0 (g_hash_table_lookup (form, "redirect_uri"), code->redirect_uri) == 0 &&
                  fits_challenge (g_hash_table_lookup (form, "code_verifier"), code->challenge);

  if (given != NULL)
    g_hash_table_remove (self->codes, given);
  return fits;
}

/* 0 for no refresh token of ours. */
static guint
number_of (const char *refresh_token)
{
  if (refresh_token == NULL || !g_str_has_prefix (refresh_token, "refresh-"))
    return 0;
  return (guint) g_ascii_strtoull (refresh_token + strlen ("refresh-"), NULL, 10);
}

static gboolean
renew (LoftFakeIssuer *self, GHashTable *form)
{
  guint number = number_of (g_hash_table_lookup (form, "refresh_token"));

  if (number == 0 || self->revoked)
    return FALSE;
  if (number == self->n_tokens)
    {
      self->newest_used = TRUE;
      return TRUE;
    }
  if (number + 1 == self->n_tokens && !self->newest_used)
    return TRUE;
  self->revoked = TRUE;
  self->n_revoked++;
  return FALSE;
}

static void
answer_form (LoftFakeIssuer *self, SoupServerMessage *message)
{
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  g_autoptr (GHashTable) form = soup_form_decode (text);
  const char *grant = g_hash_table_lookup (form, "grant_type");
  gboolean good = FALSE;

  if (self->client_secret != NULL &&
      g_strcmp0 (g_hash_table_lookup (form, "client_secret"), self->client_secret) != 0)
    {
      answer (message, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
  if (g_strcmp0 (grant, "authorization_code") == 0)
    good = redeem (self, form);
  else if (g_strcmp0 (grant, "refresh_token") == 0)
    good = renew (self, form);
  if (good)
    give_tokens (self, message);
  else
    answer (message, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"no longer\"}");
}

static gboolean
on_request (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  LoftFakeIssuer *self = user_data;
  gboolean elsewhere = strcmp (path, "/elsewhere") == 0;

  if (strcmp (path, "/token") != 0 && !elsewhere)
    return FALSE;
  g_mutex_lock (&self->lock);
  self->n_asked++;
  if (self->manner == LOFT_FAKE_ISSUER_WEB_PAGE)
    answer (message, 200, "<!DOCTYPE html><html>Sign in to the hotel</html>");
  else if (self->manner == LOFT_FAKE_ISSUER_BUSY)
    answer (message, 503, "later");
  else if (self->manner == LOFT_FAKE_ISSUER_REDIRECTS && !elsewhere)
    soup_server_message_set_redirect (message, 307, "/elsewhere");
  else
    answer_form (self, message);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* ---- the test's side ---------------------------------------------------------------------- */

LoftFakeIssuer *
loft_fake_issuer_new (void)
{
  LoftFakeIssuer *self = g_new0 (LoftFakeIssuer, 1);

  g_mutex_init (&self->lock);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) code_free);
  self->server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, on_request, self);
  return self;
}

void
loft_fake_issuer_free (LoftFakeIssuer *self)
{
  loft_web_server_free (self->server);
  g_hash_table_unref (self->codes);
  g_mutex_clear (&self->lock);
  g_free (self->name);
  g_free (self->client_secret);
  g_free (self);
}

void
loft_fake_issuer_set_manner (LoftFakeIssuer *self, LoftFakeIssuerManner manner)
{
  g_mutex_lock (&self->lock);
  self->manner = manner;
  g_mutex_unlock (&self->lock);
}

void
loft_fake_issuer_set_name (LoftFakeIssuer *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

void
loft_fake_issuer_set_client_secret (LoftFakeIssuer *self, const char *client_secret)
{
  g_free (self->client_secret);
  self->client_secret = g_strdup (client_secret);
}

char *
loft_fake_issuer_dup_url (LoftFakeIssuer *self, const char *path)
{
  return g_strdup_printf ("https://localhost:%u%s", loft_web_server_get_port (self->server), path);
}

static char *
redirect_with (LoftFakeIssuer *self, const char *redirect_uri, const char *code, const char *state)
{
  g_autofree char *escaped_state = g_uri_escape_string (state, NULL, FALSE);
  g_autofree char *issuer =
    self->name != NULL ? g_uri_escape_string (self->name, NULL, FALSE) : NULL;

  return g_strdup_printf ("%s/?code=%s&state=%s%s%s", redirect_uri, code, escaped_state,
                          issuer != NULL ? "&iss=" : "", issuer != NULL ? issuer : "");
}

char *
loft_fake_issuer_agree (LoftFakeIssuer *self, const char *authorization_url)
{
  g_autoptr (GUri) uri = g_uri_parse (authorization_url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GHashTable) query = soup_form_decode (g_uri_get_query (uri));
  const char *redirect_uri = g_hash_table_lookup (query, "redirect_uri");
  const char *challenge = g_hash_table_lookup (query, "code_challenge");
  const char *state = g_hash_table_lookup (query, "state");
  g_autofree char *name = g_uuid_string_random ();
  Code *code;

  if (redirect_uri == NULL || challenge == NULL || state == NULL ||
      g_strcmp0 (g_hash_table_lookup (query, "response_type"), "code") != 0 ||
      g_strcmp0 (g_hash_table_lookup (query, "code_challenge_method"), "S256") != 0)
    return NULL;
  code = g_new0 (Code, 1);
  code->challenge = g_strdup (challenge);
  code->redirect_uri = g_strdup (redirect_uri);
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->codes, g_strdup (name), code);
  g_mutex_unlock (&self->lock);
  return redirect_with (self, redirect_uri, name, state);
}

char *
loft_fake_issuer_dup_refresh_token (LoftFakeIssuer *self)
{
  char *token;

  g_mutex_lock (&self->lock);
  self->n_tokens++;
  self->newest_used = FALSE;
  token = g_strdup_printf ("refresh-%u", self->n_tokens);
  g_mutex_unlock (&self->lock);
  return token;
}

static guint
read_count (LoftFakeIssuer *self, const guint *count)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = *count;
  g_mutex_unlock (&self->lock);
  return n;
}

guint
loft_fake_issuer_get_n_given (LoftFakeIssuer *self)
{
  return read_count (self, &self->n_given);
}

guint
loft_fake_issuer_get_n_asked (LoftFakeIssuer *self)
{
  return read_count (self, &self->n_asked);
}

guint
loft_fake_issuer_get_n_revoked (LoftFakeIssuer *self)
{
  return read_count (self, &self->n_revoked);
}
