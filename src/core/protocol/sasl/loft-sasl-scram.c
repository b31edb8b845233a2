/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sasl-scram.h"

#include <string.h>
#include <sys/random.h>

#include "loft-credentials.h"
#include "loft-error.h"
#include "loft-saslprep.h"

#define MAX_HASH       32
#define NONCE_BYTES    24
#define MAX_NONCE      1024
#define MAX_SALT       1024
#define MIN_ITERATIONS 4096     /* RFC 7677, section 4 */
#define MAX_ITERATIONS 10000000 /* some seconds of work */
#define GS2_HEADER     "n,,"    /* no channel binding, no other authorization identity */
#define GS2_BASE64     "biws"
#define BASE64_DIGITS  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

typedef enum { WAITS_FIRST, WAITS_FINAL, DONE, FAILED } State;

struct _LoftSaslScram {
  GChecksumType hash;
  gsize hash_length;
  State state;
  char *user;     /* prepared and escaped */
  char *password; /* prepared */
  char *nonce;
  char *first_bare; /* client-first-message-bare */
  guint8 server_signature[MAX_HASH];
};

/* What the server-first-message says. */
typedef struct {
  char *nonce;
  guint8 *salt;
  gsize salt_length;
  guint iterations;
} ServerFirst;

static void
server_first_clear (ServerFirst *self)
{
  g_free (self->nonce);
  g_free (self->salt);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ServerFirst, server_first_clear)

static char *
random_nonce (void)
{
  guint8 bytes[NONCE_BYTES];
  gsize n = 0;

  while (n < sizeof bytes)
    {
      gssize got = getrandom (bytes + n, sizeof bytes - n, 0);

      n += MAX (got, 0);
    }
  return g_base64_encode (bytes, sizeof bytes);
}

/* RFC 5802, section 5.1: "," and "=" mean something else. */
static char *
escape_user (const char *user)
{
  GString *escaped = g_string_new (user);

  g_string_replace (escaped, "=", "=3D", 0);
  g_string_replace (escaped, ",", "=2C", 0);
  return g_string_free (escaped, FALSE);
}

LoftSaslScram *
loft_sasl_scram_new (GChecksumType hash, const char *user, const char *password)
{
  g_autofree char *prepared_user = loft_saslprep (user);
  char *prepared_password = loft_saslprep (password);
  LoftSaslScram *self;

  if (prepared_user == NULL || prepared_password == NULL)
    {
      loft_secret_free (prepared_password);
      return NULL;
    }
  self = g_new0 (LoftSaslScram, 1);
  self->hash = hash;
  self->hash_length = g_checksum_type_get_length (hash);
  self->user = escape_user (prepared_user);
  self->password = prepared_password;
  self->nonce = random_nonce ();
  return self;
}

void
loft_sasl_scram_free (LoftSaslScram *self)
{
  if (self == NULL)
    return;
  g_free (self->user);
  loft_secret_free (self->password);
  g_free (self->nonce);
  g_free (self->first_bare);
  explicit_bzero (self, sizeof *self);
  g_free (self);
}

void
loft_sasl_scram_set_nonce (LoftSaslScram *self, const char *nonce)
{
  g_free (self->nonce);
  self->nonce = g_strdup (nonce);
}

char *
loft_sasl_scram_initial (LoftSaslScram *self)
{
  g_free (self->first_bare);
  self->first_bare = g_strdup_printf ("n=%s,r=%s", self->user, self->nonce);
  return g_strconcat (GS2_HEADER, self->first_bare, NULL);
}

static void
hmac (LoftSaslScram *self, const guint8 *key, const char *text, guint8 *digest)
{
  g_autoptr (GHmac) mac = g_hmac_new (self->hash, key, self->hash_length);
  gsize length = self->hash_length;

  g_hmac_update (mac, (const guchar *) text, strlen (text));
  g_hmac_get_digest (mac, digest, &length);
}

