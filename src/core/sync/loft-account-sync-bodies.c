/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-sync-private.h"

#include <string.h>

#include "loft-body-writer.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-folder-store.h"

#define FETCH_STEP    500 /* messages asked for in one call of the backend */
#define LARGE_MESSAGE (1024 * 1024) /* fetched in pieces from here on, unless the line is fast */
#define WHOLE_SECONDS 0.5 /* that a message may take to come whole */
#define PIECE         (256 * 1024)
#define MAX_PIECES    8 /* asked for in one call of the backend */
#define HUGE_MESSAGE  (8 * 1024 * 1024) /* never held whole from here on, however fast */
#define MAX_MESSAGE   (200 * 1024 * 1024)
#define MAX_BAD_ITEMS 3 /* in one folder and sync; then the connection is bad */
#define MAX_PUT_OFF   3 /* in one folder and sync; then the server can nothing now */
#define DAY           (24 * 60 * 60)

typedef struct {
  LoftAccountSync *self;
  LoftFolder *folder;
  GBytes *token; /* (owned) (nullable) of the folder: what its remote ids go with */
  LoftBodyWriter *writer; /* (owned) */
  GHashTable *wanted; /* remote id -> LoftMessageState (borrowed) */
  gint64 behind_date; /* where the next step goes on */
  gint64 behind_id;
  guint n_delivered; /* in this step */
  guint64 whole_bytes; /* of what came whole, and how long that took */
  gint64 whole_time;
  guint n_bad;
  guint n_put_off;
} BodyContext;

gint64
loft_account_sync_window_start (LoftAccountSync *self, LoftFolder *folder)
{
  gint days =
    folder->window_days == LOFT_FOLDER_WINDOW_ACCOUNT ? self->window_days : folder->window_days;

  if (days == LOFT_FOLDER_WINDOW_ALL)
    return G_MININT64;
  return days <= 0 ? G_MAXINT64 : loft_clock_now () - (gint64) days * DAY;
}

/* ---- fetching ----------------------------------------------------------------------------- */

static gboolean
on_fetched (const char *remote_id, GBytes *raw, gpointer user_data, GError **error)
{
  BodyContext *context = user_data;
  LoftMessageState *state = g_hash_table_lookup (context->wanted, remote_id);
  gboolean done;

  if (state == NULL)
    return TRUE;
  context->n_delivered++;
  context->whole_bytes += g_bytes_get_size (raw);
  done = loft_body_writer_push (context->writer, state->id, state->date, raw, TRUE, error);
  g_hash_table_remove (context->wanted, remote_id);
  return done;
}

static gboolean
mark_bad (BodyContext *context, gint64 id, const GError *problem, GError **error)
{
  LoftAccountSync *self = context->self;

  g_message ("Message %" G_GINT64_FORMAT " could not be downloaded: %s", id, problem->message);
  loft_account_sync_leave_out (self, context->folder, id, problem);
  return loft_mail_store_set_content (self->store->mail, id, LOFT_CONTENT_FAILED, problem->message,
                                      error);
}

static gboolean
store_piece (LoftAccountSync *self, gint64 id, guint64 offset, GBytes *piece, gboolean last,
             GError **error)
{
  LoftContentStore *content = self->store->content;

  if (!loft_content_store_begin (content, error))
    return FALSE;
  if ((g_bytes_get_size (piece) > 0 &&
       !loft_account_store_put_piece (self->store, id, offset, piece, error)) ||
      (last && !loft_content_store_finish (content, id, error)))
    {
      loft_content_store_rollback (content);
      return FALSE;
    }
  return loft_content_store_commit (content, error);
}

typedef struct {
  LoftAccountSync *self;
  gint64 id;
  guint64 offset;
  gboolean complete;
  guint64 size; /* as the server says */
  gboolean awaited; /* by a person */
  LoftMimeExcerpt *excerpt; /* (borrowed) (nullable) */
} PieceContext;

static gboolean
on_piece (GBytes *piece, gpointer user_data, GError **error)
{
  PieceContext *context = user_data;
  gsize length;
  gconstpointer data = g_bytes_get_data (piece, &length);

  context->complete = length < PIECE;
  if (!store_piece (context->self, context->id, context->offset, piece, context->complete, error))
    return FALSE;
  context->offset += length;
  if (context->excerpt != NULL)
    loft_mime_excerpt_add (context->excerpt, data, length);
  if (context->awaited)
    loft_account_sync_tell_arriving (context->self, context->id, context->offset, context->size);
  return TRUE;
}

