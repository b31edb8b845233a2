/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-private.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-journal.h"
#include "loft-operation-shown.h"
#include "loft-operation.h"
#include "loft-problem-store.h"

/* Messages from folder to folder of the server: move, copy; from here to there: append; from there to
 * nowhere: delete. */

#define STEP 500 /* messages of one transaction, as in loft-account-sync-messages.c */

/* One message of an operation. */
typedef struct {
  gint64 operation_id;
  gint64 message_id; /* the row that will be in the target */
  gint64 source_id; /* the row whose message is sent; the same but for copies */
  char *remote_id; /* (nullable) of that; NULL: it left its folder, nobody told where to */
  const char *new_id; /* (borrowed) (nullable) in the target */
} Item;

/* Those of one folder of the server. */
typedef struct {
  LoftFolder *folder; /* (owned) */
  GBytes *token; /* (owned) (nullable) */
  GPtrArray *items; /* (borrowed) of Item */
} Group;

typedef struct {
  LoftReplay *replay;
  GPtrArray *records;
  gboolean is_copy;
  LoftFolder *target; /* (owned) (nullable) */
  GPtrArray *items; /* (owned) of Item */
  GPtrArray *groups; /* (owned) of Group */
  GPtrArray *astray; /* (owned) of Item (borrowed): in no folder that is known */
  gboolean unassigned; /* some have no remote id yet */
  LoftArrivals *arrivals; /* (owned) (nullable) */
} Transfer;

static void
item_free (gpointer data)
{
  g_free (((Item *) data)->remote_id);
  g_free (data);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  loft_folder_unref (group->folder);
  g_clear_pointer (&group->token, g_bytes_unref);
  g_ptr_array_unref (group->items);
  g_free (group);
}

static void
transfer_init (Transfer *self, LoftReplay *replay, GPtrArray *records)
{
  LoftOperationRecord *first = g_ptr_array_index (records, 0);

  self->replay = replay;
  self->records = records;
  self->is_copy = strcmp (first->kind, LOFT_OPERATION_COPY) == 0;
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->astray = g_ptr_array_new ();
}

