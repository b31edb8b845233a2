/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-private-dovecot.h"
#include "loft-test-profile.h"

G_BEGIN_DECLS

/* What an independent client (tests/support/imap-witness.py) sees and does on a private server. */

/* (transfer full) every folder and message, in the lines of loft_test_profile_dump (). */
char *loft_witness_state (LoftPrivateDovecot *server, const char *user);

/* "store INBOX 3:5 +FLAGS '(\\Seen)'": shell-quoted words, see the script. It must succeed. */
void loft_witness_do (LoftPrivateDovecot *server, const char *user, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Fails the test, with the lines that differ, when the profile does not show what the server has. */
void loft_witness_assert_same (LoftPrivateDovecot *server, const char *user,
                               LoftTestProfile *profile);

/* Both texts given: for a state of the server that was asked for once. */
void loft_witness_assert_equal (const char *expected, const char *found);

/* Fills a user's Maildir by loft-sample-mailbox with these options. */
void loft_witness_fill (LoftPrivateDovecot *server, const char *user, const char *options);

/* The message that a Maildir of the user holds under folder ("" or ".Name") as delivered. */
void loft_witness_deliver (LoftPrivateDovecot *server, const char *user, const char *folder,
                           const char *subject, const char *body);

G_END_DECLS
