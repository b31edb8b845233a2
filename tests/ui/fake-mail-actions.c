/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-service-private.h"

#include "loft-category-learning.h"
#include "loft-error.h"
#include "loft-mail-actions.h"

/* Messages that go from folder to folder of a pretended account, and back. */

typedef struct {
  gint64 id;
  gint64 from; /* folder */
  gint64 to; /* 0: nowhere */
  guint position;
  char *keywords; /* (nullable) as they were: it stays where it is */
  LoftFlags flags; /* with keywords */
} Step;

struct _LoftMailUndo {
  LoftMailAccount *account;
  GArray *steps; /* of Step */
};

void
loft_mail_undo_free (LoftMailUndo *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->account);
  g_array_unref (self->steps);
  g_free (self);
}

guint
loft_mail_undo_get_n_messages (LoftMailUndo *self)
{
  return self->steps->len;
}

static void
change_lists (LoftMailAccount *self, gint64 folder_id, guint position, gint64 id, gboolean added)
{
  for (guint i = 0; i < self->lists->len; i++)
    {
      LoftMessageList *list = g_ptr_array_index (self->lists, i);

      if (list->folder_id != folder_id || list->query != NULL || list->loading)
        continue;
      if (added)
        g_array_insert_val (list->ids, position, id);
      else
        g_array_remove_index (list->ids, position);
      g_list_model_items_changed (G_LIST_MODEL (list), position, !added, added);
    }
}

static gboolean
take_out (LoftMailAccount *self, gint64 id, gint64 *folder_id, guint *position)
{
  GHashTableIter iter;
  gpointer key = NULL, value = NULL;

  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, &key, &value))
    for (guint i = 0; i < ((GArray *) value)->len; i++)
      if (g_array_index ((GArray *) value, gint64, i) == id)
        {
          *folder_id = *(gint64 *) key;
          *position = i;
          g_array_remove_index (value, i);
          change_lists (self, *folder_id, i, id, FALSE);
          fake_account_count (self, *folder_id);
          return TRUE;
        }
  return FALSE;
}

static void
put_in (LoftMailAccount *self, gint64 id, gint64 folder_id, guint position)
{
  if (folder_id == 0)
    return;
  g_array_insert_val (fake_account_get_ids (self, folder_id), position, id);
  change_lists (self, folder_id, position, id, TRUE);
  fake_account_count (self, folder_id);
}

static void
step_clear (gpointer step)
{
  g_free (((Step *) step)->keywords);
}

static LoftMailUndo *
undo_new (LoftMailAccount *account)
{
  LoftMailUndo *undo = g_new0 (LoftMailUndo, 1);

  undo->account = g_object_ref (account);
  undo->steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_array_set_clear_func (undo->steps, step_clear);
  return undo;
}

static gboolean
answer (gpointer data)
{
  GTask *task = data;

  g_task_return_pointer (task, g_steal_pointer ((LoftMailUndo **) g_task_get_task_data (task)),
                         (GDestroyNotify) loft_mail_undo_free);
  return G_SOURCE_REMOVE;
}

static void
answer_with (LoftMailAccount *self, LoftMailUndo *undo, GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_task_data (task, g_memdup2 (&undo, sizeof undo), g_free);
  g_idle_add_full (G_PRIORITY_DEFAULT, answer, task, g_object_unref);
}

/* FALSE: it is so already, or not meant. */
static gboolean
mark_one (LoftMailAccount *self, gint64 id, const LoftMailMark *mark, Step *before)
{
  LoftMessage *message = fake_account_get_message (self, id);
  LoftFlags flags = (message->flags & ~mark->remove) | mark->add;
  g_autofree char *changed =
    loft_keywords_change (message->keywords, mark->add_keywords, mark->remove_keywords);

  if ((mark->only_flagged && (message->flags & LOFT_FLAG_FLAGGED) == 0) ||
      (flags == message->flags && g_str_equal (changed, message->keywords)))
    return FALSE;
  *before = (Step){ id, 0, 0, 0, g_strdup (message->keywords), message->flags };
  fake_account_mark (self, id, flags, changed);
  return TRUE;
}

void
loft_mail_account_mark_async (LoftMailAccount *self, const gint64 *ids, guint n,
                              const LoftMailMark *mark, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  LoftMailUndo *undo = undo_new (self);

  for (guint i = 0; i < n; i++)
    {
      Step step;

      if (mark_one (self, ids[i], mark, &step))
        g_array_append_val (undo->steps, step);
    }
  answer_with (self, undo, callback, user_data);
}

