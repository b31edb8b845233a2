/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-outgoing-sender.h"

#include <string.h>

#include "loft-account-store.h"
#include "loft-clock.h"
#include "loft-error.h"
#include "loft-mime-submission.h"
#include "loft-outgoing-original.h"
#include "loft-outgoing-store.h"

#define COPY_SECONDS 60 /* until a copy is tried again */
#define LOOK_SECONDS 60 /* until it is looked again whether one arrived */

typedef struct {
  LoftOutgoingQueue *queue;
  LoftSubmission *submission; /* (nullable) */
  const LoftOutgoingObserver *observer;
  gpointer user_data;
  GCancellable *cancellable;
  guint n_split; /* messages whose rest is due at once */
} Pass;

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static void
tell_changed (Pass *pass)
{
  if (pass->observer->changed != NULL)
    pass->observer->changed (pass->user_data);
}

static gboolean
write_row (Pass *pass, LoftOutgoing *outgoing, LoftOutgoingState from, GError **error)
{
  if (!loft_outgoing_queue_write (pass->queue, outgoing, from, error))
    return FALSE;
  tell_changed (pass);
  return TRUE;
}

/* ---- what became of a try ----------------------------------------------------------------- */

static LoftOutgoingRecipient *
find_recipient (GPtrArray *recipients, const char *address)
{
  for (guint i = 0; i < recipients->len; i++)
    {
      LoftOutgoingRecipient *recipient = g_ptr_array_index (recipients, i);

      if (strcmp (recipient->address, address) == 0)
        return recipient;
    }
  return NULL;
}

static void
take_answer (LoftOutgoingRecipient *to, guint code, const char *reason, const char *text)
{
  to->code = code;
  replace (&to->reason, reason);
  replace (&to->text, text);
}

/* said: what the server said of this one. What it accepted at first shares the fate of the message. */
static void
take_recipient (LoftOutgoingRecipient *to, const LoftOutgoingRecipient *said,
                const LoftSubmissionOutcome *outcome)
{
  if (said->state == LOFT_RECIPIENT_REFUSED || outcome->result == LOFT_SUBMISSION_SENT)
    {
      to->state = said->state;
      take_answer (to, said->code, said->reason, said->text);
      return;
    }
  if (outcome->result == LOFT_SUBMISSION_UNCONFIRMED && said->state == LOFT_RECIPIENT_ACCEPTED)
    {
      to->state = LOFT_RECIPIENT_AT_DOT;
      return;
    }
  to->state = LOFT_RECIPIENT_WAITING;
  if (said->state == LOFT_RECIPIENT_WAITING && said->code != 0)
    take_answer (to, said->code, said->reason, said->text);
  else if (outcome->result == LOFT_SUBMISSION_REFUSED)
    {
      to->state = LOFT_RECIPIENT_REFUSED;
      take_answer (to, outcome->code, outcome->reason, outcome->text);
    }
  else if (outcome->code != 0)
    take_answer (to, outcome->code, outcome->reason, outcome->text);
}

/* Of those that wait: why. */
static void
note_reason (LoftOutgoing *outgoing)
{
  replace (&outgoing->reason, "");
  replace (&outgoing->error, "");
  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);

      if (recipient->state != LOFT_RECIPIENT_WAITING || recipient->code == 0)
        continue;
      replace (&outgoing->reason, recipient->reason[0] != '\0' ? recipient->reason : "temporary");
      replace (&outgoing->error, recipient->text);
    }
}

/* An answer counts as a try, trouble on the way there does not: that is the account's. */
static gboolean
was_answered (const LoftOutgoing *outgoing, const LoftSubmissionOutcome *outcome)
{
  return outcome->result != LOFT_SUBMISSION_TEMPORARY || outcome->code != 0 ||
         outgoing->reason[0] != '\0';
}

void
loft_outgoing_sender_take_outcome (LoftOutgoing *outgoing, const LoftSubmissionOutcome *outcome,
                                   gint64 now)
{
  for (guint i = 0; i < outcome->recipients->len; i++)
    {
      const LoftOutgoingRecipient *said = g_ptr_array_index (outcome->recipients, i);
      LoftOutgoingRecipient *recipient = find_recipient (outgoing->recipients, said->address);

      if (recipient != NULL)
        take_recipient (recipient, said, outcome);
    }
  note_reason (outgoing);
  if (was_answered (outgoing, outcome))
    {
      outgoing->tries++;
      if (outgoing->first_try == 0)
        outgoing->first_try = now;
    }
  loft_outgoing_queue_settle (outgoing, now);
}

