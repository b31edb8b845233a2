/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-eas-backend-answers.h"
#include "loft-eas-backend-files.h"
#include "loft-eas-event-answer.h"
#include "loft-eas-event.h"
#include "loft-eas-resource.h"
#include "loft-error.h"

/* Events, tasks and contacts: items of the server become the texts that Loft keeps, and these items again. */

#define WINDOW 100

typedef struct {
  LoftEasBackend *self;
  GCancellable *cancellable; /* (nullable) */
  LoftFolderKinds kinds;
  LoftEasMapping how;
  GHashTable *known;
  LoftResourceFunc func;
  gpointer user_data;
  LoftResourceBatch *batch; /* (owned) (nullable) of the answer that comes in */
  guint64 done;
} Listing;

/* ---- what comes --------------------------------------------------------------------------- */

static void
add_failure (Listing *listing, const char *id, const char *reason)
{
  LoftResourceFailure *failure = loft_resource_failure_new (id, reason);

  failure->stays = TRUE;
  g_ptr_array_add (listing->batch->failures, failure);
}

static void
take_item (Listing *listing, const char *id, const LoftWbxmlElement *data)
{
  g_autoptr (GError) failure = NULL;
  LoftRemoteResource *resource =
    loft_eas_resource_read (listing->kinds, id, data, &listing->how, &failure);

  listing->done++;
  if (resource == NULL)
    add_failure (listing, id, failure->message);
  else if (g_strcmp0 (g_hash_table_lookup (listing->known, id), resource->etag) == 0)
    loft_remote_resource_free (resource);
  else
    g_ptr_array_add (listing->batch->resources, resource);
}

static void
take (const char *id, const LoftWbxmlElement *data, gboolean is_add, gpointer user_data)
{
  Listing *listing = user_data;

  if (data != NULL)
    take_item (listing, id, data);
  else
    g_ptr_array_add (listing->batch->removed, g_strdup (id));
}

/* ---- telling ------------------------------------------------------------------------------ */

static void
begin (gpointer user_data)
{
  Listing *listing = user_data;

  g_clear_pointer (&listing->batch, loft_resource_batch_free);
  listing->batch = loft_resource_batch_new ();
}

static gboolean
fill_files (Listing *listing, GError **error)
{
  GPtrArray *resources = listing->batch->resources;

  for (guint i = 0; (listing->kinds & LOFT_FOLDER_KIND_EVENTS) != 0 && i < resources->len; i++)
    if (!loft_eas_backend_fill_files (listing->self, g_ptr_array_index (resources, i),
                                      listing->cancellable, error))
      return FALSE;
  return TRUE;
}

static gboolean
tell (GBytes *token, LoftRemoteIds *present, guint64 total, gpointer user_data, GError **error)
{
  Listing *listing = user_data;
  LoftResourceBatch *batch = listing->batch;

  if (!fill_files (listing, error))
    {
      g_clear_pointer (&present, loft_remote_ids_free);
      return FALSE;
    }
  batch->done = listing->done;
  batch->total = MAX (total, listing->done);
  batch->token_after = token != NULL ? g_bytes_ref (token) : NULL;
  batch->present = present;
  return listing->func (batch, listing->user_data, error);
}

gboolean
loft_eas_backend_resource_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                                   GHashTable *known, LoftResourceFunc func, gpointer user_data,
                                   GCancellable *cancellable, GError **error)
{
  static const LoftEasListing how = { WINDOW, 1, 0, begin, take, tell };
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  const LoftEasFolder *folder = loft_eas_backend_find (self, folder_id, cancellable, error);
  Listing listing = {
    .self = self, .cancellable = cancellable, .known = known, .func = func, .user_data = user_data
  };
  gboolean done;

  if (folder == NULL)
    return FALSE;
  listing.kinds = loft_eas_backend_kinds_of (folder);
  listing.how = loft_eas_backend_get_mapping (self);
  done = loft_eas_backend_list_changes (self, folder_id, token, g_hash_table_size (known) > 0, &how,
                                        &listing, cancellable, error);
  g_clear_pointer (&listing.batch, loft_resource_batch_free);
  return done;
}

/* ---- one of them -------------------------------------------------------------------------- */

typedef struct {
  LoftFolderKinds kinds;
  LoftEasMapping how;
  LoftRemoteResource *found; /* (owned) (nullable) */
} Reading;

static gboolean
take_read (const char *id, const LoftWbxmlElement *properties, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  g_clear_pointer (&reading->found, loft_remote_resource_free);
  reading->found = loft_eas_resource_read (reading->kinds, id, properties, &reading->how, error);
  return reading->found != NULL;
}

LoftRemoteResource *
loft_eas_backend_read_resource (LoftBackend *backend, const char *folder_id, const char *remote_id,
                                GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  const LoftEasFolder *folder = loft_eas_backend_find (self, folder_id, cancellable, error);
  Reading reading = { 0 };

  if (folder == NULL)
    return NULL;
  reading.kinds = loft_eas_backend_kinds_of (folder);
  reading.how = loft_eas_backend_get_mapping (self);
  if (!loft_eas_backend_fetch_items (self, folder_id, &remote_id, 1, 1, 0, take_read, &reading,
                                     cancellable, error))
    {
      g_clear_pointer (&reading.found, loft_remote_resource_free);
      return NULL;
    }
  if (reading.found == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "It is not on the server any more");
  else if ((reading.kinds & LOFT_FOLDER_KIND_EVENTS) != 0 &&
           !loft_eas_backend_fill_files (self, reading.found, cancellable, error))
    g_clear_pointer (&reading.found, loft_remote_resource_free);
  return reading.found;
}

/* ---- writing ------------------------------------------------------------------------------ */

