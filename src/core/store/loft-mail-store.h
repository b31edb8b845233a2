/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-content-origin.h"
#include "loft-database.h"
#include "loft-message.h"

G_BEGIN_DECLS

/* store.db of one account: its messages. (Folders: loft-folder-store.h, operations:
 * loft-operation-store.h, conversations: loft-conversation-store.h, all over the same connection.)
 *
 * Server values and shown values are apart: sync writes server values together with the shown
 * values that follow from them and the waiting operations; operations write shown values only.
 *
 * One object is one connection and belongs to one thread at a time. Errors: LOFT_ERROR_STORE,
 * LOFT_ERROR_GONE where a row is asked for that is not there, G_IO_ERROR_CANCELLED. */
typedef struct _LoftMailStore LoftMailStore;

LoftMailStore *loft_mail_store_open  (const char *path, LoftDatabaseMode mode, GError **error);
void           loft_mail_store_close (LoftMailStore *self);

gboolean loft_mail_store_begin    (LoftMailStore *self, GError **error);
/* Many reads from one snapshot, cheaper than each alone; ended by rollback(). Keep it short. */
gboolean loft_mail_store_begin_reading (LoftMailStore *self, GError **error);
gboolean loft_mail_store_commit   (LoftMailStore *self, GError **error);
void     loft_mail_store_rollback (LoftMailStore *self);

/* A number that changes when any other connection has committed; cheap. */
gint64   loft_mail_store_get_data_version (LoftMailStore *self);

gboolean loft_mail_store_checkpoint (LoftMailStore *self, gsize wal_bytes, GError **error);
char    *loft_mail_store_check      (LoftMailStore *self, GCancellable *cancellable, GError **error);
void     loft_mail_store_interrupt  (LoftMailStore *self); /* any thread */

/* No folders: where messages are "shown" that were deleted here and are not yet gone from the server,
 * and where the server "has" what it does not have. */
#define LOFT_FOLDER_HIDDEN  ((gint64) -1)
#define LOFT_FOLDER_NOWHERE ((gint64) -1)

typedef enum {
  LOFT_CONTENT_NONE,    /* to be fetched when in the window or asked for */
  LOFT_CONTENT_CACHED,  /* in content.db */
  LOFT_CONTENT_FAILED,  /* not tried again by itself; problem says why */
} LoftContentState;

/* ---- writing ------------------------------------------------------------------------------ */

/* What reading the body told. */
typedef struct {
  guint64 size;            /* the true raw size */
  const char *preview;
  const char *attachments; /* packed */
  const char *problem;     /* (nullable) */
  guint indexed;           /* as in set_indexed() */
} LoftCachedBody;

typedef struct {
  gint64 id;                   /* 0: the next one; else of a block that was taken (loft-id-block.h) */
  const LoftCachedBody *body;  /* (nullable) the content is in content.db already */
  gint64 folder_id;            /* where it is shown */
  gint64 server_folder_id;     /* 0: the same; LOFT_FOLDER_NOWHERE: the server has it not yet */
  const char *remote_id;       /* (nullable) */
  gint64 date;
  gint64 received;
  guint64 size;
  LoftFlags server_flags;
  const char *server_keywords;
  LoftFlags flags;             /* shown */
  const char *keywords;        /* shown */
  gint64 conversation_id;
  const char *message_id;
  const char *subject;
  const char *sender;          /* packed addresses */
  const char *recipients;
  const char *copies;
  LoftPriority priority;
} LoftNewMessage;

gboolean loft_mail_store_insert (LoftMailStore *self, const LoftNewMessage *message, gint64 *id,
                                 GError **error);
gboolean loft_mail_store_remove (LoftMailStore *self, gint64 id, GError **error);
/* A copy without content and remote id. server_folder_id: as in LoftNewMessage. */
gboolean loft_mail_store_clone  (LoftMailStore *self, gint64 id, gint64 folder_id,
                                 gint64 server_folder_id, gint64 *new_id, GError **error);

/* New server values with the shown values that follow. */
gboolean loft_mail_store_set_flags (LoftMailStore *self, gint64 id, LoftFlags server_flags,
                                    const char *server_keywords, LoftFlags flags,
                                    const char *keywords, GError **error);

/* Shown values alone. */
gboolean loft_mail_store_set_shown (LoftMailStore *self, gint64 id, LoftFlags flags,
                                    const char *keywords, GError **error);

/* The content is in content.db (or not any more, or cannot be had). problem: (nullable). */
gboolean loft_mail_store_set_content (LoftMailStore *self, gint64 id, LoftContentState state,
                                      const char *problem, GError **error);

