/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-sasl.h"

G_BEGIN_DECLS

/* SASL as IMAP, POP3 and SMTP have it on their lines (RFC 9051, RFC 5034, RFC 4954): answers and
 * challenges in base64, and what a client holds against a server that was edited. Pure; any
 * thread. What comes back holds secrets: loft_secret_free (). */

/* (transfer full) "" for no bytes. */
char *loft_sasl_line_encode (GBytes *bytes);

/* (transfer full) The client's next line: *initial when it was not sent yet (and it is then freed
 * and NULL), else the answer to the server's challenge. LOFT_ERROR_PROTOCOL when that is not
 * base64, and the errors of loft_sasl_step(). */
char *loft_sasl_line_answer (LoftSasl *sasl, GBytes **initial, const char *challenge,
                             GError **error);

/* Whoever edits what the server offers could have a password sent in clear that was only proven
 * before: LOFT_ERROR_DOWNGRADE when mechanism is weaker than least, the strongest used before (""
 * for none). A mechanism that the person chose (wanted not ""), and tokens, which are made for one
 * service, are no downgrade. */
gboolean loft_sasl_line_check_downgrade (const char            *mechanism,
                                         const char            *wanted,
                                         const char            *least,
                                         const LoftCredentials *credentials,
                                         GError               **error);

G_END_DECLS
