/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* IMAP as a LoftBackend: remote ids are UIDs, a folder's id is its wire name, the token is
 * UIDVALIDITY, UIDNEXT and HIGHESTMODSEQ of the last complete listing. */
#define LOFT_TYPE_IMAP_BACKEND (loft_imap_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftImapBackend, loft_imap_backend, LOFT, IMAP_BACKEND, GObject)

/* func is called in the worker's thread at each sign-in, memory (nullable: account->trust holds as it
 * is) around it; memory and user_data, which both are given, must outlive the backend. */
LoftBackend *loft_imap_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                                    const LoftSignInMemory *memory, gpointer user_data);

G_END_DECLS
