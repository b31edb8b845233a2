/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-items.h"

#include "loft-error.h"

/* Messages from folder to folder of the server: move, copy. */

/* ---- sending ------------------------------------------------------------------------------ */

/* What a server without UIDPLUS could only mark stays behind. */
static gboolean
leave_behind (LoftTransfer *self, const LoftTransferGroup *group,
              const LoftTransferred *transferred, GError **error)
{
  for (guint i = 0; i < group->items->len; i++)
    {
      const LoftTransferItem *item = g_ptr_array_index (group->items, i);

      if (loft_transferred_is_marked (transferred, item->remote_id) &&
          !loft_mail_store_leave_behind (self->replay->mail, item->message_id, group->folder->id,
                                         item->remote_id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
settle_group (LoftTransfer *self, LoftTransferGroup *group, const LoftTransferred *transferred,
              gboolean complete, GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  g_autoptr (GPtrArray) untold = g_ptr_array_new ();

  for (guint i = 0; i < group->items->len; i++)
    {
      LoftTransferItem *item = g_ptr_array_index (group->items, i);
      const char *new_id = loft_transferred_find (transferred, item->remote_id);

      if (new_id != NULL && new_id[0] != '\0')
        {
          item->new_id = new_id;
          g_ptr_array_add (told, item);
        }
      else if (new_id != NULL || complete)
        g_ptr_array_add (untold, item);
    }
  return loft_transfer_for_all (self, told, loft_transfer_settle_item, error) &&
         leave_behind (self, group, transferred, error) &&
         loft_transfer_settle_untold (self, untold, error);
}

static gboolean
send_group (LoftTransfer *self, LoftTransferGroup *group, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = loft_transfer_list_ids (group);
  const LoftRemoteTransfer transfer = { group->folder->remote_id, group->token, remote_ids,
                                        self->target->remote_id };
  g_auto (LoftTransferred) transferred = { NULL };
  LoftReplay *replay = self->replay;
  GError *failure = NULL;
  gboolean sent;

  if (remote_ids->len == 0)
    return TRUE;
  loft_transferred_init (&transferred);
  sent =
    self->is_copy
      ? loft_backend_copy (replay->backend, &transfer, &transferred, replay->cancellable, &failure)
      : loft_backend_move (replay->backend, &transfer, &transferred, replay->cancellable, &failure);
  /* Whatever was looked for before, it is looked for anew. */
  g_clear_pointer (&self->arrivals, loft_arrivals_free);
  if (!settle_group (self, group, &transferred, sent, sent ? error : NULL) && sent)
    return FALSE;
  if (!sent)
    g_propagate_error (error, failure);
  return sent;
}

/* ---- sending a second time ---------------------------------------------------------------- */

static gboolean
find_present (LoftTransfer *self, const LoftTransferGroup *group, LoftRemoteIds *present,
              GError **error)
{
  g_autoptr (GPtrArray) remote_ids = loft_transfer_list_ids (group);
  GError *failure = NULL;

  if (remote_ids->len == 0 ||
      loft_backend_find_present (self->replay->backend, group->folder->remote_id, group->token,
                                 remote_ids, present, self->replay->cancellable, &failure))
    return TRUE;
  loft_transfer_propagate_looking (failure, error);
  return FALSE;
}

/* Copied the last time, but not yet removed where it was. */
static gboolean
finish_moving (LoftTransfer *self, LoftTransferGroup *group, GPtrArray *copied, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();
  g_auto (LoftTransferred) transferred = { NULL };
  LoftTransferGroup those = { group->folder, group->token, copied };

  if (copied->len == 0)
    return TRUE;
  loft_transferred_init (&transferred);
  for (guint i = 0; i < copied->len; i++)
    g_ptr_array_add (remote_ids, ((LoftTransferItem *) g_ptr_array_index (copied, i))->remote_id);
  return loft_backend_expunge (self->replay->backend, group->folder->remote_id, group->token,
                               remote_ids, &transferred, self->replay->cancellable, error) &&
         loft_transfer_for_all (self, copied, loft_transfer_settle_item, error) &&
         leave_behind (self, &those, &transferred, error);
}

/* A server that moves at once has not moved what is still there, whatever else lies in the target. */
static gboolean
may_be_copied (LoftTransfer *self)
{
  return self->is_copy ||
         !(loft_backend_get_capabilities (self->replay->backend) & LOFT_BACKEND_CAN_MOVE_AT_ONCE);
}

static gboolean
resume_present (LoftTransfer *self, LoftTransferGroup *group, GPtrArray *still_there,
                GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  if (!may_be_copied (self))
    return TRUE;
  if (!loft_transfer_look_for (self, still_there, found, missing, error))
    return FALSE;
  g_ptr_array_set_size (still_there, 0);
  g_ptr_array_extend (still_there, missing, NULL, NULL);
  return self->is_copy ? loft_transfer_for_all (self, found, loft_transfer_settle_item, error)
                       : finish_moving (self, group, found, error);
}

/* Leaves in the group what is to be sent again. */
static gboolean
resume_group (LoftTransfer *self, LoftTransferGroup *group, GError **error)
{
  g_autoptr (LoftRemoteIds) present = loft_remote_ids_new ();
  g_autoptr (GPtrArray) still_there = g_ptr_array_new ();
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  if (!find_present (self, group, present, error))
    return FALSE;
  for (guint i = 0; i < group->items->len; i++)
    {
      LoftTransferItem *item = g_ptr_array_index (group->items, i);

      g_ptr_array_add (loft_remote_ids_contains (present, item->remote_id) ? still_there : left,
                       item);
    }
  /* A copy is in the target whether or not its original is still where it was. */
  if (!loft_transfer_settle_untold (self, left, error) ||
      !resume_present (self, group, still_there, error))
    return FALSE;
  g_ptr_array_set_size (group->items, 0);
  g_ptr_array_extend (group->items, still_there, NULL, NULL);
  return TRUE;
}

static gboolean
resume (LoftTransfer *self, GError **error)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (!resume_group (self, g_ptr_array_index (self->groups, i), error))
      return FALSE;
  return TRUE;
}

/* ---- all of it ---------------------------------------------------------------------------- */

static gboolean
run_transfer (LoftTransfer *self, GError **error)
{
  gboolean again = loft_transfer_get_noted (self) != NULL;

  if (!again && !loft_transfer_note_position (self, error))
    return FALSE;
  if (again && !resume (self, error))
    return FALSE;
  if (!loft_transfer_settle_untold (self, self->astray, error))
    return FALSE;
  for (guint i = 0; i < self->groups->len; i++)
    if (!send_group (self, g_ptr_array_index (self->groups, i), error))
      return FALSE;
  return loft_transfer_finish (self->replay, self->records, error);
}

gboolean
loft_replay_transfer (LoftReplay *self, GPtrArray *records, gboolean *waits, GError **error)
{
  g_auto (LoftTransfer) transfer = { NULL };

  loft_transfer_init (&transfer, self, records);
  if (!loft_transfer_find_target (self, g_ptr_array_index (records, 0), &transfer.target, waits,
                                  error))
    return FALSE;
  if (*waits)
    return TRUE;
  if (!loft_transfer_collect (&transfer, error))
    return FALSE;
  *waits = transfer.unassigned;
  return *waits || run_transfer (&transfer, error);
}
