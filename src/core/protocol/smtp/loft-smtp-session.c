/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-session-private.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"
#include "loft-text.h"

#define PATIENCE          300
#define DOT_PATIENCE      600
#define QUIT_MICROSECONDS (2 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE (LoftSmtpSession, loft_smtp_session, G_TYPE_OBJECT)

static void
loft_smtp_session_finalize (GObject *object)
{
  LoftSmtpSession *self = LOFT_SMTP_SESSION (object);

  loft_smtp_session_close (self);
  loft_sign_in_clear (&self->sign_in);
  G_OBJECT_CLASS (loft_smtp_session_parent_class)->finalize (object);
}

static void
loft_smtp_session_class_init (LoftSmtpSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_smtp_session_finalize;
}

static void
loft_smtp_session_init (LoftSmtpSession *self)
{
  self->patience = PATIENCE;
  self->dot_patience = DOT_PATIENCE;
}

LoftSmtpSession *
loft_smtp_session_new (const LoftEndpoint *endpoint, const char *mechanism,
                       LoftCredentialsFunc func, gpointer user_data)
{
  LoftSmtpSession *self = g_object_new (LOFT_TYPE_SMTP_SESSION, NULL);

  loft_sign_in_init (&self->sign_in, endpoint, mechanism, func, user_data);
  return self;
}

void
loft_smtp_session_set_terms (LoftSmtpSession *self, const LoftSignInTerms *terms)
{
  loft_sign_in_set_terms (&self->sign_in, terms);
}

void
loft_smtp_session_set_certificate_file (LoftSmtpSession *self, const char *path)
{
  loft_sign_in_set_certificate_file (&self->sign_in, path);
}

void
loft_smtp_session_set_patience (LoftSmtpSession *self, guint seconds, guint dot_seconds)
{
  self->patience = seconds;
  self->dot_patience = dot_seconds;
}

gboolean
loft_smtp_session_is_connected (LoftSmtpSession *self)
{
  return self->stream != NULL && self->ready;
}

void
loft_smtp_session_close (LoftSmtpSession *self)
{
  if (self->stream != NULL)
    loft_stream_close (self->stream);
  g_clear_object (&self->stream);
  loft_smtp_extensions_clear (&self->extensions);
  self->ready = FALSE;
  self->needs_reset = FALSE;
}

/* Its words are of no interest, only that it had the time to say them (RFC 5321, 4.1.1.10). */
static void
await_farewell (LoftSmtpSession *self)
{
  gint64 deadline = loft_clock_monotonic () + QUIT_MICROSECONDS;
  char scratch[4096];
  gssize n = 1;

  loft_stream_set_idle_timeout (self->stream, 2);
  while (n > 0 && loft_clock_monotonic () < deadline &&
         loft_stream_wait (self->stream, deadline - loft_clock_monotonic (), NULL, NULL))
    {
      n = loft_stream_read (self->stream, scratch, sizeof scratch, NULL, NULL);
      if (n > 0 && memchr (scratch, '\n', (gsize) n) != NULL)
        return;
    }
}

void
loft_smtp_session_quit (LoftSmtpSession *self)
{
  if (loft_smtp_session_is_connected (self) &&
      loft_smtp_session_write (self, "QUIT\r\n", 6, NULL, NULL) &&
      loft_stream_flush (self->stream, NULL, NULL))
    await_farewell (self);
  loft_smtp_session_close (self);
}

gboolean
loft_smtp_session_noop (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!loft_smtp_session_is_connected (self))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, "There is no connection");
      return FALSE;
    }
  return loft_smtp_session_run (self, "NOOP\r\n", &reply, cancellable, error);
}

/* --- Commands and replies ----------------------------------------------------------------- */

gboolean
loft_smtp_session_write (LoftSmtpSession *self, const char *bytes, gssize length,
                         GCancellable *cancellable, GError **error)
{
  gsize n = length < 0 ? strlen (bytes) : (gsize) length;

  if (loft_stream_write (self->stream, bytes, n, cancellable, error))
    return TRUE;
  loft_smtp_session_close (self);
  return FALSE;
}

