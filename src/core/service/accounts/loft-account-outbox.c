/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-outbox-private.h"

#include <string.h>

#include "loft-backend-factory.h"
#include "loft-clock.h"
#include "loft-error.h"

#define FIRST_RETRY_SECONDS 5
#define MAX_RETRY_SECONDS   600
#define STORE_RETRY_SECONDS 8
#define LOOK_SECONDS        20 /* clocks are set, and machines sleep */
#define REST_SECONDS        30 /* a connection without work is closed */

enum { SIGNAL_CHANGED, SIGNAL_STATUS, SIGNAL_COPIED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftAccountOutbox, loft_account_outbox, G_TYPE_OBJECT)

void
loft_account_outbox_tell_changed (LoftAccountOutbox *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- when --------------------------------------------------------------------------------- */

static const char *
host_of (LoftAccountOutbox *self)
{
  return self->account->outgoing.host[0] != '\0' ? self->account->outgoing.host
                                                 : self->account->incoming.host;
}

static gboolean
can_try (LoftAccountOutbox *self)
{
  return !self->stopped && !self->offline && loft_online_allows (self->online, host_of (self));
}

static void
set_error (LoftAccountOutbox *self, const GError *error, LoftCertificateProblem *problem)
{
  gboolean same = (error == NULL) == (self->error == NULL);

  if (same && error != NULL)
    same = strcmp (error->message, self->error->message) == 0;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  loft_certificate_problem_free (self->problem);
  self->problem = loft_certificate_problem_copy (problem);
  if (!same)
    g_signal_emit (self, signals[SIGNAL_STATUS], 0);
}

/* What waits for a person is not tried again by itself. */
static void
plan_retry (LoftAccountOutbox *self, const GError *error)
{
  guint seconds = MIN (FIRST_RETRY_SECONDS << MIN (self->n_failures, 8), MAX_RETRY_SECONDS);

  self->retry_at = G_MAXINT64;
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_STORE:
      seconds = STORE_RETRY_SECONDS;
      break;
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
    case LOFT_ERROR_PROTOCOL:
    case LOFT_ERROR_CONFLICT:
    case LOFT_ERROR_GONE:
      break;
    case LOFT_ERROR_AUTH:
    case LOFT_ERROR_UNTRUSTED:
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_LIMIT:
      return;
    }
  self->n_failures++;
  self->retry_at = loft_clock_monotonic () + seconds * (gint64) G_USEC_PER_SEC +
                   g_random_int_range (0, G_USEC_PER_SEC);
}

static gboolean
on_rest (gpointer user_data)
{
  LoftAccountOutbox *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);

  self->rest_source = 0;
  loft_worker_queue (self->worker, LOFT_WORKER_BACKGROUND, task, loft_account_outbox_rest_job,
                     self);
  return G_SOURCE_REMOVE;
}

static void plan (LoftAccountOutbox *self);

static void
on_pass_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftAccountOutbox *self = LOFT_ACCOUNT_OUTBOX (source);
  g_autoptr (GTask) client = user_data; /* (nullable) */
  LoftOutboxFinding *finding = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  self->n_passes--;
  g_task_propagate_boolean (G_TASK (result), &error);
  if (!self->stopped)
    {
      self->next = finding->next;
      self->retry_at = 0;
      if (finding->has_offer)
        self->offer = finding->offer;
      if (error == NULL)
        self->n_failures = 0;
      else if (!loft_error_is_cancelled (error))
        plan_retry (self, error);
      if (error == NULL || !loft_error_is_cancelled (error))
        set_error (self, error, finding->problem);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      if (finding->copied)
        g_signal_emit (self, signals[SIGNAL_COPIED], 0);
      g_clear_handle_id (&self->rest_source, g_source_remove);
      self->rest_source = g_timeout_add_seconds (REST_SECONDS, on_rest, self);
      plan (self);
    }
  if (client != NULL && error != NULL)
    g_task_return_error (client, g_steal_pointer (&error));
  else if (client != NULL)
    g_task_return_boolean (client, TRUE);
  g_clear_error (&error);
}

/* client: (transfer full) (nullable) */
static void
queue_pass (LoftAccountOutbox *self, GTask *client)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_pass_done, client);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_new0 (LoftOutboxFinding, 1),
                        (GDestroyNotify) loft_outbox_finding_free);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  self->n_passes++;
  loft_worker_queue (self->worker, LOFT_WORKER_NORMAL, task, loft_account_outbox_pass_job, self);
}

static gboolean
is_time (LoftAccountOutbox *self)
{
  if (self->next == 0 || self->next > loft_clock_now ())
    return FALSE;
  return self->retry_at == 0 || self->retry_at <= loft_clock_monotonic ();
}

static gboolean
on_look (gpointer user_data)
{
  LoftAccountOutbox *self = user_data;

  self->look_source = 0;
  if (self->n_passes == 0 && is_time (self) && can_try (self))
    queue_pass (self, NULL);
  else
    plan (self);
  return G_SOURCE_REMOVE;
}

/* By the wall clock and in short steps, so that neither a clock that is set nor a machine that slept
 * makes a message late. */
static void
plan (LoftAccountOutbox *self)
{
  gint64 seconds = self->next - loft_clock_now ();

  g_clear_handle_id (&self->look_source, g_source_remove);
  if (!self->started || self->stopped || self->next == 0 || self->retry_at == G_MAXINT64)
    return;
  if (self->retry_at != 0)
    seconds = MAX (seconds, (self->retry_at - loft_clock_monotonic ()) / G_USEC_PER_SEC + 1);
  else if (seconds <= 0 && !can_try (self))
    seconds = LOOK_SECONDS;
  /* Rounded up: a second too early is looked at twice. */
  self->look_source =
    g_timeout_add ((guint) CLAMP (seconds, 0, LOOK_SECONDS) * 1000 + 50, on_look, self);
}

