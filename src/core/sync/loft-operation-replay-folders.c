/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-operation.h"

#define REMOVALS_STEP 500

typedef struct {
  LoftReplay *replay;
  LoftOperationRecord *record;
  LoftFolder *folder;
  const LoftFolderChange *change;
} Work;

/* ---- where -------------------------------------------------------------------------------- */

/* *parent_id: (transfer full) (nullable) of the server, NULL for the top; *waits: it is yet to be
 * made. */
static gboolean
find_parent (const Work *work, const char *path, char **parent_id, gboolean *waits, GError **error)
{
  const char *last = strrchr (path, '/');
  g_autofree char *parent_path = last != NULL ? g_strndup (path, (gsize) (last - path)) : NULL;
  g_autoptr (LoftFolder) parent = NULL;

  if (parent_path == NULL)
    return TRUE;
  parent = loft_folder_store_find (work->replay->mail, parent_path, NULL);
  if (parent == NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The folder “%s” is no longer there",
                   parent_path);
      return FALSE;
    }
  *waits = parent->remote_id == NULL;
  *parent_id = g_strdup (parent->remote_id);
  return TRUE;
}

static const char *
name_of (const char *path)
{
  const char *last = strrchr (path, '/');

  return last != NULL ? last + 1 : path;
}

/* In a transaction of its own: what the server knows now. */
static gboolean
note_done (const Work *work, LoftFolderWaits waited, const char *remote_id, GError **error)
{
  LoftMailStore *mail = work->replay->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if ((remote_id == NULL ||
       loft_folder_edit_set_remote_id (mail, work->folder->id, remote_id, error)) &&
      loft_folder_edit_set_waits (mail, work->folder->id, waited, 0, error))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

/* ---- kinds -------------------------------------------------------------------------------- */

/* What holds events, tasks or contacts is not made as one for mail. */
static gboolean
send_creation (const Work *work, const char *parent_id, char **folder_id, GError **error)
{
  LoftReplay *replay = work->replay;
  const LoftFolder *folder = work->folder;
  LoftFolderKinds kinds = folder->kinds & ~(LoftFolderKinds) LOFT_FOLDER_KIND_MAIL;

  if (kinds != 0)
    return loft_backend_create_collection (replay->backend, kinds, name_of (folder->path),
                                           folder->color, folder_id, replay->cancellable, error);
  return loft_backend_create_folder (replay->backend, parent_id, name_of (folder->path),
                                     folder->role, folder_id, replay->cancellable, error);
}

static gboolean
create (const Work *work, gboolean *waits, GError **error)
{
  LoftReplay *replay = work->replay;
  g_autofree char *parent_id = NULL;
  g_autofree char *folder_id = NULL;

  /* One that only leads to others (RFC 9051, 7.3.1: \NonExistent, \Noselect) is made like any. */
  if (work->folder->remote_id == NULL || !work->folder->selectable)
    {
      if (!find_parent (work, work->folder->path, &parent_id, waits, error))
        return FALSE;
      if (*waits)
        return TRUE;
      if (!send_creation (work, parent_id, &folder_id, error))
        return FALSE;
    }
  return note_done (work, LOFT_FOLDER_WAITS_CREATION, folder_id, error) &&
         loft_replay_finish (replay, work->record, error);
}

/* Another one may follow. */
static gboolean
is_renamed_again (const Work *work)
{
  g_autoptr (GPtrArray) records =
    loft_operation_store_list_for_folder (work->replay->mail, work->folder->id, NULL);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (records, i);

      if (record->id > work->record->id && strcmp (record->kind, LOFT_OPERATION_FOLDER_RENAME) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A listing may have called it by what another program made of it meanwhile. A name that is another's
 * by now is left to the next listing. */
static gboolean
show_new_path (const Work *work, GError **error)
{
  LoftMailStore *mail = work->replay->mail;
  g_autoptr (GError) failure = NULL;

  if (strcmp (work->folder->path, work->change->path) == 0 || is_renamed_again (work))
    return TRUE;
  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if (loft_folder_edit_set_path (mail, work->folder->id, work->change->path, &failure))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  if (loft_error_class (failure) != LOFT_ERROR_STORE)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
rename_folder (const Work *work, gboolean *waits, GError **error)
{
  LoftReplay *replay = work->replay;
  g_autofree char *parent_id = NULL;
  g_autofree char *new_id = NULL;

  *waits = work->folder->remote_id == NULL;
  if (*waits)
    return TRUE;
  if (!find_parent (work, work->change->path, &parent_id, waits, error))
    return FALSE;
  if (*waits)
    return TRUE;
  return loft_backend_rename_folder (replay->backend, work->folder->remote_id, parent_id,
                                     name_of (work->change->path), &new_id, replay->cancellable,
                                     error) &&
         show_new_path (work, error) &&
         note_done (work, is_renamed_again (work) ? 0 : LOFT_FOLDER_WAITS_RENAME, new_id, error) &&
         loft_replay_finish (replay, work->record, error);
}

static gboolean
remove_rows (const Work *work, GError **error)
{
  LoftMailStore *mail = work->replay->mail;
  guint n_removed = REMOVALS_STEP;

  while (n_removed == REMOVALS_STEP)
    if (!loft_folder_store_remove_some (mail, work->folder->id, REMOVALS_STEP, &n_removed, error))
      return FALSE;
  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if (loft_folder_store_remove (mail, work->folder->id, error))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

static gboolean
delete_folder (const Work *work, gboolean *waits, GError **error)
{
  LoftReplay *replay = work->replay;
  g_autoptr (GError) failure = NULL;

  if (work->folder->remote_id != NULL &&
      !loft_backend_delete_folder (replay->backend, work->folder->remote_id, replay->cancellable,
                                   &failure) &&
      !g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return loft_replay_finish (replay, work->record, error) &&
         loft_operation_queue_folder_gone (replay->mail, replay->journal, work->folder->id,
                                           error) &&
         remove_rows (work, error);
}

static gboolean
subscribe (const Work *work, gboolean *waits, GError **error)
{
  LoftReplay *replay = work->replay;

  *waits = work->folder->remote_id == NULL;
  return *waits ||
         (loft_backend_subscribe_folder (replay->backend, work->folder->remote_id,
                                         work->change->subscribed, replay->cancellable, error) &&
          loft_replay_finish (replay, work->record, error));
}

gboolean
loft_replay_folder (LoftReplay *self, LoftOperationRecord *record, gboolean *waits, GError **error)
{
  static const struct {
    const char *kind;
    gboolean (*func) (const Work *work, gboolean *waits, GError **error);
  } kinds[] = {
    { LOFT_OPERATION_FOLDER_CREATE, create },
    { LOFT_OPERATION_FOLDER_RENAME, rename_folder },
    { LOFT_OPERATION_FOLDER_DELETE, delete_folder },
    { LOFT_OPERATION_FOLDER_SUBSCRIBE, subscribe },
  };
  g_autoptr (LoftFolder) folder = loft_folder_store_get (self->mail, record->folder_id, NULL);
  g_autoptr (LoftFolderChange) change = loft_folder_change_parse (record->arguments);
  const Work work = { self, record, folder, change };

  if (folder == NULL)
    return loft_replay_finish (self, record, error);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].kind, record->kind) == 0)
      return kinds[i].func (&work, waits, error);
  *waits = TRUE;
  return TRUE;
}
