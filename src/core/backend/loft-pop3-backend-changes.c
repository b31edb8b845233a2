/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-backend-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-mime-identity.h"
#include "loft-mime-scanner.h"

/* What is new in the mailbox, newest first: whole, since RETR costs a server hardly more than TOP;
 * of what is too large only the header. */

#define BATCH_MESSAGES 100
#define BATCH_BYTES    (512 * 1024)
#define BATCH_SECONDS  1
#define MAX_ENDLESS    3 /* messages of one call that are longer than any may be */

typedef struct {
  LoftPop3Backend *self;
  LoftRemoteIds *told; /* (owned) known ids, and those told since */
  const LoftContentWish *wish; /* (nullable) */
  LoftChangeFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  LoftChangeBatch *batch; /* (owned) */
  gsize batch_bytes;
  gint64 batch_since; /* monotonic */
  guint64 done;
  guint64 total;
  GPtrArray *asked; /* (owned) of LoftPop3Entry (borrowed): of the running command */
  guint n_answered;
  gboolean asked_whole; /* by RETR */
  gboolean stopped; /* somebody waits for the connection */
  GPtrArray *refused; /* (owned) of LoftPop3Entry (borrowed): by it */
  GByteArray *raw; /* (owned) of the message that is coming */
  GError *error; /* (owned) (nullable) what func failed with */
} Download;

/* ---- batches ------------------------------------------------------------------------------ */

static gboolean
tell (Download *download, GError **error)
{
  g_autoptr (LoftChangeBatch) batch = g_steal_pointer (&download->batch);

  download->batch = loft_change_batch_new ();
  download->batch_bytes = 0;
  batch->done = download->done;
  batch->total = download->total;
  return download->func (batch, download->user_data, error);
}

static gboolean
tell_filled (Download *download, GError **error)
{
  return download->batch->items->len == 0 || tell (download, error);
}

static gboolean
is_due (const Download *download)
{
  return download->batch->items->len >= BATCH_MESSAGES || download->batch_bytes >= BATCH_BYTES ||
         g_get_monotonic_time () - download->batch_since > BATCH_SECONDS * G_USEC_PER_SEC;
}

/* ---- one message -------------------------------------------------------------------------- */

/* whole: raw is the message, else its header. */
static LoftRemoteItem *
item_new (const LoftPop3Entry *entry, GBytes *raw, gboolean whole)
{
  LoftRemoteItem *item = loft_remote_item_new (entry->remote_id, LOFT_FLAG_NONE, "");
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);
  const char *block;
  gsize block_length = loft_mime_scanner_find_header (bytes, length, &block);

  item->is_new = TRUE;
  item->size = whole ? length : entry->size;
  item->header = g_bytes_new_from_bytes (raw, (gsize) (block - bytes), block_length);
  item->received = loft_mime_identity_received (block, block_length);
  item->digest = loft_mime_identity_digest (block, block_length);
  if (whole)
    item->content = g_bytes_ref (raw);
  return item;
}

static gboolean
take_message (Download *download, const LoftPop3Entry *entry)
{
  g_autoptr (GBytes) raw = g_byte_array_free_to_bytes (g_steal_pointer (&download->raw));

  download->raw = g_byte_array_new ();
  if (download->batch->items->len == 0)
    download->batch_since = g_get_monotonic_time ();
  g_ptr_array_add (download->batch->items, item_new (entry, raw, download->asked_whole));
  download->batch_bytes += g_bytes_get_size (raw);
  loft_remote_ids_add (download->told, entry->remote_id);
  download->done++;
  return !is_due (download) || tell (download, &download->error);
}

static gboolean
add_piece (guint32 number, const char *bytes, gsize length, gpointer user_data)
{
  Download *download = user_data;

  g_byte_array_append (download->raw, (const guint8 *) bytes, (guint) length);
  return TRUE;
}

static gboolean
is_awaited (Download *download)
{
  const LoftContentWish *wish = download->wish;

  download->stopped =
    wish != NULL && wish->is_awaited != NULL && wish->is_awaited (wish->awaited_data);
  return download->stopped;
}

