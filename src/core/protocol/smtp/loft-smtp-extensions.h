/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-smtp-reply.h"

G_BEGIN_DECLS

/* What a server says in answer to EHLO (RFC 5321, 4.1.1.1). Pure; any thread. */
typedef enum {
  LOFT_SMTP_STARTTLS = 1 << 0,   /* RFC 3207 */
  LOFT_SMTP_PIPELINING = 1 << 1, /* RFC 2920 */
  LOFT_SMTP_SIZE = 1 << 2,       /* RFC 1870 */
  LOFT_SMTP_8BITMIME = 1 << 3,   /* RFC 6152 */
  LOFT_SMTP_SMTPUTF8 = 1 << 4,   /* RFC 6531 */
  LOFT_SMTP_CHUNKING = 1 << 5,   /* RFC 3030 */
  LOFT_SMTP_DSN = 1 << 6,        /* RFC 3461 */
  LOFT_SMTP_ENHANCEDSTATUSCODES = 1 << 7, /* RFC 2034 */
  LOFT_SMTP_AUTH = 1 << 8,                /* RFC 4954 */
} LoftSmtpExtension;

typedef struct {
  LoftSmtpExtension offered; /* bits */
  guint64 max_size;          /* bytes of a message; 0: not told */
  GPtrArray *mechanisms;     /* (nullable) of char, upper case, NULL-terminated */
} LoftSmtpExtensions;

/* Of a 250 to EHLO; what was there before is forgotten. Unknown words are passed over. */
void loft_smtp_extensions_parse (LoftSmtpExtensions *self, const LoftSmtpReply *reply);
void loft_smtp_extensions_clear (LoftSmtpExtensions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftSmtpExtensions, loft_smtp_extensions_clear)

G_END_DECLS
