/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-chains.h"

#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "loft-test-tls-private.h"

/* Certificates from the words of loft-test-chains.h. */

#define DAY       (24 * 60 * 60)
#define MAX_PARTS 5

typedef struct {
  X509 *certificate;
  EVP_PKEY *key; /* (borrowed) */
  gboolean unsent;
} Made;

/* ---- words -------------------------------------------------------------------------------- */

/* (transfer none) (nullable) what follows "name=". */
static const char *
value_of (char **words, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; words[i] != NULL; i++)
    if (strncmp (words[i], name, length) == 0 && words[i][length] == '=')
      return words[i] + length + 1;
  return NULL;
}

static gboolean
has_word (char **words, const char *word)
{
  return g_strv_contains ((const char *const *) words, word);
}

/* "\0" and "\xHH" are bytes. (transfer full) */
static GByteArray *
unescape (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  while (*text != '\0')
    {
      guint8 byte = (guint8) *text++;

      if (byte == '\\' && *text == '0')
        {
          byte = 0;
          text++;
        }
      else if (byte == '\\' && *text == 'x')
        {
          byte = (guint8) (g_ascii_xdigit_value (text[1]) << 4 | g_ascii_xdigit_value (text[2]));
          text += 3;
        }
      g_byte_array_append (bytes, &byte, 1);
    }
  return bytes;
}

/* ---- keys --------------------------------------------------------------------------------- */

static EVP_PKEY *
new_key (const char *kind)
{
  if (strcmp (kind, "p384") == 0)
    return EVP_EC_gen ("P-384");
  if (strcmp (kind, "ed25519") == 0)
    return EVP_PKEY_Q_keygen (NULL, NULL, "ED25519");
  if (g_str_has_prefix (kind, "rsa"))
    return EVP_RSA_gen (strtoul (kind + 3, NULL, 10));
  return EVP_EC_gen ("P-256");
}

/* One key for each kind and depth: RSA keys take long to make. (transfer none) */
static EVP_PKEY *
key_for (const char *kind, guint depth)
{
  static GHashTable *keys = NULL;
  static GMutex mutex;
  g_autofree char *id = g_strdup_printf ("%s %u", kind, depth);
  EVP_PKEY *key;

  g_mutex_lock (&mutex);
  if (keys == NULL)
    keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  key = g_hash_table_lookup (keys, id);
  if (key == NULL)
    {
      key = new_key (kind);
      g_assert_nonnull (key);
      g_hash_table_insert (keys, g_steal_pointer (&id), key);
    }
  g_mutex_unlock (&mutex);
  return key;
}

/* ---- one certificate ---------------------------------------------------------------------- */

static void
add_extension (X509 *certificate, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  if (value == NULL || strcmp (value, "-") == 0)
    return;
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

static void
add_raw_extension (X509 *certificate, const char *oid, gboolean critical, const GByteArray *value)
{
  ASN1_OBJECT *object = OBJ_txt2obj (oid, 1);
  ASN1_OCTET_STRING *octets = ASN1_OCTET_STRING_new ();
  X509_EXTENSION *extension;

  ASN1_OCTET_STRING_set (octets, value->data, (int) value->len);
  extension = X509_EXTENSION_create_by_OBJ (NULL, object, critical, octets);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
  ASN1_OCTET_STRING_free (octets);
  ASN1_OBJECT_free (object);
}

/* GeneralNames ::= SEQUENCE OF [2] IA5String, all lengths below 128. */
static void
add_raw_names (X509 *certificate, const char *text)
{
  g_autoptr (GByteArray) name = unescape (text);
  g_autoptr (GByteArray) names = g_byte_array_new ();
  guint8 inner[] = { 0x82, (guint8) name->len };
  guint8 outer[] = { 0x30, (guint8) (name->len > 0 ? name->len + sizeof inner : 0) };

  g_byte_array_append (names, outer, sizeof outer);
  if (name->len > 0)
    {
      g_byte_array_append (names, inner, sizeof inner);
      g_byte_array_append (names, name->data, name->len);
    }
  add_raw_extension (certificate, "2.5.29.17", FALSE, names);
}

static void
add_unknown (X509 *certificate, gboolean critical)
{
  static const guint8 null[] = { 0x05, 0x00 };
  g_autoptr (GByteArray) value = g_byte_array_new ();

  g_byte_array_append (value, null, sizeof null);
  add_raw_extension (certificate, "1.3.6.1.4.1.99999.1", critical, value);
}

static const char *
value_or (char **words, const char *name, const char *otherwise)
{
  const char *value = value_of (words, name);

  return value != NULL ? value : otherwise;
}

static void
add_extensions (X509 *certificate, X509 *issuer, char **words)
{
  gboolean leaf = has_word (words, "leaf");
  const char *raw = value_of (words, "raw-names");
  const char *names = value_or (words, "names", leaf ? "DNS:mail.loft.localhost" : NULL);

  add_extension (certificate, issuer, NID_basic_constraints,
                 value_or (words, "basic", leaf ? "critical,CA:FALSE" : "critical,CA:TRUE"));
  add_extension (certificate, issuer, NID_key_usage,
                 value_or (words, "ku",
                           leaf ? "critical,digitalSignature,keyEncipherment"
                                : "critical,keyCertSign,cRLSign"));
  add_extension (certificate, issuer, NID_ext_key_usage,
                 value_or (words, "eku", leaf ? "serverAuth" : NULL));
  add_extension (certificate, issuer, NID_name_constraints, value_of (words, "nc"));
  if (raw != NULL)
    add_raw_names (certificate, raw);
  else
    add_extension (certificate, issuer, NID_subject_alt_name, names);
  if (has_word (words, "twice-named"))
    add_extension (certificate, issuer, NID_subject_alt_name, "DNS:elsewhere.test");
  if (has_word (words, "unknown") || has_word (words, "critical-unknown"))
    add_unknown (certificate, has_word (words, "critical-unknown"));
}

static void
set_subject (X509 *certificate, const char *common_name)
{
  g_autoptr (GByteArray) bytes = unescape (common_name);
  X509_NAME *name = X509_get_subject_name (certificate);

  X509_NAME_add_entry_by_txt (name, "O", MBSTRING_ASC, (const guchar *) "Loft tests", -1, -1, 0);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, bytes->data, (int) bytes->len, -1, 0);
}