static gboolean
check_answer (const LoftEasOutcome *answer, const LoftResourcePut *put, GError **error)
{
  if (answer->status != 0)
    return loft_eas_sync_check_item (answer->status, error);
  if (put->remote_id != NULL || answer->server_id != NULL)
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                       "The server does not say whether it took it");
  return FALSE;
}

/* The token is the store's matter; what was written since is followed from there (take_token). */
static gboolean
send_put (LoftEasBackend *self, const char *folder_id, const LoftResourcePut *put,
          LoftWbxmlElement *data, LoftEasOutcome *answer, GCancellable *cancellable, GError **error)
{
  g_autofree char *client_id = loft_eas_backend_dup_client_id (put->uid, strlen (put->uid));
  LoftWbxmlElement *collection = NULL;
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_backend_begin_commands (self, folder_id, put->token, &collection, error);

  if (request == NULL)
    {
      loft_wbxml_element_free (data);
      return FALSE;
    }
  if (put->remote_id != NULL)
    loft_eas_sync_change (collection, put->remote_id, data);
  else
    loft_eas_sync_add (collection, client_id, data);
  return loft_eas_backend_send_commands (self, folder_id, put->token, request,
                                         loft_eas_outcome_take, answer, cancellable, error) &&
         check_answer (answer, put, error);
}

/* From 16.0 on what differs of a series is told behind it, one by one. */
static gboolean
send_instances (LoftEasBackend *self, const char *folder_id, const LoftResourcePut *put,
                const char *server_id, GPtrArray *instances, GCancellable *cancellable,
                GError **error)
{
  LoftWbxmlElement *collection = NULL;
  g_autoptr (LoftWbxmlElement) request = NULL;
  LoftEasOutcome answer = { 0 };
  gboolean done;

  if (instances == NULL || instances->len == 0)
    return TRUE;
  request = loft_eas_backend_begin_commands (self, folder_id, put->token, &collection, error);
  if (request == NULL)
    return FALSE;
  for (guint i = 0; i < instances->len; i++)
    {
      const LoftEasInstance *instance = g_ptr_array_index (instances, i);

      loft_eas_sync_change_instance (collection, server_id, instance->instance_id,
                                     instance->data != NULL
                                       ? loft_wbxml_element_copy (instance->data)
                                       : NULL);
    }
  done = loft_eas_backend_send_commands (self, folder_id, put->token, request,
                                         loft_eas_outcome_take, &answer, cancellable, error);
  g_free (answer.server_id);
  return done && (answer.status == 0 || loft_eas_sync_check_item (answer.status, error));
}

/* What an answer alone changed is not written: it is told by a command of its own. */
static gboolean
write_change (LoftEasBackend *self, const char *folder_id, const LoftResourcePut *put,
              LoftWbxmlElement *data, GPtrArray *instances, gboolean answers, char **remote_id,
              GCancellable *cancellable, GError **error)
{
  LoftEasOutcome answer = { 0 };
  gboolean silent = answers && put->remote_id != NULL && loft_eas_event_is_answer_alone (data);
  gboolean done = TRUE;

  if (answers && instances != NULL)
    loft_eas_event_drop_answered (instances);
  if (silent)
    loft_wbxml_element_free (data);
  else
    done = send_put (self, folder_id, put, data, &answer, cancellable, error);
  if (done || put->remote_id != NULL)
    *remote_id = g_strdup (answer.server_id != NULL ? answer.server_id : put->remote_id);
  g_free (answer.server_id);
  return done && send_instances (self, folder_id, put, *remote_id, instances, cancellable, error);
}

gboolean
loft_eas_backend_put_resource (LoftBackend *backend, const char *folder_id,
                               const LoftResourcePut *put, char **remote_id, char **etag,
                               GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  const LoftEasFolder *folder = loft_eas_backend_find (self, folder_id, cancellable, error);
  LoftEasMapping how = loft_eas_backend_get_mapping (self);
  g_autoptr (GPtrArray) instances = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  LoftFolderKinds kinds;
  LoftWbxmlElement *data;

  *remote_id = *etag = NULL;
  if (folder == NULL)
    return FALSE;
  kinds = loft_eas_backend_kinds_of (folder);
  answers = loft_eas_backend_list_answers (self, kinds, put);
  if (put->remote_id == NULL && !loft_eas_backend_may_add (self, put, answers, error))
    return FALSE;
  how.left_out = put->left_out;
  how.is_new = put->remote_id == NULL;
  data =
    loft_eas_resource_write (kinds, put->raw, put->remote_id != NULL ? put->before : NULL,
                             !loft_eas_client_is_exchange (self->client), &how, &instances, error);
  if (data == NULL ||
      !write_change (self, folder_id, put, data, instances, answers->len > 0, remote_id,
                     cancellable, error) ||
      !loft_eas_backend_answer (self, folder_id, *remote_id, answers, cancellable, error))
    return FALSE;
  *etag = g_strdup ("");
  return TRUE;
}

gboolean
loft_eas_backend_remove_resource (LoftBackend *backend, const char *folder_id, GBytes *token,
                                  const char *remote_id, const char *etag,
                                  GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  LoftWbxmlElement *collection = NULL;
  g_autoptr (LoftWbxmlElement) request =
    loft_eas_backend_begin_commands (self, folder_id, token, &collection, error);
  g_autoptr (GError) failure = NULL;
  LoftEasOutcome answer = { 0 };

  if (request == NULL)
    return FALSE;
  loft_eas_sync_delete (collection, remote_id);
  if (!loft_eas_backend_send_commands (self, folder_id, token, request, loft_eas_outcome_take,
                                       &answer, cancellable, error))
    return FALSE;
  g_free (answer.server_id);
  if (answer.status == 0 || loft_eas_sync_check_item (answer.status, &failure) ||
      g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
