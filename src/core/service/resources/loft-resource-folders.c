/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resource-folders.h"

#include <string.h>

#include "loft-error.h"
#include "loft-folder-edit.h"
#include "loft-folder-store.h"
#include "loft-local-account.h"
#include "loft-mail-actions-private.h"
#include "loft-operation-folders.h"

typedef struct {
  gatomicrefcount ref_count;
  char *name;
  LoftFolderKinds kinds;
  gint64 folder_id;
} Wish;

static Wish *
wish_new (const char *name)
{
  Wish *wish = g_new0 (Wish, 1);

  g_atomic_ref_count_init (&wish->ref_count);
  wish->name = g_strdup (name);
  return wish;
}

static Wish *
wish_ref (Wish *wish)
{
  g_atomic_ref_count_inc (&wish->ref_count);
  return wish;
}

static void
wish_unref (gpointer data)
{
  Wish *wish = data;

  if (!g_atomic_ref_count_dec (&wish->ref_count))
    return;
  g_free (wish->name);
  g_free (wish);
}

/* A level of its own would be another folder's. */
static gboolean
check_name (const char *name, GError **error)
{
  if (strchr (name, '/') == NULL)
    return loft_folder_edit_check_name (name, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "A name has no “/” in it");
  return FALSE;
}

static gboolean
add (LoftMailStore *store, Wish *wish, GError **error)
{
  return loft_folder_edit_add (store, wish->name, LOFT_FOLDER_ROLE_NONE, LOFT_FOLDER_WAITS_NOTHING,
                               &wish->folder_id, error) &&
         loft_folder_edit_set_kinds (store, wish->folder_id, wish->kinds, error);
}

static gboolean
act_create (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *unused,
            gpointer user_data, GError **error)
{
  Wish *wish = user_data;

  if (!check_name (wish->name, error) || !loft_mail_store_begin (store, error))
    return FALSE;
  if (add (store, wish, error))
    return loft_mail_store_commit (store, error);
  loft_mail_store_rollback (store);
  return FALSE;
}

static gboolean
act_rename (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Wish *wish = user_data;
  g_autoptr (LoftFolder) folder = loft_folder_store_get (store, wish->folder_id, error);
  const char *level = folder != NULL ? strrchr (folder->path, '/') : NULL;
  g_autofree char *parent =
    level != NULL ? g_strndup (folder->path, (gsize) (level - folder->path)) : NULL;
  g_autofree char *path =
    parent != NULL ? g_strjoin ("/", parent, wish->name, NULL) : g_strdup (wish->name);

  return folder != NULL && check_name (wish->name, error) &&
         loft_operation_rename_folder (store, journal, wish->folder_id, path, undo, error);
}

/* ------------------------------------------------------------------------------------------- */

static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  GError *error = NULL;
  LoftMailUndo *undo = loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo == NULL)
    {
      g_task_return_error (client, error);
      return;
    }
  loft_mail_undo_free (undo);
  g_task_return_boolean (client, TRUE);
}

/* wish: (transfer full) */
static void
act (LoftMailAccount *account, LoftActFunc func, Wish *wish, GAsyncReadyCallback callback,
     gpointer user_data)
{
  GTask *client = g_task_new (account, NULL, callback, user_data);

  g_task_set_task_data (client, wish, wish_unref);
  loft_mail_account_act (account, func, wish_ref (wish), wish_unref, on_acted, client);
}

void
loft_resource_folders_create_async (LoftMailAccount *account, const char *name,
                                    LoftFolderKinds kinds, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  Wish *wish;

  if (!loft_local_account_is (loft_mail_account_get_account (account)))
    {
      g_task_report_new_error (account, callback, user_data, NULL, LOFT_ERROR, LOFT_ERROR_REFUSED,
                               "Only on this computer");
      return;
    }
  wish = wish_new (name);
  wish->kinds = kinds;
  act (account, act_create, wish, callback, user_data);
}

gint64
loft_resource_folders_create_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  Wish *wish = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? wish->folder_id : 0;
}

void
loft_resource_folders_rename_async (LoftMailAccount *account, gint64 folder_id, const char *name,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  Wish *wish = wish_new (name);

  wish->folder_id = folder_id;
  act (account, act_rename, wish, callback, user_data);
}

gboolean
loft_resource_folders_rename_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
