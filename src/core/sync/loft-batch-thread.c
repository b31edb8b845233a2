/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-batch-thread.h"

typedef struct {
  GPtrArray *items; /* (owned) (nullable) NULL ends the thread */
  GError *error; /* (owned) (nullable) */
} Batch;

struct _LoftBatchThread {
  const char *name;
  guint depth;
  LoftBatchFunc func;
  gpointer user_data;
  GThread *thread; /* (nullable) begun with the first batch */
  GAsyncQueue *batches; /* of Batch (owned): to the thread */
  GAsyncQueue *results; /* of Batch (owned): from the thread */
  gint stopped; /* (atomic) what still waits is dropped */
  guint n_under_way;
  GQueue finished; /* of GPtrArray (owned): to be popped */
  GError *error; /* (nullable) of the batch that failed */
};

/* ---- the thread --------------------------------------------------------------------------- */

static gpointer
work_off (gpointer user_data)
{
  LoftBatchThread *self = user_data;

  for (;;)
    {
      Batch *batch = g_async_queue_pop (self->batches);

      if (batch->items == NULL)
        {
          g_free (batch);
          return NULL;
        }
      if (g_atomic_int_get (&self->stopped) == 0 &&
          !self->func (batch->items, self->user_data, &batch->error))
        g_atomic_int_set (&self->stopped, 1);
      g_async_queue_push (self->results, batch);
    }
}

/* ---- outside ------------------------------------------------------------------------------ */

LoftBatchThread *
loft_batch_thread_new (const char *name, guint depth, LoftBatchFunc func, gpointer user_data)
{
  LoftBatchThread *self = g_new0 (LoftBatchThread, 1);

  self->name = name;
  self->depth = depth;
  self->func = func;
  self->user_data = user_data;
  self->batches = g_async_queue_new ();
  self->results = g_async_queue_new ();
  return self;
}

static gboolean
fetch_result (LoftBatchThread *self, gboolean wait)
{
  Batch *batch;

  if (self->n_under_way == 0)
    return FALSE;
  batch = wait ? g_async_queue_pop (self->results) : g_async_queue_try_pop (self->results);
  if (batch == NULL)
    return FALSE;
  self->n_under_way--;
  if (batch->error != NULL)
    self->error = batch->error;
  if (self->error == NULL)
    g_queue_push_tail (&self->finished, batch->items);
  else
    g_ptr_array_unref (batch->items);
  g_free (batch);
  return TRUE;
}

static void
send_batch (LoftBatchThread *self, GPtrArray *items)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->items = items;
  g_async_queue_push (self->batches, batch);
}

void
loft_batch_thread_free (LoftBatchThread *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopped, 1);
  while (fetch_result (self, TRUE))
    ;
  if (self->thread != NULL)
    {
      send_batch (self, NULL);
      g_thread_join (self->thread);
    }
  g_async_queue_unref (self->batches);
  g_async_queue_unref (self->results);
  g_queue_clear_full (&self->finished, (GDestroyNotify) g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* FALSE with error when a batch has failed. */
static gboolean
check (LoftBatchThread *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

gboolean
loft_batch_thread_push (LoftBatchThread *self, GPtrArray *batch, GError **error)
{
  while (self->n_under_way >= self->depth)
    fetch_result (self, TRUE);
  if (!check (self, error))
    {
      g_ptr_array_unref (batch);
      return FALSE;
    }
  if (self->thread == NULL)
    self->thread = g_thread_new (self->name, work_off, self);
  self->n_under_way++;
  send_batch (self, batch);
  return TRUE;
}

GPtrArray *
loft_batch_thread_pop (LoftBatchThread *self, gboolean wait, GError **error)
{
  if (g_queue_is_empty (&self->finished))
    fetch_result (self, wait);
  if (!check (self, error))
    return NULL;
  return g_queue_pop_head (&self->finished);
}