/* ---- one message -------------------------------------------------------------------------- */

typedef struct {
  Pass *pass;
  LoftOutgoing *outgoing;
  LoftSubmissionOutcome outcome;
} Try;

/* Durable before the end of the message: whoever dies after it finds out that it may have been
 * delivered. */
static gboolean
on_at_dot (gpointer user_data, GError **error)
{
  Try *attempt = user_data;

  for (guint i = 0; i < attempt->outcome.recipients->len; i++)
    {
      const LoftOutgoingRecipient *said = g_ptr_array_index (attempt->outcome.recipients, i);
      LoftOutgoingRecipient *recipient =
        find_recipient (attempt->outgoing->recipients, said->address);

      if (recipient != NULL && said->state == LOFT_RECIPIENT_ACCEPTED)
        recipient->state = LOFT_RECIPIENT_AT_DOT;
    }
  attempt->outgoing->state = LOFT_OUTGOING_AT_DOT;
  if (write_row (attempt->pass, attempt->outgoing, LOFT_OUTGOING_SENDING, error))
    return TRUE;
  attempt->outgoing->state = LOFT_OUTGOING_SENDING;
  return FALSE;
}

static GPtrArray *
list_waiting (const LoftOutgoing *outgoing)
{
  GPtrArray *addresses = g_ptr_array_new ();

  for (guint i = 0; i < outgoing->recipients->len; i++)
    {
      const LoftOutgoingRecipient *recipient = g_ptr_array_index (outgoing->recipients, i);

      if (recipient->state == LOFT_RECIPIENT_WAITING)
        g_ptr_array_add (addresses, recipient->address);
    }
  return addresses;
}

/* What is not to be sent by itself any more: a person looks at it. */
static gboolean
hold (Pass *pass, LoftOutgoing *outgoing, const char *reason, const GError *why, GError **error)
{
  outgoing->state = LOFT_OUTGOING_HELD;
  replace (&outgoing->reason, reason);
  replace (&outgoing->error, why != NULL ? why->message : "");
  return write_row (pass, outgoing, LOFT_OUTGOING_QUEUED, error);
}

/* The state in the store is the last that was written; what came of the try replaces it. */
static gboolean
write_outcome (Try *attempt, GError **error)
{
  LoftOutgoingState from = attempt->outgoing->state;

  loft_outgoing_sender_take_outcome (attempt->outgoing, &attempt->outcome, loft_clock_now ());
  attempt->pass->n_split += attempt->outcome.result == LOFT_SUBMISSION_SENT &&
                            attempt->outgoing->state == LOFT_OUTGOING_QUEUED;
  return write_row (attempt->pass, attempt->outgoing, from, error);
}

/* The server spoke of a recipient: whatever it said is about this message. */
static gboolean
was_spoken_of (const LoftSubmissionOutcome *outcome)
{
  for (guint i = 0; i < outcome->recipients->len; i++)
    {
      const LoftOutgoingRecipient *said = g_ptr_array_index (outcome->recipients, i);

      if (said->code != 0 && said->state != LOFT_RECIPIENT_ACCEPTED)
        return TRUE;
    }
  return FALSE;
}

/* An error of the line ends the pass, an answer to this message does not. */
static gboolean
is_of_line (const LoftSubmissionOutcome *outcome, const GError *failure)
{
  LoftError class = loft_error_class (failure);

  return loft_error_is_cancelled (failure) || class == LOFT_ERROR_OFFLINE ||
         class == LOFT_ERROR_AUTH || class == LOFT_ERROR_UNTRUSTED || class == LOFT_ERROR_STORE ||
         (outcome->code == 0 && !was_spoken_of (outcome) &&
          (class == LOFT_ERROR_TEMPORARY || class == LOFT_ERROR_PROTOCOL) &&
          outcome->result == LOFT_SUBMISSION_TEMPORARY);
}

