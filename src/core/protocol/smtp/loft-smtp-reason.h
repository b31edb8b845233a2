/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-smtp-reply.h"

G_BEGIN_DECLS

/* Why a server said no, as far as its codes tell (RFC 5321, RFC 3463 and the IANA registry of
 * enhanced status codes), for the sentence that a person reads. Never from its words. Pure. */
typedef enum {
  LOFT_SMTP_REASON_UNKNOWN, /* the server's words are all there is */
  LOFT_SMTP_REASON_NO_SUCH_USER,
  LOFT_SMTP_REASON_NO_SUCH_DOMAIN,
  LOFT_SMTP_REASON_BAD_ADDRESS, /* its form */
  LOFT_SMTP_REASON_MOVED,       /* the person has another address now */
  LOFT_SMTP_REASON_MAILBOX_DISABLED,
  LOFT_SMTP_REASON_MAILBOX_FULL,
  LOFT_SMTP_REASON_TOO_LARGE, /* the message */
  LOFT_SMTP_REASON_SERVER_FULL,
  LOFT_SMTP_REASON_TOO_MANY_RECIPIENTS, /* at once: the others may be sent to later */
  LOFT_SMTP_REASON_TOO_MUCH_MAIL,       /* sent in a short time */
  LOFT_SMTP_REASON_GREYLISTED,          /* or another "not now" without a fault of anybody */
  LOFT_SMTP_REASON_BUSY,                /* or going down */
  LOFT_SMTP_REASON_SENDER,              /* the sender's address may not be used */
  LOFT_SMTP_REASON_SIGN_IN,             /* wanted first */
  LOFT_SMTP_REASON_ENCRYPTION,          /* wanted */
  LOFT_SMTP_REASON_POLICY,
  LOFT_SMTP_REASON_SPAM,          /* so the server thinks, or sender checks (SPF, DKIM) failed */
  LOFT_SMTP_REASON_UTF8,          /* the server cannot take an address or header in UTF-8 */
  LOFT_SMTP_REASON_EIGHT_BIT,     /* nor a body that is not ASCII: encode it, and try again */
  LOFT_SMTP_REASON_CONTENT,
  LOFT_SMTP_REASON_UNREACHABLE, /* the next server on the way */
} LoftSmtpReason;

/* Which command was answered. */
typedef enum {
  LOFT_SMTP_STEP_CONNECT, /* greeting, EHLO, sign-in */
  LOFT_SMTP_STEP_MAIL,
  LOFT_SMTP_STEP_RCPT,
  LOFT_SMTP_STEP_DATA, /* also its end, and BDAT */
} LoftSmtpStep;

/* For a reply of 400 … 599. */
LoftSmtpReason loft_smtp_reason_of (guint code, LoftSmtpStatus status, LoftSmtpStep step);

/* "mailbox-full" … for logs and JSON. */
const char *loft_smtp_reason_name (LoftSmtpReason reason);

/* Whether the same may work later. 4yz, and 552 to RCPT without an enhanced code, which servers of
 * old say for too many recipients (RFC 5321, 4.5.3.1.10). */
gboolean loft_smtp_is_temporary (guint code, LoftSmtpStatus status, LoftSmtpStep step);

G_END_DECLS
