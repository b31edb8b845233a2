/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-local.h"

#include "loft-account-store.h"
#include "loft-journal.h"
#include "loft-operation-queue.h"

/* A thread that reads by its own connection. */
typedef struct {
  LoftWorker *worker; /* (owned) (nullable) made when first used */
  LoftMailReader *reader; /* (owned) (nullable) its thread's */
} Reading;

struct _LoftAccountLocal {
  char *directory;
  Reading opening;
  Reading listing;
  LoftWorker *writing; /* (owned) */
  LoftMailStore *store; /* (owned) (nullable) writing thread */
  LoftJournal *journal; /* (owned) (nullable) writing thread */
  LoftOutgoingQueue *outgoing; /* (owned) (nullable) writing thread */
};

/* What a job needs; the data of its task. */
typedef struct {
  GArray *message_ids; /* (owned) (nullable) */
  LoftFlagChange *change; /* (owned) (nullable) */
  gint64 operation_id;
} LocalJob;

static void
local_job_free (LocalJob *job)
{
  g_clear_pointer (&job->message_ids, g_array_unref);
  loft_flag_change_free (job->change);
  g_free (job);
}

LoftAccountLocal *
loft_account_local_new (const char *directory)
{
  LoftAccountLocal *self = g_new0 (LoftAccountLocal, 1);

  self->directory = g_strdup (directory);
  self->writing = loft_worker_new ("writer");
  return self;
}

static void
reading_stop (Reading *reading)
{
  if (reading->worker == NULL)
    return;
  loft_worker_shutdown (reading->worker);
  g_clear_pointer (&reading->reader, loft_mail_reader_close);
  g_clear_object (&reading->worker);
}

void
loft_account_local_free (LoftAccountLocal *self)
{
  if (self == NULL)
    return;
  reading_stop (&self->opening);
  reading_stop (&self->listing);
  loft_worker_finish (self->writing);
  g_clear_pointer (&self->store, loft_mail_store_close);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->outgoing, loft_outgoing_queue_close);
  g_object_unref (self->writing);
  g_free (self->directory);
  g_free (self);
}

/* ---- reading ------------------------------------------------------------------------------ */

typedef struct {
  LoftAccountLocal *local; /* (borrowed) outlives its workers' jobs */
  Reading *reading; /* of local */
  LoftLocalReadFunc func;
} ReadJob;

static void
read_job (GTask *task, gpointer user_data)
{
  ReadJob *job = user_data;
  Reading *reading = job->reading;
  GError *error = NULL;

  if (reading->reader == NULL)
    reading->reader = loft_mail_reader_open (job->local->directory, &error);
  if (reading->reader == NULL)
    g_task_return_error (task, error);
  else
    job->func (task, reading->reader, g_task_get_cancellable (task));
}

static void
queue_read (LoftAccountLocal *self, Reading *reading, const char *name, LoftWorkerPriority priority,
            GTask *task, LoftLocalReadFunc func)
{
  ReadJob *job = g_new0 (ReadJob, 1);

  if (reading->worker == NULL)
    reading->worker = loft_worker_new (name);
  job->local = self;
  job->reading = reading;
  job->func = func;
  /* With the task, not with the job: a cancelled job is never run. */
  g_object_set_data_full (G_OBJECT (task), "loft-read-job", job, g_free);
  loft_worker_queue (reading->worker, priority, task, read_job, job);
}

void
loft_account_local_read (LoftAccountLocal *self, LoftWorkerPriority priority, GTask *task,
                         LoftLocalReadFunc func)
{
  queue_read (self, &self->opening, "reader", priority, task, func);
}

void
loft_account_local_list (LoftAccountLocal *self, LoftWorkerPriority priority, GTask *task,
                         LoftLocalReadFunc func)
{
  queue_read (self, &self->listing, "lister", priority, task, func);
}

/* ---- writing ------------------------------------------------------------------------------ */

static gboolean
open_writer (LoftAccountLocal *self, GError **error)
{
  g_autofree char *store_path = g_build_filename (self->directory, "store.db", NULL);
  g_autofree char *journal_path = g_build_filename (self->directory, "operations.journal", NULL);

  loft_worker_assert_current (self->writing);
  /* The owner has made the file anew. */
  if (self->store != NULL && loft_mail_store_is_replaced (self->store))
    {
      g_clear_pointer (&self->store, loft_mail_store_close);
      g_clear_pointer (&self->journal, loft_journal_close);
    }
  if (self->store == NULL)
    self->store = loft_mail_store_open (store_path, LOFT_DATABASE_DURABLE, error);
  if (self->store != NULL && self->journal == NULL)
    self->journal = loft_journal_open (journal_path, error);
  return self->store != NULL && self->journal != NULL;
}

