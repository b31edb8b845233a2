/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-session.h"

#include <lber.h>
#include <ldap.h>
#include <string.h>

#include "loft-error.h"
#include "loft-ldap-failure.h"
#include "loft-ldap-person.h"
#include "loft-trust.h"

#define NETWORK_SECONDS 15
#define ANSWER_SECONDS  20
#define TURN_MS         100 /* between two looks whether somebody cancelled */
#define PAGE            100 /* entries asked for at once */
#define MAX_PAGES       20
#define MAX_MESSAGE     (1024 * 1024) /* bytes of one entry: a photo is none of what is asked for */

struct _LoftLdapSession {
  LDAP *handle;
};

void
loft_ldap_session_free (LoftLdapSession *self)
{
  if (self->handle != NULL)
    ldap_unbind_ext (self->handle, NULL, NULL);
  g_free (self);
}

/* ---- connecting --------------------------------------------------------------------------- */

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

/* ---- answers ------------------------------------------------------------------------------ */

/* (transfer full) (nullable) The next message that answers id. */
static LDAPMessage *
next_answer (LDAP *handle, int id, GCancellable *cancellable, GError **error)
{
  gint64 until = g_get_monotonic_time () + ANSWER_SECONDS * (gint64) G_USEC_PER_SEC;
  LDAPMessage *message = NULL;
  int kind = 0;

  while (kind == 0)
    {
      struct timeval turn = { 0, TURN_MS * 1000 };

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          g_get_monotonic_time () > until)
        {
          ldap_abandon_ext (handle, id, NULL, NULL);
          if (!g_cancellable_is_cancelled (cancellable))
            g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                                 "The directory did not answer in time");
          return NULL;
        }
      kind = ldap_result (handle, id, LDAP_MSG_ONE, &turn, &message);
    }
  if (kind > 0)
    return message;
  loft_ldap_failure_of_connection (handle, error);
  return NULL;
}

/* The outcome of an operation. Takes message. */
static int
read_outcome (LDAP *handle, LDAPMessage *message, struct berval *cookie, GError **error)
{
  LDAPControl **controls = NULL;
  g_autofree char *said = NULL;
  char *text = NULL;
  int result = LDAP_OTHER;

  if (ldap_parse_result (handle, message, &result, NULL, &text, NULL, &controls, TRUE) !=
      LDAP_SUCCESS)
    result = LDAP_DECODING_ERROR;
  said = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  ldap_memfree (text);
  if (cookie != NULL && controls != NULL)
    {
      LDAPControl *page = ldap_control_find (LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
      ber_int_t estimate = 0;

      if (page != NULL)
        ldap_parse_pageresponse_control (handle, page, &estimate, cookie);
    }
  if (controls != NULL)
    ldap_controls_free (controls);
  if (result != LDAP_SUCCESS && result != LDAP_SIZELIMIT_EXCEEDED)
    loft_ldap_failure_set (result, said, error);
  return result;
}

/* ---- signing in --------------------------------------------------------------------------- */

/* A password for nobody would be taken for nobody (RFC 4513 5.1.2), and an empty one for a success. */
static gboolean
bind_as (LDAP *handle, const char *user, const char *password, GCancellable *cancellable,
         GError **error)
{
  struct berval secret = { strlen (password), (char *) password };
  LDAPMessage *message;
  int id = 0;

  if (ldap_sasl_bind (handle, user, LDAP_SASL_SIMPLE, &secret, NULL, NULL, &id) != LDAP_SUCCESS)
    return loft_ldap_failure_of_connection (handle, error);
  message = next_answer (handle, id, cancellable, error);
  return message != NULL && read_outcome (handle, message, NULL, error) == LDAP_SUCCESS;
}

static gboolean
sign_in (LDAP *handle, const char *user, LoftCredentialsFunc func, gpointer user_data,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftCredentials) credentials = NULL;

  if (user[0] == '\0')
    return bind_as (handle, "", "", cancellable, error);
  credentials = func (user_data, cancellable, error);
  if (credentials == NULL)
    return FALSE;
  if (credentials->password != NULL && credentials->password[0] != '\0')
    return bind_as (handle, user, credentials->password, cancellable, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_AUTH,
                       "The directory is not signed in to without a password");
  return FALSE;
}

