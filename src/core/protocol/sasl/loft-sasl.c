/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sasl-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-sasl-scram.h"
#include "loft-text.h"

#define MAX_CHALLENGE  (16 * 1024)
#define MAX_WORD_CHARS 100

typedef enum {
  EXTERNAL,
  SCRAM_SHA_256,
  SCRAM_SHA_1,
  PLAIN,
  LOGIN,
  CRAM_MD5,
  OAUTHBEARER,
  XOAUTH2,
} Kind;

/* What a mechanism signs in with. */
typedef enum { BY_CERTIFICATE, BY_PASSWORD, BY_TOKEN } Means;

/* In the order of preference. */
static const struct {
  const char *name;
  int strength;
  Means means;
  gboolean shows_secret; /* sends it in clear text within the connection */
} mechanisms[] = {
  [EXTERNAL] = { "EXTERNAL", 4, BY_CERTIFICATE, FALSE },
  [SCRAM_SHA_256] = { "SCRAM-SHA-256", 3, BY_PASSWORD, FALSE },
  [SCRAM_SHA_1] = { "SCRAM-SHA-1", 2, BY_PASSWORD, FALSE },
  [PLAIN] = { "PLAIN", 1, BY_PASSWORD, TRUE },
  [LOGIN] = { "LOGIN", 1, BY_PASSWORD, TRUE },
  [CRAM_MD5] = { "CRAM-MD5", 1, BY_PASSWORD, FALSE },
  [OAUTHBEARER] = { "OAUTHBEARER", 1, BY_TOKEN, TRUE },
  [XOAUTH2] = { "XOAUTH2", 1, BY_TOKEN, TRUE },
};

struct _LoftSasl {
  Kind kind;
  char *user;
  char *secret; /* (nullable) password or token */
  LoftSaslScram *scram; /* (nullable) */
  guint n_steps;
  gboolean initial_taken;
  gboolean refused; /* the server said why it refuses */
};

static gboolean
is_scram (Kind kind)
{
  return kind == SCRAM_SHA_256 || kind == SCRAM_SHA_1;
}

/* NULL when SCRAM cannot take the password (SASLprep). */
static LoftSasl *
new_sasl (Kind kind, const LoftCredentials *credentials)
{
  LoftSasl *self = g_new0 (LoftSasl, 1);

  self->kind = kind;
  self->user = g_strdup (credentials->user);
  if (mechanisms[kind].means == BY_TOKEN)
    self->secret = g_strdup (credentials->access_token);
  else if (mechanisms[kind].means == BY_PASSWORD && !is_scram (kind))
    self->secret = g_strdup (credentials->password);
  if (!is_scram (kind))
    return self;
  self->scram = loft_sasl_scram_new (kind == SCRAM_SHA_256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA1,
                                     credentials->user, credentials->password);
  if (self->scram == NULL)
    g_clear_pointer (&self, loft_sasl_free);
  return self;
}

void
loft_sasl_free (LoftSasl *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  loft_secret_free (self->secret);
  loft_sasl_scram_free (self->scram);
  g_free (self);
}

