/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-session-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-smtp-content.h"

/* The message on the line, by DATA (RFC 5321, 4.1.1.4) or BDAT (RFC 3030). Everything up to the end
 * of the message can be taken back by closing; from the end on only the server's answer tells. */

#define PIECE 65536
#define CHUNK (1024 * 1024) /* of BDAT; each waits for its answer */

/* --- Reading the message ------------------------------------------------------------------ */

static gssize
read_bytes (LoftSmtpTransfer *self, char *buffer, gsize length)
{
  gsize size = 0;
  const char *bytes = g_bytes_get_data (self->body->bytes, &size);
  gsize n = MIN (length, size - (gsize) self->n_read);

  memcpy (buffer, bytes + self->n_read, n);
  return (gssize) n;
}

static gssize
changed (GError **error)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_CONFLICT,
                       "The message changed while it was sent");
  return -1;
}

/* 0 at the end, -1 with error. */
static gssize
read_piece (LoftSmtpTransfer *self, char *buffer, gsize length, GError **error)
{
  gssize n = self->body->bytes != NULL
               ? read_bytes (self, buffer, length)
               : self->body->read (self->body->user_data, buffer, length, self->cancellable, error);

  if (n < 0)
    return -1;
  self->n_read += (guint64) n;
  if (self->n_read > self->body->size || (n == 0 && self->n_read < self->body->size))
    return changed (error);
  return n;
}

/* Appends about n bytes ready for the line to out; *at_end when there are no more. */
static gboolean
read_content (LoftSmtpTransfer *self, LoftSmtpContent *content, gsize n, GByteArray *out,
              gboolean *at_end, GError **error)
{
  g_autofree char *buffer = g_malloc (PIECE);

  while (!*at_end && out->len < n)
    {
      gssize length = read_piece (self, buffer, PIECE, error);

      if (length < 0)
        {
          loft_smtp_session_close (self->session);
          return FALSE;
        }
      if (length > 0)
        loft_smtp_content_convert (content, buffer, (gsize) length, out);
      else
        loft_smtp_content_finish (content, out);
      *at_end = length == 0;
    }
  return TRUE;
}

/* --- Steps -------------------------------------------------------------------------------- */

static gboolean
write_bytes (LoftSmtpTransfer *self, GByteArray *bytes, GError **error)
{
  return loft_smtp_session_write (self->session, (const char *) bytes->data, bytes->len,
                                  self->cancellable, error);
}

/* An answer before its time is a refusal on the way ("552 too large"), or one that would be taken
 * for that to the end of the message. The rest of the message cannot be taken back: closes. */
