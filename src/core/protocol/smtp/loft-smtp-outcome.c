/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-outcome.h"

#include <string.h>

#include "loft-error.h"
#include "loft-text.h"

static void
clear_recipient (gpointer data)
{
  LoftSmtpRecipientOutcome *self = data;

  loft_smtp_answer_clear (&self->answer);
}

void
loft_smtp_outcome_clear (LoftSmtpOutcome *self)
{
  g_clear_pointer (&self->recipients, g_array_unref);
  loft_smtp_answer_clear (&self->answer);
  memset (self, 0, sizeof *self);
}

void
loft_smtp_outcome_reset (LoftSmtpOutcome *self, guint n_recipients)
{
  loft_smtp_outcome_clear (self);
  self->recipients = g_array_new (FALSE, TRUE, sizeof (LoftSmtpRecipientOutcome));
  g_array_set_clear_func (self->recipients, clear_recipient);
  g_array_set_size (self->recipients, n_recipients);
}

LoftSmtpRecipientOutcome *
loft_smtp_outcome_get_recipient (const LoftSmtpOutcome *self, guint i)
{
  return &g_array_index (self->recipients, LoftSmtpRecipientOutcome, i);
}

guint
loft_smtp_outcome_count (const LoftSmtpOutcome *self, LoftSmtpVerdict verdict)
{
  guint n = 0;

  for (guint i = 0; i < self->recipients->len; i++)
    n += loft_smtp_outcome_get_recipient (self, i)->verdict == verdict;
  return n;
}

void
loft_smtp_answer_clear (LoftSmtpAnswer *self)
{
  g_free (self->text);
  memset (self, 0, sizeof *self);
}

void
loft_smtp_answer_set (LoftSmtpAnswer *self, const LoftSmtpReply *reply, LoftSmtpStep step)
{
  loft_smtp_answer_clear (self);
  self->code = reply->code;
  self->status = reply->status;
  self->text = loft_smtp_reply_get_text (reply);
  if (reply->code >= 400)
    self->reason = loft_smtp_reason_of (reply->code, reply->status, step);
}

static LoftError
error_of (const LoftSmtpAnswer *self, LoftSmtpStep step)
{
  if (self->reason == LOFT_SMTP_REASON_SIGN_IN)
    return LOFT_ERROR_AUTH;
  if (loft_smtp_is_temporary (self->code, self->status, step))
    return LOFT_ERROR_TEMPORARY;
  if (self->reason == LOFT_SMTP_REASON_TOO_LARGE)
    return LOFT_ERROR_LIMIT;
  return self->code >= 400 ? LOFT_ERROR_REFUSED : LOFT_ERROR_PROTOCOL;
}

gboolean
loft_smtp_answer_set_error (const LoftSmtpAnswer *self, LoftSmtpStep step, GError **error)
{
  g_autofree char *text =
    loft_text_quote (self->code >= 400 ? "The server refused" : "The server says what does not fit",
                     self->text != NULL ? self->text : "");

  g_set_error_literal (error, LOFT_ERROR, (int) error_of (self, step), text);
  return FALSE;
}
