/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-making.h"

#include "loft-folder-store.h"
#include "loft-mail-actions-private.h"
#include "loft-operation-folders.h"

/* Held by the writer's job and by what waits for it. */
typedef struct {
  LoftFolderRole role;
  char *path; /* (nullable) */
  gint64 folder_id; /* out */
  LoftMailUndo *undo; /* out */
} Making;

static void
making_clear (gpointer data)
{
  Making *making = data;

  g_free (making->path);
  g_clear_pointer (&making->undo, loft_mail_undo_free);
}

static void
making_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, making_clear);
}

/* As where the inbox is: an account without a server has no folders there. */
static gboolean
is_only_here (LoftMailStore *store)
{
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (store, "INBOX", NULL);

  return inbox != NULL && inbox->remote_id == NULL;
}

static gboolean
find_or_make (LoftMailStore *store, LoftJournal *journal, const char *path, gint64 *folder_id,
              LoftUndo *undo, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_find (store, path, NULL);

  if (folder == NULL || !folder->selectable || (folder->waits & LOFT_FOLDER_WAITS_DELETION))
    return loft_operation_create_folder (store, journal, path, LOFT_FOLDER_ROLE_NONE,
                                         is_only_here (store), folder_id, undo, error);
  *folder_id = folder->id;
  return TRUE;
}

static gboolean
act_make (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  Making *making = user_data;
  g_autoptr (LoftFolder) top = NULL;
  g_autofree char *path = NULL;

  if (making->role == LOFT_FOLDER_ROLE_NONE)
    return find_or_make (store, journal, making->path, &making->folder_id, undo, error);
  if (!loft_operation_ensure_role (store, journal, making->role, &making->folder_id, undo, error))
    return FALSE;
  if (making->path == NULL)
    return TRUE;
  top = loft_folder_store_get (store, making->folder_id, error);
  if (top == NULL)
    return FALSE;
  path = g_strdup_printf ("%s/%s", top->path, making->path);
  return find_or_make (store, journal, path, &making->folder_id, undo, error);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  Making *making = g_task_get_task_data (client);
  GError *error = NULL;

  making->undo = loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);
  if (making->undo != NULL)
    g_task_return_int (client, (gssize) making->folder_id);
  else
    g_task_return_error (client, error);
}

void
loft_folder_making_run_async (LoftMailAccount *account, LoftFolderRole role, const char *path,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (account, NULL, callback, user_data);
  Making *making = g_atomic_rc_box_new0 (Making);

  making->role = role;
  making->path = g_strdup (path);
  g_task_set_task_data (client, making, making_release);
  loft_mail_account_act (account, act_make, g_atomic_rc_box_acquire (making), making_release,
                         on_made, client);
}

gint64
loft_folder_making_run_finish (LoftMailAccount *account, GAsyncResult *result, LoftMailUndo **undo,
                               GError **error)
{
  Making *making = g_task_get_task_data (G_TASK (result));
  gssize folder_id = g_task_propagate_int (G_TASK (result), error);

  if (folder_id <= 0)
    return 0;
  if (undo != NULL)
    *undo = g_steal_pointer (&making->undo);
  return folder_id;
}