/* The content is in content.db, all that is known of it in one step. */
gboolean loft_mail_store_set_cached (LoftMailStore *self, gint64 id, const LoftCachedBody *body,
                                     GError **error);

/* Where it is shown, and where the server has it (LOFT_FOLDER_NOWHERE: not at all). */
gboolean loft_mail_store_set_place (LoftMailStore *self, gint64 id, gint64 folder_id,
                                    gint64 server_folder_id, GError **error);

/* The server has it there under this remote id (nullable) now; shown as before. */
gboolean loft_mail_store_set_server_place (LoftMailStore *self, gint64 id, gint64 server_folder_id,
                                           const char *remote_id, GError **error);
/* The server keeps what a message was before, marked as deleted: a hidden row of its own has that place
 * from now on, so that it is not taken for a new one. */
gboolean loft_mail_store_leave_behind (LoftMailStore *self, gint64 id, gint64 server_folder_id,
                                       const char *remote_id, GError **error);

/* What the search index holds of it: 0 nothing, 1 headers, 2 text. */
gboolean loft_mail_store_set_indexed (LoftMailStore *self, gint64 id, guint indexed,
                                      GError **error);

/* (transfer full) ids of messages whose row says that the index does not hold them (of those with
 * content, that it does not hold their text), at most limit; with_content: only of those. */
GArray  *loft_mail_store_list_not_indexed (LoftMailStore *self, gboolean with_content,
                                           guint limit, GError **error);

/* In the following, folder_id is the folder of the server; a message that is shown elsewhere by a
 * waiting operation belongs to it all the same. */

/* All remote ids of the folder mean nothing any more; its messages are "lost" until relinked. */
gboolean loft_mail_store_lose_remote_ids (LoftMailStore *self, gint64 folder_id, GError **error);
/* A lost message of the folder that is this one: same hash of Message-ID (not 0), size and
 * received date; without Message-ID only an unambiguous one. *id 0: none. */
gboolean loft_mail_store_find_lost (LoftMailStore *self, gint64 folder_id, const char *message_id,
                                    guint64 size, gint64 received, gint64 *id, GError **error);
/* remote_id: (nullable) */
gboolean loft_mail_store_relink    (LoftMailStore *self, gint64 id, const char *remote_id,
                                    GError **error);
gboolean loft_mail_store_has_lost  (LoftMailStore *self, gint64 folder_id, gboolean *has_lost,
                                    GError **error);
/* (transfer full) ids of lost messages. */
GArray  *loft_mail_store_list_lost (LoftMailStore *self, gint64 folder_id, GError **error);

/* Ids whose content and index entries must follow their deleted message, at most limit. */
gboolean loft_mail_store_add_leftover   (LoftMailStore *self, gint64 id, GError **error);
GArray  *loft_mail_store_list_leftovers (LoftMailStore *self, guint limit, GError **error);
gboolean loft_mail_store_clear_leftover (LoftMailStore *self, gint64 id, GError **error);

/* The same for content whose message stays: the window left it behind. */
GArray  *loft_mail_store_list_evicted  (LoftMailStore *self, guint limit, GError **error);
gboolean loft_mail_store_clear_evicted (LoftMailStore *self, gint64 id, GError **error);

/* ---- reading ------------------------------------------------------------------------------ */

/* What sync must know of a message. */
typedef struct {
  gint64 id;
  gint64 folder_id;          /* shown; LOFT_FOLDER_HIDDEN */
  gint64 server_folder_id;   /* that remote_id is of; LOFT_FOLDER_NOWHERE */
  char *remote_id;           /* (nullable) */
  LoftFlags server_flags;
  char *server_keywords;
  LoftFlags flags;
  char *keywords;
  LoftContentState content;
  guint64 size;
  gint64 date;
} LoftMessageState;

void loft_message_state_free (LoftMessageState *self);

/* (transfer full) NULL without error when there is none. */
LoftMessageState *loft_mail_store_find_remote (LoftMailStore *self, gint64 folder_id,
                                               const char *remote_id, GError **error);
LoftMessageState *loft_mail_store_get_state   (LoftMailStore *self, gint64 id, GError **error);

typedef void (*LoftRemoteIdFunc) (gint64 id, const char *remote_id, gpointer user_data);
gboolean loft_mail_store_foreach_remote_id (LoftMailStore *self, gint64 folder_id,
                                            LoftRemoteIdFunc func, gpointer user_data,
                                            GError **error);

/* (transfer full) of LoftMessageState: shown where the server has them, without content, date at or
 * after since, newest first, from behind the message of that date and id on (both G_MAXINT64: from the
 * newest). */
