/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a submission server said of itself when it was last spoken to (EHLO), in server.ini of a
 * folder, which nobody edits: so that one knows it while one writes. Of another host nothing is
 * known. A file that cannot be read or written is as if nothing were known. Any thread. */
typedef struct {
  guint64 max_size; /* bytes of a message (RFC 1870); 0: not known */
  gboolean reports; /* tells what becomes of messages (DSN, RFC 3461) */
} LoftSubmissionRecord;

void loft_submission_record_recall (LoftSubmissionRecord *self, const char *directory,
                                    const char *host);

/* Written only when it is another than what is there. */
void loft_submission_record_note (const LoftSubmissionRecord *self, const char *directory,
                                  const char *host);

G_END_DECLS