static void
set_days (X509 *certificate, char **words)
{
  const char *days = value_or (words, "days", "-1..30");
  const char *dots = strstr (days, "..");

  X509_gmtime_adj (X509_getm_notBefore (certificate), strtol (days, NULL, 10) * DAY);
  X509_gmtime_adj (X509_getm_notAfter (certificate), strtol (dots + 2, NULL, 10) * DAY);
}

static const EVP_MD *
digest_for (char **words, EVP_PKEY *signer)
{
  const char *digest = value_or (words, "digest", "sha256");

  if (EVP_PKEY_is_a (signer, "ED25519"))
    return NULL;
  if (strcmp (digest, "md5") == 0)
    return EVP_md5 ();
  return strcmp (digest, "sha1") == 0 ? EVP_sha1 () : EVP_sha256 ();
}

static void
spoil_signature (X509 *certificate)
{
  const ASN1_BIT_STRING *signature = NULL;

  X509_get0_signature (&signature, NULL, certificate);
  ((guint8 *) signature->data)[signature->length - 1] ^= 1;
}

static Made
make_part (char **words, const Made *above, guint depth)
{
  static int serial = 1000;
  const char *by = value_or (words, "by", "");
  g_autofree char *common_name = g_strdup_printf ("%s %u", words[0], depth);
  Made made = { X509_new (), key_for (value_or (words, "key", "ec"), depth),
                has_word (words, "unsent") };
  Made issuer = *above;
  EVP_PKEY *signer;

  if (strcmp (by, "stranger") == 0)
    loft_test_tls_get_stranger (&issuer.certificate, &issuer.key);
  if (strcmp (by, "itself") == 0)
    issuer = made;
  X509_set_version (made.certificate, has_word (words, "v1") ? X509_VERSION_1 : X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (made.certificate), g_atomic_int_add (&serial, 1));
  set_days (made.certificate, words);
  set_subject (made.certificate, value_or (words, "cn", common_name));
  X509_set_pubkey (made.certificate, made.key);
  X509_set_issuer_name (made.certificate, X509_get_subject_name (issuer.certificate));
  if (!has_word (words, "v1"))
    add_extensions (made.certificate, issuer.certificate, words);
  signer = has_word (words, "other-key") ? key_for ("ec", MAX_PARTS + 1) : issuer.key;
  g_assert_cmpint (X509_sign (made.certificate, signer, digest_for (words, signer)), >, 0);
  if (has_word (words, "bad-signature"))
    spoil_signature (made.certificate);
  return made;
}

/* ---- a chain ------------------------------------------------------------------------------ */

/* A 512-bit key is too small for the signatures of TLS 1.3. */
static SSL_CTX *
new_context (const Made *leaf, int max_version)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_mode (context, SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_max_proto_version (context, EVP_PKEY_get_bits (leaf->key) == 512 ? TLS1_2_VERSION
                                                                               : max_version);
  g_assert_cmpint (SSL_CTX_use_certificate (context, leaf->certificate), ==, 1);
  g_assert_cmpint (SSL_CTX_use_PrivateKey (context, leaf->key), ==, 1);
  return context;
}

/* The issuers after the leaf, from below; reversed: from above. */
static void
show_issuers (SSL_CTX *context, const Made *made, guint n, gboolean reversed)
{
  for (guint i = 0; i < n; i++)
    {
      const Made *issuer = &made[reversed ? i : n - 1 - i];

      if (!issuer->unsent)
        SSL_CTX_add1_chain_cert (context, issuer->certificate);
    }
}

SSL_CTX *
loft_test_chains_new_server_context (const LoftTestChain *chain, int max_version)
{
  g_auto (GStrv) parts = g_strsplit (chain->parts, " | ", MAX_PARTS);
  guint n = g_strv_length (parts);
  Made made[MAX_PARTS + 1] = { { NULL } };
  SSL_CTX *context;
  Made root = { NULL };

  loft_test_tls_get_authority (&root.certificate, &root.key);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) words = g_strsplit (parts[i], " ", -1);

      made[i] = make_part (words, i > 0 ? &made[i - 1] : &root, i);
    }
  context = new_context (&made[n - 1], max_version);
  show_issuers (context, made, n - 1, strstr (parts[n - 1], "reversed") != NULL);
  if (strstr (parts[n - 1], "with-root") != NULL)
    SSL_CTX_add1_chain_cert (context, root.certificate);
  for (guint i = 0; i < n; i++)
    X509_free (made[i].certificate);
  return context;
}