GPtrArray *loft_mail_store_list_without_content (LoftMailStore *self, gint64 folder_id,
                                                 gint64 since, gint64 behind_date, gint64 behind_id,
                                                 guint limit, GError **error);
/* Ids with content that are older than before. */
GArray    *loft_mail_store_list_content_before (LoftMailStore *self, gint64 folder_id,
                                                gint64 before, guint limit, GError **error);
gboolean   loft_mail_store_count_without_content (LoftMailStore *self, gint64 folder_id,
                                                  gint64 since, guint64 *count, GError **error);

/* (transfer full) LOFT_ERROR_GONE. */
LoftMessage *loft_mail_store_get (LoftMailStore *self, gint64 id, GError **error);

/* (transfer full) gint64 ids of a folder, newest first: one scan of a covering index. A test and
 * a list both use limit and offset; G_MAXUINT is all. */
GArray *loft_mail_store_list_ids (LoftMailStore *self, gint64 folder_id, guint limit, guint offset,
                                  GCancellable *cancellable, GError **error);

/* (transfer full) all ids of the account, newest first; for searches without words. */
GArray *loft_mail_store_list_all_ids (LoftMailStore *self, GCancellable *cancellable,
                                      GError **error);

/* ---- content and repair ------------------------------------------------------------------- */

/* Whose content a message's is. *size: its raw size, once the content was here. FALSE with
 * LOFT_ERROR_GONE. */
gboolean loft_mail_store_get_origin (LoftMailStore *self, gint64 id, LoftContentOrigin *origin,
                                     guint64 *size, LoftContentState *state, GError **error);
/* A message without content that has this Message-ID, date of receipt and size. *id 0: none, or
 * there are several. Without a Message-ID there is never one. */
gboolean loft_mail_store_find_origin (LoftMailStore *self, const LoftContentOrigin *origin,
                                      guint64 size, gint64 *id, GError **error);

/* (transfer full) ids behind after, ascending: of messages that say they are cached; of those that
 * say their text is indexed too; of all. */
GArray  *loft_mail_store_list_cached  (LoftMailStore *self, gint64 after, guint limit,
                                       GError **error);
GArray  *loft_mail_store_list_indexed (LoftMailStore *self, gint64 after, guint limit,
                                      GError **error);
GArray  *loft_mail_store_list_behind (LoftMailStore *self, gint64 after, guint limit,
                                      GError **error);

/* The highest id ever given, and that none up to id will be given any more. */
gboolean loft_mail_store_get_last_id (LoftMailStore *self, gint64 *id, GError **error);
gboolean loft_mail_store_raise_ids   (LoftMailStore *self, gint64 id, GError **error);

/* Everything is asked of the server again: no token, no status. */
gboolean loft_mail_store_forget_tokens (LoftMailStore *self, GError **error);

/* Counts of folders and conversations anew from the messages. In a transaction. */
gboolean loft_mail_store_recount (LoftMailStore *self, GError **error);

/* What the store notes of itself and of the databases beside it: a number by name, 0 for none. */
gboolean loft_mail_store_get_number (LoftMailStore *self, const char *name, gint64 *number,
                                     GError **error);
gboolean loft_mail_store_set_number (LoftMailStore *self, const char *name, gint64 number,
                                     GError **error);
gboolean loft_mail_store_get_word   (LoftMailStore *self, const char *name, char **word,
                                     GError **error); /* word: (transfer full) "" for none */
gboolean loft_mail_store_set_word   (LoftMailStore *self, const char *name, const char *word,
                                     GError **error);

gboolean loft_mail_store_is_damaged  (LoftMailStore *self); /* as loft-database.h */
gboolean loft_mail_store_is_replaced (LoftMailStore *self);

/* Makes a new file at new_path with what can be read of the damaged one at path: folders, messages,
 * conversations, waiting operations. Tokens are left out. An operation whose messages are not all
 * there is left out too: the journal has it. *n_kept: messages; *n_operations. */
gboolean loft_mail_store_salvage (const char *path, const char *new_path, guint64 *n_kept,
                                  guint64 *n_operations, GError **error);

/* Counts for doctor. */
typedef struct {
  guint64 folders;
  guint64 messages;
  guint64 cached;
  guint64 conversations;
  guint64 operations;
} LoftMailCounts;
gboolean loft_mail_store_count (LoftMailStore *self, LoftMailCounts *counts, GError **error);

/* (transfer full) (nullable) the first broken rule between the tables: counts of folders and
 * conversations against their messages. */
char *loft_mail_store_check_counts (LoftMailStore *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailStore, loft_mail_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMessageState, loft_message_state_free)

G_END_DECLS
