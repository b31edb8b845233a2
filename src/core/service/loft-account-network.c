/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-network.h"

#include "loft-account-connection.h"
#include "loft-account-job.h"
#include "loft-account-news.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-left-out.h"

#define FIRST_RETRY_SECONDS 5
#define MAX_RETRY_SECONDS   600
#define STORE_RETRY_SECONDS 8  /* a full disk that has room again is noticed within ten */
#define SHORT_WATCH_SECONDS 30 /* a watch that breaks sooner is not begun again at once */
#define ONE_CONNECTION_SECONDS 600 /* then a second one is tried again */

struct _LoftAccountNetwork {
  GObject parent;

  LoftAccount *account;  /* (owned) */
  LoftOnline *online;    /* (owned) */
  LoftAccountConnection *network;     /* (owned) syncs and replays */
  LoftAccountConnection *interactive; /* (owned) what a person waits for; watches meanwhile */
  GCancellable *cancellable;          /* (owned) ends everything */
  GPtrArray *syncs;                   /* (owned) of GCancellable: of the syncs under way */
  LoftAccountNews *news;              /* (owned) */

  gboolean started;
  gboolean stopped;
  guint n_jobs;          /* of the network worker, the watch not counted */
  gboolean offline;      /* the person's choice for this account */
  gboolean needs_no_server; /* all of it is on this computer */
  gboolean downloads;    /* nothing is to be watched, and nobody else is let in meanwhile */
  gboolean sync_wanted;  /* of everything, when the jobs under way are done */
  guint retry_source;
  guint check_source;
  guint n_failures;

  LoftAccountConnection *watcher; /* (borrowed) (nullable) where a watch runs */
  gint64 watch_began;
  int one_connection;         /* atomic: the server allows no second one; all is done by network */
  gint64 one_connection_till; /* monotonic */
  gboolean breathing;         /* network worker's thread */

  LoftAccountState state;
  GError *error;                   /* (owned) (nullable) */
  LoftCertificateProblem *problem; /* (owned) (nullable) */
  LoftProgress progress;
  gint64 last_success;
  GPtrArray *left_out; /* (owned) of LoftLeftOut */
};

enum { SIGNAL_STATUS, SIGNAL_CHANGED, SIGNAL_ALERT, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAccountNetwork, loft_account_network, G_TYPE_OBJECT)

static void maybe_watch (LoftAccountNetwork *self);
static void sync_all (LoftAccountNetwork *self);

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
  if (self->needs_no_server)
    return !self->stopped;
  return !self->stopped && !self->offline &&
         loft_online_allows (self->online, self->account->incoming.host);
}

static GError *
offline_error (LoftAccountNetwork *self)
{
  return g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE,
                              self->offline || loft_online_get_forced_offline (self->online)
                                ? "Working offline"
                                : "There is no network");
}

static void
set_offline (LoftAccountNetwork *self)
{
  g_autoptr (GError) error = offline_error (self);

  set_status (self, LOFT_ACCOUNT_OFFLINE, error);
}

/* ---- what workers tell -------------------------------------------------------------------- */

static void
tell_changed (gint64 folder_id, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CHANGED], 0, folder_id);
}

static void
take_progress (const LoftProgress *progress, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  g_free (self->progress.folder);
  self->progress = *progress;
  self->progress.folder = g_strdup (progress->folder);
  if (self->state != LOFT_ACCOUNT_SYNCING && self->state != LOFT_ACCOUNT_CONNECTING)
    return;
  self->state = LOFT_ACCOUNT_SYNCING;
  g_signal_emit (self, signals[SIGNAL_STATUS], 0);
  /* A long sync does not keep new mail from being noticed. */
  maybe_watch (self);
}

static void
on_changed (gint64 folder_id, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  loft_account_news_push_change (self->news, folder_id);
}

static void
on_progress (LoftSyncStep step, const char *folder, guint64 done, guint64 total,
             gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  loft_account_news_push_progress (self->news, step, folder, done, total);
}

