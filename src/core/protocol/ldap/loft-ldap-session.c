/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-session.h"

#include <ldap.h>
#include <string.h>

#include "loft-error.h"
#include "loft-ldap-connection.h"
#include "loft-ldap-failure.h"
#include "loft-ldap-person.h"

#define ANSWER_SECONDS 20
#define TURN_MS        100 /* between two looks whether somebody cancelled */
#define PAGE           100 /* entries asked for at once */
#define MAX_PAGES      20

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

  self->handle = loft_ldap_connection_open (endpoint, problem, cancellable, error);
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
