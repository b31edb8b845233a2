/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-actions-private.h"

#include <string.h>

#include "loft-account-limits.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-actions.h"
#include "loft-operation-folders.h"

/* ---- undo --------------------------------------------------------------------------------- */

static void
part_free (gpointer data)
{
  LoftMailUndoPart *part = data;

  g_object_unref (part->account);
  g_clear_object (&part->to);
  loft_undo_unref (part->undo);
  g_free (part);
}

LoftMailUndo *
loft_mail_undo_new (void)
{
  LoftMailUndo *self = g_new0 (LoftMailUndo, 1);

  self->parts = g_ptr_array_new_with_free_func (part_free);
  return self;
}

void
loft_mail_undo_add (LoftMailUndo *self, LoftMailAccount *account, LoftUndo *undo)
{
  LoftMailUndoPart *part = g_new0 (LoftMailUndoPart, 1);

  part->account = g_object_ref (account);
  part->undo = loft_undo_ref (undo);
  g_ptr_array_add (self->parts, part);
}

void
loft_mail_undo_free (LoftMailUndo *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/* A message that was marked and moved counts once: the largest part is what was done. */
guint
loft_mail_undo_get_n_messages (LoftMailUndo *self)
{
  guint most = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      LoftMailUndoPart *part = g_ptr_array_index (self->parts, i);

      most = MAX (most, loft_undo_get_n_messages (part->undo));
    }
  return most;
}

/* ---- acting ------------------------------------------------------------------------------- */

/* What the writer does, and what takes it back. */
typedef struct {
  LoftActFunc func;
  gpointer func_data;
  GDestroyNotify destroy;
  LoftUndo *undo;
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  if (act->destroy != NULL)
    act->destroy (act->func_data);
  loft_undo_unref (act->undo);
  g_free (act);
}

static void
act_job (GTask *task, LoftMailStore *store, LoftJournal *journal, const char *directory)
{
  Act *act = g_task_get_task_data (task);
  GError *error = NULL;

  if (act->func (store, journal, directory, act->undo, act->func_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What was done before a failure stays done, and is shown. */
static void
on_acted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LoftMailAccount *self = LOFT_MAIL_ACCOUNT (source);
  g_autoptr (GTask) client = user_data;
  Act *act = g_task_get_task_data (G_TASK (result));
  LoftMailUndo *undo;
  GError *error = NULL;

  loft_mail_account_follow_store (self, 0);
  if (self->started)
    loft_mail_account_send_changes_async (self, NULL, NULL, NULL);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (client, error);
      return;
    }
  undo = loft_mail_undo_new ();
  loft_mail_undo_add (undo, self, act->undo);
  g_task_return_pointer (client, undo, (GDestroyNotify) loft_mail_undo_free);
}

void
loft_mail_account_act (LoftMailAccount *self, LoftActFunc func, gpointer func_data,
                       GDestroyNotify destroy, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;
  Act *act = g_new0 (Act, 1);

  act->func = func;
  act->func_data = func_data;
  act->destroy = destroy;
  act->undo = loft_undo_new ();
  if (self->local == NULL)
    {
      act_free (act);
      g_task_return_new_error (client, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account has stopped");
      g_object_unref (client);
      return;
    }
  task = g_task_new (self, NULL, on_acted, client);
  g_task_set_task_data (task, act, act_free);
  loft_account_local_write (self->local, task, act_job);
}

LoftMailUndo *
loft_mail_account_act_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- messages ----------------------------------------------------------------------------- */

typedef struct {
  GArray *ids; /* (owned) (nullable) */
  gint64 folder_id;
  LoftFolderRole role;
  char *path; /* (owned) (nullable) */
  gboolean flag;
  LoftFlagChange *change; /* (owned) (nullable) */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_pointer (&wish->ids, g_array_unref);
  g_free (wish->path);
  loft_flag_change_free (wish->change);
  g_free (wish);
}

static Wish *
wish_new (const gint64 *message_ids, guint n_messages)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (wish->ids, message_ids, n_messages);
  return wish;
}

static const gint64 *
ids_of (const Wish *wish)
{
  return (const gint64 *) (gpointer) wish->ids->data;
}

static gboolean
act_move (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_move (store, journal, ids_of (wish), wish->ids->len, wish->folder_id, undo,
                              error);
}

void
loft_mail_account_move_async (LoftMailAccount *self, const gint64 *message_ids, guint n_messages,
                              LoftMailAccount *to, gint64 folder_id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Wish *wish;

  if (to != self)
    {
      loft_mail_account_act_across (self, message_ids, n_messages, to, folder_id, TRUE, callback,
                                    user_data);
      return;
    }
  wish = wish_new (message_ids, n_messages);
  wish->folder_id = folder_id;
  loft_mail_account_act (self, act_move, wish, wish_free, callback, user_data);
}

static gboolean
act_copy (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  const Wish *wish = user_data;
  g_autoptr (LoftAccountStore) all =
    loft_account_store_open (directory, LOFT_DATABASE_DURABLE, error);

  return all != NULL && loft_operation_copy (all, journal, ids_of (wish), wish->ids->len,
                                             wish->folder_id, undo, error);
}

static gboolean
act_refuse (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "Exchange accounts cannot copy messages, only move them");
  return FALSE;
}

