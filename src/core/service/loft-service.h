/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-archiver.h"
#include "loft-calendar-actions.h"
#include "loft-certificate-problem.h"
#include "loft-contact-actions.h"
#include "loft-directories.h"
#include "loft-mail-account.h"
#include "loft-quota-watch.h"
#include "loft-task-actions.h"

G_BEGIN_DECLS

/* The only door for window and command line: the profile, its accounts, and their running.
 * Main thread only; what may take time is _async/_finish. */
#define LOFT_TYPE_SERVICE (loft_service_get_type ())
G_DECLARE_FINAL_TYPE (LoftService, loft_service, LOFT, SERVICE, GObject)

/* Opens (and makes) the profile folder; NULL: the XDG folders. Reads settings and opens the
 * stores; no network. LOFT_ERROR_STORE when the folder cannot be used. */
LoftService *loft_service_open (const char *profile_dir, GError **error);
/* The same for a window: an account whose store takes long, because it is damaged or was made by an
 * older version, is worked on in a thread, and is among the accounts when it is ready. */
LoftService *loft_service_open_soon (const char *profile_dir, GError **error);

/* (transfer none) of LoftAccount: those that are worked on. Property "preparing", notified when one is
 * ready or cannot be opened. */
GPtrArray *loft_service_get_preparing (LoftService *self);

const char *loft_service_get_profile_dir (LoftService *self);

/* (transfer none) of LoftMailAccount, in the person's order. The last is always there
 * (loft-local-account.h), so the list is never empty once all are opened. */
GListModel *loft_service_get_accounts (LoftService *self);

/* (transfer none) (nullable) The calendars of all accounts; NULL: there are none to show. Property
 * "calendar". */
LoftCalendarActions *loft_service_get_calendar (LoftService *self);

/* (transfer none) (nullable) The contacts of all accounts; NULL: there are none to show. */
LoftContactActions *loft_service_get_contacts (LoftService *self);

/* (transfer none) What servers know people of. */
LoftDirectories *loft_service_get_directories (LoftService *self);

/* (transfer none) (nullable) The tasks of all accounts; NULL: there are none to show. */
LoftTaskActions *loft_service_get_tasks (LoftService *self);

/* Accounts of the settings that are not among them, because their store could not be opened; each was
 * warned of. */
guint loft_service_get_n_unopened (LoftService *self);
/* (transfer none) of LoftAccount: the same. */
GPtrArray *loft_service_get_unopened (LoftService *self);

/* (transfer none) (nullable) by name, as loftctl's --account. */
LoftMailAccount *loft_service_find_account (LoftService *self, const char *name);
/* (transfer none) (nullable) the same, by its id; NULL: it has gone. */
LoftMailAccount *loft_service_find_account_by_id (LoftService *self, const char *id);

/* Begins background work: becomes owner of the accounts that no other process owns, syncs,
 * watches, replays. Without it the service only reads and journals. */
void loft_service_start (LoftService *self);

/* Cancels, joins and closes everything; at most about two seconds. Before, changes that people asked for
 * become durable: the main context runs until then, at most ten seconds. Idempotent; done by dispose. */
void loft_service_stop (LoftService *self);

/* Brings what waits to go from account to account as far as it goes without a server; fetch: what is
 * not downloaded is fetched first. A started service does so by itself. */
void     loft_service_carry_async  (LoftService *self, gboolean fetch, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_service_carry_finish (LoftService *self, GAsyncResult *result, GError **error);

/* (transfer none) what takes old messages to the archive; a started service does so by itself. */
LoftArchiver *loft_service_get_archiver (LoftService *self);

/* (transfer none) how full the servers are. */
LoftQuotaWatch *loft_service_get_quotas (LoftService *self);

/* The person's "work offline" switch (not remembered). Property "forced-offline". */
gboolean loft_service_get_forced_offline (LoftService *self);
void     loft_service_set_forced_offline (LoftService *self, gboolean offline);

/* The same for one account, remembered. When that cannot be written, finish says so and it holds
 * until the end. */
void     loft_service_set_account_offline_async  (LoftService         *self,
                                                  LoftMailAccount     *account,
                                                  gboolean             offline,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
gboolean loft_service_set_account_offline_finish (LoftService   *self,
                                                  GAsyncResult  *result,
                                                  GError       **error);

/* Whether the network is paid for by amount: then bodies are fetched when they are opened, unless
 * the person allows more, until the next network. Property "metered", notified for both. */
gboolean loft_service_get_metered         (LoftService *self);
gboolean loft_service_get_metered_allowed (LoftService *self);
void     loft_service_set_metered_allowed (LoftService *self, gboolean allowed);

/* Whether there is a network to try. Property "online". */
gboolean loft_service_get_online (LoftService *self);

/* Tries to reach and sign in to an account's server; nothing is kept. password: (nullable) taken
 * from the account's secret place then. On LOFT_ERROR_UNTRUSTED, problem tells what to show;
 * accept it by setting account->trust to its fingerprint. */
void     loft_service_check_account_async  (LoftService         *self,
                                            LoftAccount         *account,
                                            const char          *password,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
gboolean loft_service_check_account_finish (LoftService             *self,
                                            GAsyncResult            *result,
                                            LoftCertificateProblem **problem,
                                            GError                 **error);

/* Adds an account (its id is made here; name must be new: LOFT_ERROR_REFUSED), keeps the password
 * (nullable) in its secret place, and begins to sync it if the service was started. No network. */
void             loft_service_add_account_async  (LoftService         *self,
                                                  LoftAccount         *account,
                                                  const char          *password,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
LoftMailAccount *loft_service_add_account_finish (LoftService   *self,
                                                  GAsyncResult  *result,
                                                  GError       **error);

/* Replaces the settings of the account with the same id; password NULL keeps the old one. */
void     loft_service_update_account_async  (LoftService         *self,
                                             LoftAccount         *account,
                                             const char          *password,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean loft_service_update_account_finish (LoftService   *self,
                                             GAsyncResult  *result,
                                             GError       **error);

/* Puts an account at a place of the list (before the one that is always last), now and for later
 * starts. When that cannot be written, finish says so and the order holds until the end. */
void     loft_service_move_account_async  (LoftService         *self,
                                           LoftMailAccount     *account,
                                           guint                position,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean loft_service_move_account_finish (LoftService   *self,
                                           GAsyncResult  *result,
                                           GError       **error);

/* Stops the account and removes its folder and its secret. LOFT_ERROR_REFUSED for the one that is always
 * there. */
void     loft_service_remove_account_async  (LoftService         *self,
                                             LoftMailAccount     *account,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
gboolean loft_service_remove_account_finish (LoftService   *self,
                                             GAsyncResult  *result,
                                             GError       **error);

G_END_DECLS
