/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-body-writer.h"
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
  gboolean has_lost; /* so too: whether the folder has lost messages */
  LoftBodyWriter *writer; /* (owned) (nullable) made when the first message comes with content */
} BatchContext;

/* ---- one message -------------------------------------------------------------------------- */

/* What came of a message: its listing, and where they came with it, its header and its content. */
typedef struct {
  const LoftRemoteItem *item;
  const LoftIngestedHeader *header; /* (nullable) */
  const LoftIngestedBody *body; /* (nullable) in the other databases under an id of its own */
  guint indexed;
} Arrival;

static gboolean
insert_message (BatchContext *context, const Arrival *arrival, const LoftReconcileAction *action,
                GError **error)
{
  LoftMailStore *store = context->self->store->mail;
  const LoftIngestedHeader *header = arrival->header;
  const LoftIngestedBody *body = arrival->body;
  LoftCachedBody cached = { 0 };
  LoftNewMessage message = {
    .folder_id = context->folder->id,
    .remote_id = arrival->item->remote_id,
    .date = header->date,
    .received = arrival->item->received,
    .size = arrival->item->size,
    .server_flags = action->server_flags,
    .server_keywords = action->server_keywords,
    .flags = action->flags,
    .keywords = action->keywords,
    .message_id = header->message_id,
    .subject = header->subject,
    .sender = header->sender,
    .recipients = header->recipients,
    .copies = header->copies,
    .priority = header->priority,
  };
  gint64 id;

  if (body != NULL)
    {
      cached = (LoftCachedBody){ body->size, body->preview, body->attachments, body->problem,
                                 arrival->indexed };
      message.id = body->message_id;
      message.body = &cached;
    }
  return loft_conversation_store_join (store, header->message_id, header->references,
                                       &message.conversation_id, error) &&
         loft_mail_store_insert (store, &message, &id, error);
}

/* What left by a move of ours whose answer was lost is looked for where it was to go. */
static gboolean
remove_message (BatchContext *context, gint64 id, GError **error)
{
  LoftMailStore *store = context->self->store->mail;
  gboolean sent = FALSE;

  if (context->operations_wait && !loft_operation_queue_is_sent_away (store, id, &sent, error))
    return FALSE;
  if (sent)
    return loft_mail_store_set_server_place (store, id, LOFT_FOLDER_NOWHERE, NULL, error);
  return loft_operation_store_forget_message (store, id, error) &&
         loft_mail_store_remove (store, id, error);
}

