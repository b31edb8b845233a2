/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include "loft-body-writer.h"
#include "loft-clock.h"
#include "loft-conversation-store.h"
#include "loft-download-store.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-id-block.h"
#include "loft-local-folders.h"
#include "loft-place-store.h"

/* Mail that is picked up: a message is brought once, and is then this computer's. What of it the
 * server still has, and by which name, stands in a history of its own (store/loft-download-store.h);
 * neither folders nor flags have a counterpart there. */

#define INBOX      "INBOX"
#define FETCH_STEP 20 /* messages asked for in one call of the backend */
#define KEEP_GONE  (90 * 24 * 60 * 60) /* ids of what was deleted here and there may come back */

typedef struct {
  LoftAccountSync *self;
  LoftFolder *inbox; /* (owned) */
  LoftBodyWriter *writer; /* (owned) (nullable) */
  GPtrArray *history; /* (owned) of LoftDownload: before this listing */
  GHashTable *absent; /* digest -> LoftDownload (borrowed) that the listing lacks */
  GBytes *token; /* (owned) (nullable) for the next listing */
  gboolean listed; /* the listing has begun to be told */
  gboolean unsound; /* of it */
  gboolean renamed; /* messages of the history have other ids now */
  gboolean stopped; /* somebody waits for the connection: there may be more */
  gint64 now;
} Download;

gboolean
loft_account_sync_downloads (LoftAccountSync *self)
{
  return (loft_backend_get_capabilities (self->backend) & LOFT_BACKEND_DOWNLOADS) != 0;
}

/* ---- what the server still has ------------------------------------------------------------ */

static gboolean
note_one (Download *download, LoftDownload *known, gboolean present, GError **error)
{
  if (!present)
    g_hash_table_insert (download->absent, known->digest, known);
  if (present == (known->gone_at == 0))
    return TRUE;
  known->gone_at = present ? 0 : download->now;
  return loft_download_store_set_gone (download->self->store->mail, known->remote_id,
                                       known->gone_at, error);
}

static gboolean
note_all (Download *download, LoftRemoteIds *present, GError **error)
{
  for (guint i = 0; i < download->history->len; i++)
    {
      LoftDownload *known = g_ptr_array_index (download->history, i);

      if (!note_one (download, known, loft_remote_ids_contains (present, known->remote_id), error))
        return FALSE;
    }
  return TRUE;
}

/* The ids mean nothing any more. */
static gboolean
lose_ids (Download *download, GError **error)
{
  LoftMailStore *mail = download->self->store->mail;

  download->renamed = TRUE;
  g_clear_pointer (&download->history, g_ptr_array_unref);
  if (loft_download_store_lose_ids (mail, download->now, error))
    download->history = loft_download_store_list (mail, error);
  return download->history != NULL;
}

static gboolean
note_listing (Download *download, const LoftChangeBatch *batch, GError **error)
{
  LoftMailStore *mail = download->self->store->mail;

  download->listed = TRUE;
  download->unsound = batch->unsound;
  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if ((!batch->reset || lose_ids (download, error)) && note_all (download, batch->present, error))
    return loft_mail_store_commit (mail, error);
  loft_mail_store_rollback (mail);
  return FALSE;
}

/* ---- one message -------------------------------------------------------------------------- */

/* In a transaction. body: (nullable) the content that is there already, under its id. */
static gboolean
insert (Download *download, const LoftRemoteItem *item, const LoftIngestedHeader *header,
        const LoftIngestedBody *body, guint indexed, gint64 *id, GError **error)
{
  LoftMailStore *mail = download->self->store->mail;
  LoftCachedBody cached = { 0 };
  LoftNewMessage message = {
    .folder_id = download->inbox->id,
    .date = header->date,
    .received = item->received,
    .size = item->size,
    .server_flags = item->flags,
    .server_keywords = item->keywords,
    .flags = item->flags,
    .keywords = item->keywords,
    .message_id = header->message_id,
    .subject = header->subject,
    .sender = header->sender,
    .recipients = header->recipients,
    .copies = header->copies,
    .priority = header->priority,
  };

  if (body != NULL)
    {
      cached =
        (LoftCachedBody){ body->size, body->preview, body->attachments, body->problem, indexed };
      message.id = body->message_id;
      message.body = &cached;
    }
  return loft_conversation_store_join (mail, header->message_id, header->references,
                                       &message.conversation_id, error) &&
         loft_mail_store_insert (mail, &message, id, error);
}

