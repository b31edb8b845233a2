/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-private.h"

#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-problem-store.h"
#include "loft-resource-edit.h"
#include "loft-resource-server.h"
#include "loft-resource-store.h"

/* A resource is sent as it is shown then: sent again after a lost answer it is met by its own text, or by
 * what the server made of it, and both are joined (loft-resource-server.h). */

#define MOST_ROUNDS 4 /* while others keep changing it */

typedef gboolean (*StoreStep) (LoftReplay *self, gint64 resource_id, gpointer data, GError **error);

static gboolean
in_transaction (LoftReplay *self, gint64 resource_id, StoreStep step, gpointer data, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (step (self, resource_id, data, error))
    return loft_mail_store_commit (self->mail, error);
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* ---- what the server has ------------------------------------------------------------------ */

static gboolean
take (LoftReplay *self, gint64 resource_id, gpointer remote, GError **error)
{
  return loft_resource_take_for (self->mail, self->journal, resource_id, remote, NULL, error);
}

static gboolean
take_removal (LoftReplay *self, gint64 resource_id, gpointer unused, GError **error)
{
  return loft_resource_take_removal (self->mail, self->journal, resource_id, error);
}

static gboolean
look (LoftReplay *self, const LoftFolder *folder, gint64 resource_id, const char *remote_id,
      GError **error)
{
  GError *failure = NULL;
  g_autoptr (LoftRemoteResource) remote =
    loft_backend_read_resource (self->backend, folder->remote_id, remote_id, self->cancellable,
                                &failure);

  if (remote != NULL)
    return in_transaction (self, resource_id, take, remote, error);
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    {
      g_error_free (failure);
      return in_transaction (self, resource_id, take_removal, NULL, error);
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/* (transfer full) (nullable) */
static GBytes *
get_token (LoftReplay *self, const LoftFolder *folder)
{
  GBytes *token = NULL;

  loft_folder_store_get_sync (self->mail, folder->id, &token, NULL, NULL);
  return token;
}

/* ---- putting ------------------------------------------------------------------------------ */

typedef struct {
  const LoftResource *sent;
  const char *remote_id;
  const char *etag;
  GPtrArray *left_out; /* of char* */
} Accepted;

/* With the text that has it all. */
static gboolean
note_left_out (LoftReplay *self, const Accepted *accepted, GError **error)
{
  g_autofree char *sentences = NULL;
  g_autoptr (GError) reason = NULL;

  if (accepted->left_out->len == 0)
    return TRUE;
  g_ptr_array_add (accepted->left_out, NULL);
  sentences = g_strjoinv (". ", (char **) accepted->left_out->pdata);
  reason = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_REFUSED, sentences);
  return loft_resource_note_problem (self->mail, LOFT_PROBLEM_LEFT_OUT, accepted->sent, reason,
                                     error);
}

/* What was changed meanwhile waits on. */
static gboolean
accept (LoftReplay *self, gint64 resource_id, gpointer data, GError **error)
{
  Accepted *accepted = data;
  g_autoptr (LoftResource) now = loft_resource_store_get (self->mail, resource_id, error);

  if (now == NULL ||
      !loft_resource_store_set_server (self->mail, resource_id, accepted->remote_id, accepted->etag,
                                       accepted->sent->raw, error) ||
      !note_left_out (self, accepted, error))
    return FALSE;
  if (now->edit != accepted->sent->edit)
    return TRUE;
  return loft_resource_store_set_shown (self->mail, resource_id, NULL, FALSE, FALSE, error) &&
         loft_resource_finish (self->mail, self->journal, resource_id, error);
}

/* A server that keeps it in words of its own has still taken it: what it makes of it is no change against
 * ours. Where that cannot be read now, the next listing tells it. */
static gboolean
settle_put (LoftReplay *self, const LoftFolder *folder, const LoftResource *sent, const char *name,
            const char *etag, GPtrArray *left_out, GError **error)
{
  Accepted accepted = { sent, name, etag, left_out };
  g_autoptr (GError) failure = NULL;

  if (!in_transaction (self, sent->id, accept, &accepted, error))
    return FALSE;
  if (*etag == '\0' && !look (self, folder, sent->id, name, &failure))
    g_message ("%s was written, and not read again: %s", name, failure->message);
  return TRUE;
}

static gboolean
put (LoftReplay *self, const LoftFolder *folder, const LoftResource *resource, GError **error)
{
  g_autoptr (GBytes) token = get_token (self, folder);
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  LoftResourcePut wanted = {
    .token = token,
    .remote_id = resource->remote_id,
    .uid = resource->uid,
    .etag = resource->remote_id != NULL ? resource->etag : NULL,
    .before = resource->remote_id != NULL ? resource->server_raw : NULL,
    .raw = resource->raw,
    .left_out = left_out,
  };
  g_autofree char *remote_id = NULL;
  g_autofree char *etag = NULL;
  GError *failure = NULL;
  gboolean done = loft_backend_put_resource (self->backend, folder->remote_id, &wanted, &remote_id,
                                             &etag, self->cancellable, &failure);
  const char *name = remote_id != NULL ? remote_id : resource->remote_id;

  if (done && name != NULL)
    return settle_put (self, folder, resource, name, etag != NULL ? etag : "", left_out, error);
  if (name != NULL && (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT) ||
                       g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE)))
    {
      g_clear_error (&failure);
      return look (self, folder, resource->id, name, error);
    }
  if (failure == NULL)
    g_set_error_literal (&failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL,
                         "The server does not tell where it put what it was given");
  g_propagate_error (error, failure);
  return FALSE;
}