/* As many as the message seems to have: what is asked for and not there costs a round trip. */
static guint
pieces_at_once (LoftAccountSync *self, guint64 size, guint64 offset)
{
  if (loft_account_sync_wants_short_steps (self) || size <= offset)
    return 1;
  return (guint) MIN ((size - offset) / PIECE + 1, MAX_PIECES);
}

/* Goes on where an earlier try stopped. excerpt: (nullable) sees what comes now. */
static gboolean
fetch_in_pieces (LoftAccountSync *self, LoftFolder *folder, GBytes *token, LoftMessageState *state,
                 gboolean awaited, LoftMimeExcerpt *excerpt, GCancellable *cancellable,
                 GError **error)
{
  PieceContext context = {
    .self = self, .id = state->id, .size = state->size, .awaited = awaited, .excerpt = excerpt
  };

  if (!loft_account_store_get_length (self->store, state->id, &context.offset, &context.complete,
                                      error))
    return FALSE;
  while (!context.complete)
    {
      if (context.offset >= MAX_MESSAGE)
        {
          g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "The message is larger than %d MB",
                       MAX_MESSAGE / 1024 / 1024);
          return FALSE;
        }
      if (!loft_backend_fetch_pieces (self->backend, folder->remote_id, token, state->remote_id,
                                      context.offset, PIECE,
                                      pieces_at_once (self, state->size, context.offset), on_piece,
                                      &context, cancellable, error))
        return FALSE;
      loft_account_sync_breathe (self);
    }
  return TRUE;
}

static gboolean
fetch_small (BodyContext *context, GPtrArray *states, guint first, guint n,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();
  gint64 started = g_get_monotonic_time ();
  gboolean fetched;

  g_hash_table_remove_all (context->wanted);
  for (guint i = first; i < first + n; i++)
    {
      LoftMessageState *state = g_ptr_array_index (states, i);

      g_ptr_array_add (remote_ids, state->remote_id);
      g_hash_table_insert (context->wanted, state->remote_id, state);
    }
  fetched = loft_backend_fetch (context->self->backend, context->folder->remote_id, context->token,
                                remote_ids, on_fetched, context, cancellable, error);
  context->whole_time += g_get_monotonic_time () - started;
  return fetched;
}

/* ---- one bad message among good ones ------------------------------------------------------ */

static gboolean
is_item_problem (const GError *error)
{
  LoftError error_class = loft_error_class (error);

  return !loft_error_is_cancelled (error) &&
         (error_class == LOFT_ERROR_LIMIT || error_class == LOFT_ERROR_PROTOCOL);
}

/* The server says that it cannot now: of a message whose file it cannot read it says so for ever. */
static gboolean
is_put_off (const GError *error)
{
  return g_error_matches (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
}

/* The next sync asks for it again. */
static gboolean
put_off (BodyContext *context, LoftMessageState *state, GError *failure, GCancellable *cancellable,
         GError **error)
{
  if (++context->n_put_off > MAX_PUT_OFF)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  loft_account_sync_leave_out (context->self, context->folder, state->id, failure);
  g_error_free (failure);
  return loft_backend_connect (context->self->backend, cancellable, error);
}

/* Marks a message that cannot be had, and goes on; FALSE when the fault is not the message's. */
static gboolean
set_aside (BodyContext *context, LoftMessageState *state, GError *failure,
           GCancellable *cancellable, GError **error)
{
  if (is_put_off (failure))
    return put_off (context, state, failure, cancellable, error);
  if (!is_item_problem (failure) || ++context->n_bad > MAX_BAD_ITEMS)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!mark_bad (context, state->id, failure, error))
    {
      g_error_free (failure);
      return FALSE;
    }
  g_error_free (failure);
  return loft_backend_connect (context->self->backend, cancellable, error);
}

/* A garbled answer may be an accident of the line: the message is asked for once more before it is
 * called bad. FALSE with the last failure. */
typedef gboolean (*FetchFunc) (BodyContext *context, LoftMessageState *state,
                               GCancellable *cancellable, GError **error);

