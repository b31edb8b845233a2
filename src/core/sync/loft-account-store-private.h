/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by the files of LoftAccountStore: -repair (files), -adopt (content of lost rows), -index
 * (from what is here). */

#include "loft-account-store.h"

G_BEGIN_DECLS

/* Numbers and words of store.db (loft_mail_store_get_number). */
#define LOFT_STORE_CONTENT_COMMITS "content-commits" /* noted with the rows that point to them */
#define LOFT_STORE_SEARCH_COMMITS  "search-commits"
#define LOFT_STORE_REINDEX         "reindex"    /* 0 no; else 1 + the last id looked at */
#define LOFT_STORE_INCOMPLETE      "incomplete" /* rows were lost */
#define LOFT_STORE_COPIES_LOST    "copies-lost" /* of resources that no server has */
#define LOFT_STORE_FILE            "file"       /* which file this is: a copy's is another */

/* While it is held nobody opens the account's databases (exclusive), nobody repairs them (shared).
 * -1 when it cannot be had, without waiting. */
int  loft_account_store_lock   (const char *directory, gboolean exclusive, gboolean wait);
void loft_account_store_unlock (int lock);

/* Without the lock. */
LoftAccountStore *loft_account_store_open_locked (const char *directory, LoftDatabaseMode mode,
                                                  GError **error);

/* Writes a sentence into the log of repairs. */
void loft_account_store_log (const char *directory, const char *sentence);

/* Makes the next sync hold all rows against content and index (loft-account-sync-restart.c). */
void loft_account_store_compare_later (const char *directory);

G_END_DECLS
