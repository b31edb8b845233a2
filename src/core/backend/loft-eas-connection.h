/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-credentials.h"
#include "loft-eas-client.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* (transfer full) Reaches the server of an account of kind "eas", as what reads its folders and what sends
 * its mail both do: signs in, agrees on a version, is the device that the account always was. ask: the
 * server is asked what it can do, also where it told within a week; else a wrong password, say, is found out
 * by the first call. memory (nullable), with user_data: borrowed, as long as the client. *problem: (transfer
 * full) (nullable) after LOFT_ERROR_UNTRUSTED. */
LoftEasClient *loft_eas_connection_open (LoftAccount *account, gboolean ask,
                                         LoftCredentialsFunc func, const LoftSignInMemory *memory,
                                         gpointer user_data, LoftCertificateProblem **problem,
                                         GCancellable *cancellable, GError **error);

/* What is kept of the server by name; nothing without memory. (transfer full) (nullable) */
char *loft_eas_connection_get_note (const LoftSignInMemory *memory, const char *name,
                                    gpointer user_data);
void loft_eas_connection_set_note (const LoftSignInMemory *memory, const char *name,
                                   const char *value, gpointer user_data);

G_END_DECLS
