/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account.h"
#include "loft-sign-in.h"

G_BEGIN_DECLS

/* What an account has learnt of its server, in sign-in.ini of its folder, which nobody edits:
 *
 *   the strongest mechanism that a password was proven by, on this host: no weaker one is used by
 *   itself later
 *   the certificate that the person accepted in spite of its faults (account->trust): since its
 *   first use bound to host, port and exactly these faults; ended for good when the server is seen
 *   with a certificate that needs no exception
 *   how long the server wants between two sign-ins, and when the last one was
 *   what a protocol keeps of it by name
 *
 * A file that cannot be read or written is as if nothing were known. Any thread. */

/* (transfer full) */
LoftSignInTerms *loft_sign_in_record_recall (const char *directory, LoftAccount *account);

/* A sign-in was accepted. faults: (nullable) as in loft-sign-in.h. */
void loft_sign_in_record_note (const char *directory, LoftAccount *account, const char *mechanism,
                               const char *faults);

/* Seconds until the server lets anybody sign in again; 0: now. A clock that was set back makes nobody
 * wait. */
guint loft_sign_in_record_get_wait (const char *directory, LoftAccount *account);

/* Signed in now, or refused for coming too soon; seconds: what the server wants between, at most a day
 * is believed; 0: nothing. */
void loft_sign_in_record_note_delay (const char *directory, LoftAccount *account, guint seconds);

/* What a protocol keeps of its server, as in LoftSignInMemory; of another host than the account's it is
 * as if nothing had been noted. */
char *loft_sign_in_record_get_note (const char *directory, LoftAccount *account, const char *name);
void  loft_sign_in_record_set_note (const char *directory, LoftAccount *account, const char *name,
                                    const char *value);

/* (transfer full) the account; a fingerprint that was just put into trust, or outgoing_trust, gets the
 * time behind it, so that accepting a certificate again is told from never having stopped. */
LoftAccount *loft_sign_in_record_date_trust (LoftAccount *account);

G_END_DECLS