/* Network worker, between two steps of a sync: what is urgent runs inside of it, but not inside of
 * what is urgent. */
static void
on_breathe (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  if (self->breathing || !loft_worker_wants_urgent (self->network->worker))
    return;
  self->breathing = TRUE;
  loft_worker_run_urgent (self->network->worker);
  self->breathing = FALSE;
}

static gboolean
on_is_awaited (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  return !self->breathing && loft_worker_wants_urgent (self->network->worker);
}

static gboolean
on_short_steps (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  return g_atomic_int_get (&self->one_connection);
}

static gboolean
on_headers_only (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  return loft_online_get_saving (self->online);
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

/* First thing in a job's callback. */
static LoftAccountJob *
end_job (LoftAccountNetwork *self, GAsyncResult *result)
{
  LoftAccountJob *job = loft_account_job_end (result);

  if (job->alert != NULL && !self->stopped)
    g_signal_emit (self, signals[SIGNAL_ALERT], 0, job->alert);
  return job;
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
  LoftAccountJob *job = end_job (self, result);

  g_ptr_array_remove_fast (self->syncs, g_task_get_cancellable (G_TASK (result)));
  g_task_propagate_boolean (G_TASK (result), &error);
  if (error == NULL)
    loft_left_out_list_merge (self->left_out, job->id, job->left_out);
  if (!self->stopped)
    {
      if (error == NULL)
        note_success (self);
      else if (loft_error_is_cancelled (error))
        set_status (self, can_try (self) ? LOFT_ACCOUNT_IDLE : LOFT_ACCOUNT_OFFLINE, NULL);
      else
        note_failure (self, job->error, job->problem);
    }
  if (client != NULL && error == NULL)
    g_task_return_int (client, job->left_out->len);
  else if (client != NULL)
    g_task_return_error (client, g_steal_pointer (&error));
  after_job (self);
}

/* Headers of the inbox in the middle of a longer sync; what broke breaks that too. */
static void
on_look_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);

  end_job (self, result);
  g_task_propagate_boolean (G_TASK (result), NULL);
  after_job (self);
}

static void
on_replay_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;
  LoftAccountJob *job = end_job (self, result);

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!self->stopped && error != NULL && !loft_error_is_cancelled (error))
    note_failure (self, job->error, job->problem);
  if (error == NULL)
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, g_steal_pointer (&error));
  after_job (self);
}

static void
note_fetched (LoftAccountNetwork *self, const LoftAccountJob *job)
{
  if (job->error == NULL && job->work == loft_account_job_fetch &&
      loft_left_out_list_remove_message (self->left_out, job->id))
    g_signal_emit (self, signals[SIGNAL_STATUS], 0);
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
  else
    g_task_return_boolean (client, TRUE);
}

static void
on_shared_fetch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data;

  end_job (self, result);
  return_fetched (client, result);
  after_job (self);
}

/* ---- one connection or two ---------------------------------------------------------------- */

static gboolean
has_one_connection (LoftAccountNetwork *self)
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
static gboolean
learn_one_connection (LoftAccountNetwork *self, const LoftAccountJob *job)
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

/* ---- asking for jobs ---------------------------------------------------------------------- */

static void
queue_network_job (LoftAccountNetwork *self, LoftWorkerPriority priority, GTask *task,
                   LoftWorkerFunc func)
{
  self->n_jobs++;
  loft_worker_queue (self->network->worker, priority, task, func, self->network);
  if (self->watcher == self->network)
    loft_backend_wake (self->network->backend);
}

