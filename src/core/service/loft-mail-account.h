/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-certificate-problem.h"
#include "loft-error.h"
#include "loft-flags.h"
#include "loft-folder-usage.h"
#include "loft-mail-reader.h"
#include "loft-message-body.h"

G_BEGIN_DECLS

/* One account as it runs. Main thread only.
 *
 * Properties (notify in the main thread): "state", "progress" (what is going on changed),
 * "pending" (count of operations that wait), "account" (settings were replaced).
 * Signal "messages-changed" (gint64 folder_id, 0 for any): the store has changed there.
 * Signal "alert" (const char *): what the server wants the person to read (IMAP ALERT), on one line;
 * its own words, to be shown as such. */
#define LOFT_TYPE_MAIL_ACCOUNT (loft_mail_account_get_type ())
G_DECLARE_FINAL_TYPE (LoftMailAccount, loft_mail_account, LOFT, MAIL_ACCOUNT, GObject)

typedef enum {
  LOFT_ACCOUNT_IDLE,       /* up to date as far as last-success says */
  LOFT_ACCOUNT_OFFLINE,    /* no network, or server not reached; tried again by itself */
  LOFT_ACCOUNT_CONNECTING,
  LOFT_ACCOUNT_SYNCING,
  LOFT_ACCOUNT_PROBLEM,    /* get_error() says which; AUTH and UNTRUSTED wait for the person */
} LoftAccountState;

#define LOFT_TYPE_ACCOUNT_STATE (loft_account_state_get_type ())
GType loft_account_state_get_type (void);

/* (transfer none) current settings; a new object after each change. */
LoftAccount *loft_mail_account_get_account (LoftMailAccount *self);
const char  *loft_mail_account_get_name    (LoftMailAccount *self);

LoftAccountState loft_mail_account_get_state (LoftMailAccount *self);

/* (transfer none) (nullable) why state is OFFLINE or PROBLEM. Its text is English, for details;
 * ui/loft-error-text makes the sentence. */
const GError *loft_mail_account_get_error (LoftMailAccount *self);

/* (transfer none) (nullable) with LOFT_ERROR_UNTRUSTED. */
const LoftCertificateProblem *loft_mail_account_get_certificate_problem (LoftMailAccount *self);

/* End of the last complete sync, seconds since the epoch; 0 never. */
gint64 loft_mail_account_get_last_success (LoftMailAccount *self);

/* (transfer none) (nullable) of LoftLeftOut: folders that the last sync could not have, and messages
 * that none since the start could, until they are opened or fetched. NULL when another process owns
 * the account. Notified as "state". */
GPtrArray *loft_mail_account_get_left_out (LoftMailAccount *self);

