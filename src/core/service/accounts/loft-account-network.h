/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-backend-ask.h"
#include "loft-certificate-problem.h"
#include "loft-mail-account.h"
#include "loft-online.h"

G_BEGIN_DECLS

/* The owner's side of one account: a network worker that syncs and replays, an interactive worker
 * with a connection of its own for what a person waits for, which watches the inbox meanwhile, and
 * the timers between. Where the server allows one connection only, the network worker does it all,
 * in short steps. Exists only while this process owns the account. Main thread.
 *
 * Signals (main thread): "status" (state, error or progress changed), "changed" (gint64 folder_id, 0
 * for the list of folders; gathered, at most four times a second), "alert" (const char *) and "arriving"
 * (gint64, guint64, guint64) as those of LoftMailAccount. */
#define LOFT_TYPE_ACCOUNT_NETWORK (loft_account_network_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountNetwork, loft_account_network, LOFT, ACCOUNT_NETWORK, GObject)

LoftAccountNetwork *loft_account_network_new (const char *profile_dir, const char *directory,
                                              LoftAccount *account, LoftOnline *online,
                                              GError **error);

/* Begins to sync by itself, and to watch. Without it only what is asked for is done. */
void loft_account_network_start (LoftAccountNetwork *self);

/* Looks again whether there is a network to try, and acts on it. */
void loft_account_network_check_online (LoftAccountNetwork *self);

/* The person's choice for this account alone; begins with that of the account's settings. */
void loft_account_network_set_offline (LoftAccountNetwork *self, gboolean offline);

/* Ends the syncs under way, those that were asked for too; their tasks end with
 * G_IO_ERROR_CANCELLED. What was stored stays. */
void loft_account_network_cancel_sync (LoftAccountNetwork *self);

/* Cancels, joins, closes; every waiting task ends with G_IO_ERROR_CANCELLED. Idempotent. */
void loft_account_network_stop (LoftAccountNetwork *self);

LoftAccountState              loft_account_network_get_state        (LoftAccountNetwork *self);
const GError                 *loft_account_network_get_error        (LoftAccountNetwork *self);
const LoftCertificateProblem *loft_account_network_get_certificate_problem (LoftAccountNetwork *self);
const LoftProgress           *loft_account_network_get_progress     (LoftAccountNetwork *self);
gint64                        loft_account_network_get_last_success (LoftAccountNetwork *self);
/* As loft_mail_account_get_paused_until (). */
gint64                        loft_account_network_get_paused_until (LoftAccountNetwork *self);
/* As loft_mail_account_get_left_out (). */
GPtrArray *loft_account_network_get_left_out (LoftAccountNetwork *self);

/* As loft_mail_account_sync_async (). */
void     loft_account_network_sync_async  (LoftAccountNetwork *self, gint64 folder_id,
                                           GCancellable *cancellable, GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean loft_account_network_sync_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                           guint *n_left_out, GError **error);

/* Repairs the account's store, offline too: what somebody has complained of, or (whole) all of it. */
void     loft_account_network_repair_async  (LoftAccountNetwork *self, gboolean whole,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_account_network_repair_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                             GError **error);

/* Sends what waits, before anything else. */
void     loft_account_network_replay_async  (LoftAccountNetwork *self, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_account_network_replay_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                             GError **error);

/* Brings the content of one message into the store. */
void     loft_account_network_fetch_async  (LoftAccountNetwork *self, gint64 message_id,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_account_network_fetch_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                            GError **error);

/* As loft_mail_account_read_usage_async (). */
void             loft_account_network_read_usage_async  (LoftAccountNetwork *self, gint64 folder_id,
                                                         GCancellable *cancellable,
                                                         GAsyncReadyCallback callback,
                                                         gpointer user_data);
LoftFolderUsage *loft_account_network_read_usage_finish (LoftAccountNetwork *self,
                                                         GAsyncResult *result, GError **error);

/* As loft_mail_account_search_server_async (). */
void    loft_account_network_search_async  (LoftAccountNetwork *self, gint64 folder_id,
                                            LoftSearchQuery *query, GCancellable *cancellable,
                                            GAsyncReadyCallback callback, gpointer user_data);
GArray *loft_account_network_search_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                            GError **error);

/* As loft_mail_account_ask_async (), of loft-mail-account-asking.h. */
void     loft_account_network_ask_async  (LoftAccountNetwork *self, LoftBackendAsk *ask,
                                          GCancellable *cancellable, GAsyncReadyCallback callback,
                                          gpointer user_data);
gpointer loft_account_network_ask_finish (LoftAccountNetwork *self, GAsyncResult *result,
                                          GError **error);

G_END_DECLS