static gboolean
fetch_with_second_try (BodyContext *context, FetchFunc fetch, LoftMessageState *state,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (fetch (context, state, cancellable, &failure))
    return TRUE;
  if (!g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_PROTOCOL))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return loft_backend_connect (context->self->backend, cancellable, error) &&
         fetch (context, state, cancellable, error);
}

static gboolean
fetch_one_small (BodyContext *context, LoftMessageState *state, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new ();

  g_ptr_array_add (states, state);
  return fetch_small (context, states, 0, 1, cancellable, error);
}

static gboolean
fetch_one_large (BodyContext *context, LoftMessageState *state, GCancellable *cancellable,
                 GError **error)
{
  LoftAccountSync *self = context->self;
  g_autoptr (LoftMimeExcerpt) excerpt =
    state->size >= HUGE_MESSAGE ? loft_mime_excerpt_new () : NULL;
  g_autoptr (GBytes) raw = NULL;
  gboolean complete = FALSE;
  guint64 length = 0;

  if (!fetch_in_pieces (self, context->folder, context->token, state, FALSE, excerpt, cancellable,
                        error) ||
      !loft_account_store_get_length (self->store, state->id, &length, &complete, error))
    return FALSE;
  /* An earlier try may have brought its beginning. */
  if (excerpt != NULL && loft_mime_excerpt_get_length (excerpt) == length)
    return loft_body_writer_push_ingested (context->writer,
                                           loft_ingest_excerpt (state->id, state->date, excerpt),
                                           error);
  raw = loft_account_store_get_content (self->store, state->id, error);
  return raw != NULL &&
         loft_body_writer_push (context->writer, state->id, state->date, raw, FALSE, error);
}

/* What arrived before a fault is not asked for again. */
static void
drop_delivered (BodyContext *context, GPtrArray *states)
{
  for (guint i = states->len; i > 0; i--)
    {
      LoftMessageState *state = g_ptr_array_index (states, i - 1);

      if (!g_hash_table_contains (context->wanted, state->remote_id))
        g_ptr_array_remove_index (states, i - 1);
    }
}

