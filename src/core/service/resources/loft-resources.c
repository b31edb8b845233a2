/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-resources.h"

#include "loft-folder-store.h"
#include "loft-mail-actions-private.h"
#include "loft-mail-reader-private.h"
#include "loft-resource-edit.h"
#include "loft-scheduling-store.h"

/* ---- reading ------------------------------------------------------------------------------ */

static int
compare_folders (gconstpointer a, gconstpointer b)
{
  return loft_folder_compare (*(LoftFolder *const *) a, *(LoftFolder *const *) b);
}

GPtrArray *
loft_resources_list_folders (LoftMailAccount *account, LoftFolderKinds kinds, GError **error)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, error);
  GPtrArray *folders =
    reader != NULL
      ? loft_folder_store_list_kinds (loft_mail_reader_current_store (reader)->mail, kinds, error)
      : NULL;

  for (guint i = folders != NULL ? folders->len : 0; i > 0; i--)
    if (((LoftFolder *) g_ptr_array_index (folders, i - 1))->waits & LOFT_FOLDER_WAITS_DELETION)
      g_ptr_array_remove_index_fast (folders, i - 1);
  if (folders != NULL)
    g_ptr_array_sort (folders, compare_folders);
  return folders;
}

gboolean
loft_resources_lack_files (LoftMailAccount *account)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  g_autofree char *lacks = NULL;

  return reader != NULL &&
         loft_mail_store_get_word (loft_mail_reader_current_store (reader)->mail,
                                   LOFT_SERVER_LACKS_FILES, &lacks, NULL) &&
         *lacks != '\0';
}

guint64
loft_resources_count (LoftMailAccount *account, LoftFolderKinds kind)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, NULL);
  guint64 n = 0;

  if (reader != NULL)
    loft_resource_store_count (loft_mail_reader_current_store (reader)->mail, kind, &n, NULL);
  return n;
}

GBytes *
loft_resources_get_raw (LoftMailAccount *account, gint64 resource_id, gint64 *folder_id,
                        GError **error)
{
  LoftMailReader *reader = loft_mail_account_get_reader (account, error);
  g_autoptr (LoftResource) resource =
    reader != NULL
      ? loft_resource_store_get (loft_mail_reader_current_store (reader)->mail, resource_id, error)
      : NULL;

  if (resource == NULL)
    return NULL;
  if (resource->removed)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "It was deleted");
      return NULL;
    }
  if (folder_id != NULL)
    *folder_id = resource->folder_id;
  return g_bytes_ref (resource->raw);
}

/* ---- acting ------------------------------------------------------------------------------- */

struct _LoftResourceUndo {
  gatomicrefcount ref_count;
  LoftMailAccount *account; /* (owned) */
  GArray *edits; /* of LoftResourceEdit */
  GPtrArray *messages; /* (owned) (nullable) of LoftSchedulingMessage */
};

static LoftResourceUndo *
undo_new (LoftMailAccount *account)
{
  LoftResourceUndo *self = g_new0 (LoftResourceUndo, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->account = g_object_ref (account);
  self->edits = g_array_new (FALSE, TRUE, sizeof (LoftResourceEdit));
  g_array_set_clear_func (self->edits, (GDestroyNotify) loft_resource_edit_clear);
  return self;
}

LoftResourceUndo *
loft_resource_undo_ref (LoftResourceUndo *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
loft_resource_undo_unref (LoftResourceUndo *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->account);
  g_array_unref (self->edits);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_free (self);
}

static LoftResourceEdit *
edits_of (LoftResourceUndo *self)
{
  return (LoftResourceEdit *) (gpointer) self->edits->data;
}

static gboolean
act_edit (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *unused,
          gpointer user_data, GError **error)
{
  LoftResourceUndo *self = user_data;

  return loft_resource_edit_telling (store, journal, directory, edits_of (self), self->edits->len,
                                     self->messages, error);
}

static gboolean
act_undo (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *unused,
          gpointer user_data, GError **error)
{
  LoftResourceUndo *self = user_data;

  for (guint i = 0; self->messages != NULL && i < self->messages->len; i++)
    if (!loft_scheduling_store_remove (
          store, ((LoftSchedulingMessage *) g_ptr_array_index (self->messages, i))->uuid, error))
      return FALSE;
  return loft_resource_edit_undo (store, journal, directory, edits_of (self), self->edits->len,
                                  error);
}

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

static void
act (LoftResourceUndo *self, LoftActFunc func, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self->account, NULL, callback, user_data);

  g_task_set_task_data (client, loft_resource_undo_ref (self),
                        (GDestroyNotify) loft_resource_undo_unref);
  loft_mail_account_act (self->account, func, loft_resource_undo_ref (self),
                         (GDestroyNotify) loft_resource_undo_unref, on_acted, client);
}

void
loft_resources_act_async (LoftMailAccount *account, const LoftResourceWish *wishes, guint n,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  loft_resources_act_telling_async (account, wishes, n, NULL, callback, user_data);
}

GPtrArray *
loft_resource_undo_get_messages (LoftResourceUndo *self)
{
  return self->messages;
}

void
loft_resources_act_telling_async (LoftMailAccount *account, const LoftResourceWish *wishes, guint n,
                                  GPtrArray *messages, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (LoftResourceUndo) undo = undo_new (account);

  if (messages != NULL)
    undo->messages = g_ptr_array_ref (messages);

  for (guint i = 0; i < n; i++)
    {
      LoftResourceEdit edit = { wishes[i].resource_id, wishes[i].folder_id };

      if (wishes[i].raw != NULL)
        edit.raw = g_bytes_ref (wishes[i].raw);
      g_array_append_val (undo->edits, edit);
    }
  act (undo, act_edit, callback, user_data);
}

gboolean
loft_resources_act_finish (LoftMailAccount *account, GAsyncResult *result, gint64 *resource_id,
                           LoftResourceUndo **undo, GError **error)
{
  LoftResourceUndo *done = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (resource_id != NULL)
    *resource_id = done->edits->len > 0 ? edits_of (done)->resource_id : 0;
  if (undo != NULL)
    *undo = loft_resource_undo_ref (done);
  return TRUE;
}

void
loft_resources_undo_async (LoftResourceUndo *undo, GAsyncReadyCallback callback, gpointer user_data)
{
  act (undo, act_undo, callback, user_data);
}

/* ---- folders ------------------------------------------------------------------------------ */

static LoftMailStore *
open_store (LoftMailAccount *account, GError **error)
{
  g_autofree char *path =
    g_build_filename (loft_mail_account_get_directory (account), "store.db", NULL);

  return loft_mail_store_open (path, LOFT_DATABASE_DURABLE, error);
}

gboolean
loft_resources_set_folder_shown (LoftMailAccount *account, gint64 folder_id, gboolean shown,
                                 GError **error)
{
  g_autoptr (LoftMailStore) store = open_store (account, error);

  if (store == NULL || !loft_folder_store_set_shown (store, folder_id, shown, error))
    return FALSE;
  loft_mail_account_follow_store (account, folder_id);
  return TRUE;
}

gboolean
loft_resources_set_folder_color (LoftMailAccount *account, gint64 folder_id, const char *color,
                                 GError **error)
{
  g_autoptr (LoftMailStore) store = open_store (account, error);

  if (store == NULL || !loft_folder_store_set_color (store, folder_id, color, error))
    return FALSE;
  loft_mail_account_follow_store (account, folder_id);
  return TRUE;
}
