/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-items.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-operation-journal.h"
#include "loft-operation-shown.h"
#include "loft-problem-store.h"

#define STEP 500 /* messages of one transaction, as in loft-account-sync-messages.c */

static void
item_free (gpointer data)
{
  g_free (((LoftTransferItem *) data)->remote_id);
  g_free (data);
}

static void
group_free (gpointer data)
{
  LoftTransferGroup *group = data;

  loft_folder_unref (group->folder);
  g_clear_pointer (&group->token, g_bytes_unref);
  g_ptr_array_unref (group->items);
  g_free (group);
}

void
loft_transfer_init (LoftTransfer *self, LoftReplay *replay, GPtrArray *records)
{
  LoftOperationRecord *first = g_ptr_array_index (records, 0);

  self->replay = replay;
  self->records = records;
  self->is_copy = strcmp (first->kind, LOFT_OPERATION_COPY) == 0;
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->groups = g_ptr_array_new_with_free_func (group_free);
  self->astray = g_ptr_array_new ();
}

void
loft_transfer_clear (LoftTransfer *self)
{
  g_clear_pointer (&self->target, loft_folder_unref);
  g_clear_pointer (&self->arrivals, loft_arrivals_free);
  g_clear_pointer (&self->astray, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

/* ---- what is to be sent ------------------------------------------------------------------- */

static LoftTransferGroup *
find_group (LoftTransfer *self, gint64 folder_id)
{
  g_autoptr (LoftFolder) folder = NULL;
  LoftTransferGroup *group;

  for (guint i = 0; i < self->groups->len; i++)
    {
      group = g_ptr_array_index (self->groups, i);
      if (group->folder->id == folder_id)
        return group;
    }
  folder = loft_folder_store_get (self->replay->mail, folder_id, NULL);
  if (folder == NULL || folder->remote_id == NULL)
    return NULL;
  group = g_new0 (LoftTransferGroup, 1);
  group->items = g_ptr_array_new ();
  loft_folder_store_get_sync (self->replay->mail, folder_id, &group->token, NULL, NULL);
  group->folder = g_steal_pointer (&folder);
  g_ptr_array_add (self->groups, group);
  return group;
}

static void
place_item (LoftTransfer *self, const LoftOperationRecord *record, LoftTransferItem *item)
{
  g_autoptr (LoftMessageState) state =
    loft_mail_store_get_state (self->replay->mail, item->source_id, NULL);
  LoftTransferGroup *group;

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
collect_record (LoftTransfer *self, const LoftOperationRecord *record)
{
  for (guint i = 0; i < record->messages->len; i++)
    {
      LoftTransferItem *item = g_new0 (LoftTransferItem, 1);

      item->operation_id = record->id;
      item->message_id = g_array_index (record->messages, gint64, i);
      item->source_id =
        self->is_copy ? g_array_index (record->sources, gint64, i) : item->message_id;
      g_ptr_array_add (self->items, item);
      place_item (self, record, item);
    }
}

/* In one transaction: the locks of one for each message would take as long as the reading. */
gboolean
loft_transfer_collect (LoftTransfer *self, GError **error)
{
  if (!loft_mail_store_begin_reading (self->replay->mail, error))
    return FALSE;
  for (guint i = 0; i < self->records->len; i++)
    collect_record (self, g_ptr_array_index (self->records, i));
  loft_mail_store_rollback (self->replay->mail);
  return TRUE;
}

GPtrArray *
loft_transfer_list_ids (const LoftTransferGroup *group)
{
  GPtrArray *remote_ids = g_ptr_array_new ();

  for (guint i = 0; i < group->items->len; i++)
    g_ptr_array_add (remote_ids,
                     ((LoftTransferItem *) g_ptr_array_index (group->items, i))->remote_id);
  return remote_ids;
}

/* ---- what came of it ---------------------------------------------------------------------- */

/* A listing came first and took it for a new one: what it told of it, and what was done to that
 * meanwhile, counts. */
static gboolean
join_listed (LoftReplay *replay, gint64 folder_id, const char *remote_id, gint64 message_id,
             GError **error)
{
  g_autoptr (LoftMessageState) listed =
    loft_mail_store_find_remote (replay->mail, folder_id, remote_id, NULL);

  return listed == NULL || listed->id == message_id ||
         (loft_mail_store_set_flags (replay->mail, message_id, listed->server_flags,
                                     listed->server_keywords, listed->flags, listed->keywords,
                                     error) &&
          loft_operation_store_hand_over (replay->mail, listed->id, message_id, error) &&
          loft_mail_store_remove (replay->mail, listed->id, error));
}

/* In a transaction. */
gboolean
loft_transfer_settle_item (LoftTransfer *self, const LoftTransferItem *item, GError **error)
{
  LoftReplay *replay = self->replay;

  return loft_operation_store_drop_items (replay->mail, item->operation_id, &item->message_id, 1,
                                          error) &&
         join_listed (replay, self->target->id, item->new_id, item->message_id, error) &&
         loft_mail_store_set_server_place (replay->mail, item->message_id, self->target->id,
                                           item->new_id, error) &&
         loft_operation_derive_shown (replay->mail, item->message_id, error);
}

/* Kept out of sight as a refused upload is, so that it can be tried again, exported or thrown away. */
static gboolean
keep_copy (LoftTransfer *self, const LoftTransferItem *item, const GError *reason, GError **error)
{
  LoftMailStore *mail = self->replay->mail;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, item->message_id);
  return loft_problem_store_add (mail, LOFT_OPERATION_APPEND, reason, item->message_id,
                                 self->target->path, 1, error) &&
         loft_problem_store_note_work (mail, "", self->target->id, ids, error) &&
         loft_operation_store_forget_message (mail, item->message_id, error) &&
         loft_mail_store_set_place (mail, item->message_id, LOFT_FOLDER_HIDDEN, LOFT_FOLDER_NOWHERE,
                                    error);
}

static gboolean
forget_item (LoftTransfer *self, const LoftTransferItem *item, GError **error)
{
  LoftMailStore *mail = self->replay->mail;

  return loft_operation_store_forget_message (mail, item->message_id, error) &&
         loft_mail_store_remove (mail, item->message_id, error);
}

/* What somebody deleted before it was copied has lost to that: what is here of it may be the last. */
static gboolean
lose_copy (LoftTransfer *self, const LoftTransferItem *item, GError **error)
{
  g_autoptr (LoftMessageState) state =
    loft_mail_store_get_state (self->replay->mail, item->message_id, NULL);
  g_autoptr (GError) reason =
    g_error_new_literal (LOFT_ERROR, LOFT_ERROR_GONE,
                         "What was to be copied is no longer on the server");

  if (state != NULL && state->content == LOFT_CONTENT_CACHED)
    return keep_copy (self, item, reason, error);
  return loft_problem_store_add (self->replay->mail, LOFT_OPERATION_COPY, reason, item->message_id,
                                 self->target->path, 1, error) &&
         forget_item (self, item, error);
}

/* It is on the server nowhere that we know of: where it is, a listing will tell. */
static gboolean
drop_item (LoftTransfer *self, const LoftTransferItem *item, GError **error)
{
  return self->is_copy ? lose_copy (self, item, error) : forget_item (self, item, error);
}

static gboolean
for_some (LoftTransfer *self, GPtrArray *items, guint first, guint n, LoftTransferItemFunc func,
          GError **error)
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

gboolean
loft_transfer_for_all (LoftTransfer *self, GPtrArray *items, LoftTransferItemFunc func,
                       GError **error)
{
  for (guint first = 0; first < items->len; first += STEP)
    if (!for_some (self, items, first, MIN (STEP, items->len - first), func, error))
      return FALSE;
  return TRUE;
}

/* ---- what nobody told --------------------------------------------------------------------- */

GBytes *
loft_transfer_get_noted (LoftTransfer *self)
{
  return ((LoftOperationRecord *) g_ptr_array_index (self->records, 0))->sent;
}

static void
set_noted (LoftTransfer *self, GBytes *noted)
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
journal_noted (LoftTransfer *self, GError **error)
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

gboolean
loft_transfer_note (LoftTransfer *self, GBytes *noted, GError **error)
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

gboolean
loft_transfer_note_position (LoftTransfer *self, GError **error)
{
  g_autoptr (GBytes) noted = loft_arrivals_note (self->replay, self->target, error);

  return noted != NULL && loft_transfer_note (self, noted, error);
}

/* The target has new ids: it is listed first, so that rows of before have theirs; what has none then
 * came later. */
static gboolean
widen_search (LoftTransfer *self, GError *failure, GError **error)
{
  g_autoptr (GBytes) wide = loft_arrivals_widen (loft_transfer_get_noted (self));

  if (!loft_transfer_note (self, wide, error) ||
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
void
loft_transfer_propagate_looking (GError *failure, GError **error)
{
  if (loft_error_class (failure) == LOFT_ERROR_REFUSED ||
      loft_error_class (failure) == LOFT_ERROR_LIMIT)
    failure->code = LOFT_ERROR_TEMPORARY;
  g_propagate_error (error, failure);
}

static gboolean
load_arrivals (LoftTransfer *self, GError **error)
{
  GError *failure = NULL;

  if (self->arrivals != NULL)
    return TRUE;
  self->arrivals =
    loft_arrivals_load (self->replay, self->target, loft_transfer_get_noted (self), &failure);
  if (self->arrivals != NULL)
    return TRUE;
  if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
    return widen_search (self, failure, error);
  loft_transfer_propagate_looking (failure, error);
  return FALSE;
}

/* Splits items into those found in the target and the rest. */
gboolean
loft_transfer_look_for (LoftTransfer *self, GPtrArray *items, GPtrArray *found, GPtrArray *missing,
                        GError **error)
{
  if (items->len > 0 && !load_arrivals (self, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      LoftTransferItem *item = g_ptr_array_index (items, i);
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
gboolean
loft_transfer_settle_untold (LoftTransfer *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  return loft_transfer_look_for (self, items, found, missing, error) &&
         loft_transfer_for_all (self, found, loft_transfer_settle_item, error) &&
         loft_transfer_for_all (self, missing, drop_item, error);
}

/* ---- beginning and end -------------------------------------------------------------------- */

/* *waits: it is yet to be made on the server. */
gboolean
loft_transfer_find_target (LoftReplay *replay, const LoftOperationRecord *record,
                           LoftFolder **target, gboolean *waits, GError **error)
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

gboolean
loft_transfer_finish (LoftReplay *self, GPtrArray *records, GError **error)
{
  for (guint i = 0; i < records->len; i++)
    if (!loft_replay_finish (self, g_ptr_array_index (records, i), error))
      return FALSE;
  return TRUE;
}
