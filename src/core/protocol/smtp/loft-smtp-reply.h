/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What an SMTP server answers (RFC 5321, 4.2), with enhanced status codes (RFC 2034, RFC 3463).
 * Pure; any thread. Any bytes may come. */

/* A line has 512 bytes (RFC 5321, 4.5.3.1.5), but challenges of a sign-in 12,288 (RFC 4954, 4). */
#define LOFT_SMTP_MAX_LINE  12288
#define LOFT_SMTP_MAX_LINES 200
#define LOFT_SMTP_MAX_REPLY 65536 /* bytes of all lines */

/* "5.1.1"; all 0: none was given. */
typedef struct {
  guint8 class;
  guint16 subject;
  guint16 detail;
} LoftSmtpStatus;

typedef struct {
  guint code;            /* 200 … 599; 0: no line was read yet */
  LoftSmtpStatus status; /* of the first line */
  GPtrArray *lines;      /* of char: without codes, valid UTF-8, as long as they came */
  gsize size;
} LoftSmtpReply;

typedef enum {
  LOFT_SMTP_REPLY_MORE,   /* a line follows */
  LOFT_SMTP_REPLY_DONE,
  LOFT_SMTP_REPLY_BROKEN, /* with error: LOFT_ERROR_PROTOCOL, _LIMIT */
} LoftSmtpReplyState;

/* Takes one line without its line end. After DONE or BROKEN: clear. */
LoftSmtpReplyState loft_smtp_reply_add_line (LoftSmtpReply *self, const char *line, gsize length,
                                             GError **error);

/* (transfer full) The server's words on one line for people, at most 500 characters. */
char *loft_smtp_reply_get_text (const LoftSmtpReply *self);

/* The last line, which is the challenge of a 334; "" for none. */
const char *loft_smtp_reply_get_last_line (const LoftSmtpReply *self);

void loft_smtp_reply_clear (LoftSmtpReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftSmtpReply, loft_smtp_reply_clear)

G_END_DECLS
