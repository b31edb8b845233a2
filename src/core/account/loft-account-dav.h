/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-sign-in-report.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* Accounts of calendars and address books before they are set up. Block; workers only. */

/* As loft_account_probe (), of kind "dav". */
gboolean loft_account_dav_probe (LoftAccount *account, const LoftSignInTerms *terms,
                                 LoftCredentialsFunc func, gpointer user_data,
                                 LoftSignInReport *report, GCancellable *cancellable,
                                 GError **error);

/* Finds the servers of the account's address (RFC 6764) and fills in calendars, contacts and
 * incoming's host and port; one of the two services is enough. Credentials go to no host in other hands
 * than the address: LOFT_ERROR_REFUSED names it. LOFT_ERROR_GONE when nothing is published. */
gboolean loft_account_dav_find (LoftAccount *account, LoftCredentialsFunc func, gpointer user_data,
                                GCancellable *cancellable, GError **error);

/* Whether the password that is used may be sent to a server without asking its owner. Called in the
 * caller's thread. */
typedef struct {
  gboolean (*func) (const char *url, gpointer user_data);
  gpointer user_data;
} LoftAccountDavTrust;

/* Servers in other hands than the address, to which no password was sent and which want one. */
typedef struct {
  char *calendars; /* (owned) (nullable) an https address */
  char *contacts; /* (owned) (nullable) */
} LoftAccountDavForeign;

/* Looks for what an address has beside its mail: at calendars and contacts where account has them already,
 * else as loft_account_dav_find() does. What took the password stands in account afterwards, the rest is
 * "". foreign: filled in. FALSE where there is neither; LOFT_ERROR_AUTH where the password was refused. */
gboolean loft_account_dav_look (LoftAccount *account, const LoftAccountDavTrust *trust,
                                LoftAccountDavForeign *foreign, LoftCredentialsFunc func,
                                gpointer user_data, GCancellable *cancellable, GError **error);

/* The same of kind "ics": whether its address gives a calendar. */
gboolean loft_account_ics_probe (LoftAccount *account, const LoftSignInTerms *terms,
                                 LoftCredentialsFunc func, gpointer user_data,
                                 LoftSignInReport *report, GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
