/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-network.h"

#include <string.h>

#include "loft-account-connection.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"

#define FIRST_RETRY_SECONDS 5
#define MAX_RETRY_SECONDS   600
#define STORE_RETRY_SECONDS 8 /* a full disk that has room again is noticed within ten */
#define WATCH_SECONDS       1500 /* RFC 2177: under 29 minutes */
#define GATHER_MS           250
#define PROGRESS_INTERVAL   (G_USEC_PER_SEC / 10)

/* What workers tell; passed through a queue to the main thread. */
typedef struct {
  gboolean is_progress;
  gint64 folder_id; /* of a change */
  LoftProgress progress;
} News;

struct _LoftAccountNetwork {
  GObject parent;

  LoftAccount *account; /* (owned) */
  LoftOnline *online; /* (owned) */
  LoftAccountConnection *network; /* (owned) syncs, replays, watches */
  LoftAccountConnection *interactive; /* (owned) what a person waits for */
  GCancellable *cancellable; /* (owned) ends everything */

  GAsyncQueue *news; /* of News (owned) */
  int news_scheduled; /* atomic */
  gint64 progress_told; /* network worker's thread */
  gboolean recovered; /* network worker's thread */

  gboolean started;
  gboolean stopped;
  guint n_jobs; /* of the network worker, the watch not counted */
  gboolean watching;
  gboolean sync_wanted; /* of everything, when the jobs under way are done */
  guint retry_source;
  guint check_source;
  guint gather_source;
  guint n_failures;
  GHashTable *changed; /* of gint64* (owned): folders to tell about */

  LoftAccountState state;
  GError *error; /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
  LoftProgress progress;
  gint64 last_success;
};

enum { SIGNAL_STATUS, SIGNAL_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAccountNetwork, loft_account_network, G_TYPE_OBJECT)

static void maybe_watch (LoftAccountNetwork *self);
static void sync_all (LoftAccountNetwork *self);
static void begin_sync (LoftAccountNetwork *self, gint64 folder_id, GTask *client);

/* ---- status ------------------------------------------------------------------------------- */

static void
clear_progress (LoftAccountNetwork *self)
{
  self->progress.kind = LOFT_PROGRESS_NONE;
  self->progress.done = self->progress.total = 0;
}

static void
set_status (LoftAccountNetwork *self, LoftAccountState state, const GError *error)
{
  self->state = state;
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  if (state != LOFT_ACCOUNT_SYNCING)
    clear_progress (self);
  g_signal_emit (self, signals[SIGNAL_STATUS], 0);
}

static gboolean
can_try (LoftAccountNetwork *self)
{
  return !self->stopped && loft_online_allows (self->online, self->account->incoming.host);
}

static GError *
offline_error (LoftAccountNetwork *self)
{
  return g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE,
                              loft_online_get_forced_offline (self->online)
                                ? "Working offline"
                                : "There is no network");
}

static void
set_offline (LoftAccountNetwork *self)
{
  g_autoptr (GError) error = offline_error (self);

  set_status (self, LOFT_ACCOUNT_OFFLINE, error);
}

/* ---- news from the workers ---------------------------------------------------------------- */

static void
news_free (News *news)
{
  g_free (news->progress.folder);
  g_free (news);
}

static gboolean
tell_changes (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  g_autoptr (GHashTable) changed = g_steal_pointer (&self->changed);
  GHashTableIter iter;
  gpointer key;

  self->gather_source = 0;
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, changed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0, *(gint64 *) key);
  return G_SOURCE_REMOVE;
}

static void
take_news (LoftAccountNetwork *self, News *news)
{
  if (!news->is_progress)
    {
      g_hash_table_add (self->changed, g_memdup2 (&news->folder_id, sizeof news->folder_id));
      if (self->gather_source == 0)
        self->gather_source = g_timeout_add (GATHER_MS, tell_changes, self);
      return;
    }
  g_free (self->progress.folder);
  self->progress = news->progress;
  news->progress.folder = NULL;
  if (self->state == LOFT_ACCOUNT_SYNCING || self->state == LOFT_ACCOUNT_CONNECTING)
    {
      self->state = LOFT_ACCOUNT_SYNCING;
      g_signal_emit (self, signals[SIGNAL_STATUS], 0);
    }
}

