/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-flag-change.h"

/* One operation names its messages; what is more goes into several. */
#define MAX_AT_ONCE 50000u

typedef struct {
  LoftFlags add;
  LoftFlags remove;
  guint n_waiting;
  GError *error; /* (owned) (nullable) the first */
} FlagChange;

static void
flag_change_free (FlagChange *change)
{
  g_clear_error (&change->error);
  g_free (change);
}

static void
end_one (GTask *task)
{
  FlagChange *change = g_task_get_task_data (task);

  if (--change->n_waiting > 0)
    return;
  if (change->error != NULL)
    g_task_return_error (task, g_steal_pointer (&change->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FlagChange *change = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!loft_mail_account_change_flags_finish (LOFT_MAIL_ACCOUNT (source), result, &error) &&
      change->error == NULL)
    change->error = g_steal_pointer (&error);
  end_one (task);
}

static void
change_group (GTask *task, LoftMessageGroup *group)
{
  FlagChange *change = g_task_get_task_data (task);
  const gint64 *ids = (const gint64 *) (gpointer) group->ids->data;

  for (guint done = 0; done < group->ids->len; done += MAX_AT_ONCE)
    {
      change->n_waiting++;
      loft_mail_account_change_flags_async (group->account, ids + done,
                                            MIN (MAX_AT_ONCE, group->ids->len - done), change->add,
                                            change->remove, NULL, NULL, NULL, on_changed,
                                            g_object_ref (task));
    }
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FlagChange *change = g_task_get_task_data (task);
  g_autoptr (GPtrArray) groups =
    loft_message_list_gather_finish (LOFT_MESSAGE_LIST (source), result, &change->error);

  for (guint i = 0; groups != NULL && i < groups->len; i++)
    change_group (task, g_ptr_array_index (groups, i));
  end_one (task);
}

static GTask *
change_new (LoftMessageList *list, LoftFlags add, LoftFlags remove, GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (list, NULL, callback, user_data);
  FlagChange *change = g_new0 (FlagChange, 1);

  change->add = add;
  change->remove = remove;
  change->n_waiting = 1;
  g_task_set_task_data (task, change, (GDestroyNotify) flag_change_free);
  return task;
}

static gboolean
is_whole (LoftFlags add, LoftFlags remove)
{
  return (add & LOFT_FLAG_SEEN) != 0 || (remove & LOFT_FLAG_FLAGGED) != 0;
}

void
loft_flag_change_async (LoftMessageList *list, const gint64 *keys, guint n_keys, LoftFlags add,
                        LoftFlags remove, GAsyncReadyCallback callback, gpointer user_data)
{
  loft_message_list_gather_async (list, keys, n_keys,
                                  is_whole (add, remove) ? LOFT_GATHER_CONVERSATIONS
                                                         : LOFT_GATHER_ROWS,
                                  NULL, on_gathered,
                                  change_new (list, add, remove, callback, user_data));
}

void
loft_flag_change_row_async (LoftMessageList *list, LoftMessageRow *row, LoftFlags add,
                            LoftFlags remove, GAsyncReadyCallback callback, gpointer user_data)
{
  gint64 key = loft_message_row_get_key (row);
  gint64 id = loft_message_row_get_id (row);

  if (is_whole (add, remove))
    loft_flag_change_async (list, &key, 1, add, remove, callback, user_data);
  else
    loft_mail_account_change_flags_async (loft_message_row_get_account (row), &id, 1, add, remove,
                                          NULL, NULL, NULL, on_changed,
                                          change_new (list, add, remove, callback, user_data));
}

gboolean
loft_flag_change_finish (LoftMessageList *list, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