/* ---- removing ----------------------------------------------------------------------------- */

static gboolean
remove_there (LoftReplay *self, const LoftFolder *folder, const LoftResource *resource,
              GError **error)
{
  g_autoptr (GBytes) token = get_token (self, folder);
  GError *failure = NULL;

  if (loft_backend_remove_resource (self->backend, folder->remote_id, token, resource->remote_id,
                                    *resource->etag != '\0' ? resource->etag : NULL,
                                    self->cancellable, &failure))
    return in_transaction (self, resource->id, take_removal, NULL, error);
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);
  return look (self, folder, resource->id, resource->remote_id, error);
}

/* ---- one operation ------------------------------------------------------------------------ */

static gboolean
note_sent (LoftReplay *self, LoftOperationRecord *record, GError **error)
{
  g_autoptr (GBytes) sent = NULL;

  if (record->sent != NULL)
    return TRUE;
  sent = g_bytes_new_static ("put", 3);
  if (!loft_operation_store_set_sent (self->mail, &record->id, 1, sent, error))
    return FALSE;
  record->sent = g_steal_pointer (&sent);
  return TRUE;
}

/* One that was sent, whose answer was lost, and that was removed since, is sent once more: only so can it be
 * told which one to remove. */
static gboolean
send_once (LoftReplay *self, const LoftFolder *folder, LoftOperationRecord *record,
           const LoftResource *resource, GError **error)
{
  if (resource->removed && resource->remote_id != NULL)
    return remove_there (self, folder, resource, error);
  return note_sent (self, record, error) && put (self, folder, resource, error);
}

/* FALSE without error: it waits no more. */
static gboolean
still_waits (LoftReplay *self, const LoftOperationRecord *record, LoftResource **resource,
             GError **error)
{
  g_autoptr (LoftOperationRecord) now =
    loft_operation_store_find_uuid (self->mail, record->uuid, error);

  g_clear_pointer (resource, loft_resource_free);
  if (now != NULL)
    *resource = loft_resource_store_get (self->mail, record->resource_id, error);
  return *resource != NULL;
}

gboolean
loft_replay_resource (LoftReplay *self, LoftOperationRecord *record, gboolean *waits,
                      GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (self->mail, record->folder_id, error);
  g_autoptr (LoftResource) resource = NULL;
  GError *failure = NULL;

  if (folder == NULL)
    return FALSE;
  if (folder->remote_id == NULL)
    {
      *waits = TRUE;
      return TRUE;
    }
  for (guint round = 0; still_waits (self, record, &resource, &failure); round++)
    {
      if (round == MOST_ROUNDS)
        {
          *waits = TRUE;
          return TRUE;
        }
      if (!send_once (self, folder, record, resource, error))
        return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
