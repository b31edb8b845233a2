/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-conversation-store.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"
#include "loft-operation-queue.h"
#include "loft-operation-store.h"
#include "loft-reconcile.h"

/* Removals of one transaction: a mailbox emptied elsewhere must not hold the write lock for
 * seconds while a person sets a flag. */
#define REMOVALS_STEP 500

typedef struct {
  LoftAccountSync *self;
  LoftFolder *folder;
  gboolean operations_wait; /* whether anything waits at all; asked once a batch */
  gboolean has_lost;        /* so too: whether the folder has lost messages */
} BatchContext;

/* ---- one message -------------------------------------------------------------------------- */

static gboolean
insert_message (BatchContext *context, const LoftRemoteItem *item,
                const LoftIngestedHeader *header, const LoftReconcileAction *action,
                GError **error)
{
  LoftMailStore *store = context->self->store->mail;
  LoftNewMessage message = {
    .folder_id = context->folder->id,
    .remote_id = item->remote_id,
    .date = header->date,
    .received = item->received,
    .size = item->size,
    .server_flags = action->server_flags,
    .server_keywords = action->server_keywords,
    .flags = action->flags,
    .keywords = action->keywords,
    .message_id = header->message_id,
    .subject = header->subject,
    .sender = header->sender,
    .recipients = header->recipients,
    .copies = header->copies,
  };
  gint64 id;

  return loft_conversation_store_join (store, header->message_id, header->references,
                                       &message.conversation_id, error) &&
         loft_mail_store_insert (store, &message, &id, error);
}

static gboolean
execute (BatchContext *context, const LoftRemoteItem *item, const LoftIngestedHeader *header,
         const LoftReconcileAction *action, GError **error)
{
  LoftMailStore *store = context->self->store->mail;

  switch (action->kind)
    {
    case LOFT_RECONCILE_NOTHING:
      return TRUE;
    case LOFT_RECONCILE_INSERT:
      return insert_message (context, item, header, action, error);
    case LOFT_RECONCILE_RELINK:
      if (!loft_mail_store_relink (store, action->id, item->remote_id, error))
        return FALSE;
      G_GNUC_FALLTHROUGH;
    case LOFT_RECONCILE_UPDATE:
      return loft_mail_store_set_flags (store, action->id, action->server_flags,
                                        action->server_keywords, action->flags, action->keywords,
                                        error);
    case LOFT_RECONCILE_REMOVE:
      return loft_operation_store_forget_message (store, action->id, error) &&
             loft_mail_store_remove (store, action->id, error);
    }
  g_return_val_if_reached (FALSE);
}

static GPtrArray *
waiting_changes (BatchContext *context, gint64 id, GError **error)
{
  if (id == 0 || !context->operations_wait)
    return g_ptr_array_new ();
  return loft_operation_queue_list_changes (context->self->store->mail, id, error);
}

static gboolean
reconcile_item (BatchContext *context, const LoftRemoteItem *item, GError **error)
{
  LoftMailStore *store = context->self->store->mail;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (LoftMessageState) state =
      loft_mail_store_find_remote (store, context->folder->id, item->remote_id, &local_error);
  g_autoptr (LoftIngestedHeader) header = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_auto (LoftReconcileAction) action = { 0 };
  LoftServerValues server = { FALSE, item->is_new, item->flags, item->keywords };
  LoftStoredValues stored = { 0 };
  gint64 lost_id = 0;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (state != NULL)
    stored = (LoftStoredValues){ state->id, state->server_flags, state->server_keywords,
                                 state->flags, state->keywords };
  else if (item->is_new)
    {
      header = loft_ingest_header (item->header, item->received);
      if (context->has_lost &&
          !loft_mail_store_find_lost (store, context->folder->id, header->message_id, item->size,
                                      item->received, &lost_id, error))
        return FALSE;
    }
  changes = waiting_changes (context, stored.id != 0 ? stored.id : lost_id, error);
  if (changes == NULL)
    return FALSE;
  action = loft_reconcile_message (&stored, lost_id, &server,
                                   (LoftFlagChange *const *) changes->pdata, changes->len);
  return execute (context, item, header, &action, error);
}

/* ---- removals ----------------------------------------------------------------------------- */

typedef struct {
  LoftRemoteIds *ids;
  gboolean gone_when_in; /* else: gone when not in */
  GArray *gone;          /* of gint64 */
} GoneSearch;

static void
collect_gone (gint64 id, const char *remote_id, gpointer user_data)
{
  GoneSearch *search = user_data;

  if (loft_remote_ids_contains (search->ids, remote_id) == search->gone_when_in)
    g_array_append_val (search->gone, id);
}

