/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-backend-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-http-account.h"
#include "loft-log.h"

static void loft_dav_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftDavBackend, loft_dav_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_dav_backend_interface_init))

/* ---- homes -------------------------------------------------------------------------------- */

static void
home_free (LoftDavHome *home)
{
  g_free (home->url);
  g_free (home);
}

/* Many servers have calendars and address books in one home: it is listed once. */
static void
add_home (LoftDavBackend *self, const char *url, LoftDavServices service,
          const LoftDavPerson *person)
{
  LoftDavHome *home;

  for (guint i = 0; i < self->homes->len; i++)
    {
      home = g_ptr_array_index (self->homes, i);
      if (strcmp (home->url, url) == 0)
        {
          home->services |= service;
          return;
        }
    }
  home = g_new0 (LoftDavHome, 1);
  home->url = g_strdup (url);
  home->services = service;
  home->single = person->single;
  home->quirks = loft_dav_quirks_find (url, person->features, person->product);
  g_ptr_array_add (self->homes, home);
  if (loft_log_traces ("dav"))
    loft_log_trace ("dav", "home %s (%s)", url, home->quirks->name);
}

static void
add_homes (LoftDavBackend *self, const LoftDavPerson *person, LoftDavServices services)
{
  if ((services & LOFT_DAV_CALENDARS) != 0)
    for (guint i = 0; i < person->calendars->len; i++)
      add_home (self, g_ptr_array_index (person->calendars, i), LOFT_DAV_CALENDARS, person);
  if ((services & LOFT_DAV_CONTACTS) != 0)
    for (guint i = 0; i < person->contacts->len; i++)
      add_home (self, g_ptr_array_index (person->contacts, i), LOFT_DAV_CONTACTS, person);
  if ((services & LOFT_DAV_CALENDARS) == 0)
    return;
  self->schedules |= loft_dav_person_schedules (person);
  if (self->outbox == NULL && person->outbox != NULL)
    {
      self->outbox = g_strdup (person->outbox);
      self->organizer = person->addresses->len > 0
                          ? g_strdup (g_ptr_array_index (person->addresses, 0))
                          : g_strdup (self->account->address);
    }
}

const LoftDavQuirks *
loft_dav_backend_get_quirks (LoftDavBackend *self, const LoftDavCollection *collection)
{
  for (guint i = 0; i < self->homes->len; i++)
    {
      const LoftDavHome *home = g_ptr_array_index (self->homes, i);

      if (g_str_has_prefix (collection->url, home->url))
        return home->quirks;
    }
  return loft_dav_quirks_find (collection->url, "", "");
}

/* ---- connection --------------------------------------------------------------------------- */

static void
trace_step (const char *text, gpointer user_data)
{
  if (loft_log_traces ("dav"))
    loft_log_trace ("dav", "%s", text);
}

static gboolean
discover (LoftDavBackend *self, const char *url, LoftDavServices services,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftDavPerson) person = NULL;

  if (url[0] == '\0')
    return TRUE;
  loft_http_client_allow (self->client, url);
  person =
    loft_dav_discovery_open (self->client, url, services, trace_step, self, cancellable, error);
  if (person == NULL)
    return FALSE;
  add_homes (self, person, services);
  return TRUE;
}

static gboolean
discover_all (LoftDavBackend *self, GCancellable *cancellable, GError **error)
{
  const LoftAccount *account = self->account;

  if (strcmp (account->calendars, account->contacts) == 0)
    return discover (self, account->calendars, LOFT_DAV_CALENDARS | LOFT_DAV_CONTACTS, cancellable,
                     error);
  return discover (self, account->calendars, LOFT_DAV_CALENDARS, cancellable, error) &&
         discover (self, account->contacts, LOFT_DAV_CONTACTS, cancellable, error);
}

/* What was learnt of the server before: a certificate that was accepted, how one signs in. */
static gboolean
make_client (LoftDavBackend *self, GError **error)
{
  const LoftAccount *account = self->account;
  const char *url = account->calendars[0] != '\0' ? account->calendars : account->contacts;
  g_autoptr (LoftSignInTerms) terms =
    self->memory != NULL ? self->memory->recall (self->user_data) : NULL;

  g_clear_object (&self->client);
  self->client = loft_http_client_new_for_account (account, url, terms, self->func, self->user_data,
                                                   error);
  return self->client != NULL;
}

static gboolean
dav_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);

  if (self->homes->len > 0)
    return TRUE;
  if (self->account->calendars[0] == '\0' && self->account->contacts[0] == '\0')
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no address of calendars or address books");
      return FALSE;
    }
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  if (!make_client (self, error))
    return FALSE;
  self->schedules = FALSE;
  g_clear_pointer (&self->outbox, g_free);
  g_clear_pointer (&self->organizer, g_free);
  if (!discover_all (self, cancellable, error))
    {
      self->problem =
        loft_certificate_problem_copy (loft_http_client_get_certificate_problem (self->client));
      g_ptr_array_set_size (self->homes, 0);
      return FALSE;
    }
  if (self->memory != NULL && loft_http_client_get_scheme (self->client) != NULL)
    self->memory->signed_in (loft_http_client_get_scheme (self->client), NULL, self->user_data);
  return TRUE;
}

