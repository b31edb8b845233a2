/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-index-writer.h"

#include "loft-batch-thread.h"

/* Text of one transaction: larger ones make fewer segments and longer waits for the lock. */
#define BATCH_BYTES   (4 * 1024 * 1024)
/* On a slow line a batch would take minutes to fill, and its messages would not be shown. */
#define BATCH_SECONDS 2

struct _LoftIndexWriter {
  LoftAccountStore *store; /* (borrowed) */
  LoftBatchThread *thread;
  LoftSearchIndex *search; /* (nullable) the thread's */
  GPtrArray *filling; /* of LoftIngestedBody: the next batch */
  gsize filling_bytes;
  gint64 filling_since;
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
write_batch (GPtrArray *bodies, gpointer user_data, GError **error)
{
  LoftIndexWriter *self = user_data;
  g_autofree char *path = g_build_filename (self->store->directory, "search.db", NULL);

  if (self->search == NULL)
    self->search = loft_search_index_open (path, LOFT_DATABASE_WRITE, error);
  if (self->search == NULL || !loft_search_index_begin (self->search, error))
    return FALSE;
  if (!put_bodies (self->search, bodies, error))
    {
      loft_search_index_rollback (self->search);
      return FALSE;
    }
  return loft_search_index_commit (self->search, error) &&
         loft_search_index_checkpoint (self->search, LOFT_CHECKPOINT_BUSY, error);
}

/* ---- outside ------------------------------------------------------------------------------ */

static GPtrArray *
new_bodies (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ingested_body_free);
}

LoftIndexWriter *
loft_index_writer_new (LoftAccountStore *store)
{
  LoftIndexWriter *self = g_new0 (LoftIndexWriter, 1);

  self->store = store;
  self->thread = loft_batch_thread_new ("index", 1, write_batch, self);
  self->filling = new_bodies ();
  return self;
}

void
loft_index_writer_free (LoftIndexWriter *self)
{
  if (self == NULL)
    return;
  loft_batch_thread_free (self->thread);
  if (self->search != NULL && loft_search_index_is_damaged (self->search) &&
      !loft_search_index_is_replaced (self->search))
    loft_account_store_note_damage (self->store, "search.db");
  loft_search_index_close (self->search);
  g_ptr_array_unref (self->filling);
  g_free (self);
}

static gboolean
send_batch (LoftIndexWriter *self, GError **error)
{
  GPtrArray *batch = self->filling;

  if (batch->len == 0)
    return TRUE;
  self->filling = new_bodies ();
  self->filling_bytes = 0;
  return loft_batch_thread_push (self->thread, batch, error);
}

static gboolean
is_due (LoftIndexWriter *self)
{
  return self->filling_bytes >= BATCH_BYTES ||
         (self->filling->len > 0 &&
          g_get_monotonic_time () - self->filling_since > (gint64) BATCH_SECONDS * G_USEC_PER_SEC);
}

gboolean
loft_index_writer_push (LoftIndexWriter *self, LoftIngestedBody *body, GError **error)
{
  if (self->filling->len == 0)
    self->filling_since = g_get_monotonic_time ();
  g_ptr_array_add (self->filling, body);
  self->filling_bytes += loft_ingested_body_get_text_bytes (body);
  return !is_due (self) || send_batch (self, error);
}

GPtrArray *
loft_index_writer_take (LoftIndexWriter *self, gboolean all, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) committed = new_bodies ();
  GPtrArray *batch;

  if (all && !send_batch (self, error))
    return NULL;
  while ((batch = loft_batch_thread_pop (self->thread, all, &failure)) != NULL)
    g_ptr_array_extend_and_steal (committed, batch);
  if (failure == NULL)
    return g_steal_pointer (&committed);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