static void
transfer_clear (Transfer *self)
{
  g_clear_pointer (&self->target, loft_folder_unref);
  g_clear_pointer (&self->arrivals, loft_arrivals_free);
  g_clear_pointer (&self->astray, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transfer, transfer_clear)

/* ---- what is to be sent ------------------------------------------------------------------- */

static Group *
find_group (Transfer *self, gint64 folder_id)
{
  g_autoptr (LoftFolder) folder = NULL;
  Group *group;

  for (guint i = 0; i < self->groups->len; i++)
    {
      group = g_ptr_array_index (self->groups, i);
      if (group->folder->id == folder_id)
        return group;
    }
  folder = loft_folder_store_get (self->replay->mail, folder_id, NULL);
  if (folder == NULL || folder->remote_id == NULL)
    return NULL;
  group = g_new0 (Group, 1);
  group->items = g_ptr_array_new ();
  loft_folder_store_get_sync (self->replay->mail, folder_id, &group->token, NULL, NULL);
  group->folder = g_steal_pointer (&folder);
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
place_item (Transfer *self, const LoftOperationRecord *record, Item *item)
{
  g_autoptr (LoftMessageState) state =
    loft_mail_store_get_state (self->replay->mail, item->source_id, NULL);
  Group *group;

  if (state == NULL || (!self->is_copy && state->server_folder_id == LOFT_FOLDER_NOWHERE))
    {
      self->unassigned |= state != NULL && record->sent == NULL;
      g_ptr_array_add (self->astray, item);
      return;
    }
  group = state->remote_id != NULL ? find_group (self, state->server_folder_id) : NULL;
  if (group == NULL)
    {
      self->unassigned = TRUE;
      return;
    }
  /* It is there already: the rest of an operation that was cut off. */
  if (!self->is_copy && self->target != NULL && state->server_folder_id == self->target->id)
    {
      item->new_id = item->remote_id = g_strdup (state->remote_id);
      return;
    }
  item->remote_id = g_strdup (state->remote_id);
  g_ptr_array_add (group->items, item);
}

static void
collect (Transfer *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      const LoftOperationRecord *record = g_ptr_array_index (self->records, i);

      for (guint j = 0; j < record->messages->len; j++)
        {
          Item *item = g_new0 (Item, 1);

          item->operation_id = record->id;
          item->message_id = g_array_index (record->messages, gint64, j);
          item->source_id =
            self->is_copy ? g_array_index (record->sources, gint64, j) : item->message_id;
          g_ptr_array_add (self->items, item);
          place_item (self, record, item);
        }
    }
}

static GPtrArray *
remote_ids_of (const Group *group)
{
  GPtrArray *remote_ids = g_ptr_array_new ();

  for (guint i = 0; i < group->items->len; i++)
    g_ptr_array_add (remote_ids, ((Item *) g_ptr_array_index (group->items, i))->remote_id);
  return remote_ids;
}

/* ---- what came of it ---------------------------------------------------------------------- */

/* A listing came first and took it for a new one: what was done to that meanwhile counts. */
static gboolean
join_listed (LoftReplay *replay, gint64 folder_id, const char *remote_id, gint64 message_id,
             GError **error)
{
  g_autoptr (LoftMessageState) listed =
    loft_mail_store_find_remote (replay->mail, folder_id, remote_id, NULL);

  return listed == NULL || listed->id == message_id ||
         (loft_operation_store_hand_over (replay->mail, listed->id, message_id, error) &&
          loft_mail_store_remove (replay->mail, listed->id, error));
}

/* In a transaction. */
static gboolean
settle_item (Transfer *self, const Item *item, GError **error)
{
  LoftReplay *replay = self->replay;

  return loft_operation_store_drop_items (replay->mail, item->operation_id, &item->message_id, 1,
                                          error) &&
         join_listed (replay, self->target->id, item->new_id, item->message_id, error) &&
         loft_mail_store_set_server_place (replay->mail, item->message_id, self->target->id,
                                           item->new_id, error) &&
         loft_operation_derive_shown (replay->mail, item->message_id, error);
}

static gboolean
note_lost_copy (Transfer *self, const Item *item, GError **error)
{
  g_autoptr (GError) reason =
    g_error_new_literal (LOFT_ERROR, LOFT_ERROR_GONE,
                         "What was to be copied is no longer on the server");

  return loft_problem_store_add (self->replay->mail, LOFT_OPERATION_COPY, reason, item->message_id,
                                 self->target->path, 1, error);
}

/* It is on the server nowhere that we know of: where it is, a listing will tell. */
static gboolean
drop_item (Transfer *self, const Item *item, GError **error)
{
  LoftMailStore *mail = self->replay->mail;

  return (!self->is_copy || item->remote_id != NULL || note_lost_copy (self, item, error)) &&
         loft_operation_store_forget_message (mail, item->message_id, error) &&
         loft_mail_store_remove (mail, item->message_id, error);
}

typedef gboolean (*ItemFunc) (Transfer *self, const Item *item, GError **error);

static gboolean
for_some (Transfer *self, GPtrArray *items, guint first, guint n, ItemFunc func, GError **error)
{
  LoftMailStore *mail = self->replay->mail;

  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  for (guint i = first; i < first + n; i++)
    if (!func (self, g_ptr_array_index (items, i), error))
      {
        loft_mail_store_rollback (mail);
        return FALSE;
      }
  return loft_mail_store_commit (mail, error);
}

static gboolean
for_all (Transfer *self, GPtrArray *items, ItemFunc func, GError **error)
{
  for (guint first = 0; first < items->len; first += STEP)
    if (!for_some (self, items, first, MIN (STEP, items->len - first), func, error))
      return FALSE;
  return TRUE;
}

/* ---- what nobody told --------------------------------------------------------------------- */

static GBytes *
noted_of (Transfer *self)
{
  return ((LoftOperationRecord *) g_ptr_array_index (self->records, 0))->sent;
}

static void
set_noted (Transfer *self, GBytes *noted)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (self->records, i);

      g_clear_pointer (&record->sent, g_bytes_unref);
      record->sent = g_bytes_ref (noted);
    }
}