static gboolean
drain_news (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  News *news;

  g_atomic_int_set (&self->news_scheduled, 0);
  while ((news = g_async_queue_try_pop (self->news)) != NULL)
    {
      if (!self->stopped)
        take_news (self, news);
      news_free (news);
    }
  return G_SOURCE_REMOVE;
}

/* Any worker. */
static void
push_news (LoftAccountNetwork *self, News *news)
{
  g_async_queue_push (self->news, news);
  if (g_atomic_int_compare_and_exchange (&self->news_scheduled, 0, 1))
    g_idle_add_full (G_PRIORITY_DEFAULT, drain_news, g_object_ref (self), g_object_unref);
}

static void
on_changed (gint64 folder_id, gpointer user_data)
{
  News *news = g_new0 (News, 1);

  news->folder_id = folder_id;
  push_news (user_data, news);
}

static LoftProgressKind
progress_kind (LoftSyncStep step)
{
  switch (step)
    {
    case LOFT_SYNC_STEP_FOLDERS:
      return LOFT_PROGRESS_FOLDERS;
    case LOFT_SYNC_STEP_HEADERS:
      return LOFT_PROGRESS_HEADERS;
    case LOFT_SYNC_STEP_BODIES:
      return LOFT_PROGRESS_BODIES;
    case LOFT_SYNC_STEP_CHANGES:
      return LOFT_PROGRESS_CHANGES;
    }
  return LOFT_PROGRESS_NONE;
}

/* Network worker. The last of each kind is always told: done = total. */
static void
on_progress (LoftSyncStep step, const char *folder, guint64 done, guint64 total, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  gint64 now = loft_clock_monotonic ();
  News *news;

  if (now - self->progress_told < PROGRESS_INTERVAL && done < total)
    return;
  self->progress_told = now;
  news = g_new0 (News, 1);
  news->is_progress = TRUE;
  news->progress = (LoftProgress){ progress_kind (step), g_strdup (folder), done, total };
  push_news (self, news);
}

static void
on_breathe (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  if (loft_worker_wants_urgent (self->network->worker))
    loft_worker_run_urgent (self->network->worker);
}

/* ---- jobs --------------------------------------------------------------------------------- */

/* What a job failed with, kept for the status beside what its task returns. */
typedef struct {
  gint64 id; /* of a folder or message */
  gboolean asked; /* a person waits for it */
  gboolean changed;
  guint n_left_out; /* folders and messages */
  GError *error; /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
  GCancellable *everything; /* (owned) ends all jobs */
  gulong everything_link;
  GCancellable *client; /* (owned) (nullable) ends this one */
  gulong client_link;
} JobData;

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

/* Main thread, when the job has returned. */
static void
unlink_job (JobData *data)
{
  g_cancellable_disconnect (data->everything, data->everything_link);
  if (data->client != NULL)
    g_cancellable_disconnect (data->client, data->client_link);
}

static void
job_data_free (JobData *data)
{
  g_clear_object (&data->everything);
  g_clear_object (&data->client);
  g_clear_error (&data->error);
  loft_certificate_problem_free (data->problem);
  g_free (data);
}

static void
return_job (GTask *task, LoftBackend *backend, gboolean succeeded, GError *error)
{
  JobData *data = g_task_get_task_data (task);

  if (succeeded)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  data->error = g_error_copy (error);
  if (loft_error_class (error) == LOFT_ERROR_UNTRUSTED)
    data->problem = loft_backend_get_certificate_problem (backend);
  g_task_return_error (task, error);
}

/* Once, before anything is sent: what only the journal knows is put back. After a store was made
 * anew its messages must be there first, so it is tried again after the sync. */
static gboolean
recover (LoftAccountNetwork *self, GError **error)
{
  guint n_restored = 0;

  if (self->recovered)
    return TRUE;
  if (!loft_operation_queue_recover (self->network->store->mail, self->network->journal,
                                     &n_restored, error))
    return FALSE;
  if (n_restored > 0)
    g_message ("%u operations were put back from the journal", n_restored);
  return TRUE;
}

