/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-http-authorization.h"

#include <string.h>

#include "loft-error.h"
#include "loft-http-challenge.h"

struct _LoftHttpAuthorization {
  const char *scheme;
  LoftCredentials *credentials;
  char *realm;
  char *nonce;
  char *opaque; /* (nullable) */
  const char *algorithm; /* as the server is told */
  GChecksumType checksum;
  gboolean session; /* "-sess" */
  gboolean protection; /* qop=auth */
  guint count;
  char *client_nonce;
};

/* The strongest first. RFC 7616 has SHA-512-256 too, which GLib does not. */
static const struct {
  const char *name;
  GChecksumType checksum;
  gboolean session;
} algorithms[] = {
  { "SHA-256", G_CHECKSUM_SHA256, FALSE },
  { "SHA-256-sess", G_CHECKSUM_SHA256, TRUE },
  { "MD5", G_CHECKSUM_MD5, FALSE },
  { "MD5-sess", G_CHECKSUM_MD5, TRUE },
};

typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, loft_secret_free)

void
loft_http_authorization_free (LoftHttpAuthorization *self)
{
  if (self == NULL)
    return;
  loft_credentials_free (self->credentials);
  g_free (self->realm);
  g_free (self->nonce);
  g_free (self->opaque);
  g_free (self->client_nonce);
  g_free (self);
}

LoftHttpAuthorization *
loft_http_authorization_copy (const LoftHttpAuthorization *self)
{
  LoftHttpAuthorization *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->credentials = loft_credentials_new (self->credentials->user, self->credentials->password,
                                            self->credentials->access_token);
  copy->realm = g_strdup (self->realm);
  copy->nonce = g_strdup (self->nonce);
  copy->opaque = g_strdup (self->opaque);
  copy->client_nonce = g_uuid_string_random ();
  copy->count = 0;
  return copy;
}

void
loft_http_authorization_set_client_nonce (LoftHttpAuthorization *self, const char *nonce)
{
  g_free (self->client_nonce);
  self->client_nonce = g_strdup (nonce);
}

const char *
loft_http_authorization_get_scheme (LoftHttpAuthorization *self)
{
  return self->scheme;
}

/* ---- what is offered ---------------------------------------------------------------------- */

static const LoftHttpChallenge *
find_scheme (GPtrArray *challenges, const char *scheme)
{
  for (guint i = 0; i < challenges->len; i++)
    {
      const LoftHttpChallenge *challenge = g_ptr_array_index (challenges, i);

      if (strcmp (challenge->scheme, scheme) == 0)
        return challenge;
    }
  return NULL;
}

/* qop is a list; without "auth" in it only one without qop can be answered. */
static gboolean
can_answer (const LoftHttpChallenge *challenge)
{
  const char *qop = loft_http_challenge_get (challenge, "qop");
  g_auto (GStrv) words = qop != NULL ? g_strsplit_set (qop, " ,", -1) : NULL;

  return strcmp (challenge->scheme, "digest") == 0 &&
         loft_http_challenge_get (challenge, "nonce") != NULL &&
         loft_http_challenge_get (challenge, "realm") != NULL &&
         (words == NULL || g_strv_contains ((const char *const *) words, "auth"));
}

static const LoftHttpChallenge *
find_digest (GPtrArray *challenges, guint *which)
{
  for (*which = 0; *which < G_N_ELEMENTS (algorithms); (*which)++)
    for (guint i = 0; i < challenges->len; i++)
      {
        const LoftHttpChallenge *challenge = g_ptr_array_index (challenges, i);
        const char *name = loft_http_challenge_get (challenge, "algorithm");

        if (can_answer (challenge) &&
            g_ascii_strcasecmp (name != NULL ? name : "MD5", algorithms[*which].name) == 0)
          return challenge;
      }
  return NULL;
}

static void
take_digest (LoftHttpAuthorization *self, const LoftHttpChallenge *challenge, guint which)
{
  g_free (self->realm);
  g_free (self->nonce);
  g_free (self->opaque);
  g_free (self->client_nonce);
  self->scheme = "DIGEST";
  self->realm = g_strdup (loft_http_challenge_get (challenge, "realm"));
  self->nonce = g_strdup (loft_http_challenge_get (challenge, "nonce"));
  self->opaque = g_strdup (loft_http_challenge_get (challenge, "opaque"));
  self->algorithm = algorithms[which].name;
  self->checksum = algorithms[which].checksum;
  self->session = algorithms[which].session;
  self->protection = loft_http_challenge_get (challenge, "qop") != NULL;
  self->count = 0;
  self->client_nonce = g_uuid_string_random ();
}

/* Some servers forget to say how (behind a proxy that eats the header). */
static gboolean
choose (LoftHttpAuthorization *self, GPtrArray *challenges)
{
  const LoftHttpChallenge *digest;
  guint which;

  if (self->credentials->access_token != NULL)
    {
      self->scheme = "BEARER";
      return find_scheme (challenges, "bearer") != NULL || challenges->len == 0;
    }
  digest = find_digest (challenges, &which);
  if (digest != NULL)
    {
      take_digest (self, digest, which);
      return TRUE;
    }
  self->scheme = "BASIC";
  return find_scheme (challenges, "basic") != NULL || challenges->len == 0;
}

