/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-opening.h"

#include "loft-account-store.h"
#include "loft-local-folders.h"
#include "loft-thread-task.h"

/* One account; its task owns it. */
typedef struct {
  LoftAccountOpening *opening; /* (nullable) main thread only */
  LoftAccount *account; /* (owned) */
  char *profile_dir;
  GAsyncQueue *ready; /* (owned) */
  gsize log_size;
  GError *error; /* (owned) (nullable) */
} Store;

struct _LoftAccountOpening {
  GPtrArray *stores; /* of Store, borrowed: not told of yet */
  GPtrArray *waiting; /* of LoftAccount: the same */
  GAsyncQueue *ready; /* (owned) of GTask: what a thread has done, for who waits */
  LoftAccountOpenedFunc func;
  gpointer user_data;
};

static void
store_free (Store *store)
{
  loft_account_unref (store->account);
  g_async_queue_unref (store->ready);
  g_free (store->profile_dir);
  g_clear_error (&store->error);
  g_free (store);
}

static char *
directory_of (const char *profile_dir, LoftAccount *account)
{
  return g_build_filename (profile_dir, "accounts", account->id, NULL);
}

/* They are there before any server was asked. */
static gboolean
ensure_local_folders (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "store.db", NULL);
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);

  return store != NULL && loft_local_folders_ensure (store, error);
}

gboolean
loft_account_opening_prepare (const char *profile_dir, LoftAccount *account, GError **error)
{
  g_autofree char *directory = directory_of (profile_dir, account);

  return loft_account_store_prepare (directory, error) &&
         (!loft_account_kind_is_local (account->kind) || ensure_local_folders (directory, error));
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Store *store = data;
  g_autofree char *directory = directory_of (store->profile_dir, store->account);

  store->log_size = loft_account_store_get_log_size (directory);
  loft_account_opening_prepare (store->profile_dir, store->account, &store->error);
  g_async_queue_push (store->ready, g_object_ref (task));
  g_task_return_boolean (task, TRUE);
}

/* By who waits, or by the main loop: whoever is first. */
static void
tell (GTask *task)
{
  Store *store = g_task_get_task_data (task);
  LoftAccountOpening *self = store->opening;

  if (self == NULL)
    return;
  store->opening = NULL;
  g_ptr_array_remove (self->stores, store);
  g_ptr_array_remove (self->waiting, store->account);
  self->func (store->account, store->log_size, store->error, self->user_data);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  Store *store = g_task_get_task_data (G_TASK (result));
  /* As many are taken out as were put in. */
  g_autoptr (GTask) one = g_async_queue_try_pop (store->ready);

  tell (G_TASK (result));
}

static void
start (LoftAccountOpening *self, const char *profile_dir, LoftAccount *account)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_prepared, NULL);
  Store *store = g_new0 (Store, 1);

  store->opening = self;
  store->account = loft_account_ref (account);
  store->profile_dir = g_strdup (profile_dir);
  store->ready = g_async_queue_ref (self->ready);
  g_ptr_array_add (self->stores, store);
  g_ptr_array_add (self->waiting, loft_account_ref (account));
  g_task_set_task_data (task, store, (GDestroyNotify) store_free);
  loft_thread_task_run (task, prepare_in_thread);
}

LoftAccountOpening *
loft_account_opening_new (const char *profile_dir, GPtrArray *accounts, LoftAccountOpenedFunc func,
                          gpointer user_data)
{
  LoftAccountOpening *self = g_new0 (LoftAccountOpening, 1);

  self->stores = g_ptr_array_new ();
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_account_unref);
  self->ready = g_async_queue_new_full (g_object_unref);
  self->func = func;
  self->user_data = user_data;
  for (guint i = 0; i < accounts->len; i++)
    start (self, profile_dir, g_ptr_array_index (accounts, i));
  return self;
}

void
loft_account_opening_free (LoftAccountOpening *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->stores->len; i++)
    ((Store *) g_ptr_array_index (self->stores, i))->opening = NULL;
  g_ptr_array_unref (self->stores);
  g_ptr_array_unref (self->waiting);
  g_async_queue_unref (self->ready);
  g_free (self);
}

void
loft_account_opening_wait (LoftAccountOpening *self, gint64 patience)
{
  gint64 end = patience == G_MAXINT64 ? G_MAXINT64 : g_get_monotonic_time () + patience;

  while (self->stores->len > 0)
    {
      gint64 left = end - g_get_monotonic_time ();
      g_autoptr (GTask) task =
        left > 0 ? g_async_queue_timeout_pop (self->ready, (guint64) MIN (left, G_USEC_PER_SEC))
                 : NULL;

      if (task != NULL)
        tell (task);
      else if (left <= 0)
        return;
    }
}

GPtrArray *
loft_account_opening_get_waiting (LoftAccountOpening *self)
{
  return self->waiting;
}