/* A store that is made anew must not send a second time what has no other sign of having been sent. */
static gboolean
journal_noted (Transfer *self, GError **error)
{
  LoftReplay *replay = self->replay;

  for (guint i = 0; i < self->records->len; i++)
    {
      LoftOperationRecord *record = g_ptr_array_index (self->records, i);

      if ((self->is_copy || strcmp (record->kind, LOFT_OPERATION_APPEND) == 0) &&
          !loft_operation_journal_append (replay->journal, replay->mail, record, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note (Transfer *self, GBytes *noted, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->records->len; i++)
    g_array_append_val (ids, ((LoftOperationRecord *) g_ptr_array_index (self->records, i))->id);
  if (!loft_operation_store_set_sent (self->replay->mail, (const gint64 *) (gpointer) ids->data,
                                      ids->len, noted, error))
    return FALSE;
  set_noted (self, noted);
  return journal_noted (self, error);
}

static gboolean
note_position (Transfer *self, GError **error)
{
  g_autoptr (GBytes) noted = loft_arrivals_note (self->replay, self->target, error);

  return noted != NULL && note (self, noted, error);
}

/* The target has new ids: it is listed first, so that rows of before have theirs; what has none then
 * came later. */
static gboolean
widen_search (Transfer *self, GError *failure, GError **error)
{
  g_autoptr (GBytes) wide = loft_arrivals_widen (noted_of (self));

  if (!note (self, wide, error) ||
      !loft_folder_store_set_synced (self->replay->mail, self->target->id, NULL, loft_clock_now (),
                                     error))
    {
      g_error_free (failure);
      return FALSE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/* That the server will not be looked into says nothing of what was sent: it must not be taken for a
 * refusal of that. */
static void
propagate_looking (GError *failure, GError **error)
{
  if (loft_error_class (failure) == LOFT_ERROR_REFUSED ||
      loft_error_class (failure) == LOFT_ERROR_LIMIT)
    failure->code = LOFT_ERROR_TEMPORARY;
  g_propagate_error (error, failure);
}

static gboolean
load_arrivals (Transfer *self, GError **error)
{
  GError *failure = NULL;

  if (self->arrivals != NULL)
    return TRUE;
  self->arrivals = loft_arrivals_load (self->replay, self->target, noted_of (self), &failure);
  if (self->arrivals != NULL)
    return TRUE;
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    return widen_search (self, failure, error);
  propagate_looking (failure, error);
  return FALSE;
}

/* Splits items into those found in the target and the rest. */
static gboolean
look_for (Transfer *self, GPtrArray *items, GPtrArray *found, GPtrArray *missing, GError **error)
{
  if (items->len > 0 && !load_arrivals (self, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      Item *item = g_ptr_array_index (items, i);
      g_autoptr (LoftMessageState) state =
        loft_mail_store_get_state (self->replay->mail, item->message_id, NULL);

      if (state != NULL &&
          !loft_arrivals_take (self->arrivals, item->message_id, &item->new_id, error))
        return FALSE;
      g_ptr_array_add (item->new_id != NULL ? found : missing, item);
    }
  return TRUE;
}

/* Of messages that left their folder for sure. */
static gboolean
settle_untold (Transfer *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  return look_for (self, items, found, missing, error) &&
         for_all (self, found, settle_item, error) && for_all (self, missing, drop_item, error);
}

/* ---- sending ------------------------------------------------------------------------------ */

/* What a server without UIDPLUS could only mark stays behind. */
static gboolean
leave_behind (Transfer *self, const Group *group, const LoftTransferred *transferred,
              GError **error)
{
  for (guint i = 0; i < group->items->len; i++)
    {
      const Item *item = g_ptr_array_index (group->items, i);

      if (loft_transferred_is_marked (transferred, item->remote_id) &&
          !loft_mail_store_leave_behind (self->replay->mail, item->message_id, group->folder->id,
                                         item->remote_id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
settle_group (Transfer *self, Group *group, const LoftTransferred *transferred, gboolean complete,
              GError **error)
{
  g_autoptr (GPtrArray) told = g_ptr_array_new ();
  g_autoptr (GPtrArray) untold = g_ptr_array_new ();

  for (guint i = 0; i < group->items->len; i++)
    {
      Item *item = g_ptr_array_index (group->items, i);
      const char *new_id = loft_transferred_find (transferred, item->remote_id);

      if (new_id != NULL && new_id[0] != '\0')
        {
          item->new_id = new_id;
          g_ptr_array_add (told, item);
        }
      else if (new_id != NULL || complete)
        g_ptr_array_add (untold, item);
    }
  return for_all (self, told, settle_item, error) &&
         leave_behind (self, group, transferred, error) && settle_untold (self, untold, error);
}

static gboolean
send_group (Transfer *self, Group *group, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = remote_ids_of (group);
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
find_present (Transfer *self, const Group *group, LoftRemoteIds *present, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = remote_ids_of (group);
  GError *failure = NULL;

  if (remote_ids->len == 0 ||
      loft_backend_find_present (self->replay->backend, group->folder->remote_id, group->token,
                                 remote_ids, present, self->replay->cancellable, &failure))
    return TRUE;
  propagate_looking (failure, error);
  return FALSE;
}

/* Copied the last time, but not yet removed where it was. */
static gboolean
finish_moving (Transfer *self, Group *group, GPtrArray *copied, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();
  g_auto (LoftTransferred) transferred = { NULL };
  Group those = { group->folder, group->token, copied };

  if (copied->len == 0)
    return TRUE;
  loft_transferred_init (&transferred);
  for (guint i = 0; i < copied->len; i++)
    g_ptr_array_add (remote_ids, ((Item *) g_ptr_array_index (copied, i))->remote_id);
  return loft_backend_expunge (self->replay->backend, group->folder->remote_id, group->token,
                               remote_ids, &transferred, self->replay->cancellable, error) &&
         for_all (self, copied, settle_item, error) &&
         leave_behind (self, &those, &transferred, error);
}

/* A server that moves at once has not moved what is still there, whatever else lies in the target. */
static gboolean
may_be_copied (Transfer *self)
{
  return self->is_copy ||
         !(loft_backend_get_capabilities (self->replay->backend) & LOFT_BACKEND_CAN_MOVE_AT_ONCE);
}

static gboolean
resume_present (Transfer *self, Group *group, GPtrArray *still_there, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  if (!may_be_copied (self))
    return TRUE;
  if (!look_for (self, still_there, found, missing, error))
    return FALSE;
  g_ptr_array_set_size (still_there, 0);
  g_ptr_array_extend (still_there, missing, NULL, NULL);
  return self->is_copy ? for_all (self, found, settle_item, error)
                       : finish_moving (self, group, found, error);
}

/* Leaves in the group what is to be sent again. */
static gboolean
resume_group (Transfer *self, Group *group, GError **error)
{
  g_autoptr (LoftRemoteIds) present = loft_remote_ids_new ();
  g_autoptr (GPtrArray) still_there = g_ptr_array_new ();
  g_autoptr (GPtrArray) left = g_ptr_array_new ();

  if (!find_present (self, group, present, error))
    return FALSE;
  for (guint i = 0; i < group->items->len; i++)
    {
      Item *item = g_ptr_array_index (group->items, i);

      g_ptr_array_add (loft_remote_ids_contains (present, item->remote_id) ? still_there : left,
                       item);
    }
  /* A copy is in the target whether or not its original is still where it was. */
  if (!settle_untold (self, left, error) || !resume_present (self, group, still_there, error))
    return FALSE;
  g_ptr_array_set_size (group->items, 0);
  g_ptr_array_extend (group->items, still_there, NULL, NULL);
  return TRUE;
}

static gboolean
resume (Transfer *self, GError **error)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (!resume_group (self, g_ptr_array_index (self->groups, i), error))
      return FALSE;
  return TRUE;
}

/* ---- all of it ---------------------------------------------------------------------------- */

/* *waits: it is yet to be made on the server. */
static gboolean
find_target (LoftReplay *replay, const LoftOperationRecord *record, LoftFolder **target,
             gboolean *waits, GError **error)
{
  g_autoptr (LoftFolder) folder = loft_folder_store_get (replay->mail, record->folder_id, NULL);

  *waits = folder != NULL && folder->remote_id == NULL &&
           (folder->waits & LOFT_FOLDER_WAITS_CREATION) != 0;
  if (folder == NULL || (folder->remote_id == NULL && !*waits))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, "The folder is no longer there");
      return FALSE;
    }
  *target = g_steal_pointer (&folder);
  return TRUE;
}

static gboolean
finish_all (LoftReplay *self, GPtrArray *records, GError **error)
{
  for (guint i = 0; i < records->len; i++)
    if (!loft_replay_finish (self, g_ptr_array_index (records, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
run_transfer (Transfer *self, GError **error)
{
  gboolean again = noted_of (self) != NULL;

  if (!again && !note_position (self, error))
    return FALSE;
  if (again && !resume (self, error))
    return FALSE;
  if (!settle_untold (self, self->astray, error))
    return FALSE;
  for (guint i = 0; i < self->groups->len; i++)
    if (!send_group (self, g_ptr_array_index (self->groups, i), error))
      return FALSE;
  return finish_all (self->replay, self->records, error);
}

gboolean
loft_replay_transfer (LoftReplay *self, GPtrArray *records, gboolean *waits, GError **error)
{
  g_auto (Transfer) transfer = { NULL };

  transfer_init (&transfer, self, records);
  if (!find_target (self, g_ptr_array_index (records, 0), &transfer.target, waits, error))
    return FALSE;
  if (*waits)
    return TRUE;
  collect (&transfer);
  *waits = transfer.unassigned;
  return *waits || run_transfer (&transfer, error);
}

/* ---- append ------------------------------------------------------------------------------- */

static gboolean
send_content (Transfer *self, Item *item, char **new_id, GError **error)
{
  LoftReplay *replay = self->replay;
  g_autoptr (LoftMessage) message = loft_mail_store_get (replay->mail, item->message_id, error);
  g_autoptr (LoftMessageState) state =
    message != NULL ? loft_mail_store_get_state (replay->mail, item->message_id, error) : NULL;
  LoftRemoteContent content = { self->target->remote_id };
  g_autoptr (GBytes) raw = NULL;

  if (state == NULL)
    return FALSE;
  raw = loft_account_store_get_content (replay->store, item->message_id, error);
  if (raw == NULL)
    return FALSE;
  content.raw = raw;
  content.flags = state->server_flags;
  content.keywords = state->server_keywords;
  content.received = message->received;
  return loft_backend_append (replay->backend, &content, new_id, replay->cancellable, error);
}

static gboolean
append_item (Transfer *self, gboolean again, GError **error)
{
  Item *item = g_ptr_array_index (self->items, 0);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) rest = g_ptr_array_new ();
  g_autofree char *new_id = NULL;

  if (again && !look_for (self, self->items, one, rest, error))
    return FALSE;
  if (item->new_id == NULL)
    {
      if (!send_content (self, item, &new_id, error))
        return FALSE;
      g_clear_pointer (&self->arrivals, loft_arrivals_free);
      item->new_id = new_id;
    }
  g_ptr_array_set_size (one, 0);
  g_ptr_array_add (one, item);
  return item->new_id != NULL ? for_all (self, one, settle_item, error)
                              : settle_untold (self, one, error);
}

gboolean
loft_replay_append (LoftReplay *self, LoftOperationRecord *record, gboolean *waits, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_auto (Transfer) transfer = { NULL };
  gboolean again = record->sent != NULL;
  Item *item;

  g_ptr_array_add (records, record);
  transfer_init (&transfer, self, records);
  if (!find_target (self, record, &transfer.target, waits, error))
    return FALSE;
  if (*waits)
    return TRUE;
  if (record->messages->len == 0)
    return loft_replay_finish (self, record, error);
  item = g_new0 (Item, 1);
  item->operation_id = record->id;
  item->source_id = item->message_id = g_array_index (record->messages, gint64, 0);
  g_ptr_array_add (transfer.items, item);
  return (again || note_position (&transfer, error)) && append_item (&transfer, again, error) &&
         loft_replay_finish (self, record, error);
}

/* ---- delete ------------------------------------------------------------------------------- */

static gboolean
remove_item (Transfer *self, const Item *item, GError **error)
{
  return loft_operation_store_forget_message (self->replay->mail, item->message_id, error) &&
         loft_mail_store_remove (self->replay->mail, item->message_id, error);
}

/* The row stays, out of sight, as long as the server has the message. */
static gboolean
hide_item (Transfer *self, const Item *item, GError **error)
{
  LoftMailStore *mail = self->replay->mail;
  g_autoptr (LoftMessageState) state = loft_mail_store_get_state (mail, item->message_id, NULL);

  return state == NULL ||
         (loft_mail_store_set_flags (mail, item->message_id,
                                     state->server_flags | LOFT_FLAG_DELETED,
                                     state->server_keywords, state->flags, state->keywords,
                                     error) &&
          loft_operation_store_drop_items (mail, item->operation_id, &item->message_id, 1, error) &&
          loft_operation_derive_shown (mail, item->message_id, error));
}

static gboolean
delete_group (Transfer *self, const Group *group, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = remote_ids_of (group);
  g_autoptr (GPtrArray) removed = g_ptr_array_new ();
  g_autoptr (GPtrArray) marked = g_ptr_array_new ();
  g_auto (LoftTransferred) transferred = { NULL };

  loft_transferred_init (&transferred);
  if (!loft_backend_expunge (self->replay->backend, group->folder->remote_id, group->token,
                             remote_ids, &transferred, self->replay->cancellable, error))
    return FALSE;
  for (guint i = 0; i < group->items->len; i++)
    {
      Item *item = g_ptr_array_index (group->items, i);

      g_ptr_array_add (loft_transferred_is_marked (&transferred, item->remote_id) ? marked
                                                                                  : removed,
                       item);
    }
  return for_all (self, removed, remove_item, error) && for_all (self, marked, hide_item, error);
}

gboolean
loft_replay_delete (LoftReplay *self, GPtrArray *records, gboolean *waits, GError **error)
{
  g_autoptr (GBytes) noted = g_bytes_new_static ("0\n", 2);
  g_auto (Transfer) transfer = { NULL };

  transfer_init (&transfer, self, records);
  collect (&transfer);
  *waits = transfer.unassigned;
  if (*waits)
    return TRUE;
  /* From now on it cannot be taken back. */
  if (noted_of (&transfer) == NULL && !note (&transfer, noted, error))
    return FALSE;
  for (guint i = 0; i < transfer.groups->len; i++)
    if (!delete_group (&transfer, g_ptr_array_index (transfer.groups, i), error))
      return FALSE;
  return for_all (&transfer, transfer.astray, remove_item, error) &&
         finish_all (self, records, error);
}
