/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-session-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-sasl-line.h"
#include "loft-text.h"

/* AUTH (RFC 4954). */

#define MAX_ROUNDS 20
/* AUTH itself is a command, and those have 512 bytes (RFC 4954, 4); a longer initial response
 * waits for its own line. Postfix would cut it. */
#define MAX_COMMAND 512

/* Wiped when they go: SASL answers hold passwords. */
typedef char Secret;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Secret, loft_secret_free)

/* Whatever the code, but for a server that is not ready, no means "not with these credentials". */
static gboolean
refuse_sign_in (LoftSmtpSession *self, const LoftSmtpReply *reply, GError **error)
{
  g_autofree char *words = loft_smtp_reply_get_text (reply);
  g_autofree char *text = loft_text_quote ("The server refused the sign-in", words);
  LoftError code = LOFT_ERROR_AUTH;

  /* 432: the password must be made anew first (RFC 4954, 6). */
  if (reply->code / 100 == 4 && reply->code != 432)
    code = LOFT_ERROR_TEMPORARY;
  else if (reply->code < 400)
    code = LOFT_ERROR_PROTOCOL;
  return loft_smtp_session_break (self, error, code, text);
}

static gboolean
write_secret_line (LoftSmtpSession *self, const char *text, GCancellable *cancellable,
                   GError **error)
{
  if (loft_stream_write_secret (self->stream, text, strlen (text), cancellable, error) &&
      loft_stream_write (self->stream, "\r\n", 2, cancellable, error))
    return TRUE;
  loft_smtp_session_close (self);
  return FALSE;
}

/* "=" is an initial response of no bytes. Taken from *initial when it is sent. */
static gboolean
send_auth (LoftSmtpSession *self, const char *mechanism, GBytes **initial,
           GCancellable *cancellable, GError **error)
{
  g_autofree char *command = g_strdup_printf ("AUTH %s", mechanism);
  g_autoptr (Secret) text = *initial != NULL ? loft_sasl_line_encode (*initial) : NULL;

  if (!loft_smtp_session_write (self, command, -1, cancellable, error))
    return FALSE;
  if (text == NULL || strlen (command) + 1 + strlen (text) + 2 > MAX_COMMAND)
    return loft_smtp_session_write (self, "\r\n", 2, cancellable, error);
  g_clear_pointer (initial, g_bytes_unref);
  return loft_smtp_session_write (self, " ", 1, cancellable, error) &&
         write_secret_line (self, text[0] != '\0' ? text : "=", cancellable, error);
}

/* "*" gives up; the server answers 501, which says nothing new. error is set already. */
static gboolean
give_up (LoftSmtpSession *self, GCancellable *cancellable)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (loft_smtp_session_write (self, "*\r\n", 3, cancellable, NULL))
    loft_smtp_session_read (self, &reply, cancellable, NULL);
  loft_smtp_session_close (self);
  return FALSE;
}

static gboolean
answer_challenges (LoftSmtpSession *self, LoftSasl *sasl, GBytes **initial, LoftSmtpReply *reply,
                   GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      g_autoptr (Secret) text = NULL;

      if (!loft_smtp_session_read (self, reply, cancellable, error))
        return FALSE;
      if (reply->code != 334)
        return TRUE;
      text = loft_sasl_line_answer (sasl, initial, loft_smtp_reply_get_last_line (reply), error);
      if (text == NULL)
        return give_up (self, cancellable);
      if (!write_secret_line (self, text, cancellable, error))
        return FALSE;
    }
  return loft_smtp_session_break (self, error, LOFT_ERROR_PROTOCOL, "The sign-in does not end");
}

static gboolean
run_sasl (LoftSmtpSession *self, LoftSasl *sasl, GCancellable *cancellable, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };
  g_autoptr (GBytes) initial = loft_sasl_initial (sasl);

  if (!loft_smtp_session_check_silence (self, &reply, cancellable, error) ||
      !send_auth (self, loft_sasl_get_mechanism (sasl), &initial, cancellable, error) ||
      !answer_challenges (self, sasl, &initial, &reply, cancellable, error))
    return FALSE;
  if (reply.code != 235)
    return refuse_sign_in (self, &reply, error);
  if (!loft_sasl_is_done (sasl))
    return loft_smtp_session_break (self, error, LOFT_ERROR_AUTH,
                                    "The server did not prove that it knows the password");
  return TRUE;
}

static gboolean
sign_in (LoftSmtpSession *self, const LoftCredentials *credentials, GCancellable *cancellable,
         GError **error)
{
  GPtrArray *offered = self->extensions.mechanisms;
  LoftSaslConnection connection = {
    .secure = loft_stream_is_secure (self->stream),
    .plain_text_allowed = self->sign_in.endpoint->security == LOFT_ENDPOINT_PLAIN,
    .has_client_certificate = self->sign_in.endpoint->client_certificate != NULL,
  };
  g_autoptr (LoftSasl) sasl =
    loft_sasl_choose (offered != NULL ? (const char *const *) offered->pdata : NULL,
                      self->sign_in.wanted_mechanism, credentials, &connection, error);

  if (sasl == NULL)
    return FALSE;
  g_free (self->sign_in.used_mechanism);
  self->sign_in.used_mechanism = g_strdup (loft_sasl_get_mechanism (sasl));
  return loft_sasl_line_check_downgrade (self->sign_in.used_mechanism,
                                         self->sign_in.wanted_mechanism,
                                         self->sign_in.least_mechanism, credentials, error) &&
         run_sasl (self, sasl, cancellable, error);
}

static gboolean
is_offered (LoftSmtpSession *self, const char *mechanism)
{
  GPtrArray *offered = self->extensions.mechanisms;

  return offered != NULL && g_strv_contains ((const char *const *) offered->pdata, mechanism);
}

gboolean
loft_smtp_session_authenticate (LoftSmtpSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LoftCredentials) credentials = NULL;

  if (self->sign_in.credentials_func == NULL)
    return TRUE;
  credentials = loft_sign_in_get_credentials (&self->sign_in, is_offered (self, "EXTERNAL"),
                                              cancellable, error);
  return credentials != NULL && sign_in (self, credentials, cancellable, error);
}
