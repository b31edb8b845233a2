/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-body-writer.h"

#include <malloc.h>

#include "loft-account-sync-private.h"
#include "loft-clock.h"
#include "loft-content-writer.h"
#include "loft-id-block.h"
#include "loft-index-writer.h"
#include "loft-mail-eviction.h"
#include "loft-text.h"

#define FLUSH_MESSAGES 128 /* written in one transaction */
#define FLUSH_BYTES    (2 * 1024 * 1024) /* … or fewer when they are large */
#define FLUSH_SECONDS  2 /* … or when they are slow to come */
#define POOL_BYTES     (2 * 1024 * 1024) /* raw bytes under way in the pool */
#define ID_BLOCK       1024

/* As in loft_mail_store_set_indexed(). */
#define INDEXED_NOTHING 0
#define INDEXED_TEXT    2

struct _LoftBodyWriter {
  LoftAccountSync *sync; /* (borrowed) */
  LoftFolder *folder; /* (borrowed) */
  LoftIngestPool *pool; /* (owned) */
  gboolean has_dictionary;
  LoftContentWriter *content; /* (owned) */
  LoftIndexWriter *index; /* (owned) */
  GPtrArray *finished; /* of LoftIngestedBody: ready to be written */
  gsize finished_bytes;
  gint64 finished_since;
  guint64 done;
  guint64 total; /* 0: progress is told elsewhere */
  LoftNewRowsFunc new_rows;
  gpointer user_data;
  gint64 next_id; /* of the block that was taken */
  guint n_ids; /* that are left in it */
  gboolean took_ids;
};

/* ---- writing ------------------------------------------------------------------------------ */

static gboolean
point_to_content (LoftAccountSync *sync, const LoftIngestedBody *body, guint indexed,
                  GError **error)
{
  const LoftCachedBody cached = {
    .size = body->size,
    .preview = body->preview,
    .attachments = body->attachments,
    .problem = body->problem,
    .indexed = indexed,
  };

  return loft_mail_store_set_cached (sync->store->mail, body->message_id, &cached, error);
}

static gboolean
point_all (LoftAccountSync *sync, GPtrArray *bodies, guint indexed, GError **error)
{
  for (guint i = 0; i < bodies->len; i++)
    {
      const LoftIngestedBody *body = g_ptr_array_index (bodies, i);

      if (body->item == NULL && !point_to_content (sync, body, indexed, error))
        return FALSE;
    }
  return loft_account_store_note_commits (sync->store, error);
}

/* Or the next sync would take from under the reader what the window has left behind. */
static gboolean
note_opened (LoftAccountSync *sync, GPtrArray *bodies, GError **error)
{
  for (guint i = 0; i < bodies->len; i++)
    {
      const LoftIngestedBody *body = g_ptr_array_index (bodies, i);

      if (!loft_mail_store_note_opened (sync->store->mail, body->message_id, loft_clock_now (),
                                        error))
        return FALSE;
    }
  return TRUE;
}

/* writer: (nullable) for a person who waits; none of them has an item. */
static gboolean
write_rows (LoftAccountSync *sync, LoftBodyWriter *writer, GPtrArray *bodies, guint indexed,
            GError **error)
{
  LoftMailStore *mail = sync->store->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if ((writer == NULL || writer->new_rows == NULL ||
       writer->new_rows (bodies, indexed, writer->user_data, error)) &&
      point_all (sync, bodies, indexed, error) &&
      (writer != NULL || note_opened (sync, bodies, error)))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

gboolean
loft_body_writer_write_now (LoftAccountSync *sync, GPtrArray *bodies, GError **error)
{
  return loft_content_writer_write_now (sync, bodies, error) &&
         write_rows (sync, NULL, bodies, INDEXED_NOTHING, error);
}

/* The rows of what the index has taken in. A message that is gone meanwhile has none: the next
 * collection takes its content and its text. */
static gboolean
write_indexed_rows (LoftBodyWriter *self, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) bodies = loft_index_writer_take (self->index, all, error);

  if (bodies == NULL)
    return FALSE;
  if (bodies->len == 0)
    return TRUE;
  if (!write_rows (self->sync, self, bodies, INDEXED_TEXT, error))
    return FALSE;
  self->done += bodies->len;
  loft_account_sync_tell_changed (self->sync, self->folder->id);
  if (self->total > 0)
    loft_account_sync_tell_progress (self->sync, LOFT_SYNC_STEP_BODIES, self->folder->path,
                                     self->done, MAX (self->done, self->total));
  return loft_mail_store_checkpoint (self->sync->store->mail, LOFT_CHECKPOINT_BUSY, error);
}

/* The pool finishes in any order; rows that are appended leave fuller pages behind. */
static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const LoftIngestedBody *left = *(const LoftIngestedBody *const *) a;
  const LoftIngestedBody *right = *(const LoftIngestedBody *const *) b;

  return (left->message_id > right->message_id) - (left->message_id < right->message_id);
}

/* Small messages are stored with what they have in common, once there are enough to see it. */
static gboolean
use_dictionary (LoftBodyWriter *self, GError **error)
{
  g_autoptr (LoftContentDictionary) dictionary = NULL;

  if (self->has_dictionary)
    return TRUE;
  if (!loft_content_store_learn_dictionary (self->sync->store->content, &dictionary, error))
    return FALSE;
  self->has_dictionary = dictionary != NULL;
  loft_ingest_pool_set_dictionary (self->pool, dictionary);
  return TRUE;
}

