/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ldap-backend.h"

#include <string.h>

#include "loft-contact.h"
#include "loft-error.h"
#include "loft-ldap-filter.h"
#include "loft-ldap-session.h"

#define MAX_PEOPLE 200

struct _LoftLdapBackend {
  GObject parent;

  LoftAccount *account;
  LoftCredentialsFunc func;
  gpointer user_data;
  LoftLdapSession *session; /* (nullable) until connect () */
  LoftCertificateProblem *problem; /* (nullable) of the last connect () */
};

static void loft_ldap_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftLdapBackend, loft_ldap_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_ldap_backend_interface_init))

gboolean
loft_ldap_backend_is_built (void)
{
  return TRUE;
}

char *
loft_ldap_backend_dup_base (const char *url)
{
  const char *host = strstr (url, "://");
  const char *slash = host != NULL ? strchr (host + 3, '/') : NULL;
  g_autofree char *path =
    slash != NULL ? g_strndup (slash + 1, strcspn (slash + 1, "?#")) : g_strdup ("");
  char *base = g_uri_unescape_string (path, NULL);

  if (base != NULL && g_utf8_validate (base, -1, NULL))
    return base;
  g_free (base);
  return g_strdup ("");
}

/* ---- connection --------------------------------------------------------------------------- */

static gboolean
ldap_backend_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftLdapBackend *self = LOFT_LDAP_BACKEND (backend);
  g_autoptr (LoftEndpoint) endpoint = NULL;

  if (self->session != NULL)
    return TRUE;
  endpoint = loft_endpoint_new_for_account (self->account);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  self->session = loft_ldap_session_open (endpoint, self->account->incoming.user, self->func,
                                          self->user_data, &self->problem, cancellable, error);
  return self->session != NULL;
}

static void
ldap_backend_disconnect (LoftBackend *backend)
{
  g_clear_pointer (&LOFT_LDAP_BACKEND (backend)->session, loft_ldap_session_free);
}

/* Nobody needs a connection that waits. */
static void
ldap_backend_leave (LoftBackend *backend, GCancellable *cancellable)
{
  ldap_backend_disconnect (backend);
}

/* As an account of address books of which there are none: no inbox is missed. */
static LoftBackendCapabilities
ldap_backend_get_capabilities (LoftBackend *backend)
{
  return LOFT_BACKEND_HAS_DIRECTORY | LOFT_BACKEND_HAS_RESOURCES;
}

/* ---- people ------------------------------------------------------------------------------- */

static GPtrArray *
search (LoftLdapBackend *self, const char *filter, guint limit, gboolean *more,
        GCancellable *cancellable, GError **error)
{
  g_autofree char *base = loft_ldap_backend_dup_base (self->account->url);

  if (base[0] == '\0')
    {
      g_free (base);
      base = loft_ldap_session_find_base (self->session, cancellable);
    }
  if (base != NULL)
    return loft_ldap_session_search (self->session, base, filter, limit, more, cancellable, error);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                         "The directory does not tell where its people are; add the base to the "
                         "account's address");
  return NULL;
}

static gboolean
is_over (const GError *error)
{
  return loft_error_is_cancelled (error) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_OFFLINE) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY) ||
         g_error_matches (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

/* A directory ends connections that were silent for some minutes: then it is asked by another one. */
static GPtrArray *
ldap_backend_find_people (LoftBackend *backend, const char *words, guint limit, gboolean *more,
                          GCancellable *cancellable, GError **error)
{
  LoftLdapBackend *self = LOFT_LDAP_BACKEND (backend);
  g_autofree char *filter = loft_ldap_filter_for_words (words);
  GError *failure = NULL;
  GPtrArray *people;

  if (filter == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  if (!ldap_backend_connect (backend, cancellable, error))
    return NULL;
  people = search (self, filter, MIN (limit, MAX_PEOPLE), more, cancellable, &failure);
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_OFFLINE))
    {
      g_clear_error (&failure);
      ldap_backend_disconnect (backend);
      if (!ldap_backend_connect (backend, cancellable, error))
        return NULL;
      people = search (self, filter, MIN (limit, MAX_PEOPLE), more, cancellable, &failure);
    }
  if (failure == NULL)
    return people;
  if (is_over (failure))
    ldap_backend_disconnect (backend);
  g_propagate_error (error, failure);
  return NULL;
}

/* ---- what there is not -------------------------------------------------------------------- */

static GPtrArray *
ldap_backend_list_folders (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_remote_folder_free);
}

static gboolean
ldap_backend_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                      LoftRemoteIds *known, const LoftContentWish *wish, LoftChangeFunc func,
                      gpointer user_data, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
ldap_backend_fetch (LoftBackend *backend, const char *folder_id, GBytes *token,
                    GPtrArray *remote_ids, LoftFetchedFunc func, gpointer user_data,
                    GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
ldap_backend_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                           GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static gboolean
ldap_backend_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
                    GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "A directory does not tell of changes");
  return FALSE;
}

static void
ldap_backend_wake (LoftBackend *backend)
{
}

static LoftCertificateProblem *
ldap_backend_get_certificate_problem (LoftBackend *backend)
{
  LoftLdapBackend *self = LOFT_LDAP_BACKEND (backend);

  return self->problem != NULL ? loft_certificate_problem_copy (self->problem) : NULL;
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_ldap_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = ldap_backend_connect;
  iface->disconnect = ldap_backend_disconnect;
  iface->leave = ldap_backend_leave;
  iface->get_capabilities = ldap_backend_get_capabilities;
  iface->find_people = ldap_backend_find_people;
  iface->list_folders = ldap_backend_list_folders;
  iface->changes = ldap_backend_changes;
  iface->fetch = ldap_backend_fetch;
  iface->change_flags = ldap_backend_change_flags;
  iface->watch = ldap_backend_watch;
  iface->wake = ldap_backend_wake;
  iface->get_certificate_problem = ldap_backend_get_certificate_problem;
}

static void
loft_ldap_backend_finalize (GObject *object)
{
  LoftLdapBackend *self = LOFT_LDAP_BACKEND (object);

  ldap_backend_disconnect (LOFT_BACKEND (self));
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  loft_account_unref (self->account);
  G_OBJECT_CLASS (loft_ldap_backend_parent_class)->finalize (object);
}

static void
loft_ldap_backend_class_init (LoftLdapBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_ldap_backend_finalize;
}

static void
loft_ldap_backend_init (LoftLdapBackend *self)
{
}

LoftBackend *
loft_ldap_backend_new (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data)
{
  LoftLdapBackend *self = g_object_new (LOFT_TYPE_LDAP_BACKEND, NULL);

  self->account = loft_account_ref (account);
  self->func = func;
  self->user_data = user_data;
  return LOFT_BACKEND (self);
}
