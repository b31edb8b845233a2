/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-search-query.h"

G_BEGIN_DECLS

/* A query as the index takes it: FTS5 MATCH expressions over folded text. Pure; any thread. */

/* The word (U+E000, private use) that the index adds to every subject, so that FTS5, which knows no
 * "all", can answer queries that only exclude. */
#define LOFT_SEARCH_EVERY_WORD "\xee\x80\x80"

/* (transfer full) (nullable) of all groups that are words alone; NULL when there is none. Groups with
 * a fact among their terms are left out: they can only be judged message by message. */
char *loft_search_match_new (const LoftSearchQuery *query);

/* (transfer full) of one term that is words, as if it were not negated. */
char *loft_search_match_new_for_term (const LoftSearchTerm *term);

G_END_DECLS
