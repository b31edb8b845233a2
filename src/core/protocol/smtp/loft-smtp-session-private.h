/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-error.h"
#include "loft-smtp-session.h"
#include "loft-stream.h"

G_BEGIN_DECLS

/* What the files loft-smtp-session*.c share. Owner's thread. */

struct _LoftSmtpSession {
  GObject parent_instance;

  LoftSignIn sign_in;
  guint patience;     /* seconds */
  guint dot_patience;

  LoftStream *stream; /* (nullable) NULL: not connected */
  gboolean ready; /* signed in */
  LoftSmtpExtensions extensions;
  gboolean distrusts_chunking; /* offered, but not known */
  gboolean needs_reset;        /* an earlier message was not sent to its end */
};

/* Queues bytes of commands. FALSE: the connection broke (and is closed). */
gboolean loft_smtp_session_write (LoftSmtpSession *self, const char *bytes, gssize length,
                                  GCancellable *cancellable, GError **error);

/* Sends what waits and reads one reply into reply (cleared before). 421 is an error. FALSE: the
 * connection broke (and is closed); reply is what was read, code 0 unless it was a whole 421. */
gboolean loft_smtp_session_read (LoftSmtpSession *self, LoftSmtpReply *reply,
                                 GCancellable *cancellable, GError **error);

/* check_silence, write and read. command with CRLF. */
gboolean loft_smtp_session_run (LoftSmtpSession *self, const char *command, LoftSmtpReply *reply,
                                GCancellable *cancellable, GError **error);

/* Nothing may wait to be read where nothing was asked. When something does: what it is in reply, an
 * error, and the connection is closed. */
gboolean loft_smtp_session_check_silence (LoftSmtpSession *self, LoftSmtpReply *reply,
                                          GCancellable *cancellable, GError **error);

/* For errors found above the reading: closes. Always FALSE. */
gboolean loft_smtp_session_break (LoftSmtpSession *self, GError **error, LoftError code,
                                  const char *message);

/* Closes, with the error that such a reply is. Always FALSE. */
gboolean loft_smtp_session_break_by (LoftSmtpSession *self, const LoftSmtpReply *reply,
                                     LoftSmtpStep step, GError **error);

/* AUTH (RFC 4954); nothing without a credentials_func. */
gboolean loft_smtp_session_authenticate (LoftSmtpSession *self, GCancellable *cancellable,
                                         GError **error);

/* The message itself, after its recipients were accepted: DATA or BDAT. As
 * loft_smtp_session_send (). */
typedef struct {
  LoftSmtpSession *session;
  const LoftSmtpBody *body;
  LoftSmtpOutcome *outcome;
  LoftSmtpAtDotFunc at_dot;
  gpointer user_data;
  GCancellable *cancellable;
  guint64 n_read; /* of body */
} LoftSmtpTransfer;

gboolean loft_smtp_transfer_run (LoftSmtpTransfer *self, GError **error);

/* Notes in outcome that a reply decided against the message, with the error. Always FALSE. */
gboolean loft_smtp_outcome_take_refusal (LoftSmtpOutcome *self, const LoftSmtpReply *reply,
                                         LoftSmtpStep step, GError **error);

G_END_DECLS
