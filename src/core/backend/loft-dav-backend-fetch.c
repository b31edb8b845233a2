/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-backend-fetch.h"

#include "loft-dav-backend-multiget.h"
#include "loft-error.h"

#define BATCH_EVENTS   100
#define BATCH_CONTACTS 50 /* photos make cards large */
#define MAX_THREADS    3
#define MAX_AHEAD      4 /* batches that wait to be stored */

/* One batch under way. */
typedef struct {
  LoftResourceBatch *batch; /* (nullable) */
  GError *error; /* (nullable) */
  gboolean done;
} Place;

typedef struct {
  LoftHttpClient *client; /* (borrowed) */
  const LoftDavCollection *collection;
  GPtrArray *paths;
  guint size; /* of a batch */
  guint n_places;
  GCancellable *stop;
  GMutex lock;
  GCond changed;
  Place *places; /* by lock, as the following */
  guint n_taken; /* places that somebody works at */
  guint n_told;
} Fetch;

static LoftResourceBatch *
get_place (Fetch *self, LoftHttpClient *client, guint i, GError **error)
{
  guint first = i * self->size;

  return loft_dav_backend_multiget (client, self->collection, self->paths, first,
                                    MIN (self->size, self->paths->len - first), self->stop, error);
}

/* ---- the threads -------------------------------------------------------------------------- */

static gboolean
take_place (Fetch *self, guint *i)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  while (self->n_taken < self->n_places && self->n_taken >= self->n_told + MAX_AHEAD &&
         !g_cancellable_is_cancelled (self->stop))
    g_cond_wait (&self->changed, &self->lock);
  taken = self->n_taken < self->n_places && !g_cancellable_is_cancelled (self->stop);
  if (taken)
    *i = self->n_taken++;
  g_mutex_unlock (&self->lock);
  return taken;
}

static void
fill_place (Fetch *self, guint i, LoftResourceBatch *batch, GError *error)
{
  g_mutex_lock (&self->lock);
  self->places[i].batch = batch;
  self->places[i].error = error;
  self->places[i].done = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gpointer
run (gpointer data)
{
  Fetch *self = data;
  g_autoptr (GError) failure = NULL;
  g_autoptr (LoftHttpClient) client = loft_http_client_new_sibling (self->client, &failure);
  guint i;

  while (take_place (self, &i))
    {
      GError *error = client == NULL ? g_error_copy (failure) : NULL;
      LoftResourceBatch *batch = client != NULL ? get_place (self, client, i, &error) : NULL;

      fill_place (self, i, batch, error);
    }
  return NULL;
}

/* ---- the caller --------------------------------------------------------------------------- */

static LoftResourceBatch *
await_place (Fetch *self, guint i, GError **error)
{
  Place *place = &self->places[i];

  g_mutex_lock (&self->lock);
  while (!place->done && !g_cancellable_is_cancelled (self->stop))
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  if (!place->done)
    {
      g_cancellable_set_error_if_cancelled (self->stop, error);
      return NULL;
    }
  if (place->error != NULL)
    g_propagate_error (error, g_steal_pointer (&place->error));
  return g_steal_pointer (&place->batch);
}

static gboolean
tell_all (Fetch *self, LoftDavFetchFunc func, gpointer user_data, GError **error)
{
  for (guint i = 0; i < self->n_places; i++)
    {
      g_autoptr (LoftResourceBatch) batch = await_place (self, i, error);
      guint n = MIN (self->size, self->paths->len - i * self->size);

      if (batch == NULL || !func (batch, n, user_data, error))
        return FALSE;
      g_mutex_lock (&self->lock);
      self->n_told++;
      g_cond_broadcast (&self->changed);
      g_mutex_unlock (&self->lock);
    }
  return TRUE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Fetch *self = user_data;

  g_cancellable_cancel (self->stop);
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
run_threads (Fetch *self, LoftDavFetchFunc func, gpointer user_data, GCancellable *cancellable,
             GError **error)
{
  GThread *threads[MAX_THREADS];
  guint n_threads = MIN (MAX_THREADS, self->n_places);
  gulong handler = cancellable != NULL
                     ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL)
                     : 0;
  gboolean done;

  for (guint i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("dav-fetch", run, self);
  done = tell_all (self, func, user_data, error);
  g_cancellable_disconnect (cancellable, handler);
  on_cancelled (NULL, self);
  for (guint i = 0; i < n_threads; i++)
    g_thread_join (threads[i]);
  return done;
}

gboolean
loft_dav_backend_fetch (LoftHttpClient *client, const LoftDavCollection *collection,
                        GPtrArray *paths, LoftDavFetchFunc func, gpointer user_data,
                        GCancellable *cancellable, GError **error)
{
  guint size = (collection->kinds & LOFT_FOLDER_KIND_CONTACTS) != 0 ? BATCH_CONTACTS : BATCH_EVENTS;
  Fetch self = { .client = client, .collection = collection, .paths = paths, .size = size };
  gboolean done;

  if (paths->len <= size)
    {
      g_autoptr (LoftResourceBatch) batch =
        paths->len > 0
          ? loft_dav_backend_multiget (client, collection, paths, 0, paths->len, cancellable, error)
          : loft_resource_batch_new ();

      return batch != NULL && (paths->len == 0 || func (batch, paths->len, user_data, error));
    }
  self.n_places = (paths->len + size - 1) / size;
  self.places = g_new0 (Place, self.n_places);
  self.stop = g_cancellable_new ();
  g_mutex_init (&self.lock);
  g_cond_init (&self.changed);
  done = run_threads (&self, func, user_data, cancellable, error);
  for (guint i = 0; i < self.n_places; i++)
    {
      g_clear_pointer (&self.places[i].batch, loft_resource_batch_free);
      g_clear_error (&self.places[i].error);
    }
  g_free (self.places);
  g_object_unref (self.stop);
  g_mutex_clear (&self.lock);
  g_cond_clear (&self.changed);
  return done;
}

LoftRemoteResource *
loft_dav_backend_fetch_one (LoftHttpClient *client, const LoftDavCollection *collection,
                            const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (LoftResourceBatch) batch = NULL;

  g_ptr_array_add (paths, (gpointer) path);
  batch = loft_dav_backend_multiget (client, collection, paths, 0, 1, cancellable, error);
  if (batch == NULL)
    return NULL;
  if (batch->resources->len > 0)
    return g_ptr_array_steal_index (batch->resources, 0);
  if (batch->failures->len > 0)
    {
      const LoftResourceFailure *failure = g_ptr_array_index (batch->failures, 0);

      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, failure->reason);
      return NULL;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s is not there any more", path);
  return NULL;
}
