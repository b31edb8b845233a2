/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-credentials.h"
#include "loft-endpoint.h"
#include "loft-pop3-listing.h"
#include "loft-sign-in.h"
#include "loft-trust.h"

G_BEGIN_DECLS

/* One POP3 connection (RFC 1939; CAPA, PIPELINING, RESP-CODES: RFC 2449; STLS: RFC 2595; AUTH:
 * RFC 5034; UTF8: RFC 6856). All calls block and are made in the owner's thread.
 * Whatever breaks the connection (LOFT_ERROR_OFFLINE, _TEMPORARY, _PROTOCOL, _LIMIT, cancelled)
 * closes it; loft_pop3_session_connect() makes a new one. -ERR to a command is LOFT_ERROR_REFUSED,
 * or _TEMPORARY by its response code (RFC 2449, 8; RFC 3206); the connection lives on, which
 * loft_pop3_session_is_connected() tells.
 *
 * A connection is a session of the server's: it holds the mailbox alone, numbers hold until it
 * ends, and what arrives meanwhile is not seen. */
#define LOFT_TYPE_POP3_SESSION (loft_pop3_session_get_type ())
G_DECLARE_FINAL_TYPE (LoftPop3Session, loft_pop3_session, LOFT, POP3_SESSION, GObject)

/* mechanism: the account's fixed way to sign in, a SASL mechanism, "USER" (for USER and PASS) or
 * "APOP"; or "". func is called at each sign-in. */
LoftPop3Session *loft_pop3_session_new (const LoftEndpoint *endpoint, const char *mechanism,
                                        LoftCredentialsFunc func, gpointer user_data);

/* As loft_imap_session_set_terms() and loft_imap_session_set_certificate_file(). */
void loft_pop3_session_set_terms (LoftPop3Session *self, const LoftSignInTerms *terms);
void loft_pop3_session_set_certificate_file (LoftPop3Session *self, const char *path);

/* FALSE: one command after the other, whatever the server says, for those that lie. TRUE at first. */
void loft_pop3_session_set_pipelining (LoftPop3Session *self, gboolean pipelining);

/* Connects, upgrades (STLS), CAPA, UTF8 where offered, signs in, CAPA again. Nothing when connected
 * already. Without a fixed mechanism the first that fits of: SASL in the order of loft-sasl.h; USER
 * and PASS; APOP. Without TLS, which is the person's explicit choice, APOP goes before everything
 * that shows the password. A refused sign-in is LOFT_ERROR_AUTH with the server's text, or
 * _TEMPORARY where its code says that the mailbox is in use or the server not ready, or _REFUSED
 * where it says that neither waiting nor another password helps (SYS/PERM). */
gboolean loft_pop3_session_connect (LoftPop3Session *self, GCancellable *cancellable,
                                    GError **error);
gboolean loft_pop3_session_is_connected (LoftPop3Session *self);

/* At once, without QUIT: by RFC 1939, 3, nothing is deleted. */
void loft_pop3_session_close (LoftPop3Session *self);

/* After LOFT_ERROR_UNTRUSTED: (transfer none) (nullable). */
const LoftCertificateProblem *loft_pop3_session_get_certificate_problem (LoftPop3Session *self);

/* While connected: as loft_stream_get_certificate_faults (). */
const char *loft_pop3_session_get_certificate_faults (LoftPop3Session *self);

/* The mechanism used last, "USER" and "APOP" for the commands. (nullable) */
const char *loft_pop3_session_get_mechanism (LoftPop3Session *self);

/* The response code of the -ERR that came last: IN_USE and LOGIN_DELAY say more than their class. */
LoftPop3Code loft_pop3_session_get_refusal (LoftPop3Session *self);

/* (transfer none) (nullable) What follows the tag of a capability, "" for nothing: "60 USER" for
 * "LOGIN-DELAY", "NEVER" for "EXPIRE" (RFC 2449, 6.5 and 6.7). NULL where it is not told, also by a
 * server without CAPA. While connected, until the next connect. */
const char *loft_pop3_session_get_capability (LoftPop3Session *self, const char *tag);

/* STAT: messages that are not marked, and their octets together. */
gboolean loft_pop3_session_stat (LoftPop3Session *self, guint *n_messages, guint64 *octets,
                                 GCancellable *cancellable, GError **error);

