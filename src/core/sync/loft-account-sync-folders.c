/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-error.h"
#include "loft-folder-store.h"

/* What the store had before the new list. */
typedef struct {
  gint64 id;
  char *remote_id;
  char *identity;
  gboolean seen;
} KnownFolder;

static void
known_folder_free (KnownFolder *known)
{
  g_free (known->remote_id);
  g_free (known->identity);
  g_free (known);
}

static void
collect_known (gint64 folder_id, const char *remote_id, const char *identity, gpointer user_data)
{
  KnownFolder *known = g_new0 (KnownFolder, 1);

  known->id = folder_id;
  known->remote_id = g_strdup (remote_id);
  known->identity = g_strdup (identity);
  g_ptr_array_add (user_data, known);
}

static KnownFolder *
find_known (GPtrArray *known_folders, const char *remote_id)
{
  for (guint i = 0; i < known_folders->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (known_folders, i);

      if (g_str_equal (known->remote_id, remote_id))
        return known;
    }
  return NULL;
}

static void
mark_seen (GPtrArray *known_folders, GPtrArray *remote_folders)
{
  for (guint i = 0; i < remote_folders->len; i++)
    {
      LoftRemoteFolder *remote = g_ptr_array_index (remote_folders, i);
      KnownFolder *known = find_known (known_folders, remote->remote_id);

      if (known != NULL)
        known->seen = TRUE;
    }
}

/* Exactly one folder that went away with the identity of exactly one that came: a rename. */
static KnownFolder *
find_renamed (GPtrArray *known_folders, GPtrArray *remote_folders, LoftRemoteFolder *remote)
{
  KnownFolder *found = NULL;
  guint n_gone = 0;
  guint n_came = 0;

  if (remote->identity == NULL || remote->identity[0] == '\0')
    return NULL;
  for (guint i = 0; i < known_folders->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (known_folders, i);

      if (!known->seen && g_str_equal (known->identity, remote->identity))
        {
          found = known;
          n_gone++;
        }
    }
  for (guint i = 0; i < remote_folders->len; i++)
    {
      LoftRemoteFolder *other = g_ptr_array_index (remote_folders, i);

      if (g_strcmp0 (other->identity, remote->identity) == 0 &&
          find_known (known_folders, other->remote_id) == NULL)
        n_came++;
    }
  return n_gone == 1 && n_came == 1 ? found : NULL;
}

static gboolean
store_folder (LoftAccountSync *self, GPtrArray *known_folders, GPtrArray *remote_folders,
              LoftRemoteFolder *remote, gboolean *changed, GError **error)
{
  KnownFolder *known = find_known (known_folders, remote->remote_id);
  KnownFolder *renamed =
      known == NULL ? find_renamed (known_folders, remote_folders, remote) : NULL;
  LoftFolderFacts facts = {
    .remote_id = remote->remote_id,
    .identity = remote->identity,
    .path = remote->path,
    .role = remote->role,
    .selectable = remote->selectable,
    .subscribed = remote->subscribed,
  };
  gboolean this_changed = FALSE;
  gint64 id;

  if (renamed != NULL)
    {
      renamed->seen = TRUE;
      *changed = TRUE;
      return loft_folder_store_rename (self->store->mail, renamed->id, &facts, error);
    }
  if (!loft_folder_store_put (self->store->mail, &facts, &id, &this_changed, error))
    return FALSE;
  *changed = *changed || this_changed;
  return TRUE;
}

static gboolean
store_list (LoftAccountSync *self, GPtrArray *remote_folders, gboolean *changed, GError **error)
{
  g_autoptr (GPtrArray) known_folders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) known_folder_free);

  if (!loft_folder_store_foreach_key (self->store->mail, collect_known, known_folders, error))
    return FALSE;
  mark_seen (known_folders, remote_folders);
  for (guint i = 0; i < remote_folders->len; i++)
    if (!store_folder (self, known_folders, remote_folders, g_ptr_array_index (remote_folders, i),
                       changed, error))
      return FALSE;
  for (guint i = 0; i < known_folders->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (known_folders, i);

      if (known->seen)
        continue;
      *changed = TRUE;
      if (!loft_folder_store_remove (self->store->mail, known->id, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_account_sync_folders (LoftAccountSync *self, GPtrArray **remote_folders,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) listed =
      loft_backend_list_folders (self->backend, cancellable, error);
  gboolean changed = FALSE;

  if (listed == NULL)
    return FALSE;
  /* Every mail account has an inbox; an empty list is a fault of the server, not an order to
   * delete everything. */
  if (listed->len == 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "The server listed no folders at all");
      return FALSE;
    }
  if (!loft_mail_store_begin (self->store->mail, error))
    return FALSE;
  if (!store_list (self, listed, &changed, error))
    {
      loft_mail_store_rollback (self->store->mail);
      return FALSE;
    }
  if (!loft_mail_store_commit (self->store->mail, error))
    return FALSE;
  if (changed)
    loft_account_sync_tell_changed (self, 0);
  *remote_folders = g_steal_pointer (&listed);
  return TRUE;
}