/* Downloads a message that was left out. */
void loft_mail_account_fetch_async (LoftMailAccount *self, gint64 message_id,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean loft_mail_account_fetch_finish (LoftMailAccount *self, GAsyncResult *result,
                                         GError **error);

/* What a running sync does. */
typedef enum {
  LOFT_PROGRESS_NONE,
  LOFT_PROGRESS_FOLDERS,  /* listing folders */
  LOFT_PROGRESS_HEADERS,  /* done of total messages of folder listed */
  LOFT_PROGRESS_BODIES,   /* done of total messages of folder downloaded */
  LOFT_PROGRESS_CHANGES,  /* sending operations */
} LoftProgressKind;

typedef struct {
  LoftProgressKind kind;
  char *folder;           /* path, "" when it concerns the account */
  guint64 done;
  guint64 total;          /* 0: not known */
} LoftProgress;

/* (transfer none) never NULL; kind NONE when nothing runs. Notified at most ten times a second. */
const LoftProgress *loft_mail_account_get_progress (LoftMailAccount *self);

/* (transfer none) of LoftMailFolder, in sidebar order: roles first, then trees by path. Rows stay
 * the same objects while the folder lives; filled at once from the store. */
GListModel *loft_mail_account_get_folders (LoftMailAccount *self);

/* Why nothing is deleted on a server that mail is picked up from. */
LoftRemovalHold loft_mail_account_get_removal_hold (LoftMailAccount *self);

/* Operations that wait for the server. */
guint loft_mail_account_get_n_pending (LoftMailAccount *self);

/* Syncs now: folder_id 0 for everything. Finishes when the store is up to date (bodies of the
 * window too) and waiting operations were sent; another owner is asked to do it. Also clears a
 * PROBLEM state to try again. *n_left_out (out, optional): folders and messages that could not be
 * had; the rest is done. */
void     loft_mail_account_sync_async  (LoftMailAccount     *self,
                                        gint64               folder_id,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gboolean loft_mail_account_sync_finish (LoftMailAccount  *self,
                                        GAsyncResult     *result,
                                        guint            *n_left_out,
                                        GError          **error);

/* Ends what syncs now: what was stored stays, the next sync goes on from there. Another owner goes
 * on by itself, only the waiting for it ends. */
void loft_mail_account_cancel_sync (LoftMailAccount *self);

/* Asks the server how much room a folder takes. (transfer full, g_free) LOFT_ERROR_OFFLINE … */
void             loft_mail_account_read_usage_async  (LoftMailAccount     *self,
                                                      gint64               folder_id,
                                                      GCancellable        *cancellable,
                                                      GAsyncReadyCallback  callback,
                                                      gpointer             user_data);
LoftFolderUsage *loft_mail_account_read_usage_finish (LoftMailAccount     *self,
                                                      GAsyncResult        *result,
                                                      GError             **error);

/* One operation on all the messages: applied and durable here when it finishes, sent to the server
 * when it can be. Never waits for the network. Keywords: canonical or NULL. */
void     loft_mail_account_change_flags_async  (LoftMailAccount     *self,
                                                const gint64        *message_ids,
                                                guint                n_messages,
                                                LoftFlags            add,
                                                LoftFlags            remove,
                                                const char          *add_keywords,
                                                const char          *remove_keywords,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean loft_mail_account_change_flags_finish (LoftMailAccount  *self,
                                                GAsyncResult     *result,
                                                GError          **error);

/* Sends what waits now; another owner is asked to do it. */
void     loft_mail_account_send_changes_async  (LoftMailAccount     *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean loft_mail_account_send_changes_finish (LoftMailAccount  *self,
                                                GAsyncResult     *result,
                                                GError          **error);

/* Looks at everything that is kept of the account, every content too, and mends it; the owner does
 * it. What cannot be mended from what is here comes with the next sync. (transfer full) what was
 * done since the account was opened or this was asked last, in English sentences, oldest first; empty
 * when all was sound. */
void   loft_mail_account_repair_async  (LoftMailAccount     *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
char **loft_mail_account_repair_finish (LoftMailAccount     *self,
                                        GAsyncResult        *result,
                                        GError             **error);

/* (transfer full) of LoftPendingOperation, oldest first. */
GPtrArray *loft_mail_account_list_pending (LoftMailAccount *self, GError **error);

/* Takes a waiting operation back (what is shown follows the server again), or lets it be tried at
 * once. LOFT_ERROR_GONE when it no longer waits. */
typedef enum {
  LOFT_PENDING_DISCARD,
  LOFT_PENDING_RETRY,
} LoftPendingDecision;
void     loft_mail_account_decide_pending_async  (LoftMailAccount     *self,
                                                  gint64               operation_id,
                                                  LoftPendingDecision  decision,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
gboolean loft_mail_account_decide_pending_finish (LoftMailAccount  *self,
                                                  GAsyncResult     *result,
                                                  GError          **error);

/* The person's choices for one folder: how far back bodies are kept (LoftFolder.window_days), and
 * the role (NONE: as the server says). Applied by the next sync. */
gboolean loft_mail_account_set_folder_window (LoftMailAccount *self, gint64 folder_id,
                                              gint window_days, GError **error);
gboolean loft_mail_account_set_folder_role   (LoftMailAccount *self, gint64 folder_id,
                                              LoftFolderRole role, GError **error);

/* (transfer none) for the main thread's bounded reads; loftctl makes any. Opened at first use;
 * NULL with error when the store cannot be read. */
LoftMailReader *loft_mail_account_get_reader (LoftMailAccount *self, GError **error);

/* Where the message with this Message-ID (without <>) is shown. FALSE: nowhere here. Bounded. */
gboolean loft_mail_account_find_message (LoftMailAccount *self, const char *message_id,
                                         gint64 *folder_id, gint64 *id);

/* The message to read: from the store, else fetched before everything else. Errors: _OFFLINE when
 * it is not cached and cannot be fetched, _GONE when it no longer exists. (transfer full) */
void             loft_mail_account_open_message_async  (LoftMailAccount     *self,
                                                        gint64               message_id,
                                                        GCancellable        *cancellable,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             user_data);
LoftMessageBody *loft_mail_account_open_message_finish (LoftMailAccount  *self,
                                                        GAsyncResult     *result,
                                                        GError          **error);

/* Asks the server for messages of one folder that hold the words of query; a search of what is here
 * takes them in as LoftMailSearch.from_server. (transfer full) of gint64. Errors: _OFFLINE, _REFUSED
 * (it cannot be asked this), _TEMPORARY (another process speaks to it). */
void    loft_mail_account_search_server_async  (LoftMailAccount     *self,
                                                gint64               folder_id,
                                                LoftSearchQuery     *query,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
GArray *loft_mail_account_search_server_finish (LoftMailAccount     *self,
                                                GAsyncResult        *result,
                                                GError             **error);

G_END_DECLS