static void
begin_sync (LoftAccountNetwork *self, gint64 folder_id, GTask *client)
{
  GCancellable *cancellable = client != NULL ? g_task_get_cancellable (client) : NULL;
  g_autoptr (GTask) task =
    loft_account_job_new (self, folder_id, self->cancellable, cancellable, on_sync_done, client);
  LoftAccountJob *job = g_task_get_task_data (task);

  job->asked = client != NULL;
  g_ptr_array_add (self->syncs, g_object_ref (g_task_get_cancellable (task)));
  if (self->n_jobs == 0)
    set_status (self, LOFT_ACCOUNT_CONNECTING, NULL);
  queue_network_job (self, LOFT_WORKER_NORMAL, task, loft_account_job_sync);
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

/* ---- watching ----------------------------------------------------------------------------- */

/* Idle connections are cut all the time; that is no failure until the next one fails. One that is
 * cut as soon as it idles is left alone for a while. */
static void
watch_broke (LoftAccountNetwork *self)
{
  gint64 lasted = loft_clock_monotonic () - self->watch_began;

  if (lasted > SHORT_WATCH_SECONDS * (gint64) G_USEC_PER_SEC)
    sync_all (self);
  else if (self->retry_source == 0)
    self->retry_source = g_timeout_add_seconds (SHORT_WATCH_SECONDS, on_retry, self);
}

static void
watch_saw (LoftAccountNetwork *self, gint64 folder_id, gboolean elsewhere)
{
  g_autoptr (GTask) task = NULL;

  if (self->n_jobs == 0)
    {
      begin_sync (self, elsewhere ? 0 : folder_id, NULL);
      return;
    }
  task = loft_account_job_new (self, folder_id, self->cancellable, NULL, on_look_done, NULL);
  queue_network_job (self, LOFT_WORKER_URGENT, task, loft_account_job_look);
  /* The bodies come after what is under way. */
  self->sync_wanted = TRUE;
}

static void
on_watch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  LoftAccountJob *job = end_job (self, result);
  g_autoptr (GError) error = NULL;

  self->watcher = NULL;
  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->stopped || (error != NULL && loft_error_is_cancelled (error)))
    return;
  if (error != NULL && !learn_one_connection (self, job))
    {
      if (self->n_jobs == 0)
        watch_broke (self);
      return;
    }
  if (error == NULL && job->changed)
    watch_saw (self, job->id, job->elsewhere);
  else if (error == NULL && job->id == 0)
    return;
  maybe_watch (self);
}

static void
maybe_watch (LoftAccountNetwork *self)
{
  gboolean one = has_one_connection (self);
  g_autoptr (GTask) task = NULL;

  if (!self->started || self->stopped || self->downloads || self->watcher != NULL ||
      self->retry_source != 0 || !can_try (self) ||
      (self->state != LOFT_ACCOUNT_IDLE && (one || self->state != LOFT_ACCOUNT_SYNCING)) ||
      (one && self->n_jobs > 0))
    return;
  self->watcher = one ? self->network : self->interactive;
  self->watch_began = loft_clock_monotonic ();
  task = loft_account_job_new (self, 0, self->cancellable, NULL, on_watch_done, NULL);
  loft_worker_queue (self->watcher->worker, LOFT_WORKER_BACKGROUND, task, loft_account_job_watch,
                     self->watcher);
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
loft_account_network_set_offline (LoftAccountNetwork *self, gboolean offline)
{
  self->offline = offline;
  loft_account_network_check_online (self);
}

void
loft_account_network_cancel_sync (LoftAccountNetwork *self)
{
  self->sync_wanted = FALSE;
  for (guint i = 0; i < self->syncs->len; i++)
    g_cancellable_cancel (g_ptr_array_index (self->syncs, i));
}

/* What runs is asked before each step of bodies; what was left for later is fetched when it may. */
static void
on_metered_changed (LoftAccountNetwork *self)
{
  if (self->started && !loft_online_get_saving (self->online))
    sync_all (self);
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

  /* What is done to mail that was picked up concerns no server. */
  if (!self->downloads && refuse_offline (self, client))
    {
      g_object_unref (client);
      return;
    }
  task = loft_account_job_new (self, 0, self->cancellable, cancellable, on_replay_done, client);
  queue_network_job (self, LOFT_WORKER_URGENT, task, loft_account_job_replay);
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

  end_job (self, result);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, error);
  after_job (self);
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
  queue_network_job (self, LOFT_WORKER_NORMAL, task, loft_account_job_repair);
}

