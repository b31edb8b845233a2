/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Content-Transfer-Encoding (RFC 2045, 6), and uuencode. Broken input gives what can be read.
 * Linear; pure; any thread. */
typedef enum {
  LOFT_MIME_TRANSFER_IDENTITY, /* 7bit, 8bit, binary, and anything unknown */
  LOFT_MIME_TRANSFER_BASE64,
  LOFT_MIME_TRANSFER_QUOTED_PRINTABLE,
  LOFT_MIME_TRANSFER_UUENCODE,
} LoftMimeTransfer;

LoftMimeTransfer loft_mime_transfer_from_value (const char *value, gsize length);

/* (transfer full) At most limit bytes of input are decoded; NUL-terminated for convenience. */
char *loft_mime_transfer_decode (LoftMimeTransfer  self,
                                 const char       *body,
                                 gsize             length,
                                 gsize             limit,
                                 gsize            *decoded_length);

/* How many bytes decoding would give, without giving them. */
guint64 loft_mime_transfer_size (LoftMimeTransfer self, const char *body, gsize length);

G_END_DECLS