void
loft_mail_account_copy_async (LoftMailAccount *self, const gint64 *message_ids, guint n_messages,
                              LoftMailAccount *to, gint64 folder_id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Wish *wish;

  if (to != self)
    {
      loft_mail_account_act_across (self, message_ids, n_messages, to, folder_id, FALSE, callback,
                                    user_data);
      return;
    }
  if (!loft_account_kind_takes_messages (self->account->kind))
    {
      loft_mail_account_act (self, act_refuse, NULL, NULL, callback, user_data);
      return;
    }
  wish = wish_new (message_ids, n_messages);
  wish->folder_id = folder_id;
  loft_mail_account_act (self, act_copy, wish, wish_free, callback, user_data);
}

static gboolean
act_move_to_role (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
                  gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_move_to_role (store, journal, ids_of (wish), wish->ids->len, wish->role,
                                      undo, error);
}

void
loft_mail_account_move_to_role_async (LoftMailAccount *self, const gint64 *message_ids,
                                      guint n_messages, LoftFolderRole role,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  Wish *wish = wish_new (message_ids, n_messages);

  wish->role = role;
  loft_mail_account_act (self, act_move_to_role, wish, wish_free, callback, user_data);
}

static gboolean
act_delete (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_delete (store, journal, ids_of (wish), wish->ids->len, undo, error);
}

void
loft_mail_account_delete_async (LoftMailAccount *self, const gint64 *message_ids, guint n_messages,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  loft_mail_account_act (self, act_delete, wish_new (message_ids, n_messages), wish_free, callback,
                         user_data);
}

static gboolean
is_flagged (LoftMailStore *store, gint64 id)
{
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (store, id, NULL);

  return state != NULL && (state->flags & LOFT_FLAG_FLAGGED) != 0;
}

static void
keep_flagged (const Wish *wish, LoftMailStore *store)
{
  for (guint i = wish->ids->len; i > 0; i--)
    if (!is_flagged (store, g_array_index (wish->ids, gint64, i - 1)))
      g_array_remove_index (wish->ids, i - 1);
}

static gboolean
act_mark (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  if (wish->flag)
    keep_flagged (wish, store);
  if (wish->ids->len == 0)
    return TRUE;
  return loft_operation_change_flags (store, journal, ids_of (wish), wish->ids->len, wish->change,
                                      undo, error);
}

void
loft_mail_account_mark_async (LoftMailAccount *self, const gint64 *message_ids, guint n_messages,
                              const LoftMailMark *mark, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  Wish *wish = wish_new (message_ids, n_messages);

  wish->change =
    loft_flag_change_new (mark->add, mark->remove, mark->add_keywords, mark->remove_keywords);
  wish->flag = mark->only_flagged;
  loft_mail_account_act (self, act_mark, wish, wish_free, callback, user_data);
}

/* ---- all that is in a folder -------------------------------------------------------------- */

static Wish *
wish_for_folder (gint64 folder_id)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->folder_id = folder_id;
  return wish;
}

static gboolean
act_empty (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
           gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_empty_folder (store, journal, wish->folder_id, undo, error);
}

void
loft_mail_account_empty_folder_async (LoftMailAccount *self, gint64 folder_id,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  loft_mail_account_act (self, act_empty, wish_for_folder (folder_id), wish_free, callback,
                         user_data);
}

static gboolean
act_mark_read (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
               gpointer user_data, GError **error)
{
  const Wish *wish = user_data;
  g_autoptr (LoftFlagChange) change = loft_flag_change_new (LOFT_FLAG_SEEN, 0, NULL, NULL);
  g_autoptr (GArray) ids =
    loft_mail_store_list_ids (store, wish->folder_id, G_MAXINT, 0, NULL, error);

  return ids != NULL &&
         loft_operation_change_flags (store, journal, (const gint64 *) (gpointer) ids->data,
                                      ids->len, change, undo, error);
}

void
loft_mail_account_mark_folder_read_async (LoftMailAccount *self, gint64 folder_id,
                                          GAsyncReadyCallback callback, gpointer user_data)
{
  loft_mail_account_act (self, act_mark_read, wish_for_folder (folder_id), wish_free, callback,
                         user_data);
}

/* ---- folders ------------------------------------------------------------------------------ */

/* An account whose inbox is on no server has no other folders there. */
static gboolean
is_only_here (LoftMailStore *store)
{
  g_autoptr (LoftFolder) inbox = loft_folder_store_find (store, "INBOX", NULL);

  return inbox != NULL && inbox->remote_id == NULL;
}

static gboolean
act_create (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Wish *wish = user_data;
  gint64 folder_id = 0;

  return loft_operation_create_folder (store, journal, wish->path, LOFT_FOLDER_ROLE_NONE,
                                       is_only_here (store), &folder_id, undo, error);
}

