/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-news.h"

#include "loft-clock.h"

#define GATHER_MS         250
#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

typedef enum { ITEM_CHANGE, ITEM_PROGRESS, ITEM_ARRIVING } ItemKind;

typedef struct {
  ItemKind kind;
  gint64 id; /* of a changed folder, or of a message that arrives */
  LoftProgress progress; /* of the latter only the counts */
} Item;

struct _LoftAccountNews {
  GAsyncQueue *queue;   /* of Item (owned) */
  int scheduled;        /* atomic */
  gint64 progress_told; /* the pushing worker's thread */

  /* main thread */
  LoftAccountChangedFunc tell_changed;
  LoftAccountProgressFunc tell_progress;
  LoftAccountArrivingFunc tell_arriving;
  gpointer user_data;
  gboolean stopped;
  GHashTable *changed;  /* of gint64* (owned) */
  guint gather_source;
};

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->progress.folder);
  g_free (item);
}

static void
news_clear (gpointer data)
{
  LoftAccountNews *self = data;

  g_async_queue_unref (self->queue);
  g_hash_table_unref (self->changed);
}

LoftAccountNews *
loft_account_news_new (LoftAccountChangedFunc changed, LoftAccountProgressFunc progress,
                       LoftAccountArrivingFunc arriving, gpointer user_data)
{
  LoftAccountNews *self = g_atomic_rc_box_new0 (LoftAccountNews);

  self->queue = g_async_queue_new_full (item_free);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->tell_changed = changed;
  self->tell_progress = progress;
  self->tell_arriving = arriving;
  self->user_data = user_data;
  return self;
}

LoftAccountNews *
loft_account_news_ref (LoftAccountNews *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
loft_account_news_unref (LoftAccountNews *self)
{
  g_atomic_rc_box_release_full (self, news_clear);
}

void
loft_account_news_stop (LoftAccountNews *self)
{
  self->stopped = TRUE;
  g_clear_handle_id (&self->gather_source, g_source_remove);
}

static gboolean
tell_changes (gpointer user_data)
{
  LoftAccountNews *self = user_data;
  g_autoptr (GHashTable) changed = g_steal_pointer (&self->changed);
  GHashTableIter iter;
  gpointer key;

  self->gather_source = 0;
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, changed);
  while (!self->stopped && g_hash_table_iter_next (&iter, &key, NULL))
    self->tell_changed (*(gint64 *) key, self->user_data);
  return G_SOURCE_REMOVE;
}

static void
take_item (LoftAccountNews *self, Item *item)
{
  if (item->kind == ITEM_PROGRESS)
    {
      self->tell_progress (&item->progress, self->user_data);
      return;
    }
  if (item->kind == ITEM_ARRIVING)
    {
      self->tell_arriving (item->id, item->progress.done, item->progress.total, self->user_data);
      return;
    }
  g_hash_table_add (self->changed, g_memdup2 (&item->id, sizeof item->id));
  if (self->gather_source == 0)
    self->gather_source =
        g_timeout_add_full (G_PRIORITY_DEFAULT, GATHER_MS, tell_changes,
                            loft_account_news_ref (self), (GDestroyNotify) loft_account_news_unref);
}

static gboolean
drain (gpointer user_data)
{
  LoftAccountNews *self = user_data;
  Item *item;

  g_atomic_int_set (&self->scheduled, 0);
  while ((item = g_async_queue_try_pop (self->queue)) != NULL)
    {
      if (!self->stopped)
        take_item (self, item);
      item_free (item);
    }
  return G_SOURCE_REMOVE;
}

static void
push (LoftAccountNews *self, Item *item)
{
  g_async_queue_push (self->queue, item);
  if (g_atomic_int_compare_and_exchange (&self->scheduled, 0, 1))
    g_idle_add_full (G_PRIORITY_DEFAULT, drain, loft_account_news_ref (self),
                     (GDestroyNotify) loft_account_news_unref);
}

void
loft_account_news_push_change (LoftAccountNews *self, gint64 folder_id)
{
  Item *item = g_new0 (Item, 1);

  item->id = folder_id;
  push (self, item);
}

static LoftProgressKind
progress_kind (LoftSyncStep step)
{
  switch (step)
    {
    case LOFT_SYNC_STEP_FOLDERS:
      return LOFT_PROGRESS_FOLDERS;
    case LOFT_SYNC_STEP_HEADERS:
      return LOFT_PROGRESS_HEADERS;
    case LOFT_SYNC_STEP_BODIES:
      return LOFT_PROGRESS_BODIES;
    case LOFT_SYNC_STEP_CHANGES:
      return LOFT_PROGRESS_CHANGES;
    }
  return LOFT_PROGRESS_NONE;
}

void
loft_account_news_push_progress (LoftAccountNews *self, LoftSyncStep step, const char *folder,
                                 guint64 done, guint64 total)
{
  gint64 now = loft_clock_monotonic ();
  Item *item;

  if (now - self->progress_told < PROGRESS_INTERVAL && done < total)
    return;
  self->progress_told = now;
  item = g_new0 (Item, 1);
  item->kind = ITEM_PROGRESS;
  item->progress = (LoftProgress){ progress_kind (step), g_strdup (folder), done, total };
  push (self, item);
}

void
loft_account_news_push_arriving (LoftAccountNews *self, gint64 message_id, guint64 done,
                                 guint64 total)
{
  Item *item = g_new0 (Item, 1);

  item->kind = ITEM_ARRIVING;
  item->id = message_id;
  item->progress.done = done;
  item->progress.total = total;
  push (self, item);
}