/* Requests stand for themselves; what was found stays true until the server says otherwise. */
static void
dav_disconnect (LoftBackend *backend)
{
}

static LoftBackendCapabilities
dav_get_capabilities (LoftBackend *backend)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (backend);

  return LOFT_BACKEND_HAS_RESOURCES | LOFT_BACKEND_HAS_FOLDER_STATUS | LOFT_BACKEND_CAN_FOLDERS |
         LOFT_BACKEND_CAN_MAKE_COLLECTIONS | (self->schedules ? LOFT_BACKEND_SCHEDULES : 0) |
         (self->outbox != NULL ? LOFT_BACKEND_HAS_AVAILABILITY : 0);
}

static LoftCertificateProblem *
dav_get_certificate_problem (LoftBackend *backend)
{
  return loft_certificate_problem_copy (LOFT_DAV_BACKEND (backend)->problem);
}

/* ---- what there is not -------------------------------------------------------------------- */

static gboolean
refuse_mail (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "There is no mail on this server");
  return FALSE;
}

static gboolean
dav_changes (LoftBackend *backend, const char *folder_id, GBytes *token, LoftRemoteIds *known,
             const LoftContentWish *wish, LoftChangeFunc func, gpointer user_data,
             GCancellable *cancellable, GError **error)
{
  return refuse_mail (error);
}

static gboolean
dav_fetch (LoftBackend *backend, const char *folder_id, GBytes *token, GPtrArray *remote_ids,
           LoftFetchedFunc func, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return refuse_mail (error);
}

static gboolean
dav_change_flags (LoftBackend *backend, const LoftRemoteFlagChange *change,
                  GCancellable *cancellable, GError **error)
{
  return refuse_mail (error);
}

static gboolean
dav_subscribe_folder (LoftBackend *backend, const char *folder_id, gboolean subscribed,
                      GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "This server knows no subscriptions");
  return FALSE;
}

static gboolean
dav_watch (LoftBackend *backend, const char *folder_id, guint seconds, gboolean *changed,
           GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "This kind of server does not tell of changes");
  return FALSE;
}

static void
dav_wake (LoftBackend *backend)
{
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_dav_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = dav_connect;
  iface->disconnect = dav_disconnect;
  iface->get_capabilities = dav_get_capabilities;
  iface->list_folders = loft_dav_backend_list_folders;
  iface->changes = dav_changes;
  iface->fetch = dav_fetch;
  iface->change_flags = dav_change_flags;
  iface->create_folder = loft_dav_backend_create_folder;
  iface->rename_folder = loft_dav_backend_rename_folder;
  iface->delete_folder = loft_dav_backend_delete_folder;
  iface->subscribe_folder = dav_subscribe_folder;
  iface->resource_changes = loft_dav_backend_resource_changes;
  iface->read_resource = loft_dav_backend_read_resource;
  iface->put_resource = loft_dav_backend_put_resource;
  iface->remove_resource = loft_dav_backend_remove_resource;
  iface->create_collection = loft_dav_backend_create_collection;
  iface->color_collection = loft_dav_backend_color_collection;
  iface->read_availability = loft_dav_backend_read_availability;
  iface->watch = dav_watch;
  iface->wake = dav_wake;
  iface->get_certificate_problem = dav_get_certificate_problem;
}

static void
loft_dav_backend_finalize (GObject *object)
{
  LoftDavBackend *self = LOFT_DAV_BACKEND (object);

  g_clear_object (&self->client);
  g_ptr_array_unref (self->homes);
  g_free (self->outbox);
  g_free (self->organizer);
  g_hash_table_unref (self->collections);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  loft_account_unref (self->account);
  G_OBJECT_CLASS (loft_dav_backend_parent_class)->finalize (object);
}

static void
loft_dav_backend_class_init (LoftDavBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_dav_backend_finalize;
}

static void
loft_dav_backend_init (LoftDavBackend *self)
{
  self->homes = g_ptr_array_new_with_free_func ((GDestroyNotify) home_free);
  self->collections = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) loft_dav_collection_free);
}

LoftBackend *
loft_dav_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                      const LoftSignInMemory *memory, gpointer user_data)
{
  LoftDavBackend *self = g_object_new (LOFT_TYPE_DAV_BACKEND, NULL);

  self->account = loft_account_ref (account);
  self->func = func;
  self->memory = memory;
  self->user_data = user_data;
  return LOFT_BACKEND (self);
}

guint
loft_dav_backend_get_n_requests (LoftDavBackend *self)
{
  return self->client != NULL ? loft_http_client_get_n_requests (self->client) : 0;
}
