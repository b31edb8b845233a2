/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-ingest.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-mime-reader.h"
#include "loft-text.h"

/* Enough words to find a message by; a 20 MB log in a mail need not be searchable to its end. */
#define MAX_INDEX_TEXT (1024 * 1024)
#define FUTURE_SECONDS (24 * 60 * 60)
#define BATCH_BYTES    (96 * 1024) /* raw; a few short messages */

/* Spam dates itself into the future to stay on top; the server's clock is believed then. */
static gint64
choose_date (gint64 date, gint64 received)
{
  gint64 latest = (received > 0 ? received : loft_clock_now ()) + FUTURE_SECONDS;

  if (date > 0 && date <= latest)
    return date;
  return received > 0 ? received : loft_clock_now ();
}

static LoftIngestedHeader *
ingest_headers (const LoftMimeHeaders *headers, gint64 received)
{
  LoftIngestedHeader *self = g_new0 (LoftIngestedHeader, 1);

  self->date = choose_date (headers->date, received);
  self->message_id = g_strdup (headers->message_id);
  self->references = g_ptr_array_ref (headers->references);
  self->subject = g_strdup (headers->subject);
  self->sender = loft_addresses_pack (headers->from);
  self->recipients = loft_addresses_pack (headers->to);
  self->copies = loft_addresses_pack (headers->cc);
  self->priority = headers->priority;
  return self;
}

LoftIngestedHeader *
loft_ingest_header (GBytes *header, gint64 received)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (header, &length);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read (bytes, length);

  return ingest_headers (headers, received);
}

void
loft_ingested_header_free (LoftIngestedHeader *self)
{
  if (self == NULL)
    return;
  g_free (self->message_id);
  g_ptr_array_unref (self->references);
  g_free (self->subject);
  g_free (self->sender);
  g_free (self->recipients);
  g_free (self->copies);
  g_free (self);
}

static void
append_people (GString *text, GPtrArray *addresses)
{
  for (guint i = 0; i < addresses->len; i++)
    {
      const LoftAddress *address = g_ptr_array_index (addresses, i);

      g_string_append_printf (text, "%s %s ", address->name, address->email);
    }
}

char *
loft_ingest_fold_people (GPtrArray *first, GPtrArray *second)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_people (text, first);
  if (second != NULL)
    append_people (text, second);
  return loft_text_fold (text->str, text->len);
}

static char *
fold_names (GPtrArray *attachments)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);

      g_string_append_printf (text, "%s ", attachment->name);
    }
  return loft_text_fold (text->str, text->len);
}

static LoftIngestedBody *
ingest_message (gint64 message_id, const LoftMimeMessage *message, guint64 size)
{
  LoftIngestedBody *self = g_new0 (LoftIngestedBody, 1);
  g_autoptr (GPtrArray) attachments = loft_mime_message_list_attachments (message);
  g_autofree char *text = loft_mime_message_index_text (message, MAX_INDEX_TEXT);

  self->message_id = message_id;
  self->size = size;
  if (message->headers->message_id[0] != '\0')
    self->message_hash = loft_text_stable_hash (message->headers->message_id);
  self->preview = loft_mime_message_preview (message);
  self->attachments = loft_attachments_pack (attachments);
  self->problem = g_strdup (message->refused);
  self->index_subject = loft_text_fold (message->headers->subject, -1);
  self->index_sender = loft_ingest_fold_people (message->headers->from, NULL);
  self->index_recipients = loft_ingest_fold_people (message->headers->to, message->headers->cc);
  self->index_names = fold_names (attachments);
  self->index_text = loft_text_fold (text, -1);
  return self;
}

LoftIngestedBody *
loft_ingest_body (gint64 message_id, GBytes *raw, gboolean encode)
{
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read_words (raw);
  LoftIngestedBody *self = ingest_message (message_id, message, g_bytes_get_size (raw));

  if (encode)
    self->content = loft_content_encode (raw);
  return self;
}