static gboolean
insert_and_note (Download *download, const LoftRemoteItem *item, const LoftIngestedHeader *header,
                 const LoftIngestedBody *body, guint indexed, GError **error)
{
  LoftDownload brought = {
    .remote_id = item->remote_id, .digest = item->digest, .size = item->size, .at = download->now
  };

  /* The content was put with its place. */
  return insert (download, item, header, body, indexed, &brought.message_id, error) &&
         loft_place_store_clear_changed (download->self->store->mail, brought.message_id, error) &&
         loft_download_store_add (download->self->store->mail, &brought, error);
}

/* The server calls by a new name what it had under another: its content is here, or was deleted. */
static gboolean
rename_known (Download *download, LoftDownload *known, const LoftRemoteItem *item,
              const LoftIngestedBody *body, GError **error)
{
  LoftMailStore *mail = download->self->store->mail;

  download->renamed = TRUE;
  g_hash_table_remove (download->absent, known->digest);
  return loft_download_store_rename (mail, known->remote_id, item->remote_id, error) &&
         (body == NULL || loft_mail_store_add_leftover (mail, body->message_id, error));
}

static gboolean
store_one (Download *download, const LoftRemoteItem *item, const LoftIngestedHeader *header,
           const LoftIngestedBody *body, guint indexed, GError **error)
{
  LoftDownload *known = g_hash_table_lookup (download->absent, item->digest);

  if (known != NULL)
    return rename_known (download, known, item, body, error);
  return insert_and_note (download, item, header, body, indexed, error);
}

/* ---- batches ------------------------------------------------------------------------------ */

