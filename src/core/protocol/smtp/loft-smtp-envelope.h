/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-smtp-extensions.h"

G_BEGIN_DECLS

/* From whom and to whom a message goes, and how (RFC 5321, 2.3.1); and the commands that say so.
 * Pure; one thread at a time. */

/* When the sender wants to hear of what became of it (DSN, RFC 3461, 4.1). */
typedef enum {
  LOFT_SMTP_NOTIFY_DEFAULT = 0, /* not asked: most servers tell of failures */
  LOFT_SMTP_NOTIFY_NEVER = 1 << 0,
  LOFT_SMTP_NOTIFY_SUCCESS = 1 << 1,
  LOFT_SMTP_NOTIFY_FAILURE = 1 << 2,
  LOFT_SMTP_NOTIFY_DELAY = 1 << 3,
} LoftSmtpNotify;

/* What comes back with a failure (4.3). */
typedef enum {
  LOFT_SMTP_RETURN_DEFAULT,
  LOFT_SMTP_RETURN_FULL,
  LOFT_SMTP_RETURN_HEADERS,
} LoftSmtpReturn;

typedef struct {
  char *address;
  char *original;        /* (nullable) whom the person wrote to, when address came of that: ORCPT */
  LoftSmtpNotify notify; /* bits */
} LoftSmtpRecipient;

typedef struct {
  char *sender;          /* addr-spec; "": none, as reports have it */
  GPtrArray *recipients; /* of LoftSmtpRecipient */
  LoftSmtpReturn returns;
  char *id;                /* (nullable) ENVID: comes back in reports; printable ASCII, at most 100 */
  gboolean utf8_headers;   /* RFC 6531: headers are not all ASCII */
  gboolean eight_bit_body; /* RFC 6152 */
  gboolean partial;        /* when some recipients are refused, send to the others */
} LoftSmtpEnvelope;

LoftSmtpEnvelope *loft_smtp_envelope_new  (const char *sender);
void              loft_smtp_envelope_free (LoftSmtpEnvelope *self);

/* (transfer none) original (nullable). */
LoftSmtpRecipient *loft_smtp_envelope_add (LoftSmtpEnvelope *self, const char *address,
                                           LoftSmtpNotify notify, const char *original);

/* Whether it can stand in a command without becoming two: valid UTF-8, a local part of at most 64
 * and a domain of at most 255 bytes, no control characters, white space, "<" or ">". */
gboolean loft_smtp_address_is_safe (const char *address);

/* Everything that the commands are made of. LOFT_ERROR_REFUSED names what is wrong. */
gboolean loft_smtp_envelope_check (const LoftSmtpEnvelope *self, GError **error);

/* Whether SMTPUTF8 is needed: headers, or a local part; domains have an ASCII form (RFC 5890). */
gboolean loft_smtp_envelope_needs_utf8 (const LoftSmtpEnvelope *self);

/* (transfer full) "MAIL FROM:<…> SIZE=…" and "RCPT TO:<…> NOTIFY=…" with CRLF, with what is
 * offered. The envelope was checked. */
char *loft_smtp_envelope_mail_command (const LoftSmtpEnvelope   *self,
                                       const LoftSmtpExtensions *extensions,
                                       guint64                   size);
char *loft_smtp_envelope_rcpt_command (const LoftSmtpEnvelope   *self,
                                       const LoftSmtpExtensions *extensions,
                                       guint                     recipient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSmtpEnvelope, loft_smtp_envelope_free)

G_END_DECLS
