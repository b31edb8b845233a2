/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-store.h"
#include "loft-database-damage.h"
#include "loft-mail-store.h"
#include "loft-search-index.h"

G_BEGIN_DECLS

/* The databases in one account's folder, opened together for one thread.
 *
 * A file that is damaged is set aside and made anew with what can be salvaged; only the owner does
 * that. Others that meet damage say so (want_repair) and come again: their connections belong to the
 * old file from then on, are found replaced, and are opened anew. */
typedef struct {
  char *directory;
  LoftDatabaseMode mode;     /* as it was opened: other connections to its files too */
  LoftMailStore *mail;       /* store.db */
  LoftContentStore *content; /* content.db */
  LoftSearchIndex *search;   /* search.db */
  gboolean damage_noted;     /* by another connection */
} LoftAccountStore;

/* LOFT_ERROR_TEMPORARY while it is being repaired. */
LoftAccountStore *loft_account_store_open  (const char *directory, LoftDatabaseMode mode,
                                            GError **error);
void              loft_account_store_close (LoftAccountStore *self);

/* Makes the folder (0700) and brings its databases to their newest schema. What cannot be opened
 * because it is damaged is repaired, unless another process is the owner: then it is asked to, and
 * this fails with LOFT_ERROR_TEMPORARY. */
gboolean loft_account_store_prepare (const char *directory, GError **error);

/* A statement has met damage, or another file was put in the place of one of these. */
gboolean loft_account_store_is_damaged  (LoftAccountStore *self);
gboolean loft_account_store_is_replaced (LoftAccountStore *self);
/* Another connection to the file of this name has met damage, of this process: as if this had. */
void     loft_account_store_note_damage (LoftAccountStore *self, const char *name);

/* ---- content ------------------------------------------------------------------------------ */

/* (transfer full) byte-exact, its checksum held against it and known to be this message's. Errors
 * of loft_content_store_get(). */
GBytes  *loft_account_store_get_content (LoftAccountStore *self, gint64 message_id,
                                         GError **error);
/* What content of this message is known by. *found FALSE: the message is gone. */
gboolean loft_account_store_find_origin (LoftAccountStore *self, gint64 message_id,
                                         LoftContentOrigin *origin, gboolean *found,
                                         GError **error);
/* In a transaction of content. A message that is gone meanwhile is left out. */
gboolean loft_account_store_put_content (LoftAccountStore *self, gint64 message_id,
                                         const LoftEncodedContent *content, GError **error);
/* As loft_content_store_get_length() and _put_piece(): the length of what is known to be this
 * message's. */
gboolean loft_account_store_get_length  (LoftAccountStore *self, gint64 message_id,
                                         guint64 *length, gboolean *complete, GError **error);
gboolean loft_account_store_put_piece   (LoftAccountStore *self, gint64 message_id,
                                         guint64 offset, GBytes *piece, GError **error);
/* In the transaction of mail that points to what was committed in the others: notes how far they
 * were, so that it is found out when one of them went back. */
gboolean loft_account_store_note_commits (LoftAccountStore *self, GError **error);

/* Gives the index what is here of a message: its text, or else its headers; *indexed: which, as in
 * loft_mail_store_set_indexed(). In a transaction of search. */
gboolean loft_account_store_index_message (LoftAccountStore *self, gint64 message_id,
                                           guint *indexed, GError **error);

/* ---- housekeeping, owner only ------------------------------------------------------------- */

/* Takes what deleted and evicted messages left in content.db and search.db, at most limit of them;
 * *more: call again. */
gboolean loft_account_store_collect (LoftAccountStore *self, guint limit, gboolean *more,
                                     GError **error);

/* Once in a while, when much of the index is dead. Reads through the index. */
gboolean loft_account_store_purge (LoftAccountStore *self, GCancellable *cancellable,
                                   GError **error);

/* During long work: only what is worth the wait. */
#define LOFT_CHECKPOINT_BUSY ((gsize) 16 * 1024 * 1024)
/* When the work is done: everything, so that what was freed leaves the disk. */
#define LOFT_CHECKPOINT_IDLE ((gsize) 0)

/* Of each database whose write-ahead log is larger than wal_bytes. */
gboolean loft_account_store_checkpoint (LoftAccountStore *self, gsize wal_bytes, GError **error);

/* ---- repair, owner only ------------------------------------------------------------------- */

/* Any process: asks the owner to look at a database ("store.db", "content.db", "search.db"). */
void     loft_account_store_want_repair  (const char *directory, const char *name);
gboolean loft_account_store_wants_repair (const char *directory);
/* The same for what the connections have met; closing does it too. */
void     loft_account_store_tell_damage  (LoftAccountStore *self);

/* Looks at every file, deeper at those that somebody complained of, and mends: damaged files are set
 * aside and made anew with what can be read of them, ids that were given once are not given again, a
 * copied or restored folder is looked at whole and asks the server for everything once more. Nobody
 * in this thread has the stores open. told: (nullable) of char*: sentences for people, in English.
 * Quick when all is well. Waits for the network never, for the disk as long as it takes. */
gboolean loft_account_store_repair (const char *directory, LoftDatabaseLook look, GPtrArray *told,
                                    GCancellable *cancellable, GError **error);

/* Repairs are written down in the account's folder: how long that is, and (transfer full) the
 * sentences written since it was that long. */
gsize    loft_account_store_get_log_size (const char *directory);
char   **loft_account_store_read_log     (const char *directory, gsize from);

/* What a repair left to be indexed, from the content that is here; goes on where it was cut off. */
gboolean loft_account_store_reindex (LoftAccountStore *self, GCancellable *cancellable,
                                     GError **error);

/* Holds every content against its checksum and its row: what does not fit is fetched again. */
gboolean loft_account_store_check_contents (LoftAccountStore *self, guint64 *n_bad,
                                            GCancellable *cancellable, GError **error);

/* Rows of a store are missing since a repair and come with the next complete sync. */
gboolean loft_account_store_is_incomplete (LoftMailStore *mail);

/* After the headers were listed: content that belonged to lost rows is given to the rows that came
 * again for the same messages. */
gboolean loft_account_store_adopt (LoftAccountStore *self, GCancellable *cancellable,
                                   GError **error);
/* Messages that no server need have, and whose rows are lost, are made anew from their content, in
 * the folders they were in. Accounts of local folders only, before anything else. */
gboolean loft_account_store_restore (LoftAccountStore *self, GCancellable *cancellable,
                                     GError **error);
/* After a complete sync: the store is whole, and what nobody adopted goes. */
gboolean loft_account_store_settle (LoftAccountStore *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAccountStore, loft_account_store_close)

G_END_DECLS
