/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-job.h"

#include "loft-account-policy.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"

#define WATCH_SECONDS 1500 /* RFC 2177: under 29 minutes */

/* ---- the task ----------------------------------------------------------------------------- */

static void
on_cancelled (GCancellable *cancellable, gpointer job_cancellable)
{
  g_cancellable_cancel (job_cancellable);
}

static gulong
link_cancellable (GCancellable *from, GCancellable *to)
{
  return g_cancellable_connect (from, G_CALLBACK (on_cancelled), g_object_ref (to), g_object_unref);
}

static void
account_job_free (LoftAccountJob *job)
{
  g_clear_object (&job->everything);
  g_clear_object (&job->client);
  g_clear_error (&job->error);
  g_free (job->alert);
  loft_certificate_problem_free (job->problem);
  loft_search_query_unref (job->query);
  if (job->answer != NULL && job->ask->answer_free != NULL)
    job->ask->answer_free (job->answer);
  loft_backend_ask_unref (job->ask);
  g_clear_pointer (&job->found, g_array_unref);
  g_clear_pointer (&job->left_out, g_ptr_array_unref);
  g_free (job);
}

GTask *
loft_account_job_new (gpointer source, gint64 id, GCancellable *everything, GCancellable *client,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  LoftAccountJob *job = g_new0 (LoftAccountJob, 1);

  job->id = id;
  job->everything = g_object_ref (everything);
  job->everything_link = link_cancellable (everything, cancellable);
  if (client != NULL)
    {
      job->client = g_object_ref (client);
      job->client_link = link_cancellable (client, cancellable);
    }
  g_task_set_task_data (task, job, (GDestroyNotify) account_job_free);
  return task;
}

LoftAccountJob *
loft_account_job_end (GAsyncResult *result)
{
  LoftAccountJob *job = g_task_get_task_data (G_TASK (result));

  g_cancellable_disconnect (job->everything, job->everything_link);
  if (job->client != NULL)
    g_cancellable_disconnect (job->client, job->client_link);
  return job;
}

static void
return_job (GTask *task, LoftAccountConnection *connection, gboolean succeeded, GError *error)
{
  LoftAccountJob *job = g_task_get_task_data (task);

  loft_account_connection_end (connection);
  job->alert = loft_backend_take_alert (connection->backend);
  if (succeeded)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  job->error = g_error_copy (error);
  if (g_error_matches (error, LOFT_ERROR, LOFT_ERROR_TOO_SOON))
    job->wait = loft_account_access_memory.get_wait (connection->access);
  if (loft_error_class (error) == LOFT_ERROR_UNTRUSTED)
    job->problem = loft_backend_get_certificate_problem (connection->backend);
  g_task_return_error (task, error);
}

/* ---- work --------------------------------------------------------------------------------- */

/* Once, before anything is sent: what only the journal knows is put back. After a store was made
 * anew its messages must be there first, so it is tried again after the sync. */
static gboolean
recover (LoftAccountConnection *connection, guint *n_restored, GError **error)
{
  *n_restored = 0;
  if (connection->recovered)
    return TRUE;
  if (!loft_operation_queue_recover (connection->store, connection->journal, n_restored,
                                     error))
    return FALSE;
  if (*n_restored > 0)
    g_message ("%u operations were put back from the journal", *n_restored);
  return TRUE;
}

/* What was put back only now is sent now too. */
static gboolean
recover_and_send (LoftAccountConnection *connection, GCancellable *cancellable, GError **error)
{
  guint n_restored = 0;

  if (!recover (connection, &n_restored, error))
    return FALSE;
  connection->recovered = TRUE;
  return n_restored == 0 || loft_account_sync_replay (connection->sync, cancellable, error);
}

static gboolean
sync_once (GTask *task, LoftAccountConnection *connection, GError **error)
{
  LoftAccountJob *job = g_task_get_task_data (task);
  guint n_restored;

  if (job->asked)
    loft_account_policy_look_again (connection->access->directory, connection->access->account);
  return loft_account_connection_open (connection, error) &&
         recover (connection, &n_restored, error) &&
         (!job->asked || loft_operation_store_end_pauses (connection->store->mail, error)) &&
         loft_account_sync_run (connection->sync, job->id, g_task_get_cancellable (task), error);
}

void
loft_account_job_sync (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = sync_once (task, connection, &error);

  /* Opening it again repairs it. */
  if (!done && loft_account_connection_is_damaged (connection))
    {
      g_message ("The store is repaired: %s", error->message);
      g_clear_error (&error);
      loft_account_connection_end (connection);
      done = sync_once (task, connection, &error);
    }
  if (done)
    {
      job->left_out = g_ptr_array_ref (loft_account_sync_get_left_out (connection->sync));
      done = recover_and_send (connection, g_task_get_cancellable (task), &error);
    }
  return_job (task, connection, done, error);
}

