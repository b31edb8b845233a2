/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The value of Content-Type and Content-Disposition: a word and its parameters (RFC 2045, 5.1;
 * RFC 2231 for continued and encoded ones, RFC 2047 in them as many mailers write). Pure; any
 * thread. */
typedef struct _LoftMimeValue LoftMimeValue;

/* (transfer full) Always something; the word is "" when there is none. charset (nullable) reads
 * unlabelled bytes. At most 64 kB and 200 parameters are looked at. */
LoftMimeValue *loft_mime_value_parse (const char *text, gsize length, const char *charset);
void           loft_mime_value_free  (LoftMimeValue *self);

/* Lower case: "text/html", "attachment". */
const char *loft_mime_value_get_word (const LoftMimeValue *self);

/* (transfer full) (nullable) The parameter as valid UTF-8; name in lower case. */
char *loft_mime_value_get (const LoftMimeValue *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMimeValue, loft_mime_value_free)

G_END_DECLS
