/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mail-actions-private.h"

#include "loft-account-limits.h"
#include "loft-across-end.h"
#include "loft-carried-store.h"
#include "loft-mail-folder.h"
#include "loft-operation-across.h"

/* From one account to another: what is asked for is durable in the account that messages leave; the
 * carrier does the rest (loft-carrier.h). */

typedef struct {
  LoftAcross *target; /* (owned) */
  GArray *ids; /* (owned) of gint64 */
  gboolean move;
  char *uuid; /* (owned) (nullable) of what is brought back */
} Crossing;

static void
crossing_free (gpointer data)
{
  Crossing *crossing = data;

  loft_across_free (crossing->target);
  g_clear_pointer (&crossing->ids, g_array_unref);
  g_free (crossing->uuid);
  g_free (crossing);
}

/* (transfer full) (nullable) */
static LoftFolder *
find_folder (LoftMailAccount *account, gint64 folder_id)
{
  GListModel *folders = loft_mail_account_get_folders (account);
  guint n = g_list_model_get_n_items (folders);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailFolder) row = g_list_model_get_item (folders, i);
      LoftFolder *folder = loft_mail_folder_get (row);

      if (folder->id == folder_id)
        return loft_folder_ref (folder);
    }
  return NULL;
}

/* (transfer full) (nullable) */
static LoftAcross *
target_of (LoftMailAccount *to, gint64 folder_id, GError **error)
{
  g_autoptr (LoftFolder) folder = find_folder (to, folder_id);
  LoftAcross *target;

  if (folder == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "The folder is no longer there");
      return NULL;
    }
  if (!folder->selectable || (folder->waits & LOFT_FOLDER_WAITS_DELETION))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The folder “%s” can hold no messages",
                   folder->path);
      return NULL;
    }
  target = g_new0 (LoftAcross, 1);
  target->account = g_strdup (loft_mail_account_get_account (to)->id);
  target->name = g_strdup (loft_mail_account_get_name (to));
  target->folder_id = folder_id;
  target->path = g_strdup (folder->path);
  return target;
}

/* ---- there -------------------------------------------------------------------------------- */

static gboolean
act_ask (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
         gpointer user_data, GError **error)
{
  const Crossing *crossing = user_data;

  return loft_operation_across (store, journal, (const gint64 *) (gpointer) crossing->ids->data,
                                crossing->ids->len, crossing->target, crossing->move, undo, error);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) client = user_data;
  LoftMailAccount *to = g_task_get_task_data (client);
  GError *error = NULL;
  LoftMailUndo *undo = loft_mail_account_act_finish (LOFT_MAIL_ACCOUNT (source), result, &error);

  if (undo == NULL)
    {
      g_task_return_error (client, error);
      return;
    }
  for (guint i = 0; i < undo->parts->len; i++)
    ((LoftMailUndoPart *) g_ptr_array_index (undo->parts, i))->to = g_object_ref (to);
  g_task_return_pointer (client, undo, (GDestroyNotify) loft_mail_undo_free);
}

static gboolean
check_target (LoftMailAccount *to, GError **error)
{
  if (loft_account_kind_takes_messages (loft_mail_account_get_account (to)->kind))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "Exchange accounts take no messages from other accounts");
  return FALSE;
}

void
loft_mail_account_act_across (LoftMailAccount *self, const gint64 *message_ids, guint n_messages,
                              LoftMailAccount *to, gint64 folder_id, gboolean move,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *client = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;
  LoftAcross *target = check_target (to, &error) ? target_of (to, folder_id, &error) : NULL;
  Crossing *crossing;

  g_task_set_task_data (client, g_object_ref (to), g_object_unref);
  if (target == NULL)
    {
      g_task_return_error (client, error);
      g_object_unref (client);
      return;
    }
  crossing = g_new0 (Crossing, 1);
  crossing->target = target;
  crossing->move = move;
  crossing->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (crossing->ids, message_ids, n_messages);
  loft_mail_account_act (self, act_ask, crossing, crossing_free, on_asked, client);
}

/* ---- and back ----------------------------------------------------------------------------- */

static gboolean
take_away (const Crossing *crossing, const char *directory, GError **error)
{
  g_autoptr (LoftAcrossEnd) end = loft_across_end_open ("", directory, error);

  return end != NULL && loft_across_end_take_away (end, crossing->uuid, error);
}

/* Deleted where it was: it is moved back from where it is. */
static gboolean
act_return (LoftMailStore *store, LoftJournal *journal, const char *directory, LoftUndo *undo,
            gpointer user_data, GError **error)
{
  const Crossing *crossing = user_data;
  g_autoptr (LoftCarried) carried = loft_carried_store_get (store, crossing->uuid, error);

  if (carried == NULL)
    {
      if (error == NULL || *error == NULL)
        g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                             "This can no longer be taken back");
      return FALSE;
    }
  if (!crossing->move)
    return take_away (crossing, directory, error);
  return loft_operation_across (store, journal, &carried->message_id, 1, crossing->target, TRUE,
                                undo, error);
}

/* Nothing is asked for that would come to nothing later. */
static gboolean
check_way_back (LoftMailAccount *account, GError **error)
{
  if (loft_account_kind_takes_messages (loft_mail_account_get_account (account)->kind))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                       "Exchange accounts take no messages back; it stays where it was moved to");
  return FALSE;
}

gboolean
loft_mail_undo_part_return (LoftMailUndoPart *part, GAsyncReadyCallback callback,
                            gpointer user_data, GError **error)
{
  LoftUndoAcross across = { NULL };
  LoftAcross *target;
  Crossing *crossing;

  if (!loft_undo_take_across (part->undo, &across))
    return FALSE;
  if (across.is_move && !check_way_back (part->account, error))
    {
      g_free (across.uuid);
      return FALSE;
    }
  target = across.is_move ? target_of (part->account, across.folder_id, error) : NULL;
  if (across.is_move && target == NULL)
    {
      g_free (across.uuid);
      return FALSE;
    }
  crossing = g_new0 (Crossing, 1);
  crossing->target = target;
  crossing->move = across.is_move;
  crossing->uuid = across.uuid;
  loft_mail_account_act (part->to, act_return, crossing, crossing_free, callback, user_data);
  return TRUE;
}