static gboolean
end_message (guint32 number, const GError *refusal, gpointer user_data)
{
  Download *download = user_data;
  LoftPop3Entry *entry = g_ptr_array_index (download->asked, download->n_answered++);

  if (refusal == NULL)
    return take_message (download, entry) && !is_awaited (download);
  g_ptr_array_add (download->refused, entry);
  g_byte_array_set_size (download->raw, 0);
  return TRUE;
}

/* ---- many --------------------------------------------------------------------------------- */

/* A message that is longer than it may be ended the connection: it is known as such from now on. */
static void
note_endless (Download *download, const GError *failure)
{
  const LoftPop3Entry *entry;

  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT) ||
      download->n_answered >= download->asked->len)
    return;
  entry = g_ptr_array_index (download->asked, download->n_answered);
  g_hash_table_add (download->self->endless, g_strdup (entry->remote_id));
}

/* entries: (transfer full) what the server refuses is in download->refused then. */
static gboolean
ask (Download *download, GPtrArray *entries, gboolean whole, GError **error)
{
  static const LoftPop3Sink sink = { add_piece, end_message };
  LoftPop3Session *session = download->self->session;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GError) failure = NULL;
  const guint32 *first;
  gboolean done;

  g_clear_pointer (&download->asked, g_ptr_array_unref);
  download->asked = entries;
  download->n_answered = 0;
  download->asked_whole = whole;
  g_ptr_array_set_size (download->refused, 0);
  g_byte_array_set_size (download->raw, 0);
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (numbers, ((LoftPop3Entry *) g_ptr_array_index (entries, i))->number);
  first = (const guint32 *) (gpointer) numbers->data;
  if (entries->len == 0 || download->stopped)
    return TRUE;
  if (whole)
    done = loft_pop3_session_retrieve (session, first, numbers->len, LOFT_POP3_BACKEND_MAX_MESSAGE,
                                       &sink, download, download->cancellable, &failure);
  else
    done = loft_pop3_session_top (session, first, numbers->len, 0, LOFT_POP3_BACKEND_MAX_HEADER,
                                  &sink, download, download->cancellable, &failure);
  if (download->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&download->error));
      return FALSE;
    }
  if (done)
    return TRUE;
  note_endless (download, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* (transfer container) */
static GPtrArray *
take_refused (Download *download)
{
  GPtrArray *refused = g_steal_pointer (&download->refused);

  download->refused = g_ptr_array_new ();
  return refused;
}

static gboolean
wants_whole (const Download *download, const LoftPop3Entry *entry)
{
  const LoftContentWish *wish = download->wish;

  return wish != NULL && entry->size <= LOFT_POP3_BACKEND_MAX_MESSAGE &&
         (wish->largest == 0 || entry->size <= wish->largest) &&
         !g_hash_table_contains (download->self->endless, entry->remote_id);
}

/* The highest number came last. */
static void
sort_out (Download *download, GPtrArray *headers, GPtrArray *wholes)
{
  GPtrArray *entries = download->self->entries->entries;

  for (guint i = entries->len; i > 0; i--)
    {
      LoftPop3Entry *entry = g_ptr_array_index (entries, i - 1);

      if (entry->remote_id == NULL || loft_remote_ids_contains (download->told, entry->remote_id))
        continue;
      g_ptr_array_add (wants_whole (download, entry) ? wholes : headers, entry);
    }
}

/* What TOP does not give comes whole; what RETR does not give is at least listed. What neither gives
 * is asked for again next time. */
static gboolean
tell_new (Download *download, GError **error)
{
  g_autoptr (GPtrArray) wholes = g_ptr_array_new ();
  GPtrArray *headers = g_ptr_array_new ();

  sort_out (download, headers, wholes);
  download->total = download->done + headers->len + wholes->len;
  if (!ask (download, headers, FALSE, error))
    return FALSE;
  for (guint i = 0; i < download->refused->len; i++)
    g_ptr_array_add (wholes, g_ptr_array_index (download->refused, i));
  return ask (download, g_steal_pointer (&wholes), TRUE, error) &&
         ask (download, take_refused (download), FALSE, error) && tell_filled (download, error);
}

/* ---- the whole ---------------------------------------------------------------------------- */

/* Where ids name other messages than they did, all are new, and told by their headers first: most of
 * them will be found to be here. */
static gboolean
tell_present (Download *download, LoftRemoteIds *known, gboolean reused, GError **error)
{
  LoftPop3Entries *entries = download->self->entries;

  download->batch->present = loft_remote_ids_new ();
  download->batch->unsound = !entries->sound;
  if (reused)
    {
      download->batch->reset = TRUE;
      download->wish = NULL;
      return tell (download, error);
    }
  for (guint i = 0; i < entries->entries->len; i++)
    {
      const LoftPop3Entry *entry = g_ptr_array_index (entries->entries, i);

      if (entry->remote_id != NULL && loft_remote_ids_contains (known, entry->remote_id))
        loft_remote_ids_add (download->batch->present, entry->remote_id);
    }
  return tell (download, error);
}

/* What was told before a message turned out to be endless stays told. */
static gboolean
tell_new_in_spite (Download *download, GError **error)
{
  for (guint n_endless = 0;; n_endless++)
    {
      g_autoptr (GError) failure = NULL;

      if (tell_new (download, &failure))
        return TRUE;
      if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_LIMIT) || n_endless >= MAX_ENDLESS)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (!loft_pop3_backend_connect (download->self, download->cancellable, error) ||
          !loft_pop3_backend_ensure_listed (download->self, download->cancellable, error))
        return FALSE;
    }
}

