/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tls-private.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/socket.h>

#include "loft-client-certificate-private.h"
#include "loft-error.h"
#include "loft-trust-private.h"

/* Several records of 16 kB with one system call. */
#define READ_AHEAD  (128 * 1024)
#define MAX_RESULTS 16
/* OpenSSL's level of 112 bits: RSA from 2,048 bits on, neither MD5 nor SHA-1. A distribution's
 * configuration may ask for more, never for less. */
#define AUTH_LEVEL  2

/* OpenSSL's own socket BIO writes with write (), which would raise SIGPIPE. */
static int
socket_bio_write (BIO *bio, const char *bytes, size_t length, size_t *written)
{
  LoftTlsPeer *peer = BIO_get_data (bio);
  ssize_t n;

  BIO_clear_retry_flags (bio);
  do
    n = send (peer->fd, bytes, length, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n >= 0)
    {
      *written = n;
      return 1;
    }
  if (errno == EAGAIN || errno == EWOULDBLOCK)
    BIO_set_retry_write (bio);
  else
    peer->last_errno = errno;
  return 0;
}

static int
socket_bio_read (BIO *bio, char *bytes, size_t length, size_t *read)
{
  LoftTlsPeer *peer = BIO_get_data (bio);
  ssize_t n;

  BIO_clear_retry_flags (bio);
  do
    n = recv (peer->fd, bytes, length, 0);
  while (n < 0 && errno == EINTR);
  if (n > 0)
    {
      *read = n;
      return 1;
    }
  if (n == 0)
    peer->ended = TRUE;
  else if (errno == EAGAIN || errno == EWOULDBLOCK)
    BIO_set_retry_read (bio);
  else
    peer->last_errno = errno;
  return 0;
}

static long
socket_bio_control (BIO *bio, int command, long number, void *pointer)
{
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *
socket_bio_method (void)
{
  static BIO_METHOD *method = NULL;
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      method = BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK, "loft socket");
      BIO_meth_set_write_ex (method, socket_bio_write);
      BIO_meth_set_read_ex (method, socket_bio_read);
      BIO_meth_set_ctrl (method, socket_bio_control);
      g_once_init_leave (&once, 1);
    }
  return method;
}

typedef struct {
  int results[MAX_RESULTS];
  guint n;
} Results;

static void
add_result (Results *self, int result)
{
  for (guint i = 0; i < self->n; i++)
    if (self->results[i] == result)
      return;
  if (self->n < MAX_RESULTS)
    self->results[self->n++] = result;
}

static int
results_index (void)
{
  static int index = -1;
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      index = CRYPTO_get_ex_new_index (CRYPTO_EX_INDEX_X509_STORE_CTX, 0, NULL, NULL, NULL, NULL);
      g_once_init_leave (&once, 1);
    }
  return index;
}

/* Collects instead of stopping at the first fault: who is asked to accept an expired certificate
 * must also hear that it is for another host. */
static int
collect_result (int ok, X509_STORE_CTX *store)
{
  if (!ok)
    add_result (X509_STORE_CTX_get_ex_data (store, results_index ()),
                X509_STORE_CTX_get_error (store));
  return 1;
}

static void
demand_strength (X509_STORE_CTX *store)
{
  X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param (store);
  int level = X509_VERIFY_PARAM_get_auth_level (parameters);

  X509_VERIFY_PARAM_set_auth_level (parameters, MAX (level, AUTH_LEVEL));
}

