/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-database.h"

G_BEGIN_DECLS

/* search.db: a contentless FTS5 index over one account, disposable. Its docids grow with the
 * message's date, so newest first needs no sorting. Removals are tombstones, dropped from every
 * answer, purged from time to time. One thread at a time. Few large transactions are much cheaper than
 * many small ones: a thousand messages in each is a good number. */
typedef struct _LoftSearchIndex LoftSearchIndex;

LoftSearchIndex *loft_search_index_open (const char *path, LoftDatabaseMode mode, GError **error);
void loft_search_index_close (LoftSearchIndex *self);

gboolean loft_search_index_begin (LoftSearchIndex *self, GError **error);
gboolean loft_search_index_commit (LoftSearchIndex *self, GError **error);
void loft_search_index_rollback (LoftSearchIndex *self);

/* Between begin and commit only. All text already folded by loft_text_fold(), nullable; of each, at
 * most 4 MiB are indexed. body NULL: headers only, replaced when the body comes; an entry with body
 * stays when headers alone come again. Otherwise replaces an earlier entry of the message; putting
 * the same again costs nothing. sender and recipients: names and addresses, as from: and to: of the
 * query language see them. */
gboolean loft_search_index_put (LoftSearchIndex *self, gint64 message_id, gint64 date,
                                const char *subject, const char *sender, const char *recipients,
                                const char *attachment_names, const char *body, GError **error);
gboolean loft_search_index_remove (LoftSearchIndex *self, gint64 message_id, GError **error);

/* Hits newest first; FALSE from func stops. match: of loft-search-match.h. since: not those whose date
 * is long before it; G_MININT64 for all. func must not call back into this index. */
typedef gboolean (*LoftSearchFunc) (gint64 message_id, gpointer user_data);
gboolean loft_search_index_match (LoftSearchIndex *self, const char *match, gint64 since,
                                  LoftSearchFunc func, gpointer user_data,
                                  GCancellable *cancellable, GError **error);

/* The newest limit matches with how well each fits, the higher the better; in no order. */
typedef gboolean (*LoftWeighedFunc) (gint64 message_id, double score, gpointer user_data);
gboolean loft_search_index_match_weighed (LoftSearchIndex *self, const char *match, gint64 since,
                                          guint limit, LoftWeighedFunc func, gpointer user_data,
                                          GCancellable *cancellable, GError **error);

/* *leaves: how many pages of 4 kB a match has to read for one word that begins with prefix (folded)
 * before its first answer. Takes no time. */
gboolean loft_search_index_get_reach (LoftSearchIndex *self, const char *prefix, guint *leaves,
                                      GError **error);

/* *words: (transfer full) (nullable) of char*: all words that begin with prefix, in no order; NULL when
 * they are more than most. Some 0.2 ms for each in a large index. */
gboolean loft_search_index_list_words (LoftSearchIndex *self, const char *prefix, guint most,
                                       GPtrArray **words, GError **error);

/* Share of dead entries, 0 … 1, and the count of live ones. */
gboolean loft_search_index_get_state (LoftSearchIndex *self, double *dead, guint64 *live,
                                      GError **error);

/* Calls func for every message that it holds, ascending; has_body: its text too. */
typedef void (*LoftIndexedFunc) (gint64 message_id, gboolean has_body, gpointer user_data);
gboolean loft_search_index_foreach (LoftSearchIndex *self, LoftIndexedFunc func, gpointer user_data,
                                    GError **error);

/* What it holds of a message: 0 nothing, 1 headers, 2 text. */
gboolean loft_search_index_get_extent (LoftSearchIndex *self, gint64 message_id, guint *extent,
                                       GError **error);

/* Commits so far: a number that only a file that went back in time makes smaller. */
gboolean loft_search_index_get_commits (LoftSearchIndex *self, gint64 *commits, GError **error);
/* For a file made anew: where its count begins at least. */
gboolean loft_search_index_set_commits (LoftSearchIndex *self, gint64 commits, GError **error);
/* The highest message id there is, 0 for none. */
gboolean loft_search_index_get_last_id (LoftSearchIndex *self, gint64 *id, GError **error);

gboolean loft_search_index_is_damaged (LoftSearchIndex *self); /* as loft-database.h */
gboolean loft_search_index_is_replaced (LoftSearchIndex *self);

/* Takes the dead out for good, at most limit of them, when more than share of all are dead: their
 * words are read back from the index itself, so that texts whose messages' content is gone from here
 * stay searchable. *n_purged (out). Reads through the whole index: between jobs. */
gboolean loft_search_index_purge (LoftSearchIndex *self, double share, guint limit, guint *n_purged,
                                  GCancellable *cancellable, GError **error);

/* Gives free pages back to the file system, at most 4 MiB of them, when they are more than 5 % of
 * the file: the index needs some itself, again and again. *more: call again later. */
gboolean loft_search_index_vacuum_step (LoftSearchIndex *self, gboolean *more, GError **error);
gboolean loft_search_index_checkpoint (LoftSearchIndex *self, gsize wal_bytes, GError **error);
char *loft_search_index_check (LoftSearchIndex *self, GCancellable *cancellable, GError **error);
/* Wakes a match that runs in another thread. */
void loft_search_index_interrupt (LoftSearchIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftSearchIndex, loft_search_index_close)

G_END_DECLS
