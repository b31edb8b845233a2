/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tls-private.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/socket.h>

#include "loft-client-certificate-private.h"
#include "loft-error.h"
#include "loft-tls-judge-private.h"

/* Several records of 16 kB with one system call. */
#define READ_AHEAD (128 * 1024)

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

static int
verify_chain (X509_STORE_CTX *store, void *data)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ());
  LoftTlsPeer *peer = SSL_get_app_data (ssl);

  peer->judged = FALSE;
  g_clear_pointer (&peer->problem, loft_certificate_problem_free);
  g_clear_pointer (&peer->faults, g_free);
  peer->problem = loft_tls_judge (X509_STORE_CTX_get0_untrusted (store),
                                  X509_STORE_CTX_get0_param (store), peer->endpoint, &peer->faults);
  peer->judged = peer->problem == NULL;
  X509_STORE_CTX_set_error (store, peer->judged ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
  return peer->judged;
}

static SSL_CTX *
new_context (void)
{
  SSL_CTX *context = SSL_CTX_new (TLS_client_method ());

  if (context == NULL)
    return NULL;
  if (SSL_CTX_set_min_proto_version (context, TLS1_2_VERSION) != 1 ||
      !loft_tls_judge_is_ready ())
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
