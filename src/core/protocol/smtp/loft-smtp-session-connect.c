/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-session-private.h"

#include "loft-error.h"

/* From nothing to a session that may send. What the server said in clear before TLS counts for
 * nothing after it. */

/* A literal is what a host without a name of its own says (RFC 5321, 4.1.4). That of this machine
 * in its own network is nobody's business: servers write it into the message. */
#define OUR_NAME "[127.0.0.1]"

/* --- Greeting and EHLO -------------------------------------------------------------------- */

static gboolean
read_greeting (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!loft_smtp_session_read (self, &reply, cancellable, error))
    return FALSE;
  return reply.code == 220 ||
         loft_smtp_session_break_by (self, &reply, LOFT_SMTP_STEP_CONNECT, error);
}

/* Servers from before 1995, and filters in front of newer ones. */
static gboolean
say_helo (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  loft_smtp_extensions_clear (&self->extensions);
  if (!loft_smtp_session_run (self, "HELO " OUR_NAME "\r\n", &reply, cancellable, error))
    return FALSE;
  return reply.code == 250 ||
         loft_smtp_session_break_by (self, &reply, LOFT_SMTP_STEP_CONNECT, error);
}

static gboolean
knows_no_ehlo (guint code)
{
  return code == 500 || code == 501 || code == 502 || code == 504;
}

static gboolean
say_ehlo (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!loft_smtp_session_run (self, "EHLO " OUR_NAME "\r\n", &reply, cancellable, error))
    return FALSE;
  if (knows_no_ehlo (reply.code))
    return say_helo (self, cancellable, error);
  if (reply.code != 250)
    return loft_smtp_session_break_by (self, &reply, LOFT_SMTP_STEP_CONNECT, error);
  loft_smtp_extensions_parse (&self->extensions, &reply);
  return TRUE;
}

/* --- STARTTLS ----------------------------------------------------------------------------- */

static gboolean
refuse_clear_text (LoftSmtpSession *self, GError **error)
{
  return loft_smtp_session_break (self, error, LOFT_ERROR_REFUSED,
                                  "The server offers no encryption (STARTTLS); "
                                  "no password was sent");
}

/* The rest of a certificate's troubles are told by the stream (RFC 3207, 4). */
static gboolean
start_tls (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!(self->extensions.offered & LOFT_SMTP_STARTTLS))
    return refuse_clear_text (self, error);
  if (!loft_smtp_session_run (self, "STARTTLS\r\n", &reply, cancellable, error))
    return FALSE;
  if (reply.code != 220)
    return refuse_clear_text (self, error);
  loft_smtp_extensions_clear (&self->extensions);
  if (loft_stream_start_tls (self->stream, &self->sign_in.problem, cancellable, error))
    return TRUE;
  loft_smtp_session_close (self);
  return FALSE;
}

/* --- Connect ------------------------------------------------------------------------------ */

static gboolean
open_stream (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  self->stream = loft_sign_in_open_stream (&self->sign_in, "smtp", cancellable, error);
  if (self->stream == NULL)
    return FALSE;
  loft_stream_set_idle_timeout (self->stream, self->patience);
  return TRUE;
}

static gboolean
open_session (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  if (!read_greeting (self, cancellable, error) || !say_ehlo (self, cancellable, error))
    return FALSE;
  if (self->sign_in.endpoint->security == LOFT_ENDPOINT_STARTTLS &&
      (!start_tls (self, cancellable, error) || !say_ehlo (self, cancellable, error)))
    return FALSE;
  return loft_smtp_session_authenticate (self, cancellable, error);
}

gboolean
loft_smtp_session_connect (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  if (loft_smtp_session_is_connected (self))
    return TRUE;
  loft_smtp_session_close (self);
  self->ready = loft_sign_in_load_certificate (&self->sign_in, cancellable, error) &&
                open_stream (self, cancellable, error) && open_session (self, cancellable, error);
  if (!self->ready)
    loft_smtp_session_close (self);
  return self->ready;
}
