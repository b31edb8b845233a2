/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-pop3-session-private.h"

#include <string.h>

#include "loft-text.h"

/* Commands and answers, line by line. */

static gboolean
write_bytes (LoftPop3Session *self, const char *text, gboolean secret, GCancellable *cancellable,
             GError **error)
{
  gsize length = strlen (text);
  gboolean written = secret
                       ? loft_stream_write_secret (self->stream, text, length, cancellable, error)
                       : loft_stream_write (self->stream, text, length, cancellable, error);

  if (!written)
    loft_pop3_session_close (self);
  return written;
}

static gboolean
check_silence (LoftPop3Session *self, GError **error)
{
  if (self->n_in_flight > 0 || loft_stream_get_buffered (self->stream) == 0)
    return TRUE;
  return loft_pop3_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                  "The server answers a command that was not given");
}

gboolean
loft_pop3_session_send (LoftPop3Session *self, const char *line, GCancellable *cancellable,
                        GError **error)
{
  g_autofree char *whole = g_strconcat (line, "\r\n", NULL);

  if (!check_silence (self, error) || !write_bytes (self, whole, FALSE, cancellable, error))
    return FALSE;
  self->n_in_flight++;
  return TRUE;
}

gboolean
loft_pop3_session_send_secret (LoftPop3Session *self, const char *keyword, const char *secret,
                               GCancellable *cancellable, GError **error)
{
  g_autofree char *before = keyword[0] != '\0' ? g_strconcat (keyword, " ", NULL) : NULL;

  if (!check_silence (self, error))
    return FALSE;
  if (before != NULL && !write_bytes (self, before, FALSE, cancellable, error))
    return FALSE;
  if (!write_bytes (self, secret, TRUE, cancellable, error) ||
      !write_bytes (self, "\r\n", FALSE, cancellable, error))
    return FALSE;
  self->n_in_flight += before != NULL;
  return TRUE;
}

static const char *
read_line (LoftPop3Session *self, gsize *length, GCancellable *cancellable, GError **error)
{
  const char *line = NULL;

  if (loft_stream_flush (self->stream, cancellable, error))
    line = loft_stream_read_line (self->stream, LOFT_POP3_MAX_LINE, length, cancellable, error);
  if (line == NULL)
    loft_pop3_session_close (self);
  return line;
}

gboolean
loft_pop3_session_read_any (LoftPop3Session *self, LoftPop3Response *response,
                            GCancellable *cancellable, GError **error)
{
  gsize length = 0;
  const char *line = read_line (self, &length, cancellable, error);

  if (line == NULL)
    return FALSE;
  if (!loft_pop3_response_parse (response, line, length, error))
    {
      loft_pop3_session_close (self);
      return FALSE;
    }
  if (response->status == LOFT_POP3_STATUS_ERR)
    self->refusal = response->code;
  if (response->status != LOFT_POP3_STATUS_CONTINUATION && self->n_in_flight > 0)
    self->n_in_flight--;
  return TRUE;
}

gboolean
loft_pop3_session_read_status (LoftPop3Session *self, LoftPop3Response *response,
                               GCancellable *cancellable, GError **error)
{
  if (!loft_pop3_session_read_any (self, response, cancellable, error))
    return FALSE;
  if (response->status != LOFT_POP3_STATUS_CONTINUATION)
    return TRUE;
  return loft_pop3_session_break (self, error, LOFT_ERROR_PROTOCOL,
                                  "The server asks for more where there is nothing more");
}

gboolean
loft_pop3_session_refuse (const LoftPop3Response *response, GError **error)
{
  g_autofree char *text =
    loft_text_quote (response->text[0] != '\0' ? "The server refused"
                                               : "The server refused without a reason",
                     response->text);

  g_set_error_literal (error, LOFT_ERROR, loft_pop3_code_to_error (response->code), text);
  return FALSE;
}

gboolean
loft_pop3_session_run (LoftPop3Session *self, const char *line, LoftPop3Response *response,
                       GCancellable *cancellable, GError **error)
{
  if (!loft_pop3_session_check_connected (self, error) ||
      !loft_pop3_session_send (self, line, cancellable, error) ||
      !loft_pop3_session_read_status (self, response, cancellable, error))
    return FALSE;
  return response->status == LOFT_POP3_STATUS_OK || loft_pop3_session_refuse (response, error);
}

gboolean
loft_pop3_session_read_lines (LoftPop3Session *self, LoftPop3LineFunc func, gpointer user_data,
                              GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      gsize length = 0;
      const char *line = read_line (self, &length, cancellable, error);
      gboolean dotted = line != NULL && length > 0 && line[0] == '.';

      if (line == NULL)
        return FALSE;
      if (dotted && length == 1)
        return TRUE;
      if (!func (line + dotted, length - dotted, user_data, error))
        {
          loft_pop3_session_close (self);
          return FALSE;
        }
    }
}