gboolean
loft_account_network_repair_finish (LoftAccountNetwork *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What a search asks for is the data of its client. */
static GTask *
new_fetch (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GAsyncReadyCallback callback,
           GTask *client)
{
  GTask *task = loft_account_job_new (self, id, self->cancellable,
                                      g_task_get_cancellable (client), callback, client);
  LoftAccountJob *job = g_task_get_task_data (task);

  job->work = work;
  if (work == loft_account_job_search)
    job->query = loft_search_query_ref (g_task_get_task_data (client));
  return task;
}

static void
fetch_by_network (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GTask *client)
{
  g_autoptr (GTask) task = new_fetch (self, id, work, on_shared_fetch_done, client);

  queue_network_job (self, LOFT_WORKER_URGENT, task, work);
}

static void
on_fetch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  LoftAccountJob *job = end_job (self, result);
  g_autoptr (GTask) client = user_data;

  if (job->error != NULL && learn_one_connection (self, job))
    fetch_by_network (self, job->id, job->work, g_steal_pointer (&client));
  else
    return_fetched (client, result);
}

static void
fetch_beside (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GTask *client)
{
  g_autoptr (GTask) task = new_fetch (self, id, work, on_fetch_done, client);

  loft_worker_queue (self->interactive->worker, LOFT_WORKER_URGENT, task, work,
                     self->interactive);
  if (self->watcher == self->interactive)
    loft_backend_wake (self->interactive->backend);
}

/* client: (transfer full) */
static void
fetch (LoftAccountNetwork *self, gint64 id, LoftWorkerFunc work, GTask *client)
{
  if (refuse_offline (self, client))
    g_object_unref (client);
  else if (has_one_connection (self))
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
  loft_account_news_stop (self->news);
  g_cancellable_cancel (self->cancellable);
  /* Their workers look at them until they are joined. */
  loft_account_connection_free (self->network);
  self->network = NULL;
  loft_account_connection_free (self->interactive);
  self->interactive = NULL;
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
  g_ptr_array_unref (self->syncs);
  g_ptr_array_unref (self->left_out);
  loft_account_news_unref (self->news);
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
  signals[SIGNAL_ALERT] = g_signal_new ("alert", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
loft_account_network_init (LoftAccountNetwork *self)
{
  self->cancellable = g_cancellable_new ();
  self->syncs = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_out = loft_left_out_list_new ();
  self->news = loft_account_news_new (tell_changed, take_progress, self);
  self->progress.folder = g_strdup ("");
}

LoftAccountNetwork *
loft_account_network_new (const char *profile_dir, const char *directory, LoftAccount *account,
                          LoftOnline *online, GError **error)
{
  static const LoftSyncObserver network_observer = { on_progress, on_changed, on_breathe,
                                                     on_short_steps, on_headers_only,
                                                     on_is_awaited };
  static const LoftSyncObserver interactive_observer = { NULL, on_changed, NULL, NULL, NULL, NULL };
  g_autoptr (LoftAccountNetwork) self = g_object_new (LOFT_TYPE_ACCOUNT_NETWORK, NULL);

  self->account = loft_account_ref (account);
  self->offline = account->offline;
  self->online = g_object_ref (online);
  self->downloads = loft_account_kind_is_local (account->kind);
  self->needs_no_server = g_str_equal (account->kind, "local");
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
  g_signal_connect_swapped (online, "notify::metered", G_CALLBACK (on_metered_changed), self);
  return g_steal_pointer (&self);
}

GPtrArray *
loft_account_network_get_left_out (LoftAccountNetwork *self)
{
  return self->left_out;
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
