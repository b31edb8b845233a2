/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-connection.h"

#include <lber.h>
#include <string.h>

#include "loft-error.h"
#include "loft-ldap-failure.h"
#include "loft-trust.h"

#define NETWORK_SECONDS 15
#define ANSWER_SECONDS  20
#define TURN_US         (100 * 1000) /* between two looks whether somebody cancelled */
#define MAX_MESSAGE     (1024 * 1024) /* bytes of one entry: a photo is none of what is asked for */

/* ---- options ------------------------------------------------------------------------------ */

/* Where systems keep the authorities that they trust: Debian and its kin, Fedora, SUSE, Alpine. */
static const char *const authorities[] = {
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
};

static const char *
find_authorities (void)
{
#ifdef LOFT_TEST_HOOKS
  if (g_getenv ("LOFT_TEST_CA_FILE") != NULL)
    return g_getenv ("LOFT_TEST_CA_FILE");
#endif
  if (g_getenv ("SSL_CERT_FILE") != NULL)
    return g_getenv ("SSL_CERT_FILE");
  for (guint i = 0; i < G_N_ELEMENTS (authorities); i++)
    if (g_file_test (authorities[i], G_FILE_TEST_EXISTS))
      return authorities[i];
  return authorities[0];
}

/* A longer message ends the connection, before there is room made for it. */
static gboolean
limit_messages (LDAP *handle)
{
  Sockbuf *socket = NULL;
  ber_len_t most = MAX_MESSAGE;

  return ldap_get_option (handle, LDAP_OPT_SOCKBUF, &socket) == LDAP_SUCCESS &&
         ber_sockbuf_ctrl (socket, LBER_SB_OPT_SET_MAX_INCOMING, &most) == 1;
}

/* What /etc/ldap/ldap.conf says is another program's matter: TLS is verified whatever stands there. */
static gboolean
set_options (LDAP *handle, gboolean verifies)
{
  int version = LDAP_VERSION3;
  int demand = verifies ? LDAP_OPT_X_TLS_DEMAND : LDAP_OPT_X_TLS_NEVER;
  int oldest = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
  int client = 0;
  struct timeval network = { NETWORK_SECONDS, 0 };
  struct timeval answer = { ANSWER_SECONDS, 0 };

  return ldap_set_option (handle, LDAP_OPT_PROTOCOL_VERSION, &version) == LDAP_SUCCESS &&
         limit_messages (handle) &&
         ldap_set_option (handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) == LDAP_SUCCESS &&
         ldap_set_option (handle, LDAP_OPT_NETWORK_TIMEOUT, &network) == LDAP_SUCCESS &&
         ldap_set_option (handle, LDAP_OPT_TIMEOUT, &answer) == LDAP_SUCCESS &&
         ldap_set_option (handle, LDAP_OPT_X_TLS_CACERTFILE, find_authorities ()) == LDAP_SUCCESS &&
         ldap_set_option (handle, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) == LDAP_SUCCESS &&
         ldap_set_option (handle, LDAP_OPT_X_TLS_PROTOCOL_MIN, &oldest) == LDAP_SUCCESS &&
         ldap_set_option (handle, LDAP_OPT_X_TLS_NEWCTX, &client) == LDAP_SUCCESS;
}

/* ---- reaching ----------------------------------------------------------------------------- */

/* "ldap://[::1]:389" */
static char *
make_uri (const LoftEndpoint *endpoint)
{
  gboolean is_v6 = strchr (endpoint->host, ':') != NULL;

  return g_strdup_printf ("%s://%s%s%s:%u",
                          endpoint->security == LOFT_ENDPOINT_TLS ? "ldaps" : "ldap",
                          is_v6 ? "[" : "", endpoint->host, is_v6 ? "]" : "", endpoint->port);
}

/* (transfer full) (nullable) The certificate that the server showed. */
static LoftCertificateProblem *
dup_certificate (LDAP *handle, const LoftEndpoint *endpoint)
{
  struct berval der = { 0 };
  LoftCertificateProblem *problem;

  if (ldap_get_option (handle, LDAP_OPT_X_TLS_PEERCERT, &der) != LDAP_SUCCESS || der.bv_val == NULL)
    return NULL;
  problem = loft_trust_describe_leaf ((const guchar *) der.bv_val, der.bv_len, endpoint->host,
                                      endpoint->port);
  ldap_memfree (der.bv_val);
  return problem;
}

/* (transfer full) (nullable) Connected, with TLS where the endpoint wants it. verifies: the certificate must
 * be good; *result: what the library says. */
