/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-connection.h"

#include "loft-backend-factory.h"

LoftAccountConnection *
loft_account_connection_new (const char *name, const char *profile_dir, const char *directory,
                             LoftAccount *account, const LoftSyncObserver *observer,
                             gpointer user_data, GError **error)
{
  LoftAccountConnection *self = g_new0 (LoftAccountConnection, 1);

  self->access = loft_account_access_new (profile_dir, directory, account);
  self->backend = loft_backend_factory_new (account, loft_account_access_lookup,
                                            &loft_account_access_memory, self->access, error);
  if (self->backend == NULL)
    {
      loft_account_access_free (self->access);
      g_free (self);
      return NULL;
    }
  self->observer = *observer;
  self->user_data = user_data;
  self->worker = loft_worker_new (name);
  return self;
}

void
loft_account_connection_free (LoftAccountConnection *self)
{
  if (self == NULL)
    return;
  loft_worker_shutdown (self->worker);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->store, loft_account_store_close);
  loft_backend_disconnect (self->backend);
  g_object_unref (self->backend);
  g_object_unref (self->worker);
  loft_account_access_free (self->access);
  g_free (self);
}

void
loft_account_connection_close (LoftAccountConnection *self)
{
  loft_worker_assert_current (self->worker);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->store, loft_account_store_close);
}

void
loft_account_connection_end (LoftAccountConnection *self)
{
  loft_worker_assert_current (self->worker);
  self->n_jobs--;
}

gboolean
loft_account_connection_is_damaged (LoftAccountConnection *self)
{
  return self->store != NULL && self->n_jobs == 1 &&
         (loft_account_store_is_damaged (self->store) ||
          loft_account_store_is_replaced (self->store));
}

/* What no server need have is committed to the disk before anybody says that it is here. */
static LoftDatabaseMode
mode_of (LoftAccountConnection *self)
{
  return loft_account_kind_is_local (self->access->account->kind) ? LOFT_DATABASE_DURABLE
                                                          : LOFT_DATABASE_WRITE;
}

static LoftDownloadTerms
download_terms_of (LoftAccountConnection *self)
{
  return (LoftDownloadTerms){ self->access->account->removal,
                              (guint64) self->access->account->download_limit * 1000 };
}

/* The owner mends what it or anybody else has met; the other connection may have been faster. */
static gboolean
open_store (LoftAccountConnection *self, GError **error)
{
  if (self->store != NULL && self->n_jobs == 1 &&
      (loft_account_store_is_damaged (self->store) || loft_account_store_is_replaced (self->store) ||
       loft_account_store_wants_repair (self->access->directory)))
    loft_account_connection_close (self);
  if (self->store == NULL &&
      loft_account_store_repair (self->access->directory, LOFT_DATABASE_LOOK_BRIEF, NULL, NULL, error))
    {
      self->store = loft_account_store_open (self->access->directory, mode_of (self), error);
      self->recovered = FALSE;
    }
  return self->store != NULL;
}

gboolean
loft_account_connection_open (LoftAccountConnection *self, GError **error)
{
  g_autofree char *journal_path = NULL;

  loft_worker_assert_current (self->worker);
  self->n_jobs++;
  if (!open_store (self, error))
    return FALSE;
  if (self->journal == NULL)
    {
      journal_path = g_build_filename (self->access->directory, "operations.journal", NULL);
      self->journal = loft_journal_open (journal_path, error);
    }
  if (self->journal == NULL)
    return FALSE;
  if (self->sync == NULL)
    {
      LoftDownloadTerms terms = download_terms_of (self);

      self->sync = loft_account_sync_new (self->store, self->journal, self->backend,
                                          self->access->account->window_days, &self->observer,
                                          self->user_data);
      loft_account_sync_set_download_terms (self->sync, &terms);
    }
  return TRUE;
}