/* Returns the task. */
static void
return_result (LoftAccountLocal *self, GTask *task, gboolean done, GError *error)
{
  if (self->store != NULL && loft_mail_store_is_damaged (self->store))
    loft_account_store_want_repair (self->directory, "store.db");
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
change_flags_job (GTask *task, gpointer user_data)
{
  LoftAccountLocal *self = user_data;
  LocalJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done =
    open_writer (self, &error) &&
    loft_operation_queue_change_flags (self->store, self->journal,
                                       (const gint64 *) (gpointer) job->message_ids->data,
                                       job->message_ids->len, job->change, NULL, &error);

  return_result (self, task, done, error);
}

static void
discard_job (GTask *task, gpointer user_data)
{
  LoftAccountLocal *self = user_data;
  LocalJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done =
    open_writer (self, &error) &&
    loft_operation_queue_discard (self->store, self->journal, job->operation_id, &error);

  return_result (self, task, done, error);
}

static void
retry_job (GTask *task, gpointer user_data)
{
  LoftAccountLocal *self = user_data;
  LocalJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = open_writer (self, &error) &&
                  loft_operation_queue_retry (self->store, job->operation_id, &error);

  return_result (self, task, done, error);
}

static void
queue_write (LoftAccountLocal *self, GTask *task, LocalJob *job, LoftWorkerFunc func)
{
  g_task_set_task_data (task, job, (GDestroyNotify) local_job_free);
  loft_worker_queue (self->writing, LOFT_WORKER_NORMAL, task, func, self);
}

void
loft_account_local_change_flags (LoftAccountLocal *self, GTask *task, const gint64 *message_ids,
                                 guint n_messages, LoftFlagChange *change)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->message_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (job->message_ids, message_ids, n_messages);
  job->change = change;
  queue_write (self, task, job, change_flags_job);
}

void
loft_account_local_discard (LoftAccountLocal *self, GTask *task, gint64 operation_id)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->operation_id = operation_id;
  queue_write (self, task, job, discard_job);
}

void
loft_account_local_retry (LoftAccountLocal *self, GTask *task, gint64 operation_id)
{
  LocalJob *job = g_new0 (LocalJob, 1);

  job->operation_id = operation_id;
  queue_write (self, task, job, retry_job);
}

/* ---- anything ----------------------------------------------------------------------------- */

typedef struct {
  LoftAccountLocal *local; /* (borrowed) outlives its workers' jobs */
  LoftLocalWriteFunc func;
} WriteJob;

static void
write_job (GTask *task, gpointer user_data)
{
  WriteJob *job = user_data;
  LoftAccountLocal *self = job->local;
  GError *error = NULL;

  if (open_writer (self, &error))
    job->func (task, self->store, self->journal, self->directory);
  else
    g_task_return_error (task, error);
  if (self->store != NULL && loft_mail_store_is_damaged (self->store))
    loft_account_store_want_repair (self->directory, "store.db");
}

void
loft_account_local_write (LoftAccountLocal *self, GTask *task, LoftLocalWriteFunc func)
{
  WriteJob *job = g_new0 (WriteJob, 1);

  job->local = self;
  job->func = func;
  g_object_set_data_full (G_OBJECT (task), "loft-write-job", job, g_free);
  loft_worker_queue (self->writing, LOFT_WORKER_NORMAL, task, write_job, job);
}

/* ---- outgoing messages -------------------------------------------------------------------- */

typedef struct {
  LoftAccountLocal *local; /* (borrowed) outlives its workers' jobs */
  LoftLocalOutgoingFunc func;
} OutgoingJob;

static void
outgoing_job (GTask *task, gpointer user_data)
{
  OutgoingJob *job = user_data;
  LoftAccountLocal *self = job->local;
  GError *error = NULL;

  if (self->outgoing != NULL && loft_outgoing_queue_is_replaced (self->outgoing))
    g_clear_pointer (&self->outgoing, loft_outgoing_queue_close);
  if (self->outgoing == NULL)
    self->outgoing = loft_outgoing_queue_open (self->directory, &error);
  if (self->outgoing == NULL)
    g_task_return_error (task, error);
  else
    job->func (task, self->outgoing);
  /* Closing asks for a repair of what was found damaged. */
  if (self->outgoing != NULL && loft_outgoing_queue_is_damaged (self->outgoing))
    g_clear_pointer (&self->outgoing, loft_outgoing_queue_close);
}

void
loft_account_local_write_outgoing (LoftAccountLocal *self, GTask *task, LoftLocalOutgoingFunc func)
{
  OutgoingJob *job = g_new0 (OutgoingJob, 1);

  job->local = self;
  job->func = func;
  g_object_set_data_full (G_OBJECT (task), "loft-outgoing-job", job, g_free);
  loft_worker_queue (self->writing, LOFT_WORKER_NORMAL, task, outgoing_job, job);
}