LoftHttpAuthorization *
loft_http_authorization_new (const char *challenges, LoftCredentials *credentials, GError **error)
{
  g_autoptr (LoftHttpAuthorization) self = g_new0 (LoftHttpAuthorization, 1);
  g_autoptr (GPtrArray) all = loft_http_challenge_read_all (challenges);

  self->credentials = credentials;
  if (credentials->access_token == NULL && credentials->password == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                         "There is no password to sign in with");
  else if (choose (self, all))
    return g_steal_pointer (&self);
  else
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                         "The server offers no way to sign in that Loft knows");
  return NULL;
}

LoftHttpAuthorization *
loft_http_authorization_new_basic (LoftCredentials *credentials)
{
  LoftHttpAuthorization *self = g_new0 (LoftHttpAuthorization, 1);

  self->credentials = credentials;
  self->scheme = credentials->access_token != NULL ? "BEARER" : "BASIC";
  return self;
}

gboolean
loft_http_authorization_renew (LoftHttpAuthorization *self, const char *challenges)
{
  g_autoptr (GPtrArray) all = loft_http_challenge_read_all (challenges);
  const LoftHttpChallenge *digest;
  const char *stale;
  guint which;

  if (strcmp (self->scheme, "DIGEST") != 0)
    return FALSE;
  digest = find_digest (all, &which);
  stale = digest != NULL ? loft_http_challenge_get (digest, "stale") : NULL;
  if (stale == NULL || g_ascii_strcasecmp (stale, "true") != 0 ||
      strcmp (loft_http_challenge_get (digest, "nonce"), self->nonce) == 0)
    return FALSE;
  take_digest (self, digest, which);
  return TRUE;
}

/* ---- answers ------------------------------------------------------------------------------ */

static char *
make_basic (LoftHttpAuthorization *self)
{
  g_autoptr (Secret) pair =
    g_strconcat (self->credentials->user != NULL ? self->credentials->user : "", ":",
                 self->credentials->password, NULL);
  g_autoptr (Secret) encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", encoded, NULL);
}

static char *
hash (LoftHttpAuthorization *self, const char *text)
{
  return g_compute_checksum_for_string (self->checksum, text, -1);
}

static char *
hash_secret (LoftHttpAuthorization *self)
{
  g_autoptr (Secret) text =
    g_strconcat (self->credentials->user, ":", self->realm, ":", self->credentials->password, NULL);
  g_autoptr (Secret) plain = hash (self, text);
  g_autoptr (Secret) bound = NULL;

  if (!self->session)
    return g_steal_pointer (&plain);
  bound = g_strconcat (plain, ":", self->nonce, ":", self->client_nonce, NULL);
  return hash (self, bound);
}

/* RFC 7616, 3.4.1; without qop as in RFC 2069. */
static char *
make_response (LoftHttpAuthorization *self, const char *method, const char *target)
{
  g_autoptr (Secret) secret = hash_secret (self);
  g_autofree char *action = g_strconcat (method, ":", target, NULL);
  g_autofree char *action_hash = hash (self, action);
  g_autoptr (Secret) all = self->protection
                             ? g_strdup_printf ("%s:%s:%08x:%s:auth:%s", secret, self->nonce,
                                                self->count, self->client_nonce, action_hash)
                             : g_strdup_printf ("%s:%s:%s", secret, self->nonce, action_hash);

  return hash (self, all);
}

static void
add_quoted (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, ", %s=\"", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

/* RFC 7616, 3.4: names that are not ASCII go as an extended value (RFC 5987). */
static void
add_user (GString *text, const char *user)
{
  g_autofree char *escaped = NULL;

  if (g_str_is_ascii (user))
    {
      add_quoted (text, "username", user);
      return;
    }
  escaped = g_uri_escape_string (user, NULL, FALSE);
  g_string_append_printf (text, ", username*=UTF-8''%s", escaped);
}

static char *
make_digest (LoftHttpAuthorization *self, const char *method, const char *target)
{
  g_autofree char *response = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  self->count++;
  response = make_response (self, method, target);
  add_user (text, self->credentials->user);
  add_quoted (text, "realm", self->realm);
  add_quoted (text, "nonce", self->nonce);
  add_quoted (text, "uri", target);
  add_quoted (text, "response", response);
  g_string_append_printf (text, ", algorithm=%s", self->algorithm);
  if (self->opaque != NULL)
    add_quoted (text, "opaque", self->opaque);
  if (self->protection)
    g_string_append_printf (text, ", qop=auth, nc=%08x, cnonce=\"%s\"", self->count,
                            self->client_nonce);
  return g_strconcat ("Digest ", text->str + 2, NULL);
}

char *
loft_http_authorization_make (LoftHttpAuthorization *self, const char *method, const char *target)
{
  if (strcmp (self->scheme, "BEARER") == 0)
    return g_strconcat ("Bearer ", self->credentials->access_token, NULL);
  if (strcmp (self->scheme, "DIGEST") == 0)
    return make_digest (self, method, target);
  return make_basic (self);
}
