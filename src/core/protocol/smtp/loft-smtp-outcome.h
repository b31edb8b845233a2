/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-smtp-reason.h"

G_BEGIN_DECLS

/* What became of a message that was to be sent. One thread at a time. */

typedef enum {
  LOFT_SMTP_TEMPORARY,   /* certainly not sent; may be tried again */
  LOFT_SMTP_REFUSED,     /* certainly not sent; the same again ends the same */
  LOFT_SMTP_UNCONFIRMED, /* perhaps sent: the connection was lost between the end of the message
                          * and the server's answer. Only a person may send it again (RFC 1047) */
  LOFT_SMTP_SENT,        /* to those recipients that are ACCEPTED */
} LoftSmtpResult;

typedef enum {
  LOFT_SMTP_RECIPIENT_UNASKED, /* it did not come to that */
  LOFT_SMTP_RECIPIENT_ACCEPTED,
  LOFT_SMTP_RECIPIENT_REFUSED,
  LOFT_SMTP_RECIPIENT_TEMPORARY, /* refused for now */
} LoftSmtpVerdict;

/* What the server said. */
typedef struct {
  guint code; /* 0: nothing, reason is our own */
  LoftSmtpStatus status;
  LoftSmtpReason reason; /* of a refusal */
  char *text;            /* (nullable) its words, one line of valid UTF-8 */
} LoftSmtpAnswer;

typedef struct {
  LoftSmtpVerdict verdict;
  LoftSmtpAnswer answer;
} LoftSmtpRecipientOutcome;

typedef struct {
  LoftSmtpResult result;
  LoftSmtpAnswer answer; /* that decided it; code 0 when recipients did, or no answer came */
  GArray *recipients;    /* of LoftSmtpRecipientOutcome, in the order of the envelope. What is
                          * ACCEPTED got the message only when the whole is SENT */
  gboolean reports_asked; /* the server took what the envelope wants of DSN */
  guint64 max_size;       /* what the server takes, with LOFT_SMTP_REASON_TOO_LARGE; else 0 */
} LoftSmtpOutcome;

/* Zeroed, TEMPORARY; as many recipients as the envelope has. What it held before is freed. */
void loft_smtp_outcome_reset (LoftSmtpOutcome *self, guint n_recipients);
void loft_smtp_outcome_clear (LoftSmtpOutcome *self);

/* (transfer none) */
LoftSmtpRecipientOutcome *loft_smtp_outcome_get_recipient (const LoftSmtpOutcome *self, guint i);
guint loft_smtp_outcome_count (const LoftSmtpOutcome *self, LoftSmtpVerdict verdict);

/* From a reply to a step; the old one is freed. */
void loft_smtp_answer_set   (LoftSmtpAnswer *self, const LoftSmtpReply *reply, LoftSmtpStep step);
void loft_smtp_answer_clear (LoftSmtpAnswer *self);

/* Sets error as a refusal of that kind, with the server's words, and returns FALSE. */
gboolean loft_smtp_answer_set_error (const LoftSmtpAnswer *self, LoftSmtpStep step,
                                     GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftSmtpOutcome, loft_smtp_outcome_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftSmtpAnswer, loft_smtp_answer_clear)

G_END_DECLS