static gboolean
store_with_contents (GPtrArray *bodies, guint indexed, gpointer user_data, GError **error)
{
  for (guint i = 0; i < bodies->len; i++)
    {
      const LoftIngestedBody *body = g_ptr_array_index (bodies, i);

      if (body->item != NULL &&
          !store_one (user_data, body->item, body->header, body, indexed, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes those with content out of the batch. */
static gboolean
write_contents (Download *download, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len;)
    {
      LoftRemoteItem *item = g_ptr_array_index (items, i);

      if (item->content == NULL)
        {
          i++;
          continue;
        }
      g_ptr_array_steal_index (items, i);
      if (!loft_body_writer_push_item (download->writer, item, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_headers (Download *download, GPtrArray *items, GError **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      const LoftRemoteItem *item = g_ptr_array_index (items, i);
      g_autoptr (LoftIngestedHeader) header = loft_ingest_header (item->header, item->received);

      if (!store_one (download, item, header, NULL, 0, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
store_headers_in_transaction (Download *download, GPtrArray *items, GError **error)
{
  LoftMailStore *mail = download->self->store->mail;

  if (items->len == 0)
    return TRUE;
  if (!loft_mail_store_begin (mail, error))
    return FALSE;
  if (store_headers (download, items, error))
    {
      loft_account_sync_tell_changed (download->self, download->inbox->id);
      return loft_mail_store_commit (mail, error);
    }
  loft_mail_store_rollback (mail);
  return FALSE;
}

static gboolean
store_batch (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  Download *download = user_data;

  if ((batch->present != NULL && !note_listing (download, batch, error)) ||
      !write_contents (download, batch->items, error) ||
      !store_headers_in_transaction (download, batch->items, error))
    return FALSE;
  if (batch->token_after != NULL)
    download->token = g_bytes_ref (batch->token_after);
  if (batch->total > 0)
    loft_account_sync_tell_progress (download->self, LOFT_SYNC_STEP_BODIES, INBOX, batch->done,
                                     batch->total);
  return TRUE;
}

/* ---- what only the header is here of ------------------------------------------------------ */

typedef struct {
  LoftBodyWriter *writer;
  GHashTable *wanted; /* remote id -> LoftDownload (borrowed) */
} Rest;

static gboolean
on_fetched (const char *remote_id, GBytes *raw, gpointer user_data, GError **error)
{
  Rest *rest = user_data;
  const LoftDownload *download = g_hash_table_lookup (rest->wanted, remote_id);

  return download == NULL || loft_body_writer_push (rest->writer, download->message_id,
                                                    download->date, raw, TRUE, error);
}

static gboolean
fetch_rest (LoftAccountSync *self, GPtrArray *wanted, Rest *rest, GCancellable *cancellable,
            GError **error)
{
  for (guint first = 0; first < wanted->len; first += FETCH_STEP)
    {
      g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();

      for (guint i = first; i < MIN (first + FETCH_STEP, wanted->len); i++)
        {
          LoftDownload *download = g_ptr_array_index (wanted, i);

          g_ptr_array_add (remote_ids, download->remote_id);
          g_hash_table_insert (rest->wanted, download->remote_id, download);
        }
      /* What a person opened in between, and gave up, may have ended the connection. */
      if (!loft_backend_connect (self->backend, cancellable, error) ||
          !loft_backend_fetch (self->backend, INBOX, NULL, remote_ids, on_fetched, rest,
                               cancellable, error))
        return FALSE;
      loft_account_sync_breathe (self);
    }
  return TRUE;
}

/* As when the network was paid for by amount, or the limit has been raised since. */
static gboolean
wants_rest (LoftAccountSync *self, const LoftDownload *download)
{
  return !download->has_content && download->gone_at == 0 &&
         download->place != LOFT_DOWNLOAD_DELETED &&
         (self->downloads.largest == 0 || download->size <= self->downloads.largest);
}

static gboolean
bring_rest (LoftAccountSync *self, LoftFolder *inbox, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) history = loft_download_store_list (self->store->mail, error);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  g_autoptr (LoftBodyWriter) writer = NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  Rest rest = { NULL, by_id };
  gboolean done;

  if (history == NULL)
    return FALSE;
  for (guint i = 0; i < history->len; i++)
    if (wants_rest (self, g_ptr_array_index (history, i)))
      g_ptr_array_add (wanted, g_ptr_array_index (history, i));
  if (wanted->len == 0 || loft_account_sync_wants_headers_only (self))
    return TRUE;
  rest.writer = writer = loft_body_writer_new (self, inbox, wanted->len, NULL, NULL);
  self->downloading = TRUE;
  done = fetch_rest (self, wanted, &rest, cancellable, error);
  self->downloading = FALSE;
  return loft_body_writer_finish (writer, done ? error : NULL) && done;
}

/* ---- the whole ---------------------------------------------------------------------------- */

static LoftRemoteIds *
known_ids (GPtrArray *history)
{
  LoftRemoteIds *known = loft_remote_ids_new ();

  for (guint i = 0; i < history->len; i++)
    loft_remote_ids_add (known, ((LoftDownload *) g_ptr_array_index (history, i))->remote_id);
  return known;
}

static gboolean
is_awaited (gpointer user_data)
{
  Download *download = user_data;
  const LoftSyncObserver *observer = &download->self->observer;

  if (observer->is_awaited != NULL && observer->is_awaited (download->self->user_data))
    download->stopped = TRUE;
  return download->stopped;
}

static gboolean
bring_new (Download *download, GCancellable *cancellable, GError **error)
{
  LoftAccountSync *self = download->self;
  g_autoptr (LoftRemoteIds) known = known_ids (download->history);
  g_autoptr (GBytes) token = NULL;
  const LoftContentWish wish = { G_MININT64, G_MAXDOUBLE, self->downloads.largest, is_awaited,
                                 download };
  gboolean brought;

  if (!loft_folder_store_get_sync (self->store->mail, download->inbox->id, &token, NULL, error))
    return FALSE;
  download->writer = loft_body_writer_new (self, download->inbox, 0, store_with_contents, download);
  brought = loft_backend_changes (self->backend, INBOX, token, known,
                                  loft_account_sync_wants_headers_only (self) ? NULL : &wish,
                                  store_batch, download, cancellable, error);
  /* All that arrived is kept. */
  brought = loft_body_writer_finish (download->writer, brought ? error : NULL) && brought;
  loft_body_writer_free (download->writer);
  return brought;
}

/* Also when it was cut short: what was seen of the ids was seen. */
static gboolean
note_seen (Download *download, GError **error)
{
  LoftAccountSync *self = download->self;

  return (!download->listed ||
          loft_account_sync_note_hold (self, download->unsound, download->renamed, download->now,
                                       error)) &&
         (download->token == NULL ||
          loft_folder_store_set_token (self->store->mail, download->inbox->id, download->token,
                                       error));
}

static gboolean
list_and_bring_some (LoftAccountSync *self, LoftFolder *inbox, gboolean *more,
                     GCancellable *cancellable, GError **error)
{
  Download download = { .self = self, .inbox = inbox, .now = loft_clock_now () };
  gboolean brought;

  download.history = loft_download_store_list (self->store->mail, error);
  if (download.history == NULL)
    return FALSE;
  download.absent = g_hash_table_new (g_str_hash, g_str_equal);
  brought = bring_new (&download, cancellable, error);
  brought = note_seen (&download, brought ? error : NULL) && brought;
  g_hash_table_unref (download.absent);
  g_clear_pointer (&download.history, g_ptr_array_unref);
  g_clear_pointer (&download.token, g_bytes_unref);
  *more = download.stopped;
  return brought;
}

/* The server lets nobody else in meanwhile, so what a person opens is brought between two messages. */
static gboolean
list_and_bring (LoftAccountSync *self, LoftFolder *inbox, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;
  gboolean brought = TRUE;

  self->downloading = TRUE;
  while (brought && more)
    {
      brought = loft_backend_connect (self->backend, cancellable, error) &&
                loft_account_sync_note_expiry (self, error) &&
                list_and_bring_some (self, inbox, &more, cancellable, error);
      if (brought && more)
        loft_account_sync_breathe (self);
    }
  self->downloading = FALSE;
  return brought;
}

static gboolean
prepare (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  LoftMailStore *mail = self->store->mail;

  return loft_id_block_settle (mail, error) && loft_local_folders_ensure (mail, error) &&
         loft_account_store_restore (self->store, cancellable, error) &&
         loft_account_store_reindex (self->store, cancellable, error) &&
         loft_account_sync_check_restart (self, error) &&
         loft_download_store_forget_lost (mail, error) &&
         loft_download_store_forget_gone (mail, loft_clock_now () - KEEP_GONE, error) &&
         loft_account_sync_replay (self, cancellable, error);
}

static gboolean
run (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftFolder) inbox = NULL;

  if (!prepare (self, cancellable, error))
    return FALSE;
  inbox = loft_folder_store_find (self->store->mail, INBOX, error);
  return inbox != NULL && list_and_bring (self, inbox, cancellable, error) &&
         bring_rest (self, inbox, cancellable, error) &&
         loft_account_sync_remove_downloaded (self, cancellable, error) &&
         loft_folder_store_set_synced (self->store->mail, inbox->id, NULL, loft_clock_now (),
                                       error);
}

/* The server is let go before what takes time here alone. */
gboolean
loft_account_sync_download (LoftAccountSync *self, GCancellable *cancellable, GError **error)
{
  gboolean done = run (self, cancellable, error);

  loft_backend_leave (self->backend, cancellable);
  return done && loft_account_sync_index_opened (self, cancellable, error) &&
         loft_account_sync_index_headers (self, cancellable, error) &&
         loft_account_sync_note_places (self, error) &&
         loft_account_sync_keep_house (self, 0, cancellable, error);
}

/* ---- one message, now --------------------------------------------------------------------- */

static gboolean
on_fetched_single (const char *remote_id, GBytes *raw, gpointer user_data, GError **error)
{
  GBytes **found = user_data;

  if (*found == NULL)
    *found = g_bytes_ref (raw);
  return TRUE;
}

typedef struct {
  LoftAccountSync *self;
  const LoftMessageState *state;
} Arriving;

static void
on_arriving (guint64 n_bytes, gpointer user_data)
{
  Arriving *arriving = user_data;

  loft_account_sync_tell_arriving (arriving->self, arriving->state->id, n_bytes,
                                   arriving->state->size);
}

static GBytes *
fetch_single (LoftAccountSync *self, char *remote_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();
  g_autoptr (GBytes) raw = NULL;

  g_ptr_array_add (remote_ids, remote_id);
  if (!loft_backend_connect (self->backend, cancellable, error) ||
      !loft_backend_fetch (self->backend, INBOX, NULL, remote_ids, on_fetched_single, &raw,
                           cancellable, error))
    return NULL;
  if (raw == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                         "The server does not have this message any more");
  return g_steal_pointer (&raw);
}

GBytes *
loft_account_sync_download_message (LoftAccountSync *self, LoftMessageState *state,
                                    GCancellable *cancellable, GError **error)
{
  g_autofree char *remote_id =
    loft_download_store_get_remote_id (self->store->mail, state->id, error);
  Arriving arriving = { self, state };
  g_autoptr (GBytes) raw = NULL;

  loft_backend_follow_fetch (self->backend, on_arriving, &arriving);
  if (remote_id != NULL)
    raw = fetch_single (self, remote_id, cancellable, error);
  loft_backend_follow_fetch (self->backend, NULL, NULL);
  if (!self->downloading)
    loft_backend_leave (self->backend, cancellable);
  return raw != NULL && loft_account_sync_keep_single (self, state->id, raw, TRUE, error)
           ? g_steal_pointer (&raw)
           : NULL;
}
