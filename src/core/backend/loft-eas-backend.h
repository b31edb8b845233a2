/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* Exchange by ActiveSync: mail, calendars, contacts and tasks of one account. A folder's token is the SyncKey
 * by which its changes go on; what is written moves it (take_token). Ids are the server's, which mean
 * something in their folder alone.
 *
 * What the protocol cannot do is refused with a sentence: copies, messages from elsewhere (but for drafts
 * from 16.0 on), subscriptions. */
#define LOFT_TYPE_EAS_BACKEND (loft_eas_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftEasBackend, loft_eas_backend, LOFT, EAS_BACKEND, GObject)

LoftBackend *loft_eas_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                                   const LoftSignInMemory *memory, gpointer user_data);

/* Requests of a LoftEasCommand (LOFT_EAS_N_COMMANDS: all) so far; for tests and bench. */
guint loft_eas_backend_get_n_requests (LoftEasBackend *self, guint command);

G_END_DECLS
