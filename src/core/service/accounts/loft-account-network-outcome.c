/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-network-private.h"

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-left-out.h"

/* What follows a job: what the account is said to be, when it is tried again, who is told. */

#define FIRST_RETRY_SECONDS 5
#define MAX_RETRY_SECONDS   600
#define STORE_RETRY_SECONDS 8 /* a full disk that has room again is noticed within ten */

gboolean
loft_account_network_on_retry (gpointer user_data)
{
  LoftAccountNetwork *self = user_data;

  self->retry_source = 0;
  loft_account_network_sync_all (self);
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
  self->retry_source = g_timeout_add (seconds * 1000 + g_random_int_range (0, 1000),
                                      loft_account_network_on_retry, self);
}

void
loft_account_network_note_failure (LoftAccountNetwork *self, const GError *error,
                                   const LoftCertificateProblem *problem)
{
  LoftError error_class = loft_error_class (error);

  loft_certificate_problem_free (self->problem);
  self->problem = loft_certificate_problem_copy (problem);
  switch (error_class)
    {
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
    case LOFT_ERROR_PROTOCOL:
      loft_account_network_set_status (self, LOFT_ACCOUNT_OFFLINE, error);
      retry_later (self, error_class);
      break;
    case LOFT_ERROR_STORE:
      loft_account_network_set_status (self, LOFT_ACCOUNT_PROBLEM, error);
      retry_later (self, error_class);
      break;
    case LOFT_ERROR_AUTH:
    case LOFT_ERROR_UNTRUSTED:
    case LOFT_ERROR_GONE:
    case LOFT_ERROR_CONFLICT:
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_LIMIT:
      loft_account_network_set_status (self, LOFT_ACCOUNT_PROBLEM, error);
      break;
    }
}

/* Nothing is wrong: who asked is told, and else nobody. */
static void
note_pause (LoftAccountNetwork *self, const LoftAccountJob *job)
{
  self->paused_until = loft_clock_now () + job->wait;
  loft_account_network_set_status (self, LOFT_ACCOUNT_IDLE, job->asked ? job->error : NULL);
  g_clear_handle_id (&self->retry_source, g_source_remove);
  if (self->started)
    self->retry_source = g_timeout_add_seconds (job->wait + 1, loft_account_network_on_retry, self);
}

static void
note_success (LoftAccountNetwork *self)
{
  self->n_failures = 0;
  self->last_success = loft_clock_now ();
  g_clear_handle_id (&self->retry_source, g_source_remove);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  loft_account_network_set_status (self, LOFT_ACCOUNT_IDLE, NULL);
}

/* First thing in a job's callback. */
LoftAccountJob *
loft_account_network_end_job (LoftAccountNetwork *self, GAsyncResult *result)
{
  LoftAccountJob *job = loft_account_job_end (result);

  if (job->alert != NULL && !self->stopped)
    loft_account_network_tell_alert (self, job->alert);
  return job;
}

void
loft_account_network_after_job (LoftAccountNetwork *self)
{
  self->n_jobs--;
  if (self->n_jobs > 0 || self->stopped)
    return;
  if (self->sync_wanted)
    loft_account_network_sync_all (self);
  else
    loft_account_network_maybe_watch (self);
}

void
loft_account_network_on_sync_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data; /* (nullable) */
  g_autoptr (GError) error = NULL;
  LoftAccountJob *job = loft_account_network_end_job (self, result);

  g_ptr_array_remove_fast (self->syncs, g_task_get_cancellable (G_TASK (result)));
  g_task_propagate_boolean (G_TASK (result), &error);
  if (error == NULL)
    loft_left_out_list_merge (self->left_out, job->id, job->left_out);
  if (!self->stopped)
    {
      if (error == NULL)
        note_success (self);
      else if (loft_error_is_cancelled (error))
        loft_account_network_set_status (self,
                                         loft_account_network_can_try (self) ? LOFT_ACCOUNT_IDLE
                                                                             : LOFT_ACCOUNT_OFFLINE,
                                         NULL);
      else if (job->wait > 0)
        note_pause (self, job);
      else
        loft_account_network_note_failure (self, job->error, job->problem);
    }
  if (client != NULL && error == NULL)
    g_task_return_int (client, job->left_out->len);
  else if (client != NULL)
    g_task_return_error (client, g_steal_pointer (&error));
  loft_account_network_after_job (self);
}

/* Headers of the inbox in the middle of a longer sync; what broke breaks that too. */
void
loft_account_network_on_look_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);

  loft_account_network_end_job (self, result);
  g_task_propagate_boolean (G_TASK (result), NULL);
  loft_account_network_after_job (self);
}

void
loft_account_network_on_replay_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountNetwork *self = LOFT_ACCOUNT_NETWORK (source);
  g_autoptr (GTask) client = user_data;
  g_autoptr (GError) error = NULL;
  LoftAccountJob *job = loft_account_network_end_job (self, result);

  g_task_propagate_boolean (G_TASK (result), &error);
  if (!self->stopped && error != NULL && !loft_error_is_cancelled (error))
    loft_account_network_note_failure (self, job->error, job->problem);
  if (error == NULL)
    g_task_return_boolean (client, TRUE);
  else
    g_task_return_error (client, g_steal_pointer (&error));
  loft_account_network_after_job (self);
}