static gboolean
is_offered (const char *const *offered, const char *name)
{
  for (gsize i = 0; offered != NULL && offered[i] != NULL; i++)
    if (g_ascii_strcasecmp (offered[i], name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/* A password, where there is one, is what the person wants to sign in with. */
static gboolean
has_means (Kind kind, const LoftCredentials *credentials, const LoftSaslConnection *connection)
{
  switch (mechanisms[kind].means)
    {
    case BY_CERTIFICATE:
      return connection->has_client_certificate && connection->secure;
    case BY_TOKEN:
      return has_text (credentials->access_token) && !has_text (credentials->password);
    case BY_PASSWORD:
      break;
    }
  return has_text (credentials->password);
}

static gboolean
check_wanted (const char *const *offered, const char *wanted, GError **error)
{
  if (is_offered (offered, wanted) && loft_sasl_strength (wanted) > 0)
    return TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_AUTH,
               is_offered (offered, wanted)
                 ? "The account is set to sign in by %s, which Loft does not know"
                 : "The account is set to sign in by %s, which the server does not offer",
               wanted);
  return FALSE;
}

static void
set_nothing_fits (const LoftCredentials *credentials, gboolean held_back, GError **error)
{
  const char *why = "The server offers no way to sign in that Loft knows";

  if (!has_text (credentials->password) && !has_text (credentials->access_token))
    why = "There is no password to sign in with";
  else if (held_back)
    why = "The connection is not encrypted, and the server wants the password in clear text";
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH, why);
}

typedef struct {
  const char *const *offered;
  const char *wanted;
  const LoftCredentials *credentials;
  const LoftSaslConnection *connection;
  gboolean held_back; /* something would fit, were the connection encrypted */
} Choice;

static gboolean
fits (Choice *self, Kind kind)
{
  const char *name = mechanisms[kind].name;

  if ((has_text (self->wanted) && g_ascii_strcasecmp (self->wanted, name) != 0) ||
      !is_offered (self->offered, name) || !has_means (kind, self->credentials, self->connection))
    return FALSE;
  if (!mechanisms[kind].shows_secret || self->connection->secure ||
      self->connection->plain_text_allowed)
    return TRUE;
  self->held_back = TRUE;
  return FALSE;
}

/* The one whose place depends on the connection. */
static Kind
nth_choice (guint n, gboolean secure)
{
  static const Kind in_clear[] = { EXTERNAL, SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5,
                                   PLAIN,    LOGIN,         OAUTHBEARER, XOAUTH2 };

  return secure ? (Kind) n : in_clear[n];
}

LoftSasl *
loft_sasl_choose (const char *const        *offered,
                  const char               *wanted,
                  const LoftCredentials    *credentials,
                  const LoftSaslConnection *connection,
                  GError                  **error)
{
  Choice choice = { offered, wanted, credentials, connection, FALSE };

  g_return_val_if_fail (credentials != NULL, NULL);

  if (has_text (wanted) && !check_wanted (offered, wanted, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    {
      Kind kind = nth_choice (i, connection->secure);
      LoftSasl *self = fits (&choice, kind) ? new_sasl (kind, credentials) : NULL;

      if (self != NULL)
        return self;
    }
  set_nothing_fits (credentials, choice.held_back, error);
  return NULL;
}

const char *
loft_sasl_get_mechanism (LoftSasl *self)
{
  return mechanisms[self->kind].name;
}

int
loft_sasl_strength (const char *mechanism)
{
  for (gsize i = 0; mechanism != NULL && i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (mechanism, mechanisms[i].name) == 0)
      return mechanisms[i].strength;
  return 0;
}

void
loft_sasl_set_nonce_for_test (LoftSasl *self, const char *nonce)
{
  if (self->scram != NULL)
    loft_sasl_scram_set_nonce (self->scram, nonce);
}

typedef struct {
  char *bytes;
  gsize length;
} Secret;

static void
secret_free (gpointer data)
{
  Secret *secret = data;

  explicit_bzero (secret->bytes, secret->length);
  g_free (secret->bytes);
  g_free (secret);
}

/* Bytes that are wiped with their last reference. Takes bytes. */
static GBytes *
secret_bytes (char *bytes, gsize length)
{
  Secret *secret = g_new (Secret, 1);

  secret->bytes = bytes;
  secret->length = length;
  return g_bytes_new_with_free_func (bytes, length, secret_free, secret);
}

/* RFC 4616; no authorization identity of its own. */
static GBytes *
plain_message (LoftSasl *self)
{
  gsize user_length = strlen (self->user);
  gsize secret_length = strlen (self->secret);
  char *bytes = g_malloc0 (user_length + secret_length + 3);

  memcpy (bytes + 1, self->user, user_length);
  memcpy (bytes + 1 + user_length + 1, self->secret, secret_length);
  return secret_bytes (bytes, user_length + secret_length + 2);
}

static GBytes *
xoauth2_message (LoftSasl *self)
{
  char *text = g_strdup_printf ("user=%s\001auth=Bearer %s\001\001", self->user, self->secret);

  return secret_bytes (text, strlen (text));
}

/* RFC 7628, 3.1. Host and port are left out: nothing is signed, and a bearer of the token needs
 * neither. The name is a saslname (RFC 5801). */
static GBytes *
oauthbearer_message (LoftSasl *self)
{
  g_autoptr (GString) name = g_string_new (self->user);
  char *text;

  g_string_replace (name, "=", "=3D", 0);
  g_string_replace (name, ",", "=2C", 0);
  text = g_strdup_printf ("n,a=%s,\001auth=Bearer %s\001\001", name->str, self->secret);
  return secret_bytes (text, strlen (text));
}

GBytes *
loft_sasl_initial (LoftSasl *self)
{
  char *text;

  self->initial_taken = TRUE;
  if (self->kind == LOGIN || self->kind == CRAM_MD5)
    return NULL;
  if (self->kind == PLAIN)
    return plain_message (self);
  if (self->kind == OAUTHBEARER)
    return oauthbearer_message (self);
  if (self->kind == XOAUTH2)
    return xoauth2_message (self);
  /* RFC 4422, appendix A: the server takes the name from the certificate. */
  if (self->kind == EXTERNAL)
    return g_bytes_new_static ("", 0);
  text = loft_sasl_scram_initial (self->scram);
  return g_bytes_new_take (text, strlen (text));
}

static GBytes *
fail_step (LoftSasl *self, const char *why, GError **error)
{
  self->refused = TRUE;
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL, "%s sign-in: %s",
               mechanisms[self->kind].name, why);
  return NULL;
}

/* First the name, then the password; what servers ask in words differs ("Username:", "User Name",
 * nothing at all), so only the order counts. */
static GBytes *
step_login (LoftSasl *self, GError **error)
{
  if (self->n_steps == 1)
    return g_bytes_new (self->user, strlen (self->user));
  if (self->n_steps == 2)
    return secret_bytes (g_strdup (self->secret), strlen (self->secret));
  return fail_step (self, "the server asks for more than name and password", error);
}

/* A challenge after the initial response is a refusal in JSON, which wants an answer before the
 * server says no: an empty one, or a single 0x01 (RFC 7628, 3.2.3). */
static GBytes *
step_token (LoftSasl *self, GError **error)
{
  if (self->n_steps > 1)
    return fail_step (self, "the server goes on after its refusal", error);
  self->refused = TRUE;
  return g_bytes_new_static ("\001", self->kind == OAUTHBEARER ? 1 : 0);
}

/* RFC 2195: the name and HMAC-MD5 of the challenge with the password as key. */
static GBytes *
step_cram_md5 (LoftSasl *self, GBytes *challenge, GError **error)
{
  g_autofree char *digest = NULL;
  gsize length = 0;
  const guchar *bytes = g_bytes_get_data (challenge, &length);
  char *answer;

  if (self->n_steps > 1)
    return fail_step (self, "the server asks twice", error);
  if (length == 0)
    return fail_step (self, "the server's challenge is empty", error);
  digest = g_compute_hmac_for_data (G_CHECKSUM_MD5, (const guchar *) self->secret,
                                    strlen (self->secret), bytes, length);
  answer = g_strdup_printf ("%s %s", self->user, digest);
  return g_bytes_new_take (answer, strlen (answer));
}

static char *
challenge_text (GBytes *challenge)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (challenge, &length);

  if (length == 0)
    return g_strdup ("");
  if (memchr (bytes, '\0', length) != NULL || !g_utf8_validate (bytes, length, NULL))
    return NULL;
  return g_strndup (bytes, length);
}

/* The server's words go into logs and dialogs. */
static void
tidy_error (GError **error)
{
  g_autofree char *valid = g_utf8_make_valid ((*error)->message, -1);

  g_free ((*error)->message);
  (*error)->message = loft_text_one_line (valid, MAX_WORD_CHARS);
}

static GBytes *
step_scram (LoftSasl *self, GBytes *challenge, GError **error)
{
  g_autofree char *message = challenge_text (challenge);
  g_autoptr (GError) local_error = NULL;
  char *answer;

  if (message == NULL)
    return fail_step (self, "the server's message is no text", error);
  answer = loft_sasl_scram_step (self->scram, message, &local_error);
  if (answer != NULL)
    return g_bytes_new_take (answer, strlen (answer));
  self->refused = TRUE;
  tidy_error (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

GBytes *
loft_sasl_step (LoftSasl *self, GBytes *challenge, GError **error)
{
  self->n_steps++;
  if (g_bytes_get_size (challenge) > MAX_CHALLENGE)
    return fail_step (self, "the server's message is too long", error);
  if (self->scram != NULL)
    return step_scram (self, challenge, error);
  if (self->kind == LOGIN)
    return step_login (self, error);
  if (self->kind == CRAM_MD5)
    return step_cram_md5 (self, challenge, error);
  if (mechanisms[self->kind].means == BY_TOKEN && self->initial_taken)
    return step_token (self, error);
  return fail_step (self, "the server asks for more than was agreed", error);
}

gboolean
loft_sasl_is_done (LoftSasl *self)
{
  if (self->refused)
    return FALSE;
  if (self->scram != NULL)
    return loft_sasl_scram_is_done (self->scram);
  if (self->kind == LOGIN || self->kind == CRAM_MD5)
    return self->n_steps == (self->kind == LOGIN ? 2 : 1);
  return self->initial_taken;
}