static int
verify_chain (X509_STORE_CTX *store, void *data)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ());
  LoftTlsPeer *peer = SSL_get_app_data (ssl);
  Results results = { .n = 0 };
  int verified;

  peer->judged = FALSE;
  demand_strength (store);
  X509_STORE_CTX_set_ex_data (store, results_index (), &results);
  X509_STORE_CTX_set_verify_cb (store, collect_result);
  verified = X509_verify_cert (store);
  X509_STORE_CTX_set_ex_data (store, results_index (), NULL);
  if (verified != 1 || X509_STORE_CTX_get_error (store) != X509_V_OK)
    add_result (&results, X509_STORE_CTX_get_error (store) != X509_V_OK
                            ? X509_STORE_CTX_get_error (store) : X509_V_ERR_UNSPECIFIED);

  g_clear_pointer (&peer->problem, loft_certificate_problem_free);
  peer->problem = loft_trust_judge (X509_STORE_CTX_get0_untrusted (store), results.results,
                                    results.n, peer->endpoint);
  peer->judged = peer->problem == NULL;
  g_free (peer->faults);
  peer->faults = loft_trust_name_faults (results.results, results.n);
  X509_STORE_CTX_set_error (store, peer->judged    ? X509_V_OK
                                   : results.n > 0 ? results.results[0]
                                                   : X509_V_ERR_UNSPECIFIED);
  return peer->judged;
}

static gboolean
load_roots (SSL_CTX *context)
{
#ifdef LOFT_TEST_HOOKS
  const char *file = g_getenv ("LOFT_TEST_CA_FILE");

  if (file != NULL)
    return SSL_CTX_load_verify_locations (context, file, NULL) == 1;
#endif
  return SSL_CTX_set_default_verify_paths (context) == 1;
}

static SSL_CTX *
new_context (void)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());

  if (context == NULL)
    return NULL;
  if (SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION) != 1 || !load_roots (context))
    {
      SSL_CTX_free (context);
      return NULL;
    }
  SSL_CTX_set_options (context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_mode (context,
                    SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode (context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_read_ahead (context, 1);
  SSL_CTX_set_default_read_buffer_len (context, READ_AHEAD);
  SSL_CTX_set_verify (context, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_verify_callback (context, verify_chain, NULL);
  return context;
}

static SSL_CTX *
shared_context (void)
{
  static SSL_CTX *context = NULL;
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      context = new_context ();
      g_once_init_leave (&once, 1);
    }
  return context;
}

static gboolean
expect_address (SSL *ssl, GInetAddress *address)
{
  return X509_VERIFY_PARAM_set1_ip (SSL_get0_param (ssl), g_inet_address_to_bytes (address),
                                    g_inet_address_get_native_size (address)) == 1;
}

/* RFC 9525: a subject's common name is not a host name, and a wildcard stands for one whole label.
 * RFC 6066: the name is told to the server without a final dot, addresses are not told. */
static gboolean
expect_name (SSL *ssl, const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  gsize length = ascii != NULL ? strlen (ascii) : 0;

  if (length > 0 && ascii[length - 1] == '.')
    ascii[--length] = '\0';
  if (length == 0)
    return FALSE;
  SSL_set_hostflags (ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                            X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  return SSL_set1_host (ssl, ascii) == 1 && SSL_set_tlsext_host_name (ssl, ascii) == 1;
}

static gboolean
expect_host (SSL *ssl, const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? expect_address (ssl, address) : expect_name (ssl, host);
}

SSL *
loft_tls_new (LoftTlsPeer *peer, GError **error)
{
  SSL_CTX *context = shared_context ();
  SSL *ssl = context != NULL ? SSL_new (context) : NULL;
  BIO *bio = ssl != NULL ? BIO_new (socket_bio_method ()) : NULL;

  if (bio == NULL)
    {
      SSL_free (ssl);
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "TLS is not available: the list of authorities cannot be read");
      return NULL;
    }
  BIO_set_data (bio, peer);
  BIO_set_init (bio, 1);
  SSL_set_bio (ssl, bio, bio);
  SSL_set_app_data (ssl, peer);
  SSL_set_connect_state (ssl);
  if (!expect_host (ssl, peer->endpoint->host))
    {
      SSL_free (ssl);
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                   "“%s” is no host name that a certificate could be checked against",
                   peer->endpoint->host);
      return NULL;
    }
  if (!loft_client_certificate_use (peer->endpoint->client_certificate, ssl, error))
    {
      SSL_free (ssl);
      return NULL;
    }
  return ssl;
}

const char *
loft_tls_describe_error (void)
{
  unsigned long code = ERR_peek_last_error ();
  const char *reason = code != 0 ? ERR_reason_error_string (code) : NULL;

  return reason != NULL ? reason : "no reason given";
}
