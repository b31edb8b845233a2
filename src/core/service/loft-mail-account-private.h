/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the other files of service/. */

#include "loft-account-local.h"
#include "loft-mail-account.h"
#include "loft-online.h"

G_BEGIN_DECLS

/* Its stores are up to date (loft-account-opening.h); log_size: how long its log of repairs was before.
 * reader: (transfer full) (nullable) for the main thread, where it is open already. No network. */
LoftMailAccount *loft_mail_account_new (const char *profile_dir, LoftAccount *account,
                                        LoftOnline *online, gsize log_size,
                                        LoftMailReader *reader);

/* Becomes owner if nobody is, syncs by itself, follows what other processes do. */
void loft_mail_account_start (LoftMailAccount *self);

/* Ends all work and gives the account up. Idempotent. */
void loft_mail_account_stop (LoftMailAccount *self);

/* New settings; the network side begins anew with them. */
void loft_mail_account_replace (LoftMailAccount *self, LoftAccount *account);

/* New settings that differ in "offline" alone: nothing begins anew. */
void loft_mail_account_replace_offline (LoftMailAccount *self, LoftAccount *account);

const char *loft_mail_account_get_directory (LoftMailAccount *self);

/* Something was written into its store: it is shown, and goes to the server by itself. */
void loft_mail_account_tell_changed (LoftMailAccount *self);

/* The person's offline switch or the network changed. */
void loft_mail_account_check_online (LoftMailAccount *self);

/* Runs func in the reader worker with its own reader; func must return the task. */
void loft_mail_account_queue_read (LoftMailAccount *self, LoftWorkerPriority priority, GTask *task,
                                   LoftLocalReadFunc func);
/* The same in the worker of lists, for what may take seconds. */
void loft_mail_account_queue_list (LoftMailAccount *self, LoftWorkerPriority priority, GTask *task,
                                   LoftLocalReadFunc func);

G_END_DECLS
