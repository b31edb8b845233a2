/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-once.h"

#include "loft-account-store-private.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-outgoing-journal.h"
#include "loft-outgoing-store.h"
#include "loft-scheduling-store.h"
#include "loft-text.h"

#define JOURNAL_NAME "outgoing.journal"

LoftOutgoingQueue *
loft_outgoing_queue_open (const char *directory, GError **error)
{
  g_autoptr (LoftOutgoingQueue) self = g_new0 (LoftOutgoingQueue, 1);
  g_autofree char *mail_path = g_build_filename (directory, "store.db", NULL);
  g_autofree char *content_path = g_build_filename (directory, "content.db", NULL);
  g_autofree char *journal_path = g_build_filename (directory, JOURNAL_NAME, NULL);

  self->directory = g_strdup (directory);
  self->mail = loft_mail_store_open (mail_path, LOFT_DATABASE_DURABLE, error);
  if (self->mail == NULL)
    return NULL;
  self->content = loft_content_store_open (content_path, LOFT_DATABASE_DURABLE, error);
  if (self->content == NULL)
    return NULL;
  self->journal = loft_journal_open (journal_path, error);
  return self->journal != NULL ? g_steal_pointer (&self) : NULL;
}

void
loft_outgoing_queue_close (LoftOutgoingQueue *self)
{
  if (self == NULL)
    return;
  if (self->mail != NULL && loft_mail_store_is_damaged (self->mail))
    loft_account_store_want_repair (self->directory, "store.db");
  if (self->content != NULL && loft_content_store_is_damaged (self->content))
    loft_account_store_want_repair (self->directory, "content.db");
  g_clear_pointer (&self->mail, loft_mail_store_close);
  g_clear_pointer (&self->content, loft_content_store_close);
  g_clear_pointer (&self->journal, loft_journal_close);
  g_free (self->directory);
  g_free (self);
}

gboolean
loft_outgoing_queue_is_replaced (LoftOutgoingQueue *self)
{
  return loft_mail_store_is_replaced (self->mail) || loft_content_store_is_replaced (self->content);
}

gboolean
loft_outgoing_queue_is_damaged (LoftOutgoingQueue *self)
{
  return loft_mail_store_is_damaged (self->mail) || loft_content_store_is_damaged (self->content);
}

GPtrArray *
loft_outgoing_queue_list (LoftOutgoingQueue *self, GError **error)
{
  return loft_outgoing_store_list (self->mail, error);
}

static LoftContentOrigin
origin_of (const LoftOutgoing *outgoing)
{
  const LoftContentOrigin origin = {
    .message_hash =
      outgoing->message_id[0] != '\0' ? loft_text_stable_hash (outgoing->message_id) : 0,
    .received = outgoing->created,
  };

  return origin;
}

LoftOutgoing *
loft_outgoing_queue_get (LoftOutgoingQueue *self, gint64 id, GBytes **raw, GError **error)
{
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_store_get (self->mail, id, error);
  LoftContentOrigin origin;

  if (outgoing == NULL || raw == NULL)
    return g_steal_pointer (&outgoing);
  origin = origin_of (outgoing);
  *raw = loft_content_store_get_of (self->content, LOFT_OUTGOING_CONTENT + id, &origin, error);
  return *raw != NULL ? g_steal_pointer (&outgoing) : NULL;
}

/* ---- writing ------------------------------------------------------------------------------ */

static gboolean
set_conflict (const LoftOutgoing *outgoing, GError **error)
{
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
               "Message %" G_GINT64_FORMAT " is %s: that cannot be done now", outgoing->id,
               loft_outgoing_state_name (outgoing->state));
  return FALSE;
}

/* In a transaction of mail. */
static gboolean
write_row (LoftOutgoingQueue *self, LoftOutgoing *outgoing, gboolean is_new, GError **error)
{
  outgoing->changed = loft_clock_now ();
  return (is_new ? loft_outgoing_store_insert (self->mail, outgoing, error)
                 : loft_outgoing_store_update (self->mail, outgoing, error)) &&
         loft_outgoing_journal_append (self->journal, outgoing, error);
}