/* Ids for those whose row is made last. */
static gboolean
give_ids (LoftBodyWriter *self, GError **error)
{
  for (guint i = 0; i < self->finished->len; i++)
    {
      LoftIngestedBody *body = g_ptr_array_index (self->finished, i);

      if (body->item == NULL)
        continue;
      if (self->n_ids == 0)
        {
          if (!loft_id_block_take (self->sync->store->mail, ID_BLOCK, &self->next_id, error))
            return FALSE;
          self->n_ids = ID_BLOCK;
          self->took_ids = TRUE;
        }
      body->message_id = self->next_id++;
      self->n_ids--;
    }
  return TRUE;
}

static GPtrArray *
new_bodies (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ingested_body_free);
}

/* What content.db has goes on to the index, and what that has gets its rows: a crash between leaves
 * only what will be written again. */
static gboolean
go_on_with_written (LoftBodyWriter *self, gboolean all, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GPtrArray *written;

  while ((written = loft_content_writer_pop (self->content, all, &failure)) != NULL)
    {
      g_autoptr (GPtrArray) bodies = written;

      if (!use_dictionary (self, error))
        return FALSE;
      while (bodies->len > 0)
        if (!loft_index_writer_push (self->index, g_ptr_array_steal_index (bodies, 0), error))
          return FALSE;
    }
  if (failure == NULL)
    return write_indexed_rows (self, all, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
flush (LoftBodyWriter *self, GError **error)
{
  GPtrArray *bodies;

  if (!loft_account_sync_drop_strangers (self->sync, self->finished, error))
    return FALSE;
  if (self->finished->len == 0)
    return TRUE;
  if (!give_ids (self, error))
    return FALSE;
  g_ptr_array_sort (self->finished, compare_ids);
  bodies = self->finished;
  self->finished = new_bodies ();
  self->finished_bytes = 0;
  return loft_content_writer_push (self->content, bodies, error);
}

static gboolean
is_due (LoftBodyWriter *self)
{
  return self->finished->len >= FLUSH_MESSAGES || self->finished_bytes >= FLUSH_BYTES ||
         g_get_monotonic_time () - self->finished_since > (gint64) FLUSH_SECONDS * G_USEC_PER_SEC;
}

static void
add_finished (LoftBodyWriter *self, LoftIngestedBody *body)
{
  if (self->finished->len == 0)
    self->finished_since = g_get_monotonic_time ();
  g_ptr_array_add (self->finished, body);
  self->finished_bytes += body->size;
}

/* Takes what the pool has finished; waits while too much is under way, or for all. */
static gboolean
take_finished (LoftBodyWriter *self, gboolean all, GError **error)
{
  for (;;)
    {
      gboolean wait = all || loft_ingest_pool_get_bytes (self->pool) > POOL_BYTES;
      LoftIngestedBody *body = loft_ingest_pool_pop (self->pool, wait);

      if (body == NULL)
        return (!all || flush (self, error)) && go_on_with_written (self, all, error);
      add_finished (self, body);
      if (is_due (self) && !flush (self, error))
        return FALSE;
    }
}

/* ---- the writer --------------------------------------------------------------------------- */

LoftBodyWriter *
loft_body_writer_new (LoftAccountSync *sync, LoftFolder *folder, guint64 total,
                      LoftNewRowsFunc new_rows, gpointer user_data)
{
  LoftBodyWriter *self = g_new0 (LoftBodyWriter, 1);
  g_autoptr (LoftContentDictionary) dictionary = NULL;

  self->sync = sync;
  self->folder = folder;
  self->total = total;
  self->new_rows = new_rows;
  self->user_data = user_data;
  self->pool = loft_ingest_pool_new ();
  self->content = loft_content_writer_new (sync);
  self->index = loft_index_writer_new (sync->store);
  self->finished = new_bodies ();
  dictionary = loft_content_store_get_dictionary (sync->store->content);
  self->has_dictionary = dictionary != NULL;
  loft_ingest_pool_set_dictionary (self->pool, dictionary);
  return self;
}

void
loft_body_writer_free (LoftBodyWriter *self)
{
  if (self == NULL)
    return;
  loft_content_writer_free (self->content);
  loft_index_writer_free (self->index);
  loft_ingest_pool_free (self->pool);
  g_ptr_array_unref (self->finished);
  g_free (self);
  /* What thousands of bodies left in the heap is not for the next step to stand on. */
  malloc_trim (0);
}

gboolean
loft_body_writer_push (LoftBodyWriter *self, gint64 message_id, gint64 date, GBytes *raw,
                       gboolean encode, GError **error)
{
  loft_ingest_pool_push (self->pool, message_id, date, raw, encode);
  return take_finished (self, FALSE, error);
}

gboolean
loft_body_writer_push_item (LoftBodyWriter *self, LoftRemoteItem *item, GError **error)
{
  loft_ingest_pool_push_item (self->pool, item);
  return take_finished (self, FALSE, error);
}

gboolean
loft_body_writer_push_ingested (LoftBodyWriter *self, LoftIngestedBody *body, GError **error)
{
  add_finished (self, body);
  return take_finished (self, FALSE, error);
}

gboolean
loft_body_writer_finish (LoftBodyWriter *self, GError **error)
{
  if (!take_finished (self, TRUE, error))
    return FALSE;
  if (!self->took_ids)
    return TRUE;
  self->took_ids = FALSE;
  self->n_ids = 0;
  return loft_id_block_forget (self->sync->store->mail, error);
}