static gboolean
check_silence (LoftSmtpTransfer *self, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };
  g_autoptr (GError) failure = NULL;

  if (loft_smtp_session_check_silence (self->session, &reply, self->cancellable, &failure))
    return TRUE;
  if (reply.code >= 400)
    return loft_smtp_outcome_take_refusal (self->outcome, &reply, LOFT_SMTP_STEP_DATA, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Of a step that is not yet the end. */
static gboolean
read_reply (LoftSmtpTransfer *self, LoftSmtpReply *reply, GError **error)
{
  if (loft_smtp_session_read (self->session, reply, self->cancellable, error))
    return TRUE;
  if (reply->code != 0)
    loft_smtp_answer_set (&self->outcome->answer, reply, LOFT_SMTP_STEP_DATA);
  return FALSE;
}

static gboolean
reach_dot (LoftSmtpTransfer *self, GError **error)
{
  if (!check_silence (self, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !self->at_dot (self->user_data, error))
    {
      loft_smtp_session_close (self->session);
      return FALSE;
    }
  return TRUE;
}

static gboolean
unclear (LoftSmtpTransfer *self, const LoftSmtpReply *reply, GError **error)
{
  loft_smtp_answer_set (&self->outcome->answer, reply, LOFT_SMTP_STEP_DATA);
  return loft_smtp_session_break_by (self->session, reply, LOFT_SMTP_STEP_DATA, error);
}

static gboolean
confirm (LoftSmtpTransfer *self, const LoftSmtpReply *reply)
{
  loft_smtp_answer_set (&self->outcome->answer, reply, LOFT_SMTP_STEP_DATA);
  self->outcome->result = LOFT_SMTP_SENT;
  return TRUE;
}

/* The outcome is UNCONFIRMED. What the server answers counts when it is an answer: 4yz and 5yz say
 * that it did not take the message, 421 too. */
static gboolean
read_verdict (LoftSmtpTransfer *self, GError **error)
{
  LoftSmtpSession *session = self->session;
  g_auto (LoftSmtpReply) reply = { 0 };
  g_autoptr (GError) failure = NULL;
  gboolean read;

  loft_stream_set_idle_timeout (session->stream, session->dot_patience);
  read = loft_smtp_session_read (session, &reply, self->cancellable, &failure);
  if (read)
    loft_stream_set_idle_timeout (session->stream, session->patience);
  if (reply.code >= 400)
    return loft_smtp_outcome_take_refusal (self->outcome, &reply, LOFT_SMTP_STEP_DATA, error);
  if (read)
    return reply.code / 100 == 2 ? confirm (self, &reply) : unclear (self, &reply, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Bytes that may be followed by their answer, whatever then becomes of the connection. */
static gboolean
write_end (LoftSmtpTransfer *self, const char *bytes, gsize length, GError **error)
{
  self->outcome->result = LOFT_SMTP_UNCONFIRMED;
  return loft_smtp_session_write (self->session, bytes, (gssize) length, self->cancellable,
                                  error) &&
         read_verdict (self, error);
}

/* --- DATA --------------------------------------------------------------------------------- */

static gboolean
start_data (LoftSmtpTransfer *self, GError **error)
{
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!check_silence (self, error) ||
      !loft_smtp_session_write (self->session, "DATA\r\n", 6, self->cancellable, error) ||
      !read_reply (self, &reply, error))
    return FALSE;
  if (reply.code == 354)
    return TRUE;
  if (reply.code >= 400)
    return loft_smtp_outcome_take_refusal (self->outcome, &reply, LOFT_SMTP_STEP_DATA, error);
  return loft_smtp_session_break_by (self->session, &reply, LOFT_SMTP_STEP_DATA, error);
}

static gboolean
flush (LoftSmtpTransfer *self, GError **error)
{
  if (loft_stream_flush (self->session->stream, self->cancellable, error))
    return TRUE;
  loft_smtp_session_close (self->session);
  return FALSE;
}

static gboolean
send_by_data (LoftSmtpTransfer *self, GError **error)
{
  LoftSmtpContent content = { .stuffs_dots = TRUE };
  g_autoptr (GByteArray) out = g_byte_array_sized_new (2 * PIECE);
  gboolean at_end = FALSE;

  if (!start_data (self, error))
    return FALSE;
  while (!at_end)
    {
      g_byte_array_set_size (out, 0);
      if (!read_content (self, &content, 1, out, &at_end, error) || !check_silence (self, error) ||
          !write_bytes (self, out, error))
        return FALSE;
    }
  return flush (self, error) && reach_dot (self, error) && write_end (self, ".\r\n", 3, error);
}

/* --- BDAT --------------------------------------------------------------------------------- */

/* A server that offers CHUNKING and does not know BDAT reads the message as commands: away. */
static gboolean
check_known (LoftSmtpTransfer *self, guint code)
{
  if (code != 500 && code != 502)
    return TRUE;
  self->session->distrusts_chunking = TRUE;
  loft_smtp_session_close (self->session);
  return FALSE;
}

static gboolean
send_chunk (LoftSmtpTransfer *self, GByteArray *bytes, GError **error)
{
  g_autofree char *command = g_strdup_printf ("BDAT %u\r\n", bytes->len);
  g_auto (LoftSmtpReply) reply = { 0 };

  if (!check_silence (self, error) ||
      !loft_smtp_session_write (self->session, command, -1, self->cancellable, error) ||
      !write_bytes (self, bytes, error) || !read_reply (self, &reply, error))
    return FALSE;
  if (reply.code / 100 == 2)
    return TRUE;
  if (reply.code < 400)
    return loft_smtp_session_break_by (self->session, &reply, LOFT_SMTP_STEP_DATA, error);
  loft_smtp_outcome_take_refusal (self->outcome, &reply, LOFT_SMTP_STEP_DATA, error);
  if (!check_known (self, reply.code))
    self->outcome->result = LOFT_SMTP_TEMPORARY;
  return FALSE;
}

/* Without its last byte the chunk, which may take long on its way, is none. */
static gboolean
write_last_chunk (LoftSmtpTransfer *self, GByteArray *bytes, GError **error)
{
  g_autofree char *command = g_strdup_printf ("BDAT %u LAST\r\n", bytes->len);
  const char *data = (const char *) bytes->data;

  if (bytes->len == 0)
    return write_end (self, command, strlen (command), error);
  return loft_smtp_session_write (self->session, command, -1, self->cancellable, error) &&
         loft_smtp_session_write (self->session, data, bytes->len - 1, self->cancellable, error) &&
         write_end (self, data + bytes->len - 1, 1, error);
}

static gboolean
send_last_chunk (LoftSmtpTransfer *self, GByteArray *bytes, GError **error)
{
  if (!reach_dot (self, error))
    return FALSE;
  if (write_last_chunk (self, bytes, error))
    return TRUE;
  if (self->outcome->result == LOFT_SMTP_REFUSED && !check_known (self, self->outcome->answer.code))
    self->outcome->result = LOFT_SMTP_TEMPORARY;
  return FALSE;
}

static gboolean
send_by_bdat (LoftSmtpTransfer *self, GError **error)
{
  LoftSmtpContent content = { .stuffs_dots = FALSE };
  g_autoptr (GByteArray) out = g_byte_array_sized_new (2 * PIECE);
  gboolean at_end = FALSE;

  while (TRUE)
    {
      g_byte_array_set_size (out, 0);
      if (!read_content (self, &content, CHUNK, out, &at_end, error))
        return FALSE;
      if (at_end)
        return send_last_chunk (self, out, error);
      if (!send_chunk (self, out, error))
        return FALSE;
    }
}

gboolean
loft_smtp_transfer_run (LoftSmtpTransfer *self, GError **error)
{
  if ((self->session->extensions.offered & LOFT_SMTP_CHUNKING) &&
      !self->session->distrusts_chunking)
    return send_by_bdat (self, error);
  return send_by_data (self, error);
}
