/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-account.h"
#include "loft-certificate-problem.h"
#include "loft-online.h"

G_BEGIN_DECLS

/* The owner's sending side of one account: a worker with its own stores and connection, and the timer
 * that wakes it. Exists only while this process owns the account. Main thread.
 *
 * Signals (main thread): "changed" (a message has another state), "status" (the error changed),
 * "copied" (an operation that puts a copy into the folder of sent messages waits to be replayed). */
#define LOFT_TYPE_ACCOUNT_OUTBOX (loft_account_outbox_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountOutbox, loft_account_outbox, LOFT, ACCOUNT_OUTBOX, GObject)

LoftAccountOutbox *loft_account_outbox_new (const char *profile_dir, const char *directory,
                                            LoftAccount *account, LoftOnline *online);

/* Sends by itself from now on; without it only what is asked for. */
void loft_account_outbox_start (LoftAccountOutbox *self);

/* Something was put in, called back or decided: looks at once. */
void loft_account_outbox_poke (LoftAccountOutbox *self);

/* Something is due at that time (seconds since the epoch), as the store says. */
void loft_account_outbox_expect (LoftAccountOutbox *self, gint64 when);

/* The network, or the person's choice for it, has changed. */
void loft_account_outbox_check_online (LoftAccountOutbox *self);
void loft_account_outbox_set_offline (LoftAccountOutbox *self, gboolean offline);

/* One pass over what is due. LOFT_ERROR_OFFLINE … */
void loft_account_outbox_send_async (LoftAccountOutbox *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
gboolean loft_account_outbox_send_finish (LoftAccountOutbox *self, GAsyncResult *result,
                                          GError **error);

/* Cancels, joins, closes. Idempotent. */
void loft_account_outbox_stop (LoftAccountOutbox *self);

/* (transfer none) (nullable) of the last pass. */
const GError *loft_account_outbox_get_error (LoftAccountOutbox *self);
const LoftCertificateProblem *loft_account_outbox_get_problem (LoftAccountOutbox *self);

/* As LoftSubmissionRecord. */
guint64 loft_account_outbox_get_max_size (LoftAccountOutbox *self);
gboolean loft_account_outbox_get_reports (LoftAccountOutbox *self);

G_END_DECLS