/* One reading for both, and what speaks for the row is what speaks for the content. */
static LoftIngestedBody *
ingest_item (LoftRemoteItem *item)
{
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read_words (item->content);
  LoftIngestedBody *self = ingest_message (0, message, g_bytes_get_size (item->content));

  self->header = ingest_headers (message->headers, item->received);
  g_clear_pointer (&item->header, g_bytes_unref);
  g_clear_pointer (&item->content, g_bytes_unref);
  self->item = item;
  return self;
}

LoftIngestedBody *
loft_ingest_excerpt (gint64 message_id, gint64 date, LoftMimeExcerpt *excerpt)
{
  g_autoptr (LoftMimeMessage) message = loft_mime_excerpt_read (excerpt);
  LoftIngestedBody *self =
      ingest_message (message_id, message, loft_mime_excerpt_get_length (excerpt));

  self->date = date;
  return self;
}

gsize
loft_ingested_body_get_text_bytes (const LoftIngestedBody *self)
{
  const char *const texts[] = { self->index_subject, self->index_sender, self->index_recipients,
                                self->index_names, self->index_text };
  gsize bytes = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    bytes += texts[i] != NULL ? strlen (texts[i]) : 0;
  return bytes;
}

void
loft_ingested_body_drop_texts (LoftIngestedBody *self)
{
  g_clear_pointer (&self->index_subject, g_free);
  g_clear_pointer (&self->index_sender, g_free);
  g_clear_pointer (&self->index_recipients, g_free);
  g_clear_pointer (&self->index_names, g_free);
  g_clear_pointer (&self->index_text, g_free);
}

void
loft_ingested_body_free (LoftIngestedBody *self)
{
  if (self == NULL)
    return;
  g_free (self->preview);
  g_free (self->attachments);
  g_free (self->problem);
  loft_remote_item_free (self->item);
  loft_ingested_header_free (self->header);
  g_clear_pointer (&self->content, loft_encoded_content_free);
  if (self->place != NULL)
    loft_content_place_clear (self->place);
  g_free (self->place);
  loft_ingested_body_drop_texts (self);
  g_free (self);
}

typedef struct {
  gint64 message_id;
  gint64 date;
  GBytes *raw; /* (owned) */
  gboolean encode;
  LoftRemoteItem *item;   /* (owned) (nullable) */
  LoftIngestedBody *body; /* (owned) (nullable) what has become of it */
  gsize raw_size;
} Job;

/* Jobs that go through the pool together: waking a thread costs more than reading a short mail. */
typedef struct {
  GQueue jobs; /* of Job (owned) */
  gsize bytes;
  LoftContentDictionary *dictionary; /* (owned) (nullable) */
} Batch;

struct _LoftIngestPool {
  GThreadPool *threads;
  GAsyncQueue *results; /* of Batch (owned) */
  Batch *filling;       /* (owned) (nullable) pusher's thread, as all that follows */
  GQueue popped;        /* of Job (owned) */
  guint n_running;      /* batches in the threads */
  gsize bytes;
  LoftContentDictionary *dictionary; /* (owned) (nullable) */
};

static void
ingest_job (Job *job, LoftContentDictionary *dictionary)
{
  if (job->item != NULL)
    job->body = ingest_item (job->item);
  else
    job->body = loft_ingest_body (job->message_id, job->raw, FALSE);
  job->body->date = job->date;
  if (job->encode)
    job->body->content = loft_content_encode_with (job->raw, dictionary);
  g_clear_pointer (&job->raw, g_bytes_unref);
}

static void
ingest_batch (gpointer data, gpointer user_data)
{
  Batch *batch = data;
  LoftIngestPool *self = user_data;

  for (GList *link = batch->jobs.head; link != NULL; link = link->next)
    ingest_job (link->data, batch->dictionary);
  g_clear_pointer (&batch->dictionary, loft_content_dictionary_unref);
  g_async_queue_push (self->results, batch);
}

