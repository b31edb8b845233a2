/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-client.h"
#include "loft-policy.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* What a server of ActiveSync may want before it does anything else (MS-ASPROV): its policy accepted, the
 * device named, the account's data deleted. Nothing is accepted that a person has not: the notes of
 * loft-policy.h say what they have, and what waits for them. Network worker's thread, several at a time. */

/* Has the client answer such demands; memory, with user_data: borrowed, as long as the client. */
void loft_eas_demands_attach (LoftEasClient *client, const LoftSignInMemory *memory,
                              gpointer user_data);

/* Whether the server may be asked anything at all. LOFT_ERROR_POLICY while a policy waits for a person: it is
 * asked again by itself after hours only. LOFT_ERROR_WIPED when it was told that all is deleted. */
gboolean loft_eas_demands_allow (const LoftSignInMemory *memory, gpointer user_data,
                                 GError **error);

/* First thing with a server that has answered: what it demanded is deleted, but it was not told so yet
 * (LOFT_ERROR_WIPED then). TRUE: there is no such thing. */
gboolean loft_eas_demands_finish (LoftEasClient *client, const LoftSignInMemory *memory,
                                  gpointer user_data, GCancellable *cancellable, GError **error);

/* (transfer full) (nullable) What a person has accepted, which is to be kept to. */
LoftPolicy *loft_eas_demands_read_limits (const LoftSignInMemory *memory, gpointer user_data);

G_END_DECLS
