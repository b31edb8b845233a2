/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-message-facts.h"
#include "loft-search-query.h"
#include "loft-search-reading.h"

G_BEGIN_DECLS

/* Whether messages fit the terms of a search that are not left to the index: what is known of them
 * without their words, and words that are read in them. One thread: that of the store. */
typedef struct _LoftSearchJudge LoftSearchJudge;

/* What terms a group has; those of words alone, which the index or the server judged, have neither. */
typedef enum {
  LOFT_SEARCH_GROUP_FACTS = 1 << 0, /* a term is a fact */
  LOFT_SEARCH_GROUP_WORDS = 1 << 1, /* a term is judged by reading the message */
} LoftSearchGroupKind;

/* A set of groups by what they have: several of these, joined by |. */
#define LOFT_SEARCH_GROUPS(kind) (1u << (kind))

/* store and query are borrowed. */
LoftSearchJudge *loft_search_judge_new (LoftAccountStore *store, const LoftSearchQuery *query);
void loft_search_judge_free (LoftSearchJudge *self);

/* Before the first message; again with another reading. reading: (borrowed) (nullable) */
gboolean loft_search_judge_prepare (LoftSearchJudge *self, LoftSearchReading *reading,
                                    GCancellable *cancellable, GError **error);

/* What terms that stand alone say about every answer. */
void loft_search_judge_bound (LoftSearchJudge *self, LoftMessageBounds *bounds);

/* Whether a term is judged by reading. */
gboolean loft_search_judge_is_read (LoftSearchJudge *self, guint index);

/* All groups that are among the kinds. The reading, where they need it, has read the message. */
gboolean loft_search_judge_holds (LoftSearchJudge *self, guint kinds,
                                  const LoftMessageFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchJudge, loft_search_judge_free)

G_END_DECLS
