/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-network-private.h"

#include "loft-clock.h"
#include "loft-error.h"

/* Waiting for news of the server, while nothing else is to be done. */

#define SHORT_WATCH_SECONDS 30 /* a watch that breaks sooner is not begun again at once */

/* Idle connections are cut all the time; that is no failure until the next one fails. One that is
 * cut as soon as it idles is left alone for a while. */
static void
watch_broke (LoftAccountNetwork *self)
{
  gint64 lasted = loft_clock_monotonic () - self->watch_began;

  if (lasted > SHORT_WATCH_SECONDS * (gint64) G_USEC_PER_SEC)
    loft_account_network_sync_all (self);
  else if (self->retry_source == 0)
    self->retry_source =
      g_timeout_add_seconds (SHORT_WATCH_SECONDS, loft_account_network_on_retry, self);
}

static void
watch_saw (LoftAccountNetwork *self, gint64 folder_id, gboolean elsewhere)
{
  g_autoptr (GTask) task = NULL;

  if (self->n_jobs == 0)
    {
      loft_account_network_begin_sync (self, elsewhere ? 0 : folder_id, NULL);
      return;
    }
  task = loft_account_job_new (self, folder_id, self->cancellable, NULL,
                               loft_account_network_on_look_done, NULL);
  loft_account_network_queue_job (self, LOFT_WORKER_URGENT, task, loft_account_job_look);
  /* The bodies come after what is under way. */
  self->sync_wanted = TRUE;
}

/* The only connection that is left could not be made either: the server is away, whatever was learned of
 * it before. */
static gboolean
learn (LoftAccountNetwork *self, const LoftAccountJob *job, gboolean beside)
{
  if (beside)
    return loft_account_network_learn_one_connection (self, job);
  if (job->not_connected)
    g_atomic_int_set (&self->one_connection, FALSE);
  return FALSE;
}

static void
on_watch_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  LoftAccountJob *job = loft_account_network_end_job (self, result);
  const gboolean beside = self->watcher == self->interactive;
  g_autoptr (GError) error = NULL;

  self->watcher = NULL;
  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->stopped || (error != NULL && loft_error_is_cancelled (error)))
    return;
  if (error != NULL && !learn (self, job, beside))
    {
      if (self->n_jobs == 0)
        watch_broke (self);
      return;
    }
  if (error == NULL && job->changed)
    watch_saw (self, job->id, job->elsewhere);
  else if (error == NULL && job->id == 0)
    return;
  loft_account_network_maybe_watch (self);
}

void
loft_account_network_maybe_watch (LoftAccountNetwork *self)
{
  gboolean one = loft_account_network_has_one_connection (self);
  g_autoptr (GTask) task = NULL;

  if (!self->started || self->stopped || self->downloads || self->watcher != NULL ||
      self->retry_source != 0 || !loft_account_network_can_try (self) ||
      (self->state != LOFT_ACCOUNT_IDLE && (one || self->state != LOFT_ACCOUNT_SYNCING)) ||
      (one && self->n_jobs > 0))
    return;
  self->watcher = one ? self->network : self->interactive;
  self->watch_began = loft_clock_monotonic ();
  task = loft_account_job_new (self, 0, self->cancellable, NULL, on_watch_done, NULL);
  loft_worker_queue (self->watcher->worker, LOFT_WORKER_BACKGROUND, task, loft_account_job_watch,
                     self->watcher);
}
