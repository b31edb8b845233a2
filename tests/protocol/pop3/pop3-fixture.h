/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-error.h"
#include "loft-pop3-session.h"
#include "loft-script-server.h"

G_BEGIN_DECLS

/* A session against a scripted server, and all that it tells written down. */
typedef struct {
  LoftScriptServer *server;
  LoftPop3Session *session;
  LoftEndpointSecurity security;
  const char *password; /* "open sesame" at first */
  const char *token; /* NULL at first */
  GString *log; /* "1=abc; 2!refused; " and, of deletions, "-1 -2!refused " */
  guint stops_after; /* ends and deletions until FALSE; 0 at first: never */
} Pop3Fixture;

/* The greeting, and the answer to CAPA. */
#define POP3_HELLO       "S: +OK ready\n"
#define POP3_CAPA(lines) "C: CAPA\nS: +OK\n" lines "S: .\n"

/* Signed in, in clear, by USER and PASS; lines: of CAPA, "S: PIPELINING\n". */
#define POP3_IN(lines)                                                                              \
  POP3_HELLO                                                                                        \
    POP3_CAPA ("S: USER\n" lines) "C: USER jane\nS: +OK\nC: PASS open sesame\nS: +OK\n" POP3_CAPA ( \
      "S: USER\n" lines)

void pop3_fixture_init (Pop3Fixture *self, const char *script, LoftEndpointSecurity security,
                        const char *mechanism);

/* With a connection in clear, connected. */
void pop3_fixture_init_connected (Pop3Fixture *self, const char *script);

/* Closes the session and checks that the script was played to its end. */
void pop3_fixture_clear (Pop3Fixture *self);

/* The same for a script that is not played to its end. */
void pop3_fixture_forget_script (Pop3Fixture *self);

/* Name or password, as they are or in base64, or an attempt to sign in, within the bytes the server
 * got in clear. */
gboolean pop3_fixture_leaked (Pop3Fixture *self);

/* RETR 1 … n, written into the log. */
gboolean pop3_fixture_retrieve (Pop3Fixture *self, guint n, guint64 max_bytes,
                                GCancellable *cancellable, GError **error);
/* DELE 1 … n. */
gboolean pop3_fixture_delete (Pop3Fixture *self, guint n, GCancellable *cancellable,
                              GError **error);

extern const LoftPop3Sink pop3_fixture_sink; /* user_data: the fixture */

void pop3_fixture_assert_log (Pop3Fixture *self, const char *expected);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pop3Fixture, pop3_fixture_clear)

G_END_DECLS
