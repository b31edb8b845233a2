/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-batch-thread.h"

#include "loft-error.h"

/* What the thread did, and a gate at which it waits when a test wants it to. */
typedef struct {
  GMutex lock;
  GCond turn;
  guint allowed;   /* batches that may pass */
  guint begun;     /* that came to the gate */
  guint failing;   /* the batch that fails, from 1; 0: none */
  GString *seen;
} Work;

static gboolean
work_off (GPtrArray *batch, gpointer user_data, GError **error)
{
  Work *work = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&work->lock);

  work->begun++;
  g_cond_broadcast (&work->turn);
  while (work->allowed < work->begun)
    g_cond_wait (&work->turn, &work->lock);
  if (work->begun == work->failing)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "batch %u failed", work->begun);
      return FALSE;
    }
  for (guint i = 0; i < batch->len; i++)
    g_string_append (work->seen, g_ptr_array_index (batch, i));
  return TRUE;
}

static void
allow (Work *work, guint n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&work->lock);

  work->allowed = n;
  g_cond_broadcast (&work->turn);
}

static void
wait_for_begun (Work *work, guint n)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&work->lock);

  while (work->begun < n)
    g_cond_wait (&work->turn, &work->lock);
}

static void
set_up (Work *work, gconstpointer data)
{
  g_mutex_init (&work->lock);
  g_cond_init (&work->turn);
  work->seen = g_string_new (NULL);
}

static void
tear_down (Work *work, gconstpointer data)
{
  g_mutex_clear (&work->lock);
  g_cond_clear (&work->turn);
  g_string_free (work->seen, TRUE);
}

static GPtrArray *
batch_of (const char *first, const char *second)
{
  GPtrArray *batch = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (batch, g_strdup (first));
  if (second != NULL)
    g_ptr_array_add (batch, g_strdup (second));
  return batch;
}

static void
push (LoftBatchThread *thread, const char *first, const char *second)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_batch_thread_push (thread, batch_of (first, second), &error));
  g_assert_no_error (error);
}

/* Each comes back once, in order, with what it was. */
static void
test_order (Work *work, gconstpointer data)
{
  g_autoptr (LoftBatchThread) thread = loft_batch_thread_new ("test", 2, work_off, work);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) back = g_string_new (NULL);
  GPtrArray *batch;

  g_assert_null (loft_batch_thread_pop (thread, TRUE, &error));
  allow (work, G_MAXUINT);
  push (thread, "a", "b");
  push (thread, "c", NULL);
  push (thread, "d", NULL);
  while ((batch = loft_batch_thread_pop (thread, TRUE, &error)) != NULL)
    {
      g_string_append (back, g_ptr_array_index (batch, 0));
      g_ptr_array_unref (batch);
    }
  g_assert_no_error (error);
  g_assert_cmpstr (work->seen->str, ==, "abcd");
  g_assert_cmpstr (back->str, ==, "acd");
}

/* What is not ready is not waited for. */
static void
test_not_ready (Work *work, gconstpointer data)
{
  g_autoptr (LoftBatchThread) thread = loft_batch_thread_new ("test", 2, work_off, work);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) batch = NULL;

  push (thread, "a", NULL);
  wait_for_begun (work, 1);
  g_assert_null (loft_batch_thread_pop (thread, FALSE, &error));
  g_assert_no_error (error);
  allow (work, 1);
  batch = loft_batch_thread_pop (thread, TRUE, &error);
  g_assert_nonnull (batch);
}

/* The one after the failure is never worked off, and every call says why. */
static void
test_failure (Work *work, gconstpointer data)
{
  g_autoptr (LoftBatchThread) thread = loft_batch_thread_new ("test", 3, work_off, work);
  g_autoptr (GError) error = NULL;

  work->failing = 2;
  push (thread, "a", NULL);
  push (thread, "b", NULL);
  push (thread, "c", NULL);
  allow (work, G_MAXUINT);
  while (error == NULL)
    {
      GPtrArray *batch = loft_batch_thread_pop (thread, TRUE, &error);

      if (batch != NULL)
        g_ptr_array_unref (batch);
    }
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_clear_error (&error);
  g_assert_false (loft_batch_thread_push (thread, batch_of ("d", NULL), &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_clear_error (&error);
  g_assert_null (loft_batch_thread_pop (thread, TRUE, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  loft_batch_thread_free (g_steal_pointer (&thread));
  g_assert_cmpstr (work->seen->str, ==, "a");
}

static gpointer
allow_soon (gpointer data)
{
  g_usleep (20 * 1000);
  allow (data, G_MAXUINT);
  return NULL;
}

/* Freeing ends the one that is under way; those behind it are dropped. */
static void
test_dropped (Work *work, gconstpointer data)
{
  LoftBatchThread *thread = loft_batch_thread_new ("test", 3, work_off, work);
  GThread *helper;

  push (thread, "a", NULL);
  push (thread, "b", NULL);
  wait_for_begun (work, 1);
  helper = g_thread_new ("allow", allow_soon, work);
  loft_batch_thread_free (thread);
  g_thread_join (helper);
  g_assert_cmpstr (work->seen->str, ==, "a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/batch-thread/order", Work, NULL, set_up, test_order, tear_down);
  g_test_add ("/batch-thread/not-ready", Work, NULL, set_up, test_not_ready, tear_down);
  g_test_add ("/batch-thread/failure", Work, NULL, set_up, test_failure, tear_down);
  g_test_add ("/batch-thread/dropped", Work, NULL, set_up, test_dropped, tear_down);
  return g_test_run ();
}