static gboolean
remove_row (LoftOutgoingQueue *self, const LoftOutgoing *outgoing, GError **error)
{
  return loft_outgoing_store_remove (self->mail, outgoing->id, error) &&
         loft_outgoing_journal_append_gone (self->journal, outgoing, error);
}

/* The caller is told that it failed, so the journal must not say that it was done. before:
 * (nullable) what stays. */
static gboolean
commit (LoftOutgoingQueue *self, const LoftOutgoing *outgoing, const LoftOutgoing *before,
        GError **error)
{
  if (loft_mail_store_commit (self->mail, error))
    return TRUE;
  if (before != NULL)
    loft_outgoing_journal_append (self->journal, before, NULL);
  else
    loft_outgoing_journal_append_gone (self->journal, outgoing, NULL);
  return FALSE;
}

/* After an append that was followed by a failure. */
static gboolean
give_up (LoftOutgoingQueue *self)
{
  loft_mail_store_rollback (self->mail);
  return FALSE;
}

/* In a transaction of mail: as it is now, if it is still in state from. */
static LoftOutgoing *
get_in_state (LoftOutgoingQueue *self, gint64 id, LoftOutgoingState from, GError **error)
{
  g_autoptr (LoftOutgoing) before = loft_outgoing_store_get (self->mail, id, error);

  if (before == NULL)
    return NULL;
  if (before->state != from)
    {
      set_conflict (before, error);
      return NULL;
    }
  return g_steal_pointer (&before);
}

static gboolean
is_over (const LoftOutgoing *outgoing)
{
  return outgoing->state == LOFT_OUTGOING_SENT && outgoing->copy != LOFT_SENT_COPY_WANTED;
}

gboolean
loft_outgoing_queue_write (LoftOutgoingQueue *self, LoftOutgoing *outgoing, LoftOutgoingState from,
                           GError **error)
{
  g_autoptr (LoftOutgoing) before = NULL;

  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  before = get_in_state (self, outgoing->id, from, error);
  if (before == NULL || !(is_over (outgoing) ? remove_row (self, outgoing, error)
                                             : write_row (self, outgoing, FALSE, error)))
    return give_up (self);
  return commit (self, outgoing, before, error);
}

/* ---- saving ------------------------------------------------------------------------------- */

/* An id that nobody has, so that the content can be there before the row. */
static gboolean
take_id (LoftOutgoingQueue *self, gint64 *id, GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (!loft_outgoing_store_take_id (self->mail, id, error))
    return give_up (self);
  return loft_mail_store_commit (self->mail, error);
}

static gboolean
put_content (LoftOutgoingQueue *self, const LoftOutgoing *outgoing, GBytes *raw, GError **error)
{
  LoftEncodedContent *encoded = loft_content_encode (raw);
  const LoftContentOrigin origin = origin_of (outgoing);
  const gint64 id = LOFT_OUTGOING_CONTENT + outgoing->id;
  /* No server has it: kept when rows are lost. */
  LoftContentPlace place = { .folder = (char *) "",
                             .keywords = (char *) "",
                             .date = outgoing->created };
  gboolean done = loft_content_store_begin (self->content, error);

  if (done)
    {
      done = loft_content_store_put_of (self->content, id, &origin, encoded, error) &&
             loft_content_store_set_place (self->content, id, &place, error) &&
             loft_content_store_commit (self->content, error);
      if (!done)
        loft_content_store_rollback (self->content);
    }
  loft_encoded_content_free (encoded);
  return done;
}

static gboolean
may_be_replaced (const LoftOutgoing *before, GError **error)
{
  switch (before->state)
    {
    case LOFT_OUTGOING_DRAFT:
    case LOFT_OUTGOING_REFUSED:
    case LOFT_OUTGOING_HELD:
      return TRUE;
    case LOFT_OUTGOING_QUEUED:
    case LOFT_OUTGOING_SENDING:
    case LOFT_OUTGOING_AT_DOT:
    case LOFT_OUTGOING_SENT:
    case LOFT_OUTGOING_UNCONFIRMED:
      break;
    }
  return set_conflict (before, error);
}

/* Takes identity from the row that it replaces. */
static gboolean
take_place_of (LoftOutgoingQueue *self, LoftOutgoing *outgoing, LoftOutgoing **before,
               GError **error)
{
  *before = loft_outgoing_store_get (self->mail, outgoing->id, error);
  if (*before == NULL || !may_be_replaced (*before, error))
    return FALSE;
  g_free (outgoing->uuid);
  outgoing->uuid = g_strdup ((*before)->uuid);
  outgoing->created = (*before)->created;
  return TRUE;
}

