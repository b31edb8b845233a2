/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-search-query.h"

G_BEGIN_DECLS

/* The query language in the words of the interface's language: "von:", "ist:ungelesen" and the like
 * are understood beside the English ones, which the core alone knows and which are kept. */

/* (transfer none) what a person types before the colon: "from". */
const char *loft_search_words_name (LoftSearchField field);
/* (transfer none) as a heading of what follows: "From". */
const char *loft_search_words_label (LoftSearchField field);

/* (transfer full) text with names and values of the interface's language in English ones. */
char *loft_search_words_to_query (const char *text);

/* (transfer full) query while somebody types: a word at its end, which may go on, is a prefix. typed: as it
 * stands in the entry. */
char *loft_search_words_leave_open (const char *query, const char *typed);

/* (transfer full) a term for people: "From: Eva Adler", "Unread", "Not in: Trash". */
char *loft_search_words_describe (const LoftSearchTerm *term);

/* The values that can be offered behind a field: (transfer none) canonical and for people; FALSE behind
 * the last one. */
gboolean loft_search_words_get_value (LoftSearchField field, guint index, const char **value,
                                      const char **label);

/* (transfer full) what to say of a value that is none. */
char *loft_search_words_explain (const LoftSearchProblem *problem);

G_END_DECLS
