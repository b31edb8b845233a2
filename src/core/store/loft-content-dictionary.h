/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the messages of an account have in common (headers, signatures, the same words), in zstd's
 * format (RFC 8878, section 5): a small message alone does not repeat itself enough to become
 * small. Immutable, counted, any thread. */
typedef struct _LoftContentDictionary LoftContentDictionary;

/* Smaller knows less, larger makes compressing slower and little better. */
#define LOFT_CONTENT_DICTIONARY_BYTES (64 * 1024)

/* samples: one after the other; sizes: of gsize, of each. (transfer full) (nullable) NULL: they have
 * too little in common, or there are too few. 4 MB take 0.2 s. */
GBytes *loft_content_dictionary_train (GByteArray *samples, GArray *sizes);

/* (transfer full) (nullable) NULL: bytes are no dictionary. */
LoftContentDictionary *loft_content_dictionary_new (GBytes *bytes);
LoftContentDictionary *loft_content_dictionary_ref (LoftContentDictionary *self);
void loft_content_dictionary_unref (LoftContentDictionary *self);

guint32 loft_content_dictionary_get_id (const LoftContentDictionary *self); /* never 0 */
GBytes *loft_content_dictionary_get_bytes (const LoftContentDictionary *self); /* (transfer none) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftContentDictionary, loft_content_dictionary_unref)

G_END_DECLS
