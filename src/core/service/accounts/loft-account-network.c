/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-network-private.h"

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-left-out.h"

enum { SIGNAL_STATUS, SIGNAL_CHANGED, SIGNAL_ALERT, SIGNAL_ARRIVING, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAccountNetwork, loft_account_network, G_TYPE_OBJECT)

/* ---- status ------------------------------------------------------------------------------- */

static void
clear_progress (LoftAccountNetwork *self)
{
  self->progress.kind = LOFT_PROGRESS_NONE;
  self->progress.done = self->progress.total = 0;
}

void
loft_account_network_set_status (LoftAccountNetwork *self, LoftAccountState state,
                                 const GError *error)
{
  self->state = state;
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  if (state != LOFT_ACCOUNT_SYNCING)
    clear_progress (self);
  g_signal_emit (self, signals[SIGNAL_STATUS], 0);
}

gboolean
loft_account_network_can_try (LoftAccountNetwork *self)
{
  if (self->needs_no_server)
    return !self->stopped;
  return !self->stopped && !self->offline &&
         loft_online_allows (self->online, self->account->incoming.host);
}

GError *
loft_account_network_offline_error (LoftAccountNetwork *self)
{
  return g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE,
                              self->offline || loft_online_get_forced_offline (self->online)
                                ? "Working offline"
                                : "There is no network");
}

void
loft_account_network_set_offline_now (LoftAccountNetwork *self)
{
  g_autoptr (GError) error = loft_account_network_offline_error (self);

  loft_account_network_set_status (self, LOFT_ACCOUNT_OFFLINE, error);
}

void
loft_account_network_tell_status (LoftAccountNetwork *self)
{
  g_signal_emit (self, signals[SIGNAL_STATUS], 0);
}

void
loft_account_network_tell_alert (LoftAccountNetwork *self, const char *text)
{
  g_signal_emit (self, signals[SIGNAL_ALERT], 0, text);
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
  loft_account_network_maybe_watch (self);
}

static void
tell_arriving (gint64 message_id, guint64 done, guint64 total, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_ARRIVING], 0, message_id, done, total);
}

static void
on_arriving (gint64 message_id, guint64 done, guint64 total, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  loft_account_news_push_arriving (self->news, message_id, done, total);
}

static void
on_changed (gint64 folder_id, gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  loft_account_news_push_change (self->news, folder_id);
}

static void
on_progress (LoftSyncStep step, const char *folder, guint64 done, guint64 total, gpointer user_data)
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

/* ---- asking for jobs ---------------------------------------------------------------------- */

void
loft_account_network_queue_job (LoftAccountNetwork *self, LoftWorkerPriority priority, GTask *task,
                                LoftWorkerFunc func)
{
  self->n_jobs++;
  loft_worker_queue (self->network->worker, priority, task, func, self->network);
  if (self->watcher == self->network)
    loft_backend_wake (self->network->backend);
}

void
loft_account_network_begin_sync (LoftAccountNetwork *self, gint64 folder_id, GTask *client)
{
  GCancellable *cancellable = client != NULL ? g_task_get_cancellable (client) : NULL;
  g_autoptr (GTask) task = loft_account_job_new (self, folder_id, self->cancellable, cancellable,
                                                 loft_account_network_on_sync_done, client);
  LoftAccountJob *job = g_task_get_task_data (task);

  job->asked = client != NULL;
  g_ptr_array_add (self->syncs, g_object_ref (g_task_get_cancellable (task)));
  if (self->n_jobs == 0)
    loft_account_network_set_status (self, LOFT_ACCOUNT_CONNECTING, NULL);
  loft_account_network_queue_job (self, LOFT_WORKER_NORMAL, task, loft_account_job_sync);
}

void
loft_account_network_sync_all (LoftAccountNetwork *self)
{
  if (self->stopped)
    return;
  if (self->n_jobs > 0)
    {
      self->sync_wanted = TRUE;
      return;
    }
  self->sync_wanted = FALSE;
  if (loft_account_network_can_try (self))
    loft_account_network_begin_sync (self, 0, NULL);
  else
    loft_account_network_set_offline_now (self);
}

/* ---- online and offline ------------------------------------------------------------------- */

static gboolean
on_check (gpointer user_data)
{
  loft_account_network_sync_all (user_data);
  return G_SOURCE_CONTINUE;
}

void
loft_account_network_check_online (LoftAccountNetwork *self)
{
  if (self->stopped)
    return;
  if (loft_account_network_can_try (self))
    {
      if (self->started && self->state == LOFT_ACCOUNT_OFFLINE)
        loft_account_network_sync_all (self);
      return;
    }
  /* What runs is ended: the person, or the system, said that there is no network. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  loft_account_network_set_offline_now (self);
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
    loft_account_network_sync_all (self);
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
  loft_account_network_sync_all (self);
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
  signals[SIGNAL_ARRIVING] =
    g_signal_new ("arriving", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
loft_account_network_init (LoftAccountNetwork *self)
{
  self->cancellable = g_cancellable_new ();
  self->syncs = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_out = loft_left_out_list_new ();
  self->news = loft_account_news_new (tell_changed, take_progress, tell_arriving, self);
  self->progress.folder = g_strdup ("");
}

LoftAccountNetwork *
loft_account_network_new (const char *profile_dir, const char *directory, LoftAccount *account,
                          LoftOnline *online, GError **error)
{
  static const LoftSyncObserver network_observer = { on_progress,    on_changed,      on_breathe,
                                                     on_short_steps, on_headers_only, on_is_awaited,
                                                     on_arriving };
  static const LoftSyncObserver interactive_observer = { .changed = on_changed,
                                                         .arriving = on_arriving };
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
loft_account_network_get_paused_until (LoftAccountNetwork *self)
{
  return self->paused_until;
}

gint64
loft_account_network_get_last_success (LoftAccountNetwork *self)
{
  return self->last_success;
}
