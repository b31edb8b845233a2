/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-search-query.h"

G_BEGIN_DECLS

/* A query as the index takes it: FTS5 MATCH expressions over folded text. Pure; any thread. */

/* The word (U+E000, private use) that the index adds to every subject, so that FTS5, which knows no
 * "all", can answer queries that only exclude. */
#define LOFT_SEARCH_EVERY_WORD "\xee\x80\x80"

/* (transfer full) (nullable) of all groups that are words alone; NULL when there is none. Groups with
 * a fact among their terms are left out: they can only be judged message by message. instead: (nullable)
 * for each term NULL, what is to be asked in its place (of loft_search_match_new_for_words()), or "":
 * its group is left out. */
char *loft_search_match_new (const LoftSearchQuery *query, const char *const *instead);

/* (transfer full) of one term that is words, as if it were not negated. */
char *loft_search_match_new_for_term (const LoftSearchTerm *term);

/* (transfer full) of one of several words or phrases (folded) where term looks. */
char *loft_search_match_new_for_words (const LoftSearchTerm *term, const char *const *words,
                                       guint n_words);

G_END_DECLS
