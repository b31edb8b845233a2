/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-store.h"

#include <glib/gstdio.h>

#include "loft-error.h"

LoftAccountStore *
loft_account_store_open (const char *directory, LoftDatabaseMode mode, GError **error)
{
  g_autofree char *mail_path = g_build_filename (directory, "store.db", NULL);
  g_autofree char *content_path = g_build_filename (directory, "content.db", NULL);
  g_autofree char *search_path = g_build_filename (directory, "search.db", NULL);
  g_autoptr (LoftAccountStore) self = g_new0 (LoftAccountStore, 1);

  self->directory = g_strdup (directory);
  self->mail = loft_mail_store_open (mail_path, mode, error);
  if (self->mail == NULL)
    return NULL;
  self->content = loft_content_store_open (content_path, mode, error);
  if (self->content == NULL)
    return NULL;
  self->search = loft_search_index_open (search_path, mode, error);
  if (self->search == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
loft_account_store_close (LoftAccountStore *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->mail, loft_mail_store_close);
  g_clear_pointer (&self->content, loft_content_store_close);
  g_clear_pointer (&self->search, loft_search_index_close);
  g_free (self->directory);
  g_free (self);
}

gboolean
loft_account_store_prepare (const char *directory, GError **error)
{
  g_autoptr (LoftAccountStore) store = NULL;

  if (g_mkdir_with_parents (directory, 0700) != 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "Cannot make the folder %s: %s", directory,
                   g_strerror (errno));
      return FALSE;
    }
  store = loft_account_store_open (directory, LOFT_DATABASE_WRITE, error);
  return store != NULL;
}

/* The other databases first: a leftover that is cleared too early would never be collected. */
gboolean
loft_account_store_collect (LoftAccountStore *self, guint limit, gboolean *more, GError **error)
{
  g_autoptr (GArray) ids = loft_mail_store_list_leftovers (self->mail, limit, error);
  gboolean done = TRUE;

  *more = FALSE;
  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  *more = ids->len == limit;

  if (!loft_content_store_begin (self->content, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_content_store_remove (self->content, g_array_index (ids, gint64, i), error);
  if (!done || !loft_content_store_commit (self->content, error))
    {
      loft_content_store_rollback (self->content);
      return FALSE;
    }
  if (!loft_search_index_begin (self->search, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_search_index_remove (self->search, g_array_index (ids, gint64, i), error);
  if (!done || !loft_search_index_commit (self->search, error))
    {
      loft_search_index_rollback (self->search);
      return FALSE;
    }
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  for (guint i = 0; done && i < ids->len; i++)
    done = loft_mail_store_clear_leftover (self->mail, g_array_index (ids, gint64, i), error);
  if (!done || !loft_mail_store_commit (self->mail, error))
    {
      loft_mail_store_rollback (self->mail);
      return FALSE;
    }
  return TRUE;
}

gboolean
loft_account_store_checkpoint (LoftAccountStore *self, gsize wal_bytes, GError **error)
{
  return loft_content_store_checkpoint (self->content, wal_bytes, error) &&
         loft_search_index_checkpoint (self->search, wal_bytes, error) &&
         loft_mail_store_checkpoint (self->mail, wal_bytes, error);
}