static void
sync_job (GTask *task, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  LoftAccountConnection *network = self->network;
  JobData *data = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done =
    loft_account_connection_open (network, &error) && recover (self, &error) &&
    (!data->asked || loft_operation_store_end_pauses (network->store->mail, &error)) &&
    loft_account_sync_run (network->sync, data->id, g_task_get_cancellable (task), &error);

  if (done)
    {
      data->n_left_out = loft_account_sync_get_n_left_out (network->sync);
      done = recover (self, &error);
      self->recovered = done;
    }
  return_job (task, network->backend, done, error);
}

static void
replay_job (GTask *task, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  LoftAccountConnection *network = self->network;
  GError *error = NULL;
  gboolean done = loft_account_connection_open (network, &error) && recover (self, &error) &&
                  loft_account_sync_replay (network->sync, g_task_get_cancellable (task), &error);

  return_job (task, network->backend, done, error);
}

static void
fetch_job (GTask *task, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  LoftAccountConnection *interactive = self->interactive;
  JobData *data = g_task_get_task_data (task);
  g_autoptr (GBytes) raw = NULL;
  GError *error = NULL;

  if (loft_account_connection_open (interactive, &error))
    raw = loft_account_sync_fetch_message (interactive->sync, data->id,
                                           g_task_get_cancellable (task), &error);
  return_job (task, interactive->backend, raw != NULL, error);
}

static gint64
find_inbox (LoftMailStore *store)
{
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (store, "INBOX", NULL);

  return inbox != NULL ? inbox->id : 0;
}

static void
watch_job (GTask *task, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;
  LoftAccountConnection *network = self->network;
  JobData *data = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = loft_account_connection_open (network, &error);

  if (done)
    {
      data->id = find_inbox (network->store->mail);
      done = data->id == 0 ||
             loft_account_sync_watch (network->sync, data->id, WATCH_SECONDS, &data->changed,
                                      g_task_get_cancellable (task), &error);
    }
  return_job (task, network->backend, done, error);
}

/* ---- what follows a job ------------------------------------------------------------------- */

static gboolean
on_retry (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  self->retry_source = 0;
  sync_all (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (LoftAccountNetwork *self, LoftError error_class)
{
  guint seconds = MIN (FIRST_RETRY_SECONDS << MIN (self->n_failures, 8), MAX_RETRY_SECONDS);

  if (!self->started || self->retry_source != 0)
    return;
  if (error_class == LOFT_ERROR_STORE)
    seconds = STORE_RETRY_SECONDS;
  self->n_failures++;
  /* Jitter, so that a thousand clients do not come back in the same second. */
  self->retry_source =
    g_timeout_add (seconds * 1000 + g_random_int_range (0, 1000), on_retry, self);
}

static void
note_failure (LoftAccountNetwork *self, const GError *error, const LoftCertificateProblem *problem)
{
  LoftError error_class = loft_error_class (error);

  loft_certificate_problem_free (self->problem);
  self->problem = loft_certificate_problem_copy (problem);
  switch (error_class)
    {
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
    case LOFT_ERROR_PROTOCOL:
      set_status (self, LOFT_ACCOUNT_OFFLINE, error);
      retry_later (self, error_class);
      break;
    case LOFT_ERROR_STORE:
      set_status (self, LOFT_ACCOUNT_PROBLEM, error);
      retry_later (self, error_class);
      break;
    case LOFT_ERROR_AUTH:
    case LOFT_ERROR_UNTRUSTED:
    case LOFT_ERROR_GONE:
    case LOFT_ERROR_CONFLICT:
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_LIMIT:
      set_status (self, LOFT_ACCOUNT_PROBLEM, error);
      break;
    }
}

static void
note_success (LoftAccountNetwork *self)
{
  self->n_failures = 0;
  self->last_success = loft_clock_now ();
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  set_status (self, LOFT_ACCOUNT_IDLE, NULL);
}

static void
after_job (LoftAccountNetwork *self)
{
  self->n_jobs--;
  if (self->n_jobs > 0 || self->stopped)
    return;
  if (self->sync_wanted)
    sync_all (self);
  else
    maybe_watch (self);
}

static void
on_sync_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data; /* (nullable) */
  g_autoptr (GError) error = NULL;
  JobData *data = g_task_get_task_data (G_TASK (result));

  unlink_job (data);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (!self->stopped)
    {
      if (error == NULL)
        note_success (self);
      else if (loft_error_is_cancelled (error))
        set_status (self, LOFT_ACCOUNT_IDLE, NULL);
      else
        note_failure (self, data->error, data->problem);
    }
  if (client != NULL && error == NULL)
    g_task_return_int (client, data->n_left_out);
  else if (client != NULL)
    g_task_return_error (client, g_steal_pointer (&error));
  after_job (self);
}

static void
on_replay_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;
  JobData *data = g_task_get_task_data (G_TASK (result));

  unlink_job (data);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (!self->stopped && error != NULL && !loft_error_is_cancelled (error))
    note_failure (self, data->error, data->problem);
  if (error == NULL)
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, g_steal_pointer (&error));
  after_job (self);
}

