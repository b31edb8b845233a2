/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-writer.h"

#include "loft-account-sync-private.h"
#include "loft-batch-thread.h"

#define DEPTH 2 /* batches under way: one is written, one waits */

struct _LoftContentWriter {
  LoftAccountSync *sync; /* (borrowed) */
  LoftBatchThread *thread;
  LoftContentStore *content; /* (nullable) the thread's */
};

/* ---- what is written beside the content --------------------------------------------------- */

static gboolean
find_origin (LoftAccountSync *sync, LoftIngestedBody *body, GError **error)
{
  if (body->item == NULL)
    return loft_account_store_find_origin (sync->store, body->message_id, &body->origin,
                                           &body->has_row, error);
  body->origin.message_hash = body->message_hash;
  body->origin.received = body->item->received;
  body->has_row = TRUE;
  return TRUE;
}

/* What no server need have tells its place from the first moment. */
static gboolean
find_place (LoftAccountSync *sync, LoftIngestedBody *body, GError **error)
{
  g_auto (LoftContentPlace) place = { 0 };
  gboolean is_local = FALSE;

  if (!loft_account_sync_downloads (sync))
    return TRUE;
  if (!loft_account_sync_find_place (sync, body, &place, &is_local, error))
    return FALSE;
  if (!is_local)
    return TRUE;
  body->place = g_memdup2 (&place, sizeof place);
  place = (LoftContentPlace){ 0 };
  return TRUE;
}

static gboolean
prepare (LoftAccountSync *sync, GPtrArray *bodies, GError **error)
{
  for (guint i = 0; i < bodies->len; i++)
    {
      LoftIngestedBody *body = g_ptr_array_index (bodies, i);

      if (!find_origin (sync, body, error) || !find_place (sync, body, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- writing ------------------------------------------------------------------------------ */

static gboolean
put (LoftContentStore *content, const LoftIngestedBody *body, GError **error)
{
  if (body->content != NULL && body->has_row &&
      !loft_content_store_put_of (content, body->message_id, &body->origin, body->content, error))
    return FALSE;
  return body->place == NULL ||
         loft_content_store_set_place (content, body->message_id, body->place, error);
}

static gboolean
write_all (LoftContentStore *content, GPtrArray *bodies, GError **error)
{
  if (!loft_content_store_begin (content, error))
    return FALSE;
  for (guint i = 0; i < bodies->len; i++)
    if (!put (content, g_ptr_array_index (bodies, i), error))
      {
        loft_content_store_rollback (content);
        return FALSE;
      }
  return loft_content_store_commit (content, error);
}

gboolean
loft_content_writer_write_now (LoftAccountSync *sync, GPtrArray *bodies, GError **error)
{
  return prepare (sync, bodies, error) && write_all (sync->store->content, bodies, error);
}

/* ---- the thread --------------------------------------------------------------------------- */

static gboolean
write_batch (GPtrArray *bodies, gpointer user_data, GError **error)
{
  LoftContentWriter *self = user_data;
  g_autofree char *path = g_build_filename (self->sync->store->directory, "content.db", NULL);

  if (self->content == NULL)
    self->content = loft_content_store_open (path, self->sync->store->mode, error);
  if (self->content == NULL || !write_all (self->content, bodies, error))
    return FALSE;
  for (guint i = 0; i < bodies->len; i++)
    {
      LoftIngestedBody *body = g_ptr_array_index (bodies, i);

      g_clear_pointer (&body->content, loft_encoded_content_free);
    }
  /* Cheap while the write-ahead log is small; a first sync must not double the disk. */
  return loft_content_store_checkpoint (self->content, LOFT_CHECKPOINT_BUSY, error);
}

/* ---- outside ------------------------------------------------------------------------------ */

LoftContentWriter *
loft_content_writer_new (LoftAccountSync *sync)
{
  LoftContentWriter *self = g_new0 (LoftContentWriter, 1);

  self->sync = sync;
  self->thread = loft_batch_thread_new ("content", DEPTH, write_batch, self);
  return self;
}

void
loft_content_writer_free (LoftContentWriter *self)
{
  if (self == NULL)
    return;
  loft_batch_thread_free (self->thread);
  if (self->content != NULL && loft_content_store_is_damaged (self->content) &&
      !loft_content_store_is_replaced (self->content))
    loft_account_store_note_damage (self->sync->store, "content.db");
  loft_content_store_close (self->content);
  g_free (self);
}

gboolean
loft_content_writer_push (LoftContentWriter *self, GPtrArray *bodies, GError **error)
{
  if (prepare (self->sync, bodies, error))
    return loft_batch_thread_push (self->thread, bodies, error);
  g_ptr_array_unref (bodies);
  return FALSE;
}

GPtrArray *
loft_content_writer_pop (LoftContentWriter *self, gboolean wait, GError **error)
{
  return loft_batch_thread_pop (self->thread, wait, error);
}