/* Without one the message goes all the same. What names no sender is a program's. */
static void
find_original (Pass *pass, const LoftOutgoing *outgoing, GBytes *raw,
               LoftOutgoingOriginal *original)
{
  g_autoptr (GError) error = NULL;

  if (outgoing->sender[0] == '\0' ||
      loft_outgoing_original_find (pass->queue->mail, raw, original, &error))
    return;
  loft_outgoing_original_clear (original);
  original->message_id = 0;
}

/* Before the row says that it was sent, and may be gone with it. A mark that cannot be made keeps nobody
 * from having the message. */
static void
mark_original (Pass *pass, const LoftOutgoingOriginal *original)
{
  if (original->message_id != 0 && pass->observer->mark_original != NULL)
    pass->observer->mark_original (original->message_id, original->flag, pass->user_data);
}

static gboolean
send_bytes (Pass *pass, LoftOutgoing *outgoing, GBytes *raw, GError **error)
{
  g_auto (LoftOutgoingOriginal) original = { 0 };
  LoftSubmissionOriginal place = { NULL };
  Try attempt = { pass, outgoing, { 0 } };
  g_autoptr (GBytes) bytes = loft_mime_without_bcc (raw);
  g_autoptr (GPtrArray) addresses = list_waiting (outgoing);
  LoftSubmissionMessage message = {
    .sender = outgoing->sender,
    .recipients = addresses,
    .bytes = bytes,
    .utf8_headers = loft_mime_has_utf8_headers (bytes),
    .eight_bit_body = loft_mime_has_eight_bit_body (bytes),
    .wants_report = loft_mime_wants_report (raw),
  };
  g_autoptr (GError) failure = NULL;
  gboolean written;
  gboolean goes_on;

  outgoing->state = LOFT_OUTGOING_SENDING;
  if (!write_row (pass, outgoing, LOFT_OUTGOING_QUEUED, error))
    return FALSE;
  find_original (pass, outgoing, raw, &original);
  place = (LoftSubmissionOriginal){ original.folder_id, original.remote_id,
                                    original.flag == LOFT_FLAG_FORWARDED };
  message.original = original.remote_id != NULL ? &place : NULL;
  goes_on = loft_submission_send (pass->submission, &message, &attempt.outcome, on_at_dot, &attempt,
                                  pass->cancellable, &failure) ||
            !is_of_line (&attempt.outcome, failure);
  if (attempt.outcome.result == LOFT_SUBMISSION_SENT)
    mark_original (pass, &original);
  written = write_outcome (&attempt, goes_on ? error : NULL);
  loft_submission_outcome_clear (&attempt.outcome);
  if (!goes_on)
    g_propagate_error (error, g_steal_pointer (&failure));
  return written && goes_on;
}

