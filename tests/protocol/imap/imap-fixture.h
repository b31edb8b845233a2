/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-error.h"
#include "loft-imap-session.h"
#include "loft-script-server.h"

G_BEGIN_DECLS

/* A session against a scripted server, and all that it tells written down. */
typedef struct {
  LoftScriptServer *server;
  LoftImapSession *session;
  LoftEndpointSecurity security;
  const char *password; /* "open sesame" at first */
  const char *token;    /* NULL at first */
  GString *log; /* what the updates table and fetches were told, one word each */
} ImapFixture;

/* Signed in at once, in clear: "IMAP_PREAUTH ("IDLE ESEARCH")". */
#define IMAP_PREAUTH(capabilities) "S: * PREAUTH [CAPABILITY IMAP4rev1 " capabilities "] hi\n"

#define IMAP_SELECT \
  "C: <tag> SELECT \"INBOX\"*\n" \
  "S: * FLAGS (\\Seen)\n" \
  "S: * 3 EXISTS\n" \
  "S: * OK [UIDVALIDITY 7] x\n" \
  "S: <tag> OK [READ-WRITE] done\n"

void imap_fixture_init (ImapFixture *self, const char *script, LoftEndpointSecurity security,
                        const char *mechanism);

/* With a connection in clear, any mechanism, and this compression. */
void imap_fixture_init_with (ImapFixture *self, const char *script,
                             LoftEndpointCompression compression);

/* With a connection in clear, connected; with IMAP_SELECT in the script, "INBOX" selected. */
void imap_fixture_init_connected (ImapFixture *self, const char *script);
void imap_fixture_init_selected  (ImapFixture *self, const char *script);

/* Closes the session and checks that the script was played to its end. */
void imap_fixture_clear (ImapFixture *self);

/* Fails the test unless connecting ends with this error. Where TLS is wanted, no byte that could
 * be a secret may have gone in clear. */
void imap_fixture_assert_refused (ImapFixture *self, int code);

/* The user's name or password, as they are or in base64, or an attempt to sign in, within the bytes
 * the server got in clear. */
gboolean imap_fixture_leaked (ImapFixture *self);

/* For loft_imap_session_fetch(): writes "5:body=abc" and the like into the log. user_data: the
 * fixture. */
gboolean imap_fixture_take_fetch (const LoftImapFetch *fetch, gpointer user_data);

/* The log since the last call. */
char *imap_fixture_steal_log (ImapFixture *self);
void  imap_fixture_assert_log (ImapFixture *self, const char *expected);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ImapFixture, imap_fixture_clear)

G_END_DECLS