static void
on_fetch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;

  unlink_job (g_task_get_task_data (G_TASK (result)));
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, g_steal_pointer (&error));
}

static void
on_watch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  JobData *data = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->watching = FALSE;
  unlink_job (data);
  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->stopped || (error != NULL && loft_error_is_cancelled (error)))
    return;
  if (error != NULL)
    {
      /* Idle connections are cut all the time; that is no failure until the next one fails. */
      sync_all (self);
      return;
    }
  if (data->changed)
    begin_sync (self, data->id, NULL);
  else if (self->n_jobs == 0)
    maybe_watch (self);
}

/* ---- asking for jobs ---------------------------------------------------------------------- */

/* A job with a cancellable of its own, which ends with everything or with its client (nullable). */
static GTask *
new_job (LoftAccountNetwork *self, gint64 id, GCancellable *client, GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  JobData *data = g_new0 (JobData, 1);

  data->id = id;
  data->everything = g_object_ref (self->cancellable);
  data->everything_link = link_cancellable (self->cancellable, cancellable);
  if (client != NULL)
    {
      data->client = g_object_ref (client);
      data->client_link = link_cancellable (client, cancellable);
    }
  g_task_set_task_data (task, data, (GDestroyNotify) job_data_free);
  return task;
}

static void
queue_network_job (LoftAccountNetwork *self, LoftWorkerPriority priority, GTask *task,
                   LoftWorkerFunc func)
{
  self->n_jobs++;
  loft_worker_queue (self->network->worker, priority, task, func, self);
  if (self->watching)
    loft_backend_wake (self->network->backend);
}

static void
maybe_watch (LoftAccountNetwork *self)
{
  g_autoptr (GTask) task = NULL;

  if (!self->started || self->watching || self->n_jobs > 0 || !can_try (self) ||
      self->state != LOFT_ACCOUNT_IDLE)
    return;
  self->watching = TRUE;
  task = new_job (self, 0, NULL, on_watch_done, NULL);
  loft_worker_queue (self->network->worker, LOFT_WORKER_BACKGROUND, task, watch_job, self);
}

static void
begin_sync (LoftAccountNetwork *self, gint64 folder_id, GTask *client)
{
  GCancellable *cancellable = client != NULL ? g_task_get_cancellable (client) : NULL;
  g_autoptr (GTask) task = new_job (self, folder_id, cancellable, on_sync_done, client);
  JobData *data = g_task_get_task_data (task);

  data->asked = client != NULL;
  if (self->n_jobs == 0)
    set_status (self, LOFT_ACCOUNT_CONNECTING, NULL);
  queue_network_job (self, LOFT_WORKER_NORMAL, task, sync_job);
}

static void
sync_all (LoftAccountNetwork *self)
{
  if (self->stopped)
    return;
  if (self->n_jobs > 0)
    {
      self->sync_wanted = TRUE;
      return;
    }
  self->sync_wanted = FALSE;
  if (can_try (self))
    begin_sync (self, 0, NULL);
  else
    set_offline (self);
}

static gboolean
on_check (gpointer user_data)
{
  sync_all (user_data);
  return G_SOURCE_CONTINUE;
}