/* An owner that began just now has taken the content for one whose row was lost. */
static gboolean
was_adopted (LoftOutgoingQueue *self, LoftOutgoing *outgoing)
{
  g_autoptr (LoftOutgoing) adopted = loft_outgoing_store_get (self->mail, outgoing->id, NULL);

  if (adopted == NULL)
    return FALSE;
  g_free (outgoing->uuid);
  outgoing->uuid = g_steal_pointer (&adopted->uuid);
  return TRUE;
}

gboolean
loft_outgoing_queue_save (LoftOutgoingQueue *self, LoftOutgoing *outgoing, GBytes *raw,
                          GError **error)
{
  g_autoptr (LoftOutgoing) before = NULL;
  gboolean is_new = outgoing->id == 0;

  outgoing->size = g_bytes_get_size (raw);
  if (is_new)
    outgoing->created = loft_clock_now ();
  if (!(is_new ? take_id (self, &outgoing->id, error)
               : take_place_of (self, outgoing, &before, error)) ||
      !put_content (self, outgoing, raw, error) || !loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (is_new)
    is_new = !was_adopted (self, outgoing);
  else
    {
      g_autoptr (LoftOutgoing) now = get_in_state (self, outgoing->id, before->state, error);

      if (now == NULL)
        return give_up (self);
    }
  if (!write_row (self, outgoing, is_new, error))
    return give_up (self);
  return commit (self, outgoing, before, error);
}

/* ---- saving once -------------------------------------------------------------------------- */

/* *given: nothing is left to be done. */
static gboolean
take_id_once (LoftOutgoingQueue *self, const char *uuid, gint64 *id, gboolean *given,
              GError **error)
{
  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (!loft_scheduling_store_find_given (self->mail, uuid, id, given, error) ||
      (*id == 0 && !(loft_outgoing_store_take_id (self->mail, id, error) &&
                     loft_scheduling_store_note_given (self->mail, uuid, *id, FALSE, error))))
    return give_up (self);
  return loft_mail_store_commit (self->mail, error);
}

/* In a transaction. An owner that began meanwhile may have taken the content for one whose row was lost. */
static gboolean
write_row_once (LoftOutgoingQueue *self, const char *uuid, LoftOutgoing *outgoing, GError **error)
{
  gboolean is_new = !was_adopted (self, outgoing);

  return write_row (self, outgoing, is_new, error) &&
         loft_scheduling_store_note_given (self->mail, uuid, outgoing->id, TRUE, error);
}

/* Another process was faster: what was put beside it since goes, unless it is still needed. */
static gboolean
leave_given (LoftOutgoingQueue *self, gint64 id, GError **error)
{
  g_autoptr (LoftOutgoing) there = loft_outgoing_store_get (self->mail, id, NULL);

  if (there == NULL &&
      !loft_mail_store_add_leftover (self->mail, LOFT_OUTGOING_CONTENT + id, error))
    return give_up (self);
  return loft_mail_store_commit (self->mail, error);
}

gboolean
loft_outgoing_queue_save_once (LoftOutgoingQueue *self, const char *uuid, LoftOutgoing *outgoing,
                               GBytes *raw, GError **error)
{
  gboolean given = FALSE;

  outgoing->size = g_bytes_get_size (raw);
  outgoing->created = loft_clock_now ();
  if (!take_id_once (self, uuid, &outgoing->id, &given, error))
    return FALSE;
  if (given)
    return TRUE;
  if (!put_content (self, outgoing, raw, error) || !loft_mail_store_begin (self->mail, error))
    return FALSE;
  if (!loft_scheduling_store_find_given (self->mail, uuid, &outgoing->id, &given, error))
    return give_up (self);
  if (given)
    return leave_given (self, outgoing->id, error);
  if (!write_row_once (self, uuid, outgoing, error))
    return give_up (self);
  return commit (self, outgoing, NULL, error);
}

/* ---- what a person decides ---------------------------------------------------------------- */

static void
forget_trouble (LoftOutgoing *outgoing)
{
  g_free (outgoing->reason);
  outgoing->reason = g_strdup ("");
  g_free (outgoing->error);
  outgoing->error = g_strdup ("");
  outgoing->tries = 0;
  outgoing->first_try = 0;
  outgoing->not_before = 0;
}

static void
turn (LoftOutgoing *outgoing, LoftRecipientState from, LoftRecipientState to)
{
  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);

      if (recipient->state == from)
        recipient->state = to;
    }
}

