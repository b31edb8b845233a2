/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include "loft-text.h"

#include <string.h>

/* Commands: out to the server, and their replies. */

void
loft_imap_exchange_clear (LoftImapExchange *self)
{
  if (self->session != NULL)
    g_ptr_array_remove (self->session->in_flight, self);
  loft_imap_response_clear (&self->reply);
  memset (self, 0, sizeof *self);
}

static gboolean
write_bytes (LoftImapSession *self, const char *bytes, gsize length, gboolean secret,
             GCancellable *cancellable, GError **error)
{
  gboolean written = secret
    ? loft_stream_write_secret (self->stream, bytes, length, cancellable, error)
    : loft_stream_write (self->stream, bytes, length, cancellable, error);

  if (!written)
    loft_imap_session_close (self);
  return written;
}

static gboolean
flush (LoftImapSession *self, GCancellable *cancellable, GError **error)
{
  if (loft_stream_flush (self->stream, cancellable, error))
    return TRUE;
  loft_imap_session_close (self);
  return FALSE;
}

gboolean
loft_imap_session_write_line (LoftImapSession *self, const char *line, gboolean secret,
                              GCancellable *cancellable, GError **error)
{
  return write_bytes (self, line, strlen (line), secret, cancellable, error) &&
         write_bytes (self, "\r\n", 2, FALSE, cancellable, error);
}

gboolean
loft_imap_session_await_continuation (LoftImapSession *self, LoftImapExchange *exchange,
                                      GCancellable *cancellable, GError **error)
{
  if (!flush (self, cancellable, error))
    return FALSE;
  g_clear_pointer (&self->continuation, g_free);
  self->awaits_continuation = TRUE;
  while (self->continuation == NULL && !exchange->done)
    if (!loft_imap_session_read (self, cancellable, error))
      return FALSE;
  self->awaits_continuation = FALSE;
  return TRUE;
}

/* What can be traced goes in one piece with what came before it, for whoever reads the trace. */
static gboolean
send_part (LoftImapSession *self, const LoftImapCommandPart *part, GString *unsent,
           GCancellable *cancellable, GError **error)
{
  if (!part->secret)
    g_string_append_len (unsent, part->bytes, (gssize) part->length);
  if (!part->secret && !part->waits)
    return TRUE;
  if (!write_bytes (self, unsent->str, unsent->len, FALSE, cancellable, error))
    return FALSE;
  g_string_truncate (unsent, 0);
  return !part->secret ||
         write_bytes (self, part->bytes, part->length, TRUE, cancellable, error);
}

/* A server may refuse a literal with NO: then the rest of the command is not sent. */
static gboolean
send_parts (LoftImapSession *self, LoftImapCommand *command, LoftImapExchange *exchange,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) unsent = g_string_sized_new (256);
  LoftImapCommandPart part;

  g_string_append_printf (unsent, "A%u ", exchange->tag);
  for (guint i = 0; loft_imap_command_get_part (command, i, &part); i++)
    {
      if (!send_part (self, &part, unsent, cancellable, error))
        return FALSE;
      if (part.waits && !loft_imap_session_await_continuation (self, exchange, cancellable, error))
        return FALSE;
      if (exchange->done)
        return TRUE;
    }
  g_string_append (unsent, "\r\n");
  return write_bytes (self, unsent->str, unsent->len, FALSE, cancellable, error);
}

gboolean
loft_imap_session_send (LoftImapSession *self, LoftImapCommand *command,
                        LoftImapExchange *exchange, GCancellable *cancellable, GError **error)
{
  if (!loft_imap_command_is_valid (command))
    return loft_imap_session_break (self, error, LOFT_ERROR_REFUSED,
                                    "A command may hold no control characters");
  memset (exchange, 0, sizeof *exchange);
  exchange->session = self;
  exchange->tag = ++self->last_tag;
  g_ptr_array_add (self->in_flight, exchange);
  return send_parts (self, command, exchange, cancellable, error);
}

static void
set_refusal (const LoftImapResponse *reply, GError **error)
{
  g_autofree char *text = reply->text[0] != '\0'
    ? loft_text_quote ("The server refused", reply->text)
    : g_strdup ("The server refused without a reason");

  g_set_error_literal (error, LOFT_ERROR, loft_imap_code_to_error (reply->code), text);
}

gboolean
loft_imap_session_finish (LoftImapSession *self, LoftImapExchange *exchange,
                          GCancellable *cancellable, GError **error)
{
  if (!exchange->done && !flush (self, cancellable, error))
    return FALSE;
  while (!exchange->done)
    if (!loft_imap_session_read (self, cancellable, error))
      return FALSE;
  if (exchange->reply.status == LOFT_IMAP_STATUS_OK)
    return TRUE;
  if (exchange->reply.status == LOFT_IMAP_STATUS_BAD &&
      loft_imap_quirks_is_lost_back_end (self->quirks, exchange->reply.text))
    return loft_imap_session_break (self, error, LOFT_ERROR_TEMPORARY,
                                    "The server has lost its back end");
  set_refusal (&exchange->reply, error);
  return FALSE;
}

gboolean
loft_imap_session_run (LoftImapSession *self, LoftImapCommand *command, LoftImapHandler handler,
                       gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto (LoftImapExchange) exchange = { NULL };
  gboolean ok;

  self->handler = handler;
  self->handler_data = user_data;
  ok = loft_imap_session_send (self, command, &exchange, cancellable, error) &&
       loft_imap_session_finish (self, &exchange, cancellable, error);
  self->handler = NULL;
  return ok;
}