static LDAP *
reach (const LoftEndpoint *endpoint, gboolean verifies, int *result)
{
  g_autofree char *uri = make_uri (endpoint);
  LDAP *handle = NULL;

  *result = ldap_initialize (&handle, uri);
  if (*result == LDAP_SUCCESS && !set_options (handle, verifies))
    *result = LDAP_PARAM_ERROR;
  if (*result == LDAP_SUCCESS && endpoint->security == LOFT_ENDPOINT_STARTTLS)
    *result = ldap_start_tls_s (handle, NULL, NULL);
  else if (*result == LDAP_SUCCESS)
    *result = ldap_connect (handle);
  if (*result == LDAP_SUCCESS)
    return handle;
  if (handle != NULL)
    ldap_unbind_ext (handle, NULL, NULL);
  return NULL;
}

/* Of a bad certificate the library says no more than of a server that is not there: it is looked whether all
 * is well but for that. Nobody signs in by this connection. */
static LoftCertificateProblem *
look_at_certificate (const LoftEndpoint *endpoint)
{
  int result = LDAP_SUCCESS;
  LDAP *handle =
    endpoint->security != LOFT_ENDPOINT_PLAIN ? reach (endpoint, FALSE, &result) : NULL;
  LoftCertificateProblem *problem = handle != NULL ? dup_certificate (handle, endpoint) : NULL;

  if (handle != NULL)
    ldap_unbind_ext (handle, NULL, NULL);
  return problem;
}

static LDAP *
reach_verified (const LoftEndpoint *endpoint, LoftCertificateProblem **problem, GError **error)
{
  int result = LDAP_SUCCESS;
  LDAP *handle = reach (endpoint, TRUE, &result);

  if (handle != NULL)
    return handle;
  *problem = look_at_certificate (endpoint);
  if (*problem != NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "%s (SHA-256 %s)", (*problem)->reason,
                 (*problem)->fingerprint);
  else
    loft_ldap_failure_set (result, NULL, error);
  return NULL;
}

/* By the one certificate that the person accepted; one that is good now is good too. */
static LDAP *
reach_accepted (const LoftEndpoint *endpoint, LoftCertificateProblem **problem, GError **error)
{
  g_autoptr (LoftCertificateProblem) shown = NULL;
  int result = LDAP_SUCCESS;
  LDAP *handle = reach (endpoint, FALSE, &result);

  if (handle == NULL)
    {
      loft_ldap_failure_set (result, NULL, error);
      return NULL;
    }
  shown = dup_certificate (handle, endpoint);
  if (shown != NULL && g_str_equal (shown->fingerprint, endpoint->trusted_leaf))
    return handle;
  ldap_unbind_ext (handle, NULL, NULL);
  return reach_verified (endpoint, problem, error);
}

static LDAP *
reach_securely (const LoftEndpoint *endpoint, LoftCertificateProblem **problem, GError **error)
{
  if (endpoint->trusted_leaf[0] == '\0' || endpoint->security == LOFT_ENDPOINT_PLAIN)
    return reach_verified (endpoint, problem, error);
  return reach_accepted (endpoint, problem, error);
}

/* ---- in a thread of its own --------------------------------------------------------------- */

/* The library looks names up, connects and shakes hands without letting anybody in between. Who does not want
 * to wait for that leaves it: what it comes to is then closed with the queue. */
typedef struct {
  LoftEndpoint *endpoint; /* (owned) */
  GAsyncQueue *done; /* (owned) of Reached */
} Reaching;

typedef struct {
  LDAP *handle; /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
} Reached;

static void
reached_free (gpointer data)
{
  Reached *reached = data;

  if (reached->handle != NULL)
    ldap_unbind_ext (reached->handle, NULL, NULL);
  loft_certificate_problem_free (reached->problem);
  g_clear_error (&reached->error);
  g_free (reached);
}

static gpointer
reach_thread (gpointer data)
{
  Reaching *reaching = data;
  Reached *reached = g_new0 (Reached, 1);

  reached->handle = reach_securely (reaching->endpoint, &reached->problem, &reached->error);
  g_async_queue_push (reaching->done, reached);
  g_async_queue_unref (reaching->done);
  loft_endpoint_free (reaching->endpoint);
  g_free (reaching);
  return NULL;
}

static void
begin (const LoftEndpoint *endpoint, GAsyncQueue *done)
{
  Reaching *reaching = g_new0 (Reaching, 1);

  reaching->endpoint = loft_endpoint_copy (endpoint);
  reaching->done = g_async_queue_ref (done);
  g_thread_unref (g_thread_new ("ldap-connect", reach_thread, reaching));
}

LDAP *
loft_ldap_connection_open (const LoftEndpoint *endpoint, LoftCertificateProblem **problem,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncQueue) done = g_async_queue_new_full (reached_free);
  Reached *reached = NULL;
  LDAP *handle;

  *problem = NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  begin (endpoint, done);
  while (reached == NULL)
    {
      reached = g_async_queue_timeout_pop (done, TURN_US);
      if (reached == NULL && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  handle = g_steal_pointer (&reached->handle);
  *problem = g_steal_pointer (&reached->problem);
  if (reached->error != NULL)
    g_propagate_error (error, g_steal_pointer (&reached->error));
  reached_free (reached);
  return handle;
}
