/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-session-private.h"

#include "loft-error.h"

/* A mail transaction (RFC 5321, 3.3). DATA is not sent along with the recipients, as it could be
 * with PIPELINING: whoever took it in spite of a refused recipient could only be answered with a
 * message, which then went to the others. */

/* The answers to more could fill the line while nobody reads them (RFC 2920, 3.1). */
#define WINDOW 100

typedef struct {
  LoftSmtpSession *session;
  const LoftSmtpEnvelope *envelope;
  const LoftSmtpBody *body;
  LoftSmtpOutcome *outcome;
  GCancellable *cancellable;
  guint n_asked; /* recipients whose command was written */
  guint n_told; /* and answered */
} Transaction;

gboolean
loft_smtp_outcome_take_refusal (LoftSmtpOutcome *self, const LoftSmtpReply *reply,
                                LoftSmtpStep step, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  loft_smtp_answer_set (&self->answer, reply, step);
  loft_smtp_answer_set_error (&self->answer, step, &refusal);
  self->result = refusal->code == LOFT_ERROR_REFUSED || refusal->code == LOFT_ERROR_LIMIT
                   ? LOFT_SMTP_REFUSED
                   : LOFT_SMTP_TEMPORARY;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* --- Before the first command ------------------------------------------------------------- */

static gboolean
refuse (LoftSmtpOutcome *outcome, LoftSmtpReason reason, LoftError code, const char *message,
        GError **error)
{
  outcome->result = LOFT_SMTP_REFUSED;
  outcome->answer.reason = reason;
  g_set_error_literal (error, LOFT_ERROR, (int) code, message);
  return FALSE;
}

/* Known before the first byte, so that nobody waits for a large message to be refused (RFC 1870,
 * 6.1). */
static gboolean
check_size (const Transaction *self, GError **error)
{
  guint64 max_size = self->session->extensions.max_size;

  if (max_size == 0 || self->body->size <= max_size)
    return TRUE;
  self->outcome->max_size = max_size;
  return refuse (self->outcome, LOFT_SMTP_REASON_TOO_LARGE, LOFT_ERROR_LIMIT,
                 "The message is larger than the server takes", error);
}

static gboolean
check_offered (const Transaction *self, GError **error)
{
  LoftSmtpExtension offered = self->session->extensions.offered;

  if (loft_smtp_envelope_needs_utf8 (self->envelope) && !(offered & LOFT_SMTP_SMTPUTF8))
    return refuse (self->outcome, LOFT_SMTP_REASON_UTF8, LOFT_ERROR_REFUSED,
                   "The server cannot take addresses or headers in UTF-8 (SMTPUTF8)", error);
  if (self->envelope->eight_bit_body && !(offered & LOFT_SMTP_8BITMIME))
    return refuse (self->outcome, LOFT_SMTP_REASON_EIGHT_BIT, LOFT_ERROR_REFUSED,
                   "The server cannot take a message that is not ASCII (8BITMIME)", error);
  return check_size (self, error);
}

static gboolean
check_envelope (const Transaction *self, GError **error)
{
  if (loft_smtp_envelope_check (self->envelope, error))
    return TRUE;
  self->outcome->result = LOFT_SMTP_REFUSED;
  self->outcome->answer.reason = LOFT_SMTP_REASON_BAD_ADDRESS;
  return FALSE;
}

/* --- MAIL and RCPT ------------------------------------------------------------------------ */

static gboolean
write_reset (Transaction *self, GError **error)
{
  return !self->session->needs_reset ||
         loft_smtp_session_write (self->session, "RSET\r\n", 6, self->cancellable, error);
}

static gboolean
write_mail (Transaction *self, GError **error)
{
  g_autofree char *command =
    loft_smtp_envelope_mail_command (self->envelope, &self->session->extensions, self->body->size);

  return loft_smtp_session_write (self->session, command, -1, self->cancellable, error);
}

static gboolean
write_rcpts (Transaction *self, guint n, GError **error)
{
  guint end = MIN (self->envelope->recipients->len, self->n_asked + n);

  for (; self->n_asked < end; self->n_asked++)
    {
      g_autofree char *command =
        loft_smtp_envelope_rcpt_command (self->envelope, &self->session->extensions, self->n_asked);

      if (!loft_smtp_session_write (self->session, command, -1, self->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* A reply that ended the connection decided about the message too. */
static gboolean
read_reply (Transaction *self, LoftSmtpReply *reply, LoftSmtpStep step, GError **error)
{
  if (loft_smtp_session_read (self->session, reply, self->cancellable, error))
    return TRUE;
  if (reply->code != 0)
    loft_smtp_answer_set (&self->outcome->answer, reply, step);
  return FALSE;
}

/* Whatever the server says to it, MAIL tells whether it was understood. */
static gboolean
read_reset (Transaction *self, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!self->session->needs_reset)
    return TRUE;
  self->session->needs_reset = FALSE;
  return read_reply (self, &reply, LOFT_SMTP_STEP_MAIL, error);
}

/* FALSE with the error when it was refused; session->stream tells whether the connection lives. */
static gboolean
read_mail (Transaction *self, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!read_reply (self, &reply, LOFT_SMTP_STEP_MAIL, error))
    return FALSE;
  self->session->needs_reset = TRUE;
  if (reply.code / 100 == 2)
    return TRUE;
  loft_smtp_outcome_take_refusal (self->outcome, &reply, LOFT_SMTP_STEP_MAIL, error);
  if (reply.code < 400)
    loft_smtp_session_close (self->session);
  return FALSE;
}

static gboolean
read_rcpt (Transaction *self, GError **error)
{
  LoftSmtpRecipientOutcome *told = loft_smtp_outcome_get_recipient (self->outcome, self->n_told);
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!read_reply (self, &reply, LOFT_SMTP_STEP_RCPT, error))
    return FALSE;
  if (reply.code / 100 == 3)
    return loft_smtp_session_break_by (self->session, &reply, LOFT_SMTP_STEP_RCPT, error);
  loft_smtp_answer_set (&told->answer, &reply, LOFT_SMTP_STEP_RCPT);
  if (reply.code / 100 == 2)
    told->verdict = LOFT_SMTP_RECIPIENT_ACCEPTED;
  else if (loft_smtp_is_temporary (reply.code, reply.status, LOFT_SMTP_STEP_RCPT))
    told->verdict = LOFT_SMTP_RECIPIENT_TEMPORARY;
  else
    told->verdict = LOFT_SMTP_RECIPIENT_REFUSED;
  self->n_told++;
  return TRUE;
}

/* After a refused MAIL the answers to the recipients only say that there is none. */
static gboolean
skip_rcpts (Transaction *self)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  for (; self->n_told < self->n_asked; self->n_told++)
    if (!loft_smtp_session_read (self->session, &reply, self->cancellable, NULL))
      return FALSE;
  return TRUE;
}

static gboolean
read_rcpts (Transaction *self, GError **error)
{
  while (self->n_told < self->n_asked)
    if (!read_rcpt (self, error))
      return FALSE;
  return TRUE;
}

static gboolean
open_pipelined (Transaction *self, GError **error)
{
  if (!write_reset (self, error) || !write_mail (self, error) ||
      !write_rcpts (self, WINDOW, error) || !read_reset (self, error))
    return FALSE;
  if (!read_mail (self, error))
    {
      if (self->session->stream != NULL)
        skip_rcpts (self);
      return FALSE;
    }
  return read_rcpts (self, error);
}

static gboolean
open_stepwise (Transaction *self, GError **error)
{
  return write_reset (self, error) && read_reset (self, error) && write_mail (self, error) &&
         read_mail (self, error);
}

static gboolean
ask_recipients (Transaction *self, GError **error)
{
  gboolean pipelining = (self->session->extensions.offered & LOFT_SMTP_PIPELINING) != 0;

  if (!(pipelining ? open_pipelined (self, error) : open_stepwise (self, error)))
    return FALSE;
  while (self->n_asked < self->envelope->recipients->len)
    if (!write_rcpts (self, pipelining ? WINDOW : 1, error) || !read_rcpts (self, error))
      return FALSE;
  return TRUE;
}

/* --- Whether it goes on ------------------------------------------------------------------- */

/* The first that was refused for good, else the first that was refused for now. */
static const LoftSmtpAnswer *
find_refusal (const LoftSmtpOutcome *outcome)
{
  const LoftSmtpAnswer *temporary = NULL;

  for (guint i = 0; i < outcome->recipients->len; i++)
    {
      const LoftSmtpRecipientOutcome *told = loft_smtp_outcome_get_recipient (outcome, i);

      if (told->verdict == LOFT_SMTP_RECIPIENT_REFUSED)
        return &told->answer;
      if (told->verdict == LOFT_SMTP_RECIPIENT_TEMPORARY && temporary == NULL)
        temporary = &told->answer;
    }
  return temporary;
}

/* A sign-in that is wanted is nobody's refusal of the message. */
static gboolean
check_recipients (Transaction *self, GError **error)
{
  guint n_accepted = loft_smtp_outcome_count (self->outcome, LOFT_SMTP_RECIPIENT_ACCEPTED);
  g_autoptr (GError) refusal = NULL;

  if (n_accepted == self->envelope->recipients->len || (self->envelope->partial && n_accepted > 0))
    return TRUE;
  loft_smtp_answer_set_error (find_refusal (self->outcome), LOFT_SMTP_STEP_RCPT, &refusal);
  self->outcome->result =
    loft_smtp_outcome_count (self->outcome, LOFT_SMTP_RECIPIENT_REFUSED) > 0 &&
        refusal->code != LOFT_ERROR_AUTH
      ? LOFT_SMTP_REFUSED
      : LOFT_SMTP_TEMPORARY;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static void
note_reports (Transaction *self)
{
  self->outcome->reports_asked = (self->session->extensions.offered & LOFT_SMTP_DSN) != 0;
}

static gboolean
check_connected (LoftSmtpSession *self, GError **error)
{
  if (loft_smtp_session_is_connected (self))
    return TRUE;
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "There is no connection");
  return FALSE;
}

static gboolean
check_silence (Transaction *self, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (loft_smtp_session_check_silence (self->session, &reply, self->cancellable, error))
    return TRUE;
  if (reply.code >= 400)
    loft_smtp_answer_set (&self->outcome->answer, &reply, LOFT_SMTP_STEP_MAIL);
  return FALSE;
}

gboolean
loft_smtp_session_send (LoftSmtpSession *self, const LoftSmtpEnvelope *envelope,
                        const LoftSmtpBody *body, LoftSmtpOutcome *outcome,
                        LoftSmtpAtDotFunc at_dot, gpointer user_data, GCancellable *cancellable,
                        GError **error)
{
  Transaction transaction = { self, envelope, body, outcome, cancellable, 0, 0 };
  LoftSmtpTransfer transfer = { self, body, outcome, at_dot, user_data, cancellable, 0 };

  loft_smtp_outcome_reset (outcome, envelope->recipients->len);
  if (!check_connected (self, error) || !check_envelope (&transaction, error) ||
      !check_offered (&transaction, error) || !check_silence (&transaction, error))
    return FALSE;
  note_reports (&transaction);
  if (!ask_recipients (&transaction, error) || !check_recipients (&transaction, error) ||
      !loft_smtp_transfer_run (&transfer, error))
    return FALSE;
  self->needs_reset = FALSE;
  return TRUE;
}
