/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include <string.h>

#include "loft-draft-store.h"
#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-operation-queue.h"
#include "loft-scheduling-store.h"

/* As in loft-account-sync-messages.c: nobody who sets a flag waits for a folder of 100,000. */
#define REMOVALS_STEP 500

/* What the store had before the new list. */
typedef struct {
  gint64 id;
  char *remote_id;
  char *identity;
  char *path;
  gboolean keeps_path; /* it was renamed here, and the server does not know yet */
  LoftRemoteFolder *match; /* (borrowed) (nullable) what it is on the server now */
} KnownFolder;

/* The new list beside the old one. */
typedef struct {
  GPtrArray *known; /* of KnownFolder */
  GPtrArray *remote; /* of LoftRemoteFolder */
  GHashTable *matches; /* LoftRemoteFolder -> KnownFolder */
} FolderLists;

static void
known_folder_free (KnownFolder *known)
{
  g_free (known->remote_id);
  g_free (known->identity);
  g_free (known->path);
  g_free (known);
}

static void
collect_known (gint64 folder_id, const char *remote_id, const char *identity, const char *path,
               gpointer user_data)
{
  KnownFolder *known = g_new0 (KnownFolder, 1);

  known->id = folder_id;
  known->remote_id = g_strdup (remote_id);
  known->identity = g_strdup (identity);
  known->path = g_strdup (path);
  g_ptr_array_add (user_data, known);
}

/* ---- which is which ----------------------------------------------------------------------- */

static const char *
identity_of (const LoftRemoteFolder *remote)
{
  return remote->identity != NULL ? remote->identity : "";
}

static gboolean
note_renamed (LoftAccountSync *self, GPtrArray *known_folders, GError **error)
{
  g_autoptr (GPtrArray) folders = loft_folder_store_list_kinds (self->store->mail, -1, error);
  g_autoptr (GHashTable) renamed = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i);

      if (folder->waits & LOFT_FOLDER_WAITS_RENAME)
        g_hash_table_add (renamed, &folder->id);
    }
  for (guint i = 0; i < known_folders->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (known_folders, i);

      known->keeps_path = g_hash_table_contains (renamed, &known->id);
    }
  return folders != NULL;
}

/* Whether the server calls it as before. */
static gboolean
has_name_of (const KnownFolder *known, const LoftRemoteFolder *remote)
{
  return g_str_equal (known->remote_id, remote->remote_id) &&
         (known->keeps_path || g_str_equal (known->path, remote->path));
}

static KnownFolder *
find_known (FolderLists *lists, const char *remote_id)
{
  for (guint i = 0; i < lists->known->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (lists->known, i);

      if (g_str_equal (known->remote_id, remote_id))
        return known;
    }
  return NULL;
}

/* Where the identity is worth something: with one folder before and one now. Servers that give the
 * same UIDVALIDITY to many mailboxes must not make a new folder out of a deleted one. */
static KnownFolder *
find_by_identity (FolderLists *lists, const char *identity)
{
  KnownFolder *found = NULL;
  guint n_known = 0;
  guint n_remote = 0;

  for (guint i = 0; i < lists->known->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (lists->known, i);

      if (g_str_equal (known->identity, identity))
        {
          found = known;
          n_known++;
        }
    }
  for (guint i = 0; i < lists->remote->len; i++)
    n_remote += g_str_equal (identity_of (g_ptr_array_index (lists->remote, i)), identity);
  return n_known == 1 && n_remote == 1 ? found : NULL;
}

static void
match (FolderLists *lists, LoftRemoteFolder *remote, KnownFolder *known)
{
  if (known == NULL || known->match != NULL || g_hash_table_contains (lists->matches, remote))
    return;
  known->match = remote;
  g_hash_table_insert (lists->matches, remote, known);
}

