/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-thread-task.h"
#include "loft-worker.h"

/* Jobs write their name into a log. A job may first wait for a gate, or for its cancellable. */
typedef struct {
  GMutex mutex;
  GCond changed;
  GString *log;
  guint n_started;
  gboolean open;
  LoftWorker *worker;
  guint n_returned;
  guint n_cancelled;
  GTask *inner; /* (owned) (nullable) queued by the next job as urgent */
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_mutex_init (&fixture->mutex);
  g_cond_init (&fixture->changed);
  fixture->log = g_string_new (NULL);
  fixture->worker = loft_worker_new ("test");
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->worker);
  g_mutex_clear (&fixture->mutex);
  g_cond_clear (&fixture->changed);
  g_string_free (fixture->log, TRUE);
}

static void
note (Fixture *fixture, GTask *task)
{
  g_mutex_lock (&fixture->mutex);
  g_string_append (fixture->log, g_task_get_task_data (task));
  fixture->n_started++;
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->mutex);
}

static void
wait_for_start (Fixture *fixture, guint n)
{
  g_mutex_lock (&fixture->mutex);
  while (fixture->n_started < n)
    g_cond_wait (&fixture->changed, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
}

static void
plain_job (GTask *task, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (loft_worker_is_current (fixture->worker));
  note (fixture, task);
  g_task_return_boolean (task, TRUE);
}

static void
wait_for_gate (Fixture *fixture)
{
  g_mutex_lock (&fixture->mutex);
  while (!fixture->open)
    g_cond_wait (&fixture->changed, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
}

static void
gated_job (GTask *task, gpointer user_data)
{
  note (user_data, task);
  wait_for_gate (user_data);
  g_task_return_boolean (task, TRUE);
}

static void
open_gate (Fixture *fixture)
{
  g_mutex_lock (&fixture->mutex);
  fixture->open = TRUE;
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->mutex);
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_mutex_lock (&fixture->mutex);
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->mutex);
}

/* Like a read from a server that stalls: ends when cancelled, and only then. */
static void
wait_until_cancelled (Fixture *fixture, GCancellable *cancellable)
{
  gulong handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), fixture);

  g_mutex_lock (&fixture->mutex);
  while (!g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&fixture->changed, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
  g_signal_handler_disconnect (cancellable, handler);
}

static void
stalling_job (GTask *task, gpointer user_data)
{
  note (user_data, task);
  wait_until_cancelled (user_data, g_task_get_cancellable (task));
  g_task_return_error_if_cancelled (task);
}

static void
on_returned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;

  fixture->n_returned++;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      fixture->n_cancelled++;
    }
}

static GTask *
new_task (Fixture *fixture, const char *name, GCancellable *cancellable)
{
  GTask *task = g_task_new (NULL, cancellable, on_returned, fixture);

  g_task_set_task_data (task, (gpointer) name, NULL);
  return task;
}

static void
queue (Fixture *fixture, LoftWorkerPriority priority, const char *name, LoftWorkerFunc func,
       GCancellable *cancellable)
{
  g_autoptr (GTask) task = new_task (fixture, name, cancellable);

  loft_worker_queue (fixture->worker, priority, task, func, fixture);
}

static void
run_until_returned (Fixture *fixture, guint n)
{
  while (fixture->n_returned < n)
    g_main_context_iteration (NULL, TRUE);
}

/* ------------------------------------------------------------------------------------------- */

static void
test_order (Fixture *fixture, gconstpointer data)
{
  queue (fixture, LOFT_WORKER_BACKGROUND, "0", gated_job, NULL);
  wait_for_start (fixture, 1);
  queue (fixture, LOFT_WORKER_BACKGROUND, "e", plain_job, NULL);
  queue (fixture, LOFT_WORKER_NORMAL, "c", plain_job, NULL);
  g_assert_false (loft_worker_wants_urgent (fixture->worker));
  queue (fixture, LOFT_WORKER_URGENT, "a", plain_job, NULL);
  g_assert_true (loft_worker_wants_urgent (fixture->worker));
  queue (fixture, LOFT_WORKER_BACKGROUND, "f", plain_job, NULL);
  queue (fixture, LOFT_WORKER_NORMAL, "d", plain_job, NULL);
  queue (fixture, LOFT_WORKER_URGENT, "b", plain_job, NULL);
  open_gate (fixture);
  run_until_returned (fixture, 7);
  g_assert_cmpstr (fixture->log->str, ==, "0abcdef");
  g_assert_cmpuint (fixture->n_cancelled, ==, 0);
  g_assert_false (loft_worker_wants_urgent (fixture->worker));
}

