/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"
#include "loft-submission.h"

G_BEGIN_DECLS

/* (transfer full) the backend for the account's kind; LOFT_ERROR_REFUSED for one that this version
 * does not know. func and memory are called in the backend's thread at each sign-in. */
LoftBackend *loft_backend_factory_new (LoftAccount *account, LoftCredentialsFunc func,
                                       const LoftSignInMemory *memory, gpointer user_data,
                                       GError **error);

/* (transfer full) What sends its mail. account: as loft_account_for_outgoing() makes it. func: NULL where
 * nobody signs in. */
LoftSubmission *loft_backend_factory_new_submission (LoftAccount *account,
                                                     LoftCredentialsFunc func,
                                                     const LoftSignInMemory *memory,
                                                     gpointer user_data);

G_END_DECLS