/* The same name and nothing that speaks against it. */
static void
match_unchanged (FolderLists *lists, LoftRemoteFolder *remote)
{
  KnownFolder *known = find_known (lists, remote->remote_id);
  const char *identity = identity_of (remote);

  if (known != NULL && (identity[0] == '\0' || known->identity[0] == '\0' ||
                        g_str_equal (known->identity, identity)))
    match (lists, remote, known);
}

static void
match_renamed (FolderLists *lists, LoftRemoteFolder *remote)
{
  if (identity_of (remote)[0] != '\0')
    match (lists, remote, find_by_identity (lists, identity_of (remote)));
}

/* The same name with a new identity: made anew, or its UIDVALIDITY changed. */
static void
match_by_name (FolderLists *lists, LoftRemoteFolder *remote)
{
  match (lists, remote, find_known (lists, remote->remote_id));
}

static void
match_all (FolderLists *lists)
{
  static void (*const steps[]) (FolderLists *, LoftRemoteFolder *) = { match_unchanged,
                                                                       match_renamed,
                                                                       match_by_name };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    for (guint j = 0; j < lists->remote->len; j++)
      steps[i](lists, g_ptr_array_index (lists->remote, j));
}

/* ---- made on both sides ------------------------------------------------------------------- */

/* (transfer full) of LoftFolder: what waits here to be made there. */
static GPtrArray *
list_awaited (LoftAccountSync *self, GError **error)
{
  GPtrArray *folders =
    loft_folder_store_list_kinds (self->store->mail, LOFT_FOLDER_KIND_MAIL, error);

  for (guint i = folders != NULL ? folders->len : 0; i > 0; i--)
    {
      LoftFolder *folder = g_ptr_array_index (folders, i - 1);

      if (folder->remote_id != NULL || !(folder->waits & LOFT_FOLDER_WAITS_CREATION))
        g_ptr_array_remove_index_fast (folders, i - 1);
    }
  return folders;
}

static LoftFolderRole
role_of (const LoftRemoteFolder *remote)
{
  const char *last = strrchr (remote->path, '/');

  return remote->role != LOFT_FOLDER_ROLE_NONE
           ? remote->role
           : loft_folder_role_guess (last != NULL ? last + 1 : remote->path);
}

/* The new folder of this name, or else one for what it was to be for. */
static LoftRemoteFolder *
find_made (FolderLists *lists, const LoftFolder *awaited, GHashTable *taken)
{
  LoftRemoteFolder *found = NULL;

  for (guint i = 0; i < lists->remote->len; i++)
    {
      LoftRemoteFolder *remote = g_ptr_array_index (lists->remote, i);

      if (g_hash_table_contains (lists->matches, remote) || g_hash_table_contains (taken, remote))
        continue;
      if (strcmp (awaited->path, remote->path) == 0)
        return remote;
      if (found == NULL && awaited->role != LOFT_FOLDER_ROLE_NONE &&
          awaited->role == role_of (remote))
        found = remote;
    }
  return found;
}

/* The same folder twice would part a draft from its copies. The operation then finds it made. */
static gboolean
adopt_awaited (LoftAccountSync *self, FolderLists *lists, GError **error)
{
  g_autoptr (GPtrArray) awaited = list_awaited (self, error);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; awaited != NULL && i < awaited->len; i++)
    {
      LoftFolder *folder = g_ptr_array_index (awaited, i);
      LoftRemoteFolder *made = find_made (lists, folder, taken);

      if (made == NULL)
        continue;
      g_hash_table_add (taken, made);
      if (!loft_folder_edit_set_remote_id (self->store->mail, folder->id, made->remote_id, error))
        return FALSE;
    }
  return awaited != NULL;
}

/* ---- storing ------------------------------------------------------------------------------ */