/* The time that a person chose stays, for the next attempt at it; a pause after a failure does not. */
static gboolean
cancel (LoftOutgoing *outgoing)
{
  gint64 wanted = outgoing->tries == 0 ? outgoing->not_before : 0;

  if (outgoing->state == LOFT_OUTGOING_SENDING || outgoing->state == LOFT_OUTGOING_AT_DOT ||
      outgoing->state == LOFT_OUTGOING_SENT)
    return FALSE;
  outgoing->state = LOFT_OUTGOING_DRAFT;
  forget_trouble (outgoing);
  outgoing->not_before = wanted;
  return TRUE;
}

static gboolean
send_now (LoftOutgoing *outgoing)
{
  if (outgoing->state != LOFT_OUTGOING_QUEUED)
    return FALSE;
  outgoing->not_before = 0;
  return TRUE;
}

static gboolean
send_again (LoftOutgoing *outgoing)
{
  if (outgoing->state != LOFT_OUTGOING_REFUSED && outgoing->state != LOFT_OUTGOING_HELD &&
      outgoing->state != LOFT_OUTGOING_UNCONFIRMED)
    return FALSE;
  turn (outgoing, LOFT_RECIPIENT_REFUSED, LOFT_RECIPIENT_WAITING);
  turn (outgoing, LOFT_RECIPIENT_AT_DOT, LOFT_RECIPIENT_WAITING);
  forget_trouble (outgoing);
  outgoing->state = LOFT_OUTGOING_QUEUED;
  return TRUE;
}

static gboolean
arrived (LoftOutgoing *outgoing)
{
  if (outgoing->state != LOFT_OUTGOING_UNCONFIRMED)
    return FALSE;
  turn (outgoing, LOFT_RECIPIENT_AT_DOT, LOFT_RECIPIENT_ACCEPTED);
  forget_trouble (outgoing);
  loft_outgoing_queue_settle (outgoing, loft_clock_now ());
  return TRUE;
}

static gboolean
apply (LoftOutgoing *outgoing, LoftOutgoingChange what, gboolean *removes)
{
  gboolean fits;

  switch (what)
    {
    case LOFT_OUTGOING_CANCEL:
      return cancel (outgoing);
    case LOFT_OUTGOING_SEND_NOW:
      return send_now (outgoing);
    case LOFT_OUTGOING_SEND_AGAIN:
      return send_again (outgoing);
    case LOFT_OUTGOING_ARRIVED:
      fits = arrived (outgoing);
      *removes = fits && is_over (outgoing);
      return fits;
    case LOFT_OUTGOING_DISCARD:
      *removes =
        outgoing->state != LOFT_OUTGOING_SENDING && outgoing->state != LOFT_OUTGOING_AT_DOT;
      return *removes;
    }
  return FALSE;
}

gboolean
loft_outgoing_queue_change (LoftOutgoingQueue *self, gint64 id, LoftOutgoingChange what,
                            LoftOutgoing **outgoing, GError **error)
{
  g_autoptr (LoftOutgoing) before = NULL;
  g_autoptr (LoftOutgoing) after = NULL;
  gboolean removes = FALSE;

  if (!loft_mail_store_begin (self->mail, error))
    return FALSE;
  before = loft_outgoing_store_get (self->mail, id, error);
  if (before == NULL)
    return give_up (self);
  after = loft_outgoing_copy (before);
  if (!apply (after, what, &removes))
    {
      set_conflict (before, error);
      return give_up (self);
    }
  if (!(removes ? remove_row (self, after, error) : write_row (self, after, FALSE, error)))
    return give_up (self);
  if (!commit (self, after, before, error))
    return FALSE;
  if (outgoing != NULL)
    *outgoing = removes ? NULL : g_steal_pointer (&after);
  return TRUE;
}
