/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes a Maildir++ tree: folders as ".Level.Level" in modified UTF-7, and `subscriptions`. Any
 * failure to write ends the program with the reason. */
typedef struct _LoftSampleMaildir LoftSampleMaildir;

LoftSampleMaildir *loft_sample_maildir_new  (const char *path);
void               loft_sample_maildir_free (LoftSampleMaildir *self);

/* Also an empty folder; "INBOX" is the root. Levels are joined with '/'. */
void loft_sample_maildir_add_folder (LoftSampleMaildir *self, const char *folder);

/* flags: Maildir letters in ASCII order, or NULL for a message that is still in new/. The file's
 * time is the date, which servers take for INTERNALDATE. */
void loft_sample_maildir_add (LoftSampleMaildir *self,
                              const char        *folder,
                              const char        *bytes,
                              gsize              length,
                              const char        *flags,
                              gint64             date);

guint  loft_sample_maildir_get_count (LoftSampleMaildir *self);
gint64 loft_sample_maildir_get_bytes (LoftSampleMaildir *self);

/* (transfer full) RFC 3501 5.1.3. */
char *loft_sample_modified_utf7 (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSampleMaildir, loft_sample_maildir_free)

G_END_DECLS
