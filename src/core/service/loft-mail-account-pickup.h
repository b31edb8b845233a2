/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-mail-account.h"

G_BEGIN_DECLS

/* Messages that take long to come, of any account, and mail that is picked up.
 *
 * Signal "arriving" of LoftMailAccount (gint64 message_id, guint64 done, guint64 total): so many bytes are
 * here of a message that is fetched because it was opened; total: as the server says. */

/* After how many days the server that mail is picked up from deletes messages by itself, as it said
 * last; 0: as soon as they were brought; -1: never, or it does not tell. Main thread. */
gint loft_mail_account_get_server_expiry (LoftMailAccount *self);

/* After LOFT_ERROR_TOO_SOON: when the server lets anybody sign in again; then it is tried by itself.
 * 0: not known. Main thread. */
gint64 loft_mail_account_get_paused_until (LoftMailAccount *self);

/* Only the header of the message is here, because it is larger than what the account brings by itself;
 * *size: of all of it. FALSE also while that cannot be read. Main thread, bounded. */
gboolean loft_mail_account_lacks_rest (LoftMailAccount *self, gint64 message_id, guint64 *size);

G_END_DECLS