static gboolean
fetch_one_by_one (BodyContext *context, GPtrArray *states, GCancellable *cancellable,
                  GError **error)
{
  for (guint i = 0; i < states->len; i++)
    {
      LoftMessageState *state = g_ptr_array_index (states, i);
      GError *failure = NULL;

      if (!fetch_with_second_try (context, fetch_one_small, state, cancellable, &failure) &&
          !set_aside (context, state, failure, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fetch_states (BodyContext *context, GPtrArray *states, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (states->len == 0 || fetch_small (context, states, 0, states->len, cancellable, &failure))
    return TRUE;
  if (!is_item_problem (failure) && !is_put_off (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  drop_delivered (context, states);
  return loft_backend_connect (context->self->backend, cancellable, error) &&
         fetch_one_by_one (context, states, cancellable, error);
}

static gboolean
fetch_large_states (BodyContext *context, GPtrArray *states, GCancellable *cancellable,
                    GError **error)
{
  for (guint i = 0; i < states->len; i++)
    {
      LoftMessageState *state = g_ptr_array_index (states, i);
      GError *failure = NULL;

      if (fetch_with_second_try (context, fetch_one_large, state, cancellable, &failure))
        {
          context->n_delivered++;
          continue;
        }
      if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE))
        {
          g_error_free (failure);
          continue;
        }
      if (!set_aside (context, state, failure, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Takes those of limit and more out of states. (transfer full) */
static GPtrArray *
split_large (LoftAccountSync *self, GPtrArray *states, guint64 limit)
{
  GPtrArray *large = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_message_state_free);
  gboolean can_pieces =
    loft_backend_get_capabilities (self->backend) & LOFT_BACKEND_CAN_FETCH_PIECES;

  for (guint i = states->len; can_pieces && i > 0; i--)
    {
      LoftMessageState *state = g_ptr_array_index (states, i - 1);

      if (state->size >= limit)
        g_ptr_array_add (large, g_ptr_array_steal_index (states, i - 1));
    }
  return large;
}

guint64
loft_account_sync_whole_limit (guint64 bytes, gint64 time)
{
  gdouble seconds = (gdouble) time / G_USEC_PER_SEC;

  if (seconds <= 0)
    return LARGE_MESSAGE;
  return (guint64) CLAMP ((gdouble) bytes / seconds * WHOLE_SECONDS, LARGE_MESSAGE, HUGE_MESSAGE);
}

/* large: those that are not are taken out. */
static gboolean
fetch_large (BodyContext *context, GPtrArray *large, GCancellable *cancellable, GError **error)
{
  guint64 limit = loft_account_sync_wants_short_steps (context->self)
                    ? LARGE_MESSAGE
                    : loft_account_sync_whole_limit (context->whole_bytes, context->whole_time);
  g_autoptr (GPtrArray) in_pieces = split_large (context->self, large, limit);

  return fetch_states (context, large, cancellable, error) &&
         fetch_large_states (context, in_pieces, cancellable, error);
}

/* The next step begins behind these: their rows say only later that the content is here. */
static void
go_behind (BodyContext *context, GPtrArray *states)
{
  const LoftMessageState *last = g_ptr_array_index (states, states->len - 1);

  context->behind_date = last->date;
  context->behind_id = last->id;
}

/* Leaves so many that a person does not wait long for the connection. */
static void
keep_short (GPtrArray *states)
{
  guint64 bytes = 0;
  guint n = 0;

  while (n < states->len && bytes < PIECE)
    bytes += ((LoftMessageState *) g_ptr_array_index (states, n++))->size;
  g_ptr_array_set_size (states, (gint) n);
}

/* TRUE with *more FALSE at the end, or when the server has none of what it is asked for (they are
 * gone; the next listing says so). */
static gboolean
fetch_step (BodyContext *context, gint64 since, gboolean *more, GCancellable *cancellable,
            GError **error)
{
  LoftAccountSync *self = context->self;
  g_autoptr (GPtrArray) states =
    loft_mail_store_list_without_content (self->store->mail, context->folder->id, since,
                                          context->behind_date, context->behind_id, FETCH_STEP,
                                          error);
  g_autoptr (GPtrArray) large = NULL;
  guint n_before = context->n_bad + context->n_put_off;

  if (states == NULL)
    return FALSE;
  *more = FALSE;
  if (states->len == 0)
    return TRUE;
  if (loft_account_sync_wants_short_steps (self))
    keep_short (states);
  go_behind (context, states);
  large = split_large (self, states, LARGE_MESSAGE);
  context->n_delivered = 0;
  if (!fetch_states (context, states, cancellable, error) ||
      !fetch_large (context, large, cancellable, error))
    return FALSE;
  *more = context->n_delivered > 0 || context->n_bad + context->n_put_off > n_before;
  loft_account_sync_breathe (self);
  if (g_get_monotonic_time () < self->headers_due)
    return TRUE;
  self->headers_due = G_MAXINT64;
  return loft_account_sync_index_headers (self, cancellable, error);
}

static gboolean
fetch_all (BodyContext *context, gint64 since, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  while (more && !loft_account_sync_wants_headers_only (context->self))
    if (!fetch_step (context, since, &more, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
loft_account_sync_bodies (LoftAccountSync *self, LoftFolder *folder, GCancellable *cancellable,
                          GError **error)
{
  gint64 since = loft_account_sync_window_start (self, folder);
  BodyContext context = {
    .self = self,
    .folder = folder,
    .behind_date = G_MAXINT64,
    .behind_id = G_MAXINT64,
  };
  guint64 total;
  gboolean done;

  if (since == G_MAXINT64 || loft_account_sync_wants_headers_only (self))
    return TRUE;
  if (!loft_mail_store_count_without_content (self->store->mail, folder->id, since, &total, error))
    return FALSE;
  if (total == 0)
    return TRUE;
  if (!loft_folder_store_get_sync (self->store->mail, folder->id, &context.token, NULL, error))
    return FALSE;
  context.writer = loft_body_writer_new (self, folder, total, NULL, NULL);
  context.wanted = g_hash_table_new (g_str_hash, g_str_equal);
  done = fetch_all (&context, since, cancellable, error);
  /* All that arrived is kept. */
  done = loft_body_writer_finish (context.writer, done ? error : NULL) && done;
  loft_body_writer_free (context.writer);
  g_hash_table_unref (context.wanted);
  g_clear_pointer (&context.token, g_bytes_unref);
  return done;
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

/* The text is indexed by the next sync: a person waits here, and the index may be busy with a batch
 * of other bodies. */
gboolean
loft_account_sync_keep_single (LoftAccountSync *self, gint64 message_id, GBytes *raw,
                               gboolean encode, GError **error)
{
  g_autoptr (GPtrArray) bodies =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_ingested_body_free);
  g_autoptr (LoftContentDictionary) dictionary =
    loft_content_store_get_dictionary (self->store->content);
  LoftIngestedBody *body = loft_ingest_body (message_id, raw, FALSE);

  g_ptr_array_add (bodies, body);
  if (encode)
    body->content = loft_content_encode_with (raw, dictionary);
  if (!loft_account_sync_drop_strangers (self, bodies, error))
    return FALSE;
  if (bodies->len == 0)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                           "The server sent another message in place of this one");
      return FALSE;
    }
  return loft_body_writer_write_now (self, bodies, error);
}

static GBytes *
fetch_single_large (LoftAccountSync *self, LoftFolder *folder, GBytes *token,
                    LoftMessageState *state, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) raw = NULL;

  if (!fetch_in_pieces (self, folder, token, state, TRUE, NULL, cancellable, error))
    return NULL;
  raw = loft_account_store_get_content (self->store, state->id, error);
  return raw != NULL && loft_account_sync_keep_single (self, state->id, raw, FALSE, error)
           ? g_steal_pointer (&raw)
           : NULL;
}

static GBytes *
fetch_single (LoftAccountSync *self, LoftFolder *folder, GBytes *token, LoftMessageState *state,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();
  g_autoptr (GBytes) raw = NULL;

  if (state->size >= LARGE_MESSAGE &&
      (loft_backend_get_capabilities (self->backend) & LOFT_BACKEND_CAN_FETCH_PIECES))
    return fetch_single_large (self, folder, token, state, cancellable, error);
  g_ptr_array_add (remote_ids, state->remote_id);
  if (!loft_backend_fetch (self->backend, folder->remote_id, token, remote_ids, on_fetched_single,
                           &raw, cancellable, error))
    return NULL;
  if (raw == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                           "The server does not have this message any more");
      return NULL;
    }
  return loft_account_sync_keep_single (self, state->id, raw, TRUE, error) ? g_steal_pointer (&raw)
                                                                           : NULL;
}

static LoftMessageState *
get_existing (LoftAccountSync *self, gint64 message_id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  LoftMessageState *state = loft_mail_store_get_state (self->store->mail, message_id, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (state == NULL)
    g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE, "This message no longer exists");
  return state;
}

/* The token first: a listing that runs beside this may give the folder new ids between the two, and
 * an old token with a new id is noticed. */
static GBytes *
fetch_from_server (LoftAccountSync *self, LoftFolder *folder, gint64 message_id,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) token = NULL;
  g_autoptr (LoftMessageState) state = NULL;

  if (!loft_folder_store_get_sync (self->store->mail, folder->id, &token, NULL, error))
    return NULL;
  state = get_existing (self, message_id, error);
  if (state == NULL)
    return NULL;
  if (state->remote_id == NULL || folder->remote_id == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_GONE,
                           "The server has no place for this message yet");
      return NULL;
    }
  return loft_backend_connect (self->backend, cancellable, error)
           ? fetch_single (self, folder, token, state, cancellable, error)
           : NULL;
}

GBytes *
loft_account_sync_fetch_message (LoftAccountSync *self, gint64 message_id,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftMessageState) state = get_existing (self, message_id, error);
  g_autoptr (LoftFolder) folder = NULL;
  g_autoptr (GBytes) raw = NULL;

  if (state == NULL)
    return NULL;
  if (state->content == LOFT_CONTENT_CACHED)
    raw = loft_account_store_get_content (self->store, message_id, NULL);
  if (raw != NULL)
    return g_steal_pointer (&raw);

  folder = loft_folder_store_get (self->store->mail, state->server_folder_id, error);
  if (folder == NULL)
    return NULL;
  if (loft_account_sync_downloads (self))
    raw = loft_account_sync_download_message (self, state, cancellable, error);
  else
    raw = fetch_from_server (self, folder, message_id, cancellable, error);
  if (raw != NULL)
    loft_account_sync_tell_changed (self, folder->id);
  return g_steal_pointer (&raw);
}