static gboolean
read_lines (LoftSmtpSession *self, LoftSmtpReply *reply, GCancellable *cancellable, GError **error)
{
  LoftSmtpReplyState state = LOFT_SMTP_REPLY_MORE;

  if (!loft_stream_flush (self->stream, cancellable, error))
    return FALSE;
  while (state == LOFT_SMTP_REPLY_MORE)
    {
      gsize length = 0;
      const char *line =
        loft_stream_read_line (self->stream, LOFT_SMTP_MAX_LINE, &length, cancellable, error);

      if (line == NULL)
        return FALSE;
      state = loft_smtp_reply_add_line (reply, line, length, error);
    }
  return state == LOFT_SMTP_REPLY_DONE;
}

/* 421 may be the answer to anything, and ends the connection (RFC 5321, 3.8). */
static gboolean
check_not_ending (const LoftSmtpReply *reply, GError **error)
{
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;

  if (reply->code != 421)
    return TRUE;
  words = loft_smtp_reply_get_text (reply);
  text = loft_text_quote ("The server ended the connection", words);
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY, text);
  return FALSE;
}

gboolean
loft_smtp_session_read (LoftSmtpSession *self, LoftSmtpReply *reply, GCancellable *cancellable,
                        GError **error)
{
  loft_smtp_reply_clear (reply);
  if (!read_lines (self, reply, cancellable, error))
    {
      loft_smtp_reply_clear (reply);
      loft_smtp_session_close (self);
      return FALSE;
    }
  if (check_not_ending (reply, error))
    return TRUE;
  loft_smtp_session_close (self);
  return FALSE;
}

gboolean
loft_smtp_session_check_silence (LoftSmtpSession *self, LoftSmtpReply *reply,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  loft_smtp_reply_clear (reply);
  if (!loft_stream_wait (self->stream, 0, cancellable, &failure))
    {
      if (failure == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      loft_smtp_session_close (self);
      return FALSE;
    }
  if (!loft_smtp_session_read (self, reply, cancellable, error))
    return FALSE;
  return loft_smtp_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                  "The server answers what it was not asked");
}

gboolean
loft_smtp_session_run (LoftSmtpSession *self, const char *command, LoftSmtpReply *reply,
                       GCancellable *cancellable, GError **error)
{
  return loft_smtp_session_check_silence (self, reply, cancellable, error) &&
         loft_smtp_session_write (self, command, -1, cancellable, error) &&
         loft_smtp_session_read (self, reply, cancellable, error);
}

gboolean
loft_smtp_session_break (LoftSmtpSession *self, GError **error, LoftError code, const char *message)
{
  g_set_error_literal (error, LOFT_ERROR, (int) code, message);
  loft_smtp_session_close (self);
  return FALSE;
}

gboolean
loft_smtp_session_break_by (LoftSmtpSession *self, const LoftSmtpReply *reply, LoftSmtpStep step,
                            GError **error)
{
  g_auto (LoftSmtpAnswer) answer = { 0 };

  loft_smtp_answer_set (&answer, reply, step);
  loft_smtp_session_close (self);
  return loft_smtp_answer_set_error (&answer, step, error);
}

/* --- What is known ------------------------------------------------------------------------ */

const LoftCertificateProblem *
loft_smtp_session_get_certificate_problem (LoftSmtpSession *self)
{
  return self->sign_in.problem;
}

const char *
loft_smtp_session_get_certificate_faults (LoftSmtpSession *self)
{
  return self->stream != NULL ? loft_stream_get_certificate_faults (self->stream) : NULL;
}

const char *
loft_smtp_session_get_mechanism (LoftSmtpSession *self)
{
  return self->sign_in.used_mechanism;
}

const LoftSmtpExtensions *
loft_smtp_session_get_extensions (LoftSmtpSession *self)
{
  return &self->extensions;
}
