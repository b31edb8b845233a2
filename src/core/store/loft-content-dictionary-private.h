/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For loft-content-chunk.c only. */

#include <zstd.h>

#include "loft-content-dictionary.h"

G_BEGIN_DECLS

/* Both are made once and read by all threads. */
const ZSTD_CDict *loft_content_dictionary_get_compressor (const LoftContentDictionary *self);
const ZSTD_DDict *loft_content_dictionary_get_decompressor (const LoftContentDictionary *self);

G_END_DECLS