static gboolean
execute (BatchContext *context, const Arrival *arrival, const LoftReconcileAction *action,
         GError **error)
{
  LoftMailStore *store = context->self->store->mail;

  switch (action->kind)
    {
    case LOFT_RECONCILE_NOTHING:
      return TRUE;
    case LOFT_RECONCILE_INSERT:
      return insert_message (context, arrival, action, error);
    case LOFT_RECONCILE_RELINK:
      if (!loft_mail_store_relink (store, action->id, arrival->item->remote_id, error))
        return FALSE;
      G_GNUC_FALLTHROUGH;
    case LOFT_RECONCILE_UPDATE:
      return loft_mail_store_set_flags (store, action->id, action->server_flags,
                                        action->server_keywords, action->flags, action->keywords,
                                        error);
    case LOFT_RECONCILE_REMOVE:
      return remove_message (context, action->id, error);
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

/* The content of a message whose row is there already stands under an id without one. */
static gboolean
give_up_content (BatchContext *context, const Arrival *arrival, const LoftReconcileAction *action,
                 GError **error)
{
  return arrival->body == NULL || action->kind == LOFT_RECONCILE_INSERT ||
         loft_mail_store_add_leftover (context->self->store->mail, arrival->body->message_id,
                                       error);
}

static gboolean
find_stored (BatchContext *context, const LoftRemoteItem *item, LoftMessageState **state,
             GError **error)
{
  GError *failure = NULL;

  *state = loft_mail_store_find_remote (context->self->store->mail, context->folder->id,
                                        item->remote_id, &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* Some servers tell of a message only what has changed. *keywords: (transfer full) what server points to
 * then. */
static void
fill_untold (const LoftRemoteItem *item, const LoftMessageState *state, LoftServerValues *server,
             char **keywords)
{
  server->flags = (item->flags & ~item->untold) | (state->server_flags & item->untold);
  server->keywords = *keywords = loft_remote_item_dup_keywords (item, state->server_keywords);
}

static gboolean
reconcile (BatchContext *context, Arrival *arrival, GError **error)
{
  const LoftRemoteItem *item = arrival->item;
  g_autoptr (LoftMessageState) state = NULL;
  g_autoptr (LoftIngestedHeader) header = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_auto (LoftReconcileAction) action = { 0 };
  LoftServerValues server = { FALSE, item->is_new, item->flags, item->keywords };
  LoftStoredValues stored = { 0 };
  g_autofree char *keywords = NULL;
  gint64 lost_id = 0;

  if (!find_stored (context, item, &state, error))
    return FALSE;
  if (state != NULL)
    fill_untold (item, state, &server, &keywords);
  if (state != NULL)
    stored = (LoftStoredValues){ state->id, state->server_flags, state->server_keywords,
                                 state->flags, state->keywords };
  else if (item->is_new)
    {
      if (arrival->header == NULL)
        arrival->header = header = loft_ingest_header (item->header, item->received);
      if (context->has_lost &&
          !loft_mail_store_find_lost (context->self->store->mail, context->folder->id,
                                      arrival->header->message_id, item->size, item->received,
                                      &lost_id, error))
        return FALSE;
    }
  changes = waiting_changes (context, stored.id != 0 ? stored.id : lost_id, error);
  if (changes == NULL)
    return FALSE;
  action = loft_reconcile_message (&stored, lost_id, &server,
                                   (LoftFlagChange *const *) changes->pdata, changes->len);
  return execute (context, arrival, &action, error) &&
         give_up_content (context, arrival, &action, error);
}

static gboolean
look_around (BatchContext *context, GError **error)
{
  LoftMailStore *store = context->self->store->mail;
  guint n_waiting = 0;

  if (!loft_operation_store_count (store, &n_waiting, error))
    return FALSE;
  context->operations_wait = n_waiting > 0;
  return loft_mail_store_has_lost (store, context->folder->id, &context->has_lost, error);
}

/* ---- removals ----------------------------------------------------------------------------- */

typedef struct {
  LoftRemoteIds *ids;
  gboolean gone_when_in; /* else: gone when not in */
  GArray *gone; /* of gint64 */
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
      g_auto (LoftReconcileAction) action = loft_reconcile_message (&stored, 0, &server, NULL, 0);

      if (!execute (context, NULL, &action, error))
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
  if (ids->len > 0 && !look_around (context, error))
    return FALSE;
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

  if (batch->reset && !loft_mail_store_lose_remote_ids (store, context->folder->id, error))
    return FALSE;
  if (!look_around (context, error))
    return FALSE;
  for (guint i = 0; i < batch->items->len; i++)
    {
      Arrival arrival = { .item = g_ptr_array_index (batch->items, i) };

      if (!reconcile (context, &arrival, error))
        return FALSE;
    }
  return batch->token_after == NULL ||
         loft_folder_store_set_token (store, context->folder->id, batch->token_after, error);
}

/* ---- messages that come with their content ------------------------------------------------ */

static gboolean
store_with_contents (GPtrArray *bodies, guint indexed, gpointer user_data, GError **error)
{
  BatchContext *context = user_data;

  if (!look_around (context, error))
    return FALSE;
  for (guint i = 0; i < bodies->len; i++)
    {
      const LoftIngestedBody *body = g_ptr_array_index (bodies, i);
      Arrival arrival = { body->item, body->header, body, indexed };

      if (!reconcile (context, &arrival, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes those out of the batch. Where messages are lost, headers go first: what is found again has
 * its content. */
static gboolean
write_contents (BatchContext *context, LoftChangeBatch *batch, GError **error)
{
  GPtrArray *items = batch->items;

  if (batch->reset || context->has_lost)
    return TRUE;
  for (guint i = items->len; i > 0; i--)
    {
      LoftRemoteItem *item = g_ptr_array_index (items, i - 1);

      if (item->content == NULL)
        continue;
      g_ptr_array_steal_index (items, i - 1);
      if (context->writer == NULL)
        context->writer =
          loft_body_writer_new (context->self, context->folder, 0, store_with_contents, context);
      if (!loft_body_writer_push_item (context->writer, item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_empty (const LoftChangeBatch *batch)
{
  return !batch->reset && batch->items->len == 0 && batch->removed == NULL &&
         batch->present == NULL && batch->token_after == NULL;
}

/* Removals first: each is a statement of its own that may come again; the token comes last, with
 * the rows of its batch and of those before it. */
static gboolean
store_rest (BatchContext *context, const LoftChangeBatch *batch, GError **error)
{
  LoftAccountSync *self = context->self;

  if (is_empty (batch))
    return TRUE;
  if (context->writer != NULL && !loft_body_writer_finish (context->writer, error))
    return FALSE;
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
  return loft_mail_store_checkpoint (self->store->mail, LOFT_CHECKPOINT_BUSY, error);
}

static gboolean
store_batch (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  BatchContext *context = user_data;

  if (!write_contents (context, batch, error) || !store_rest (context, batch, error))
    return FALSE;
  if (batch->total > 0)
    loft_account_sync_tell_progress (context->self, LOFT_SYNC_STEP_HEADERS, context->folder->path,
                                     batch->done, batch->total);
  return TRUE;
}

static void
add_known (gint64 id, const char *remote_id, gpointer user_data)
{
  loft_remote_ids_add (user_data, remote_id);
}

/* Not where a new listing will find messages again that have their content. */
static gboolean
may_wish (BatchContext *context, const LoftContentWish *wish, GBytes *token, LoftRemoteIds *known)
{
  return (token != NULL || loft_remote_ids_count (known) == 0) && !context->has_lost &&
         wish->seconds > 0 && wish->since != G_MAXINT64 &&
         !loft_account_sync_wants_short_steps (context->self) &&
         !loft_account_sync_wants_headers_only (context->self);
}

static gboolean
list_changes (BatchContext *context, GBytes *token, LoftRemoteIds *known, GCancellable *cancellable,
              GError **error)
{
  LoftAccountSync *self = context->self;
  LoftContentWish wish = { loft_account_sync_window_start (self, context->folder),
                           self->content_seconds };
  gint64 started = g_get_monotonic_time ();
  gboolean listed = loft_backend_changes (self->backend, context->folder->remote_id, token, known,
                                          may_wish (context, &wish, token, known) ? &wish : NULL,
                                          store_batch, context, cancellable, error);

  if (context->writer == NULL)
    return listed;
  /* All that arrived is kept. */
  listed = loft_body_writer_finish (context->writer, listed ? error : NULL) && listed;
  self->content_seconds -= (gdouble) (g_get_monotonic_time () - started) / G_USEC_PER_SEC;
  return listed;
}

gboolean
loft_account_sync_messages (LoftAccountSync *self, LoftFolder *folder, GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  g_autoptr (GBytes) token = NULL;
  BatchContext context = { .self = self, .folder = folder };
  gboolean listed =
    loft_folder_store_get_sync (self->store->mail, folder->id, &token, NULL, error) &&
    loft_mail_store_has_lost (self->store->mail, folder->id, &context.has_lost, error) &&
    loft_mail_store_foreach_remote_id (self->store->mail, folder->id, add_known, known, error) &&
    list_changes (&context, token, known, cancellable, error);

  g_clear_pointer (&context.writer, loft_body_writer_free);
  return listed;
}