/* Only now: whatever went before may have ended the connection. */
static gboolean
tell_anchors (Download *download, GError **error)
{
  if (!download->self->entries->sound)
    return TRUE;
  return loft_pop3_backend_make_anchors (download->self, &download->batch->token_after,
                                         download->cancellable, error) &&
         (download->batch->token_after == NULL || tell (download, error));
}

static gboolean
tell_all (Download *download, LoftRemoteIds *known, GBytes *token, GError **error)
{
  gboolean unchanged = loft_pop3_backend_is_unchanged (download->self, token);
  gboolean reused = FALSE;

  if (!unchanged && !loft_pop3_backend_check_anchors (download->self, token, &reused,
                                                      download->cancellable, error))
    return FALSE;
  download->told = reused ? loft_remote_ids_new () : loft_remote_ids_copy (known);
  return tell_present (download, known, reused, error) && tell_new_in_spite (download, error) &&
         (unchanged || download->stopped || tell_anchors (download, error));
}

static void
download_clear (Download *download)
{
  g_clear_pointer (&download->told, loft_remote_ids_free);
  loft_change_batch_free (download->batch);
  g_clear_pointer (&download->asked, g_ptr_array_unref);
  g_ptr_array_unref (download->refused);
  g_byte_array_unref (download->raw);
  g_clear_error (&download->error);
}

gboolean
loft_pop3_backend_changes (LoftBackend *backend, const char *folder_id, GBytes *token,
                           LoftRemoteIds *known, const LoftContentWish *wish, LoftChangeFunc func,
                           gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftPop3Backend *self = LOFT_POP3_BACKEND (backend);
  Download download = {
    .self = self, .wish = wish, .func = func, .user_data = user_data, .cancellable = cancellable
  };
  gboolean done;

  if (!loft_pop3_backend_ensure_listed (self, cancellable, error))
    return FALSE;
  download.batch = loft_change_batch_new ();
  download.refused = g_ptr_array_new ();
  download.raw = g_byte_array_new ();
  done = tell_all (&download, known, token, error);
  /* What arrived before the connection broke is kept. */
  if (!done && download.error == NULL)
    tell_filled (&download, NULL);
  download_clear (&download);
  return done;
}