LoftLdapSession *
loft_ldap_session_open (const LoftEndpoint *endpoint, const char *user, LoftCredentialsFunc func,
                        gpointer user_data, LoftCertificateProblem **problem,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftLdapSession) self = g_new0 (LoftLdapSession, 1);

  *problem = NULL;
  self->handle = reach_securely (endpoint, problem, error);
  if (self->handle == NULL || !sign_in (self->handle, user, func, user_data, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* ---- searching ---------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static LoftContact *
read_entry (LDAP *handle, LDAPMessage *entry)
{
  char *dn = ldap_get_dn (handle, entry);
  g_autoptr (LoftLdapPerson) person = loft_ldap_person_new (dn != NULL ? dn : "");
  BerElement *place = NULL;

  for (char *name = ldap_first_attribute (handle, entry, &place); name != NULL;
       name = ldap_next_attribute (handle, entry, place))
    {
      struct berval **values = ldap_get_values_len (handle, entry, name);

      for (guint i = 0; values != NULL && values[i] != NULL; i++)
        loft_ldap_person_add (person, name, values[i]->bv_val, values[i]->bv_len);
      ldap_value_free_len (values);
      ldap_memfree (name);
    }
  ber_free (place, 0);
  ldap_memfree (dn);
  return loft_ldap_person_finish (person);
}

/* One page. *cookie: where the next one begins; empty: there is none. */
static int
read_page (LDAP *handle, int id, GPtrArray *people, guint limit, struct berval *cookie,
           gboolean *more, GCancellable *cancellable, GError **error)
{
  LDAPMessage *message;

  while ((message = next_answer (handle, id, cancellable, error)) != NULL)
    {
      LoftContact *contact;

      if (ldap_msgtype (message) == LDAP_RES_SEARCH_RESULT)
        return read_outcome (handle, message, cookie, error);
      contact =
        ldap_msgtype (message) == LDAP_RES_SEARCH_ENTRY ? read_entry (handle, message) : NULL;
      ldap_msgfree (message);
      if (contact != NULL && people->len < limit)
        g_ptr_array_add (people, contact);
      else if (contact != NULL)
        {
          *more = TRUE;
          loft_contact_unref (contact);
        }
    }
  return LDAP_OTHER;
}

static int
ask (LDAP *handle, const char *base, int scope, const char *filter, const char *const *attributes,
     guint limit, const struct berval *cookie, int *id)
{
  struct timeval patience = { ANSWER_SECONDS, 0 };
  LDAPControl *page = NULL;
  LDAPControl *controls[] = { NULL, NULL };
  int result;

  /* Servers without pages pass it over: not critical. */
  if (cookie != NULL &&
      ldap_create_page_control (handle, MIN (limit, PAGE), (struct berval *) cookie, 0, &page) ==
        LDAP_SUCCESS)
    controls[0] = page;
  result = ldap_search_ext (handle, base, scope, filter, (char **) attributes, 0, controls, NULL,
                            &patience, cookie != NULL ? (int) limit : 1, id);
  if (page != NULL)
    ldap_control_free (page);
  return result;
}

GPtrArray *
loft_ldap_session_search (LoftLdapSession *self, const char *base, const char *filter, guint limit,
                          gboolean *more, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) people =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  struct berval cookie = { 0, NULL };
  gboolean goes_on = TRUE;
  int result = LDAP_SUCCESS;

  *more = FALSE;
  for (guint i = 0; goes_on && i < MAX_PAGES; i++)
    {
      struct berval next = { 0, NULL };
      int id = 0;

      /* One more than wished for tells that there are more. */
      result = ask (self->handle, base, LDAP_SCOPE_SUBTREE, filter,
                    loft_ldap_person_get_attributes (), limit + 1, &cookie, &id);
      if (result == LDAP_SUCCESS)
        result = read_page (self->handle, id, people, limit, &next, more, cancellable, error);
      else
        loft_ldap_failure_set (result, NULL, error);
      ber_memfree (cookie.bv_val);
      cookie = next;
      goes_on = result == LDAP_SUCCESS && cookie.bv_len > 0 && !*more;
    }
  ber_memfree (cookie.bv_val);
  *more = *more || goes_on || result == LDAP_SIZELIMIT_EXCEEDED;
  return result == LDAP_SUCCESS || result == LDAP_SIZELIMIT_EXCEEDED ? g_steal_pointer (&people)
                                                                     : NULL;
}

/* ---- where people are --------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static char *
first_value (LDAP *handle, LDAPMessage *entry, const char *name)
{
  struct berval **values = ldap_get_values_len (handle, entry, name);
  char *text = NULL;

  if (values != NULL && values[0] != NULL && values[0]->bv_len > 0 &&
      g_utf8_validate (values[0]->bv_val, (gssize) values[0]->bv_len, NULL))
    text = g_strndup (values[0]->bv_val, values[0]->bv_len);
  ldap_value_free_len (values);
  return text;
}

char *
loft_ldap_session_find_base (LoftLdapSession *self, GCancellable *cancellable)
{
  static const char *const attributes[] = { "defaultNamingContext", "namingContexts", NULL };
  LDAPMessage *message = NULL;
  char *base = NULL;
  int id = 0;

  if (ask (self->handle, "", LDAP_SCOPE_BASE, "(objectClass=*)", attributes, 1, NULL, &id) !=
      LDAP_SUCCESS)
    return NULL;
  while (base == NULL && (message = next_answer (self->handle, id, cancellable, NULL)) != NULL)
    {
      int kind = ldap_msgtype (message);

      for (guint i = 0; kind == LDAP_RES_SEARCH_ENTRY && base == NULL && attributes[i] != NULL; i++)
        base = first_value (self->handle, message, attributes[i]);
      ldap_msgfree (message);
      if (kind == LDAP_RES_SEARCH_RESULT)
        break;
    }
  return base;
}
