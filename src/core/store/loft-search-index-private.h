/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files over the same connection. */

#include "loft-database-private.h"
#include "loft-search-index.h"

G_BEGIN_DECLS

LoftDatabase *loft_search_index_database (LoftSearchIndex *self);

/* No text waits any more to be inserted. */
gboolean loft_search_index_flush (LoftSearchIndex *self, GError **error);

/* Makes temp.full_words and temp.header_words: which word stands where. */
gboolean loft_search_index_open_vocabulary (LoftSearchIndex *self, GError **error);

/* Dates beyond it all count as this one. */
#define LOFT_SEARCH_MAX_DATE ((gint64) 1 << 40)

/* How much of a text is indexed; 0 for NULL. */
gsize loft_search_index_text_length (const char *text);

/* (transfer none) (nullable) What splits the texts of this index into words. */
Fts5Tokenizer *loft_search_index_get_tokenizer (LoftSearchIndex *self, fts5_tokenizer *methods);

G_END_DECLS