static void
move_all (LoftMailAccount *self, const gint64 *ids, guint n, gint64 to,
          GAsyncReadyCallback callback, gpointer user_data)
{
  LoftMailUndo *undo = undo_new (self);

  for (guint i = 0; i < n; i++)
    {
      Step step = { ids[i], 0, to, 0, NULL, LOFT_FLAG_NONE };

      if (!take_out (self, ids[i], &step.from, &step.position))
        continue;
      put_in (self, ids[i], to, 0);
      g_array_append_val (undo->steps, step);
    }
  answer_with (self, undo, callback, user_data);
}

LoftMailUndo *
loft_mail_account_act_finish (LoftMailAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
loft_mail_undo_run_async (LoftMailUndo *undo, GAsyncReadyCallback callback, gpointer user_data)
{
  LoftMailAccount *account = undo->account;

  for (guint i = undo->steps->len; i > 0; i--)
    {
      Step step = g_array_index (undo->steps, Step, i - 1);
      gint64 folder_id;
      guint position;

      if (step.keywords != NULL)
        {
          fake_account_mark (account, step.id, step.flags, step.keywords);
          continue;
        }
      take_out (account, step.id, &folder_id, &position);
      put_in (account, step.id, step.from, step.position);
    }
  fake_finish_later (account, NULL, callback, user_data);
  loft_mail_undo_free (undo);
}

gboolean
loft_mail_undo_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
loft_mail_account_move_async (LoftMailAccount *self, const gint64 *ids, guint n,
                              LoftMailAccount *to, gint64 folder_id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  move_all (self, ids, n, folder_id, callback, user_data);
}

/* A copy would need another id: only that it was asked for is seen. */
void
loft_mail_account_copy_async (LoftMailAccount *self, const gint64 *ids, guint n,
                              LoftMailAccount *to, gint64 folder_id, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  move_all (self, ids, 0, folder_id, callback, user_data);
}

void
loft_mail_account_move_to_role_async (LoftMailAccount *self, const gint64 *ids, guint n,
                                      LoftFolderRole role, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  gint64 folder_id = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (G_LIST_MODEL (self->folders), i);

      if (loft_mail_folder_get (folder)->role == role)
        folder_id = loft_mail_folder_get (folder)->id;
    }
  move_all (self, ids, n, folder_id, callback, user_data);
}

void
loft_mail_account_delete_async (LoftMailAccount *self, const gint64 *ids, guint n,
                                GAsyncReadyCallback callback, gpointer user_data)
{
  move_all (self, ids, n, 0, callback, user_data);
}

/* Folders are made and go; undoing that is not pretended. */

void
loft_mail_account_create_folder_async (LoftMailAccount *self, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  fake_account_add_folder (self, path, LOFT_FOLDER_ROLE_NONE);
  move_all (self, NULL, 0, 0, callback, user_data);
}

void
loft_mail_account_rename_folder_async (LoftMailAccount *self, gint64 folder_id, const char *path,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  fake_account_add_folder (self, path, LOFT_FOLDER_ROLE_NONE);
  loft_mail_account_delete_folder_async (self, folder_id, callback, user_data);
}

void
loft_mail_account_delete_folder_async (LoftMailAccount *self, gint64 folder_id,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->folders)); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (G_LIST_MODEL (self->folders), i);

      if (loft_mail_folder_get (folder)->id == folder_id)
        fake_account_remove_folder (self, folder);
    }
  move_all (self, NULL, 0, 0, callback, user_data);
}

void
loft_mail_account_empty_folder_async (LoftMailAccount *self, gint64 folder_id,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  GArray *ids = fake_account_get_ids (self, folder_id);
  g_autoptr (GArray) copy = g_array_copy (ids);

  move_all (self, (const gint64 *) (gpointer) copy->data, copy->len, 0, callback, user_data);
}

void
loft_mail_account_mark_folder_read_async (LoftMailAccount *self, gint64 folder_id,
                                          GAsyncReadyCallback callback, gpointer user_data)
{
  move_all (self, NULL, 0, 0, callback, user_data);
}

/* A test says itself which categories there are. */
void
loft_category_learning_follow (LoftCategories *categories, GListModel *accounts, GObject *owner)
{
}
