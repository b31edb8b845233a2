/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-index-writer.h"

#include "loft-account-store.h"

/* Text of one transaction: larger ones make fewer segments and longer waits for the lock. */
#define BATCH_BYTES   (4 * 1024 * 1024)
/* On a slow line a batch would take minutes to fill, and its messages would not be shown. */
#define BATCH_SECONDS 2

typedef struct {
  GPtrArray *bodies; /* (owned) (nullable) of LoftIngestedBody; NULL ends the thread */
  GError *error; /* (owned) (nullable) */
} Batch;

struct _LoftIndexWriter {
  char *directory;
  GThread *thread; /* (nullable) begun with the first batch */
  GAsyncQueue *batches; /* to the thread */
  GAsyncQueue *results; /* from the thread */
  GPtrArray *filling; /* of LoftIngestedBody: the next batch */
  gsize filling_bytes;
  gint64 filling_since;
  GPtrArray *committed; /* of LoftIngestedBody: to be taken */
  gboolean under_way; /* a batch is in the thread */
  GError *error; /* (nullable) of the batch that failed */
};

/* ---- the thread --------------------------------------------------------------------------- */

static gboolean
put_bodies (LoftSearchIndex *search, GPtrArray *bodies, GError **error)
{
  for (guint i = 0; i < bodies->len; i++)
    {
      LoftIngestedBody *body = g_ptr_array_index (bodies, i);

      if (!loft_search_index_put (search, body->message_id, body->date, body->index_subject,
                                  body->index_sender, body->index_recipients, body->index_names,
                                  body->index_text, error))
        return FALSE;
      loft_ingested_body_drop_texts (body);
    }
  return TRUE;
}

static gboolean
write_batch (LoftSearchIndex *search, GPtrArray *bodies, GError **error)
{
  if (!loft_search_index_begin (search, error))
    return FALSE;
  if (!put_bodies (search, bodies, error))
    {
      loft_search_index_rollback (search);
      return FALSE;
    }
  return loft_search_index_commit (search, error) &&
         loft_search_index_checkpoint (search, LOFT_CHECKPOINT_BUSY, error);
}

static gpointer
write_batches (gpointer user_data)
{
  LoftIndexWriter *self = user_data;
  g_autofree char *path = g_build_filename (self->directory, "search.db", NULL);
  g_autoptr (LoftSearchIndex) search = NULL;

  for (;;)
    {
      Batch *batch = g_async_queue_pop (self->batches);

      if (batch->bodies == NULL)
        {
          g_free (batch);
          return NULL;
        }
      if (search == NULL)
        search = loft_search_index_open (path, LOFT_DATABASE_WRITE, &batch->error);
      if (search != NULL)
        write_batch (search, batch->bodies, &batch->error);
      g_async_queue_push (self->results, batch);
    }
}

/* ---- outside ------------------------------------------------------------------------------ */

static GPtrArray *
new_bodies (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ingested_body_free);
}

LoftIndexWriter *
loft_index_writer_new (const char *directory)
{
  LoftIndexWriter *self = g_new0 (LoftIndexWriter, 1);

  self->directory = g_strdup (directory);
  self->batches = g_async_queue_new ();
  self->results = g_async_queue_new ();
  self->filling = new_bodies ();
  self->committed = new_bodies ();
  return self;
}

/* What the thread has finished; wait: what it is at. */
static void
collect (LoftIndexWriter *self, gboolean wait)
{
  Batch *batch;

  if (!self->under_way)
    return;
  batch = wait ? g_async_queue_pop (self->results) : g_async_queue_try_pop (self->results);
  if (batch == NULL)
    return;
  self->under_way = FALSE;
  if (batch->error == NULL)
    g_ptr_array_extend_and_steal (self->committed, batch->bodies);
  else
    {
      g_ptr_array_unref (batch->bodies);
      self->error = batch->error;
    }
  g_free (batch);
}

static void
begin_batch (LoftIndexWriter *self, GPtrArray *bodies)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->bodies = bodies;
  g_async_queue_push (self->batches, batch);
}

static void
send_batch (LoftIndexWriter *self)
{
  collect (self, TRUE);
  if (self->filling->len == 0 || self->error != NULL)
    return;
  if (self->thread == NULL)
    self->thread = g_thread_new ("index", write_batches, self);
  begin_batch (self, self->filling);
  self->under_way = TRUE;
  self->filling = new_bodies ();
  self->filling_bytes = 0;
}

void
loft_index_writer_free (LoftIndexWriter *self)
{
  if (self == NULL)
    return;
  collect (self, TRUE);
  if (self->thread != NULL)
    {
      begin_batch (self, NULL);
      g_thread_join (self->thread);
    }
  g_async_queue_unref (self->batches);
  g_async_queue_unref (self->results);
  g_ptr_array_unref (self->filling);
  g_ptr_array_unref (self->committed);
  g_clear_error (&self->error);
  g_free (self->directory);
  g_free (self);
}

static gboolean
is_due (LoftIndexWriter *self)
{
  return self->filling_bytes >= BATCH_BYTES ||
         (self->filling->len > 0 &&
          g_get_monotonic_time () - self->filling_since > (gint64) BATCH_SECONDS * G_USEC_PER_SEC);
}

void
loft_index_writer_push (LoftIndexWriter *self, LoftIngestedBody *body)
{
  if (self->filling->len == 0)
    self->filling_since = g_get_monotonic_time ();
  g_ptr_array_add (self->filling, body);
  self->filling_bytes += loft_ingested_body_get_text_bytes (body);
  if (is_due (self))
    send_batch (self);
}

GPtrArray *
loft_index_writer_take (LoftIndexWriter *self, gboolean all, GError **error)
{
  GPtrArray *committed;

  if (all)
    send_batch (self);
  collect (self, all);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return NULL;
    }
  committed = self->committed;
  self->committed = new_bodies ();
  return committed;
}
