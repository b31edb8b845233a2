/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-backend.h"
#include "loft-credentials.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* POP3 as a LoftBackend that downloads: one folder, "INBOX"; a remote id is the message's unique-id
 * (UIDL). A message without one of its own has an id made of its header, which begins with a blank,
 * as no unique-id can; then the listing is told to be unsound. There is no token.
 *
 * A connection is a session of the server's, which lets nobody else in until it ends: sync leaves it
 * when all is done. */
#define LOFT_TYPE_POP3_BACKEND (loft_pop3_backend_get_type ())
G_DECLARE_FINAL_TYPE (LoftPop3Backend, loft_pop3_backend, LOFT, POP3_BACKEND, GObject)

/* As loft_imap_backend_new(). */
LoftBackend *loft_pop3_backend_new (LoftAccount *account, LoftCredentialsFunc func,
                                    const LoftSignInMemory *memory, gpointer user_data);

G_END_DECLS
