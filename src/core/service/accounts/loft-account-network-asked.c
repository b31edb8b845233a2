/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-network-private.h"

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-left-out.h"

/* What clients ask for, and by which of two connections it is done. */

#define ONE_CONNECTION_SECONDS 600 /* then a second one is tried again */

/* ---- one connection or two ---------------------------------------------------------------- */

gboolean
loft_account_network_has_one_connection (LoftAccountNetwork *self)
{
  if (self->downloads)
    return TRUE;
  if (g_atomic_int_get (&self->one_connection) &&
      loft_clock_monotonic () > self->one_connection_till)
    g_atomic_int_set (&self->one_connection, FALSE);
  return g_atomic_int_get (&self->one_connection);
}

/* A second connection was not let in while the first one works: servers say that in many ways, some
 * of them as if the password were wrong, so it is the first one's word that counts. */
gboolean
loft_account_network_learn_one_connection (LoftAccountNetwork *self, const LoftAccountJob *job)
{
  if (self->stopped || !job->not_connected || loft_error_is_cancelled (job->error) ||
      (self->state != LOFT_ACCOUNT_IDLE && self->state != LOFT_ACCOUNT_SYNCING))
    return FALSE;
  g_message ("The server lets no second connection in: %s", job->error->message);
  g_atomic_int_set (&self->one_connection, TRUE);
  self->one_connection_till =
    loft_clock_monotonic () + ONE_CONNECTION_SECONDS * (gint64) G_USEC_PER_SEC;
  return TRUE;
}

/* ---- whole accounts ----------------------------------------------------------------------- */

/* The cancellable of a client ends its own waiting; the job itself goes on for others. */
static GTask *
new_client (LoftAccountNetwork *self, gpointer tag, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (client, tag);
  g_task_set_check_cancellable (client, FALSE);
  return client;
}

/* Ends client with OFFLINE when nothing may be tried now. */
static gboolean
refuse_offline (LoftAccountNetwork *self, GTask *client)
{
  if (loft_account_network_can_try (self))
    return FALSE;
  if (!self->stopped)
    loft_account_network_set_offline_now (self);
  g_task_return_error (client, loft_account_network_offline_error (self));
  return TRUE;
}

void
loft_account_network_sync_async (LoftAccountNetwork *self, gint64 folder_id,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *client =
    new_client (self, loft_account_network_sync_async, cancellable, callback, user_data);

  if (refuse_offline (self, client))
    g_object_unref (client);
  else
    loft_account_network_begin_sync (self, folder_id, client);
}

gboolean
loft_account_network_sync_finish (LoftAccountNetwork *self, GAsyncResult *result, guint *n_left_out,
                                  GError **error)
{
  gssize n = g_task_propagate_int (G_TASK (result), error);

  if (n >= 0 && n_left_out != NULL)
    *n_left_out = (guint) n;
  return n >= 0;
}

void
loft_account_network_replay_async (LoftAccountNetwork *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client =
    new_client (self, loft_account_network_replay_async, cancellable, callback, user_data);
  g_autoptr (GTask) task = NULL;

  /* What is done to mail that was picked up concerns no server. */
  if (!self->downloads && refuse_offline (self, client))
    {
      g_object_unref (client);
      return;
    }
  task = loft_account_job_new (self, 0, self->cancellable, cancellable,
                               loft_account_network_on_replay_done, client);
  loft_account_network_queue_job (self, LOFT_WORKER_URGENT, task, loft_account_job_replay);
}

gboolean
loft_account_network_replay_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_repair_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;

  loft_account_network_end_job (self, result);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
  loft_account_network_after_job (self);
}

void
loft_account_network_repair_async (LoftAccountNetwork *self, gboolean whole,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *client =
    new_client (self, loft_account_network_repair_async, cancellable, callback, user_data);
  g_autoptr (GTask) task =
    loft_account_job_new (self, whole, self->cancellable, cancellable, on_repair_done, client);

  /* Not an urgent one, which would run inside of others. */
  loft_account_network_queue_job (self, LOFT_WORKER_NORMAL, task, loft_account_job_repair);
}

gboolean
loft_account_network_repair_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- single messages ---------------------------------------------------------------------- */