static void
test_cancel_before_it_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  queue (fixture, LOFT_WORKER_NORMAL, "0", gated_job, NULL);
  queue (fixture, LOFT_WORKER_NORMAL, "never", plain_job, cancellable);
  queue (fixture, LOFT_WORKER_NORMAL, "1", plain_job, NULL);
  g_cancellable_cancel (cancellable);
  open_gate (fixture);
  run_until_returned (fixture, 3);
  g_assert_cmpstr (fixture->log->str, ==, "01");
  g_assert_cmpuint (fixture->n_cancelled, ==, 1);
}

static void
test_cancel_while_it_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  queue (fixture, LOFT_WORKER_NORMAL, "0", stalling_job, cancellable);
  queue (fixture, LOFT_WORKER_NORMAL, "1", plain_job, NULL);
  wait_for_start (fixture, 1);
  g_cancellable_cancel (cancellable);
  run_until_returned (fixture, 2);
  g_assert_cmpstr (fixture->log->str, ==, "01");
  g_assert_cmpuint (fixture->n_cancelled, ==, 1);
}

/* In the middle of each kind of job, with others of each kind waiting. */
static void
test_shutdown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  queue (fixture, (LoftWorkerPriority) GPOINTER_TO_INT (data), "0", stalling_job, cancellable);
  wait_for_start (fixture, 1);
  for (guint i = 0; i <= LOFT_WORKER_BACKGROUND; i++)
    queue (fixture, (LoftWorkerPriority) i, "never", plain_job, NULL);
  loft_worker_shutdown (fixture->worker);
  loft_worker_shutdown (fixture->worker);
  queue (fixture, LOFT_WORKER_URGENT, "too late", plain_job, NULL);
  run_until_returned (fixture, 5);
  g_assert_cmpstr (fixture->log->str, ==, "0");
  g_assert_cmpuint (fixture->n_cancelled, ==, 5);
}

/* What can be cancelled is, the rest is done in its order, what comes later is refused. */
static void
test_finish (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) running = g_cancellable_new ();
  g_autoptr (GCancellable) waiting = g_cancellable_new ();

  queue (fixture, LOFT_WORKER_NORMAL, "0", stalling_job, running);
  wait_for_start (fixture, 1);
  queue (fixture, LOFT_WORKER_BACKGROUND, "c", plain_job, NULL);
  queue (fixture, LOFT_WORKER_NORMAL, "never", plain_job, waiting);
  queue (fixture, LOFT_WORKER_NORMAL, "b", plain_job, NULL);
  queue (fixture, LOFT_WORKER_URGENT, "a", plain_job, NULL);
  loft_worker_finish (fixture->worker);
  loft_worker_finish (fixture->worker);
  queue (fixture, LOFT_WORKER_URGENT, "too late", plain_job, NULL);
  run_until_returned (fixture, 6);
  g_assert_cmpstr (fixture->log->str, ==, "0abc");
  g_assert_cmpuint (fixture->n_cancelled, ==, 3);
}

static void
test_shutdown_when_idle (Fixture *fixture, gconstpointer data)
{
  queue (fixture, LOFT_WORKER_NORMAL, "0", plain_job, NULL);
  run_until_returned (fixture, 1);
  loft_worker_shutdown (fixture->worker);
  g_assert_cmpstr (fixture->log->str, ==, "0");
}

/* ---- inside a longer job ------------------------------------------------------------------ */

static void
long_job (GTask *task, gpointer user_data)
{
  Fixture *fixture = user_data;

  gated_job (task, fixture);
  loft_worker_run_urgent (fixture->worker);
  g_mutex_lock (&fixture->mutex);
  g_string_append (fixture->log, ".");
  g_mutex_unlock (&fixture->mutex);
}

static void
test_urgent_inside_long (Fixture *fixture, gconstpointer data)
{
  queue (fixture, LOFT_WORKER_BACKGROUND, "0", long_job, NULL);
  wait_for_start (fixture, 1);
  queue (fixture, LOFT_WORKER_NORMAL, "c", plain_job, NULL);
  queue (fixture, LOFT_WORKER_URGENT, "a", plain_job, NULL);
  queue (fixture, LOFT_WORKER_URGENT, "b", plain_job, NULL);
  open_gate (fixture);
  run_until_returned (fixture, 4);
  g_assert_cmpstr (fixture->log->str, ==, "0ab.c");
}

