/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-store.h"
#include "loft-mail-search.h"

G_BEGIN_DECLS

/* For the search only: prefixes with which so many words begin ("w*") that the index, which gathers
 * all of them before its first answer, is not asked for them as they are. Where they are few words in
 * many messages, it is asked for each word. Else the newest messages themselves are read: most of them
 * have such a word. */
typedef struct _LoftSearchReading LoftSearchReading;

/* *reading: (transfer full) (nullable) NULL when the index had better answer all. limit: how many
 * messages are wanted. query must live as long. */
gboolean loft_search_reading_new (LoftAccountStore *store, const LoftSearchQuery *query,
                                  guint limit, LoftSearchWay way, LoftSearchReading **reading,
                                  GError **error);
void loft_search_reading_free (LoftSearchReading *self);

/* (transfer none) one for each term: TRUE for those that are answered by reading. They make whole
 * groups, but for the facts among them. */
const gboolean *loft_search_reading_get_terms (LoftSearchReading *self);
/* (transfer none) what the index is asked in place of terms, as loft_search_match_new() takes it. */
const char *const *loft_search_reading_get_instead (LoftSearchReading *self);

/* Reads a message. *known FALSE: nothing can be said of it, or so many have been read in vain that the
 * index is quicker: ask the index all over again, without this. *indexed FALSE: no search may find it. */
gboolean loft_search_reading_read (LoftSearchReading *self, gint64 message_id, gboolean *known,
                                   gboolean *indexed, GError **error);
/* Of the message read last: 0 when the term, taken as not negated, does not hold. */
double loft_search_reading_weigh (LoftSearchReading *self, guint term);
/* It is one of those wanted: reading was worth it. */
void loft_search_reading_take (LoftSearchReading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchReading, loft_search_reading_free)

G_END_DECLS
