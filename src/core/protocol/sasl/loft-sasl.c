/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sasl-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-sasl-scram.h"
#include "loft-text.h"

#define MAX_CHALLENGE  (16 * 1024)
#define MAX_WORD_CHARS 100

typedef enum { SCRAM_SHA_256, SCRAM_SHA_1, PLAIN, LOGIN, XOAUTH2 } Kind;

/* In the order of preference. */
static const struct {
  const char *name;
  int strength;
  gboolean takes_token;  /* otherwise a password */
  gboolean shows_secret; /* sends it in clear text within the connection */
} mechanisms[] = {
  [SCRAM_SHA_256] = { "SCRAM-SHA-256", 3, FALSE, FALSE },
  [SCRAM_SHA_1] = { "SCRAM-SHA-1", 2, FALSE, FALSE },
  [PLAIN] = { "PLAIN", 1, FALSE, TRUE },
  [LOGIN] = { "LOGIN", 1, FALSE, TRUE },
  [XOAUTH2] = { "XOAUTH2", 1, TRUE, TRUE },
};

struct _LoftSasl {
  Kind kind;
  char *user;
  char *secret; /* password or token; NULL for SCRAM */
  LoftSaslScram *scram; /* (nullable) */
  guint n_steps;
  gboolean initial_taken;
  gboolean refused; /* the server said why it refuses */
};

static LoftSasl *
new_sasl (Kind kind, const LoftCredentials *credentials)
{
  LoftSasl *self = g_new0 (LoftSasl, 1);

  self->kind = kind;
  self->user = g_strdup (credentials->user);
  if (mechanisms[kind].takes_token)
    self->secret = g_strdup (credentials->access_token);
  else if (mechanisms[kind].shows_secret)
    self->secret = g_strdup (credentials->password);
  else
    self->scram = loft_sasl_scram_new (kind == SCRAM_SHA_256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA1,
                                       credentials->user, credentials->password);
  if (self->secret == NULL && self->scram == NULL)
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
has_secret_for (const LoftCredentials *credentials, Kind kind)
{
  if (mechanisms[kind].takes_token)
    return has_text (credentials->access_token) && !has_text (credentials->password);
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

LoftSasl *
loft_sasl_choose (const char *const     *offered,
                  const char            *wanted,
                  const LoftCredentials *credentials,
                  gboolean               secure,
                  gboolean               plain_text_allowed,
                  GError               **error)
{
  gboolean held_back = FALSE;

  g_return_val_if_fail (credentials != NULL, NULL);

  if (has_text (wanted) && !check_wanted (offered, wanted, error))
    return NULL;
  for (Kind kind = 0; kind < G_N_ELEMENTS (mechanisms); kind++)
    {
      LoftSasl *self;

      if (has_text (wanted) && g_ascii_strcasecmp (wanted, mechanisms[kind].name) != 0)
        continue;
      if (!is_offered (offered, mechanisms[kind].name) || !has_secret_for (credentials, kind))
        continue;
      if (mechanisms[kind].shows_secret && !secure && !plain_text_allowed)
        {
          held_back = TRUE;
          continue;
        }
      self = new_sasl (kind, credentials);
      if (self != NULL)
        return self;
    }
  set_nothing_fits (credentials, held_back, error);
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

GBytes *
loft_sasl_initial (LoftSasl *self)
{
  char *text;

  self->initial_taken = TRUE;
  if (self->kind == LOGIN)
    return NULL;
  if (self->kind == PLAIN)
    return plain_message (self);
  if (self->kind == XOAUTH2)
    return xoauth2_message (self);
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

/* A challenge after the initial response is a refusal in JSON, which wants an empty answer before
 * the server says no. */
static GBytes *
step_xoauth2 (LoftSasl *self, GError **error)
{
  if (self->n_steps > 1)
    return fail_step (self, "the server goes on after its refusal", error);
  self->refused = TRUE;
  return g_bytes_new_static ("", 0);
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
  if (self->kind == XOAUTH2 && self->initial_taken)
    return step_xoauth2 (self, error);
  return fail_step (self, "the server asks for more than was agreed", error);
}

gboolean
loft_sasl_is_done (LoftSasl *self)
{
  if (self->refused)
    return FALSE;
  if (self->scram != NULL)
    return loft_sasl_scram_is_done (self->scram);
  return self->kind == LOGIN ? self->n_steps == 2 : self->initial_taken;
}