/* What is gone first, and out of the way what changes its name: others may have these names now. */
static gboolean
make_room (LoftAccountSync *self, FolderLists *lists, gboolean *changed, GError **error)
{
  LoftMailStore *store = self->store->mail;

  for (guint i = 0; i < lists->known->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (lists->known, i);
      gboolean done = TRUE;

      if (known->match == NULL)
        {
          *changed = TRUE;
          done = loft_folder_store_remove (store, known->id, error);
        }
      else if (!has_name_of (known, known->match))
        done = loft_folder_store_park (store, known->id, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_folder (LoftAccountSync *self, FolderLists *lists, LoftRemoteFolder *remote,
              gboolean *changed, GError **error)
{
  KnownFolder *known = g_hash_table_lookup (lists->matches, remote);
  LoftFolderFacts facts = {
    .remote_id = remote->remote_id,
    .identity = remote->identity,
    .path = remote->path,
    .role = remote->role,
    .selectable = remote->selectable,
    .subscribed = remote->subscribed,
    .kinds = remote->kinds,
    .read_only = !remote->writable,
    .color = remote->color,
  };
  gboolean this_changed = FALSE;
  gint64 id;

  if (known != NULL && !has_name_of (known, remote))
    {
      *changed = TRUE;
      return loft_folder_store_rename (self->store->mail, known->id, &facts, error);
    }
  if (!loft_folder_store_put (self->store->mail, &facts, &id, &this_changed, error))
    return FALSE;
  *changed = *changed || this_changed;
  return TRUE;
}

static gboolean
store_list (LoftAccountSync *self, FolderLists *lists, gboolean *changed, GError **error)
{
  if (!make_room (self, lists, changed, error) || !adopt_awaited (self, lists, error))
    return FALSE;
  for (guint i = 0; i < lists->remote->len; i++)
    if (!store_folder (self, lists, g_ptr_array_index (lists->remote, i), changed, error))
      return FALSE;
  return TRUE;
}

static gboolean
store_list_in_transaction (LoftAccountSync *self, FolderLists *lists, gboolean *changed,
                           GError **error)
{
  if (!loft_mail_store_begin (self->store->mail, error))
    return FALSE;
  if (!store_list (self, lists, changed, error))
    {
      loft_mail_store_rollback (self->store->mail);
      return FALSE;
    }
  return loft_mail_store_commit (self->store->mail, error);
}

/* What was to go there first, then the messages of what is gone, in steps of their own, before the
 * one transaction for the list. */
static gboolean
empty_gone_folders (LoftAccountSync *self, FolderLists *lists, GError **error)
{
  for (guint i = 0; i < lists->known->len; i++)
    {
      KnownFolder *known = g_ptr_array_index (lists->known, i);
      guint n_removed = known->match == NULL ? REMOVALS_STEP : 0;

      if (known->match == NULL &&
          !loft_operation_queue_folder_gone (self->store->mail, self->journal, known->id, error))
        return FALSE;
      while (n_removed == REMOVALS_STEP)
        if (!loft_folder_store_remove_some (self->store->mail, known->id, REMOVALS_STEP, &n_removed,
                                            error))
          return FALSE;
    }
  return TRUE;
}

/* Only the network worker changes folders, so that they may be compared outside a transaction. */
static gboolean
take_list (LoftAccountSync *self, GPtrArray *remote_folders, gboolean *changed, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new_with_free_func ((GDestroyNotify) known_folder_free);
  g_autoptr (GHashTable) matches = g_hash_table_new (NULL, NULL);
  FolderLists lists = { known, remote_folders, matches };

  if (!loft_folder_store_foreach_key (self->store->mail, collect_known, known, error) ||
      !note_renamed (self, known, error))
    return FALSE;
  match_all (&lists);
  return empty_gone_folders (self, &lists, error) &&
         store_list_in_transaction (self, &lists, changed, error);
}

static gboolean
note_word (LoftAccountSync *self, const char *word, gboolean is_so, GError **error)
{
  const char *value = is_so ? "yes" : "";
  g_autofree char *known = NULL;

  return loft_mail_store_get_word (self->store->mail, word, &known, error) &&
         (g_str_equal (known, value) ||
          loft_mail_store_set_word (self->store->mail, word, value, error));
}

/* Kept, so that it is known offline who sends an answer, where drafts go, and what an event can hold. */
static gboolean
note_server (LoftAccountSync *self, GError **error)
{
  LoftBackendCapabilities has = loft_backend_get_capabilities (self->backend);

  return note_word (self, LOFT_SERVER_TAKES_DRAFTS, has & LOFT_BACKEND_TAKES_DRAFTS, error) &&
         (!(has & LOFT_BACKEND_HAS_RESOURCES) ||
          (note_word (self, LOFT_SERVER_TELLS, has & LOFT_BACKEND_SCHEDULES, error) &&
           note_word (self, LOFT_SERVER_LACKS_FILES, has & LOFT_BACKEND_LACKS_FILES, error)));
}

/* ---- colors ------------------------------------------------------------------------------- */

/* One that a person chose. */
typedef struct {
  gint64 folder_id;
  char *remote_id;
  char *color;
} Color;

static void
color_free (gpointer data)
{
  Color *color = data;

  g_free (color->remote_id);
  g_free (color->color);
  g_free (color);
}

static void
collect_color (gint64 folder_id, const char *remote_id, const char *color, gpointer colors)
{
  const Color waiting = { folder_id, g_strdup (remote_id), g_strdup (color) };

  g_ptr_array_add (colors, g_memdup2 (&waiting, sizeof waiting));
}

static gboolean
settle_color (LoftAccountSync *self, const Color *color, gboolean taken, GError **error)
{
  LoftMailStore *store = self->store->mail;

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  if (loft_folder_store_settle_color (store, color->folder_id, color->color, taken, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

/* What the server does not want to know stays here; what it could not be told now is told with the next
 * list. */
static gboolean
tell_color (LoftAccountSync *self, const Color *color, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (loft_backend_color_collection (self->backend, color->remote_id, color->color, cancellable,
                                     &failure))
    return settle_color (self, color, TRUE, error);
  switch (loft_error_class (failure))
    {
    case LOFT_ERROR_REFUSED:
    case LOFT_ERROR_GONE:
    case LOFT_ERROR_LIMIT:
    case LOFT_ERROR_PROTOCOL:
      return settle_color (self, color, FALSE, error);
    case LOFT_ERROR_TEMPORARY:
    case LOFT_ERROR_CONFLICT:
      if (!loft_error_is_cancelled (failure))
        return TRUE;
      break;
    default:
      break;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
tell_colors (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) colors = g_ptr_array_new_with_free_func (color_free);

  if (!(loft_backend_get_capabilities (self->backend) & LOFT_BACKEND_CAN_MAKE_COLLECTIONS))
    return TRUE;
  if (!loft_folder_store_foreach_color (self->store->mail, collect_color, colors, error))
    return FALSE;
  for (guint i = 0; i < colors->len; i++)
    if (!tell_color (self, g_ptr_array_index (colors, i), cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
loft_account_sync_folders (LoftAccountSync *self, GPtrArray **remote_folders,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) listed = NULL;
  gboolean changed = FALSE;

  if (!loft_account_sync_check_restart (self, error))
    return FALSE;
  listed = loft_backend_list_folders (self->backend, cancellable, error);
  if (listed == NULL)
    return FALSE;
  /* Every mail account has an inbox; an empty list is a fault of the server, not an order to
   * delete everything. */
  if (listed->len == 0 &&
      !(loft_backend_get_capabilities (self->backend) & LOFT_BACKEND_HAS_RESOURCES))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY,
                           "The server listed no folders at all");
      return FALSE;
    }
  if (!take_list (self, listed, &changed, error) || !note_server (self, error) ||
      !tell_colors (self, cancellable, error))
    return FALSE;
  if (changed)
    loft_account_sync_tell_changed (self, 0);
  *remote_folders = g_steal_pointer (&listed);
  return TRUE;
}
