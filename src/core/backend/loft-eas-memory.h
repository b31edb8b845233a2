/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-client.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* What a server of ActiveSync told once, in one note: where it is reached since it said so (451), the version
 * agreed, the commands that it has. Holds for the address that the account had then. Network worker's thread,
 * several at a time. */

#define LOFT_EAS_MEMORY_NOTE "server"

/* Fills in what is remembered; server: with url, of the account. An address that is not https is none, but
 * for the account's own. TRUE: a version is, and it was told within the last week. */
gboolean loft_eas_memory_recall (LoftEasServer *server, const LoftSignInMemory *memory,
                                 gpointer user_data);

/* Remembers what client learns from now on, and forgets what does not hold. memory (nullable), with
 * user_data: borrowed, as long as the client. */
void loft_eas_memory_attach (LoftEasClient *client, const LoftSignInMemory *memory,
                             gpointer user_data);

G_END_DECLS
