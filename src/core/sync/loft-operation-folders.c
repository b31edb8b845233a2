/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-folders.h"

#include <string.h>

#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-operation-step.h"

typedef struct {
  LoftFolder *folder; /* (owned) (nullable) */
  const LoftFolderChange *change;
  LoftFolderRole role;
  gboolean only_here;
  LoftFolderKinds kinds; /* 0: mail */
} Work;

static void
work_clear (Work *work)
{
  g_clear_pointer (&work->folder, loft_folder_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
is_only_here (const LoftFolder *folder)
{
  return folder->remote_id == NULL && !(folder->waits & LOFT_FOLDER_WAITS_CREATION);
}

/* No server is told of it: the record names no folder then. */
static void
name_folder (LoftOperationRecord *record, const Work *work)
{
  record->folder_id = is_only_here (work->folder) ? 0 : work->folder->id;
}

static gboolean
make (LoftMailStore *store, LoftJournal *journal, const char *kind, Work *work,
      LoftOperationApplyFunc apply, gint64 *folder_id, LoftUndo *undo, GError **error)
{
  g_autofree char *arguments = loft_folder_change_format (work->change);
  g_autoptr (LoftOperationRecord) record =
    loft_operation_step_record (kind, work->folder != NULL ? work->folder->id : 0, arguments);

  if (!loft_operation_step_make (store, journal, record, apply, work, undo, error))
    return FALSE;
  if (folder_id != NULL)
    *folder_id = work->folder->id;
  return TRUE;
}

static gboolean
refuse (const LoftFolder *folder, const char *reason, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The folder “%s” %s", folder->path, reason);
  return FALSE;
}

/* ---- create ------------------------------------------------------------------------------- */

/* It only leads to others as yet; *id 0: there is no such folder. */
static gboolean
find_bare (LoftMailStore *store, const Work *work, gint64 *id)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (store, work->change->path, NULL);

  *id = folder != NULL && !folder->selectable && folder->remote_id != NULL &&
            !(folder->waits & LOFT_FOLDER_WAITS_DELETION)
          ? folder->id
          : 0;
  return *id != 0;
}

static gboolean
add_folder (LoftMailStore *store, const Work *work, gint64 *id, GError **error)
{
  LoftFolderWaits waits = work->only_here ? LOFT_FOLDER_WAITS_NOTHING : LOFT_FOLDER_WAITS_CREATION;

  if (find_bare (store, work, id))
    return loft_folder_edit_set_waits (store, *id, LOFT_FOLDER_WAITS_CREATION, waits, error);
  return loft_folder_edit_add (store, work->change->path, work->role, waits, id, error) &&
         (work->kinds == 0 || loft_folder_edit_set_kinds (store, *id, work->kinds, error));
}

static gboolean
apply_create (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
              GError **error)
{
  Work *work = user_data;
  gint64 id = 0;

  if (!add_folder (store, work, &id, error))
    return FALSE;
  work->folder = loft_folder_store_get (store, id, error);
  if (work->folder == NULL)
    return FALSE;
  record->folder_id = id;
  loft_undo_set_folder (undo, work->folder->id, work->change);
  name_folder (record, work);
  return TRUE;
}

static gboolean
create_one (LoftMailStore *store, LoftJournal *journal, const char *path, LoftFolderRole role,
            gboolean only_here, gint64 *folder_id, LoftUndo *undo, GError **error)
{
  const LoftFolderChange change = { (char *) path, NULL, TRUE };
  g_auto (Work) work = { NULL, &change, role, only_here };

  return make (store, journal, LOFT_OPERATION_FOLDER_CREATE, &work, apply_create, folder_id, undo,
               error);
}

static gboolean
has_folder (LoftMailStore *store, const char *path)
{
  const char *name = g_ascii_strcasecmp (path, "INBOX") == 0 ? "INBOX" : path;
  g_autoptr (LoftFolder) folder = loft_folder_store_find (store, name, NULL);

  return folder != NULL;
}

/* Each is an operation of its own, since what stands between the levels is the server's matter. */
static gboolean
create_parents (LoftMailStore *store, LoftJournal *journal, const char *path, gboolean only_here,
                LoftUndo *undo, GError **error)
{
  for (const char *end = strchr (path, '/'); end != NULL; end = strchr (end + 1, '/'))
    {
      g_autofree char *parent = g_strndup (path, (gsize) (end - path));

      if (!has_folder (store, parent) &&
          !create_one (store, journal, parent, LOFT_FOLDER_ROLE_NONE, only_here, NULL, undo, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
loft_operation_create_folder (LoftMailStore *store, LoftJournal *journal, const char *path,
                              LoftFolderRole role, gboolean only_here, gint64 *folder_id,
                              LoftUndo *undo, GError **error)
{
  return loft_folder_edit_check_name (path, error) &&
         create_parents (store, journal, path, only_here, undo, error) &&
         create_one (store, journal, path, role, only_here, folder_id, undo, error);
}

gboolean
loft_operation_create_folder_here (LoftMailStore *store, LoftJournal *journal, const char *name,
                                   LoftFolderRole role, gint64 *folder_id, LoftUndo *undo,
                                   GError **error)
{
  g_autofree char *path = g_strdup (name);

  for (guint number = 2; has_folder (store, path); number++)
    {
      g_free (path);
      path = g_strdup_printf ("%s (%u)", name, number);
    }
  return loft_operation_create_folder (store, journal, path, role, TRUE, folder_id, undo, error);
}

gboolean
loft_operation_create_collection (LoftMailStore *store, LoftJournal *journal, const char *name,
                                  LoftFolderKinds kinds, gboolean only_here, gint64 *folder_id,
                                  LoftUndo *undo, GError **error)
{
  const LoftFolderChange change = { (char *) name, NULL, TRUE };
  g_auto (Work) work = { NULL, &change, LOFT_FOLDER_ROLE_NONE, only_here, kinds };

  return loft_folder_edit_check_name (name, error) &&
         make (store, journal, LOFT_OPERATION_FOLDER_CREATE, &work, apply_create, folder_id, undo,
               error);
}

/* ---- rename ------------------------------------------------------------------------------- */

static gboolean
apply_rename (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
              GError **error)
{
  Work *work = user_data;

  loft_undo_set_folder (undo, work->folder->id, work->change);
  name_folder (record, work);
  return loft_folder_edit_set_path (store, work->folder->id, work->change->path, error) &&
         (is_only_here (work->folder) ||
          loft_folder_edit_set_waits (store, work->folder->id, LOFT_FOLDER_WAITS_RENAME,
                                      LOFT_FOLDER_WAITS_RENAME, error));
}

gboolean
loft_operation_rename_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                              const char *path, LoftUndo *undo, GError **error)
{
  LoftFolderChange change = { (char *) path, NULL, FALSE };
  g_auto (Work) work = { loft_folder_store_get (store, folder_id, error), &change };

  if (work.folder == NULL)
    return FALSE;
  if (strcmp (work.folder->path, "INBOX") == 0)
    return refuse (work.folder, "cannot have another name", error);
  change.old_path = work.folder->path;
  return strcmp (path, work.folder->path) == 0 ||
         make (store, journal, LOFT_OPERATION_FOLDER_RENAME, &work, apply_rename, NULL, undo,
               error);
}

/* ---- delete ------------------------------------------------------------------------------- */

static gboolean
apply_delete (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo, gpointer user_data,
              GError **error)
{
  Work *work = user_data;

  loft_undo_set_folder (undo, work->folder->id, work->change);
  name_folder (record, work);
  if (is_only_here (work->folder))
    return loft_folder_store_remove (store, work->folder->id, error);
  return loft_folder_edit_set_waits (store, work->folder->id, LOFT_FOLDER_WAITS_DELETION,
                                     LOFT_FOLDER_WAITS_DELETION, error);
}

gboolean
loft_operation_delete_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                              LoftUndo *undo, GError **error)
{
  LoftFolderChange change = { NULL };
  g_auto (Work) work = { loft_folder_store_get (store, folder_id, error), &change };
  gboolean has_children = FALSE;

  if (work.folder == NULL ||
      !loft_folder_edit_has_children (store, folder_id, &has_children, error))
    return FALSE;
  if (strcmp (work.folder->path, "INBOX") == 0)
    return refuse (work.folder, "cannot be deleted", error);
  if (has_children)
    return refuse (work.folder, "has folders in it", error);
  if (is_only_here (work.folder) && work.folder->total > 0)
    return refuse (work.folder, "is not empty", error);
  change.path = work.folder->path;
  return make (store, journal, LOFT_OPERATION_FOLDER_DELETE, &work, apply_delete, NULL, undo,
               error);
}

/* ---- subscribe ---------------------------------------------------------------------------- */

static gboolean
apply_subscribe (LoftMailStore *store, LoftOperationRecord *record, LoftUndo *undo,
                 gpointer user_data, GError **error)
{
  Work *work = user_data;

  loft_undo_set_folder (undo, work->folder->id, work->change);
  name_folder (record, work);
  return loft_folder_edit_set_subscribed (store, work->folder->id, work->change->subscribed, error);
}

gboolean
loft_operation_subscribe_folder (LoftMailStore *store, LoftJournal *journal, gint64 folder_id,
                                 gboolean subscribed, LoftUndo *undo, GError **error)
{
  LoftFolderChange change = { .subscribed = subscribed };
  g_auto (Work) work = { loft_folder_store_get (store, folder_id, error), &change };

  if (work.folder == NULL)
    return FALSE;
  change.path = work.folder->path;
  return work.folder->subscribed == subscribed ||
         make (store, journal, LOFT_OPERATION_FOLDER_SUBSCRIBE, &work, apply_subscribe, NULL, undo,
               error);
}

/* ---- roles -------------------------------------------------------------------------------- */

/* English, as servers without a person's choice name them. */
static const char *
role_name (LoftFolderRole role)
{
  switch (role)
    {
    case LOFT_FOLDER_ROLE_ARCHIVE:
      return "Archive";
    case LOFT_FOLDER_ROLE_JUNK:
      return "Junk";
    case LOFT_FOLDER_ROLE_TRASH:
      return "Trash";
    case LOFT_FOLDER_ROLE_DRAFTS:
      return "Drafts";
    case LOFT_FOLDER_ROLE_SENT:
      return "Sent";
    default:
      return NULL;
    }
}

/* An account whose inbox is on no server has no other folders there. One without an inbox was never
 * listed: mail that is kept here has one from its first opening on. */
static gboolean
is_account_only_here (LoftMailStore *store)
{
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (store, "INBOX", NULL);

  return inbox != NULL && is_only_here (inbox);
}

gboolean
loft_operation_ensure_role (LoftMailStore *store, LoftJournal *journal, LoftFolderRole role,
                            gint64 *folder_id, LoftUndo *undo, GError **error)
{
  const char *name = role_name (role);

  if (!loft_folder_edit_find_role (store, role, folder_id, error))
    return FALSE;
  if (*folder_id != 0)
    return TRUE;
  if (name != NULL)
    return loft_operation_create_folder (store, journal, name, role, is_account_only_here (store),
                                         folder_id, undo, error);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "The account has no folder for %s",
               loft_folder_role_to_name (role));
  return FALSE;
}
