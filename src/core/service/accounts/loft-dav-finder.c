/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-finder.h"

#include "loft-account-dav.h"
#include "loft-secret-store.h"
#include "loft-thread-task.h"

typedef struct {
  LoftAccount *account; /* (owned) */
  char *password; /* (owned) (nullable) */
} Search;

static void
search_free (Search *search)
{
  loft_account_unref (search->account);
  loft_secret_free (search->password);
  g_free (search);
}

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  Search *search = user_data;

  return loft_secret_store_use (search->account, search->password, error);
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (LoftAccount) found = loft_account_copy (((Search *) data)->account);
  GError *error = NULL;

  if (loft_account_dav_find (found, get_credentials, data, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) loft_account_unref);
  else
    g_task_return_error (task, error);
}

void
loft_dav_finder_find_async (LoftAccount *account, const char *password, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  search->account = loft_account_ref (account);
  search->password = g_strdup (password);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  loft_thread_task_run (task, find_thread);
}

LoftAccount *
loft_dav_finder_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
