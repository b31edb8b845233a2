/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-message-move.h"

#include "loft-account-limits.h"

/* One operation names its messages; what is more goes into several. */
#define MAX_AT_ONCE 50000u

/* ---- taking back -------------------------------------------------------------------------- */

struct _LoftMoveUndo {
  GPtrArray *parts; /* of LoftMailUndo, as they were made */
  gboolean is_final;
};

LoftMoveUndo *
loft_move_undo_new (LoftMailUndo *part)
{
  LoftMoveUndo *self = g_new0 (LoftMoveUndo, 1);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_mail_undo_free);
  if (part != NULL)
    g_ptr_array_add (self->parts, part);
  return self;
}

void
loft_move_undo_add (LoftMoveUndo *self, LoftMailUndo *part)
{
  g_ptr_array_add (self->parts, part);
}

void
loft_move_undo_free (LoftMoveUndo *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->parts);
  g_free (self);
}

guint
loft_move_undo_get_n_messages (LoftMoveUndo *self)
{
  guint n_messages = 0;

  for (guint i = 0; i < self->parts->len; i++)
    n_messages += loft_mail_undo_get_n_messages (g_ptr_array_index (self->parts, i));
  return n_messages;
}

gboolean
loft_move_undo_is_final (LoftMoveUndo *self)
{
  return self->is_final;
}

/* The last part first; each waits for the one before. */
static void run_next (GTask *task);

static void
on_part_undone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (loft_mail_undo_run_finish (result, &error))
    {
      run_next (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
run_next (GTask *task)
{
  LoftMoveUndo *self = g_task_get_task_data (task);

  if (self->parts->len > 0)
    {
      loft_mail_undo_run_async (g_ptr_array_steal_index (self->parts, self->parts->len - 1),
                                on_part_undone, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
loft_move_undo_run_async (LoftMoveUndo *undo, GObject *source, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (source, NULL, callback, user_data);

  g_task_set_task_data (task, undo, (GDestroyNotify) loft_move_undo_free);
  run_next (task);
}

gboolean
loft_move_undo_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- moving ------------------------------------------------------------------------------- */

typedef struct {
  LoftMove move;
  char *add_keywords; /* (owned) (nullable) */
  char *remove_keywords; /* (owned) (nullable) */
  LoftMoveUndo *undo; /* (owned) (nullable) after it was returned */
  guint n_waiting;
  GError *error; /* (owned) (nullable) the first */
} Moving;

static void
moving_free (Moving *moving)
{
  g_clear_object (&moving->move.account);
  g_free (moving->add_keywords);
  g_free (moving->remove_keywords);
  g_clear_pointer (&moving->undo, loft_move_undo_free);
  g_clear_error (&moving->error);
  g_free (moving);
}

static void
end_one (GTask *task)
{
  Moving *moving = g_task_get_task_data (task);

  if (--moving->n_waiting == 0)
    g_task_return_boolean (task, TRUE);
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Moving *moving = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftMailUndo) undo =
    loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo != NULL && loft_mail_undo_get_n_messages (undo) > 0)
    g_ptr_array_add (moving->undo->parts, g_steal_pointer (&undo));
  if (error != NULL && moving->error == NULL)
    moving->error = g_steal_pointer (&error);
  end_one (task);
}

static gboolean
takes_messages (LoftMailAccount *account)
{
  return loft_account_kind_takes_messages (loft_mail_account_get_account (account)->kind);
}

static void
move_some (GTask *task, LoftMailAccount *account, const gint64 *ids, guint n_ids)
{
  Moving *moving = g_task_get_task_data (task);
  const LoftMove *move = &moving->move;

  moving->n_waiting++;
  switch (move->kind)
    {
    case LOFT_MOVE_TO_FOLDER:
      if (account != move->account && !takes_messages (account))
        moving->undo->is_final = TRUE;
      loft_mail_account_move_async (account, ids, n_ids, move->account, move->folder_id, on_moved,
                                    g_object_ref (task));
      break;
    case LOFT_MOVE_COPY:
      loft_mail_account_copy_async (account, ids, n_ids, move->account, move->folder_id, on_moved,
                                    g_object_ref (task));
      break;
    case LOFT_MOVE_TO_ROLE:
      loft_mail_account_move_to_role_async (account, ids, n_ids, move->role, on_moved,
                                            g_object_ref (task));
      break;
    case LOFT_MOVE_MARK:
    case LOFT_MOVE_MARK_NEWEST:
      loft_mail_account_mark_async (account, ids, n_ids, &move->mark, on_moved,
                                    g_object_ref (task));
      break;
    case LOFT_MOVE_DELETE:
    default:
      loft_mail_account_delete_async (account, ids, n_ids, on_moved, g_object_ref (task));
      break;
    }
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Moving *moving = g_task_get_task_data (task);
  g_autoptr (GPtrArray) groups =
    loft_message_list_gather_finish (LOFT_MESSAGE_LIST (source), result, &moving->error);

  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      LoftMessageGroup *group = g_ptr_array_index (groups, i);
      const gint64 *ids = (const gint64 *) (gpointer) group->ids->data;

      for (guint done = 0; done < group->ids->len; done += MAX_AT_ONCE)
        move_some (task, group->account, ids + done, MIN (MAX_AT_ONCE, group->ids->len - done));
    }
  end_one (task);
}

static LoftGatherScope
gather_for (LoftMoveKind kind)
{
  switch (kind)
    {
    case LOFT_MOVE_MARK:
      return LOFT_GATHER_CONVERSATIONS;
    case LOFT_MOVE_MARK_NEWEST:
      return LOFT_GATHER_ROWS;
    default:
      return LOFT_GATHER_HERE;
    }
}

void
loft_message_move_async (LoftMessageList *list, const gint64 *keys, guint n_keys,
                         const LoftMove *move, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (list, NULL, callback, user_data);
  Moving *moving = g_new0 (Moving, 1);

  moving->move = *move;
  if (move->account != NULL)
    g_object_ref (move->account);
  moving->add_keywords = g_strdup (move->mark.add_keywords);
  moving->remove_keywords = g_strdup (move->mark.remove_keywords);
  moving->move.mark.add_keywords = moving->add_keywords;
  moving->move.mark.remove_keywords = moving->remove_keywords;
  moving->undo = loft_move_undo_new (NULL);
  moving->n_waiting = 1;
  g_task_set_task_data (task, moving, (GDestroyNotify) moving_free);
  loft_message_list_gather_async (list, keys, n_keys, gather_for (move->kind), NULL, on_gathered,
                                  task);
}

LoftMoveUndo *
loft_message_move_finish (LoftMessageList *list, GAsyncResult *result, GError **error)
{
  Moving *moving = g_task_get_task_data (G_TASK (result));

  if (moving->error != NULL)
    g_propagate_error (error, g_steal_pointer (&moving->error));
  return moving->undo->parts->len > 0 ? g_steal_pointer (&moving->undo) : NULL;
}
