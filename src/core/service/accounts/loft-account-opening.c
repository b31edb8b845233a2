/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-opening.h"

#include "loft-account-store.h"
#include "loft-local-account.h"
#include "loft-local-folders.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-ingest.h"
#include "loft-thread-task.h"

/* One account; its task owns it. */
typedef struct {
  LoftAccountOpening *opening; /* (nullable) main thread only */
  LoftAccount *account; /* (owned) */
  char *profile_dir;
  char *own_addresses; /* of all accounts: whose events are the person's */
  GAsyncQueue *ready; /* (owned) */
  gsize log_size;
  LoftMailReader *reader; /* (owned) (nullable) */
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
  g_free (store->own_addresses);
  g_clear_pointer (&store->reader, loft_mail_reader_close);
  g_clear_error (&store->error);
  g_free (store);
}

static char *
directory_of (const char *profile_dir, LoftAccount *account)
{
  return g_build_filename (profile_dir, "accounts", account->id, NULL);
}

static void
add_address (GHashTable *addresses, const char *address)
{
  if (*address != '\0')
    g_hash_table_add (addresses, g_ascii_strdown (address, -1));
}

/* (transfer full) In order, so that the same ones are the same word. */
static char *
join_addresses (GPtrArray *accounts)
{
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) sorted = NULL;
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++)
    {
      LoftAccount *account = g_ptr_array_index (accounts, i);

      add_address (addresses, account->address);
      for (guint j = 0; j < account->identities->len; j++)
        add_address (addresses,
                     ((LoftIdentity *) g_ptr_array_index (account->identities, j))->address);
    }
  sorted = g_list_sort (g_hash_table_get_keys (addresses), (GCompareFunc) g_strcmp0);
  for (GList *link = sorted; link != NULL; link = link->next)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? "\n" : "", (char *) link->data);
  return g_string_free (joined, FALSE);
}

/* Folders that are there before any server was asked, and who the person is. */
static gboolean
furnish (const char *directory, LoftAccount *account, const char *own_addresses, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "store.db", NULL);
  g_autoptr (LoftMailStore) store = loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);

  return store != NULL &&
         (!loft_account_kind_is_local (account->kind) ||
          loft_local_folders_ensure (store, error)) &&
         (!loft_local_account_is (account) ||
          loft_local_folders_ensure_collections (store, error)) &&
         loft_ingest_note_surroundings (store, own_addresses, error);
}

static gboolean
prepare (const char *profile_dir, LoftAccount *account, const char *own_addresses, GError **error)
{
  g_autofree char *directory = directory_of (profile_dir, account);

  return loft_account_store_prepare (directory, error) &&
         furnish (directory, account, own_addresses, error);
}

gboolean
loft_account_opening_prepare (const char *profile_dir, LoftAccount *account, GError **error)
{
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();
  g_autofree char *own_addresses = NULL;

  g_ptr_array_add (alone, account);
  own_addresses = join_addresses (alone);
  return prepare (profile_dir, account, own_addresses, error);
}

/* (transfer full) (nullable) NULL: there is something to do first. Opening for reading costs the least,
 * and whoever looks at the account reads by it. */
static LoftMailReader *
open_ready (const char *directory, LoftAccount *account, const char *own_addresses)
{
  g_autoptr (LoftMailReader) reader = loft_mail_reader_open (directory, NULL);
  LoftMailStore *store;
  gboolean complete = FALSE;
  gboolean known = FALSE;

  if (reader == NULL)
    return NULL;
  store = loft_mail_reader_current_store (reader)->mail;
  if (loft_account_kind_is_local (account->kind) &&
      (!loft_local_folders_are_complete (store, &complete, NULL) || !complete))
    return NULL;
  if (!loft_ingest_knows_surroundings (store, own_addresses, &known, NULL) || !known)
    return NULL;
  return g_steal_pointer (&reader);
}

static void
prepare_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Store *store = data;
  g_autofree char *directory = directory_of (store->profile_dir, store->account);

  store->log_size = loft_account_store_get_log_size (directory);
  store->reader = open_ready (directory, store->account, store->own_addresses);
  if (store->reader == NULL)
    prepare (store->profile_dir, store->account, store->own_addresses, &store->error);
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
  self->func (store->account, store->log_size, g_steal_pointer (&store->reader), store->error,
              self->user_data);
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
start (LoftAccountOpening *self, const char *profile_dir, LoftAccount *account,
       const char *own_addresses)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_prepared, NULL);
  Store *store = g_new0 (Store, 1);

  store->opening = self;
  store->account = loft_account_ref (account);
  store->profile_dir = g_strdup (profile_dir);
  store->own_addresses = g_strdup (own_addresses);
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
  g_autofree char *own_addresses = join_addresses (accounts);

  self->stores = g_ptr_array_new ();
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_account_unref);
  self->ready = g_async_queue_new_full (g_object_unref);
  self->func = func;
  self->user_data = user_data;
  for (guint i = 0; i < accounts->len; i++)
    start (self, profile_dir, g_ptr_array_index (accounts, i), own_addresses);
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
