/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files over the same connection. */

#include "loft-database-private.h"
#include "loft-search-index.h"

G_BEGIN_DECLS

LoftDatabase *loft_search_index_database (LoftSearchIndex *self);

G_END_DECLS
