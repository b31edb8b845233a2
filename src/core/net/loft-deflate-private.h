/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Both directions of a connection compressed by DEFLATE without a wrapper (RFC 1951, as RFC 4978
 * wants it). Bytes in, bytes out, no I/O. Owner's thread.
 *
 * A peer can make 1,032 bytes out of one: what comes out never goes further than the buffer of
 * whoever asks, and all limits of the protocol count what comes out. Over a whole connection it may
 * be no more than LOFT_DEFLATE_GRACE and LOFT_DEFLATE_MAX_RATIO times what went in; nor may what
 * goes in be mostly nothing. */
typedef struct _LoftDeflate LoftDeflate;

#define LOFT_DEFLATE_MAX_RATIO 100
#define LOFT_DEFLATE_GRACE     (64 * 1024 * 1024)

/* received (nullable): the first compressed bytes, copied. */
LoftDeflate *loft_deflate_new (gconstpointer received, gsize length);
void loft_deflate_free (LoftDeflate *self); /* NULL is allowed */

/* Where received bytes go before they are inflated: room for *capacity of them, 0 while those of
 * before are not used up. Then loft_deflate_added (). */
gpointer loft_deflate_get_room (LoftDeflate *self, gsize *capacity);
void loft_deflate_added (LoftDeflate *self, gsize length);

/* Between 1 and length bytes into bytes; 0: more must be received first; -1: LOFT_ERROR_PROTOCOL,
 * nothing can be read any more. */
gssize loft_deflate_inflate (LoftDeflate *self, gpointer bytes, gsize length, GError **error);

/* (transfer none) All of bytes, compressed and ended so that the peer can read them at once; valid
 * until the next call. */
const guint8 *loft_deflate_compress (LoftDeflate *self, gconstpointer bytes, gsize length,
                                     gsize *compressed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftDeflate, loft_deflate_free)

G_END_DECLS