/* (transfer full) UIDL and LIST. What is wrong with unique-ids is told by the listing.
 * LOFT_ERROR_REFUSED, with a sentence, where the server has no UIDL: what was downloaded could not
 * be told from what is new. Whatever is refused here closes. */
LoftPop3Listing *loft_pop3_session_list (LoftPop3Session *self, GCancellable *cancellable,
                                         GError **error);

/* (transfer full) LIST alone, for servers without UIDL: no message has a unique-id. */
LoftPop3Listing *loft_pop3_session_list_sizes (LoftPop3Session *self, GCancellable *cancellable,
                                               GError **error);

/* Where retrieved messages go. FALSE stops: what is in flight is read and dropped, no further
 * command is sent, the call returns TRUE. Neither may call the session. */
typedef struct {
  /* The next bytes of a message (borrowed), with its line ends as they came; each message ends with
   * CRLF, which the server adds where there was none. */
  gboolean (*piece) (guint32 number, const char *bytes, gsize length, gpointer user_data);
  /* The message is complete, or (refusal not NULL, borrowed) the server did not give it. */
  gboolean (*end) (guint32 number, const GError *refusal, gpointer user_data);
} LoftPop3Sink;

/* RETR of each, answers in the order of numbers; with PIPELINING several commands are in flight,
 * with about 256 kB to come, as the last listing has it. A message over max_bytes is
 * LOFT_ERROR_LIMIT and closes, whatever LIST said: without end it would come for ever. Memory does
 * not grow with messages. */
gboolean loft_pop3_session_retrieve (LoftPop3Session *self, const guint32 *numbers, gsize n,
                                     guint64 max_bytes, const LoftPop3Sink *sink,
                                     gpointer user_data, GCancellable *cancellable, GError **error);

/* The same with TOP: the header and so many lines of the body. Servers need not have it. */
gboolean loft_pop3_session_top (LoftPop3Session *self, const guint32 *numbers, gsize n,
                                guint n_lines, guint64 max_bytes, const LoftPop3Sink *sink,
                                gpointer user_data, GCancellable *cancellable, GError **error);

/* refusal: NULL when the message is marked. FALSE stops; what is in flight is still told. */
typedef gboolean (*LoftPop3DeleteFunc) (guint32 number, const GError *refusal, gpointer user_data);

/* DELE of each, several in flight where there is PIPELINING. Nothing is deleted before
 * loft_pop3_session_quit(). func: (nullable) */
gboolean loft_pop3_session_delete (LoftPop3Session *self, const guint32 *numbers, gsize n,
                                   LoftPop3DeleteFunc func, gpointer user_data,
                                   GCancellable *cancellable, GError **error);

/* RSET: no message is marked any more. */
gboolean loft_pop3_session_reset (LoftPop3Session *self, GCancellable *cancellable, GError **error);
gboolean loft_pop3_session_noop (LoftPop3Session *self, GCancellable *cancellable, GError **error);

/* What became of the messages that were marked. Only a later listing without them proves that they
 * are gone: servers are known that delete what is marked when a connection is lost. */
typedef enum {
  LOFT_POP3_DELETIONS_NONE,      /* QUIT was never sent, or nothing was marked: all are there */
  LOFT_POP3_DELETIONS_COMMITTED, /* the server said +OK to QUIT */
  LOFT_POP3_DELETIONS_PARTLY,    /* it said -ERR: some are not deleted (RFC 1939, 6) */
  LOFT_POP3_DELETIONS_UNKNOWN,   /* QUIT was sent, its reply was lost */
} LoftPop3Deletions;

/* QUIT, the UPDATE state. Waits ten minutes for the reply when messages are marked (servers rewrite
 * whole mailboxes then), else two seconds for any. Closes in any case. deletions: (out), set also
 * with an error. */
gboolean loft_pop3_session_quit (LoftPop3Session *self, LoftPop3Deletions *deletions,
                                 GCancellable *cancellable, GError **error);

/* After TLS, all connections of this session; for progress and tests. */
guint64 loft_pop3_session_get_bytes_received (LoftPop3Session *self);

G_END_DECLS
