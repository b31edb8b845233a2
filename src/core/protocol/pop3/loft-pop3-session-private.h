/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-pop3-response.h"
#include "loft-pop3-session.h"
#include "loft-stream.h"

G_BEGIN_DECLS

/* What the files loft-pop3-session*.c share. Owner's thread. */

struct _LoftPop3Session {
  GObject parent_instance;

  LoftSignIn sign_in;

  gboolean avoids_pipelining;

  LoftStream *stream;   /* (nullable) NULL: not connected */
  guint64 bytes_before; /* received by earlier connections */

  gboolean authenticated;
  GHashTable *capabilities; /* (nullable) tag to arguments; NULL: no CAPA */
  char *timestamp;          /* (nullable) of the greeting, unless it came in clear before TLS */
  LoftPop3Listing *listing; /* (nullable) the last */
  LoftPop3Code refusal;
  guint n_in_flight;        /* commands without a reply yet */
  guint n_marked;           /* by DELE */
};

/* Queues one line. What the server said before it was asked breaks the connection: the next answer
 * would be taken for that of another command. FALSE: the connection broke (and is closed). */
gboolean loft_pop3_session_send (LoftPop3Session *self, const char *line, GCancellable *cancellable,
                                 GError **error);

/* The same; the trace shows keyword and hides secret, which goes behind a blank, or alone where
 * keyword is "" (then it belongs to the command before). */
gboolean loft_pop3_session_send_secret (LoftPop3Session *self, const char *keyword,
                                        const char *secret, GCancellable *cancellable,
                                        GError **error);

/* Sends what waits and reads the status line; TRUE for any. response: zeroed before. */
gboolean loft_pop3_session_read_any (LoftPop3Session *self, LoftPop3Response *response,
                                     GCancellable *cancellable, GError **error);

/* The same; a continuation breaks. */
gboolean loft_pop3_session_read_status (LoftPop3Session *self, LoftPop3Response *response,
                                        GCancellable *cancellable, GError **error);

/* send and read_status; -ERR is an error. */
gboolean loft_pop3_session_run (LoftPop3Session *self, const char *line, LoftPop3Response *response,
                                GCancellable *cancellable, GError **error);

/* FALSE with an error breaks. */
typedef gboolean (*LoftPop3LineFunc) (const char *line, gsize length, gpointer user_data,
                                      GError **error);

/* The lines of a multi-line response behind its status, without stuffed dots. */
gboolean loft_pop3_session_read_lines (LoftPop3Session *self, LoftPop3LineFunc func,
                                       gpointer user_data, GCancellable *cancellable,
                                       GError **error);

/* Sets error for an -ERR; the connection lives on. Always FALSE. */
gboolean loft_pop3_session_refuse (const LoftPop3Response *response, GError **error);

/* For errors found above the reading: closes. Always FALSE. */
gboolean loft_pop3_session_break (LoftPop3Session *self, GError **error, LoftError code,
                                  const char *message);

/* Sets error and returns FALSE when there is no connection. */
gboolean loft_pop3_session_check_connected (LoftPop3Session *self, GError **error);

/* CAPA; capabilities stay as they are where the server has none. */
gboolean loft_pop3_session_ask_capabilities (LoftPop3Session *self, GCancellable *cancellable,
                                             GError **error);

/* Whether the server has it; guess is for servers without CAPA. */
gboolean loft_pop3_session_offers (LoftPop3Session *self, const char *tag, gboolean guess);

/* Whether a command may follow before the reply to the last (RFC 2449, 6.6). */
gboolean loft_pop3_session_pipelines (LoftPop3Session *self);

gboolean loft_pop3_session_authenticate (LoftPop3Session *self, GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
