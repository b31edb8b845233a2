/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-imap-command.h"
#include "loft-imap-quirks.h"
#include "loft-imap-response.h"
#include "loft-imap-session.h"
#include "loft-stream.h"

G_BEGIN_DECLS

/* What the files loft-imap-session*.c share. Owner's thread. */

/* Sees every untagged response before the session does; TRUE: nobody else needs to. */
typedef gboolean (*LoftImapHandler) (LoftImapResponse *response, gpointer user_data);

struct _LoftImapSession {
  GObject parent_instance;

  LoftSignIn sign_in;

  LoftStream *stream; /* (nullable) NULL: not connected */
  GWeakRef wakeable;  /* the same, for other threads */
  int woken;          /* atomic */
  LoftImapReader *reader;
  guint64 bytes_before; /* received by earlier connections */
  gboolean distrusts_compression; /* an earlier one broke while it was compressed */

  char *alert;
  gboolean greeted;
  gboolean authenticated;
  GHashTable *capabilities; /* (nullable) set of upper-case words; NULL: not told yet */
  char *greeting;           /* (nullable) its text; for quirks only, it may have come in clear */
  LoftImapQuirks quirks;
  gboolean qresync;         /* enabled */
  gboolean utf8;            /* mailbox names go as UTF-8 (RFC 6855, RFC 9051) */
  gboolean notifies;        /* NOTIFY is on */
  gboolean refuses_notify;
  gboolean refuses_idle;
  GPtrArray *prefixes;      /* (nullable) namespaces but our own */

  char *selected;
  gboolean has_modseq;        /* the selected mailbox */
  gboolean old_forwarded;     /* it knows the keyword "Forwarded" without "$" */
  char *permanent_keywords;
  gboolean read_only;         /* SELECT said so */
  LoftFlags permanent_flags;  /* PERMANENTFLAGS; all where it was not told */
  gboolean fixed_keywords;    /* PERMANENTFLAGS was told, without \* */

  const LoftImapUpdates *updates;
  gpointer updates_data;
  gboolean changed; /* something was told to updates, or would have been */
  gboolean changed_elsewhere; /* not told yet */
  gboolean unlisted; /* messages came or went since SELECT; not told by IDLE yet */
  gboolean told_elsewhere;    /* by the last idle */

  guint last_tag;
  GPtrArray *in_flight; /* of LoftImapExchange, borrowed */
  guint64 n_untagged;   /* since the last tagged response */
  guint64 n_expected;   /* untagged responses that were asked for, beyond the usual bound */
  gboolean awaits_continuation;
  char *continuation;   /* (nullable) text of "+" */
  gboolean drops_bodies; /* nobody wants them any more */
  LoftImapHandler handler;
  gpointer handler_data;
};

/* One command in flight. On the stack of whoever sent it. */
typedef struct {
  LoftImapSession *session;
  guint tag;
  gboolean done;
  LoftImapResponse reply;
} LoftImapExchange;

void loft_imap_exchange_clear (LoftImapExchange *self);

/* Queues the command; goes to the network only for a literal that the server must agree to, or
 * when much waits. FALSE: the connection broke (and is closed). */
gboolean loft_imap_session_send (LoftImapSession *self, LoftImapCommand *command,
                                 LoftImapExchange *exchange, GCancellable *cancellable,
                                 GError **error);

/* Sends what waits, reads until the reply; NO and BAD are errors, after which
 * loft_imap_session_is_connected() tells whether one can go on. */
gboolean loft_imap_session_finish (LoftImapSession *self, LoftImapExchange *exchange,
                                   GCancellable *cancellable, GError **error);

/* send and finish; handler (nullable) for the time of the call. */
gboolean loft_imap_session_run (LoftImapSession *self, LoftImapCommand *command,
                                LoftImapHandler handler, gpointer user_data,
                                GCancellable *cancellable, GError **error);

/* Reads one response and gives it to whom it belongs. */
gboolean loft_imap_session_read (LoftImapSession *self, GCancellable *cancellable, GError **error);

/* Sends what waits, reads until "+" (TRUE) or the reply of exchange (TRUE, exchange->done). */
gboolean loft_imap_session_await_continuation (LoftImapSession *self, LoftImapExchange *exchange,
                                               GCancellable *cancellable, GError **error);

