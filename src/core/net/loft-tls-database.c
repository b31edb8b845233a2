/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-tls-database-private.h"

#include <openssl/x509v3.h>

#include "loft-error.h"
#include "loft-tls-judge-private.h"
#include "loft-trust-private.h"

#define MAX_CHAIN 20

struct _LoftTlsDatabase {
  GTlsDatabase parent;
};

G_DEFINE_FINAL_TYPE (LoftTlsDatabase, loft_tls_database, G_TYPE_TLS_DATABASE)

/* ---- verification ------------------------------------------------------------------------- */

static void
free_chain (STACK_OF (X509) * chain)
{
  sk_X509_pop_free (chain, X509_free);
}

static STACK_OF (X509) * convert_chain (GTlsCertificate *leaf)
{
  STACK_OF (X509) *chain = sk_X509_new_null ();
  GTlsCertificate *next = leaf;

  for (guint i = 0; next != NULL && i < MAX_CHAIN; i++)
    {
      g_autoptr (GByteArray) der = NULL;
      const guchar *bytes;
      X509 *certificate;

      g_object_get (next, "certificate", &der, NULL);
      bytes = der != NULL ? der->data : NULL;
      certificate = bytes != NULL ? d2i_X509 (NULL, &bytes, der->len) : NULL;
      if (certificate == NULL)
        break;
      sk_X509_push (chain, certificate);
      next = g_tls_certificate_get_issuer (next);
    }
  return chain;
}

/* As for streams: RFC 9525, no common names, a wildcard stands for one whole label. */
static gboolean
expect_host (X509_VERIFY_PARAM *wanted, const char *host)
{
  g_autofree char *ascii = NULL;

  X509_VERIFY_PARAM_set_hostflags (wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                             X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  if (g_hostname_is_ip_address (host))
    return X509_VERIFY_PARAM_set1_ip_asc (wanted, host) == 1;
  ascii = g_hostname_to_ascii (host);
  return ascii != NULL && ascii[0] != '\0' && X509_VERIFY_PARAM_set1_host (wanted, ascii, 0) == 1;
}

LoftCertificateProblem *
loft_tls_database_judge (LoftTlsDatabase *self, GTlsCertificate *leaf, const LoftEndpoint *endpoint)
{
  STACK_OF (X509) *chain = convert_chain (leaf);
  X509_VERIFY_PARAM *wanted = X509_VERIFY_PARAM_new ();
  LoftCertificateProblem *problem;

  X509_VERIFY_PARAM_inherit (wanted, X509_VERIFY_PARAM_lookup ("ssl_server"));
  if (expect_host (wanted, endpoint->host))
    problem = loft_tls_judge (chain, wanted, endpoint, NULL);
  else
    problem = loft_trust_judge (chain, (const int[]){ X509_V_ERR_UNSPECIFIED }, 1, endpoint);
  X509_VERIFY_PARAM_free (wanted);
  free_chain (chain);
  return problem;
}

/* ---- GTlsDatabase ------------------------------------------------------------------------- */

static const char *
host_of (GSocketConnectable *identity)
{
  if (G_IS_NETWORK_ADDRESS (identity))
    return g_network_address_get_hostname (G_NETWORK_ADDRESS (identity));
  if (G_IS_NETWORK_SERVICE (identity))
    return g_network_service_get_domain (G_NETWORK_SERVICE (identity));
  return NULL;
}

/* The connection asks its owner about anything but 0; loft_http knows what a person has accepted. */
static GTlsCertificateFlags
verify_chain (GTlsDatabase *database, GTlsCertificate *chain, const char *purpose,
              GSocketConnectable *identity, GTlsInteraction *interaction,
              GTlsDatabaseVerifyFlags flags, GCancellable *cancellable, GError **error)
{
  const char *host = host_of (identity);
  g_autoptr (LoftEndpoint) endpoint = NULL;
  g_autoptr (LoftCertificateProblem) problem = NULL;

  if (host == NULL)
    return G_TLS_CERTIFICATE_BAD_IDENTITY;
  endpoint = loft_endpoint_new (host, 443, LOFT_ENDPOINT_TLS, "");
  problem = loft_tls_database_judge (LOFT_TLS_DATABASE (database), chain, endpoint);
  return problem != NULL ? G_TLS_CERTIFICATE_GENERIC_ERROR : G_TLS_CERTIFICATE_NO_FLAGS;
}

static void
loft_tls_database_class_init (LoftTlsDatabaseClass *klass)
{
  G_TLS_DATABASE_CLASS (klass)->verify_chain = verify_chain;
}

static void
loft_tls_database_init (LoftTlsDatabase *self)
{
}

LoftTlsDatabase *
loft_tls_database_new (GError **error)
{
  if (loft_tls_judge_is_ready ())
    return g_object_new (LOFT_TYPE_TLS_DATABASE, NULL);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                       "TLS is not available: the list of authorities cannot be read");
  return NULL;
}