LoftIngestPool *
loft_ingest_pool_new (void)
{
  LoftIngestPool *self = g_new0 (LoftIngestPool, 1);
  /* One alone would be the narrowest place even on two processors. */
  guint n_threads = CLAMP (g_get_num_processors () / 2, 2, 4);

  self->results = g_async_queue_new ();
  self->threads = g_thread_pool_new (ingest_batch, self, n_threads, TRUE, NULL);
  return self;
}

void
loft_ingest_pool_free (LoftIngestPool *self)
{
  LoftIngestedBody *body;

  if (self == NULL)
    return;
  while ((body = loft_ingest_pool_pop (self, TRUE)) != NULL)
    loft_ingested_body_free (body);
  g_thread_pool_free (self->threads, FALSE, TRUE);
  g_async_queue_unref (self->results);
  loft_content_dictionary_unref (self->dictionary);
  g_free (self);
}

static void
send_batch (LoftIngestPool *self)
{
  if (self->filling == NULL)
    return;
  self->n_running++;
  g_thread_pool_push (self->threads, g_steal_pointer (&self->filling), NULL);
}

static void
push (LoftIngestPool *self, const Job *model)
{
  Job *job = g_memdup2 (model, sizeof *model);

  job->raw_size = g_bytes_get_size (job->raw);
  self->bytes += job->raw_size;
  if (self->filling == NULL)
    {
      self->filling = g_new0 (Batch, 1);
      if (self->dictionary != NULL)
        self->filling->dictionary = loft_content_dictionary_ref (self->dictionary);
    }
  g_queue_push_tail (&self->filling->jobs, job);
  self->filling->bytes += job->raw_size;
  /* None waits for company while the threads have nothing to do, as on a slow line. */
  if (self->filling->bytes >= BATCH_BYTES || self->n_running == 0)
    send_batch (self);
}

void
loft_ingest_pool_set_dictionary (LoftIngestPool *self, LoftContentDictionary *dictionary)
{
  send_batch (self);
  g_clear_pointer (&self->dictionary, loft_content_dictionary_unref);
  if (dictionary != NULL)
    self->dictionary = loft_content_dictionary_ref (dictionary);
}

void
loft_ingest_pool_push (LoftIngestPool *self, gint64 message_id, gint64 date, GBytes *raw,
                       gboolean encode)
{
  push (self, &(Job){
                  .message_id = message_id,
                  .date = date,
                  .raw = g_bytes_ref (raw),
                  .encode = encode,
              });
}

void
loft_ingest_pool_push_item (LoftIngestPool *self, LoftRemoteItem *item)
{
  push (self, &(Job){ .raw = g_bytes_ref (item->content), .encode = TRUE, .item = item });
}

/* FALSE: nothing is under way, or (unless wait) nothing is ready. */
static gboolean
fetch_batch (LoftIngestPool *self, gboolean wait)
{
  Batch *batch;

  if (wait)
    send_batch (self);
  if (self->n_running == 0)
    return FALSE;
  batch = wait ? g_async_queue_pop (self->results) : g_async_queue_try_pop (self->results);
  if (batch == NULL)
    return FALSE;
  self->n_running--;
  self->popped = batch->jobs;
  g_free (batch);
  return TRUE;
}

LoftIngestedBody *
loft_ingest_pool_pop (LoftIngestPool *self, gboolean wait)
{
  LoftIngestedBody *body;
  Job *job;

  if (g_queue_is_empty (&self->popped) && !fetch_batch (self, wait))
    return NULL;
  job = g_queue_pop_head (&self->popped);
  self->bytes -= job->raw_size;
  body = job->body;
  g_free (job);
  return body;
}

gsize
loft_ingest_pool_get_bytes (LoftIngestPool *self)
{
  return self->bytes;
}
