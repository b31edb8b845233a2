/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-dictionary.h"

G_BEGIN_DECLS

/* Most raw bytes in one chunk. */
#define LOFT_CONTENT_CHUNK_BYTES (256 * 1024)

/* A chunk up to this size is compressed with a dictionary; a larger one gains little, and should not
 * depend on one. */
#define LOFT_CONTENT_SMALL_BYTES (64 * 1024)

/* Up to LOFT_CONTENT_CHUNK_BYTES of a message as a row of content.db holds them: one byte that says
 * how (0 as they are, 1 shrunk by loft_content_base64_shrink(), 2 and 3 the same with a dictionary),
 * then a zstd frame, whose header names the dictionary. Each chunk stands alone but for that. Pure;
 * any thread. */

/* (transfer full) dictionary: (nullable) */
GBytes *loft_content_chunk_encode (const guint8 *raw, gsize length,
                                   const LoftContentDictionary *dictionary);

/* What decoding needs; 0 for none. */
guint32 loft_content_chunk_get_dictionary_id (const guint8 *data, gsize length);

/* Writes at most capacity bytes to raw. dictionary: (nullable) the one that it names. FALSE: damaged,
 * another dictionary, or it does not fit. */
gboolean loft_content_chunk_decode (const guint8 *data, gsize length,
                                    const LoftContentDictionary *dictionary, guint8 *raw,
                                    gsize capacity, gsize *raw_length);

G_END_DECLS
