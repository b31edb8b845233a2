/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-private-dovecot.h"

G_BEGIN_DECLS

/* A Postfix of the test's own beside a private Dovecot (private-postfix.sh): its users send with
 * their passwords, NAME@example.test ends in their Maildir. It ends with
 * loft_private_postfix_free(), before the Dovecot, and within a second when the test process dies
 * in any other way. Every failure to start it ends the test program with the reason. One thread. */
typedef struct _LoftPrivatePostfix LoftPrivatePostfix;

/* (transfer full) Started and ready. */
LoftPrivatePostfix *loft_private_postfix_new  (LoftPrivateDovecot *dovecot);
void                loft_private_postfix_free (LoftPrivatePostfix *self);

guint16 loft_private_postfix_get_submission_port  (LoftPrivatePostfix *self); /* STARTTLS */
guint16 loft_private_postfix_get_submissions_port (LoftPrivatePostfix *self); /* TLS, no CHUNKING */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftPrivatePostfix, loft_private_postfix_free)

G_END_DECLS
