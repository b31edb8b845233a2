/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-worker.h"

typedef struct {
  GTask *task; /* (owned) */
  LoftWorkerFunc func;
  gpointer user_data;
} Job;

struct _LoftWorker {
  GObject parent;

  GThread *thread; /* set before the first job, kept until the end */
  GMutex mutex; /* guards everything below */
  GCond wake;
  GQueue queues[LOFT_WORKER_BACKGROUND + 1]; /* of Job (owned) */
  GQueue certain;                            /* of Job (owned): done before the end */
  GQueue running;                            /* of GTask (borrowed): the innermost running job and
                                              * those it runs inside of */
  gboolean stopping;
  gboolean joined;
};

G_DEFINE_FINAL_TYPE (LoftWorker, loft_worker, G_TYPE_OBJECT)

static gboolean
on_released (gpointer task)
{
  return G_SOURCE_REMOVE;
}

/* What a task keeps alive belongs to the context its callback runs in. The last reference must not
 * fall in this thread: an account that is freed here would wait for its own worker. */
static void
release_task (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, on_released, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
job_free (Job *job)
{
  release_task (job->task);
  g_free (job);
}

static void
job_refuse (Job *job)
{
  g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Worker has stopped");
  job_free (job);
}

/* Mutex held. Takes the most urgent job not below the given priority. */
static Job *
pop_job (LoftWorker *self, LoftWorkerPriority lowest)
{
  for (guint i = 0; i <= lowest; i++)
    {
      Job *job = g_queue_pop_head (&self->queues[i]);

      if (job != NULL)
        return job;
    }
  return NULL;
}

/* Mutex held on entry and exit, not while the job runs. */
static void
run_job (LoftWorker *self, Job *job)
{
  g_queue_push_head (&self->running, job->task);
  g_mutex_unlock (&self->mutex);
  if (!g_task_return_error_if_cancelled (job->task))
    job->func (job->task, job->user_data);
  g_mutex_lock (&self->mutex);
  g_queue_pop_head (&self->running);
  g_mutex_unlock (&self->mutex);
  job_free (job);
  g_mutex_lock (&self->mutex);
}

static gpointer
worker_thread (gpointer data)
{
  LoftWorker *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stopping)
    {
      Job *job = pop_job (self, LOFT_WORKER_BACKGROUND);

      if (job != NULL)
        run_job (self, job);
      else
        g_cond_wait (&self->wake, &self->mutex);
    }
  for (Job *job; (job = g_queue_pop_head (&self->certain)) != NULL;)
    run_job (self, job);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
loft_worker_finalize (GObject *object)
{
  LoftWorker *self = LOFT_WORKER (object);

  loft_worker_shutdown (self);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  G_OBJECT_CLASS (loft_worker_parent_class)->finalize (object);
}

static void
loft_worker_class_init (LoftWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_worker_finalize;
}

static void
loft_worker_init (LoftWorker *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  for (guint i = 0; i < G_N_ELEMENTS (self->queues); i++)
    g_queue_init (&self->queues[i]);
  g_queue_init (&self->certain);
  g_queue_init (&self->running);
}

LoftWorker *
loft_worker_new (const char *name)
{
  LoftWorker *self = g_object_new (LOFT_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, worker_thread, self);
  return self;
}

void
loft_worker_queue (LoftWorker         *self,
                   LoftWorkerPriority  priority,
                   GTask              *task,
                   LoftWorkerFunc      func,
                   gpointer            user_data)
{
  Job *job;

  g_return_if_fail (LOFT_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));

  job = g_new0 (Job, 1);
  job->task = g_object_ref (task);
  job->func = func;
  job->user_data = user_data;

  g_mutex_lock (&self->mutex);
  if (!self->stopping)
    {
      g_queue_push_tail (&self->queues[priority], job);
      g_cond_signal (&self->wake);
      job = NULL;
    }
  g_mutex_unlock (&self->mutex);
  if (job != NULL)
    job_refuse (job);
}

gboolean
loft_worker_wants_urgent (LoftWorker *self)
{
  gboolean wants;

  g_mutex_lock (&self->mutex);
  wants = !g_queue_is_empty (&self->queues[LOFT_WORKER_URGENT]);
  g_mutex_unlock (&self->mutex);
  return wants;
}

void
loft_worker_run_urgent (LoftWorker *self)
{
  Job *job;

  loft_worker_assert_current (self);

  g_mutex_lock (&self->mutex);
  while (!self->stopping && (job = pop_job (self, LOFT_WORKER_URGENT)) != NULL)
    run_job (self, job);
  g_mutex_unlock (&self->mutex);
}

/* Mutex held. (transfer full) of GCancellable. */
static GPtrArray *
list_running_cancellables (LoftWorker *self)
{
  GPtrArray *cancellables = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = self->running.head; l != NULL; l = l->next)
    if (g_task_get_cancellable (l->data) != NULL)
      g_ptr_array_add (cancellables, g_object_ref (g_task_get_cancellable (l->data)));
  return cancellables;
}

/* Mutex held. Moves what cannot be cancelled into QUEUE. */
static void
take_certain (LoftWorker *self, GQueue *queue)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->queues); i++)
    for (GList *l = self->queues[i].head, *next; l != NULL; l = next)
      {
        Job *job = l->data;

        next = l->next;
        if (g_task_get_cancellable (job->task) != NULL)
          continue;
        g_queue_unlink (&self->queues[i], l);
        g_queue_push_tail_link (queue, l);
      }
}

static void
end (LoftWorker *self, gboolean finish)
{
  g_autoptr (GPtrArray) cancellables = NULL;
  gboolean joined;
  Job *job;

  g_return_if_fail (LOFT_IS_WORKER (self));
  g_return_if_fail (!loft_worker_is_current (self));

  g_mutex_lock (&self->mutex);
  if (finish)
    take_certain (self, &self->certain);
  self->stopping = TRUE;
  joined = self->joined;
  self->joined = TRUE;
  cancellables = list_running_cancellables (self);
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);

  if (joined)
    return;
  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));
  g_thread_join (self->thread);

  while ((job = pop_job (self, LOFT_WORKER_BACKGROUND)) != NULL)
    job_refuse (job);
}

void
loft_worker_shutdown (LoftWorker *self)
{
  end (self, FALSE);
}

void
loft_worker_finish (LoftWorker *self)
{
  end (self, TRUE);
}

gboolean
loft_worker_is_current (LoftWorker *self)
{
  return self->thread == g_thread_self ();
}
