/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mime-reader.h"

G_BEGIN_DECLS

/* What remains of a huge message when the inside of its long base64 runs is left out: everything that
 * is indexed or listed, small enough to be read at once. The message goes in piece by piece. At most
 * 8 MB are kept, whatever it holds. Pure; any thread, one at a time. */
typedef struct _LoftMimeExcerpt LoftMimeExcerpt;

LoftMimeExcerpt *loft_mime_excerpt_new  (void);
void             loft_mime_excerpt_free (LoftMimeExcerpt *self);
void             loft_mime_excerpt_add  (LoftMimeExcerpt *self, const char *bytes, gsize length);

/* How much went in. */
guint64          loft_mime_excerpt_get_length (const LoftMimeExcerpt *self);

/* (transfer full) as loft_mime_message_read_words() of the whole, the sizes of parts too. */
LoftMimeMessage *loft_mime_excerpt_read (LoftMimeExcerpt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMimeExcerpt, loft_mime_excerpt_free)

G_END_DECLS
