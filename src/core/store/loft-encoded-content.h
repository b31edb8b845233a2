/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-store.h"

G_BEGIN_DECLS

/* For loft-content-store.c only. Immutable once made. */
struct _LoftEncodedContent {
  guint64 raw_size;
  gsize size;        /* of all chunks */
  guint32 checksum;  /* over the chunks in order */
  GPtrArray *chunks; /* of GBytes */
  LoftContentDictionary *dictionary; /* (owned) (nullable) that a chunk needs */
};

G_END_DECLS
