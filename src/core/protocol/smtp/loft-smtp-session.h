/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"
#include "loft-endpoint.h"
#include "loft-sign-in.h"
#include "loft-smtp-envelope.h"
#include "loft-smtp-outcome.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* One SMTP connection for submission (RFC 5321, RFC 6409). All calls block and are made in the
 * owner's thread. Whatever breaks the connection (LOFT_ERROR_OFFLINE, _TEMPORARY, _PROTOCOL, _LIMIT
 * while reading, cancelled, a 421 at any time) closes it; loft_smtp_session_connect() makes a new
 * one. Between commands nothing may come from the server; what does closes the connection, so that
 * no answer is taken for that of a later command. */
#define LOFT_TYPE_SMTP_SESSION (loft_smtp_session_get_type ())
G_DECLARE_FINAL_TYPE (LoftSmtpSession, loft_smtp_session, LOFT, SMTP_SESSION, GObject)

/* mechanism: the account's fixed SASL mechanism or "". func is called at each sign-in; NULL: the
 * server wants none. */
LoftSmtpSession *loft_smtp_session_new (const LoftEndpoint  *endpoint,
                                        const char          *mechanism,
                                        LoftCredentialsFunc  func,
                                        gpointer             user_data);

/* For the next connect: which certificate passes, and the strength below which no password is sent
 * (LOFT_ERROR_DOWNGRADE) unless the mechanism is fixed. */
void loft_smtp_session_set_terms (LoftSmtpSession *self, const LoftSignInTerms *terms);

/* As loft_imap_session_set_certificate_file (). NULL or "" for none. */
void loft_smtp_session_set_certificate_file (LoftSmtpSession *self, const char *path);

/* How long an answer may take, and that to the end of a message: 300 and 600 s at first (RFC 5321,
 * 4.5.3.2). For tests. */
void loft_smtp_session_set_patience (LoftSmtpSession *self, guint seconds, guint dot_seconds);

/* Connects; EHLO, or HELO where a server knows no better; STARTTLS (RFC 3207), after which what was
 * said in clear is forgotten, and EHLO again; signs in (RFC 4954). Nothing when connected already.
 * A STARTTLS endpoint is refused (LOFT_ERROR_REFUSED) when the server does not offer it, and no
 * secret is ever sent in clear but on a PLAIN endpoint. A refused sign-in is LOFT_ERROR_AUTH. */
gboolean loft_smtp_session_connect (LoftSmtpSession *self, GCancellable *cancellable,
                                    GError **error);
gboolean loft_smtp_session_is_connected (LoftSmtpSession *self);
void     loft_smtp_session_close        (LoftSmtpSession *self); /* at once, without QUIT */
void     loft_smtp_session_quit         (LoftSmtpSession *self); /* QUIT, at most 2 s */

/* Whether a connection that was left alone still lives. */
gboolean loft_smtp_session_noop (LoftSmtpSession *self, GCancellable *cancellable, GError **error);

/* After LOFT_ERROR_UNTRUSTED: (transfer none) (nullable). */
const LoftCertificateProblem *loft_smtp_session_get_certificate_problem (LoftSmtpSession *self);

/* While connected: as loft_stream_get_certificate_faults (). */
const char *loft_smtp_session_get_certificate_faults (LoftSmtpSession *self);

/* The mechanism used last. (nullable) */
const char *loft_smtp_session_get_mechanism (LoftSmtpSession *self);

/* While connected; borrowed until the connection ends. */
const LoftSmtpExtensions *loft_smtp_session_get_extensions (LoftSmtpSession *self);

/* A message, read once from its beginning to its end: between 1 and length bytes into buffer, 0 at
 * the end, -1 with error. size: all of them, with CRLF line ends. Fewer or more bytes end the
 * sending before the message is complete (LOFT_ERROR_CONFLICT). */
typedef gssize (*LoftSmtpReadFunc) (gpointer user_data, char *buffer, gsize length,
                                    GCancellable *cancellable, GError **error);

typedef struct {
  guint64 size;
  LoftSmtpReadFunc read;
  gpointer user_data;
  GBytes *bytes; /* (nullable) instead of read; borrowed */
} LoftSmtpBody;

#define LOFT_SMTP_BODY_BYTES(b) { g_bytes_get_size (b), NULL, NULL, (b) }

/* Called when all is sent but the end that makes the message count (the final dot; with BDAT the
 * last piece): from its return on the message may be delivered, so the caller makes that durable
 * first. FALSE with error: nothing is sent, the connection is closed. */
typedef gboolean (*LoftSmtpAtDotFunc) (gpointer user_data, GError **error);

/* Sends one message; the connection then stands ready for the next. TRUE exactly when the outcome
 * is LOFT_SMTP_SENT; else error says why, classed as everywhere (a cancelled call too), and outcome,
 * which is filled in always, what that means for the message.
 *
 * Before a command is given: an envelope that is none, SMTPUTF8 or 8BITMIME that is needed and not
 * offered, and a message over SIZE are REFUSED. When the server refuses all recipients, or some and
 * envelope->partial is not set, no byte of the message is sent. CHUNKING (RFC 3030) is used where
 * offered, PIPELINING (RFC 2920) for all up to the message. */
gboolean loft_smtp_session_send (LoftSmtpSession        *self,
                                 const LoftSmtpEnvelope *envelope,
                                 const LoftSmtpBody     *body,
                                 LoftSmtpOutcome        *outcome,
                                 LoftSmtpAtDotFunc       at_dot,
                                 gpointer                user_data,
                                 GCancellable           *cancellable,
                                 GError                **error);

G_END_DECLS
