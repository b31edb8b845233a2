/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Most raw bytes in one chunk. */
#define LOFT_CONTENT_CHUNK_BYTES (256 * 1024)

/* Up to LOFT_CONTENT_CHUNK_BYTES of a message as a row of content.db holds them: one byte that says
 * how (0 as they are, 1 shrunk by loft_content_base64_shrink()), then a zstd frame. Each chunk
 * stands alone. Pure; any thread. */

/* (transfer full) */
GBytes *loft_content_chunk_encode (const guint8 *raw, gsize length);

/* Writes at most capacity bytes to raw. FALSE: damaged, or it does not fit. */
gboolean loft_content_chunk_decode (const guint8 *data, gsize length, guint8 *raw, gsize capacity,
                                    gsize *raw_length);

G_END_DECLS
