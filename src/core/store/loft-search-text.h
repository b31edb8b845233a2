/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-search-index.h"
#include "loft-search-query.h"

G_BEGIN_DECLS

/* The words of one message as the index would hold them, split by the index's own tokenizer: tells
 * whether a term holds without asking the index. In the thread of the index that splits. */
typedef struct _LoftSearchText LoftSearchText;

/* (transfer full) Texts and limits of loft_search_index_put(). */
LoftSearchText *loft_search_text_new (LoftSearchIndex *splitter, const char *subject,
                                      const char *sender, const char *recipients,
                                      const char *attachment_names, const char *body,
                                      GError **error);
void loft_search_text_free (LoftSearchText *self);

/* (transfer full) What to look for: the words of a term's phrase. NULL: it has none, or the index
 * cannot split; then only the index itself can answer. */
char *loft_search_text_needle_new (LoftSearchIndex *splitter, const LoftSearchTerm *term);

/* As the index would answer term if it were not negated; needle: of that term. 0: it does not hold,
 * else the weight of the most telling field that holds it. */
double loft_search_text_weigh (const LoftSearchText *self, const LoftSearchTerm *term,
                               const char *needle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchText, loft_search_text_free)

G_END_DECLS
