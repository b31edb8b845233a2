/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-operation-replay-private.h"

#include <string.h>

#include "loft-draft-words.h"
#include "loft-error.h"
#include "loft-folder-store.h"
#include "loft-ingest.h"

/* What is noted: the highest id of a row then, a line end, the backend's position (nothing: all). */

typedef struct {
  LoftRemoteItem *item; /* (borrowed) */
  LoftIngestedHeader *header; /* (owned) */
  gboolean taken;
} Arrival;

struct _LoftArrivals {
  LoftReplay *replay; /* (borrowed) */
  const LoftFolder *target; /* (borrowed) */
  GPtrArray *items; /* (owned) of LoftRemoteItem */
  GPtrArray *all; /* (owned) of Arrival */
  GHashTable *by_message_id; /* (owned) -> GPtrArray of Arrival (borrowed) */
  gint64 last_id;
};

static void
arrival_free (gpointer data)
{
  Arrival *arrival = data;

  loft_ingested_header_free (arrival->header);
  g_free (arrival);
}

void
loft_arrivals_free (LoftArrivals *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->by_message_id, g_hash_table_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/* ---- noting ------------------------------------------------------------------------------- */

static GBytes *
format_note (gint64 last_id, GBytes *position)
{
  g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT "\n", last_id);
  GByteArray *note = g_byte_array_new ();
  gsize size = 0;
  const guint8 *bytes = position != NULL ? g_bytes_get_data (position, &size) : NULL;

  g_byte_array_append (note, (const guint8 *) line, (guint) strlen (line));
  if (size > 0)
    g_byte_array_append (note, bytes, (guint) size);
  return g_byte_array_free_to_bytes (note);
}

GBytes *
loft_arrivals_note (LoftReplay *replay, const LoftFolder *target, GError **error)
{
  g_autoptr (GBytes) position = NULL;
  g_autoptr (GBytes) token = NULL;
  gint64 last_id = 0;

  if (!loft_mail_store_get_last_id (replay->mail, &last_id, error) ||
      !loft_folder_store_get_sync (replay->mail, target->id, &token, NULL, error) ||
      !loft_backend_get_position (replay->backend, target->remote_id, token, &position,
                                  replay->cancellable, error))
    return NULL;
  return format_note (last_id, position);
}

/* (transfer full) (nullable) the position. */
static GBytes *
parse_note (GBytes *noted, gint64 *last_id)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (noted, &size);
  const char *end = text != NULL ? memchr (text, '\n', size) : NULL;
  g_autofree char *line = end != NULL ? g_strndup (text, (gsize) (end - text)) : NULL;
  gsize start = end != NULL ? (gsize) (end - text) + 1 : size;

  *last_id = line != NULL ? g_ascii_strtoll (line, NULL, 10) : 0;
  return start < size ? g_bytes_new_from_bytes (noted, start, size - start) : NULL;
}

GBytes *
loft_arrivals_widen (GBytes *noted)
{
  g_autoptr (GBytes) position = NULL;
  gint64 last_id = 0;

  position = parse_note (noted, &last_id);
  return format_note (last_id, NULL);
}

/* ---- loading ------------------------------------------------------------------------------ */

/* A row of before has this id, so it is another message. One that a listing made since is what is
 * looked for, perhaps. */
static gboolean
is_known (LoftArrivals *self, const LoftRemoteItem *item)
{
  g_autoptr (LoftMessageState) state =
    loft_mail_store_find_remote (self->replay->mail, self->target->id, item->remote_id, NULL);

  return state != NULL && state->id <= self->last_id;
}

static void
add_arrival (LoftArrivals *self, LoftRemoteItem *item)
{
  Arrival *arrival = g_new0 (Arrival, 1);
  GPtrArray *same;

  arrival->item = item;
  arrival->header = loft_ingest_header (item->header, item->received);
  g_ptr_array_add (self->all, arrival);
  same = g_hash_table_lookup (self->by_message_id, arrival->header->message_id);
  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (self->by_message_id, arrival->header->message_id, same);
    }
  g_ptr_array_add (same, arrival);
}

LoftArrivals *
loft_arrivals_load (LoftReplay *replay, const LoftFolder *target, GBytes *noted, GError **error)
{
  g_autoptr (LoftArrivals) self = g_new0 (LoftArrivals, 1);
  g_autoptr (GBytes) position = parse_note (noted, &self->last_id);

  self->replay = replay;
  self->target = target;
  self->all = g_ptr_array_new_with_free_func (arrival_free);
  self->by_message_id =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->items = loft_backend_list_since (replay->backend, target->remote_id, position,
                                         replay->cancellable, error);
  if (self->items == NULL)
    return NULL;
  for (guint i = 0; i < self->items->len; i++)
    if (!is_known (self, g_ptr_array_index (self->items, i)))
      add_arrival (self, g_ptr_array_index (self->items, i));
  return g_steal_pointer (&self);
}

