/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files over the same connection. */

#include "loft-database-private.h"
#include "loft-search-index.h"

G_BEGIN_DECLS

LoftDatabase *loft_search_index_database (LoftSearchIndex *self);

/* No text waits any more to be inserted. */
gboolean loft_search_index_flush (LoftSearchIndex *self, GError **error);

/* Dates beyond it all count as this one. */
#define LOFT_SEARCH_MAX_DATE ((gint64) 1 << 40)

G_END_DECLS