/* Where there is no mail, a folder is a calendar; it is one from the first moment on, not when the server has
 * told so. It has no levels. */
static gboolean
act_create_calendar (LoftMailStore *store, LoftJournal *journal, const char *directory,
                     LoftUndo *undo, gpointer user_data, GError **error)
{
  const Wish *wish = user_data;
  gint64 folder_id = 0;

  if (strchr (wish->path, '/') == NULL)
    return loft_operation_create_collection (store, journal, wish->path, LOFT_FOLDER_KIND_EVENTS,
                                             FALSE, &folder_id, undo, error);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "A calendar needs a name without “/”");
  return FALSE;
}

void
loft_mail_account_create_folder_async (LoftMailAccount *self, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  const char *kind = loft_mail_account_get_account (self)->kind;
  gboolean calendar =
    loft_account_kind_has_collections (kind) && !loft_account_kind_has_mail (kind);
  Wish *wish = wish_for_folder (0);

  wish->path = g_strdup (path);
  loft_mail_account_act (self, calendar ? act_create_calendar : act_create, wish, wish_free,
                         callback, user_data);
}

static gboolean
act_rename (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_rename_folder (store, journal, wish->folder_id, wish->path, undo, error);
}

void
loft_mail_account_rename_folder_async (LoftMailAccount *self, gint64 folder_id, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  Wish *wish = wish_for_folder (folder_id);

  wish->path = g_strdup (path);
  loft_mail_account_act (self, act_rename, wish, wish_free, callback, user_data);
}

static gboolean
act_delete_folder (LoftMailStore *store, LoftJournal *journal, const char *directory,
                   LoftUndo *undo, gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_delete_folder (store, journal, wish->folder_id, undo, error);
}

void
loft_mail_account_delete_folder_async (LoftMailAccount *self, gint64 folder_id,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  loft_mail_account_act (self, act_delete_folder, wish_for_folder (folder_id), wish_free, callback,
                         user_data);
}

static gboolean
act_subscribe (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
               gpointer user_data, GError **error)
{
  const Wish *wish = user_data;

  return loft_operation_subscribe_folder (store, journal, wish->folder_id, wish->flag, undo, error);
}

void
loft_mail_account_subscribe_folder_async (LoftMailAccount *self, gint64 folder_id,
                                          gboolean subscribed, GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  Wish *wish = wish_for_folder (folder_id);

  wish->flag = subscribed;
  loft_mail_account_act (self, act_subscribe, wish, wish_free, callback, user_data);
}

/* ---- taking back -------------------------------------------------------------------------- */

static gboolean
act_undo (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
          gpointer user_data, GError **error)
{
  return loft_undo_run (user_data, store, journal, error);
}

static void run_last_part (GTask *client);

static LoftMailUndoPart *
last_part (GTask *client)
{
  LoftMailUndo *undo = g_task_get_task_data (client);

  return g_ptr_array_index (undo->parts, undo->parts->len - 1);
}

static void
end_undo (GTask *client, GError *error)
{
  if (error != NULL)
    g_task_return_error (client, error);
  else
    g_task_return_boolean (client, TRUE);
  g_object_unref (client);
}

/* The rest of the same part follows. */
static void
on_part_returned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  GError *error = NULL;
  g_autoptr (LoftMailUndo) unused =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (unused != NULL)
    run_last_part (client);
  else
    end_undo (client, error);
}

static void
on_part_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *client = user_data;
  LoftMailUndo *undo = g_task_get_task_data (client);
  LoftMailUndoPart *part = last_part (client);
  GError *error = NULL;
  GError *failure = NULL;
  g_autoptr (LoftMailUndo) unused =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (unused != NULL)
    {
      g_ptr_array_set_size (undo->parts, (gint) undo->parts->len - 1);
      run_last_part (client);
      return;
    }
  if (part->to != NULL && g_error_matches (error, LOFT_ERROR, LOFT_ERROR_GONE) &&
      loft_mail_undo_part_return (part, on_part_returned, client, &failure))
    {
      g_error_free (error);
      return;
    }
  if (failure != NULL)
    g_error_free (g_steal_pointer (&error));
  end_undo (client, failure != NULL ? failure : error);
}

static void
run_last_part (GTask *client)
{
  LoftMailUndo *undo = g_task_get_task_data (client);
  LoftMailUndoPart *part;

  if (undo->parts->len == 0)
    {
      end_undo (client, NULL);
      return;
    }
  part = last_part (client);
  loft_mail_account_act (part->account, act_undo, loft_undo_ref (part->undo),
                         (GDestroyNotify) loft_undo_unref, on_part_undone, client);
}

void
loft_mail_undo_run_async (LoftMailUndo *undo, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_task_data (client, undo, (GDestroyNotify) loft_mail_undo_free);
  run_last_part (client);
}

gboolean
loft_mail_undo_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
