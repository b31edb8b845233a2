/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-backend-private.h"

#include <string.h>

#include "loft-eas-connection.h"
#include "loft-error.h"

static void loft_eas_backend_interface_init (LoftBackendInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LoftEasBackend, loft_eas_backend, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (LOFT_TYPE_BACKEND,
                                                      loft_eas_backend_interface_init))

static gboolean
eas_connect (LoftBackend *backend, GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);

  if (self->client != NULL)
    return TRUE;
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  self->client = loft_eas_connection_open (self->account, FALSE, self->func, self->memory,
                                           self->user_data, &self->problem, cancellable, error);
  return self->client != NULL;
}

/* Requests stand for themselves. */
static void
eas_disconnect (LoftBackend *backend)
{
}

static gboolean
has_directory (LoftEasBackend *self)
{
  return self->client != NULL &&
         (loft_eas_client_has_command (self->client, LOFT_EAS_COMMAND_SEARCH) ||
          loft_eas_client_has_command (self->client, LOFT_EAS_COMMAND_FIND));
}

static gboolean
has (LoftEasBackend *self, LoftEasCommand command)
{
  return self->client != NULL && loft_eas_client_has_command (self->client, command);
}

static LoftBackendCapabilities
eas_get_capabilities (LoftBackend *backend)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  guint version = self->client != NULL ? loft_eas_client_get_server (self->client)->version : 0;

  return LOFT_BACKEND_CAN_WATCH | LOFT_BACKEND_CAN_CHANGE | LOFT_BACKEND_CAN_MOVE_AT_ONCE |
         LOFT_BACKEND_CAN_FOLDERS | LOFT_BACKEND_HAS_RESOURCES | LOFT_BACKEND_CAN_MAKE_COLLECTIONS |
         (has_directory (self) ? LOFT_BACKEND_HAS_DIRECTORY : 0) |
         (version >= 140 ? LOFT_BACKEND_CAN_KEYWORDS : 0) |
         (version >= 160 ? LOFT_BACKEND_SCHEDULES : 0) |
         (version > 0 && version < 160 ? LOFT_BACKEND_LACKS_FILES : 0) |
         (loft_eas_backend_takes_drafts (self) ? LOFT_BACKEND_TAKES_DRAFTS : 0) |
         (loft_eas_backend_has_availability (self) ? LOFT_BACKEND_HAS_AVAILABILITY : 0) |
         (has (self, LOFT_EAS_COMMAND_SETTINGS) ? LOFT_BACKEND_HAS_OUT_OF_OFFICE : 0);
}

LoftEasMapping
loft_eas_backend_get_mapping (LoftEasBackend *self)
{
  return (LoftEasMapping){ loft_eas_client_get_server (self->client)->version,
                           self->account->address, self->account->person, NULL };
}

LoftEasMapping
loft_eas_backend_get_mail_mapping (LoftEasBackend *self)
{
  LoftEasMapping how = loft_eas_backend_get_mapping (self);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  how.zone = g_intern_string (g_time_zone_get_identifier (zone));
  return how;
}

/* Of connecting, or of what was asked since. */
static LoftCertificateProblem *
eas_get_certificate_problem (LoftBackend *backend)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);

  return loft_certificate_problem_copy (
    self->client != NULL ? loft_eas_client_get_certificate_problem (self->client) : self->problem);
}

/* ---- what there is not -------------------------------------------------------------------- */

static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, sentence);
  return FALSE;
}

static gboolean
eas_copy (LoftBackend *backend, const LoftRemoteTransfer *transfer, LoftTransferred *transferred,
          GCancellable *cancellable, GError **error)
{
  return refuse ("Exchange accounts cannot copy messages from one of their folders to another; "
                 "they can be moved",
                 error);
}

static gboolean
eas_subscribe_folder (LoftBackend *backend, const char *folder_id, gboolean subscribed,
                      GCancellable *cancellable, GError **error)
{
  return refuse ("Exchange accounts know no subscriptions", error);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_eas_backend_interface_init (LoftBackendInterface *iface)
{
  iface->connect = eas_connect;
  iface->disconnect = eas_disconnect;
  iface->get_capabilities = eas_get_capabilities;
  iface->list_folders = loft_eas_backend_list_folders;
  iface->changes = loft_eas_backend_changes;
  iface->look_ahead = loft_eas_backend_look_ahead;
  iface->fetch = loft_eas_backend_fetch;
  iface->change_flags = loft_eas_backend_change_flags;
  iface->get_position = loft_eas_backend_get_position;
  iface->list_since = loft_eas_backend_list_since;
  iface->take_token = loft_eas_backend_take_token;
  iface->find_present = loft_eas_backend_find_present;
  iface->move = loft_eas_backend_move;
  iface->copy = eas_copy;
  iface->expunge = loft_eas_backend_expunge;
  iface->append = loft_eas_backend_append;
  iface->create_folder = loft_eas_backend_create_folder;
  iface->rename_folder = loft_eas_backend_rename_folder;
  iface->delete_folder = loft_eas_backend_delete_folder;
  iface->subscribe_folder = eas_subscribe_folder;
  iface->resource_changes = loft_eas_backend_resource_changes;
  iface->read_resource = loft_eas_backend_read_resource;
  iface->put_resource = loft_eas_backend_put_resource;
  iface->remove_resource = loft_eas_backend_remove_resource;
  iface->create_collection = loft_eas_backend_create_collection;
  iface->read_availability = loft_eas_backend_read_availability;
  iface->find_people = loft_eas_backend_find_people;
  iface->read_out_of_office = loft_eas_backend_read_out_of_office;
  iface->write_out_of_office = loft_eas_backend_write_out_of_office;
  iface->watch = loft_eas_backend_watch;
  iface->changed_elsewhere = loft_eas_backend_changed_elsewhere;
  iface->wake = loft_eas_backend_wake;
  iface->get_certificate_problem = eas_get_certificate_problem;
}

static void
loft_eas_backend_finalize (GObject *object)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (object);

  g_clear_object (&self->client);
  g_hash_table_unref (self->folders);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->ahead);
  g_hash_table_unref (self->looked_for);
  g_free (self->folder_key);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  g_clear_object (&self->waiting);
  g_mutex_clear (&self->lock);
  loft_account_unref (self->account);
  G_OBJECT_CLASS (loft_eas_backend_parent_class)->finalize (object);
}

static void
loft_eas_backend_class_init (LoftEasBackendClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_eas_backend_finalize;
}

static void
loft_eas_backend_init (LoftEasBackend *self)
{
  self->folders =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) loft_eas_folder_free);
  self->places = loft_eas_backend_new_places ();
  self->ahead = loft_eas_backend_new_ahead ();
  self->looked_for = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
}

LoftBackend *
loft_eas_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                      const LoftSignInMemory *memory, gpointer user_data)
{
  LoftEasBackend *self = g_object_new (LOFT_TYPE_EAS_BACKEND, NULL);

  self->account = loft_account_ref (account);
  self->func = func;
  self->memory = memory;
  self->user_data = user_data;
  return LOFT_BACKEND (self);
}

guint
loft_eas_backend_get_n_requests (LoftEasBackend *self, guint command)
{
  return self->client != NULL ? loft_eas_client_get_n_requests (self->client, command) : 0;
}
