/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-ingest.h"
#include "loft-outgoing-queue.h"
#include "loft-outgoing-journal.h"
#include "loft-outgoing-store.h"

/* What a crash or a damaged store left. */

#define STEP 64

typedef struct {
  LoftOutgoingQueue *queue;
  GPtrArray *rows; /* (owned) as they are in the store */
  GHashTable *last; /* (owned) the journal's last word on each */
  GArray *gone; /* (owned) of gint64 */
  guint n_changed;
} Recovery;

static void
recovery_clear (Recovery *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->last, g_hash_table_unref);
  g_clear_pointer (&self->gone, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recovery, recovery_clear)

/* Nobody is sending when an owner begins: whoever was has died. */
static gboolean
end_sending (LoftOutgoing *outgoing)
{
  if (outgoing->state == LOFT_OUTGOING_SENDING)
    outgoing->state = LOFT_OUTGOING_QUEUED;
  else if (outgoing->state == LOFT_OUTGOING_AT_DOT)
    outgoing->state = LOFT_OUTGOING_UNCONFIRMED;
  else
    return FALSE;
  return TRUE;
}

/* ---- the journal's word ------------------------------------------------------------------- */

static LoftOutgoing *
find_row (Recovery *self, const char *uuid)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      LoftOutgoing *row = g_ptr_array_index (self->rows, i);

      if (strcmp (row->uuid, uuid) == 0)
        return row;
    }
  return NULL;
}

static gboolean
has_row_with_id (Recovery *self, gint64 id)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (((const LoftOutgoing *) g_ptr_array_index (self->rows, i))->id == id)
      return TRUE;
  return FALSE;
}

static gboolean
is_equal (const LoftOutgoing *a, const LoftOutgoing *b)
{
  g_autofree char *of_a = loft_outgoing_pack_recipients (a->recipients);
  g_autofree char *of_b = loft_outgoing_pack_recipients (b->recipients);

  return a->state == b->state && a->not_before == b->not_before && a->copy == b->copy &&
         a->changed == b->changed && strcmp (of_a, of_b) == 0;
}

/* What is without content is nothing any more. */
static gboolean
has_content (LoftOutgoingQueue *queue, gint64 id)
{
  return loft_content_store_has (queue->content, LOFT_OUTGOING_CONTENT + id);
}

static gboolean
follow_journal (Recovery *self, const char *uuid, LoftOutgoing *last, GError **error)
{
  LoftOutgoing *row = find_row (self, uuid);

  if (last == NULL && row == NULL)
    return TRUE;
  if (row != NULL && last != NULL && is_equal (row, last))
    return TRUE;
  if (last == NULL)
    {
      self->n_changed++;
      return loft_outgoing_store_remove (self->queue->mail, row->id, error);
    }
  if (row != NULL)
    {
      self->n_changed++;
      last->id = row->id;
      return loft_outgoing_store_update (self->queue->mail, last, error);
    }
  if (has_row_with_id (self, last->id) || !has_content (self->queue, last->id))
    return TRUE;
  self->n_changed++;
  return loft_outgoing_store_insert (self->queue->mail, last, error);
}