void
loft_account_network_check_online (LoftAccountNetwork *self)
{
  if (self->stopped)
    return;
  if (can_try (self))
    {
      if (self->started && self->state == LOFT_ACCOUNT_OFFLINE)
        sync_all (self);
      return;
    }
  /* What runs is ended: the person, or the system, said that there is no network. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_offline (self);
}

void
loft_account_network_start (LoftAccountNetwork *self)
{
  if (self->started || self->stopped)
    return;
  self->started = TRUE;
  self->check_source =
    g_timeout_add_seconds ((guint) self->account->check_minutes * 60 + g_random_int_range (0, 20),
                           on_check, self);
  sync_all (self);
}

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
  if (can_try (self))
    return FALSE;
  if (!self->stopped)
    set_offline (self);
  g_task_return_error (client, offline_error (self));
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
    begin_sync (self, folder_id, client);
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

  if (refuse_offline (self, client))
    {
      g_object_unref (client);
      return;
    }
  task = new_job (self, 0, cancellable, on_replay_done, client);
  queue_network_job (self, LOFT_WORKER_URGENT, task, replay_job);
}

gboolean
loft_account_network_replay_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_account_network_fetch_async (LoftAccountNetwork *self, gint64 message_id,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *client =
    new_client (self, loft_account_network_fetch_async, cancellable, callback, user_data);
  g_autoptr (GTask) task = NULL;

  if (refuse_offline (self, client))
    {
      g_object_unref (client);
      return;
    }
  task = new_job (self, message_id, cancellable, on_fetch_done, client);
  loft_worker_queue (self->interactive->worker, LOFT_WORKER_URGENT, task, fetch_job, self);
}

gboolean
loft_account_network_fetch_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- object ------------------------------------------------------------------------------- */

void
loft_account_network_stop (LoftAccountNetwork *self)
{
  if (self->stopped)
    return;
  self->stopped = TRUE;
  g_signal_handlers_disconnect_by_data (self->online, self);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->gather_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->network, loft_account_connection_free);
  g_clear_pointer (&self->interactive, loft_account_connection_free);
}

static void
loft_account_network_dispose (GObject *object)
{
  loft_account_network_stop (LOFT_ACCOUNT_NETWORK (object));
  G_OBJECT_CLASS (loft_account_network_parent_class)->dispose (object);
}

static void
loft_account_network_finalize (GObject *object)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (object);

  loft_account_unref (self->account);
  g_clear_object (&self->online);
  g_clear_object (&self->cancellable);
  g_async_queue_unref (self->news);
  g_hash_table_unref (self->changed);
  g_clear_error (&self->error);
  loft_certificate_problem_free (self->problem);
  g_free (self->progress.folder);
  G_OBJECT_CLASS (loft_account_network_parent_class)->finalize (object);
}

static void
loft_account_network_class_init (LoftAccountNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_account_network_dispose;
  object_class->finalize = loft_account_network_finalize;
  signals[SIGNAL_STATUS] = g_signal_new ("status", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
loft_account_network_init (LoftAccountNetwork *self)
{
  self->cancellable = g_cancellable_new ();
  self->news = g_async_queue_new_full ((GDestroyNotify) news_free);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->progress.folder = g_strdup ("");
}

LoftAccountNetwork *
loft_account_network_new (const char *profile_dir, const char *directory, LoftAccount *account,
                          LoftOnline *online, GError **error)
{
  static const LoftSyncObserver network_observer = { on_progress, on_changed, on_breathe };
  static const LoftSyncObserver interactive_observer = { NULL, on_changed, NULL };
  g_autoptr (LoftAccountNetwork) self = g_object_new (LOFT_TYPE_ACCOUNT_NETWORK, NULL);

  self->account = loft_account_ref (account);
  self->online = g_object_ref (online);
  self->network = loft_account_connection_new ("network", profile_dir, directory, account,
                                               &network_observer, self, error);
  if (self->network == NULL)
    return NULL;
  self->interactive = loft_account_connection_new ("interactive", profile_dir, directory, account,
                                                   &interactive_observer, self, error);
  if (self->interactive == NULL)
    return NULL;
  g_signal_connect_swapped (online, "notify::available",
                            G_CALLBACK (loft_account_network_check_online), self);
  return g_steal_pointer (&self);
}

LoftAccountState
loft_account_network_get_state (LoftAccountNetwork *self)
{
  return self->state;
}

const GError *
loft_account_network_get_error (LoftAccountNetwork *self)
{
  return self->error;
}

const LoftCertificateProblem *
loft_account_network_get_certificate_problem (LoftAccountNetwork *self)
{
  return self->problem;
}

const LoftProgress *
loft_account_network_get_progress (LoftAccountNetwork *self)
{
  return &self->progress;
}

gint64
loft_account_network_get_last_success (LoftAccountNetwork *self)
{
  return self->last_success;
}