/* Lets a job that a person waits for in, and then stalls itself. */
static void
stalling_outer_job (GTask *task, gpointer user_data)
{
  Fixture *fixture = user_data;

  note (fixture, task);
  loft_worker_queue (fixture->worker, LOFT_WORKER_URGENT, fixture->inner, stalling_job, fixture);
  loft_worker_run_urgent (fixture->worker);
  wait_until_cancelled (fixture, g_task_get_cancellable (task));
  g_task_return_error_if_cancelled (task);
}

static void
test_shutdown_inside_urgent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) outer = g_cancellable_new ();
  g_autoptr (GCancellable) inner = g_cancellable_new ();

  fixture->inner = new_task (fixture, "1", inner);
  queue (fixture, LOFT_WORKER_NORMAL, "0", stalling_outer_job, outer);
  wait_for_start (fixture, 2);
  loft_worker_shutdown (fixture->worker);
  run_until_returned (fixture, 2);
  g_assert_cmpuint (fixture->n_cancelled, ==, 2);
  g_clear_object (&fixture->inner);
}

/* ---- whose thread frees what -------------------------------------------------------------- */

static void
lingering_job (GTask *task, gpointer user_data)
{
  g_task_return_boolean (task, TRUE);
  wait_for_gate (user_data);
}

static void
on_freed (gpointer freed_in)
{
  g_atomic_pointer_set ((GThread **) freed_in, g_thread_self ());
  g_main_context_wakeup (NULL);
}

/* A job that lingers behind its answer is the last to know the task. */
static void
test_freed_in_context (Fixture *fixture, gconstpointer data)
{
  GThread *freed_in = NULL;
  GTask *task = new_task (fixture, "0", NULL);

  g_object_set_data_full (G_OBJECT (task), "freed", &freed_in, on_freed);
  loft_worker_queue (fixture->worker, LOFT_WORKER_NORMAL, task, lingering_job, fixture);
  g_object_unref (task);
  run_until_returned (fixture, 1);
  g_assert_null (freed_in);
  open_gate (fixture);
  loft_worker_shutdown (fixture->worker);
  while (g_atomic_pointer_get (&freed_in) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (freed_in == g_thread_self ());
}

static void
lingering_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  lingering_job (task, g_object_get_data (G_OBJECT (task), "fixture"));
}

static void
test_thread_task (Fixture *fixture, gconstpointer data)
{
  GThread *freed_in = NULL;
  GTask *task = new_task (fixture, "0", NULL);

  g_object_set_data_full (G_OBJECT (task), "freed", &freed_in, on_freed);
  g_object_set_data (G_OBJECT (task), "fixture", fixture);
  loft_thread_task_run (task, lingering_thread);
  g_object_unref (task);
  run_until_returned (fixture, 1);
  g_assert_null (freed_in);
  open_gate (fixture);
  while (g_atomic_pointer_get (&freed_in) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (freed_in == g_thread_self ());
}

#define ADD(path, data, func) \
  g_test_add (path, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/worker/order", NULL, test_order);
  ADD ("/worker/cancel-before", NULL, test_cancel_before_it_runs);
  ADD ("/worker/cancel-while", NULL, test_cancel_while_it_runs);
  ADD ("/worker/finish", NULL, test_finish);
  ADD ("/worker/shutdown/urgent", GINT_TO_POINTER (LOFT_WORKER_URGENT), test_shutdown);
  ADD ("/worker/shutdown/normal", GINT_TO_POINTER (LOFT_WORKER_NORMAL), test_shutdown);
  ADD ("/worker/shutdown/background", GINT_TO_POINTER (LOFT_WORKER_BACKGROUND), test_shutdown);
  ADD ("/worker/shutdown/idle", NULL, test_shutdown_when_idle);
  ADD ("/worker/urgent-inside-long", NULL, test_urgent_inside_long);
  ADD ("/worker/shutdown/inside-urgent", NULL, test_shutdown_inside_urgent);
  ADD ("/worker/freed-in-context", NULL, test_freed_in_context);
  ADD ("/worker/thread-task", NULL, test_thread_task);
  return g_test_run ();
}
