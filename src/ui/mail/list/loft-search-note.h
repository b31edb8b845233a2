/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-search-query.h"
#include "loft-server-search.h"

G_BEGIN_DECLS

/* The line below a search that says what was searched and what was not. */

/* (transfer full) of LoftServerSearchPart: what became of the text of messages that are not downloaded;
 * "Searched all of 3 accounts." when there are none; "" for no parts. */
char *loft_search_note_new (GPtrArray *parts);

/* (transfer full) (nullable) the first thing of a query that cannot be understood. */
char *loft_search_note_new_for_problems (const LoftSearchQuery *query);

G_END_DECLS