static void
hash (LoftSaslScram *self, const guint8 *bytes, guint8 *digest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (self->hash);
  gsize length = self->hash_length;

  g_checksum_update (checksum, bytes, self->hash_length);
  g_checksum_get_digest (checksum, digest, &length);
}

static void
add_to (guint8 *sum, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    sum[i] ^= bytes[i];
}

/* Hi () of RFC 5802: PBKDF2 (RFC 8018) with one block of output. */
static void
salted_password (LoftSaslScram *self, const ServerFirst *first, guint8 *result)
{
  static const guint8 block_number[] = { 0, 0, 0, 1 };
  g_autoptr (GHmac) keyed = g_hmac_new (self->hash, (const guchar *) self->password,
                                        strlen (self->password));
  GHmac *mac = g_hmac_copy (keyed);
  guint8 block[MAX_HASH];
  gsize length = self->hash_length;

  g_hmac_update (mac, first->salt, first->salt_length);
  g_hmac_update (mac, block_number, sizeof block_number);
  g_hmac_get_digest (mac, block, &length);
  g_hmac_unref (mac);
  memcpy (result, block, self->hash_length);
  for (guint i = 1; i < first->iterations; i++)
    {
      mac = g_hmac_copy (keyed);
      g_hmac_update (mac, block, self->hash_length);
      g_hmac_get_digest (mac, block, &length);
      g_hmac_unref (mac);
      add_to (result, block, self->hash_length);
    }
  explicit_bzero (block, sizeof block);
}

static gboolean
fail (LoftSaslScram *self, LoftError code, const char *why, GError **error)
{
  self->state = FAILED;
  g_set_error (error, LOFT_ERROR, code, "SCRAM sign-in: %s", why);
  return FALSE;
}

/* g_base64_decode () alone takes anything. (transfer full) (nullable) */
static guint8 *
decode_base64 (const char *text, gsize max_length, gsize *length)
{
  gsize n = strlen (text);
  gsize n_digits = strspn (text, BASE64_DIGITS);
  gsize n_padding = n_digits <= n ? strspn (text + n_digits, "=") : 0;

  if (n == 0 || n % 4 != 0 || n_padding > 2 || n_digits + n_padding != n ||
      n / 4 * 3 > max_length + 2)
    return NULL;
  return g_base64_decode (text, length);
}

/* The value of attribute "x=" that the text begins with, up to the next comma; *text moves behind
 * it. (transfer full) (nullable) */
static char *
take_attribute (const char **text, char name)
{
  const char *value = *text;
  gsize length;

  if (value[0] != name || value[1] != '=')
    return NULL;
  value += 2;
  length = strcspn (value, ",");
  *text = value + length + (value[length] == ',' ? 1 : 0);
  return g_strndup (value, length);
}

/* The attributes come in this order and nothing before them (RFC 5802, section 7); "m=" would be
 * an extension that must be understood. */
static gboolean
parse_server_first (LoftSaslScram *self, const char *message, ServerFirst *first, GError **error)
{
  g_autofree char *salt = NULL;
  g_autofree char *iterations = NULL;
  guint64 number = 0;

  first->nonce = take_attribute (&message, 'r');
  salt = first->nonce != NULL ? take_attribute (&message, 's') : NULL;
  iterations = salt != NULL ? take_attribute (&message, 'i') : NULL;
  if (iterations == NULL)
    return fail (self, LOFT_ERROR_PROTOCOL, "the server's first message cannot be read", error);
  if (!g_str_has_prefix (first->nonce, self->nonce) ||
      strlen (first->nonce) <= strlen (self->nonce) || strlen (first->nonce) > MAX_NONCE)
    return fail (self, LOFT_ERROR_PROTOCOL, "the server's nonce does not continue ours", error);
  first->salt = decode_base64 (salt, MAX_SALT, &first->salt_length);
  if (first->salt == NULL || first->salt_length == 0)
    return fail (self, LOFT_ERROR_PROTOCOL, "the server's salt cannot be read", error);
  if (!g_ascii_string_to_unsigned (iterations, 10, MIN_ITERATIONS, MAX_ITERATIONS, &number, NULL))
    return fail (self, LOFT_ERROR_PROTOCOL, "the server's iteration count is out of bounds", error);
  first->iterations = (guint) number;
  return TRUE;
}

