/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A small IMAP server in memory, which knows the truth and can be told to say something else. On
 * loopback, in clear, signed in at once (PREAUTH); one connection after the other. The functions are
 * for the test's thread while no client is connected, unless said otherwise. */
typedef struct _LoftLyingServer LoftLyingServer;

typedef enum {
  LOFT_LYING_PLAIN,     /* bare RFC 3501 */
  LOFT_LYING_CONDSTORE, /* mod-sequences, ESEARCH */
  LOFT_LYING_QRESYNC,   /* and QRESYNC, LIST-STATUS, LIST-EXTENDED */
  LOFT_LYING_N_STYLES
} LoftLyingStyle;

const char *loft_lying_style_get_name (LoftLyingStyle style);

LoftLyingServer *loft_lying_server_new      (LoftLyingStyle style);
void             loft_lying_server_free     (LoftLyingServer *self);
guint16          loft_lying_server_get_port (LoftLyingServer *self); /* host "localhost" */

/* ---- the truth ---------------------------------------------------------------------------- */

/* Names as on the wire; delimiter "/". */
void loft_lying_server_add_mailbox (LoftLyingServer *self, const char *name);

/* A message of a few lines with this subject and Message-ID <SUBJECT@test>. uid 0: the next.
 * received: seconds since the epoch, 0: one second after the last. flags: letters of SFADT. */
void loft_lying_server_deliver (LoftLyingServer *self, const char *mailbox, guint32 uid,
                                const char *subject, const char *flags, gint64 received);
void loft_lying_server_expunge (LoftLyingServer *self, const char *mailbox, guint32 uid);
void loft_lying_server_set_flags (LoftLyingServer *self, const char *mailbox, guint32 uid,
                                  const char *flags);

/* As a server that was restored does: without a word about it. UIDs count from 1 again. */
void loft_lying_server_empty (LoftLyingServer *self, const char *mailbox);

void loft_lying_server_set_validity (LoftLyingServer *self, const char *mailbox,
                                     guint32 uid_validity);
void loft_lying_server_set_uid_next (LoftLyingServer *self, const char *mailbox, guint32 uid_next);
void loft_lying_server_set_modseq   (LoftLyingServer *self, const char *mailbox,
                                     guint64 highest_modseq);

/* (transfer full) "INBOX\t7\tSF\tsubject\n", in the order of mailboxes and UIDs. mailbox: (nullable)
 * only this one. */
char *loft_lying_server_describe (LoftLyingServer *self, const char *mailbox);

/* (transfer full) The raw message. */
char *loft_lying_server_make_raw (const char *subject);

/* ---- lies --------------------------------------------------------------------------------- */

typedef enum {
  LOFT_LIE_FIRST,   /* text, then the truth */
  LOFT_LIE_LAST,    /* the truth, then text, then the reply */
  LOFT_LIE_ONLY,    /* text, then the reply, but no other data */
  LOFT_LIE_INSTEAD, /* text alone */
  LOFT_LIE_REPLACE, /* the truth, with each "A" of a text "A=>B" made "B" */
} LoftLieKind;

/* command: how it begins, "SELECT INBOX" (quotes do not count), "UID FETCH *BODY.PEEK[]" with "*" for
 * any run, or "INBOX UID SEARCH" while that mailbox is selected. In text "<tag>" is the command's
 * and "<raw a>" the literal of a message. An INSTEAD without a tagged reply is followed by silence,
 * or by the end of the connection when text ends in "<close>". Of several the first is told. */
void loft_lying_server_lie  (LoftLyingServer *self, const char *command, LoftLieKind kind,
                             const char *text);
void loft_lying_server_stop_lying (LoftLyingServer *self);

/* How often a lie was told. */
guint loft_lying_server_get_n_lies (LoftLyingServer *self);

/* ---- watching ----------------------------------------------------------------------------- */

/* Called in the server's thread before the nth command since the last call of this function is
 * obeyed; n counts from 1. It may change the truth. */
typedef void (*LoftLyingHook) (LoftLyingServer *self, guint n, const char *command,
                               gpointer user_data);
void  loft_lying_server_set_hook       (LoftLyingServer *self, LoftLyingHook hook,
                                        gpointer user_data);

/* From within a hook: the command gets no answer, and the client a closed connection. */
void  loft_lying_server_drop_client    (LoftLyingServer *self);
guint loft_lying_server_get_n_commands (LoftLyingServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftLyingServer, loft_lying_server_free)

G_END_DECLS
