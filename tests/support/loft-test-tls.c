/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-test-tls-private.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define DAY (24 * 60 * 60)

typedef struct {
  X509 *certificate;
  EVP_PKEY *key;
} Identity;

typedef struct {
  const char *word;
  const char *common_name;
  const char *names;  /* subjectAltName; NULL for none */
  const char *usage;  /* extendedKeyUsage */
  long first_day;     /* from today */
  long last_day;
  enum { BY_AUTHORITY, BY_STRANGER, BY_ITSELF } issuer;
} Recipe;

static const Recipe recipes[LOFT_TEST_N_CERTIFICATES] = {
  [LOFT_TEST_CERTIFICATE_GOOD] =
    { "good", "localhost", "DNS:localhost", "serverAuth", -1, 30, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_WRONG_NAME] =
    { "wrong-name", "elsewhere.test", "DNS:elsewhere.test", "serverAuth", -1, 30, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_EXPIRED] =
    { "expired", "localhost", "DNS:localhost", "serverAuth", -30, -1, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_NOT_YET_VALID] =
    { "not-yet-valid", "localhost", "DNS:localhost", "serverAuth", 2, 30, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_SELF_SIGNED] =
    { "self-signed", "localhost", "DNS:localhost", "serverAuth", -1, 30, BY_ITSELF },
  [LOFT_TEST_CERTIFICATE_UNKNOWN_ISSUER] =
    { "unknown-issuer", "localhost", "DNS:localhost", "serverAuth", -1, 30, BY_STRANGER },
  [LOFT_TEST_CERTIFICATE_WRONG_USAGE] =
    { "wrong-usage", "localhost", "DNS:localhost", "clientAuth", -1, 30, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_ADDRESS] =
    { "address", "loopback", "IP:127.0.0.1,IP:::1", "serverAuth", -1, 30, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_COMMON_NAME] =
    { "common-name", "localhost", NULL, "serverAuth", -1, 30, BY_AUTHORITY },
  [LOFT_TEST_CERTIFICATE_SITES] =
    { "sites", "example.test",
      "DNS:localhost,DNS:example.test,DNS:*.example.test,DNS:other.test,DNS:*.other.test",
      "serverAuth", -1, 30, BY_AUTHORITY },
};

static struct {
  Identity authority;
  Identity stranger;
  Identity leaves[LOFT_TEST_N_CERTIFICATES];
  char *fingerprints[LOFT_TEST_N_CERTIFICATES];
  char *ca_file;
  char *config_file;
} made;

static void
add_extension (X509 *certificate, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

static Identity
new_identity (const char *common_name, long first_day, long last_day)
{
  static long serial = 0;
  Identity self;
  X509_NAME *name;

  self.key = EVP_EC_gen ("P-256");
  self.certificate = X509_new ();
  X509_set_version (self.certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (self.certificate), ++serial);
  X509_gmtime_adj (X509_getm_notBefore (self.certificate), first_day * DAY);
  X509_gmtime_adj (X509_getm_notAfter (self.certificate), last_day * DAY);
  X509_set_pubkey (self.certificate, self.key);
  name = X509_get_subject_name (self.certificate);
  X509_NAME_add_entry_by_txt (name, "O", MBSTRING_ASC, (const guchar *) "Loft tests", -1, -1, 0);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const guchar *) common_name, -1, -1, 0);
  return self;
}

static void
sign (Identity *self, const Identity *issuer)
{
  X509_set_issuer_name (self->certificate, X509_get_subject_name (issuer->certificate));
  g_assert_cmpint (X509_sign (self->certificate, issuer->key, EVP_sha256 ()), >, 0);
}