static void
note_fetched (LoftAccountNetwork *self, const LoftAccountJob *job)
{
  if (job->error == NULL && job->work == loft_account_job_fetch &&
      loft_left_out_list_remove_message (self->left_out, job->id))
    loft_account_network_tell_status (self);
}

static void
return_fetched (GTask *client, GAsyncResult *result)
{
  LoftAccountJob *job = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  note_fetched (g_task_get_source_object (client), job);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (client, error);
  else if (job->work == loft_account_job_usage)
    g_task_return_pointer (client, g_memdup2 (&job->usage, sizeof job->usage), g_free);
  else if (job->work == loft_account_job_search)
    g_task_return_pointer (client, g_steal_pointer (&job->found), (GDestroyNotify) g_array_unref);
  else if (job->work == loft_account_job_ask)
    g_task_return_pointer (client, g_steal_pointer (&job->answer), job->ask->answer_free);
  else
    g_task_return_boolean (client, TRUE);
}

static void
on_shared_fetch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data;

  loft_account_network_end_job (self, result);
  return_fetched (client, result);
  loft_account_network_after_job (self);
}

/* What a search or a question asks for is the data of its client. */
static GTask *
new_fetch (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GAsyncReadyCallback callback,
           GTask *client)
{
  GTask *task = loft_account_job_new (self, id, self->cancellable, g_task_get_cancellable (client),
                                      callback, client);
  LoftAccountJob *job = g_task_get_task_data (task);

  job->work = work;
  if (work == loft_account_job_search)
    job->query = loft_search_query_ref (g_task_get_task_data (client));
  else if (work == loft_account_job_ask)
    job->ask = loft_backend_ask_ref (g_task_get_task_data (client));
  return task;
}

static void
fetch_by_network (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GTask *client)
{
  g_autoptr (GTask) task = new_fetch (self, id, work, on_shared_fetch_done, client);

  loft_account_network_queue_job (self, LOFT_WORKER_URGENT, task, work);
}

static void
on_fetch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  LoftAccountJob *job = loft_account_network_end_job (self, result);
  g_autoptr (GTask) client = user_data;

  if (job->error != NULL && loft_account_network_learn_one_connection (self, job))
    fetch_by_network (self, job->id, job->work, g_steal_pointer (&client));
  else
    return_fetched (client, result);
}

static void
fetch_beside (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GTask *client)
{
  g_autoptr (GTask) task = new_fetch (self, id, work, on_fetch_done, client);

  loft_worker_queue (self->interactive->worker, LOFT_WORKER_URGENT, task, work, self->interactive);
  if (self->watcher == self->interactive)
    loft_backend_wake (self->interactive->backend);
}

/* client: (transfer full) */
static void
fetch (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GTask *client)
{
  if (refuse_offline (self, client))
    g_object_unref (client);
  else if (loft_account_network_has_one_connection (self))
    fetch_by_network (self, id, work, client);
  else
    fetch_beside (self, id, work, client);
}

void
loft_account_network_fetch_async (LoftAccountNetwork *self, gint64 message_id,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  fetch (self, message_id, loft_account_job_fetch,
         new_client (self, loft_account_network_fetch_async, cancellable, callback, user_data));
}

gboolean
loft_account_network_fetch_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_account_network_read_usage_async (LoftAccountNetwork *self, gint64 folder_id,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  fetch (self, folder_id, loft_account_job_usage,
         new_client (self, loft_account_network_read_usage_async, cancellable, callback,
                     user_data));
}

LoftFolderUsage *
loft_account_network_read_usage_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                        GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_account_network_search_async (LoftAccountNetwork *self, gint64 folder_id,
                                   LoftSearchQuery *query, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client =
    new_client (self, loft_account_network_search_async, cancellable, callback, user_data);

  g_task_set_task_data (client, loft_search_query_ref (query),
                        (GDestroyNotify) loft_search_query_unref);
  fetch (self, folder_id, loft_account_job_search, client);
}

GArray *
loft_account_network_search_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_account_network_ask_async (LoftAccountNetwork *self, LoftBackendAsk *ask,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *client =
    new_client (self, loft_account_network_ask_async, cancellable, callback, user_data);

  g_task_set_task_data (client, loft_backend_ask_ref (ask),
                        (GDestroyNotify) loft_backend_ask_unref);
  fetch (self, 0, loft_account_job_ask, client);
}

gpointer
loft_account_network_ask_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
