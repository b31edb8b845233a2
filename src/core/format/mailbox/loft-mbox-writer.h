/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-flags.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is known of a message besides its bytes. */
typedef struct {
  LoftFlags flags;
  const char *keywords; /* canonical */
  gint64 received;
  const char *sender; /* an address, or "" */
} LoftMboxFacts;

/* (transfer full) A message as it stands in an mbox (RFC 4155, mboxrd): From_ line, lines that end with LF,
 * ">" before "From " and ">From ", a blank line. Flags are in Status and X-Status, keywords in
 * X-Keywords, but only where there are any: otherwise the message is as it was. Pure. */
GBytes *loft_mbox_writer_write (GBytes *raw, const LoftMboxFacts *facts);

G_END_DECLS
