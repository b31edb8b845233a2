/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-mail-account.h"
#include "loft-message-arrangement.h"
#include "loft-message-row.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* Messages of a folder, of several accounts, or of a search, as a GListModel of LoftMessageRow made
 * for 1,000,000 rows: it holds an array of keys, loaded in threads, and makes rows when asked. It
 * follows the stores (and the service's accounts: one that is removed takes its rows along) by
 * itself with small items-changed signals; more than a few hundred edits are told as all gone, all
 * came; never (0, n, n).
 *
 * Rows are named by keys: opaque, not 0, unique in the list, the same as long as the list lives and
 * the arrangement's "conversations" stays. Message ids are unique in their account only.
 *
 * What a filter or LOFT_SORT_UNREAD_FIRST was asked for stays where it is when it stops being so: a
 * message that was read in a list of unread ones, unflagged among the flagged, answered in a search
 * for unanswered ones. It goes when it leaves the folder (or is thrown away), and when another
 * arrangement is set; setting the same one again asks anew too.
 *
 * Property "loading": the rows are not there yet (show nothing, then a spinner after a second). */
#define LOFT_TYPE_MESSAGE_LIST (loft_message_list_get_type ())
G_DECLARE_FINAL_TYPE (LoftMessageList, loft_message_list, LOFT, MESSAGE_LIST, GObject)

LoftMessageList *loft_message_list_new (LoftMailAccount *account, gint64 folder_id);

/* The folders of a role in all accounts; FLAGGED: what is flagged, wherever it is but in Trash and
 * Junk, each Message-ID once. */
typedef enum {
  LOFT_UNIFIED_INBOX,
  LOFT_UNIFIED_FLAGGED,
  LOFT_UNIFIED_DRAFTS,
  LOFT_UNIFIED_SENT,
} LoftUnifiedKind;

LoftMessageList *loft_message_list_new_unified (LoftService *service, LoftUnifiedKind kind);

/* What a QUERY (loftctl.md) finds, at most 1,000 messages an account. account: (nullable) NULL for
 * all of the service; folder_id: 0 for all. */
LoftMessageList *loft_message_list_new_search (LoftService *service, LoftMailAccount *account,
                                               const char *query, gint64 folder_id);

/* Of a search: messages of an account whose words its server has found; they join the rows if they are
 * otherwise what is searched for. ids: of gint64, all of them each time; not changed afterwards. */
void loft_message_list_set_from_server (LoftMessageList *self, LoftMailAccount *account,
                                        GArray *ids);

/* Loads the rows in another order; the old ones stay until the new ones are there. */
void loft_message_list_set_arrangement (LoftMessageList *self,
                                        const LoftMessageArrangement *arrangement);
const LoftMessageArrangement *loft_message_list_get_arrangement (LoftMessageList *self);

gboolean loft_message_list_get_loading (LoftMessageList *self);

/* (transfer none) (nullable) NULL for a list of several accounts. */
LoftMailAccount *loft_message_list_get_account (LoftMessageList *self);
gboolean loft_message_list_is_search (LoftMessageList *self);
gint64 loft_message_list_get_folder_id (LoftMessageList *self); /* 0: not one folder */

/* Without making a row. 0 when position is out of range. */
gint64 loft_message_list_get_key (LoftMessageList *self, guint position);
gboolean loft_message_list_find (LoftMessageList *self, gint64 key, guint *position);

/* The row with that message: in a list of conversations, the one whose newest message here it is. */
gboolean loft_message_list_find_message (LoftMessageList *self, LoftMailAccount *account,
                                         gint64 message_id, guint *position);

/* The first row at from or behind it that has an unread message here. A walk over memory: 1,000,000
 * rows take a millisecond. */
gboolean loft_message_list_find_unread (LoftMessageList *self, guint from, guint *position);

/* Messages of one account. */
typedef struct {
  LoftMailAccount *account; /* (owned) */
  GArray *ids; /* (owned) of gint64 */
} LoftMessageGroup;

void loft_message_group_free (LoftMessageGroup *self);

typedef enum {
  LOFT_GATHER_ROWS, /* the messages of the rows: of a conversation the newest here */
  LOFT_GATHER_CONVERSATIONS, /* all that the summaries count, and copies of one Message-ID too */
  LOFT_GATHER_HERE, /* of a conversation what stands in the list's folders: not one's own answers */
} LoftGatherScope;

/* The messages that rows stand for, so that something can be done to them. (transfer full) of
 * LoftMessageGroup, one for each account that has any. */
void loft_message_list_gather_async (LoftMessageList *self, const gint64 *keys, guint n_keys,
                                     LoftGatherScope scope, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *loft_message_list_gather_finish (LoftMessageList *self, GAsyncResult *result,
                                            GError **error);

G_END_DECLS
