/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-client-certificate-private.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <string.h>

#include "loft-error.h"

#define MAX_FILE         (1024 * 1024)
#define MAX_CERTIFICATES 10 /* up to the authority */

struct _LoftClientCertificate {
  gatomicrefcount ref_count;
  X509 *certificate;
  EVP_PKEY *key;
  STACK_OF (X509) *chain; /* (nullable) */
  char *subject;
};

/* Only one that is encrypted is a reason to ask for a secret. */
LoftClientCertificate *
loft_client_certificate_load_asking (const char          *path,
                                     LoftCredentialsFunc  func,
                                     gpointer             user_data,
                                     GCancellable        *cancellable,
                                     GError             **error)
{
  g_autoptr (LoftCredentials) credentials = NULL;
  g_autoptr (GError) failure = NULL;
  LoftClientCertificate *self = loft_client_certificate_load (path, NULL, &failure);

  if (self != NULL)
    return self;
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_AUTH))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  credentials = func (user_data, cancellable, error);
  if (credentials == NULL)
    return NULL;
  return loft_client_certificate_load (path, credentials->password, error);
}

LoftClientCertificate *
loft_client_certificate_ref (LoftClientCertificate *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_client_certificate_unref (LoftClientCertificate *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  X509_free (self->certificate);
  EVP_PKEY_free (self->key);
  sk_X509_pop_free (self->chain, X509_free);
  g_free (self->subject);
  g_free (self);
}

const char *
loft_client_certificate_get_subject (LoftClientCertificate *self)
{
  return self->subject;
}

/* --- PEM ---------------------------------------------------------------------------------- */

/* Whether a password was wanted tells "wrong password" from "no key". */
typedef struct {
  const char *password; /* (nullable) */
  gboolean asked;
} Password;

static int
give_password (char *buffer, int size, int writing, void *data)
{
  Password *password = data;
  gsize length = password->password != NULL ? strlen (password->password) : 0;

  password->asked = TRUE;
  if (length == 0 || length > (gsize) size)
    return -1;
  memcpy (buffer, password->password, length);
  return (int) length;
}

static void
read_pem_certificates (LoftClientCertificate *self, BIO *bio, Password *password)
{
  X509 *more;

  self->certificate = PEM_read_bio_X509 (bio, NULL, give_password, password);
  self->chain = sk_X509_new_null ();
  while (sk_X509_num (self->chain) < MAX_CERTIFICATES &&
         (more = PEM_read_bio_X509 (bio, NULL, give_password, password)) != NULL)
    sk_X509_push (self->chain, more);
}

/* Certificates and key stand in any order. */
static gboolean
read_pem (LoftClientCertificate *self, const char *bytes, gsize length, Password *password)
{
  BIO *bio = BIO_new_mem_buf (bytes, (int) length);

  self->key = PEM_read_bio_PrivateKey (bio, NULL, give_password, password);
  BIO_free (bio);
  bio = BIO_new_mem_buf (bytes, (int) length);
  read_pem_certificates (self, bio, password);
  BIO_free (bio);
  return self->key != NULL && self->certificate != NULL;
}

/* --- PKCS#12 ------------------------------------------------------------------------------ */

/* No password and an empty one are different things in this format; files come with either. */
static const char *
find_password (PKCS12 *file, Password *password)
{
  if (PKCS12_verify_mac (file, NULL, 0))
    return NULL;
  if (PKCS12_verify_mac (file, "", 0))
    return "";
  password->asked = TRUE;
  return password->password;
}

static gboolean
read_pkcs12 (LoftClientCertificate *self, const char *bytes, gsize length, Password *password)
{
  const guchar *p = (const guchar *) bytes;
  PKCS12 *file = d2i_PKCS12 (NULL, &p, (long) length);
  gboolean parsed;

  if (file == NULL)
    return FALSE;
  parsed = PKCS12_parse (file, find_password (file, password), &self->key, &self->certificate,
                         &self->chain) == 1;
  PKCS12_free (file);
  return parsed && self->key != NULL && self->certificate != NULL;
}

/* --- Both --------------------------------------------------------------------------------- */

static char *
describe (X509 *certificate)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *text = NULL;
  long length;
  char *subject;

  X509_NAME_print_ex (bio, X509_get_subject_name (certificate), 0,
                      XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
  length = BIO_get_mem_data (bio, &text);
  subject = g_utf8_make_valid (text != NULL ? text : "", text != NULL ? length : 0);
  BIO_free (bio);
  return subject;
}

static gboolean
read_any (LoftClientCertificate *self, const char *bytes, gsize length, const char *password,
          GError **error)
{
  Password given = { password, FALSE };
  gboolean is_pem = g_strstr_len (bytes, (gssize) length, "-----BEGIN ") != NULL;
  gboolean read = is_pem ? read_pem (self, bytes, length, &given)
                         : read_pkcs12 (self, bytes, length, &given);

  ERR_clear_error ();
  if (!read && given.asked)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                           password != NULL ? "The password does not open the client certificate"
                                            : "The client certificate needs a password");
      return FALSE;
    }
  if (!read || X509_check_private_key (self->certificate, self->key) != 1)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The file holds no certificate together with its private key");
      return FALSE;
    }
  self->subject = describe (self->certificate);
  return TRUE;
}

static char *
read_file (const char *path, gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *bytes = NULL;

  stream = g_file_read (file, NULL, &failure);
  bytes = g_malloc (MAX_FILE + 1);
  if (stream != NULL && g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, MAX_FILE, length,
                                                 NULL, &failure))
    {
      bytes[*length] = '\0';
      return g_steal_pointer (&bytes);
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
               "The client certificate cannot be read: %s", failure->message);
  return NULL;
}

LoftClientCertificate *
loft_client_certificate_load (const char *path, const char *password, GError **error)
{
  g_autoptr (LoftClientCertificate) self = NULL;
  gsize length = 0;
  char *bytes = read_file (path, &length, error);
  gboolean read;

  if (bytes == NULL)
    return NULL;
  self = g_new0 (LoftClientCertificate, 1);
  g_atomic_ref_count_init (&self->ref_count);
  read = read_any (self, bytes, length, password, error);
  explicit_bzero (bytes, length);
  g_free (bytes);
  return read ? g_steal_pointer (&self) : NULL;
}

gboolean
loft_client_certificate_use (LoftClientCertificate *self, SSL *ssl, GError **error)
{
  if (self == NULL ||
      SSL_use_cert_and_key (ssl, self->certificate, self->key, self->chain, 1) == 1)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "The client certificate is too weak to be used");
  ERR_clear_error ();
  return FALSE;
}