static gboolean
send_one (Pass *pass, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_queue_get (pass->queue, id, NULL, &failure);
  g_autoptr (LoftOutgoing) again = NULL;

  /* Called back while others were sent. */
  if (outgoing == NULL || outgoing->state != LOFT_OUTGOING_QUEUED ||
      outgoing->not_before > loft_clock_now ())
    return outgoing != NULL || g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_GONE) ||
           (g_propagate_error (error, g_steal_pointer (&failure)), FALSE);
  again = loft_outgoing_queue_get (pass->queue, id, &raw, &failure);
  if (again == NULL)
    return hold (pass, outgoing, "content-lost", failure, error);
  if (loft_outgoing_count (outgoing, LOFT_RECIPIENT_WAITING) == 0)
    return hold (pass, outgoing, "no-recipients", NULL, error);
  if (!loft_submission_connect (pass->submission, pass->cancellable, error))
    return FALSE;
  if (!send_bytes (pass, outgoing, raw, &failure))
    {
      /* Somebody took it back between two steps. */
      if (g_error_matches (failure, LOFT_ERROR, LOFT_ERROR_CONFLICT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* ---- copies ------------------------------------------------------------------------------- */

static gboolean
wants_copy (const LoftOutgoing *outgoing)
{
  return outgoing->copy == LOFT_SENT_COPY_WANTED && outgoing->state != LOFT_OUTGOING_SENDING &&
         outgoing->state != LOFT_OUTGOING_AT_DOT && outgoing->state != LOFT_OUTGOING_UNCONFIRMED &&
         loft_outgoing_count (outgoing, LOFT_RECIPIENT_ACCEPTED) > 0;
}

/* *done: there is one now. Not without its content, which nobody has any more. */
static gboolean
make_copy (Pass *pass, const LoftOutgoing *outgoing, gboolean *done, GError **error)
{
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (LoftOutgoing) read = NULL;

  if (!loft_outgoing_store_is_in_sent (pass->queue->mail, outgoing->message_id, done, error))
    return FALSE;
  if (*done)
    return TRUE;
  read = loft_outgoing_queue_get (pass->queue, outgoing->id, &raw, NULL);
  *done = raw == NULL;
  return *done || pass->observer->keep_copy (outgoing, raw, done, pass->user_data, error);
}

static gboolean
make_copies (Pass *pass, GError **error)
{
  /* After rows were lost nobody knows yet which copies there are. */
  g_autoptr (GPtrArray) list = loft_account_store_is_incomplete (pass->queue->mail)
                                 ? g_ptr_array_new ()
                                 : loft_outgoing_queue_list (pass->queue, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      LoftOutgoing *outgoing = g_ptr_array_index (list, i);
      gboolean done = FALSE;

      if (!wants_copy (outgoing))
        continue;
      if (!make_copy (pass, outgoing, &done, error))
        return FALSE;
      outgoing->copy = done ? LOFT_SENT_COPY_DONE : LOFT_SENT_COPY_WANTED;
      if (done && !write_row (pass, outgoing, outgoing->state, error))
        return FALSE;
    }
  return list != NULL;
}

/* ---- all of them -------------------------------------------------------------------------- */

static gboolean
is_due (const LoftOutgoing *outgoing, gint64 now)
{
  return outgoing->state == LOFT_OUTGOING_QUEUED && outgoing->not_before <= now;
}

/* (transfer full) ids of gint64 */
static GArray *
list_due (LoftOutgoingQueue *self, gint64 now, GError **error)
{
  g_autoptr (GPtrArray) list = loft_outgoing_queue_list (self, error);
  GArray *ids;

  if (list == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < list->len; i++)
    {
      const LoftOutgoing *outgoing = g_ptr_array_index (list, i);

      if (is_due (outgoing, now))
        g_array_append_val (ids, outgoing->id);
    }
  return ids;
}

static gboolean
send_all (Pass *pass, GError **error)
{
  g_autoptr (GArray) ids = list_due (pass->queue, loft_clock_now (), error);

  if (ids == NULL)
    return FALSE;
  if (ids->len > 0 && pass->submission == NULL)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no server to send by");
      return FALSE;
    }
  for (guint i = 0; i < ids->len; i++)
    if (g_cancellable_set_error_if_cancelled (pass->cancellable, error) ||
        !send_one (pass, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

/* 0: nothing more is to be done with it by itself. */
static gint64
due_of (const LoftOutgoing *outgoing)
{
  if (outgoing->state == LOFT_OUTGOING_QUEUED)
    return MAX (outgoing->not_before, 1);
  /* The server may show it in Sent meanwhile. */
  if (outgoing->state == LOFT_OUTGOING_UNCONFIRMED && outgoing->copy != LOFT_SENT_COPY_DONE)
    return loft_clock_now () + LOOK_SECONDS;
  return wants_copy (outgoing) ? loft_clock_now () + COPY_SECONDS : 0;
}

static gboolean
find_next (LoftOutgoingQueue *self, gint64 *next, GError **error)
{
  g_autoptr (GPtrArray) list = loft_outgoing_queue_list (self, error);

  *next = 0;
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      gint64 due = due_of (g_ptr_array_index (list, i));

      if (due != 0 && (*next == 0 || due < *next))
        *next = due;
    }
  return list != NULL;
}

gboolean
loft_outgoing_sender_run (LoftOutgoingQueue *self, LoftSubmission *submission,
                          const LoftOutgoingObserver *observer, gpointer user_data, gint64 *next,
                          GCancellable *cancellable, GError **error)
{
  Pass pass = { self, submission, observer, user_data, cancellable, 0 };
  gboolean done;
  gboolean copied;

  /* More recipients than the server takes at once: a round for each part. */
  do
    {
      pass.n_split = 0;
      done = send_all (&pass, error) && find_next (self, next, error);
    }
  while (done && pass.n_split > 0 && *next <= loft_clock_now ());
  copied = make_copies (&pass, done ? error : NULL);
  find_next (self, next, NULL);
  return done && copied;
}
