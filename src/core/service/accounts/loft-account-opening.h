/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-mail-reader.h"

G_BEGIN_DECLS

/* Brings the stores of a profile's accounts up to date: a moment mostly, minutes where a file is
 * damaged or its schema is old. Each account has a thread of its own. Main thread only. */
typedef struct _LoftAccountOpening LoftAccountOpening;

/* The same for one account, whatever it takes. Any thread; errors of loft_account_store_prepare(). */
gboolean loft_account_opening_prepare (const char *profile_dir, LoftAccount *account,
                                       GError **error);

/* account: whose stores can be opened now, or cannot for error (nullable). log_size: how long its
 * log of repairs was before. reader: (transfer full) (nullable) where it was ready as it was. */
typedef void (*LoftAccountOpenedFunc) (LoftAccount *account, gsize log_size, LoftMailReader *reader,
                                       const GError *error, gpointer user_data);

/* accounts: of LoftAccount. func is called once for each, by wait() or by the main loop. */
LoftAccountOpening *loft_account_opening_new (const char *profile_dir, GPtrArray *accounts,
                                              LoftAccountOpenedFunc func, gpointer user_data);
/* What runs goes on by itself; nobody is told of it. */
void loft_account_opening_free (LoftAccountOpening *self);

/* Waits for the accounts for at most so many microseconds; G_MAXINT64: until all are ready. */
void loft_account_opening_wait (LoftAccountOpening *self, gint64 patience);

/* (transfer none) of LoftAccount: those that are not ready. */
GPtrArray *loft_account_opening_get_waiting (LoftAccountOpening *self);

G_END_DECLS