static Identity
new_authority (const char *common_name)
{
  Identity self = new_identity (common_name, -60, 60);

  add_extension (self.certificate, self.certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension (self.certificate, self.certificate, NID_key_usage,
                 "critical,keyCertSign,cRLSign");
  add_extension (self.certificate, self.certificate, NID_subject_key_identifier, "hash");
  sign (&self, &self);
  return self;
}

static Identity
new_leaf (const Recipe *recipe)
{
  Identity self = new_identity (recipe->common_name, recipe->first_day, recipe->last_day);
  const Identity *issuer = recipe->issuer == BY_AUTHORITY  ? &made.authority
                           : recipe->issuer == BY_STRANGER ? &made.stranger
                                                           : &self;

  add_extension (self.certificate, issuer->certificate, NID_basic_constraints,
                 "critical,CA:FALSE");
  add_extension (self.certificate, issuer->certificate, NID_ext_key_usage, recipe->usage);
  if (recipe->names != NULL)
    add_extension (self.certificate, issuer->certificate, NID_subject_alt_name, recipe->names);
  sign (&self, issuer);
  return self;
}

static char *
fingerprint_of (X509 *certificate)
{
  guchar digest[EVP_MAX_MD_SIZE];
  guint length = 0;
  GString *hex = g_string_new (NULL);

  X509_digest (certificate, EVP_sha256 (), digest, &length);
  for (guint i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}

/* (transfer full) a file that is gone with the process, however it ends. */
static char *
new_file (const char *name, const char *bytes, gsize length)
{
  int fd = memfd_create (name, MFD_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, bytes, length), ==, length);
  return g_strdup_printf ("/proc/%d/fd/%d", (int) getpid (), fd);
}

static void
write_ca_file (void)
{
  BIO *memory = BIO_new (BIO_s_mem ());
  char *bytes = NULL;
  long length;

  g_assert_true (PEM_write_bio_X509 (memory, made.authority.certificate));
  length = BIO_get_mem_data (memory, &bytes);
  made.ca_file = new_file ("ca.pem", bytes, length);
  BIO_free (memory);
}

/* What is refused must be refused by Loft, not by the taste of a distribution. */
static void
write_config_file (void)
{
  static const char config[] = "openssl_conf = main\n"
                               "[main]\nssl_conf = ssl\n"
                               "[ssl]\nsystem_default = lax\n"
                               "[lax]\nMinProtocol = TLSv1\nCipherString = DEFAULT@SECLEVEL=0\n";

  made.config_file = new_file ("openssl.cnf", config, sizeof config - 1);
  g_setenv ("OPENSSL_CONF", made.config_file, TRUE);
}

static void
make_all (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  write_config_file (); /* OpenSSL reads it at its first use */
  made.authority = new_authority ("Loft test authority");
  made.stranger = new_authority ("Stranger");
  for (guint i = 0; i < LOFT_TEST_N_CERTIFICATES; i++)
    {
      made.leaves[i] = new_leaf (&recipes[i]);
      made.fingerprints[i] = fingerprint_of (made.leaves[i].certificate);
    }
  write_ca_file ();
  g_once_init_leave (&once, 1);
}

void
loft_test_tls_install (void)
{
  make_all ();
  g_setenv ("LOFT_TEST_CA_FILE", made.ca_file, TRUE);
}

gboolean
loft_test_tls_parse (const char *word, LoftTestCertificate *certificate)
{
  for (guint i = 0; i < LOFT_TEST_N_CERTIFICATES; i++)
    if (strcmp (word, recipes[i].word) == 0)
      {
        *certificate = i;
        return TRUE;
      }
  return FALSE;
}

const char *
loft_test_tls_get_ca_file (void)
{
  make_all ();
  return made.ca_file;
}

const char *
loft_test_tls_get_fingerprint (LoftTestCertificate certificate)
{
  make_all ();
  return made.fingerprints[certificate];
}

void
loft_test_tls_get_authority (X509 **certificate, EVP_PKEY **key)
{
  make_all ();
  *certificate = made.authority.certificate;
  *key = made.authority.key;
}

void
loft_test_tls_get_stranger (X509 **certificate, EVP_PKEY **key)
{
  make_all ();
  *certificate = made.stranger.certificate;
  *key = made.stranger.key;
}

X509 *
loft_test_tls_get_certificate (LoftTestCertificate certificate)
{
  make_all ();
  return made.leaves[certificate].certificate;
}

SSL_CTX *
loft_test_tls_new_server_context (LoftTestCertificate certificate, int max_version)
{
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());

  make_all ();
  /* Debian's default level forbids TLS 1.1, which the tests must be able to offer. */
  SSL_CTX_set_security_level (context, 0);
  SSL_CTX_set_min_proto_version (context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version (context, max_version);
  SSL_CTX_use_certificate (context, made.leaves[certificate].certificate);
  SSL_CTX_use_PrivateKey (context, made.leaves[certificate].key);
  return context;
}

GTlsCertificate *
loft_test_tls_new_gio_certificate (LoftTestCertificate certificate)
{
  BIO *memory = BIO_new (BIO_s_mem ());
  g_autoptr (GError) error = NULL;
  GTlsCertificate *converted;
  char *bytes = NULL;
  long length;

  make_all ();
  g_assert_true (PEM_write_bio_X509 (memory, made.leaves[certificate].certificate));
  g_assert_true (PEM_write_bio_PrivateKey (memory, made.leaves[certificate].key, NULL, NULL, 0,
                                           NULL, NULL));
  length = BIO_get_mem_data (memory, &bytes);
  converted = g_tls_certificate_new_from_pem (bytes, length, &error);
  g_assert_no_error (error);
  BIO_free (memory);
  return converted;
}