static gboolean
follow_all (Recovery *self, GError **error)
{
  GHashTableIter iter;
  gpointer uuid;
  gpointer last;

  g_hash_table_iter_init (&iter, self->last);
  while (g_hash_table_iter_next (&iter, &uuid, &last))
    if (!follow_journal (self, uuid, last, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_rows (Recovery *self, GError **error)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = loft_outgoing_store_list (self->queue->mail, error);
  return self->rows != NULL;
}

/* ---- content that nobody knows ------------------------------------------------------------ */

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* A draft: it is not known whether it was to be sent, or was sent. */
static gboolean
adopt (Recovery *self, gint64 id, const LoftContentOrigin *origin, GError **error)
{
  g_autoptr (GBytes) raw =
    loft_content_store_get (self->queue->content, LOFT_OUTGOING_CONTENT + id, NULL);
  g_autoptr (LoftIngestedHeader) header =
    raw != NULL ? loft_ingest_header (raw, origin->received) : NULL;
  g_autoptr (LoftOutgoing) outgoing = NULL;

  if (header == NULL)
    return TRUE;
  outgoing = loft_outgoing_new ();
  outgoing->id = id;
  outgoing->size = g_bytes_get_size (raw);
  outgoing->created = origin->received;
  outgoing->changed = loft_clock_now ();
  replace (&outgoing->message_id, header->message_id);
  replace (&outgoing->subject, header->subject);
  replace (&outgoing->people, header->recipients);
  replace (&outgoing->reason, "found-again");
  self->n_changed++;
  return loft_outgoing_store_insert (self->queue->mail, outgoing, error);
}

/* The store has lost that its content is to be collected. */
static gboolean
collect_gone (Recovery *self, GError **error)
{
  for (guint i = 0; i < self->gone->len; i++)
    {
      gint64 id = g_array_index (self->gone, gint64, i);

      if (!has_row_with_id (self, id) && has_content (self->queue, id) &&
          !loft_mail_store_add_leftover (self->queue->mail, LOFT_OUTGOING_CONTENT + id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
adopt_unknown (Recovery *self, GError **error)
{
  gint64 after = LOFT_OUTGOING_CONTENT;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GArray) records =
        loft_content_store_list (self->queue->content, after, STEP, error);

      if (records == NULL)
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        {
          const LoftContentRecord *record = &g_array_index (records, LoftContentRecord, i);
          gint64 id = record->message_id - LOFT_OUTGOING_CONTENT;
          gboolean is_leftover = FALSE;

          after = record->message_id;
          if (!loft_outgoing_store_is_leftover (self->queue->mail, id, &is_leftover, error))
            return FALSE;
          if (record->complete && !is_leftover && !has_row_with_id (self, id) &&
              !adopt (self, id, &record->origin, error))
            return FALSE;
        }
      more = records->len == STEP;
    }
  return TRUE;
}

/* ---- all of it ---------------------------------------------------------------------------- */

static gboolean
end_all_sending (Recovery *self, GError **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      LoftOutgoing *row = g_ptr_array_index (self->rows, i);

      if (!end_sending (row))
        continue;
      row->changed = loft_clock_now ();
      self->n_changed++;
      if (!loft_outgoing_store_update (self->queue->mail, row, error))
        return FALSE;
    }
  return TRUE;
}

/* A message whose removal the journal alone knows must stay removed when its content is looked at. */
static gboolean
recover_in_transaction (Recovery *self, GError **error)
{
  self->gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->last = loft_outgoing_journal_read (self->queue->journal, self->gone, error);
  return self->last != NULL && read_rows (self, error) && follow_all (self, error) &&
         read_rows (self, error) && collect_gone (self, error) && adopt_unknown (self, error) &&
         read_rows (self, error) && end_all_sending (self, error) &&
         loft_outgoing_journal_rewrite (self->queue->journal, self->rows, error);
}

gboolean
loft_outgoing_queue_recover (LoftOutgoingQueue *self, guint *n_changed, GError **error)
{
  g_auto (Recovery) recovery = { .queue = self };

  *n_changed = 0;
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (!recover_in_transaction (&recovery, error))
    {
      loft_mail_store_rollback (self->mail);
      return FALSE;
    }
  *n_changed = recovery.n_changed;
  return loft_mail_store_commit (self->mail, error);
}

/* ---- what shows up by itself -------------------------------------------------------------- */

static gboolean
confirm (LoftOutgoingQueue *self, const LoftOutgoing *outgoing, guint *n_found, GError **error)
{
  gboolean is_there = FALSE;

  if (!loft_outgoing_store_is_in_sent (self->mail, outgoing->message_id, &is_there, error))
    return FALSE;
  if (!is_there)
    return TRUE;
  ++*n_found;
  return loft_outgoing_queue_change (self, outgoing->id, LOFT_OUTGOING_ARRIVED, NULL, error);
}

gboolean
loft_outgoing_queue_look_into_sent (LoftOutgoingQueue *self, guint *n_found, GError **error)
{
  g_autoptr (GPtrArray) list = loft_outgoing_queue_list (self, error);

  *n_found = 0;
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const LoftOutgoing *outgoing = g_ptr_array_index (list, i);

      /* A copy of our own proves nothing. */
      if (outgoing->state == LOFT_OUTGOING_UNCONFIRMED && outgoing->copy != LOFT_SENT_COPY_DONE &&
          !confirm (self, outgoing, n_found, error))
        return FALSE;
    }
  return list != NULL;
}