/* The client's proof in base64; keeps the signature that the server must answer with. */
static char *
prove (LoftSaslScram *self, const ServerFirst *first, const char *auth_message)
{
  guint8 salted[MAX_HASH];
  guint8 client_key[MAX_HASH];
  guint8 stored_key[MAX_HASH];
  guint8 signature[MAX_HASH];
  guint8 server_key[MAX_HASH];
  char *proof;

  salted_password (self, first, salted);
  hmac (self, salted, "Client Key", client_key);
  hash (self, client_key, stored_key);
  hmac (self, stored_key, auth_message, signature);
  add_to (signature, client_key, self->hash_length);
  proof = g_base64_encode (signature, self->hash_length);
  hmac (self, salted, "Server Key", server_key);
  hmac (self, server_key, auth_message, self->server_signature);
  explicit_bzero (salted, sizeof salted);
  explicit_bzero (client_key, sizeof client_key);
  explicit_bzero (stored_key, sizeof stored_key);
  explicit_bzero (server_key, sizeof server_key);
  return proof;
}

static char *
answer_first (LoftSaslScram *self, const char *message, GError **error)
{
  g_auto (ServerFirst) first = { 0 };
  g_autofree char *without_proof = NULL;
  g_autofree char *auth_message = NULL;
  g_autofree char *proof = NULL;

  if (self->first_bare == NULL)
    {
      fail (self, LOFT_ERROR_PROTOCOL, "the server spoke before us", error);
      return NULL;
    }
  if (!parse_server_first (self, message, &first, error))
    return NULL;
  without_proof = g_strdup_printf ("c=" GS2_BASE64 ",r=%s", first.nonce);
  auth_message = g_strdup_printf ("%s,%s,%s", self->first_bare, message, without_proof);
  proof = prove (self, &first, auth_message);
  self->state = WAITS_FINAL;
  return g_strdup_printf ("%s,p=%s", without_proof, proof);
}

/* In constant time. */
static gboolean
is_our_signature (LoftSaslScram *self, const char *value)
{
  gsize length = 0;
  g_autofree guint8 *bytes = decode_base64 (value, MAX_HASH, &length);
  guint8 difference = 0;

  if (bytes == NULL || length != self->hash_length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    difference |= bytes[i] ^ self->server_signature[i];
  return difference == 0;
}

static char *
answer_final (LoftSaslScram *self, const char *message, GError **error)
{
  g_autofree char *refusal = take_attribute (&message, 'e');
  g_autofree char *verifier = refusal == NULL ? take_attribute (&message, 'v') : NULL;

  if (refusal != NULL)
    fail (self, LOFT_ERROR_AUTH, refusal, error);
  else if (verifier == NULL)
    fail (self, LOFT_ERROR_PROTOCOL, "the server's final message cannot be read", error);
  else if (!is_our_signature (self, verifier))
    fail (self, LOFT_ERROR_AUTH, "the server does not know the password", error);
  else
    self->state = DONE;
  return self->state == DONE ? g_strdup ("") : NULL;
}

char *
loft_sasl_scram_step (LoftSaslScram *self, const char *message, GError **error)
{
  if (self->state == WAITS_FIRST)
    return answer_first (self, message, error);
  if (self->state == WAITS_FINAL)
    return answer_final (self, message, error);
  fail (self, LOFT_ERROR_PROTOCOL, "the server goes on after the end", error);
  return NULL;
}

gboolean
loft_sasl_scram_is_done (LoftSaslScram *self)
{
  return self->state == DONE;
}