/* ---- finding ------------------------------------------------------------------------------ */

static gboolean
take_raw (const char *remote_id, GBytes *raw, gpointer user_data, GError **error)
{
  GBytes **found = user_data;

  if (*found == NULL)
    *found = g_bytes_ref (raw);
  return TRUE;
}

/* *raw: (transfer full) (nullable) */
static gboolean
fetch_content (LoftArrivals *self, const Arrival *arrival, GBytes **raw, GError **error)
{
  g_autoptr (GPtrArray) remote_ids = g_ptr_array_new ();

  g_ptr_array_add (remote_ids, arrival->item->remote_id);
  return loft_backend_fetch (self->replay->backend, self->target->remote_id, NULL, remote_ids,
                             take_raw, raw, self->replay->cancellable, error);
}

/* Where header and size alone speak, bytes decide, if there are any here. */
static gboolean
is_same_content (LoftArrivals *self, gint64 message_id, const Arrival *arrival, gboolean *same,
                 GError **error)
{
  g_autoptr (GBytes) own = loft_account_store_get_content (self->replay->store, message_id, NULL);
  g_autoptr (GBytes) raw = NULL;

  *same = TRUE;
  if (own == NULL)
    return TRUE;
  if (!fetch_content (self, arrival, &raw, error))
    return FALSE;
  *same = raw != NULL && g_bytes_equal (raw, own);
  return TRUE;
}

/* 0: it is another message. The date of receipt is kept by COPY and MOVE as a rule (RFC 9051, 6.4.7),
 * the size is a matter of the server's line ends. */
static guint
rank (const LoftMessage *message, const Arrival *arrival)
{
  gboolean same_size = arrival->item->size == message->size;
  gboolean same_date = arrival->item->received == message->received;

  if (arrival->taken || strcmp (arrival->header->subject, message->subject) != 0)
    return 0;
  if (message->message_id[0] == '\0' && !same_size)
    return 0;
  return (same_size ? 2 : 0) + (same_date ? 1 : 0);
}

/* The best of those not looked at before. (transfer none) (nullable) */
static Arrival *
next_best (GPtrArray *same, const LoftMessage *message, GHashTable *rejected)
{
  Arrival *best = NULL;
  guint best_rank = 0;

  for (guint i = 0; i < same->len; i++)
    {
      Arrival *arrival = g_ptr_array_index (same, i);
      guint this_rank = g_hash_table_contains (rejected, arrival) ? 0 : rank (message, arrival);

      if (this_rank > best_rank)
        {
          best = arrival;
          best_rank = this_rank;
        }
    }
  return best;
}

static gboolean
is_rewritten (const LoftArrivals *self)
{
  return self->target->role == LOFT_FOLDER_ROLE_DRAFTS &&
         (loft_backend_get_capabilities (self->replay->backend) & LOFT_BACKEND_TAKES_DRAFTS);
}

/* The server gave it a Message-ID of its own: what it says decides. */
static gboolean
take_rewritten (LoftArrivals *self, const LoftMessage *message, const char **remote_id,
                GError **error)
{
  g_autoptr (GBytes) own = loft_account_store_get_content (self->replay->store, message->id, NULL);

  for (guint i = 0; own != NULL && i < self->all->len; i++)
    {
      Arrival *arrival = g_ptr_array_index (self->all, i);
      g_autoptr (GBytes) raw = NULL;

      if (arrival->taken || strcmp (arrival->header->subject, message->subject) != 0)
        continue;
      if (!fetch_content (self, arrival, &raw, error))
        return FALSE;
      if (raw == NULL || !loft_draft_words_are_same (raw, own))
        continue;
      arrival->taken = TRUE;
      *remote_id = arrival->item->remote_id;
      return TRUE;
    }
  return TRUE;
}

gboolean
loft_arrivals_take (LoftArrivals *self, gint64 message_id, const char **remote_id, GError **error)
{
  g_autoptr (LoftMessage) message = loft_mail_store_get (self->replay->mail, message_id, error);
  g_autoptr (GHashTable) rejected = g_hash_table_new (NULL, NULL);
  GPtrArray *same =
    message != NULL ? g_hash_table_lookup (self->by_message_id, message->message_id) : NULL;
  Arrival *arrival;

  *remote_id = NULL;
  if (message == NULL)
    return FALSE;
  while (same != NULL && (arrival = next_best (same, message, rejected)) != NULL)
    {
      gboolean is_it = TRUE;

      if (message->message_id[0] == '\0' &&
          !is_same_content (self, message_id, arrival, &is_it, error))
        return FALSE;
      if (is_it)
        {
          arrival->taken = TRUE;
          *remote_id = arrival->item->remote_id;
          return TRUE;
        }
      g_hash_table_add (rejected, arrival);
    }
  return !is_rewritten (self) || take_rewritten (self, message, remote_id, error);
}
