/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sample-maildir.h"

G_BEGIN_DECLS

/* The benchmark's mailbox: one folder, 55 % short text, 44.5 % text and HTML, 0.5 % with one
 * attachment of 20 kB to 4 MB; a third are replies. bytes is the size of all messages together
 * (0: 12,000 a message); it is met within a few per cent. The same seed gives the same bytes,
 * on any day. */
void loft_sample_bench_write (LoftSampleMaildir *maildir, guint count, gint64 bytes, guint32 seed);

G_END_DECLS