/* ---- asking ------------------------------------------------------------------------------- */

void
loft_account_outbox_poke (LoftAccountOutbox *self)
{
  if (self->stopped || !self->started)
    return;
  self->retry_at = 0;
  self->next = 1;
  if (self->n_passes < 2 && can_try (self))
    queue_pass (self, NULL);
  else
    plan (self);
}

void
loft_account_outbox_expect (LoftAccountOutbox *self, gint64 when)
{
  if (self->n_passes > 0 || (self->next != 0 && self->next <= when))
    return;
  self->next = MAX (when, 1);
  plan (self);
}

void
loft_account_outbox_check_online (LoftAccountOutbox *self)
{
  if (self->stopped)
    return;
  if (can_try (self))
    {
      loft_account_outbox_poke (self);
      return;
    }
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

void
loft_account_outbox_set_offline (LoftAccountOutbox *self, gboolean offline)
{
  self->offline = offline;
  loft_account_outbox_check_online (self);
}

void
loft_account_outbox_start (LoftAccountOutbox *self)
{
  if (self->started || self->stopped)
    return;
  self->started = TRUE;
  loft_account_outbox_poke (self);
}

void
loft_account_outbox_send_async (LoftAccountOutbox *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, cancellable, callback, user_data);

  g_task_set_check_cancellable (client, FALSE);
  if (can_try (self))
    {
      queue_pass (self, client);
      return;
    }
  g_task_return_new_error (client, LOFT_ERROR, LOFT_ERROR_OFFLINE, "%s",
                           self->offline || loft_online_get_forced_offline (self->online)
                             ? "Working offline"
                             : "There is no network");
  g_object_unref (client);
}

gboolean
loft_account_outbox_send_finish (LoftAccountOutbox *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

const GError *
loft_account_outbox_get_error (LoftAccountOutbox *self)
{
  return self->error;
}

guint64
loft_account_outbox_get_max_size (LoftAccountOutbox *self)
{
  return self->offer.max_size;
}

gboolean
loft_account_outbox_get_reports (LoftAccountOutbox *self)
{
  return self->offer.reports;
}

const LoftCertificateProblem *
loft_account_outbox_get_problem (LoftAccountOutbox *self)
{
  return self->problem;
}

/* ---- object ------------------------------------------------------------------------------- */

void
loft_account_outbox_stop (LoftAccountOutbox *self)
{
  if (self->stopped)
    return;
  self->stopped = TRUE;
  g_signal_handlers_disconnect_by_data (self->online, self);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  loft_worker_shutdown (self->worker);
  g_clear_object (&self->submission);
  g_clear_pointer (&self->access, loft_account_access_free);
  g_clear_pointer (&self->queue, loft_outgoing_queue_close);
  g_clear_object (&self->worker);
}

static void
loft_account_outbox_dispose (GObject *object)
{
  LoftAccountOutbox *self = LOFT_ACCOUNT_OUTBOX (object);

  if (self->worker != NULL)
    loft_account_outbox_stop (self);
  G_OBJECT_CLASS (loft_account_outbox_parent_class)->dispose (object);
}

static void
loft_account_outbox_finalize (GObject *object)
{
  LoftAccountOutbox *self = LOFT_ACCOUNT_OUTBOX (object);

  loft_account_unref (self->account);
  g_clear_object (&self->online);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  loft_certificate_problem_free (self->problem);
  g_free (self->directory);
  G_OBJECT_CLASS (loft_account_outbox_parent_class)->finalize (object);
}

static void
loft_account_outbox_class_init (LoftAccountOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = loft_account_outbox_dispose;
  object_class->finalize = loft_account_outbox_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COPIED] = g_signal_new ("copied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STATUS] = g_signal_new ("status", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
loft_account_outbox_init (LoftAccountOutbox *self)
{
  self->cancellable = g_cancellable_new ();
  self->worker = loft_worker_new ("sender");
}

/* What is remembered of the outgoing server is apart from what is of the incoming one, where they are two. */
static void
make_submission (LoftAccountOutbox *self, const char *profile_dir)
{
  g_autoptr (LoftAccount) view = loft_account_for_outgoing (self->account);
  g_autofree char *record =
    loft_account_kind_sends (self->account->kind)
      ? g_strdup (self->directory)
      : g_build_filename (self->directory, LOFT_OUTBOX_RECORD_FOLDER, NULL);
  gboolean signs_in;

  if (view == NULL)
    return;
  signs_in = g_ascii_strcasecmp (view->auth, "none") != 0;
  g_mkdir_with_parents (record, 0700);
  loft_submission_record_recall (&self->offer, record, self->account->outgoing.host);
  self->access = loft_account_access_new (profile_dir, record, view);
  self->submission =
    loft_backend_factory_new_submission (view, signs_in ? loft_account_access_lookup : NULL,
                                         &loft_account_access_memory, self->access);
}

LoftAccountOutbox *
loft_account_outbox_new (const char *profile_dir, const char *directory, LoftAccount *account,
                         LoftOnline *online)
{
  LoftAccountOutbox *self = g_object_new (LOFT_TYPE_ACCOUNT_OUTBOX, NULL);

  self->directory = g_strdup (directory);
  self->account = loft_account_ref (account);
  self->offline = account->offline;
  self->online = g_object_ref (online);
  make_submission (self, profile_dir);
  g_signal_connect_swapped (online, "notify::available",
                            G_CALLBACK (loft_account_outbox_check_online), self);
  return self;
}