void
loft_account_job_look (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done =
      loft_account_connection_open (connection, &error) &&
      loft_account_sync_look (connection->sync, job->id, g_task_get_cancellable (task), &error);

  return_job (task, connection, done, error);
}

void
loft_account_job_replay (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  guint n_restored;
  GError *error = NULL;
  gboolean done =
      loft_account_connection_open (connection, &error) &&
      recover (connection, &n_restored, &error) &&
      loft_account_sync_replay (connection->sync, g_task_get_cancellable (task), &error);

  return_job (task, connection, done, error);
}

/* Everything, and the contents and the index against their rows. */
static gboolean
repair_whole (LoftAccountConnection *connection, GCancellable *cancellable, GError **error)
{
  guint64 n_bad = 0;
  guint n_restored;

  /* Also makes the journal equal to the store again. */
  return recover (connection, &n_restored, error) &&
         loft_account_store_check_contents (connection->store, &n_bad, cancellable, error) &&
         loft_account_store_reindex (connection->store, cancellable, error);
}

void
loft_account_job_repair (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  LoftDatabaseLook look = job->id != 0 ? LOFT_DATABASE_LOOK_WHOLE : LOFT_DATABASE_LOOK_BRIEF;
  GError *error = NULL;
  gboolean done;

  if (connection->n_jobs == 0)
    loft_account_connection_close (connection);
  connection->recovered = FALSE;
  done = loft_account_store_repair (connection->access->directory, look, NULL, cancellable, &error);
  done = loft_account_connection_open (connection, done ? &error : NULL) && done &&
         (job->id == 0 || repair_whole (connection, cancellable, &error));
  return_job (task, connection, done, error);
}

/* Store and server. */
static gboolean
connect_for (GTask *task, LoftAccountConnection *connection, GError **error)
{
  LoftAccountJob *job = g_task_get_task_data (task);

  if (!loft_account_connection_open (connection, error))
    return FALSE;
  /* Where mail is picked up, sync comes and goes by itself. */
  if ((loft_backend_get_capabilities (connection->backend) & LOFT_BACKEND_DOWNLOADS) != 0)
    return TRUE;
  job->not_connected =
      !loft_backend_connect (connection->backend, g_task_get_cancellable (task), error);
  return !job->not_connected;
}

void
loft_account_job_fetch (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;

  if (connect_for (task, connection, &error))
    raw = loft_account_sync_fetch_message (connection->sync, job->id,
                                           g_task_get_cancellable (task), &error);
  return_job (task, connection, raw != NULL, error);
}

void
loft_account_job_usage (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  g_autoptr (LoftFolder) folder = NULL;
  GError *error = NULL;
  gboolean done = FALSE;

  if (connect_for (task, connection, &error))
    folder = loft_folder_store_get (connection->store->mail, job->id, &error);
  if (folder != NULL && (folder->remote_id == NULL || !folder->selectable))
    done = TRUE;
  else if (folder != NULL)
    done = loft_backend_read_usage (connection->backend, folder->remote_id, &job->usage,
                                    g_task_get_cancellable (task), &error);
  return_job (task, connection, done, error);
}

void
loft_account_job_search (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (connect_for (task, connection, &error))
    job->found = loft_account_sync_search (connection->sync, job->id, job->query,
                                           g_task_get_cancellable (task), &error);
  return_job (task, connection, job->found != NULL, error);
}

void
loft_account_job_ask (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (connect_for (task, connection, &error))
    job->answer = job->ask->func (connection->backend, job->ask->data, g_task_get_cancellable (task),
                                  &error);
  return_job (task, connection, job->answer != NULL, error);
}

static gint64
find_inbox (LoftMailStore *store)
{
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (store, "INBOX", NULL);

  return inbox != NULL ? inbox->id : 0;
}

void
loft_account_job_watch (GTask *task, gpointer user_data)
{
  LoftAccountConnection *connection = user_data;
  LoftAccountJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = connect_for (task, connection, &error);

  if (done)
    {
      job->id = find_inbox (connection->store->mail);
      done = job->id == 0 ||
             loft_account_sync_watch (connection->sync, job->id, WATCH_SECONDS, &job->changed,
                                      g_task_get_cancellable (task), &error);
      job->elsewhere = done && loft_backend_changed_elsewhere (connection->backend);
    }
  return_job (task, connection, done, error);
}
