/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-error.h"
#include "loft-script-server.h"
#include "loft-smtp-session.h"

G_BEGIN_DECLS

/* A session against a scripted server, and a message to send. */
typedef struct {
  LoftScriptServer *server;
  LoftSmtpSession *session;
  LoftEndpointSecurity security;
  const char *password; /* "open sesame" at first */
  const char *token;    /* NULL at first */
  LoftSmtpEnvelope *envelope; /* from jane@example.org to a@, b@ and c@example.net */
  GBytes *message;            /* "Subject: x\r\n\r\nhello\r\n" */
  LoftSmtpOutcome outcome;    /* of the last smtp_fixture_send () */
  guint n_dots;               /* calls of at_dot */
  gboolean refuses_dot;
} SmtpFixture;

/* Greeting and EHLO, in clear. extensions: lines "250-SIZE 1000" with "S: " in front. */
#define SMTP_OPEN(extensions)                                                                      \
  "S: 220 mail.example.org ESMTP\nC: EHLO [127.0.0.1]\nS: 250-mail.example.org\n" extensions       \
  "S: 250 HELP\n"

/* security PLAIN: no sign-in; else one is wanted. */
void smtp_fixture_init (SmtpFixture *self, const char *script, LoftEndpointSecurity security,
                        const char *mechanism);

/* In clear, connected. */
void smtp_fixture_init_connected (SmtpFixture *self, const char *script);

/* In clear, with a sign-in. */
void smtp_fixture_init_signing_in (SmtpFixture *self, const char *script, const char *mechanism);

/* Closes the session and checks that the script was played to its end. */
void smtp_fixture_clear (SmtpFixture *self);

/* Only the first n of the envelope's recipients stay. */
void smtp_fixture_keep (SmtpFixture *self, guint n);

void smtp_fixture_set_message (SmtpFixture *self, const char *bytes, gssize length);

gboolean smtp_fixture_send (SmtpFixture *self, GCancellable *cancellable, GError **error);

/* Sends, and fails the test unless it ends with this result, and this error (-1: none). */
void smtp_fixture_assert_send (SmtpFixture *self, LoftSmtpResult result, int code);

/* (transfer full) "sent +++", "refused 550 5.1.1 no-such-user +-~?": the result, the answer, and a
 * sign for each recipient: accepted, refused, temporary, unasked. */
char *smtp_fixture_describe (SmtpFixture *self);

/* Fails the test unless connecting ends with this error. Where TLS is wanted, no byte that could
 * be a secret may have gone in clear. */
void smtp_fixture_assert_refused (SmtpFixture *self, int code);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SmtpFixture, smtp_fixture_clear)

G_END_DECLS
