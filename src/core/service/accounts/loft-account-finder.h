/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-found-account.h"
#include "loft-service.h"
#include "loft-sign-in-report.h"

G_BEGIN_DECLS

/* Setting up an account from its address: finding the servers, filling in the settings, trying
 * the sign-in. Main thread; no password is known to the first two. */

/* Called in the main thread as each source has answered, until the search is finished. found:
 * (borrowed) (nullable) NULL with a reason. */
typedef void (*LoftAccountFinderFunc) (LoftFoundBy by, LoftFoundAccount *found,
                                       const GError *reason, gpointer user_data);

/* Looks for an address's servers, for some twenty seconds at most. func: (nullable), borrowed with
 * func_data until the callback. */
void       loft_account_finder_find_async  (const char            *address,
                                            LoftAccountFinderFunc  func,
                                            gpointer               func_data,
                                            GCancellable          *cancellable,
                                            GAsyncReadyCallback    callback,
                                            gpointer               user_data);
/* (transfer full) of LoftFoundAccount, the most trusted first; empty when nobody knows.
 * LOFT_ERROR_REFUSED for what is no address. */
GPtrArray *loft_account_finder_find_finish (GAsyncResult *result, GError **error);

/* Signs in at a place of kind "autodiscover" that was found and that the person has agreed to, and asks it
 * where account's mailbox is. Where account has no user's name, its address and then the first part of it are
 * tried. The password goes to that one host. */
void loft_account_finder_ask_async (LoftAccount           *account,
                                    const LoftFoundServer *place,
                                    const char            *password,
                                    GCancellable          *cancellable,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data);
/* (transfer full) one with a server of kind "eas", and the user's name that was accepted; or one more
 * such place. Either needs_confirmation unless it says otherwise. LOFT_ERROR_AUTH, else as what was
 * found out of the servers. */
LoftFoundAccount *loft_account_finder_ask_finish (GAsyncResult *result, GError **error);

/* (transfer full) (nullable) what Loft's own table says of an address, without asking anybody. Does
 * not block. */
LoftFoundAccount *loft_account_finder_recall (const char *address);

/* Puts the server for the account's kind into its settings: host, port, security (of kind "eas" its
 * address too), and where the
 * account has none the user's name and who signs people in. (transfer none) (nullable) that
 * server: nothing may be sent to it before its needs_confirmation and its security were looked at.
 * NULL when there is none. */
const LoftFoundServer *loft_account_finder_apply (const LoftFoundAccount *found,
                                                  LoftAccount *account);

/* Keeps in the settings where mail is sent, and calendars and contacts are; nothing of it is used
 * before it was. Hosts that need the person's yes only when confirmed says that it was given for
 * them; never one without TLS. */
void loft_account_finder_apply_others (const LoftFoundAccount *found, gboolean confirmed,
                                       LoftAccount *account);

/* Signs in and leaves again; nothing is kept. With an account that has no user's name both the
 * address and its first part are tried, and the report tells which was right. password: (nullable)
 * taken from the account's secret place then. report (out, optional): (transfer full), also after
 * an error. */
void     loft_account_finder_probe_async  (LoftService         *service,
                                           LoftAccount         *account,
                                           const char          *password,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* The same of the server that the account sends by; finished by the same. */
void     loft_account_finder_probe_outgoing_async (LoftService         *service,
                                                   LoftAccount         *account,
                                                   const char          *password,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
gboolean loft_account_finder_probe_finish (GAsyncResult      *result,
                                           LoftSignInReport **report,
                                           GError           **error);

G_END_DECLS
