/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-draft.h"

G_BEGIN_DECLS

/* Read receipts (RFC 8098): who asks for one, and one itself. Linear; pure; any thread. */

/* (transfer full) (nullable) Where a receipt would go. NULL when none is asked for, or more than one
 * address is named: that is how others are made to answer for somebody (2.1). */
LoftAddress *loft_mime_find_receipt_address (GBytes *raw);

typedef struct {
  LoftDraft *words; /* from the reader, to whom a receipt goes; subject and text for people */
  const char *original_id; /* of the message that was read, without <>; "" unknown */
} LoftMimeReceipt;

/* (transfer full) That a person has had it displayed, and let this be told (3.2.6.1). Errors of
 * loft_mime_write(). */
GBytes *loft_mime_write_receipt (const LoftMimeReceipt *receipt, GError **error);

G_END_DECLS