/* A line outside commands: SASL answers, DONE. */
gboolean loft_imap_session_write_line (LoftImapSession *self, const char *line, gboolean secret,
                                       GCancellable *cancellable, GError **error);

/* For errors found above the reading: closes. Always FALSE. */
gboolean loft_imap_session_break (LoftImapSession *self, GError **error, LoftError code,
                                  const char *message);

/* Sets error and returns FALSE when there is no connection, or no mailbox is selected. */
gboolean loft_imap_session_check_connected (LoftImapSession *self, GError **error);
gboolean loft_imap_session_check_selected  (LoftImapSession *self, GError **error);

/* (transfer full) "(\\Seen $Work)". old_forwarded: with "Forwarded" beside "$Forwarded". */
char *loft_imap_session_flags_to_text (LoftFlags flags, const char *keywords,
                                       gboolean old_forwarded);

/* The same, with LOFT_ERROR_REFUSED, when the server does not offer it. */
gboolean loft_imap_session_check_offered (LoftImapSession *self, const char *capability,
                                          GError **error);

/* (transfer none) (nullable) "35651584" for "APPENDLIMIT" of "APPENDLIMIT=35651584"; until the
 * capabilities change. */
const char *loft_imap_session_get_capability_value (LoftImapSession *self, const char *capability);

/* A blank and the name of a mailbox, as the connection wants names. */
void loft_imap_session_add_mailbox (LoftImapSession *self, LoftImapCommand *command,
                                    const char *mailbox);

/* Names come and go as UTF-8 from here on. */
void loft_imap_session_use_utf8 (LoftImapSession *self);

/* The quirks of what is known by now. id_name: (nullable) */
void loft_imap_session_find_quirks (LoftImapSession *self, const char *id_name);

/* For the rest of the connection. */
void loft_imap_session_give_up_qresync (LoftImapSession *self);

/* NOTIFICATIONOVERFLOW. */
void loft_imap_session_take_overflow (LoftImapSession *self);

LoftImapCommand *loft_imap_session_new_command (LoftImapSession *self, const char *words);

void loft_imap_session_forget_capabilities (LoftImapSession *self);
gboolean loft_imap_session_ask_capabilities (LoftImapSession *self, GCancellable *cancellable,
                                             GError **error);
void loft_imap_session_forget_selected (LoftImapSession *self);

/* LOGIN or AUTHENTICATE, whichever fits. */
gboolean loft_imap_session_authenticate (LoftImapSession *self, GCancellable *cancellable,
                                         GError **error);

/* Several commands in flight; what the server refuses is remembered and told at the end: the
 * first refusal, or the first that is LOFT_ERROR_TEMPORARY, which says least about the others. */
#define LOFT_IMAP_MAX_WINDOW   16
#define LOFT_IMAP_SHORT_WINDOW 4
#define LOFT_IMAP_FETCH_WINDOW 3 /* enough to keep the server busy; little to drain */

typedef struct {
  LoftImapSession *session;
  LoftImapExchange exchanges[LOFT_IMAP_MAX_WINDOW];
  guint window;
  guint n_sent;
  guint n_finished;
  gboolean forgives_gone; /* GONE is no refusal, but noted in saw_gone */
  gboolean saw_gone;
  GError *refusal;
} LoftImapPipeline;

void     loft_imap_pipeline_init   (LoftImapPipeline *self, LoftImapSession *session, guint window);
void     loft_imap_pipeline_clear  (LoftImapPipeline *self);
/* Waits until a command can be sent without waiting. */
gboolean loft_imap_pipeline_make_room (LoftImapPipeline *self, GCancellable *cancellable,
                                       GError **error);
gboolean loft_imap_pipeline_send   (LoftImapPipeline *self, LoftImapCommand *command,
                                    GCancellable *cancellable, GError **error);
/* FALSE for a broken connection and for a refusal. */
gboolean loft_imap_pipeline_finish (LoftImapPipeline *self, GCancellable *cancellable,
                                    GError **error);

/* (transfer full) Takes up to *count of the highest UIDs that fit into one command line; *count
 * shrinks when they do not. */
char *loft_imap_take_for_line (LoftImapUidSet *remaining, guint *count);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftImapExchange, loft_imap_exchange_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftImapPipeline, loft_imap_pipeline_clear)

G_END_DECLS