static gboolean
remove_some (BatchContext *context, GArray *ids, guint first, guint n, GError **error)
{
  LoftServerValues server = { .gone = TRUE };
  LoftMailStore *store = context->self->store->mail;

  if (!loft_mail_store_begin (store, error))
    return FALSE;
  for (guint i = first; i < first + n; i++)
    {
      LoftStoredValues stored = { .id = g_array_index (ids, gint64, i) };
      g_auto (LoftReconcileAction) action =
          loft_reconcile_message (&stored, 0, &server, NULL, 0);

      if (!execute (context, NULL, NULL, &action, error))
        {
          loft_mail_store_rollback (store);
          return FALSE;
        }
    }
  return loft_mail_store_commit (store, error);
}

static gboolean
remove_all (BatchContext *context, GArray *ids, GError **error)
{
  for (guint first = 0; first < ids->len; first += REMOVALS_STEP)
    if (!remove_some (context, ids, first, MIN (REMOVALS_STEP, ids->len - first), error))
      return FALSE;
  return TRUE;
}

static gboolean
remove_told (BatchContext *context, LoftRemoteIds *ids, gboolean gone_when_in, GError **error)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  GoneSearch search = { ids, gone_when_in, gone };

  return loft_mail_store_foreach_remote_id (context->self->store->mail, context->folder->id,
                                            collect_gone, &search, error) &&
         remove_all (context, gone, error);
}

static gboolean
remove_lost (BatchContext *context, GError **error)
{
  g_autoptr (GArray) lost =
      loft_mail_store_list_lost (context->self->store->mail, context->folder->id, error);

  return lost != NULL && remove_all (context, lost, error);
}

/* ---- batches ------------------------------------------------------------------------------ */

static gboolean
store_items (BatchContext *context, const LoftChangeBatch *batch, GError **error)
{
  LoftMailStore *store = context->self->store->mail;
  guint n_waiting = 0;

  if (batch->reset && !loft_mail_store_lose_remote_ids (store, context->folder->id, error))
    return FALSE;
  if (!loft_operation_store_count (store, &n_waiting, error))
    return FALSE;
  context->operations_wait = n_waiting > 0;
  if (!loft_mail_store_has_lost (store, context->folder->id, &context->has_lost, error))
    return FALSE;
  for (guint i = 0; i < batch->items->len; i++)
    if (!reconcile_item (context, g_ptr_array_index (batch->items, i), error))
      return FALSE;
  return batch->token_after == NULL ||
         loft_folder_store_set_token (store, context->folder->id, batch->token_after, error);
}

/* Removals first: each is a statement of its own that may come again; the token comes last, with
 * the rows of its batch. */
static gboolean
store_batch (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  BatchContext *context = user_data;
  LoftAccountSync *self = context->self;

  if (batch->removed != NULL && !remove_told (context, batch->removed, TRUE, error))
    return FALSE;
  if (batch->present != NULL && !remove_told (context, batch->present, FALSE, error))
    return FALSE;
  if (batch->complete && !remove_lost (context, error))
    return FALSE;
  if (batch->reset || batch->items->len > 0 || batch->token_after != NULL)
    {
      if (!loft_mail_store_begin (self->store->mail, error))
        return FALSE;
      if (!store_items (context, batch, error))
        {
          loft_mail_store_rollback (self->store->mail);
          return FALSE;
        }
      if (!loft_mail_store_commit (self->store->mail, error))
        return FALSE;
    }
  if (batch->items->len > 0 || batch->removed != NULL || batch->present != NULL)
    loft_account_sync_tell_changed (self, context->folder->id);
  if (batch->total > 0)
    loft_account_sync_tell_progress (self, LOFT_SYNC_STEP_HEADERS, context->folder->path,
                                     batch->done, batch->total);
  return loft_mail_store_checkpoint (self->store->mail, LOFT_CHECKPOINT_BUSY, error);
}

static void
add_known (gint64 id, const char *remote_id, gpointer user_data)
{
  loft_remote_ids_add (user_data, remote_id);
}

gboolean
loft_account_sync_messages (LoftAccountSync *self, LoftFolder *folder, GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  g_autoptr (GBytes) token = NULL;
  BatchContext context = { self, folder, FALSE, FALSE };

  return loft_folder_store_get_sync (self->store->mail, folder->id, &token, NULL, error) &&
         loft_mail_store_foreach_remote_id (self->store->mail, folder->id, add_known, known,
                                            error) &&
         loft_backend_changes (self->backend, folder->remote_id, token, known, store_batch,
                               &context, cancellable, error);
}
