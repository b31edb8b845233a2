/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sample-maildir.h"

G_BEGIN_DECLS

/* A mailbox that a person might have: two years up to now, in many folders, several languages
 * and charsets. The same seed and now give the same bytes. */
void loft_sample_demo_write (LoftSampleMaildir *maildir, guint count, guint32 seed, gint64 now);

G_END_DECLS
